//! `samples/README.md`: what is in the folder, and every planted fault.

use std::fmt::Write;

use super::faults::PLANTED;

const HEAD: &str = "# Le jeu d’exemple

Un registre et quatre trimestres de retours d’un programme imaginaire : les communes existent, les projets, les
associations et les personnes sont inventés, et les adresses en `exemple.invalid` ne mènent nulle part.

- `registre.xlsx` : une feuille par sorte de dossier.
- `retours/<période>/<jour de réception>/<fichier>` : les fichiers tels qu’ils sont arrivés.
- `convert.sh` : fait les fichiers ods et xls avec LibreOffice.

`bilan sample` refait le tout, toujours à l’identique, sauf les fichiers ods et xls : il écrit pour chacun un fichier
`….ods.xlsx` ou `….xls.xlsx`, que `convert.sh` remplace.

Le trimestre 2026-T3 est en formulaires (un classeur par projet), les précédents en tableaux (un fichier par direction).

## Les erreurs placées, et ce que bilan doit en dire

| période | dossier | ce qu’on voit | constat | retour |
|---|---|---|---|---|
";

const TAIL: &str = "
Deux fichiers de 2026-T3 ne sont pas des retours :

| fichier | ce que c’est | constat |
|---|---|---|
| `2026-10-09/export-BP-2024-026.xls` | une page HTML enregistrée en .xls | file-not-a-spreadsheet |
| `2026-10-12/BP-2024-008 retour T3 2026.xlsx` | un classeur coupé aux trois cinquièmes | file-damaged |
";

pub(super) fn readme() -> String {
    let mut text = HEAD.to_owned();
    for p in PLANTED {
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            p.period, p.subject, p.seen, p.finding, p.outcome
        );
    }
    text + TAIL
}

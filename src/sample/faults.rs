//! The errors that people make, planted in the sample returns.

use super::cell::{Cell, Cells};

/// What is wrong with a return, or unusual in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A cell holds this text as typed.
    Typed(&'static str, &'static str),
    /// A cell holds this whole number.
    Count(&'static str, i64),
    /// A cell is empty.
    Empty(&'static str),
    /// The form names another project.
    Code(&'static str),
    /// A form of the questionnaire's version 2: old wordings, no codes.
    OldVersion,
    /// Someone inserted rows and notes between the questions.
    RowsInserted,
    /// The columns stand in another order.
    ColumnsMoved,
    /// The sheet has another name and another sheet stands before it.
    SheetRenamed,
    /// A column of their own.
    ColumnAdded,
}

/// A fault, where it is, and what bilan must say.
pub(super) struct Planted {
    /// Period of the return, as people write it.
    pub(super) period: &'static str,
    /// The subject's code in the register.
    pub(super) subject: &'static str,
    pub(super) fault: Fault,
    /// What people see in the file.
    pub(super) seen: &'static str,
    /// The code of the finding, or nothing where it must be read without a word.
    pub(super) finding: &'static str,
    /// What becomes of the return.
    pub(super) outcome: &'static str,
}

const REFUSED: &str = "à corriger";
const ACCEPTED: &str = "accepté";
const CONFIRM: &str = "accepté, à confirmer";

const fn planted(
    period: &'static str,
    subject: &'static str,
    fault: Fault,
    seen: &'static str,
    finding: &'static str,
    outcome: &'static str,
) -> Planted {
    Planted {
        period,
        subject,
        fault,
        seen,
        finding,
        outcome,
    }
}

/// Every planted fault of a return, newest period first.
pub(super) const PLANTED: &[Planted] = &[
    planted(
        "2026-T3",
        "BP-2024-002",
        Fault::Typed("benevoles", "une dizaine"),
        "bénévoles : « une dizaine »",
        "not-a-number",
        "à corriger ; corrigé ensuite dans un second fichier, accepté",
    ),
    planted(
        "2026-T3",
        "BP-2024-003",
        Fault::Typed("depense_cumulee", "1 234,5 €"),
        "dépenses : « 1 234,5 € », et moins qu’au trimestre précédent",
        "unit-in-number, rule-broken (depense_recule)",
        CONFIRM,
    ),
    planted(
        "2026-T3",
        "BP-2025-010",
        Fault::Typed("arbres_vivants_pct", "12 %"),
        "arbres vivants : « 12 % »",
        "unit-in-number",
        ACCEPTED,
    ),
    planted(
        "2026-T3",
        "BP-2024-020",
        Fault::Typed("date_fin_prevue", "31/09/2026"),
        "date de fin prévue : « 31/09/2026 »",
        "not-a-date",
        REFUSED,
    ),
    planted(
        "2026-T3",
        "BP-2024-022",
        Fault::Empty("autorisation_publication"),
        "autorisation de publication vide",
        "missing",
        REFUSED,
    ),
    planted(
        "2026-T3",
        "BP-2025-005",
        Fault::Count("beneficiaires_femmes", 900),
        "900 femmes, plus que de bénéficiaires",
        "rule-broken (femmes_parmi_beneficiaires)",
        REFUSED,
    ),
    planted(
        "2026-T3",
        "BP-2024-017",
        Fault::Code("BP-2024-071"),
        "code BP-2024-071 au lieu de BP-2024-017",
        "subject-unknown",
        "non rattaché à un projet",
    ),
    planted(
        "2026-T3",
        "BP-2024-028",
        Fault::OldVersion,
        "ancien formulaire (version 2), anciens libellés, sans colonne de codes",
        "questionnaire-old",
        ACCEPTED,
    ),
    planted(
        "2026-T3",
        "BP-2024-014",
        Fault::RowsInserted,
        "lignes et notes insérées",
        "aucun",
        ACCEPTED,
    ),
    planted(
        "2026-T3",
        "BP-2024-032",
        Fault::ColumnsMoved,
        "colonne des valeurs placée en premier",
        "aucun",
        ACCEPTED,
    ),
    planted(
        "2026-T3",
        "BP-2025-001",
        Fault::SheetRenamed,
        "feuille renommée « Feuil1 (2) », une autre feuille devant",
        "aucun",
        ACCEPTED,
    ),
    planted(
        "2026-T3",
        "BP-2025-013",
        Fault::Typed("km_voiture_evites", "12500"),
        "nombre gardé comme texte",
        "number-as-text",
        ACCEPTED,
    ),
    planted(
        "2026-T3",
        "BP-2024-015",
        Fault::Count("depense_cumulee", 190_000),
        "dépenses au-delà de 1,2 fois le coût prévisionnel",
        "rule-broken (depense_depasse_cout)",
        CONFIRM,
    ),
    planted(
        "2026-T3",
        "BP-2024-010",
        Fault::Count("avancement", 40),
        "avancement plus bas qu’au trimestre précédent",
        "rule-broken (avancement_recule)",
        CONFIRM,
    ),
    planted(
        "2026-T3",
        "BP-2025-002",
        Fault::Count("dechets_evites", 31_500),
        "déchets : des grammes sans doute, plus de dix fois la médiane",
        "rule-broken (dechets_evites_ordre_de_grandeur)",
        CONFIRM,
    ),
    planted(
        "2026-T2",
        "BP-2024-031",
        Fault::Typed("statut", "presque fini"),
        "statut : « presque fini »",
        "not-a-choice",
        REFUSED,
    ),
    planted(
        "2026-T2",
        "BP-2024-036",
        Fault::Count("avancement", 90),
        "achevé, avancement à 90 %",
        "rule-broken (acheve_a_cent), rule-broken (avancement_recule)",
        REFUSED,
    ),
    planted(
        "2026-T2",
        "BP-2024-019",
        Fault::ColumnsMoved,
        "colonnes du tableau dans un autre ordre",
        "aucun",
        ACCEPTED,
    ),
    planted(
        "2026-T1",
        "BP-2024-033",
        Fault::Typed("repondant_courriel", "contact(at)exemple.invalid"),
        "courriel : « contact(at)exemple.invalid »",
        "not-an-email",
        REFUSED,
    ),
    planted(
        "2026-T1",
        "BP-2024-027",
        Fault::Count("subvention_percue", 250_000),
        "subvention reçue supérieure à la subvention accordée",
        "rule-broken (subvention_dans_la_convention)",
        REFUSED,
    ),
    planted(
        "2026-T1",
        "BP-2025-009",
        Fault::ColumnAdded,
        "colonne « Remarques du service » ajoutée",
        "field-unknown",
        ACCEPTED,
    ),
    planted(
        "2025-T4",
        "BP-2024-032",
        Fault::Typed("partenaires", "4 ou 5"),
        "partenaires : « 4 ou 5 »",
        "not-a-number",
        REFUSED,
    ),
    planted(
        "2026-S1",
        "INST-04",
        Fault::Count("membres_femmes", 40),
        "plus de femmes que de membres",
        "rule-broken (femmes_parmi_membres)",
        REFUSED,
    ),
    planted(
        "2026-T3",
        "M-2025-031",
        Fault::Typed("mandate", "voir la facture"),
        "mandaté : « voir la facture »",
        "not-a-number",
        REFUSED,
    ),
];

/// The faults of the return of `subject` for `period`.
pub(super) fn of<'a>(period: &'a str, subject: &'a str) -> impl Iterator<Item = Fault> + 'a {
    PLANTED
        .iter()
        .filter(move |p| p.period == period && p.subject == subject)
        .map(|p| p.fault)
}

/// Plants what concerns single cells; the rest is the file's affair.
pub(super) fn plant(cells: &mut Cells, fault: Fault) {
    match fault {
        Fault::Typed(field, text) => {
            cells.insert(field.to_owned(), Cell::Typed(text.to_owned()));
        }
        Fault::Count(field, number) => {
            cells.insert(
                field.to_owned(),
                Cell::Value(crate::model::Value::Integer(number)),
            );
        }
        Fault::Empty(field) => {
            cells.remove(field);
        }
        Fault::Code(_)
        | Fault::OldVersion
        | Fault::RowsInserted
        | Fault::ColumnsMoved
        | Fault::SheetRenamed
        | Fault::ColumnAdded => {}
    }
}

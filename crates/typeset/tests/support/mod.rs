//! The project, the jobs and the shorthands that the tests share.
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::sync::LazyLock;

use bilan_typeset::{Data, Failure, Fonts, Job, Project};

const FICHE: &str = r#"#import "/lib/theme.typ": page-setup, tile
#let d = json("/data.json")
#show: page-setup.with(d.titre)
= #d.titre
Merci pour votre retour numéro #d.n.
#for l in d.lignes { tile(..l) }
"#;

const THEME: &str = r#"#let page-setup(title, body) = {
  set document(title: title)
  set page(paper: "a4", footer: context pdf.artifact(counter(page).display("1 / 1", both: true)))
  set text(font: "Inter", size: 9.5pt, lang: "fr")
  body
}
#let tile(label, value) = block(inset: 6pt)[#text(8pt, label) \ #text(16pt, weight: "bold", value)]
"#;

/// The committed fonts.
pub(crate) fn fonts() -> Fonts {
    static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../report-templates/fonts");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files.retain(|path| path.extension().is_some_and(|e| e == "otf"));
        Fonts::load(
            files
                .iter()
                .map(|path| (path.display().to_string(), std::fs::read(path).unwrap())),
        )
        .unwrap()
    });
    FONTS.clone()
}

/// A project of these sources.
pub(crate) fn project<const N: usize>(files: [(&str, &str); N]) -> Project {
    Project::new(files.map(|(path, text)| (path, text.to_owned())), fonts()).unwrap()
}

/// A small feedback sheet.
pub(crate) fn fiche() -> Project {
    project([("/fiche.typ", FICHE), ("/lib/theme.typ", THEME)])
}

/// The figures of the nth project.
pub(crate) fn data(n: usize) -> Data {
    format!(
        r#"{{"titre": "Le sentier des abeilles {n}", "n": "{n}", "lignes": [["Bénévoles", "{}"], ["Surface", "{} ha"]]}}"#,
        n * 7 % 90,
        n * 13 % 40
    )
    .into()
}

/// The nth project's sheet, on the first of October 2026 at six in the morning.
pub(crate) fn job(main: &str, n: usize) -> Job {
    Job::new(main, (2026, 10, 1), 1_790_834_400, format!("fiche {n}")).file("/data.json", data(n))
}

/// What a project of these sources is refused for.
pub(crate) fn refused<const N: usize>(files: [(&str, &str); N], main: &str) -> Failure {
    project(files).make(&job(main, 1)).unwrap_err()
}

//! The shipped templates, and some that are wrong.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use super::*;
use bilan_typeset::{Format, Output};

use crate::framework::Language;

fn shipped() -> Templates {
    Templates::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report-templates")).unwrap()
}

#[test]
fn the_shipped_templates_compile_on_their_samples_in_both_languages() {
    let problems = shipped().check(NonZeroUsize::MIN, None);
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn a_document_is_known_by_its_description() {
    let templates = shipped();
    let sheet = templates.info(&"fiche-retour".into()).unwrap();
    assert_eq!(sheet.per, Per::Subject);
    let period = "2026Q3".parse().unwrap();
    let stem = sheet.stem("BP/2024..017", period, Language::Fr);
    assert_eq!(stem, "fiche-retour-BP-2024--017-2026-T3");
    let output = |format, page| Output {
        format,
        page,
        bytes: Vec::new(),
    };
    let png = Format::Png {
        pixels_per_inch: 144,
    };
    for (output, pages, name) in [
        (output(Format::Pdf, None), 3, "x.pdf"),
        (output(png, Some(2)), 3, "x-02.png"),
        (output(Format::Svg, Some(1)), 1, "x.svg"),
    ] {
        assert_eq!(sheet.file_name("x", &output, pages), name);
    }
    let unknown = templates.info(&"fiche".into()).unwrap_err().to_string();
    assert_eq!(
        unknown,
        "there is no document « fiche » in report-templates: known are fiche-publique, fiche-publique-carree, fiche-retour, fresque-affiche, fresque-cartes, fresque-guide, questionnaire-vierge, rapport-annuel, rapport-annuel-public, rapport-trimestriel, support-formation"
    );
}

#[test]
fn the_key_follows_each_input() {
    let templates = shipped();
    let key = |document: &str, data: &[u8], day: &str| {
        templates.key(&document.into(), data, day.parse().unwrap())
    };
    let same = key("fiche-retour", b"{}", "2026-11-24");
    assert_eq!(same, key("fiche-retour", b"{}", "2026-11-24"));
    assert_ne!(same, key("fiche-retour", b"{ }", "2026-11-24"));
    assert_ne!(same, key("fiche-retour", b"{}", "2026-11-25"));
    assert_ne!(same, key("support-formation", b"{}", "2026-11-24"));
    assert_eq!(templates.fingerprint(), shipped().fingerprint());
}

/// A folder with one document, and the shipped fonts.
fn folder(info: &str, template: &str, sample: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note");
    fs::create_dir_all(&note).unwrap();
    for (name, text) in [
        ("template.toml", info),
        ("main.typ", template),
        ("sample.json", sample),
    ] {
        fs::write(note.join(name), text).unwrap();
    }
    let font = "report-templates/fonts/Inter-Regular.otf";
    fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join(font),
        folder.path().join("Inter.otf"),
    )
    .unwrap();
    folder
}

const INFO: &str = "name = 'note'\ntitle = { fr = 'Note' }\nper = 'once'\ndata = 'report'\nprivacy = 'public'\nlanguages = ['fr', 'en']\n\
                    file_name = 'note'\npages = { min = 1, max = 1 }\n";

#[test]
fn a_faulty_template_is_a_problem_with_its_place() {
    let template = "#set document(title: [Note])\n#set text(font: \"Inter\")\n#let d = json(\"/data.json\")\n= #d.titel\n";
    let folder = folder(INFO, template, r#"{"lang": "fr", "title": "x"}"#);
    let problems = Templates::load(folder.path())
        .unwrap()
        .check(NonZeroUsize::MIN, None);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].place(), "report-templates/note/main.typ:4:6");
    assert!(problems[0].message.fr.contains("titel"), "{problems:#?}");
}

#[test]
fn a_faulty_description_is_a_problem_with_its_place() {
    for (info, said) in [
        (
            INFO.replace("'once'", "'weekly'"),
            "unknown variant `weekly`",
        ),
        (INFO.replace("per =", "par ="), "unknown field `par`"),
        (
            INFO.replace("'once'", "'subject'")
                .replace("'report'", "'sheet'"),
            "`file_name` needs {id}",
        ),
        (INFO.replace("'report'", "'sheet'"), "possible are subject"),
        (INFO.replace("'once'", "'edition'"), "possible are once"),
        (
            INFO.replace("'note'\npages", "'note.png'\npages"),
            "`file_name` has an extension",
        ),
        (
            INFO.replace("per =", "formats = []\nper ="),
            "`formats` names no format",
        ),
        (
            INFO.replace("per =", "page = 'b5'\nper ="),
            "data did not match any variant",
        ),
        (
            INFO.replace("per =", "kind = 'laureats'\nper ="),
            "`kind` goes with",
        ),
        (
            INFO.replace("'note'\ntitle", "'autre'\ntitle"),
            "the folder is « note »",
        ),
    ] {
        let folder = folder(&info, "= x", "{}");
        match Templates::load(folder.path()).unwrap_err() {
            TemplatesError::Info {
                message, problem, ..
            } => {
                assert!(message.contains(said), "{message}");
                assert_eq!(problem.file, "report-templates/note/template.toml");
            }
            other => panic!("{other}"),
        }
    }
}

//! Whoever writes a template can see what it reads, holds it to a schema, and starts from one that compiles.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::programme::Programme;
use crate::support::stored::after_first_run;
use crate::support::tools::{python, repository, text_of};

/// Each template with a period that it is made for.
const TEMPLATES: [(&str, &str); 6] = [
    ("fiche-retour", "2026-T3"),
    ("questionnaire-vierge", "2026-T3"),
    ("rapport-annuel", "2026"),
    ("rapport-annuel-public", "2026"),
    ("rapport-trimestriel", "2026-T3"),
    ("support-formation", "2026-T3"),
];
/// What lies beside each template: a usual example, one without returns, one with endless names.
const SAMPLES: [&str; 3] = ["sample.json", "sample-empty.json", "sample-long.json"];

fn faults(schema: &Path, files: &[PathBuf]) -> String {
    text_of(python("validate_json.py").arg(schema).args(files))
}

#[test]
fn samples_and_real_data_keep_the_contract_of_their_template() {
    let programme = after_first_run();
    let scratch = tempfile::tempdir().unwrap();
    for (name, period) in TEMPLATES {
        let schema = scratch.path().join(format!("{name}.schema.json"));
        let printed = programme.succeeds(&["template", "schema", name]).stdout;
        std::fs::write(&schema, printed).unwrap();
        let folder = repository().join("report-templates").join(name);
        let mut files: Vec<PathBuf> = SAMPLES.iter().map(|file| folder.join(file)).collect();
        for language in ["fr", "en"] {
            let data = programme.succeeds(&[
                "template",
                "data",
                name,
                "--period",
                period,
                "--language",
                language,
            ]);
            let value: Value = serde_json::from_str(&data.stdout).unwrap();
            assert_eq!(
                (&value["contract"], &value["lang"]),
                (&1.into(), &language.into())
            );
            let file = scratch.path().join(format!("{name}-{language}.json"));
            std::fs::write(&file, data.stdout).unwrap();
            files.push(file);
        }
        assert_eq!(faults(&schema, &files), "", "{name}");
        // A key that is missing is a fault: the schema says something.
        let mut value: Value =
            serde_json::from_str(&std::fs::read_to_string(&files[0]).unwrap()).unwrap();
        value.as_object_mut().unwrap().remove("period");
        let broken = scratch.path().join("broken.json");
        std::fs::write(&broken, value.to_string()).unwrap();
        assert!(faults(&schema, &[broken]).contains("'period' is a required property"));
    }
}

#[test]
fn the_data_shown_are_those_of_the_subject_asked_for() {
    let programme = after_first_run();
    let data = |words: &[&str]| {
        let mut all = vec!["template", "data"];
        all.extend(words);
        all.extend(["--period", "2026-T3"]);
        programme.run(&all)
    };
    let sheet = data(&["fiche-retour", "--project", "BP-2024-020"]);
    let sheet: Value = serde_json::from_str(&sheet.stdout).unwrap();
    assert_eq!(sheet["project"]["id"], "BP-2024-020");
    assert_eq!(sheet["state"], "a-corriger");
    let handout = data(&["support-formation", "--direction", "eau"]);
    let handout: Value = serde_json::from_str(&handout.stdout).unwrap();
    assert!(handout["department"].as_str().unwrap().contains("eau"));
    let nobody = data(&["fiche-retour", "--project", "BP-1999-001"]);
    assert_eq!(nobody.code, 1);
    assert!(nobody.stderr.contains("sample.json"), "{}", nobody.stderr);
    let unknown = data(&["fiche-retours"]);
    assert!(
        unknown.stderr.contains("support-formation"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_new_template_compiles_at_once_and_is_made_by_a_job() {
    let programme = Programme::copy();
    for (name, per) in [
        ("note", "once"),
        ("mot", "subject"),
        ("lettre", "department"),
    ] {
        programme.succeeds(&["template", "new", name, "--per", per]);
    }
    programme.succeeds(&["check"]);
    let refused = programme.run(&["template", "new", "note"]);
    assert!(refused.stderr.contains("existe déjà"), "{}", refused.stderr);
    let refused = programme.run(&["template", "new", "Étrange/../x"]);
    assert_eq!(refused.code, 1);

    // Named in a job, it is made like any other.
    programme.edit(
        "config/jobs.toml",
        "documents = [\"support-formation\"]",
        "documents = [\"support-formation\", \"lettre\", \"note\", \"mot\"]",
    );
    programme.succeeds(&["ingest", "--now", "2026-10-15T06:00:00+02:00"]);
    programme.succeeds(&[
        "render",
        "formation",
        "--period",
        "2026-T3",
        "--now",
        "2026-10-15T06:00:00+02:00",
    ]);
    for name in ["note", "mot", "lettre"] {
        let made = programme.files("var/documents", "pdf");
        let mut of_it = made.iter().filter_map(|file| file.file_name()?.to_str());
        assert!(
            of_it.any(|file| file.starts_with(&format!("{name}-"))),
            "{name}"
        );
    }

    // Written for data that this program does not give, it is refused with its place.
    programme.edit(
        "report-templates/note/template.toml",
        "contract = 1",
        "contract = 2",
    );
    let refused = programme.run(&["check"]);
    assert_eq!(refused.code, 3);
    assert!(
        refused
            .stdout
            .contains("report-templates/note/template.toml")
            || refused
                .stderr
                .contains("report-templates/note/template.toml"),
        "{}{}",
        refused.stdout,
        refused.stderr
    );
}

//! Returns as people send them: each error is found at its cell, nothing is lost, nothing wrong is counted.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::hostile::hostile_folder;
use crate::support::programme::Programme;
use crate::support::stored::{after_first_run, rows};
use crate::support::tools::copy_folder;

/// The errors that samples/README.md says are planted: period, subject, version, cell, finding (a rule by its name),
/// whether the return counts.
const PLANTED: &[(&str, &str, u8, &str, &str, &str)] = &[
    (
        "2026Q3",
        "BP-2024-002",
        1,
        "D35",
        "not-a-number",
        "to_correct",
    ),
    (
        "2026Q3",
        "BP-2024-003",
        1,
        "D30",
        "unit-in-number",
        "accepted",
    ),
    (
        "2026Q3",
        "BP-2024-003",
        1,
        "D30",
        "depense_recule",
        "accepted",
    ),
    (
        "2026Q3",
        "BP-2025-010",
        1,
        "D60",
        "unit-in-number",
        "accepted",
    ),
    (
        "2026Q3",
        "BP-2024-020",
        1,
        "D21",
        "not-a-date",
        "to_correct",
    ),
    ("2026Q3", "BP-2024-022", 1, "D71", "missing", "to_correct"),
    (
        "2026Q3",
        "BP-2025-005",
        1,
        "D45",
        "femmes_parmi_beneficiaires",
        "to_correct",
    ),
    (
        "2026Q3",
        "BP-2024-028",
        1,
        "",
        "questionnaire-old",
        "accepted",
    ),
    (
        "2026Q3",
        "BP-2025-013",
        1,
        "D65",
        "number-as-text",
        "accepted",
    ),
    (
        "2026Q3",
        "BP-2024-015",
        1,
        "D30",
        "depense_depasse_cout",
        "accepted",
    ),
    (
        "2026Q3",
        "BP-2024-010",
        1,
        "D19",
        "avancement_recule",
        "accepted",
    ),
    (
        "2026Q3",
        "BP-2025-002",
        1,
        "D61",
        "dechets_evites_ordre_de_grandeur",
        "accepted",
    ),
    (
        "2026Q2",
        "BP-2024-031",
        1,
        "F8",
        "not-a-choice",
        "to_correct",
    ),
    (
        "2026Q2",
        "BP-2024-036",
        1,
        "G5",
        "acheve_a_cent",
        "to_correct",
    ),
    (
        "2026Q2",
        "BP-2024-036",
        1,
        "G5",
        "avancement_recule",
        "to_correct",
    ),
    (
        "2026Q1",
        "BP-2024-033",
        1,
        "E6",
        "not-an-email",
        "to_correct",
    ),
    (
        "2026Q1",
        "BP-2024-027",
        1,
        "R2",
        "subvention_dans_la_convention",
        "to_correct",
    ),
    (
        "2025Q4",
        "BP-2024-032",
        1,
        "W5",
        "not-a-number",
        "to_correct",
    ),
    (
        "2026H1",
        "INST-04",
        1,
        "D7",
        "femmes_parmi_membres",
        "to_correct",
    ),
    (
        "2026Q3",
        "M-2025-031",
        1,
        "D6",
        "not-a-number",
        "to_correct",
    ),
];

#[test]
fn every_planted_error_is_found_at_its_cell_and_nothing_else_is() {
    let programme = after_first_run();
    let found: BTreeSet<_> = rows(
        &programme,
        "select period, subject, version, json_extract(f.value, '$.place.cell'),
           coalesce(json_extract(f.value, '$.rule'), json_extract(f.value, '$.code')), status
         from return, json_each(findings) f",
    )
    .into_iter()
    .collect();
    let planted: BTreeSet<_> = PLANTED
        .iter()
        .map(|(period, subject, version, cell, finding, status)| {
            let version = version.to_string();
            [period, subject, version.as_str(), cell, finding, status]
                .map(str::to_owned)
                .to_vec()
        })
        .collect();
    assert_eq!(found, planted);
}

#[test]
fn moved_columns_inserted_rows_and_renamed_sheets_change_nothing() {
    let programme = after_first_run();
    let accepted = rows(
        &programme,
        "select subject from return where status = 'accepted' and findings = '[]' and (subject, period) in
           (values ('BP-2024-014', '2026Q3'), ('BP-2024-032', '2026Q3'), ('BP-2025-001', '2026Q3'),
                   ('BP-2024-019', '2026Q2'), ('BP-2025-009', '2026Q1')) order by subject",
    );
    let subjects: Vec<_> = accepted.into_iter().flatten().collect();
    assert_eq!(
        subjects,
        [
            "BP-2024-014",
            "BP-2024-019",
            "BP-2024-032",
            "BP-2025-001",
            "BP-2025-009"
        ]
    );
}

#[test]
fn what_belongs_to_no_project_or_is_no_return_is_said_of_its_file() {
    let programme = after_first_run();
    let said = rows(
        &programme,
        "select name, outcome, json_extract(f.value, '$.code'), json_extract(f.value, '$.place.cell')
         from arrival, json_each(findings) f
         where json_extract(f.value, '$.severity') <> 'info' order by name",
    );
    assert_eq!(
        said,
        [
            [
                "BP-2024-008 retour T3 2026.xlsx",
                "refused",
                "file-damaged",
                ""
            ],
            [
                "Fiche jardins-de-l-orb.xlsx",
                "no_return",
                "subject-unknown",
                ""
            ],
            [
                "export-BP-2024-026.xls",
                "refused",
                "file-not-a-spreadsheet",
                ""
            ],
            [
                "retours-solidarites-2026-T1.xlsx",
                "read",
                "field-unknown",
                "BE1"
            ],
        ]
    );
}

#[test]
fn a_return_to_correct_is_kept_and_its_values_are_not_used() {
    let programme = after_first_run();
    // 900 women among fewer people: no other value of the form counts either, though all others are sound.
    let kept = rows(
        &programme,
        "select json_extract(answers, '$.beneficiaires_femmes[0]'), json_extract(answers, '$.benevoles[1].v') > 0
         from return where subject = 'BP-2025-005' and period = '2026Q3'",
    );
    assert_eq!(kept, [["900", "1"]]);
    let figures = programme.succeeds(&[
        "evaluate", "--kind", "laureats", "--level", "projet", "--period", "2026-T3", "--format",
        "json",
    ]);
    let figures: Vec<Value> = serde_json::from_str(&figures.stdout).unwrap();
    let values: BTreeMap<_, _> = figures
        .iter()
        .filter(|figure| figure["key"]["group"] == "BP-2025-005")
        .map(|figure| {
            (
                figure["key"]["indicator"].as_str().unwrap(),
                &figure["value"],
            )
        })
        .collect();
    for indicator in ["beneficiaires", "benevoles", "part_femmes", "completude"] {
        assert!(
            values[indicator].is_null(),
            "{indicator}: {}",
            values[indicator]
        );
    }
    // With something to confirm only, the values count.
    let confirm = figures.iter().find(|figure| {
        figure["key"]["group"] == "BP-2025-002" && figure["key"]["indicator"] == "dechets_evites"
    });
    assert_eq!(confirm.unwrap()["value"].as_f64(), Some(31.5));
}

#[test]
fn every_file_that_came_is_kept_byte_for_byte_under_its_hash() {
    let programme = after_first_run();
    let came = returned(&programme.path("samples/retours"));
    assert_eq!(came.len(), 94);
    for path in &came {
        assert_kept(&programme, path);
    }
    assert!(
        came.iter()
            .any(|path| path.ends_with("export-BP-2024-026.xls"))
    );
}

#[test]
fn files_that_mean_harm_cost_nothing_but_themselves() {
    let programme = Programme::copy();
    let dropped = programme.path("samples/retours/2026-T3/2026-10-13/depot");
    copy_folder(hostile_folder(), &dropped);
    let outcome = programme.succeeds(&["ingest", "--format", "json"]);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let hostile = returned(&dropped);
    let different: BTreeSet<_> = hostile.iter().map(|path| hash(path)).collect();
    // All the others are read as without them.
    assert_eq!(report["accepted"], 230);
    assert_eq!(report["to_confirm"], 4);
    assert_eq!(report["to_correct"], 11);
    assert_eq!(report["files_new"], 94 + different.len());
    // One outcome each, with a reason where nothing was read; the file itself is kept.
    let outcomes = rows(
        &programme,
        "select hash, name, outcome, findings from arrival",
    );
    assert_eq!(outcomes.len(), 94 + different.len());
    for path in &hostile {
        let hash = hash(path);
        let of_file: Vec<_> = outcomes.iter().filter(|row| row[0] == hash).collect();
        assert_eq!(of_file.len(), 1, "{}", path.display());
        assert!(
            of_file[0][2] != "read" && of_file[0][3] != "[]",
            "{:?}",
            of_file[0]
        );
        assert_kept(&programme, path);
    }
}

/// The files below a folder.
fn returned(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                returned(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn hash(path: &Path) -> String {
    let bytes = Sha256::digest(std::fs::read(path).unwrap());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn assert_kept(programme: &Programme, path: &Path) {
    let hash = hash(path);
    let kept = programme.path(format!("var/retours/{}/{hash}", &hash[..2]));
    let same = std::fs::read(&kept).unwrap() == std::fs::read(path).unwrap();
    assert!(
        same,
        "{} is not what {} was",
        kept.display(),
        path.display()
    );
}

//! Whatever a file is, the daemon lives, says why in one word, and reads the next file.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use bilan::framework::FieldType;
use bilan::model::{Finding, FindingCode, Value};
use bilan::read::value::{Expected, understand};
use bilan::read::{GuardedReader, Raw, RawBook, ReadLimits};

use crate::daemon::{Daemon, row, until_ended};
use crate::support::hostile::hostile_folder;
use crate::support::programme::Programme;
use crate::support::stored::rows;

fn reader() -> GuardedReader {
    GuardedReader::new(
        PathBuf::from(env!("CARGO_BIN_EXE_bilan")),
        ReadLimits::default(),
    )
}

fn refusal(finding: &Finding) -> String {
    let word = finding
        .details
        .get("reason")
        .or_else(|| finding.details.get("kind"));
    [finding.code.as_str(), word.map_or("", String::as_str)]
        .join(" ")
        .trim_end()
        .to_owned()
}

fn outcome(result: &Result<RawBook, Finding>) -> String {
    match result {
        Err(finding) => refusal(finding),
        Ok(book) => {
            let findings: Vec<_> = book.findings.iter().map(|f| f.code.as_str()).collect();
            let cells: usize = book.sheets.iter().map(|s| s.cells.len()).sum();
            format!("read {cells} {}", findings.join(" "))
                .trim_end()
                .to_owned()
        }
    }
}

/// What each file of `make_hostile.py` gives. Where a library may change its mind without harm, both are named.
const EXPECTED: &[(&str, &[&str])] = &[
    ("sparse_corner.xlsx", &["read 2"]),
    ("sparse_corner_dimension.xlsx", &["read 1"]),
    (
        "reference_past_the_grid.xlsx",
        &["file-damaged malformed", "read 0 file-truncated-reading"],
    ),
    (
        "reference_that_overflows.xlsx",
        &[
            "file-damaged malformed",
            "read 0 file-truncated-reading",
            "read 1",
        ],
    ),
    ("row_zero.xlsx", &["file-damaged malformed", "read 1"]),
    ("negative_style.xlsx", &["file-damaged malformed", "read 1"]),
    (
        "shared_string_out_of_range.xlsx",
        &["file-damaged malformed", "read 0"],
    ),
    (
        "shared_strings_claim_billions.xlsx",
        &["file-too-costly memory", "file-damaged malformed", "read 1"],
    ),
    ("sparse_corner.xls", &["file-too-costly memory"]),
    ("cfb_sector_past_the_end.xls", &["file-damaged malformed"]),
    ("cfb_short_sector.xls", &["file-damaged malformed"]),
    (
        "xls_dimensions_reversed.xls",
        &["file-too-costly memory", "file-damaged malformed", "read 1"],
    ),
    (
        "xls_short_record.xls",
        &["file-damaged malformed", "read 1"],
    ),
    ("cfb_endless_directory.xls", &["file-too-costly memory"]),
    ("relation_past_its_record.xlsb", &["file-damaged malformed"]),
    ("dangling_relation.xlsb", &["file-damaged malformed"]),
    (
        "zip_bomb_modest.xlsx",
        &["file-damaged truncated", "file-inflates"],
    ),
    ("zip_bomb_cells.xlsx", &["file-inflates"]),
    ("zip_bomb_text.xlsx", &["file-inflates"]),
    ("entity_expansion.xlsx", &["file-damaged malformed"]),
    ("external_entity.xlsx", &["file-damaged malformed"]),
    (
        "deep_xml.xlsx",
        &["file-damaged malformed", "read 1", "read 0"],
    ),
    (
        "ten_thousand_sheets.xlsx",
        &["read 50 file-truncated-reading"],
    ),
    ("sheet_name_path.xlsx", &["read 1"]),
    ("sheet_name_of_a_megabyte.xlsx", &["read 1"]),
    ("identity_of_many_parts.xlsx", &["read 50000"]),
    ("merge_everything.xlsx", &["read 1"]),
    ("formula_text.xlsx", &["read 4"]),
    ("numbers_at_the_edge.xlsx", &["read 6"]),
    (
        "ods_repeat_columns.ods",
        &[
            "file-too-costly cells",
            "file-too-costly memory",
            "file-damaged malformed",
            "read 16384",
        ],
    ),
    (
        "ods_repeat_rows.ods",
        &[
            "file-too-costly cells",
            "file-too-costly memory",
            "file-damaged malformed",
            "read 100000 file-truncated-reading",
        ],
    ),
    (
        "ods_repeat_both.ods",
        &[
            "file-too-costly cells",
            "file-too-costly memory",
            "file-damaged malformed",
            "read 100000 file-truncated-reading",
        ],
    ),
    ("ods_cut_off.ods", &["file-damaged malformed"]),
    (
        "ods_rows_of_nothing.ods",
        &[
            "read 0",
            "read 1",
            "file-damaged malformed",
            "file-too-costly memory",
        ],
    ),
    ("ods_many_tables.ods", &["read 0 file-truncated-reading"]),
    ("ods_entity_expansion.ods", &["file-damaged malformed"]),
    (
        "ods_spaces.ods",
        &["file-too-costly memory", "file-damaged malformed"],
    ),
    ("not_a_workbook.xlsx", &["file-not-a-spreadsheet archive"]),
    ("encrypted.xlsx", &["file-encrypted"]),
    ("encrypted.ods", &["file-encrypted"]),
    ("empty.xlsx", &["file-empty"]),
    ("text.xlsx", &["file-not-a-spreadsheet text"]),
    ("html_named.xls", &["file-not-a-spreadsheet html"]),
    ("truncated.xlsx", &["file-damaged truncated"]),
    (
        "flipped.xlsx",
        &["file-not-a-spreadsheet unknown", "file-damaged malformed"],
    ),
    ("cfb_noise.xls", &["file-damaged malformed"]),
    ("cfb_ff.xls", &["file-damaged malformed"]),
    ("utf16.csv", &["read 4"]),
    ("nul.csv", &["read 3 file-damaged"]),
    ("one_long_line.csv", &["read 1 file-truncated-reading"]),
    ("million_columns.csv", &["read 2000 file-truncated-reading"]),
    ("open_quote.csv", &["read 4000 file-damaged"]),
];

#[test]
fn every_hostile_file_gets_its_answer_and_the_next_one_is_read() {
    let folder = hostile_folder();
    let guard = reader();
    let good = std::fs::read(folder.join("formula_text.xlsx")).unwrap();
    let mut wrong = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        let outcome = outcome(&guard.read(&name, &bytes));
        match EXPECTED.iter().find(|(file, _)| *file == name) {
            Some((_, allowed)) if allowed.contains(&outcome.as_str()) => {}
            expected => wrong.push(format!("{name}: {outcome}, expected {expected:?}")),
        }
        assert!(
            guard.read("bon.xlsx", &good).is_ok(),
            "the file after {name} must be read"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn two_far_corners_are_two_cells() {
    let folder = hostile_folder();
    let bytes = std::fs::read(folder.join("sparse_corner.xlsx")).unwrap();
    let book = reader().read("sparse_corner.xlsx", &bytes).unwrap();
    let cells: Vec<_> = book.sheets[0]
        .cells
        .iter()
        .map(|c| (c.at.to_string(), c.value.clone()))
        .collect();
    assert_eq!(
        cells,
        [
            ("A1".to_owned(), Raw::Number(1.0)),
            ("XFD1048576".to_owned(), Raw::Number(2.0))
        ]
    );
}

#[test]
fn numbers_at_the_edge_are_no_numbers_or_the_number_that_stands_there() {
    let folder = hostile_folder();
    let bytes = std::fs::read(folder.join("numbers_at_the_edge.xlsx")).unwrap();
    let book = reader().read("numbers_at_the_edge.xlsx", &bytes).unwrap();
    let expected = Expected {
        type_: FieldType::Number,
        unit: None,
        choices: &[],
    };
    let understood: Vec<_> = book.sheets[0]
        .cells
        .iter()
        .map(|cell| {
            let understood = understand(expected, &cell.value, false);
            let codes: Vec<_> = understood.remarks.iter().map(|r| r.code.as_str()).collect();
            (cell.at.to_string(), understood.value, codes.join(" "))
        })
        .collect();
    let zero = Some(Value::Number(0.into()));
    let refused = "not-a-number".to_owned();
    assert_eq!(
        understood,
        [
            ("A1".to_owned(), None, refused.clone()),
            ("B1".to_owned(), None, refused.clone()),
            ("C1".to_owned(), zero.clone(), String::new()),
            ("D1".to_owned(), None, refused.clone()),
            ("E1".to_owned(), zero, String::new()),
            ("F1".to_owned(), None, refused),
        ]
    );
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let folder = hostile_folder();
    let bytes = std::fs::read(folder.join("formula_text.xlsx")).unwrap();
    let book = reader().read("formula_text.xlsx", &bytes).unwrap();
    assert!(
        book.sheets[0]
            .cells
            .iter()
            .all(|cell| matches!(cell.value, Raw::Text(_)))
    );
}

#[test]
fn a_program_that_does_not_start_refuses_the_file_in_words() {
    let guard = GuardedReader::new(PathBuf::from("/nonexistent/bilan"), ReadLimits::default());
    let finding = guard.read("bon.xlsx", b"PK").unwrap_err();
    assert_eq!(
        (finding.code, finding.details["reason"].as_str()),
        (FindingCode::FileTooCostly, "guard")
    );
}

#[test]
fn several_threads_share_one_reader() {
    let folder = hostile_folder();
    let good = std::fs::read(folder.join("formula_text.xlsx")).unwrap();
    let deadly = std::fs::read(folder.join("ods_spaces.ods")).unwrap();
    let guard = reader();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (guard, good, deadly) = (&guard, &good, &deadly);
            scope.spawn(move || {
                for file in 0..20 {
                    if thread == 0 && file % 10 == 5 {
                        assert!(guard.read("mortel.ods", deadly).is_err());
                    }
                    assert!(guard.read("bon.xlsx", good).is_ok());
                }
            });
        }
    });
}

#[test]
fn the_daemon_takes_them_all_and_what_is_good_beside_them_and_goes_on() {
    let programme = Programme::copy();
    let good = "retour-BP-2024-003-2026-T3.xlsx";
    let source = programme.path("samples/retours");
    let kept = std::fs::read(source.join("2026-T3/2026-10-05").join(good)).unwrap();
    std::fs::remove_dir_all(&source).unwrap();
    let day = source.join("2026-10-12");
    std::fs::create_dir_all(&day).unwrap();
    std::fs::write(day.join(good), kept).unwrap();
    for file in std::fs::read_dir(hostile_folder()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), day.join(file.file_name())).unwrap();
    }
    let job = |id: &str, steps: &str| {
        format!(
            "[[job]]\nid = \"{id}\"\nlabel = {{ fr = \"Travail\" }}\ncron = \"0 6 * * *\"\nmissed = \"once\"\n\
             period = \"quarter\"\nsteps = [{steps}]\n\n"
        )
    };
    let jobs = job("releve", "\"ingest\"") + &job("calcul", "\"evaluate\"");
    std::fs::write(programme.path("config/jobs.toml"), jobs).unwrap();

    let daemon = Daemon::start(&programme, "2026-10-15T05:59:58+02:00");
    let six = "2026-10-15T04:00:00Z";
    assert_eq!(
        until_ended(&programme, 2),
        [row("calcul", six, "done"), row("releve", six, "done")],
        "{}",
        daemon.log()
    );
    daemon.stop();

    let arrivals: BTreeMap<String, [String; 2]> =
        rows(&programme, "select name, outcome, findings from arrival")
            .into_iter()
            .map(|row| (row[0].clone(), [row[1].clone(), row[2].clone()]))
            .collect();
    assert_eq!(arrivals.len(), EXPECTED.len() + 1, "{arrivals:#?}");
    let mut wrong = Vec::new();
    for (name, allowed) in EXPECTED {
        let [outcome, findings] = &arrivals[*name];
        let findings: Vec<Finding> = serde_json::from_str(findings).unwrap();
        let is_allowed = match outcome.as_str() {
            "refused" => allowed.contains(&refusal(&findings[0]).as_str()),
            // What can be read holds no answer to any questionnaire, and that is said.
            "no_return" => {
                allowed.iter().any(|allowed| allowed.starts_with("read"))
                    && findings
                        .iter()
                        .any(|f| f.code == FindingCode::NoQuestionnaire)
            }
            _ => false,
        };
        if !is_allowed {
            wrong.push(format!("{name}: {outcome} {findings:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(arrivals[good][0], "read");
    let returns = rows(&programme, "select subject, period, status from return");
    assert_eq!(returns, [["BP-2024-003", "2026Q3", "accepted"]]);
}

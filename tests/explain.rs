//! Whoever doubts a figure is shown the very cell that it comes from.

#![allow(clippy::unwrap_used)]

use serde_json::Value;

use crate::support::edited::Book;
use crate::support::stored::after_first_run;

#[test]
fn the_cell_named_holds_what_the_figure_was_computed_from() {
    let programme = after_first_run();
    let asked = [
        "explain",
        "beneficiaires",
        "--project",
        "BP-2024-001",
        "--period",
        "2026-T3",
    ];
    let words = programme.succeeds(&asked).stdout;
    let json = programme.succeeds(&[&asked[..], &["--format", "json"]].concat());
    let explained: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(explained["formula"], "sum(beneficiaires)");
    let source = &explained["sources"][0];
    let at = |key: &str| source["place"][key].as_str().unwrap().to_owned();
    let (file, sheet, cell) = (at("file"), at("sheet"), at("cell"));
    for part in [&file, &sheet, &cell] {
        assert!(words.contains(part.as_str()), "{part} is not in\n{words}");
    }
    let arrived = programme
        .files("samples/retours/2026-T3", "xlsx")
        .into_iter()
        .find(|path| path.file_name().unwrap().to_str() == Some(&file))
        .unwrap();
    let held = Book::open(&arrived).get(&sheet, &cell);
    assert_eq!(held, source["raw"].as_str().unwrap());
    assert_eq!(held.parse::<f64>().ok(), explained["value"].as_f64());
    // The file is also kept under the hash that is named.
    let hash = source["file_hash"].as_str().unwrap();
    let kept = programme.path(format!("var/retours/{}/{hash}", &hash[..2]));
    assert_eq!(
        std::fs::read(kept).unwrap(),
        std::fs::read(arrived).unwrap()
    );
}

#[test]
fn a_ratio_names_every_cell_that_it_needs() {
    let programme = after_first_run();
    let json = programme.succeeds(&[
        "explain",
        "taux_execution",
        "--project",
        "BP-2024-001",
        "--period",
        "2026-T3",
        "--format",
        "json",
    ]);
    let explained: Value = serde_json::from_str(&json.stdout).unwrap();
    let fields: Vec<_> = explained["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|source| source["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["cout_previsionnel", "depense_cumulee"]);
    // 21 840 € spent of 24 200 €.
    assert_eq!(explained["value"].as_f64(), Some(90.2));
}

#[test]
fn a_state_that_was_not_returned_comes_from_the_last_accepted_return() {
    let programme = after_first_run();
    // BP-2024-017 wrote a wrong code: nothing of it was accepted for the third quarter.
    let json = programme.succeeds(&[
        "explain",
        "taux_execution",
        "--project",
        "BP-2024-017",
        "--period",
        "2026-T3",
        "--format",
        "json",
    ]);
    let explained: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(explained["carried"], true);
    assert!(explained["value"].is_number(), "{explained:#}");
    for source in explained["sources"].as_array().unwrap() {
        assert_eq!(source["period"], "2026-T2", "{source:#}");
        assert!(source["place"]["cell"].is_string(), "{source:#}");
    }
}

#[test]
fn what_does_not_exist_is_named() {
    let programme = after_first_run();
    for (indicator, project, word) in [
        ("beneficiaire", "BP-2024-001", "beneficiaire"),
        ("beneficiaires", "BP-2024-999", "BP-2024-999"),
    ] {
        let outcome = programme.run(&[
            "explain",
            indicator,
            "--project",
            project,
            "--period",
            "2026-T3",
        ]);
        assert_eq!(outcome.code, 1);
        assert!(outcome.stderr.contains(word), "{}", outcome.stderr);
    }
}

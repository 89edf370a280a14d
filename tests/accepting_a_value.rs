//! An officer accepts a value of a return, or gives it in the holder's stead: the return counts, who decided and why stays
//! with it, and a new file from the holder goes on from there.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use crate::support::edited::Book;
use crate::support::programme::{Outcome, Programme};
use crate::support::stored::rows;

/// The second file of BP-2024-002, whose first one says « une dizaine » for a number.
const CORRECTED: &str =
    "samples/retours/2026-T3/2026-10-16/BP-2024-002 retour T3 2026 corrigé.xlsx";

const ALL: &str = "select kind, subject, period, version, status, completeness, answers, findings, decision from return
    order by kind, subject, period, version";

/// The default programme with all its returns taken, and the second file of BP-2024-002 still to come.
fn before_the_correction() -> Programme {
    let programme = Programme::copy();
    std::fs::rename(programme.path(CORRECTED), programme.path("plus tard.xlsx")).unwrap();
    programme.succeeds(&["ingest"]);
    programme
}

/// `bilan accept` with these words, by Lise Ferrer who counted with the commune.
fn words<'w>(project: &'w str, period: &'w str, field: &'w str, more: &[&'w str]) -> Vec<&'w str> {
    let mut words = vec![
        "accept",
        "--project",
        project,
        "--period",
        period,
        "--field",
        field,
        "--reason",
        "Compté avec la commune",
        "--author",
        "Lise Ferrer",
        "--format",
        "json",
    ];
    words.extend(more);
    words
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap()
}

fn accept(programme: &Programme, project: &str, period: &str, field: &str, more: &[&str]) -> Value {
    json(&programme.succeeds(&words(project, period, field, more)))
}

/// The value of an indicator for a project.
fn figure(programme: &Programme, indicator: &str, project: &str) -> Value {
    let figures = json(&programme.succeeds(&[
        "evaluate", "--kind", "laureats", "--level", "projet", "--period", "2026-T3", "--format",
        "json",
    ]));
    let of_it = |figure: &&Value| {
        figure["key"]["group"] == project && figure["key"]["indicator"] == indicator
    };
    figures.as_array().unwrap().iter().find(of_it).unwrap()["value"].clone()
}

fn reading_again_changes_nothing(programme: &Programme) {
    let before = rows(programme, ALL);
    let report = json(&programme.succeeds(&["ingest", "--again", "--format", "json"]));
    assert_eq!(report["reread"]["returns"], before.len(), "{report:#}");
    assert_eq!(report["reread"]["changed"], 0);
    assert_eq!(report["reread"]["replaced"], 0);
    assert_eq!(rows(programme, ALL), before);
    // What was decided is not counted among the returns that were read.
    let files = rows(
        programme,
        "select count(*) from return where decision is null",
    );
    let read = ["accepted", "to_confirm", "to_correct"].map(|key| report[key].as_u64().unwrap());
    assert_eq!(read.iter().sum::<u64>().to_string(), files[0][0]);
}

#[test]
fn a_value_given_with_a_reason_counts_until_the_holder_sends_another_file() {
    let programme = before_the_correction();
    assert_eq!(figure(&programme, "benevoles", "BP-2024-002"), Value::Null);
    let accepted = accept(
        &programme,
        "BP-2024-002",
        "2026-T3",
        "benevoles",
        &["--value", "12"],
    );
    assert_eq!(
        accepted,
        json!({
            "kind": "laureats", "subject": "BP-2024-002", "period": "2026-T3", "version": 2, "status": "accepted",
            "findings": [],
        })
    );
    assert_eq!(figure(&programme, "benevoles", "BP-2024-002"), 12.0);
    // Who accepted what and why is shown with the return, and where the figure comes from with its cell.
    let asked = ["--project", "BP-2024-002", "--period", "2026-T3"];
    let shown = programme
        .succeeds(&[&["returns"], &asked[..]].concat())
        .stdout;
    let explained = programme.succeeds(&[&["explain", "benevoles"], &asked[..]].concat());
    for said in [&shown, &explained.stdout] {
        for word in [
            "une dizaine",
            "12",
            "Lise Ferrer",
            "Compté avec la commune",
            "D35",
        ] {
            assert!(said.contains(word), "{word} is not in\n{said}");
        }
    }
    let of_it =
        "select version, status, json_extract(answers, '$.benevoles[0]'), decision from return
        where subject = 'BP-2024-002' and period = '2026Q3' order by version";
    let first = ["1", "to_correct", "une dizaine", ""];
    let second = ["2", "accepted", "12", "1"];
    assert_eq!(rows(&programme, of_it), [first, second]);
    reading_again_changes_nothing(&programme);

    // The holder's second file is the next version, and is read without the decision.
    std::fs::rename(programme.path("plus tard.xlsx"), programme.path(CORRECTED)).unwrap();
    programme.succeeds(&["ingest"]);
    let versions = rows(&programme, of_it);
    assert_eq!(versions[..2], [first, second]);
    assert_eq!(versions[2][..2], ["3", "accepted"]);
    assert_eq!(versions[2][3], "");
    let shown = programme
        .succeeds(&[&["returns"], &asked[..]].concat())
        .stdout;
    assert!(!shown.contains("Lise Ferrer"), "{shown}");
    let typed: f64 = versions[2][2].parse().unwrap();
    assert_eq!(figure(&programme, "benevoles", "BP-2024-002"), typed);
    reading_again_changes_nothing(&programme);
    assert_eq!(rows(&programme, of_it), versions);
}

#[test]
fn what_was_typed_is_accepted_as_it_is_and_the_holder_is_answered_anew() {
    let programme = before_the_correction();
    let keys = || {
        let plan = json(&programme.succeeds(&[
            "deliver",
            "trimestriel",
            "--period",
            "2026-T3",
            "--dry-run",
            "--format",
            "json",
        ]));
        let all = plan["dispatches"].as_array().unwrap().iter();
        let keys = all.map(|dispatch| dispatch["key"].as_str().unwrap().to_owned());
        keys.filter(|key| key.contains("/BP-2025-005/"))
            .collect::<Vec<_>>()
    };
    let answered = keys();
    assert_eq!(answered.len(), 1);
    assert!(answered[0].contains("/v1/"), "{answered:?}");
    let women = accept(
        &programme,
        "BP-2025-005",
        "2026-T3",
        "beneficiaires_femmes",
        &[],
    );
    assert_eq!(
        (&women["version"], &women["status"]),
        (&json!(2), &json!("accepted"))
    );
    assert_eq!(keys(), [answered[0].replace("/v1/", "/v2/")]);
    assert!(figure(&programme, "part_femmes", "BP-2025-005").as_f64() > Some(100.0));

    // A row of a table that holds other projects, with an error and a warning of one field.
    let others =
        "select subject, version from return r where period = '2026Q2' and subject <> 'BP-2024-036'
        order by subject, version";
    let before = rows(&programme, others);
    let progress = accept(&programme, "BP-2024-036", "2026-T2", "avancement", &[]);
    assert_eq!(progress["status"], "accepted", "{progress:#}");
    assert_eq!(progress["findings"], json!([]));
    assert_eq!(rows(&programme, others), before);
    // A kind with longer periods is meant for its own; something to confirm may be accepted too.
    let council = accept(&programme, "INST-04", "2026-T3", "membres_femmes", &[]);
    assert_eq!(council["period"], "2026-S1");
    assert_eq!(council["status"], "accepted");
    let spent = accept(&programme, "BP-2024-003", "2026-T3", "depense_cumulee", &[]);
    assert_eq!(spent["findings"], json!([]));

    // One more decision on a return goes on from the others.
    let trees = accept(
        &programme,
        "BP-2025-005",
        "2026-T3",
        "benevoles",
        &["--value", "n. d."],
    );
    assert_eq!(
        (&trees["version"], &trees["status"]),
        (&json!(3), &json!("accepted"))
    );
    assert_eq!(figure(&programme, "benevoles", "BP-2025-005"), Value::Null);
    assert!(figure(&programme, "part_femmes", "BP-2025-005").as_f64() > Some(100.0));
    reading_again_changes_nothing(&programme);
}

#[test]
fn a_use_that_makes_no_sense_is_refused_with_the_reason_and_writes_nothing() {
    let programme = before_the_correction();
    let before = rows(&programme, ALL);
    let date = "date_fin_prevue";
    let refused: [(&str, &str, &[&str], &str); 8] = [
        ("BP-2024-999", "benevoles", &[], "« BP-2024-999 »"),
        (
            "BP-2024-017",
            "benevoles",
            &[],
            "aucun retour de « BP-2024-017 » pour 2026-T3",
        ),
        ("BP-2025-005", "benevole", &[], "peut-être « benevoles »"),
        (
            "BP-2025-005",
            "benevoles",
            &[],
            "rien à accepter pour « benevoles »",
        ),
        ("BP-2024-020", date, &[], "donnez la valeur avec --value"),
        (
            "BP-2024-020",
            date,
            &["--value", "31/09/2026"],
            "n’est pas une date qui existe",
        ),
        (
            "BP-2024-020",
            date,
            &["--value", " "],
            "la valeur donnée est vide",
        ),
        (
            "BP-2024-020",
            date,
            &["--kind", "marches"],
            "parmi « marches »",
        ),
    ];
    for (project, field, more, why) in refused {
        let outcome = programme.run(&words(project, "2026-T3", field, more));
        let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
        let error = error["error"].as_str().unwrap();
        assert_eq!(outcome.code, 1, "{project} {field} {more:?}: {error}");
        assert!(error.contains(why), "{why:?} is not in {error}");
    }
    // Nobody decides without a name, nor without a reason.
    let mut all = words("BP-2025-005", "2026-T3", "beneficiaires_femmes", &[]);
    let at = all.iter().position(|word| *word == "--author").unwrap();
    all.drain(at..at + 2);
    let nameless = Outcome::of(programme.command(&all).env_remove("USER"));
    assert!(nameless.stderr.contains("--author"), "{}", nameless.stderr);
    let at = all.iter().position(|word| *word == "--reason").unwrap();
    all[at + 1] = " ";
    let silent = Outcome::of(programme.command(&all).env("USER", "lise"));
    assert!(
        silent.stderr.contains("la raison est vide"),
        "{}",
        silent.stderr
    );
    assert_eq!((nameless.code, silent.code), (1, 1));
    assert_eq!(rows(&programme, ALL), before);
    assert_eq!(rows(&programme, "select count(*) from decision"), [["0"]]);
    // With a reason, the session's name is enough.
    all[at + 1] = "Vérifié au téléphone";
    let done = Outcome::of(programme.command(&all).env("USER", "lise"));
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(
        rows(&programme, "select author, reason from decision"),
        [["lise", "Vérifié au téléphone"]]
    );
}

#[test]
fn of_a_project_that_stands_twice_in_a_file_the_last_row_is_decided_about() {
    let programme = Programme::copy();
    let table = "samples/retours/2026-T2/2026-07-21/retours-culture-2026-T2.xlsx";
    let mut book = Book::open(&programme.path(table));
    let twice = book.repeat_row("Retours", 5);
    let file = programme.path("deux fois.xlsx");
    book.save(&file);
    programme.succeeds(&["ingest", file.to_str().unwrap()]);
    let progress = accept(&programme, "BP-2024-036", "2026-T2", "avancement", &[]);
    assert_eq!(
        (&progress["version"], &progress["status"]),
        (&json!(3), &json!("accepted"))
    );
    let cells = rows(
        &programme,
        "select version, json_extract(answers, '$.avancement[3]') from return where subject = 'BP-2024-036'
         order by version",
    );
    let last = format!("G{twice}");
    assert_eq!(cells, [["1", "G5"], ["2", &last], ["3", &last]]);
    reading_again_changes_nothing(&programme);
}

//! Every figure is what a person with the returns and a pocket calculator would find.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::edited::Book;
use crate::support::programme::Programme;
use crate::support::stored::after_first_run;
use crate::support::tools::{program, script, text_of};

const LEVELS: [&str; 7] = [
    "programme",
    "dispositif",
    "edition",
    "direction",
    "thematique",
    "departement",
    "projet",
];

/// Indicator and group to figure.
type Figures = BTreeMap<(String, String), Value>;

fn evaluated(programme: &Programme, period: &str, level: &str) -> Figures {
    let outcome = programme.succeeds(&[
        "evaluate", "--kind", "laureats", "--period", period, "--level", level, "--format", "json",
    ]);
    let figures: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap();
    let keyed = figures.into_iter().map(|figure| {
        let word = |key: &str| figure["key"][key].as_str().unwrap().to_owned();
        ((word("indicator"), word("group")), figure)
    });
    keyed.collect()
}

#[test]
fn all_figures_at_all_levels_agree_with_a_computation_by_another_route() {
    let programme = after_first_run();
    let by_another_route: Vec<Value> = serde_json::from_str(&text_of(
        program("python3", "python3")
            .arg(script("recompute.py"))
            .arg(programme.path("var/bilan.sqlite"))
            .arg("2026Q3"),
    ))
    .unwrap();
    let levels: BTreeMap<_, _> = LEVELS
        .map(|level| (level, evaluated(&programme, "2026-T3", level)))
        .into();
    let mut differences = Vec::new();
    for expected in &by_another_route {
        let word = |key: &str| expected[key].as_str().unwrap().to_owned();
        let found = &levels[word("level").as_str()][&(word("indicator"), word("group"))];
        let coverage = &found["coverage"];
        let counted = expected["count"].is_null() || expected["count"] == found["count"];
        let covered = ["expected", "accepted", "carried"]
            .iter()
            .all(|key| expected[key] == coverage[key]);
        if found["value"].as_f64() != expected["value"].as_f64() || !counted || !covered {
            differences.push(format!("expected {expected}\n   found {found}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    // All the indicators of the kind, and no group forgotten on either side.
    let known = |level: &str| {
        by_another_route
            .iter()
            .filter(|figure| figure["level"] == level)
            .count()
    };
    for (level, figures) in &levels {
        assert_eq!(known(level), figures.len(), "figures at the level {level}");
    }
    assert!(known("programme") >= 39);
}

#[test]
fn the_previous_value_is_what_the_quarter_before_gives() {
    let programme = after_first_run();
    for level in LEVELS {
        let now = evaluated(&programme, "2026-T3", level);
        let before = evaluated(&programme, "2026-T2", level);
        for (key, figure) in &now {
            let value = before.get(key).and_then(|figure| figure["value"].as_f64());
            assert_eq!(figure["previous"].as_f64(), value, "{level} {key:?}");
        }
        assert!(now.values().any(|figure| figure["previous"].is_number()));
    }
}

#[test]
fn nothing_known_is_null_and_never_zero() {
    let programme = after_first_run();
    let figures = evaluated(&programme, "2026-T3", "projet");
    let of = |indicator: &str, subject: &str| &figures[&(indicator.into(), subject.into())];
    // Nothing accepted came from this project in the quarter: what was true then is known, what happened since is not.
    let silent = "BP-2024-017";
    assert_eq!(of("taux_retour", silent)["value"].as_f64(), Some(0.0));
    for indicator in [
        "beneficiaires",
        "benevoles",
        "completude",
        "delai_retour_median",
        "accepte_du_premier_coup",
        "part_femmes",
    ] {
        let figure = of(indicator, silent);
        assert!(figure["value"].is_null(), "{figure}");
        assert_eq!(figure["count"], 0, "{figure}");
        assert_eq!(figure["status"], "n-d", "{figure}");
    }
}

#[test]
fn a_division_by_zero_is_null_and_the_zero_stays_a_zero() {
    let programme = Programme::copy();
    let form = "samples/retours/2026-T3/2026-10-07/BP-2024-001 retour T3 2026.xlsx";
    let mut book = Book::open(&programme.path(form));
    for row in 44..=49 {
        assert_ne!(
            book.get("Retour", &format!("A{row}")),
            "",
            "row {row} is a question"
        );
        book.set("Retour", &format!("D{row}"), 0.0);
    }
    book.save(&programme.path(form));
    programme.succeeds(&["ingest"]);
    let figures = evaluated(&programme, "2026-T3", "projet");
    let of = |indicator: &str| &figures[&(indicator.into(), "BP-2024-001".into())];
    assert_eq!(of("taux_retour")["value"].as_f64(), Some(100.0));
    assert_eq!(of("beneficiaires")["value"].as_f64(), Some(0.0));
    for indicator in [
        "part_femmes",
        "part_moins_26",
        "part_plus_65",
        "part_qpv_ruralite",
        "cout_par_beneficiaire",
    ] {
        assert!(of(indicator)["value"].is_null(), "{}", of(indicator));
    }
}

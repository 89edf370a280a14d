//! A second run makes what changed and what sums it, and nothing else.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde_json::Value;

use crate::support::programme::{NOW, Programme};
use crate::support::stored::after_a_run;

/// When each document was written.
fn written(programme: &Programme) -> BTreeMap<String, SystemTime> {
    let kinds = ["pdf", "png", "xlsx", "ods"];
    let files = kinds
        .iter()
        .flat_map(|kind| programme.files("var/documents", kind));
    let named = files.map(|file| {
        let at = file.metadata().unwrap().modified().unwrap();
        (file.file_name().unwrap().to_string_lossy().into_owned(), at)
    });
    named.collect()
}

fn rendered(programme: &Programme, job: &str) -> (u64, u64) {
    let words = [
        "render", job, "--period", "2026-T3", "--now", NOW, "--format", "json",
    ];
    let report: Value = serde_json::from_str(&programme.succeeds(&words).stdout).unwrap();
    let count = |key: &str| {
        let found = report
            .pointer(&format!("/documents/{key}"))
            .or_else(|| report.get(key));
        found
            .and_then(Value::as_u64)
            .unwrap_or_else(|| panic!("{key}: {report}"))
    };
    (count("made"), count("unchanged"))
}

#[test]
fn one_changed_project_makes_its_own_documents_and_those_that_sum_it() {
    let programme = after_a_run();
    for job in ["trimestriel", "donner-a-voir"] {
        rendered(&programme, job);
        let (made, unchanged) = rendered(&programme, job);
        assert_eq!(
            made, 0,
            "{job}: nothing changed, and {unchanged} documents are there"
        );
    }
    let before = written(&programme);
    programme.succeeds(&[
        "accept",
        "--project",
        "BP-2024-002",
        "--period",
        "2026-T3",
        "--field",
        "benevoles",
        "--value",
        "77",
        "--reason",
        "Compté avec la commune",
        "--author",
        "A. Fournier",
        "--now",
        NOW,
    ]);
    rendered(&programme, "trimestriel");
    rendered(&programme, "donner-a-voir");
    let after = written(&programme);
    let changed: Vec<&String> = after
        .iter()
        .filter(|(name, at)| before.get(*name) != Some(*at))
        .map(|(name, _)| name)
        .collect();
    let own = |name: &str| name.contains("BP-2024-002");
    // The report, the workbooks of the whole and of its direction, and the Fresque of its edition sum it.
    let sums = |name: &str| {
        ["rapport-trimestriel-", "tableau-de-bord-", "fresque-"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    for name in &changed {
        assert!(
            own(name) || sums(name),
            "{name} was made again: {changed:?}"
        );
    }
    for name in [
        "fiche-retour-BP-2024-002-2026-T3.pdf",
        "rapport-trimestriel-2026-T3-fr.pdf",
        "tableau-de-bord-2026-T3-fr.xlsx",
    ] {
        assert!(
            changed.iter().any(|c| *c == name),
            "{name} was not made again: {changed:?}"
        );
    }
    let others = after
        .keys()
        .filter(|name| name.starts_with("fiche-") && !own(name))
        .count();
    assert!(others > 100, "{others}");
    // A direction that does not follow the project keeps its workbook.
    let workbooks = changed
        .iter()
        .filter(|name| name.starts_with("tableau-de-bord-") && name.ends_with(".xlsx"));
    assert_eq!(
        workbooks.count(),
        3,
        "two languages of the whole and one direction: {changed:?}"
    );
    let editions = changed
        .iter()
        .filter(|name| name.starts_with("fresque-cartes-"));
    assert!(editions.count() <= 1, "{changed:?}");
}

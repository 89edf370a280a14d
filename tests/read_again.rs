//! What came is kept, so that it can be read again when the questionnaire, a rule or a limit has changed.

#![allow(clippy::unwrap_used)]

use serde_json::Value;

use crate::support::programme::Programme;
use crate::support::stored::rows;

const ALL: &str =
    "select kind, subject, period, version, status, completeness, answers, findings from return
    order by kind, subject, period, version";

fn ingest_again(programme: &Programme) -> Value {
    let outcome = programme.succeeds(&["ingest", "--again", "--format", "json"]);
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn reading_again_under_the_same_rules_changes_nothing() {
    let programme = Programme::copy();
    programme.succeeds(&["ingest"]);
    let before = rows(&programme, ALL);
    let report = ingest_again(&programme);
    assert_eq!(report["files_seen"], 94, "{report:#}");
    assert_eq!(report["reread"]["returns"], before.len());
    assert_eq!(report["reread"]["changed"], 0);
    assert_eq!(report["reread"]["replaced"], 0);
    assert_eq!(rows(&programme, ALL), before);
}

#[test]
fn a_rule_that_changed_is_applied_to_what_came_before_it() {
    let programme = Programme::copy();
    programme.succeeds(&["ingest"]);
    let refused =
        "select status, count(*) from return where subject = 'BP-2025-005' and period = '2026Q3'";
    assert_eq!(rows(&programme, refused), [["to_correct", "1"]]);
    // More women than people is from now on a thing to confirm.
    let rules = "config/framework/questionnaires/laureats.toml";
    let text = std::fs::read_to_string(programme.path(rules)).unwrap();
    let (before, rule) = text
        .split_once("id = \"femmes_parmi_beneficiaires\"")
        .unwrap();
    let rule = rule.replacen("severity = \"error\"", "severity = \"warning\"", 1);
    let text = format!("{before}id = \"femmes_parmi_beneficiaires\"{rule}");
    std::fs::write(programme.path(rules), text).unwrap();
    // What is known is not read again by itself …
    programme.succeeds(&["ingest"]);
    assert_eq!(rows(&programme, refused), [["to_correct", "1"]]);
    // … only when asked for; the sources may even be empty by then.
    std::fs::remove_dir_all(programme.path("samples/retours")).unwrap();
    let report = ingest_again(&programme);
    assert_eq!(report["reread"]["changed"], 1, "{report:#}");
    assert_eq!(rows(&programme, refused), [["accepted", "1"]]);
    // What it was before is kept apart.
    let former = "select subject, status from return_replaced";
    assert_eq!(rows(&programme, former), [["BP-2025-005", "to_correct"]]);
    let shown = programme.succeeds(&["returns", "--period", "2026-T3", "--project", "BP-2025-005"]);
    assert!(shown.stdout.contains("accepté"), "{}", shown.stdout);
    assert!(shown.stdout.contains("D45"), "{}", shown.stdout);
}

#[test]
fn a_kept_file_that_was_changed_stops_the_reading_and_nothing_is_lost() {
    let programme = Programme::copy();
    programme.succeeds(&["ingest"]);
    let before = rows(&programme, ALL);
    let hash = rows(&programme, "select hash from arrival order by id limit 1")[0][0].clone();
    let kept = programme.path(format!("var/retours/{}/{hash}", &hash[..2]));
    std::fs::write(&kept, "autre chose").unwrap();
    let outcome = programme.run(&["ingest", "--again"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains(&hash), "{}", outcome.stderr);
    assert_eq!(rows(&programme, ALL), before);
}

//! The main job: one command takes returned spreadsheets and ends with reports, dashboards and mails.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::edited::Book;
use crate::support::programme::{Outcome, Programme};
use crate::support::stored::{after_first_run, rows};

const RUN: [&str; 4] = ["run", "trimestriel", "--period", "2026-T3"];

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// The mails that lie in the folder.
fn mails(programme: &Programme) -> BTreeSet<PathBuf> {
    programme
        .files("var/courriels", "eml")
        .into_iter()
        .collect()
}

/// Whom a mail is for.
fn recipient(mail: &PathBuf) -> String {
    let text = std::fs::read_to_string(mail).unwrap();
    let line = text.lines().find(|line| line.starts_with("To:")).unwrap();
    let next = text.lines().skip_while(|l| *l != line).nth(1).unwrap();
    let address = if line.contains('@') { line } else { next };
    let address = address.rsplit(['<', ' ']).next().unwrap();
    address.trim_end_matches('>').to_owned()
}

#[test]
fn the_first_command_does_the_whole_job_and_says_what_it_did() {
    let programme = Programme::copy();
    let said = programme.succeeds(&RUN).stdout;
    for line in [
        "Période                2026-T3",
        "Dossiers suivis        87",
        "Fichiers vus           94 dont 94 nouveaux",
        "Fichiers illisibles    2",
        "Retours nouveaux       230 acceptés, 4 à confirmer, 11 à corriger",
        "Retours de la période  43 acceptés sur 53 attendus",
        "Chiffres calculés",
        "Documents              92 faits",
        "Courriels              86 décidés, 0 décidés auparavant, 86 partis",
    ] {
        assert!(said.contains(line), "{line:?} is not in\n{said}");
    }
    // Each path to open is there to be opened.
    let (_, to_open) = said.split_once("À ouvrir :\n").unwrap();
    let paths: Vec<_> = to_open
        .lines()
        .map(|line| line.trim().split(" (").next().unwrap())
        .collect();
    assert!(paths.len() >= 6, "{to_open}");
    for path in paths {
        assert!(programme.path(path).exists(), "{path}");
    }
    assert_eq!(programme.files("var/documents/2026-T3", "pdf").len(), 74);
    // The dashboard in two languages and for each of eleven directions, and a questionnaire for each of four returns to correct.
    assert_eq!(programme.files("var/documents/2026-T3", "xlsx").len(), 17);
}

#[test]
fn each_recipient_gets_one_mail_with_their_documents_and_no_others() {
    let programme = after_first_run();
    let mails = mails(&programme);
    let decided = rows(
        &programme,
        "select recipient_email, audience, attachments from message order by recipient_email",
    );
    assert_eq!(mails.len(), decided.len());
    let written: BTreeSet<_> = mails.iter().map(recipient).collect();
    let addresses: BTreeSet<_> = decided.iter().map(|row| row[0].clone()).collect();
    assert_eq!(written, addresses);
    // Whoever both answered for a direction and follows its projects has a mail about each.
    let each: BTreeSet<_> = decided.iter().map(|row| (&row[0], &row[1])).collect();
    assert_eq!(each.len(), decided.len(), "one mail each");
    let holders = rows(
        &programme,
        "select json_extract(columns, '$.porteur_courriel.v'), id from subject where kind = 'laureats'",
    );
    for row in decided.iter().filter(|row| row[1] == "porteurs") {
        let theirs: Vec<_> = holders
            .iter()
            .filter(|holder| holder[0] == row[0])
            .collect();
        let attached: Vec<Value> = serde_json::from_str(&row[2]).unwrap();
        assert!(!attached.is_empty(), "{row:?}");
        for document in attached {
            let text = document.to_string();
            assert!(
                theirs.iter().any(|holder| text.contains(&holder[1])),
                "{row:?}"
            );
        }
    }
}

#[test]
fn whoever_sent_a_return_is_answered_whatever_it_is_about() {
    let programme = after_first_run();
    let answered = rows(
        &programme,
        "select audience, count(*), max(period) from message group by audience order by audience",
    );
    assert_eq!(
        answered,
        [
            ["gestionnaires", "8", "2026Q3"],
            ["management", "3", "2026Q3"],
            ["pilotes", "3", "2026Q3"],
            ["porteurs", "46", "2026Q3"],
            // Twice a year: in the third quarter the first half is the last one closed.
            ["referents", "10", "2026H1"],
            ["secretariats", "5", "2026H1"],
            ["tableaux_directions", "11", "2026Q3"],
        ]
    );
    let words = rows(
        &programme,
        "select body_text from message where audience = 'secretariats' limit 1",
    );
    assert!(words[0][0].contains("1er semestre 2026"), "{}", words[0][0]);
    // By the campaign: the first of January is no working day, nor are the two after it.
    assert!(words[0][0].contains("4 janvier 2027"), "{}", words[0][0]);
}

#[test]
fn a_second_run_says_so_and_sends_nothing_again() {
    let programme = Programme::copy();
    programme.succeeds(&RUN);
    let outbox = "select id, state, sent_at, attempts from message order by id";
    let (mails_before, outbox_before) = (mails(&programme), rows(&programme, outbox));
    let said = programme.succeeds(&RUN).stdout;
    assert!(
        said.contains("Ce travail a déjà été fait pour 2026-T3"),
        "{said}"
    );
    assert!(
        said.contains("0 décidés, 86 décidés auparavant, 0 partis"),
        "{said}"
    );
    assert_eq!(mails(&programme), mails_before);
    assert_eq!(rows(&programme, outbox), outbox_before);
    // For a script, the same in JSON; still nothing leaves.
    let report = json(&programme.succeeds(&[&RUN[..], &["--format", "json"]].concat()));
    assert_eq!(report["mails"]["queued"], 0);
    assert_eq!(report["mails"]["already"], 86);
    assert_eq!(report["documents"]["made"], 0);
    assert!(report["done_before"].is_string());
    assert_eq!(mails(&programme), mails_before);
    // A dry run tells that all of them have left.
    let dry = programme
        .succeeds(&[&RUN[..], &["--dry-run"]].concat())
        .stdout;
    assert_eq!(dry.matches("déjà envoyé").count(), 86, "{dry}");
    assert!(!dry.contains("à envoyer"), "{dry}");
}

#[test]
fn without_a_period_the_last_closed_one_is_taken_and_a_silent_one_sends_nothing() {
    let programme = Programme::copy();
    let at = |now: &str| {
        json(&programme.succeeds(&["run", "trimestriel", "--now", now, "--format", "json"]))
    };
    let november = at("2026-11-24T08:00:00+01:00");
    assert_eq!(november["period"], "2026-T3");
    assert_eq!(november["mails"]["sent"], 86);
    let before = mails(&programme);
    let february = at("2027-02-01T08:00:00+01:00");
    assert_eq!(february["period"], "2026-T4");
    assert_eq!(february["nothing_came"], true);
    assert_eq!(mails(&programme), before);
    assert!(!programme.path("var/documents/2026-T4").exists());
    let words = programme.succeeds(&["run", "trimestriel", "--now", "2027-02-01T08:05:00+01:00"]);
    assert!(
        words
            .stdout
            .contains("Aucun retour n’est arrivé pour 2026-T4"),
        "{}",
        words.stdout
    );
    assert_eq!(mails(&programme), before);
}

#[test]
fn a_late_correction_is_answered_to_its_holder_alone() {
    let programme = Programme::copy();
    programme.succeeds(&RUN);
    let before = mails(&programme);
    // The date of BP-2024-020 was 31/09/2026: asked to correct it, the holder sends the form again.
    let first = programme.path("samples/retours/2026-T3/2026-10-12/Fiche pierres-de-lomagne.xlsx");
    let mut form = Book::open(&first);
    assert_eq!(form.get("Retour", "D21"), "31/09/2026");
    form.set("Retour", "D21", "30/09/2026".to_owned());
    let later = programme.path("samples/retours/2026-T3/2026-11-02");
    std::fs::create_dir_all(&later).unwrap();
    form.save(&later.join("Fiche pierres-de-lomagne corrigée.xlsx"));
    let report = json(&programme.succeeds(&[&RUN[..], &["--format", "json"]].concat()));
    assert_eq!(report["ingest"]["files_new"], 1);
    assert_eq!(report["ingest"]["accepted"], 1);
    assert_eq!(report["accepted"], 44);
    let new: Vec<_> = mails(&programme).difference(&before).cloned().collect();
    let to: Vec<_> = new.iter().map(recipient).collect();
    assert_eq!(to, ["pierres-de-lomagne@exemple.invalid"]);
    let versions = rows(
        &programme,
        "select version, status from return where subject = 'BP-2024-020' and period = '2026Q3' order by version",
    );
    assert_eq!(versions, [["1", "to_correct"], ["2", "accepted"]]);
}

#[test]
fn a_dry_run_shows_who_would_receive_what_and_writes_nothing() {
    let programme = Programme::copy();
    let dry = [&RUN[..], &["--dry-run"]].concat();
    let said = programme.succeeds(&dry).stdout;
    assert_eq!(said.matches("à envoyer").count(), 86, "{said}");
    assert!(said.contains("Sylvie Castelnau"), "{said}");
    assert!(said.contains("86 courriels partiraient"), "{said}");
    assert!(!programme.path("var").exists(), "a dry run made var/");
    let plan = json(&programme.succeeds(&[&dry[..], &["--format", "json"]].concat()));
    assert_eq!(plan["dispatches"].as_array().unwrap().len(), 86);
    assert!(!programme.path("var").exists(), "a dry run made var/");
}

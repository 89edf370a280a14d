//! Campaigns ask for returns, remind, and stop: each person is asked once for each step, and no longer than needed.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use serde_json::Value;

use crate::support::edited::Book;
use crate::support::letters::{ReadMail, read_mails};
use crate::support::programme::Programme;
use crate::support::questionnaires::SHEET;
use crate::support::stored::rows;

/// Accepted as it is.
const GOOD: (&str, &str) = (
    "BP-2024-003",
    "samples/retours/2026-T3/2026-10-05/retour-BP-2024-003-2026-T3.xlsx",
);
/// Its end of 31 September is to correct.
const WRONG: (&str, &str) = (
    "BP-2024-020",
    "samples/retours/2026-T3/2026-10-12/Fiche pierres-de-lomagne.xlsx",
);
const EXCUSED: &str = "BP-2024-021";

/// The default programme before anything came back.
fn programme() -> Programme {
    let programme = Programme::copy();
    programme.edit("config/bilan.toml", "\"samples/retours\"", "\"retours\"");
    std::fs::create_dir(programme.path("retours")).unwrap();
    programme
}

/// Runs the job of the campaigns on a day, and gives the steps that were asked of winning projects: (subject, step).
fn on(programme: &Programme, day: &str) -> Vec<(String, String)> {
    let before = asked(programme).len();
    let outcome = programme.succeeds(&["run", "campagnes", "--now", &at(day)]);
    assert!(outcome.stdout.contains("Courriels"), "{}", outcome.stdout);
    asked(programme).split_off(before)
}

fn at(day: &str) -> String {
    format!("{day}T08:00:00+02:00")
}

fn asked(programme: &Programme) -> Vec<(String, String)> {
    if !programme.path("var/bilan.sqlite").exists() {
        return Vec::new();
    }
    rows(
        programme,
        "select campaign_mail.subject, step from campaign_mail join message using (dispatch) where campaign = 'laureats' order by message.id",
    )
    .into_iter()
    .map(|row| (row[0].clone(), row[1].clone()))
    .collect()
}

fn steps<'s>(asked: &'s [(String, String)], subject: &str) -> Vec<&'s str> {
    let of_subject = asked.iter().filter(|(of, _)| of == subject);
    of_subject.map(|(_, step)| step.as_str()).collect()
}

fn arrives(programme: &Programme, file: &str, day: &str) {
    programme.succeeds(&["ingest", file, "--now", &at(day)]);
}

fn standing(programme: &Programme, subject: &str, day: &str) -> (String, Vec<String>) {
    let words = ["campaign", "laureats", "--period", "2026-T3", "--format"];
    let mut all = words.to_vec();
    let now = at(day);
    all.extend(["json", "--project", subject, "--now", &now]);
    let shown: Value = serde_json::from_str(&programme.succeeds(&all).stdout).unwrap();
    let followed = &shown[0]["subjects"][0];
    let history = followed["history"].as_array().unwrap().iter();
    let words = history.map(|happened| happened["what"].as_str().unwrap().to_owned());
    (
        followed["standing"].as_str().unwrap().to_owned(),
        words.collect(),
    )
}

/// The mail to a subject's contact whose subject line begins so, with its attachments read.
fn mail_to(programme: &Programme, subject: &str, begins: &str, folder: &Path) -> ReadMail {
    let mails = read_mails(&programme.files("var/courriels", "eml"), folder);
    let about = format!("({subject})");
    let mut about = mails
        .into_iter()
        .filter(|mail| mail.text.contains(&about) && mail.subject.starts_with(begins));
    about.next().unwrap()
}

#[test]
fn who_answered_is_left_in_peace_and_the_others_are_reminded_when_it_is_time() {
    let programme = programme();
    let scratch = tempfile::tempdir().unwrap();
    assert_eq!(on(&programme, "2026-09-30"), []);
    let invited = on(&programme, "2026-10-01");
    let expected = rows(
        &programme,
        "select count(*) from subject where kind = 'laureats' and json_extract(columns, '$.courriel_contact') <> ''",
    );
    assert!(invited.len() > 40, "{invited:?} of {expected:?}");
    assert!(invited.iter().all(|(_, step)| step == "invitation"));
    assert_eq!(on(&programme, "2026-10-01"), []);
    assert_eq!(standing(&programme, GOOD.0, "2026-10-02").0, "invited");

    // The invitation says what to do by when, and carries the questionnaire of this project.
    let mail = mail_to(&programme, GOOD.0, "Des nouvelles de", scratch.path());
    assert!(
        mail.text.contains("avant le 20 octobre 2026"),
        "{}",
        mail.text
    );
    assert!(mail.text.split_whitespace().count() < 170, "{}", mail.text);
    let form = &mail.attachments[0];
    assert_eq!(form.name, "questionnaire-BP-2024-003-2026-T3.xlsx");
    let file = scratch.path().join("form.xlsx");
    std::fs::write(&file, form.bytes()).unwrap();
    let book = Book::open(&file);
    let codes = (1..200).map(|row| book.get(SHEET, &format!("A{row}")));
    assert!(codes.into_iter().any(|code| code == "avancement"));

    // On Sunday nobody is written to.
    assert_eq!(on(&programme, "2026-10-04"), []);
    arrives(&programme, GOOD.1, "2026-10-05");
    programme.succeeds(&[
        "excuse",
        "--project",
        EXCUSED,
        "--period",
        "2026-T3",
        "--reason",
        "Association en sommeil",
        "--now",
        &at("2026-10-05"),
    ]);
    let reminded = on(&programme, "2026-10-06");
    assert_eq!(reminded.len(), invited.len() - 2);
    assert!(reminded.iter().all(|(_, step)| step == "rappel-1"));
    assert_eq!(steps(&reminded, GOOD.0), Vec::<&str>::new());
    assert_eq!(steps(&reminded, EXCUSED), Vec::<&str>::new());
    let (now, history) = standing(&programme, EXCUSED, "2026-10-07");
    assert_eq!(
        (now.as_str(), history),
        ("excused", vec!["invited".to_owned(), "excused".to_owned()])
    );
    assert_eq!(standing(&programme, GOOD.0, "2026-10-07").0, "accepted");

    // J-3 is a Saturday: the reminder leaves on Monday. Who sent something on Saturday reads the answer first.
    assert_eq!(on(&programme, "2026-10-16"), []);
    arrives(&programme, WRONG.1, "2026-10-17");
    let firm = on(&programme, "2026-10-19");
    assert_eq!(firm.len(), reminded.len() - 1);
    assert_eq!(steps(&firm, WRONG.0), Vec::<&str>::new());

    // A week later their return is still to correct, and the reminder carries it as they typed it.
    programme.succeeds(&[
        "excuse",
        "--project",
        EXCUSED,
        "--period",
        "2026-T3",
        "--again",
        "--now",
        &at("2026-10-20"),
    ]);
    let last = on(&programme, "2026-10-28");
    assert_eq!(last.len(), firm.len() + 2);
    assert!(last.iter().all(|(_, step)| step == "rappel-3"));
    let mail = mail_to(&programme, WRONG.0, "À corriger", scratch.path());
    std::fs::write(&file, mail.attachments[0].bytes()).unwrap();
    let book = Book::open(&file);
    let typed = (1..200).map(|row| book.get(SHEET, &format!("C{row}")));
    assert!(typed.into_iter().any(|value| value.contains("31/09/2026")));
    assert_eq!(
        standing(&programme, WRONG.0, "2026-10-29"),
        (
            "to_correct".to_owned(),
            ["invited", "reminded", "to-correct", "reminded"]
                .map(str::to_owned)
                .to_vec()
        )
    );
    let silent = standing(&programme, "BP-2024-001", "2026-10-29");
    assert_eq!(silent.0, "late");
    assert_eq!(silent.1.len(), 4);

    // It closes on 14 November; there is no fourth reminder before, and nothing after.
    assert_eq!(on(&programme, "2026-11-13"), []);
    assert_eq!(on(&programme, "2026-11-16"), []);
    let shown = programme
        .succeeds(&["campaign", "--now", &at("2026-10-29")])
        .stdout;
    assert!(
        shown.contains("en retard") && shown.contains("accepté"),
        "{shown}"
    );
}

#[test]
fn a_daemon_that_was_away_sends_the_last_reminder_only_and_none_that_became_needless() {
    let programme = programme();
    // Nobody listens there: mails wait.
    programme.edit(
        "config/bilan.toml",
        "transport = \"file\"",
        "transport = \"smtp\"\nsmtp = { host = \"127.0.0.1\", port = 9, security = \"none\" }",
    );
    let late = programme.run(&["run", "campagnes", "--now", &at("2026-10-21")]);
    assert_eq!(late.code, 1, "{}", late.stdout);
    let all = asked(&programme);
    assert!(all.iter().all(|(_, step)| step == "invitation"), "{all:?}");
    let dry = programme.succeeds(&["run", "campagnes", "--dry-run", "--now", &at("2026-10-28")]);
    let projects = dry.stdout.lines().filter(|line| line.contains("BP-20"));
    let projects: Vec<_> = projects.collect();
    assert_eq!(projects.len(), all.len());
    assert!(
        projects.iter().all(|line| line.contains("rappel-3")),
        "{}",
        dry.stdout
    );
    assert_eq!(asked(&programme), all, "a rehearsal writes nothing");

    // The return comes before the invitation could leave.
    arrives(&programme, GOOD.1, "2026-10-22");
    programme.run(&["run", "campagnes", "--now", &at("2026-10-22")]);
    let state = rows(
        &programme,
        "select state, count(*) from message join campaign_mail using (dispatch) where campaign_mail.subject = 'BP-2024-003' group by state",
    );
    assert_eq!(state, [["withdrawn", "1"]]);
    assert_eq!(
        standing(&programme, GOOD.0, "2026-10-23"),
        (
            "accepted".to_owned(),
            vec!["withdrawn".to_owned(), "accepted".to_owned()]
        )
    );
}

#[test]
fn what_an_officer_asks_for_wrongly_is_said() {
    let programme = programme();
    let refused = programme.run(&["campaign", "laureat"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("laureats"), "{}", refused.stderr);
    let words = ["excuse", "--project", "BP-2024-001", "--period", "2026-T3"];
    let mut again = words.to_vec();
    again.push("--again");
    let refused = programme.run(&again);
    assert!(
        refused.stderr.contains("n’est pas dispensé"),
        "{}",
        refused.stderr
    );
    let refused = programme.run(&words);
    assert_eq!(refused.code, 2, "a reason is asked for");
}

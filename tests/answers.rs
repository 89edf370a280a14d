//! Answers: whoever sends a return learns once what became of it, whatever its period, and can correct it in the file that they
//! are sent; the team learns in one mail a day what there is to do.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use crate::support::edited::Book;
use crate::support::letters::{ReadMail, read_mails};
use crate::support::programme::Programme;
use crate::support::questionnaires::SHEET;
use crate::support::stored::rows;

const GOOD: &str = "samples/retours/2026-T3/2026-10-05/retour-BP-2024-003-2026-T3.xlsx";
/// Its end of 31 September is to correct.
const WRONG: &str = "samples/retours/2026-T3/2026-10-12/Fiche pierres-de-lomagne.xlsx";

/// The default programme before anything came back.
fn programme() -> Programme {
    let programme = Programme::copy();
    programme.edit("config/bilan.toml", "\"samples/retours\"", "\"retours\"");
    std::fs::create_dir(programme.path("retours")).unwrap();
    programme
}

/// The mails that a job writes on a day.
fn mails_of(programme: &Programme, job: &str, day: &str, scratch: &Path) -> Vec<ReadMail> {
    let before = programme.files("var/courriels", "eml");
    let now = format!("{day}T12:00:00+02:00");
    programme.succeeds(&["run", job, "--now", &now]);
    let mut new = programme.files("var/courriels", "eml");
    new.retain(|file| !before.contains(file));
    if new.is_empty() {
        return Vec::new();
    }
    read_mails(&new, scratch)
}

fn ingest(programme: &Programme, file: &str, day: &str) {
    let now = format!("{day}T09:00:00+02:00");
    programme.succeeds(&["ingest", file, "--now", &now]);
}

#[test]
fn a_return_is_answered_once_for_each_version_until_it_is_right() {
    let programme = programme();
    let scratch = tempfile::tempdir().unwrap();
    ingest(&programme, WRONG, "2026-10-12");
    let answers = mails_of(&programme, "reponses", "2026-10-12", scratch.path());
    let [answer] = &answers[..] else {
        panic!("{} answers", answers.len())
    };
    assert!(answer.subject.starts_with("À corriger"));
    assert!(answer.text.contains("31/09/2026") && answer.text.contains("cellule D21"));
    let names: Vec<_> = answer.attachments.iter().map(|a| a.name.as_str()).collect();
    let form = "questionnaire-BP-2024-020-2026-T3.xlsx";
    assert_eq!(names, ["fiche-retour-BP-2024-020-2026-T3.pdf", form]);
    assert!(mails_of(&programme, "reponses", "2026-10-13", scratch.path()).is_empty());

    // One cell corrected in the file that came: that is all.
    let sent = scratch.path().join(form);
    std::fs::write(&sent, answer.attachments[1].bytes()).unwrap();
    let mut book = Book::open(&sent);
    let typed = (1..200)
        .map(|row| format!("C{row}"))
        .find(|cell| book.get(SHEET, cell).contains("31/09/2026"));
    book.set(SHEET, &typed.unwrap(), "30/09/2027".to_owned());
    book.save(&sent);
    ingest(&programme, sent.to_str().unwrap(), "2026-10-14");
    let status = rows(
        &programme,
        "select version, status from return order by version",
    );
    assert_eq!(status, [["1", "to_correct"], ["2", "accepted"]]);
    let answers = mails_of(&programme, "reponses", "2026-10-14", scratch.path());
    assert_eq!(answers.len(), 1);
    assert!(
        !answers[0].subject.starts_with("À corriger"),
        "{}",
        answers[0].subject
    );
    assert_eq!(
        answers[0].attachments.len(),
        1,
        "nothing is left to correct"
    );
    // The quarter's report does not answer again.
    let report = mails_of(&programme, "trimestriel", "2026-10-15", scratch.path());
    assert!(report.iter().all(|mail| !mail.text.contains("BP-2024-020")));
}

#[test]
fn a_late_return_of_an_older_quarter_is_answered_and_an_ancient_one_is_not() {
    let programme = programme();
    let scratch = tempfile::tempdir().unwrap();
    let older = programme.files("samples/retours/2026-T2", "xlsx").remove(0);
    ingest(&programme, older.to_str().unwrap(), "2026-11-20");
    let answers = mails_of(&programme, "reponses", "2026-11-20", scratch.path());
    assert!(!answers.is_empty());
    assert!(
        answers.iter().all(|a| a.text.contains("2e trimestre 2026")),
        "{}",
        answers[0].text
    );
    ingest(&programme, GOOD, "2026-10-05");
    let answers = mails_of(&programme, "reponses", "2026-11-21", scratch.path());
    assert!(answers.is_empty(), "{}", answers[0].text);
}

#[test]
fn what_the_team_accepts_later_is_answered_too() {
    let programme = programme();
    let scratch = tempfile::tempdir().unwrap();
    ingest(&programme, WRONG, "2026-10-12");
    assert_eq!(
        mails_of(&programme, "reponses", "2026-10-12", scratch.path()).len(),
        1
    );
    programme.succeeds(&[
        "accept",
        "--project",
        "BP-2024-020",
        "--period",
        "2026-T3",
        "--field",
        "date_fin_prevue",
        "--value",
        "30/09/2027",
        "--reason",
        "Vue au téléphone",
        "--author",
        "Agathe",
        "--now",
        "2026-11-25T10:00:00+01:00",
    ]);
    let answers = mails_of(&programme, "reponses", "2026-11-25", scratch.path());
    assert_eq!(answers.len(), 1);
    assert!(
        answers[0].text.contains("est accepté"),
        "{}",
        answers[0].text
    );
    assert!(mails_of(&programme, "reponses", "2026-11-26", scratch.path()).is_empty());
}

#[test]
fn an_address_has_so_many_answers_a_day_and_no_more() {
    let programme = programme();
    let scratch = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(programme.path("config/bilan.toml")).unwrap();
    let capped = format!("{text}\n[answers]\nper_address_and_day = 1\n");
    std::fs::write(programme.path("config/bilan.toml"), capped).unwrap();
    ingest(&programme, WRONG, "2026-10-12");
    assert_eq!(
        mails_of(&programme, "reponses", "2026-10-12", scratch.path()).len(),
        1
    );
    let mut book = Book::open(&programme.path(WRONG));
    book.set("Retour", "D21", "32/09/2026".to_owned());
    let again = programme.path("encore.xlsx");
    book.save(&again);
    ingest(&programme, again.to_str().unwrap(), "2026-10-12");
    let now = "2026-10-12T18:00:00+02:00";
    let held = programme.succeeds(&["run", "reponses", "--now", now, "--format", "json"]);
    let held: serde_json::Value = serde_json::from_str(&held.stdout).unwrap();
    assert_eq!(held["mails"]["queued"], 0, "{held:#}");
    assert_eq!(held["mails"]["held_back"].as_array().unwrap().len(), 1);
    // The team is told, and the answer leaves the next day.
    let told = mails_of(&programme, "quotidien", "2026-10-12", scratch.path());
    assert!(told[0].text.contains("plafond"), "{}", told[0].text);
    let answers = mails_of(&programme, "reponses", "2026-10-13", scratch.path());
    assert_eq!(answers.len(), 1);
    assert!(answers[0].text.contains("32/09/2026"));
}

#[test]
fn the_team_has_one_mail_a_day_and_none_without_need() {
    let programme = programme();
    let scratch = tempfile::tempdir().unwrap();
    assert!(mails_of(&programme, "quotidien", "2026-10-12", scratch.path()).is_empty());
    ingest(&programme, WRONG, "2026-10-12");
    ingest(&programme, GOOD, "2026-10-12");
    let broken = programme.path("notes.xlsx");
    std::fs::write(&broken, "ceci n’est pas un classeur").unwrap();
    ingest(&programme, broken.to_str().unwrap(), "2026-10-12");
    let told = mails_of(&programme, "quotidien", "2026-10-12", scratch.path());
    let [told] = &told[..] else {
        panic!("one mail")
    };
    assert_eq!(told.to, ["agathe.fournier@exemple.invalid"]);
    assert!(
        told.text.contains("1 retour accepté, 1 à corriger"),
        "{}",
        told.text
    );
    assert!(told.text.contains("BP-2024-020") && told.text.contains("notes.xlsx"));
    assert!(told.attachments.is_empty());
    assert!(mails_of(&programme, "quotidien", "2026-10-12", scratch.path()).is_empty());
    // The next day the file is no news; the return is to correct still.
    let told = mails_of(&programme, "quotidien", "2026-10-13", scratch.path());
    assert!(told[0].text.contains("BP-2024-020") && !told[0].text.contains("notes.xlsx"));
}

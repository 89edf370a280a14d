//! The whole conversation by mail, with real servers and LibreOffice: the daemon invites, a person fills in and answers, makes a
//! mistake, corrects it, and is thanked.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs::File;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Message, MultiPart, SinglePart};
use rustix::process::{Pid, Signal, kill_process};

use bilan::framework::Language;

use crate::support::edited::Book;
use crate::support::letters::{ReadMail, read_mails_of};
use crate::support::mail::{MailServer, NAME};
use crate::support::programme::Programme;
use crate::support::questionnaires::{SHEET, filled, framework, row};
use crate::support::stored::rows;
use crate::support::typing::{Step, type_in_libreoffice};
use crate::support::workbooks::edit_member;

const OURS: &str = "bilan@exemple.invalid";
const HOLDER: &str = "porteur@exemple.invalid";
const OTHER: &str = "gestion@exemple.invalid";
const TEAM: &str = "direction@exemple.invalid";
/// The contact of one project, as the sample has it.
const OF_SAMPLE: &str = "pierres-de-lomagne@exemple.invalid";
const SUBJECT: &str = "BP-2024-020";

/// A programme that asks one project, by mail, and reads the mailbox of the service.
fn programme(server: &MailServer) -> Programme {
    let programme = Programme::copy();
    edit_member(
        &programme.path("samples/registre.xlsx"),
        "sharedStrings.xml",
        |xml| xml.replace(OF_SAMPLE, HOLDER),
    );
    let text = std::fs::read_to_string(programme.path("config/bilan.toml")).unwrap();
    let folder = "id = \"retours\"\nkind = \"folder\"\npath = \"samples/retours\"\n";
    assert!(text.contains(folder));
    let ca = server.ca_pem_path();
    let mailbox = format!(
        "id = \"boite\"\nkind = \"imap\"\n\n[source.imap]\nhost = \"{NAME}\"\nport = {}\nuser = \"{OURS}\"\n\
         password_file = \"secrets/bilan\"\nca_file = \"{}\"\npoll_seconds = 3000\n",
        server.imaps_port(),
        ca.display()
    );
    let smtp = format!(
        "\n[mail.smtp]\nhost = \"{NAME}\"\nport = {}\nsecurity = \"tls\"\nuser = \"{OURS}\"\n\
         password_file = \"secrets/bilan\"\nca_file = \"{}\"\n",
        server.smtps_port(),
        ca.display()
    );
    let text = text
        .replace(folder, &mailbox)
        .replace("transport = \"file\"", "transport = \"smtp\"")
        .replace("participation@region.example>\"", &format!("{OURS}>\""));
    std::fs::write(programme.path("config/bilan.toml"), text + &smtp).unwrap();
    std::fs::create_dir(programme.path("secrets")).unwrap();
    std::fs::write(programme.path("secrets/bilan"), MailServer::password(OURS)).unwrap();
    programme.edit(
        "config/framework/audiences.toml",
        "agathe.fournier@exemple.invalid",
        TEAM,
    );
    // The other subjects have addresses that this server does not know: one campaign, of one project's contact.
    std::fs::write(programme.path("config/framework/campaigns.toml"), CAMPAIGN).unwrap();
    programme
}

const CAMPAIGN: &str = r#"[[campaign]]
id = "laureats"
label = { fr = "Suivi", en = "Follow-up" }
kind = "laureats"
only = { projet_id = ["BP-2024-020"] }
opens = 1
due = 20
closes = 45
reminders = [{ day = -3, tone = "firm" }]
"#;

/// The daemon, on a clock of its own.
struct Daemon {
    process: Child,
    journal: std::path::PathBuf,
}

impl Daemon {
    fn start(programme: &Programme, now: &str) -> Self {
        let journal = programme.path("journal.txt");
        let process = programme
            .command(&["serve", "--tick", "1", "--now", now])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&journal).unwrap())
            .spawn()
            .unwrap();
        Self { process, journal }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.journal).unwrap()
    }

    fn stop(mut self) {
        let pid = Pid::from_raw(i32::try_from(self.process.id()).unwrap()).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        assert_eq!(
            self.process.wait().unwrap().code(),
            Some(0),
            "{}",
            self.log()
        );
    }
}

/// The holder's mails, once there are so many.
fn mails(server: &MailServer, daemon: &Daemon, count: usize, scratch: &Path) -> Vec<ReadMail> {
    let begun = Instant::now();
    while server.mailbox(HOLDER).len() < count {
        assert!(
            begun.elapsed() < Duration::from_secs(90),
            "{} of {count} mails\n{}",
            server.mailbox(HOLDER).len(),
            daemon.log()
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    let mails = read_mails_of(&server.mailbox(HOLDER), scratch);
    assert_eq!(mails.len(), count, "{}", daemon.log());
    mails
}

fn reply(from: &str, to: &ReadMail, file: &Path) -> Vec<u8> {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let kind = ContentType::parse("application/octet-stream").unwrap();
    let sheet = Attachment::new(name).body(std::fs::read(file).unwrap(), kind);
    let body = MultiPart::mixed()
        .singlepart(SinglePart::plain("Voilà, merci !".to_owned()))
        .singlepart(sheet);
    Message::builder()
        .from(from.parse().unwrap())
        .to(OURS.parse().unwrap())
        .subject(format!("Re: {}", to.subject))
        .in_reply_to(to.message_id.clone())
        .message_id(None)
        .multipart(body)
        .unwrap()
        .formatted()
}

fn form_of(mail: &ReadMail, path: &Path) {
    let form = mail.attachments.iter().find(|a| a.name.ends_with(".xlsx"));
    std::fs::write(path, form.unwrap().bytes()).unwrap();
}

#[test]
fn a_person_is_invited_makes_a_mistake_corrects_it_and_is_thanked() {
    let server = MailServer::start();
    let programme = programme(&server);
    let scratch = tempfile::tempdir().unwrap();
    // Three seconds before the campaigns' hour.
    let daemon = Daemon::start(&programme, "2026-10-01T07:59:57+02:00");
    let invitation = mails(&server, &daemon, 1, &scratch.path().join("1")).remove(0);
    assert_eq!(invitation.from, OURS);
    assert!(
        invitation.text.contains("20 octobre 2026"),
        "{}",
        invitation.text
    );

    // Filled in with LibreOffice, with an end of the work that no calendar has.
    let form = scratch.path().join("questionnaire.xlsx");
    form_of(&invitation, &form);
    let framework = framework();
    let fields = &framework
        .questionnaire_of(&"laureats".into())
        .unwrap()
        .fields;
    let (mut steps, _) = filled(&form, fields, Language::Fr);
    let cell = format!("C{}", row(&Book::open(&form), SHEET, "date_demarrage"));
    steps.push(Step::Text(SHEET.into(), cell, "31/09/2026".into()));
    let returned = scratch.path().join("retour de Lectoure.ods");
    steps.extend([Step::Save(returned.clone()), Step::Close]);
    type_in_libreoffice(&steps);
    // Sent from another address of theirs: the seal says whose it is, and the register whom to answer.
    server.post(OTHER, OURS, &reply(OTHER, &invitation, &returned));

    let correction = mails(&server, &daemon, 2, &scratch.path().join("2")).remove(1);
    assert!(
        correction.subject.starts_with("À corriger"),
        "{}",
        correction.subject
    );
    assert!(
        correction.text.contains("31/09/2026"),
        "{}",
        correction.text
    );
    let form = scratch.path().join("corriger.xlsx");
    form_of(&correction, &form);
    let book = Book::open(&form);
    let cell = format!("C{}", row(&book, SHEET, "date_demarrage"));
    assert_eq!(book.get(SHEET, &cell), "31/09/2026", "as it was typed");
    let corrected = scratch.path().join("corrigé.xlsx");
    type_in_libreoffice(&[
        Step::Open(form),
        Step::Text(SHEET.into(), cell, "30/09/2026".into()),
        Step::Save(corrected.clone()),
        Step::Close,
    ]);
    server.post(HOLDER, OURS, &reply(HOLDER, &correction, &corrected));

    let thanks = mails(&server, &daemon, 3, &scratch.path().join("3")).remove(2);
    assert!(thanks.text.contains("est accepté"), "{}", thanks.text);
    assert!(thanks.attachments.iter().all(|a| a.name.ends_with(".pdf")));
    daemon.stop();
    assert_eq!(
        rows(
            &programme,
            "select subject, version, status from return order by version"
        ),
        [[SUBJECT, "1", "to_correct"], [SUBJECT, "2", "accepted"]]
    );
    assert_eq!(
        rows(
            &programme,
            "select distinct cause, outcome from firing where job = 'reponses' and cause = 'arrival'"
        ),
        [["arrival", "done"]]
    );
    // J-3 comes: who has answered is left in peace, and the sender of the file was never written to.
    let daemon = Daemon::start(&programme, "2026-10-19T07:59:57+02:00");
    let ran = Instant::now();
    while rows(
        &programme,
        "select count(*) from firing where job = 'campagnes' and outcome = 'done' and scheduled_at > '2026-10-18'",
    ) != [["1"]]
    {
        assert!(ran.elapsed() < Duration::from_secs(60), "{}", daemon.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    daemon.stop();
    assert_eq!(server.mailbox(HOLDER).len(), 3);
    assert_eq!(server.mailbox(OTHER).len(), 0);
}

/// What a mail server writes when it cannot deliver a mail of ours (RFC 3464).
fn notice(of: &ReadMail) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@exemple.invalid\nTo: {OURS}\nSubject: Undelivered Mail\nMessage-ID: <avis@exemple.invalid>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=BB\n\n--BB\nContent-Type: text/plain\n\n\
         Désolé\n--BB\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {HOLDER}\n\
         Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 inconnu\n\n--BB\n\
         Content-Type: text/rfc822-headers\n\nMessage-ID: {}\n\n--BB--\n",
        of.message_id
    )
    .replace('\n', "\r\n")
    .into_bytes()
}

fn standing(programme: &Programme) -> (String, Vec<String>) {
    let now = "2026-10-19T09:00:00+02:00";
    let words = [
        "campaign",
        "--project",
        SUBJECT,
        "--format",
        "json",
        "--now",
        now,
    ];
    let shown: serde_json::Value =
        serde_json::from_str(&programme.succeeds(&words).stdout).unwrap();
    let followed = &shown[0]["subjects"][0];
    let history = followed["history"].as_array().unwrap().iter();
    let words = history.map(|happened| happened["what"].as_str().unwrap().to_owned());
    (
        followed["standing"].as_str().unwrap().to_owned(),
        words.collect(),
    )
}

#[test]
fn an_address_that_gives_mails_back_is_left_alone_until_something_comes_from_it() {
    let server = MailServer::start();
    let programme = programme(&server);
    let scratch = tempfile::tempdir().unwrap();
    let campaigns = |now: &str| programme.succeeds(&["run", "campagnes", "--now", now]);
    campaigns("2026-10-01T08:00:00+02:00");
    server.wait_for(HOLDER, 1);
    let invitation = read_mails_of(&server.mailbox(HOLDER), scratch.path()).remove(0);
    server.deliver(HOLDER, OURS, &notice(&invitation));

    campaigns("2026-10-19T08:00:00+02:00");
    assert_eq!(server.mailbox(HOLDER).len(), 1, "no reminder");
    let (now, history) = standing(&programme);
    assert_eq!(now, "unreachable");
    assert_eq!(history, ["invited", "bounced"]);
    let told = programme.succeeds(&["run", "quotidien", "--now", "2026-10-19T08:30:00+02:00"]);
    assert!(told.stdout.contains("1 décidés"), "{}", told.stdout);
    server.wait_for(TEAM, 1);
    let told = read_mails_of(&server.mailbox(TEAM), &scratch.path().join("equipe")).remove(0);
    assert!(
        told.text.contains(HOLDER) && told.text.contains(SUBJECT),
        "{}",
        told.text
    );

    // They write: the address lives.
    let question = format!(
        "From: {HOLDER}\r\nTo: {OURS}\r\nSubject: Une question\r\nMessage-ID: <q@exemple.invalid>\r\n\r\nBonjour\r\n"
    );
    server.deliver(HOLDER, OURS, question.as_bytes());
    campaigns("2026-10-19T10:00:00+02:00");
    server.wait_for(HOLDER, 2);
    let (now, history) = standing(&programme);
    assert_eq!(now, "opened");
    assert_eq!(history, ["invited", "reminded", "bounced", "wrote"]);
}

//! With a mail server in the settings, mails go through it to whom they are for, once, and wait when it says no.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;

use crate::support::letters::{ReadMail, read_mails_of};
use crate::support::mail::{MailServer, NAME};
use crate::support::programme::{NOW, Outcome, Programme};
use crate::support::proxy::Line;
use crate::support::workbooks::edit_member;

const SENDER: &str = "bilan@exemple.invalid";
const HOLDER: &str = "porteur@exemple.invalid";
const MANAGEMENT: &str = "gestion@exemple.invalid";
const DIRECTION: &str = "direction@exemple.invalid";
const ALL: [&str; 8] = [
    "run",
    "trimestriel",
    "--period",
    "2026-T3",
    "--now",
    NOW,
    "--format",
    "json",
];
const HANDOUTS: [&str; 8] = [
    "run",
    "formation",
    "--period",
    "2026-T3",
    "--now",
    NOW,
    "--format",
    "json",
];

/// A programme whose people all have a mailbox on the server, by their part: holders, management, directions.
fn programme(server: &MailServer, security: &str, password: &str) -> Programme {
    let programme = Programme::copy();
    edit_member(
        &programme.path("samples/registre.xlsx"),
        "sharedStrings.xml",
        |xml| with_address(xml, HOLDER),
    );
    let path = programme.path("config/framework/programme.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, with_address(&text, DIRECTION)).unwrap();
    // One person for each mailbox that is left: a mail leaves once for each address.
    for (from, to) in [
        ("sylvie.castelnau@exemple.invalid", MANAGEMENT),
        ("emma.whitfield@exemple.invalid", SENDER),
        (
            "  { name = \"Bruno Lacaze\", email = \"bruno.lacaze@exemple.invalid\" },\n",
            "",
        ),
    ] {
        programme.edit("config/framework/audiences.toml", from, to);
    }
    programme.edit(
        "config/bilan.toml",
        "<participation@region.example>",
        &format!("<{SENDER}>"),
    );
    programme.edit(
        "config/bilan.toml",
        "transport = \"file\"",
        "transport = \"smtp\"",
    );
    let local = format!(
        "[mail.smtp]\nhost = \"{NAME}\"\nsecurity = \"{security}\"\nport = {}\nuser = \"{SENDER}\"\n\
         password_file = \"secrets/smtp\"\nca_file = \"{}\"\n\n\
         # All contacts share one mailbox here.\n[answers]\nper_address_and_day = 1000\n",
        port(server, security),
        server.ca_pem_path().display()
    );
    std::fs::write(programme.path("config/bilan.local.toml"), local).unwrap();
    set_password(&programme, password);
    programme
}

fn port(server: &MailServer, security: &str) -> u16 {
    match security {
        "tls" => server.smtps_port(),
        _ => server.smtp_port(),
    }
}

fn set_password(programme: &Programme, password: &str) {
    std::fs::create_dir_all(programme.path("secrets")).unwrap();
    std::fs::write(programme.path("secrets/smtp"), format!("{password}\n")).unwrap();
}

/// Every address of the reserved domain in a text, replaced.
fn with_address(text: &str, address: &str) -> String {
    let mut new = String::new();
    for (number, part) in text.split("@exemple.invalid").enumerate() {
        if number > 0 {
            let name = new.trim_end_matches(|c: char| c.is_alphanumeric() || "-._".contains(c));
            new.truncate(name.len());
            new.push_str(address);
        }
        new.push_str(part);
    }
    new
}

/// The sheets of the register, with their columns of codes and of contacts.
const CONTACTS: [(&str, &str, &str); 5] = [
    ("Lauréats", "projet_id", "porteur_contact"),
    ("Instances", "instance_id", "secretariat"),
    ("Concertations", "concertation_id", "responsable"),
    ("Déploiement", "deploiement_id", "correspondant"),
    ("Marchés", "marche_id", "gestionnaire"),
];

/// The contact of each subject in the register, by the subject's code.
fn contacts(programme: &Programme) -> BTreeMap<String, String> {
    let mut book = open_workbook_auto(programme.path("samples/registre.xlsx")).unwrap();
    let mut contacts = BTreeMap::new();
    for (sheet, id, contact) in CONTACTS {
        let sheet = book.worksheet_range(sheet).unwrap();
        let mut rows = sheet.rows();
        let header = rows.next().unwrap();
        let column = |name: &str| {
            let wanted = Data::String(name.to_owned());
            header.iter().position(|cell| *cell == wanted).unwrap()
        };
        let (id, contact) = (column(id), column(contact));
        contacts.extend(rows.map(|row| (row[id].to_string(), row[contact].to_string())));
    }
    contacts
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}\n{}", outcome.stdout, outcome.stderr))
}

fn mails_are_whole(mails: &[ReadMail], to: &str, programme: &Programme) {
    let made: BTreeMap<String, Vec<u8>> = ["pdf", "xlsx"]
        .iter()
        .flat_map(|kind| programme.files("var/documents", kind))
        .map(|file| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(file).unwrap())
        })
        .collect();
    for mail in mails {
        assert_eq!(
            (mail.from.as_str(), &mail.to[..]),
            (SENDER, &[to.to_owned()][..])
        );
        assert!(mail.text.contains(&mail.to_name), "{}", mail.text);
        assert!(mail.html.contains("<html"), "{}", mail.html);
        assert!(!mail.subject.is_empty() && !mail.attachments.is_empty());
        for attached in &mail.attachments {
            assert!(
                attached.bytes() == made[&attached.name],
                "{} changed on its way",
                attached.name
            );
            assert!(attached.name.ends_with(".xlsx") || attached.media_type == "application/pdf");
        }
    }
    let ids: BTreeSet<_> = mails.iter().map(|mail| &mail.message_id).collect();
    assert_eq!(ids.len(), mails.len(), "a mail arrived twice");
}

#[test]
fn each_mail_reaches_its_person_with_their_document_once() {
    let server = MailServer::start();
    let programme = programme(&server, "starttls", MailServer::password(SENDER));
    let outcome = programme.succeeds(&ALL);
    let queued = json(&outcome)["mails"]["queued"].as_u64().unwrap();
    let folder = tempfile::tempdir().unwrap();

    let dashboards = programme
        .files("var/documents/2026-T3/tableau-de-bord", "xlsx")
        .len();
    let holders = usize::try_from(queued).unwrap() - 2 - dashboards;
    let holders = server.wait_for(HOLDER, holders);
    let holders = read_mails_of(&holders, &folder.path().join("porteurs"));
    mails_are_whole(&holders, HOLDER, &programme);
    let contacts = contacts(&programme);
    let mut projects = BTreeSet::new();
    for mail in &holders {
        // The sheet, and where something is to correct the questionnaire.
        let sheet = &mail.attachments[0];
        let project = sheet.name.strip_prefix("fiche-retour-").unwrap();
        let (project, _) = project.rsplit_once("-2026-").unwrap();
        let correcting = mail.subject.starts_with("À corriger");
        let form = mail.attachments.get(1).map(|form| form.name.as_str());
        assert_eq!(form.is_some(), correcting, "{}", mail.subject);
        assert!(form.is_none_or(|form| form.contains(project)));
        assert_eq!(mail.to_name, contacts[project], "{}", sheet.name);
        projects.insert(project.to_owned());
    }
    assert_eq!(projects.len(), holders.len(), "one mail a project");

    for (address, name, report) in [
        (
            MANAGEMENT,
            "Sylvie Castelnau",
            "rapport-trimestriel-2026-T3-fr.pdf",
        ),
        (
            SENDER,
            "Emma Whitfield",
            "rapport-trimestriel-2026-T3-en.pdf",
        ),
    ] {
        let arrived = server.wait_for(address, 1);
        let arrived = read_mails_of(&arrived, &folder.path().join(address));
        mails_are_whole(&arrived, address, &programme);
        let [mail] = &arrived[..] else {
            panic!("one mail: {arrived:?}")
        };
        assert_eq!(mail.to_name, name);
        let carried: Vec<_> = mail.attachments.iter().map(|a| a.name.as_str()).collect();
        let dashboard = report
            .replace("rapport-trimestriel", "tableau-de-bord")
            .replace(".pdf", ".xlsx");
        assert_eq!(carried, [report, &dashboard]);
    }

    // Once more: nobody receives anything again.
    let again = json(&programme.succeeds(&ALL));
    assert_eq!(
        (&again["mails"]["queued"], &again["mails"]["sent"]),
        (&0.into(), &0.into())
    );

    // The other way of TLS, and the directions: whoever comes after, nothing else has arrived before.
    let local = std::fs::read_to_string(programme.path("config/bilan.local.toml")).unwrap();
    let local = local.replace("\"starttls\"", "\"tls\"").replace(
        &format!("port = {}", server.smtp_port()),
        &format!("port = {}", server.smtps_port()),
    );
    std::fs::write(programme.path("config/bilan.local.toml"), local).unwrap();
    let handouts = json(&programme.succeeds(&HANDOUTS));
    let directions = usize::try_from(handouts["mails"]["sent"].as_u64().unwrap()).unwrap();
    assert!(directions > 5, "{handouts}");
    let arrived = server
        .wait_for(DIRECTION, dashboards + directions)
        .split_off(dashboards);
    let arrived = read_mails_of(&arrived, &folder.path().join("directions"));
    mails_are_whole(&arrived, DIRECTION, &programme);
    assert_eq!(arrived.len(), directions);
    assert_eq!(server.mailbox(HOLDER).len(), holders.len());
    assert_eq!(server.mailbox(MANAGEMENT).len(), 1);
    assert_eq!(server.mailbox(SENDER).len(), 1, "a mail came back");
}

/// The state of the outbox: how many sent and queued, and why those wait that were tried.
fn outbox(programme: &Programme) -> (u64, u64, Vec<String>) {
    let status = json(&programme.succeeds(&["status", "--format", "json"]));
    let count = |state: &str| status["mails"][state].as_u64().unwrap_or(0);
    let waiting = status["waiting_mails"].as_array().unwrap().iter();
    let why = waiting.map(|mail| mail[2].as_str().unwrap().to_owned());
    (count("sent"), count("queued"), why.collect())
}

#[test]
fn mails_wait_while_the_password_is_wrong_and_leave_once_it_is_right() {
    let server = MailServer::start();
    let programme = programme(&server, "starttls", "faux");
    programme.succeeds(&["ingest", "--now", NOW]);
    let refused = programme.run(&HANDOUTS);
    assert_eq!(refused.code, 1, "{}{}", refused.stdout, refused.stderr);
    let (sent, queued, why) = outbox(&programme);
    assert!(sent == 0 && queued > 5, "{sent} sent, {queued} queued");
    assert!(
        !why.is_empty()
            && why
                .iter()
                .all(|words| words.contains("535") || words.contains("authentication")),
        "{why:?}"
    );
    assert!(
        !refused.stdout.contains("faux") && !refused.stderr.contains("faux"),
        "the password is shown: {}{}",
        refused.stdout,
        refused.stderr
    );
    assert!(server.mailbox(DIRECTION).is_empty());

    set_password(&programme, MailServer::password(SENDER));
    programme.succeeds(&HANDOUTS);
    let arrived = server.wait_for(DIRECTION, usize::try_from(queued).unwrap());
    let folder = tempfile::tempdir().unwrap();
    mails_are_whole(
        &read_mails_of(&arrived, folder.path()),
        DIRECTION,
        &programme,
    );
    assert_eq!(outbox(&programme), (queued, 0, vec![]));
}

#[test]
fn a_server_with_the_certificate_of_another_name_gets_no_mail() {
    let server = MailServer::start_as("autre.exemple.invalid");
    let programme = programme(&server, "tls", MailServer::password(SENDER));
    programme.succeeds(&["ingest", "--now", NOW]);
    let refused = programme.run(&HANDOUTS);
    assert_eq!(refused.code, 1, "{}{}", refused.stdout, refused.stderr);
    let (sent, queued, why) = outbox(&programme);
    assert!(sent == 0 && queued > 5, "{sent} sent, {queued} queued");
    assert!(
        why.iter()
            .any(|words| words.to_lowercase().contains("certificat")),
        "{why:?}"
    );
    assert!(server.mailbox(DIRECTION).is_empty());
}

#[test]
fn a_line_that_is_cut_in_the_middle_of_a_mail_delivers_it_once_all_the_same() {
    let server = MailServer::start();
    let programme = programme(&server, "tls", MailServer::password(SENDER));
    // Past the report, in the middle of a mail that comes after it.
    let line = Line::cut_in_sending_once(server.smtps_port(), 3_000_000);
    let before = format!("port = {}", server.smtps_port());
    let through = format!("port = {}", line.port());
    programme.edit("config/bilan.local.toml", &before, &through);
    let cut = programme.run(&ALL);
    assert_eq!(cut.code, 1, "{}{}", cut.stdout, cut.stderr);
    let cut = json(&cut);
    let sent = cut["mails"]["sent"].as_u64().unwrap();
    let queued = cut["mails"]["queued"].as_u64().unwrap();
    assert!(sent > 0 && sent < queued, "{sent} of {queued}");
    assert_eq!(cut["mails"]["waiting"].as_u64().unwrap(), queued - sent);

    let again = json(&programme.succeeds(&ALL));
    assert_eq!(again["mails"]["sent"].as_u64().unwrap(), queued - sent);
    let everyone = [HOLDER, MANAGEMENT, DIRECTION, SENDER];
    let all = usize::try_from(queued).unwrap();
    let there = || {
        everyone
            .map(|user| server.mailbox(user).len())
            .iter()
            .sum::<usize>()
    };
    let begun = std::time::Instant::now();
    while there() < all {
        assert!(begun.elapsed().as_secs() < 30, "{} of {all}", there());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let mut ids = BTreeSet::new();
    for (number, user) in everyone.iter().enumerate() {
        let messages = server.mailbox(user);
        if messages.is_empty() {
            continue;
        }
        let folder = programme.path(format!("lus-{number}"));
        ids.extend(
            read_mails_of(&messages, &folder)
                .into_iter()
                .map(|mail| mail.message_id),
        );
    }
    assert_eq!((ids.len(), there()), (all, all), "each arrived, and once");
}

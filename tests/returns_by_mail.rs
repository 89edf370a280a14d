//! Returns come by mail, however people's programs pack them; each is taken once, nothing is lost, machines are not answered.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs::File;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Message, MultiPart, SinglePart};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::daemon::{Daemon, row, until, until_ended};
use crate::support::mail::{MailServer, NAME};
use crate::support::programme::{Outcome, Programme};
use crate::support::proxy::{Fails, Line};
use crate::support::stored::rows;
use crate::support::winmail::{Named, winmail};

const OURS: &str = "bilan@exemple.invalid";
const HOLDER: &str = "porteur@exemple.invalid";
const OFFICER: &str = "gestion@exemple.invalid";
const RETURN: &str = "samples/retours/2026-T3/2026-10-05/retour-BP-2024-003-2026-T3.xlsx";
const OTHER_RETURN: &str = "samples/retours/2026-T3/2026-10-05/retour-BP-2024-021-2026-T3.xlsx";
const INGEST: [&str; 3] = ["ingest", "--format", "json"];

/// A programme whose only source is the mailbox of the service.
fn programme(server: &MailServer, port: u16, settings: &str) -> Programme {
    let programme = Programme::copy();
    programme.edit(
        "config/bilan.toml",
        "<participation@region.example>",
        &format!("<{OURS}>"),
    );
    let source = format!(
        "id = \"boite\"\nkind = \"imap\"\n\n[source.imap]\nhost = \"{NAME}\"\nport = {port}\nuser = \"{OURS}\"\n\
         password_file = \"secrets/imap\"\nca_file = \"{}\"\n{settings}",
        server.ca_pem_path().display()
    );
    programme.edit(
        "config/bilan.toml",
        "id = \"retours\"\nkind = \"folder\"\npath = \"samples/retours\"\n",
        &source,
    );
    set_password(&programme, MailServer::password(OURS));
    programme
}

fn set_password(programme: &Programme, password: &str) {
    std::fs::create_dir_all(programme.path("secrets")).unwrap();
    std::fs::write(programme.path("secrets/imap"), format!("{password}\n")).unwrap();
}

fn ingest(programme: &Programme) -> Value {
    serde_json::from_str(&programme.succeeds(&INGEST).stdout).unwrap()
}

/// What an ingestion says that has one source fail.
fn failing(programme: &Programme) -> (Value, Outcome) {
    let outcome = programme.run(&INGEST);
    assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
    let report: Value = serde_json::from_str(&outcome.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", outcome.stdout, outcome.stderr));
    assert_eq!(report["sources_failed"].as_array().unwrap().len(), 1);
    (report, outcome)
}

fn fault(report: &Value) -> &str {
    report["sources_failed"][0]["fault"]["code"]
        .as_str()
        .unwrap()
}

fn file(programme: &Programme, path: &str) -> Vec<u8> {
    std::fs::read(programme.path(path)).unwrap()
}

fn attachment(name: &str, bytes: &[u8]) -> SinglePart {
    let media_type = ContentType::parse("application/octet-stream").unwrap();
    Attachment::new(name.to_owned()).body(bytes.to_vec(), media_type)
}

/// A mail from the holder.
fn letter(subject: &str, parts: Vec<SinglePart>) -> Vec<u8> {
    let mut body = MultiPart::mixed().singlepart(SinglePart::plain("Bonjour,".to_owned()));
    for part in parts {
        body = body.singlepart(part);
    }
    let message = Message::builder()
        .from(format!("Porteuse <{HOLDER}>").parse().unwrap())
        .to(OURS.parse().unwrap())
        .subject(subject)
        .message_id(None)
        .multipart(body)
        .unwrap();
    message.formatted()
}

/// A mail written by hand.
fn written(headers: &str, body: &str) -> Vec<u8> {
    format!("{headers}\nMIME-Version: 1.0\n{body}")
        .replace('\n', "\r\n")
        .into_bytes()
}

fn returns(programme: &Programme) -> Vec<Vec<String>> {
    rows(
        programme,
        "select subject, period, version from return order by subject, version",
    )
}

fn looks(programme: &Programme) -> Value {
    let status = programme.succeeds(&["status", "--format", "json"]);
    serde_json::from_str::<Value>(&status.stdout).unwrap()["sources"].clone()
}

#[test]
fn a_return_that_a_holder_mails_is_taken_and_the_message_put_away() {
    let server = MailServer::start();
    let programme = programme(&server, server.imaps_port(), "");
    let sheet = file(&programme, RETURN);
    let sent = letter("Notre retour", vec![attachment("retour été.xlsx", &sheet)]);
    server.deliver(HOLDER, OURS, &sent);

    // A rehearsal changes nothing, on the server no more than here.
    programme.succeeds(&["run", "trimestriel", "--dry-run", "--period", "2026-T3"]);
    assert_eq!(server.mailbox(OURS).len(), 1);

    let report = ingest(&programme);
    assert_eq!(report["files_new"], 1, "{report:#}");
    assert_eq!(report["mails"]["returns"], 1);
    assert_eq!(server.mailbox(OURS).len(), 0);
    assert_eq!(server.folder(OURS, "Traités").len(), 1);
    assert_eq!(returns(&programme), [["BP-2024-003", "2026Q3", "1"]]);
    assert_eq!(
        rows(
            &programme,
            "select arrival.name, sender, subject, mail_message.outcome from arrival join mail_file using (hash)
                join mail_message on mail_message.id = mail_file.message"
        ),
        [["retour été.xlsx", HOLDER, "Notre retour", "return"]]
    );
    // The moment is the server's, not that of the sample's folder nor of the sender's clock.
    let received = rows(
        &programme,
        "select arrival.received_at = mail_message.received_at from arrival, mail_message",
    );
    assert_eq!(received, [["1"]]);
    assert!(programme.files("var/arrivees", "arrivee").is_empty());

    // The same file by another way, and mailed again: one return.
    programme.succeeds(&["ingest", RETURN]);
    server.deliver(
        HOLDER,
        OURS,
        &letter("Encore", vec![attachment("autre nom.xlsx", &sheet)]),
    );
    assert_eq!(ingest(&programme)["files_new"], 0);
    assert_eq!(returns(&programme).len(), 1);
    assert_eq!(server.folder(OURS, "Traités").len(), 2);
    let looks = looks(&programme);
    assert_eq!(
        (&looks[0]["source"], &looks[0]["came"], &looks[0]["fault"]),
        (&"boite".into(), &1.into(), &Value::Null)
    );
}

#[test]
fn returns_are_found_wherever_mail_programs_put_them() {
    let server = MailServer::start();
    let programme = programme(&server, server.imap_port(), "security = \"starttls\"\n");
    let (first, second) = (file(&programme, RETURN), file(&programme, OTHER_RETURN));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("a/b.xlsx", &first), ("notice.txt", &b"x".to_vec())] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let tnef = winmail(&[("Retour de la maison.xlsx", Named::Property, &second)]);
    let csv = "code;valeur\r\nprojet_id;BP-2024-001\r\n";
    let inner = letter("Retour", vec![attachment("c.csv", csv.as_bytes())]);
    let forwarded = written(
        &format!(
            "From: {OFFICER}\nTo: {OURS}\nSubject: TR: Retour\nMessage-ID: <f@exemple.invalid>"
        ),
        &format!(
            "Content-Type: multipart/mixed; boundary=BB\n\n--BB\nContent-Type: text/plain\n\nPour toi.\n--BB\n\
             Content-Type: message/rfc822\n\n{}\n--BB--\n",
            String::from_utf8(inner).unwrap().replace("\r\n", "\n")
        ),
    );
    let inline = SinglePart::builder()
        .header(ContentType::parse("text/csv; charset=utf-8; name=d.csv").unwrap())
        .header(lettre::message::header::ContentDisposition::inline_with_name("d.csv"))
        .body("code;valeur\r\nprojet_id;BP-2024-002\r\n".to_owned());
    for (from, mail) in [
        (HOLDER, letter("Zip", vec![attachment("retours.zip", &zip)])),
        (
            HOLDER,
            letter("Outlook", vec![attachment("winmail.dat", &tnef)]),
        ),
        (OFFICER, forwarded),
        (HOLDER, letter("Dans le texte", vec![inline])),
    ] {
        server.deliver(from, OURS, &mail);
    }
    let report = ingest(&programme);
    assert_eq!(report["mails"]["returns"], 4, "{report:#}");
    assert_eq!(
        rows(&programme, "select name from arrival order by name"),
        [
            ["Retour de la maison.xlsx"],
            ["b.xlsx"],
            ["c.csv"],
            ["d.csv"]
        ]
    );
    assert_eq!(server.folder(OURS, "Traités").len(), 4);
    assert_eq!(returns(&programme).len(), 2);
}

#[test]
fn machines_are_noted_people_are_shown_and_neither_is_answered() {
    let server = MailServer::start();
    let programme = programme(
        &server,
        server.imap_port(),
        "security = \"starttls\"\nmax_message_bytes = 200000\n",
    );
    let sheet = file(&programme, RETURN);
    let headers = |from: &str, id: &str, more: &str| {
        format!(
            "From: {from}\nTo: {OURS}\nSubject: Message {id}\nMessage-ID: <{id}@exemple.invalid>\n{more}"
        )
    };
    let text = "Content-Type: text/plain\n\nBonjour\n";
    let our_id = "0123456789abcdef0123456789abcdef@exemple.invalid";
    let notice = format!(
        "Content-Type: multipart/report; report-type=delivery-status; boundary=BB\n\n--BB\nContent-Type: text/plain\n\nDésolé\n\
         --BB\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; parti@exemple.invalid\n\
         Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 inconnu\n\n--BB\nContent-Type: text/rfc822-headers\n\n\
         Message-ID: <{our_id}>\n\n--BB--\n"
    );
    let own = format!(
        "From: {OURS}\nTo: {OURS}\nSubject: Le nôtre\nMessage-ID: <{our_id}>\nAuto-Submitted: auto-generated"
    );
    let mut spam = letter("Gagnez", vec![attachment("retour.xlsx", &sheet)]);
    spam.splice(0..0, *b"X-Spam-Flag: YES\r\n");
    for mail in [
        written(
            &headers(HOLDER, "absence", "Auto-Submitted: auto-replied"),
            text,
        ),
        written(
            &headers(
                "MAILER-DAEMON@exemple.invalid",
                "avis",
                "Auto-Submitted: auto-replied",
            ),
            &notice,
        ),
        written(&own, text),
        spam,
        written(&headers(HOLDER, "question", ""), text),
        letter("Un PDF", vec![attachment("retour.pdf", b"%PDF-1.7")]),
        letter(
            "Trop grand",
            vec![attachment("retour.xlsx", &vec![7; 300_000])],
        ),
    ] {
        server.deliver(HOLDER, OURS, &mail);
    }
    let report = ingest(&programme);
    assert_eq!(report["files_seen"], 0, "{report:#}");
    assert_eq!(
        rows(
            &programme,
            "select outcome, place from mail_message order by uid"
        ),
        [
            ["automatic", "done"],
            ["bounce", "done"],
            ["own", "done"],
            ["spam", "review"],
            ["nothing", "review"],
            ["nothing", "review"],
            ["too_large", "review"]
        ]
    );
    assert_eq!(
        rows(
            &programme,
            "select address, kind, detail, coalesce(about, '') from contact_event order by id"
        ),
        [
            [HOLDER, "automatic", "Auto-Submitted: auto-replied", ""],
            [
                "parti@exemple.invalid",
                "bounce_permanent",
                "5.1.1 smtp; 550 inconnu",
                &format!("<{our_id}>")
            ],
            [OURS, "own", "", ""],
            [HOLDER, "spam", "", ""]
        ]
    );
    assert_eq!(server.folder(OURS, "Traités").len(), 3);
    assert_eq!(server.folder(OURS, "À voir").len(), 4);
    let codes: Vec<_> = report["mails"]["to_review"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    // What is too large is known before anything is fetched.
    assert_eq!(
        codes,
        [
            "mail-too-large",
            "mail-spam",
            "mail-without-file",
            "mail-other-files"
        ]
    );
    assert!(rows(&programme, "select id from message").is_empty());
    assert!(server.mailbox(HOLDER).is_empty());
    // A person reads why.
    let shown = programme.run(&["ingest"]);
    assert_eq!(shown.code, 0);
}

#[test]
fn a_line_that_is_cut_or_silent_costs_nothing_but_time() {
    let server = MailServer::start();
    let mails: Vec<_> = [RETURN, OTHER_RETURN].into();
    for (fails, code) in [(Fails::Cut, "cut"), (Fails::Silent, "silent")] {
        // Past the login and the list, in the middle of the first of two messages.
        let line = Line::failing_once(server.imaps_port(), 12_000, fails);
        let programme = programme(&server, line.port(), "timeout_seconds = 2\n");
        for path in &mails {
            let sheet = file(&programme, path);
            server.deliver(
                HOLDER,
                OURS,
                &letter("Retour", vec![attachment("retour.xlsx", &sheet)]),
            );
        }
        let (report, outcome) = failing(&programme);
        assert_eq!(fault(&report), code, "{report:#}");
        assert_eq!(
            report["sources_failed"][0]["fault"]["details"]["step"],
            "fetch"
        );
        assert!(outcome.stderr.contains("source"), "{}", outcome.stderr);
        assert_eq!(server.mailbox(OURS).len(), 2);
        let look = looks(&programme);
        assert_eq!(look[0]["fault"]["code"], code);
        assert_eq!(look[0]["failures"], 1);

        assert_eq!(ingest(&programme)["files_new"], 2);
        assert_eq!(returns(&programme).len(), 2);
        assert_eq!(server.mailbox(OURS).len(), 0);
        assert_eq!(looks(&programme)[0]["failures"], 0);
        assert_eq!(line.used(), 2);
    }
}

#[test]
fn a_wrong_password_or_certificate_is_said_and_the_other_sources_go_on() {
    let server = MailServer::start();
    let programme = programme(
        &server,
        server.imaps_port(),
        "\n[[source]]\nid = \"dossier\"\npath = \"retours\"\n",
    );
    std::fs::create_dir(programme.path("retours")).unwrap();
    std::fs::copy(programme.path(RETURN), programme.path("retours/a.xlsx")).unwrap();
    set_password(&programme, "faux");
    let (report, _) = failing(&programme);
    assert_eq!(
        (fault(&report), &report["files_new"]),
        ("password", &1.into())
    );
    let said = programme.run(&["ingest"]);
    let words = "source « boite » : Le serveur localhost";
    assert!(
        said.stdout.contains(words) && said.stdout.contains("password_file"),
        "{}",
        said.stdout
    );
    assert!(!(said.stdout + &said.stderr).contains("faux"));
    let status = programme.succeeds(&["status"]).stdout;
    assert!(
        status.contains("en panne depuis") && status.contains("dossier"),
        "{status}"
    );

    // The job does the rest, and says that not all was done.
    let run = programme.run(&["run", "trimestriel", "--period", "2026-T3"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.contains("Sources en panne") && run.stdout.contains("À ouvrir"),
        "{}",
        run.stdout
    );

    let other = MailServer::start_as("autre.exemple.invalid");
    let programme = self::programme(&other, other.imaps_port(), "");
    assert_eq!(fault(&failing(&programme).0), "certificate-name");
    let unknown = self::programme(&server, other.imaps_port(), "");
    assert_eq!(fault(&failing(&unknown).0), "certificate-untrusted");
}

#[test]
fn a_server_without_move_and_a_full_mailbox_lose_nothing() {
    let server = MailServer::start_with(NAME, &["no-move", "clear"]);
    let plain = programme(&server, server.imap_port(), "security = \"none\"\n");
    let sheet = file(&plain, RETURN);
    let sent = letter("Retour", vec![attachment("retour.xlsx", &sheet)]);
    server.deliver(HOLDER, OURS, &sent);
    assert_eq!(ingest(&plain)["files_new"], 1);
    assert_eq!(
        (
            server.mailbox(OURS).len(),
            server.folder(OURS, "Traités").len()
        ),
        (0, 1)
    );

    // Copies are refused, so nothing is moved and nothing is lost; what was read is not read again.
    let server = MailServer::start_with(NAME, &["no-move", "full"]);
    let programme = programme(&server, server.imaps_port(), "");
    for number in 0..2 {
        let mut filling = sent.clone();
        filling.extend(format!("{number}").repeat(5_000).into_bytes());
        server.deliver(HOLDER, OURS, &filling);
    }
    for new in [1, 0] {
        let (report, _) = failing(&programme);
        assert_eq!(
            (fault(&report), &report["files_new"]),
            ("not-moved", &new.into()),
            "{report:#}"
        );
    }
    assert_eq!(server.mailbox(OURS).len(), 2);
    assert_eq!(
        rows(&programme, "select count(*) from mail_message"),
        [["2"]]
    );
}

#[test]
fn a_mailbox_that_is_numbered_anew_gives_nothing_twice() {
    let server = MailServer::start();
    let programme = programme(&server, server.imaps_port(), "");
    let sheet = file(&programme, RETURN);
    server.deliver(
        HOLDER,
        OURS,
        &letter("Retour", vec![attachment("retour.xlsx", &sheet)]),
    );
    ingest(&programme);
    let message = server.folder(OURS, "Traités").remove(0);
    // Dovecot's new UIDVALIDITY is the second in which it is given.
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(1_100) {
        std::thread::yield_now();
    }
    server.put_back_and_renumber(OURS, "Traités", &message);
    let report = ingest(&programme);
    assert_eq!(
        (&report["mails"]["returns"], &report["files_new"]),
        (&1.into(), &0.into()),
        "{report:#}"
    );
    assert_eq!(returns(&programme).len(), 1);
    let known = rows(
        &programme,
        "select count(distinct uidvalidity), count(distinct message_id) from mail_message",
    );
    assert_eq!(known, [["2", "1"]]);
    assert_eq!(server.mailbox(OURS).len(), 0);
}

#[test]
fn the_daemon_takes_a_mail_when_it_arrives_and_stops_in_order() {
    let server = MailServer::start();
    let programme = programme(&server, server.imaps_port(), "poll_seconds = 3000\n");
    let journal = programme.path("journal.txt");
    let mut daemon = programme
        .command(&["serve", "--tick", "3000"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&journal).unwrap())
        .spawn()
        .unwrap();
    let log = || std::fs::read_to_string(&journal).unwrap();
    let until = |what: &str, done: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !done() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "never: {what}\n{}",
                log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    until("it serves", &|| log().contains("bilan serves"));
    // By the second one, the daemon has been waiting for what the server announces: neither tick nor poll comes so soon.
    for (number, path) in [(1, RETURN), (2, OTHER_RETURN)] {
        let sheet = file(&programme, path);
        server.post(
            HOLDER,
            OURS,
            &letter("Retour", vec![attachment("retour.xlsx", &sheet)]),
        );
        until("it is taken", &|| {
            server.folder(OURS, "Traités").len() == number
        });
    }
    assert_eq!(returns(&programme).len(), 2);
    let pid = Pid::from_raw(i32::try_from(daemon.id()).unwrap()).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    assert_eq!(daemon.wait().unwrap().code(), Some(0), "{}", log());
    assert!(!log().contains(HOLDER), "{}", log());
}

#[test]
fn a_mailbox_that_fails_is_left_alone_longer_and_longer_while_the_daemon_does_the_rest() {
    let server = MailServer::start();
    let programme = programme(&server, server.imaps_port(), "poll_seconds = 10\n");
    let job = "[[job]]\nid = \"calcul\"\nlabel = { fr = \"Calcul\" }\ncron = \"0 6 * * *\"\nmissed = \"once\"\n\
               period = \"quarter\"\nsteps = [\"evaluate\"]\n";
    std::fs::write(programme.path("config/jobs.toml"), job).unwrap();
    programme.edit("config/bilan.toml", "level = \"info\"", "level = \"debug\"");
    let sheet = file(&programme, RETURN);
    let sent = letter("Retour", vec![attachment("retour.xlsx", &sheet)]);
    server.deliver(HOLDER, OURS, &sent);
    set_password(&programme, "faux");
    let failing = |times: u64| {
        let look = looks(&programme).get(0).cloned()?;
        (look["failures"] == times).then_some(look)
    };
    let wait = |look: &Value| {
        let at = |key: &str| look[key].as_str().unwrap().parse::<DateTime<Utc>>();
        (at("next_look_at").unwrap() - at("looked_at").unwrap()).num_seconds()
    };

    // The mailbox fails after ten seconds, when it is looked at for the first time; a job is due meanwhile.
    let daemon = Daemon::start(&programme, "2026-10-15T05:59:55+02:00");
    let first = until("the mailbox fails", || failing(1));
    assert_eq!(first["fault"]["code"], "password");
    assert_eq!(wait(&first), 60);
    let done = row("calcul", "2026-10-15T04:00:00Z", "done");
    assert_eq!(until_ended(&programme, 1), [done]);
    daemon.stop();

    // Who asks for it by hand has it looked at; that it fails again makes the wait longer.
    let by_hand = programme.run(&["ingest", "--now", "2026-10-15T06:02:00+02:00"]);
    assert_eq!(by_hand.code, 1, "{}{}", by_hand.stdout, by_hand.stderr);
    let second = failing(2).unwrap();
    assert_eq!(wait(&second), 120);
    assert_eq!(second["failing_from"], first["failing_from"]);

    // The password is right now, but the two minutes are not over: the daemon leaves the mailbox alone.
    set_password(&programme, MailServer::password(OURS));
    let daemon = Daemon::start(&programme, "2026-10-15T06:02:30+02:00");
    until("the mailbox is left alone", || {
        daemon.log().contains("left alone").then_some(())
    });
    daemon.stop();
    assert_eq!(failing(2), Some(second));
    assert_eq!(server.mailbox(OURS).len(), 1);

    let daemon = Daemon::start(&programme, "2026-10-15T06:04:30+02:00");
    let well = until("the mailbox is well", || failing(0));
    assert_eq!(well["fault"], Value::Null);
    until("the mail is put away", || {
        (server.folder(OURS, "Traités").len() == 1).then_some(())
    });
    daemon.stop();
    assert_eq!(returns(&programme), [["BP-2024-003", "2026Q3", "1"]]);
}

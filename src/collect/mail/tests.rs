use std::io::Write;

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use winmail::{Named, winmail};

#[path = "../../../tests/support/winmail.rs"]
mod winmail;

const LIMITS: UnpackLimits = UnpackLimits {
    file_bytes: 1_000_000,
    total_bytes: 2_000_000,
    ratio: 100,
    files: 20,
    depth: 4,
};
const OWN_ID: &str = "<0123456789abcdef0123456789abcdef@region.example>";

fn ours() -> Ourselves {
    Ourselves {
        address: "participation@region.example".to_owned(),
    }
}

fn taken(mail: &[u8]) -> Mail {
    unpack(mail, &LIMITS, &ours())
}

fn names(mail: &Mail) -> Vec<&str> {
    mail.files.iter().map(|file| file.name.as_str()).collect()
}

fn codes(mail: &Mail) -> Vec<&str> {
    mail.findings.iter().map(|f| f.code.as_str()).collect()
}

/// A package that is a workbook by its directory.
fn workbook() -> Vec<u8> {
    zipped(&[("xl/workbook.xml", b"<workbook/>".as_slice())])
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let word = group
            .iter()
            .chain(&[0, 0])
            .take(3)
            .fold(0_usize, |w, b| w << 8 | usize::from(*b));
        for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = if at > group.len() {
                b'='
            } else {
                ALPHABET[word >> shift & 63]
            };
            out.push(char::from(letter));
        }
        if out.len() % 77 == 76 {
            out.push('\n');
        }
    }
    out
}

/// A part in base64 with these headers.
fn part(headers: &str, bytes: &[u8]) -> String {
    format!(
        "{headers}\nContent-Transfer-Encoding: base64\n\n{}\n",
        base64(bytes)
    )
}

fn attached(name: &str, bytes: &[u8]) -> String {
    part(
        &format!(
            "Content-Type: application/octet-stream; name=\"{name}\"\nContent-Disposition: attachment; filename=\"{name}\""
        ),
        bytes,
    )
}

/// A message of a holder's with these headers and parts.
fn message(headers: &str, parts: &[String]) -> Vec<u8> {
    let boundary = format!("limite{}", parts.iter().map(String::len).sum::<usize>());
    let mut text = format!(
        "From: Porteuse <Porteuse@Asso.example>\nSubject: Retour du T3\nMessage-ID: <a1@asso.example>\n{headers}\
         MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"{boundary}\"\n\n"
    );
    for part in parts {
        text.push_str(&format!("--{boundary}\n{part}\n"));
    }
    text.push_str(&format!("--{boundary}--\n"));
    text.replace('\n', "\r\n").into_bytes()
}

fn words() -> String {
    "Content-Type: text/plain; charset=utf-8\n\nBonjour, voici notre retour.\n".to_owned()
}

fn forwarded(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message).replace("\r\n", "\n");
    format!("Content-Type: message/rfc822\n\n{text}")
}

#[test]
fn a_return_is_who_sent_it_and_its_files() {
    let mail = taken(&message(
        "",
        &[words(), attached("retour.xlsx", &workbook())],
    ));
    assert_eq!(mail.nature, Nature::Return);
    assert_eq!(mail.sender.as_deref(), Some("porteuse@asso.example"));
    assert_eq!(mail.subject, "Retour du T3");
    assert_eq!(mail.message_id, "<a1@asso.example>");
    assert_eq!(names(&mail), ["retour.xlsx"]);
    assert_eq!(mail.files[0].bytes, workbook());
    assert!(mail.findings.is_empty());
}

#[test]
fn every_spreadsheet_is_taken_whatever_it_is_called_and_nothing_else() {
    let parts = [
        words(),
        // RFC 2231, in pieces and with an alphabet.
        part(
            "Content-Type: application/octet-stream\nContent-Disposition: attachment;\n filename*0*=utf-8''retour%20%C3%A9t;\n filename*1*=%C3%A9.xlsx",
            &workbook(),
        ),
        // RFC 2047 inside a parameter, which no RFC allows and Outlook writes.
        part(
            "Content-Type: application/vnd.oasis.opendocument.spreadsheet;\n name=\"=?utf-8?q?r=C3=A9ponse.ods?=\"",
            &zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")]),
        ),
        // A workbook without a name or a type.
        part("Content-Type: application/octet-stream\nContent-Disposition: attachment", &workbook()),
        // A path is a name.
        attached("..\\\\..\\\\C:\\\\retour.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."),
        // Shown inside the text by Apple's Mail.
        "Content-Type: text/csv; charset=iso-8859-1; name=retour.csv\nContent-Disposition: inline\nContent-Transfer-Encoding: quoted-printable\n\nquantit=E9;1=\n2\n".to_owned(),
        part("Content-Type: image/png; name=logo.png\nContent-Disposition: inline", b"\x89PNG"),
        part("Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment", b"x"),
        part("Content-Type: text/calendar; name=reunion.ics", b"BEGIN:VCALENDAR"),
        part("Content-Type: application/applefile; name=retour.xlsx", b"\0\x05\x16\x07"),
        attached("facture.pdf", b"%PDF-1.7"),
    ];
    let mail = taken(&message("", &parts));
    assert_eq!(
        names(&mail),
        [
            "retour été.xlsx",
            "réponse.ods",
            "sans-nom",
            "retour.xls",
            "retour.csv"
        ]
    );
    // As it was sent, not in another alphabet: it is the same file by whichever way it comes.
    assert_eq!(mail.files[4].bytes, b"quantit\xE9;12\r\n");
    assert_eq!(mail.nature, Nature::Return);
    assert!(mail.findings.is_empty(), "{:?}", mail.findings);
}

#[test]
fn forwarded_messages_are_opened_and_our_own_mails_in_them_are_not() {
    let inner = message("", &[words(), attached("retour.xlsx", &workbook())]);
    let twice = message(
        "",
        &[words(), forwarded(&message("", &[forwarded(&inner)]))],
    );
    assert_eq!(names(&taken(&twice)), ["retour.xlsx"]);
    // As a file, and in base64 although no RFC allows it.
    let as_file = message("", &[attached("retour.eml", &inner)]);
    assert_eq!(names(&taken(&as_file)), ["retour.xlsx"]);
    let encoded = message("", &[part("Content-Type: message/rfc822", &inner)]);
    assert_eq!(names(&taken(&encoded)), ["retour.xlsx"]);
    let ours = String::from_utf8(inner)
        .unwrap()
        .replace("<a1@asso.example>", OWN_ID);
    let quoting = message("", &[words(), forwarded(ours.as_bytes())]);
    assert_eq!(taken(&quoting).nature, Nature::Nothing);
}

#[test]
fn archives_are_opened_within_bounds() {
    let two = zipped(&[
        ("dossier/../a.xlsx", &workbook()),
        ("__MACOSX/._a.xlsx", b"x"),
        ("b.csv", b"code;valeur\n"),
        ("notice.pdf", b"%PDF"),
    ]);
    let mail = taken(&message("", &[attached("retours.zip", &two)]));
    assert_eq!(names(&mail), ["a.xlsx", "b.csv"]);
    assert!(mail.findings.is_empty());

    let bomb = zipped(&[("a.csv", &vec![b'0'; 1_500_000])]);
    let nested = zipped(&[
        ("b.zip", &zipped(&[("c.csv", b"x;y\n")])),
        ("d.csv", b"z;t\n"),
    ]);
    let many: Vec<_> = (0..30).map(|n| format!("{n}.csv")).collect();
    let many: Vec<_> = many
        .iter()
        .map(|n| (n.as_str(), b"x;y\n".as_slice()))
        .collect();
    let many = zipped(&many);
    for (archive, reason, files) in [
        (bomb.as_slice(), "inflates", 0),
        (&nested, "nested", 1),
        (&many, "members", 20),
        (b"PK\x03\x04 and no more", "damaged", 0),
    ] {
        let mail = taken(&message("", &[words(), attached("retours.zip", archive)]));
        assert_eq!(codes(&mail), ["mail-archive-refused"], "{reason}");
        assert_eq!(mail.findings[0].details["reason"], reason);
        assert_eq!(mail.files.len(), files, "{reason}");
    }
}

#[test]
fn what_a_declared_size_hides_is_counted_as_it_comes() {
    let mut zip = zipped(&[("a.csv", &vec![b'0'; 1_500_000])]);
    let size = 1_500_000_u32.to_le_bytes();
    let at: Vec<_> = (0..zip.len() - 4)
        .filter(|at| zip[*at..at + 4] == size)
        .collect();
    for at in at {
        zip[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let mail = taken(&message("", &[attached("retours.zip", &zip)]));
    assert!(mail.files.is_empty());
    assert_eq!(codes(&mail), ["mail-archive-refused"]);
}

#[test]
fn winmail_dat_is_opened() {
    let sheet = workbook();
    let tnef = winmail(&[
        ("retour été.xlsx", Named::Property, &sheet),
        ("réponse.csv", Named::Title, b"code;valeur\n"),
        ("notice.pdf", Named::Title, b"%PDF"),
    ]);
    let part = part(
        "Content-Type: application/ms-tnef; name=\"winmail.dat\"\nContent-Disposition: attachment; filename=\"winmail.dat\"",
        &tnef,
    );
    let mail = taken(&message("", &[words(), part]));
    assert_eq!(names(&mail), ["retour été.xlsx", "réponse.csv"]);
    assert_eq!(mail.files[0].bytes, sheet);
}

#[test]
fn messages_nested_without_end_are_not_followed_without_end() {
    // As deep as a recursion would not survive.
    let mut deep = b"From: a@b.example\nMIME-Version: 1.0\n".to_vec();
    deep.extend("Content-Type: message/rfc822\n\n".repeat(50_000).bytes());
    deep.extend(b"Content-Type: text/csv; name=a.csv\n\nx;y\n");
    let mail = taken(&deep);
    assert!(mail.files.is_empty());
    assert_eq!(codes(&mail), ["mail-archive-refused"]);
    // A small message whose every level is encoded again.
    let mut inner = message("", &[attached("retour.xlsx", &workbook())]);
    for _ in 0..6 {
        inner = message("", &[part("Content-Type: message/rfc822", &inner)]);
    }
    assert_eq!(codes(&taken(&inner)), ["mail-archive-refused"]);
}

#[test]
fn a_person_s_message_without_a_spreadsheet_is_to_look_at() {
    let question = taken(&message("", &[words()]));
    assert_eq!(
        (question.nature.clone(), codes(&question)),
        (Nature::Nothing, vec!["mail-without-file"])
    );
    let pdf = taken(&message(
        "",
        &[words(), attached("retour.pdf", b"%PDF-1.7")],
    ));
    assert_eq!(codes(&pdf), ["mail-other-files"]);
    assert_eq!(pdf.findings[0].found.as_deref(), Some("retour.pdf"));
    let photo = taken(&message(
        "",
        &[part(
            "Content-Type: image/jpeg; name=formulaire.jpg\nContent-Disposition: attachment",
            b"\xFF\xD8\xFF",
        )],
    ));
    assert_eq!(codes(&photo), ["mail-other-files"]);
}

#[test]
fn machines_are_known_for_what_they_are() {
    let sheet = || attached("retour.xlsx", &workbook());
    let nature = |headers: &str, parts: &[String]| taken(&message(headers, parts)).nature;
    for headers in [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: auto-generated; owner-email=x\n",
        "X-Autoreply: yes\n",
        "Precedence: auto_reply\n",
    ] {
        let automatic = nature(headers, &[words(), sheet()]);
        assert!(matches!(automatic, Nature::Automatic { .. }), "{headers}");
    }
    assert_eq!(nature("Auto-Submitted: no\n", &[sheet()]), Nature::Return);
    // What people's mail bears too counts where nothing came by it.
    assert_eq!(nature("Precedence: list\n", &[sheet()]), Nature::Return);
    assert!(matches!(
        nature("Precedence: bulk\n", &[words()]),
        Nature::Automatic { .. }
    ));
    let away = String::from_utf8(message("", &[words()])).unwrap();
    for subject in [
        "Absence du bureau : Retour",
        "=?utf-8?q?R=C3=A9ponse_automatique_=3A_T3?=",
        "Automatic reply: T3",
    ] {
        let away = away.replace("Retour du T3", subject);
        assert!(
            matches!(taken(away.as_bytes()).nature, Nature::Automatic { .. }),
            "{subject}"
        );
    }
    for headers in [
        "X-Spam-Flag: YES\n",
        "X-Spam-Status: Yes, score=9.1 required=5.0\n",
    ] {
        let mail = taken(&message(headers, &[sheet()]));
        assert_eq!(
            (mail.nature.clone(), codes(&mail)),
            (Nature::Spam, vec!["mail-spam"])
        );
        assert!(mail.files.is_empty());
    }
    assert_eq!(
        nature("X-Spam-Status: No, score=0.1\n", &[sheet()]),
        Nature::Return
    );
}

#[test]
fn our_own_mails_are_known_when_they_come_back() {
    let mail = String::from_utf8(message("", &[attached("retour.xlsx", &workbook())])).unwrap();
    let returned = mail
        .replace("Porteuse@Asso.example", "participation@region.example")
        .replace("<a1@asso.example>", OWN_ID);
    assert_eq!(
        taken(returned.as_bytes()).nature,
        Nature::Own { returned: true }
    );
    let written = mail.replace("Porteuse@Asso.example", "Participation@Region.example");
    let written = taken(written.as_bytes());
    assert_eq!(written.nature, Nature::Own { returned: false });
    assert_eq!(codes(&written), ["mail-from-ourselves"]);
    assert!(written.files.is_empty());
    assert!(!ours().made("<0123456789abcdef0123456789abcdef@other.example>"));
    assert!(!ours().made("<0123456789abcdef@region.example>"));
}

/// A notice as Postfix writes it.
fn notice(action: &str, status: &str, returned: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\n\
         Auto-Submitted: auto-replied\nMessage-ID: <n1@mx.example>\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"B\"\n\n--B\n\
         Content-Type: text/plain\n\nI'm sorry to have to inform you...\n\n--B\n\
         Content-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example\nArrival-Date: Mon,  5 Oct 2026 09:00:00 +0200 (CEST)\n\n\
         Final-Recipient: rfc822; boite@autre.example\nOriginal-Recipient: rfc822;Porteuse@Asso.example\n\
         Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 5.1.1 <boite@autre.example>:\n    unknown user\n\n\
         --B\nContent-Type: {returned}\n\nMessage-ID: {OWN_ID}\nSubject: Relance\n\n--B--\n"
    )
    .replace('\n', "\r\n")
    .into_bytes()
}

#[test]
fn a_mail_that_came_back_tells_whose_it_was_and_why() {
    for returned in ["text/rfc822-headers", "message/rfc822"] {
        let mail = taken(&notice("failed", "5.1.1", returned));
        let Nature::Bounce(bounced) = mail.nature else {
            panic!("{:?}", mail.nature);
        };
        assert_eq!(
            bounced,
            [Bounced {
                address: "porteuse@asso.example".to_owned(),
                status: "5.1.1".to_owned(),
                words: "smtp; 550 5.1.1 <boite@autre.example>: unknown user".to_owned(),
                permanent: true,
                about: Some(OWN_ID.to_owned()),
            }]
        );
    }
    for (action, status) in [("delayed", "4.4.1"), ("failed", "4.2.2")] {
        let Nature::Bounce(bounced) = taken(&notice(action, status, "text/rfc822-headers")).nature
        else {
            panic!();
        };
        assert!(!bounced[0].permanent);
    }
    // Of another server's own making: nobody can tell whose it was.
    let odd = b"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program.\r\n";
    let odd = taken(odd);
    assert_eq!(
        (odd.nature.clone(), codes(&odd)),
        (Nature::Bounce(Vec::new()), vec!["mail-bounce-unclear"])
    );
    // A forged one that the server holds for spam marks no address.
    let forged = [
        b"X-Spam-Flag: YES\r\n".to_vec(),
        notice("failed", "5.1.1", "text/rfc822-headers"),
    ]
    .concat();
    assert_eq!(taken(&forged).nature, Nature::Spam);
}

#[test]
fn names_and_subjects_stay_on_their_line() {
    let mail = message("", &[attached("retour.xlsx", &workbook())]);
    let mail = String::from_utf8(mail)
        .unwrap()
        .replace(
            "Retour du T3",
            "=?utf-8?q?Retour=0D=0ABcc=3A_x=E2=80=AEslx?=",
        )
        .replace(
            "retour.xlsx",
            "=?utf-8?q?a=0A..=2F..=2Fb=2Fc=E2=80=AE.xlsx?=",
        );
    let mail = taken(mail.as_bytes());
    assert_eq!(mail.subject, "Retour Bcc: xslx");
    assert_eq!(names(&mail), ["c.xlsx"]);
    for (path, name) in [
        ("", "sans-nom"),
        ("..", "sans-nom"),
        ("a/", "sans-nom"),
        ("C:\\x\\y.ods", "y.ods"),
    ] {
        assert_eq!(file_name(path), name);
    }
}

/// One of each sort, small: what mutations begin with.
fn samples() -> Vec<Vec<u8>> {
    let sheet = workbook();
    let tnef = winmail(&[
        ("a.xlsx", Named::Property, &sheet),
        ("b.csv", Named::Title, b"x;y\n"),
    ]);
    let inner = message("", &[attached("retour.xlsx", &sheet)]);
    vec![
        message(
            "",
            &[
                words(),
                attached("a.zip", &zipped(&[("a.csv", b"x;y\n"), ("b.xlsx", &sheet)])),
            ],
        ),
        message("", &[words(), attached("winmail.dat", &tnef)]),
        message(
            "",
            &[
                forwarded(&inner),
                part("Content-Type: message/rfc822", &inner),
            ],
        ),
        notice("failed", "5.1.1", "message/rfc822"),
        tnef,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn no_bytes_bring_the_reader_down(
        sample in 0_usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::weighted(0.3, any::<prop::sample::Index>()),
        doubled in prop::option::weighted(0.3, (any::<prop::sample::Index>(), any::<prop::sample::Index>())),
    ) {
        let mut bytes = samples().swap_remove(sample);
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some((from, to)) = doubled {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let piece = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.splice(from..from, piece);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let mail = taken(&bytes);
        prop_assert!(mail.files.len() <= LIMITS.files);
        prop_assert!(mail.files.iter().all(|f| !f.name.contains(['/', '\\', '\n'])));
        let _ = tnef::files(&bytes);
    }

    #[test]
    fn nor_do_bytes_without_sense(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = taken(&bytes);
        let mut stream = 0x223E_9F78_u32.to_le_bytes().to_vec();
        stream.extend(&bytes);
        let _ = tnef::files(&stream);
        let _ = properties::read(&bytes);
    }
}

//! The helpers themselves, proved: a judge that finds nothing wrong anywhere would be worth nothing.

use std::path::Path;

use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use rust_xlsxwriter::{Formula, Workbook};

use super::mail::{MailServer, NAME, messages_over_imap};
use super::tools::repository;
use super::{hostile, judges, office};

const SENDER: &str = "bilan@exemple.invalid";
const RECIPIENT: &str = "porteur@exemple.invalid";

/// Sends one message through the server over STARTTLS or implicit TLS.
async fn send(
    server: &MailServer,
    password: &str,
    wrapped: bool,
) -> Result<(), lettre::transport::smtp::Error> {
    let authority = Certificate::from_pem(&std::fs::read(server.ca_pem_path()).unwrap())?;
    let trust = TlsParameters::builder(NAME.to_owned())
        .add_root_certificate(authority)
        .build()?;
    let (port, tls) = if wrapped {
        (server.smtps_port(), Tls::Wrapper(trust))
    } else {
        (server.smtp_port(), Tls::Required(trust))
    };
    let message = Message::builder()
        .from(SENDER.parse().unwrap())
        .to(RECIPIENT.parse().unwrap())
        .subject("Votre projet : où en est-il ?")
        .header(ContentType::TEXT_PLAIN)
        .body(String::from("Bonjour,\r\n.\r\nà bientôt"))
        .unwrap();
    AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(port)
        .tls(tls)
        .credentials(Credentials::new(SENDER.to_owned(), password.to_owned()))
        .build()
        .send(message)
        .await
        .map(|_| ())
}

#[tokio::test]
async fn a_message_sent_arrives_and_a_wrong_password_is_refused() {
    let server = MailServer::start();
    let password = MailServer::password(SENDER);
    for (wrapped, arrived) in [(false, 1), (true, 2)] {
        send(&server, password, wrapped)
            .await
            .unwrap_or_else(|e| panic!("{e:?}\n{}", server.logs()));
        let messages = server.wait_for(RECIPIENT, arrived);
        let last = String::from_utf8_lossy(messages.last().unwrap()).into_owned();
        assert!(
            last.contains("Delivered-To: porteur@exemple.invalid"),
            "{last}"
        );
    }
    let refusal = send(&server, "un autre", false).await.unwrap_err();
    assert_eq!(refusal.status().map(u16::from), Some(535), "{refusal:?}");
    assert_eq!(server.mailbox(RECIPIENT).len(), 2);
    assert!(server.mailbox(SENDER).is_empty());
    let seen = messages_over_imap(&server, RECIPIENT);
    assert!(seen.contains("(MESSAGES 2)"), "{seen}");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused_by_the_client() {
    let server = MailServer::start_as("autre.exemple.invalid");
    let refusal = send(&server, MailServer::password(SENDER), true)
        .await
        .unwrap_err();
    assert!(
        format!("{refusal:?}").contains("NotValidForName"),
        "{refusal:?}"
    );
    assert!(server.mailbox(RECIPIENT).is_empty());
}

#[test]
fn a_stopped_mail_server_leaves_no_process() {
    let server = MailServer::start();
    let folder = server
        .ca_pem_path()
        .ancestors()
        .nth(2)
        .unwrap()
        .to_path_buf();
    let speaks_of_it = |name: &Path| {
        let commands = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let command = std::fs::read(entry.ok()?.path().join("cmdline")).ok()?;
            Some(String::from_utf8_lossy(&command).into_owned())
        });
        commands
            .filter(|command| command.contains(&*name.to_string_lossy()))
            .count()
    };
    assert!(speaks_of_it(&folder) > 0);
    let ports = [server.smtp_port(), server.smtps_port(), server.imaps_port()];
    drop(server);
    assert_eq!(speaks_of_it(&folder), 0);
    assert!(!folder.exists());
    for port in ports {
        assert!(
            std::net::TcpStream::connect(("127.0.0.1", port)).is_err(),
            "port {port} still answers"
        );
    }
}

/// A workbook with a formula whose written result is wrong on purpose.
fn workbook(folder: &Path) -> std::path::PathBuf {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, 20).unwrap();
    sheet.write(1, 0, 22).unwrap();
    sheet
        .write_formula(2, 0, Formula::new("=A1+A2").set_result("7"))
        .unwrap();
    let path = folder.join("somme.xlsx");
    workbook.save(&path).unwrap();
    path
}

#[test]
fn the_workbook_judge_passes_a_good_workbook_and_names_what_is_wrong_in_a_bad_one() {
    let folder = tempfile::tempdir().unwrap();
    let good = workbook(folder.path());
    let bad = folder.path().join("fausse.xlsx");
    plant_a_wrong_element(&good, &bad);
    let failures = judges::validate_workbooks(&[&good, &bad]);
    assert!(
        failures
            .iter()
            .all(|failure| failure.starts_with("fausse.xlsx: ")),
        "{failures:?}"
    );
    assert!(
        failures.iter().any(|failure| failure.contains("worksheet")),
        "{failures:?}"
    );
}

/// Copies a workbook and puts an element that does not exist into its first sheet.
fn plant_a_wrong_element(from: &Path, to: &Path) {
    let mut source = zip::ZipArchive::new(std::fs::File::open(from).unwrap()).unwrap();
    let mut target = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    for index in 0..source.len() {
        let mut member = source.by_index(index).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut member, &mut content).unwrap();
        if name.ends_with("sheet1.xml") {
            let text = String::from_utf8(content).unwrap();
            content = text
                .replacen("<sheetData>", "<faux/><sheetData>", 1)
                .into_bytes();
        }
        target
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut target, &content).unwrap();
    }
    target.finish().unwrap();
}

#[test]
fn libreoffice_believes_written_results_unless_told_to_recalculate() {
    let folder = tempfile::tempdir().unwrap();
    let book = workbook(folder.path());
    let believed = office::soffice_convert(&book, "csv", &folder.path().join("cru"));
    assert_eq!(std::fs::read_to_string(believed).unwrap(), "20\n22\n7\n");
    let worked_out =
        office::recalculate_with_libreoffice(&book, "csv", &folder.path().join("recalcul"));
    assert_eq!(std::fs::read_to_string(worked_out).unwrap(), "20\n22\n42\n");
}

#[test]
fn the_pdf_judge_passes_an_accessible_document_and_names_what_is_wrong_in_others() {
    let fixtures = repository().join("tests/support/fixtures");
    let good = fixtures.join("accessible.pdf");
    let untagged = fixtures.join("untagged.pdf");
    assert_eq!(judges::validate_pdf(&good), Vec::<String>::new());
    let failures = judges::validate_pdfs(&[&good, &untagged]);
    assert!(
        failures
            .iter()
            .all(|failure| failure.starts_with("untagged.pdf: ")),
        "{failures:?}"
    );
    for standard in ["PDF_UA_1", "PDF_A_3A"] {
        assert!(
            failures.iter().any(|failure| failure.contains(standard)),
            "{failures:?}"
        );
    }
    assert_eq!(judges::pdf_pages(&good), 1);
    assert!(judges::pdf_text(&good).contains("Un document accessible"));
    assert!(judges::pdf_fonts_are_embedded(&good));
    let attachments = judges::pdf_attachments(&good);
    assert_eq!(
        attachments,
        [("chiffres.csv".to_owned(), b"code;valeur\n".to_vec())]
    );
    assert!(judges::pdf_attachments(&untagged).is_empty());
}

#[test]
fn the_hostile_files_are_there() {
    let folder = hostile::hostile_folder();
    let count = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(count, 52);
    let bomb = std::fs::metadata(folder.join("zip_bomb_text.xlsx"))
        .unwrap()
        .len();
    assert!(bomb < 5_000_000, "{bomb}");
}

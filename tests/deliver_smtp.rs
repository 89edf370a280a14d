//! Mails leave through a real mail server and arrive as they were written.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used)]

use bilan::deliver::{
    Correspondent, Enclosure, Letter, Outcome, OutgoingMail, Security, SmtpSettings, StepTimeouts,
    Transport, compose,
};
use bilan::framework::Language;

use crate::support::mail::{MailServer, NAME};

const SENDER: &str = "bilan@exemple.invalid";
const HOLDER: &str = "porteur@exemple.invalid";

fn settings(server: &MailServer, security: Security) -> SmtpSettings {
    SmtpSettings {
        host: NAME.to_owned(),
        port: match security {
            Security::Tls => server.smtps_port(),
            Security::StartTls | Security::None => server.smtp_port(),
        },
        security,
        credentials: Some((SENDER.to_owned(), MailServer::password(SENDER).to_owned())),
        hello_name: Some("bilan.exemple.invalid".to_owned()),
        ca_file: Some(server.ca_pem_path()),
        timeouts: StepTimeouts::default(),
    }
}

fn mail(key: &str, to: &str) -> OutgoingMail {
    let person = |name: &str, address: &str| Correspondent {
        name: name.to_owned(),
        address: address.to_owned(),
    };
    let letter = Letter {
        key: key.to_owned(),
        to: person("Zoé « la verte »\r\nBcc: direction@exemple.invalid", to),
        from: person("Région Exemple", SENDER),
        reply_to: None,
        subject: "À corriger : un jardin 🌱".to_owned(),
        text: "Bonjour,\n.une ligne qui commence par un point\n".to_owned(),
        html: "<p>Bonjour</p>".to_owned(),
        enclosures: vec![Enclosure {
            name: "fiche été.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: (0..=255_u8).cycle().take(300_000).collect(),
        }],
        date: "2026-11-24T06:00:00Z".parse().unwrap(),
        language: Language::Fr,
    };
    compose(&letter).unwrap()
}

async fn send(settings: SmtpSettings, mails: &[OutgoingMail]) -> Vec<Outcome> {
    let transport = Transport::smtp(settings).unwrap();
    let mut outcomes = Vec::new();
    for mail in mails {
        outcomes.push(transport.send(mail).await);
    }
    transport.finish().await;
    outcomes
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_arrive_whole_over_tls_and_over_starttls() {
    let server = MailServer::start();
    for (number, security) in [(1, Security::Tls), (2, Security::StartTls)] {
        let mails = [
            mail(&format!("{number}a"), HOLDER),
            mail(&format!("{number}b"), HOLDER),
        ];
        for outcome in send(settings(&server, security), &mails).await {
            assert!(
                matches!(outcome, Outcome::Sent(_)),
                "{security:?}: {outcome:?}\n{}",
                server.logs()
            );
        }
        let arrived = server.wait_for(HOLDER, 2 * number);
        for sent in &mails {
            // The server adds its own headers above ours, and ends lines as its mailboxes do.
            let sent = String::from_utf8(sent.bytes.clone())
                .unwrap()
                .replace("\r\n", "\n");
            let whole = arrived.iter().any(|mail| {
                String::from_utf8_lossy(mail)
                    .replace("\r\n", "\n")
                    .trim_end()
                    .ends_with(sent.trim_end())
            });
            assert!(whole, "a mail arrived otherwise than it was sent");
        }
    }
    assert!(
        server.mailbox("direction@exemple.invalid").is_empty(),
        "a name is no header"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_or_certificate_leaves_the_mail_to_be_tried_again() {
    let server = MailServer::start();
    let mut wrong_password = settings(&server, Security::StartTls);
    wrong_password.credentials = Some((SENDER.to_owned(), "faux".to_owned()));
    let mut unknown_authority = settings(&server, Security::Tls);
    unknown_authority.ca_file = None;
    for settings in [wrong_password, unknown_authority] {
        let outcomes = send(settings, &[mail("1", HOLDER)]).await;
        assert!(
            matches!(outcomes[..], [Outcome::Unreachable { .. }]),
            "{outcomes:?}"
        );
    }
    assert!(server.mailbox(HOLDER).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_whom_nobody_knows_is_refused_for_good_and_the_next_mail_goes() {
    let server = MailServer::start();
    let mails = [mail("1", "personne@exemple.invalid"), mail("2", HOLDER)];
    let outcomes = send(settings(&server, Security::Tls), &mails).await;
    assert!(
        matches!(
            outcomes[..],
            [
                Outcome::Refused {
                    permanent: true,
                    ..
                },
                Outcome::Sent(_)
            ]
        ),
        "{outcomes:?}"
    );
    server.wait_for(HOLDER, 1);
}

//! Servers that misbehave: silent, closing, refusing. Each is a script on a socket of this machine.

// A failed expectation is how tests speak, in their helpers too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// What the server does at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// Answers as a good server.
    Well,
    /// Says this instead.
    Says(&'static str),
    /// Says nothing, and keeps the connection open.
    Silent,
    /// Closes the connection.
    Closes,
}

/// A server whose behaviour depends on the connection's number (from 0), the mail's number on it and the step.
struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
    accepted: Arc<AtomicUsize>,
}

type Script = fn(connection: usize, mail: usize, step: &str) -> Does;

impl Server {
    async fn start(script: Script) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let accepted = Arc::new(AtomicUsize::new(0));
        let (count, taken) = (Arc::clone(&connections), Arc::clone(&accepted));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, number, script, Arc::clone(&taken)));
            }
        });
        Self {
            port,
            connections,
            accepted,
        }
    }

    fn transport(&self) -> Transport {
        let brief = Duration::from_millis(200);
        Transport::smtp(SmtpSettings {
            host: "127.0.0.1".into(),
            port: self.port,
            security: Security::None,
            credentials: None,
            hello_name: Some("bilan.example".into()),
            ca_file: None,
            timeouts: StepTimeouts {
                connect: brief,
                command: brief,
                data: brief,
                block: brief,
                dot: brief,
            },
        })
        .unwrap()
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }
}

async fn serve(
    stream: TcpStream,
    connection: usize,
    script: Script,
    accepted: Arc<AtomicUsize>,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut mail = 0;
    answer(
        &mut stream,
        script(connection, mail, "GREETING"),
        "220 ready",
    )
    .await?;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let step = line
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned();
        let usual = match step.as_str() {
            "DATA" => "354 go on",
            "EHLO" => "250-server\r\n250 8BITMIME",
            _ => "250 fine",
        };
        let does = script(connection, mail, &step);
        answer(&mut stream, does, usual).await?;
        if step == "DATA" && does == Does::Well {
            while line != ".\r\n" {
                line.clear();
                stream.read_line(&mut line).await.ok()?;
            }
            let does = script(connection, mail, "DOT");
            if does == Does::Well {
                accepted.fetch_add(1, Ordering::SeqCst);
            }
            answer(&mut stream, does, "250 queued as 4711").await?;
            mail += 1;
        }
    }
}

async fn answer(stream: &mut BufReader<TcpStream>, does: Does, usual: &str) -> Option<()> {
    let words = match does {
        Does::Well => usual,
        Does::Says(words) => words,
        Does::Silent => std::future::pending().await,
        Does::Closes => return None,
    };
    stream
        .get_mut()
        .write_all(format!("{words}\r\n").as_bytes())
        .await
        .ok()
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        message_id: "<1@region.example>".into(),
        from: "bilan@region.example".into(),
        to: "dominique@asso.example".into(),
        bytes: b"Subject: x\r\n\r\n.a line that begins with a dot\r\n".to_vec(),
    }
}

#[tokio::test]
async fn two_mails_use_one_connection() {
    let server = Server::start(|_, _, _| Does::Well).await;
    let transport = server.transport();
    for _ in 0..2 {
        assert_eq!(
            transport.send(&mail()).await,
            Outcome::Sent("queued as 4711".into())
        );
    }
    transport.finish().await;
    assert_eq!((server.connections(), server.accepted()), (1, 2));
}

#[tokio::test]
async fn a_kept_connection_that_was_closed_is_replaced_at_once() {
    for does in [Does::Closes, Does::Says("421 too many mails"), Does::Silent] {
        static NOW: std::sync::Mutex<Does> = std::sync::Mutex::new(Does::Well);
        *NOW.lock().unwrap() = does;
        let server = Server::start(|connection, mail, step| match (connection, mail, step) {
            (0, 1, "MAIL") => *NOW.lock().unwrap(),
            _ => Does::Well,
        })
        .await;
        let transport = server.transport();
        for _ in 0..2 {
            assert!(
                matches!(transport.send(&mail()).await, Outcome::Sent(_)),
                "{does:?}"
            );
        }
        assert_eq!((server.connections(), server.accepted()), (2, 2));
    }
}

#[tokio::test]
async fn after_the_message_nothing_is_repeated_at_once() {
    let server = Server::start(|_, mail, step| {
        if (mail, step) == (1, "DOT") {
            Does::Closes
        } else {
            Does::Well
        }
    })
    .await;
    let transport = server.transport();
    assert!(matches!(transport.send(&mail()).await, Outcome::Sent(_)));
    assert!(matches!(
        transport.send(&mail()).await,
        Outcome::Unreachable { .. }
    ));
    assert_eq!(
        (server.connections(), server.accepted()),
        (1, 1),
        "the mail may have been taken: it waits its turn"
    );
}

#[tokio::test]
async fn a_silent_server_holds_no_send() {
    for step in ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"] {
        static SILENT: std::sync::Mutex<&str> = std::sync::Mutex::new("");
        *SILENT.lock().unwrap() = step;
        let server = Server::start(|_, _, step| {
            if step == *SILENT.lock().unwrap() {
                Does::Silent
            } else {
                Does::Well
            }
        })
        .await;
        match server.transport().send(&mail()).await {
            Outcome::Unreachable { message } => {
                assert!(message.contains("no answer within"), "{step}: {message}");
            }
            other => panic!("{step}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_refusal_keeps_the_connection_for_the_next_mail() {
    let server = Server::start(|_, mail, step| match (mail, step) {
        (0, "RCPT") => {
            static ASKED: AtomicUsize = AtomicUsize::new(0);
            match ASKED.fetch_add(1, Ordering::SeqCst) {
                0 => Does::Says("550 5.1.1 no such user"),
                1 => Does::Says("450 4.2.0 greylisted"),
                _ => Does::Well,
            }
        }
        _ => Does::Well,
    })
    .await;
    let transport = server.transport();
    match transport.send(&mail()).await {
        Outcome::Refused {
            permanent: true,
            message,
        } => assert!(message.contains("no such user"), "{message}"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        transport.send(&mail()).await,
        Outcome::Refused {
            permanent: false,
            ..
        }
    ));
    assert!(matches!(transport.send(&mail()).await, Outcome::Sent(_)));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn no_server_and_no_starttls_are_said() {
    let server = Server::start(|_, _, _| Does::Well).await;
    let mut settings = SmtpSettings {
        host: "127.0.0.1".into(),
        port: server.port,
        security: Security::StartTls,
        credentials: Some(("bilan".into(), "a secret".into())),
        hello_name: None,
        ca_file: None,
        timeouts: StepTimeouts::default(),
    };
    assert!(!format!("{settings:?}").contains("a secret"));
    match Transport::smtp(settings.clone())
        .unwrap()
        .send(&mail())
        .await
    {
        Outcome::Unreachable { message } => {
            assert!(message.contains("does not offer STARTTLS"), "{message}");
        }
        other => panic!("{other:?}"),
    }
    settings.ca_file = Some("/no/such/ca.pem".into());
    let error = Transport::smtp(settings).unwrap_err().to_string();
    assert!(error.contains("/no/such/ca.pem"), "{error}");
}

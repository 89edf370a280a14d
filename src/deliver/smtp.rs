//! A mail server, step by step.
//!
//! lettre's own transport bounds the connection only: a server that falls silent holds a send for ever, and a kept
//! connection that the server closed fails the next mail (lettre #1027, #743). So the steps are taken here, each with its
//! own limit, and a mail is repeated at once only while nothing of its DATA has been sent.

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use lettre::address::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::sync::Mutex;

use super::{Outcome, OutgoingMail, TransportError};

/// A kept connection older than this is not used again: servers close idle ones after five minutes or sooner.
const IDLE: Duration = Duration::from_secs(60);

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (port 465).
    Tls,
    /// STARTTLS, required: nothing is sent to a server without it (port 587).
    StartTls,
    /// None: only for a server on the same machine.
    None,
}

/// How to reach a mail server.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Name, as in its certificate.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub security: Security,
    /// User and password, where the server asks for them.
    pub credentials: Option<(String, String)>,
    /// The name we give ourselves in EHLO; the machine's where absent.
    pub hello_name: Option<String>,
    /// A further authority to trust: a PEM file.
    pub ca_file: Option<PathBuf>,
    /// Limits.
    pub timeouts: StepTimeouts,
}

impl fmt::Debug for SmtpSettings {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("user", &self.credentials.as_ref().map(|(user, _)| user))
            .finish_non_exhaustive()
    }
}

/// How long each step may take. The default is what RFC 5321 §4.5.3.2 asks of a client: giving up earlier after the final
/// dot sends a mail twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepTimeouts {
    /// To open the connection, TLS included.
    pub connect: Duration,
    /// For the greeting, EHLO, STARTTLS, AUTH, MAIL and RCPT, each.
    pub command: Duration,
    /// For the answer to DATA.
    pub data: Duration,
    /// For each block of 64 KiB of the message.
    pub block: Duration,
    /// For the answer to the final dot.
    pub dot: Duration,
}

impl Default for StepTimeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(60),
            command: Duration::from_secs(5 * 60),
            data: Duration::from_secs(2 * 60),
            block: Duration::from_secs(3 * 60),
            dot: Duration::from_secs(10 * 60),
        }
    }
}

/// A mail server and the connection to it, where one is open.
pub struct Smtp {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
    kept: Mutex<Option<(AsyncSmtpConnection, Instant)>>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Smtp").field(&self.settings).finish()
    }
}

/// Why a mail did not go.
struct Failure {
    outcome: Outcome,
    /// The connection failed, not the mail, and nothing of the message had been sent.
    may_repeat: bool,
    /// The connection still answers.
    usable: bool,
}

impl Smtp {
    pub(super) fn new(settings: SmtpSettings) -> Result<Self, TransportError> {
        let tls = match settings.security {
            Security::None => None,
            Security::Tls | Security::StartTls => Some(tls_parameters(&settings)?),
        };
        Ok(Self {
            settings,
            tls,
            kept: Mutex::new(None),
        })
    }

    /// Sends one mail, on the kept connection if there is one; on a fresh one if that proves dead.
    pub(super) async fn send(&self, mail: &OutgoingMail) -> Outcome {
        let addresses = match (mail.from.parse::<Address>(), mail.to.parse::<Address>()) {
            (Ok(from), Ok(to)) => (from, to),
            _ => {
                return Outcome::Refused {
                    permanent: true,
                    message: format!("« {} » is not an address", mail.to),
                };
            }
        };
        let mut kept = self.kept.lock().await;
        if let Some((mut connection, used)) = kept.take()
            && used.elapsed() < IDLE
        {
            match self.attempt(&mut connection, &addresses, &mail.bytes).await {
                Ok(response) => {
                    *kept = Some((connection, Instant::now()));
                    return sent(&response);
                }
                Err(failure) if failure.may_repeat => {}
                Err(failure) => {
                    if failure.usable {
                        *kept = Some((connection, Instant::now()));
                    }
                    return failure.outcome;
                }
            }
        }
        let mut connection = match self.connect().await {
            Ok(connection) => connection,
            Err(message) => return Outcome::Unreachable { message },
        };
        match self.attempt(&mut connection, &addresses, &mail.bytes).await {
            Ok(response) => {
                *kept = Some((connection, Instant::now()));
                sent(&response)
            }
            Err(failure) => {
                if failure.usable {
                    *kept = Some((connection, Instant::now()));
                }
                failure.outcome
            }
        }
    }

    /// Takes leave of the server.
    pub(super) async fn finish(&self) {
        if let Some((mut connection, _)) = self.kept.lock().await.take() {
            // Everything is sent: a server that does not say goodbye has lost nothing of ours.
            tokio::time::timeout(Duration::from_secs(5), connection.quit())
                .await
                .ok();
        }
    }

    /// Opens a connection and says who we are. All that fails here concerns the server, never the mail: even a refused
    /// password leaves the mails in the outbox.
    async fn connect(&self) -> Result<AsyncSmtpConnection, String> {
        let settings = &self.settings;
        let limits = &settings.timeouts;
        let server = format!("{}:{}", settings.host, settings.port);
        let hello = settings
            .hello_name
            .clone()
            .map_or_else(ClientId::default, ClientId::Domain);
        let implicit = self
            .tls
            .clone()
            .filter(|_| settings.security == Security::Tls);
        let opening = AsyncSmtpConnection::connect_tokio1(
            (settings.host.as_str(), settings.port),
            Some(limits.connect),
            &hello,
            implicit,
            None,
        );
        // The connection, the greeting and EHLO are one call of lettre's.
        let mut connection = self
            .step("connection", limits.connect + 2 * limits.command, opening)
            .await?;
        if let Some(tls) = self
            .tls
            .clone()
            .filter(|_| settings.security == Security::StartTls)
        {
            if !connection.can_starttls() {
                return Err(format!(
                    "{server} does not offer STARTTLS: nothing was sent; check the port and « security »"
                ));
            }
            self.step(
                "STARTTLS",
                limits.connect + 2 * limits.command,
                connection.starttls(tls, &hello),
            )
            .await?;
        }
        if let Some((user, password)) = &settings.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            self.step(
                "AUTH",
                2 * limits.command,
                connection.auth(DEFAULT_MECHANISMS, &credentials),
            )
            .await?;
        }
        Ok(connection)
    }

    async fn step<T>(
        &self,
        name: &str,
        limit: Duration,
        work: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
    ) -> Result<T, String> {
        let (host, port) = (&self.settings.host, self.settings.port);
        match tokio::time::timeout(limit, work).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(format!("{host}:{port}, {name}: {}", in_words(&error))),
            Err(_) => Err(format!(
                "{host}:{port}, {name}: no answer within {} s",
                limit.as_secs()
            )),
        }
    }

    /// MAIL, RCPT, DATA, the message.
    async fn attempt(
        &self,
        connection: &mut AsyncSmtpConnection,
        (from, to): &(Address, Address),
        bytes: &[u8],
    ) -> Result<Response, Failure> {
        let limits = &self.settings.timeouts;
        let options = options(connection, from, to, bytes)?;
        let mail = Mail::new(Some(from.clone()), options);
        self.command(connection, "MAIL", limits.command, mail)
            .await?;
        self.command(
            connection,
            "RCPT",
            limits.command,
            Rcpt::new(to.clone(), vec![]),
        )
        .await?;
        self.command(connection, "DATA", limits.data, Data).await?;

        let blocks = u32::try_from(bytes.len() / 65_536)
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let limit = limits
            .dot
            .saturating_add(limits.block.saturating_mul(blocks));
        match tokio::time::timeout(limit, connection.message(bytes)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(failure(&error, false)),
            Err(_) => Err(silence("the message", limit, false)),
        }
    }

    /// One command before the message. A refusal resets the connection, which serves the next mail.
    async fn command(
        &self,
        connection: &mut AsyncSmtpConnection,
        name: &str,
        limit: Duration,
        command: impl fmt::Display,
    ) -> Result<(), Failure> {
        match tokio::time::timeout(limit, connection.command(command)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                let mut failure = failure(&error, true);
                if failure.usable {
                    let reset =
                        tokio::time::timeout(Duration::from_secs(30), connection.command(Rset))
                            .await;
                    failure.usable = matches!(reset, Ok(Ok(_)));
                }
                Err(failure)
            }
            Err(_) => Err(silence(name, limit, true)),
        }
    }
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, TransportError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.ca_file {
        let unreadable = |reason: String| TransportError::Certificate {
            path: path.clone(),
            reason,
        };
        let pem = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let certificate =
            Certificate::from_pem(&pem).map_err(|error| unreadable(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|error| TransportError::Tls {
        host: settings.host.clone(),
        reason: error.to_string(),
    })
}

/// The parameters of MAIL that this message needs, or its refusal if the server lacks the extension.
fn options(
    connection: &AsyncSmtpConnection,
    from: &Address,
    to: &Address,
    bytes: &[u8],
) -> Result<Vec<MailParameter>, Failure> {
    let server = connection.server_info();
    let mut options = Vec::new();
    let refused = |message: &str| Failure {
        outcome: Outcome::Refused {
            permanent: true,
            message: message.to_owned(),
        },
        may_repeat: false,
        usable: true,
    };
    let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    if !is_ascii(from) || !is_ascii(to) {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            return Err(refused(
                "the server takes no addresses with accents (SMTPUTF8)",
            ));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() {
        if !server.supports_feature(Extension::EightBitMime) {
            return Err(refused("the server takes no 8-bit messages (8BITMIME)"));
        }
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

fn sent(response: &Response) -> Outcome {
    Outcome::Sent(response.message().collect::<Vec<_>>().join(" "))
}

/// What an error of lettre's means for the mail.
fn failure(error: &lettre::transport::smtp::Error, before_message: bool) -> Failure {
    let message = in_words(error);
    // 421: the server closes the connection, whatever it was asked (RFC 5321 §3.8).
    let closing = error.status().is_some_and(|code| code.to_string() == "421");
    if (error.is_permanent() || error.is_transient()) && !closing {
        let outcome = Outcome::Refused {
            permanent: error.is_permanent(),
            message,
        };
        return Failure {
            outcome,
            may_repeat: false,
            usable: true,
        };
    }
    Failure {
        outcome: Outcome::Unreachable { message },
        may_repeat: before_message,
        usable: false,
    }
}

fn silence(step: &str, limit: Duration, before_message: bool) -> Failure {
    Failure {
        outcome: Outcome::Unreachable {
            message: format!("{step}: no answer within {} s", limit.as_secs()),
        },
        may_repeat: before_message,
        usable: false,
    }
}

/// An error with its causes, which lettre keeps apart.
fn in_words(error: &lettre::transport::smtp::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        let more = deeper.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = deeper.source();
    }
    words
}

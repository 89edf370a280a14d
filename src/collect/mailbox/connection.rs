//! The connection: TCP, TLS, greeting, login; each within its limit, each failure with its own words.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_imap::imap_proto::{Response, Status};
use async_imap::{Authenticator, Client, Session};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, CertificateError, ClientConfig, RootCertStore};

use crate::config::{Imap, Security};
use crate::model::{Fault, FaultCode};

/// What IMAP runs over: plain or encrypted.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Stream for T {}

/// An open session, before a folder is chosen, and what the server can do.
pub(super) struct Connection {
    pub(super) session: Session<Box<dyn Stream>>,
    pub(super) abilities: Abilities,
}

/// What the server can do, of what makes a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Abilities {
    /// RFC 2177.
    pub(super) idle: bool,
    /// RFC 6851.
    pub(super) r#move: bool,
    /// RFC 4315.
    pub(super) uidplus: bool,
}

/// Connects and logs in.
pub(super) async fn connect(imap: &Imap) -> Result<Connection, Fault> {
    let server = Server::of(imap);
    let tcp = server.tcp(imap).await?;
    let stream: Box<dyn Stream> = match imap.security {
        Security::Tls => Box::new(server.encrypt(imap, tcp).await?),
        Security::Starttls => {
            let mut client = Client::new(tcp);
            server.greeting(&mut client).await?;
            let asked = client.run_command_and_check_ok("STARTTLS", None);
            let answer = server.within("connect", asked).await?;
            answer.map_err(|_| server.fault(FaultCode::NoStarttls))?;
            // What came with the answer, unencrypted, is thrown away with the client's buffer.
            Box::new(server.encrypt(imap, client.into_inner()).await?)
        }
        Security::None => Box::new(tcp),
    };
    let mut client = Client::new(stream);
    if imap.security != Security::Starttls {
        server.greeting(&mut client).await?;
    }
    let session = server.login(imap, client).await?;
    Ok(session)
}

/// A server by the name that faults give it, and its time limit.
#[derive(Debug, Clone)]
pub(super) struct Server {
    name: String,
    limit: Duration,
}

impl Server {
    pub(super) fn of(imap: &Imap) -> Self {
        Self {
            name: format!("{}:{}", imap.host, imap.port()),
            limit: Duration::from_secs(imap.timeout_seconds),
        }
    }

    pub(super) fn fault(&self, code: FaultCode) -> Fault {
        Fault::new(code).with("server", &self.name)
    }

    /// The connection broke.
    pub(super) fn cut(&self, step: &str, cause: impl fmt::Display) -> Fault {
        self.fault(FaultCode::Cut)
            .with("step", step)
            .with("cause", cause)
    }

    /// What an error of the protocol's library means.
    pub(super) fn failed(&self, step: &str, error: &async_imap::error::Error) -> Fault {
        use async_imap::error::Error;
        match error {
            Error::No(said) | Error::Bad(said) => self.refused(step, said),
            error => self.cut(step, error),
        }
    }

    pub(super) fn refused(&self, step: &str, said: impl fmt::Display) -> Fault {
        self.fault(FaultCode::Refused)
            .with("step", step)
            .with("cause", said)
    }

    /// What a step gives, or that it took too long.
    pub(super) async fn within<T>(
        &self,
        step: &str,
        work: impl Future<Output = T>,
    ) -> Result<T, Fault> {
        self.within_more(step, Duration::ZERO, work).await
    }

    /// The same, with so much more time.
    pub(super) async fn within_more<T>(
        &self,
        step: &str,
        more: Duration,
        work: impl Future<Output = T>,
    ) -> Result<T, Fault> {
        let limit = self.limit + more;
        tokio::time::timeout(limit, work).await.map_err(|_| {
            self.fault(FaultCode::Silent)
                .with("step", step)
                .with("seconds", limit.as_secs())
        })
    }

    async fn tcp(&self, imap: &Imap) -> Result<TcpStream, Fault> {
        let unreachable =
            |error: std::io::Error| self.fault(FaultCode::Unreachable).with("cause", error);
        let opening = TcpStream::connect((imap.host.as_str(), imap.port()));
        let tcp = self
            .within("connect", opening)
            .await?
            .map_err(unreachable)?;
        let elsewhere = || tcp.peer_addr().is_ok_and(|peer| !peer.ip().is_loopback());
        if imap.security == Security::None && elsewhere() {
            return Err(self.fault(FaultCode::Unprotected));
        }
        Ok(tcp)
    }

    async fn encrypt(&self, imap: &Imap, tcp: TcpStream) -> Result<impl Stream + use<>, Fault> {
        let config = client_config(imap.ca_file.as_deref())?;
        let name = ServerName::try_from(imap.host.clone())
            .map_err(|e| self.fault(FaultCode::Encryption).with("cause", e))?;
        let shaking = TlsConnector::from(config).connect(name, tcp);
        let shaken = self.within("connect", shaking).await?;
        shaken.map_err(|error| self.not_encrypted(&error))
    }

    fn not_encrypted(&self, error: &std::io::Error) -> Fault {
        let tls = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>());
        let Some(rustls::Error::InvalidCertificate(reason)) = tls else {
            return self.fault(FaultCode::Encryption).with("cause", error);
        };
        match reason {
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                self.fault(FaultCode::CertificateName)
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => self.fault(FaultCode::CertificateDate),
            // A bad signature is that of an authority of the same name as one that is trusted.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                self.fault(FaultCode::CertificateUntrusted)
            }
            _ => self.fault(FaultCode::Encryption).with("cause", error),
        }
    }

    async fn greeting<S: Stream>(&self, client: &mut Client<S>) -> Result<(), Fault> {
        let greeting = self.within("greet", client.read_response()).await?;
        match greeting {
            Ok(Some(said)) => match said.parsed() {
                Response::Data {
                    status: Status::Bye,
                    outcome,
                } => Err(self.refused("greet", outcome.information.as_deref().unwrap_or("BYE"))),
                _ => Ok(()),
            },
            Ok(None) => Err(self.cut("greet", "EOF")),
            Err(error) => Err(self.cut("greet", error)),
        }
    }

    /// With LOGIN, which every server knows; with PLAIN where name or password are not ASCII, which LOGIN cannot say. Never
    /// with both: accounts are locked after some attempts.
    async fn login(
        &self,
        imap: &Imap,
        client: Client<Box<dyn Stream>>,
    ) -> Result<Connection, Fault> {
        let password = imap.password.as_ref().map_or("", |p| p.expose());
        let answer = if imap.user.is_ascii() && password.is_ascii() {
            let asking = client.login(&imap.user, password);
            self.within("login", asking).await?
        } else {
            let plain = Plain(format!("\0{}\0{password}", imap.user));
            let asking = client.authenticate("PLAIN", plain);
            self.within("login", asking).await?
        };
        let mut session = answer.map_err(|(error, _)| match error {
            async_imap::error::Error::No(said) => self
                .fault(FaultCode::Password)
                .with("user", &imap.user)
                .with("cause", said_by_server(&said)),
            error => self.failed("login", &error),
        })?;
        let abilities = self.within("login", session.capabilities()).await?;
        let abilities = abilities.map_err(|error| self.failed("login", &error))?;
        let abilities = Abilities {
            idle: abilities.has_str("IDLE"),
            r#move: abilities.has_str("MOVE"),
            uidplus: abilities.has_str("UIDPLUS"),
        };
        Ok(Connection { session, abilities })
    }
}

/// SASL PLAIN (RFC 4616).
struct Plain(String);

impl Authenticator for Plain {
    type Response = String;

    fn process(&mut self, _: &[u8]) -> String {
        std::mem::take(&mut self.0)
    }
}

/// The server's own words out of what the library makes of them.
pub(super) fn said_by_server(error: &str) -> &str {
    let text = error.split_once("info: Some(\"").map(|(_, text)| text);
    text.and_then(|text| text.rsplit_once("\")"))
        .map_or(error, |(text, _)| text)
}

/// Trust in the system's authorities, and in those of a file.
fn client_config(ca_file: Option<&Path>) -> Result<Arc<ClientConfig>, Fault> {
    let mut roots = RootCertStore::empty();
    // Those that this machine lists and that cannot be read are not ours to judge: what they would vouch for is refused.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_file {
        let unusable = |cause: &dyn fmt::Display| {
            Fault::new(FaultCode::AuthorityFile)
                .with("path", path.display())
                .with("cause", cause)
        };
        let pem = std::fs::read(path).map_err(|error| unusable(&error))?;
        let mut found = 0;
        for certificate in CertificateDer::pem_slice_iter(&pem) {
            let certificate = certificate.map_err(|error| unusable(&error))?;
            roots.add(certificate).map_err(|error| unusable(&error))?;
            found += 1;
        }
        if found == 0 {
            return Err(unusable(&"PEM ?"));
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| {
            Fault::new(FaultCode::Encryption)
                .with("server", "")
                .with("cause", error)
        })?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

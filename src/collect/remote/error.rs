//! What keeps a folder on a server from being read, in words for who can do something about it.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use tokio_rustls::rustls::{self, CertificateError};

use super::transport::Answer;
use crate::framework::Language;
use crate::model::{Fault, FaultCode, Finding, FindingCode, Place, SourceId};
use crate::store::StoreError;
use crate::text::fault_text;

/// Why a folder on a server, or one file of it, was not taken. What was taken before stays; the other sources go on.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Language::En))]
pub struct RemoteError {
    /// The source.
    pub id: SourceId,
    /// The server, as its settings name it.
    pub server: String,
    /// Why.
    pub reason: Reason,
}

/// What is wrong.
#[derive(Debug)]
pub enum Reason {
    /// The settings cannot be what is meant; what the library says about them.
    Settings(String),
    /// The address is not enciphered, and is not one of this machine.
    Plain(String),
    /// A file that the settings name cannot be read.
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The server refuses the account: name, password or key is wrong, or it may not look here.
    Credentials,
    /// The server does not prove that it is the one meant.
    Certificate(CertificateFault),
    /// The server's SSH key is not known, or is not the known one.
    HostKey,
    /// The folder, the bucket or the address does not exist.
    Missing(String),
    /// A name in this folder cannot be read.
    Names(String),
    /// The server sends to another address, which is not followed.
    Moved,
    /// There are more files than a look takes.
    TooMany(usize),
    /// One file is larger than any that is read.
    TooLarge {
        /// Its path from the folder.
        path: String,
        /// Its size in bytes, as far as it is known.
        size: u64,
        /// The largest that is read.
        limit: u64,
    },
    /// One file changed while it was fetched: it is taken once it rests.
    Changing {
        /// Its path from the folder.
        path: String,
    },
    /// The server cannot be reached, is too slow, or breaks off; what was seen last.
    Unreachable(String),
    /// The disk of this machine fails.
    Spool(Fault),
    /// The database of this machine fails.
    Store(StoreError),
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateFault {
    /// It is made out to another name.
    Name,
    /// No authority that is trusted here signed it.
    Authority,
    /// Its time is over or has not begun.
    Expired,
    /// Anything else.
    Other,
}

impl RemoteError {
    /// What happened and what to do, for the person who looks after the service.
    pub fn told(&self, language: Language) -> String {
        fault_text(&self.fault(), language)
    }

    /// The fault of the source.
    pub fn fault(&self) -> Fault {
        let fault = Fault::new(self.reason.code())
            .with("source", &self.id)
            .with("server", &self.server);
        match &self.reason {
            Reason::Settings(what) | Reason::Plain(what) | Reason::Unreachable(what) => {
                fault.with("what", what)
            }
            Reason::File { path, error } => fault.with("path", path.display()).with("what", error),
            Reason::Certificate(certificate) => fault.with("fault", certificate.word()),
            Reason::Missing(folder) | Reason::Names(folder) => fault.with("path", folder),
            Reason::TooMany(limit) => fault.with("limit", limit),
            Reason::TooLarge { path, size, limit } => fault
                .with("path", path)
                .with("size", size)
                .with("limit", limit),
            Reason::Changing { path } => fault.with("path", path),
            Reason::Spool(fault) => fault.clone(),
            Reason::Store(error) => fault.with("what", error),
            Reason::Credentials | Reason::HostKey | Reason::Moved => fault,
        }
    }

    /// Whether it is about one file, and the others may be fetched.
    pub fn is_of_one_file(&self) -> bool {
        matches!(
            self.reason,
            Reason::Changing { .. } | Reason::TooLarge { .. }
        )
    }

    /// Whether the next look may well go through with nothing done about it.
    pub fn is_passing(&self) -> bool {
        matches!(
            self.reason,
            Reason::Unreachable(_) | Reason::Changing { .. }
        )
    }

    /// What to say about a file that is never read as it is; the caller marks it as taken, so that it is said once.
    pub fn finding(&self) -> Option<Finding> {
        let Reason::TooLarge { path, size, limit } = &self.reason else {
            return None;
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        Some(
            Finding::error(FindingCode::FileTooLarge, Place::file(name))
                .with("size", size)
                .with("limit", limit),
        )
    }
}

impl CertificateFault {
    const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Authority => "authority",
            Self::Expired => "expired",
            Self::Other => "other",
        }
    }
}

impl From<&rustls::Error> for CertificateFault {
    fn from(error: &rustls::Error) -> Self {
        let rustls::Error::InvalidCertificate(error) = error else {
            return Self::Other;
        };
        match error {
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::Name
            }
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Self::Authority,
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Self::Expired,
            _ => Self::Other,
        }
    }
}

impl Reason {
    const fn code(&self) -> FaultCode {
        match self {
            Self::Settings(_) => FaultCode::RemoteSettings,
            Self::Plain(_) => FaultCode::RemotePlain,
            Self::File { .. } => FaultCode::RemoteFile,
            Self::Credentials => FaultCode::RemoteCredentials,
            Self::Certificate(_) => FaultCode::RemoteCertificate,
            Self::HostKey => FaultCode::RemoteHostKey,
            Self::Missing(_) => FaultCode::RemoteMissing,
            Self::Names(_) => FaultCode::RemoteNames,
            Self::Moved => FaultCode::RemoteMoved,
            Self::TooMany(_) => FaultCode::RemoteTooMany,
            Self::TooLarge { .. } => FaultCode::RemoteTooLarge,
            Self::Changing { .. } => FaultCode::RemoteChanging,
            Self::Unreachable(_) => FaultCode::RemoteUnreachable,
            Self::Spool(_) => FaultCode::SpoolUnwritable,
            Self::Store(_) => FaultCode::RemoteStore,
        }
    }

    /// The reason behind an error of OpenDAL, which tells most of it in the errors that it carries; `place` is what was asked for.
    pub(super) fn of(error: &opendal::Error, place: &str) -> Self {
        if let Some(found) = causes(error).find_map(reason_of) {
            return found;
        }
        match error.kind() {
            opendal::ErrorKind::ConfigInvalid if error.message().contains("NoSuchBucket") => {
                Self::Missing(place.to_owned())
            }
            opendal::ErrorKind::PermissionDenied => Self::Credentials,
            opendal::ErrorKind::NotFound | opendal::ErrorKind::NotADirectory => {
                Self::Missing(place.to_owned())
            }
            opendal::ErrorKind::ConfigInvalid => Self::Settings(last_words(error)),
            _ => Self::Unreachable(last_words(error)),
        }
    }
}

/// What one link of the chain says for sure.
fn reason_of(cause: &(dyn Error + 'static)) -> Option<Reason> {
    if let Some(answer) = cause.downcast_ref::<Answer>() {
        return Some(match answer {
            Answer::Refused(_) => Reason::Credentials,
            Answer::Moved(_) => Reason::Moved,
        });
    }
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        return Some(match error {
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
                Reason::Certificate(error.into())
            }
            // An alert, or bytes that are no TLS at all.
            other => Reason::Unreachable(other.to_string()),
        });
    }
    // The ssh program tells what is wrong in words only (openssh-client, sshconnect.c and sshconnect2.c).
    let said = cause.to_string();
    if said.contains("Host key verification failed") {
        Some(Reason::HostKey)
    } else if said.contains("Permission denied (") {
        Some(Reason::Credentials)
    } else {
        None
    }
}

/// The error and all that it carries. An [`io::Error`] hides what it carries from [`Error::source`].
pub(super) fn causes<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| carried(*error))
}

fn carried<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().map(io::Error::get_ref) {
        Some(inner) => inner.map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}

/// The root of it, in one short line: a server's page of HTML tells nobody anything.
fn last_words(error: &opendal::Error) -> String {
    const LONGEST: usize = 200;
    let root = causes(error).last();
    let text = match root.filter(|root| !root.is::<opendal::Error>()) {
        Some(root) => root.to_string(),
        None => error.message().to_owned(),
    };
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(LONGEST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(reason: Reason) -> RemoteError {
        RemoteError {
            id: "nuage".into(),
            server: "nuage.region.example".to_owned(),
            reason,
        }
    }

    fn all() -> Vec<RemoteError> {
        let path = || "2026-T3/retour Marché.xlsx".to_owned();
        let denied = || io::Error::from(io::ErrorKind::PermissionDenied);
        let faults = [
            CertificateFault::Name,
            CertificateFault::Authority,
            CertificateFault::Expired,
            CertificateFault::Other,
        ];
        let mut reasons = vec![
            Reason::Settings("nuage: relative URL without a base".to_owned()),
            Reason::Plain("http://nuage.region.example/dav".to_owned()),
            Reason::File {
                path: "secrets/autorite.pem".into(),
                error: denied(),
            },
            Reason::Credentials,
            Reason::HostKey,
            Reason::Missing("depot/".to_owned()),
            Reason::Names("depot/".to_owned()),
            Reason::Moved,
            Reason::TooMany(100_000),
            Reason::TooLarge {
                path: path(),
                size: 30_000_000,
                limit: 26_214_400,
            },
            Reason::Changing { path: path() },
            Reason::Unreachable("Connection refused (os error 111)".to_owned()),
            Reason::Spool(
                Fault::new(FaultCode::SpoolUnwritable)
                    .with("path", "var/arrivees")
                    .with("cause", denied()),
            ),
            Reason::Store(StoreError::corrupt("remote_object", "x")),
        ];
        reasons.extend(faults.map(Reason::Certificate));
        reasons.into_iter().map(error).collect()
    }

    #[test]
    fn each_says_what_happened_and_what_to_do() {
        let told = |language| {
            let lines: Vec<String> = all().iter().map(|e| e.told(language)).collect();
            let text = lines.join("\n").replace(['\u{a0}', '\u{202f}'], " ");
            assert!(!text.contains('{'), "{text}");
            text
        };
        insta::assert_snapshot!("french", told(Language::Fr));
        insta::assert_snapshot!("english", told(Language::En));
        assert_eq!(all()[3].to_string(), all()[3].told(Language::En));
    }

    #[test]
    fn only_a_file_that_is_too_large_is_a_finding() {
        let findings: Vec<Finding> = all().iter().filter_map(RemoteError::finding).collect();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place.file, "retour Marché.xlsx");
        let passing: Vec<&str> = all()
            .iter()
            .filter(|e| e.is_passing())
            .map(|e| e.fault().code.as_str())
            .collect();
        assert_eq!(passing, ["remote-changing", "remote-unreachable"]);
    }

    #[test]
    fn what_an_error_carries_is_found_behind_errors_of_the_system() {
        let certificate = rustls::Error::InvalidCertificate(CertificateError::NotValidForName);
        let carried = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, certificate));
        let seen = opendal::Error::new(opendal::ErrorKind::Unexpected, "send").set_source(carried);
        assert!(matches!(
            Reason::of(&seen, ""),
            Reason::Certificate(CertificateFault::Name)
        ));
        let ssh = io::Error::new(
            io::ErrorKind::ConnectionAborted,
            "No ED25519 host key is known for h.\r\nHost key verification failed.",
        );
        let seen = opendal::Error::new(opendal::ErrorKind::Unexpected, "ssh").set_source(ssh);
        assert!(matches!(Reason::of(&seen, ""), Reason::HostKey));
        let page = format!("<html>\n\t<p>{}", "long ".repeat(500));
        let seen = opendal::Error::new(opendal::ErrorKind::Unexpected, page);
        let Reason::Unreachable(words) = Reason::of(&seen, "") else {
            panic!("{seen}");
        };
        assert!(words.starts_with("<html> <p>long") && words.len() == 200);
    }
}

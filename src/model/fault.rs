//! Faults of sources: why one gave nothing, for whoever looks after the service.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::SourceId;

macro_rules! fault_codes {
    ($($(#[$doc:meta])* $name:ident => $code:literal),+ $(,)?) => {
        /// What a fault says; its texts are the Fluent messages `fault-<code>` with the attribute `remedy`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FaultCode {
            $($(#[$doc])* #[serde(rename = $code)] $name),+
        }

        impl FaultCode {
            /// Every code, for tests that each one has its texts.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code in Fluent identifiers and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code),+
                }
            }
        }
    };
}

fault_codes! {
    /// The folder cannot be listed; details: `path`, `cause`.
    FolderUnreadable => "folder-unreadable",
    /// What was fetched cannot be written on this machine; details: `path`, `cause`.
    SpoolUnwritable => "spool-unwritable",
    /// No connection to the server; details: `server`, `cause`.
    Unreachable => "unreachable",
    /// The certificate is made out to another name; details: `server`.
    CertificateName => "certificate-name",
    /// The certificate's authority is not trusted; details: `server`.
    CertificateUntrusted => "certificate-untrusted",
    /// The certificate is no longer, or not yet, valid; details: `server`.
    CertificateDate => "certificate-date",
    /// The encrypted connection failed otherwise; details: `server`, `cause`.
    Encryption => "encryption",
    /// The file of trusted certificates cannot be used; details: `path`, `cause`.
    AuthorityFile => "authority-file",
    /// The server has no STARTTLS; details: `server`.
    NoStarttls => "no-starttls",
    /// Without protection, and not on this machine; details: `server`.
    Unprotected => "unprotected",
    /// The server refused user and password; details: `server`, `user`, `cause`.
    Password => "password",
    /// The server gave no answer in time; details: `server`, `step`, `seconds`.
    Silent => "silent",
    /// The connection was cut; details: `server`, `step`, `cause`.
    Cut => "cut",
    /// The server refused a step; details: `server`, `step`, `cause`.
    Refused => "refused",
    /// Messages were read and cannot be moved; details: `server`, `folder`, `cause`.
    NotMoved => "not-moved",
    /// A folder on a server: its settings cannot be what is meant; details: `source`, `what`.
    RemoteSettings => "remote-settings",
    /// The same: its address is not enciphered, and not of this machine; details: `source`, `what`.
    RemotePlain => "remote-plain",
    /// The same: a file that its settings name cannot be read; details: `source`, `path`, `what`.
    RemoteFile => "remote-file",
    /// The same: the account is refused; details: `source`, `server`.
    RemoteCredentials => "remote-credentials",
    /// The same: the certificate is refused; details: `source`, `server`, `fault` (name, authority, expired, other).
    RemoteCertificate => "remote-certificate",
    /// The same: the server's SSH key is not the known one; details: `source`, `server`.
    RemoteHostKey => "remote-host-key",
    /// The same: it does not exist; details: `source`, `server`, `path`.
    RemoteMissing => "remote-missing",
    /// The same: a name in it cannot be read; details: `source`, `server`, `path`.
    RemoteNames => "remote-names",
    /// The same: the server sends elsewhere; details: `source`, `server`.
    RemoteMoved => "remote-moved",
    /// The same: it holds too many files; details: `source`, `limit`.
    RemoteTooMany => "remote-too-many",
    /// The same: a file is too large; details: `source`, `path`, `size`, `limit`.
    RemoteTooLarge => "remote-too-large",
    /// The same: a file is changing; details: `source`, `path`.
    RemoteChanging => "remote-changing",
    /// The same: the server cannot be reached or breaks off; details: `source`, `server`, `what`.
    RemoteUnreachable => "remote-unreachable",
    /// The same: the database of this machine fails; details: `source`, `what`.
    RemoteStore => "remote-store",
}

/// Why a source gave nothing, or not all. The texts are made from `code` and `details` in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What it says.
    pub code: FaultCode,
    /// Arguments of its texts, by name.
    pub details: BTreeMap<String, String>,
}

/// A source that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFailure {
    /// The source.
    pub source: SourceId,
    /// Why.
    pub fault: Fault,
}

impl Fault {
    /// A fault without details.
    pub fn new(code: FaultCode) -> Self {
        Self {
            code,
            details: BTreeMap::new(),
        }
    }

    /// Adds an argument of its texts. What a server says is cut: a fault quotes, it does not carry.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        const QUOTED: usize = 300;
        let shown = value.to_string();
        let shown = shown.chars().map(|c| if c.is_control() { ' ' } else { c });
        self.details
            .insert(name.to_owned(), shown.take(QUOTED).collect());
        self
    }
}

impl fmt::Display for Fault {
    /// For logs: the code and what it is about.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        // Not the account: it is a person's, often.
        for (name, value) in self.details.iter().filter(|(name, _)| *name != "user") {
            write!(f, " {name}={value:?}")?;
        }
        Ok(())
    }
}

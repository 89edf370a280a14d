//! The ways out: a folder of `.eml` files, or a mail server.

use std::path::PathBuf;

use super::OutgoingMail;
use super::file_transport;
use super::smtp::{Smtp, SmtpSettings};

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Taken, with the server's words or the file's path.
    Sent(String),
    /// Refused by the server.
    Refused {
        /// For good: trying again gives the same answer.
        permanent: bool,
        /// The server's words.
        message: String,
    },
    /// The way out is not there, or broke off: to be tried again.
    Unreachable {
        /// What happened.
        message: String,
    },
}

/// A way out that cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The certificate of an authority cannot be read.
    #[error("cannot read the certificate {path}: {reason}; give a PEM file in the mail settings")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// TLS cannot be set up.
    #[error("TLS cannot be set up for {host}: {reason}")]
    Tls {
        /// The server.
        host: String,
        /// Why.
        reason: String,
    },
}

/// A way out.
#[derive(Debug)]
pub enum Transport {
    /// One `.eml` file a mail in this folder.
    File(PathBuf),
    /// A mail server; one connection serves one mail after the other.
    Smtp(Box<Smtp>),
}

impl Transport {
    /// Prepares a mail server; nothing is sent to it yet.
    ///
    /// # Errors
    /// A certificate that cannot be read.
    pub fn smtp(settings: SmtpSettings) -> Result<Self, TransportError> {
        Ok(Self::Smtp(Box::new(Smtp::new(settings)?)))
    }

    /// Sends one mail. Never fails: what happened is the outcome.
    pub async fn send(&self, mail: &OutgoingMail) -> Outcome {
        match self {
            Self::File(folder) => {
                let (folder, mail) = (folder.clone(), mail.clone());
                match tokio::task::spawn_blocking(move || file_transport::write(&folder, &mail))
                    .await
                {
                    Ok(outcome) => outcome,
                    Err(error) => Outcome::Unreachable {
                        message: error.to_string(),
                    },
                }
            }
            Self::Smtp(server) => server.send(mail).await,
        }
    }

    /// Ends a batch: takes leave of the server, or waits until the folder's files are on the disk.
    pub async fn finish(&self) {
        match self {
            Self::File(folder) => {
                let folder = folder.clone();
                if tokio::task::spawn_blocking(move || file_transport::sync(&folder))
                    .await
                    .is_err()
                {
                    tracing::warn!("the folder of outgoing mails was not synchronised");
                }
            }
            Self::Smtp(server) => server.finish().await,
        }
    }
}

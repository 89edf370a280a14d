//! Where returned files come from: folders of this machine or of a server, and mailboxes.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use super::settings::{Secret, Security};
use crate::model::SourceId;

/// Where returned files come from. `kind` says which; all but a folder of this machine have a table of that name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Identifier, kept with each file.
    pub id: SourceId,
    /// What it is. Default: `folder`.
    #[serde(default)]
    pub kind: SourceKind,
    /// The folder of this machine, with all that is under it. A folder in it named after a day (`2026-10-05`) says when its
    /// files came; otherwise the file's date of modification does.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// The mailbox.
    #[serde(default)]
    pub imap: Option<Imap>,
    /// The folder on a WebDAV server.
    #[serde(default)]
    pub webdav: Option<Webdav>,
    /// The folder in an S3 bucket.
    #[serde(default)]
    pub s3: Option<S3>,
    /// The folder on an SFTP server.
    #[serde(default)]
    pub sftp: Option<Sftp>,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A folder of this machine.
    #[default]
    Folder,
    /// A mailbox, by IMAP.
    Imap,
    /// A folder on a WebDAV server (Nextcloud…).
    Webdav,
    /// A folder in an S3 bucket.
    S3,
    /// A folder on an SFTP server.
    Sftp,
}

/// A mailbox. Messages that were dealt with are moved, never deleted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Imap {
    /// The server's name.
    pub host: String,
    /// Its port; 993 for `tls`, 143 otherwise, where absent.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is protected. Default: `tls`.
    #[serde(default)]
    pub security: Security,
    /// The account.
    pub user: String,
    /// The password; better in a file named by `password_file`.
    #[serde(default)]
    pub password: Option<Secret>,
    /// A file that holds the password and nothing else; it wins over `password`.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// Certificates (PEM) trusted besides the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// Where messages arrive. Default: `INBOX`.
    #[serde(default = "Imap::default_folder")]
    pub folder: String,
    /// Where messages go that were dealt with. Default: `Traités`.
    #[serde(default = "Imap::default_done")]
    pub done: String,
    /// Where messages go that someone must look at. Default: `À voir`.
    #[serde(default = "Imap::default_review")]
    pub review: String,
    /// Seconds between two looks at the mailbox while the daemon runs, besides what the server announces by itself. Default: 300.
    #[serde(default = "Imap::default_poll")]
    #[schemars(range(min = 10))]
    pub poll_seconds: u64,
    /// Bytes of a message with all that is attached. A larger one is left on the server, moved to `review`. Default:
    /// 41 943 040 (40 MiB).
    #[serde(default = "Imap::default_message_bytes")]
    #[schemars(range(min = 1024, max = 268_435_456))]
    pub max_message_bytes: u32,
    /// Seconds that the server may take for one answer, besides the time that many bytes take. Default: 60.
    #[serde(default = "Imap::default_timeout")]
    #[schemars(range(min = 1, max = 600))]
    pub timeout_seconds: u64,
}

/// A folder on a WebDAV server.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webdav {
    /// The server's address: `https://nuage.region.example/remote.php/dav/files/bilan`.
    pub url: String,
    /// The folder, from that address. Default: the address itself.
    #[serde(default)]
    pub folder: String,
    /// The account; none where absent.
    #[serde(default)]
    pub user: Option<String>,
    /// The password; better in a file named by `password_file`.
    #[serde(default)]
    pub password: Option<Secret>,
    /// A file that holds the password and nothing else; it wins over `password`.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// Certificates (PEM) trusted besides the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// A folder in an S3 bucket.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// The bucket.
    pub bucket: String,
    /// The folder in it. Default: the whole bucket.
    #[serde(default)]
    pub folder: String,
    /// The region. Default: `us-east-1`, which servers other than AWS's expect.
    #[serde(default = "S3::default_region")]
    pub region: String,
    /// The server's address, for servers other than AWS's.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// The key's name.
    pub access_key_id: String,
    /// The key; better in a file named by `secret_access_key_file`.
    #[serde(default)]
    pub secret_access_key: Option<Secret>,
    /// A file that holds the key and nothing else; it wins over `secret_access_key`.
    #[serde(default)]
    pub secret_access_key_file: Option<PathBuf>,
    /// Certificates (PEM) trusted besides the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// A folder on an SFTP server, by the `ssh` program of this machine.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sftp {
    /// The server's name.
    pub host: String,
    /// Its port. Default: 22.
    #[serde(default)]
    pub port: Option<u16>,
    /// The account.
    pub user: String,
    /// The private key, without passphrase.
    pub key_file: PathBuf,
    /// The folder. Default: the account's own.
    #[serde(default)]
    pub folder: String,
}

impl Source {
    pub(super) fn defaults() -> Vec<Self> {
        vec![Self {
            id: "retours".into(),
            kind: SourceKind::Folder,
            path: Some("samples/retours".into()),
            imap: None,
            webdav: None,
            s3: None,
            sftp: None,
        }]
    }

    /// The key that says where the source is, and whether it is there.
    pub(super) fn place(&self) -> (&'static str, bool) {
        match self.kind {
            SourceKind::Folder => ("path", self.path.is_some()),
            SourceKind::Imap => ("imap", self.imap.is_some()),
            SourceKind::Webdav => ("webdav", self.webdav.is_some()),
            SourceKind::S3 => ("s3", self.s3.is_some()),
            SourceKind::Sftp => ("sftp", self.sftp.is_some()),
        }
    }

    /// Every path of this machine that it names.
    pub(super) fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let imap = self
            .imap
            .as_mut()
            .map(|s| [s.password_file.as_mut(), s.ca_file.as_mut()]);
        let webdav = self
            .webdav
            .as_mut()
            .map(|s| [s.password_file.as_mut(), s.ca_file.as_mut()]);
        let s3 = self
            .s3
            .as_mut()
            .map(|s| [s.secret_access_key_file.as_mut(), s.ca_file.as_mut()]);
        let sftp = self.sftp.as_mut().map(|s| &mut s.key_file);
        let files = [imap, webdav, s3].into_iter().flatten().flatten().flatten();
        files.chain(sftp).chain(self.path.as_mut())
    }
}

impl Imap {
    fn default_folder() -> String {
        "INBOX".to_owned()
    }

    fn default_done() -> String {
        "Traités".to_owned()
    }

    fn default_review() -> String {
        "À voir".to_owned()
    }

    const fn default_poll() -> u64 {
        300
    }

    const fn default_message_bytes() -> u32 {
        40 * 1024 * 1024
    }

    const fn default_timeout() -> u64 {
        60
    }

    /// The port, that of the protection where none is given.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Tls => 993,
            Security::Starttls | Security::None => 143,
        })
    }
}

impl S3 {
    fn default_region() -> String {
        "us-east-1".to_owned()
    }
}

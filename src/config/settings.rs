//! The settings as types. Paths in files are relative to the programme's folder.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;

use super::source::Source;
use crate::model::WorkbookFormat;

/// All settings of the service.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The database.
    #[serde(default)]
    pub store: Store,
    /// Where files are kept.
    #[serde(default)]
    pub files: Files,
    /// The register of what is followed.
    #[serde(default)]
    pub register: RegisterFile,
    /// Where returned files come from; `samples/retours` where absent.
    #[serde(default = "Source::defaults", rename = "source")]
    pub sources: Vec<Source>,
    /// How mail leaves.
    pub mail: Mail,
    /// Questionnaires that are sent out.
    #[serde(default)]
    pub forms: Forms,
    /// Dashboards.
    #[serde(default)]
    pub dashboard: Dashboard,
    /// Answers to those who send returns.
    #[serde(default)]
    pub answers: Answers,
    /// What reading one file may cost.
    #[serde(default)]
    pub reading: Reading,
    /// How much is done at once.
    #[serde(default)]
    pub work: Work,
    /// What is logged.
    #[serde(default)]
    pub log: Log,
}

/// The database.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// The SQLite file, made at the first run. Default: `var/bilan.sqlite`.
    pub path: PathBuf,
}

/// Where files are kept.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// Raw returns, by the hash of their content. Default: `var/retours`.
    pub returned: PathBuf,
    /// Documents made. Default: `var/documents`.
    pub documents: PathBuf,
    /// Files fetched from a server, until they are in the store: emptied at each run. Default: `var/arrivees`.
    pub spool: PathBuf,
}

/// The register of what is followed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RegisterFile {
    /// The workbook, one sheet per kind. Default: `samples/registre.xlsx`.
    pub path: PathBuf,
}

/// How mail leaves.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The sender: `Mission participation <participation@region.example>`.
    pub from: String,
    /// Where answers go; the sender where absent.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// Files (the default: nothing leaves the machine) or SMTP.
    #[serde(default)]
    pub transport: Transport,
    /// Where the transport `file` writes its `.eml` files. Default: `var/courriels`.
    #[serde(default = "Mail::default_folder")]
    pub folder: PathBuf,
    /// The server of the transport `smtp`.
    #[serde(default)]
    pub smtp: Option<Smtp>,
}

/// By which way mail leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// As `.eml` files in a folder.
    #[default]
    File,
    /// Through an SMTP server.
    Smtp,
}

/// An SMTP server.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port; 465 for `tls`, 587 for `starttls`, 25 for `none` where absent.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is protected. Default: `tls`.
    #[serde(default)]
    pub security: Security,
    /// The account; no authentication where absent.
    #[serde(default)]
    pub user: Option<String>,
    /// The password; better in a file named by `password_file`, or in `BILAN__MAIL__SMTP__PASSWORD`.
    #[serde(default)]
    pub password: Option<Secret>,
    /// A file that holds the password and nothing else; it wins over `password`.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// Certificates (PEM) trusted besides the system's.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte (RFC 8314 §3.3).
    #[default]
    Tls,
    /// TLS after STARTTLS, required.
    Starttls,
    /// None: for a server on the same machine only.
    None,
}

/// Questionnaires that are sent out.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Forms {
    /// What questionnaires are signed with, so that a return is known for ours; made at the first use and kept in the store
    /// where absent. Better in a file named by `secret_file`.
    pub secret: Option<Secret>,
    /// A file that holds it and nothing else; it wins over `secret`.
    pub secret_file: Option<PathBuf>,
}

/// Dashboards.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dashboard {
    /// The formats that dashboards are made in, side by side with the same figures; mails carry the first one. Default: xlsx
    /// and ods.
    pub formats: Vec<WorkbookFormat>,
}

/// Answers to those who send returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// Mails that answer returns, at most, to one address in one day, so that two machines never talk to each other without
    /// end. Default: 30.
    #[schemars(range(min = 1, max = 1000))]
    pub per_address_and_day: u32,
}

/// What reading one file may cost. Beyond it, the file is refused with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// Bytes of the file. Default: 26 214 400 (25 MiB).
    #[schemars(range(min = 1))]
    pub max_file_bytes: u64,
    /// Bytes of what it unpacks to. Default: 200 000 000.
    #[schemars(range(min = 1))]
    pub max_inflated_bytes: u64,
    /// Bytes unpacked for one byte of archive. Default: 200.
    #[schemars(range(min = 1))]
    pub max_ratio: u64,
    /// Cells read. Default: 100 000.
    #[schemars(range(min = 1))]
    pub max_cells: u64,
    /// Sheets read. Default: 64.
    #[schemars(range(min = 1))]
    pub max_sheets: u64,
    /// Address space of the reading process, in bytes. Default: 536 870 912 (512 MiB).
    #[schemars(range(min = 67_108_864))]
    pub memory_bytes: u64,
    /// Processor seconds. Default: 10.
    #[schemars(range(min = 1))]
    pub cpu_seconds: u64,
    /// Seconds by the clock. Default: 20.
    #[schemars(range(min = 1))]
    pub wall_seconds: u64,
}

/// How much is done at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Work {
    /// Threads that make documents; one per core where absent.
    #[schemars(range(min = 1, max = 1024))]
    pub threads: Option<NonZeroUsize>,
}

/// What is logged, on the standard error output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// For people or for machines. Default: `text`.
    pub format: LogFormat,
    /// The least grave that is logged. Default: `info`.
    pub level: Level,
}

/// The form of logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// A line of text an event.
    #[default]
    Text,
    /// A JSON object an event.
    Json,
}

/// How grave an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// What failed.
    Error,
    /// What is strange.
    Warn,
    /// What an administrator wants daily.
    #[default]
    Info,
    /// The rest.
    Debug,
    /// Everything.
    Trace,
}

/// A text that never shows in logs or messages.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Default for Store {
    fn default() -> Self {
        Self {
            path: "var/bilan.sqlite".into(),
        }
    }
}

impl Default for Files {
    fn default() -> Self {
        Self {
            returned: "var/retours".into(),
            documents: "var/documents".into(),
            spool: "var/arrivees".into(),
        }
    }
}

impl Default for RegisterFile {
    fn default() -> Self {
        Self {
            path: "samples/registre.xlsx".into(),
        }
    }
}

impl Default for Dashboard {
    fn default() -> Self {
        Self {
            formats: vec![WorkbookFormat::Xlsx, WorkbookFormat::Ods],
        }
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            per_address_and_day: 30,
        }
    }
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            max_file_bytes: 25 * 1024 * 1024,
            max_inflated_bytes: 200_000_000,
            max_ratio: 200,
            max_cells: 100_000,
            max_sheets: 64,
            memory_bytes: 512 * 1024 * 1024,
            cpu_seconds: 10,
            wall_seconds: 20,
        }
    }
}

impl Mail {
    fn default_folder() -> PathBuf {
        "var/courriels".into()
    }
}

impl Smtp {
    /// The port, that of the protection where none is given.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Tls => 465,
            Security::Starttls => 587,
            Security::None => 25,
        })
    }
}

impl Work {
    /// How many threads make documents.
    pub fn threads(&self) -> NonZeroUsize {
        let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.threads.unwrap_or_else(cores)
    }
}

impl Settings {
    /// The same settings with every path seen from where the programme's folder is.
    pub(super) fn rooted(mut self, root: &Path) -> Self {
        let smtp = self.mail.smtp.as_mut();
        let secrets = smtp.map(|smtp| [smtp.password_file.as_mut(), smtp.ca_file.as_mut()]);
        let mut paths: Vec<&mut PathBuf> = secrets.into_iter().flatten().flatten().collect();
        paths.extend([
            &mut self.store.path,
            &mut self.files.returned,
            &mut self.files.documents,
            &mut self.files.spool,
        ]);
        paths.extend(self.forms.secret_file.as_mut());
        paths.extend([&mut self.register.path, &mut self.mail.folder]);
        paths.extend(self.sources.iter_mut().flat_map(Source::paths));
        for path in paths {
            *path = root.join(&*path);
        }
        self
    }
}

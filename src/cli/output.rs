//! What every command prints alike: failures, logs, JSON, the opening of the programme.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use super::args::{Args, Command, Format};
use super::progress;
use crate::config::{self, LogFormat};
use crate::framework::{Job, Language, Problems};
use crate::model::{Fault, Finding, JobId};
use crate::pipeline::{Context, OpenError, PipelineError};
use crate::register::RegisterError;
use crate::render::Templates;
use crate::store::StoreError;
use crate::text::{fault_text, finding_text};

/// Columns of reports on problems: what fits most terminals and mails.
const WIDTH: usize = 110;

/// Why a command ends badly.
#[derive(Debug)]
pub enum Failure {
    /// The configuration is wrong: exit code 3.
    Problems(Problems),
    /// The register is wrong: exit code 3.
    Register(String, Vec<Finding>),
    /// Anything else: exit code 1.
    Other(String),
}

impl Failure {
    /// A failure in words.
    pub fn other(message: impl std::fmt::Display) -> Self {
        Self::Other(message.to_string())
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Problems(problems) => Self::Problems(problems),
            OpenError::Register(error) => error.into(),
            OpenError::Store(error) => error.into(),
            OpenError::Threads(_) => Self::other(error),
        }
    }
}

impl From<PipelineError> for Failure {
    fn from(error: PipelineError) -> Self {
        match error {
            PipelineError::Register(error) => error.into(),
            PipelineError::Open(error) => error.into(),
            PipelineError::Busy(job) => Self::other(format!(
                "le travail « {job} » est en cours dans un autre processus (bilan serve ?) : attendez sa fin, « bilan status » la montre"
            )),
            PipelineError::Store(error) => error.into(),
            PipelineError::Document { document, reason } => Self::other(format!(
                "le document {document} n’a pas pu être fait : {reason}"
            )),
            PipelineError::File { path, source } => {
                Self::other(format!("le fichier {} : {source}", path.display()))
            }
            error => Self::other(error),
        }
    }
}

impl From<RegisterError> for Failure {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Unusable { path, findings } => {
                let words = format!("le registre {} ne peut pas être utilisé", path.display());
                Self::Register(words, findings)
            }
            RegisterError::Unreadable { path, source } => {
                let words = format!(
                    "le registre {} ne peut pas être lu ({source}) : donnez sa place dans config/bilan.toml, register.path",
                    path.display()
                );
                Self::Register(words, Vec::new())
            }
            RegisterError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Failure {
    /// The administrator's business: what the database says is kept as it is, so that it can be searched for.
    fn from(error: StoreError) -> Self {
        Self::other(format!(
            "la base de données ou les fichiers gardés : {error}"
        ))
    }
}

macro_rules! other_failures {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::other(error)
            }
        }
    )+};
}
other_failures!(
    std::io::Error,
    crate::evaluate::EvaluateError,
    serde_json::Error
);

/// Says why, on the standard error output, and gives the exit code.
pub(super) fn fail(args: &Args, failure: &Failure) -> ExitCode {
    let mut out = std::io::stderr().lock();
    let (text, code) = match failure {
        Failure::Problems(problems) => {
            let colour = std::io::stderr().is_terminal();
            (problems.report(Language::Fr, WIDTH, colour), 3)
        }
        Failure::Register(message, findings) => {
            let mut text = format!("{message}\n");
            findings
                .iter()
                .for_each(|f| text.push_str(&finding_line(f)));
            (text, 3)
        }
        Failure::Other(message) => (format!("bilan : {message}\n"), 1),
    };
    // Nothing is left to do when even the standard error output is closed.
    let _ = match args.format {
        Format::Text => write!(out, "{text}"),
        Format::Json => writeln!(out, "{}", as_json(failure, text.trim())),
    };
    ExitCode::from(code)
}

/// A failure for a program: the text, and each problem or finding apart.
fn as_json(failure: &Failure, text: &str) -> serde_json::Value {
    match failure {
        Failure::Problems(problems) => {
            let problems: Vec<_> = problems
                .iter()
                .map(|problem| {
                    serde_json::json!({
                        "file": problem.file,
                        "line": problem.spot.as_ref().map(|s| s.line),
                        "column": problem.spot.as_ref().map(|s| s.column),
                        "message": problem.message,
                        "help": problem.help,
                    })
                })
                .collect();
            serde_json::json!({ "error": text, "problems": problems })
        }
        Failure::Register(message, findings) => {
            serde_json::json!({ "error": message, "findings": findings })
        }
        Failure::Other(message) => serde_json::json!({ "error": message }),
    }
}

/// A finding in one line, for the terminal.
pub(super) fn finding_line(finding: &Finding) -> String {
    let text = finding_text(
        finding,
        finding.field.as_ref().map(crate::model::FieldId::as_str),
        None,
        Language::Fr,
    );
    format!("  • {} : {} {}\n", text.place, text.what, text.remedy)
}

/// Why a source failed and what to do, in one line.
pub(super) fn source_line(source: impl std::fmt::Display, fault: &Fault) -> String {
    format!(
        "  • source « {source} » : {}\n",
        fault_text(fault, Language::Fr)
    )
}

/// Starts the log: English, one line an event, on the standard error output. Commands for people log warnings only; the
/// daemon logs what the settings say.
pub(super) fn start_log(args: &Args) {
    let serving = matches!(args.command, Command::Serve(_));
    let log = config::load(&args.programme)
        .map(|settings| settings.log)
        .unwrap_or_default();
    let level = if serving {
        format!("{:?}", log.level).to_lowercase()
    } else {
        "warn".to_owned()
    };
    let filter = EnvFilter::try_from_env("BILAN_LOG")
        .unwrap_or_else(|_| EnvFilter::new(format!("warn,bilan={level}")));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Json if serving => builder.json().try_init(),
        LogFormat::Json | LogFormat::Text => builder
            .with_ansi(std::io::stderr().is_terminal())
            .try_init(),
    };
    if let Err(error) = started {
        tracing::debug!(%error, "the log was started before");
    }
}

/// Prints a value as JSON, or what `text` makes of it.
pub(super) fn print<T: Serialize>(
    args: &Args,
    value: &T,
    text: impl FnOnce(&T) -> String,
) -> Result<(), Failure> {
    match args.format {
        Format::Json => print_json(value),
        Format::Text => print_text(&text(value)),
    }
}

/// Prints a value as JSON.
pub(super) fn print_json<T: Serialize>(value: &T) -> Result<(), Failure> {
    print_text(&(serde_json::to_string_pretty(value)? + "\n"))
}

fn print_text(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// The moment of this command.
pub(super) fn now(args: &Args) -> DateTime<Utc> {
    args.now.unwrap_or_else(Utc::now)
}

/// The programme, open.
pub(super) async fn open(args: &Args) -> Result<Context, Failure> {
    let show: Arc<dyn crate::pipeline::Progress> = progress::of(args);
    Ok(Context::open(&args.programme, program()?, now(args), show).await?)
}

/// The programme, open, with its templates; those of the job of this name, or of all, are sound.
pub(super) async fn open_for_jobs(
    args: &Args,
    job: Option<&str>,
) -> Result<(Context, Templates), Failure> {
    let show: Arc<dyn crate::pipeline::Progress> = progress::of(args);
    Ok(Context::open_for_jobs(&args.programme, program()?, now(args), show, job).await?)
}

/// The programme, open on a copy of its store in `folder`, which is to be thrown away.
pub(super) async fn open_copy(args: &Args, folder: &Path) -> Result<Context, Failure> {
    Ok(Context::open_copy(&args.programme, program()?, now(args), folder).await?)
}

/// The same with its templates; those of the job of this name are sound.
pub(super) async fn open_copy_for_jobs(
    args: &Args,
    folder: &Path,
    job: &str,
) -> Result<(Context, Templates), Failure> {
    Ok(Context::open_copy_for_jobs(&args.programme, program()?, now(args), folder, job).await?)
}

/// This program, for its guarded children.
pub(super) fn program() -> Result<PathBuf, Failure> {
    Ok(std::env::current_exe()?)
}

/// The job of this name.
pub(super) fn job<'a>(context: &'a Context, id: &str) -> Result<&'a Job, Failure> {
    let jobs = &context.framework.jobs;
    context.framework.job(&JobId::new(id)).ok_or_else(|| {
        let known: Vec<_> = jobs.iter().map(|j| j.id.as_str()).collect();
        Failure::other(format!(
            "le travail « {id} » n’existe pas ; config/jobs.toml connaît : {}",
            known.join(", ")
        ))
    })
}

/// A table without rules, as wide as its content.
pub(super) fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    if !header.is_empty() {
        table.set_header(header.iter().map(ToString::to_string));
    }
    for row in rows {
        table.add_row(row);
    }
    let lines: Vec<String> = table
        .to_string()
        .lines()
        .map(|l| l.trim_end().to_owned())
        .collect();
    lines.join("\n") + "\n"
}

/// Whether a path is inside another, for messages.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

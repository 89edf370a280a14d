//! What every stage needs: settings, framework, store, reader, clock.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::Cores;
use super::inspection::Sound;
use crate::check::CheckError;
use crate::config::{self, Settings};
use crate::deliver::{ComposeError, MailError, TransportError};
use crate::evaluate::EvaluateError;
use crate::framework::{self, Framework, Job, Problems};
use crate::model::DocumentId;
use crate::read::{GuardedReader, ReadLimits};
use crate::register::{self, RegisterError};
use crate::render::{Templates, TemplatesError};
use crate::store::locks::Locks;
use crate::store::raw_files::RawFiles;
use crate::store::{Store, StoreError};
use crate::wide::EngineChecker;
use crate::workbook::WorkbookError;

/// What a stage shows while it works.
pub trait Progress: Send + Sync {
    /// A step begins; `total` is how many things it has to do, where it is known.
    fn begin(&self, step: &str, total: Option<u64>);
    /// So many more things are done.
    fn advance(&self, by: u64);
    /// The step is over.
    fn end(&self);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: Option<u64>) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}

/// Why a programme cannot be opened. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Settings or framework are wrong.
    #[error("{0}")]
    Problems(Problems),
    /// The register cannot be used, and there is no store yet.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no threads.
    #[error("the threads that work is spread over cannot start: {0}")]
    Threads(std::io::Error),
}

/// What can stop a stage.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The register cannot be used.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// Rules could not be applied.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// Figures could not be computed.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// Templates cannot be used.
    #[error(transparent)]
    Template(#[from] TemplatesError),
    /// A document could not be made.
    #[error("the document {document} could not be made: {reason}")]
    Document {
        /// Which one, and for whom.
        document: String,
        /// Why.
        reason: String,
    },
    /// A workbook could not be made.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// A file could not be written or read.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A mail's template failed.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// A mail could not be composed.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// The transport of mails cannot be set up.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The programme's templates are wrong.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Another process runs the same job.
    #[error("the job {0} is being run by another process")]
    Busy(String),
    /// Nothing of this name, or nothing to do it with.
    #[error("{0}")]
    Unknown(String),
}

/// A programme, open.
pub struct Context {
    /// Its folder.
    pub root: PathBuf,
    /// The service's settings.
    pub settings: Settings,
    /// The evaluation framework.
    pub framework: Arc<Framework>,
    /// The store.
    pub store: Store,
    /// Locks between the processes that share the store.
    pub locks: Locks,
    /// Raw returned files.
    pub raw_files: RawFiles,
    /// Reads files in guarded children.
    pub reader: GuardedReader,
    /// The bilan program itself, for children.
    pub program: PathBuf,
    /// The cores that work is spread over.
    pub cores: Cores,
    /// The programme's time zone.
    pub zone: Tz,
    /// The moment that everything of this run happens at.
    pub now: DateTime<Utc>,
    /// Whether this is a rehearsal on a copy of the store: nothing outside it may change, on no server either.
    pub rehearsal: bool,
    /// Shows what is going on.
    pub progress: Arc<dyn Progress>,
}

impl Context {
    /// Opens the programme of `root`. `program` is the bilan program itself, whose children read files.
    ///
    /// # Errors
    /// All that is wrong with the settings and the framework, at once; or the store's failure. Nothing is written before
    /// both are sound, and no store is made before the register can be used.
    pub async fn open(
        root: &Path,
        program: PathBuf,
        now: DateTime<Utc>,
        progress: Arc<dyn Progress>,
    ) -> Result<Self, OpenError> {
        let (settings, framework) = load(root)?;
        Self::with(root, settings, framework, program, now, progress).await
    }

    /// Opens the programme with its templates, for the job of this name, or for all.
    ///
    /// # Errors
    /// As [`Context::open`], and when the template of a document that the job makes does not compile.
    pub async fn open_for_jobs(
        root: &Path,
        program: PathBuf,
        now: DateTime<Utc>,
        progress: Arc<dyn Progress>,
        job: Option<&str>,
    ) -> Result<(Self, Templates), OpenError> {
        let (settings, framework) = load(root)?;
        let sound = Sound::judge(root, &program, &settings, made_by(&framework, job))?;
        let context = Self::with(root, settings, framework, program, now, progress).await?;
        let templates = sound.remember(&context.settings);
        Ok((context, templates))
    }

    /// Opens the programme on a copy of its store in `folder`: whatever is done then leaves no trace in the programme.
    ///
    /// # Errors
    /// As [`Context::open`].
    pub async fn open_copy(
        root: &Path,
        program: PathBuf,
        now: DateTime<Utc>,
        folder: &Path,
    ) -> Result<Self, OpenError> {
        let (settings, framework) = load(root)?;
        let settings = copied(settings, folder).await?;
        let context = Self::with(root, settings, framework, program, now, Arc::new(Silent)).await?;
        Ok(context.rehearsing())
    }

    /// The same with the templates, to rehearse a job.
    ///
    /// # Errors
    /// As [`Context::open_for_jobs`].
    pub async fn open_copy_for_jobs(
        root: &Path,
        program: PathBuf,
        now: DateTime<Utc>,
        folder: &Path,
        job: &str,
    ) -> Result<(Self, Templates), OpenError> {
        let (settings, framework) = load(root)?;
        let sound = Sound::judge(root, &program, &settings, made_by(&framework, Some(job)))?;
        let settings = copied(settings, folder).await?;
        let context = Self::with(root, settings, framework, program, now, Arc::new(Silent)).await?;
        Ok((context.rehearsing(), sound.templates))
    }

    /// The templates as they are now, for a daemon's next job.
    ///
    /// # Errors
    /// When that of a document that the job makes does not compile.
    pub fn sound_templates(&self, job: &Job) -> Result<Templates, OpenError> {
        let asked = Some(job.documents.as_slice());
        let sound = Sound::judge(&self.root, &self.program, &self.settings, asked)?;
        Ok(sound.remember(&self.settings))
    }

    async fn with(
        root: &Path,
        settings: Settings,
        framework: Framework,
        program: PathBuf,
        now: DateTime<Utc>,
        progress: Arc<dyn Progress>,
    ) -> Result<Self, OpenError> {
        let reader = GuardedReader::new(program.clone(), limits(&settings));
        if !settings.store.path.exists() {
            register::inspect(&framework, &reader, &settings.register.path)?;
        }
        let store = Store::open(&settings.store.path).await?;
        let zone = framework.programme.time_zone.parse().unwrap_or(Tz::UTC);
        Ok(Self {
            root: root.to_owned(),
            locks: Locks::beside(&settings.store.path),
            raw_files: RawFiles::new(&settings.files.returned),
            cores: Cores::new(settings.work.threads()).map_err(OpenError::Threads)?,
            settings,
            framework: Arc::new(framework),
            store,
            reader,
            program,
            zone,
            now,
            rehearsal: false,
            progress,
        })
    }

    fn rehearsing(mut self) -> Self {
        self.rehearsal = true;
        self
    }

    /// The day it is in the programme's time zone.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }

    /// When a day begins in the programme's time zone.
    pub fn beginning_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        let local = midnight.and_local_timezone(self.zone).earliest();
        local.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
    }

    /// How many things are done at once.
    pub fn threads(&self) -> NonZeroUsize {
        self.settings.work.threads()
    }

    /// A path as people read it: relative to the programme's folder where it is inside.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }
}

/// The documents that the job of this name makes; nothing is said of them where all jobs are meant. A job that is not there
/// makes none: whoever asked for it is told so next.
fn made_by<'f>(framework: &'f Framework, job: Option<&str>) -> Option<&'f [DocumentId]> {
    let found = |id: &str| framework.jobs.iter().find(|job| job.id.as_str() == id);
    job.map(|id| found(id).map_or(&[][..], |job| &job.documents))
}

/// Copies the store, where there is one, and points the settings to the copy.
async fn copied(mut settings: Settings, folder: &Path) -> Result<Settings, StoreError> {
    let original = std::mem::replace(&mut settings.store.path, folder.join("bilan.sqlite"));
    settings.files.returned = folder.join("retours");
    settings.files.spool = folder.join("arrivees");
    if original.exists() {
        let store = Store::open(&original).await?;
        store.copy_to(&settings.store.path).await?;
        store.close().await;
    }
    Ok(settings)
}

fn load(root: &Path) -> Result<(Settings, Framework), OpenError> {
    match (
        config::load(root),
        framework::load(root, Some(&EngineChecker)),
    ) {
        (Ok(settings), Ok(framework)) => Ok((settings, framework)),
        (Err(mut problems), Err(more)) => {
            problems.extend(more.iter().cloned());
            Err(OpenError::Problems(problems))
        }
        (Err(problems), _) | (_, Err(problems)) => Err(OpenError::Problems(problems)),
    }
}

fn limits(settings: &Settings) -> ReadLimits {
    let reading = &settings.reading;
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    ReadLimits {
        bytes: reading.max_file_bytes,
        inflated_bytes: reading.max_inflated_bytes,
        inflation_ratio: reading.max_ratio,
        sheets: count(reading.max_sheets),
        cells: count(reading.max_cells),
        memory_bytes: reading.memory_bytes,
        cpu_seconds: reading.cpu_seconds,
        wall_seconds: reading.wall_seconds,
        ..ReadLimits::default()
    }
}

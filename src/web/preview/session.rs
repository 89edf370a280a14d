//! Making the pages, again and again: what changed is read anew, what did not is kept.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bilan_typeset::{Format, Warm};
use chrono::{DateTime, Utc};
use notify::RecommendedWatcher;
use tokio::sync::{mpsc, watch};

use super::pages::{Page, Shown};
use super::watch::{Change, Watched, watch as watch_files};
use crate::framework::Language;
use crate::model::{DocumentId, Granularity, Period};
use crate::pipeline::{Context, OpenError, PipelineError, Silent, document_data};
use crate::render::{Templates, TemplatesError};
use crate::text::{Texts, period_name};

/// An editor that saves a file writes it in several goes: the change is over after so long a silence.
const SILENCE: Duration = Duration::from_millis(12);

/// What to show.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The document.
    pub document: DocumentId,
    /// The subject, direction or edition that it is about; the first there is, without one.
    pub scope: Option<String>,
    /// The period; the last closed one of the job that makes the document, without one.
    pub period: Option<Period>,
    /// The language; the programme's first, without one.
    pub language: Option<Language>,
    /// Whether the template's own example is shown.
    pub sample: bool,
}

/// Why there is nothing to show.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Templates(#[from] TemplatesError),
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    #[error("{0}")]
    Typeset(#[from] bilan_typeset::Failure),
    #[error("{0}")]
    Said(String),
}

/// The data of the document, and where they come from.
struct Data {
    json: Vec<u8>,
    period: Period,
    is_sample: bool,
}

/// A document that is made again whenever something changes.
pub struct Preview {
    root: PathBuf,
    program: PathBuf,
    now: Option<DateTime<Utc>>,
    wanted: Wanted,
    context: Context,
    templates: Option<Templates>,
    data: Option<Data>,
    shown: watch::Sender<Arc<Shown>>,
    changes: mpsc::UnboundedReceiver<Change>,
    _watcher: RecommendedWatcher,
    /// Layouts are kept from one version to the next: most of a page stays as it was.
    _warm: Warm,
}

impl Preview {
    /// Begins to watch a programme that is open.
    ///
    /// # Errors
    /// When the system cannot watch its folders.
    pub fn begin(
        context: Context,
        now: Option<DateTime<Utc>>,
        wanted: Wanted,
    ) -> notify::Result<Self> {
        let (tell, changes) = mpsc::unbounded_channel();
        let watched = Watched::of(&context.root, &context.settings.store.path)?;
        Ok(Self {
            root: context.root.clone(),
            program: context.program.clone(),
            now,
            wanted,
            context,
            templates: None,
            data: None,
            shown: watch::Sender::new(Arc::default()),
            changes,
            _watcher: watch_files(watched, tell)?,
            _warm: Warm::keep(),
        })
    }

    /// Where each version is told.
    pub(super) fn versions(&self) -> watch::Receiver<Arc<Shown>> {
        self.shown.subscribe()
    }

    /// Makes the first version, then one after each change, until nobody watches any more.
    pub async fn run(mut self) {
        self.version().await;
        while let Some(first) = self.changes.recv().await {
            let mut seen = vec![first];
            while let Ok(Some(next)) = tokio::time::timeout(SILENCE, self.changes.recv()).await {
                seen.push(next);
            }
            tracing::debug!(changes = ?seen, "files changed");
            if self.apply(&seen).await {
                self.version().await;
            }
        }
    }

    /// Lets go of what changed; whether there is something new to show.
    async fn apply(&mut self, changes: &[Change]) -> bool {
        let mut new = false;
        if changes.contains(&Change::Templates) {
            self.templates = None;
            new = true;
            if self.data.as_ref().is_none_or(|data| data.is_sample) {
                self.data = None;
            }
        }
        if changes.contains(&Change::Configuration) {
            let now = self.now.unwrap_or_else(Utc::now);
            let (root, program) = (self.root.clone(), self.program.clone());
            match Context::open(&root, program, now, Arc::new(Silent)).await {
                Ok(context) => {
                    self.context = context;
                    self.data = None;
                    // The logo, the colour and the geometry of maps are configuration too.
                    self.templates = None;
                }
                Err(error) => {
                    self.fail(&Trouble::Open(error));
                    return false;
                }
            }
            return true;
        }
        if changes.contains(&Change::Data) && !self.wanted.sample {
            // Figures that come out the same are no new version.
            let before = self.data.take();
            if self.read().await.is_ok() {
                let json = |data: &Option<Data>| data.as_ref().map(|d| d.json.clone());
                new |= json(&before) != json(&self.data);
            } else {
                self.data = before;
            }
        }
        new
    }

    async fn version(&mut self) {
        let began = Instant::now();
        match self.make().await {
            Ok(mut shown) => {
                let texts = Texts::of(self.language());
                let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                shown.took = texts.get("preview-took", &[("count", took.into())]);
                self.tell(shown);
            }
            Err(trouble) => self.fail(&trouble),
        }
    }

    fn tell(&self, shown: Shown) {
        let version = self.shown.borrow().version + 1;
        self.shown
            .send_replace(Arc::new(Shown { version, ..shown }));
    }

    /// Shows what is wrong over the pages of before.
    fn fail(&self, trouble: &Trouble) {
        let before = Shown::clone(&self.shown.borrow());
        self.tell(Shown {
            problem: Some(trouble.to_string()),
            ..before
        });
    }

    async fn make(&mut self) -> Result<Shown, Trouble> {
        if self.templates.is_none() {
            self.templates = Some(Templates::of_programme(&self.root)?);
        }
        if self.data.is_none() {
            self.read().await?;
        }
        let (Some(templates), Some(data)) = (&self.templates, &self.data) else {
            return Err(Trouble::Said("nothing to show".to_owned()));
        };
        let (document, today) = (&self.wanted.document, self.context.today());
        let attached = templates.attached_samples(document)?;
        let json = data.json.clone();
        let job = templates.job(document, today, document.as_str(), json, attached)?;
        let job = job.formats([Format::Svg]);
        let made = tokio::task::block_in_place(|| templates.project().make(&job))?;
        let info = templates.info(document)?;
        Ok(Shown {
            version: 0,
            title: info.title.get(self.language()).to_owned(),
            about: self.about(data, made.pages),
            language: self.language().code(),
            took: String::new(),
            problem: None,
            pages: made
                .outputs
                .into_iter()
                .map(|o| Page::new(o.bytes))
                .collect(),
        })
    }

    fn about(&self, data: &Data, pages: usize) -> String {
        let language = self.language();
        let args = [
            ("sample", if data.is_sample { "yes" } else { "no" }.into()),
            ("period", period_name(data.period, language).into()),
            (
                "scope",
                self.wanted.scope.as_deref().unwrap_or_default().into(),
            ),
            (
                "about",
                if self.wanted.scope.is_some() {
                    "yes"
                } else {
                    "no"
                }
                .into(),
            ),
            ("pages", pages.into()),
        ];
        Texts::of(language).get("preview-about", &args)
    }

    fn language(&self) -> Language {
        self.wanted
            .language
            .unwrap_or_else(|| self.context.framework.language())
    }

    /// The data, from the programme; the template's example where it has none, or is asked for.
    async fn read(&mut self) -> Result<(), Trouble> {
        let templates = match self.templates.take() {
            Some(templates) => templates,
            None => Templates::of_programme(&self.root)?,
        };
        let data = self.data_of(&templates).await;
        self.templates = Some(templates);
        self.data = Some(data?);
        Ok(())
    }

    async fn data_of(&self, templates: &Templates) -> Result<Data, Trouble> {
        let document = &self.wanted.document;
        let none = || Trouble::Said(format!("no period is closed for {document}"));
        let period = self
            .wanted
            .period
            .or_else(|| self.last_period())
            .ok_or_else(none)?;
        if !self.wanted.sample {
            let scope = self.wanted.scope.as_deref();
            let language = self.language();
            let real = document_data(&self.context, templates, document, scope, period, language);
            if let Some(value) = real.await? {
                let json = value.to_string().into_bytes();
                return Ok(Data {
                    json,
                    period,
                    is_sample: false,
                });
            }
        }
        let json = templates.sample_in(document, self.language())?;
        Ok(Data {
            json,
            period,
            is_sample: true,
        })
    }

    /// The last closed period of the length of the job that makes the document.
    fn last_period(&self) -> Option<Period> {
        let jobs = &self.context.framework.jobs;
        let job = jobs
            .iter()
            .find(|job| job.documents.contains(&self.wanted.document));
        let length = job.map_or(Granularity::Quarter, |job| job.period);
        Period::last_closed(self.context.today(), length)
    }
}

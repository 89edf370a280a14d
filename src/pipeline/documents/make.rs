//! One document: whether it changed, its data, its file, its row.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bilan_typeset::{Data, Failure, Rendered, render_all};
use serde::Serialize;

use super::survey::Survey;
use super::{Available, DocumentsReport};
use crate::framework::Language;
use crate::model::{DocumentId, Period};
use crate::pipeline::dispatch::Wanted;
use crate::pipeline::{Assessment, Context, PipelineError};
use crate::render::report::{ReportData, figures_csv, report};
use crate::render::templates::{Per, TemplateInfo};
use crate::render::{Templates, View, handout};
use crate::store::documents::{self, MadeDocument};
use crate::store::raw_files::RawFiles;

/// A document about to be made: which one, where it goes, the key of its inputs.
pub(super) struct Slot {
    wanted: Wanted,
    path: PathBuf,
    input: String,
}

/// A document to typeset.
pub(super) type Job = (Slot, bilan_typeset::Job);

/// A file that a document carries: its path in the document's world, its bytes.
type Attached = (String, Vec<u8>);

/// A document made now: what the store is told besides what is in the report.
struct New {
    wanted: Wanted,
    input: String,
    pages: u32,
}

/// Makes documents on any number of threads.
pub(super) struct Maker<'a> {
    pub(super) context: &'a Context,
    pub(super) assessment: &'a Assessment<'a>,
    pub(super) templates: &'a Templates,
    known: BTreeMap<Wanted, MadeDocument>,
    pub(super) report: Mutex<DocumentsReport>,
    new: Mutex<Vec<New>>,
}

impl<'a> Maker<'a> {
    /// Begins, knowing what was made for the period before.
    pub(super) async fn new(
        context: &'a Context,
        assessment: &'a Assessment<'a>,
        templates: &'a Templates,
    ) -> Result<Self, PipelineError> {
        let known = documents::of_period(&context.store, assessment.period).await?;
        let known = known.into_iter().filter_map(|made| {
            let wanted = Wanted {
                document: made.document.clone(),
                scope: made.scope.clone(),
                language: Language::from_code(&made.language)?,
            };
            Some((wanted, made))
        });
        Ok(Self {
            context,
            assessment,
            templates,
            known: known.collect(),
            report: Mutex::default(),
            new: Mutex::default(),
        })
    }

    /// How many of a document are made; nothing for one that no template makes.
    pub(super) fn per(&self, document: &DocumentId) -> Option<Per> {
        self.templates.info(document).ok().map(|info| info.per)
    }

    /// The jobs of documents of the programme and of directions.
    pub(super) fn whole(
        &self,
        view: &View<'_>,
        survey: &Survey,
        wanted: &[&Wanted],
    ) -> Result<Vec<Job>, PipelineError> {
        let mut jobs = Vec::new();
        for wanted in wanted {
            let Ok(info) = self.templates.info(&wanted.document) else {
                continue;
            };
            let made = match info.per {
                Per::Subject | Per::Form => continue,
                Per::Department => {
                    handout::handout(view, &wanted.scope).map(|data| (json(&data), Vec::new()))
                }
                Per::Once => report(view, &survey.extract, &survey.remarks).map(|data| {
                    self.remember_sentences(view.language, &data);
                    let figures = ("/figures.csv".to_owned(), figures_csv(view));
                    (json(&data), vec![figures])
                }),
            };
            if let Some((data, attached)) = made {
                let period = self.assessment.period;
                jobs.extend(self.job(info, (*wanted).clone(), period, data, attached));
            }
        }
        Ok(jobs)
    }

    /// The job that makes a document; nothing where it is there already, made from the same inputs.
    pub(super) fn job(
        &self,
        info: &TemplateInfo,
        wanted: Wanted,
        period: Period,
        data: Vec<u8>,
        attached: Vec<Attached>,
    ) -> Option<Job> {
        let today = self.context.today();
        let mut inputs = data.clone();
        attached
            .iter()
            .for_each(|(_, bytes)| inputs.extend_from_slice(bytes));
        let input = self.templates.key(&info.name, &inputs, today);
        let ident = format!("{} {} {period}", info.name, wanted.scope);
        let file = info.file_name(&wanted.scope, period, wanted.language);
        let slot = self.slot(wanted, &file, input)?;
        let attached = attached
            .into_iter()
            .map(|(path, bytes)| (path, Data::from(bytes)));
        match self
            .templates
            .job(&info.name, today, &ident, data, attached)
        {
            Ok(job) => Some((slot, job)),
            Err(error) => {
                self.fail(&slot.wanted, &error.to_string());
                None
            }
        }
    }

    /// Where a document goes and its key; nothing where it is there already, made from the same inputs.
    pub(super) fn slot(&self, wanted: Wanted, file: &str, input: String) -> Option<Slot> {
        let path = self.path(&wanted, file);
        if let Some(made) = self.known.get(&wanted)
            && made.input == input
            && self.context.root.join(&made.path).is_file()
        {
            lock(&self.report).unchanged += 1;
            self.there(wanted, made.path.clone(), made.hash.clone());
            return None;
        }
        Some(Slot {
            wanted,
            path,
            input,
        })
    }

    /// Where a document's file goes.
    pub(super) fn path(&self, wanted: &Wanted, file: &str) -> PathBuf {
        let folder = &self.context.settings.files.documents;
        let folder = folder.join(self.assessment.period.written());
        if wanted.scope.is_empty() {
            folder.join(file)
        } else {
            folder.join(wanted.document.as_str()).join(file)
        }
    }

    /// A document exists.
    fn there(&self, wanted: Wanted, path: String, hash: String) {
        let mut report = lock(&self.report);
        if wanted.scope.is_empty() {
            report.paths.push(path.clone());
        }
        report.available.insert(wanted, Available { path, hash });
        drop(report);
        self.context.progress.advance(1);
    }

    fn remember_sentences(&self, language: Language, data: &ReportData) {
        let sentences = data.summary.sentences.iter().take(3);
        let whole = sentences.map(|s| format!("{} {}", s.lead, s.text).trim().to_owned());
        lock(&self.report)
            .highlights
            .insert(language, whole.collect());
    }

    /// Typesets and writes jobs on all cores, as they come.
    pub(super) fn render(
        &self,
        jobs: impl Iterator<Item = Job> + Send,
    ) -> Result<(), PipelineError> {
        let done = |slot: Slot, rendered: Result<Rendered, Failure>| {
            match rendered {
                Ok(rendered) => self.write(slot, rendered.pdf(), rendered.pages),
                Err(failure) => self.fail(&slot.wanted, &failure.to_string()),
            }
            ControlFlow::<()>::Continue(())
        };
        let threads = self.context.threads();
        match render_all(self.templates.project(), jobs, threads, done) {
            Ok(_) => Ok(()),
            Err(error) => Err(PipelineError::Document {
                document: "documents".to_owned(),
                reason: error.to_string(),
            }),
        }
    }

    pub(super) fn fail(&self, wanted: &Wanted, reason: &str) {
        tracing::error!(document = %wanted.document, scope = wanted.scope, reason, "a document cannot be made");
        lock(&self.report)
            .failures
            .push(format!("{} {}: {reason}", wanted.document, wanted.scope));
        self.context.progress.advance(1);
    }

    pub(super) fn write(&self, slot: Slot, bytes: &[u8], pages: usize) {
        if let Err(error) = write_whole(&slot.path, bytes) {
            self.fail(&slot.wanted, &format!("{}: {error}", slot.path.display()));
            return;
        }
        lock(&self.report).made += 1;
        lock(&self.new).push(New {
            wanted: slot.wanted.clone(),
            input: slot.input,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
        });
        let path = self.context.shown(&slot.path);
        self.there(slot.wanted, path, RawFiles::hash(bytes).to_string());
    }

    /// Writes what was made into the store: after the files, so that a row never names a file that is not there.
    pub(super) async fn keep(self) -> Result<DocumentsReport, PipelineError> {
        let new = self
            .new
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut report = self
            .report
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut writing = self.context.store.begin().await?;
        for New {
            wanted,
            input,
            pages,
        } in new
        {
            let Some(available) = report.available.get(&wanted) else {
                continue;
            };
            let made = MadeDocument {
                document: wanted.document,
                scope: wanted.scope,
                period: self.assessment.period,
                language: wanted.language.code().to_owned(),
                input,
                path: available.path.clone(),
                hash: available.hash.clone(),
                pages,
            };
            documents::put(&mut writing, &made, self.context.now).await?;
        }
        writing.commit().await?;
        report.paths.sort();
        Ok(report)
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serialising our own structs into memory fails for no data: they hold texts, numbers and lists only.
pub(super) fn json(data: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(data).unwrap_or_default()
}

/// Writes beside and renames: a reader never sees half a document.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = path.with_extension(format!("{}.part", std::process::id()));
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, path)
}

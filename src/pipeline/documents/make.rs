//! One document: whether it changed, its data, its file, its row.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bilan_typeset::{Data, Failure, Rendered, render_all};
use serde::Serialize;

use super::survey::Survey;
use super::views::{Views, is_public};
use super::{Available, DocumentsReport};
use crate::framework::Language;
use crate::model::{DocumentId, Period};
use crate::pipeline::dispatch::Wanted;
use crate::pipeline::{Assessment, Context, PipelineError};
use crate::render::contracts::Contract;
use crate::render::fresque::fresque;
use crate::render::report::{ReportData, figures_csv, report};
use crate::render::templates::{Per, TemplateInfo};
use crate::render::{Templates, View, handout};
use crate::store::documents::{self, MadeDocument};
use crate::store::raw_files::RawFiles;

/// A document about to be made: which one, where it goes, the key of its inputs.
pub(super) struct Slot<'a> {
    info: &'a TemplateInfo,
    wanted: Wanted,
    folder: PathBuf,
    stem: String,
    input: String,
}

/// A document to typeset.
pub(super) type Job<'a> = (Slot<'a>, bilan_typeset::Job);

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

    /// The jobs of documents of the programme, of editions and of directions.
    pub(super) fn whole(
        &self,
        views: &Views<'_>,
        survey: &Survey,
        wanted: &[&Wanted],
    ) -> Vec<Job<'a>> {
        let mut jobs = Vec::new();
        for wanted in wanted {
            let Ok(info) = self.templates.info(&wanted.document) else {
                continue;
            };
            let view = views.for_document(info, &wanted.scope);
            let made = view.and_then(|view| self.data(info, view, survey, &wanted.scope));
            if let Some((data, attached)) = made {
                let period = self.assessment.period;
                jobs.extend(self.job(info, (*wanted).clone(), period, data, attached));
            }
        }
        jobs
    }

    /// What a document of the programme, of an edition or of a direction is made from.
    fn data(
        &self,
        info: &TemplateInfo,
        view: &View<'_>,
        survey: &Survey,
        scope: &str,
    ) -> Option<(Vec<u8>, Vec<Attached>)> {
        match info.data {
            Contract::Sheet | Contract::PublicProject | Contract::Form => None,
            Contract::Handout => Some((json(&handout::handout(view, scope)?), Vec::new())),
            Contract::Fresque => {
                let edition = self.edition(scope, view.language);
                Some((json(&fresque(view, &survey.public, edition)?), Vec::new()))
            }
            Contract::Report => {
                let data = if is_public(info) {
                    report(view, &survey.public, &[])?
                } else {
                    let data = report(view, &survey.extract, &survey.remarks)?;
                    self.remember_sentences(view.language, &data);
                    data
                };
                let figures = ("/figures.csv".to_owned(), figures_csv(view));
                Some((json(&data), vec![figures]))
            }
        }
    }

    /// The name of an edition.
    fn edition(&self, id: &str, language: Language) -> Option<&'a str> {
        let editions = &self.context.framework.programme.editions;
        let found = editions.iter().find(|e| e.id == id);
        found.map(|e| e.name.get(language))
    }

    /// The job that makes a document; nothing where it is there already, made from the same inputs.
    pub(super) fn job(
        &self,
        info: &'a TemplateInfo,
        wanted: Wanted,
        period: Period,
        data: Vec<u8>,
        attached: Vec<Attached>,
    ) -> Option<Job<'a>> {
        let today = self.context.today();
        let mut inputs = data.clone();
        attached
            .iter()
            .for_each(|(_, bytes)| inputs.extend_from_slice(bytes));
        let input = self.templates.key(&info.name, &inputs, today);
        let ident = format!("{} {} {period}", info.name, wanted.scope);
        let stem = info.stem(&wanted.scope, period, wanted.language);
        let folder = self.folder(&wanted, is_public(info));
        if self.is_made(&wanted, &input) && others_are_there(info, &folder, &stem) {
            return None;
        }
        let attached = attached
            .into_iter()
            .map(|(path, bytes)| (path, Data::from(bytes)));
        match self
            .templates
            .job(&info.name, today, &ident, data, attached)
        {
            Ok(job) => {
                let slot = Slot {
                    info,
                    wanted,
                    folder,
                    stem,
                    input,
                };
                Some((slot, job))
            }
            Err(error) => {
                self.fail(&wanted, &error.to_string());
                None
            }
        }
    }

    /// Where a document goes: what everyone may see has a folder of its own, which can be published whole.
    pub(super) fn folder(&self, wanted: &Wanted, public: bool) -> PathBuf {
        let documents = &self.context.settings.files.documents;
        let mut folder = documents.join(self.assessment.period.written());
        if public {
            folder.push("public");
        }
        if !wanted.scope.is_empty() {
            folder.push(wanted.document.as_str());
        }
        folder
    }

    /// Whether a document is there already, made from the same inputs; it is then reported so.
    pub(super) fn is_made(&self, wanted: &Wanted, input: &str) -> bool {
        let Some(made) = self.known.get(wanted).filter(|made| made.input == input) else {
            return false;
        };
        if !self.context.root.join(&made.path).is_file() {
            return false;
        }
        lock(&self.report).unchanged += 1;
        self.there(wanted.clone(), made.path.clone(), made.hash.clone());
        true
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
        jobs: impl Iterator<Item = Job<'a>> + Send,
    ) -> Result<(), PipelineError> {
        let done = |slot: Slot<'_>, rendered: Result<Rendered, Failure>| {
            match rendered {
                Ok(rendered) => self.keep_files(slot, &rendered),
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

    /// Writes the files of a document: the first one is the document, the others lie beside it.
    fn keep_files(&self, slot: Slot<'_>, rendered: &Rendered) {
        let mut first = None;
        for output in &rendered.outputs {
            let name = slot.info.file_name(&slot.stem, output, rendered.pages);
            let path = slot.folder.join(name);
            if !self.write(&slot.wanted, &path, &output.bytes) {
                return;
            }
            first.get_or_insert((path, &output.bytes));
        }
        if let Some((path, bytes)) = first {
            self.made(slot.wanted, slot.input, &path, bytes, rendered.pages);
        }
    }

    /// Whether the file of a document could be written; where not, that is reported.
    pub(super) fn write(&self, wanted: &Wanted, path: &Path, bytes: &[u8]) -> bool {
        match write_whole(path, bytes) {
            Ok(()) => true,
            Err(error) => {
                self.fail(wanted, &format!("{}: {error}", path.display()));
                false
            }
        }
    }

    /// A document was made now.
    pub(super) fn made(
        &self,
        wanted: Wanted,
        input: String,
        path: &Path,
        bytes: &[u8],
        pages: usize,
    ) {
        lock(&self.report).made += 1;
        lock(&self.new).push(New {
            wanted: wanted.clone(),
            input,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
        });
        let path = self.context.shown(path);
        self.there(wanted, path, RawFiles::hash(bytes).to_string());
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

/// Whether the files of a document's further formats are there.
fn others_are_there(info: &TemplateInfo, folder: &Path, stem: &str) -> bool {
    let mut others = info.formats.iter().skip(1);
    others.all(|format| {
        let extension = format.extension();
        let names = [
            format!("{stem}.{extension}"),
            format!("{stem}-01.{extension}"),
        ];
        names.iter().any(|name| folder.join(name).is_file())
    })
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

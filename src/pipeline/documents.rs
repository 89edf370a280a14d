//! Making documents: those of a plan that changed, on all cores.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};

use bilan_typeset::{Data, Failure, Rendered, render_all};
use serde::Serialize;

use super::dispatch::{DASHBOARD, Wanted};
use super::{Assessment, Context, PipelineError};
use crate::framework::Language;
use crate::model::{DocumentId, ReturnStatus, Severity, SubjectId};
use crate::render::report::{Extract, ReportData, extract, figures_csv, report};
use crate::render::sheet::{SheetContext, mail_answer, sheet};
use crate::render::templates::{Per, document_key};
use crate::render::{KindView, Templates, View, handout};
use crate::store::documents::{self, MadeDocument};
use crate::store::raw_files::RawFiles;
use crate::store::{arrivals, returns};
use crate::text::{Texts, finding_text};
use crate::workbook::{RefusedFile, ReturnsQuality, SubjectReturns, dashboard};

/// Returns waiting for a core: enough to keep them busy, few enough to stay small.
const WAITING: usize = 32;

/// What was made.
#[derive(Debug, Default, Serialize)]
pub struct DocumentsReport {
    /// Made now.
    pub made: usize,
    /// Left as they were: nothing that they are made from has changed.
    pub unchanged: usize,
    /// What could not be made, and why; the rest was.
    pub failures: Vec<String>,
    /// Documents made for the programme as a whole, to show: file names relative to the programme's folder.
    pub paths: Vec<String>,
    /// Every document of the plan that exists now.
    #[serde(skip)]
    pub available: BTreeMap<Wanted, MadeDocument>,
    /// What mails to holders say, by subject and language.
    #[serde(skip)]
    pub answers: HashMap<(SubjectId, Language), crate::deliver::MailAnswer>,
    /// The report's sentences, by language, for the mail that carries it.
    #[serde(skip)]
    pub highlights: HashMap<Language, Vec<String>>,
}

/// The view of an assessment in a language.
pub(super) fn view<'a>(
    context: &'a Context,
    assessment: &'a Assessment<'a>,
    language: Language,
) -> View<'a> {
    let kinds = assessment.kinds.iter().map(|kind| KindView {
        plan: &kind.plan,
        evaluation: &kind.evaluation,
        rows: &kind.rows,
        previous: &kind.previous,
        trend: &kind.trend,
        year: kind.year.as_ref(),
    });
    View {
        framework: &context.framework,
        period: assessment.period,
        today: context.today(),
        kinds: kinds.collect(),
        language,
        texts: Texts::of(language),
    }
}

/// Makes the documents of `wanted` whose inputs changed.
///
/// # Errors
/// When the store or a folder fails. A document that cannot be made is in the report, and the others are made.
pub async fn render(
    context: &Context,
    assessment: &Assessment<'_>,
    templates: &Templates,
    wanted: &BTreeSet<Wanted>,
) -> Result<DocumentsReport, PipelineError> {
    let made = documents::of_period(&context.store, assessment.period).await?;
    let known = made
        .into_iter()
        .map(|m| ((m.document.clone(), m.scope.clone(), m.language.clone()), m))
        .collect();
    let maker = Maker {
        context,
        assessment,
        templates,
        known,
        report: Mutex::default(),
        new: Mutex::default(),
    };
    context
        .progress
        .begin("render", u64::try_from(wanted.len()).ok());
    let survey = survey(context, assessment).await?;
    let languages: BTreeSet<Language> = wanted.iter().map(|w| w.language).collect();
    for language in languages {
        let view = view(context, assessment, language);
        let of_language = || wanted.iter().filter(|w| w.language == language);
        maker.whole(&view, &survey, &of_language().collect::<Vec<_>>())?;
        for document in of_language()
            .map(|w| w.document.clone())
            .collect::<BTreeSet<_>>()
        {
            if per_subject(templates, &document) {
                let scopes = of_language()
                    .filter(|w| w.document == document)
                    .map(|w| w.scope.as_str())
                    .collect();
                maker.sheets(&view, &document, &scopes).await?;
            }
        }
    }
    context.progress.end();
    maker.keep().await
}

fn per_subject(templates: &Templates, document: &DocumentId) -> bool {
    templates
        .info(document)
        .is_ok_and(|info| info.per == Per::Subject)
}

/// What documents need of the returns themselves, besides figures.
struct Survey {
    quality: ReturnsQuality,
    extract: Extract,
    remarks: Vec<arrivals::Remark>,
}

async fn survey(context: &Context, assessment: &Assessment<'_>) -> Result<Survey, PipelineError> {
    let mut extract = extract(&context.framework, assessment.period);
    let mut quality = ReturnsQuality::default();
    for kind in &assessment.kinds {
        let (id, period) = (&kind.plan.kind.id, kind.evaluation.period);
        let mut superseded = false;
        returns::each_latest(&context.store, id, period, |stored| {
            superseded |= stored.status == ReturnStatus::ToCorrect && stored.version > 1;
            let count = |severity| {
                stored
                    .findings
                    .iter()
                    .filter(|f| f.severity == severity)
                    .count()
            };
            let seen = SubjectReturns {
                status: Some(stored.status),
                versions: stored.version,
                last_day: Some(stored.received_on),
                errors: u32::try_from(count(Severity::Error)).unwrap_or(u32::MAX),
                warnings: u32::try_from(count(Severity::Warning)).unwrap_or(u32::MAX),
            };
            quality
                .by_subject
                .insert((id.clone(), stored.subject.clone()), seen);
            extract.take(&stored);
        })
        .await?;
        // An accepted return that a faulty later version followed still counts, in the figures and in the words.
        if superseded {
            returns::each_accepted(context.store.readers(), id, period, |stored| {
                extract.take(&stored);
            })
            .await?;
        }
    }
    // Returns for a period come after it: what came since its end is about it.
    let from = assessment
        .period
        .end()
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    let remarks = arrivals::remarks(&context.store, from, context.now).await?;
    let language = context.framework.language();
    for remark in remarks.iter().filter(|r| r.outcome != "read") {
        let Some(finding) = remark.findings.first() else {
            continue;
        };
        let words = finding_text(finding, None, None, language);
        quality.refused.push(RefusedFile {
            name: remark.name.clone(),
            received_on: Some(remark.received_at.with_timezone(&context.zone).date_naive()),
            reason: words.what,
            remedy: words.remedy,
        });
    }
    Ok(Survey {
        quality,
        extract,
        remarks,
    })
}

/// What tells one document of a period from another.
type DocumentKey = (DocumentId, String, String);

struct Maker<'a> {
    context: &'a Context,
    assessment: &'a Assessment<'a>,
    templates: &'a Templates,
    known: BTreeMap<DocumentKey, MadeDocument>,
    report: Mutex<DocumentsReport>,
    new: Mutex<Vec<MadeDocument>>,
}

/// A document about to be made: which one, where it goes, the key of its inputs.
struct Slot {
    wanted: Wanted,
    path: PathBuf,
    input: String,
}

impl Maker<'_> {
    /// Where a document goes and its key; nothing where it is there already, made from the same inputs.
    fn slot(&self, wanted: &Wanted, file: &str, input: String) -> Option<Slot> {
        let key = (
            wanted.document.clone(),
            wanted.scope.clone(),
            wanted.language.code().to_owned(),
        );
        let folder = self
            .context
            .settings
            .files
            .documents
            .join(self.assessment.period.written());
        let folder = if wanted.scope.is_empty() {
            folder
        } else {
            folder.join(wanted.document.as_str())
        };
        let path = folder.join(file);
        if let Some(made) = self.known.get(&key)
            && made.input == input
            && self.context.root.join(&made.path).is_file()
        {
            let mut report = lock(&self.report);
            report.unchanged += 1;
            report.available.insert(wanted.clone(), made.clone());
            if wanted.scope.is_empty() {
                report.paths.push(made.path.clone());
            }
            drop(report);
            self.context.progress.advance(1);
            return None;
        }
        Some(Slot {
            wanted: wanted.clone(),
            path,
            input,
        })
    }

    /// Documents of the programme and of directions.
    fn whole(
        &self,
        view: &View<'_>,
        survey: &Survey,
        wanted: &[&Wanted],
    ) -> Result<(), PipelineError> {
        let today = self.context.today();
        let mut jobs = Vec::new();
        for wanted in wanted
            .iter()
            .filter(|w| !per_subject(self.templates, &w.document))
        {
            if wanted.document.as_str() == DASHBOARD {
                self.dashboard(view, survey, wanted)?;
                continue;
            }
            let Some((data, attached)) = self.data(view, survey, wanted)? else {
                continue;
            };
            let info = self.templates.info(&wanted.document)?;
            let mut inputs = data.clone();
            attached
                .iter()
                .for_each(|(_, bytes)| inputs.extend_from_slice(bytes));
            let input = self.templates.key(&wanted.document, &inputs, today);
            let file = info.file_name(&wanted.scope, self.assessment.period, wanted.language);
            let Some(slot) = self.slot(wanted, &file, input) else {
                continue;
            };
            let attached = attached
                .into_iter()
                .map(|(path, bytes)| (path, Data::from(bytes)));
            let ident = format!(
                "{} {} {}",
                wanted.document, wanted.scope, self.assessment.period
            );
            jobs.push((
                slot,
                self.templates
                    .job(&wanted.document, today, &ident, data, attached)?,
            ));
        }
        self.render(jobs.into_iter())
    }

    /// The JSON of a document, and the files it carries.
    #[expect(
        clippy::type_complexity,
        reason = "the data, then the attached files by path"
    )]
    fn data(
        &self,
        view: &View<'_>,
        survey: &Survey,
        wanted: &Wanted,
    ) -> Result<Option<(Vec<u8>, Vec<(String, Vec<u8>)>)>, PipelineError> {
        match self.templates.info(&wanted.document)?.per {
            Per::Department => {
                Ok(handout::handout(view, &wanted.scope).map(|data| (json(&data), Vec::new())))
            }
            Per::Once => {
                let Some(data) = report(view, &survey.extract, &survey.remarks) else {
                    return Ok(None);
                };
                self.remember_sentences(view.language, &data);
                Ok(Some((
                    json(&data),
                    vec![("/figures.csv".to_owned(), figures_csv(view))],
                )))
            }
            Per::Subject => Ok(None),
        }
    }

    fn remember_sentences(&self, language: Language, data: &ReportData) {
        let sentences = data.summary.sentences.iter().take(3);
        let whole = sentences.map(|s| format!("{} {}", s.lead, s.text).trim().to_owned());
        lock(&self.report)
            .highlights
            .insert(language, whole.collect());
    }

    fn dashboard(
        &self,
        view: &View<'_>,
        survey: &Survey,
        wanted: &Wanted,
    ) -> Result<(), PipelineError> {
        let bytes = dashboard(view, &survey.quality)?;
        let file = format!(
            "{DASHBOARD}-{}-{}.xlsx",
            self.assessment.period.written(),
            wanted.language.code()
        );
        // The workbook is made to know whether it changed: it costs less than listing all that it is made from.
        let input = document_key(DASHBOARD, &bytes, self.context.today());
        if let Some(slot) = self.slot(wanted, &file, input) {
            self.write(slot, &bytes, 1);
        }
        Ok(())
    }

    /// Feedback sheets: returns are read one after the other while the cores render.
    async fn sheets(
        &self,
        view: &View<'_>,
        document: &DocumentId,
        scopes: &BTreeSet<&str>,
    ) -> Result<(), PipelineError> {
        let info = self.templates.info(document)?;
        let Some(kind) = info.kind.as_ref() else {
            return Ok(());
        };
        let Some(assessed) = self
            .assessment
            .kinds
            .iter()
            .find(|k| &k.plan.kind.id == kind)
        else {
            return Ok(());
        };
        let Some(words) = SheetContext::new(view, kind.as_str()) else {
            return Ok(());
        };
        let rows: HashMap<&SubjectId, _> =
            assessed.rows.iter().map(|r| (&r.subject.id, r)).collect();
        let before: HashMap<&SubjectId, _> = assessed
            .previous
            .iter()
            .map(|r| (&r.subject.id, r))
            .collect();
        let period = assessed.evaluation.period;
        let job_of = |stored: returns::StoredReturn| {
            let row = rows.get(&stored.subject).copied();
            let data = json(&sheet(
                &words,
                &stored,
                row,
                before.get(&stored.subject).copied(),
            ));
            let answer = mail_answer(&words, &stored);
            lock(&self.report)
                .answers
                .insert((stored.subject.clone(), view.language), answer);
            let wanted = Wanted {
                document: document.clone(),
                scope: stored.subject.to_string(),
                language: view.language,
            };
            let input = self.templates.key(document, &data, view.today);
            let slot = self.slot(
                &wanted,
                &info.file_name(&wanted.scope, period, view.language),
                input,
            )?;
            let ident = format!("{document} {} {period}", wanted.scope);
            let job = self.templates.job(document, view.today, &ident, data, []);
            Some((slot, job.ok()?))
        };
        let (sender, receiver) = mpsc::sync_channel(WAITING);
        let runtime = tokio::runtime::Handle::current();
        tokio::task::block_in_place(|| {
            std::thread::scope(|scope| {
                let renderer = scope.spawn(|| self.render(receiver.into_iter().filter_map(job_of)));
                let read = runtime.block_on(returns::each_latest(
                    &self.context.store,
                    kind,
                    period,
                    |stored| {
                        if scopes.contains(stored.subject.as_str()) && sender.send(stored).is_err()
                        {
                            tracing::error!("rendering ended before the returns did");
                        }
                    },
                ));
                drop(sender);
                let rendered = renderer.join().unwrap_or_else(|_| {
                    Err(PipelineError::Document {
                        document: document.to_string(),
                        reason: "rendering died".into(),
                    })
                });
                read.map_err(PipelineError::from).and(rendered)
            })
        })
    }

    fn render(
        &self,
        jobs: impl Iterator<Item = (Slot, bilan_typeset::Job)> + Send,
    ) -> Result<(), PipelineError> {
        let done = |slot: Slot, rendered: Result<Rendered, Failure>| {
            match rendered {
                Ok(rendered) => self.write(slot, &rendered.pdf, rendered.pages),
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

    fn fail(&self, wanted: &Wanted, reason: &str) {
        tracing::error!(document = %wanted.document, scope = wanted.scope, reason, "a document cannot be made");
        lock(&self.report)
            .failures
            .push(format!("{} {}: {reason}", wanted.document, wanted.scope));
        self.context.progress.advance(1);
    }

    fn write(&self, slot: Slot, bytes: &[u8], pages: usize) {
        if let Err(error) = write_whole(&slot.path, bytes) {
            self.fail(&slot.wanted, &format!("{}: {error}", slot.path.display()));
            return;
        }
        let made = MadeDocument {
            document: slot.wanted.document.clone(),
            scope: slot.wanted.scope.clone(),
            period: self.assessment.period,
            language: slot.wanted.language.code().to_owned(),
            input: slot.input,
            path: self.context.shown(&slot.path),
            hash: RawFiles::hash(bytes).to_string(),
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
        };
        let mut report = lock(&self.report);
        report.made += 1;
        if slot.wanted.scope.is_empty() {
            report.paths.push(made.path.clone());
        }
        report.available.insert(slot.wanted, made.clone());
        drop(report);
        lock(&self.new).push(made);
        self.context.progress.advance(1);
    }

    /// Writes what was made into the store: after the files, so that a row never names a file that is not there.
    async fn keep(self) -> Result<DocumentsReport, PipelineError> {
        let new = self
            .new
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut transaction = self.context.store.begin().await?;
        for made in &new {
            documents::put(&mut transaction, made, self.context.now).await?;
        }
        transaction
            .commit()
            .await
            .map_err(crate::store::StoreError::from)?;
        let mut report = self
            .report
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        report.paths.sort();
        Ok(report)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serialising our own structs into memory fails for no data: they hold texts, numbers and lists only.
fn json(data: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(data).unwrap_or_default()
}

/// Writes beside and renames: a reader never sees half a document.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = path.with_extension(format!("{}.part", std::process::id()));
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, path)
}

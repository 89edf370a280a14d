//! Making documents: those of a plan that changed, on all cores.

mod dashboards;
mod data;
mod make;
mod part;
mod questionnaires;
mod references;
mod sheets;
mod survey;
mod views;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::mpsc;

use serde::Serialize;

use super::dispatch::{DASHBOARD, DispatchPlan, Wanted};
use super::{Assessment, Context, PipelineError};
use crate::framework::{Language, Privacy};
use crate::model::{DocumentId, SubjectId};
use crate::render::contracts::Contract;
use crate::render::templates::Per;
use crate::render::{KindView, Templates, View};
use crate::store::returns;
use crate::text::Texts;

use make::Maker;
use references::References;
use sheets::Sheets;
use survey::{Survey, survey};
use views::{Parts, Views, is_public};

pub use data::document_data;
pub(super) use part::is_of;
pub(super) use questionnaires::{FormFor, QUESTIONNAIRE, questionnaires};

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
    pub available: BTreeMap<Wanted, Available>,
    /// What mails to contacts say, by subject and language.
    #[serde(skip)]
    pub answers: HashMap<(SubjectId, Language), crate::deliver::MailAnswer>,
    /// The report's sentences, by language, for the mail that carries it.
    #[serde(skip)]
    pub highlights: HashMap<Language, Vec<String>>,
}

impl DocumentsReport {
    /// Adds what was made besides.
    pub(super) fn add(&mut self, other: Self) {
        self.made += other.made;
        self.unchanged += other.unchanged;
        self.failures.extend(other.failures);
        self.paths.extend(other.paths);
    }
}

/// A document that exists.
#[derive(Debug, Clone)]
pub struct Available {
    /// Its file, relative to the programme's folder.
    pub path: String,
    /// The sha-256 of its bytes.
    pub hash: String,
}

/// The view of an assessment in a language.
pub fn view<'a>(
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
        privacy: Privacy::Interne,
        kinds: kinds.collect(),
        language,
        texts: Texts::of(language),
    }
}

/// A document's title, as people read it.
pub(super) fn title(templates: &Templates, view: &View<'_>, document: &DocumentId) -> String {
    let id = match document.as_str() {
        DASHBOARD => "document-dashboard",
        QUESTIONNAIRE => "document-questionnaire",
        other => {
            let info = templates.info(document);
            return info.map_or_else(
                |_| other.to_owned(),
                |info| info.title.get(view.language).to_owned(),
            );
        }
    };
    view.texts.get(id, &[])
}

/// Makes the documents of a plan whose inputs changed, and the questionnaires that its mails carry.
///
/// # Errors
/// When the store or a folder fails. A document that cannot be made is in the report, and the others are made.
pub async fn render(
    context: &Context,
    assessment: &Assessment<'_>,
    templates: &Templates,
    plan: &DispatchPlan,
) -> Result<DocumentsReport, PipelineError> {
    let wanted = &plan.documents;
    context
        .progress
        .begin("render", u64::try_from(wanted.len()).ok());
    let maker = Maker::new(context, assessment, templates).await?;
    let documents = || {
        let typeset = wanted.iter();
        typeset.filter_map(|w| Some((templates.info(&w.document).ok()?, w.scope.as_str())))
    };
    let public = documents().any(|(info, _)| is_public(info));
    let survey = survey(context, assessment, public).await?;
    let parts = Parts::of(context, assessment, documents())?;
    let sheets = documents().any(|(info, _)| info.data == Contract::Sheet);
    let references = match sheets {
        true => references::references(context, assessment).await?,
        false => References::new(),
    };
    let languages: BTreeSet<Language> = wanted.iter().map(|w| w.language).collect();
    for language in languages {
        let views = parts.views(context, assessment, language);
        let of_language: Vec<_> = wanted.iter().filter(|w| w.language == language).collect();
        in_one_language(&maker, &views, &references, &survey, &of_language).await?;
    }
    context.progress.end();
    let mut made = maker.keep().await?;
    if sheets {
        references::keep(context, assessment, &references).await?;
    }
    questionnaires(context, &plan.forms, &mut made).await?;
    Ok(made)
}

/// The documents of one language: returns are read one after the other for the sheets while the cores work; those of the
/// programme and of directions come after half of the sheets. By then the workbook is written, which begins at once: both
/// are the largest things there are, and no core waits at the end for one long document.
async fn in_one_language(
    maker: &Maker<'_>,
    views: &Views<'_>,
    references: &References,
    survey: &Survey,
    wanted: &[&Wanted],
) -> Result<(), PipelineError> {
    let Some(view) = views.whole() else {
        return Ok(());
    };
    let whole = maker.whole(views, survey, wanted);
    let mut sheets = Vec::new();
    for document in wanted
        .iter()
        .map(|w| &w.document)
        .collect::<BTreeSet<&DocumentId>>()
    {
        if maker.per(document) == Some(Per::Subject) {
            sheets.extend(Sheets::of(maker, views, references, document, wanted)?);
        }
    }
    let (sender, receiver) = mpsc::sync_channel(WAITING);
    let half = sheets.iter().map(Sheets::len).sum::<usize>() / 2;
    let (mut whole, mut seen) = (whole.into_iter(), 0);
    let jobs = std::iter::from_fn(move || {
        loop {
            if seen >= half
                && let Some(job) = whole.next()
            {
                return Some(job);
            }
            let received: Result<(&Sheets<'_>, returns::StoredReturn), _> = receiver.recv();
            let Ok((sheets, stored)) = received else {
                return whole.next();
            };
            seen += 1;
            if let Some(job) = sheets.job(maker, &stored) {
                return Some(job);
            }
        }
    });
    let runtime = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            let documents = scope.spawn(|| maker.render(jobs));
            let workbooks = scope.spawn(|| maker.dashboards(view, survey, wanted));
            let read: Result<(), PipelineError> = runtime.block_on(async {
                for sheets in &sheets {
                    let (store, kind) = (&maker.context.store, sheets.kind());
                    let hand_over = |stored| {
                        if sheets.wants(&stored) && sender.send((sheets, stored)).is_err() {
                            tracing::error!("rendering ended before the returns did");
                        }
                    };
                    let period = sheets.period();
                    if sheets.of_accepted() {
                        let readers = store.readers();
                        returns::each_accepted(readers, kind, period, hand_over).await?;
                    } else {
                        returns::each_latest(store, kind, period, hand_over).await?;
                    }
                }
                Ok(())
            });
            drop(sender);
            read.and(joined("documents", documents))
                .and(joined("workbooks", workbooks))
        })
    })
}

fn joined(
    what: &str,
    thread: std::thread::ScopedJoinHandle<'_, Result<(), PipelineError>>,
) -> Result<(), PipelineError> {
    thread.join().unwrap_or_else(|_| {
        Err(PipelineError::Document {
            document: what.to_owned(),
            reason: "its thread died".to_owned(),
        })
    })
}

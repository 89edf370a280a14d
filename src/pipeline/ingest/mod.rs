//! Ingesting: register, then files that came, read, checked and kept; or kept files, read again.

mod accept;
mod feeds;
mod mailbox;
mod place;
mod reading;
mod remote;
mod take;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc;

use serde::Serialize;

use super::{Context, PipelineError};
use crate::collect::{Incoming, Spool};
use crate::config::Source;
use crate::model::{Finding, KindId, SourceFailure, SourceId};
use crate::read::Catalogue;
use crate::register::{ImportReport, import};
use crate::store::locks::Held;
use crate::store::{StoreError, arrivals, returns, source_looks};

pub use accept::{AcceptError, Acceptance, Accepted, accept};
pub use mailbox::MailReport;
use reading::{Batch, Origin, ReadFile, read_batch};
use take::Taker;

/// Files taken together, at most: read on all cores while those before are checked and written, in one transaction.
const BATCH: usize = 125;

/// What came in.
#[derive(Debug, Default, Serialize)]
pub struct IngestReport {
    /// Subjects in the register, by kind.
    pub subjects: BTreeMap<KindId, usize>,
    /// Changes of the register since the last import.
    pub register_changes: usize,
    /// What is to say about the register's rows.
    pub register_findings: Vec<Finding>,
    /// Files that the sources show; all kept files, where they are read again.
    pub files_seen: usize,
    /// Files that came for the first time.
    pub files_new: usize,
    /// Files read now that cannot be read, with the reason.
    pub files_refused: Vec<Finding>,
    /// Returns read now and accepted.
    pub accepted: usize,
    /// Returns read now and accepted with something to confirm.
    pub to_confirm: usize,
    /// Returns read now that are to correct.
    pub to_correct: usize,
    /// What is to say about files and returns that belong to no subject or period.
    pub unplaced: Vec<Finding>,
    /// Where kept files were read again: the returns that are no longer what they were.
    pub reread: Option<returns::Reread>,
    /// What mailboxes brought.
    pub mails: MailReport,
    /// Sources that gave nothing, or not all, and why.
    pub sources_failed: Vec<SourceFailure>,
}

/// The lock of whoever takes files in: two at once would empty each other's spool and fetch the same messages.
const LOCK: &str = "releve";

/// Imports the register, then ingests what the sources show, once whoever does so at this moment has done.
///
/// # Errors
/// When the register cannot be used or the store fails. A source that fails is in the report, and the others are taken; what a
/// file holds is never an error.
pub async fn ingest(context: &Context) -> Result<IngestReport, PipelineError> {
    let _held = wait_for_lock(context)?;
    let mut report = begin(context).await?;
    let sources: Vec<_> = context.settings.sources.iter().collect();
    let opened = feeds::open(context, &sources).await?;
    take_sources(context, opened, &mut report).await?;
    Ok(report)
}

/// Looks at some of the sources, as [`ingest`] does; those that failed a short while ago are left alone. Nothing where another
/// process ingests: it takes what there is.
///
/// # Errors
/// As [`ingest`].
pub async fn ingest_sources(
    context: &Context,
    ids: &BTreeSet<SourceId>,
) -> Result<Option<IngestReport>, PipelineError> {
    let Some(_held) = context.locks.try_take(LOCK)? else {
        return Ok(None);
    };
    let looks = source_looks::all(&context.store).await?;
    let rests = |source: &Source| {
        let look = looks.iter().find(|look| look.source == source.id.as_str());
        let until = look.and_then(|look| look.next_look_at);
        let rests = until.is_some_and(|at| at > context.now);
        if rests {
            tracing::debug!(source = %source.id, ?until, "a source that failed is left alone");
        }
        rests
    };
    let sources: Vec<_> = context
        .settings
        .sources
        .iter()
        .filter(|source| ids.contains(&source.id) && !rests(source))
        .collect();
    let opened = feeds::open(context, &sources).await?;
    // The register is read for those who bring something.
    if opened.iter().all(feeds::Opened::is_idle) {
        let mut report = IngestReport::default();
        for opened in opened {
            feeds::note_idle(context, opened, &mut report.sources_failed).await?;
        }
        return Ok(Some(report));
    }
    let mut report = begin(context).await?;
    take_sources(context, opened, &mut report).await?;
    Ok(Some(report))
}

/// Ingests files named by hand, as received now.
///
/// # Errors
/// As [`ingest`].
pub async fn ingest_files(
    context: &Context,
    paths: &[PathBuf],
) -> Result<IngestReport, PipelineError> {
    let _held = wait_for_lock(context)?;
    let mut report = begin(context).await?;
    let by_hand = |path: &PathBuf| Incoming {
        source: reading::BY_HAND.into(),
        path: path.clone(),
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        received_at: context.now,
    };
    let files: Vec<_> = paths.iter().map(by_hand).collect();
    let mut intake = Intake::new(context, &mut report).await?;
    context
        .progress
        .begin("read", u64::try_from(files.len()).ok());
    let taken = intake.take(files).await;
    context.progress.end();
    taken?;
    Ok(report)
}

/// Reads every kept file again, as it came and in the order it came, with the questionnaires, rules and limits of today. The
/// returns that come out otherwise take the place of the former ones, which are kept apart. All of it, or nothing.
///
/// # Errors
/// As [`ingest`], and when a kept file is missing or damaged.
pub async fn ingest_again(context: &Context) -> Result<IngestReport, PipelineError> {
    let _held = wait_for_lock(context)?;
    let mut report = begin(context).await?;
    let kept = arrivals::kept(&context.store).await?;
    report.files_seen = kept.len();
    let files: Vec<_> = kept
        .into_iter()
        .map(|kept| kept_file(context, kept))
        .collect();
    let mut writing = context.store.begin().await?;
    let aside = returns::set_aside(&mut writing, context.now).await?;
    let catalogue = catalogue(context);
    let mut taker = Taker::new(context, &mut report).await?;
    let progress = &context.progress;
    progress.begin("read", u64::try_from(files.len()).ok());
    let read = in_batches(context, &catalogue, files, &Origin::Kept, async |read| {
        taker.take_again(&mut writing, read).await
    })
    .await;
    progress.end();
    read?;
    report.reread = Some(returns::settle(&mut writing, aside).await?);
    writing.commit().await?;
    Ok(report)
}

/// A kept file, as it came.
fn kept_file(context: &Context, kept: arrivals::Kept) -> Incoming {
    Incoming {
        path: context.raw_files.path(kept.hash),
        source: kept.source.as_str().into(),
        name: kept.name,
        received_at: kept.received_at,
    }
}

async fn begin(context: &Context) -> Result<IngestReport, PipelineError> {
    let ImportReport {
        subjects,
        changes,
        findings,
        ..
    } = import(
        &context.store,
        &context.framework,
        &context.reader,
        &context.settings.register.path,
        context.now,
        false,
    )
    .await?;
    Ok(IngestReport {
        subjects,
        register_changes: changes.len(),
        register_findings: findings,
        ..IngestReport::default()
    })
}

fn wait_for_lock(context: &Context) -> Result<Held, StoreError> {
    tokio::task::block_in_place(|| context.locks.take(LOCK))
}

async fn take_sources(
    context: &Context,
    opened: Vec<feeds::Opened<'_>>,
    report: &mut IngestReport,
) -> Result<(), PipelineError> {
    let spool = Spool::new(&context.settings.files.spool);
    let mut intake = Intake::new(context, report).await?;
    let expected: usize = opened.iter().map(feeds::Opened::expected).sum();
    context.progress.begin("read", u64::try_from(expected).ok());
    let mut taken = Ok(());
    for opened in opened {
        taken = feeds::drain(&mut intake, &spool, opened).await;
        if taken.is_err() {
            break;
        }
    }
    context.progress.end();
    taken
}

/// Takes files of the sources into the store.
struct Intake<'a> {
    context: &'a Context,
    catalogue: Catalogue,
    origin: Origin,
    taker: Taker<'a>,
}

impl<'a> Intake<'a> {
    async fn new(
        context: &'a Context,
        report: &'a mut IngestReport,
    ) -> Result<Self, PipelineError> {
        let known = arrivals::known(&context.store).await?;
        Ok(Self {
            context,
            catalogue: catalogue(context),
            origin: Origin::Sources { known },
            taker: Taker::new(context, report).await?,
        })
    }

    /// Reads files, checks what is in them and writes it. Each is wholly in the store then.
    async fn take(&mut self, files: Vec<Incoming>) -> Result<(), PipelineError> {
        self.report().files_seen += files.len();
        let (context, taker) = (self.context, &mut self.taker);
        in_batches(
            context,
            &self.catalogue,
            files,
            &self.origin,
            async |read| {
                // One transaction per batch: after a crash a file is either wholly in the store or comes again.
                let mut writing = context.store.begin().await?;
                taker.take_new(&mut writing, read).await?;
                Ok(writing.commit().await?)
            },
        )
        .await
    }

    fn report(&mut self) -> &mut IngestReport {
        self.taker.report
    }
}

fn catalogue(context: &Context) -> Catalogue {
    let framework = &context.framework;
    let kinds: Vec<_> = framework
        .kinds
        .iter()
        .filter_map(|k| Some((k, framework.questionnaire_of(&k.id)?)))
        .collect();
    Catalogue::new(&kinds)
}

/// Reads files batch by batch and hands them over in their order; the next batch is read while one is taken.
async fn in_batches(
    context: &Context,
    catalogue: &Catalogue,
    files: Vec<Incoming>,
    origin: &Origin,
    mut take: impl AsyncFnMut(Vec<ReadFile>) -> Result<(), PipelineError>,
) -> Result<(), PipelineError> {
    let progress = &context.progress;
    let (sender, receiver) = mpsc::sync_channel(1);
    let runtime = tokio::runtime::Handle::current();
    tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut rest = &files[..];
                while !rest.is_empty() {
                    let batch =
                        read_batch(context, catalogue, &rest[..rest.len().min(BATCH)], origin);
                    let gone_through = batch.as_ref().map_or(rest.len(), |batch| batch.files);
                    // Who takes them has failed and says so: nothing more is read.
                    if sender.send(batch).is_err() {
                        break;
                    }
                    rest = &rest[gone_through..];
                }
            });
            for batch in receiver {
                let Batch { files, read } = batch?;
                runtime.block_on(take(read))?;
                progress.advance(u64::try_from(files).unwrap_or(0));
            }
            Ok(())
        })
    })
}

//! Ingesting: register, then files that came, read, checked and kept; or kept files, read again.

mod place;
mod reading;
mod take;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc;

use serde::Serialize;

use super::{Context, PipelineError};
use crate::collect::{Incoming, list};
use crate::model::{Finding, KindId};
use crate::read::Catalogue;
use crate::register::{ImportReport, import};
use crate::store::{arrivals, returns};

use reading::{Origin, ReadFile, read_batch};
use take::Taker;

/// Files taken together: read on all cores while those before are checked and written, in one transaction.
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
}

/// Imports the register, then ingests what the sources show.
///
/// # Errors
/// When the register cannot be used, a source cannot be listed or the store fails. What a file holds is never an error.
pub async fn ingest(context: &Context) -> Result<IngestReport, PipelineError> {
    let mut report = begin(context).await?;
    let mut files = Vec::new();
    for source in &context.settings.sources {
        if let Some(folder) = &source.path {
            files.extend(list(&source.id, folder, context.zone)?);
        }
    }
    ingest_all(context, files, &mut report).await?;
    Ok(report)
}

/// Ingests files named by hand, as received now.
///
/// # Errors
/// As [`ingest`].
pub async fn ingest_files(
    context: &Context,
    paths: &[PathBuf],
) -> Result<IngestReport, PipelineError> {
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
    ingest_all(context, paths.iter().map(by_hand).collect(), &mut report).await?;
    Ok(report)
}

/// Reads every kept file again, as it came and in the order it came, with the questionnaires, rules and limits of today. The
/// returns that come out otherwise take the place of the former ones, which are kept apart. All of it, or nothing.
///
/// # Errors
/// As [`ingest`], and when a kept file is missing or damaged.
pub async fn ingest_again(context: &Context) -> Result<IngestReport, PipelineError> {
    let mut report = begin(context).await?;
    let kept = arrivals::kept(&context.store).await?;
    report.files_seen = kept.len();
    let files = kept
        .into_iter()
        .map(|kept| Incoming {
            path: context.raw_files.path(kept.hash),
            source: kept.source.as_str().into(),
            name: kept.name,
            received_at: kept.received_at,
        })
        .collect();
    let mut writing = context.store.begin().await?;
    let aside = returns::set_aside(&mut writing, context.now).await?;
    let catalogue = catalogue(context);
    let mut taker = Taker::new(context, &mut report).await?;
    in_batches(context, &catalogue, files, &Origin::Kept, async |read| {
        taker.take_again(&mut writing, read).await
    })
    .await?;
    report.reread = Some(returns::settle(&mut writing, aside).await?);
    writing.commit().await?;
    Ok(report)
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

async fn ingest_all(
    context: &Context,
    files: Vec<Incoming>,
    report: &mut IngestReport,
) -> Result<(), PipelineError> {
    report.files_seen = files.len();
    let known = arrivals::known(&context.store).await?;
    let catalogue = catalogue(context);
    let mut taker = Taker::new(context, report).await?;
    let origin = Origin::Sources { known };
    in_batches(context, &catalogue, files, &origin, async |read| {
        // One transaction per batch: after a crash a file is either wholly in the store or comes again.
        let mut writing = context.store.begin().await?;
        taker.take_new(&mut writing, read).await?;
        Ok(writing.commit().await?)
    })
    .await
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
    progress.begin("read", u64::try_from(files.len()).ok());
    let (sender, receiver) = mpsc::sync_channel(1);
    let runtime = tokio::runtime::Handle::current();
    let taken = tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for batch in files.chunks(BATCH) {
                    let read = read_batch(context, catalogue, batch, origin);
                    // Who takes them has failed and says so: nothing more is read.
                    if sender.send((batch.len(), read)).is_err() {
                        break;
                    }
                }
            });
            for (files, read) in receiver {
                runtime.block_on(take(read?))?;
                progress.advance(u64::try_from(files).unwrap_or(0));
            }
            Ok(())
        })
    });
    progress.end();
    taken
}

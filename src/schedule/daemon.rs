//! The daemon: ticks, runs what is due, one job after the other, and stops cleanly.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio_cron_scheduler::{Job as Tick, JobScheduler, JobSchedulerError};
use tokio_util::sync::CancellationToken;

use super::calendar::due;
use super::watchers::{Bell, watch};
use crate::framework::Job;
use crate::model::SourceId;
use crate::pipeline::{
    Context, PipelineError, SendReport, ingest_sources, job_period, run_job, send,
};
use crate::store::StoreError;
use crate::store::firings::{self, Cause, Ending};

/// A firing older than this was missed: the daemon was not there, or was busy for long.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// Why the daemon stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The ticking could not be set up.
    #[error("the scheduler cannot start: {0}")]
    Scheduler(#[from] JobSchedulerError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Runs jobs as they fall due, and takes what arrives in mailboxes, until `stop` is cancelled; what is running then is finished
/// first. `clock` gives the moment, `tick` how often it is looked at.
///
/// # Errors
/// When the store fails at start, or the scheduler does. A job that fails is in the ledger and the log, and the others go on.
pub async fn serve(
    context: &mut Context,
    clock: impl Fn() -> DateTime<Utc>,
    tick: Duration,
    stop: CancellationToken,
) -> Result<(), ServeError> {
    let bell = Arc::new(Bell::default());
    let ticker = {
        let bell = Arc::clone(&bell);
        Tick::new_repeated(tick, move |_, _| bell.ring())?
    };
    let mut scheduler = JobScheduler::new().await?;
    scheduler.add(ticker).await?;
    scheduler.start().await?;
    context.now = clock();
    let started = context.now;
    see_jobs(context).await?;
    let watchers = watch(&context.settings.sources, &bell, &stop);
    tracing::info!(jobs = context.framework.jobs.len(), zone = %context.zone, "bilan serves");
    while !stop.is_cancelled() {
        context.now = clock();
        round(context, started, &clock, &stop).await;
        let rung_for = bell.sources();
        if !rung_for.is_empty() && !stop.is_cancelled() {
            context.now = clock();
            arrivals(context, &bell, rung_for).await;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = bell.rung() => {}
        }
    }
    watchers.join_all().await;
    scheduler.shutdown().await?;
    tracing::info!("bilan stops");
    Ok(())
}

/// Notes the jobs that no daemon has seen before: what they miss from now on is caught up.
async fn see_jobs(context: &Context) -> Result<(), StoreError> {
    let mut transaction = context.store.begin().await?;
    for job in &context.framework.jobs {
        firings::first_seen(&mut transaction, &job.id, context.now).await?;
    }
    transaction.commit().await
}

/// One look at the clock: every job that is due, in the order of the file, then the mails that wait for another try.
async fn round(
    context: &mut Context,
    started: DateTime<Utc>,
    clock: &impl Fn() -> DateTime<Utc>,
    stop: &CancellationToken,
) {
    let framework = Arc::clone(&context.framework);
    for job in &framework.jobs {
        if let Err(error) = run_due(context, job, started, clock, stop).await {
            tracing::error!(job = %job.id, %error, "a job failed");
        }
    }
    if stop.is_cancelled() {
        return;
    }
    let mut report = SendReport::default();
    if let Err(error) = send(context, Some(context.now), &mut report).await {
        tracing::error!(%error, "waiting mails could not be sent");
    }
    if report.sent + report.failed.len() > 0 || report.put_off.is_some() {
        tracing::info!(
            sent = report.sent,
            waiting = report.waiting,
            failed = report.failed.len(),
            "waiting mails"
        );
    }
}

/// Takes what came into the sources that were heard of, and runs the jobs that wait for returns.
async fn arrivals(context: &Context, bell: &Bell, sources: BTreeSet<SourceId>) {
    let mut came = 0;
    match ingest_sources(context, &sources).await {
        Ok(Some(report)) if report.files_seen + report.mails.messages > 0 => {
            came = report.accepted + report.to_confirm + report.to_correct;
            tracing::info!(
                messages = report.mails.messages,
                files = report.files_new,
                accepted = report.accepted,
                to_confirm = report.to_confirm,
                to_correct = report.to_correct,
                to_review = report.mails.to_review.len(),
                "arrivals taken"
            );
        }
        Ok(Some(_)) => {}
        Ok(None) => {
            tracing::debug!("another process takes what arrived");
            bell.keep(sources);
        }
        Err(error) => tracing::error!(%error, "what arrived could not be taken"),
    }
    if came == 0 {
        return;
    }
    let jobs = context.framework.jobs.iter();
    for job in jobs.filter(|job| job.on_arrival) {
        if let Err(error) = run_on_arrival(context, job).await {
            tracing::error!(job = %job.id, %error, "a job failed");
        }
    }
}

async fn run_on_arrival(context: &Context, job: &Job) -> Result<(), PipelineError> {
    let period = job_period(context, job, context.now)?;
    match run_job(context, job, period, context.now, Cause::Arrival, None).await {
        // Whoever runs it takes what arrived; if they were past it, the job's next hour does.
        Err(PipelineError::Busy(_)) => Ok(()),
        other => other.map(drop),
    }
}

async fn run_due(
    context: &mut Context,
    job: &Job,
    started: DateTime<Utc>,
    clock: &impl Fn() -> DateTime<Utc>,
    stop: &CancellationToken,
) -> Result<(), PipelineError> {
    // What was interrupted was not missed: it runs again, whatever the job says of missed firings.
    for at in firings::unfinished(&context.store, &job.id).await? {
        if stop.is_cancelled() || !run_at(context, job, at, clock).await? {
            return Ok(());
        }
    }
    // A job that never ran has missed nothing before a daemon first saw it.
    let since = match firings::last_handled(&context.store, &job.id).await? {
        Some(last) => last,
        None => {
            let mut transaction = context.store.begin().await?;
            let first = firings::first_seen(&mut transaction, &job.id, started).await?;
            transaction.commit().await?;
            first
        }
    };
    let due = due(job, context.zone, since, context.now, GRACE);
    for at in due.skip {
        skip(context, job, at).await?;
    }
    for at in due.run {
        if stop.is_cancelled() || !run_at(context, job, at, clock).await? {
            break;
        }
    }
    Ok(())
}

/// Runs one firing; false where another process is running the job.
async fn run_at(
    context: &mut Context,
    job: &Job,
    at: DateTime<Utc>,
    clock: &impl Fn() -> DateTime<Utc>,
) -> Result<bool, PipelineError> {
    context.now = clock();
    let cause = if at < context.now - GRACE {
        Cause::CatchUp
    } else {
        Cause::Schedule
    };
    let period = job_period(context, job, at)?;
    match run_job(context, job, period, at, cause, None).await {
        Ok(Some(_)) => {}
        Ok(None) => tracing::info!(job = %job.id, %at, "another daemon ran this firing"),
        // Looked at again at the next tick: the lock goes with the process that holds it.
        Err(PipelineError::Busy(_)) => {
            tracing::debug!(job = %job.id, %at, "the job is being run by another process");
            return Ok(false);
        }
        Err(error) => return Err(error),
    }
    Ok(true)
}

async fn skip(context: &Context, job: &Job, at: DateTime<Utc>) -> Result<(), PipelineError> {
    let period = job_period(context, job, at)?;
    let mut transaction = context.store.begin().await?;
    let claimed = firings::claim(
        &mut transaction,
        &job.id,
        at,
        Cause::CatchUp,
        period,
        "",
        context.now,
    )
    .await?;
    if let Some(firing) = claimed {
        firings::finish(
            &mut transaction,
            firing,
            Ending::Skipped,
            "missed",
            context.now,
        )
        .await?;
    }
    transaction.commit().await?;
    Ok(())
}

//! Table `firing`: the ledger of jobs.

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::{JobId, Period};

/// Why a job ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It was due.
    Schedule,
    /// It was missed, and the daemon caught up.
    CatchUp,
    /// Somebody asked: `bilan run`.
    Hand,
    /// Something arrived that the job waits for.
    Arrival,
}

impl Cause {
    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::CatchUp => "catch_up",
            Self::Hand => "hand",
            Self::Arrival => "arrival",
        }
    }
}

/// How a firing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It did all it had to.
    Done,
    /// It stopped on an error.
    Failed,
    /// The daemon was asked to stop; the next start runs it again.
    HandedBack,
    /// It was missed, and the job says to skip what is missed.
    Skipped,
}

impl Ending {
    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::HandedBack => "handed_back",
            Self::Skipped => "skipped",
        }
    }
}

/// A row of the ledger.
#[derive(Debug, Clone)]
pub struct Firing {
    /// Its row.
    pub id: i64,
    /// The job.
    pub job: JobId,
    /// When it was due, or asked for.
    pub scheduled_at: DateTime<Utc>,
    /// Why it ran.
    pub cause: String,
    /// The period it reported on.
    pub period: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<String>,
    /// What it did, in a line.
    pub summary: Option<String>,
}

/// Claims a firing: writes its row, and gives its number, or nothing where somebody else wrote it first.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    connection: &mut SqliteConnection,
    job: &JobId,
    scheduled_at: DateTime<Utc>,
    cause: Cause,
    period: Period,
    holder: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    // A firing that was handed back is free again, and keeps the cause that it had first. What was asked for by hand may
    // be asked for again at the same moment of a given clock: the row then tells of the last time.
    const CLAIM: &str = "insert into firing (job, scheduled_at, cause, period, holder, started_at)
        select ?1, ?2, coalesce((select cause from firing where job = ?1 and scheduled_at = ?2 and ?3 <> 'hand'
            and cause <> 'hand' and outcome = 'handed_back'), ?3), ?4, ?5, ?6 where ?3 = 'hand' or not exists
            (select 1 from firing where job = ?1 and scheduled_at = ?2 and cause <> 'hand' and coalesce(outcome, '') <> 'handed_back')
        on conflict (job, scheduled_at, cause) do update set holder = ?5, started_at = ?6, finished_at = null, outcome = null, summary = null
            where firing.outcome = 'handed_back' or (firing.cause = 'hand' and firing.finished_at is not null)
        returning id";
    Ok(sqlx::query_scalar(CLAIM)
        .bind(job.as_str())
        .bind(scheduled_at.to_rfc3339())
        .bind(cause.as_str())
        .bind(period.to_string())
        .bind(holder)
        .bind(now.to_rfc3339())
        .fetch_optional(connection)
        .await?)
}

/// Writes how a firing ended.
///
/// # Errors
/// When the database fails.
pub async fn finish(
    connection: &mut SqliteConnection,
    id: i64,
    ending: Ending,
    summary: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query("update firing set finished_at = ?2, outcome = ?3, summary = ?4 where id = ?1")
        .bind(id)
        .bind(now.to_rfc3339())
        .bind(ending.as_str())
        .bind(summary)
        .execute(connection)
        .await?;
    Ok(())
}

/// Firings of a job that began and never ended: handed back. Only for who holds the job's lock, so that their process
/// is known to have died.
///
/// # Errors
/// When the database fails.
pub async fn hand_back_orphans(
    connection: &mut SqliteConnection,
    job: &JobId,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    const ORPHANS: &str =
        "update firing set outcome = 'handed_back', finished_at = ?2, summary = 'interrupted'
        where job = ?1 and finished_at is null";
    Ok(sqlx::query(ORPHANS)
        .bind(job.as_str())
        .bind(now.to_rfc3339())
        .execute(connection)
        .await?
        .rows_affected())
}

/// The last time a job was due and handled (run, failed or skipped). Runs by hand and on arrivals are not counted: what was due
/// while they ran is due still.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn last_handled(store: &Store, job: &JobId) -> Result<Option<DateTime<Utc>>, StoreError> {
    const LAST: &str = "select max(scheduled_at) from firing where job = ?1 and cause in ('schedule', 'catch_up') and outcome <> 'handed_back'";
    let last: Option<String> = sqlx::query_scalar(LAST)
        .bind(job.as_str())
        .fetch_one(store.readers())
        .await?;
    last.map(|text| text.parse().map_err(|e| StoreError::corrupt("firing", e)))
        .transpose()
}

/// When a daemon first saw the job: `now`, where none has.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn first_seen(
    connection: &mut SqliteConnection,
    job: &JobId,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, StoreError> {
    sqlx::query(
        "insert into job_seen (job, first_seen_at) values (?1, ?2) on conflict (job) do nothing",
    )
    .bind(job.as_str())
    .bind(now.to_rfc3339())
    .execute(&mut *connection)
    .await?;
    let first: String = sqlx::query_scalar("select first_seen_at from job_seen where job = ?1")
        .bind(job.as_str())
        .fetch_one(connection)
        .await?;
    first
        .parse()
        .map_err(|e| StoreError::corrupt("job_seen", e))
}

/// When the firings of a job were due that began and did not end, oldest first: they run again. Some may be running.
/// Runs by hand are left to whoever asked for them.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn unfinished(store: &Store, job: &JobId) -> Result<Vec<DateTime<Utc>>, StoreError> {
    const UNFINISHED: &str = "select scheduled_at from firing
        where job = ?1 and cause <> 'hand' and coalesce(outcome, 'handed_back') = 'handed_back' order by scheduled_at";
    let found: Vec<String> = sqlx::query_scalar(UNFINISHED)
        .bind(job.as_str())
        .fetch_all(store.readers())
        .await?;
    found
        .iter()
        .map(|text| text.parse().map_err(|e| StoreError::corrupt("firing", e)))
        .collect()
}

/// The last time a job ended well for a period, whatever caused it.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn last_done(
    store: &Store,
    job: &JobId,
    period: Period,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    const LAST: &str =
        "select max(finished_at) from firing where job = ?1 and period = ?2 and outcome = 'done'";
    let last: Option<String> = sqlx::query_scalar(LAST)
        .bind(job.as_str())
        .bind(period.to_string())
        .fetch_one(store.readers())
        .await?;
    last.map(|text| text.parse().map_err(|e| StoreError::corrupt("firing", e)))
        .transpose()
}

/// The latest rows of the ledger, newest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn latest(store: &Store, count: u32) -> Result<Vec<Firing>, StoreError> {
    let rows = sqlx::query("select * from firing order by started_at desc, id desc limit ?1")
        .bind(count)
        .fetch_all(store.readers())
        .await?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &SqliteRow) -> Result<Firing, StoreError> {
    let moment = |text: String| {
        text.parse::<DateTime<Utc>>()
            .map_err(|e| StoreError::corrupt("firing", e))
    };
    Ok(Firing {
        id: row.get("id"),
        job: JobId::new(row.get::<String, _>("job")),
        scheduled_at: moment(row.get("scheduled_at"))?,
        cause: row.get("cause"),
        period: row.get("period"),
        started_at: moment(row.get("started_at"))?,
        finished_at: row
            .get::<Option<String>, _>("finished_at")
            .map(moment)
            .transpose()?,
        outcome: row.get("outcome"),
        summary: row.get("summary"),
    })
}

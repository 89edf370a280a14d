//! Table `excuse`: returns that are not asked for any more.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::{KindId, Period, SubjectId};

/// Why a return is not asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excuse {
    /// Why, in the officer's words.
    pub reason: String,
    /// Who said so.
    pub author: String,
    /// When.
    pub excused_at: DateTime<Utc>,
    /// When it was asked for again, if it was.
    pub lifted_at: Option<DateTime<Utc>>,
}

/// Excuses a subject from its return for a period; false where it is excused already.
///
/// # Errors
/// When the database fails.
pub async fn excuse(
    connection: &mut SqliteConnection,
    kind: &KindId,
    subject: &SubjectId,
    period: Period,
    excuse: &Excuse,
) -> Result<bool, StoreError> {
    const EXCUSE: &str =
        "insert into excuse (kind, subject, period, reason, author, excused_at) values (?1, ?2, ?3, ?4, ?5, ?6)
        on conflict (kind, subject, period) where lifted_at is null do nothing";
    let done = sqlx::query(EXCUSE)
        .bind(kind.as_str())
        .bind(subject.as_str())
        .bind(period.to_string())
        .bind(&excuse.reason)
        .bind(&excuse.author)
        .bind(excuse.excused_at.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Lifts the excuse of a subject for a period; false where there is none.
///
/// # Errors
/// When the database fails.
pub async fn lift(
    connection: &mut SqliteConnection,
    kind: &KindId,
    subject: &SubjectId,
    period: Period,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const LIFT: &str = "update excuse set lifted_at = ?4 where kind = ?1 and subject = ?2 and period = ?3 and lifted_at is null";
    let done = sqlx::query(LIFT)
        .bind(kind.as_str())
        .bind(subject.as_str())
        .bind(period.to_string())
        .bind(at.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Every excuse of a kind's subjects for a period, lifted ones too, oldest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of_period(
    store: &Store,
    kind: &KindId,
    period: Period,
) -> Result<BTreeMap<SubjectId, Vec<Excuse>>, StoreError> {
    const EXCUSES: &str = "select subject, reason, author, excused_at, lifted_at from excuse where kind = ?1 and period = ?2 order by id";
    let rows = sqlx::query(EXCUSES)
        .bind(kind.as_str())
        .bind(period.to_string())
        .fetch_all(store.readers())
        .await?;
    let mut excuses: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in &rows {
        let subject = SubjectId::new(row.get::<String, _>("subject"));
        excuses.entry(subject).or_default().push(from_row(row)?);
    }
    Ok(excuses)
}

fn from_row(row: &SqliteRow) -> Result<Excuse, StoreError> {
    let moment = |text: String| {
        text.parse()
            .map_err(|e| StoreError::corrupt("excuse", format!("{text}: {e}")))
    };
    Ok(Excuse {
        reason: row.get("reason"),
        author: row.get("author"),
        excused_at: moment(row.get("excused_at"))?,
        lifted_at: row
            .get::<Option<String>, _>("lifted_at")
            .map(moment)
            .transpose()?,
    })
}

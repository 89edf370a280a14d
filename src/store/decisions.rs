//! Table `decision`: values that officers accept as they are or give in a holder's stead. Rows are never changed.

use chrono::{DateTime, Utc};
use sqlx::{Row, SqliteConnection};

use super::StoreError;
use crate::model::{Decision, FieldId, KindId, Period, SubjectId};

/// A decision with the return it is about: the one of this subject and period in the file of an arrival.
#[derive(Debug, Clone)]
pub struct Made {
    /// The kind of the return's subject.
    pub kind: KindId,
    /// The return's subject.
    pub subject: SubjectId,
    /// The return's period.
    pub period: Period,
    /// What was decided.
    pub decision: Decision,
}

/// A decision to write.
#[derive(Debug, Clone)]
pub struct NewDecision<'a> {
    /// The row of the arrival that the return came with.
    pub arrival: i64,
    /// The kind of the return's subject.
    pub kind: &'a KindId,
    /// The return's subject.
    pub subject: &'a SubjectId,
    /// The return's period.
    pub period: Period,
    /// The field.
    pub field: &'a FieldId,
    /// The value given, as typed; none where what the holder typed is accepted.
    pub value: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// Who decided.
    pub author: &'a str,
}

/// Writes a decision and gives its row.
///
/// # Errors
/// When the database fails.
pub async fn record(
    connection: &mut SqliteConnection,
    new: &NewDecision<'_>,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    const RECORD: &str = "insert into decision (arrival, kind, subject, period, field, value, reason, author, decided_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) returning id";
    Ok(sqlx::query_scalar(RECORD)
        .bind(new.arrival)
        .bind(new.kind.as_str())
        .bind(new.subject.as_str())
        .bind(new.period.to_string())
        .bind(new.field.as_str())
        .bind(new.value)
        .bind(new.reason)
        .bind(new.author)
        .bind(at.to_rfc3339())
        .fetch_one(connection)
        .await?)
}

/// The decisions on the returns of an arrival, in the order in which they were made.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of_arrival(
    connection: &mut SqliteConnection,
    arrival: i64,
) -> Result<Vec<Made>, StoreError> {
    const OF_ARRIVAL: &str =
        "select id, kind, subject, period, field, value, reason, author from decision
        where arrival = ?1 order by id";
    let rows = sqlx::query(OF_ARRIVAL)
        .bind(arrival)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Made {
                kind: KindId::new(row.get::<String, _>("kind")),
                subject: SubjectId::new(row.get::<String, _>("subject")),
                period: row
                    .get::<&str, _>("period")
                    .parse()
                    .map_err(|e| StoreError::corrupt("decision", e))?,
                decision: Decision {
                    id: row.get("id"),
                    field: FieldId::new(row.get::<String, _>("field")),
                    value: row.get("value"),
                    reason: row.get("reason"),
                    author: row.get("author"),
                },
            })
        })
        .collect()
}

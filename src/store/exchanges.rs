//! Table `return`, as exchanges with those who answer: what came, in which version, and what is still to correct.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::Row;

use super::returns::{day, status};
use super::{Store, StoreError};
use crate::model::{KindId, Period, ReturnStatus, SubjectId};

/// How many versions came for each subject of a period, the last one's day, and whether one was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// Versions that came; one that an officer decided is no exchange.
    pub versions: u32,
    /// The number of the last version, whether it came or was decided.
    pub latest: u32,
    /// Whether the last version is to correct.
    pub to_correct: bool,
    /// Whether one of them was accepted.
    pub accepted: bool,
    /// Whether the first one was.
    pub first_accepted: bool,
    /// The day the last one came.
    pub last_on: NaiveDate,
}

/// The exchanges of a period by subject.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of_period(
    store: &Store,
    kind: &KindId,
    period: Period,
) -> Result<BTreeMap<SubjectId, Exchange>, StoreError> {
    const EXCHANGES: &str =
        "select subject, count(*) filter (where decision is null) as versions, max(version) as latest,
        max(version) filter (where status = 'to_correct') is max(version) as to_correct, max(status = 'accepted') as accepted,
        max(status = 'accepted' and version = 1) as first_accepted, max(received_on) as last_on
        from return where kind = ?1 and period = ?2 group by subject";
    let rows = sqlx::query(EXCHANGES)
        .bind(kind.as_str())
        .bind(period.to_string())
        .fetch_all(store.readers())
        .await?;
    rows.iter()
        .map(|row| {
            let exchange = Exchange {
                versions: row.get("versions"),
                latest: row.get("latest"),
                to_correct: row.get("to_correct"),
                accepted: row.get("accepted"),
                first_accepted: row.get("first_accepted"),
                last_on: day(row.get("last_on"))?,
            };
            Ok((SubjectId::new(row.get::<String, _>("subject")), exchange))
        })
        .collect()
}

/// The last version of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// The kind of its subject.
    pub kind: KindId,
    /// Its subject.
    pub subject: SubjectId,
    /// Its period.
    pub period: Period,
    /// Its number.
    pub version: u32,
    /// The day its file came.
    pub received_on: NaiveDate,
    /// Whether its values count.
    pub status: ReturnStatus,
}

/// The last version of each return that came, or was decided, on this day or after it: by kind, period and subject.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn latest_since(store: &Store, since: NaiveDate) -> Result<Vec<Latest>, StoreError> {
    // With a single max(), SQLite takes the other columns from the row that has it.
    const LATEST: &str = "select last.* from (select kind, subject, period, max(version) as version, received_on, status, decision
            from return group by kind, period, subject) as last left join decision on decision.id = last.decision
        where last.received_on >= ?1 or decision.decided_at >= ?1 order by last.kind, last.period, last.subject";
    let rows = sqlx::query(LATEST)
        .bind(since.to_string())
        .fetch_all(store.readers())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Latest {
                kind: KindId::new(row.get::<String, _>("kind")),
                subject: SubjectId::new(row.get::<String, _>("subject")),
                period: row
                    .get::<&str, _>("period")
                    .parse()
                    .map_err(|e| StoreError::corrupt("return", e))?,
                version: row.get("version"),
                received_on: day(row.get("received_on"))?,
                status: status(row.get("status"))?,
            })
        })
        .collect()
}

/// How many returns were taken since a moment: (accepted, to correct).
///
/// # Errors
/// When the database fails.
pub async fn came_since(store: &Store, since: DateTime<Utc>) -> Result<(u32, u32), StoreError> {
    const CAME: &str = "select coalesce(sum(r.status = 'accepted'), 0) as accepted, coalesce(sum(r.status = 'to_correct'), 0) as wrong
        from return r join arrival a on a.id = r.arrival where r.decision is null and a.collected_at > ?1";
    let row = sqlx::query(CAME)
        .bind(since.to_rfc3339())
        .fetch_one(store.readers())
        .await?;
    Ok((row.get("accepted"), row.get("wrong")))
}

/// A version of a return, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionCame {
    /// Its number.
    pub version: u32,
    /// The day its file came.
    pub received_on: NaiveDate,
    /// Whether its values count.
    pub status: ReturnStatus,
    /// Whether it comes from a decision of the officer.
    pub decided: bool,
    /// The name of its file.
    pub file: String,
}

/// Every version of the returns for a period, by subject, oldest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn versions_of(
    store: &Store,
    kind: &KindId,
    period: Period,
) -> Result<BTreeMap<SubjectId, Vec<VersionCame>>, StoreError> {
    const VERSIONS: &str = "select r.subject, r.version, r.received_on, r.status, r.decision, a.name
        from return r join arrival a on a.id = r.arrival where r.kind = ?1 and r.period = ?2 order by r.subject, r.version";
    let rows = sqlx::query(VERSIONS)
        .bind(kind.as_str())
        .bind(period.to_string())
        .fetch_all(store.readers())
        .await?;
    let mut versions: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in &rows {
        let came = VersionCame {
            version: row.get("version"),
            received_on: day(row.get("received_on"))?,
            status: status(row.get("status"))?,
            decided: row.get::<Option<i64>, _>("decision").is_some(),
            file: row.get("name"),
        };
        let subject = SubjectId::new(row.get::<String, _>("subject"));
        versions.entry(subject).or_default().push(came);
    }
    Ok(versions)
}

//! Table `source_look`: the last look at each source, and since when it has failed.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::Fault;

/// A source that fails is looked at again after this, then after twice as long, and so on.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
/// The longest wait between two looks at a source that fails.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// The last look at a source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceLook {
    /// The source.
    pub source: String,
    /// When it was looked at last.
    pub looked_at: DateTime<Utc>,
    /// When a file came by it last.
    pub came_at: Option<DateTime<Utc>>,
    /// Files that came by it so far, each once.
    pub came: u64,
    /// Since when it has failed, if it does.
    pub failing_from: Option<DateTime<Utc>>,
    /// Looks in a row that failed.
    pub failures: u32,
    /// Before this moment the daemon leaves a failing source alone.
    pub next_look_at: Option<DateTime<Utc>>,
    /// Why it fails.
    pub fault: Option<Fault>,
}

/// Notes a look at a source: the files that came for the first time, and why it failed if it did.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn note(
    connection: &mut SqliteConnection,
    source: &str,
    now: DateTime<Utc>,
    came: usize,
    fault: Option<&Fault>,
) -> Result<(), StoreError> {
    const NOTE: &str = "insert into source_look (source, looked_at, came_at, came, failing_from, failures, next_look_at, fault)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        on conflict (source) do update set looked_at = ?2, came_at = coalesce(?3, came_at), came = came + ?4,
            failing_from = ?5, failures = ?6, next_look_at = ?7, fault = ?8";
    let before = sqlx::query("select * from source_look where source = ?1")
        .bind(source)
        .fetch_optional(&mut *connection)
        .await?;
    let before = before.as_ref().map(look).transpose()?;
    let failures = match fault {
        Some(_) => before.as_ref().map_or(0, |b| b.failures).saturating_add(1),
        None => 0,
    };
    let failing_from = fault.map(|_| before.and_then(|b| b.failing_from).unwrap_or(now));
    let next = fault.map(|_| now + wait(failures));
    let fault = fault
        .map(serde_json::to_string)
        .transpose()
        .map_err(|e| StoreError::corrupt("source_look", e))?;
    sqlx::query(NOTE)
        .bind(source)
        .bind(now.to_rfc3339())
        .bind((came > 0).then(|| now.to_rfc3339()))
        .bind(i64::try_from(came).unwrap_or(i64::MAX))
        .bind(failing_from.map(|at| at.to_rfc3339()))
        .bind(failures)
        .bind(next.map(|at| at.to_rfc3339()))
        .bind(fault)
        .execute(connection)
        .await?;
    Ok(())
}

/// How long a source is left alone after so many failures in a row.
fn wait(failures: u32) -> TimeDelta {
    let doubled = 1_i32.checked_shl(failures.saturating_sub(1).min(16));
    FIRST_WAIT
        .checked_mul(doubled.unwrap_or(1))
        .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

/// The last look at every source that was looked at, by source.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn all(store: &Store) -> Result<Vec<SourceLook>, StoreError> {
    let rows = sqlx::query("select * from source_look order by source")
        .fetch_all(store.readers())
        .await?;
    rows.iter().map(look).collect()
}

fn look(row: &SqliteRow) -> Result<SourceLook, StoreError> {
    let corrupt = |e: &dyn std::fmt::Display| StoreError::corrupt("source_look", e);
    let moment = |name: &str| {
        let text: Option<String> = row.get(name);
        text.map(|t| t.parse::<DateTime<Utc>>())
            .transpose()
            .map_err(|e| corrupt(&e))
    };
    let fault: Option<String> = row.get("fault");
    let came: i64 = row.get("came");
    Ok(SourceLook {
        source: row.get("source"),
        looked_at: moment("looked_at")?.ok_or_else(|| corrupt(&"no moment"))?,
        came_at: moment("came_at")?,
        came: u64::try_from(came).map_err(|e| corrupt(&e))?,
        failing_from: moment("failing_from")?,
        failures: row.get("failures"),
        next_look_at: moment("next_look_at")?,
        fault: fault
            .map(|f| serde_json::from_str(&f))
            .transpose()
            .map_err(|e| corrupt(&e))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FaultCode;

    #[test]
    fn a_failing_source_is_left_alone_longer_and_longer_but_an_hour_at_most() {
        let waits: Vec<_> = [1, 2, 3, 6, 7, 40, u32::MAX]
            .map(|failures| wait(failures).num_minutes())
            .into();
        assert_eq!(waits, [1, 2, 4, 32, 60, 60, 60]);
    }

    #[tokio::test]
    async fn a_source_that_recovers_is_no_longer_failing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("bilan.sqlite"))
            .await
            .unwrap();
        let at = |minute: u32| format!("2026-10-05T08:{minute:02}:00Z").parse().unwrap();
        let fault = Fault::new(FaultCode::Password).with("server", "x");
        let mut writing = store.begin().await.unwrap();
        note(&mut writing, "boite", at(0), 3, None).await.unwrap();
        note(&mut writing, "boite", at(1), 0, Some(&fault))
            .await
            .unwrap();
        note(&mut writing, "boite", at(2), 0, Some(&fault))
            .await
            .unwrap();
        writing.commit().await.unwrap();
        let failing = all(&store).await.unwrap().remove(0);
        assert_eq!(failing.failing_from, Some(at(1)));
        assert_eq!(failing.next_look_at, Some(at(4)));
        assert_eq!((failing.came, failing.came_at), (3, Some(at(0))));
        assert_eq!(failing.fault, Some(fault));
        let mut writing = store.begin().await.unwrap();
        note(&mut writing, "boite", at(5), 1, None).await.unwrap();
        writing.commit().await.unwrap();
        let well = all(&store).await.unwrap().remove(0);
        assert_eq!((well.failures, well.fault, well.came), (0, None, 4));
    }
}

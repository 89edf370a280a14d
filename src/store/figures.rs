//! Table `figure`: figures as last computed, one row per group.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Store, StoreError};
use crate::model::{Figure, KindId, Level, Period};

/// The word of a level in the store: empty for the programme, `=` for a subject, else the register column.
fn level_word(level: &Level) -> &str {
    match level {
        Level::Programme => "",
        Level::Subject => "=",
        Level::Column(column) => column,
    }
}

/// Writes the figures of one group, over those of an earlier computation.
///
/// # Errors
/// When the database fails.
pub async fn put(
    connection: &mut SqliteConnection,
    kind: &KindId,
    period: Period,
    level: &Level,
    group: &str,
    figures: &[Figure],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const PUT: &str = "insert into figure (kind, period, level, grp, figures, computed_at) values (?1, ?2, ?3, ?4, ?5, ?6)
        on conflict (kind, period, level, grp) do update set figures = ?5, computed_at = ?6 where figures <> ?5";
    // The key of each figure but its indicator is the row's own.
    let values: Vec<_> = figures
        .iter()
        .map(|f| {
            (
                &f.key.indicator,
                f.value,
                f.count,
                f.coverage,
                f.previous,
                f.status,
            )
        })
        .collect();
    sqlx::query(PUT)
        .bind(kind.as_str())
        .bind(period.to_string())
        .bind(level_word(level))
        .bind(group)
        .bind(serde_json::to_string(&values).map_err(|e| StoreError::corrupt("figure", e))?)
        .bind(at.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(())
}

/// The periods for which figures of a kind were computed, oldest first, as written in the store.
///
/// # Errors
/// When the database fails.
pub async fn periods(store: &Store, kind: &KindId) -> Result<Vec<String>, StoreError> {
    Ok(
        sqlx::query_scalar("select distinct period from figure where kind = ?1 order by period")
            .bind(kind.as_str())
            .fetch_all(store.readers())
            .await?,
    )
}

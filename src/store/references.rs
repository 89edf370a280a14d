//! Table `reference`: what the feedback sheets of a kind and period are compared with.

use chrono::{DateTime, Utc};
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::{KindId, Period};

/// What was kept for a kind and period, as JSON.
///
/// # Errors
/// When the database fails.
pub async fn find(
    store: &Store,
    kind: &KindId,
    period: Period,
) -> Result<Option<String>, StoreError> {
    const FIND: &str = "select content from reference where kind = ?1 and period = ?2";
    let found = sqlx::query(FIND)
        .bind(kind.as_str())
        .bind(period.to_string())
        .fetch_optional(store.readers())
        .await?;
    Ok(found.map(|row| row.try_get(0)).transpose()?)
}

/// Keeps what the sheets of a kind and period are compared with, in place of what was kept before.
///
/// # Errors
/// When the database fails.
pub async fn put(
    connection: &mut SqliteConnection,
    kind: &KindId,
    period: Period,
    content: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const PUT: &str =
        "insert into reference (kind, period, content, made_at) values (?1, ?2, ?3, ?4)
        on conflict (kind, period) do update set content = ?3, made_at = ?4";
    sqlx::query(PUT)
        .bind(kind.as_str())
        .bind(period.to_string())
        .bind(content)
        .bind(at.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(())
}

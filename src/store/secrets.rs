//! Table `secret`: what was made at random once, and must be found again.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Store, StoreError};

/// The key that questionnaires are sealed with.
pub const FORMS: &str = "forms";

/// The secret of this name; none where it was never made.
///
/// # Errors
/// When the database fails.
pub async fn find(store: &Store, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    const FIND: &str = "select value from secret where name = ?1";
    Ok(sqlx::query_scalar(FIND)
        .bind(name)
        .fetch_optional(store.readers())
        .await?)
}

/// Keeps a secret unless there is one of this name already; gives the one that is kept.
///
/// # Errors
/// When the database fails.
pub async fn keep_first(
    connection: &mut SqliteConnection,
    name: &str,
    value: &[u8],
    at: DateTime<Utc>,
) -> Result<Vec<u8>, StoreError> {
    const KEEP: &str = "insert into secret (name, value, made_at) values (?1, ?2, ?3) on conflict (name) do nothing";
    sqlx::query(KEEP)
        .bind(name)
        .bind(value)
        .bind(at.to_rfc3339())
        .execute(&mut *connection)
        .await?;
    Ok(
        sqlx::query_scalar("select value from secret where name = ?1")
            .bind(name)
            .fetch_one(connection)
            .await?,
    )
}

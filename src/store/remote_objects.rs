//! Table `remote_object`: files of folders on servers, as the last look saw them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::SourceId;

/// What tells a file from what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its size in bytes.
    pub size: u64,
    /// The server's mark of its content, without quotes, where it gives one.
    pub etag: Option<String>,
    /// When it was modified, by the server, to the second.
    pub modified: Option<DateTime<Utc>>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was seen: taken at the next look, if it is still the same.
    Seen,
    /// It was taken.
    Taken,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Taken => "taken",
        }
    }
}

/// All files of a source, by path.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of(
    store: &Store,
    source: &SourceId,
) -> Result<HashMap<String, (Facts, State)>, StoreError> {
    const OF: &str =
        "select path, size, etag, modified, state from remote_object where source = ?1";
    let rows = sqlx::query(OF)
        .bind(source.as_str())
        .fetch_all(store.readers())
        .await?;
    rows.iter()
        .map(|row| {
            let corrupt = |what: &dyn std::fmt::Display| StoreError::corrupt("remote_object", what);
            let modified: Option<String> = row.get("modified");
            let facts = Facts {
                size: u64::try_from(row.get::<i64, _>("size")).map_err(|e| corrupt(&e))?,
                etag: row.get("etag"),
                modified: modified
                    .map(|text| text.parse().map_err(|e| corrupt(&e)))
                    .transpose()?,
            };
            let state = match row.get("state") {
                "seen" => State::Seen,
                "taken" => State::Taken,
                other => return Err(corrupt(&other)),
            };
            Ok((row.get("path"), (facts, state)))
        })
        .collect()
}

/// Writes what a file is now and what became of it.
///
/// # Errors
/// When the database fails.
pub async fn put(
    connection: &mut SqliteConnection,
    source: &SourceId,
    path: &str,
    facts: &Facts,
    state: State,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const PUT: &str =
        "insert into remote_object (source, path, size, etag, modified, state, seen_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (source, path) do update set
        size = excluded.size, etag = excluded.etag, modified = excluded.modified, state = excluded.state,
        seen_at = excluded.seen_at";
    sqlx::query(PUT)
        .bind(source.as_str())
        .bind(path)
        .bind(i64::try_from(facts.size).unwrap_or(i64::MAX))
        .bind(&facts.etag)
        .bind(facts.modified.map(|m| m.to_rfc3339()))
        .bind(state.as_str())
        .bind(now.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets a file that is no longer there.
///
/// # Errors
/// When the database fails.
pub async fn forget(
    connection: &mut SqliteConnection,
    source: &SourceId,
    path: &str,
) -> Result<(), StoreError> {
    sqlx::query("delete from remote_object where source = ?1 and path = ?2")
        .bind(source.as_str())
        .bind(path)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_what_the_last_look_saw() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("b.sqlite")).await.unwrap();
        let (source, other) = (SourceId::from("nuage"), SourceId::from("autre"));
        let now = "2026-11-25T08:00:00Z".parse().unwrap();
        let mut facts = Facts {
            size: 12,
            etag: None,
            modified: Some(now),
        };
        let mut writing = store.begin().await.unwrap();
        put(&mut writing, &source, "a.xlsx", &facts, State::Seen, now)
            .await
            .unwrap();
        facts.etag = Some("abc".into());
        put(&mut writing, &source, "a.xlsx", &facts, State::Taken, now)
            .await
            .unwrap();
        put(&mut writing, &source, "b.xlsx", &facts, State::Seen, now)
            .await
            .unwrap();
        forget(&mut writing, &source, "b.xlsx").await.unwrap();
        forget(&mut writing, &other, "a.xlsx").await.unwrap();
        writing.commit().await.unwrap();
        let known = of(&store, &source).await.unwrap();
        assert_eq!(
            known,
            HashMap::from([("a.xlsx".to_owned(), (facts, State::Taken))])
        );
        assert!(of(&store, &other).await.unwrap().is_empty());
    }
}

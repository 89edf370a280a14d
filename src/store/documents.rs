//! Table `document`: documents that were made, by what they were made from.

use chrono::{DateTime, Utc};
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::{DocumentId, Period};

/// A document that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeDocument {
    /// Which document.
    pub document: DocumentId,
    /// For whom or what: empty for the programme, else a subject's or direction's id.
    pub scope: String,
    /// Its period, as written in the store.
    pub period: Period,
    /// Its language's code.
    pub language: String,
    /// The hash of everything that it is made from.
    pub input: String,
    /// Its file, relative to the programme's folder.
    pub path: String,
    /// The sha-256 of its bytes.
    pub hash: String,
    /// Its pages, or sheets for a workbook.
    pub pages: u32,
}

/// The documents made so far for a period.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of_period(store: &Store, period: Period) -> Result<Vec<MadeDocument>, StoreError> {
    const OF_PERIOD: &str =
        "select document, scope, period, language, input, path, hash, pages from document
        where period = ?1 order by document, scope, language";
    let rows = sqlx::query(OF_PERIOD)
        .bind(period.to_string())
        .fetch_all(store.readers())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(MadeDocument {
                document: DocumentId::new(row.get::<String, _>("document")),
                scope: row.get("scope"),
                period: row
                    .get::<&str, _>("period")
                    .parse()
                    .map_err(|e| StoreError::corrupt("document", e))?,
                language: row.get("language"),
                input: row.get("input"),
                path: row.get("path"),
                hash: row.get("hash"),
                pages: row.get("pages"),
            })
        })
        .collect()
}

/// Writes a document that was made, over the one of the same document, scope, period and language.
///
/// # Errors
/// When the database fails.
pub async fn put(
    connection: &mut SqliteConnection,
    made: &MadeDocument,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const PUT: &str = "insert into document (document, scope, period, language, input, path, hash, pages, made_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        on conflict (document, scope, period, language) do update set input = ?5, path = ?6, hash = ?7, pages = ?8, made_at = ?9";
    sqlx::query(PUT)
        .bind(made.document.as_str())
        .bind(&made.scope)
        .bind(made.period.to_string())
        .bind(&made.language)
        .bind(&made.input)
        .bind(&made.path)
        .bind(&made.hash)
        .bind(made.pages)
        .bind(at.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(())
}

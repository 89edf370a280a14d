//! Table `arrival`: files that came, by content.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::{FileHash, Finding};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// At least one return was found in it.
    Read,
    /// It cannot be read: a finding says why.
    Refused,
    /// It was read, and no return was found in it.
    NoReturn,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Refused => "refused",
            Self::NoReturn => "no_return",
        }
    }
}

/// A file that came.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The hash of its content.
    pub hash: FileHash,
    /// The source that it came by.
    pub source: String,
    /// Its name, without folders.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it came, as its source says.
    pub received_at: DateTime<Utc>,
    /// What became of it.
    pub outcome: Outcome,
    /// What is to say about it as a whole.
    pub findings: Vec<Finding>,
}

/// The hashes of all files that came so far.
///
/// # Errors
/// When the database fails.
pub async fn known(store: &Store) -> Result<HashSet<String>, StoreError> {
    Ok(sqlx::query_scalar("select hash from arrival")
        .fetch_all(store.readers())
        .await?
        .into_iter()
        .collect())
}

/// Writes an arrival and gives its row, or nothing where the same content was written before.
///
/// # Errors
/// When the database fails.
pub async fn record(
    connection: &mut SqliteConnection,
    arrival: &Arrival,
    collected_at: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    const RECORD: &str = "insert into arrival (hash, source, name, size, received_at, collected_at, outcome, findings)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (hash) do nothing returning id";
    let findings =
        serde_json::to_string(&arrival.findings).map_err(|e| StoreError::corrupt("arrival", e))?;
    Ok(sqlx::query_scalar(RECORD)
        .bind(arrival.hash.to_string())
        .bind(&arrival.source)
        .bind(&arrival.name)
        .bind(i64::try_from(arrival.size).unwrap_or(i64::MAX))
        .bind(arrival.received_at.to_rfc3339())
        .bind(collected_at.to_rfc3339())
        .bind(arrival.outcome.as_str())
        .bind(findings)
        .fetch_optional(connection)
        .await?)
}

/// Writes what became of a file that was read again, and gives its row.
///
/// # Errors
/// When the database fails or no file of this content came before.
pub async fn revise(
    connection: &mut SqliteConnection,
    arrival: &Arrival,
) -> Result<i64, StoreError> {
    let findings =
        serde_json::to_string(&arrival.findings).map_err(|e| StoreError::corrupt("arrival", e))?;
    Ok(sqlx::query_scalar(
        "update arrival set outcome = ?2, findings = ?3 where hash = ?1 returning id",
    )
    .bind(arrival.hash.to_string())
    .bind(arrival.outcome.as_str())
    .bind(findings)
    .fetch_one(connection)
    .await?)
}

/// A file that came and was kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its row.
    pub id: i64,
    /// The hash of its content.
    pub hash: FileHash,
    /// The source that it came by.
    pub source: String,
    /// Its name, without folders.
    pub name: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// All files that came, in the order in which they were taken.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn kept(store: &Store) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query("select id, hash, source, name, received_at from arrival order by id")
        .fetch_all(store.readers())
        .await?;
    rows.iter().map(kept_file).collect()
}

/// The file of this hash.
///
/// # Errors
/// When the database fails, no file of this content came, or its row cannot be read.
pub async fn kept_as(store: &Store, hash: &str) -> Result<Kept, StoreError> {
    let row =
        sqlx::query("select id, hash, source, name, received_at from arrival where hash = ?1")
            .bind(hash)
            .fetch_one(store.readers())
            .await?;
    kept_file(&row)
}

fn kept_file(row: &SqliteRow) -> Result<Kept, StoreError> {
    let hash: String = row.get("hash");
    let received: String = row.get("received_at");
    Ok(Kept {
        id: row.get("id"),
        hash: hash
            .parse()
            .map_err(|()| StoreError::corrupt("arrival", &hash))?,
        source: row.get("source"),
        name: row.get("name"),
        received_at: received
            .parse()
            .map_err(|e| StoreError::corrupt("arrival", e))?,
    })
}

/// A file that gave no return or has something to say: its name, outcome word, day of arrival and findings.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The file's name.
    pub name: String,
    /// `read`, `refused` or `no_return`.
    pub outcome: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// What is to say about it.
    pub findings: Vec<Finding>,
}

/// The files received in a span of time that have findings of their own.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn remarks(
    store: &Store,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Remark>, StoreError> {
    const REMARKS: &str = "select name, outcome, received_at, findings from arrival
        where received_at >= ?1 and received_at < ?2 and (outcome <> 'read' or findings <> '[]') order by name, id";
    let rows = sqlx::query(REMARKS)
        .bind(from.to_rfc3339())
        .bind(to.to_rfc3339())
        .fetch_all(store.readers())
        .await?;
    rows.iter()
        .map(|row| {
            let findings: String = row.get("findings");
            let received: String = row.get("received_at");
            Ok(Remark {
                name: row.get("name"),
                outcome: row.get("outcome"),
                received_at: received
                    .parse()
                    .map_err(|e| StoreError::corrupt("arrival", e))?,
                findings: serde_json::from_str(&findings)
                    .map_err(|e| StoreError::corrupt("arrival", e))?,
            })
        })
        .collect()
}

/// What is to say about the files taken since a moment, as a whole: in the order in which they were taken.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn findings_since(
    store: &Store,
    since: DateTime<Utc>,
) -> Result<Vec<Finding>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar(
        "select findings from arrival where collected_at > ?1 and findings <> '[]' order by id",
    )
    .bind(since.to_rfc3339())
    .fetch_all(store.readers())
    .await?;
    let mut findings = Vec::new();
    for row in &rows {
        let of_file: Vec<Finding> =
            serde_json::from_str(row).map_err(|e| StoreError::corrupt("arrival", e))?;
        findings.extend(of_file);
    }
    Ok(findings)
}

//! Table `subject`: what returns are about, and table `subject_change`: what each import changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::{FieldId, KindId, SubjectId, Value};

/// A subject as imported from the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its kind.
    pub kind: KindId,
    /// Its identifier within the kind.
    pub id: SubjectId,
    /// Its title.
    pub title: String,
    /// The columns of its register row that hold something.
    pub columns: BTreeMap<FieldId, Value>,
    /// Its row in the sheet, from 1.
    pub row: u32,
}

/// What an import changed for one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectChange {
    /// Its kind.
    pub kind: KindId,
    /// Its identifier.
    pub subject: SubjectId,
    /// `added`, `changed`, `gone` or `back`.
    pub change: String,
    /// The column that changed.
    pub field: Option<FieldId>,
    /// Its former value.
    pub before: Option<String>,
    /// Its new value.
    pub after: Option<String>,
}

/// Gives all subjects of a kind with whether they are in the register, by identifier; those that left it only if `with_gone`.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn each(
    store: &Store,
    kind: &KindId,
    with_gone: bool,
    mut take: impl FnMut(Subject, bool),
) -> Result<(), StoreError> {
    const ALL: &str = "select id, title, columns, row, present from subject where kind = ?1 and (present = 1 or ?2) order by id";
    let mut rows = sqlx::query(ALL)
        .bind(kind.as_str())
        .bind(with_gone)
        .fetch(store.readers());
    while let Some(row) = rows.try_next().await? {
        let columns: &str = row.get("columns");
        let subject = Subject {
            kind: kind.clone(),
            id: SubjectId::new(row.get::<String, _>("id")),
            title: row.get("title"),
            columns: serde_json::from_str(columns)
                .map_err(|e| StoreError::corrupt("subject", e))?,
            row: row.get("row"),
        };
        take(subject, row.get("present"));
    }
    Ok(())
}

/// Writes a subject, new or changed, as present.
///
/// # Errors
/// When the database fails.
pub async fn put(
    connection: &mut SqliteConnection,
    subject: &Subject,
    imported_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const PUT: &str = "insert into subject (kind, id, title, columns, row, present, imported_at) values (?1, ?2, ?3, ?4, ?5, 1, ?6)
        on conflict (kind, id) do update set title = ?3, columns = ?4, row = ?5, present = 1, imported_at = ?6";
    let columns =
        serde_json::to_string(&subject.columns).map_err(|e| StoreError::corrupt("subject", e))?;
    sqlx::query(PUT)
        .bind(subject.kind.as_str())
        .bind(subject.id.as_str())
        .bind(&subject.title)
        .bind(columns)
        .bind(subject.row)
        .bind(imported_at.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(())
}

/// Marks a subject as gone from the register; its returns stay.
///
/// # Errors
/// When the database fails.
pub async fn mark_gone(
    connection: &mut SqliteConnection,
    kind: &KindId,
    id: &SubjectId,
) -> Result<(), StoreError> {
    sqlx::query("update subject set present = 0 where kind = ?1 and id = ?2")
        .bind(kind.as_str())
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Remembers a change of the register.
///
/// # Errors
/// When the database fails.
pub async fn record_change(
    connection: &mut SqliteConnection,
    change: &SubjectChange,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const RECORD: &str = "insert into subject_change (kind, subject, change, field, before, after, changed_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    sqlx::query(RECORD)
        .bind(change.kind.as_str())
        .bind(change.subject.as_str())
        .bind(&change.change)
        .bind(change.field.as_ref().map(FieldId::as_str))
        .bind(&change.before)
        .bind(&change.after)
        .bind(at.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(())
}

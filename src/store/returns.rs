//! Table `return`: what was understood of each return, version by version. Rows are never changed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt as _;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqliteExecutor};

use super::{Store, StoreError};
use crate::model::{
    Answer, CellRef, FieldId, Finding, KindId, Period, Place, ReturnStatus, SubjectId, Value,
};

/// A return as it is kept.
#[derive(Debug, Clone)]
pub struct StoredReturn {
    /// Its row.
    pub id: i64,
    /// The kind of its subject.
    pub kind: KindId,
    /// Its subject.
    pub subject: SubjectId,
    /// Its period.
    pub period: Period,
    /// Its version, from 1: how many files came for this subject and period so far, and decisions on them.
    pub version: u32,
    /// The day its file came.
    pub received_on: NaiveDate,
    /// Whether its values count.
    pub status: ReturnStatus,
    /// Share of the required and relevant fields that are filled, 0 to 1.
    pub completeness: Decimal,
    /// The name of its file.
    pub file: String,
    /// The hash of its file.
    pub hash: String,
    /// What was found for each field.
    pub answers: BTreeMap<FieldId, Answer>,
    /// What is to say about it.
    pub findings: Vec<Finding>,
}

/// A return to write; its version is given by the store.
#[derive(Debug, Clone)]
pub struct NewReturn<'a> {
    /// The kind of its subject.
    pub kind: &'a KindId,
    /// Its subject.
    pub subject: &'a SubjectId,
    /// Its period.
    pub period: Period,
    /// The arrival's row.
    pub arrival: i64,
    /// The questionnaire's version that it answers.
    pub questionnaire_version: Option<u32>,
    /// The day its file came.
    pub received_on: NaiveDate,
    /// Whether its values count.
    pub status: ReturnStatus,
    /// Share of the required and relevant fields that are filled, 0 to 1.
    pub completeness: Decimal,
    /// What was found for each field.
    pub answers: &'a BTreeMap<FieldId, Answer>,
    /// What is to say about it.
    pub findings: &'a [Finding],
    /// The decision that this version comes from; none where it came by itself.
    pub decision: Option<i64>,
}

/// An answer without its file's name, which the arrival knows: a third of the bytes.
#[derive(Serialize, Deserialize)]
struct Compact<'a>(
    std::borrow::Cow<'a, str>,
    Option<std::borrow::Cow<'a, Value>>,
    Option<std::borrow::Cow<'a, str>>,
    Option<CellRef>,
);

const COLUMNS: &str = "r.id, r.kind, r.subject, r.period, r.version, r.received_on, r.status, r.completeness, r.answers, r.findings, a.name, a.hash";

/// Writes a return as the next version of its subject and period, and gives that version.
///
/// # Errors
/// When the database fails.
pub async fn append(
    connection: &mut SqliteConnection,
    new: &NewReturn<'_>,
) -> Result<u32, StoreError> {
    const APPEND: &str = "insert into return
        (kind, subject, period, version, arrival, questionnaire_version, received_on, status, completeness, answers, findings,
         decision)
        select ?1, ?2, ?3, coalesce(max(version), 0) + 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
        from return where kind = ?1 and subject = ?2 and period = ?3
        returning version";
    let answers: BTreeMap<&str, Compact<'_>> = new
        .answers
        .iter()
        .map(|(field, answer)| {
            let sheet = answer.place.sheet.as_deref().map(Into::into);
            let value = answer.value.as_ref().map(std::borrow::Cow::Borrowed);
            (
                field.as_str(),
                Compact(answer.raw.as_str().into(), value, sheet, answer.place.cell),
            )
        })
        .collect();
    let json = |e| StoreError::corrupt("return", e);
    Ok(sqlx::query_scalar(APPEND)
        .bind(new.kind.as_str())
        .bind(new.subject.as_str())
        .bind(new.period.to_string())
        .bind(new.arrival)
        .bind(new.questionnaire_version)
        .bind(new.received_on.to_string())
        .bind(new.status.as_str())
        .bind(new.completeness.to_string())
        .bind(serde_json::to_string(&answers).map_err(json)?)
        .bind(serde_json::to_string(new.findings).map_err(json)?)
        .bind(new.decision)
        .fetch_one(connection)
        .await?)
}

/// What became of the returns when the kept files were read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reread {
    /// Returns in the store now.
    pub returns: u64,
    /// Those that are not, word for word, what they were before.
    pub changed: u64,
    /// Former returns that were replaced, or that no file gives any more: kept in `return_replaced`.
    pub replaced: u64,
}

/// Puts all returns aside, so that they can be written anew from their files, and gives the last row put aside before.
/// To be ended by [`settle`] in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn set_aside(
    connection: &mut SqliteConnection,
    at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    const ASIDE: &str = "insert into return_replaced (kind, subject, period, version, arrival, questionnaire_version,
            received_on, status, completeness, answers, findings, decision, replaced_at)
        select kind, subject, period, version, arrival, questionnaire_version, received_on, status, completeness, answers,
            findings, decision, ?1 from return order by id";
    let last = sqlx::query_scalar("select coalesce(max(id), 0) from return_replaced")
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query(ASIDE)
        .bind(at.to_rfc3339())
        .execute(&mut *connection)
        .await?;
    sqlx::query("delete from return")
        .execute(connection)
        .await?;
    Ok(last)
}

/// Compares the returns written anew with those put aside after the row `last`: former ones that are the same again are
/// forgotten, the others stay in `return_replaced`.
///
/// # Errors
/// When the database fails.
pub async fn settle(connection: &mut SqliteConnection, last: i64) -> Result<Reread, StoreError> {
    const SAME_AGAIN: &str = "delete from return_replaced as old where id > ?1 and exists (
        select 1 from return as new where new.kind = old.kind and new.subject = old.subject and new.period = old.period
            and new.version = old.version and new.arrival = old.arrival and new.status = old.status
            and new.questionnaire_version is old.questionnaire_version and new.completeness = old.completeness
            and new.answers = old.answers and new.findings = old.findings and new.decision is old.decision)";
    let same = sqlx::query(SAME_AGAIN)
        .bind(last)
        .execute(&mut *connection)
        .await?
        .rows_affected();
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let returns: i64 = sqlx::query_scalar("select count(*) from return")
        .fetch_one(&mut *connection)
        .await?;
    let replaced: i64 = sqlx::query_scalar("select count(*) from return_replaced where id > ?1")
        .bind(last)
        .fetch_one(connection)
        .await?;
    Ok(Reread {
        returns: count(returns),
        changed: count(returns).saturating_sub(same),
        replaced: count(replaced),
    })
}

/// Hands the latest accepted return of each subject for a period to `take`, one at a time, ordered by subject.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn each_accepted<'e>(
    executor: impl SqliteExecutor<'e>,
    kind: &KindId,
    period: Period,
    mut take: impl FnMut(StoredReturn),
) -> Result<(), StoreError> {
    let statement = format!(
        "select {COLUMNS} from return r join arrival a on a.id = r.arrival
         where r.kind = ?1 and r.period = ?2 and r.status = 'accepted' and r.version = (select max(version) from return l
            where l.kind = r.kind and l.subject = r.subject and l.period = r.period and l.status = 'accepted')
         order by r.subject"
    );
    let mut rows = sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(kind.as_str())
        .bind(period.to_string())
        .fetch(executor);
    while let Some(row) = rows.try_next().await? {
        take(from_row(&row)?);
    }
    Ok(())
}

/// The last version of a subject's return for a period, accepted or not.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn latest(
    store: &Store,
    kind: &KindId,
    subject: &SubjectId,
    period: Period,
) -> Result<Option<StoredReturn>, StoreError> {
    let statement = format!(
        "select {COLUMNS} from return r join arrival a on a.id = r.arrival
         where r.kind = ?1 and r.subject = ?2 and r.period = ?3 order by r.version desc limit 1"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(kind.as_str())
        .bind(subject.as_str())
        .bind(period.to_string())
        .fetch_optional(store.readers())
        .await?;
    row.as_ref().map(from_row).transpose()
}

/// The accepted return that counts for a subject and a period.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn accepted(
    store: &Store,
    kind: &KindId,
    subject: &SubjectId,
    period: Period,
) -> Result<Option<StoredReturn>, StoreError> {
    let statement = format!(
        "select {COLUMNS} from return r join arrival a on a.id = r.arrival
         where r.kind = ?1 and r.subject = ?2 and r.period = ?3 and r.status = 'accepted' order by r.version desc limit 1"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(kind.as_str())
        .bind(subject.as_str())
        .bind(period.to_string())
        .fetch_optional(store.readers())
        .await?;
    row.as_ref().map(from_row).transpose()
}

/// The last version of every subject's return for a period, ordered by subject, handed over one at a time.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn each_latest(
    store: &Store,
    kind: &KindId,
    period: Period,
    mut take: impl FnMut(StoredReturn),
) -> Result<(), StoreError> {
    let statement = format!(
        "select {COLUMNS} from return r join arrival a on a.id = r.arrival
         where r.kind = ?1 and r.period = ?2 and r.version = (select max(version) from return l
            where l.kind = r.kind and l.subject = r.subject and l.period = r.period)
         order by r.subject"
    );
    let mut rows = sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(kind.as_str())
        .bind(period.to_string())
        .fetch(store.readers());
    while let Some(row) = rows.try_next().await? {
        take(from_row(&row)?);
    }
    Ok(())
}

fn from_row(row: &SqliteRow) -> Result<StoredReturn, StoreError> {
    let corrupt = |e: serde_json::Error| StoreError::corrupt("return", e);
    let file: String = row.get("name");
    let answers: String = row.get("answers");
    let findings: String = row.get("findings");
    let compact: BTreeMap<FieldId, Compact<'_>> =
        serde_json::from_str(&answers).map_err(corrupt)?;
    let answers = compact
        .into_iter()
        .map(|(field, Compact(raw, value, sheet, cell))| {
            let place = Place {
                file: file.clone(),
                sheet: sheet.map(Into::into),
                cell,
            };
            let value = value.map(std::borrow::Cow::into_owned);
            (
                field,
                Answer {
                    raw: raw.into_owned(),
                    value,
                    place,
                },
            )
        })
        .collect();
    Ok(StoredReturn {
        id: row.get("id"),
        kind: KindId::new(row.get::<String, _>("kind")),
        subject: SubjectId::new(row.get::<String, _>("subject")),
        period: row
            .get::<&str, _>("period")
            .parse()
            .map_err(|e| StoreError::corrupt("return", e))?,
        version: row.get("version"),
        received_on: day(row.get("received_on"))?,
        status: status(row.get("status"))?,
        completeness: row
            .get::<&str, _>("completeness")
            .parse()
            .map_err(|e| StoreError::corrupt("return", e))?,
        hash: row.get("hash"),
        file,
        answers,
        findings: serde_json::from_str(&findings).map_err(corrupt)?,
    })
}

pub(super) fn status(word: &str) -> Result<ReturnStatus, StoreError> {
    match word {
        "accepted" => Ok(ReturnStatus::Accepted),
        "to_correct" => Ok(ReturnStatus::ToCorrect),
        other => Err(StoreError::corrupt("return", format!("status {other}"))),
    }
}

pub(super) fn day(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|e| StoreError::corrupt("return", e))
}

/// For each subject, the first period in which an accepted return gave one of these choices to this field.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn first_saying(
    store: &Store,
    kind: &KindId,
    field: &FieldId,
    choices: &[String],
) -> Result<std::collections::HashMap<SubjectId, Period>, StoreError> {
    const FIRST: &str = "select subject, min(period) as first from return
        where kind = ?1 and status = 'accepted' and json_extract(answers, ?2) in (select value from json_each(?3))
        group by subject";
    // `$."field"[1].v` is the value of the answer's compact form; a field's id is checked to be a plain name.
    let path = format!("$.\"{}\"[1].v", field.as_str().replace('"', ""));
    let rows = sqlx::query(FIRST)
        .bind(kind.as_str())
        .bind(path)
        .bind(serde_json::to_string(choices).map_err(|e| StoreError::corrupt("return", e))?)
        .fetch_all(store.readers())
        .await?;
    rows.iter()
        .map(|row| {
            let first = row
                .get::<&str, _>("first")
                .parse()
                .map_err(|e| StoreError::corrupt("return", e))?;
            Ok((SubjectId::new(row.get::<String, _>("subject")), first))
        })
        .collect()
}

#[cfg(test)]
mod tests;

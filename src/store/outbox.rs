//! Table `message`: the outbox. A mail is a row before it is a mail.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};

/// A document that a mail carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The name that the reader sees.
    pub name: String,
    /// Its file, relative to the programme's folder.
    pub path: String,
    /// The sha-256 of the bytes that were decided to be sent.
    pub hash: String,
    /// Its media type.
    pub media_type: String,
}

/// What a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// It carries documents.
    Document,
    /// It answers a return.
    Answer,
    /// It asks for a return.
    Campaign,
    /// It tells the team what there is to do.
    Digest,
}

impl Purpose {
    const ALL: [Self; 4] = [Self::Document, Self::Answer, Self::Campaign, Self::Digest];

    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Answer => "answer",
            Self::Campaign => "campaign",
            Self::Digest => "digest",
        }
    }
}

/// A mail to write into the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Why it leaves, once: job, period, audience and recipient.
    pub dispatch: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The job.
    pub job: String,
    /// The period.
    pub period: String,
    /// The audience.
    pub audience: String,
    /// The recipient's name.
    pub recipient_name: String,
    /// The recipient's address.
    pub recipient_email: String,
    /// The language's code.
    pub language: String,
    /// The subject line.
    pub subject: String,
    /// The text body.
    pub body_text: String,
    /// The HTML body.
    pub body_html: String,
    /// What it carries.
    pub attachments: Vec<Attachment>,
    /// Its Message-ID.
    pub message_id: String,
}

/// A mail of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedMessage {
    /// Its row.
    pub id: i64,
    /// What it says and to whom.
    pub message: NewMessage,
    /// How many times it was tried.
    pub attempts: u32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Writes a mail, unless one with the same dispatch was written before. True when it is new.
///
/// # Errors
/// When the database fails.
pub async fn queue(
    connection: &mut SqliteConnection,
    message: &NewMessage,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const QUEUE: &str = "insert into message (dispatch, purpose, job, period, audience, recipient_name, recipient_email, language,
            subject, body_text, body_html, attachments, message_id, state, next_attempt_at, created_at)
        values (?1, ?14, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'queued', ?13, ?13) on conflict (dispatch) do nothing";
    let attachments = serde_json::to_string(&message.attachments)
        .map_err(|e| StoreError::corrupt("message", e))?;
    let done = sqlx::query(QUEUE)
        .bind(&message.dispatch)
        .bind(&message.job)
        .bind(&message.period)
        .bind(&message.audience)
        .bind(&message.recipient_name)
        .bind(&message.recipient_email)
        .bind(&message.language)
        .bind(&message.subject)
        .bind(&message.body_text)
        .bind(&message.body_html)
        .bind(attachments)
        .bind(&message.message_id)
        .bind(at.to_rfc3339())
        .bind(message.purpose.as_str())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The dispatches written so far for a period, by whichever job.
///
/// # Errors
/// When the database fails.
pub async fn all_dispatches(
    store: &Store,
    period: &str,
) -> Result<std::collections::HashSet<String>, StoreError> {
    Ok(
        sqlx::query_scalar("select dispatch from message where period = ?1")
            .bind(period)
            .fetch_all(store.readers())
            .await?
            .into_iter()
            .collect(),
    )
}

/// The mails for this purpose to an address that were written since a moment, and not withdrawn.
///
/// # Errors
/// When the database fails.
pub async fn written_since(
    connection: &mut SqliteConnection,
    purpose: Purpose,
    email: &str,
    since: DateTime<Utc>,
) -> Result<u32, StoreError> {
    const WRITTEN: &str =
        "select count(*) from message where recipient_email = ?1 collate nocase and purpose = ?2
        and created_at >= ?3 and state <> 'withdrawn'";
    Ok(sqlx::query_scalar(WRITTEN)
        .bind(email)
        .bind(purpose.as_str())
        .bind(since.to_rfc3339())
        .fetch_one(connection)
        .await?)
}

/// When a mail for this purpose was last written.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn last_written(
    store: &Store,
    purpose: Purpose,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let last: Option<String> =
        sqlx::query_scalar("select max(created_at) from message where purpose = ?1")
            .bind(purpose.as_str())
            .fetch_one(store.readers())
            .await?;
    last.map(|text| text.parse().map_err(|e| StoreError::corrupt("message", e)))
        .transpose()
}

/// Takes at most `limit` mails that wait for a try not later than `due` (or at any time, without one), and marks them as being sent.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn claim(
    connection: &mut SqliteConnection,
    due: Option<DateTime<Utc>>,
    limit: u32,
) -> Result<Vec<QueuedMessage>, StoreError> {
    const CLAIM: &str = "update message set state = 'sending', attempts = attempts + 1
        where id in (select id from message where state = 'queued' and (?1 is null or next_attempt_at <= ?1) order by next_attempt_at, id limit ?2)
        returning *";
    let rows = sqlx::query(CLAIM)
        .bind(due.map(|due| due.to_rfc3339()))
        .bind(limit)
        .fetch_all(connection)
        .await?;
    let mut messages = rows.iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    messages.sort_by_key(|m| m.id);
    Ok(messages)
}

/// Mails that a process took and did not finish: back into the queue. Only for who holds the lock of sending, so that
/// their process is known to have died.
///
/// # Errors
/// When the database fails.
pub async fn hand_back(connection: &mut SqliteConnection) -> Result<u64, StoreError> {
    let done = sqlx::query("update message set state = 'queued' where state = 'sending'")
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

/// Marks a mail as sent.
///
/// # Errors
/// When the database fails.
pub async fn mark_sent(
    connection: &mut SqliteConnection,
    id: i64,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query("update message set state = 'sent', sent_at = ?2, last_error = null, next_attempt_at = null where id = ?1")
        .bind(id)
        .bind(at.to_rfc3339())
        .execute(connection)
        .await?;
    Ok(())
}

/// Marks a try as failed: tried again at `next`, or never where there is none.
///
/// # Errors
/// When the database fails.
pub async fn mark_failed(
    connection: &mut SqliteConnection,
    id: i64,
    error: &str,
    next: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    const FAILED: &str =
        "update message set state = case when ?3 is null then 'failed' else 'queued' end,
        last_error = ?2, next_attempt_at = ?3 where id = ?1";
    sqlx::query(FAILED)
        .bind(id)
        .bind(error)
        .bind(next.map(|n| n.to_rfc3339()))
        .execute(connection)
        .await?;
    Ok(())
}

/// How many mails wait for a try.
///
/// # Errors
/// When the database fails.
pub async fn waiting(store: &Store) -> Result<usize, StoreError> {
    let count: i64 =
        sqlx::query_scalar("select count(*) from message where state in ('queued', 'sending')")
            .fetch_one(store.readers())
            .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// How many mails are in each state: (state, count).
///
/// # Errors
/// When the database fails.
pub async fn counts(store: &Store) -> Result<Vec<(String, i64)>, StoreError> {
    let rows =
        sqlx::query("select state, count(*) as n from message group by state order by state")
            .fetch_all(store.readers())
            .await?;
    Ok(rows
        .iter()
        .map(|row| (row.get("state"), row.get("n")))
        .collect())
}

/// The mails that were tried in vain and are in the state (`failed`: given up, `queued`: to be tried again): (recipient's
/// address, subject, error).
///
/// # Errors
/// When the database fails.
pub async fn tried_in_vain(
    store: &Store,
    state: &str,
) -> Result<Vec<(String, String, String)>, StoreError> {
    let rows = sqlx::query(
        "select recipient_email, subject, last_error as error from message
        where state = ?1 and last_error is not null order by id",
    )
    .bind(state)
    .fetch_all(store.readers())
    .await?;
    Ok(rows
        .iter()
        .map(|row| {
            (
                row.get("recipient_email"),
                row.get("subject"),
                row.get("error"),
            )
        })
        .collect())
}

/// The mails written after a moment that were given up: (recipient's address, subject, error).
///
/// # Errors
/// When the database fails.
pub async fn given_up_since(
    store: &Store,
    since: DateTime<Utc>,
) -> Result<Vec<(String, String, String)>, StoreError> {
    Ok(sqlx::query_as(
        "select recipient_email, subject, coalesce(last_error, '') from message
        where state = 'failed' and created_at > ?1 order by id",
    )
    .bind(since.to_rfc3339())
    .fetch_all(store.readers())
    .await?)
}

/// The addresses to which at least `limit` mails for this purpose were written on one day after a moment.
///
/// # Errors
/// When the database fails.
pub async fn busy_since(
    store: &Store,
    purpose: Purpose,
    since: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    const BUSY: &str = "select distinct lower(recipient_email) from message
        where purpose = ?1 and created_at > ?2 and state <> 'withdrawn'
        group by lower(recipient_email), substr(created_at, 1, 10) having count(*) >= ?3 order by 1";
    Ok(sqlx::query_scalar(BUSY)
        .bind(purpose.as_str())
        .bind(since.to_rfc3339())
        .bind(limit)
        .fetch_all(store.readers())
        .await?)
}

fn from_row(row: &SqliteRow) -> Result<QueuedMessage, StoreError> {
    let attachments: String = row.get("attachments");
    let created: String = row.get("created_at");
    let purpose: String = row.get("purpose");
    let purpose = Purpose::ALL.into_iter().find(|p| p.as_str() == purpose);
    Ok(QueuedMessage {
        id: row.get("id"),
        message: NewMessage {
            dispatch: row.get("dispatch"),
            purpose: purpose.ok_or_else(|| StoreError::corrupt("message", "purpose"))?,
            job: row.get("job"),
            period: row.get("period"),
            audience: row.get("audience"),
            recipient_name: row.get("recipient_name"),
            recipient_email: row.get("recipient_email"),
            language: row.get("language"),
            subject: row.get("subject"),
            body_text: row.get("body_text"),
            body_html: row.get("body_html"),
            attachments: serde_json::from_str(&attachments)
                .map_err(|e| StoreError::corrupt("message", e))?,
            message_id: row.get("message_id"),
        },
        attempts: row.get("attempts"),
        created_at: created
            .parse()
            .map_err(|e| StoreError::corrupt("message", e))?,
    })
}

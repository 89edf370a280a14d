//! Tables `mail_message` and `mail_file`: messages of mailboxes, and the spreadsheets that came by them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::{FileHash, Finding};

macro_rules! stored_words {
    ($($(#[$doc:meta])* $type:ident { $($(#[$of:meta])* $name:ident => $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $type {
            $($(#[$of])* $name),+
        }

        impl $type {
            /// The word in the store.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word),+
                }
            }

            fn of(word: &str) -> Result<Self, StoreError> {
                match word {
                    $($word => Ok(Self::$name),)+
                    other => Err(StoreError::corrupt("mail_message", other)),
                }
            }
        }
    )+};
}

stored_words! {
    /// What a message was.
    MailOutcome {
        /// At least one spreadsheet came by it.
        Return => "return",
        /// A person's, without a spreadsheet.
        Nothing => "nothing",
        /// An automatic reply.
        Automatic => "automatic",
        /// A mail of ours that came back.
        Bounce => "bounce",
        /// Held for spam by the server.
        Spam => "spam",
        /// From ourselves.
        Own => "own",
        /// Larger than the limit, not fetched.
        TooLarge => "too_large",
        /// Nothing could be made of its bytes.
        Unreadable => "unreadable",
    }
    /// Where a message goes on the server.
    MailPlace {
        /// The folder of those that were dealt with.
        Done => "done",
        /// The folder of those that someone must look at.
        Review => "review",
    }
}

/// Where a message is on its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// The source, as in `bilan.toml`.
    pub source: String,
    /// The folder in which it arrived.
    pub folder: String,
    /// The folder's UIDVALIDITY: with another one, numbers mean other messages (RFC 3501 §2.3.1.1).
    pub uidvalidity: u32,
    /// Its number.
    pub uid: u32,
}

/// A message, as it was dealt with.
#[derive(Debug, Clone)]
pub struct MailMessage {
    /// Where it was.
    pub at: MailAddress,
    /// Its Message-ID, or the hash of its bytes where it has none.
    pub message_id: String,
    /// The address of its author.
    pub sender: Option<String>,
    /// Its subject.
    pub subject: String,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// What it was.
    pub outcome: MailOutcome,
    /// Where it goes.
    pub place: MailPlace,
    /// What is to say about it.
    pub findings: Vec<Finding>,
    /// The spreadsheets that came by it: hash and name.
    pub files: Vec<(FileHash, String)>,
}

/// A message that someone must look at, or that brought a file.
#[derive(Debug, Clone, Serialize)]
pub struct ShownMail {
    /// The source.
    pub source: String,
    /// Its Message-ID.
    pub message_id: String,
    /// The address of its author.
    pub sender: Option<String>,
    /// Its subject.
    pub subject: String,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// What it was.
    pub outcome: MailOutcome,
    /// What is to say about it.
    pub findings: Vec<Finding>,
}

/// Writes a message and its files. A message that is known at this place is left as it was.
///
/// # Errors
/// When the database fails.
pub async fn record(
    connection: &mut SqliteConnection,
    message: &MailMessage,
    looked_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const RECORD: &str = "insert into mail_message (source, folder, uidvalidity, uid, message_id, sender, subject, received_at,
            outcome, place, findings, looked_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        on conflict (source, folder, uidvalidity, uid) do nothing returning id";
    let findings = serde_json::to_string(&message.findings)
        .map_err(|e| StoreError::corrupt("mail_message", e))?;
    let id: Option<i64> = sqlx::query_scalar(RECORD)
        .bind(&message.at.source)
        .bind(&message.at.folder)
        .bind(message.at.uidvalidity)
        .bind(message.at.uid)
        .bind(&message.message_id)
        .bind(message.sender.as_ref().map(|s| s.to_lowercase()))
        .bind(&message.subject)
        .bind(message.received_at.to_rfc3339())
        .bind(message.outcome.as_str())
        .bind(message.place.as_str())
        .bind(findings)
        .bind(looked_at.to_rfc3339())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(id) = id else { return Ok(()) };
    for (hash, name) in &message.files {
        sqlx::query("insert into mail_file (message, hash, name) values (?1, ?2, ?3) on conflict do nothing")
            .bind(id)
            .bind(hash.to_string())
            .bind(name)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The messages of a folder that were dealt with, by their number, and where each goes.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn dealt_with(
    store: &Store,
    source: &str,
    folder: &str,
    uidvalidity: u32,
) -> Result<HashMap<u32, MailPlace>, StoreError> {
    const DEALT_WITH: &str = "select uid, place from mail_message where source = ?1 and folder = ?2 and uidvalidity = ?3";
    let rows = sqlx::query(DEALT_WITH)
        .bind(source)
        .bind(folder)
        .bind(uidvalidity)
        .fetch_all(store.readers())
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("uid"), MailPlace::of(row.get("place"))?)))
        .collect()
}

/// The message by which a file came first, and so the address that its return is answered to; nothing where it came another
/// way.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn sender_of(store: &Store, hash: FileHash) -> Result<Option<ShownMail>, StoreError> {
    const SENDER: &str = "select mail_message.* from mail_message join mail_file on mail_file.message = mail_message.id
        where mail_file.hash = ?1 order by mail_message.id limit 1";
    let row = sqlx::query(SENDER)
        .bind(hash.to_string())
        .fetch_optional(store.readers())
        .await?;
    row.as_ref().map(shown).transpose()
}

/// The messages received in a span of time that someone must look at, oldest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn to_review(
    store: &Store,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<ShownMail>, StoreError> {
    const TO_REVIEW: &str = "select * from mail_message where place = 'review' and received_at >= ?1 and received_at < ?2
        order by received_at, id";
    let rows = sqlx::query(TO_REVIEW)
        .bind(from.to_rfc3339())
        .bind(to.to_rfc3339())
        .fetch_all(store.readers())
        .await?;
    rows.iter().map(shown).collect()
}

/// What is to say about the messages that were dealt with since a moment, and that someone must look at.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn findings_since(
    store: &Store,
    since: DateTime<Utc>,
) -> Result<Vec<Finding>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar(
        "select findings from mail_message where place = 'review' and looked_at > ?1 order by id",
    )
    .bind(since.to_rfc3339())
    .fetch_all(store.readers())
    .await?;
    let mut findings = Vec::new();
    for row in &rows {
        let of_message: Vec<Finding> =
            serde_json::from_str(row).map_err(|e| StoreError::corrupt("mail_message", e))?;
        findings.extend(of_message);
    }
    Ok(findings)
}

/// A message from someone whom we wrote to.
#[derive(Debug, Clone)]
pub struct FromContact {
    /// Its subject.
    pub subject: String,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// What it was.
    pub outcome: MailOutcome,
    /// Whether none of its files gave a return.
    pub gave_nothing: bool,
}

/// The messages from an address since a moment, oldest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn from_since(
    store: &Store,
    address: &str,
    since: DateTime<Utc>,
) -> Result<Vec<FromContact>, StoreError> {
    const FROM: &str = "select subject, received_at, outcome, not exists (select 1 from mail_file f
            join arrival a on a.hash = f.hash where f.message = mail_message.id and a.outcome = 'read') as gave_nothing
        from mail_message where sender = ?1 and received_at >= ?2 order by received_at, id";
    let rows = sqlx::query(FROM)
        .bind(address.to_lowercase())
        .bind(since.to_rfc3339())
        .fetch_all(store.readers())
        .await?;
    rows.iter()
        .map(|row| {
            let received_at: String = row.get("received_at");
            Ok(FromContact {
                subject: row.get("subject"),
                received_at: received_at
                    .parse()
                    .map_err(|e| StoreError::corrupt("mail_message", e))?,
                outcome: MailOutcome::of(row.get("outcome"))?,
                gave_nothing: row.get("gave_nothing"),
            })
        })
        .collect()
}

fn shown(row: &SqliteRow) -> Result<ShownMail, StoreError> {
    let received_at: String = row.get("received_at");
    let findings: String = row.get("findings");
    Ok(ShownMail {
        source: row.get("source"),
        message_id: row.get("message_id"),
        sender: row.get("sender"),
        subject: row.get("subject"),
        received_at: received_at
            .parse()
            .map_err(|e| StoreError::corrupt("mail_message", e))?,
        outcome: MailOutcome::of(row.get("outcome"))?,
        findings: serde_json::from_str(&findings)
            .map_err(|e| StoreError::corrupt("mail_message", e))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_message_is_written_once_and_its_file_tells_who_sent_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("bilan.sqlite"))
            .await
            .unwrap();
        let hash = FileHash([7; 32]);
        let message = |uid, sender: &str| MailMessage {
            at: MailAddress {
                source: "boite".to_owned(),
                folder: "INBOX".to_owned(),
                uidvalidity: 3,
                uid,
            },
            message_id: format!("<{uid}@x>"),
            sender: Some(sender.to_owned()),
            subject: "Retour".to_owned(),
            received_at: "2026-10-05T08:00:00Z".parse().unwrap(),
            outcome: MailOutcome::Return,
            place: MailPlace::Done,
            findings: Vec::new(),
            files: vec![(hash, "retour.xlsx".to_owned())],
        };
        let mut writing = store.begin().await.unwrap();
        let now = "2026-10-05T09:00:00Z".parse().unwrap();
        for message in [message(1, "A@x"), message(1, "b@x"), message(2, "c@x")] {
            record(&mut writing, &message, now).await.unwrap();
        }
        writing.commit().await.unwrap();
        let sender = sender_of(&store, hash).await.unwrap().unwrap();
        assert_eq!(sender.sender.as_deref(), Some("a@x"));
        assert!(
            sender_of(&store, FileHash([8; 32]))
                .await
                .unwrap()
                .is_none()
        );
        let known = dealt_with(&store, "boite", "INBOX", 3).await.unwrap();
        assert_eq!(
            known,
            HashMap::from([(1, MailPlace::Done), (2, MailPlace::Done)])
        );
        assert!(
            dealt_with(&store, "boite", "INBOX", 4)
                .await
                .unwrap()
                .is_empty()
        );
        let span = ("2026-10-01T00:00:00Z".parse().unwrap(), now);
        assert!(to_review(&store, span.0, span.1).await.unwrap().is_empty());
    }
}

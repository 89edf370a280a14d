//! Table `contact_event`: what the mailbox told about addresses.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};

/// What was told about an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It answered by itself: an absence, a receipt.
    Automatic,
    /// A mail to it came back for good (RFC 3463, class 5).
    BouncePermanent,
    /// A mail to it is late or came back for now (RFC 3463, class 4).
    BounceTemporary,
    /// It sent what the server holds for spam.
    Spam,
    /// It is our own: a mail of ours came back to us.
    Own,
}

impl EventKind {
    const ALL: [Self; 5] = [
        Self::Automatic,
        Self::BouncePermanent,
        Self::BounceTemporary,
        Self::Spam,
        Self::Own,
    ];

    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::BouncePermanent => "bounce_permanent",
            Self::BounceTemporary => "bounce_temporary",
            Self::Spam => "spam",
            Self::Own => "own",
        }
    }
}

/// One thing that was told about an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactEvent {
    /// The address, in lower case.
    pub address: String,
    /// What was told.
    pub kind: EventKind,
    /// When, by the mail server's clock.
    pub happened_at: DateTime<Utc>,
    /// The status code and the words of a bounce, the header that gives an automatic reply away.
    pub detail: String,
    /// The Message-ID of the mail that told it.
    pub message_id: String,
    /// The Message-ID of the mail of ours that it is about, where it says so.
    pub about: Option<String>,
}

/// Writes an event; the same mail seen again writes nothing.
///
/// # Errors
/// When the database fails.
pub async fn record(
    connection: &mut SqliteConnection,
    event: &ContactEvent,
) -> Result<(), StoreError> {
    const RECORD: &str =
        "insert into contact_event (address, kind, happened_at, detail, message_id, about)
        values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (address, kind, message_id) do nothing";
    sqlx::query(RECORD)
        .bind(event.address.to_lowercase())
        .bind(event.kind.as_str())
        .bind(event.happened_at.to_rfc3339())
        .bind(&event.detail)
        .bind(&event.message_id)
        .bind(&event.about)
        .execute(connection)
        .await?;
    Ok(())
}

/// What was told about an address, oldest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn events_of(store: &Store, address: &str) -> Result<Vec<ContactEvent>, StoreError> {
    const EVENTS: &str =
        "select address, kind, happened_at, detail, message_id, about from contact_event
        where address = ?1 order by happened_at, id";
    let rows = sqlx::query(EVENTS)
        .bind(address.to_lowercase())
        .fetch_all(store.readers())
        .await?;
    rows.iter().map(event).collect()
}

/// Addresses that receive nothing: the last bounce of each that is for good, about a mail of ours (others can be forged),
/// and after which nothing came from the address. Mail servers tell the second: what came within the same one counts as after.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn undeliverable(store: &Store) -> Result<Vec<ContactEvent>, StoreError> {
    const UNDELIVERABLE: &str =
        "select address, kind, happened_at, detail, message_id, about from contact_event as event
        where kind = 'bounce_permanent' and about is not null
        and not exists (select 1 from contact_event as later where later.address = event.address
            and later.kind = event.kind and later.about is not null
            and (later.happened_at, later.id) > (event.happened_at, event.id))
        and not exists (select 1 from mail_message where sender = event.address
            and outcome in ('return', 'nothing') and received_at >= event.happened_at)
        order by address";
    let rows = sqlx::query(UNDELIVERABLE)
        .fetch_all(store.readers())
        .await?;
    rows.iter().map(event).collect()
}

fn event(row: &SqliteRow) -> Result<ContactEvent, StoreError> {
    let kind: String = row.get("kind");
    let happened_at: String = row.get("happened_at");
    Ok(ContactEvent {
        address: row.get("address"),
        kind: EventKind::ALL
            .into_iter()
            .find(|k| k.as_str() == kind)
            .ok_or_else(|| StoreError::corrupt("contact_event", &kind))?,
        happened_at: happened_at
            .parse()
            .map_err(|e| StoreError::corrupt("contact_event", e))?,
        detail: row.get("detail"),
        message_id: row.get("message_id"),
        about: row.get("about"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounce(kind: EventKind, message_id: &str, day: u32, about: Option<&str>) -> ContactEvent {
        ContactEvent {
            address: "Porteur@exemple.invalid".to_owned(),
            kind,
            happened_at: format!("2026-10-{day:02}T08:00:00Z").parse().unwrap(),
            detail: "5.1.1".to_owned(),
            message_id: message_id.to_owned(),
            about: about.map(str::to_owned),
        }
    }

    #[tokio::test]
    async fn an_address_is_undeliverable_until_something_comes_from_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("bilan.sqlite"))
            .await
            .unwrap();
        let mut writing = store.begin().await.unwrap();
        let permanent = bounce(EventKind::BouncePermanent, "<a@x>", 2, Some("<ours@x>"));
        for event in [
            bounce(EventKind::BouncePermanent, "<forged@x>", 1, None),
            bounce(EventKind::BounceTemporary, "<t@x>", 1, Some("<ours@x>")),
            permanent.clone(),
            permanent,
        ] {
            record(&mut writing, &event).await.unwrap();
        }
        writing.commit().await.unwrap();
        let told = events_of(&store, "PORTEUR@exemple.invalid").await.unwrap();
        assert_eq!(told.len(), 3);
        let gone = undeliverable(&store).await.unwrap();
        assert_eq!(gone.len(), 1);
        assert_eq!(gone[0].address, "porteur@exemple.invalid");
        assert_eq!(gone[0].message_id, "<a@x>");

        let mut writing = store.begin().await.unwrap();
        sqlx::query(
            "insert into mail_message (source, folder, uidvalidity, uid, message_id, sender, subject, received_at, outcome,
                place, findings, looked_at)
             values ('b', 'INBOX', 1, 1, '<r@x>', 'porteur@exemple.invalid', '', '2026-10-03T08:00:00+00:00', 'return',
                'done', '[]', '')",
        )
        .execute(&mut *writing)
        .await
        .unwrap();
        writing.commit().await.unwrap();
        assert!(undeliverable(&store).await.unwrap().is_empty());
    }
}

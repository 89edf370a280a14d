//! Table `campaign_mail`: whom a campaign asked for a return, and when.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};
use crate::model::{CampaignId, KindId, Period, SubjectId};

/// What a mail of a campaign is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignMail {
    /// Why it leaves, once: its row in the outbox.
    pub dispatch: String,
    /// The campaign.
    pub campaign: CampaignId,
    /// The kind of the subject.
    pub kind: KindId,
    /// The period.
    pub period: Period,
    /// The subject.
    pub subject: SubjectId,
    /// `invitation`, or `rappel-1`, `rappel-2`…
    pub step: String,
}

/// A mail of a campaign, as it is in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedMail {
    /// `invitation`, or `rappel-1`, `rappel-2`…
    pub step: String,
    /// To which address.
    pub email: String,
    /// Where it is: queued, sending, sent, failed or withdrawn.
    pub state: String,
    /// The key of its Message-ID.
    pub message_id: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it left.
    pub sent_at: Option<DateTime<Utc>>,
}

/// Writes what a mail is about, in the transaction that writes the mail.
///
/// # Errors
/// When the database fails.
pub async fn record(
    connection: &mut SqliteConnection,
    mail: &CampaignMail,
) -> Result<(), StoreError> {
    const RECORD: &str = "insert into campaign_mail (dispatch, campaign, kind, period, subject, step) values (?1, ?2, ?3, ?4, ?5, ?6)";
    sqlx::query(RECORD)
        .bind(&mail.dispatch)
        .bind(mail.campaign.as_str())
        .bind(mail.kind.as_str())
        .bind(mail.period.to_string())
        .bind(mail.subject.as_str())
        .bind(&mail.step)
        .execute(connection)
        .await?;
    Ok(())
}

/// The mails that asked a kind's subjects for their returns for a period, by subject, oldest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn mails_of(
    store: &Store,
    kind: &KindId,
    period: Period,
) -> Result<BTreeMap<SubjectId, Vec<AskedMail>>, StoreError> {
    const MAILS: &str =
        "select c.subject, c.step, m.recipient_email, m.state, m.message_id, m.created_at, m.sent_at
        from campaign_mail c join message m on m.dispatch = c.dispatch where c.kind = ?1 and c.period = ?2 order by m.id";
    let rows = sqlx::query(MAILS)
        .bind(kind.as_str())
        .bind(period.to_string())
        .fetch_all(store.readers())
        .await?;
    let mut mails: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in &rows {
        let subject = SubjectId::new(row.get::<String, _>("subject"));
        mails.entry(subject).or_default().push(from_row(row)?);
    }
    Ok(mails)
}

/// Withdraws the campaigns' mails that wait while nothing is asked for any more: a return was accepted, or its subject excused.
/// Gives how many.
///
/// # Errors
/// When the database fails.
pub async fn withdraw_answered(connection: &mut SqliteConnection) -> Result<u64, StoreError> {
    const WITHDRAW: &str =
        "update message set state = 'withdrawn', next_attempt_at = null where state = 'queued' and purpose = 'campaign'
        and exists (select 1 from campaign_mail c where c.dispatch = message.dispatch and (
            exists (select 1 from return r where r.kind = c.kind and r.subject = c.subject and r.period = c.period
                and r.status = 'accepted')
            or exists (select 1 from excuse e where e.kind = c.kind and e.subject = c.subject and e.period = c.period
                and e.lifted_at is null)))";
    let done = sqlx::query(WITHDRAW).execute(connection).await?;
    Ok(done.rows_affected())
}

fn from_row(row: &SqliteRow) -> Result<AskedMail, StoreError> {
    let moment = |text: String| {
        text.parse()
            .map_err(|e| StoreError::corrupt("message", format!("{text}: {e}")))
    };
    Ok(AskedMail {
        step: row.get("step"),
        email: row.get("recipient_email"),
        state: row.get("state"),
        message_id: row.get("message_id"),
        written_at: moment(row.get("created_at"))?,
        sent_at: row
            .get::<Option<String>, _>("sent_at")
            .map(moment)
            .transpose()?,
    })
}

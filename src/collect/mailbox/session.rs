//! A folder of a mailbox, open: what is in it, and its messages.

use std::time::Duration;

use async_imap::imap_proto::{AttributeValue, RequestId, Response, Status};
use chrono::{DateTime, Utc};

use crate::config::Imap;
use crate::model::Fault;

use super::connection::{Connection, Server, connect};
use super::folder_name::encode;
use super::{Fetched, Listed};

/// A slow line is given a second more for each of these bytes.
const BYTES_A_SECOND: u32 = 16_384;

/// A mailbox whose folder of arrivals is open.
pub struct Mailbox {
    pub(super) connection: Connection,
    pub(super) server: Server,
    uidvalidity: u32,
    exists: u32,
}

impl Mailbox {
    /// Connects, logs in and opens the folder in which messages arrive.
    ///
    /// # Errors
    /// What stopped it, in words for whoever looks after the service.
    pub async fn open(imap: &Imap) -> Result<Self, Fault> {
        let server = Server::of(imap);
        let mut connection = connect(imap).await?;
        let opening = connection.session.select(encode(&imap.folder));
        let folder = server
            .within("select", opening)
            .await?
            .map_err(|error| server.failed("select", &error))?;
        let uidvalidity = folder
            .uid_validity
            .ok_or_else(|| server.refused("select", "UIDVALIDITY ?"))?;
        Ok(Self {
            connection,
            server,
            uidvalidity,
            exists: folder.exists,
        })
    }

    /// The folder's UIDVALIDITY: with another one, numbers mean other messages.
    pub fn uidvalidity(&self) -> u32 {
        self.uidvalidity
    }

    /// Whether there was anything in the folder when it was opened.
    pub fn is_empty(&self) -> bool {
        self.exists == 0
    }

    /// The messages of the folder, in their order, without those that are marked as deleted.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn list(&mut self) -> Result<Vec<Listed>, Fault> {
        let mut listed = Vec::new();
        if self.is_empty() {
            return Ok(listed);
        }
        let tag = self
            .command("list", "UID FETCH 1:* (UID RFC822.SIZE FLAGS)")
            .await?;
        while let Some(message) = self.next("list", &tag, Duration::ZERO).await? {
            let deleted = message
                .flags
                .iter()
                .any(|flag| flag.eq_ignore_ascii_case("\\Deleted"));
            if let (Some(uid), Some(size), false) = (message.uid, message.size, deleted) {
                listed.push(Listed { uid, size });
            }
        }
        listed.sort_by_key(|message| message.uid);
        listed.dedup_by_key(|message| message.uid);
        Ok(listed)
    }

    /// Fetches messages whole, one after the other: no more than one is held at a time. One that vanished meanwhile is not
    /// given.
    ///
    /// # Errors
    /// When the server fails, or `take` does.
    pub async fn fetch(
        &mut self,
        messages: &[Listed],
        mut take: impl AsyncFnMut(Fetched) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let Some(largest) = messages.iter().map(|m| m.size).max() else {
            return Ok(());
        };
        let more = Duration::from_secs(u64::from(largest / BYTES_A_SECOND));
        let uids = uid_set(messages.iter().map(|m| m.uid));
        let query = format!("UID FETCH {uids} (UID INTERNALDATE BODY.PEEK[])");
        let tag = self.command("fetch", &query).await?;
        while let Some(message) = self.next("fetch", &tag, more).await? {
            if let (Some(uid), Some(bytes)) = (message.uid, message.bytes) {
                let received_at = message.received_at;
                take(Fetched {
                    uid,
                    received_at,
                    bytes,
                })
                .await?;
            }
        }
        Ok(())
    }

    /// Fetches the headers of one message, a few of them: for one that is too large to be fetched.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn headers(&mut self, uid: u32) -> Result<Option<Fetched>, Fault> {
        let query = format!(
            "UID FETCH {uid} (UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (FROM SUBJECT MESSAGE-ID)]<0.16384>)"
        );
        let tag = self.command("fetch", &query).await?;
        let mut headers = None;
        while let Some(message) = self.next("fetch", &tag, Duration::ZERO).await? {
            if let (Some(found), Some(bytes)) = (message.uid, message.bytes)
                && found == uid
            {
                headers = Some(Fetched {
                    uid,
                    received_at: message.received_at,
                    bytes,
                });
            }
        }
        Ok(headers)
    }

    /// Takes leave. A server that does not answer has nothing of ours left.
    pub async fn close(mut self) {
        let leaving = self.connection.session.logout();
        tokio::time::timeout(Duration::from_secs(2), leaving)
            .await
            .ok();
    }

    pub(super) async fn command(&mut self, step: &str, command: &str) -> Result<RequestId, Fault> {
        let sent = self.connection.session.run_command(command);
        self.server
            .within(step, sent)
            .await?
            .map_err(|error| self.server.failed(step, &error))
    }

    /// The next message that the answer to a command tells of; nothing once the server says that this was all. The library's
    /// own streams end alike where the server refuses or the connection breaks.
    async fn next(
        &mut self,
        step: &str,
        tag: &RequestId,
        more: Duration,
    ) -> Result<Option<Shown>, Fault> {
        loop {
            let reading = self.connection.session.read_response();
            let said = self.server.within_more(step, more, reading).await?;
            let said = said.map_err(|error| self.server.cut(step, error))?;
            let said = said.ok_or_else(|| self.server.cut(step, "EOF"))?;
            match said.parsed() {
                Response::Fetch(_, attributes) => return Ok(Some(Shown::of(attributes))),
                Response::Done {
                    tag: of,
                    status,
                    outcome,
                } if of == tag => {
                    if *status == Status::Ok {
                        return Ok(None);
                    }
                    let said = outcome.information.as_deref().unwrap_or("NO");
                    return Err(self.server.refused(step, said));
                }
                Response::Data {
                    status: Status::Bye,
                    outcome,
                } => {
                    let said = outcome.information.as_deref().unwrap_or("BYE");
                    return Err(self.server.cut(step, said));
                }
                _ => {}
            }
        }
    }
}

/// What the server tells of a message in one answer.
struct Shown {
    uid: Option<u32>,
    size: Option<u32>,
    flags: Vec<String>,
    received_at: Option<DateTime<Utc>>,
    bytes: Option<Vec<u8>>,
}

impl Shown {
    fn of(attributes: &[AttributeValue<'_>]) -> Self {
        let mut shown = Self {
            uid: None,
            size: None,
            flags: Vec::new(),
            received_at: None,
            bytes: None,
        };
        for attribute in attributes {
            match attribute {
                AttributeValue::Uid(uid) => shown.uid = Some(*uid),
                AttributeValue::Rfc822Size(size) => shown.size = Some(*size),
                AttributeValue::Flags(flags) => {
                    shown.flags = flags.iter().map(|f| f.clone().into_owned()).collect();
                }
                AttributeValue::InternalDate(text) => shown.received_at = internal_date(text),
                AttributeValue::BodySection { data, .. } => {
                    shown.bytes = Some(data.as_deref().unwrap_or_default().to_vec());
                }
                _ => {}
            }
        }
        shown
    }
}

/// RFC 3501 §9, `date-time`: the day of one digit has a space before it.
fn internal_date(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_str(text.trim(), "%d-%b-%Y %H:%M:%S %z")
        .ok()
        .map(|moment| moment.to_utc())
}

/// Numbers as a set: `1:3,7`. They are in their order.
pub(super) fn uid_set(uids: impl IntoIterator<Item = u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(uid) => *last = uid,
            _ => ranges.push((uid, uid)),
        }
    }
    let written = ranges.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}:{last}"),
    });
    written.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_short() {
        assert_eq!(uid_set([1, 2, 3, 7, 9, 10]), "1:3,7,9:10");
        assert_eq!(uid_set([u32::MAX]), u32::MAX.to_string());
        assert_eq!(uid_set([]), "");
    }

    #[test]
    fn the_server_s_date_is_read_with_and_without_its_space() {
        for text in [" 5-Oct-2026 09:07:00 +0200", "05-Oct-2026 07:07:00 +0000"] {
            let moment = internal_date(text).unwrap();
            assert_eq!(moment.to_rfc3339(), "2026-10-05T07:07:00+00:00");
        }
        assert!(internal_date("soon").is_none());
    }
}

//! Folders on servers: WebDAV (Nextcloud…), S3 and SFTP, through OpenDAL.
//!
//! Takes a source of the settings and what earlier looks left in the store; gives files that rest, one by one, as files of the
//! spool. Never changes, moves or deletes anything on the server, never takes a file that is still being written (two looks must
//! see the same, unless its last change is a minute old by the server's own clock), never fetches one twice that did not change, and
//! never more bytes than a file may have. A cut is tried again at once, later each time; what then still fails is taken at the next
//! look.

mod connect;
mod error;
mod transport;
mod walk;

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use futures_util::TryStreamExt;
use sqlx::SqliteConnection;

use super::names::noon;
use super::{Incoming, Spool};
use crate::config::Source;
use crate::model::SourceId;
use crate::store::remote_objects::{self, Facts, State};
use crate::store::{Store, StoreError};

use connect::{Connection, connect, server};
use transport::ServerClock;
use walk::{Listed, facts, walk};

pub use error::{Fault, Reason, RemoteError};

/// How long a file must have been left alone to be taken when it is seen for the first time.
const AT_REST: TimeDelta = TimeDelta::seconds(60);

/// How long a server is waited for, and how often it is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the next piece of an answer.
    pub answer: Duration,
    /// How many times something is tried again that failed in passing.
    pub retries: usize,
    /// Before the first of these times; twice as long before each further one.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            retries: 3,
            pause: Duration::from_millis(500),
        }
    }
}

/// A folder on a server.
pub struct Remote {
    id: SourceId,
    server: String,
    connection: Connection,
    clock: ServerClock,
    zone: Tz,
    limit: u64,
}

/// A file on a server that rests and is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its path from the folder.
    pub path: String,
    /// What the look saw of it.
    pub facts: Facts,
    /// When it came: the day that a folder above it is named after, at noon, else its modification, else now.
    pub received_at: DateTime<Utc>,
}

/// What a look gives.
#[derive(Debug, Default)]
pub struct Look {
    /// Files to fetch, in the order they came.
    pub ready: Vec<Object>,
    /// How many more are there that may still be being written: the next look says.
    pub waiting: usize,
}

impl Remote {
    /// Prepares the way to a source of kind `webdav`, `s3` or `sftp`. `limit` is the most bytes that a file may have
    /// (`reading.max_file_bytes`), `zone` the one in which days begin.
    ///
    /// # Errors
    /// When the settings cannot be what is meant. The server is not asked anything yet.
    pub fn open(
        source: &Source,
        zone: Tz,
        limit: u64,
        patience: &Patience,
    ) -> Result<Self, RemoteError> {
        let clock = ServerClock::default();
        let server = server(source);
        match connect(source, patience, &clock) {
            Ok(connection) => Ok(Self {
                id: source.id.clone(),
                server,
                connection,
                clock,
                zone,
                limit,
            }),
            Err(reason) => Err(RemoteError {
                id: source.id.clone(),
                server,
                reason,
            }),
        }
    }

    /// Looks at the folder and says which files are new or changed since they were taken, and rest. What it saw is written to
    /// the store, for the next look to compare with.
    ///
    /// # Errors
    /// When the folder cannot be listed as a whole, or the store fails. Nothing is written then.
    pub async fn changed(&self, store: &Store, now: DateTime<Utc>) -> Result<Look, RemoteError> {
        let walked = walk(&self.connection, self.id.as_str()).await;
        let walked = walked.map_err(|reason| self.error(reason))?;
        let known = remote_objects::of(store, &self.id).await;
        let known = known.map_err(|error| self.store(error))?;
        let clock = self.clock.last().unwrap_or(now);
        let mut look = Look::default();
        let mut news = Vec::new();
        let mut present = HashSet::with_capacity(walked.files.len());
        for listed in walked.files {
            present.insert(listed.path.clone());
            match known.get(&listed.path) {
                Some((facts, State::Taken)) if *facts == listed.facts => {}
                Some((facts, State::Seen)) if *facts == listed.facts => {
                    look.ready.push(self.object(listed, now));
                }
                _ => {
                    news.push((listed.path.clone(), listed.facts.clone()));
                    let modified = listed.facts.modified;
                    if modified.is_some_and(|m| clock.signed_duration_since(m) >= AT_REST) {
                        look.ready.push(self.object(listed, now));
                    } else {
                        look.waiting += 1;
                    }
                }
            }
        }
        let closed = |path: &str| walked.closed.iter().any(|folder| path.starts_with(folder));
        let gone: Vec<&str> = known
            .keys()
            .map(String::as_str)
            .filter(|path| !present.contains(*path) && !closed(path))
            .collect();
        let written = self.remember(store, &news, &gone, now).await;
        written.map_err(|error| self.store(error))?;
        look.ready
            .sort_by(|a, b| (a.received_at, &a.path).cmp(&(b.received_at, &b.path)));
        Ok(look)
    }

    /// Fetches a file into the spool. It is whole, and what the look saw.
    ///
    /// # Errors
    /// When the file is too large ([`RemoteError::finding`] says so for people), is changing or gone, or the server or the disk fails.
    /// The spool holds nothing of it then.
    pub async fn fetch(&self, object: &Object, spool: &Spool) -> Result<Incoming, RemoteError> {
        let path = self.download(object, spool).await;
        let path = path.map_err(|reason| self.error(reason))?;
        Ok(Incoming {
            source: self.id.clone(),
            path,
            name: object
                .path
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned(),
            received_at: object.received_at,
        })
    }

    /// Writes that a file was dealt with: it is not fetched again as long as it stays what it is. For the transaction that writes what
    /// was in it, or after the one that did; never before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn taken(
        &self,
        connection: &mut SqliteConnection,
        object: &Object,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Object { path, facts, .. } = object;
        remote_objects::put(connection, &self.id, path, facts, State::Taken, now).await
    }

    async fn download(&self, object: &Object, spool: &Spool) -> Result<std::path::PathBuf, Reason> {
        let changing = || Reason::Changing {
            path: object.path.clone(),
        };
        let too_large = |size| Reason::TooLarge {
            path: object.path.clone(),
            size,
            limit: self.limit,
        };
        if object.facts.size > self.limit {
            return Err(too_large(object.facts.size));
        }
        let path = format!("{}{}", self.connection.folder, object.path);
        let failed = |error: opendal::Error| match error.kind() {
            // It was there a moment ago.
            opendal::ErrorKind::NotFound => changing(),
            _ => Reason::of(&error, &object.path),
        };
        let operator = &self.connection.operator;
        let now = async || {
            let metadata = operator.stat(&path).await;
            metadata.map(|m| facts(&m)).map_err(failed)
        };
        let before = if self.connection.is_sftp {
            now().await?
        } else {
            object.facts.clone()
        };
        let reader = operator.reader(&path).await.map_err(failed)?;
        let mut pieces = reader.into_bytes_stream(..).await.map_err(failed)?;
        let mut bytes = Vec::with_capacity(usize::try_from(object.facts.size).unwrap_or(0));
        let mut received: u64 = 0;
        loop {
            let piece = pieces.try_next().await;
            let Some(piece) = piece.map_err(|error| unpacked(error, failed))? else {
                break;
            };
            received = received.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if received > self.limit {
                return Err(too_large(received));
            }
            if received > object.facts.size {
                return Err(changing());
            }
            bytes.extend_from_slice(&piece);
        }
        // A file that was replaced meanwhile, between two pieces even, is another one now.
        if received != object.facts.size || now().await? != before {
            return Err(changing());
        }
        spool.put(&bytes).map_err(Reason::Spool)
    }

    fn object(&self, listed: Listed, now: DateTime<Utc>) -> Object {
        let day = listed.day.and_then(|day| noon(day, self.zone));
        Object {
            path: listed.path,
            received_at: day.or(listed.facts.modified).unwrap_or(now),
            facts: listed.facts,
        }
    }

    async fn remember(
        &self,
        store: &Store,
        news: &[(String, Facts)],
        gone: &[&str],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if news.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let mut writing = store.begin().await?;
        for (path, facts) in news {
            remote_objects::put(&mut writing, &self.id, path, facts, State::Seen, now).await?;
        }
        for path in gone {
            remote_objects::forget(&mut writing, &self.id, path).await?;
        }
        writing.commit().await
    }

    fn error(&self, reason: Reason) -> RemoteError {
        RemoteError {
            id: self.id.clone(),
            server: self.server.clone(),
            reason,
        }
    }

    fn store(&self, error: StoreError) -> RemoteError {
        self.error(Reason::Store(error))
    }
}

/// A stream of bytes gives errors of the system around OpenDAL's own.
fn unpacked(error: std::io::Error, failed: impl Fn(opendal::Error) -> Reason) -> Reason {
    match error.downcast::<opendal::Error>() {
        Ok(error) => failed(error),
        Err(error) => Reason::Unreachable(error.to_string()),
    }
}

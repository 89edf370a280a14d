//! A folder on a server as a feed: what is new there and rests, so many files at a time.

use std::collections::VecDeque;

use super::Intake;
use super::feeds::{Delivery, FeedError};
use crate::collect::{Object, Patience, Remote, Spool};
use crate::config::Source;
use crate::model::Finding;
use crate::pipeline::Context;

/// Files that wait in the spool together.
const TOGETHER: usize = 100;

/// A folder on a server, looked at.
pub(super) struct RemoteFeed {
    remote: Remote,
    ready: VecDeque<Object>,
    delivered: Vec<Object>,
    /// What kept a file from being fetched: the others are taken all the same, and it is said at the end.
    failed: Option<FeedError>,
}

impl RemoteFeed {
    /// Looks at the folder.
    pub(super) async fn open(context: &Context, source: &Source) -> Result<Self, FeedError> {
        let limit = context.settings.reading.max_file_bytes;
        let remote = Remote::open(source, context.zone, limit, &Patience::default())
            .map_err(|error| error.fault())?;
        let look = remote.changed(&context.store, context.now).await;
        let look = look.map_err(|error| error.fault())?;
        tracing::debug!(source = %source.id, ready = look.ready.len(), waiting = look.waiting, "a folder on a server was looked at");
        Ok(Self {
            remote,
            ready: look.ready.into(),
            delivered: Vec::new(),
            failed: None,
        })
    }

    pub(super) fn waiting(&self) -> usize {
        self.ready.len()
    }

    /// Fetches the next files. One that is changing is left for a later look; one that is too large is a finding, once.
    pub(super) async fn next(&mut self, spool: &Spool) -> Result<Option<Delivery>, FeedError> {
        let mut files = Vec::new();
        let mut findings: Vec<Finding> = Vec::new();
        while files.len() < TOGETHER
            && let Some(object) = self.ready.pop_front()
        {
            match self.remote.fetch(&object, spool).await {
                Ok(file) => {
                    files.push(file);
                    self.delivered.push(object);
                }
                Err(error) => match error.finding() {
                    Some(finding) => {
                        findings.push(finding);
                        self.delivered.push(object);
                    }
                    // The server has gone: asking for the rest would wait for each file in vain.
                    None if !error.is_of_one_file() => {
                        self.ready.clear();
                        self.failed = Some(error.fault().into());
                    }
                    None => {
                        tracing::info!(fault = %error.fault(), "a file is left for a later look");
                    }
                },
            }
        }
        if files.is_empty() && findings.is_empty() {
            return match self.failed.take() {
                Some(failed) => Err(failed),
                None => Ok(None),
            };
        }
        Ok(Some(Delivery {
            files,
            findings,
            fetched: true,
            mails: None,
        }))
    }

    /// What was delivered is in the store: it is not fetched again as long as it stays as it is.
    pub(super) async fn settle(&mut self, intake: &Intake<'_>) -> Result<(), FeedError> {
        let context = intake.context;
        let mut writing = context.store.begin().await?;
        for object in self.delivered.drain(..) {
            self.remote
                .taken(&mut writing, &object, context.now)
                .await?;
        }
        Ok(writing.commit().await?)
    }
}

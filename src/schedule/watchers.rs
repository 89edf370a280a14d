//! Watchers: one task for each mailbox, which says when there may be something to ingest. None of them ingests: that is done
//! between two jobs, one after the other, by the daemon.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::collect::mailbox;
use crate::config::Source;
use crate::model::SourceId;

/// What wakes the daemon: the clock's ticks, and sources in which there may be something.
#[derive(Debug, Default)]
pub(super) struct Bell {
    rung: Notify,
    sources: Mutex<BTreeSet<SourceId>>,
}

impl Bell {
    /// Wakes the daemon.
    pub(super) fn ring(&self) {
        self.rung.notify_one();
    }

    /// Wakes the daemon for a source.
    fn ring_for(&self, source: &SourceId) {
        self.keep(BTreeSet::from([source.clone()]));
        self.ring();
    }

    /// Keeps sources for the next time it is rung.
    pub(super) fn keep(&self, sources: BTreeSet<SourceId>) {
        let mut kept = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(sources);
    }

    /// Waits until it is rung.
    pub(super) async fn rung(&self) {
        self.rung.notified().await;
    }

    /// The sources that it was rung for since it was asked last.
    pub(super) fn sources(&self) -> BTreeSet<SourceId> {
        std::mem::take(&mut *self.sources.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Watches the mailboxes among the sources until `stop`.
pub(super) fn watch(sources: &[Source], bell: &Arc<Bell>, stop: &CancellationToken) -> JoinSet<()> {
    let mut watchers = JoinSet::new();
    for source in sources {
        let Some(imap) = source.imap.clone() else {
            continue;
        };
        let (id, bell, stop) = (source.id.clone(), Arc::clone(bell), stop.clone());
        watchers.spawn(async move {
            mailbox::watch(&imap, &stop, || bell.ring_for(&id)).await;
        });
    }
    watchers
}

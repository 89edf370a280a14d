//! Feeds: what a run takes from each source, one delivery after the other.
//!
//! A source is opened, gives deliveries of files of this machine, and is told once a delivery is in the store; only then may
//! it change anything where the files came from. A source that fails costs the run what it would have given, and nothing of
//! the others.

use crate::collect::{CollectError, Incoming, Spool, list};
use crate::config::{Source, SourceKind};
use crate::model::{Fault, FaultCode, Finding, SourceFailure};
use crate::pipeline::{Context, PipelineError};
use crate::store::source_looks;

use super::Intake;
use super::mailbox::{MailboxFeed, Mails};
use super::remote::RemoteFeed;

/// Why a source stops giving.
pub(super) enum FeedError {
    /// It failed: the others go on.
    Source(Fault),
    /// The run cannot go on.
    Run(PipelineError),
}

impl From<Fault> for FeedError {
    fn from(fault: Fault) -> Self {
        Self::Source(fault)
    }
}

impl<E: Into<PipelineError>> From<E> for FeedError {
    fn from(error: E) -> Self {
        Self::Run(error.into())
    }
}

/// A source, open.
pub(super) enum Feed {
    /// A folder of this machine: one delivery, of all that is in it.
    Folder(Option<Vec<Incoming>>),
    /// A mailbox: a delivery is so many messages.
    Mailbox(Box<MailboxFeed>),
    /// A folder on a server: a delivery is so many files.
    Remote(Box<RemoteFeed>),
}

/// Files to be taken into the store, and what their source wants to know of them afterwards.
pub(super) struct Delivery {
    /// The files.
    pub(super) files: Vec<Incoming>,
    /// What is to say about files that are not taken.
    pub(super) findings: Vec<Finding>,
    /// Whether the files are copies in the spool.
    pub(super) fetched: bool,
    /// The messages by which they came.
    pub(super) mails: Option<Mails>,
}

impl Feed {
    async fn open(context: &Context, source: &Source) -> Result<Self, FeedError> {
        if let Some(imap) = &source.imap {
            let feed = MailboxFeed::open(context, &source.id, imap).await?;
            return Ok(Self::Mailbox(Box::new(feed)));
        }
        if matches!(
            source.kind,
            SourceKind::Webdav | SourceKind::S3 | SourceKind::Sftp
        ) {
            let feed = RemoteFeed::open(context, source).await?;
            return Ok(Self::Remote(Box::new(feed)));
        }
        let files = match &source.path {
            Some(folder) => list(&source.id, folder, context.zone).map_err(unreadable)?,
            None => Vec::new(),
        };
        Ok(Self::Folder(Some(files)))
    }

    /// Whether it has nothing to give and nothing to put in order.
    fn is_idle(&self) -> bool {
        match self {
            Self::Folder(files) => files.as_ref().is_none_or(Vec::is_empty),
            Self::Mailbox(feed) => feed.is_idle(),
            Self::Remote(feed) => feed.waiting() == 0,
        }
    }

    /// About how many files it will give.
    fn expected(&self) -> usize {
        match self {
            Self::Folder(files) => files.as_ref().map_or(0, Vec::len),
            Self::Mailbox(feed) => feed.waiting(),
            Self::Remote(feed) => feed.waiting(),
        }
    }

    async fn next(
        &mut self,
        context: &Context,
        spool: &Spool,
    ) -> Result<Option<Delivery>, FeedError> {
        match self {
            Self::Folder(files) => Ok(files.take().map(|files| Delivery {
                files,
                findings: Vec::new(),
                fetched: false,
                mails: None,
            })),
            Self::Mailbox(feed) => feed.next(context, spool).await,
            Self::Remote(feed) => feed.next(spool).await,
        }
    }

    /// The delivery is in the store.
    async fn settle(
        &mut self,
        intake: &mut Intake<'_>,
        mails: Option<Mails>,
    ) -> Result<(), FeedError> {
        match (self, mails) {
            (Self::Mailbox(feed), Some(mails)) => feed.settle(intake, mails).await,
            (Self::Remote(feed), _) => feed.settle(intake).await,
            _ => Ok(()),
        }
    }

    async fn close(self) -> Result<(), Fault> {
        match self {
            Self::Folder(_) | Self::Remote(_) => Ok(()),
            Self::Mailbox(feed) => feed.close().await,
        }
    }
}

fn unreadable(error: CollectError) -> Fault {
    Fault::new(FaultCode::FolderUnreadable)
        .with("path", error.path.display())
        .with("cause", error.source)
}

/// A source that a run looks at: open, or failed already.
pub(super) struct Opened<'s> {
    source: &'s Source,
    feed: Result<Feed, Fault>,
}

impl Opened<'_> {
    /// Whether it is open and has nothing to give.
    pub(super) fn is_idle(&self) -> bool {
        self.feed.as_ref().map_or(true, Feed::is_idle)
    }

    /// About how many files it will give.
    pub(super) fn expected(&self) -> usize {
        self.feed.as_ref().map_or(0, Feed::expected)
    }
}

/// Opens sources.
pub(super) async fn open<'s>(
    context: &Context,
    sources: &[&'s Source],
) -> Result<Vec<Opened<'s>>, PipelineError> {
    let mut opened = Vec::new();
    for source in sources {
        let feed = match Feed::open(context, source).await {
            Ok(feed) => Ok(feed),
            Err(FeedError::Source(fault)) => Err(fault),
            Err(FeedError::Run(error)) => return Err(error),
        };
        opened.push(Opened { source, feed });
    }
    Ok(opened)
}

/// Takes all that an open source gives, and notes how it went.
pub(super) async fn drain(
    intake: &mut Intake<'_>,
    spool: &Spool,
    opened: Opened<'_>,
) -> Result<(), PipelineError> {
    let Opened { source, feed } = opened;
    let before = intake.report().files_new;
    let fault = match feed {
        Err(fault) => Some(fault),
        Ok(feed) => match take_all(intake, spool, feed).await {
            Ok(()) => None,
            Err(FeedError::Source(fault)) => Some(fault),
            Err(FeedError::Run(error)) => return Err(error),
        },
    };
    let came = intake.report().files_new - before;
    let context = intake.context;
    note(
        context,
        source,
        came,
        fault,
        &mut intake.report().sources_failed,
    )
    .await
}

async fn take_all(intake: &mut Intake<'_>, spool: &Spool, mut feed: Feed) -> Result<(), FeedError> {
    while let Some(delivery) = feed.next(intake.context, spool).await? {
        let Delivery {
            files,
            findings,
            fetched,
            mails,
        } = delivery;
        let copies: Vec<_> = match fetched {
            true => files.iter().map(|file| file.path.clone()).collect(),
            false => Vec::new(),
        };
        intake.report().files_refused.extend(findings);
        intake.take(files).await?;
        spool.remove(copies.iter().map(|path| path.as_path()));
        feed.settle(intake, mails).await?;
    }
    Ok(feed.close().await?)
}

/// Notes a look at a source, and its failure if it failed.
pub(super) async fn note(
    context: &Context,
    source: &Source,
    came: usize,
    fault: Option<Fault>,
    failed: &mut Vec<SourceFailure>,
) -> Result<(), PipelineError> {
    let mut writing = context.store.begin().await?;
    let id = source.id.as_str();
    source_looks::note(&mut writing, id, context.now, came, fault.as_ref()).await?;
    writing.commit().await?;
    if let Some(fault) = fault {
        tracing::warn!(source = %source.id, %fault, "a source failed");
        failed.push(SourceFailure {
            source: source.id.clone(),
            fault,
        });
    }
    Ok(())
}

/// The same for a source that had nothing to give.
pub(super) async fn note_idle(
    context: &Context,
    opened: Opened<'_>,
    failed: &mut Vec<SourceFailure>,
) -> Result<(), PipelineError> {
    let fault = match opened.feed {
        Ok(feed) => feed.close().await.err(),
        Err(fault) => Some(fault),
    };
    note(context, opened.source, 0, fault, failed).await
}

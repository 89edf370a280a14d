//! Watching a mailbox: IDLE (RFC 2177) where the server has it, looks at intervals everywhere.

use std::time::Duration;

use async_imap::extensions::idle::Handle;
use async_imap::imap_proto::{MailboxDatum, Response, Status};
use futures_util::StreamExt;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::config::Imap;
use crate::model::Fault;

use super::Mailbox;
use super::connection::{Server, Stream};

/// IDLE is renewed before the server's half hour is over (RFC 2177 §3).
const LONGEST_IDLE: Duration = Duration::from_secs(25 * 60);
/// The longest wait before a server that fails is connected to again.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// Calls `look` each time there may be something in the mailbox, until `stop`: when the server says so, and every
/// `poll_seconds` besides, whatever becomes of the connection.
pub async fn watch(imap: &Imap, stop: &CancellationToken, look: impl Fn()) {
    let poll = Duration::from_secs(imap.poll_seconds);
    let mut wait = poll;
    while !stop.is_cancelled() {
        match listen(imap, poll, stop, &look).await {
            Ok(()) => wait = poll,
            Err(fault) => {
                tracing::debug!(%fault, "a mailbox is not watched for now");
                wait = (wait * 2).min(LONGEST_WAIT.max(poll));
            }
        }
        let until = Instant::now() + wait;
        while Instant::now() < until && !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                () = sleep_until(until.min(Instant::now() + poll)) => look(),
            }
        }
    }
}

/// Listens for as long as the connection is good; comes back at once where the server has no IDLE.
async fn listen(
    imap: &Imap,
    poll: Duration,
    stop: &CancellationToken,
    look: &impl Fn(),
) -> Result<(), Fault> {
    let server = Server::of(imap);
    let opened = tokio::select! {
        () = stop.cancelled() => return Ok(()),
        opened = Mailbox::open(imap) => opened?,
    };
    if !opened.connection.abilities.idle {
        opened.close().await;
        look();
        return Ok(());
    }
    let mut session = opened.connection.session;
    while !stop.is_cancelled() {
        let mut idle = session.idle();
        let begun = server.within("idle", idle.init()).await?;
        begun.map_err(|error| server.failed("idle", &error))?;
        // What came between the last look and IDLE is not announced: looked at now.
        look();
        let until = Instant::now() + poll.min(LONGEST_IDLE);
        let cut = tokio::select! {
            () = stop.cancelled() => None,
            () = sleep_until(until) => None,
            fault = announced(&server, &mut idle, look) => Some(fault),
        };
        if let Some(fault) = cut {
            return Err(fault);
        }
        let done = server.within("idle", idle.done()).await?;
        session = done.map_err(|error| server.failed("idle", &error))?;
    }
    tokio::time::timeout(Duration::from_secs(2), session.logout())
        .await
        .ok();
    Ok(())
}

/// Calls `look` at each announcement of messages; ends with the connection.
async fn announced(server: &Server, idle: &mut Handle<Box<dyn Stream>>, look: &impl Fn()) -> Fault {
    loop {
        match idle.next().await {
            Some(Ok(said)) => match said.parsed() {
                Response::MailboxData(MailboxDatum::Exists(_)) => look(),
                Response::Data {
                    status: Status::Bye,
                    outcome,
                } => return server.cut("idle", outcome.information.as_deref().unwrap_or("BYE")),
                _ => {}
            },
            Some(Err(error)) => return server.cut("idle", error),
            None => return server.cut("idle", "EOF"),
        }
    }
}

//! `bilan serve`: the daemon, until SIGTERM or Ctrl-C.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::args::{Args, ServeArgs};
use super::output::{Failure, open_for_jobs};
use crate::schedule;

pub(super) async fn run(args: &Args, command: &ServeArgs) -> Result<(), Failure> {
    // Before anything else: who asks it to stop while it still opens the programme is heard too.
    let stop = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let asked = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        tracing::info!("asked to stop: what is running is finished first");
        asked.cancel();
    });
    // Judged now, read again at each job: they may change while the daemon runs.
    let (mut context, _) = open_for_jobs(args, None).await?;
    // With --now the clock begins there and goes on: a rehearsal of any date.
    let shift = args.now.map_or(TimeDelta::zero(), |now| now - Utc::now());
    let clock = move || Utc::now() + shift;
    schedule::serve(&mut context, clock, Duration::from_secs(command.tick), stop)
        .await
        .map_err(Failure::other)?;
    context.store.close().await;
    Ok(())
}

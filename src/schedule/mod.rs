//! The schedule: what is due, once, even after a night switched off.
//!
//! Takes the jobs, the ledger and the clock, gives firings to run. `tokio-cron-scheduler` only ticks; what is due is
//! computed by [`calendar`] in each job's time zone, and the ledger's row decides who runs it. Between jobs the daemon takes
//! what the mailboxes announce.

mod calendar;
mod daemon;
mod watchers;

pub use calendar::{Due, due, next_firing};
pub use daemon::{ServeError, serve};

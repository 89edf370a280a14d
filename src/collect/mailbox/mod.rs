//! A mailbox, by IMAP (RFC 3501).
//!
//! Takes a source's settings, gives the messages of its folder one after the other, and moves those that were dealt with.
//! Reading changes nothing on the server (`BODY.PEEK`); nothing is ever deleted that was not copied first. Each step has a
//! time limit of ours: a server that falls silent costs one run of one source. What a message holds is [`super::mail`]'s
//! business, when it may be moved is the pipeline's.

mod connection;
mod folder_name;
mod session;
mod transfer;
mod watch;

use chrono::{DateTime, Utc};

pub use session::Mailbox;
pub use watch::watch;

/// The words for the steps in which a server can fail, for the test that each has its text.
pub const STEPS: [&str; 9] = [
    "connect", "greet", "login", "select", "list", "fetch", "folder", "move", "idle",
];

/// A message that the server shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Its number in the folder.
    pub uid: u32,
    /// Its size in bytes.
    pub size: u32,
}

/// A message that was fetched, or its headers.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Its number in the folder.
    pub uid: u32,
    /// When the server received it; never what the sender's own header says.
    pub received_at: Option<DateTime<Utc>>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

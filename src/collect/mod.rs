//! Collecting: files from the sources that the settings name.
//!
//! Takes folders, of this machine and on servers, and mailboxes; gives each file with the source it came by and the moment it
//! came. Never opens a file as a workbook, never takes one that is still being written. In a folder it never moves or deletes a
//! file: what came before is known by its content, so the same files may stay for ever. In a mailbox it moves a message once
//! what came by it is kept, and deletes none.

mod folder;
pub mod mail;
pub mod mailbox;
mod names;
mod remote;
mod spool;

pub use folder::{CollectError, Incoming, list};
pub use remote::{CertificateFault, Look, Object, Patience, Reason, Remote, RemoteError};
pub use spool::{Spool, SpoolFile};

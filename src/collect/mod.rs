//! Collecting: files from the sources that the settings name.
//!
//! Takes folders and mailboxes, gives each file with the source it came by and the moment it came; never opens a file as a
//! workbook. In a folder it never moves or deletes a file: what came before is known by its content, so the same files may
//! stay for ever. In a mailbox it moves a message once what came by it is kept, and deletes none.

mod folder;
pub mod mail;
pub mod mailbox;
mod spool;

pub use folder::{CollectError, Incoming, list};
pub use spool::Spool;

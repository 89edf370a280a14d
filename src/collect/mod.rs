//! Collecting: files from the sources that the settings name.
//!
//! Takes folders, of this machine and on servers; gives each file with the source it came by and the moment it came. Never opens a
//! file as a workbook, never moves or deletes one, never takes one that is still being written. What came before is known by its
//! content, so a source may show the same files for ever.

mod folder;
mod names;
mod remote;
mod spool;

pub use folder::{CollectError, Incoming, list};
pub use remote::{Fault, Look, Object, Patience, Reason, Remote, RemoteError};
pub use spool::Spool;

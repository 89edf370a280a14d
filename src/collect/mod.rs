//! Collecting: files from the sources that the settings name.
//!
//! Takes folders, gives each file with the source it came by and the moment it came; never opens a file as a workbook,
//! never moves or deletes one. What came before is known by its content, so a source may show the same files for ever.

mod folder;

pub use folder::{CollectError, Incoming, list};

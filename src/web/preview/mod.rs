//! The live preview of a document: its pages, made again whenever its template, the theme or its data change.
//!
//! [`Preview`] makes the pages and says when there are new ones, [`serve`] shows them to a browser on this machine.

mod pages;
mod server;
mod session;
mod watch;

pub use server::serve;
pub use session::{Preview, Wanted};

//! Rendering: from figures to the data of documents, and from data to PDF, mail and picture.
//!
//! Takes a [`View`] (figures, rows, words) and gives plain serialisable values, whose JSON is what the templates read.
//! Computes no indicator, reads no store, writes no file.

pub mod blank;
pub mod contracts;
mod forms;
pub mod fresque;
pub mod handout;
mod look;
pub mod project;
mod public;
pub mod report;
pub mod sheet;
pub mod templates;
#[cfg(test)]
mod trial;
mod view;

pub use public::PublicReturn;
pub use templates::{Templates, TemplatesError};
pub use view::{KindView, View};

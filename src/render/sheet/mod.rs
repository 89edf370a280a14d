//! The feedback sheet: what we answer to the person who sent a return.
//!
//! Takes a [`SheetContext`], prepared once for a kind and a language, and one return; gives the data of the template
//! `fiche-retour` ([`SheetData`]) and of the mail that carries it ([`mail_answer`]). A thousand are made in one run, so
//! what all sheets share is prepared in the context and borrowed. Confidential answers appear in neither.

mod comparison;
mod context;
mod data;
mod figures;
mod make;
mod points;
mod reference;
mod steps;
#[cfg(test)]
mod tests;

pub use context::SheetContext;
pub use data::{Comparison, ComparisonRow, Item, Project, SheetData, State, Step, ToDo};
pub(crate) use figures::FieldWords;
pub use make::sheet;
pub use points::mail_answer;
pub use reference::Reference;

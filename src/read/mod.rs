//! Returned files to typed answers.
//!
//! Takes the bytes of a file and the programme's questionnaires, gives the returns that stand in it, every value with its
//! place, and findings on what was odd. Never applies bounds or rules (that is `check`), never looks a subject up, and
//! never parses a file in the daemon's own process: see [`guard`].

// A refusal is made once a file and read by people: its size on the stack costs nothing.
#![allow(clippy::result_large_err)]

mod catalogue;
pub mod fold;
mod form;
pub mod guard;
mod interpret;
mod ours;
mod page;
pub mod raw;
mod table;
pub mod value;

pub use catalogue::{Catalogue, choice_code};
pub use guard::GuardedReader;
pub use interpret::{Interpretation, interpret};
pub use raw::{CellFlags, Raw, RawBook, RawCell, RawSheet, ReadLimits};

#[cfg(test)]
mod tests;

//! Checking: what was read, against the questionnaire: bounds, relevance, required answers, rules across fields and time.
//!
//! Takes the returns of one kind and period with what is known of their subjects and what an officer decided about their
//! values, gives the findings, the values that count and the verdict. Pure: the history comes in as values. Never changes what
//! was typed.

mod book;
mod decided;
mod fields;
mod history;
mod verdict;

pub use book::{CheckError, RuleBook};
pub use history::History;
pub use verdict::{Checked, Draft, check};

//! Words for people: Fluent messages, numbers, dates and French typography.
//!
//! Takes identifiers, findings, figures and days; gives texts in the reader's language, ready to print. Never decides
//! what is said, and never touches a file: the messages of `locales/` are part of the program.

mod bundle;
mod dates;
mod faults;
mod findings;
mod numbers;
mod typography;

pub use bundle::{Arg, Texts};
pub use dates::{date_long, date_short, list, ordinal, period_name, period_with_article};
pub use faults::fault_text;
pub use findings::{FindingText, finding_text};
pub use numbers::{change, decimal, exact, not_available, number, with_unit};
pub use typography::{french, lower_first};

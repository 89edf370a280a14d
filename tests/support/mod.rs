//! What the tests lean on: the built program with a folder to try it in, a real mail server, judges of documents
//! and workbooks that share no code with what made them, and files that try to do harm.
//!
//! Software that a helper needs and does not find makes the test fail with "run ./test once, it installs ...";
//! no test is ever skipped for it.

// Helpers outside of `#[test]` functions are test code all the same: a failed expectation is how they speak. Not
// every helper is called by a test at all times.
#![allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used
)]

mod proofs;

pub(crate) mod accessible;
pub(crate) mod cells;
pub(crate) mod cutting;
pub(crate) mod edited;
pub(crate) mod findings;
pub(crate) mod heard_workbooks;
pub(crate) mod hostile;
pub(crate) mod judges;
pub(crate) mod letters;
pub(crate) mod mail;
pub(crate) mod office;
pub(crate) mod pictures;
pub(crate) mod programme;
pub(crate) mod proxy;
pub(crate) mod questionnaires;
pub(crate) mod samples;
pub(crate) mod servers;
pub(crate) mod stored;
pub(crate) mod tagged;
pub(crate) mod tools;
pub(crate) mod typing;
pub(crate) mod winmail;
pub(crate) mod workbooks;

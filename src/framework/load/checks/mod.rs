//! What the shape of the files does not say: one file per subject, each adding its problems.

mod audiences;
mod campaigns;
mod common;
mod expressions;
mod fresque;
mod indicators;
mod jobs;
mod kinds;
mod programme;
mod questionnaires;

use super::index::Index;
use super::problem::Problem;

pub use expressions::{ExpressionChecker, ExpressionProblem};

/// Every problem of sense in these definitions.
pub(super) fn all(
    index: &Index<'_>,
    checker: Option<&dyn ExpressionChecker>,
    problems: &mut Vec<Problem>,
) {
    programme::check(index, problems);
    kinds::check(index, problems);
    questionnaires::check(index, problems);
    indicators::check(index, problems);
    audiences::check(index, problems);
    campaigns::check(index, problems);
    jobs::check(index, problems);
    fresque::check(index, problems);
    if let Some(checker) = checker {
        expressions::check(index, checker, problems);
    }
}

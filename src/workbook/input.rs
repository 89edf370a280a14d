//! What the workbook says about returns and cannot learn from figures: findings, versions to correct, files refused.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::{KindId, ReturnStatus, SubjectId};

/// The quality of the returns of one job, filled from the store.
#[derive(Debug, Clone, Default)]
pub struct ReturnsQuality {
    /// What came for each subject, in the period of its kind. A subject that is absent sent nothing.
    pub by_subject: BTreeMap<(KindId, SubjectId), SubjectReturns>,
    /// Files that could not be used at all.
    pub refused: Vec<RefusedFile>,
}

/// What came for one subject and period.
#[derive(Debug, Clone, Default)]
pub struct SubjectReturns {
    /// What became of the latest version; none where nothing came.
    pub status: Option<ReturnStatus>,
    /// The day the last one came.
    pub last_day: Option<NaiveDate>,
    /// Errors found in the latest version.
    pub errors: u32,
    /// Warnings found in the latest version.
    pub warnings: u32,
}

/// A file that was refused. Its texts are in the reader's language.
#[derive(Debug, Clone, Default)]
pub struct RefusedFile {
    /// Its name, as it came.
    pub name: String,
    /// The day it came.
    pub received_on: Option<NaiveDate>,
    /// Why it was refused.
    pub reason: String,
    /// What the sender can do.
    pub remedy: String,
}

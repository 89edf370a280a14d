//! Returns: what a holder sent for one subject and one period.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{FieldId, Finding, FormClaim, KindId, Period, Place, SubjectId, Value};

/// The sha-256 of a returned file: its name in the raw file store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileHash(pub [u8; 32]);

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for FileHash {
    type Err = ();

    /// The hash in 64 hexadecimal digits, as it is written.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(());
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * at..2 * at + 2).ok_or(())?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| ())?;
        }
        Ok(Self(bytes))
    }
}

/// What was found for one field: the text as typed, the value understood, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What the cell showed, as typed.
    pub raw: String,
    /// What was understood; none where it was not, or where the cell was empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The cell.
    pub place: Place,
}

/// One return as it was read from a file, before the rules are applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadReturn {
    /// The kind of subject, known from the questionnaire that the sheet matches.
    pub kind: KindId,
    /// The subject as written in the file; checked against the register later.
    pub subject: Option<SubjectId>,
    /// The period as written in the file.
    pub period: Option<Period>,
    /// The questionnaire's version as written in the file.
    pub version: Option<u32>,
    /// What the file says of itself, where it is a questionnaire that we sent. To be verified before it is believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormClaim>,
    /// Where the return stands: the sheet of a form, the first cell of a row of a table.
    pub place: Place,
    /// The answers by field; a field that the file does not have is absent.
    pub answers: BTreeMap<FieldId, Answer>,
    /// What reading has to say: cells that could not be understood, and remarks.
    pub findings: Vec<Finding>,
}

/// What became of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    /// No error: its values count.
    Accepted,
    /// At least one error: kept and answered; its values do not count.
    ToCorrect,
}

impl ReturnStatus {
    /// The word in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::ToCorrect => "to_correct",
        }
    }
}

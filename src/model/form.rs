//! What a questionnaire that we sent says of itself, so that what comes back is matched whoever sends it.

use serde::{Deserialize, Serialize};

use super::{KindId, Period, QuestionnaireId, SubjectId};

/// The hidden sheet of a questionnaire that says which one it is.
pub const FORM_SHEET: &str = "_bilan";

/// The way in which today's questionnaires say it.
pub const FORM_FORMAT: u32 = 1;

/// Which questionnaire a workbook is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormIdentity {
    /// [`FORM_FORMAT`] when it was made.
    pub format: u32,
    /// The programme's identifier.
    pub programme: String,
    /// The kind of its subject.
    pub kind: KindId,
    /// Its subject.
    pub subject: SubjectId,
    /// The questionnaire.
    pub questionnaire: QuestionnaireId,
    /// The questionnaire's version.
    pub version: u32,
    /// The period it is about.
    pub period: Period,
    /// The two-letter code of its language.
    pub language: String,
}

/// An identity as a returned file claims it. Whoever acts upon it verifies the seal first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormClaim {
    /// The identity; none where a part of it is missing or unreadable: no seal can be right then.
    pub identity: Option<FormIdentity>,
    /// The seal as written, in hexadecimal digits.
    pub seal: String,
}

impl FormIdentity {
    /// Its parts by the names they have on the hidden sheet, in their order there.
    pub fn parts(&self) -> [(&'static str, String); 8] {
        [
            ("format", self.format.to_string()),
            ("programme", self.programme.clone()),
            ("kind", self.kind.to_string()),
            ("subject", self.subject.to_string()),
            ("questionnaire", self.questionnaire.to_string()),
            ("version", self.version.to_string()),
            ("period", self.period.to_string()),
            ("language", self.language.clone()),
        ]
    }

    /// The identity of parts by name; none where one is missing or unreadable.
    pub fn from_parts<'t>(part: impl Fn(&str) -> Option<&'t str>) -> Option<Self> {
        Some(Self {
            format: part("format")?.parse().ok()?,
            programme: part("programme")?.to_owned(),
            kind: KindId::new(part("kind")?),
            subject: SubjectId::new(part("subject")?),
            questionnaire: QuestionnaireId::new(part("questionnaire")?),
            version: part("version")?.parse().ok()?,
            period: part("period")?.parse().ok()?,
            language: part("language")?.to_owned(),
        })
    }
}

/// The name of the seal on the hidden sheet.
pub const FORM_SEAL: &str = "seal";

//! Findings: one thing to say about a cell, a row or a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FieldId, Place};

/// How much a finding weighs.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Said, and nothing is asked.
    Info,
    /// To confirm or to correct; the return is accepted.
    Warning,
    /// To correct; the return is not accepted.
    Error,
}

macro_rules! finding_codes {
    ($($(#[$doc:meta])* $name:ident => $code:literal),+ $(,)?) => {
        /// What a finding says; its texts are the Fluent messages `finding-<code>` with the attributes `expected` and `remedy`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FindingCode {
            $($(#[$doc])* #[serde(rename = $code)] $name),+
        }

        impl FindingCode {
            /// Every code, for tests that each one has its texts.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code in Fluent identifiers and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code),+
                }
            }
        }
    };
}

finding_codes! {
    // Files.
    /// The file is empty.
    FileEmpty => "file-empty",
    /// Larger than the configured limit; details: `size`, `limit`.
    FileTooLarge => "file-too-large",
    /// Unpacks to more than the limit (zip bomb); details: `limit`.
    FileInflates => "file-inflates",
    /// Not a spreadsheet at all; details: `kind` (a word such as `html`, `pdf`, `text`, `unknown`).
    FileNotASpreadsheet => "file-not-a-spreadsheet",
    /// Protected by a password.
    FileEncrypted => "file-encrypted",
    /// Cut or damaged; details: `reason`.
    FileDamaged => "file-damaged",
    /// Costs more memory or time to open than allowed; details: `reason`.
    FileTooCostly => "file-too-costly",
    /// A format that is not read; details: `extension`.
    FileFormatUnknown => "file-format-unknown",
    /// More sheets, rows or cells than are read; details: `limit`. What was within the limit was read.
    FileTruncatedReading => "file-truncated-reading",
    /// No sheet looks like a known questionnaire.
    NoQuestionnaire => "no-questionnaire",
    /// The text's encoding was guessed; details: `encoding`.
    EncodingGuessed => "encoding-guessed",
    // Mails.
    /// A message without any attached file.
    MailWithoutFile => "mail-without-file",
    /// A message whose files are no spreadsheets; found: their names.
    MailOtherFiles => "mail-other-files",
    /// A message larger than the configured limit, left on the server; details: `size`, `limit`.
    MailTooLarge => "mail-too-large",
    /// A message that cannot be taken apart.
    MailUnreadable => "mail-unreadable",
    /// An attached archive that cannot be opened, or not wholly; found: its name; details: `reason`
    /// (`encrypted`, `damaged`, `inflates`, `members`, `nested`).
    MailArchiveRefused => "mail-archive-refused",
    /// The mail server holds the message for spam.
    MailSpam => "mail-spam",
    /// The message comes from the programme's own address.
    MailFromOurselves => "mail-from-ourselves",
    /// A mail of ours came back, from a server that does not say whose.
    MailBounceUnclear => "mail-bounce-unclear",
    // Returns.
    /// The return does not say which subject it is about.
    SubjectMissing => "subject-missing",
    /// No such subject in the register; details: `suggestion` (may be empty).
    SubjectUnknown => "subject-unknown",
    /// The return does not say its period; details: `assumed`.
    PeriodMissing => "period-missing",
    /// Not a period.
    PeriodUnreadable => "period-unreadable",
    /// Nothing is expected of this subject for this period.
    PeriodUnexpected => "period-unexpected",
    /// An older version of the questionnaire; details: `version`, `current`.
    QuestionnaireOld => "questionnaire-old",
    /// The file says that it is a questionnaire of ours, and its seal is not: made or changed by someone else.
    FormForged => "form-forged",
    /// Two returns in the same file for one subject and period: the last one counts.
    ReturnTwiceInFile => "return-twice-in-file",
    // Cells.
    /// Not a number.
    NotANumber => "not-a-number",
    /// Not a whole number.
    NotAnInteger => "not-an-integer",
    /// Not a date that exists.
    NotADate => "not-a-date",
    /// Neither yes nor no.
    NotABool => "not-a-bool",
    /// Not one of the choices; details: `choices`, `suggestion` (may be empty).
    NotAChoice => "not-a-choice",
    /// Not an e-mail address.
    NotAnEmail => "not-an-email",
    /// Outside its bounds; details: `min`, `max` (either may be empty).
    OutOfBounds => "out-of-bounds",
    /// Longer than allowed; details: `length`, `limit`.
    TooLong => "too-long",
    /// A required value is missing.
    Missing => "missing",
    /// Given although the question does not apply; the value is not used.
    NotRelevant => "not-relevant",
    /// A spreadsheet error such as `#N/A`.
    ErrorCell => "error-cell",
    /// A formula whose result was not saved.
    UncachedFormula => "uncached-formula",
    /// A number or date kept as text by the spreadsheet, understood all the same.
    NumberAsText => "number-as-text",
    /// A percentage, currency sign or unit was typed with the number, understood; details: `understood`.
    UnitInNumber => "unit-in-number",
    /// The value is in a hidden row or sheet; it is read.
    HiddenCell => "hidden-cell",
    /// The value comes from a merged cell; the first cell of the merge counts.
    MergedCell => "merged-cell",
    /// The same field stands twice; details: `other` (the cell that is not used).
    FieldTwice => "field-twice",
    /// A column or row that is not a field of the questionnaire; details: `suggestion` (may be empty).
    FieldUnknown => "field-unknown",
    /// A field of the questionnaire that the file does not have.
    FieldAbsent => "field-absent",
    /// A rule of the questionnaire is broken; the text is the rule's own message.
    RuleBroken => "rule-broken",
    /// An officer accepted the value as typed, or gave another one; found: what was typed; details: `reason`, `author`, `given`
    /// (where a value was given), `waived` (the codes and rules that no longer count).
    ValueAccepted => "value-accepted",
    // Register.
    /// Two rows of the register with one identifier; details: `other` (the first one's row).
    RegisterIdTwice => "register-id-twice",
    /// A row without identifier.
    RegisterIdMissing => "register-id-missing",
    /// A value that is not in the programme's list; details: `list`, `suggestion` (may be empty).
    RegisterUnknownReference => "register-unknown-reference",
    /// A required column of the register is missing; details: `column`, `suggestion`.
    RegisterColumnMissing => "register-column-missing",
    /// The register has no sheet for a kind; details: `sheet`, `suggestion`.
    RegisterSheetMissing => "register-sheet-missing",
}

/// One thing to say, with its place. The texts are made from `code` and `details` in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it says.
    pub code: FindingCode,
    /// How much it weighs.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// The field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldId>,
    /// What was found there, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// The broken rule, where the code is [`FindingCode::RuleBroken`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<super::RuleId>,
    /// Further arguments of the texts, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

impl Finding {
    /// A finding without field, found text or details.
    pub fn new(code: FindingCode, severity: Severity, place: Place) -> Self {
        Self {
            code,
            severity,
            place,
            field: None,
            found: None,
            rule: None,
            details: BTreeMap::new(),
        }
    }

    /// An error at a place.
    pub fn error(code: FindingCode, place: Place) -> Self {
        Self::new(code, Severity::Error, place)
    }

    /// A warning at a place.
    pub fn warning(code: FindingCode, place: Place) -> Self {
        Self::new(code, Severity::Warning, place)
    }

    /// An information at a place.
    pub fn info(code: FindingCode, place: Place) -> Self {
        Self::new(code, Severity::Info, place)
    }

    /// Says which field it is about.
    #[must_use]
    pub fn on(mut self, field: &FieldId) -> Self {
        self.field = Some(field.clone());
        self
    }

    /// Says what was found.
    #[must_use]
    pub fn found(mut self, text: impl AsRef<str>) -> Self {
        self.found = Some(Self::quote(text.as_ref()));
        self
    }

    /// A text as a finding shows it. Long ones are cut: a finding quotes, it does not carry.
    pub fn quote(text: &str) -> String {
        const QUOTED: usize = 120;
        let mut short: String = text.chars().take(QUOTED).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        short
    }

    /// Adds an argument of its texts.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.details.insert(name.to_owned(), value.to_string());
        self
    }
}

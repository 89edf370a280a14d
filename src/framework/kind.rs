//! `kinds.toml`: the kinds of subjects that are followed, their registers and what is expected of them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{FieldId, Granularity, KindId, QuestionnaireId};

use super::{FieldType, Localised, Privacy};

/// A kind of subject: its register, its questionnaire, its period. Its id names the wide table in expressions.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// `laureats`, `instances`…
    pub id: KindId,
    /// Plural name, as printed: « Projets lauréats ».
    pub label: Localised,
    /// Name of one subject: « projet lauréat ».
    pub singular: Localised,
    /// What the feedback sheet says will be done with the answers; the programme's own promise where there is none.
    #[serde(default)]
    pub promise: Option<Localised>,
    /// The questionnaire its returns answer.
    pub questionnaire: QuestionnaireId,
    /// How long its period is.
    pub period: Granularity,
    /// Register columns that figures are grouped by, besides the programme as a whole and each subject.
    #[serde(default)]
    pub levels: Vec<FieldId>,
    /// When a return is expected.
    pub expectation: Expectation,
    /// Where its subjects come from.
    pub register: Register,
}

/// When a return is expected of a subject.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Every period, or only in the last one.
    pub mode: ExpectationMode,
    /// Register column with the first day followed; nothing is expected for periods that end before it.
    #[serde(default)]
    pub from: Option<FieldId>,
    /// Register column with the last day followed; nothing is expected for periods that begin after it.
    #[serde(default)]
    pub until: Option<FieldId>,
    /// Nothing is expected once an accepted return of an earlier period said this.
    #[serde(default)]
    pub stop_when: Option<StopWhen>,
}

/// How often a return is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExpectationMode {
    /// One each period.
    EachPeriod,
    /// One, in the period that holds the date of `until`.
    AtEnd,
}

/// A choice that ends the follow-up of a subject, for example `statut` in `acheve`, `abandonne`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopWhen {
    /// Field of the questionnaire.
    pub field: FieldId,
    /// Choices of that field.
    pub values: Vec<String>,
}

/// The sheet of the register workbook that lists a kind's subjects.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Name of the sheet.
    pub sheet: String,
    /// Its columns.
    #[serde(rename = "column")]
    pub columns: Vec<RegisterColumn>,
}

/// A column of a register.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterColumn {
    /// Identifier: header in the sheet, column of the wide table.
    pub id: FieldId,
    /// Name, as printed; accepted as header too.
    pub label: Localised,
    /// Type of its values.
    #[serde(rename = "type")]
    pub type_: FieldType,
    /// What it means to bilan.
    #[serde(default)]
    pub role: Option<ColumnRole>,
    /// Whether each row must have it.
    #[serde(default)]
    pub required: bool,
    /// Who may see it.
    pub privacy: Privacy,
    /// Other headers accepted.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// What a register column means to bilan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// The subject's identifier; exactly one column has this role.
    Id,
    /// The subject's title; exactly one column has this role.
    Title,
    /// An operational direction of the programme.
    Department,
    /// A thématique of the programme.
    Theme,
    /// A département of the programme.
    County,
    /// An edition of the programme.
    Edition,
    /// The name of the contact who answers the questionnaire.
    ContactName,
    /// The e-mail address of the contact.
    ContactEmail,
    /// The language of the contact (`fr`, `en`).
    ContactLanguage,
}

impl Register {
    /// The names of the columns, for what holds the values of many subjects.
    pub fn names(&self) -> Arc<[FieldId]> {
        self.columns.iter().map(|c| c.id.clone()).collect()
    }

    /// The column with this role.
    pub fn column(&self, role: ColumnRole) -> Option<&RegisterColumn> {
        self.columns.iter().find(|c| c.role == Some(role))
    }
}

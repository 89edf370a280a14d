//! `questionnaires/*.toml`: sections, fields and rules. Vocabulary of XLSForm (relevant, required, constraint, hint, choices).

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{FieldId, QuestionnaireId, RuleId, Severity};

use super::{Localised, Privacy};

/// A questionnaire: what one return answers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Identifier.
    pub id: QuestionnaireId,
    /// Version, raised with each change of fields; returns say which one they answer.
    pub version: u32,
    /// Title.
    pub label: Localised,
    /// What to know before filling it in.
    #[serde(default)]
    pub introduction: Option<Localised>,
    /// How its workbook is laid out: `single`, all on one sheet, or `sections`, a sheet for each section.
    #[serde(default)]
    pub layout: FormLayout,
    /// Its parts, in order.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// Its fields, in order.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    /// What must hold between values.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
}

impl Questionnaire {
    /// The field of this id.
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|f| &f.id == id)
    }

    /// The rule of this id.
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.iter().find(|r| &r.id == id)
    }
}

/// How the workbook of a questionnaire is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormLayout {
    /// All questions on one sheet.
    #[default]
    Single,
    /// A sheet for each section.
    Sections,
}

/// A part of a questionnaire.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Identifier.
    pub id: String,
    /// Title.
    pub label: Localised,
    /// A sentence under the title.
    #[serde(default)]
    pub hint: Option<Localised>,
}

/// A question.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Identifier: the code in the form, the column of the wide table.
    pub id: FieldId,
    /// The section it stands in.
    pub section: String,
    /// The question.
    pub label: Localised,
    /// How to answer it.
    #[serde(default)]
    pub hint: Option<Localised>,
    /// Type of the answer.
    #[serde(rename = "type")]
    pub type_: FieldType,
    /// Unit, as printed: `h`, `kg CO₂e`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Who may see the answer.
    pub privacy: Privacy,
    /// Whether an answer is required: `true`, `false`, or an expression (`"besoin_appui"`).
    #[serde(default)]
    pub required: Required,
    /// When the question applies: an expression; always where absent.
    #[serde(default)]
    pub relevant: Option<String>,
    /// Whether it counts persons: a small number of them could tell who they are, and is not shown to the public.
    #[serde(default)]
    pub persons: bool,
    /// How it behaves in time.
    pub time: TimeBehaviour,
    /// How the values of several periods become one of a longer period.
    pub rollup: Rollup,
    /// Smallest number accepted.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub min: Option<Decimal>,
    /// Largest number accepted.
    #[serde(default)]
    #[schemars(with = "Option<f64>")]
    pub max: Option<Decimal>,
    /// Longest text accepted, in characters.
    #[serde(default)]
    pub max_length: Option<u32>,
    /// The choices, for `choice` and `choices`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Other headers and codes accepted for this field (older versions, usual wordings).
    #[serde(default)]
    pub synonyms: Vec<String>,
}

impl Field {
    /// The least and the greatest number accepted: its own bounds, else those of its type. Counts and amounts are not negative
    /// unless `min` says so.
    pub fn bounds(&self) -> (Option<Decimal>, Option<Decimal>) {
        let (min, max) = match self.type_ {
            FieldType::Integer | FieldType::Number | FieldType::Euros => {
                (Some(Decimal::ZERO), None)
            }
            FieldType::Percent => (Some(Decimal::ZERO), Some(Decimal::ONE_HUNDRED)),
            FieldType::Score => (Some(Decimal::ONE), Some(Decimal::from(5))),
            _ => (None, None),
        };
        (self.min.or(min), self.max.or(max))
    }
}

/// Whether an answer is required.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Required {
    /// Always, or never.
    Always(bool),
    /// When this expression is true.
    When(String),
}

impl Default for Required {
    fn default() -> Self {
        Self::Always(false)
    }
}

/// Type of a field or of a register column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Free text.
    Text,
    /// An e-mail address.
    Email,
    /// A whole number, 0 or more unless `min` says otherwise.
    Integer,
    /// A number.
    Number,
    /// An amount in euros.
    Euros,
    /// A percentage, in points: 45 for 45 %.
    Percent,
    /// A day.
    Date,
    /// Yes or no.
    Bool,
    /// One of the choices.
    Choice,
    /// Several of the choices.
    Choices,
    /// A whole number from 1 to 5.
    Score,
}

/// One choice of a list.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Code in the store and in expressions, without accents: `en_cours`.
    pub id: String,
    /// As read and typed by people: « en cours ».
    pub label: Localised,
    /// Other wordings accepted.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// How a field behaves in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeBehaviour {
    /// What happened during the period; never carried forward.
    Flow,
    /// The state at the end of the period; carried forward from the last accepted return, four periods at most.
    Stock,
}

/// How a field's values become one value of a longer period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rollup {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// The latest.
    Last,
    /// The largest.
    Max,
    /// True if one is; the union of choices.
    Any,
}

/// What must hold between values: an SQL boolean expression. Unknown (null) counts as holding, as in SQL's CHECK.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Identifier.
    pub id: RuleId,
    /// The expression that must hold. Columns: the fields, the register's columns, `retour_le`, `prev.<field>` (the
    /// subject's last accepted value of an earlier period), `median.<field>` (of the theme's accepted returns of earlier periods).
    pub holds: String,
    /// `error`: to correct; `warning`: to confirm or correct.
    pub severity: Severity,
    /// The fields to look at; the first one's cell is shown first.
    pub fields: Vec<FieldId>,
    /// What is wrong, in words for the holder.
    pub message: Localised,
    /// How to mend it.
    pub remedy: Localised,
}

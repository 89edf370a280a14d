//! `fresque.toml`: what the cards of the Fresque de la Participation say besides the figures: why inhabitants act, and what a
//! figure is worth in things that everyone knows.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::IndicatorId;

use super::Localised;

/// The Fresque of a programme.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fresque {
    /// How many projects become cards at most.
    #[serde(default = "actions")]
    #[schemars(range(min = 1, max = 60))]
    pub actions: u8,
    /// Why inhabitants act: a card for each.
    #[serde(default, rename = "cause")]
    pub causes: Vec<Cause>,
    /// The effects: a card for each of these indicators.
    #[serde(default, rename = "effect")]
    pub effects: Vec<Effect>,
    /// What a figure is worth in things that everyone knows.
    #[serde(default, rename = "comparison")]
    pub comparisons: Vec<Comparison>,
}

/// Why inhabitants act on a theme.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// The theme whose projects answer it.
    pub theme: String,
    /// The card's title, a few words.
    pub title: Localised,
    /// Two sentences.
    pub text: Localised,
    /// What players are asked.
    pub question: Localised,
    /// Where the statement comes from.
    pub source: Localised,
    /// Sustainable Development Goals, 1 to 17.
    #[serde(default)]
    pub sdg: Vec<u8>,
}

/// An effect of the projects: an indicator, in words for everyone.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// A public indicator.
    pub indicator: IndicatorId,
    /// The card's title, a few words.
    pub title: Localised,
    /// Two sentences.
    pub text: Localised,
    /// What players are asked.
    pub question: Localised,
}

/// So much of an indicator is one thing that everyone knows.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The indicator.
    pub indicator: IndicatorId,
    /// How much of it, in its unit, is one of the thing; written as a text so that it stays exact: `"0.714"`.
    #[schemars(with = "String")]
    pub per: Decimal,
    /// One of it: « un terrain de football ».
    pub one: Localised,
    /// Several of them: « terrains de football ».
    pub many: Localised,
    /// Where the size of the thing comes from.
    pub source: Localised,
}

fn actions() -> u8 {
    16
}

impl Default for Fresque {
    fn default() -> Self {
        Self {
            actions: actions(),
            causes: Vec::new(),
            effects: Vec::new(),
            comparisons: Vec::new(),
        }
    }
}

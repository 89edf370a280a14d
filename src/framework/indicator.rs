//! `indicators/*.toml`: what is computed, why, and where it should stand.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{IndicatorId, KindId};

use super::{Localised, Privacy};

/// An indicator: an SQL aggregate expression over the wide table of its kind.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Identifier.
    pub id: IndicatorId,
    /// The kind whose table it is computed on.
    pub kind: KindId,
    /// Name, as printed.
    pub label: Localised,
    /// Why it is followed, in one sentence.
    pub why: Localised,
    /// How it is computed, in words.
    pub method: Localised,
    /// What it does not say.
    #[serde(default)]
    pub limits: Option<Localised>,
    /// The part of the evaluation it belongs to.
    pub dimension: Dimension,
    /// Its place in the result chain.
    pub chain: Chain,
    /// The expression.
    pub formula: String,
    /// Unit, as printed after the value.
    pub unit: Localised,
    /// Decimals kept: the value is rounded to them before it is stored, compared or shown.
    pub decimals: u8,
    /// Which way is better.
    pub sense: Sense,
    /// What is aimed at.
    #[serde(default)]
    pub target: Option<Target>,
    /// Where « en bonne voie » and « à surveiller » begin.
    #[serde(default)]
    pub thresholds: Option<Thresholds>,
    /// Sustainable Development Goals, 1 to 17.
    #[serde(default)]
    pub sdg: Vec<u8>,
    /// Who may see it.
    pub privacy: Privacy,
    /// Whether it counts persons: a small number of them could tell who they are, and is not shown to the public.
    #[serde(default)]
    pub persons: bool,
    /// Whether it is one of the six key figures of the report's first page.
    #[serde(default)]
    pub key_figure: bool,
}

/// The part of the evaluation an indicator belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Management of the programme.
    Gestion,
    /// Participation of inhabitants.
    Participation,
    /// Social effects.
    Social,
    /// Effects on the environment.
    Environnement,
}

/// Place in the result chain (OECD-DAC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// Moyens (inputs).
    Moyens,
    /// Réalisations (outputs).
    Realisations,
    /// Résultats (outcomes).
    Resultats,
    /// Impacts.
    Impacts,
}

impl Chain {
    /// From what goes in to what remains.
    pub const ALL: [Self; 4] = [
        Self::Moyens,
        Self::Realisations,
        Self::Resultats,
        Self::Impacts,
    ];

    /// The templates' word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Moyens => "inputs",
            Self::Realisations => "outputs",
            Self::Resultats => "outcomes",
            Self::Impacts => "impacts",
        }
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// The more the better.
    More,
    /// The less the better.
    Less,
    /// Within the target's range.
    Range,
    /// Neither: shown without status.
    None,
}

/// What is aimed at: a number, or `[low, high]` for the sense `range`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Target {
    /// One number.
    Value(f64),
    /// A range, bounds included.
    Range([f64; 2]),
}

/// Where « en bonne voie » and « à surveiller » begin; past the second one the figure is critical. For the senses `more`
/// and `less` these are values of the indicator; for `range`, distances outside the range.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// « En bonne voie » from here to the target.
    pub on_track: f64,
    /// « À surveiller » from here to `on_track`.
    pub watch: f64,
}

//! Figures: the value of an indicator for a group and a period, with everything that must be said beside it.

use serde::{Deserialize, Serialize};

use super::{Block, IndicatorId, Part, Period};

/// What a figure sums over: the programme, one value of a register column, or one subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// All subjects of the kind.
    Programme,
    /// Subjects that share the value of this register column (`departement`, `thematique`…).
    Column(String),
    /// One subject.
    Subject,
}

/// Which figure: indicator, level, group and period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FigureKey {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The level.
    pub level: Level,
    /// The group's code at that level (`48`, `eau`, a subject's id); empty for the programme.
    pub group: String,
    /// The period.
    pub period: Period,
}

/// How many of the expected returns are behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Accepted returns of the period.
    pub accepted: u64,
    /// Subjects without an accepted return whose stock values are carried forward.
    pub carried: u64,
    /// Returns expected.
    pub expected: u64,
}

impl Coverage {
    /// Accepted returns over expected ones, 0 to 1; none where nothing is expected.
    pub fn share(self) -> Option<f64> {
        let count = |n: u64| u32::try_from(n).ok().map(f64::from);
        match (count(self.accepted), count(self.expected)) {
            (Some(accepted), Some(expected)) if expected > 0.0 => Some(accepted / expected),
            _ => None,
        }
    }
}

/// Where a figure stands against its target and thresholds.
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
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The target is reached.
    Atteint,
    /// Close to the target.
    EnBonneVoie,
    /// Below the first threshold.
    ASurveiller,
    /// Below the second threshold.
    Critique,
    /// No value, no target, or too few returns.
    #[serde(rename = "n-d")]
    NonDisponible,
}

/// One figure. `value` is already rounded to the indicator's precision, so that it has the same bits wherever it appears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Which figure.
    pub key: FigureKey,
    /// The value in the indicator's unit; none is shown as « n. d. ».
    pub value: Option<f64>,
    /// How many subjects have what the formula needs.
    pub count: u64,
    /// How many returns are behind it.
    pub coverage: Coverage,
    /// The value of the previous period.
    pub previous: Option<f64>,
    /// Where it stands.
    pub status: Status,
}

/// A figure of a group that is named once for all of its figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupFigure<'a> {
    /// The indicator.
    pub indicator: &'a IndicatorId,
    /// As [`Figure::value`].
    pub value: Option<f64>,
    /// As [`Figure::count`].
    pub count: u64,
    /// As [`Figure::coverage`].
    pub coverage: Coverage,
    /// As [`Figure::previous`].
    pub previous: Option<f64>,
    /// As [`Figure::status`].
    pub status: Status,
}

impl Figure {
    /// The change since the previous period, in the indicator's unit.
    pub fn change(&self) -> Option<f64> {
        Some(self.value? - self.previous?)
    }
}

/// Values of which some are not known, in half the room that options of them take: tens of thousands of groups are held.
#[derive(Clone, Default)]
pub struct Numbers(Part<f64>);

impl Numbers {
    /// The values of many groups, in one block.
    pub fn of_all<G: IntoIterator<Item = Option<f64>>>(
        groups: impl IntoIterator<Item = G>,
    ) -> impl Iterator<Item = Self> {
        let mut block = Block::default();
        for group in groups {
            // What is not a number is not known.
            block.add(|all| all.extend(group.into_iter().map(|value| value.unwrap_or(f64::NAN))));
        }
        block.parts().map(Self)
    }

    /// The value at a place; none where it is not known.
    pub fn get(&self, at: usize) -> Option<f64> {
        self.0.get(at).copied().filter(|value| !value.is_nan())
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        (0..self.0.len()).map(|at| self.get(at))
    }
}

impl FromIterator<Option<f64>> for Numbers {
    fn from_iter<I: IntoIterator<Item = Option<f64>>>(values: I) -> Self {
        Self::of_all([values]).next().unwrap_or_default()
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl std::fmt::Debug for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

//! The shapes of `report-templates/CONTRAT.md`: what a template reads, field by field in the contract's words.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{FigureKey, Level, Status};
pub use crate::render::forms::{
    Bar as Row, BarChart, Column, ColumnKind, Dot, DotPlot, Point, Table, TrendChart,
};

/// An indicator's value with everything that must be said beside it.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Figure {
    /// The indicator.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its value, written without unit.
    pub value: Option<String>,
    /// Its value.
    pub raw: Option<f64>,
    /// Its unit; empty where there is none.
    pub unit: String,
    /// The previous period's value, with its unit.
    pub previous: Option<String>,
    /// The change since then, with its unit.
    pub change: Option<String>,
    /// The target, with its unit.
    pub target: Option<String>,
    /// The target; the middle of a range.
    pub target_raw: Option<f64>,
    /// Where it stands.
    pub status: Status,
    /// Accepted returns on expected ones, in words.
    pub coverage: Option<String>,
    /// The same as a share, 0 to 1.
    pub coverage_share: Option<f64>,
    /// Whether too few returns are behind it.
    pub low_coverage: bool,
    /// Its last periods, the oldest first; only of key figures, and only where three of them are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
}

/// A sentence computed from figures: its beginning stands in bold.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize)]
pub struct Sentence {
    /// Its beginning.
    pub lead: String,
    /// What follows.
    pub text: String,
    /// The figures that it was computed from, for whoever wants to check it: « beneficiaires departement=48 2026Q3 ». Never printed.
    #[serde(
        rename = "figures",
        serialize_with = "traced",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[schemars(with = "Vec<String>")]
    pub keys: Vec<FigureKey>,
}

fn traced<S: serde::Serializer>(keys: &[FigureKey], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(keys.iter().map(|key| {
        let (indicator, group, period) = (&key.indicator, &key.group, key.period);
        match &key.level {
            Level::Programme => format!("{indicator} {period}"),
            Level::Column(column) => format!("{indicator} {column}={group} {period}"),
            Level::Subject => format!("{indicator} {group} {period}"),
        }
    }))
}

/// A number and how it is written.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Cell {
    /// The number.
    pub raw: Option<f64>,
    /// As written.
    pub value: Option<String>,
}

/// A row of several numbers.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct SeriesRow {
    /// What it is about.
    pub label: String,
    /// One number a series.
    pub cells: Vec<Cell>,
}

/// Several series: parts of a whole, or side by side.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct SeriesChart {
    /// What is shown.
    pub title: String,
    /// What the picture says; none: composed by the template.
    pub alt: Option<String>,
    /// One mark read aloud.
    pub lecture: Option<String>,
    /// The series' names.
    pub series: Vec<String>,
    /// The rows.
    pub rows: Vec<SeriesRow>,
}

/// A subject of the report: a finding, then its proof.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize)]
pub struct Section {
    /// What the figures say.
    pub claim: String,
    /// The figures.
    pub figures: Vec<Figure>,
    /// What else they say.
    pub comments: Vec<Sentence>,
    /// Charts.
    pub bars: Vec<BarChart>,
    /// Lines over periods.
    pub trends: Vec<TrendChart>,
    /// Parts of a whole.
    pub stacks: Vec<SeriesChart>,
    /// Series side by side.
    pub groups: Vec<SeriesChart>,
    /// Tables.
    pub tables: Vec<Table>,
}

impl From<&crate::framework::Contact> for Contact {
    fn from(contact: &crate::framework::Contact) -> Self {
        Self {
            name: contact.name.clone(),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
        }
    }
}

/// Whom readers can reach.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Telephone.
    pub phone: Option<String>,
}

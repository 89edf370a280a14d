//! What the quarterly report's template reads: `report-templates/rapport-trimestriel/CONTRAT.md` as types.

use schemars::JsonSchema;
use serde::Serialize;

use super::shapes::{Contact, DotPlot, Figure, Section, Sentence, Table};
use crate::framework::Privacy;
use crate::model::Status;

/// The data of the quarterly report.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct ReportData {
    /// The version of this contract.
    pub contract: u32,
    /// Language of the fixed words.
    pub lang: &'static str,
    /// Who may read it.
    pub privacy: Privacy,
    /// Title.
    pub title: String,
    /// The programme's name.
    pub programme: String,
    /// Who publishes.
    pub organisation: String,
    /// The period in words.
    pub period: String,
    /// The period's code.
    pub period_code: String,
    /// What the report covers.
    pub perimeter: String,
    /// The day, in words.
    pub date: String,
    /// The day, for the PDF.
    pub date_iso: String,
    /// Version.
    pub version: String,
    /// How many returned.
    pub returns_line: String,
    /// Who writes.
    pub contact: Contact,
    /// The first page.
    pub summary: Summary,
    /// Returns: coverage, delays, quality.
    pub returns: Option<Section>,
    /// Progress and budget.
    pub progress: Option<Section>,
    /// Participation.
    pub participation: Option<Section>,
    /// Social effects.
    pub social: Option<Section>,
    /// Effects on the environment.
    pub environment: Option<Section>,
    /// What went in, what came out, what changed.
    pub chain: Option<ChainPage>,
    /// The themes side by side.
    pub themes: Option<ThemesPage>,
    /// The editions side by side.
    pub editions: Option<Table>,
    /// One indicator by territory.
    pub map: Option<MapPage>,
    /// Projects that need attention.
    pub watch: Option<Watch>,
    /// Projects told.
    pub stories: Option<Stories>,
    /// Assemblies.
    pub instances: Option<Section>,
    /// Consultations.
    pub concertations: Option<Section>,
    /// The tool's deployment in the directions.
    pub deployment: Option<Section>,
    /// Procurement contracts.
    pub contracts: Option<Section>,
    /// Every indicator.
    pub indicators: Indicators,
    /// Method, limits, glossary.
    pub method: Method,
}

/// What a hurried reader needs.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Summary {
    /// The finding.
    pub claim: String,
    /// The key figures.
    pub figures: Vec<Figure>,
    /// What to remember.
    pub sentences: Vec<Sentence>,
    /// What is awaited, of whom.
    pub decisions: Vec<Decision>,
}

/// A decision awaited.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Decision {
    /// Who decides.
    pub who: String,
    /// What.
    pub what: String,
    /// Before which day.
    pub before: String,
}

/// The result chain of the programme.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct ChainPage {
    /// The finding.
    pub claim: String,
    /// From inputs to impacts; a level without a known figure is left out.
    pub levels: Vec<ChainLevel>,
}

/// A level of the result chain.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct ChainLevel {
    /// `inputs`, `outputs`, `outcomes` or `impacts`.
    pub level: &'static str,
    /// Its name.
    pub label: String,
    /// What it means.
    pub hint: String,
    /// Its figures, three at most.
    pub figures: Vec<Figure>,
}

/// The themes side by side.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct ThemesPage {
    /// The finding.
    pub claim: String,
    /// Those with the most projects first.
    pub themes: Vec<ThemeRow>,
}

/// A theme.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct ThemeRow {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: String,
    /// How many projects, in words.
    pub projects: String,
    /// Accepted returns on expected ones, in words.
    pub coverage: Option<String>,
    /// Its figures, four at most.
    pub figures: Vec<Figure>,
}

/// The page of territories.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct MapPage {
    /// The finding.
    pub claim: String,
    /// What else the figures say.
    pub comments: Vec<Sentence>,
    /// The map.
    pub map: Map,
}

/// A map.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Map {
    /// What is shown.
    pub title: String,
    /// What it says; none: composed by the template.
    pub alt: Option<String>,
    /// One value read aloud.
    pub lecture: Option<String>,
    /// Where the shapes come from.
    pub source: String,
    /// The column's name in the list.
    pub column: String,
    /// The territories.
    pub areas: Vec<Area>,
}

/// A territory.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Area {
    /// INSEE code.
    pub code: String,
    /// Name.
    pub label: String,
    /// Value.
    pub raw: Option<f64>,
    /// As written.
    pub value: Option<String>,
    /// Returns behind it, in words.
    pub coverage: Option<String>,
    /// Whether they are too few.
    pub low_coverage: bool,
}

/// Projects that need attention.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Watch {
    /// The finding.
    pub claim: String,
    /// The projects, the most urgent first.
    pub projects: Vec<WatchedProject>,
}

/// A project that needs attention.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct WatchedProject {
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who carries it.
    pub holder: String,
    /// The direction that instructs it.
    pub direction: String,
    /// Since which period.
    pub since: String,
    /// What is wrong.
    pub reason: String,
    /// The support asked for.
    pub support: Option<String>,
    /// How pressing.
    pub status: Status,
}

/// Projects told.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Stories {
    /// The finding.
    pub claim: String,
    /// The stories.
    pub stories: Vec<Story>,
}

/// A project told in its holder's words.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Story {
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where.
    pub place: String,
    /// Its theme.
    pub theme: String,
    /// The holder's words.
    pub story: String,
    /// A figure of the project.
    pub figure: Option<String>,
    /// What it counts.
    pub figure_label: Option<String>,
    /// A quotation.
    pub quote: Option<String>,
    /// Whose.
    pub quote_by: Option<String>,
}

/// Every indicator.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Indicators {
    /// The finding.
    pub claim: String,
    /// Shares against their targets; none where fewer than three are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dots: Option<DotPlot>,
    /// By dimension, then by kind.
    pub groups: Vec<IndicatorGroup>,
}

/// The indicators of a dimension or of a kind.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct IndicatorGroup {
    /// Its name.
    pub label: String,
    /// Its figures.
    pub figures: Vec<Figure>,
}

/// How the figures are made, and what they do not say.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Method {
    /// How.
    pub paragraphs: Vec<Sentence>,
    /// What they do not say.
    pub limits: Vec<Sentence>,
    /// The words.
    pub glossary: Vec<Term>,
    /// The sources.
    pub sources: Vec<String>,
}

/// A word and its meaning.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Term {
    /// The word.
    pub term: String,
    /// Its meaning.
    pub definition: String,
}

//! `programme.toml`: the programme's name, people, territories and parameters.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Language, Localised};
use crate::model::WorkingDays;

/// One team's programme: everything it follows with one bilan folder.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Short identifier, used in file names.
    pub id: String,
    /// Name, as on the cover of reports.
    pub name: Localised,
    /// The organisation that signs.
    pub organisation: Localised,
    /// The team's name, as in footers and mails.
    pub team: Localised,
    /// Whom readers can reach.
    pub contact: Contact,
    /// IANA name of the zone in which jobs are due and days begin.
    pub time_zone: String,
    /// Languages in use, the first one is the default.
    pub languages: Vec<Language>,
    /// What the region will do with the returns: a sentence on each feedback sheet.
    pub promise: Localised,
    /// Rules for documents that leave the team.
    pub public: PublicRules,
    /// Operational directions.
    #[serde(rename = "direction")]
    pub departments: Vec<Department>,
    /// Thématiques.
    #[serde(rename = "thematique")]
    pub themes: Vec<Theme>,
    /// Territories (départements).
    #[serde(rename = "departement")]
    pub counties: Vec<County>,
    /// Editions of the schemes.
    #[serde(rename = "edition")]
    pub editions: Vec<Edition>,
    /// Constants that expressions use as `param.<id>`.
    #[serde(default, rename = "parametre")]
    pub parameters: Vec<Parameter>,
    /// Days on which nobody is at work besides weekends and public holidays: bridges, for example. None where absent.
    #[serde(default)]
    pub closed_days: Vec<NaiveDate>,
    /// The organisation's own signs on documents: none where absent.
    #[serde(default)]
    pub identity: Identity,
    /// The geometry of maps: that of the shared library where absent, tiles where it lacks a territory.
    #[serde(default)]
    pub map: MapGeometry,
}

impl Programme {
    /// The days on which someone of the team is at work.
    pub fn working_days(&self) -> WorkingDays {
        WorkingDays::new(self.closed_days.iter().copied())
    }

    /// The working day by which someone who is written to today is asked to have answered.
    pub fn answer_by(&self, today: NaiveDate) -> NaiveDate {
        let day = today.checked_add_days(DAYS_TO_ANSWER).unwrap_or(today);
        self.working_days().next_working_day(day)
    }
}

/// How long someone has to answer.
const DAYS_TO_ANSWER: Days = Days::new(10);

/// A person or team to write to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Telephone, as printed.
    #[serde(default)]
    pub phone: Option<String>,
}

/// The organisation's own signs on documents. Files are named from the folder `config/`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The logo: an SVG or PNG file of 512 KiB at most, shown on covers and at the head of pages.
    #[serde(default)]
    pub logo: Option<String>,
    /// What the logo says to those who do not see it; needed where there is one.
    #[serde(default)]
    pub logo_alt: Option<Localised>,
    /// The main colour, `#7a1f3d`: titles, rules, covers. Its contrast with white is 4.5 at least.
    #[serde(default)]
    pub colour: Option<String>,
}

/// The geometry of maps.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapGeometry {
    /// A GeoJSON file of 2 MiB at most, from the folder `config/`: a collection of polygons, in longitude and latitude or in
    /// metres (Lambert-93).
    #[serde(default)]
    pub geojson: Option<String>,
    /// The property with the département's code; where absent, those that are usual (`code`, `code_insee`, `INSEE_DEP`).
    #[serde(default)]
    pub code: Option<String>,
    /// Where the geometry comes from, as it stands under maps: `IGN, Admin Express`.
    #[serde(default)]
    pub source: Option<String>,
}

/// Masking of small groups in public documents.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicRules {
    /// Groups of fewer subjects are masked.
    pub minimum_subjects: u32,
    /// Counts of fewer persons are masked.
    pub minimum_persons: u32,
}

/// An operational direction.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Identifier, as in the register.
    pub id: String,
    /// Name, as printed.
    pub name: Localised,
    /// Who receives the direction's documents.
    pub correspondent: Contact,
    /// Other spellings accepted in the register.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// A thématique.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Identifier, as in the register.
    pub id: String,
    /// Name, as printed.
    pub name: Localised,
    /// Other spellings accepted in the register.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// A département.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct County {
    /// INSEE code.
    pub code: String,
    /// Name, as printed.
    pub name: String,
}

/// An edition of a scheme.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Identifier, as in the register.
    pub id: String,
    /// The scheme (dispositif) it belongs to, as in the register.
    pub scheme: String,
    /// Name, as printed.
    pub name: Localised,
}

/// A constant of the programme, with its date and source.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Name in expressions: `param.<id>`.
    pub id: String,
    /// Value, written as a text so that it stays exact: `"11.88"`.
    #[schemars(with = "String")]
    pub value: Decimal,
    /// Unit.
    pub unit: String,
    /// What it is.
    pub label: Localised,
    /// Since when it holds.
    pub since: NaiveDate,
    /// Where it comes from.
    pub source: String,
}

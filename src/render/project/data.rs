//! The contract `public_project`, field by field (`report-templates/fiche-publique/CONTRAT.md`).

#![allow(missing_docs, reason = "the contract describes each key")]

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::report::{Contact, Figure};

/// What everyone may read of one project.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct ProjectData {
    /// The version of this contract.
    pub contract: u32,
    pub lang: &'static str,
    pub title: String,
    pub programme: String,
    pub organisation: String,
    pub period: String,
    pub period_code: String,
    pub date: String,
    pub date_iso: String,
    pub contact: Contact,
    pub project: About,
    /// What the figures say, in one sentence.
    pub claim: String,
    pub figures: Vec<Figure>,
    pub chain: Vec<ChainLink>,
    /// In its holder's words; null unless they allowed it.
    pub story: Option<String>,
    pub quote: Option<String>,
    pub milestones: Vec<Milestone>,
    pub event: Option<Event>,
    /// What was done in the period.
    pub done: Option<String>,
    /// What comes next.
    pub next: Option<String>,
    /// Sustainable Development Goals, 1 to 17.
    pub sdg: Vec<u8>,
    /// That a small count is not shown.
    pub masked: Option<String>,
    /// Where the figures come from.
    pub note: String,
}

/// The project.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct About {
    pub id: String,
    pub title: String,
    pub scheme: String,
    pub edition: String,
    pub theme: String,
    pub theme_id: String,
    pub place: String,
    pub county: String,
    pub holder: Option<String>,
    pub state: String,
    pub progress_raw: Option<f64>,
    pub progress: Option<String>,
}

/// A link of the result chain.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ChainLink {
    /// `inputs`, `outputs`, `outcomes` or `impacts`.
    pub level: &'static str,
    pub level_label: String,
    pub label: String,
    pub value: String,
}

/// A day of the project.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Milestone {
    pub label: String,
    pub date: String,
}

/// Something that everyone may come to.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Event {
    pub date: String,
    pub text: String,
}

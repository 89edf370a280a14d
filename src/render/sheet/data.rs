//! The contract of `fiche-retour`, field by field (`report-templates/fiche-retour/CONTRAT.md`).

#![allow(missing_docs, reason = "the contract describes each key")]

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::forms::{ContactData, FigureData, Sentence, Words};

/// All that the template reads.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct SheetData<'a> {
    /// The version of this contract.
    pub contract: u32,
    pub lang: &'static str,
    pub title: &'a str,
    pub programme: &'a str,
    pub organisation: &'a str,
    pub period: &'a str,
    pub period_code: &'a str,
    pub date: &'a str,
    pub date_iso: &'a str,
    pub project: Project<'a>,
    pub state: State,
    pub opening: String,
    pub to_do: Option<ToDo<'a>>,
    pub highlights: Vec<FigureData<'a>>,
    pub details: Vec<FigureData<'a>>,
    pub comparison: Option<Comparison<'a>>,
    pub actions: Vec<Sentence<'a>>,
    pub steps: Vec<Step<'a>>,
    pub contact: ContactData<'a>,
}

/// What the sheet is about; a name that the register does not give is empty.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Project<'a> {
    pub id: Words<'a>,
    pub title: Words<'a>,
    pub scheme: Words<'a>,
    pub theme: Words<'a>,
    pub place: Words<'a>,
    pub department: Words<'a>,
    pub holder: Words<'a>,
}

/// What became of the return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Accepted, nothing to do.
    Accepte,
    /// Accepted, with values to confirm.
    AConfirmer,
    /// Not accepted: something is to be corrected.
    ACorriger,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ToDo<'a> {
    pub before: &'a str,
    pub how: String,
    pub items: Vec<Item<'a>>,
}

/// One value to correct or to confirm.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Item<'a> {
    pub severity: State,
    pub field: Words<'a>,
    pub place: String,
    pub found: Option<String>,
    pub expected: Option<String>,
    pub remedy: String,
}

/// Where the subject stands among those of its theme.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Comparison<'a> {
    pub group: &'a str,
    pub masked: bool,
    pub alt: Option<String>,
    pub rows: Vec<ComparisonRow<'a>>,
}

/// One value beside the quartiles of the group.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct ComparisonRow<'a> {
    pub label: &'a str,
    pub mine: Option<String>,
    pub mine_raw: Option<f64>,
    pub low: Option<&'a str>,
    pub low_raw: Option<f64>,
    pub mid: Option<&'a str>,
    pub mid_raw: Option<f64>,
    pub high: Option<&'a str>,
    pub high_raw: Option<f64>,
    pub position: Option<&'a str>,
}

/// A date to come.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Step<'a> {
    pub date: &'a str,
    pub text: Words<'a>,
}

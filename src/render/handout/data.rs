//! The contract of `support-formation`, field by field (`report-templates/support-formation/CONTRAT.md`).

#![allow(missing_docs, reason = "the contract describes each key")]

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Status;
use crate::render::forms::{BarChart, FigureData, Sentence, Table, TrendChart};

/// All that the template reads.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct HandoutData<'a> {
    /// The version of this contract.
    pub contract: u32,
    pub lang: &'static str,
    pub title: String,
    pub subtitle: String,
    pub programme: &'a str,
    pub organisation: &'a str,
    pub department: &'a str,
    pub period: String,
    pub period_code: String,
    pub date: String,
    pub date_iso: String,
    pub session: Option<Session>,
    pub why: Why<'a>,
    pub chain: Option<ChainData<'a>>,
    pub indicators: Criteria<'a>,
    pub questionnaire: QuestionnaireData<'a>,
    pub dashboard: Dashboard<'a>,
    pub exercises: Vec<Exercise>,
    pub calendar: Vec<Date>,
    pub contacts: Vec<Correspondent<'a>>,
}

/// When and where the direction is trained; nobody plans it in bilan yet.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Session {
    pub date: String,
    pub place: String,
    pub trainer: String,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Why<'a> {
    pub claim: String,
    pub figures: Vec<FigureData<'a>>,
    pub reasons: Vec<Sentence<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ChainData<'a> {
    pub claim: String,
    pub project: ChainProject<'a>,
    pub links: Vec<Link<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ChainProject<'a> {
    pub id: &'a str,
    pub title: &'a str,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Link<'a> {
    pub level: &'static str,
    pub text: &'a str,
    pub indicator: Option<&'a str>,
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Criteria<'a> {
    pub claim: String,
    pub example: Option<Example>,
    pub items: Vec<IndicatorItem<'a>>,
}

/// An indicator judged by each letter of RACER; that takes a person.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Example {
    pub label: String,
    pub checks: Vec<Judgement>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Judgement {
    pub key: &'static str,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct IndicatorItem<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub dimension: String,
    pub level: &'static str,
    pub unit: &'a str,
    pub target: Option<String>,
    pub why: &'a str,
    pub limits: Option<&'a str>,
    pub sdg: &'a [u8],
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct QuestionnaireData<'a> {
    pub claim: String,
    pub minutes: String,
    pub sections: Vec<SectionData<'a>>,
    pub rules: Vec<RuleData<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct SectionData<'a> {
    pub number: usize,
    pub label: &'a str,
    pub purpose: &'a str,
    pub fields: Vec<FieldData<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct FieldData<'a> {
    pub code: &'a str,
    pub label: &'a str,
    #[serde(rename = "type")]
    pub type_: String,
    pub required: bool,
    pub behaviour: Option<&'static str>,
    pub hint: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct RuleData<'a> {
    pub severity: &'static str,
    pub text: &'a str,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Dashboard<'a> {
    pub claim: String,
    pub rows: Vec<DashboardRow<'a>>,
    pub bars: Vec<BarChart>,
    pub trends: Vec<TrendChart>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct DashboardRow<'a> {
    pub label: &'a str,
    pub mine: Option<String>,
    pub region: Option<String>,
    pub target: Option<String>,
    pub status: Status,
    pub coverage: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Exercise {
    pub title: String,
    pub situation: String,
    pub table: Option<Table>,
    pub questions: Vec<String>,
    pub answers: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Date {
    pub date: String,
    pub what: String,
    pub who: String,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Correspondent<'a> {
    pub role: String,
    pub name: &'a str,
    pub email: &'a str,
    pub phone: Option<&'a str>,
}

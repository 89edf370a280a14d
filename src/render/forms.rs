//! The shapes that the contracts of several documents share (`report-templates/CONTRAT.md`).

#![allow(missing_docs, reason = "the contract describes each key")]

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::Serialize;

use crate::framework::{Contact, Indicator, Language, Target};
use crate::model::{Coverage, Figure, Status};
use crate::text::{Arg, Texts, change, number, with_unit};

/// A text that is either the framework's own or made for one document.
pub(crate) type Words<'a> = Cow<'a, str>;

/// Under this share of expected returns a figure says so, and has no status.
const COVERAGE_FLOOR: f64 = 0.5;

/// A Figure of the contract.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct FigureData<'a> {
    pub id: &'a str,
    pub label: Words<'a>,
    pub value: Option<Words<'a>>,
    pub raw: Option<f64>,
    pub unit: &'a str,
    pub previous: Option<Words<'a>>,
    pub change: Option<String>,
    pub target: Option<String>,
    pub target_raw: Option<f64>,
    pub status: Status,
    pub coverage: Option<String>,
    pub coverage_share: Option<f64>,
    pub low_coverage: bool,
}

/// A Sentence of the contract.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Sentence<'a> {
    pub lead: Words<'a>,
    pub text: Words<'a>,
}

/// A Contact of the contract.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ContactData<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub phone: Option<&'a str>,
}

impl<'a> From<&'a Contact> for ContactData<'a> {
    fn from(contact: &'a Contact) -> Self {
        Self {
            name: &contact.name,
            email: &contact.email,
            phone: contact.phone.as_deref(),
        }
    }
}

/// A Table of the contract: one text a column in each row; none is shown as unknown.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Table {
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Option<String>>>,
    pub note: Option<String>,
    pub empty: Option<String>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Column {
    pub label: String,
    pub kind: ColumnKind,
}

/// How a column of a table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// A text that takes the room.
    Long,
    /// A short text.
    Text,
    /// A number, or anything aligned on the right.
    Number,
    /// The code of a status.
    Status,
}

impl Column {
    pub(super) fn new(kind: ColumnKind, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            kind,
        }
    }
}

/// A BarChart of the contract.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct BarChart {
    pub title: String,
    pub alt: Option<String>,
    pub lecture: Option<String>,
    pub target_raw: Option<f64>,
    pub target_label: Option<String>,
    pub rows: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Bar {
    pub label: String,
    pub raw: Option<f64>,
    pub value: Option<String>,
    pub low_coverage: bool,
}

/// A TrendChart of the contract.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct TrendChart {
    pub title: String,
    pub alt: Option<String>,
    pub lecture: Option<String>,
    pub target_raw: Option<f64>,
    pub target_label: Option<String>,
    /// What is aimed at lies between these two; absent where the target is one value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_range: Option<[f64; 2]>,
    pub points: Vec<Point>,
}

/// A DotPlot of the contract: values, those of before and their targets, all in one unit.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct DotPlot {
    pub title: String,
    pub alt: Option<String>,
    pub lecture: Option<String>,
    pub unit: Option<String>,
    pub rows: Vec<Dot>,
}

/// A row of a DotPlot.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Dot {
    pub label: String,
    pub raw: Option<f64>,
    pub value: Option<String>,
    pub previous_raw: Option<f64>,
    pub previous: Option<String>,
    pub target_raw: Option<f64>,
    pub target: Option<String>,
    pub low_coverage: bool,
}

/// A Point of the contract.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Point {
    pub label: String,
    pub raw: Option<f64>,
    pub value: Option<String>,
}

/// A decimal as a chart takes it.
pub(crate) fn raw(value: Decimal) -> Option<f64> {
    value.to_f64().filter(|v| v.is_finite())
}

/// « 125 sur 144 ».
pub(crate) fn coverage_text(coverage: Coverage, texts: &Texts) -> String {
    let args = [
        ("accepted", count(coverage.accepted)),
        ("expected", count(coverage.expected)),
    ];
    texts.get("handout-coverage", &args)
}

/// A count as an argument of a message.
pub(crate) fn count(n: u64) -> Arg<'static> {
    Arg::from(n)
}

/// A figure as the contract has it.
pub(crate) fn figure<'a>(
    indicator: &'a Indicator,
    figure: &Figure,
    language: Language,
    texts: &Texts,
) -> FigureData<'a> {
    let unit = indicator.unit.get(language);
    let decimals = indicator.decimals;
    FigureData {
        id: indicator.id.as_str(),
        label: indicator.label.get(language).into(),
        value: figure.value.map(|v| number(v, decimals, language).into()),
        raw: figure.value,
        unit,
        previous: figure
            .previous
            .map(|v| with_unit(Some(v), decimals, unit, language).into()),
        change: figure
            .change()
            .map(|v| change(Some(v), decimals, unit, language)),
        target: target_text(indicator, language, texts),
        target_raw: match indicator.target {
            Some(Target::Value(target)) => Some(target),
            _ => None,
        },
        status: figure.status,
        coverage: Some(coverage_text(figure.coverage, texts)),
        coverage_share: figure.coverage.share(),
        low_coverage: low(figure.coverage),
    }
}

/// Whether too few returns are behind a figure.
pub(crate) fn low(coverage: Coverage) -> bool {
    coverage.share().is_none_or(|share| share < COVERAGE_FLOOR)
}

/// The target in words: « 90 % », « 15 % au plus », « de 45 à 55 % ».
pub(crate) fn target_text(
    indicator: &Indicator,
    language: Language,
    texts: &Texts,
) -> Option<String> {
    use crate::framework::Sense;
    let unit = indicator.unit.get(language);
    // Targets are written as typed: « 40 » for an indicator with one decimal.
    let decimals = |value: f64| {
        if value.fract() == 0.0 {
            0
        } else {
            indicator.decimals
        }
    };
    let written = |value: f64| with_unit(Some(value), decimals(value), unit, language);
    Some(match (indicator.target?, indicator.sense) {
        (Target::Value(value), Sense::Less) => {
            texts.get("handout-at-most", &[("value", written(value).into())])
        }
        (Target::Value(value), _) => written(value),
        (Target::Range([low, high]), _) => {
            let low = number(low, decimals(low), language);
            texts.get(
                "handout-range",
                &[("low", low.into()), ("high", written(high).into())],
            )
        }
    })
}

//! The table of a kind's sheet: one row per expected return, its columns, and where they stand. The sheet is written from it,
//! and formulas elsewhere point into it.

use std::rc::Rc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::figures::overall;
use super::formula::{Formula, TableColumn};
use super::grid::{Cell, Column, Form};
use super::names::unique_headers;
use super::subjects::{shown, state};
use super::{Book, page, strip};
use crate::evaluate::FollowUp;
use crate::framework::{ColumnRole, Field, FieldType, Privacy, RegisterColumn};
use crate::model::Value;
use crate::render::KindView;

/// Where a column of the sheet comes from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Register(&'a RegisterColumn),
    State,
    ReceivedOn,
    FirstAccepted,
    Completeness,
    Carried,
    Field(usize, &'a Field),
}

/// Who a subject is.
const NAMING: [ColumnRole; 2] = [ColumnRole::Id, ColumnRole::Title];

/// Where a subject belongs.
const LEADING: [ColumnRole; 4] = [
    ColumnRole::County,
    ColumnRole::Theme,
    ColumnRole::Department,
    ColumnRole::Edition,
];

/// The table.
pub(super) struct KindTable<'a> {
    /// The name of the sheet, and that of the table in the workbook.
    pub(super) sheet: String,
    pub(super) name: String,
    pub(super) sources: Vec<Source<'a>>,
    /// The columns, each with a header of its own.
    pub(super) columns: Vec<Column>,
    /// How many rows there are.
    pub(super) rows: usize,
    /// The row of headers.
    header: u32,
}

impl<'a> KindTable<'a> {
    /// The table of a kind's sheet.
    pub(super) fn new(book: &Book<'_>, kind: &KindView<'a>, sheet: &str, name: String) -> Self {
        let sources = sources(kind);
        let columns: Vec<Column> = sources.iter().map(|s| column(book, kind, *s)).collect();
        let headers = unique_headers(columns.iter().map(|c| c.header.clone()));
        let columns = columns.into_iter().zip(headers);
        let all = overall(kind);
        Self {
            sheet: sheet.to_owned(),
            name,
            columns: columns
                .map(|(column, header)| Column { header, ..column })
                .collect(),
            sources,
            rows: kind.rows.len(),
            header: page::FIRST_ROW + strip::height(shown(kind, &all).len()),
        }
    }

    /// The cells of a row.
    pub(super) fn cells(&self, book: &Book<'_>, kind: &KindView<'_>, row: &FollowUp) -> Vec<Cell> {
        let sources = self.sources.iter();
        sources.map(|s| cell(book, kind, row, *s)).collect()
    }

    /// The column at a place, as formulas point at it; none where the table has no row.
    pub(super) fn pointed(&self, at: usize) -> Option<Formula> {
        let rows = u32::try_from(self.rows).ok().filter(|rows| *rows > 0)?;
        Some(Formula::Column(Rc::new(TableColumn {
            table: self.name.clone(),
            header: self.columns.get(at)?.header.clone(),
            sheet: self.sheet.clone(),
            column: u16::try_from(at).ok()?,
            first: self.header + 1,
            last: self.header.checked_add(rows)?,
        })))
    }

    /// The place of the column that is wanted.
    pub(super) fn place(&self, wanted: impl Fn(&Source<'a>) -> bool) -> Option<usize> {
        self.sources.iter().position(wanted)
    }
}

/// The columns, those that people look for first in front; what only the team may see stays out.
fn sources<'a>(kind: &KindView<'a>) -> Vec<Source<'a>> {
    let seen = |privacy: Privacy| privacy <= Privacy::Interne;
    let register = || {
        kind.plan
            .kind
            .register
            .columns
            .iter()
            .filter(|c| seen(c.privacy))
            .filter(|c| c.type_ != FieldType::Email)
            .filter(|c| {
                !matches!(
                    c.role,
                    Some(
                        ColumnRole::ContactName
                            | ColumnRole::ContactEmail
                            | ColumnRole::ContactLanguage
                    )
                )
            })
    };
    let leads = |c: &RegisterColumn| {
        c.role
            .is_some_and(|role| LEADING.contains(&role) || NAMING.contains(&role))
    };
    let roles = |roles: &'static [ColumnRole]| {
        roles
            .iter()
            .filter_map(move |role| register().find(|c| c.role == Some(*role)))
            .map(Source::Register)
    };
    // Free texts are not kept with the rows; e-mail addresses are nobody's figures.
    let fields = kind
        .plan
        .questionnaire
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| seen(f.privacy))
        .filter(|(_, f)| !matches!(f.type_, FieldType::Text | FieldType::Email))
        .collect::<Vec<_>>();
    let (first, rest): (Vec<_>, Vec<_>) = fields
        .into_iter()
        .partition(|(_, field)| says_where_it_stands(kind, field));
    let answers = |fields: Vec<(usize, &'a Field)>| {
        fields
            .into_iter()
            .map(|(at, field)| Source::Field(at, field))
    };
    let others = register().filter(|c| !leads(c)).map(Source::Register);
    roles(&NAMING)
        .chain([Source::State])
        .chain(answers(first))
        .chain(roles(&LEADING))
        .chain([Source::ReceivedOn])
        .chain(answers(rest))
        .chain([Source::Completeness, Source::FirstAccepted, Source::Carried])
        .chain(others)
        .collect()
}

/// Whether a field tells at a glance where a subject stands: what ends its follow-up, and how far it is.
fn says_where_it_stands(kind: &KindView<'_>, field: &Field) -> bool {
    let ends = kind.plan.kind.expectation.stop_when.as_ref();
    let share = || {
        let fields = &kind.plan.questionnaire.fields;
        fields.iter().find(|f| f.type_ == FieldType::Percent)
    };
    ends.is_some_and(|stop| {
        stop.field == field.id || share().is_some_and(|first| first.id == field.id)
    })
}

fn column(book: &Book<'_>, kind: &KindView<'_>, source: Source<'_>) -> Column {
    let words = &book.words;
    match source {
        Source::Register(register) => {
            let label = words.of(&register.label);
            let values = || {
                kind.rows
                    .iter()
                    .filter_map(|r| r.subject.columns.get(&register.id))
            };
            let column = typed(book, label, register.type_, None, decimals(values()));
            match register.role {
                Some(ColumnRole::Title) => column.wide(30, 48),
                Some(ColumnRole::Department) => column.wide(18, 44),
                _ => column,
            }
        }
        Source::State => Column::new(words.say("col-state"), Form::Text).wide(14, 18),
        Source::ReceivedOn => Column::new(words.say("col-received"), Form::Date),
        Source::FirstAccepted => Column::new(words.say("col-first-accepted"), Form::Quiet),
        Source::Completeness => {
            Column::new(words.say("col-completeness"), Form::Number(0)).wide(11, 12)
        }
        Source::Carried => Column::new(words.say("col-carried"), Form::Quiet).wide(9, 10),
        Source::Field(at, field) => {
            let values = || kind.rows.iter().filter_map(move |r| r.values.get(at));
            let unit = field.unit.as_deref();
            typed(
                book,
                words.of(&field.label),
                field.type_,
                unit,
                decimals(values()),
            )
        }
    }
}

/// A column for values of a type, its unit in the header.
fn typed(
    book: &Book<'_>,
    label: &str,
    type_: FieldType,
    unit: Option<&str>,
    decimals: u8,
) -> Column {
    let unit = match type_ {
        FieldType::Euros => Some("€"),
        FieldType::Percent => Some("%"),
        FieldType::Score => Some("/5"),
        _ => unit,
    };
    let label = label.trim_end_matches([' ', '?', '\u{202f}', '\u{a0}', '*']);
    let header = match unit.filter(|u| !u.is_empty() && !label.ends_with(&format!("({u})"))) {
        Some(unit) => book.words.tell(
            "header-unit",
            &[("label", label.into()), ("unit", unit.into())],
        ),
        None => label.to_owned(),
    };
    let form = match type_ {
        FieldType::Integer
        | FieldType::Score
        | FieldType::Number
        | FieldType::Euros
        | FieldType::Percent => Form::Number(decimals),
        FieldType::Date => Form::Date,
        FieldType::Bool => Form::Quiet,
        FieldType::Choices => Form::Text,
        FieldType::Text | FieldType::Email | FieldType::Choice => Form::Text,
    };
    Column::new(header, form)
}

/// The decimals that the values of a column have, two at most.
fn decimals(values: impl Iterator<Item = Value>) -> u8 {
    values
        .filter_map(|value| match value {
            Value::Number(number) => u8::try_from(number.normalize().scale()).ok(),
            _ => Some(0),
        })
        .max()
        .unwrap_or(0)
        .min(2)
}

fn cell(book: &Book<'_>, kind: &KindView<'_>, row: &FollowUp, source: Source<'_>) -> Cell {
    let words = &book.words;
    match source {
        Source::Register(column) => {
            let value = row.subject.columns.get(&column.id);
            match (value, column.role) {
                (Some(value), role) => {
                    plain(&value).unwrap_or_else(|| Cell::Text(words.register_text(role, &value)))
                }
                // Both are kept apart from the columns too.
                (None, Some(ColumnRole::Id)) => Cell::Text(row.subject.id.to_string()),
                (None, Some(ColumnRole::Title)) => Cell::Text(row.subject.title.clone()),
                (None, _) => Cell::Empty,
            }
        }
        Source::State => Cell::Text(state(book, kind, row)),
        Source::ReceivedOn => row.returned_on.map_or(Cell::Empty, Cell::Date),
        Source::FirstAccepted if row.accepted => Cell::Text(words.yes_no(row.first_accepted)),
        Source::FirstAccepted => Cell::Empty,
        Source::Completeness => completeness(row),
        Source::Carried if row.carried => Cell::Text(words.yes_no(true)),
        Source::Carried => Cell::Empty,
        Source::Field(at, field) => match row.values.get(at) {
            None => Cell::Empty,
            Some(value) => plain(&value).unwrap_or_else(|| answer(book, field, &value)),
        },
    }
}

/// The share of required fields that were filled, in points, as exact as indicators take it.
pub(super) fn completeness(row: &FollowUp) -> Cell {
    row.completeness
        .and_then(|share| {
            share
                .round_dp(6)
                .checked_mul(Decimal::ONE_HUNDRED)?
                .to_f64()
        })
        .map_or(Cell::Empty, Cell::Number)
}

/// Numbers and days as what they are.
fn plain(value: &Value) -> Option<Cell> {
    match value {
        Value::Integer(n) => Decimal::from(*n).to_f64().map(Cell::Number),
        Value::Number(n) => n.to_f64().map(Cell::Number),
        Value::Date(day) => Some(Cell::Date(*day)),
        _ => None,
    }
}

fn answer(book: &Book<'_>, field: &Field, value: &Value) -> Cell {
    let label = |code: &str| {
        field
            .choices
            .iter()
            .find(|choice| choice.id == code)
            .map_or(code, |choice| book.words.of(&choice.label))
            .to_owned()
    };
    Cell::Text(match value {
        Value::Choice(code) => label(code),
        Value::Choices(codes) => {
            let labels: Vec<String> = codes.iter().map(|code| label(code)).collect();
            labels.join(", ")
        }
        other => book.words.register_text(None, other),
    })
}

//! The sheet of a kind: its indicators in a strip, then one row per subject with its register and its answers.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ConditionalFormatDataBar, ConditionalFormatType, Worksheet};

use super::figures::{Line, headline, overall};
use super::grid::{Cell, Column, Form, Grid, Placed, highlight};
use super::look::{PALE, Tone};
use super::page::{self, Printing, finish, open};
use super::{Book, WorkbookError, claims, strip};
use crate::evaluate::FollowUp;
use crate::framework::{ColumnRole, Field, FieldType, Privacy, RegisterColumn};
use crate::model::{ReturnStatus, Value};
use crate::render::KindView;
use crate::text::{not_available, period_name};

/// Where a column of the sheet comes from.
#[derive(Clone, Copy)]
enum Source<'a> {
    Register(&'a RegisterColumn),
    State,
    ReceivedOn,
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

/// Choices that mean the same in every questionnaire, and the tone that repeats their word.
const TONES: [(&str, Tone); 8] = [
    ("acheve", Tone::Good),
    ("en_cours", Tone::Fair),
    ("non_demarre", Tone::Quiet),
    ("suspendu", Tone::Watch),
    ("abandonne", Tone::Bad),
    ("retenu", Tone::Good),
    ("en_partie", Tone::Watch),
    ("non_retenu", Tone::Bad),
];

/// Writes the sheet of a kind.
pub(super) fn write(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    kind: &KindView<'_>,
    table: String,
) -> Result<(), WorkbookError> {
    let words = &book.words;
    let definition = kind.plan.kind;
    let title = words.tell(
        "kind-title",
        &[
            ("kind", words.of(&definition.label).into()),
            (
                "period",
                period_name(kind.evaluation.period, book.view.language).into(),
            ),
        ],
    );
    let claim = claims::kind_claim(book, kind);
    let top = open(sheet, &book.look, &title, &claim, &words.say("kind-note"))?;
    let sources = sources(kind);
    let columns: Vec<Column> = sources.iter().map(|s| column(book, kind, *s)).collect();
    let all = overall(kind);
    let shown: Vec<&Line<'_>> = headline(kind)
        .iter()
        .filter_map(|i| all.iter().find(|line| line.indicator.id == i.id))
        .collect();
    let top = strip::write(sheet, book, top, &shown)?;
    let mut widths = strip::widths(shown.len());
    let grid = Grid {
        name: table,
        about: words.tell(
            "kind-about",
            &[("kind", words.of(&definition.label).into())],
        ),
        columns,
        nothing: words.say("nothing-expected"),
        look: &book.look,
        missing: not_available(book.view.language),
    };
    let rows = kind
        .rows
        .iter()
        .map(|row| sources.iter().map(|s| cell(book, kind, row, *s)).collect());
    let placed = grid.write(sheet, top, rows, &mut widths)?;
    decorate(sheet, book, &sources, placed)?;
    finish(
        sheet,
        book.view,
        words,
        &widths,
        &Printing {
            last_row: placed.last,
            header: Some(placed.header),
            frozen: 2,
            widest: page::READABLE,
        },
    )
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
        .chain([Source::Completeness, Source::Carried])
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
        Source::Completeness => completeness(row),
        Source::Carried if row.carried => Cell::Text(words.yes_no(true)),
        Source::Carried => Cell::Empty,
        Source::Field(at, field) => match row.values.get(at) {
            None => Cell::Empty,
            Some(value) => plain(&value).unwrap_or_else(|| answer(book, field, &value)),
        },
    }
}

/// The share of required fields that were filled, in points.
pub(super) fn completeness(row: &FollowUp) -> Cell {
    row.completeness
        .and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED)?.round().to_f64())
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

/// What became of an expected return: a mark and a word.
pub(super) fn state(book: &Book<'_>, kind: &KindView<'_>, row: &FollowUp) -> String {
    let (mark, word) = match book.status(kind, row) {
        Some(ReturnStatus::Accepted) => ("●", "state-accepted"),
        Some(ReturnStatus::ToCorrect) => ("▲", "state-to-correct"),
        None => ("■", "state-missing"),
    };
    format!("{mark}\u{a0}{}", book.words.say(word))
}

/// The tones of the states of returns.
pub(super) fn state_tones() -> Vec<(String, Tone)> {
    [("●", Tone::Good), ("▲", Tone::Watch), ("■", Tone::Bad)]
        .map(|(mark, tone)| (mark.to_owned(), tone))
        .to_vec()
}

/// Colours that repeat what the words say, and bars behind percentages.
fn decorate(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    sources: &[Source<'_>],
    placed: Placed,
) -> Result<(), WorkbookError> {
    for (at, source) in (0_u16..).zip(sources) {
        match source {
            Source::State => highlight(sheet, placed, at, &state_tones())?,
            Source::Field(_, field) if field.type_ == FieldType::Choice => {
                let tones: Vec<(String, Tone)> = field
                    .choices
                    .iter()
                    .filter_map(|choice| {
                        let (_, tone) = TONES.iter().find(|(code, _)| *code == choice.id)?;
                        Some((book.words.of(&choice.label).to_owned(), *tone))
                    })
                    .collect();
                highlight(sheet, placed, at, &tones)?;
            }
            Source::Completeness => bars(sheet, placed, at)?,
            Source::Field(_, field) if field.type_ == FieldType::Percent => {
                bars(sheet, placed, at)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Bars from 0 to 100 behind percentages.
pub(super) fn bars(
    sheet: &mut Worksheet,
    placed: Placed,
    column: u16,
) -> Result<(), WorkbookError> {
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 100)
        .set_fill_color(PALE)
        .set_solid_fill(true)
        .set_border_off(true);
    sheet.add_conditional_format(placed.first, column, placed.last, column, &bar)?;
    Ok(())
}

//! The sheet « Dictionnaire »: every indicator, field and register column, what it means and where it comes from.

use super::grid::{Cell, Column, Form, Grid};
use super::ods::Fit;
use super::page::{self, Printing, finish, open};
use super::sheet::Sheet;
use super::words::{count, many};
use super::{Book, WorkbookError};
use crate::framework::{Field, FieldType, Indicator, Kind, RegisterColumn, TimeBehaviour};
use crate::text::not_available;

/// Writes the sheet.
pub(super) fn write(sheet: &mut Sheet<'_>, book: &Book<'_>) -> Result<(), WorkbookError> {
    let words = &book.words;
    let mut rows = Vec::new();
    let mut counts = [0_usize; 3];
    for kind in &book.view.kinds {
        let definition = kind.plan.kind;
        let label = words.of(&definition.label);
        for indicator in &kind.plan.indicators {
            rows.push(indicator_row(book, label, indicator));
        }
        for field in &kind.plan.questionnaire.fields {
            rows.push(field_row(book, kind.plan.questionnaire, label, field));
        }
        for column in &definition.register.columns {
            rows.push(register_row(book, definition, label, column));
        }
        counts[0] += kind.plan.indicators.len();
        counts[1] += kind.plan.questionnaire.fields.len();
        counts[2] += definition.register.columns.len();
    }
    rows.extend(parameters(book));
    let [indicators, fields, columns_] = counts.map(|n| count(many(n)));
    let claim = words.tell(
        "dictionary-claim",
        &[
            ("indicators", indicators),
            ("fields", fields),
            ("columns", columns_),
        ],
    );
    let top = open(
        sheet,
        &book.look,
        &words.say("dictionary-title"),
        &claim,
        &words.say("dictionary-note"),
    )?;
    let grid = Grid {
        name: "tab_dictionnaire".to_owned(),
        about: words.say("dictionary-note"),
        columns: columns(book),
        nothing: words.say("nothing"),
        look: &book.look,
        missing: not_available(book.view.language),
    };
    let mut widths = Vec::new();
    let placed = grid.write(sheet, top, rows.into_iter(), &mut widths)?;
    finish(
        sheet,
        book.view,
        words,
        &widths,
        &Printing {
            last_row: placed.last,
            header: Some(placed.header),
            frozen: 4,
            widest: page::DENSE,
            fit: Fit::Width,
        },
    )
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let say = |id: &str| book.words.say(id);
    vec![
        Column::new(say("col-nature"), Form::Text).wide(14, 20),
        Column::new(say("col-kind"), Form::Text).wide(14, 24),
        Column::new(say("col-id"), Form::Quiet).wide(14, 30),
        Column::new(say("col-label"), Form::Wrapped).wide(24, 28),
        Column::new(say("col-definition"), Form::Wrapped).wide(30, 36),
        Column::new(say("col-formula"), Form::Wrapped).wide(30, 36),
        Column::new(say("col-unit"), Form::Quiet).wide(10, 14),
        Column::new(say("col-privacy"), Form::Text).wide(15, 16),
        Column::new(say("col-source"), Form::Wrapped).wide(20, 26),
    ]
}

fn indicator_row(book: &Book<'_>, kind: &str, indicator: &Indicator) -> Vec<Cell> {
    let words = &book.words;
    let mut definition = words.of(&indicator.why).to_owned();
    if let Some(limits) = &indicator.limits {
        definition = words.tell(
            "definition-limits",
            &[
                ("text", definition.as_str().into()),
                ("limits", words.of(limits).into()),
            ],
        );
    }
    let mut source = vec![
        words.dimension(indicator.dimension),
        words.chain(indicator.chain),
        words.sense(indicator.sense),
    ];
    source.extend(
        words
            .target(indicator)
            .map(|target| words.tell("tile-target", &[("target", target.as_str().into())])),
    );
    vec![
        Cell::Text(words.say("nature-indicator")),
        Cell::Text(kind.to_owned()),
        Cell::Text(indicator.id.to_string()),
        Cell::Text(words.of(&indicator.label).to_owned()),
        Cell::Text(definition),
        Cell::Text(words.of(&indicator.method).to_owned()),
        Cell::Text(words.unit(indicator).to_owned()),
        Cell::Text(words.privacy(indicator.privacy)),
        Cell::Text(source.join(" · ")),
    ]
}

fn field_row(
    book: &Book<'_>,
    questionnaire: &crate::framework::Questionnaire,
    kind: &str,
    field: &Field,
) -> Vec<Cell> {
    let words = &book.words;
    let choices: Vec<&str> = field.choices.iter().map(|c| words.of(&c.label)).collect();
    let type_ = if choices.is_empty() {
        words.type_(field.type_)
    } else {
        words.tell(
            "type-of",
            &[
                ("type", words.type_(field.type_).into()),
                ("choices", choices.join(", ").into()),
            ],
        )
    };
    let time = words.say(match field.time {
        TimeBehaviour::Flow => "time-flow",
        TimeBehaviour::Stock => "time-stock",
    });
    let section = questionnaire
        .sections
        .iter()
        .find(|s| s.id == field.section)
        .map_or("", |s| words.of(&s.label));
    let hint = field.hint.as_ref().map_or("", |h| words.of(h));
    vec![
        Cell::Text(words.say("nature-field")),
        Cell::Text(kind.to_owned()),
        Cell::Text(field.id.to_string()),
        Cell::Text(words.of(&field.label).to_owned()),
        Cell::Text(hint.to_owned()),
        Cell::Text(format!("{type_} · {time}")),
        Cell::Text(unit(field.type_, field.unit.as_deref())),
        Cell::Text(words.privacy(field.privacy)),
        Cell::Text(words.tell("source-field", &[("section", section.into())])),
    ]
}

fn register_row(
    book: &Book<'_>,
    definition: &Kind,
    kind: &str,
    column: &RegisterColumn,
) -> Vec<Cell> {
    let words = &book.words;
    vec![
        Cell::Text(words.say("nature-column")),
        Cell::Text(kind.to_owned()),
        Cell::Text(column.id.to_string()),
        Cell::Text(words.of(&column.label).to_owned()),
        Cell::Empty,
        Cell::Text(words.type_(column.type_)),
        Cell::Text(unit(column.type_, None)),
        Cell::Text(words.privacy(column.privacy)),
        Cell::Text(words.tell(
            "source-register",
            &[("sheet", definition.register.sheet.as_str().into())],
        )),
    ]
}

/// Constants of the programme, with their date and source.
fn parameters<'b>(book: &'b Book<'_>) -> impl Iterator<Item = Vec<Cell>> + 'b {
    let words = &book.words;
    let language = book.view.language;
    book.view
        .framework
        .programme
        .parameters
        .iter()
        .map(move |parameter| {
            let value = words.tell(
                "parameter-value",
                &[
                    (
                        "value",
                        crate::text::exact(parameter.value, language).into(),
                    ),
                    (
                        "since",
                        crate::text::date_long(parameter.since, language).into(),
                    ),
                ],
            );
            vec![
                Cell::Text(words.say("nature-parameter")),
                Cell::Empty,
                Cell::Text(parameter.id.clone()),
                Cell::Text(words.of(&parameter.label).to_owned()),
                Cell::Empty,
                Cell::Text(value),
                Cell::Text(parameter.unit.clone()),
                Cell::Empty,
                Cell::Text(parameter.source.clone()),
            ]
        })
}

fn unit(type_: FieldType, unit: Option<&str>) -> String {
    match (type_, unit) {
        (_, Some(unit)) => unit,
        (FieldType::Euros, _) => "€",
        (FieldType::Percent, _) => "%",
        (FieldType::Score, _) => "/5",
        _ => "",
    }
    .to_owned()
}

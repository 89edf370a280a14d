//! The sheet « Données »: every figure of every level, one a row, for those who build their own tables on it.

use super::figures::lines;
use super::grid::{Cell, Column, Form, Grid, highlight, status_tones};
use super::ods::Fit;
use super::page::{self, Printing, finish, open};
use super::sheet::Sheet;
use super::words::{float, is_low};
use super::{Book, WorkbookError};
use crate::model::Level;
use crate::render::KindView;
use crate::text::{not_available, period_name};

const STATUS: u16 = 9;

/// A group of a kind: its level and its code.
type Place = (Level, String);

/// Writes the sheet.
pub(super) fn write(sheet: &mut Sheet<'_>, book: &Book<'_>) -> Result<(), WorkbookError> {
    let words = &book.words;
    let title = words.tell(
        "data-title",
        &[(
            "period",
            period_name(book.view.period, book.view.language).into(),
        )],
    );
    let top = open(
        sheet,
        &book.look,
        &title,
        &words.say("data-claim"),
        &words.say("indicators-note"),
    )?;
    let grid = Grid {
        name: "tab_donnees".to_owned(),
        about: words.say("data-claim"),
        columns: columns(book),
        nothing: words.say("nothing"),
        look: &book.look,
        missing: not_available(book.view.language),
    };
    let rows: Vec<Vec<Cell>> = book
        .view
        .kinds
        .iter()
        .flat_map(|kind| {
            places(kind)
                .into_iter()
                .flat_map(move |place| group_rows(book, kind, &place))
        })
        .collect();
    let mut widths = Vec::new();
    let placed = grid.write(sheet, top, rows.into_iter(), &mut widths)?;
    highlight(sheet, placed, STATUS, &status_tones())?;
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

/// The programme, then the groups of each level.
fn places(kind: &KindView<'_>) -> Vec<Place> {
    let mut places = vec![(Level::Programme, String::new())];
    for column in &kind.plan.kind.levels {
        let level = Level::Column(column.as_str().to_owned());
        places.extend(
            kind.evaluation
                .groups(&level)
                .iter()
                .filter(|group| group.coverage.expected > 0)
                .map(|group| (level.clone(), group.key.clone())),
        );
    }
    places
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let say = |id: &str| book.words.say(id);
    vec![
        Column::new(say("col-kind"), Form::Text).wide(14, 26),
        Column::new(say("col-level"), Form::Quiet).wide(12, 22),
        Column::new(say("col-group"), Form::Text).wide(20, 46),
        Column::new(say("col-indicator"), Form::Text).wide(30, 52),
        Column::new(say("col-unit"), Form::Quiet).wide(8, 16),
        Column::new(say("col-period"), Form::Quiet).wide(9, 12),
        Column::new(say("col-value"), Form::Number(0)).wide(11, 16),
        Column::new(say("col-previous"), Form::Number(0)).wide(11, 16),
        Column::new(say("col-change"), Form::Number(0)).wide(12, 16),
        Column::new(say("col-status"), Form::Text).wide(18, 24),
        Column::new(say("col-accepted"), Form::Number(0)).wide(9, 12),
        Column::new(say("col-expected"), Form::Number(0)).wide(9, 12),
        Column::new(say("col-count"), Form::Number(0)).wide(9, 12),
        Column::new(say("col-id"), Form::Quiet).wide(12, 34),
        Column::new(say("col-code"), Form::Quiet).wide(8, 20),
    ]
}

fn group_rows(book: &Book<'_>, kind: &KindView<'_>, (level, code): &Place) -> Vec<Vec<Cell>> {
    let words = &book.words;
    let definition = kind.plan.kind;
    let (level_label, group) = match level {
        Level::Column(column) => {
            let label = definition
                .register
                .columns
                .iter()
                .find(|c| c.id.as_str() == column)
                .map_or(column.as_str(), |c| words.of(&c.label));
            (label.to_owned(), words.group(definition, column, code))
        }
        Level::Programme | Level::Subject => (
            words.say("level-programme"),
            words.of(&book.view.framework.programme.name).to_owned(),
        ),
    };
    lines(kind, level, code)
        .iter()
        .map(|line| {
            let (indicator, figure) = (line.indicator, &line.figure);
            let low = is_low(figure.coverage);
            vec![
                Cell::Text(words.of(&definition.label).to_owned()),
                Cell::Text(level_label.clone()),
                Cell::Text(group.clone()),
                Cell::Text(words.of(&indicator.label).to_owned()),
                Cell::Text(words.unit(indicator).to_owned()),
                Cell::Text(figure.key.period.written()),
                Cell::figure(figure.value, indicator.decimals, low),
                Cell::figure(figure.previous, indicator.decimals, false),
                Cell::change(line.change(), indicator.decimals, low),
                Cell::Text(words.status_of(indicator, figure)),
                Cell::Number(float(figure.coverage.accepted)),
                Cell::Number(float(figure.coverage.expected)),
                Cell::Number(float(figure.count)),
                Cell::Text(indicator.id.to_string()),
                Cell::Text(code.clone()),
            ]
        })
        .collect()
}

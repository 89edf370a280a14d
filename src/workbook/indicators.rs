//! The sheet « Indicateurs »: every indicator of every kind, one a row.

use super::figures::{Line, overall};
use super::formula::Formula;
use super::grid::{Cell, Column, Form, Grid, highlight, status_tones};
use super::live::Live;
use super::names::unique_headers;
use super::ods::Fit;
use super::page::{self, Printing, finish, open};
use super::sheet::Sheet;
use super::words::{Words, decimals_of, float, is_low, share};
use super::{Book, WorkbookError, claims};
use crate::framework::{Indicator, Target};
use crate::model::IndicatorId;
use crate::render::KindView;
use crate::text::{not_available, period_name};

/// The column of values, which names point at.
const VALUE: u16 = 4;
/// The columns of values before, and of accepted returns, which those expected follow.
const PREVIOUS: u16 = 5;
const ACCEPTED: u16 = 9;
/// The column of statuses.
const STATUS: u16 = 8;

/// Writes the sheet; gives where each indicator's value stands, by its id.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    live: &[Live<'_, '_>],
) -> Result<Vec<(IndicatorId, u32, u16)>, WorkbookError> {
    let words = &book.words;
    let kinds = book.view.kinds.iter().zip(live);
    let all: Vec<(&KindView<'_>, &Live<'_, '_>, Line<'_>)> = kinds
        .flat_map(|(kind, live)| {
            let lines = overall(kind).into_iter();
            lines.map(move |line| (kind, live, line))
        })
        .collect();
    let claim = claims::tally(words, all.iter().map(|(_, _, line)| line));
    let title = words.tell(
        "indicators-title",
        &[(
            "period",
            period_name(book.view.period, book.view.language).into(),
        )],
    );
    let top = open(
        sheet,
        &book.look,
        &title,
        &claim,
        &words.say("indicators-note"),
    )?;
    let grid = Grid {
        name: "tab_indicateurs".to_owned(),
        about: words.say("indicators-about"),
        columns: columns(book),
        nothing: words.say("nothing"),
        look: &book.look,
        missing: not_available(book.view.language),
    };
    let mut widths = Vec::new();
    let rows: Vec<_> = (top + 1..)
        .zip(&all)
        .map(|(at, (kind, live, line))| row(book, (kind, live), line, at))
        .collect();
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
            frozen: 3,
            widest: page::READABLE,
            fit: Fit::Width,
        },
    )?;
    let lines = (placed.first..).zip(&all);
    Ok(lines
        .map(|(row, (_, _, line))| (line.indicator.id.clone(), row, VALUE))
        .collect())
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let say = |id: &str| book.words.say(id);
    let columns = [
        Column::new(say("col-kind"), Form::Text).wide(12, 26),
        Column::new(say("col-dimension"), Form::Text).wide(12, 16),
        Column::new(say("col-indicator"), Form::Wrapped).wide(30, 46),
        Column::new(say("col-unit"), Form::Quiet),
        Column::new(say("col-value"), Form::Number(0)).wide(11, 16),
        Column::new(say("col-previous"), Form::Number(0)).wide(11, 16),
        Column::new(say("col-change"), Form::Number(0)).wide(12, 16),
        Column::new(say("col-target"), Form::Number(0)).wide(10, 16),
        Column::new(say("col-status"), Form::Text).wide(18, 24),
        Column::new(say("col-accepted"), Form::Number(0)).wide(9, 12),
        Column::new(say("col-expected"), Form::Number(0)).wide(9, 12),
        Column::new(say("col-coverage"), Form::Number(0)).wide(11, 12),
        Column::new(say("col-count"), Form::Number(0)).wide(9, 12),
        Column::new(say("col-year"), Form::Number(0)).wide(11, 16),
        Column::new(say("col-period"), Form::Quiet).wide(9, 12),
        Column::new(say("col-chain"), Form::Text).wide(13, 16),
        Column::new(say("col-sdg"), Form::Quiet).wide(6, 12),
        Column::new(say("col-origin"), Form::Text).wide(14, 18),
        Column::new(say("col-id"), Form::Quiet).wide(12, 34),
    ];
    let headers = unique_headers(columns.iter().map(|c| c.header.clone()));
    columns
        .into_iter()
        .zip(headers)
        .map(|(column, header)| Column { header, ..column })
        .collect()
}

/// A row of the table. Its formulas read the sheet of the kind, or cells of the row itself.
fn row(
    book: &Book<'_>,
    (kind, live): (&KindView<'_>, &Live<'_, '_>),
    line: &Line<'_>,
    at: u32,
) -> Vec<Cell> {
    let words = &book.words;
    let (indicator, figure) = (line.indicator, &line.figure);
    let low = is_low(figure.coverage);
    let value = |value| Cell::figure(value, indicator.decimals, low);
    let formula = live.figure(indicator, None);
    let origin = if formula.is_some() {
        "origin-formula"
    } else {
        "origin-value"
    };
    let missing = not_available(book.view.language);
    let cell = |column| Formula::Cell(at, column);
    let change = cell(VALUE)
        .infix("-", cell(PREVIOUS))
        .figure(indicator.decimals, missing);
    let coverage = Formula::whole(100)
        .infix("*", cell(ACCEPTED))
        .infix("/", cell(ACCEPTED + 1))
        .figure(0, missing);
    let goals: Vec<String> = indicator.sdg.iter().map(u8::to_string).collect();
    vec![
        Cell::Text(words.of(&kind.plan.kind.label).to_owned()),
        Cell::Text(words.dimension(indicator.dimension)),
        Cell::Text(words.of(&indicator.label).to_owned()),
        Cell::Text(words.unit(indicator).to_owned()),
        value(figure.value).live(formula),
        Cell::figure(figure.previous, indicator.decimals, false),
        Cell::change(line.change(), indicator.decimals, low).live(Some(change)),
        target(words, indicator),
        Cell::Text(words.status_of(indicator, figure)),
        Cell::Number(float(figure.coverage.accepted)).live(live.accepted(None)),
        Cell::Number(float(figure.coverage.expected)).live(live.expected(None)),
        share(figure.coverage)
            .map_or(Cell::Missing, Cell::Number)
            .live(Some(coverage)),
        Cell::Number(float(figure.count)),
        Cell::figure(line.year, indicator.decimals, false),
        Cell::Text(figure.key.period.written()),
        Cell::Text(words.chain(indicator.chain)),
        Cell::Text(goals.join(", ")),
        Cell::Text(words.say(origin)),
        Cell::Text(indicator.id.to_string()),
    ]
}

/// The cell of what an indicator aims at.
pub(super) fn target(words: &Words<'_>, indicator: &Indicator) -> Cell {
    match indicator.target {
        None => Cell::Empty,
        Some(Target::Value(target)) => Cell::figure(Some(target), decimals_of(target), false),
        Some(Target::Range(range)) => Cell::Text(words.range(indicator, range)),
    }
}

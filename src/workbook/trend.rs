//! The sheet « Évolution »: the programme's figures over the last periods.

use super::figures::{Line, most_changed};
use super::grid::{Cell, Column, Form, Grid};
use super::ods::{Area, Fit};
use super::page::{self, Printing, finish, open};
use super::sheet::Sheet;
use super::{Book, WorkbookError, claims};
use crate::evaluate::round_to;
use crate::framework::Target;
use crate::model::{IndicatorId, KindId};
use crate::render::KindView;
use crate::text::{not_available, period_name};

/// The first column of periods.
const FIRST: u16 = 2;

/// Where the values of an indicator stand.
pub(super) struct Series {
    pub(super) kind: KindId,
    pub(super) indicator: IndicatorId,
    pub(super) header: u32,
    pub(super) row: u32,
    pub(super) columns: (u16, u16),
    /// How many of the periods have a value.
    pub(super) known: usize,
}

/// The targets of the series that the first sheet draws, as a row of their own.
pub(super) struct Trends {
    pub(super) series: Vec<Series>,
    /// Row of the target of the drawn indicator.
    pub(super) target: Option<(IndicatorId, u32)>,
}

impl Trends {
    /// The series of an indicator.
    pub(super) fn of(&self, kind: &KindId, indicator: &IndicatorId) -> Option<&Series> {
        self.series
            .iter()
            .find(|s| &s.kind == kind && &s.indicator == indicator)
    }
}

/// The figure that the first sheet draws over time: the one that changed most among those that have a target to draw,
/// else among all.
pub(super) fn drawn<'l, 'a>(figures: &'l [Line<'a>]) -> Option<&'l Line<'a>> {
    most_changed(figures.iter().filter(|line| line.stands()))
        .or_else(|| most_changed(figures))
        .or_else(|| figures.iter().find(|line| line.figure.value.is_some()))
}

/// Writes the sheet; gives where each series stands.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    figures: &[Line<'_>],
    mut table_name: impl FnMut(&str) -> String,
) -> Result<Trends, WorkbookError> {
    let words = &book.words;
    let title = words.tell(
        "trend-title",
        &[(
            "period",
            period_name(book.view.period, book.view.language).into(),
        )],
    );
    let claim = most_changed(figures).map_or_else(
        || words.say("trend-no-change"),
        |line| claims::change_sentence(words, line),
    );
    let mut row = open(sheet, &book.look, &title, &claim, &words.say("trend-note"))?;
    let mut widths = Vec::new();
    let mut series = Vec::new();
    let mut last = row;
    for kind in &book.view.kinds {
        sheet.row_height(row, 26)?;
        let label = words.of(&kind.plan.kind.label);
        sheet.text(row, 0, label, book.look.heading)?;
        let columns = columns(book, kind);
        let count = u16::try_from(kind.trend.len()).unwrap_or(0);
        let grid = Grid {
            name: table_name(kind.id().as_str()),
            about: words.tell("trend-about", &[("kind", label.into())]),
            columns,
            nothing: words.say("nothing"),
            look: &book.look,
            missing: not_available(book.view.language),
        };
        let rows: Vec<_> = rows(book, kind);
        let placed = grid.write(sheet, row + 1, rows.into_iter(), &mut widths)?;
        for (line, (at, indicator)) in (placed.first..).zip(kind.plan.indicators.iter().enumerate())
        {
            let known = kind
                .trend
                .iter()
                .filter(|(_, group)| value(group, at).is_some())
                .count();
            if count > 0 {
                series.push(Series {
                    kind: kind.id().clone(),
                    indicator: indicator.id.clone(),
                    header: placed.header,
                    row: line,
                    columns: (FIRST, FIRST + count - 1),
                    known,
                });
            }
            if known > 1 {
                let area = cells(line, (FIRST, FIRST + count - 1));
                sheet.sparkline(line, FIRST + count, (sheet.name, area))?;
            }
        }
        last = placed.last;
        row = placed.last + 2;
    }
    let target = match drawn(figures) {
        Some(line) => target_row(sheet, book, line, &series, row)?,
        None => None,
    };
    finish(
        sheet,
        book.view,
        words,
        &widths,
        &Printing {
            last_row: target.as_ref().map_or(last, |(_, row)| *row),
            header: None,
            frozen: 2,
            widest: page::READABLE,
            fit: Fit::Width,
        },
    )?;
    Ok(Trends { series, target })
}

fn columns(book: &Book<'_>, kind: &KindView<'_>) -> Vec<Column> {
    let words = &book.words;
    let mut columns = vec![
        Column::new(words.say("col-indicator"), Form::Text).wide(30, 52),
        Column::new(words.say("col-unit"), Form::Quiet).wide(9, 16),
    ];
    for (period, _) in kind.trend {
        columns.push(Column::new(period.written(), Form::Number(0)).wide(13, 16));
    }
    columns.push(Column::new(words.say("col-spark"), Form::Quiet).wide(16, 16));
    columns
}

/// Unknown values are empty, so that lines break instead of falling to zero.
fn rows(book: &Book<'_>, kind: &KindView<'_>) -> Vec<Vec<Cell>> {
    let words = &book.words;
    kind.plan
        .indicators
        .iter()
        .enumerate()
        .map(|(at, indicator)| {
            let mut cells = vec![
                Cell::Text(words.of(&indicator.label).to_owned()),
                Cell::Text(words.unit(indicator).to_owned()),
            ];
            cells.extend(kind.trend.iter().map(|(_, group)| {
                value(group, at).map_or(Cell::Empty, |value| Cell::Figure {
                    value,
                    decimals: indicator.decimals,
                    low: super::words::is_low(group.coverage),
                })
            }));
            cells.push(Cell::Empty);
            cells
        })
        .collect()
}

/// A value of a period in which something was expected.
pub(super) fn value(group: &crate::evaluate::Group, at: usize) -> Option<f64> {
    (group.coverage.expected > 0)
        .then(|| group.values.get(at))
        .flatten()
}

/// The cells of a series.
pub(super) const fn cells(row: u32, (left, right): (u16, u16)) -> Area {
    Area {
        top: row,
        left,
        bottom: row,
        right,
    }
}

/// The target of the drawn indicator, once per period, for the dashed line of the chart.
fn target_row(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    line: &Line<'_>,
    series: &[Series],
    row: u32,
) -> Result<Option<(IndicatorId, u32)>, WorkbookError> {
    let Some(Target::Value(target)) = line.indicator.target else {
        return Ok(None);
    };
    let Some(found) = series.iter().find(|s| s.indicator == line.indicator.id) else {
        return Ok(None);
    };
    let words = &book.words;
    let label = words.tell(
        "trend-target",
        &[("name", words.of(&line.indicator.label).into())],
    );
    sheet.text(row, 0, &label, book.look.quiet)?;
    sheet.text(row, 1, words.unit(line.indicator), book.look.quiet)?;
    let decimals = line.indicator.decimals;
    for column in found.columns.0..=found.columns.1 {
        let rounded = round_to(target, decimals).unwrap_or(target);
        sheet.number(row, column, rounded, book.look.figure(decimals, false))?;
    }
    Ok(Some((line.indicator.id.clone(), row)))
}

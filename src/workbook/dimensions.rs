//! The sheet of a dimension of the evaluation: its indicators, then how the main kind's stand in each group, drawn and in
//! numbers.

use std::cmp::Ordering;

use super::charts::Bars;
use super::figures::{Line, comparison_level, lines, overall};
use super::formula::Formula;
use super::grid::{Cell, Column, Form, Grid, Placed, highlight, status_tones};
use super::indicators::target;
use super::live::Live;
use super::ods::Fit;
use super::page::{self, Printing, finish, open};
use super::sheet::Sheet;
use super::words::{float, is_low};
use super::{Book, WorkbookError, charts, claims, level_label};
use crate::evaluate::Group;
use crate::framework::{ColumnRole, Dimension, Indicator};
use crate::model::Level;
use crate::render::KindView;
use crate::text::{not_available, period_name};

/// The columns of values, values before, and statuses of the first table.
const VALUE: u16 = 2;
const PREVIOUS: u16 = 3;
const STATUS: u16 = 6;
/// The first column of indicators of the second table.
const FIRST: u16 = 3;
/// More indicators than this would not fit on a page.
const MOST: usize = 10;
/// Fewer rows than this can be read on one page.
const ONE_PAGE: u32 = 75;
/// The chart's size, and the rows that it covers.
const CHART: (u32, u32) = (760, 330);
const CHART_ROWS: u32 = 21;

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    dimension: Dimension,
    live: &[Live<'_, '_>],
    table: &mut impl FnMut(&str, &str) -> String,
) -> Result<(), WorkbookError> {
    let words = &book.words;
    let kinds = book.view.kinds.iter();
    let all: Vec<(&KindView<'_>, Line<'_>)> = kinds
        .flat_map(|kind| overall(kind).into_iter().map(move |line| (kind, line)))
        .filter(|(_, line)| line.indicator.dimension == dimension)
        .collect();
    let name = words.dimension(dimension);
    let title = words.tell(
        "dimension-title",
        &[
            ("dimension", name.as_str().into()),
            (
                "period",
                period_name(book.view.period, book.view.language).into(),
            ),
        ],
    );
    let claim = claims::tally(words, all.iter().map(|(_, line)| line));
    let note = words.say("dimension-note");
    let top = open(sheet, &book.look, &title, &claim, &note)?;
    let mut widths = Vec::new();
    let grid = Grid {
        name: table("tab_dimension", name_of(dimension)),
        about: words.tell("dimension-about", &[("dimension", name.as_str().into())]),
        columns: columns(book),
        nothing: words.say("nothing"),
        look: &book.look,
        missing: not_available(book.view.language),
    };
    let rows: Vec<_> = (top + 1..)
        .zip(&all)
        .map(|(at, (kind, line))| row(book, kind, line, at))
        .collect();
    let placed = grid.write(sheet, top, rows.into_iter(), &mut widths)?;
    highlight(sheet, placed, STATUS, &status_tones())?;
    let own = book.view.kinds.iter().zip(live);
    let main = book.view.main_kind().map(KindView::id);
    let mut last_row = placed.last;
    for (kind, live) in own.filter(|(kind, _)| Some(kind.id()) == main) {
        let groups = ByGroup::of(book, kind, dimension);
        if let Some(groups) = groups {
            let name = table("tab_groupes", name_of(dimension));
            last_row = groups.write(sheet, book, (live, name), placed.last + 2, &mut widths)?;
        }
    }
    finish(
        sheet,
        book.view,
        words,
        &widths,
        &Printing {
            last_row,
            header: None,
            frozen: 1,
            widest: page::READABLE,
            fit: if last_row < ONE_PAGE {
                Fit::Page
            } else {
                Fit::Width
            },
        },
    )
}

/// The part of a name that says the dimension.
const fn name_of(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Gestion => "gestion",
        Dimension::Participation => "participation",
        Dimension::Social => "social",
        Dimension::Environnement => "environnement",
    }
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let say = |id: &str| book.words.say(id);
    vec![
        Column::new(say("col-indicator"), Form::Wrapped).wide(30, 44),
        Column::new(say("col-unit"), Form::Quiet).wide(10, 16),
        Column::new(say("col-value"), Form::Number(0)).wide(11, 16),
        Column::new(say("col-previous"), Form::Number(0)).wide(11, 16),
        Column::new(say("col-change"), Form::Number(0)).wide(12, 16),
        Column::new(say("col-target"), Form::Number(0)).wide(10, 16),
        Column::new(say("col-status"), Form::Text).wide(18, 24),
        Column::new(say("col-accepted"), Form::Number(0)).wide(11, 12),
        Column::new(say("col-expected"), Form::Number(0)).wide(11, 12),
        Column::new(say("col-kind"), Form::Text).wide(14, 26),
    ]
}

/// A row of the first table. The value is read from the sheet of indicators.
fn row(book: &Book<'_>, kind: &KindView<'_>, line: &Line<'_>, at: u32) -> Vec<Cell> {
    let words = &book.words;
    let (indicator, figure) = (line.indicator, &line.figure);
    let low = is_low(figure.coverage);
    let value = book
        .value_name(&indicator.id)
        .map(|name| Formula::Name(name.to_owned()));
    let change = Formula::Cell(at, VALUE)
        .infix("-", Formula::Cell(at, PREVIOUS))
        .figure(indicator.decimals, not_available(book.view.language));
    vec![
        Cell::Text(words.of(&indicator.label).to_owned()),
        Cell::Text(words.unit(indicator).to_owned()),
        Cell::figure(figure.value, indicator.decimals, low).live(value),
        Cell::figure(figure.previous, indicator.decimals, false),
        Cell::change(line.change(), indicator.decimals, low).live(Some(change)),
        target(words, indicator),
        Cell::Text(words.status_of(indicator, figure)),
        Cell::Number(float(figure.coverage.accepted)),
        Cell::Number(float(figure.coverage.expected)),
        Cell::Text(words.of(&kind.plan.kind.label).to_owned()),
    ]
}

/// The groups of one level of a kind and their figures of a dimension.
struct ByGroup<'a> {
    /// The level, and its name.
    level: String,
    label: String,
    indicators: Vec<&'a Indicator>,
    /// The indicator that is drawn, by its place; none where no two groups have a value to compare.
    drawn: Option<usize>,
    /// Name, figures of the level, and values; the highest of what is drawn first.
    groups: Vec<(String, &'a Group, Vec<Option<f64>>)>,
}

impl<'a> ByGroup<'a> {
    fn of(book: &Book<'_>, kind: &KindView<'a>, dimension: Dimension) -> Option<Self> {
        let definition = kind.plan.kind;
        let theme = definition.register.column(ColumnRole::Theme);
        let level = theme
            .filter(|column| definition.levels.contains(&column.id))
            .map(|column| column.id.as_str().to_owned())
            .or_else(|| comparison_level(kind))?;
        let of_dimension = kind.plan.indicators.iter().copied();
        let indicators: Vec<&Indicator> = of_dimension
            .filter(|i| i.dimension == dimension)
            .take(MOST)
            .collect();
        let found = kind.evaluation.groups(&Level::Column(level.clone()));
        let mut groups: Vec<_> = found
            .iter()
            .filter(|group| group.coverage.expected > 0)
            .map(|group| {
                let figures = lines(kind, &Level::Column(level.clone()), &group.key);
                let value = |indicator: &&Indicator| {
                    let line = figures.iter().find(|l| l.indicator.id == indicator.id)?;
                    line.figure.value
                };
                let values: Vec<_> = indicators.iter().map(value).collect();
                (
                    book.words.group(definition, &level, &group.key),
                    group,
                    values,
                )
            })
            .collect();
        if groups.is_empty() || indicators.is_empty() {
            return None;
        }
        let known = |at: &usize| groups.iter().filter(|g| g.2[*at].is_some()).count() > 1;
        let places = || (0..indicators.len()).filter(known);
        let drawn = places()
            .find(|at| indicators[*at].key_figure)
            .or_else(|| places().next());
        let drawn_value = |values: &[Option<f64>]| drawn.and_then(|at| values[at]);
        groups.sort_by(|(name, _, a), (other, _, b)| {
            let order = match (drawn_value(a), drawn_value(b)) {
                (Some(a), Some(b)) => b.partial_cmp(&a).unwrap_or(Ordering::Equal),
                (one, other) => other.is_some().cmp(&one.is_some()),
            };
            order.then_with(|| name.cmp(other))
        });
        Some(Self {
            label: level_label(book, kind, &level),
            level,
            indicators,
            drawn,
            groups,
        })
    }

    /// Writes the table and, below it, the chart; gives the last row.
    fn write(
        &self,
        sheet: &mut Sheet<'_>,
        book: &Book<'_>,
        (live, name): (&Live<'_, '_>, String),
        row: u32,
        widths: &mut Vec<usize>,
    ) -> Result<u32, WorkbookError> {
        let words = &book.words;
        let heading = words.tell("dimension-groups", &[("level", self.label.as_str().into())]);
        sheet.row_height(row, 26)?;
        sheet.text(row, 0, &heading, book.look.heading)?;
        let grid = Grid {
            name,
            about: heading,
            columns: self.columns(book),
            nothing: words.say("nothing"),
            look: &book.look,
            missing: not_available(book.view.language),
        };
        let placed = grid.write(sheet, row + 1, self.rows(live, row + 2).into_iter(), widths)?;
        self.draw(sheet, book, placed)
    }

    fn columns(&self, book: &Book<'_>) -> Vec<Column> {
        let words = &book.words;
        let mut columns = vec![
            Column::new(self.label.clone(), Form::Text).wide(20, 44),
            Column::new(words.say("col-expected"), Form::Number(0)).wide(9, 12),
            Column::new(words.say("col-accepted"), Form::Number(0)).wide(9, 12),
        ];
        for indicator in &self.indicators {
            let header = words.with_unit(indicator);
            columns.push(Column::new(header, Form::Number(indicator.decimals)).wide(12, 18));
        }
        columns
    }

    fn rows(&self, live: &Live<'_, '_>, first: u32) -> Vec<Vec<Cell>> {
        let names: Vec<&str> = self.groups.iter().map(|g| g.0.as_str()).collect();
        let groups = (first..).zip(&self.groups);
        groups
            .map(|(at, (name, group, values))| {
                let own = live.group(&self.level, (at, 0), name, &names);
                let own = own.as_ref().filter(|_| !group.key.is_empty());
                let low = is_low(group.coverage);
                let mut cells = vec![
                    Cell::Text(name.clone()),
                    Cell::Number(float(group.coverage.expected))
                        .live(own.and_then(|own| live.expected(Some(own)))),
                    Cell::Number(float(group.coverage.accepted))
                        .live(own.and_then(|own| live.accepted(Some(own)))),
                ];
                for (indicator, value) in self.indicators.iter().zip(values) {
                    let formula = own.and_then(|own| live.figure(indicator, Some(own)));
                    cells.push(Cell::figure(*value, indicator.decimals, low).live(formula));
                }
                cells
            })
            .collect()
    }

    /// Draws one indicator over the groups, with a title that says where it is highest and lowest.
    fn draw(
        &self,
        sheet: &mut Sheet<'_>,
        book: &Book<'_>,
        placed: Placed,
    ) -> Result<u32, WorkbookError> {
        let Some((at, indicator)) = self
            .drawn
            .and_then(|at| Some((at, self.indicators.get(at)?)))
        else {
            return Ok(placed.last);
        };
        let values: Vec<(&str, f64, bool)> = self
            .groups
            .iter()
            .filter_map(|(name, group, values)| {
                Some((name.as_str(), values[at]?, is_low(group.coverage)))
            })
            .collect();
        let bars = Bars {
            sheet: sheet.name,
            first: placed.first,
            columns: (0, FIRST + u16::try_from(at).unwrap_or(0)),
            values: &values,
        };
        let Some(chart) = charts::groups(book, &bars, indicator, CHART) else {
            return Ok(placed.last);
        };
        sheet.chart(placed.last + 2, 0, &chart)?;
        Ok(placed.last + 1 + CHART_ROWS)
    }
}

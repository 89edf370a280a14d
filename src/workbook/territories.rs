//! The sheet « Par territoire »: returns and main figures of each direction, thématique, département…

use super::figures::{headline, lines};
use super::formula::Formula;
use super::grid::{Cell, Column, Form, Grid};
use super::live::Live;
use super::ods::{Area, Fit};
use super::page::{self, Printing, finish, open};
use super::sheet::Sheet;
use super::words::{float, is_low, share};
use super::{Book, WorkbookError, claims};
use crate::evaluate::Group;
use crate::framework::Indicator;
use crate::model::{Figure, Level};
use crate::render::KindView;
use crate::text::{not_available, period_name};

/// The column of the share of returns accepted.
pub(super) const SHARE: u16 = 4;
/// The columns of returns expected and accepted.
const EXPECTED: u16 = 2;
const ACCEPTED: u16 = 3;
/// The column of the groups' names.
pub(super) const GROUP: u16 = 1;

/// Where the groups of a level of the main kind stand, best answered first.
pub(super) struct Ranked {
    pub(super) level: String,
    pub(super) first: u32,
    pub(super) shares: Vec<(String, f64)>,
}

/// Writes the sheet; gives where the levels of the main kind stand, for the charts.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    live: &[Live<'_, '_>],
    mut table_name: impl FnMut(&str) -> String,
) -> Result<Vec<Ranked>, WorkbookError> {
    let words = &book.words;
    let title = words.tell(
        "territories-title",
        &[(
            "period",
            period_name(book.view.period, book.view.language).into(),
        )],
    );
    let claim = book
        .view
        .main_kind()
        .map(|kind| claims::returns_sentence(book, kind))
        .unwrap_or_default();
    let mut row = open(
        sheet,
        &book.look,
        &title,
        &claim,
        &words.say("territories-note"),
    )?;
    let mut widths = Vec::new();
    let mut ranked = Vec::new();
    let main = book.view.main_kind().map(|kind| kind.id());
    let kinds = book
        .view
        .kinds
        .iter()
        .zip(live)
        .filter(|(k, _)| !k.plan.kind.levels.is_empty());
    let mut last = row;
    for (kind, live) in kinds {
        let heading = words.tell(
            "kind-title",
            &[
                ("kind", words.of(&kind.plan.kind.label).into()),
                (
                    "period",
                    period_name(kind.evaluation.period, book.view.language).into(),
                ),
            ],
        );
        sheet.row_height(row, 26)?;
        sheet.text(row, 0, &heading, book.look.heading)?;
        let shown = headline(kind);
        let (rows, levels) = groups(book, (kind, live), &shown, row + 2);
        let grid = Grid {
            name: table_name(kind.id().as_str()),
            about: words.tell(
                "territories-about",
                &[("kind", words.of(&kind.plan.kind.label).into())],
            ),
            columns: columns(book, &shown),
            nothing: words.say("nothing-expected"),
            look: &book.look,
            missing: not_available(book.view.language),
        };
        let placed = grid.write(sheet, row + 1, rows.into_iter(), &mut widths)?;
        sheet.bars(Area::column(SHARE, placed.first, placed.last))?;
        if main == Some(kind.id()) {
            let mut first = placed.first;
            for (level, shares) in levels {
                let next = first.saturating_add(u32::try_from(shares.len()).unwrap_or(u32::MAX));
                ranked.push(Ranked {
                    level,
                    first,
                    shares,
                });
                first = next;
            }
        }
        last = placed.last;
        row = placed.last + 2;
    }
    finish(
        sheet,
        book.view,
        words,
        &widths,
        &Printing {
            last_row: last,
            header: None,
            frozen: 2,
            widest: page::READABLE,
            fit: Fit::Width,
        },
    )?;
    Ok(ranked)
}

fn columns(book: &Book<'_>, shown: &[&Indicator]) -> Vec<Column> {
    let words = &book.words;
    let mut columns = vec![
        Column::new(words.say("col-level"), Form::Quiet).wide(12, 22),
        Column::new(words.say("col-group"), Form::Text).wide(20, 46),
        Column::new(words.say("col-expected"), Form::Number(0)).wide(9, 12),
        Column::new(words.say("col-accepted"), Form::Number(0)).wide(9, 12),
        Column::new(words.say("col-share"), Form::Number(0)).wide(11, 12),
    ];
    for indicator in shown {
        let header = words.with_unit(indicator);
        columns.push(Column::new(header, Form::Number(indicator.decimals)).wide(13, 18));
    }
    columns
}

type Levels = Vec<(String, Vec<(String, f64)>)>;

/// The rows of every level, best answered groups first, and the share of each group. `first` is the row of the first one.
fn groups(
    book: &Book<'_>,
    (kind, live): (&KindView<'_>, &Live<'_, '_>),
    shown: &[&Indicator],
    first: u32,
) -> (Vec<Vec<Cell>>, Levels) {
    let words = &book.words;
    let missing = not_available(book.view.language);
    let mut at = first;
    let definition = kind.plan.kind;
    let mut rows = Vec::new();
    let mut levels = Vec::new();
    for column in &definition.levels {
        let level = Level::Column(column.as_str().to_owned());
        let level_label = definition
            .register
            .columns
            .iter()
            .find(|c| &c.id == column)
            .map_or(column.as_str(), |c| words.of(&c.label));
        let mut found: Vec<(String, &Group)> = kind
            .evaluation
            .groups(&level)
            .iter()
            .filter(|group| group.coverage.expected > 0)
            .map(|group| (words.group(definition, column.as_str(), &group.key), group))
            .collect();
        // Accepted over expected, compared without division: the same order whatever the machine.
        found.sort_by(|(name, a), (other, b)| {
            let left = u128::from(a.coverage.accepted) * u128::from(b.coverage.expected);
            let right = u128::from(b.coverage.accepted) * u128::from(a.coverage.expected);
            right.cmp(&left).then_with(|| name.cmp(other))
        });
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        let mut shares = Vec::new();
        for (name, group) in &found {
            let own = live.group(column.as_str(), (at, GROUP), name, &names);
            let own = own.as_ref().filter(|_| !group.key.is_empty());
            let share_of = Formula::whole(100)
                .infix("*", Formula::Cell(at, ACCEPTED))
                .infix("/", Formula::Cell(at, EXPECTED))
                .figure(0, missing);
            let figures = lines(kind, &level, &group.key);
            let mut cells = vec![
                Cell::Text(level_label.to_owned()),
                Cell::Text(name.clone()),
                Cell::Number(float(group.coverage.expected))
                    .live(own.and_then(|own| live.expected(Some(own)))),
                Cell::Number(float(group.coverage.accepted))
                    .live(own.and_then(|own| live.accepted(Some(own)))),
                share(group.coverage)
                    .map_or(Cell::Missing, Cell::Number)
                    .live(Some(share_of)),
            ];
            for indicator in shown {
                let line = figures.iter().find(|l| l.indicator.id == indicator.id);
                let cell = match line.map(|l| &l.figure) {
                    Some(figure) if is_low(figure.coverage) => {
                        Cell::figure(figure.value, indicator.decimals, true)
                    }
                    Some(figure) => marked(figure, indicator.decimals),
                    None => Cell::Missing,
                };
                cells.push(cell.live(own.and_then(|own| live.figure(indicator, Some(own)))));
            }
            shares.push((name.clone(), share(group.coverage).unwrap_or_default()));
            rows.push(cells);
            at += 1;
        }
        levels.push((column.as_str().to_owned(), shares));
    }
    (rows, levels)
}

/// A figure with the mark of its status, or « n. d. ».
fn marked(figure: &Figure, decimals: u8) -> Cell {
    figure.value.map_or(Cell::Missing, |value| Cell::Marked {
        value,
        decimals,
        status: figure.status,
    })
}

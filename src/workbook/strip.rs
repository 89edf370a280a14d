//! The indicators of a kind in a strip above its table: one a column, so that the sheet's headers stay near its top.

use super::figures::Line;
use super::formula::{Formula, Outcome};
use super::look::{PRIMARY, TINT, tone};
use super::sheet::Sheet;
use super::style::{Across, Down, Line as Border, Number, Style};
use super::words::{count, is_low};
use super::{Book, WorkbookError};
use crate::text::not_available;

/// The strip begins after the subject's code and title.
const FIRST: u16 = 2;
/// The rows of a strip, the gap below it among them.
const ROWS: u32 = 6;
/// The least width of a column of the strip, in characters.
const LEAST: usize = 17;

/// Writes the strip from row `top`; gives the row for the table's header.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    top: u32,
    lines: &[&Line<'_>],
) -> Result<u32, WorkbookError> {
    if lines.is_empty() {
        return Ok(top);
    }
    let words = &book.words;
    let styles = &book.look.styles;
    let caption = styles.of(Style::new().size(9).down(Down::Top));
    let tile = Style::new()
        .background(TINT)
        .across(Across::Left)
        .indented();
    let label = styles.of(tile
        .clone()
        .size(9)
        .wrapped()
        .down(Down::Top)
        .above(Border::Medium, PRIMARY));
    let small = tile.clone().size(9).shrinking();
    let value = tile.bold().size(14);
    let columns = || (FIRST..).zip(lines);

    sheet.row_height(top, 44)?;
    sheet.text(top, 0, &words.say("strip-indicator"), caption)?;
    for (at, line) in columns() {
        sheet.text(top, at, words.of(&line.indicator.label), label)?;
    }
    sheet.row_height(top + 1, 26)?;
    sheet.text(top + 1, 0, &words.say("strip-value"), caption)?;
    for (at, line) in columns() {
        put(sheet, book, top + 1, at, line, &value)?;
    }
    sheet.row_height(top + 2, 18)?;
    sheet.text(top + 2, 0, &words.say("strip-target"), caption)?;
    for (at, line) in columns() {
        let target = words
            .target(line.indicator)
            .map(|target| words.tell("tile-target", &[("target", target.as_str().into())]))
            .unwrap_or_default();
        sheet.text(top + 2, at, &target, styles.of(small.clone()))?;
    }
    sheet.row_height(top + 3, 18)?;
    sheet.text(top + 3, 0, &words.say("strip-status"), caption)?;
    for (at, line) in columns() {
        let style = small
            .clone()
            .bold()
            .colour(tone(line.figure.status).colour());
        let status = words.status_of(line.indicator, &line.figure);
        sheet.text(top + 3, at, &status, styles.of(style))?;
    }
    sheet.row_height(top + 4, 18)?;
    sheet.text(top + 4, 0, &words.say("strip-coverage"), caption)?;
    for (at, line) in columns() {
        let coverage = words.tell(
            "tile-coverage",
            &[
                ("accepted", count(line.figure.coverage.accepted)),
                ("expected", count(line.figure.coverage.expected)),
            ],
        );
        sheet.text(top + 4, at, &coverage, styles.of(small.clone()))?;
    }
    sheet.row_height(top + 5, 8)?;
    Ok(top + ROWS)
}

/// The rows of a strip of so many indicators.
pub(super) const fn height(indicators: usize) -> u32 {
    if indicators == 0 { 0 } else { ROWS }
}

/// Writes a figure as a number with its unit, or « n. d. »; in italics where too few returns are behind it. It is read from
/// the sheet of indicators, so that both always say the same.
pub(super) fn put(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    row: u32,
    column: u16,
    line: &Line<'_>,
    style: &Style,
) -> Result<(), WorkbookError> {
    let indicator = line.indicator;
    let style = style.clone();
    let (style, outcome) = match line.figure.value {
        Some(value) => {
            // A long unit stands with the label: a number that does not fit shows as ####.
            let unit = book.words.unit(indicator);
            let unit = if is_short(unit) { unit } else { "" };
            let style = style.number(Number::with_unit(indicator.decimals, unit));
            let style = if is_low(line.figure.coverage) {
                style.italic()
            } else {
                style
            };
            (style, Outcome::Number(value))
        }
        None => {
            let missing = not_available(book.view.language);
            (style, Outcome::Text(missing.to_owned()))
        }
    };
    let style = book.look.styles.of(style);
    match (book.value_name(&indicator.id), outcome) {
        (Some(name), outcome) => {
            let formula = Formula::Name(name.to_owned());
            sheet.formula(row, column, (&formula, &outcome), style)
        }
        (None, Outcome::Number(number)) => sheet.number(row, column, number, style),
        (None, Outcome::Text(text)) => sheet.text(row, column, &text, style),
    }
}

/// Whether a unit fits beside a large figure.
pub(super) fn is_short(unit: &str) -> bool {
    unit.chars().count() <= 6
}

/// The widths that a strip of `count` indicators asks for.
pub(super) fn widths(count: usize) -> Vec<usize> {
    let mut widths = vec![0; usize::from(FIRST)];
    widths.resize(usize::from(FIRST) + count, LEAST);
    widths
}

//! The indicators of a kind in a strip above its table: one a column, so that the sheet's headers stay near its top.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet};

use super::figures::Line;
use super::look::{PRIMARY, TINT, base, number_format_with, tone};
use super::words::{count, is_low};
use super::{Book, WorkbookError};
use crate::text::not_available;

/// The strip begins after the subject's code and title.
const FIRST: u16 = 2;
/// The least width of a column of the strip, in characters.
const LEAST: usize = 17;

/// Writes the strip from row `top`; gives the row for the table's header.
pub(super) fn write(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    top: u32,
    lines: &[&Line<'_>],
) -> Result<u32, WorkbookError> {
    if lines.is_empty() {
        return Ok(top);
    }
    let words = &book.words;
    let caption = base().set_font_size(9).set_align(FormatAlign::Top);
    let tile = base()
        .set_background_color(TINT)
        .set_align(FormatAlign::Left)
        .set_indent(1);
    let label = tile
        .clone()
        .set_font_size(9)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_top(FormatBorder::Medium)
        .set_border_top_color(PRIMARY);
    let small = tile
        .clone()
        .set_font_size(9)
        .set_shrink()
        .set_align(FormatAlign::Left);
    let value = tile
        .clone()
        .set_bold()
        .set_font_size(14)
        .set_align(FormatAlign::Left);
    let columns = || (FIRST..).zip(lines);

    sheet.set_row_height_pixels(top, 44)?;
    sheet.write_string_with_format(top, 0, words.say("strip-indicator"), &caption)?;
    for (at, line) in columns() {
        sheet.write_string_with_format(top, at, words.of(&line.indicator.label), &label)?;
    }
    sheet.set_row_height_pixels(top + 1, 26)?;
    sheet.write_string_with_format(top + 1, 0, words.say("strip-value"), &caption)?;
    for (at, line) in columns() {
        put(sheet, book, top + 1, at, line, &value)?;
    }
    sheet.set_row_height_pixels(top + 2, 18)?;
    sheet.write_string_with_format(top + 2, 0, words.say("strip-target"), &caption)?;
    for (at, line) in columns() {
        let target = words
            .target(line.indicator)
            .map(|target| words.tell("tile-target", &[("target", target.as_str().into())]))
            .unwrap_or_default();
        sheet.write_string_with_format(top + 2, at, target, &small)?;
    }
    sheet.set_row_height_pixels(top + 3, 18)?;
    sheet.write_string_with_format(top + 3, 0, words.say("strip-status"), &caption)?;
    for (at, line) in columns() {
        let format = small
            .clone()
            .set_bold()
            .set_font_color(tone(line.figure.status).colour());
        let status = words.status_of(line.indicator, &line.figure);
        sheet.write_string_with_format(top + 3, at, status, &format)?;
    }
    sheet.set_row_height_pixels(top + 4, 18)?;
    sheet.write_string_with_format(top + 4, 0, words.say("strip-coverage"), &caption)?;
    for (at, line) in columns() {
        let coverage = words.tell(
            "tile-coverage",
            &[
                ("accepted", count(line.figure.coverage.accepted)),
                ("expected", count(line.figure.coverage.expected)),
            ],
        );
        sheet.write_string_with_format(top + 4, at, coverage, &small)?;
    }
    sheet.set_row_height_pixels(top + 5, 8)?;
    Ok(top + 6)
}

/// Writes a figure as a number with its unit, or « n. d. »; in italics where too few returns are behind it.
pub(super) fn put(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    row: u32,
    column: u16,
    line: &Line<'_>,
    format: &Format,
) -> Result<(), WorkbookError> {
    let indicator = line.indicator;
    match line.figure.value {
        Some(value) => {
            // A long unit stands with the label: a number that does not fit shows as ####.
            let unit = book.words.unit(indicator);
            let unit = if is_short(unit) { unit } else { "" };
            let format = format
                .clone()
                .set_num_format(number_format_with(indicator.decimals, unit));
            let format = if is_low(line.figure.coverage) {
                format.set_italic()
            } else {
                format
            };
            sheet.write_number_with_format(row, column, value, &format)?;
        }
        None => {
            let missing = not_available(book.view.language);
            sheet.write_string_with_format(row, column, missing, format)?;
        }
    }
    Ok(())
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

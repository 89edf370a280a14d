//! The last periods of the key figures, as numbers beside the printed page of the summary: what the small columns of its
//! tiles are drawn from. LibreOffice forgets small columns drawn from a sheet that stands after their own (7.4).

use super::figures::Line;
use super::ods::Area;
use super::sheet::Sheet;
use super::trend::{cells, value};
use super::words::is_low;
use super::{Book, WorkbookError};

/// Its heading, its header, and the row of the first figure.
const HEADING: u32 = 2;
const HEADER: u32 = 4;
const FIRST: u32 = HEADER + 1;
const NAME_WIDTH: u32 = 250;
const PERIOD_WIDTH: u32 = 84;

/// Writes the periods of the figures from the column `left`; gives where those of each stand, or nothing where two are not known.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    left: u16,
    figures: &[&Line<'_>],
) -> Result<Vec<Option<Area>>, WorkbookError> {
    let nothing = vec![None; figures.len()];
    let Some(kind) = book.view.main_kind() else {
        return Ok(nothing);
    };
    let count = u16::try_from(kind.trend.len()).unwrap_or(0);
    if count < 2 {
        return Ok(nothing);
    }
    let (words, look) = (&book.words, &book.look);
    let columns = (left + 1, left + count);
    sheet.column_width(left, NAME_WIDTH)?;
    sheet.text(HEADING, left, &words.say("summary-courses"), look.heading)?;
    sheet.text(HEADER, left, &words.say("col-indicator"), look.header)?;
    for ((period, _), column) in kind.trend.iter().zip(columns.0..) {
        sheet.column_width(column, PERIOD_WIDTH)?;
        sheet.text(HEADER, column, &period.written(), look.header_figure)?;
    }
    let mut areas = Vec::with_capacity(figures.len());
    for (line, row) in figures.iter().zip(FIRST..) {
        sheet.text(row, left, &words.with_unit(line.indicator), look.cell)?;
        let all = &kind.plan.indicators;
        let at = all.iter().position(|i| i.id == line.indicator.id);
        let mut known = 0;
        for ((_, group), column) in kind.trend.iter().zip(columns.0..) {
            let style = look.figure(line.indicator.decimals, is_low(group.coverage));
            match at.and_then(|at| value(group, at)) {
                Some(number) => {
                    known += 1;
                    sheet.number(row, column, number, style)?;
                }
                None => sheet.blank(row, column, style)?,
            }
        }
        areas.push((known > 1).then(|| cells(row, columns)));
    }
    Ok(areas)
}

//! What every sheet has: a title in A1, a finding, a remark, and how it prints.

use rust_xlsxwriter::Worksheet;

use super::look::{BLUE, Look, PRIMARY};
use super::names::{cell_text, page_text};
use super::words::Words;
use super::{WorkbookError, grid};
use crate::render::View;
use crate::text::{date_long, period_name};

/// A sheet of A4 held sideways prints about this many characters a line before it becomes hard to read.
pub(super) const READABLE: usize = 200;
/// The same for what is looked up, not read through.
pub(super) const DENSE: usize = 232;

const A4: u8 = 9;

/// Writes the first three lines; gives the row that follows.
pub(super) fn open(
    sheet: &mut Worksheet,
    look: &Look,
    title: &str,
    claim: &str,
    note: &str,
) -> Result<u32, WorkbookError> {
    sheet.set_row_height_pixels(0, 24)?;
    sheet.write_string_with_format(0, 0, cell_text(title), &look.title)?;
    sheet.set_row_height_pixels(1, 28)?;
    sheet.write_string_with_format(1, 0, cell_text(claim), &look.claim)?;
    sheet.set_row_height_pixels(2, 22)?;
    sheet.write_string_with_format(2, 0, cell_text(note), &look.note)?;
    Ok(3)
}

/// How a sheet prints and scrolls.
pub(super) struct Printing {
    /// Its last row.
    pub(super) last_row: u32,
    /// The row of headers that each page repeats, and that stays in sight; none where several tables share the sheet.
    pub(super) header: Option<u32>,
    /// Columns that stay in sight.
    pub(super) frozen: u16,
    /// The most characters that a printed line holds.
    pub(super) widest: usize,
}

/// Sets up how a sheet is seen and printed, once its widths are known. Columns that would make the print too small to
/// read stay on the screen.
pub(super) fn finish(
    sheet: &mut Worksheet,
    view: &View<'_>,
    words: &Words<'_>,
    widths: &[usize],
    printing: &Printing,
) -> Result<(), WorkbookError> {
    grid::fit(sheet, widths)?;
    let mut total = 0;
    let printed = widths
        .iter()
        .take_while(|width| {
            total += **width;
            total <= printing.widest
        })
        .count()
        .max(1);
    let last_column = u16::try_from(printed - 1).unwrap_or(0);
    sheet.set_print_area(0, 0, printing.last_row, last_column)?;
    sheet.set_print_fit_to_pages(1, 0);
    if let Some(header) = printing.header {
        sheet.set_repeat_rows(header, header)?;
        sheet.set_freeze_panes(header + 1, printing.frozen)?;
    } else {
        sheet.set_freeze_panes(3, printing.frozen)?;
    }
    sheet.set_tab_color(BLUE);
    dress(sheet, view, words);
    Ok(())
}

/// Paper, margins, header, footer; no grid, for the tables have lines of their own.
pub(super) fn dress(sheet: &mut Worksheet, view: &View<'_>, words: &Words<'_>) {
    let programme = &view.framework.programme;
    let name = page_text(words.of(&programme.name));
    let period = page_text(&period_name(view.period, view.language));
    let team = page_text(words.of(&programme.team));
    let day = page_text(&date_long(view.today, view.language));
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_margins(0.45, 0.45, 0.65, 0.6, 0.3, 0.3)
        // The space ends the size: without it « 3e trimestre » would be set in 83 points.
        .set_header(format!("&L&8 {name}&R&8 {period}"))
        .set_footer(format!("&L&8 {team} – {day}&R&8 &P / &N"))
        .set_screen_gridlines(false);
}

/// Colours the tab of the first sheet.
pub(super) fn first_tab(sheet: &mut Worksheet) {
    sheet.set_tab_color(PRIMARY).set_active(true);
}

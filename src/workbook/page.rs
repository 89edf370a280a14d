//! What every sheet has: a title in A1, a finding, a remark, and how it prints.

use super::look::{BLUE, Look, PRIMARY};
use super::names::{one_line, page_text};
use super::ods::{Area, Fit, PageWords};
use super::sheet::{Print, Sheet};
use super::words::Words;
use super::{WorkbookError, grid};
use crate::render::View;
use crate::text::{date_long, period_name};

/// A sheet of A4 held sideways prints about this many characters a line before it becomes hard to read.
pub(super) const READABLE: usize = 200;
/// The same for what is looked up, not read through.
pub(super) const DENSE: usize = 232;

/// The row below the first lines.
pub(super) const FIRST_ROW: u32 = 3;

const A4: u8 = 9;
/// As many letters of a name fit above a page.
const PAGE_TEXT: usize = 70;

/// Writes the first three lines; gives the row that follows.
pub(super) fn open(
    sheet: &mut Sheet<'_>,
    look: &Look,
    title: &str,
    claim: &str,
    note: &str,
) -> Result<u32, WorkbookError> {
    sheet.row_height(0, 24)?;
    sheet.text(0, 0, title, look.title)?;
    sheet.row_height(1, 28)?;
    sheet.text(1, 0, claim, look.claim)?;
    sheet.row_height(2, 22)?;
    sheet.text(2, 0, note, look.note)?;
    Ok(FIRST_ROW)
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
    /// On how many pages.
    pub(super) fit: Fit,
}

/// Sets up how a sheet is seen and printed, once its widths are known. Columns that would make the print too small to
/// read stay on the screen.
pub(super) fn finish(
    sheet: &mut Sheet<'_>,
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
    sheet.print(&Print {
        area: Area {
            top: 0,
            left: 0,
            bottom: printing.last_row,
            right: last_column,
        },
        repeated: printing.header,
        fit: printing.fit,
    })?;
    let frozen = printing.header.map_or(FIRST_ROW, |header| header + 1);
    sheet.freeze(frozen, printing.frozen)?;
    dress(sheet, view, words);
    if let Some(sheet) = &mut sheet.xlsx {
        sheet.set_tab_color(BLUE);
    }
    Ok(())
}

/// What pages say above and below.
pub(super) fn page_words(view: &View<'_>, words: &Words<'_>) -> PageWords {
    let programme = &view.framework.programme;
    let team = one_line(words.of(&programme.team), PAGE_TEXT);
    let day = date_long(view.today, view.language);
    PageWords {
        programme: one_line(words.of(&programme.name), PAGE_TEXT),
        period: period_name(view.period, view.language),
        source: format!("{team} – {day}"),
    }
}

/// Paper, margins, header, footer; no grid, for the tables have lines of their own. OpenDocument keeps them with the
/// workbook.
pub(super) fn dress(sheet: &mut Sheet<'_>, view: &View<'_>, words: &Words<'_>) {
    let Some(sheet) = &mut sheet.xlsx else {
        return;
    };
    let page = page_words(view, words);
    let [name, period, source] = [page.programme, page.period, page.source].map(|t| page_text(&t));
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_margins(0.45, 0.45, 0.65, 0.6, 0.3, 0.3)
        // The space ends the size: without it « 3e trimestre » would be set in 83 points.
        .set_header(format!("&L&8 {name}&R&8 {period}"))
        .set_footer(format!("&L&8 {source}&R&8 &P / &N"))
        .set_screen_gridlines(false);
}

/// Colours the tab of the first sheet.
pub(super) fn first_tab(sheet: &mut Sheet<'_>) {
    if let Some(sheet) = &mut sheet.xlsx {
        sheet.set_tab_color(PRIMARY).set_active(true).set_zoom(90);
    }
}

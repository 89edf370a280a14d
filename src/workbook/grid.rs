//! A table of a sheet: columns with their forms, rows in order, a native table with filters around them.

use chrono::NaiveDate;

use super::WorkbookError;
use super::formula::{Formula, Outcome};
use super::look::{Look, STATUSES, Tone, mark, tone};
use super::names::{cell_text, unique_headers};
use super::ods::Area;
use super::sheet::{NativeTable, Sheet};
use super::style::StyleId;
use crate::model::Status;

/// The height of a line, in pixels.
const LINE_HEIGHT: u32 = 16;
/// The width of a digit, in pixels.
const LETTER_WIDTH: u32 = 7;
/// A row higher than this hides the table.
const MOST_LINES: usize = 12;

/// How a column's cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Text on one line.
    Text,
    /// Text on several lines, as wide as its widest allows.
    Wrapped,
    /// Codes and units.
    Quiet,
    /// Numbers with this many decimals.
    Number(u8),
    /// Days.
    Date,
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) header: String,
    pub(super) form: Form,
    /// The least and the greatest width, in characters.
    pub(super) width: (usize, usize),
}

impl Column {
    pub(super) fn new(header: impl Into<String>, form: Form) -> Self {
        let width = match form {
            Form::Text => (10, 38),
            Form::Wrapped => (24, 60),
            Form::Quiet => (7, 26),
            Form::Number(_) => (10, 18),
            Form::Date => (11, 12),
        };
        Self {
            header: header.into(),
            form,
            width,
        }
    }

    /// The same column with other bounds of its width.
    pub(super) fn wide(self, least: usize, most: usize) -> Self {
        Self {
            width: (least, most),
            ..self
        }
    }

    fn is_figure(&self) -> bool {
        matches!(self.form, Form::Number(_) | Form::Date)
    }

    /// The width that its header asks for: its longest word beside the filter's button, three lines at most.
    fn header_width(&self) -> usize {
        let longest = self.header.split(' ').map(letters).max().unwrap_or(0);
        (longest + 3)
            .max(letters(&self.header).div_ceil(3) + 3)
            .max(self.width.0)
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing to say: not asked, not applicable.
    Empty,
    /// Asked, and not known: « n. d. ».
    Missing,
    Text(String),
    Number(f64),
    /// A figure with its own decimals; `low` where too few returns are behind it.
    Figure {
        value: f64,
        decimals: u8,
        low: bool,
    },
    /// A change since the period before.
    Change {
        value: f64,
        decimals: u8,
        low: bool,
    },
    /// A figure and the mark of its status.
    Marked {
        value: f64,
        decimals: u8,
        status: Status,
    },
    Date(NaiveDate),
    /// What the other cell says, worked out by a formula.
    Live(Formula, Box<Cell>),
}

impl Cell {
    /// The same cell, worked out by the formula where there is one.
    pub(super) fn live(self, formula: Option<Formula>) -> Self {
        match formula {
            Some(formula) => Self::Live(formula, self.into()),
            None => self,
        }
    }

    /// A change, or « n. d. ».
    pub(super) fn change(value: Option<f64>, decimals: u8, low: bool) -> Self {
        value.map_or(Self::Missing, |value| Self::Change {
            value,
            decimals,
            low,
        })
    }

    /// A figure, or « n. d. ».
    pub(super) fn figure(value: Option<f64>, decimals: u8, low: bool) -> Self {
        value.map_or(Self::Missing, |value| Self::Figure {
            value,
            decimals,
            low,
        })
    }
}

/// Where a table came to stand: zero-based rows of its header, first and last line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) header: u32,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// A table to write.
pub(super) struct Grid<'a> {
    /// The name of the native table.
    pub(super) name: String,
    /// What the table shows, for those who do not see it.
    pub(super) about: String,
    pub(super) columns: Vec<Column>,
    /// What the first cell says where there is no row.
    pub(super) nothing: String,
    pub(super) look: &'a Look,
    /// « n. d. » in the reader's language.
    pub(super) missing: &'static str,
}

impl Grid<'_> {
    /// Writes the header and the rows from `top`, in order, and fits the columns. `widths` keeps the widest of each
    /// column where several tables share a sheet.
    pub(super) fn write(
        &self,
        sheet: &mut Sheet<'_>,
        top: u32,
        rows: impl ExactSizeIterator<Item = Vec<Cell>>,
        widths: &mut Vec<usize>,
    ) -> Result<Placed, WorkbookError> {
        let too_many = |rows| WorkbookError::TooManyRows {
            sheet: sheet.name.to_owned(),
            rows,
        };
        let count = rows.len();
        let lines = u32::try_from(count.max(1)).map_err(|_| too_many(count))?;
        let last = top
            .checked_add(lines)
            .filter(|last| *last < 1_048_576)
            .ok_or_else(|| too_many(count))?;
        let last_column = self
            .columns
            .len()
            .checked_sub(1)
            .and_then(|n| u16::try_from(n).ok())
            .filter(|n| *n < 16_384)
            .ok_or_else(|| WorkbookError::TooManyColumns {
                sheet: sheet.name.to_owned(),
                columns: self.columns.len(),
            })?;
        sheet.row_height(top, self.header_height())?;
        sheet.table(&NativeTable {
            name: &self.name,
            about: &self.about,
            area: Area {
                top,
                left: 0,
                bottom: last,
                right: last_column,
            },
            headers: self.headers(),
        })?;
        if widths.len() < self.columns.len() {
            widths.resize(self.columns.len(), 0);
        }
        for (width, column) in widths.iter_mut().zip(&self.columns) {
            *width = (*width).max(column.header_width());
        }
        let mut line = top;
        for cells in rows {
            line += 1;
            // The height comes before the cells: a sheet that keeps no cell cannot go back to it.
            let lines = self.lines(&cells);
            if lines > 1 {
                sheet.row_height(line, lines * LINE_HEIGHT)?;
            }
            for ((at, column), (cell, width)) in (0_u16..)
                .zip(&self.columns)
                .zip(cells.iter().zip(&mut *widths))
            {
                let needed = self.put(sheet, line, at, column, cell)?;
                let needed = if column.form == Form::Wrapped {
                    column.width.1
                } else {
                    needed.min(column.width.1)
                };
                *width = (*width).max(needed);
            }
        }
        if count == 0 {
            sheet.text(top + 1, 0, &self.nothing, self.look.quiet)?;
        }
        Ok(Placed {
            header: top,
            first: top + 1,
            last,
        })
    }

    fn headers(&self) -> Vec<(String, StyleId)> {
        let headers = unique_headers(self.columns.iter().map(|c| c.header.clone()));
        let styles = self.columns.iter().map(|column| {
            if column.is_figure() {
                self.look.header_figure
            } else {
                self.look.header
            }
        });
        headers.into_iter().zip(styles).collect()
    }

    /// The lines that a row's texts take. Rows have a height of their own, so that no program has to guess it.
    fn lines(&self, cells: &[Cell]) -> u32 {
        let lines = cells
            .iter()
            .zip(&self.columns)
            .map(|(cell, column)| match cell {
                Cell::Text(text) if column.form == Form::Wrapped => {
                    let room = column.width.1.saturating_sub(4).max(1);
                    text.lines().map(|l| letters(l).div_ceil(room).max(1)).sum()
                }
                _ => 1_usize,
            });
        u32::try_from(lines.max().unwrap_or(1).min(MOST_LINES)).unwrap_or(1)
    }

    fn header_height(&self) -> u32 {
        let lines = self
            .columns
            .iter()
            .map(|c| letters(&c.header).div_ceil(c.header_width().saturating_sub(2).max(1)))
            .max()
            .unwrap_or(1);
        u32::try_from(lines.clamp(1, 4)).unwrap_or(4) * 15 + 8
    }

    /// Writes a cell; gives the characters it takes.
    fn put(
        &self,
        sheet: &mut Sheet<'_>,
        row: u32,
        at: u16,
        column: &Column,
        cell: &Cell,
    ) -> Result<usize, WorkbookError> {
        let (cell, formula) = match cell {
            Cell::Live(formula, cell) => (&**cell, Some(formula)),
            cell => (cell, None),
        };
        let (style, room) = self.seen(column, cell);
        let outcome = match cell {
            Cell::Empty | Cell::Live(..) => {
                sheet.blank(row, at, style)?;
                return Ok(room);
            }
            Cell::Date(day) => {
                sheet.date(row, at, *day, style)?;
                return Ok(room);
            }
            Cell::Missing => Outcome::Text(self.missing.to_owned()),
            Cell::Text(text) => Outcome::Text(cell_text(text)),
            Cell::Number(value)
            | Cell::Figure { value, .. }
            | Cell::Change { value, .. }
            | Cell::Marked { value, .. } => Outcome::Number(*value),
        };
        match (formula, &outcome) {
            (Some(formula), outcome) => sheet.formula(row, at, (formula, outcome), style)?,
            (None, Outcome::Number(number)) => sheet.number(row, at, *number, style)?,
            (None, Outcome::Text(text)) => sheet.text(row, at, text, style)?,
        }
        Ok(room)
    }

    /// The style of a cell, and the characters it takes.
    fn seen(&self, column: &Column, cell: &Cell) -> (StyleId, usize) {
        let style = self.style(column.form);
        match cell {
            Cell::Empty | Cell::Live(..) => (style, 0),
            Cell::Missing => (self.look.missing, 6),
            // Texts stand at the left even in a column of figures.
            Cell::Text(text) if column.is_figure() => (self.look.missing, letters(text) + 3),
            Cell::Text(text) => (style, letters(text) + 3),
            Cell::Number(number) => {
                let decimals = match column.form {
                    Form::Number(decimals) => decimals,
                    _ => 0,
                };
                (style, digits(*number, decimals))
            }
            Cell::Figure {
                value,
                decimals,
                low,
            } => (self.look.figure(*decimals, *low), digits(*value, *decimals)),
            Cell::Change {
                value,
                decimals,
                low,
            } => (
                self.look.signed(*decimals, *low),
                digits(*value, *decimals) + 1,
            ),
            Cell::Marked {
                value,
                decimals,
                status,
            } => (
                self.look.marked(*decimals, *status),
                digits(*value, *decimals) + 4,
            ),
            Cell::Date(_) => (self.look.date, 12),
        }
    }

    fn style(&self, form: Form) -> StyleId {
        match form {
            Form::Text => self.look.cell,
            Form::Wrapped => self.look.wrapped,
            Form::Quiet => self.look.quiet,
            Form::Number(decimals) => self.look.figure(decimals, false),
            Form::Date => self.look.date,
        }
    }
}

/// Letters of a text on its widest line.
fn letters(text: &str) -> usize {
    text.lines().map(|l| l.chars().count()).max().unwrap_or(0)
}

/// The room that a number takes, its thousands apart.
fn digits(number: f64, decimals: u8) -> usize {
    let whole = format!("{:.0}", number.abs()).len();
    whole + whole / 3 + usize::from(decimals) + 4
}

/// Sets the widths that the tables of a sheet asked for.
pub(super) fn fit(sheet: &mut Sheet<'_>, widths: &[usize]) -> Result<(), WorkbookError> {
    for (at, width) in (0_u16..).zip(widths) {
        let width = u32::try_from(*width).unwrap_or(80).min(200);
        sheet.column_width(at, width * LETTER_WIDTH + 5)?;
    }
    Ok(())
}

/// Colours a column by how its cells begin; the words stay.
pub(super) fn highlight(
    sheet: &mut Sheet<'_>,
    placed: Placed,
    column: u16,
    beginnings: &[(String, Tone)],
) -> Result<(), WorkbookError> {
    let area = Area::column(column, placed.first, placed.last);
    sheet.highlight(area, beginnings)
}

/// The marks of statuses and their tones.
pub(super) fn status_tones() -> Vec<(String, Tone)> {
    STATUSES
        .iter()
        .map(|s| (mark(*s).to_owned(), tone(*s)))
        .collect()
}

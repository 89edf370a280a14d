//! A table of a sheet: columns with their forms, rows in order, a native table with filters around them.

use rust_xlsxwriter::{
    ConditionalFormatText, ConditionalFormatTextRule, Format, Table, TableColumn, TableStyle,
    Worksheet,
};

use chrono::NaiveDate;

use super::WorkbookError;
use super::look::{Look, STATUSES, Tone, mark, tone};
use super::names::{cell_text, one_line, unique_headers};
use crate::model::Status;

/// The longest alternative text that Excel keeps.
const ALT_TEXT: usize = 250;

/// The height of a line, in pixels.
const LINE_HEIGHT: u32 = 16;
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
}

impl Cell {
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
        sheet: &mut Worksheet,
        top: u32,
        rows: impl ExactSizeIterator<Item = Vec<Cell>>,
        widths: &mut Vec<usize>,
    ) -> Result<Placed, WorkbookError> {
        let too_many = |rows| WorkbookError::TooManyRows {
            sheet: sheet_title(sheet),
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
                sheet: sheet_title(sheet),
                columns: self.columns.len(),
            })?;
        sheet.set_row_height_pixels(top, self.header_height())?;
        sheet.add_table(top, 0, last, last_column, &self.table())?;
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
                sheet.set_row_height_pixels(line, lines * LINE_HEIGHT)?;
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
            sheet.write_string_with_format(top + 1, 0, &self.nothing, &self.look.quiet)?;
        }
        Ok(Placed {
            header: top,
            first: top + 1,
            last,
        })
    }

    fn table(&self) -> Table {
        let headers = unique_headers(self.columns.iter().map(|c| c.header.clone()));
        let columns: Vec<TableColumn> = headers
            .into_iter()
            .zip(&self.columns)
            .map(|(header, column)| {
                let format = if column.is_figure() {
                    &self.look.header_figure
                } else {
                    &self.look.header
                };
                TableColumn::new()
                    .set_header(header)
                    .set_header_format(format)
            })
            .collect();
        Table::new()
            .set_name(&self.name)
            .set_style(TableStyle::None)
            .set_columns(&columns)
            .set_alt_text_title(&self.name)
            .set_alt_text(one_line(&self.about, ALT_TEXT))
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
        sheet: &mut Worksheet,
        row: u32,
        at: u16,
        column: &Column,
        cell: &Cell,
    ) -> Result<usize, WorkbookError> {
        let format = self.format(column.form);
        Ok(match cell {
            Cell::Empty => {
                sheet.write_blank(row, at, format)?;
                0
            }
            Cell::Missing => {
                sheet.write_string_with_format(row, at, self.missing, &self.look.missing)?;
                6
            }
            Cell::Text(text) => {
                let text = cell_text(text);
                // Texts stand at the left even in a column of figures.
                let format = if column.is_figure() {
                    &self.look.missing
                } else {
                    format
                };
                sheet.write_string_with_format(row, at, &text, format)?;
                letters(&text) + 3
            }
            Cell::Number(number) => {
                sheet.write_number_with_format(row, at, *number, format)?;
                let decimals = match column.form {
                    Form::Number(decimals) => decimals,
                    _ => 0,
                };
                digits(*number, decimals)
            }
            Cell::Figure {
                value,
                decimals,
                low,
            } => {
                sheet.write_number_with_format(
                    row,
                    at,
                    *value,
                    self.look.figure(*decimals, *low),
                )?;
                digits(*value, *decimals)
            }
            Cell::Change {
                value,
                decimals,
                low,
            } => {
                let format = self.look.signed(*decimals, *low);
                sheet.write_number_with_format(row, at, *value, format)?;
                digits(*value, *decimals) + 1
            }
            Cell::Marked {
                value,
                decimals,
                status,
            } => {
                let format = self.look.marked(*decimals, *status);
                sheet.write_number_with_format(row, at, *value, format)?;
                digits(*value, *decimals) + 4
            }
            Cell::Date(day) => {
                sheet.write_date_with_format(row, at, day, &self.look.date)?;
                12
            }
        })
    }

    fn format(&self, form: Form) -> &Format {
        match form {
            Form::Text => &self.look.cell,
            Form::Wrapped => &self.look.wrapped,
            Form::Quiet => &self.look.quiet,
            Form::Number(decimals) => self.look.figure(decimals, false),
            Form::Date => &self.look.date,
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

fn sheet_title(sheet: &Worksheet) -> String {
    sheet.name()
}

/// Sets the widths that the tables of a sheet asked for.
pub(super) fn fit(sheet: &mut Worksheet, widths: &[usize]) -> Result<(), WorkbookError> {
    for (at, width) in (0_u16..).zip(widths) {
        let width = u16::try_from(*width).unwrap_or(80);
        sheet.set_column_width(at, f64::from(width))?;
    }
    Ok(())
}

/// Colours a column by how its cells begin; the words stay.
pub(super) fn highlight(
    sheet: &mut Worksheet,
    placed: Placed,
    column: u16,
    beginnings: &[(String, Tone)],
) -> Result<(), WorkbookError> {
    for (beginning, tone) in beginnings {
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::BeginsWith(beginning.clone()))
            .set_format(tone.highlight());
        sheet.add_conditional_format(placed.first, column, placed.last, column, &rule)?;
    }
    Ok(())
}

/// The marks of statuses and their tones.
pub(super) fn status_tones() -> Vec<(String, Tone)> {
    STATUSES
        .iter()
        .map(|s| (mark(*s).to_owned(), tone(*s)))
        .collect()
}

//! Files to cells: what stands in a file, before anyone asks what it means.
//!
//! Takes the bytes and the name of one file, gives a [`RawBook`] or the one [`Finding`] that refuses it. The format is
//! found in the content, never in the extension. Runs inside the guard, since every format here is parsed by code that a
//! hostile file can make panic or ask for gigabytes.

mod delimited;
mod ods_marks;
mod package;
mod sniff;
mod workbook;
mod xlsb_records;
mod xlsx_marks;

use serde::{Deserialize, Serialize};

use crate::model::{CellRef, Finding, FindingCode, Place};

use self::sniff::Format;

/// What one file may cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadLimits {
    /// Largest file, in bytes.
    pub bytes: u64,
    /// Largest unpacked size of a zipped format, in bytes.
    pub inflated_bytes: u64,
    /// Largest ratio of unpacked to packed size, once more than 10 MB are unpacked.
    pub inflation_ratio: u64,
    /// Most sheets looked at.
    pub sheets: usize,
    /// Most cells kept, over all sheets.
    pub cells: usize,
    /// Most merged ranges looked at in a sheet.
    pub merged_ranges: usize,
    /// Longest text kept of one cell, in characters: what Excel allows.
    pub cell_characters: usize,
    /// Most bytes of text kept of one file.
    pub text_bytes: usize,
    /// Most lines of a csv.
    pub lines: usize,
    /// Most columns of a csv.
    pub columns: usize,
    /// Address space that the guard's child may add to its own, in bytes.
    pub memory_bytes: u64,
    /// Processor seconds for one file.
    pub cpu_seconds: u64,
    /// Seconds on the clock for one file.
    pub wall_seconds: u64,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            bytes: 50_000_000,
            inflated_bytes: 200_000_000,
            inflation_ratio: 200,
            sheets: 50,
            cells: 100_000,
            merged_ranges: 1_000,
            cell_characters: 32_767,
            text_bytes: 16_000_000,
            lines: 50_000,
            columns: 2_000,
            memory_bytes: 512 * 1024 * 1024,
            cpu_seconds: 10,
            wall_seconds: 20,
        }
    }
}

/// What a cell holds, as the file says it.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// Text; never a formula, whatever it begins with.
    Text(String),
    /// A number; infinite or NaN where the file says so.
    Number(f64),
    /// A truth value.
    Bool(bool),
    /// A date or a date and time, ISO 8601, whatever the workbook's date system.
    DateTime(String),
    /// A spreadsheet error such as `#N/A`.
    Error(String),
    /// A formula whose result was not saved.
    EmptyFormula,
}

impl Raw {
    /// The cell as a person would quote it.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::DateTime(text) | Self::Error(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Bool(true) => "VRAI".to_owned(),
            Self::Bool(false) => "FAUX".to_owned(),
            Self::EmptyFormula => String::new(),
        }
    }

    /// Whether it is text made of nothing but spaces.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// What is to be known about a cell besides its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellFlags {
    /// Its row, its column or its sheet is hidden.
    pub hidden: bool,
    /// It is the first cell of a merged range.
    pub merged: bool,
    /// It is shown as a percentage: 0.45 is 45 %.
    pub percent: bool,
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct RawCell {
    /// Where.
    pub at: CellRef,
    /// What.
    pub value: Raw,
    /// How.
    pub flags: CellFlags,
}

/// A sheet: its cells in the order of rows, then columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawSheet {
    /// Its name; empty for a csv.
    pub name: String,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// The cells that hold something.
    pub cells: Vec<RawCell>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawBook {
    /// Its sheets in the file's order, empty ones included.
    pub sheets: Vec<RawSheet>,
    /// What is to be said about the file.
    pub findings: Vec<Finding>,
}

/// Reads a file without guarding against what it may cost: for the guard's child, and for files that we made ourselves.
pub fn read_unguarded(name: &str, bytes: &[u8], limits: &ReadLimits) -> Result<RawBook, Finding> {
    let refuse = |code| Finding::error(code, Place::file(name));
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.bytes {
        return Err(refuse(FindingCode::FileTooLarge)
            .with("size", size)
            .with("limit", limits.bytes));
    }
    let mut book = match sniff::format(name, bytes)? {
        Format::Zip => match package::inspect(name, bytes, limits)? {
            package::Package::Xlsx => workbook::xlsx(name, bytes, limits)?,
            package::Package::Xlsb => workbook::xlsb(name, bytes, limits)?,
            package::Package::Ods => workbook::ods(name, bytes, limits)?,
        },
        Format::Xls => workbook::xls(name, bytes, limits)?,
        Format::Delimited => delimited::read(name, bytes, limits),
    };
    for sheet in &mut book.sheets {
        sheet.cells.sort_by_key(|cell| cell.at);
        cut(&mut sheet.name, LONGEST_NAME);
        if sheet.hidden {
            sheet
                .cells
                .iter_mut()
                .for_each(|cell| cell.flags.hidden = true);
        }
    }
    Ok(book)
}

/// Longest name of a sheet, in characters, several times what Excel allows: the place of each answer carries it.
const LONGEST_NAME: usize = 100;

/// Longest date, in bytes: longer ones are text.
const LONGEST_DATE: usize = 50;

/// Cuts a text after so many characters; whether there were more.
fn cut(text: &mut String, characters: usize) -> bool {
    let end = if text.len() > characters {
        text.char_indices().nth(characters)
    } else {
        None
    };
    if let Some((end, _)) = end {
        text.truncate(end);
    }
    end.is_some()
}

/// The largest sheet that any spreadsheet writes.
const ROWS: usize = 1_048_576;
const COLUMNS: usize = 16_384;

/// What there was too much of: a word for the texts, and how much is read.
type Passed = (&'static str, usize);

/// Takes cells as they come and stops at the limits, so that no format can hand over more than is kept.
struct Collector<'l> {
    limits: &'l ReadLimits,
    cells_left: usize,
    text_left: usize,
    /// The first limit that was passed.
    passed: Option<Passed>,
}

impl<'l> Collector<'l> {
    fn new(limits: &'l ReadLimits) -> Self {
        Self {
            limits,
            cells_left: limits.cells,
            text_left: limits.text_bytes,
            passed: None,
        }
    }

    /// Keeps a cell; false once nothing more is kept.
    fn keep(&mut self, sheet: &mut RawSheet, row: u32, column: u32, value: Raw) -> bool {
        if beyond(row, ROWS) {
            self.pass("lines", ROWS);
            return true;
        }
        if beyond(column, COLUMNS) {
            self.pass("columns", COLUMNS);
            return true;
        }
        let value = match value {
            Raw::Text(text) if text.is_empty() => return true,
            Raw::Text(text) => self.text(text),
            Raw::DateTime(text) if text.len() > LONGEST_DATE => self.text(text),
            other => other,
        };
        let bytes = if let Raw::Text(text) = &value {
            text.len()
        } else {
            0
        };
        if self.cells_left == 0 {
            self.pass("cells", self.limits.cells);
            return false;
        }
        if bytes > self.text_left {
            self.pass("text", self.limits.text_bytes);
            return false;
        }
        self.cells_left -= 1;
        self.text_left -= bytes;
        sheet.cells.push(RawCell {
            at: CellRef { row, column },
            value,
            flags: CellFlags::default(),
        });
        true
    }

    /// Error names that a format hands over as text are errors all the same; over-long texts are cut.
    fn text(&mut self, mut text: String) -> Raw {
        if is_error_name(text.trim()) {
            return Raw::Error(text.trim().to_owned());
        }
        if cut(&mut text, self.limits.cell_characters) {
            self.pass("characters", self.limits.cell_characters);
        }
        Raw::Text(text)
    }

    /// Notes that there is more than is read.
    fn pass(&mut self, what: &'static str, limit: usize) {
        self.passed.get_or_insert((what, limit));
    }

    /// The finding that says that not everything was kept.
    fn finding(&self, name: &str) -> Option<Finding> {
        self.passed.map(|passed| truncated(name, passed))
    }
}

/// Whether the row or column of this index is not among the first `count`.
fn beyond(index: u32, count: usize) -> bool {
    usize::try_from(index).map_or(true, |index| index >= count)
}

fn truncated(name: &str, (what, limit): Passed) -> Finding {
    Finding::warning(FindingCode::FileTruncatedReading, Place::file(name))
        .with("kind", what)
        .with("limit", limit)
}

/// Error values as spreadsheets write them in English and in French.
fn is_error_name(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "#N/A",
        "#N/D",
        "#DIV/0!",
        "#REF!",
        "#NAME?",
        "#NOM?",
        "#VALUE!",
        "#VALEUR!",
        "#NUM!",
        "#NOMBRE!",
        "#NULL!",
        "#NUL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#PROPAGATION!",
    ];
    NAMES.contains(&text)
        || text
            .strip_prefix("Err:")
            .is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()))
}

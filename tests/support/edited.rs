//! Workbooks as people change them: read whole, a few cells changed, saved under the same or another name.

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use rust_xlsxwriter::{Format, Workbook};

/// The cells of a sheet by row and column.
type Cells = BTreeMap<(u32, u16), Data>;

/// The cells of a workbook, sheet by sheet; what they look like is not kept.
pub(crate) struct Book {
    sheets: Vec<(String, Cells)>,
}

impl Book {
    /// Reads a workbook.
    pub(crate) fn open(path: &Path) -> Self {
        let mut workbook =
            open_workbook_auto(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let sheets = workbook.sheet_names().into_iter().map(|name| {
            let range = workbook.worksheet_range(&name).unwrap();
            let (top, left) = range.start().unwrap_or_default();
            let cells = range.used_cells().map(|(row, column, value)| {
                let row = u32::try_from(row).unwrap() + top;
                let column = u16::try_from(column).unwrap() + u16::try_from(left).unwrap();
                ((row, column), value.clone())
            });
            (name, cells.collect())
        });
        Self {
            sheets: sheets.collect(),
        }
    }

    /// What a cell holds, as text; empty where it holds nothing.
    pub(crate) fn get(&self, sheet: &str, cell: &str) -> String {
        let (_, cells) = self
            .sheets
            .iter()
            .find(|(name, _)| name == sheet)
            .unwrap_or_else(|| panic!("no sheet {sheet}"));
        cells
            .get(&place(cell))
            .map(ToString::to_string)
            .unwrap_or_default()
    }

    /// Writes a text or a number into a cell.
    pub(crate) fn set(&mut self, sheet: &str, cell: &str, value: impl Into<Data>) -> &mut Self {
        self.cells(sheet).insert(place(cell), value.into());
        self
    }

    /// The cell of a column that holds the text: `found("Lauréats", 'A', "BP-2024-017")` is `A18`.
    pub(crate) fn find(&self, sheet: &str, column: char, text: &str) -> String {
        (1..5000)
            .map(|row| format!("{column}{row}"))
            .find(|cell| self.get(sheet, cell) == text)
            .unwrap_or_else(|| panic!("{text:?} is not in column {column} of {sheet}"))
    }

    /// Takes a sheet out.
    pub(crate) fn remove(&mut self, sheet: &str) -> &mut Self {
        self.sheets.retain(|(name, _)| name != sheet);
        self
    }

    /// Writes a second time below the last row what one row holds.
    pub(crate) fn repeat_row(&mut self, sheet: &str, row: u32) -> u32 {
        let cells = self.cells(sheet);
        let last = cells.keys().map(|(row, _)| *row).max().unwrap();
        let copy: Vec<_> = cells
            .range((row - 1, 0)..(row, 0))
            .map(|((_, column), value)| ((last + 1, *column), value.clone()))
            .collect();
        cells.extend(copy);
        last + 2
    }

    /// Saves as xlsx.
    pub(crate) fn save(&self, path: &Path) {
        let mut workbook = Workbook::new();
        let day = Format::new().set_num_format("dd/mm/yyyy");
        for (name, cells) in &self.sheets {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            for (&(row, column), value) in cells {
                match value {
                    Data::Int(n) => sheet.write(row, column, *n),
                    Data::Float(n) => sheet.write(row, column, *n),
                    Data::Bool(yes) => sheet.write(row, column, *yes),
                    Data::DateTime(date) => {
                        sheet.write_with_format(row, column, date.as_f64(), &day)
                    }
                    other => sheet.write(row, column, other.to_string()),
                }
                .unwrap();
            }
        }
        workbook.save(path).unwrap();
    }

    fn cells(&mut self, sheet: &str) -> &mut BTreeMap<(u32, u16), Data> {
        let found = self.sheets.iter_mut().find(|(name, _)| name == sheet);
        &mut found.unwrap_or_else(|| panic!("no sheet {sheet}")).1
    }
}

/// `B7` as row and column from zero.
fn place(cell: &str) -> (u32, u16) {
    let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    let column = cell[..digits].bytes().fold(0, |column, letter| {
        column * 26 + u16::from(letter - b'A') + 1
    });
    (cell[digits..].parse::<u32>().unwrap() - 1, column - 1)
}

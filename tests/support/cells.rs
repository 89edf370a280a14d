//! What stands in the cells of a workbook, whatever its format: a second reader's word for it.

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, DataType, Reader, open_workbook_auto};

/// The cells of a workbook sheet by sheet, in order: row and column from zero. Days are texts, whatever the format says of them.
pub(crate) type Cells = Vec<(String, BTreeMap<(u32, u32), Data>)>;

/// The cells of a workbook in which something stands.
pub(crate) fn cells_of(path: &Path) -> Cells {
    let mut book = open_workbook_auto(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let names = book.sheet_names();
    let sheets = names.into_iter().map(|name| {
        let range = book.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let cells = range.used_cells().filter_map(|(row, column, value)| {
            let row = u32::try_from(row).unwrap() + top;
            let column = u32::try_from(column).unwrap() + left;
            let value = match value {
                Data::DateTime(_) | Data::DateTimeIso(_) => {
                    Data::String(value.as_date().unwrap().to_string())
                }
                #[expect(clippy::cast_precision_loss, reason = "figures are far below 2^53")]
                Data::Int(number) => Data::Float(*number as f64),
                Data::String(text) if text.is_empty() => return None,
                other => other.clone(),
            };
            Some(((row, column), value))
        });
        (name, cells.collect())
    });
    sheets.collect()
}

/// The formulas of a workbook: sheet, row and column from zero, and what they are.
pub(crate) fn formulas_of(path: &Path) -> Vec<(String, (u32, u32), String)> {
    let mut book = open_workbook_auto(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut all = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_formula(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, formula) in range.used_cells() {
            let row = u32::try_from(row).unwrap() + top;
            let column = u32::try_from(column).unwrap() + left;
            all.push((name.clone(), (row, column), formula.clone()));
        }
    }
    all
}

/// Whether a cell holds just this text.
pub(crate) fn is_text(cell: &Data, text: &str) -> bool {
    matches!(cell, Data::String(found) if found == text)
}

/// Where a text stands on a sheet; the last place, for a header stands below the sheet's key figures.
pub(crate) fn place_of(cells: &Cells, sheet: &str, text: &str) -> (u32, u32) {
    let (_, cells) = cells.iter().find(|(name, _)| name == sheet).unwrap();
    let mut found = cells.iter().filter(|(_, cell)| is_text(cell, text));
    *found
        .next_back()
        .unwrap_or_else(|| panic!("no {text} on {sheet}"))
        .0
}

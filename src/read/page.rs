//! A sheet seen with the catalogue's eyes: which cells are names of fields, and whether it is a form or a table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{CellRef, Place};

use super::catalogue::{Catalogue, Name};
use super::fold::fold;
use super::raw::{Raw, RawCell, RawSheet};

/// A sheet with its names.
pub(super) struct Page<'b> {
    pub(super) file: &'b str,
    pub(super) sheet: &'b RawSheet,
    cells: HashMap<CellRef, &'b RawCell>,
    /// Meanings of the cells that have any.
    pub(super) names: BTreeMap<CellRef, &'b [(usize, Name)]>,
}

/// How the fields stand on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Names down this column.
    Form { column: u32 },
    /// Names along this row.
    Table { row: u32 },
}

/// The best layout of a page for one kind, with the number of distinct names found there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    pub(super) layout: Layout,
    pub(super) found: usize,
}

/// Sheets that explain and list; those of a form's own template may name every field.
const EXPLAINING: &[&str] = &[
    "mode d emploi",
    "instructions",
    "aide",
    "notice",
    "dictionnaire",
    "listes",
    "liste",
    "choix",
    "lisez moi",
    "lisezmoi",
    "readme",
    "read me",
    "help",
    "exemple",
    "dictionary",
    "choices",
    "guide",
];

impl<'b> Page<'b> {
    pub(super) fn new(file: &'b str, sheet: &'b RawSheet, catalogue: &'b Catalogue) -> Self {
        let cells = sheet.cells.iter().map(|cell| (cell.at, cell)).collect();
        let mut names = BTreeMap::new();
        for cell in &sheet.cells {
            if let Raw::Text(text) = &cell.value {
                let meanings = catalogue.meanings(text);
                if !meanings.is_empty() {
                    names.insert(cell.at, meanings);
                }
            }
        }
        Self {
            file,
            sheet,
            cells,
            names,
        }
    }

    /// Whether the sheet's name says that it explains rather than answers.
    pub(super) fn explains(&self) -> bool {
        let name = fold(&self.sheet.name);
        EXPLAINING.iter().any(|word| {
            name == *word
                || name
                    .strip_prefix(word)
                    .is_some_and(|rest| rest.starts_with(' '))
        })
    }

    pub(super) fn cell(&self, row: u32, column: u32) -> Option<&'b RawCell> {
        self.cells.get(&CellRef { row, column }).copied()
    }

    /// The first cell of a row; cells stand in the order of rows.
    pub(super) fn first_of_row(&self, row: u32) -> Option<&'b RawCell> {
        let cells = &self.sheet.cells;
        let first = cells.partition_point(|cell| cell.at.row < row);
        cells.get(first).filter(|cell| cell.at.row == row)
    }

    /// A place on the page; a csv has no sheet name.
    pub(super) fn place(&self, at: Option<CellRef>) -> Place {
        let sheet = (!self.sheet.name.is_empty()).then(|| self.sheet.name.clone());
        Place {
            file: self.file.to_owned(),
            sheet,
            cell: at,
        }
    }

    /// What a cell names for a kind; the first of several that `taken` does not have.
    pub(super) fn name(&self, kind: usize, at: CellRef, taken: &BTreeSet<Name>) -> Option<Name> {
        let of_kind = || {
            self.names
                .get(&at)
                .into_iter()
                .flat_map(|m| m.iter())
                .filter(|(k, _)| *k == kind)
                .map(|(_, n)| *n)
        };
        of_kind()
            .find(|name| !taken.contains(name))
            .or_else(|| of_kind().next())
    }

    /// The row or column with most distinct names of a kind.
    pub(super) fn fit(&self, kind: usize) -> Option<Fit> {
        let mut columns: BTreeMap<u32, (BTreeSet<Name>, usize)> = BTreeMap::new();
        let mut rows: BTreeMap<u32, BTreeSet<Name>> = BTreeMap::new();
        for (at, meanings) in &self.names {
            for (_, name) in meanings
                .iter()
                .filter(|(k, name)| *k == kind && name.counts())
            {
                let column = columns.entry(at.column).or_default();
                // A repeated label counts once for each of its meanings at most: the codes' column wins over it.
                column.0.insert(*name);
                column.1 += usize::from(meanings.len() == 1);
                rows.entry(at.row).or_default().insert(*name);
            }
        }
        // Of columns that name as much, the one with fewer doubts, then the leftmost.
        let form = columns
            .iter()
            .map(|(c, (names, sure))| (names.len(), *sure, std::cmp::Reverse(*c)))
            .max();
        let table = rows
            .iter()
            .map(|(r, names)| (names.len(), std::cmp::Reverse(*r)))
            .max();
        match (form, table) {
            (Some((in_column, _, column)), Some((in_row, row))) => Some(if in_row > in_column {
                Fit {
                    layout: Layout::Table { row: row.0 },
                    found: in_row,
                }
            } else {
                Fit {
                    layout: Layout::Form { column: column.0 },
                    found: in_column,
                }
            }),
            _ => None,
        }
    }
}

//! Tables: a header row, then one return a row. Found wherever the header and its columns have moved.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CellRef, Finding, FindingCode};

use super::catalogue::{Catalogue, Name};
use super::fold::{fold, nearest};
use super::interpret::{Draft, MOST_STRANGERS};
use super::page::Page;
use super::raw::Raw;

/// The cells of tables that may still be read of a file. A row has as many as the questionnaire has questions, whether they are
/// there and filled or not: that is about what its return takes on its way into the store.
pub(super) struct CellsLeft {
    most: usize,
    left: usize,
}

impl CellsLeft {
    pub(super) fn new(most: usize) -> Self {
        Self { most, left: most }
    }

    /// Takes a row of so many; false where it would be too many.
    fn take(&mut self, cells: usize) -> bool {
        let rest = self.left.checked_sub(cells.max(1));
        self.left = rest.unwrap_or(0);
        rest.is_some()
    }
}

/// Reads a table into one draft a row, and what is to be said about its header; where cells run out, about its end.
pub(super) fn read(
    page: &Page<'_>,
    catalogue: &Catalogue,
    kind: usize,
    header: u32,
    left: &mut CellsLeft,
) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let columns = columns(page, catalogue, kind, header, &mut findings);
    let cells = columns.len().max(catalogue.field_ids(kind).count());
    let rows: BTreeSet<u32> = page
        .sheet
        .cells
        .iter()
        .map(|c| c.at.row)
        .filter(|row| *row > header)
        .collect();
    let mut drafts = Vec::new();
    for row in rows {
        if is_no_return(page, kind, row, &columns) {
            continue;
        }
        let place = page.place(Some(CellRef {
            row,
            column: columns.keys().next().copied().unwrap_or(0),
        }));
        if !left.take(cells) {
            let finding = Finding::warning(FindingCode::FileTruncatedReading, place);
            findings.push(finding.with("kind", "table").with("limit", left.most));
            break;
        }
        let mut draft = Draft::new(catalogue, kind, place);
        for (column, name) in &columns {
            let at = CellRef {
                row,
                column: *column,
            };
            draft.take(
                catalogue,
                *name,
                page.cell(row, *column),
                page.place(Some(at)),
            );
        }
        drafts.push(draft);
    }
    (drafts, findings)
}

fn columns(
    page: &Page<'_>,
    catalogue: &Catalogue,
    kind: usize,
    header: u32,
    findings: &mut Vec<Finding>,
) -> BTreeMap<u32, Name> {
    let mut columns = BTreeMap::new();
    let mut taken: BTreeMap<Name, CellRef> = BTreeMap::new();
    let (mut strangers, mut repeated) = (0, 0);
    for cell in page
        .sheet
        .cells
        .iter()
        .filter(|c| c.at.row == header && !c.value.is_blank())
    {
        let names = taken.keys().copied().collect();
        match page.name(kind, cell.at, &names) {
            Some(Name::Known) => {}
            Some(name) => {
                if let Some(first) = taken.get(&name) {
                    repeated += 1;
                    if repeated > MOST_STRANGERS {
                        continue;
                    }
                    let finding =
                        Finding::warning(FindingCode::FieldTwice, page.place(Some(*first)));
                    findings.push(finding.found(cell.value.shown()).with("other", cell.at));
                } else {
                    taken.insert(name, cell.at);
                    columns.insert(cell.at.column, name);
                }
            }
            None if strangers < MOST_STRANGERS => {
                strangers += 1;
                let text = cell.value.shown();
                let suggestion = nearest(&text, catalogue.wordings(kind)).unwrap_or_default();
                let finding =
                    Finding::warning(FindingCode::FieldUnknown, page.place(Some(cell.at)));
                findings.push(finding.found(text).with("suggestion", suggestion));
            }
            None => {}
        }
    }
    columns
}

/// Blank rows, totals, and a second header line (labels under codes) are no returns.
fn is_no_return(page: &Page<'_>, kind: usize, row: u32, columns: &BTreeMap<u32, Name>) -> bool {
    let cells: Vec<_> = columns
        .keys()
        .filter_map(|c| page.cell(row, *c))
        .filter(|c| !c.value.is_blank())
        .collect();
    let none_taken = BTreeSet::new();
    let names = cells
        .iter()
        .filter(|c| page.name(kind, c.at, &none_taken).is_some())
        .count();
    let total = page.first_of_row(row).is_some_and(|c| match &c.value {
        Raw::Text(text) => ["total", "totaux", "somme", "moyenne"].contains(&fold(text).as_str()),
        _ => false,
    });
    cells.is_empty() || total || (names >= 2 && names * 2 >= cells.len())
}

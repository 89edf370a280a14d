//! What calamine does not tell of an xlsx sheet: hidden rows and columns, merged ranges, formulas without results.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::model::CellRef;

use super::sniff::contains;
use super::{Raw, RawSheet, ReadLimits, package};

/// Marks of one sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Last rows of hidden ranges by their first ones.
    pub(super) hidden_rows: BTreeMap<u32, u32>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// First and last cells of merged ranges.
    pub(super) merged: BTreeSet<CellRef>,
    pub(super) formulas: BTreeSet<CellRef>,
    pub(super) percents: BTreeSet<CellRef>,
}

impl Marks {
    /// An empty formula where the sheet has a formula at that cell.
    pub(super) fn formula(&self, row: u32, column: u32) -> Option<Raw> {
        self.formulas
            .contains(&CellRef { row, column })
            .then_some(Raw::EmptyFormula)
    }

    pub(super) fn apply(&self, sheet: &mut RawSheet) {
        if *self == Self::default() {
            return;
        }
        for cell in &mut sheet.cells {
            let in_hidden_column =
                |(from, to): &(u32, u32)| (*from..=*to).contains(&cell.at.column);
            let mut ranges = self.hidden_rows.range(..=cell.at.row);
            let in_hidden_row = ranges.next_back().is_some_and(|r| *r.1 >= cell.at.row);
            cell.flags.hidden |= in_hidden_row || self.hidden_columns.iter().any(in_hidden_column);
            cell.flags.merged |= self.merged.contains(&cell.at);
            cell.flags.percent |=
                self.percents.contains(&cell.at) && matches!(cell.value, Raw::Number(_));
        }
    }
}

/// Marks by sheet name. A sheet that cannot be looked into has none: calamine says what is wrong with it.
pub(super) fn find(bytes: &[u8], limits: &ReadLimits) -> BTreeMap<String, Marks> {
    let mut marks = BTreeMap::new();
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        return marks;
    };
    let Some(sheets) = sheet_parts(&mut zip, limits) else {
        return marks;
    };
    for (name, part) in sheets {
        let Some(xml) = package::part(&mut zip, &part, limits.inflated_bytes) else {
            continue;
        };
        let telling: [&[u8]; 3] = [b"hidden=", b"<mergeCell ", b"<f"];
        if telling.iter().any(|token| contains(&xml, token)) {
            marks.insert(name, look_through(&xml, limits));
        }
    }
    marks
}

/// Sheet names with their parts in the package.
fn sheet_parts(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    limits: &ReadLimits,
) -> Option<Vec<(String, String)>> {
    let workbook = package::part(zip, "xl/workbook.xml", limits.inflated_bytes)?;
    let relations = package::part(zip, "xl/_rels/workbook.xml.rels", limits.inflated_bytes)?;
    let mut targets = BTreeMap::new();
    let _ = each_element(&relations, |element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Target"))
        {
            let part = target
                .strip_prefix('/')
                .map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, part);
        }
    });
    let mut sheets = Vec::new();
    let _ = each_element(&workbook, |element| {
        if element.local_name().as_ref() == "sheet"
            && sheets.len() < limits.sheets
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "r:id"))
            && let Some(part) = targets.get(&id)
        {
            sheets.push((name, part.clone()));
        }
    });
    Some(sheets)
}

fn look_through(xml: &[u8], limits: &ReadLimits) -> Marks {
    let mut marks = Marks::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut cell: Option<CellRef> = None;
    let _ = each_element(xml, |element| match element.local_name().as_ref() {
        "row" => {
            row = match attribute(element, "r").and_then(|r| r.parse::<u32>().ok()) {
                Some(number) => number.saturating_sub(1),
                None => row.saturating_add(1),
            };
            column = 0;
            if is_true(element, "hidden") && marks.hidden_rows.len() < limits.cells {
                marks.hidden_rows.insert(row, row);
            }
        }
        "c" => {
            let at = attribute(element, "r").and_then(|r| r.parse::<CellRef>().ok());
            let at = at.unwrap_or(CellRef { row, column });
            column = at.column.saturating_add(1);
            cell = Some(at);
        }
        "f" => {
            if let Some(at) = cell
                && marks.formulas.len() < limits.cells
            {
                marks.formulas.insert(at);
            }
        }
        "col" if is_true(element, "hidden") && marks.hidden_columns.len() < limits.columns => {
            let bound = |name| attribute(element, name).and_then(|n| n.parse::<u32>().ok());
            if let (Some(from), Some(to)) = (bound("min"), bound("max")) {
                marks
                    .hidden_columns
                    .push((from.saturating_sub(1), to.saturating_sub(1)));
            }
        }
        "mergeCell" if marks.merged.len() < limits.merged_ranges => {
            let range = attribute(element, "ref").unwrap_or_default();
            if let Some((from, _)) = range.split_once(':')
                && let Ok(from) = from.parse()
            {
                marks.merged.insert(from);
            }
        }
        _ => {}
    });
    marks
}

/// Calls `look` on each opening element, up to the first fault of the XML. Whether there was none and every element was closed.
pub(super) fn each_element(xml: &[u8], mut look: impl FnMut(&BytesStart<'_>)) -> bool {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let mut open = 0_u64;
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                open += 1;
                look(&element);
            }
            Ok(Event::Empty(element)) => look(&element),
            Ok(Event::End(_)) => open = open.saturating_sub(1),
            Ok(Event::Eof) => return open == 0,
            Err(_) => return false,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// An attribute by its full name, its entities resolved.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|a| a.key.as_ref() == name)?;
    quick_xml::escape::unescape(&found.value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|v| v == "1" || v == "true")
}

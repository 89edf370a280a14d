//! One sheet of the register to the subjects of one kind.

use std::collections::{BTreeMap, HashMap};

use super::references::{Reference, resolve};
use crate::framework::{ColumnRole, Kind, Programme, RegisterColumn};
use crate::model::{CellRef, Finding, FindingCode, Place, SubjectId, Value};
use crate::read::fold::{fold, nearest};
use crate::read::value::{clean, understand};
use crate::read::{Raw, RawBook, RawSheet};
use crate::store::subjects::Subject;

/// What a sheet gave.
#[derive(Debug, Default)]
pub struct Imported {
    /// The subjects, in the order of their rows.
    pub subjects: Vec<Subject>,
    /// What is to say, with rows.
    pub findings: Vec<Finding>,
    /// Whether the sheet can be used at all: false where it or a required column is missing.
    pub usable: bool,
}

/// The header row is looked for in this many first rows: people put a title above.
const HEADER_ROWS: u32 = 20;

/// The subjects of `kind` in the register.
pub fn subjects_of(book: &RawBook, file: &str, programme: &Programme, kind: &Kind) -> Imported {
    let mut imported = Imported::default();
    let place = Place::file(file);
    let Some(sheet) = book
        .sheets
        .iter()
        .find(|s| fold(&s.name) == fold(&kind.register.sheet))
    else {
        let names = book.sheets.iter().map(|s| s.name.as_str());
        let suggestion = nearest(&kind.register.sheet, names)
            .unwrap_or_default()
            .to_owned();
        imported.findings.push(
            Finding::error(FindingCode::RegisterSheetMissing, place)
                .with("sheet", &kind.register.sheet)
                .with("suggestion", suggestion),
        );
        return imported;
    };
    let place = Place {
        sheet: Some(sheet.name.clone()),
        ..place
    };
    let Some((header_row, columns)) = header(sheet, kind) else {
        for column in kind.register.columns.iter().filter(|c| c.required) {
            imported
                .findings
                .push(missing_column(sheet, &place, column));
        }
        return imported;
    };
    let absent = kind
        .register
        .columns
        .iter()
        .enumerate()
        .filter(|(at, c)| c.required && !columns.contains_key(at));
    imported
        .findings
        .extend(absent.map(|(_, column)| missing_column(sheet, &place, column)));
    imported.usable = imported.findings.is_empty();
    if imported.usable {
        read_rows(
            sheet,
            &place,
            programme,
            kind,
            header_row,
            &columns,
            &mut imported,
        );
    }
    imported
}

fn missing_column(sheet: &RawSheet, place: &Place, column: &RegisterColumn) -> Finding {
    let shown: Vec<String> = sheet
        .cells
        .iter()
        .filter(|c| c.at.row < HEADER_ROWS)
        .map(|c| fold(&c.value.shown()))
        .collect();
    let suggestion =
        nearest(&fold(column.id.as_str()), shown.iter().map(String::as_str)).unwrap_or_default();
    Finding::error(FindingCode::RegisterColumnMissing, place.clone())
        .with("column", &column.id)
        .with("suggestion", suggestion)
}

/// The header row and, for each register column found, its column in the sheet.
fn header(sheet: &RawSheet, kind: &Kind) -> Option<(u32, HashMap<usize, u32>)> {
    let mut rows: BTreeMap<u32, HashMap<usize, u32>> = BTreeMap::new();
    for cell in sheet.cells.iter().filter(|c| c.at.row < HEADER_ROWS) {
        let name = fold(&cell.value.shown());
        let named = kind.register.columns.iter().position(|column| {
            let english = column.label.en.iter().map(String::as_str);
            let names = [column.id.as_str(), &column.label.fr]
                .into_iter()
                .chain(english);
            names
                .chain(column.synonyms.iter().map(String::as_str))
                .any(|n| fold(n) == name)
        });
        if let Some(at) = named {
            rows.entry(cell.at.row)
                .or_default()
                .entry(at)
                .or_insert(cell.at.column);
        }
    }
    rows.into_iter()
        .max_by_key(|(row, found)| (found.len(), std::cmp::Reverse(*row)))
        .filter(|(_, f)| f.len() >= 2)
}

fn read_rows(
    sheet: &RawSheet,
    place: &Place,
    programme: &Programme,
    kind: &Kind,
    header_row: u32,
    columns: &HashMap<usize, u32>,
    imported: &mut Imported,
) {
    let mut rows: BTreeMap<u32, HashMap<u32, &Raw>> = BTreeMap::new();
    for cell in sheet
        .cells
        .iter()
        .filter(|c| c.at.row > header_row && !c.value.is_blank())
    {
        rows.entry(cell.at.row)
            .or_default()
            .insert(cell.at.column, &cell.value);
    }
    let mut seen: HashMap<SubjectId, u32> = HashMap::new();
    for (row, cells) in rows {
        let mut values = BTreeMap::new();
        let (mut id, mut title) = (None, String::new());
        for (at, column) in kind.register.columns.iter().enumerate() {
            let Some(sheet_column) = columns.get(&at) else {
                continue;
            };
            let cell = Place {
                cell: Some(CellRef {
                    row,
                    column: *sheet_column,
                }),
                ..place.clone()
            };
            let Some(raw) = cells.get(sheet_column) else {
                if column.required && column.role != Some(ColumnRole::Id) {
                    imported
                        .findings
                        .push(Finding::warning(FindingCode::Missing, cell).on(&column.id));
                }
                continue;
            };
            let Some(value) = cell_value(programme, column, raw, &cell, &mut imported.findings)
            else {
                continue;
            };
            match column.role {
                Some(ColumnRole::Id) => id = value.text().map(SubjectId::new),
                Some(ColumnRole::Title) => value.text().unwrap_or_default().clone_into(&mut title),
                _ => {}
            }
            values.insert(column.id.clone(), value);
        }
        let row_place = Place {
            cell: Some(CellRef { row, column: 0 }),
            ..place.clone()
        };
        let Some(id) = id.filter(|id| !id.as_str().is_empty()) else {
            imported
                .findings
                .push(Finding::error(FindingCode::RegisterIdMissing, row_place));
            continue;
        };
        let number = row.saturating_add(1);
        if let Some(first) = seen.get(&id) {
            let twice = Finding::error(FindingCode::RegisterIdTwice, row_place).found(id.as_str());
            imported.findings.push(twice.with("other", first));
            continue;
        }
        seen.insert(id.clone(), number);
        imported.subjects.push(Subject {
            kind: kind.id.clone(),
            id,
            title,
            columns: values,
            row: number,
        });
    }
}

fn cell_value(
    programme: &Programme,
    column: &RegisterColumn,
    raw: &Raw,
    place: &Place,
    findings: &mut Vec<Finding>,
) -> Option<Value> {
    let shown = clean(&raw.shown());
    if let Some(role) = column.role
        && let Some(reference) = resolve(programme, role, &shown)
    {
        return match reference {
            Reference::Known(id) => Some(Value::Text(id)),
            Reference::Unknown { list, suggestion } => {
                findings.push(
                    Finding::error(FindingCode::RegisterUnknownReference, place.clone())
                        .on(&column.id)
                        .found(&shown)
                        .with("list", list)
                        .with("suggestion", suggestion.unwrap_or_default()),
                );
                None
            }
        };
    }
    let understood = understand(column.into(), raw, false);
    let remarks = understood
        .remarks
        .iter()
        .filter(|r| r.severity > crate::model::Severity::Info);
    findings.extend(remarks.map(|r| r.placed(place, &column.id, &shown)));
    understood.value
}

//! Workbooks through calamine: streamed where the format allows it, so that two far corners cost two cells.

use std::fmt::Display;
use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Reader, SheetType, SheetVisible, Xls,
    XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use chrono::NaiveTime;

use crate::model::{CellRef, Finding, FindingCode, Place};

use super::xlsb_records::has_short_cells;
use super::{Collector, Raw, RawBook, RawSheet, ReadLimits, ods_marks, truncated, xlsx_marks};

/// xlsx and xlsm.
pub(super) fn xlsx(name: &str, bytes: &[u8], limits: &ReadLimits) -> Result<RawBook, Finding> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsxError::Password => Finding::error(FindingCode::FileEncrypted, Place::file(name)),
        other => damaged(name, &other),
    })?;
    let mut marks = xlsx_marks::find(bytes, limits);
    let mut collector = Collector::new(limits);
    let mut book = RawBook::default();
    let mut failure = None;
    for listed in listed_sheets(name, workbook.sheets_metadata(), limits, &mut book) {
        let mut sheet = RawSheet {
            name: listed.name.clone(),
            hidden: listed.hidden,
            cells: Vec::new(),
        };
        let marks = marks.remove(&listed.name).unwrap_or_default();
        match workbook.worksheet_cells_reader(&listed.name) {
            Ok(mut reader) => loop {
                match reader.next_cell_with_style_id() {
                    Ok(Some((cell, style))) => {
                        let (row, column) = cell.get_position();
                        let Some(value) =
                            streamed(cell.get_value()).or_else(|| marks.formula(row, column))
                        else {
                            continue;
                        };
                        let number = matches!(value, Raw::Number(_));
                        if !collector.keep(&mut sheet, row, column, value) {
                            break;
                        }
                        if number && let Some(last) = sheet.cells.last_mut() {
                            let format = reader
                                .styles()
                                .get(style)
                                .and_then(|s| s.number_format.as_ref());
                            last.flags.percent =
                                format.is_some_and(|f| f.format_code.contains('%'));
                        }
                    }
                    Ok(None) => break,
                    Err(error) => {
                        failure = Some(damaged(name, &error));
                        break;
                    }
                }
            },
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => failure = Some(damaged(name, &error)),
        }
        marks.apply(&mut sheet);
        book.sheets.push(sheet);
    }
    finish(name, book, &collector, failure)
}

/// xlsb. Its formulas always carry their results; hidden rows and formats are not told by the library.
pub(super) fn xlsb(name: &str, bytes: &[u8], limits: &ReadLimits) -> Result<RawBook, Finding> {
    if has_short_cells(bytes, limits) {
        return Err(
            Finding::error(FindingCode::FileFormatUnknown, Place::file(name))
                .with("extension", "xlsb"),
        );
    }
    let mut workbook: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsbError::Password => Finding::error(FindingCode::FileEncrypted, Place::file(name)),
        other => damaged(name, &other),
    })?;
    let mut collector = Collector::new(limits);
    let mut book = RawBook::default();
    let mut failure = None;
    for listed in listed_sheets(name, workbook.sheets_metadata(), limits, &mut book) {
        let mut sheet = RawSheet {
            name: listed.name.clone(),
            hidden: listed.hidden,
            cells: Vec::new(),
        };
        match workbook.worksheet_cells_reader(&listed.name) {
            Ok(mut reader) => loop {
                match reader.next_cell() {
                    Ok(Some(cell)) => {
                        let (row, column) = cell.get_position();
                        if let Some(value) = streamed(cell.get_value())
                            && !collector.keep(&mut sheet, row, column, value)
                        {
                            break;
                        }
                    }
                    Ok(None) => break,
                    Err(error) => {
                        failure = Some(damaged(name, &error));
                        break;
                    }
                }
            },
            Err(error) => failure = Some(damaged(name, &error)),
        }
        book.sheets.push(sheet);
    }
    finish(name, book, &collector, failure)
}

/// xls. Cached results of formulas may be missing (calamine #304): such cells are empty formulas.
pub(super) fn xls(name: &str, bytes: &[u8], limits: &ReadLimits) -> Result<RawBook, Finding> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsError::Password => Finding::error(FindingCode::FileEncrypted, Place::file(name)),
        other => damaged(name, &other),
    })?;
    let mut collector = Collector::new(limits);
    let mut book = RawBook::default();
    let mut failure = None;
    for listed in listed_sheets(name, workbook.sheets_metadata(), limits, &mut book) {
        let mut sheet = RawSheet {
            name: listed.name.clone(),
            hidden: listed.hidden,
            cells: Vec::new(),
        };
        match workbook.worksheet_range(&listed.name) {
            Ok(range) => dense(
                &range,
                workbook.worksheet_formula(&listed.name).ok().as_ref(),
                &mut sheet,
                &mut collector,
            ),
            Err(error) => failure = Some(damaged(name, &error)),
        }
        let merged = workbook
            .merge_cells_by_sheet_name(&listed.name)
            .unwrap_or_default();
        mark_merged(&mut sheet, merged.iter().take(limits.merged_ranges));
        book.sheets.push(sheet);
    }
    finish(name, book, &collector, failure)
}

/// ods. What calamine does not tell (percentages, hidden rows, merged cells) is read beside it.
pub(super) fn ods(name: &str, bytes: &[u8], limits: &ReadLimits) -> Result<RawBook, Finding> {
    let Some(mut marks) = ods_marks::find(bytes, limits) else {
        return Err(
            Finding::error(FindingCode::FileDamaged, Place::file(name)).with("reason", "malformed")
        );
    };
    let mut workbook: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|e| match e {
        OdsError::Password => Finding::error(FindingCode::FileEncrypted, Place::file(name)),
        OdsError::CellLimitExceeded { .. } => {
            Finding::error(FindingCode::FileTooCostly, Place::file(name)).with("reason", "cells")
        }
        other => damaged(name, &other),
    })?;
    let mut collector = Collector::new(limits);
    let mut book = RawBook::default();
    let mut failure = None;
    for listed in listed_sheets(name, workbook.sheets_metadata(), limits, &mut book) {
        let mut sheet = RawSheet {
            name: listed.name.clone(),
            hidden: listed.hidden,
            cells: Vec::new(),
        };
        match workbook.worksheet_range(&listed.name) {
            Ok(range) => dense(
                &range,
                workbook.worksheet_formula(&listed.name).ok().as_ref(),
                &mut sheet,
                &mut collector,
            ),
            Err(error) => failure = Some(damaged(name, &error)),
        }
        marks
            .remove(&listed.name)
            .unwrap_or_default()
            .apply(&mut sheet);
        book.sheets.push(sheet);
    }
    finish(name, book, &collector, failure)
}

struct Listed {
    name: String,
    hidden: bool,
}

/// The worksheets that are looked at; a finding says when there are more.
fn listed_sheets(
    name: &str,
    sheets: &[calamine::Sheet],
    limits: &ReadLimits,
    book: &mut RawBook,
) -> Vec<Listed> {
    let worksheets = sheets.iter().filter(|s| s.typ == SheetType::WorkSheet);
    if worksheets.clone().count() > limits.sheets {
        book.findings
            .push(truncated(name, ("sheets", limits.sheets)));
    }
    let listed = |s: &calamine::Sheet| Listed {
        name: s.name.clone(),
        hidden: s.visible != SheetVisible::Visible,
    };
    worksheets.take(limits.sheets).map(listed).collect()
}

/// A damaged sheet refuses the file only where nothing could be read: what came before the damage may be half a return.
fn finish(
    name: &str,
    mut book: RawBook,
    collector: &Collector<'_>,
    failure: Option<Finding>,
) -> Result<RawBook, Finding> {
    match failure {
        Some(finding) => Err(finding),
        None => {
            if !book
                .findings
                .iter()
                .any(|f| f.code == FindingCode::FileTruncatedReading)
            {
                book.findings.extend(collector.finding(name));
            }
            Ok(book)
        }
    }
}

fn damaged(name: &str, error: &impl Display) -> Finding {
    let finding = Finding::error(FindingCode::FileDamaged, Place::file(name));
    let technical: String = error
        .to_string()
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    finding
        .with("reason", "malformed")
        .with("technical", technical)
}

fn streamed(value: &DataRef<'_>) -> Option<Raw> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => integer(*number),
        DataRef::Float(number) => Raw::Number(*number),
        DataRef::String(text) => Raw::Text(text.clone()),
        DataRef::SharedString(text) => Raw::Text((*text).to_owned()),
        DataRef::Bool(truth) => Raw::Bool(*truth),
        DataRef::DateTime(moment) => date_time(moment),
        DataRef::DateTimeIso(text) => Raw::DateTime(text.clone()),
        DataRef::DurationIso(text) => Raw::Text(text.clone()),
        DataRef::Error(error) => Raw::Error(error.to_string()),
    })
}

fn owned(value: &Data) -> Option<Raw> {
    Some(match value {
        Data::Empty => return None,
        Data::Int(number) => integer(*number),
        Data::Float(number) => Raw::Number(*number),
        Data::String(text) => Raw::Text(text.clone()),
        Data::Bool(truth) => Raw::Bool(*truth),
        Data::DateTime(moment) => date_time(moment),
        Data::DateTimeIso(text) => Raw::DateTime(text.clone()),
        Data::DurationIso(text) => Raw::Text(text.clone()),
        Data::Error(error) => Raw::Error(error.to_string()),
    })
}

/// Whole numbers of 16 digits and more would lose digits as doubles: they stay text.
fn integer(number: i64) -> Raw {
    match i32::try_from(number) {
        Ok(small) => Raw::Number(f64::from(small)),
        Err(_) => number
            .to_string()
            .parse()
            .map_or_else(|_| Raw::Text(number.to_string()), Raw::Number),
    }
}

/// The day, with its time where it has one. Out of the calendar (negative serials), the number is kept for the finding.
fn date_time(moment: &ExcelDateTime) -> Raw {
    let serial = moment.as_f64();
    if moment.is_duration() || !(0.0..2_958_466.0).contains(&serial) {
        return Raw::Number(serial);
    }
    match moment.as_datetime() {
        Some(at) if at.time() == NaiveTime::MIN => Raw::DateTime(at.date().to_string()),
        Some(at) => Raw::DateTime(at.format("%Y-%m-%dT%H:%M:%S").to_string()),
        None => Raw::Number(serial),
    }
}

/// Cells of a range that the library holds whole. A formula without a value is one whose result was not saved.
fn dense(
    range: &calamine::Range<Data>,
    formulas: Option<&calamine::Range<String>>,
    sheet: &mut RawSheet,
    collector: &mut Collector<'_>,
) {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let at = |first: u32, offset: usize| {
            first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        if let Some(value) = owned(value)
            && !collector.keep(sheet, at(first_row, row), at(first_column, column), value)
        {
            return;
        }
    }
    let Some(formulas) = formulas else { return };
    let (first_row, first_column) = formulas.start().unwrap_or_default();
    for (row, column, formula) in formulas.used_cells() {
        let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = first_column.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        let valueless = matches!(range.get_value((row, column)), None | Some(Data::Empty));
        if !formula.is_empty()
            && valueless
            && !collector.keep(sheet, row, column, Raw::EmptyFormula)
        {
            return;
        }
    }
}

fn mark_merged<'d>(sheet: &mut RawSheet, merged: impl Iterator<Item = &'d Dimensions>) {
    let firsts: std::collections::BTreeSet<CellRef> = merged
        .filter(|d| d.start != d.end)
        .map(|d| CellRef {
            row: d.start.0,
            column: d.start.1,
        })
        .collect();
    for cell in &mut sheet.cells {
        cell.flags.merged = firsts.contains(&cell.at);
    }
}

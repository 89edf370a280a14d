//! What calamine does not tell of an ods sheet: percentages, hidden rows and columns, merged cells.

use std::collections::BTreeMap;
use std::io::Cursor;

use zip::ZipArchive;

use crate::model::CellRef;

use super::xlsx_marks::{Marks, attribute, each_element};
use super::{ReadLimits, package};

/// Marks by sheet name. Repetitions are counted, and laid out up to the limits of the file. None where the content is cut off or
/// faulty: calamine 0.38 would wait for ever for a table that never ends.
pub(super) fn find(bytes: &[u8], limits: &ReadLimits) -> Option<BTreeMap<String, Marks>> {
    let mut sheets = BTreeMap::new();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let xml = package::part(&mut zip, "content.xml", limits.inflated_bytes)?;
    let mut name = String::new();
    let mut marks = Marks::default();
    // Of the whole file: a line of XML begins a table and repeats a row a million times, and a small file has a million lines.
    let mut room = limits.cells;
    let (mut row, mut next_row, mut column, mut next_table_column) = (0_u32, 0_u32, 0_u32, 0_u32);
    let whole = each_element(&xml, |element| match element.name().as_ref() {
        "table:table" => {
            let earlier = std::mem::take(&mut marks);
            sheets.insert(
                std::mem::replace(
                    &mut name,
                    attribute(element, "table:name").unwrap_or_default(),
                ),
                earlier,
            );
            (row, next_row, column, next_table_column) = (0, 0, 0, 0);
        }
        "table:table-column" => {
            let repeated = repetition(element, "table:number-columns-repeated");
            let last = next_table_column.saturating_add(repeated).saturating_sub(1);
            if is_hidden(element) && marks.hidden_columns.len() < limits.columns {
                marks.hidden_columns.push((next_table_column, last));
            }
            next_table_column = last.saturating_add(1);
        }
        "table:table-row" => {
            row = next_row;
            column = 0;
            next_row = row.saturating_add(repetition(element, "table:number-rows-repeated"));
            if is_hidden(element) && row < next_row {
                marks.hidden_rows.insert(row, next_row - 1);
            }
        }
        "table:table-cell" | "table:covered-table-cell" => {
            let repeated = repetition(element, "table:number-columns-repeated");
            let value_type = attribute(element, "office:value-type");
            if value_type.as_deref() == Some("percentage") && room > 0 {
                let columns = column..column.saturating_add(repeated);
                // Rows of no column at all would be counted one by one, to four thousand millions.
                let rows = row..if columns.is_empty() { row } else { next_row };
                let cells =
                    rows.flat_map(|row| columns.clone().map(move |column| CellRef { row, column }));
                for cell in cells.take(room) {
                    marks.percents.insert(cell);
                    room -= 1;
                }
            }
            let spans = |attribute_name| repetition(element, attribute_name) > 1;
            if marks.merged.len() < limits.merged_ranges
                && (spans("table:number-columns-spanned") || spans("table:number-rows-spanned"))
            {
                marks.merged.insert(CellRef { row, column });
            }
            column = column.saturating_add(repeated);
        }
        _ => {}
    });
    sheets.insert(name, marks);
    whole.then_some(sheets)
}

fn repetition(element: &quick_xml::events::BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1)
}

fn is_hidden(element: &quick_xml::events::BytesStart<'_>) -> bool {
    attribute(element, "table:visibility").is_some_and(|v| v == "collapse" || v == "filter")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_thousand_tables_of_repeated_rows_are_laid_out_once() {
        let tables: String = (0..1_000)
            .map(|number| {
                format!(
                    r#"<table:table table:name="t{number}">
                        <table:table-row table:number-rows-repeated="4000000" table:visibility="collapse">
                            <table:table-cell office:value-type="percentage"/>
                        </table:table-row></table:table>"#
                )
            })
            .collect();
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content.xml", zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(format!("<o>{tables}</o>").as_bytes())
            .unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let limits = ReadLimits::default();

        let sheets = find(&bytes, &limits).unwrap();
        let laid_out: usize = sheets.values().map(|m| m.percents.len()).sum();
        assert_eq!(laid_out, limits.cells);
        assert_eq!(sheets["t999"].hidden_rows, BTreeMap::from([(0, 3_999_999)]));
    }
}

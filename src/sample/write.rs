//! Grids to bytes: xlsx and csv.

use encoding_rs::WINDOWS_1252;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use crate::framework::FieldType;

use super::SampleError;
use super::cell::Entered;
use super::grid::{Grid, LineKind, Look, Spot};

const INK: Color = Color::RGB(0x1F_2A_37);
const BAND: Color = Color::RGB(0x1D_4E_5F);
const PALE: Color = Color::RGB(0xE6_F0_F2);
const ANSWER: Color = Color::RGB(0xFF_FB_EA);
const LINE: Color = Color::RGB(0xB8_C4_CC);

/// A workbook of these sheets, the same bytes each time.
pub(super) fn xlsx(grids: &[Grid]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed day: the file must not tell when it was made.
    let made = ExcelDateTime::from_ymd(2026, 10, 1)?;
    book.set_properties(
        &DocProperties::new()
            .set_author("Données d’exemple")
            .set_creation_datetime(&made),
    );
    for grid in grids {
        if let Some((name, lines)) = &grid.before {
            let sheet = book.add_worksheet().set_name(name)?;
            for (row, line) in (0u32..).zip(lines) {
                sheet.write_string(row, 0, line)?;
            }
        }
        let sheet = book.add_worksheet().set_name(&grid.sheet)?;
        fill(sheet, grid)?;
    }
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    for (column, width) in (0u16..).zip(&grid.widths) {
        sheet.set_column_width(column, *width)?;
    }
    for (row, line) in (0u32..).zip(&grid.lines) {
        if line.kind == LineKind::Header {
            sheet.set_freeze_panes(row + 1, 0)?;
            sheet.set_repeat_rows(row, row)?;
        }
        for (column, spot) in (0u16..).zip(&line.cells) {
            write_spot(sheet, row, column, spot, &format(line.kind, spot))?;
        }
    }
    sheet
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    if grid.landscape {
        sheet.set_landscape();
    }
    Ok(())
}

fn write_spot(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    spot: &Spot,
    format: &Format,
) -> Result<(), XlsxError> {
    match &spot.value {
        Some(Entered::Text(text)) if !text.is_empty() => {
            sheet.write_string_with_format(row, column, text, format)?
        }
        Some(Entered::Number(number)) => sheet.write_number_with_format(
            row,
            column,
            number.to_f64().unwrap_or_default(),
            format,
        )?,
        Some(Entered::Date(day)) => sheet.write_datetime_with_format(row, column, day, format)?,
        _ if spot.look == Look::Plain => sheet,
        _ => sheet.write_blank(row, column, format)?,
    };
    if !spot.choices.is_empty() {
        let list = DataValidation::new().allow_list_strings(&spot.choices)?;
        // What people paste or type is theirs: the list helps, it does not forbid.
        sheet.add_data_validation(row, column, row, column, &list.show_error_message(false))?;
    }
    Ok(())
}

fn format(kind: LineKind, spot: &Spot) -> Format {
    let base = Format::new()
        .set_font_name("Calibri")
        .set_font_color(INK)
        .set_align(FormatAlign::Top);
    match kind {
        LineKind::Title => base.set_bold().set_font_size(14).set_font_color(BAND),
        LineKind::Note => base.set_italic(),
        LineKind::Section => base
            .set_bold()
            .set_font_size(12)
            .set_background_color(PALE)
            .set_font_color(BAND),
        LineKind::Header => base
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(BAND)
            .set_border(FormatBorder::Thin)
            .set_text_wrap(),
        LineKind::Values => {
            let base = base
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
                .set_text_wrap();
            match spot.look {
                Look::Plain | Look::Label => base,
                Look::Code => base.set_font_size(8).set_font_color(Color::Gray),
                Look::Aside => base.set_font_size(9).set_font_color(Color::Gray),
                Look::Answer(type_) => {
                    let base = base.set_background_color(ANSWER);
                    match type_ {
                        FieldType::Date => base
                            .set_num_format("dd/mm/yyyy")
                            .set_align(FormatAlign::Left),
                        FieldType::Euros => {
                            base.set_num_format("#,##0.00").set_align(FormatAlign::Left)
                        }
                        _ => base.set_align(FormatAlign::Left),
                    }
                }
            }
        }
    }
}

/// A text file as a French spreadsheet saves it: windows-1252, semicolons, decimal commas, CRLF.
pub(super) fn csv(grid: &Grid) -> Result<Vec<u8>, SampleError> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let width = grid
        .lines
        .iter()
        .map(|line| line.cells.len())
        .max()
        .unwrap_or(0);
    for line in &grid.lines {
        let texts = line
            .cells
            .iter()
            .map(|spot| spot.value.as_ref().map(Entered::french).unwrap_or_default());
        let padding = std::iter::repeat_n(String::new(), width - line.cells.len());
        writer.write_record(texts.chain(padding))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| SampleError::Text(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| SampleError::Text(error.to_string()))?;
    // What this code page does not have, as the spreadsheet would replace it.
    let text = text.replace('\u{202f}', "\u{a0}").replace('₂', "2");
    Ok(WINDOWS_1252.encode(&text).0.into_owned())
}

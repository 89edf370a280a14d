//! A sheet of a workbook, in whatever formats the workbook is made: what is put on it is put on each of them.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    ConditionalFormatDataBar, ConditionalFormatText, ConditionalFormatTextRule,
    ConditionalFormatType, Formula as ExcelFormula, Sparkline, SparklineType, Table, TableColumn,
    TableStyle, Url, Worksheet,
};

use super::WorkbookError;
use super::drawing::Drawing;
use super::formula::{Formula, Outcome};
use super::look::{MIDDLE, PALE, PRIMARY, Tone};
use super::names::{cell_text, one_line};
use super::ods::{Area, Fit, OdsSheet};
use super::style::{StyleId, Styles};

/// The longest alternative text that Excel keeps.
const ALT_TEXT: usize = 250;

/// A native table: where it stands, what it is called, what it shows.
pub(super) struct NativeTable<'t> {
    /// Its name in the workbook.
    pub(super) name: &'t str,
    /// What it shows, for those who do not see it.
    pub(super) about: &'t str,
    /// Its cells, headers in the first row.
    pub(super) area: Area,
    /// The headers and their styles, from left to right.
    pub(super) headers: Vec<(String, StyleId)>,
}

/// How a sheet prints.
pub(super) struct Print {
    /// The cells that print.
    pub(super) area: Area,
    /// The row of headers that each page repeats.
    pub(super) repeated: Option<u32>,
    /// On how many pages.
    pub(super) fit: Fit,
}

/// A sheet.
pub(super) struct Sheet<'w> {
    pub(super) name: &'w str,
    pub(super) styles: &'w Styles,
    pub(super) xlsx: Option<&'w mut Worksheet>,
    pub(super) ods: Option<&'w mut OdsSheet>,
}

impl Sheet<'_> {
    /// Sets the height of a row, before its cells.
    pub(super) fn row_height(&mut self, row: u32, pixels: u32) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            sheet.set_row_height_pixels(row, pixels)?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.row_height(row, pixels)?;
        }
        Ok(())
    }

    /// Sets the width of a column in pixels.
    pub(super) fn column_width(&mut self, column: u16, pixels: u32) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            sheet.set_column_width_pixels(column, pixels)?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.column_width(column, pixels);
        }
        Ok(())
    }

    /// Writes a text, never anything else, whatever it looks like.
    pub(super) fn text(
        &mut self,
        row: u32,
        column: u16,
        text: &str,
        style: StyleId,
    ) -> Result<(), WorkbookError> {
        let text = cell_text(text);
        if let Some(sheet) = &mut self.xlsx {
            self.styles.with_excel(style, |format| {
                sheet
                    .write_string_with_format(row, column, &text, format)
                    .map(|_| ())
            })?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.text(row, column, &text, style)?;
        }
        Ok(())
    }

    /// Writes an empty cell.
    pub(super) fn blank(
        &mut self,
        row: u32,
        column: u16,
        style: StyleId,
    ) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            self.styles.with_excel(style, |format| {
                sheet.write_blank(row, column, format).map(|_| ())
            })?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.blank(row, column, style)?;
        }
        Ok(())
    }

    /// Writes a number.
    pub(super) fn number(
        &mut self,
        row: u32,
        column: u16,
        number: f64,
        style: StyleId,
    ) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            self.styles.with_excel(style, |format| {
                sheet
                    .write_number_with_format(row, column, number, format)
                    .map(|_| ())
            })?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.number(row, column, number, style)?;
        }
        Ok(())
    }

    /// Writes a day.
    pub(super) fn date(
        &mut self,
        row: u32,
        column: u16,
        day: NaiveDate,
        style: StyleId,
    ) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            self.styles.with_excel(style, |format| {
                sheet
                    .write_date_with_format(row, column, day, format)
                    .map(|_| ())
            })?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.date(row, column, day, style)?;
        }
        Ok(())
    }

    /// Writes a formula with what it gives; what it gives alone where the formula is too long for Excel.
    pub(super) fn formula(
        &mut self,
        row: u32,
        column: u16,
        (formula, outcome): (&Formula, &Outcome),
        style: StyleId,
    ) -> Result<(), WorkbookError> {
        let Some(written) = formula.excel() else {
            return match outcome {
                Outcome::Number(number) => self.number(row, column, *number, style),
                Outcome::Text(text) => self.text(row, column, text, style),
            };
        };
        if let Some(sheet) = &mut self.xlsx {
            let result = match outcome {
                Outcome::Number(number) => number.to_string(),
                Outcome::Text(text) => text.clone(),
            };
            let written = ExcelFormula::new(format!("={written}")).set_result(result);
            self.styles.with_excel(style, |format| {
                sheet
                    .write_formula_with_format(row, column, written, format)
                    .map(|_| ())
            })?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.formula(row, column, (formula, outcome), style)?;
        }
        Ok(())
    }

    /// Writes a text over the cells from the first to the last of these columns.
    pub(super) fn merged(
        &mut self,
        row: u32,
        (first, last): (u16, u16),
        text: &str,
        style: StyleId,
    ) -> Result<(), WorkbookError> {
        let text = cell_text(text);
        if let Some(sheet) = &mut self.xlsx {
            self.styles.with_excel(style, |format| {
                sheet
                    .merge_range(row, first, row, last, &text, format)
                    .map(|_| ())
            })?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.merged(row, (first, last), &text, style)?;
        }
        Ok(())
    }

    /// Writes a text that leads to a row of this sheet.
    pub(super) fn link(
        &mut self,
        row: u32,
        column: u16,
        (text, target): (&str, u32),
        style: StyleId,
    ) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            let name = self.name.replace('\'', "''");
            let url = Url::new(format!("internal:'{name}'!A{}", target + 1)).set_text(text);
            self.styles.with_excel(style, |format| {
                sheet
                    .write_url_with_format(row, column, url, format)
                    .map(|_| ())
            })?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.link(row, column, (text, target), style)?;
        }
        Ok(())
    }

    /// Makes a native table with filters, and writes its headers.
    pub(super) fn table(&mut self, table: &NativeTable<'_>) -> Result<(), WorkbookError> {
        let area = table.area;
        if let Some(sheet) = &mut self.xlsx {
            let columns: Vec<TableColumn> = table
                .headers
                .iter()
                .map(|(header, style)| {
                    self.styles.with_excel(*style, |format| {
                        TableColumn::new()
                            .set_header(header)
                            .set_header_format(format)
                    })
                })
                .collect();
            let native = Table::new()
                .set_name(table.name)
                .set_style(TableStyle::None)
                .set_columns(&columns)
                .set_alt_text_title(table.name)
                .set_alt_text(one_line(table.about, ALT_TEXT));
            sheet.add_table(area.top, area.left, area.bottom, area.right, &native)?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.table(table.name, area, &table.headers)?;
        }
        Ok(())
    }

    /// Colours cells by how their texts begin; the words stay.
    pub(super) fn highlight(
        &mut self,
        area: Area,
        beginnings: &[(String, Tone)],
    ) -> Result<(), WorkbookError> {
        for (beginning, tone) in beginnings {
            if let Some(sheet) = &mut self.xlsx {
                let rule = ConditionalFormatText::new()
                    .set_rule(ConditionalFormatTextRule::BeginsWith(beginning.clone()))
                    .set_format(tone.highlight());
                sheet.add_conditional_format(
                    area.top,
                    area.left,
                    area.bottom,
                    area.right,
                    &rule,
                )?;
            }
            if let Some(sheet) = &mut self.ods {
                sheet.highlight(area, beginning, *tone);
            }
        }
        Ok(())
    }

    /// Bars from 0 to 100 behind percentages.
    pub(super) fn bars(&mut self, area: Area) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            let bar = ConditionalFormatDataBar::new()
                .set_minimum(ConditionalFormatType::Number, 0)
                .set_maximum(ConditionalFormatType::Number, 100)
                .set_fill_color(PALE)
                .set_solid_fill(true)
                .set_border_off(true);
            sheet.add_conditional_format(area.top, area.left, area.bottom, area.right, &bar)?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.bars(area);
        }
        Ok(())
    }

    /// The rows above and the columns before this cell stay in sight.
    pub(super) fn freeze(&mut self, row: u32, column: u16) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            sheet.set_freeze_panes(row, column)?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.freeze(row, column);
        }
        Ok(())
    }

    /// What prints, on how many pages.
    pub(super) fn print(&mut self, print: &Print) -> Result<(), WorkbookError> {
        let area = print.area;
        if let Some(sheet) = &mut self.xlsx {
            sheet.set_print_area(area.top, area.left, area.bottom, area.right)?;
            match print.fit {
                Fit::Width => sheet.set_print_fit_to_pages(1, 0),
                Fit::Page => sheet.set_print_fit_to_pages(1, 1),
            };
            if let Some(header) = print.repeated {
                sheet.set_repeat_rows(header, header)?;
            }
        }
        if let Some(sheet) = &mut self.ods {
            sheet.print(area, print.repeated, print.fit);
        }
        Ok(())
    }

    /// A drawing whose numbers stand in cells, its corner in this one.
    pub(super) fn chart(
        &mut self,
        row: u32,
        column: u16,
        drawing: &Drawing,
    ) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            sheet.insert_chart(row, column, &drawing.excel())?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.chart(row, column, drawing)?;
        }
        Ok(())
    }

    /// Small columns in a cell, from zero, without axes; the last one stands out. Columns, for LibreOffice prints no thin line.
    pub(super) fn sparkline(
        &mut self,
        row: u32,
        column: u16,
        (of, area): (&str, Area),
    ) -> Result<(), WorkbookError> {
        if let Some(sheet) = &mut self.xlsx {
            let range = (of, area.top, area.left, area.bottom, area.right);
            let sparkline = Sparkline::new()
                .set_range(range)
                .set_type(SparklineType::Column)
                .set_sparkline_color(MIDDLE)
                .show_last_point(true)
                .set_last_point_color(PRIMARY)
                .set_custom_min(0);
            sheet.add_sparkline(row, column, &sparkline)?;
        }
        if let Some(sheet) = &mut self.ods {
            sheet.sparkline(row, column, (of, area));
        }
        Ok(())
    }
}

//! One sheet of an OpenDocument workbook: its rows are written as they are complete, its columns and settings at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Read, Seek, SeekFrom, Write};

use chrono::NaiveDate;
use tempfile::SpooledTempFile;

use super::area::{Area, Fit, Rule};
use super::chart::{self, high, wide};
use super::xml::{attribute, paragraphs};
use crate::workbook::drawing::Drawing;
use crate::workbook::formula::{Formula, Outcome};
use crate::workbook::look::Tone;
use crate::workbook::style::StyleId;

/// Rows beyond this many bytes wait in a file.
const IN_MEMORY: usize = 1 << 20;
/// Charts have numbers of their own in the workbook: those of a sheet begin at so many times its place.
const OBJECTS: usize = 1_000;
/// The height of a row that asks for none, in pixels.
const ROW_HEIGHT: u32 = 17;

/// A row that is not written yet.
#[derive(Default)]
struct Row {
    height: Option<u32>,
    /// The XML of each cell, and how many columns it covers.
    cells: BTreeMap<u16, (String, u16)>,
}

/// A sheet being written.
pub(in crate::workbook) struct OdsSheet {
    pub(super) name: String,
    /// Its place in the workbook.
    pub(super) number: usize,
    /// Whether rows come in order and leave at once.
    grows: bool,
    pending: BTreeMap<u32, Row>,
    written: SpooledTempFile,
    /// How many bytes and rows were written.
    length: u64,
    next_row: u32,
    /// Where the rows of headers of tables stand in what was written: row, beginning, end.
    headers: BTreeMap<u32, Option<(u64, u64)>>,
    /// Widths in pixels.
    pub(super) columns: BTreeMap<u16, u32>,
    pub(super) heights: BTreeSet<u32>,
    /// Tables with their filters.
    pub(super) tables: Vec<(String, Area)>,
    pub(super) rules: Vec<(Area, Rule)>,
    /// The names of charts and their documents.
    pub(super) charts: Vec<(String, String)>,
    /// The cells of small drawings, and what they draw.
    pub(super) sparklines: Vec<(String, String)>,
    pub(super) printed: Option<Area>,
    pub(super) repeated: Option<u32>,
    pub(super) frozen: Option<(u32, u16)>,
    pub(super) fit: Fit,
}

impl OdsSheet {
    pub(in crate::workbook) fn new(number: usize, name: &str, grows: bool) -> Self {
        Self {
            name: name.to_owned(),
            number,
            grows,
            pending: BTreeMap::new(),
            written: SpooledTempFile::new(IN_MEMORY),
            length: 0,
            next_row: 0,
            headers: BTreeMap::new(),
            columns: BTreeMap::new(),
            heights: BTreeSet::from([ROW_HEIGHT]),
            tables: Vec::new(),
            rules: Vec::new(),
            charts: Vec::new(),
            sparklines: Vec::new(),
            printed: None,
            repeated: None,
            frozen: None,
            fit: Fit::Width,
        }
    }

    pub(in crate::workbook) fn row_height(&mut self, row: u32, pixels: u32) -> std::io::Result<()> {
        self.heights.insert(pixels);
        self.row(row)?.height = Some(pixels);
        Ok(())
    }

    pub(in crate::workbook) fn blank(
        &mut self,
        row: u32,
        column: u16,
        style: StyleId,
    ) -> std::io::Result<()> {
        let cell = format!("<table:table-cell table:style-name=\"{}\"/>", name(style));
        self.put(row, column, cell, 1)
    }

    pub(in crate::workbook) fn text(
        &mut self,
        row: u32,
        column: u16,
        text: &str,
        style: StyleId,
    ) -> std::io::Result<()> {
        if text.is_empty() {
            return self.blank(row, column, style);
        }
        let cell = format!(
            "<table:table-cell table:style-name=\"{}\" office:value-type=\"string\">{}</table:table-cell>",
            name(style),
            paragraphs(text)
        );
        self.put(row, column, cell, 1)
    }

    /// A text that covers the cells up to the column `last`.
    pub(in crate::workbook) fn merged(
        &mut self,
        row: u32,
        (first, last): (u16, u16),
        text: &str,
        style: StyleId,
    ) -> std::io::Result<()> {
        let covered = last - first;
        let cell = format!(
            "<table:table-cell table:style-name=\"{}\" table:number-columns-spanned=\"{}\" table:number-rows-spanned=\"1\" \
             office:value-type=\"string\">{}</table:table-cell><table:covered-table-cell table:number-columns-repeated=\"{covered}\"/>",
            name(style),
            covered + 1,
            paragraphs(text)
        );
        self.put(row, first, cell, covered + 1)
    }

    /// A text that leads to a row of the same sheet.
    pub(in crate::workbook) fn link(
        &mut self,
        row: u32,
        column: u16,
        (text, target): (&str, u32),
        style: StyleId,
    ) -> std::io::Result<()> {
        let address = attribute(&format!(
            "#'{}'.A{}",
            self.name.replace('\'', "''"),
            target + 1
        ));
        let cell = format!(
            "<table:table-cell table:style-name=\"{}\" office:value-type=\"string\"><text:p><text:a xlink:type=\"simple\" \
             xlink:href=\"{address}\">{}</text:a></text:p></table:table-cell>",
            name(style),
            attribute(text)
        );
        self.put(row, column, cell, 1)
    }

    pub(in crate::workbook) fn number(
        &mut self,
        row: u32,
        column: u16,
        number: f64,
        style: StyleId,
    ) -> std::io::Result<()> {
        let cell = format!(
            "<table:table-cell table:style-name=\"{}\" office:value-type=\"float\" office:value=\"{number}\"/>",
            name(style)
        );
        self.put(row, column, cell, 1)
    }

    pub(in crate::workbook) fn date(
        &mut self,
        row: u32,
        column: u16,
        day: NaiveDate,
        style: StyleId,
    ) -> std::io::Result<()> {
        let cell = format!(
            "<table:table-cell table:style-name=\"{}\" office:value-type=\"date\" office:date-value=\"{day}\"/>",
            name(style)
        );
        self.put(row, column, cell, 1)
    }

    pub(in crate::workbook) fn formula(
        &mut self,
        row: u32,
        column: u16,
        (formula, outcome): (&Formula, &Outcome),
        style: StyleId,
    ) -> std::io::Result<()> {
        let Some(formula) = formula.open_formula() else {
            return match outcome {
                Outcome::Number(number) => self.number(row, column, *number, style),
                Outcome::Text(text) => self.text(row, column, text, style),
            };
        };
        let begin = format!(
            "<table:table-cell table:style-name=\"{}\" table:formula=\"{}\"",
            name(style),
            attribute(&formula)
        );
        let cell = match outcome {
            Outcome::Number(number) => {
                format!("{begin} office:value-type=\"float\" office:value=\"{number}\"/>")
            }
            Outcome::Text(text) => format!(
                "{begin} office:value-type=\"string\" office:string-value=\"{}\">{}</table:table-cell>",
                attribute(text),
                paragraphs(text)
            ),
        };
        self.put(row, column, cell, 1)
    }

    /// A table with filters, whose headers stand in its first row.
    pub(in crate::workbook) fn table(
        &mut self,
        name: &str,
        area: Area,
        headers: &[(String, StyleId)],
    ) -> std::io::Result<()> {
        self.headers.insert(area.top, None);
        self.tables.push((name.to_owned(), area));
        for (column, (header, style)) in (area.left..).zip(headers) {
            self.text(area.top, column, header, *style)?;
        }
        Ok(())
    }

    /// Texts of a column that begin so take the tone; the words stay.
    pub(in crate::workbook) fn highlight(&mut self, area: Area, beginning: &str, tone: Tone) {
        let rule = Rule::Begins(beginning.to_owned(), tone);
        self.rules.push((area, rule));
    }

    /// Bars from 0 to 100 behind percentages.
    pub(in crate::workbook) fn bars(&mut self, area: Area) {
        self.rules.push((area, Rule::Bar));
    }

    /// A chart, its corner in a cell that holds nothing else.
    pub(in crate::workbook) fn chart(
        &mut self,
        row: u32,
        column: u16,
        drawing: &Drawing,
    ) -> std::io::Result<()> {
        let object = format!("Object {}", self.number * OBJECTS + self.charts.len() + 1);
        let (width, height) = (wide(drawing.size.0), high(drawing.size.1));
        let cell = format!(
            "<table:table-cell><draw:frame draw:name=\"{object}\" svg:x=\"0pt\" svg:y=\"0pt\" svg:width=\"{width}\" \
             svg:height=\"{height}\"><draw:object xlink:href=\"./{object}\" xlink:type=\"simple\" xlink:show=\"embed\" \
             xlink:actuate=\"onLoad\"/><svg:title>{}</svg:title><svg:desc>{}</svg:desc></draw:frame></table:table-cell>",
            attribute(&drawing.title),
            attribute(&drawing.about)
        );
        self.charts.push((object, chart::document(drawing)));
        self.put(row, column, cell, 1)
    }

    /// Small columns in a cell.
    pub(in crate::workbook) fn sparkline(
        &mut self,
        row: u32,
        column: u16,
        (of, area): (&str, Area),
    ) {
        let cell = Area::column(column, row, row).address(&self.name);
        let cell = cell.split(':').next().unwrap_or_default().to_owned();
        self.sparklines.push((cell, area.address(of)));
    }

    pub(in crate::workbook) fn column_width(&mut self, column: u16, pixels: u32) {
        self.columns.insert(column, pixels);
    }

    /// What prints, and the row of headers that each page repeats.
    pub(in crate::workbook) fn print(&mut self, area: Area, repeated: Option<u32>, fit: Fit) {
        self.printed = Some(area);
        self.repeated = repeated;
        self.fit = fit;
    }

    /// The rows above and the columns before this cell stay in sight.
    pub(in crate::workbook) fn freeze(&mut self, row: u32, column: u16) {
        self.frozen = Some((row, column));
    }

    fn row(&mut self, row: u32) -> std::io::Result<&mut Row> {
        if self.grows {
            self.flush(row)?;
        }
        Ok(self.pending.entry(row).or_default())
    }

    fn put(&mut self, row: u32, column: u16, cell: String, columns: u16) -> std::io::Result<()> {
        let cells = &mut self.row(row)?.cells;
        cells.insert(column, (cell, columns));
        Ok(())
    }

    /// Writes the rows above `before`.
    fn flush(&mut self, before: u32) -> std::io::Result<()> {
        while let Some(first) = self.pending.first_entry() {
            if *first.key() >= before {
                break;
            }
            let (at, row) = first.remove_entry();
            let gap = at.saturating_sub(self.next_row);
            let mut xml = String::new();
            if gap > 0 {
                // Writing into a text cannot fail.
                let _ = write!(
                    xml,
                    "<table:table-row table:style-name=\"ro{ROW_HEIGHT}\" table:number-rows-repeated=\"{gap}\"><table:table-cell/></table:table-row>"
                );
            }
            let begins = self.length + u64::try_from(xml.len()).unwrap_or(u64::MAX);
            write_row(&mut xml, &row);
            self.written.write_all(xml.as_bytes())?;
            self.length += u64::try_from(xml.len()).unwrap_or(u64::MAX);
            if let Some(place) = self.headers.get_mut(&at) {
                *place = Some((begins, self.length));
            }
            self.next_row = at + 1;
        }
        Ok(())
    }

    /// Copies the rows, those that each page repeats marked as headers.
    pub(super) fn copy_rows(&mut self, to: &mut impl Write) -> std::io::Result<()> {
        self.flush(u32::MAX)?;
        self.written.seek(SeekFrom::Start(0))?;
        let header = self.repeated.and_then(|row| *self.headers.get(&row)?);
        if let Some((begins, ends)) = header {
            std::io::copy(&mut Read::by_ref(&mut self.written).take(begins), to)?;
            to.write_all(b"<table:table-header-rows>")?;
            std::io::copy(&mut Read::by_ref(&mut self.written).take(ends - begins), to)?;
            to.write_all(b"</table:table-header-rows>")?;
        }
        std::io::copy(&mut self.written, to)?;
        Ok(())
    }
}

fn write_row(xml: &mut String, row: &Row) {
    let height = row.height.unwrap_or(ROW_HEIGHT);
    let _ = write!(xml, "<table:table-row table:style-name=\"ro{height}\">");
    let mut next = 0;
    for (column, (cell, columns)) in &row.cells {
        // A cell below a merged one is not seen.
        let Some(gap) = column.checked_sub(next) else {
            continue;
        };
        if gap > 0 {
            let _ = write!(
                xml,
                "<table:table-cell table:number-columns-repeated=\"{gap}\"/>"
            );
        }
        xml.push_str(cell);
        next = column + columns;
    }
    if row.cells.is_empty() {
        xml.push_str("<table:table-cell/>");
    }
    xml.push_str("</table:table-row>");
}

/// The name of a style of cells.
pub(super) fn name(style: StyleId) -> String {
    format!("ce{}", style.index())
}

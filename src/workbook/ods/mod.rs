//! The OpenDocument twin of a workbook, written as the standard has it (OASIS OpenDocument 1.3, parts 3 and 4).
//!
//! Takes cells, formulas and settings sheet by sheet, gives the bytes of an `.ods`. Rows leave the memory as they are
//! complete; the same cells give the same bytes. Holds no word of its own.

mod area;
mod chart;
mod parts;
mod sheet;
mod styles;
mod xml;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub(super) use area::{Area, Fit};
pub(super) use sheet::OdsSheet;
pub(super) use styles::PageWords;

use super::WorkbookError;
use super::look::{BLUE, MIDDLE, PALE, PRIMARY};
use super::style::Style;
use area::Rule;
use styles::{colour, tone_name};
use xml::attribute;

/// The names of XML that all the parts use.
const NAMES: &str = concat!(
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" ",
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" ",
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" ",
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" ",
    "xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" ",
    "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" ",
    "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" ",
    "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" ",
    "xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\" ",
    "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" ",
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" ",
    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" ",
    "xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\" ",
    "xmlns:tableooo=\"http://openoffice.org/2009/table\" ",
    "xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\" ",
    "office:version=\"1.3\"",
);
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

const CHART: &str = "application/vnd.oasis.opendocument.chart";

/// A name that formulas use.
pub(super) enum Named {
    /// A cell: the number of its sheet, its row and column.
    Cell(usize, u32, u16),
    /// A constant, as written.
    Constant(String),
}

/// What a workbook says of itself.
pub(super) struct About {
    pub(super) title: String,
    pub(super) subject: String,
    pub(super) author: String,
    pub(super) keywords: String,
    /// The day it was made, as 2026-10-15.
    pub(super) day: String,
    /// The codes of its language and country.
    pub(super) language: (&'static str, &'static str),
    pub(super) page: PageWords,
}

/// Puts the sheets together.
pub(super) fn package(
    mut sheets: Vec<OdsSheet>,
    styles: &[Style],
    names: &[(String, Named)],
    about: &About,
) -> Result<Vec<u8>, WorkbookError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stamp = SimpleFileOptions::default().last_modified_time(DateTime::default());
    // The type stands first and plain, so that it can be read without unpacking (part 2, 3.3).
    zip.start_file(
        "mimetype",
        stamp.compression_method(CompressionMethod::Stored),
    )?;
    zip.write_all(MIME.as_bytes())?;
    let packed = stamp.compression_method(CompressionMethod::Deflated);
    zip.start_file("content.xml", packed)?;
    content(&mut zip, &mut sheets, styles, names)?;
    let (language, country) = about.language;
    let parts = [
        (
            "styles.xml",
            format!(
                "{DECLARATION}<office:document-styles {NAMES}>{}</office:document-styles>",
                styles::common(&about.page, language, country)
            ),
        ),
        ("meta.xml", parts::meta(about)),
        ("settings.xml", parts::settings(&sheets)),
        ("META-INF/manifest.xml", parts::manifest(&sheets)),
    ];
    for (name, part) in parts {
        zip.start_file(name, packed)?;
        zip.write_all(part.as_bytes())?;
    }
    for (object, document) in sheets.iter().flat_map(|sheet| &sheet.charts) {
        for (name, part) in [
            ("content.xml", document.as_str()),
            ("styles.xml", &chart::styles()),
        ] {
            zip.start_file(format!("{object}/{name}"), packed)?;
            zip.write_all(part.as_bytes())?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

fn content(
    to: &mut impl Write,
    sheets: &mut [OdsSheet],
    styles: &[Style],
    names: &[(String, Named)],
) -> Result<(), WorkbookError> {
    let mut xml =
        format!("{DECLARATION}<office:document-content {NAMES}><office:automatic-styles>");
    for (family, property, widths) in [
        (
            "table-column",
            "column-width",
            sizes(sheets, |s| s.columns.values().copied().collect()),
        ),
        (
            "table-row",
            "row-height",
            sizes(sheets, |s| s.heights.iter().copied().collect()),
        ),
    ] {
        let prefix = if family == "table-row" { "ro" } else { "co" };
        let fixed = if family == "table-row" {
            " style:use-optimal-row-height=\"false\""
        } else {
            ""
        };
        let size = if family == "table-row" {
            chart::high
        } else {
            chart::wide
        };
        for pixels in widths {
            let _ = write!(
                xml,
                "<style:style style:name=\"{prefix}{pixels}\" style:family=\"{family}\"><style:{family}-properties \
                 style:{property}=\"{}\"{fixed}/></style:style>",
                size(pixels)
            );
        }
    }
    for (name, page, tab) in [
        ("ta0", "Page", PRIMARY),
        ("ta1", "Large", BLUE),
        ("ta2", "Page", BLUE),
    ] {
        let _ = write!(
            xml,
            "<style:style style:name=\"{name}\" style:family=\"table\" style:master-page-name=\"{page}\"><style:table-properties \
             table:display=\"true\" style:writing-mode=\"lr-tb\" tableooo:tab-color=\"{}\"/></style:style>",
            colour(tab)
        );
    }
    xml.push_str(&styles::cells(styles));
    xml.push_str(
        "</office:automatic-styles><office:body><office:spreadsheet><table:calculation-settings table:case-sensitive=\"false\" \
         table:search-criteria-must-apply-to-whole-cell=\"true\" table:use-regular-expressions=\"false\" table:use-wildcards=\"true\"/>",
    );
    to.write_all(xml.as_bytes())?;
    for sheet in &mut *sheets {
        to.write_all(head_of(sheet).as_bytes())?;
        // What a sheet's rows need was counted while they were written; nothing more is known here.
        sheet.copy_rows(to)?;
        to.write_all(tail_of(sheet).as_bytes())?;
    }
    let mut xml = named(sheets, names);
    xml.push_str("<table:database-ranges>");
    for sheet in &*sheets {
        for (name, area) in &sheet.tables {
            let _ = write!(
                xml,
                "<table:database-range table:name=\"{}\" table:target-range-address=\"{}\" table:display-filter-buttons=\"true\" \
                 table:contains-header=\"true\"/>",
                attribute(name),
                attribute(&area.address(&sheet.name))
            );
        }
    }
    xml.push_str(
        "</table:database-ranges></office:spreadsheet></office:body></office:document-content>",
    );
    to.write_all(xml.as_bytes())?;
    Ok(())
}

fn sizes(sheets: &[OdsSheet], of: impl Fn(&OdsSheet) -> Vec<u32>) -> BTreeSet<u32> {
    sheets.iter().flat_map(of).collect()
}

/// The beginning of a sheet: its name, what prints, its columns.
fn head_of(sheet: &OdsSheet) -> String {
    let style = match (sheet.number, sheet.fit) {
        (0, _) => "ta0",
        (_, Fit::Width) => "ta1",
        (_, Fit::Page) => "ta2",
    };
    let mut xml = format!(
        "<table:table table:name=\"{}\" table:style-name=\"{style}\"",
        attribute(&sheet.name)
    );
    if let Some(area) = sheet.printed {
        let address = attribute(&area.address(&sheet.name));
        let _ = write!(xml, " table:print-ranges=\"{address}\"");
    }
    xml.push('>');
    let mut next = 0;
    for (column, pixels) in &sheet.columns {
        let gap = column.saturating_sub(next);
        if gap > 0 {
            let _ = write!(
                xml,
                "<table:table-column table:number-columns-repeated=\"{gap}\"/>"
            );
        }
        let _ = write!(xml, "<table:table-column table:style-name=\"co{pixels}\"/>");
        next = column + 1;
    }
    if sheet.columns.is_empty() {
        xml.push_str("<table:table-column/>");
    }
    xml
}

/// The end of a sheet: the rules on how its cells look (an extension of the standard that LibreOffice reads).
fn tail_of(sheet: &OdsSheet) -> String {
    let mut xml = String::new();
    if !sheet.rules.is_empty() {
        xml.push_str("<calcext:conditional-formats>");
        for (area, rule) in &sheet.rules {
            let address = attribute(&area.address(&sheet.name));
            let _ = write!(
                xml,
                "<calcext:conditional-format calcext:target-range-address=\"{address}\">"
            );
            match rule {
                Rule::Begins(beginning, tone) => {
                    let condition = format!("begins-with(\"{}\")", beginning.replace('"', "\"\""));
                    let base = address.split_once(':').map_or(&*address, |(base, _)| base);
                    let _ = write!(
                        xml,
                        "<calcext:condition calcext:apply-style-name=\"{}\" calcext:value=\"{}\" calcext:base-cell-address=\"{base}\"/>",
                        tone_name(*tone),
                        attribute(&condition)
                    );
                }
                Rule::Bar => {
                    let _ = write!(
                        xml,
                        "<calcext:data-bar calcext:max-length=\"100\" calcext:gradient=\"false\" calcext:positive-color=\"{0}\" \
                         calcext:negative-color=\"{0}\"><calcext:formatting-entry calcext:value=\"0\" calcext:type=\"number\"/>\
                         <calcext:formatting-entry calcext:value=\"100\" calcext:type=\"number\"/></calcext:data-bar>",
                        colour(PALE)
                    );
                }
            }
            xml.push_str("</calcext:conditional-format>");
        }
        xml.push_str("</calcext:conditional-formats>");
    }
    sparklines(&mut xml, sheet);
    xml.push_str("</table:table>");
    xml
}

/// Small columns in cells: an extension too.
fn sparklines(xml: &mut String, sheet: &OdsSheet) {
    if sheet.sparklines.is_empty() {
        return;
    }
    let (plain, last) = (colour(MIDDLE), colour(PRIMARY));
    let _ = write!(
        xml,
        "<calcext:sparkline-groups><calcext:sparkline-group calcext:id=\"{{00000000-0000-4000-8000-000000000001}}\" \
         calcext:type=\"column\" calcext:display-empty-cells-as=\"gap\" calcext:last=\"true\" calcext:min-axis-type=\"custom\" \
         calcext:manual-min=\"0\" calcext:color-series=\"{plain}\" calcext:color-last=\"{last}\"><calcext:sparklines>"
    );
    for (cell, drawn) in &sheet.sparklines {
        let _ = write!(
            xml,
            "<calcext:sparkline calcext:cell-address=\"{}\" calcext:data-range=\"{}\"/>",
            attribute(cell),
            attribute(drawn)
        );
    }
    xml.push_str("</calcext:sparklines></calcext:sparkline-group></calcext:sparkline-groups>");
}

fn named(sheets: &[OdsSheet], names: &[(String, Named)]) -> String {
    let mut xml = "<table:named-expressions>".to_owned();
    for (name, named) in names {
        match named {
            Named::Cell(sheet, row, column) => {
                let Some(sheet) = sheets.get(*sheet) else {
                    continue;
                };
                let letters = crate::model::CellRef::column_name(u32::from(*column));
                let sheet = sheet.name.replace('\'', "''");
                let address = attribute(&format!("$'{sheet}'.${letters}${}", row + 1));
                let _ = write!(
                    xml,
                    "<table:named-range table:name=\"{name}\" table:base-cell-address=\"{address}\" table:cell-range-address=\"{address}\"/>"
                );
            }
            Named::Constant(digits) => {
                let base = sheets.first().map_or("", |sheet| sheet.name.as_str());
                let base = attribute(&format!("$'{}'.$A$1", base.replace('\'', "''")));
                let _ = write!(
                    xml,
                    "<table:named-expression table:name=\"{name}\" table:base-cell-address=\"{base}\" table:expression=\"of:={digits}\"/>"
                );
            }
        }
    }
    xml.push_str("</table:named-expressions>");
    xml
}

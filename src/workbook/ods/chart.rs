//! Charts of an OpenDocument workbook: each is a small document of its own inside the package, which reads the sheets' cells.

use std::fmt::Write as _;

use rust_xlsxwriter::Color;

use super::styles::{colour, number_style};
use super::xml::attribute;
use super::{DECLARATION, NAMES};
use crate::workbook::drawing::{Drawing, DrawnSeries, Labels, Shape};
use crate::workbook::look::{FONT, INK, LINE, MUTED};
use crate::workbook::style::Number;

/// The names that only charts use.
const MORE_NAMES: &str = concat!(
    "xmlns:chart=\"urn:oasis:names:tc:opendocument:xmlns:chart:1.0\" ",
    "xmlns:loext=\"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0\" ",
);

/// A height in pixels, as OpenDocument writes it.
pub(super) fn high(pixels: u32) -> String {
    format!("{}pt", f64::from(pixels) * 0.75)
}

/// A width in pixels. Excel measures columns by Arial's digits, which are a little wider on paper than on its screen.
pub(super) fn wide(pixels: u32) -> String {
    format!("{}pt", f64::from(pixels) * 0.8)
}

/// The chart's own document.
pub(super) fn document(chart: &Drawing) -> String {
    let mut xml = format!(
        "{DECLARATION}<office:document-content {MORE_NAMES}{NAMES}><office:automatic-styles>"
    );
    let whole = Number::fixed(0);
    for (name, number) in [("nv", &chart.number), ("na", &whole)] {
        if let Number::Fixed { decimals, tail } = number {
            number_style(&mut xml, name, "", *decimals, tail, "");
        }
    }
    frame_styles(&mut xml, chart);
    for (at, series) in chart.series.iter().enumerate() {
        series_styles(&mut xml, chart.shape, at, series);
    }
    let (width, height) = (wide(chart.size.0), high(chart.size.1));
    let class = match chart.shape {
        Shape::Bars => "chart:bar",
        Shape::Lines => "chart:line",
    };
    let categories = attribute(&chart.categories.address(&chart.sheet));
    let _ = write!(
        xml,
        "</office:automatic-styles><office:body><office:chart><chart:chart svg:width=\"{width}\" svg:height=\"{height}\" \
         chart:class=\"{class}\" chart:style-name=\"frame\"><chart:title svg:x=\"8pt\" svg:y=\"6pt\" chart:style-name=\"title\">\
         <text:p>{}</text:p></chart:title><chart:plot-area chart:style-name=\"plot\" table:cell-range-address=\"{}\" \
         chart:data-source-has-labels=\"none\"><chart:axis chart:dimension=\"x\" chart:name=\"primary-x\" chart:style-name=\"names\">\
         <chart:categories table:cell-range-address=\"{categories}\"/></chart:axis>\
         <chart:axis chart:dimension=\"y\" chart:name=\"primary-y\" chart:style-name=\"values\">{}</chart:axis>",
        attribute(&chart.title),
        all_cells(chart),
        match chart.shape {
            Shape::Bars => "",
            Shape::Lines => "<chart:grid chart:style-name=\"grid\" chart:class=\"major\"/>",
        }
    );
    for (at, series) in chart.series.iter().enumerate() {
        let values = attribute(&series.values.address(&chart.sheet));
        let _ = write!(
            xml,
            "<chart:series chart:style-name=\"s{at}\" chart:values-cell-range-address=\"{values}\" \
             loext:label-string=\"{}\" chart:class=\"{class}\">",
            attribute(&format!("\"{}\"", series.name.replace('"', "")))
        );
        data_points(&mut xml, at, series);
        xml.push_str("</chart:series>");
    }
    xml.push_str(
        "<chart:wall chart:style-name=\"wall\"/></chart:plot-area></chart:chart></office:chart></office:body></office:document-content>",
    );
    xml
}

/// All the cells that the chart reads.
fn all_cells(chart: &Drawing) -> String {
    let areas = std::iter::once(chart.categories).chain(chart.series.iter().map(|s| s.values));
    let addresses: Vec<String> = areas
        .map(|area| attribute(&area.address(&chart.sheet)))
        .collect();
    addresses.join(" ")
}

/// The document of a chart's common styles: how lines are dashed.
pub(super) fn styles() -> String {
    format!(
        "{DECLARATION}<office:document-styles {NAMES}><office:styles><draw:stroke-dash draw:name=\"Tiret\" draw:style=\"rect\" \
         draw:dots1=\"1\" draw:dots1-length=\"0.18cm\" draw:distance=\"0.12cm\"/></office:styles></office:document-styles>"
    )
}

fn style(xml: &mut String, name: &str, properties: &str) {
    let _ = write!(
        xml,
        "<style:style style:name=\"{name}\" style:family=\"chart\"{}>{properties}</style:style>",
        match name {
            "values" => " style:data-style-name=\"na\"",
            name if name.starts_with(['s', 'p']) && name != "plot" => {
                " style:data-style-name=\"nv\""
            }
            _ => "",
        }
    );
}

fn letters(size: u8, of: Color) -> String {
    format!(
        "<style:text-properties fo:font-family=\"{FONT}\" fo:font-size=\"{size}pt\" fo:color=\"{}\"/>",
        colour(of)
    )
}

/// The styles of the frame, the title and the axes.
fn frame_styles(xml: &mut String, chart: &Drawing) {
    let line = colour(LINE);
    style(
        xml,
        "frame",
        &format!(
            "<style:graphic-properties draw:stroke=\"solid\" svg:stroke-color=\"{line}\" draw:fill=\"solid\" draw:fill-color=\"#ffffff\"/>"
        ),
    );
    let bold = format!(
        "<style:text-properties fo:font-family=\"{FONT}\" fo:font-size=\"10pt\" fo:font-weight=\"bold\" fo:color=\"{}\"/>",
        colour(INK)
    );
    style(xml, "title", &bold);
    let is_bars = chart.shape == Shape::Bars;
    style(
        xml,
        "plot",
        &format!(
            "<style:chart-properties chart:vertical=\"{is_bars}\" chart:symbol-type=\"automatic\" chart:treat-empty-cells=\"leave-gap\"/>"
        ),
    );
    let muted = colour(MUTED);
    style(
        xml,
        "names",
        &format!(
            "<style:chart-properties chart:display-label=\"true\" chart:reverse-direction=\"{is_bars}\" chart:tick-marks-major-outer=\"false\"/>\
             <style:graphic-properties svg:stroke-color=\"{muted}\"/>{}",
            letters(8, INK)
        ),
    );
    let bare = "<style:graphic-properties draw:stroke=\"none\" draw:fill=\"none\"/>";
    style(xml, "wall", bare);
    let most = chart
        .most
        .map(|most| format!(" chart:maximum=\"{most}\""))
        .unwrap_or_default();
    style(
        xml,
        "values",
        &format!(
            "<style:chart-properties chart:display-label=\"{0}\" chart:visible=\"{0}\" chart:minimum=\"0\"{most} chart:gap-width=\"45\" \
             chart:tick-marks-major-outer=\"false\" chart:link-data-style-to-source=\"false\"/>\
             <style:graphic-properties draw:stroke=\"none\"/>{1}",
            !is_bars,
            letters(8, MUTED)
        ),
    );
    style(
        xml,
        "grid",
        &format!(
            "<style:graphic-properties svg:stroke-color=\"{line}\" svg:stroke-width=\"0.5pt\"/>"
        ),
    );
}

/// The styles of a series, and of its points that look otherwise.
fn series_styles(xml: &mut String, shape: Shape, at: usize, series: &DrawnSeries) {
    let look = |of: Color| match shape {
        Shape::Bars => format!(
            "<style:graphic-properties draw:stroke=\"none\" draw:fill=\"solid\" draw:fill-color=\"{}\"/>",
            colour(of)
        ),
        Shape::Lines => {
            let stroke = if series.is_dashed {
                "draw:stroke=\"dash\" draw:stroke-dash=\"Tiret\""
            } else {
                "draw:stroke=\"solid\""
            };
            format!(
                "<style:graphic-properties {stroke} svg:stroke-width=\"2pt\" svg:stroke-color=\"{0}\" draw:fill-color=\"{0}\"/>",
                colour(of)
            )
        }
    };
    let symbol = match (shape, series.is_dashed) {
        (Shape::Lines, false) => {
            " chart:symbol-type=\"named-symbol\" chart:symbol-name=\"circle\" chart:symbol-width=\"5pt\" chart:symbol-height=\"5pt\""
        }
        (Shape::Lines, true) => " chart:symbol-type=\"none\"",
        (Shape::Bars, _) => "",
    };
    let value = " chart:data-label-number=\"value\" chart:link-data-style-to-source=\"false\"";
    let own = if series.labels == Labels::Values {
        value
    } else {
        ""
    };
    let properties = |labels: &str| format!("<style:chart-properties{symbol}{labels}/>");
    let words = letters(8, if series.is_dashed { series.colour } else { INK });
    let general = format!("{}{}{words}", properties(own), look(series.colour));
    style(xml, &format!("s{at}"), &general);
    let labelled = match series.labels {
        Labels::Name => " chart:data-label-series=\"true\" chart:label-position=\"top\"".to_owned(),
        Labels::LastValue => format!("{value} chart:label-position=\"top\""),
        Labels::Values => {
            return point_styles(xml, at, series, &|of| {
                format!("{}{}{words}", properties(value), look(of))
            });
        }
    };
    let one = format!("{}{}{words}", properties(&labelled), look(series.colour));
    style(xml, &format!("p{at}"), &one);
}

fn point_styles(
    xml: &mut String,
    at: usize,
    series: &DrawnSeries,
    properties: &dyn Fn(Color) -> String,
) {
    for (point, of) in series.points.iter().enumerate() {
        style(xml, &format!("p{at}-{point}"), &properties(*of));
    }
}

/// The points that look otherwise than their series.
fn data_points(xml: &mut String, at: usize, series: &DrawnSeries) {
    let area = series.values;
    let count = u32::from(area.right - area.left).max(area.bottom - area.top) + 1;
    let plain = |xml: &mut String, count: u32| {
        if count > 0 {
            let _ = write!(xml, "<chart:data-point chart:repeated=\"{count}\"/>");
        }
    };
    let labelled = format!("<chart:data-point chart:style-name=\"p{at}\"/>");
    match series.labels {
        Labels::Values => {
            for point in 0..series.points.len() {
                let _ = write!(
                    xml,
                    "<chart:data-point chart:style-name=\"p{at}-{point}\"/>"
                );
            }
        }
        Labels::LastValue => {
            plain(xml, count - 1);
            xml.push_str(&labelled);
        }
        Labels::Name => {
            xml.push_str(&labelled);
            plain(xml, count - 1);
        }
    }
}

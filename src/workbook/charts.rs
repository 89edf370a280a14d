//! The charts: their titles state what the figures say, their alternative texts read it aloud.

use rust_xlsxwriter::{
    Chart, ChartAxisTickType, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFont,
    ChartFormat, ChartLayout, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType,
    ChartPoint, ChartSolidFill, Color, ObjectMovement,
};

use super::Book;
use super::claims::{changed, since};
use super::figures::Line;
use super::look::{BLUE, FONT, INK, LINE, MIDDLE, MUTED, PRIMARY, number_format_with};
use super::names::one_line;
use super::strip::is_short;
use super::territories::{GROUP, Ranked, SHARE};
use super::trend::Series;
use super::words::{count, many};
use crate::framework::Indicator;
use crate::text::{Arg, number};

/// Under this share of returns a bar takes the accent colour, as a figure loses its status.
const FLOOR: f64 = 50.0;
/// More bars than this cannot be read at this size: the first and the last ones would hide the others.
const MOST_BARS: usize = 15;

/// The longest alternative text that Excel keeps.
const ALT_TEXT: usize = 250;

fn font(size: u8, colour: rust_xlsxwriter::Color) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(size).set_color(colour);
    font
}

fn fill(colour: rust_xlsxwriter::Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    format.set_no_border();
    format
}

/// A chart's frame, title and size.
fn framed(mut chart: Chart, title: &str, about: &str, size: (u32, u32)) -> Chart {
    let mut bold = font(10, INK);
    bold.set_bold();
    chart
        .title()
        .set_name(title)
        .set_font(&bold)
        .set_overlay(false)
        .set_layout(&ChartLayout::new().set_offset(0.015, 0.02));
    chart.legend().set_hidden();
    let mut area = ChartFormat::new();
    area.set_border(ChartLine::new().set_color(LINE).set_width(0.75));
    chart.chart_area().set_format(&mut area);
    chart
        .set_width(size.0)
        .set_height(size.1)
        .set_alt_text(one_line(about, ALT_TEXT))
        .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    chart
}

/// Returns accepted by group, best answered first; none where there is nothing to compare.
pub(super) fn returns(
    book: &Book<'_>,
    sheet: &str,
    ranked: &Ranked,
    level_label: &str,
    size: (u32, u32),
) -> Option<Chart> {
    let words = &book.words;
    if ranked.shares.len() < 2 {
        return None;
    }
    let worst = ranked.shares.last()?;
    let bars = ranked.shares.len().min(MOST_BARS);
    let last = ranked.first + u32::try_from(bars).ok()?.checked_sub(1)?;
    let percent = |value: f64| Arg::from(number(value, 0, words.language));
    let below = ranked.shares.iter().filter(|(_, s)| *s < FLOOR).count();
    let args = [
        ("level", Arg::from(level_label.to_lowercase())),
        ("worst", Arg::from(worst.0.as_str())),
        ("low", percent(worst.1)),
        ("below", count(many(below))),
        ("all", count(many(ranked.shares.len()))),
    ];
    let title = if below == 0 {
        words.tell("chart-returns-all", &args)
    } else {
        words.tell("chart-returns-below", &args)
    };
    let read: Vec<String> = ranked
        .shares
        .iter()
        .take(bars)
        .map(|(name, value)| format!("{name} {} %", number(*value, 0, words.language)))
        .collect();
    let about = format!("{title}. {}", read.join(", "));
    let low: Vec<bool> = ranked.shares.iter().map(|(_, v)| *v < FLOOR).collect();
    let drawn = DrawnBars {
        name: words.say("col-share"),
        sheet,
        rows: (ranked.first, last),
        columns: (GROUP, SHARE),
        colours: low
            .iter()
            .take(bars)
            .map(|low| if *low { PRIMARY } else { BLUE })
            .collect(),
        format: number_format_with(0, "%"),
        span: Some((0, 110)),
    };
    Some(framed(horizontal(&drawn), &title, &about, size))
}

/// Values of groups, the highest first, as they stand on a sheet.
pub(super) struct Bars<'b> {
    pub(super) sheet: &'b str,
    /// The first row, and the columns of names and values.
    pub(super) first: u32,
    pub(super) columns: (u16, u16),
    /// Name, value, and whether too few returns are behind it.
    pub(super) values: &'b [(&'b str, f64, bool)],
}

/// One figure by group, highest first; none with fewer than two values.
pub(super) fn groups(
    book: &Book<'_>,
    bars: &Bars<'_>,
    indicator: &Indicator,
    size: (u32, u32),
) -> Option<Chart> {
    let words = &book.words;
    let shown = bars.values.get(..bars.values.len().min(MOST_BARS))?;
    let ([(best, high, _), ..], [.., (worst, low, _)]) = (bars.values, bars.values) else {
        return None;
    };
    if bars.values.len() < 2 {
        return None;
    }
    let said = |value: f64| words.value(indicator, Some(value));
    let args = [
        ("name", Arg::from(words.of(&indicator.label))),
        ("best", Arg::from(*best)),
        ("high", Arg::from(said(*high))),
        ("worst", Arg::from(*worst)),
        ("low", Arg::from(said(*low))),
    ];
    let title = if high > low {
        words.tell("chart-groups", &args)
    } else {
        words.tell("chart-groups-even", &args)
    };
    let read: Vec<String> = shown
        .iter()
        .map(|(name, value, _)| format!("{name} {}", said(*value)))
        .collect();
    let about = format!("{title}. {}", read.join(", "));
    let unit = words.unit(indicator);
    let drawn = DrawnBars {
        name: words.of(&indicator.label).to_owned(),
        sheet: bars.sheet,
        rows: (
            bars.first,
            bars.first + u32::try_from(shown.len()).ok()?.checked_sub(1)?,
        ),
        columns: bars.columns,
        colours: shown
            .iter()
            .map(|(_, _, low)| if *low { MIDDLE } else { BLUE })
            .collect(),
        format: number_format_with(indicator.decimals, if is_short(unit) { unit } else { "" }),
        span: None,
    };
    Some(framed(horizontal(&drawn), &title, &about, size))
}

/// Bars to draw from cells.
struct DrawnBars<'b> {
    name: String,
    sheet: &'b str,
    /// The first and the last row.
    rows: (u32, u32),
    /// The columns of names and values.
    columns: (u16, u16),
    /// The colour of each bar.
    colours: Vec<Color>,
    /// How values are written beside their bars.
    format: String,
    /// The ends of the axis; from zero to where it has to, without them.
    span: Option<(u32, u32)>,
}

/// Bars from left to right, the first one above, each with its value.
fn horizontal(bars: &DrawnBars<'_>) -> Chart {
    let points: Vec<ChartPoint> = bars
        .colours
        .iter()
        .map(|colour| ChartPoint::new().set_format(&mut fill(*colour)))
        .collect();
    let ((first, last), (names, values)) = (bars.rows, bars.columns);
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_name(bars.name.as_str())
        .set_categories((bars.sheet, first, names, last, names))
        .set_values((bars.sheet, first, values, last, values))
        .set_format(&mut fill(BLUE))
        .set_points(&points)
        .set_gap(45)
        .set_data_label(
            ChartDataLabel::new()
                .show_value()
                .set_num_format(&bars.format)
                .set_font(&font(8, INK)),
        );
    chart
        .y_axis()
        .set_reverse()
        .set_font(&font(8, INK))
        .set_major_tick_type(ChartAxisTickType::None)
        .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(MUTED)));
    let axis = chart.x_axis();
    axis.set_hidden(true).set_major_gridlines(false);
    match bars.span {
        Some((least, most)) => axis.set_min(least).set_max(most),
        None => axis.set_min(0),
    };
    chart
}

/// One figure over the last periods, with its target as a dashed line; none with fewer than two values.
pub(super) fn trend(
    book: &Book<'_>,
    sheet: &str,
    line: &Line<'_>,
    series: &Series,
    target: Option<u32>,
    size: (u32, u32),
) -> Option<Chart> {
    if series.known < 2 {
        return None;
    }
    let words = &book.words;
    let indicator = line.indicator;
    let args = [
        ("name", Arg::from(words.of(&indicator.label))),
        (
            "value",
            Arg::from(words.value(indicator, line.figure.value)),
        ),
        ("change", Arg::from(changed(words, line))),
        ("since", Arg::from(since(line))),
        (
            "target",
            Arg::from(words.target(indicator).unwrap_or_default()),
        ),
    ];
    let title = match (line.figure.value, line.change()) {
        (None, _) => words.tell("chart-trend-unknown", &args),
        (_, None) => words.tell("chart-trend-new", &args),
        _ => words.tell("chart-trend", &args),
    };
    let about = if target.is_some() {
        format!("{title}. {}", words.tell("chart-target", &args))
    } else {
        title.clone()
    };
    let (first, last) = series.columns;
    let unit = words.unit(indicator);
    let format = number_format_with(indicator.decimals, if is_short(unit) { unit } else { "" });
    // Only the last value is written: the others can be read on the sheet of trends.
    let labels: Vec<ChartDataLabel> = (first..=last)
        .map(|column| {
            let mut label = ChartDataLabel::new();
            if column == last {
                label.show_value().to_custom()
            } else {
                label.set_hidden().to_custom()
            }
        })
        .collect();
    let mut chart = Chart::new_line();
    let mut pen = ChartFormat::new();
    pen.set_line(ChartLine::new().set_color(BLUE).set_width(2.25));
    let mut bold = font(9, BLUE);
    bold.set_bold();
    chart
        .add_series()
        .set_name(words.of(&indicator.label))
        .set_categories((sheet, series.header, first, series.header, last))
        .set_values((sheet, series.row, first, series.row, last))
        .set_format(&mut pen)
        .set_marker(
            ChartMarker::new()
                .set_type(ChartMarkerType::Circle)
                .set_size(6)
                .set_format(&mut fill(BLUE)),
        )
        .set_data_label(
            ChartDataLabel::new()
                .show_value()
                .set_position(ChartDataLabelPosition::Above)
                .set_num_format(&format)
                .set_font(&bold),
        )
        .set_custom_data_labels(&labels);
    if let Some(row) = target {
        // The line says what it is at its beginning, where the values seldom reach it.
        let named: Vec<ChartDataLabel> = (first..=last)
            .map(|column| {
                let mut label = ChartDataLabel::new();
                if column == first {
                    label.show_series_name().to_custom()
                } else {
                    label.set_hidden().to_custom()
                }
            })
            .collect();
        let mut dashed = ChartFormat::new();
        dashed.set_line(
            ChartLine::new()
                .set_color(PRIMARY)
                .set_width(1.5)
                .set_dash_type(ChartLineDashType::Dash),
        );
        chart
            .add_series()
            .set_name(words.tell("tile-target", &[args[4].clone()]).as_str())
            .set_categories((sheet, series.header, first, series.header, last))
            .set_values((sheet, row, first, row, last))
            .set_format(&mut dashed)
            .set_marker(ChartMarker::new().set_none())
            .set_data_label(
                ChartDataLabel::new()
                    .show_series_name()
                    .set_position(ChartDataLabelPosition::Above)
                    .set_font(&font(8, PRIMARY)),
            )
            .set_custom_data_labels(&named);
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart
        .x_axis()
        .set_font(&font(8, INK))
        .set_major_tick_type(ChartAxisTickType::None)
        .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(MUTED)));
    chart
        .y_axis()
        .set_min(0)
        .set_num_format(number_format_with(0, ""))
        .set_font(&font(8, MUTED))
        .set_format(ChartFormat::new().set_no_line())
        .set_major_gridlines_line(ChartLine::new().set_color(LINE).set_width(0.5));
    Some(framed(chart, &title, &about, size))
}

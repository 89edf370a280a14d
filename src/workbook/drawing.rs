//! Charts as data: what is drawn from which cells, in which colours, under which words. Each format draws it its own way.

use rust_xlsxwriter::{
    Chart, ChartAxisTickType, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFont,
    ChartFormat, ChartLayout, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType,
    ChartPoint, ChartSolidFill, Color, ObjectMovement,
};

use super::look::{FONT, INK, LINE, MUTED};
use super::names::one_line;
use super::ods::Area;
use super::style::Number;

/// The longest alternative text that Excel keeps.
const ALT_TEXT: usize = 250;

/// What a chart is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Bars from left to right, the first one above.
    Bars,
    /// Lines over time.
    Lines,
}

/// Which points of a series have words beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labels {
    /// Each has its value.
    Values,
    /// The last one has its value.
    LastValue,
    /// The first one has the name of the series.
    Name,
}

/// Cells drawn as one line or row of bars.
pub(super) struct DrawnSeries {
    pub(super) name: String,
    pub(super) values: Area,
    pub(super) colour: Color,
    pub(super) is_dashed: bool,
    /// Colours of single points, from the first one.
    pub(super) points: Vec<Color>,
    pub(super) labels: Labels,
}

/// A chart over cells of one sheet.
pub(super) struct Drawing {
    pub(super) shape: Shape,
    /// What the figures say.
    pub(super) title: String,
    /// The same with its numbers, for those who do not see it.
    pub(super) about: String,
    /// In pixels.
    pub(super) size: (u32, u32),
    /// The sheet whose cells it draws.
    pub(super) sheet: String,
    pub(super) categories: Area,
    pub(super) series: Vec<DrawnSeries>,
    /// How values are written.
    pub(super) number: Number,
    /// The end of the axis of values, where it is not left to the program.
    pub(super) most: Option<u32>,
}

fn font(size: u8, colour: Color) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(size).set_color(colour);
    font
}

fn bold(size: u8, colour: Color) -> ChartFont {
    let mut font = font(size, colour);
    font.set_bold();
    font
}

fn fill(colour: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    format.set_no_border();
    format
}

impl Drawing {
    /// The chart as Excel draws it.
    pub(super) fn excel(&self) -> Chart {
        let mut chart = match self.shape {
            Shape::Bars => Chart::new_bar(),
            Shape::Lines => Chart::new_line(),
        };
        for series in &self.series {
            match self.shape {
                Shape::Bars => self.bars(&mut chart, series),
                Shape::Lines => self.line(&mut chart, series),
            }
        }
        match self.shape {
            Shape::Bars => self.axes_of_bars(&mut chart),
            Shape::Lines => axes_of_lines(&mut chart),
        }
        self.framed(chart)
    }

    fn range(&self, area: Area) -> (&str, u32, u16, u32, u16) {
        (&self.sheet, area.top, area.left, area.bottom, area.right)
    }

    fn bars(&self, chart: &mut Chart, series: &DrawnSeries) {
        let points: Vec<ChartPoint> = series
            .points
            .iter()
            .map(|colour| ChartPoint::new().set_format(&mut fill(*colour)))
            .collect();
        chart
            .add_series()
            .set_name(series.name.as_str())
            .set_categories(self.range(self.categories))
            .set_values(self.range(series.values))
            .set_format(&mut fill(series.colour))
            .set_points(&points)
            .set_gap(45)
            .set_data_label(
                ChartDataLabel::new()
                    .show_value()
                    .set_num_format(self.number.excel())
                    .set_font(&font(8, INK)),
            );
    }

    fn axes_of_bars(&self, chart: &mut Chart) {
        chart
            .y_axis()
            .set_reverse()
            .set_font(&font(8, INK))
            .set_major_tick_type(ChartAxisTickType::None)
            .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(MUTED)));
        let axis = chart.x_axis();
        axis.set_hidden(true).set_major_gridlines(false).set_min(0);
        if let Some(most) = self.most {
            axis.set_max(most);
        }
    }

    fn line(&self, chart: &mut Chart, series: &DrawnSeries) {
        let area = series.values;
        // Only one point has words: the others can be read on the sheet.
        let said = match series.labels {
            Labels::Name => area.left,
            Labels::Values | Labels::LastValue => area.right,
        };
        let labels: Vec<ChartDataLabel> = (area.left..=area.right)
            .map(|column| {
                let mut label = ChartDataLabel::new();
                if column != said {
                    label.set_hidden().to_custom()
                } else if series.labels == Labels::Name {
                    label.show_series_name().to_custom()
                } else {
                    label.show_value().to_custom()
                }
            })
            .collect();
        let mut label = ChartDataLabel::new();
        label.set_position(ChartDataLabelPosition::Above);
        let label = if series.labels == Labels::Name {
            label.show_series_name().set_font(&font(8, series.colour))
        } else {
            label
                .show_value()
                .set_num_format(self.number.excel())
                .set_font(&bold(9, series.colour))
        };
        let mut line = ChartLine::new();
        line.set_color(series.colour);
        let (line, marker) = if series.is_dashed {
            let line = line.set_width(1.5).set_dash_type(ChartLineDashType::Dash);
            (line, ChartMarker::new().set_none().clone())
        } else {
            let marker = ChartMarker::new()
                .set_type(ChartMarkerType::Circle)
                .set_size(6)
                .set_format(&mut fill(series.colour))
                .clone();
            (line.set_width(2.25), marker)
        };
        chart
            .add_series()
            .set_name(series.name.as_str())
            .set_categories(self.range(self.categories))
            .set_values(self.range(area))
            .set_format(ChartFormat::new().set_line(line))
            .set_marker(&marker)
            .set_data_label(label)
            .set_custom_data_labels(&labels);
    }

    /// Title, frame, size, alternative text.
    fn framed(&self, mut chart: Chart) -> Chart {
        chart
            .title()
            .set_name(self.title.as_str())
            .set_font(&bold(10, INK))
            .set_overlay(false)
            .set_layout(&ChartLayout::new().set_offset(0.015, 0.02));
        chart.legend().set_hidden();
        let mut area = ChartFormat::new();
        area.set_border(ChartLine::new().set_color(LINE).set_width(0.75));
        chart.chart_area().set_format(&mut area);
        chart
            .set_width(self.size.0)
            .set_height(self.size.1)
            .set_alt_text(one_line(&self.about, ALT_TEXT))
            .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
        chart
    }
}

fn axes_of_lines(chart: &mut Chart) {
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart
        .x_axis()
        .set_font(&font(8, INK))
        .set_major_tick_type(ChartAxisTickType::None)
        .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(MUTED)));
    chart
        .y_axis()
        .set_min(0)
        .set_num_format(Number::fixed(0).excel())
        .set_font(&font(8, MUTED))
        .set_format(ChartFormat::new().set_no_line())
        .set_major_gridlines_line(ChartLine::new().set_color(LINE).set_width(0.5));
}

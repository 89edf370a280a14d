//! The sheet « Synthèse »: the twin of the report's first page, on one sheet of A4 held sideways.

use rust_xlsxwriter::{Chart, Format, FormatAlign, FormatBorder, Worksheet};

use super::figures::{Line, coverage, overall, worst};
use super::look::{LINE, PRIMARY, TINT, base, mark, number_format, quoted, tone};
use super::names::cell_text;
use super::strip::{is_short, put};
use super::trend::{Trends, sparkline};
use super::words::{count, is_low};
use super::{Book, WorkbookError, claims, page};
use crate::text::{date_long, period_name};

/// Six tiles, with a narrow column between two.
const TILES: u16 = 6;
const LAST: u16 = TILES * 2 - 2;
const TILE_WIDTH: u32 = 168;
const GAP_WIDTH: u32 = 10;
const CHART_ROWS: u32 = 14;
const CHART_ROW_HEIGHT: u32 = 20;
/// As many sentences as a reader remembers.
const SENTENCES: usize = 5;

/// The size of a chart: three tiles wide.
pub(super) const CHART: (u32, u32) = (
    TILE_WIDTH * 3 + GAP_WIDTH * 2,
    CHART_ROWS * CHART_ROW_HEIGHT - 6,
);

/// What the sheet shows besides the figures.
pub(super) struct Content<'c> {
    /// The name of the sheet of trends, and where its series stand.
    pub(super) trends: (&'c str, &'c Trends),
    /// Charts, two at most.
    pub(super) charts: Vec<Chart>,
}

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    figures: &[Line<'_>],
    content: &Content<'_>,
) -> Result<(), WorkbookError> {
    for tile in 0..TILES {
        sheet.set_column_width_pixels(tile * 2, TILE_WIDTH)?;
        if tile + 1 < TILES {
            sheet.set_column_width_pixels(tile * 2 + 1, GAP_WIDTH)?;
        }
    }
    head(sheet, book, figures)?;
    let tiles: Vec<&Line<'_>> = figures.iter().take(usize::from(TILES)).collect();
    for (at, line) in (0_u16..).zip(&tiles) {
        tile(sheet, book, at * 2, line, content)?;
    }
    let mut row = 12;
    if !content.charts.is_empty() {
        for (at, chart) in (0_u16..2).zip(&content.charts) {
            sheet.insert_chart(row, at * TILES, chart)?;
        }
        for line in row..row + CHART_ROWS {
            sheet.set_row_height_pixels(line, CHART_ROW_HEIGHT)?;
        }
        row += CHART_ROWS;
    }
    row = remember(sheet, book, figures, row)?;
    row = kinds(sheet, book, row)?;
    sheet.set_row_height_pixels(row, 18)?;
    sheet.write_string_with_format(row, 0, legend(book), &book.look.note)?;
    page::dress(sheet, book.view, &book.words);
    sheet
        .set_print_area(0, 0, row, LAST)?
        .set_print_fit_to_pages(1, 1)
        .set_print_center_horizontally(true)
        .set_zoom(90);
    page::first_tab(sheet);
    Ok(())
}

/// Title, claim, perimeter.
fn head(sheet: &mut Worksheet, book: &Book<'_>, figures: &[Line<'_>]) -> Result<(), WorkbookError> {
    let (view, words) = (book.view, &book.words);
    let programme = &view.framework.programme;
    let title = words.tell(
        "summary-title",
        &[("period", period_name(view.period, view.language).into())],
    );
    let returns = view.main_kind().map(coverage).unwrap_or_default();
    let claim = claims::opening(words, figures, returns);
    sheet.set_row_height_pixels(0, 24)?;
    sheet.write_string_with_format(0, 0, title, &book.look.title)?;
    sheet.set_row_height_pixels(1, 56)?;
    let large = base()
        .set_bold()
        .set_font_size(16)
        .set_text_wrap()
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::VerticalCenter);
    sheet.merge_range(1, 0, 1, LAST, &cell_text(&claim), &large)?;
    let perimeter = words.tell(
        "summary-perimeter",
        &[
            ("programme", book.programme().into()),
            ("organisation", words.of(&programme.organisation).into()),
            ("day", date_long(view.today, view.language).into()),
            ("accepted", count(returns.accepted)),
            ("expected", count(returns.expected)),
        ],
    );
    sheet.set_row_height_pixels(2, 20)?;
    sheet.write_string_with_format(2, 0, cell_text(&perimeter), &book.look.note)?;
    sheet.set_row_height_pixels(3, 8)?;
    Ok(())
}

/// A key figure with all that belongs to it, one line a row.
fn tile(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    column: u16,
    line: &Line<'_>,
    content: &Content<'_>,
) -> Result<(), WorkbookError> {
    let words = &book.words;
    let (indicator, figure) = (line.indicator, &line.figure);
    let ground = base()
        .set_background_color(TINT)
        .set_indent(1)
        .set_align(FormatAlign::Left);
    let small = ground.clone().set_font_size(9).set_shrink();
    let label = ground
        .clone()
        .set_font_size(9)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border_top(FormatBorder::Thick)
        .set_border_top_color(PRIMARY);
    let value = ground
        .clone()
        .set_bold()
        .set_font_size(22)
        .set_align(FormatAlign::VerticalCenter);
    for (row, height) in (4..).zip([38, 40, 20, 26, 20, 22, 20, 14]) {
        sheet.set_row_height_pixels(row, height)?;
    }
    let unit = words.unit(indicator);
    let name = words.of(&indicator.label);
    let name = if is_short(unit) {
        name.to_owned()
    } else {
        words.tell(
            "header-unit",
            &[("label", name.into()), ("unit", unit.into())],
        )
    };
    sheet.write_string_with_format(4, column, cell_text(&name), &label)?;
    put(sheet, book, 5, column, line, &value)?;
    change(sheet, book, column, line, &small)?;
    sheet.write_blank(7, column, &ground)?;
    let (trends_sheet, trends) = content.trends;
    let series = book
        .view
        .main_kind()
        .and_then(|kind| trends.of(kind.id(), &indicator.id));
    if let Some(series) = series.filter(|s| s.known > 1) {
        let (first, last) = series.columns;
        sheet.add_sparkline(7, column, &sparkline(trends_sheet, series.row, first, last))?;
    }
    let target = words
        .target(indicator)
        .map(|target| words.tell("tile-target", &[("target", target.as_str().into())]))
        .unwrap_or_default();
    sheet.write_string_with_format(8, column, target, &small)?;
    let status = small
        .clone()
        .set_bold()
        .set_font_size(10)
        .set_font_color(tone(figure.status).colour());
    sheet.write_string_with_format(9, column, words.status_of(indicator, figure), &status)?;
    let coverage = words.tell(
        "tile-coverage",
        &[
            ("accepted", count(figure.coverage.accepted)),
            ("expected", count(figure.coverage.expected)),
        ],
    );
    sheet.write_string_with_format(10, column, coverage, &small)?;
    Ok(())
}

/// The change since the period before: a number whose format says the rest.
fn change(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    column: u16,
    line: &Line<'_>,
    format: &Format,
) -> Result<(), WorkbookError> {
    let words = &book.words;
    let Some(change) = line.change() else {
        sheet.write_string_with_format(6, column, words.say("tile-no-previous"), format)?;
        return Ok(());
    };
    let unit = match words.unit(line.indicator) {
        "%" => words.say("points"),
        unit if is_short(unit) => unit.to_owned(),
        _ => String::new(),
    };
    let since = words.tell("tile-since", &[("since", claims::since(line).into())]);
    let tail = if unit.is_empty() {
        quoted(&format!(" {since}"))
    } else {
        quoted(&format!("\u{a0}{unit} {since}"))
    };
    let number = number_format(usize::from(line.indicator.decimals));
    let stable = quoted(&words.tell("tile-stable", &[("since", claims::since(line).into())]));
    let format = format
        .clone()
        .set_num_format(format!("\"+\"{number}{tail};\"−\"{number}{tail};{stable}"));
    sheet.write_number_with_format(6, column, change, &format)?;
    Ok(())
}

/// The sentences to remember.
fn remember(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    figures: &[Line<'_>],
    mut row: u32,
) -> Result<u32, WorkbookError> {
    sheet.set_row_height_pixels(row, 26)?;
    let heading = book.look.heading.clone().set_align(FormatAlign::Bottom);
    sheet.write_string_with_format(row, 0, book.words.say("summary-remember"), &heading)?;
    let sentences = claims::takeaways(book, figures);
    for sentence in sentences.iter().take(SENTENCES) {
        row += 1;
        sheet.set_row_height_pixels(row, 19)?;
        let text = format!("– {sentence}");
        sheet.write_string_with_format(row, 0, cell_text(&text), &book.look.plain)?;
    }
    Ok(row + 1)
}

/// One line a kind: returns, statuses, what to look at.
fn kinds(sheet: &mut Worksheet, book: &Book<'_>, mut row: u32) -> Result<u32, WorkbookError> {
    let words = &book.words;
    sheet.set_row_height_pixels(row, 26)?;
    let heading = book.look.heading.clone().set_align(FormatAlign::Bottom);
    sheet.write_string_with_format(row, 0, words.say("summary-kinds"), &heading)?;
    let cell = base()
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(LINE)
        .set_align(FormatAlign::VerticalCenter);
    let strong = cell.clone().set_bold().set_shrink();
    for kind in &book.view.kinds {
        row += 1;
        sheet.set_row_height_pixels(row, 20)?;
        for column in 0..=LAST {
            sheet.write_blank(row, column, &cell)?;
        }
        let label = words.of(&kind.plan.kind.label);
        sheet.write_string_with_format(row, 0, cell_text(label), &strong)?;
        let all = coverage(kind);
        let lines = overall(kind);
        let returns = words.tell(
            "summary-kind-returns",
            &[
                ("period", kind.evaluation.period.written().into()),
                ("accepted", count(all.accepted)),
                ("expected", count(all.expected)),
            ],
        );
        sheet.write_string_with_format(row, 2, returns, &cell)?;
        sheet.write_string_with_format(row, 4, claims::tally_marks(&lines), &cell)?;
        if is_low(all) {
            continue;
        }
        if let Some(line) = worst(&lines) {
            let look_at = words.tell(
                "summary-kind-look",
                &[
                    ("name", words.of(&line.indicator.label).into()),
                    (
                        "value",
                        words.value(line.indicator, line.figure.value).into(),
                    ),
                    (
                        "target",
                        words.target(line.indicator).unwrap_or_default().into(),
                    ),
                    ("mark", mark(line.figure.status).into()),
                ],
            );
            sheet.write_string_with_format(row, 6, cell_text(&look_at), &cell)?;
        }
    }
    Ok(row + 1)
}

/// What the marks mean, and how a tile is read.
fn legend(book: &Book<'_>) -> String {
    let statuses = super::look::STATUSES.map(|status| book.words.status(status));
    book.words.tell(
        "summary-legend",
        &[("statuses", statuses.join("   ").into())],
    )
}

//! The sheet « Synthèse »: the twin of the report's first page, on one sheet of A4 held sideways.

use super::drawing::Drawing;
use super::figures::{Line, comparison_level, coverage, overall, worst};
use super::look::{LINE, PRIMARY, TINT, mark, tone};
use super::ods::{Area, Fit};
use super::sheet::{Print, Sheet};
use super::strip::{is_short, put};
use super::style::{Across, Down, Line as Border, Number, Style};
use super::territories::Ranked;
use super::trend::{Trends, drawn};
use super::words::{count, is_low};
use super::{Book, WorkbookError, claims, courses, level_label, page};
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
const CHART: (u32, u32) = (
    TILE_WIDTH * 3 + GAP_WIDTH * 2,
    CHART_ROWS * CHART_ROW_HEIGHT - 6,
);

/// The charts: who answered, and how the figure that changed most has moved.
pub(super) fn charts(
    book: &Book<'_>,
    figures: &[Line<'_>],
    (territories, ranked): (&str, &[Ranked]),
    (trend, trends): (&str, &Trends),
) -> Vec<Drawing> {
    let Some(main) = book.view.main_kind() else {
        return Vec::new();
    };
    let level = comparison_level(main);
    let bars = ranked
        .iter()
        .find(|r| Some(&r.level) == level.as_ref())
        .and_then(|r| {
            let label = level_label(book, main, &r.level);
            super::charts::returns(book, territories, r, &label, CHART)
        });
    let line = drawn(figures).and_then(|line| {
        let series = trends.of(main.id(), &line.indicator.id)?;
        let target = trends
            .target
            .as_ref()
            .filter(|(indicator, _)| indicator == &line.indicator.id)
            .map(|(_, row)| *row);
        super::charts::trend(book, trend, line, series, target, CHART)
    });
    bars.into_iter().chain(line).collect()
}

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    figures: &[Line<'_>],
    charts: &[Drawing],
) -> Result<(), WorkbookError> {
    for tile in 0..TILES {
        sheet.column_width(tile * 2, TILE_WIDTH)?;
        if tile + 1 < TILES {
            sheet.column_width(tile * 2 + 1, GAP_WIDTH)?;
        }
    }
    head(sheet, book, figures)?;
    let tiles: Vec<&Line<'_>> = figures.iter().take(usize::from(TILES)).collect();
    let courses = courses::write(sheet, book, LAST + 2, &tiles)?;
    for ((at, line), course) in (0_u16..).zip(&tiles).zip(courses) {
        tile(sheet, book, at * 2, line, course)?;
    }
    let mut row = 12;
    if !charts.is_empty() {
        for (at, chart) in (0_u16..2).zip(charts) {
            sheet.chart(row, at * TILES, chart)?;
        }
        for line in row..row + CHART_ROWS {
            sheet.row_height(line, CHART_ROW_HEIGHT)?;
        }
        row += CHART_ROWS;
    }
    row = remember(sheet, book, figures, row)?;
    row = kinds(sheet, book, row)?;
    for line in legend(book) {
        sheet.row_height(row, 18)?;
        sheet.text(row, 0, &line, book.look.note)?;
        row += 1;
    }
    page::dress(sheet, book.view, &book.words);
    sheet.print(&Print {
        area: Area {
            top: 0,
            left: 0,
            bottom: row - 1,
            right: LAST,
        },
        repeated: None,
        fit: Fit::Page,
    })?;
    if let Some(sheet) = &mut sheet.xlsx {
        sheet.set_print_center_horizontally(true);
    }
    page::first_tab(sheet);
    Ok(())
}

/// Title, claim, perimeter.
fn head(sheet: &mut Sheet<'_>, book: &Book<'_>, figures: &[Line<'_>]) -> Result<(), WorkbookError> {
    let (view, words) = (book.view, &book.words);
    let programme = &view.framework.programme;
    let title = words.tell(
        "summary-title",
        &[("period", period_name(view.period, view.language).into())],
    );
    let returns = view.main_kind().map(coverage).unwrap_or_default();
    let claim = claims::opening(words, figures, returns);
    sheet.row_height(0, 24)?;
    sheet.text(0, 0, &title, book.look.title)?;
    sheet.row_height(1, 56)?;
    let large = Style::new()
        .bold()
        .size(16)
        .wrapped()
        .across(Across::Left)
        .down(Down::Middle);
    sheet.merged(1, (0, LAST), &claim, book.look.styles.of(large))?;
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
    sheet.row_height(2, 20)?;
    sheet.text(2, 0, &perimeter, book.look.note)?;
    sheet.row_height(3, 8)?;
    Ok(())
}

/// A key figure with all that belongs to it, one line a row.
fn tile(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    column: u16,
    line: &Line<'_>,
    course: Option<Area>,
) -> Result<(), WorkbookError> {
    let words = &book.words;
    let (indicator, figure) = (line.indicator, &line.figure);
    let styles = &book.look.styles;
    let ground = Style::new()
        .background(TINT)
        .indented()
        .across(Across::Left);
    let small = ground.clone().size(9).shrinking();
    let label = ground
        .clone()
        .size(9)
        .wrapped()
        .down(Down::Middle)
        .above(Border::Thick, PRIMARY);
    let value = ground
        .clone()
        .bold()
        .size(22)
        .shrinking()
        .down(Down::Middle);
    for (row, height) in (4..).zip([38, 40, 20, 26, 20, 22, 20, 14]) {
        sheet.row_height(row, height)?;
    }
    let name = if is_short(words.unit(indicator)) {
        words.of(&indicator.label).to_owned()
    } else {
        words.with_unit(indicator)
    };
    sheet.text(4, column, &name, styles.of(label))?;
    put(sheet, book, 5, column, line, &value)?;
    change(sheet, book, column, line, &small)?;
    sheet.blank(7, column, styles.of(ground))?;
    if let Some(area) = course {
        sheet.sparkline(7, column, (sheet.name, area))?;
    }
    let target = words
        .target(indicator)
        .map(|target| words.tell("tile-target", &[("target", target.as_str().into())]))
        .unwrap_or_default();
    sheet.text(8, column, &target, styles.of(small.clone()))?;
    let status = small
        .clone()
        .bold()
        .size(10)
        .colour(tone(figure.status).colour());
    let word = words.status_of(indicator, figure);
    sheet.text(9, column, &word, styles.of(status))?;
    let coverage = words.tell(
        "tile-coverage",
        &[
            ("accepted", count(figure.coverage.accepted)),
            ("expected", count(figure.coverage.expected)),
        ],
    );
    sheet.text(10, column, &coverage, styles.of(small))?;
    Ok(())
}

/// The change since the period before: a number whose format says the rest.
fn change(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    column: u16,
    line: &Line<'_>,
    style: &Style,
) -> Result<(), WorkbookError> {
    let words = &book.words;
    let Some(change) = line.change() else {
        let style = book.look.styles.of(style.clone());
        return sheet.text(6, column, &words.say("tile-no-previous"), style);
    };
    let unit = match words.unit(line.indicator) {
        "%" => words.say("points"),
        unit if is_short(unit) => unit.to_owned(),
        _ => String::new(),
    };
    let since = words.tell("tile-since", &[("since", claims::since(line).into())]);
    let tail = if unit.is_empty() {
        format!(" {since}")
    } else {
        format!("\u{a0}{unit} {since}")
    };
    let number = Number::Signed {
        decimals: line.indicator.decimals,
        tail,
        zero: Some(words.tell("tile-stable", &[("since", claims::since(line).into())])),
    };
    let style = book.look.styles.of(style.clone().number(number));
    sheet.number(6, column, change, style)
}

/// The sentences to remember.
fn remember(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    figures: &[Line<'_>],
    mut row: u32,
) -> Result<u32, WorkbookError> {
    sheet.row_height(row, 26)?;
    sheet.text(
        row,
        0,
        &book.words.say("summary-remember"),
        book.look.heading,
    )?;
    let sentences = claims::takeaways(book, figures);
    for sentence in sentences.iter().take(SENTENCES) {
        row += 1;
        sheet.row_height(row, 19)?;
        let text = format!("– {sentence}");
        sheet.text(row, 0, &text, book.look.plain)?;
    }
    Ok(row + 1)
}

/// One line a kind: returns, statuses, what to look at.
fn kinds(sheet: &mut Sheet<'_>, book: &Book<'_>, mut row: u32) -> Result<u32, WorkbookError> {
    let words = &book.words;
    sheet.row_height(row, 26)?;
    sheet.text(row, 0, &words.say("summary-kinds"), book.look.heading)?;
    let styles = &book.look.styles;
    let cell = Style::new().below(Border::Thin, LINE).down(Down::Middle);
    let strong = styles.of(cell.clone().bold().shrinking());
    let cell = styles.of(cell);
    for kind in &book.view.kinds {
        row += 1;
        sheet.row_height(row, 20)?;
        for column in 0..=LAST {
            sheet.blank(row, column, cell)?;
        }
        let label = words.of(&kind.plan.kind.label);
        sheet.text(row, 0, label, strong)?;
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
        sheet.text(row, 2, &returns, cell)?;
        sheet.text(row, 4, &claims::tally_marks(&lines), cell)?;
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
            sheet.text(row, 6, &look_at, cell)?;
        }
    }
    Ok(row + 1)
}

/// What the marks mean, and how a tile is read.
fn legend(book: &Book<'_>) -> [String; 2] {
    let statuses = super::look::STATUSES.map(|status| book.words.status(status));
    [statuses.join("   "), book.words.say("summary-reading")]
}

//! The charts: their titles state what the figures say, their alternative texts read it aloud.

use super::Book;
use super::claims::{changed, since};
use super::drawing::{Drawing, DrawnSeries, Labels, Shape};
use super::figures::Line;
use super::look::{BLUE, MIDDLE, PRIMARY};
use super::ods::Area;
use super::strip::is_short;
use super::style::Number;
use super::territories::{GROUP, Ranked, SHARE};
use super::trend::Series;
use super::words::{Words, count, many};
use crate::framework::Indicator;
use crate::text::{Arg, number};

/// Under this share of returns a bar takes the accent colour, as a figure loses its status.
const FLOOR: f64 = 50.0;
/// More bars than this cannot be read at this size: the first and the last ones would hide the others.
const MOST_BARS: usize = 15;

/// Returns accepted by group, best answered first; none where there is nothing to compare.
pub(super) fn returns(
    book: &Book<'_>,
    sheet: &str,
    ranked: &Ranked,
    level_label: &str,
    size: (u32, u32),
) -> Option<Drawing> {
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
    let colours = ranked.shares.iter().take(bars);
    let points = colours.map(|(_, share)| if *share < FLOOR { PRIMARY } else { BLUE });
    Some(Drawing {
        shape: Shape::Bars,
        title,
        about,
        size,
        sheet: sheet.to_owned(),
        categories: Area::column(GROUP, ranked.first, last),
        series: vec![DrawnSeries {
            name: words.say("col-share"),
            values: Area::column(SHARE, ranked.first, last),
            colour: BLUE,
            is_dashed: false,
            points: points.collect(),
            labels: Labels::Values,
        }],
        number: Number::with_unit(0, "%"),
        most: Some(110),
    })
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
) -> Option<Drawing> {
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
    let points = shown
        .iter()
        .map(|(_, _, low)| if *low { MIDDLE } else { BLUE });
    let last = bars.first + u32::try_from(shown.len()).ok()?.checked_sub(1)?;
    Some(Drawing {
        shape: Shape::Bars,
        title,
        about,
        size,
        sheet: bars.sheet.to_owned(),
        categories: Area::column(bars.columns.0, bars.first, last),
        series: vec![DrawnSeries {
            name: words.of(&indicator.label).to_owned(),
            values: Area::column(bars.columns.1, bars.first, last),
            colour: BLUE,
            is_dashed: false,
            points: points.collect(),
            labels: Labels::Values,
        }],
        number: written(words, indicator),
        most: None,
    })
}

/// How values of an indicator are written beside what is drawn.
fn written(words: &Words<'_>, indicator: &Indicator) -> Number {
    let unit = words.unit(indicator);
    Number::with_unit(indicator.decimals, if is_short(unit) { unit } else { "" })
}

/// One figure over the last periods, with its target as a dashed line; none with fewer than two values.
pub(super) fn trend(
    book: &Book<'_>,
    sheet: &str,
    line: &Line<'_>,
    series: &Series,
    target: Option<u32>,
    size: (u32, u32),
) -> Option<Drawing> {
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
    let (left, right) = series.columns;
    let cells = |row| Area {
        top: row,
        left,
        bottom: row,
        right,
    };
    let mut drawn = vec![DrawnSeries {
        name: words.of(&indicator.label).to_owned(),
        values: cells(series.row),
        colour: BLUE,
        is_dashed: false,
        points: Vec::new(),
        labels: Labels::LastValue,
    }];
    // The line of the target says what it is at its beginning, where the values seldom reach it.
    drawn.extend(target.map(|row| DrawnSeries {
        name: words.tell("tile-target", &[args[4].clone()]),
        values: cells(row),
        colour: PRIMARY,
        is_dashed: true,
        points: Vec::new(),
        labels: Labels::Name,
    }));
    Some(Drawing {
        shape: Shape::Lines,
        title,
        about,
        size,
        sheet: sheet.to_owned(),
        categories: cells(series.header),
        series: drawn,
        number: written(words, indicator),
        most: None,
    })
}

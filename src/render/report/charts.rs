//! Charts and tables of indicators, by group, by period and by subject.

use super::shapes::{
    BarChart, Cell, Column, ColumnKind, Point, Row, SeriesChart, SeriesRow, Table, TrendChart,
};
use super::words::{Words, is_low};
use crate::framework::{Indicator, Target};
use crate::model::{Figure, Level};
use crate::render::KindView;

/// Bars that a page can hold.
const BARS: usize = 16;
/// Rows of a table that a page can hold.
const ROWS: usize = 18;

/// The name of a register column inside a sentence: « par thématique ».
pub(super) fn by_column(words: Words<'_>, kind: &KindView<'_>, column: &str) -> String {
    let columns = &kind.plan.kind.register.columns;
    let label = columns
        .iter()
        .find(|c| c.id.as_str() == column)
        .map_or(column, |c| c.label.get(words.language()));
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// An indicator by group of a level; none where fewer than two groups have a value.
pub(super) fn bars(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicator: &Indicator,
    column: &str,
) -> Option<BarChart> {
    let level = Level::Column(column.to_owned());
    let groups = kind.evaluation.groups(&level);
    let figures: Vec<(String, Figure)> = groups
        .iter()
        .filter_map(|g| {
            let name = words.group(kind.plan.kind, column, &g.key);
            Some((name, kind.figure(&indicator.id, &level, &g.key)?))
        })
        .collect();
    let title = words.say(
        "by-group",
        &[
            ("label", words.label(indicator).into()),
            ("column", by_column(words, kind, column).into()),
        ],
    );
    chart(words, indicator, title, figures)
}

/// An indicator by subject; none where there are too many of them, or fewer than two have a value.
pub(super) fn subject_bars(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicator: &Indicator,
) -> Option<BarChart> {
    let figures: Vec<(String, Figure)> = kind
        .rows
        .iter()
        .filter_map(|row| {
            let figure = kind.figure(&indicator.id, &Level::Subject, row.subject.id.as_str())?;
            Some((row.subject.title.clone(), figure))
        })
        .collect();
    chart(words, indicator, words.label(indicator).to_owned(), figures)
}

fn chart(
    words: Words<'_>,
    indicator: &Indicator,
    title: String,
    mut figures: Vec<(String, Figure)>,
) -> Option<BarChart> {
    let known = figures.iter().filter(|(_, f)| f.value.is_some()).count();
    if known < 2 || figures.len() > BARS {
        return None;
    }
    figures.sort_by(|(a, f), (b, g)| {
        let value = |f: &Figure| f.value.unwrap_or(f64::NEG_INFINITY);
        value(g).total_cmp(&value(f)).then_with(|| a.cmp(b))
    });
    let (high, low) = (figures.first()?, figures.get(known - 1)?);
    let args = [
        ("title", title.as_str().into()),
        ("high", high.0.as_str().into()),
        (
            "high-value",
            words.value_or_unknown(indicator, high.1.value).into(),
        ),
        ("low", low.0.as_str().into()),
        (
            "low-value",
            words.value_or_unknown(indicator, low.1.value).into(),
        ),
    ];
    let target = line(indicator).and_then(|_| words.target_label(indicator));
    Some(BarChart {
        alt: Some(words.say("bars-alt", &args)),
        lecture: Some(words.say("bars-lecture", &args)),
        target_raw: line(indicator),
        target_label: target,
        rows: figures
            .iter()
            .map(|(name, figure)| Row {
                label: name.clone(),
                raw: figure.value,
                value: words.value(indicator, figure.value),
                low_coverage: is_low(figure.coverage),
            })
            .collect(),
        title,
    })
}

/// An indicator over the periods of the trend; none where fewer than two are known.
pub(super) fn trend(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicator: &Indicator,
) -> Option<TrendChart> {
    let points = points(words, kind, indicator);
    let known: Vec<&Point> = points.iter().filter(|p| p.raw.is_some()).collect();
    let (first, last) = (known.first()?, known.last()?);
    if known.len() < 2 {
        return None;
    }
    let value = |p: &Point| p.value.clone().unwrap_or_default();
    let args = [
        ("label", words.label(indicator).into()),
        ("first", value(first).into()),
        ("first-period", first.label.clone().into()),
        ("last", value(last).into()),
        ("last-period", last.label.clone().into()),
        ("count", points.len().into()),
    ];
    let target = indicator.target.and_then(|_| words.target_label(indicator));
    Some(TrendChart {
        title: words.say("trend-title", &args),
        alt: Some(words.say("trend-alt", &args)),
        lecture: Some(words.say("trend-lecture", &args)),
        target_raw: line(indicator),
        target_label: target,
        target_range: match indicator.target {
            Some(Target::Range(range)) => Some(range),
            Some(Target::Value(_)) | None => None,
        },
        points,
    })
}

/// The programme's values of an indicator over the last periods, the oldest first.
pub(super) fn points(words: Words<'_>, kind: &KindView<'_>, indicator: &Indicator) -> Vec<Point> {
    let all = &kind.plan.indicators;
    let at = all.iter().position(|i| i.id == indicator.id);
    let trend = kind.trend.iter();
    trend
        .map(|(period, group)| {
            let known = group.coverage.expected > 0;
            let raw = at.filter(|_| known).and_then(|at| group.values.get(at));
            Point {
                label: words.period_short(*period),
                raw,
                value: words.value(indicator, raw),
            }
        })
        .collect()
}

/// Shares, this period beside the one before; none where fewer than two are known twice.
pub(super) fn shares(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicators: &[&Indicator],
) -> Option<SeriesChart> {
    const SHOWN: usize = 5;
    let rows: Vec<SeriesRow> = indicators
        .iter()
        .filter(|i| words.unit(i) == "%")
        .filter_map(|i| {
            let figure = kind.overall(&i.id)?;
            let cell = |raw: f64| Cell {
                raw: Some(raw),
                value: words.value(i, Some(raw)),
            };
            Some(SeriesRow {
                label: words.label(i).to_owned(),
                cells: vec![cell(figure.value?), cell(figure.previous?)],
            })
        })
        .take(SHOWN)
        .collect();
    if rows.len() < 2 {
        return None;
    }
    let period = kind.evaluation.period;
    let (now, before) = (
        words.period_short(period),
        words.period_short(period.previous()?),
    );
    let title = words.say(
        "shares-title",
        &[
            ("now", now.as_str().into()),
            ("before", before.as_str().into()),
        ],
    );
    Some(SeriesChart {
        title,
        alt: None,
        lecture: None,
        series: vec![now, before],
        rows,
    })
}

/// The target that a chart draws as a line: a range has none, its middle would show as missed what is within.
fn line(indicator: &Indicator) -> Option<f64> {
    match indicator.target? {
        Target::Value(value) => Some(value),
        Target::Range(_) => None,
    }
}

/// Indicators by group of a level, one row a group.
pub(super) fn group_table(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicators: &[&Indicator],
    column: &str,
) -> Option<Table> {
    let level = Level::Column(column.to_owned());
    let groups = kind.evaluation.groups(&level);
    if groups.len() < 2 || groups.len() > ROWS || indicators.is_empty() {
        return None;
    }
    let name = by_column(words, kind, column);
    let mut columns = vec![
        Column::new(ColumnKind::Long, super::watch::capitalised(&name)),
        Column::new(ColumnKind::Number, words.say("returns", &[])),
    ];
    columns.extend(indicators.iter().map(|i| indicator_column(words, i)));
    let rows = groups.iter().map(|g| {
        let figures = indicators.iter().map(|i| {
            let figure = kind.figure(&i.id, &level, &g.key)?;
            words.value(i, figure.value)
        });
        [
            Some(words.group(kind.plan.kind, column, &g.key)),
            words.coverage(g.coverage),
        ]
        .into_iter()
        .chain(figures)
        .collect()
    });
    Some(Table {
        title: words.say("table-by-group", &[("column", name.as_str().into())]),
        rows: rows.collect(),
        columns,
        note: None,
        empty: None,
    })
}

pub(super) fn indicator_column(words: Words<'_>, indicator: &Indicator) -> Column {
    Column::new(ColumnKind::Number, words.label(indicator))
}

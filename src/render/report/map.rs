//! One indicator by territory, on a map.

use super::comments;
use super::data::{Area, Map, MapPage};
use super::fields;
use super::shapes::Sentence;
use super::words::{Words, is_low};
use crate::framework::{ColumnRole, Indicator};
use crate::model::{Figure, Level};
use crate::render::KindView;

/// The page of territories; none where the kind is not followed by territory.
pub(super) fn map(words: Words<'_>, kind: &KindView<'_>) -> Option<MapPage> {
    let column = fields::level(kind.plan.kind, ColumnRole::County)?;
    let indicator = drawn(words, kind)?;
    let level = Level::Column(column.clone());
    let areas: Vec<(Area, Option<Figure>)> = words
        .view
        .framework
        .programme
        .counties
        .iter()
        .map(|county| {
            let figure = kind.figure(&indicator.id, &level, &county.code);
            let coverage = figure.as_ref().map(|f| f.coverage);
            let raw = figure.as_ref().and_then(|f| f.value);
            let area = Area {
                code: county.code.clone(),
                label: county.name.clone(),
                raw,
                value: words
                    .value(indicator, raw)
                    .map(|v| without_unit(words, indicator, v)),
                coverage: coverage.and_then(|c| words.coverage(c)),
                low_coverage: coverage.is_some_and(is_low),
            };
            (area, figure)
        })
        .collect();
    let claim = claim(words, kind, indicator, &areas);
    let known = areas.iter().filter_map(|(a, _)| a.raw.map(|raw| (raw, a)));
    let highest = known
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, a)| a);
    let lecture = highest.map(|area| {
        let args = [
            ("value", words.value_or_unknown(indicator, area.raw).into()),
            ("place", area.label.as_str().into()),
            ("label", words.label(indicator).into()),
            ("coverage", area.coverage.clone().unwrap_or_default().into()),
        ];
        words.say("map-lecture", &args)
    });
    let title_args = [
        ("label", words.label(indicator).into()),
        ("period", words.period(kind.evaluation.period).into()),
    ];
    Some(MapPage {
        claim,
        comments: remarks(words, kind, &column),
        map: Map {
            title: words.say("map-title", &title_args),
            alt: None,
            lecture,
            source: words.say("map-source", &[]),
            column: words.say(
                "map-column",
                &[
                    ("label", words.label(indicator).into()),
                    ("unit", words.unit(indicator).into()),
                ],
            ),
            areas: areas.into_iter().map(|(area, _)| area).collect(),
        },
    })
}

/// The first key figure that counts something: without decimals and no share; else the first key figure, else the first one.
fn drawn<'a>(words: Words<'_>, kind: &KindView<'a>) -> Option<&'a Indicator> {
    let all = &kind.plan.indicators;
    let keys = || all.iter().copied().filter(|i| i.key_figure);
    keys()
        .find(|i| i.decimals == 0 && words.unit(i) != "%")
        .or_else(|| keys().next())
        .or_else(|| all.first().copied())
}

/// Percentages keep their sign on the map; a count's unit stands in the column's name.
fn without_unit(words: Words<'_>, indicator: &Indicator, written: String) -> String {
    let unit = words.unit(indicator);
    match written.strip_suffix(unit) {
        Some(number) if unit != "%" => number.trim_end().to_owned(),
        _ => written,
    }
}

fn claim(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicator: &Indicator,
    areas: &[(Area, Option<Figure>)],
) -> String {
    let known = areas.iter().filter(|(a, _)| a.raw.is_some()).count();
    let mut sure: Vec<&Area> = areas
        .iter()
        .map(|(a, _)| a)
        .filter(|a| a.raw.is_some() && !a.low_coverage)
        .collect();
    sure.sort_by(|a, b| {
        let raw = |area: &Area| area.raw.unwrap_or(f64::NAN);
        raw(b).total_cmp(&raw(a)).then_with(|| a.code.cmp(&b.code))
    });
    let label = words.label(indicator);
    let value = |area: &Area| words.value_or_unknown(indicator, area.raw);
    match (sure.first(), sure.last()) {
        (Some(high), Some(low)) if high.raw != low.raw => words.say(
            "map-claim",
            &[
                ("label", label.into()),
                ("low", low.label.as_str().into()),
                ("low-value", value(low).into()),
                ("high", high.label.as_str().into()),
                ("high-value", value(high).into()),
            ],
        ),
        _ => words.say(
            "map-claim-few",
            &[
                ("label", label.into()),
                ("known", known.into()),
                ("count", areas.len().into()),
                ("period", words.period(kind.evaluation.period).into()),
            ],
        ),
    }
}

/// The territories that answer little, then where the shares differ most.
fn remarks(words: Words<'_>, kind: &KindView<'_>, column: &str) -> Vec<Sentence> {
    let shares = kind
        .plan
        .indicators
        .iter()
        .filter(|i| words.unit(i) == "%" && i.key_figure);
    comments::few_returns(words, kind, column)
        .into_iter()
        .chain(shares.filter_map(|i| comments::extremes(words, kind, i, column)))
        .take(4)
        .collect()
}

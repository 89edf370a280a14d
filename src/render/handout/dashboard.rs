//! The direction's figures beside the region's.

use std::collections::BTreeMap;

use super::data::{Dashboard, DashboardRow};
use super::scope::Scope;
use crate::evaluate::round_to;
use crate::framework::{ColumnRole, Indicator, Language};
use crate::model::{Coverage, Period, Status};
use crate::render::forms::{
    Bar, BarChart, Point, TrendChart, count, coverage_text, low, target_text,
};
use crate::text::with_unit;

/// Rows that fit on half a page.
const ROWS: usize = 12;

pub(super) fn dashboard<'a>(scope: &Scope<'_, 'a>) -> Dashboard<'a> {
    let rows: Vec<_> = shown(scope).iter().filter_map(|i| row(scope, i)).collect();
    Dashboard {
        claim: claim(scope, &rows),
        rows,
        bars: bars(scope).into_iter().collect(),
        trends: trend(scope).into_iter().collect(),
    }
}

/// Key figures first, then what has a target.
pub(super) fn shown<'a>(scope: &Scope<'_, 'a>) -> Vec<&'a Indicator> {
    let key = scope.indicators().filter(|i| i.key_figure);
    let aimed = scope
        .indicators()
        .filter(|i| !i.key_figure && i.target.is_some());
    key.chain(aimed).take(ROWS).collect()
}

fn row<'a>(scope: &Scope<'_, 'a>, indicator: &'a Indicator) -> Option<DashboardRow<'a>> {
    let (language, texts) = (scope.view.language, scope.view.texts);
    let unit = indicator.unit.get(language);
    let written = |value: f64| with_unit(Some(value), indicator.decimals, unit, language);
    let mine = scope.figure(indicator)?;
    let region = scope.kind.overall(&indicator.id);
    Some(DashboardRow {
        label: indicator.label.get(language),
        mine: mine.value.map(written),
        region: region.and_then(|f| f.value).map(written),
        target: target_text(indicator, language, texts),
        status: mine.status,
        coverage: Some(coverage_text(mine.coverage, texts)),
    })
}

/// What the statuses say, without more.
fn claim(scope: &Scope<'_, '_>, rows: &[DashboardRow<'_>]) -> String {
    let with = |keep: &dyn Fn(Status) -> bool| {
        count(u64::try_from(rows.iter().filter(|r| keep(r.status)).count()).unwrap_or(0))
    };
    if rows.iter().all(|r| r.status == Status::NonDisponible) {
        return scope.say("handout-dashboard-nothing");
    }
    let args = [
        ("all", with(&|s| s != Status::NonDisponible)),
        ("reached", with(&|s| s == Status::Atteint)),
        (
            "watch",
            with(&|s| matches!(s, Status::ASurveiller | Status::Critique)),
        ),
    ];
    scope.view.texts.get("handout-dashboard-claim", &args)
}

/// A share in percent, to one decimal.
fn percent(coverage: Coverage) -> Option<f64> {
    round_to(coverage.share()? * 100.0, 1)
}

fn written(value: f64, language: Language) -> String {
    with_unit(Some(value), 1, "%", language)
}

/// The direction's accepted returns by edition.
fn bars(scope: &Scope<'_, '_>) -> Option<BarChart> {
    let language = scope.view.language;
    let kind = scope.kind.plan.kind;
    let mut editions: BTreeMap<&str, Coverage> = BTreeMap::new();
    for row in &scope.rows {
        let edition = row.subject.role(kind, ColumnRole::Edition)?;
        let coverage = editions.entry(edition).or_default();
        coverage.expected += 1;
        coverage.accepted += u64::from(row.accepted);
    }
    let name = |code: &str| {
        let known = &scope.view.framework.programme.editions;
        let known = known.iter().find(|e| e.id == code);
        known.map_or(code, |e| e.name.get(language)).to_owned()
    };
    let rows: Vec<Bar> = editions
        .iter()
        .map(|(code, coverage)| Bar {
            label: name(code),
            raw: percent(*coverage),
            value: percent(*coverage).map(|v| written(v, language)),
            low_coverage: low(*coverage),
        })
        .collect();
    let first = rows.first()?;
    let args = [
        ("value", first.value.clone().unwrap_or_default().into()),
        ("edition", first.label.clone().into()),
    ];
    Some(BarChart {
        title: scope.say("handout-bars"),
        alt: None,
        lecture: Some(scope.view.texts.get("handout-bars-reading", &args)),
        target_raw: None,
        target_label: None,
        rows,
    })
}

/// The programme's accepted returns over time; of a direction alone, earlier periods are not at hand.
fn trend(scope: &Scope<'_, '_>) -> Option<TrendChart> {
    let language = scope.view.language;
    let points: Vec<Point> = scope
        .kind
        .trend
        .iter()
        .map(|(period, group)| Point {
            label: short(*period, language),
            raw: percent(group.coverage),
            value: percent(group.coverage).map(|v| written(v, language)),
        })
        .collect();
    let known = points.iter().filter(|p| p.raw.is_some()).count();
    (known > 1).then(|| TrendChart {
        title: scope.say("handout-trend"),
        alt: None,
        lecture: None,
        target_raw: None,
        target_label: None,
        target_range: None,
        points,
    })
}

/// « 2026-T3 », `2026Q3`.
pub(super) fn short(period: Period, language: Language) -> String {
    match language {
        Language::Fr => period.written(),
        Language::En => period.to_string(),
    }
}

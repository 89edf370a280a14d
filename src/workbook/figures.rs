//! Which figures a sheet shows, and what can be counted on them.

use std::cmp::Ordering;

use crate::evaluate::round_to;
use crate::framework::{ColumnRole, Indicator};
use crate::model::{Coverage, Figure, Level, Status};
use crate::render::KindView;

/// As many figures open a sheet as stand on the first page of the report.
const HEADLINE: usize = 6;

/// An indicator and its figure.
pub(super) struct Line<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) figure: Figure,
    /// The value over the calendar year to date.
    pub(super) year: Option<f64>,
}

impl Line<'_> {
    /// The change since the period before, as exact as the value.
    pub(super) fn change(&self) -> Option<f64> {
        round_to(self.figure.change()?, self.indicator.decimals)
    }

    /// Whether it has a target and enough returns to stand somewhere.
    pub(super) fn stands(&self) -> bool {
        self.figure.status != Status::NonDisponible
    }
}

/// The figures of a kind for a group, in the framework's order; none for a group of which nothing is expected.
pub(super) fn lines<'a>(kind: &KindView<'a>, level: &Level, group: &str) -> Vec<Line<'a>> {
    kind.plan
        .indicators
        .iter()
        .filter_map(|indicator| {
            let year = kind
                .year
                .and_then(|year| year.figure(kind.plan, &indicator.id, level, group))
                .filter(|figure| figure.coverage.expected > 0)
                .and_then(|figure| figure.value);
            Some(Line {
                indicator,
                figure: kind.figure(&indicator.id, level, group)?,
                year,
            })
        })
        .collect()
}

/// The figures of a kind as a whole.
pub(super) fn overall<'a>(kind: &KindView<'a>) -> Vec<Line<'a>> {
    lines(kind, &Level::Programme, "")
}

/// The indicators that stand for a kind: its key figures, else its first ones.
pub(super) fn headline<'a>(kind: &KindView<'a>) -> Vec<&'a Indicator> {
    let all = || kind.plan.indicators.iter().copied();
    let keys: Vec<_> = all().filter(|i| i.key_figure).take(HEADLINE).collect();
    if keys.is_empty() {
        all().take(HEADLINE + 1).collect()
    } else {
        keys
    }
}

/// The returns expected of a kind and those accepted.
pub(super) fn coverage(kind: &KindView<'_>) -> Coverage {
    kind.evaluation
        .groups(&Level::Programme)
        .first()
        .map(|group| group.coverage)
        .unwrap_or_default()
}

/// The indicator that is furthest from what is aimed at: critical ones first, then those to watch; the framework's order
/// decides between equals.
pub(super) fn worst<'l, 'a>(lines: &'l [Line<'a>]) -> Option<&'l Line<'a>> {
    [Status::Critique, Status::ASurveiller]
        .iter()
        .find_map(|status| lines.iter().find(|line| line.figure.status == *status))
}

/// How many figures stand at each status, in the order of `STATUSES`.
pub(super) fn tally(lines: &[Line<'_>]) -> [usize; 5] {
    super::look::STATUSES.map(|status| {
        lines
            .iter()
            .filter(|line| line.figure.status == status)
            .count()
    })
}

/// The figure that changed most since the period before, in proportion to what it was.
pub(super) fn most_changed<'l, 'a: 'l>(
    lines: impl IntoIterator<Item = &'l Line<'a>>,
) -> Option<&'l Line<'a>> {
    let weight = |line: &Line<'_>| {
        let base = line.figure.previous.map_or(0.0, f64::abs);
        let change = line.change()?.abs();
        (change > 0.0 && base > 0.0).then(|| change / base)
    };
    lines
        .into_iter()
        .filter_map(|line| Some((line, weight(line)?)))
        .filter(|(line, _)| !super::words::is_low(line.figure.coverage))
        // The first of equals wins, whatever its place.
        .reduce(|best, next| match next.1.partial_cmp(&best.1) {
            Some(Ordering::Greater) => next,
            _ => best,
        })
        .map(|(line, _)| line)
}

/// The register column that a kind's returns are compared by: the territory, else the direction, else any other.
pub(super) fn comparison_level(kind: &KindView<'_>) -> Option<String> {
    let register = &kind.plan.kind.register;
    let levels = &kind.plan.kind.levels;
    [
        ColumnRole::County,
        ColumnRole::Department,
        ColumnRole::Theme,
    ]
    .into_iter()
    .filter_map(|role| register.column(role))
    .map(|column| &column.id)
    .find(|id| levels.contains(id))
    .or_else(|| levels.first())
    .map(|id| id.as_str().to_owned())
}

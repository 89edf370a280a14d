//! Sentences computed from figures by rules: a target reached or lost, a rise or fall, the territories furthest apart, the
//! returns that miss. Each carries the keys of its figures; what rests on too few returns is not commented.

use super::shapes::Sentence;
use super::words::{Words, is_low};
use crate::evaluate::status_of;
use crate::framework::{Indicator, Sense};
use crate::model::{Coverage, Figure, FigureKey, Level, Status};
use crate::render::KindView;

/// A change of a percentage is said from this many points on.
const POINTS_SAID: f64 = 3.0;
/// Another change is said from this share of the previous value on.
const SHARE_SAID: f64 = 0.1;
/// Fewer territories than this are not compared.
const COMPARED: usize = 3;
/// Territories named at most in one sentence.
const NAMED: usize = 5;

/// A sentence and how much it matters; sentences that tell of nothing worrying or new weigh less.
pub(super) struct Remarkable {
    pub(super) weight: f64,
    pub(super) sentence: Sentence,
}

/// What has changed about these indicators, the weightiest first.
pub(super) fn changes(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicators: &[&Indicator],
) -> Vec<Remarkable> {
    let mut found: Vec<Remarkable> = indicators
        .iter()
        .filter_map(|i| crossed(words, kind, i).or_else(|| moved(words, kind, i)))
        .collect();
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found
}

/// The coverage of the period before, for the programme.
fn coverage_before(kind: &KindView<'_>) -> Coverage {
    let previous = kind.evaluation.previous.iter();
    previous
        .filter(|l| l.level == Level::Programme)
        .find_map(|l| l.groups.first())
        .map_or_else(Coverage::default, |g| g.coverage)
}

/// The figure with its value, the value before, and the former key; none where either rests on too few returns.
fn compared(
    kind: &KindView<'_>,
    indicator: &Indicator,
) -> Option<(Figure, f64, f64, Vec<FigureKey>)> {
    let figure = kind.overall(&indicator.id)?;
    let (value, previous) = (figure.value?, figure.previous?);
    if is_low(figure.coverage) || is_low(coverage_before(kind)) {
        return None;
    }
    let former = FigureKey {
        period: figure.key.period.previous()?,
        ..figure.key.clone()
    };
    let keys = vec![figure.key.clone(), former];
    Some((figure, value, previous, keys))
}

/// The target reached this period, or lost.
fn crossed(words: Words<'_>, kind: &KindView<'_>, indicator: &Indicator) -> Option<Remarkable> {
    let (figure, _, previous, keys) = compared(kind, indicator)?;
    let before = status_of(indicator, Some(previous), coverage_before(kind));
    let message = match (before, figure.status) {
        (Status::NonDisponible, _) | (_, Status::NonDisponible) => return None,
        (Status::Atteint, Status::Atteint) => return None,
        (_, Status::Atteint) => "reached",
        (Status::Atteint, _) => "lost",
        (before, Status::Critique) if before != Status::Critique => "critical",
        _ => return None,
    };
    let weight = if message == "reached" { 2.0 } else { 3.0 };
    let args = [
        ("label", words.label(indicator).into()),
        (
            "now",
            words.value_or_unknown(indicator, figure.value).into(),
        ),
        (
            "before",
            words.value_or_unknown(indicator, figure.previous).into(),
        ),
        ("target", words.target(indicator)?.into()),
    ];
    Some(Remarkable {
        weight,
        sentence: words.sentence(message, &args, keys),
    })
}

/// A rise or a fall that is large enough to be said.
fn moved(words: Words<'_>, kind: &KindView<'_>, indicator: &Indicator) -> Option<Remarkable> {
    let (figure, value, previous, keys) = compared(kind, indicator)?;
    let change = value - previous;
    let is_share = words.unit(indicator) == "%";
    let size = if is_share {
        change.abs() / 10.0
    } else {
        change.abs() / previous.abs()
    };
    let floor = if is_share {
        POINTS_SAID / 10.0
    } else {
        SHARE_SAID
    };
    if !size.is_finite() || size < floor {
        return None;
    }
    let worse = match indicator.sense {
        Sense::More => change < 0.0,
        Sense::Less => change > 0.0,
        Sense::Range => {
            figure.status > Status::EnBonneVoie && figure.status < Status::NonDisponible
        }
        Sense::None => false,
    };
    let before = coverage_before(kind);
    let args = [
        ("label", words.label(indicator).into()),
        ("now", words.value_or_unknown(indicator, Some(value)).into()),
        (
            "before",
            words.value_or_unknown(indicator, Some(previous)).into(),
        ),
        (
            "change",
            words
                .change(indicator, Some(change))
                .unwrap_or_default()
                .into(),
        ),
        // A sum grows with the returns behind it: the reader must be able to tell.
        (
            "sum",
            if is_share || before.accepted == figure.coverage.accepted {
                "no"
            } else {
                "yes"
            }
            .into(),
        ),
        ("accepted", figure.coverage.accepted.into()),
        ("accepted-before", before.accepted.into()),
    ];
    let message = if change > 0.0 { "rise" } else { "fall" };
    Some(Remarkable {
        weight: size.min(1.0) + if worse { 1.0 } else { 0.0 },
        sentence: words.sentence(message, &args, keys),
    })
}

/// The figures of an indicator for the groups of a level that have a value and enough returns, smallest first.
pub(super) fn ranked(kind: &KindView<'_>, indicator: &Indicator, column: &str) -> Vec<Figure> {
    let level = Level::Column(column.to_owned());
    let groups = kind.evaluation.groups(&level).iter();
    let mut figures: Vec<Figure> = groups
        .filter(|g| !g.key.is_empty())
        .filter_map(|g| kind.figure(&indicator.id, &level, &g.key))
        .filter(|f| f.value.is_some() && f.coverage.share().is_some() && !is_low(f.coverage))
        .collect();
    figures.sort_by(|a, b| {
        let value = |f: &Figure| f.value.unwrap_or(f64::NAN);
        value(a)
            .total_cmp(&value(b))
            .then_with(|| a.key.group.cmp(&b.key.group))
    });
    figures
}

/// The groups of a level that are furthest apart, among those with enough returns.
pub(super) fn extremes(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicator: &Indicator,
    column: &str,
) -> Option<Sentence> {
    let figures = ranked(kind, indicator, column);
    let (low, high) = (figures.first()?, figures.last()?);
    if figures.len() < COMPARED || low.value == high.value {
        return None;
    }
    let name = |f: &Figure| words.group(kind.plan.kind, column, &f.key.group);
    let args = [
        ("label", words.label(indicator).into()),
        ("low", name(low).into()),
        (
            "low-value",
            words.value_or_unknown(indicator, low.value).into(),
        ),
        ("high", name(high).into()),
        (
            "high-value",
            words.value_or_unknown(indicator, high.value).into(),
        ),
        ("count", figures.len().into()),
    ];
    let keys = vec![low.key.clone(), high.key.clone()];
    Some(words.sentence("extremes", &args, keys))
}

/// The groups of a level in which less than half of the expected returns came.
pub(super) fn few_returns(words: Words<'_>, kind: &KindView<'_>, column: &str) -> Option<Sentence> {
    let level = Level::Column(column.to_owned());
    let mut low: Vec<_> = kind
        .evaluation
        .groups(&level)
        .iter()
        .filter(|g| !g.key.is_empty() && is_low(g.coverage))
        .collect();
    low.sort_by_key(|g| std::cmp::Reverse(g.coverage.expected - g.coverage.accepted));
    if low.is_empty() {
        return None;
    }
    let names: Vec<String> = low
        .iter()
        .take(NAMED)
        .map(|g| words.group(kind.plan.kind, column, &g.key))
        .collect();
    let indicator = kind.evaluation.indicators.first();
    let keys = low.iter().filter_map(|g| {
        Some(FigureKey {
            indicator: indicator?.clone(),
            level: level.clone(),
            group: g.key.clone(),
            period: kind.evaluation.period,
        })
    });
    let args = [
        ("names", words.list(&names).into()),
        ("count", low.len().into()),
        ("others", low.len().saturating_sub(NAMED).into()),
    ];
    Some(words.sentence("few-returns", &args, keys.collect()))
}

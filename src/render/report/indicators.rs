//! Every indicator of every kind, with all that belongs to it.

use super::claims::Tally;
use super::data::{IndicatorGroup, Indicators};
use super::shapes::{Dot, DotPlot};
use super::words::{Words, is_low, target_raw};
use crate::framework::{Dimension, Indicator};
use crate::model::{Figure, Status};
use crate::render::KindView;

const DIMENSIONS: [(Dimension, &str); 4] = [
    (Dimension::Gestion, "gestion"),
    (Dimension::Participation, "participation"),
    (Dimension::Social, "social"),
    (Dimension::Environnement, "environnement"),
];

/// The whole table: the first kind by dimension, then each other kind.
pub(super) fn indicators(words: Words<'_>, first: &KindView<'_>) -> Indicators {
    let mut groups = Vec::new();
    let mut all: Vec<Figure> = Vec::new();
    let mut add = |label: String, found: Vec<(&Indicator, Figure)>| {
        if found.is_empty() {
            return;
        }
        groups.push(IndicatorGroup {
            label,
            figures: found.iter().map(|(i, f)| words.figure(i, f)).collect(),
        });
        all.extend(found.into_iter().map(|(_, f)| f));
    };
    for (dimension, name) in DIMENSIONS {
        let found = figures(first, |i| i.dimension == dimension);
        add(words.say(&format!("dimension-{name}"), &[]), found);
    }
    for kind in words.view.kinds.iter().filter(|k| k.id() != first.id()) {
        let label = kind.plan.kind.label.get(words.language());
        let period = words.period_short(kind.evaluation.period);
        let args = [("label", label.into()), ("period", period.into())];
        add(words.say("kind-of-period", &args), figures(kind, |_| true));
    }
    let tally = Tally::of(all.iter());
    let args = [
        ("judged", tally.judged.into()),
        ("reached", tally.reached.into()),
        ("track", tally.on_track.into()),
        ("acting", tally.to_act.into()),
        ("count", all.len().into()),
    ];
    let message = if tally.judged == 0 {
        "indicators-none"
    } else {
        "indicators-claim"
    };
    Indicators {
        claim: words.say(message, &args),
        dots: dots(words, first),
        groups,
    }
}

/// Shares are drawn together from this many on.
const FEWEST_DOTS: usize = 3;

/// The shares that have a target, each with its value before: how far each has come.
fn dots(words: Words<'_>, kind: &KindView<'_>) -> Option<DotPlot> {
    let judged = figures(kind, |i| i.target.is_some() && i.unit.fr == "%");
    let known = judged.iter().filter(|(_, f)| f.value.is_some());
    let (known, reached) = known.fold((0, 0), |(known, reached), (_, figure)| {
        (
            known + 1,
            reached + usize::from(figure.status == Status::Atteint),
        )
    });
    if known < FEWEST_DOTS {
        return None;
    }
    let args = [("known", known.into()), ("reached", reached.into())];
    let row = |(indicator, figure): (&Indicator, Figure)| Dot {
        label: words.label(indicator).to_owned(),
        raw: figure.value,
        value: words.value(indicator, figure.value),
        previous_raw: figure.previous,
        previous: words.value(indicator, figure.previous),
        target_raw: target_raw(indicator),
        target: words.target(indicator),
        low_coverage: is_low(figure.coverage),
    };
    Some(DotPlot {
        title: words.say("dots-title", &args),
        alt: None,
        lecture: Some(words.say("dots-lecture", &args)),
        unit: Some("%".to_owned()),
        rows: judged.into_iter().map(row).collect(),
    })
}

fn figures<'a>(
    kind: &KindView<'a>,
    keep: impl Fn(&Indicator) -> bool,
) -> Vec<(&'a Indicator, Figure)> {
    let indicators = kind.plan.indicators.iter().copied();
    indicators
        .filter(|i| keep(i))
        .filter_map(|i| Some((i, kind.overall(&i.id)?)))
        .collect()
}

//! Every indicator of every kind, with all that belongs to it.

use super::claims::Tally;
use super::data::{IndicatorGroup, Indicators};
use super::words::Words;
use crate::framework::{Dimension, Indicator};
use crate::model::Figure;
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
        groups,
    }
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

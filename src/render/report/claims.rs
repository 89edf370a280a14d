//! The sentence at the head of each page: what its figures say.

use super::words::Words;
use crate::framework::Indicator;
use crate::model::{Coverage, Figure, Level, Status};
use crate::render::KindView;

/// How many figures stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) judged: usize,
    pub(super) reached: usize,
    pub(super) on_track: usize,
    pub(super) to_act: usize,
}

impl Tally {
    pub(super) fn of<'f>(figures: impl Iterator<Item = &'f Figure>) -> Self {
        let mut tally = Self::default();
        for figure in figures {
            match figure.status {
                Status::NonDisponible => continue,
                Status::Atteint => tally.reached += 1,
                Status::EnBonneVoie => tally.on_track += 1,
                Status::ASurveiller | Status::Critique => tally.to_act += 1,
            }
            tally.judged += 1;
        }
        tally
    }
}

/// The returns of a kind's period.
pub(in crate::render) fn coverage(kind: &KindView<'_>) -> Coverage {
    let programme = kind.evaluation.groups(&Level::Programme).first();
    programme.map_or_else(Coverage::default, |g| g.coverage)
}

/// What is said where no figure can be read; none where some can.
fn nothing_known(words: Words<'_>, kind: &KindView<'_>) -> Option<String> {
    let coverage = coverage(kind);
    if coverage.expected == 0 {
        Some(words.say("claim-nothing-expected", &[]))
    } else if coverage.accepted == 0 {
        Some(words.say("claim-no-return", &[("expected", coverage.expected.into())]))
    } else {
        None
    }
}

/// The finding of a page about these indicators: its first figure with its change, and how many targets are reached.
pub(super) fn claim(words: Words<'_>, kind: &KindView<'_>, indicators: &[&Indicator]) -> String {
    if let Some(claim) = nothing_known(words, kind) {
        return claim;
    }
    let figures: Vec<Figure> = indicators
        .iter()
        .filter_map(|i| kind.overall(&i.id))
        .collect();
    let tally = Tally::of(figures.iter());
    let first = indicators.iter().find_map(|i| {
        kind.overall(&i.id)
            .filter(|f| f.value.is_some())
            .map(|f| (*i, f))
    });
    let Some((indicator, figure)) = first else {
        return words.say("claim-unknown", &[]);
    };
    let previous = words.value(indicator, figure.previous);
    let moved = if previous.is_some() { "yes" } else { "no" };
    words.say(
        "claim",
        &[
            ("label", words.label(indicator).into()),
            (
                "now",
                words.value_or_unknown(indicator, figure.value).into(),
            ),
            ("moved", moved.into()),
            ("before", previous.unwrap_or_default().into()),
            ("judged", tally.judged.into()),
            ("reached", tally.reached.into()),
        ],
    )
}

/// The finding of the whole report.
pub(super) fn summary_claim(
    words: Words<'_>,
    kind: &KindView<'_>,
    key_figures: &[(&Indicator, Figure)],
) -> String {
    if let Some(claim) = nothing_known(words, kind) {
        return claim;
    }
    let coverage = coverage(kind);
    if super::words::is_low(coverage) {
        return words.say(
            "claim-few-returns",
            &[
                ("accepted", coverage.accepted.into()),
                ("expected", coverage.expected.into()),
            ],
        );
    }
    let tally = Tally::of(key_figures.iter().map(|(_, f)| f));
    let worst = key_figures
        .iter()
        .filter(|(_, f)| matches!(f.status, Status::ASurveiller | Status::Critique))
        .max_by_key(|(_, f)| f.status);
    let args = [
        ("judged", tally.judged.into()),
        ("good", (tally.reached + tally.on_track).into()),
        ("reached", tally.reached.into()),
        ("worst", worst.map_or("", |(i, _)| words.label(i)).into()),
        (
            "worst-value",
            worst
                .map_or_else(String::new, |(i, f)| words.value_or_unknown(i, f.value))
                .into(),
        ),
        ("acting", tally.to_act.into()),
    ];
    match (tally.judged, tally.to_act) {
        (0, _) => words.say(
            "claim-returns",
            &[
                ("accepted", coverage.accepted.into()),
                ("expected", coverage.expected.into()),
            ],
        ),
        (_, 0) => words.say("claim-summary-good", &args),
        _ => words.say("claim-summary", &args),
    }
}

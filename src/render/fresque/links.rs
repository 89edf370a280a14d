//! Which card leads to which: from the theme of a project, and from what it reported.

use std::collections::BTreeSet;

use super::cards::{Deck, theme};
use super::data::{Family, Link};
use crate::evaluate::FollowUp;
use crate::render::KindView;
use crate::render::report::words::Words;

/// Effects that a project leads to at most: the ones of which it did the largest share.
const EFFECTS: usize = 2;

/// The links, in the order of the cards that they start from.
pub(super) fn links(words: Words<'_>, kind: &KindView<'_>, deck: &Deck<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = causes(words, kind, deck);
    links.extend(actions(words, kind, deck));
    let (effects, figures) = (deck.first(Family::Effect), deck.first(Family::Figure));
    links.extend(deck.effects.iter().enumerate().map(|(at, proven)| {
        let value = words.value_or_unknown(proven.indicator, Some(proven.value));
        Link {
            from: effects + at,
            to: figures + at,
            why: words
                .view
                .texts
                .get("fresque-link-figure", &[("value", value.into())]),
        }
    }));
    links
}

fn causes(words: Words<'_>, kind: &KindView<'_>, deck: &Deck<'_>) -> Vec<Link> {
    let (first, actions) = (deck.first(Family::Cause), deck.first(Family::Action));
    let themes = &words.view.framework.programme.themes;
    let of_cause = deck.causes.iter().enumerate().flat_map(|(at, cause)| {
        let name = themes.iter().find(|t| t.id == cause.theme);
        let name = name.map_or(cause.theme.as_str(), |t| t.name.get(words.language()));
        let projects = deck.actions.iter().enumerate();
        let of_theme = projects.filter(move |(_, row)| theme(kind, row) == cause.theme);
        of_theme.map(move |(action, _)| Link {
            from: first + at,
            to: actions + action,
            why: words
                .view
                .texts
                .get("fresque-link-cause", &[("theme", name.into())]),
        })
    });
    of_cause.collect()
}

fn actions(words: Words<'_>, kind: &KindView<'_>, deck: &Deck<'_>) -> Vec<Link> {
    let (first, effects) = (deck.first(Family::Action), deck.first(Family::Effect));
    let mut chosen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (action, row) in deck.actions.iter().enumerate() {
        let mut shares = shares(kind, deck, row);
        shares.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        chosen.extend(
            shares
                .iter()
                .take(EFFECTS)
                .map(|(effect, _)| (action, *effect)),
        );
    }
    // No effect without a card that leads to it, where any does.
    for effect in 0..deck.effects.len() {
        let of_effect = deck.actions.iter().enumerate().filter_map(|(action, row)| {
            let share = shares(kind, deck, row)
                .into_iter()
                .find(|(at, _)| *at == effect)?
                .1;
            Some((action, share))
        });
        let most = of_effect.max_by(|(_, a), (_, b)| a.total_cmp(b));
        chosen.extend(most.map(|(action, _)| (action, effect)));
    }
    let link = |(action, effect): (usize, usize)| {
        let (row, proven) = (deck.actions.get(action)?, deck.effects.get(effect)?);
        let value = kind.amount(&proven.indicator.id, row)?;
        let args = [
            ("label", words.label(proven.indicator).into()),
            (
                "value",
                words.value_or_unknown(proven.indicator, Some(value)).into(),
            ),
        ];
        Some(Link {
            from: first + action,
            to: effects + effect,
            why: words.view.texts.get("fresque-link-action", &args),
        })
    };
    chosen.into_iter().filter_map(link).collect()
}

/// The project's share of each effect that it reported some of: the effect's place, and the share.
fn shares(kind: &KindView<'_>, deck: &Deck<'_>, row: &FollowUp) -> Vec<(usize, f64)> {
    let effects = deck.effects.iter().enumerate();
    effects
        .filter_map(|(at, proven)| {
            let value = kind.amount(&proven.indicator.id, row)?;
            Some((at, value / proven.value))
        })
        .collect()
}

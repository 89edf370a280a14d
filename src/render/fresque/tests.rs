//! Cards that follow from figures, and links that can be proven.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use super::*;
use crate::framework::Language;
use crate::render::trial::Trial;

fn made(trial: &Trial, language: Language) -> FresqueData {
    let extract = crate::render::report::extract(&trial.framework, trial.period);
    trial.public_view(language, |view| fresque(view, &extract, None).unwrap())
}

#[test]
fn every_link_starts_and_ends_at_a_card_and_goes_one_family_further() {
    let data = made(&Trial::projects(), Language::Fr);
    let family = |number: usize| data.cards[number - 1].family;
    assert!(!data.links.is_empty());
    for link in &data.links {
        assert_eq!(
            family(link.to) as usize,
            family(link.from) as usize + 1,
            "{link:?}"
        );
    }
    for (at, card) in data.cards.iter().enumerate() {
        assert_eq!(card.number, at + 1);
        let targets: BTreeSet<usize> = card.leads_to.iter().copied().collect();
        let linked = data.links.iter().filter(|l| l.from == card.number);
        assert_eq!(targets, linked.map(|l| l.to).collect());
    }
    // Each effect is reached, and has its figure.
    let effects = data.cards.iter().filter(|c| c.family == Family::Effect);
    for card in effects {
        assert!(
            data.links.iter().any(|l| l.to == card.number),
            "{}",
            card.title
        );
        assert_eq!(card.leads_to.len(), 1);
    }
}

#[test]
fn only_themes_with_a_project_have_a_cause() {
    let data = made(&Trial::projects(), Language::Fr);
    let themes: BTreeSet<_> = (data.cards.iter())
        .filter(|c| c.family == Family::Cause)
        .map(|c| c.theme.as_deref().unwrap())
        .collect();
    assert_eq!(themes, BTreeSet::from(["biodiversite", "eau"]));
    let actions = data.cards.iter().filter(|c| c.family == Family::Action);
    assert_eq!(actions.count(), 10, "two of twelve have not returned");
}

#[test]
fn figures_become_things_that_everyone_knows() {
    let data = made(&Trial::projects(), Language::Fr);
    let card = data
        .cards
        .iter()
        .find(|c| c.title == "Surface restaurée" && c.family == Family::Figure);
    let card = card.unwrap();
    // Ten projects of 1 200.5 m² are 1.2 ha, 1.68 football pitches: two, in whole ones.
    assert_eq!(card.figure.as_ref().unwrap().value, "1,20");
    assert!(
        card.tangible
            .as_ref()
            .unwrap()
            .starts_with("soit environ 2 terrains de football")
    );
}

#[test]
fn english_is_complete_and_nothing_internal_stands_on_a_card() {
    let data = made(&Trial::projects(), Language::En);
    let json = serde_json::to_string(&data).unwrap();
    for french in ["Projet", "soit environ", "Les causes", "personnes à"] {
        assert!(!json.contains(french), "{french}: {json}");
    }
    for secret in ["Secrète", "secret.invalid", "foncier", "18450"] {
        assert!(!json.contains(secret), "{secret}");
    }
}

#[test]
fn without_returns_there_are_no_cards() {
    let mut trial = Trial::projects();
    trial.rows.clear();
    let data = made(&trial, Language::Fr);
    assert_eq!((data.cards.len(), data.links.len()), (0, 0));
    assert_eq!(data.rounds.len(), 2, "welcome and debrief");
    let view_is_internal = trial.view(Language::Fr, |view| {
        let extract = crate::render::report::extract(&trial.framework, trial.period);
        fresque(view, &extract, None).is_none()
    });
    assert!(view_is_internal);
}

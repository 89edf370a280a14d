//! How to play: the words of the guide, and the rounds with the cards that each deals.

use super::cards::Deck;
use super::data::{Family, FamilyWords, Guide, Round};
use crate::text::Texts;

/// The rounds: what is dealt in each, and how long it takes, in minutes.
const ROUNDS: [(&str, Option<Family>, u32); 6] = [
    ("welcome", None, 10),
    ("causes", Some(Family::Cause), 15),
    ("actions", Some(Family::Action), 25),
    ("effects", Some(Family::Effect), 20),
    ("figures", Some(Family::Figure), 15),
    ("debrief", None, 20),
];

/// The families in words.
pub(super) fn families(texts: &Texts) -> Vec<FamilyWords> {
    let family = |(id, name): (Family, &str)| {
        let say = |part: &str| texts.get(&format!("fresque-family-{name}{part}"), &[]);
        FamilyWords {
            id,
            label: say(""),
            plural: say(".plural"),
            hint: say(".hint"),
        }
    };
    [
        (Family::Cause, "cause"),
        (Family::Action, "action"),
        (Family::Effect, "effect"),
        (Family::Figure, "figure"),
    ]
    .map(family)
    .into()
}

/// The rounds; one without cards to deal is left out.
pub(super) fn rounds(texts: &Texts, deck: &Deck<'_>) -> Vec<Round> {
    let round = |(id, family, minutes): (&str, Option<Family>, u32)| {
        let cards = family.map(|f| deck.numbers(f)).unwrap_or_default();
        if family.is_some() && cards.is_empty() {
            return None;
        }
        let args = [("count", cards.len().into())];
        Some(Round {
            title: texts.get(&format!("fresque-round-{id}"), &args),
            text: texts.get(&format!("fresque-round-{id}.text"), &args),
            minutes,
            cards,
        })
    };
    ROUNDS.into_iter().filter_map(round).collect()
}

/// The guide's words.
pub(super) fn guide(texts: &Texts, rounds: &[Round], cards: usize) -> Guide {
    let minutes: u32 = rounds.iter().map(|r| r.minutes).sum();
    let args = [
        ("cards", cards.into()),
        ("minutes", u64::from(minutes).into()),
    ];
    let say = |id: &str| texts.get(&format!("fresque-guide-{id}"), &args);
    let all = |id: &str, count: usize| (1..=count).map(|n| say(&format!("{id}-{n}"))).collect();
    Guide {
        claim: say("claim"),
        players: say("players"),
        duration: say("duration"),
        material: all("material", 4),
        objectives: all("objective", 3),
        before: all("before", 4),
        debrief: all("debrief", 5),
    }
}

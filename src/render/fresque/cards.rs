//! Which cards there are, and what stands on them.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::data::{Card, CardFigure, Family, Link};
use crate::evaluate::FollowUp;
use crate::framework::{Cause, ColumnRole, Comparison, Dimension, Effect, Indicator};
use crate::render::KindView;
use crate::render::report::words::Words;
use crate::render::report::{Extract, fields};
use crate::text::{exact, number, period_with_article};

/// Sentences of a story on a card.
const SENTENCES: usize = 2;
/// Letters of a story on a card: a longer one ends with its last whole sentence, or word.
const LETTERS: usize = 320;

/// The cards dealt, family by family.
pub(super) struct Deck<'a> {
    pub(super) causes: Vec<&'a Cause>,
    pub(super) actions: Vec<&'a FollowUp>,
    /// The effects that some figure proves.
    pub(super) effects: Vec<Proven<'a>>,
    made: Vec<Card>,
}

/// An effect and its figure for the whole.
pub(super) struct Proven<'a> {
    pub(super) effect: &'a Effect,
    pub(super) indicator: &'a Indicator,
    pub(super) value: f64,
}

impl<'a> Deck<'a> {
    /// Chooses the cards: the causes of themes that have projects, projects of as many themes as can be, the effects that are
    /// more than nothing, and a figure for each.
    pub(super) fn deal(words: Words<'a>, kind: &KindView<'a>, extract: &Extract) -> Self {
        let fresque = &words.view.framework.fresque;
        let actions = actions(kind, extract, usize::from(fresque.actions));
        let has_project =
            |cause: &&Cause| actions.iter().any(|row| theme(kind, row) == cause.theme);
        let mut deck = Self {
            causes: fresque.causes.iter().filter(has_project).collect(),
            effects: (fresque.effects.iter())
                .filter_map(|effect| proven(kind, effect))
                .collect(),
            actions,
            made: Vec::new(),
        };
        let causes = deck.causes.iter().map(|c| cause(words, c));
        let projects = deck
            .actions
            .iter()
            .map(|row| action(words, kind, row, extract));
        let effects = deck.effects.iter().map(|e| effect(words, e));
        let figures = deck.effects.iter().map(|e| figure(words, kind, e));
        let made = causes.chain(projects).chain(effects).chain(figures);
        deck.made = (1..)
            .zip(made)
            .map(|(number, card)| Card { number, ..card })
            .collect();
        deck
    }

    /// How many cards there are.
    pub(super) fn len(&self) -> usize {
        self.made.len()
    }

    /// How many causes, actions and effects.
    pub(super) fn counts(&self) -> [usize; 3] {
        [self.causes.len(), self.actions.len(), self.effects.len()]
    }

    /// The number of a family's first card.
    pub(super) fn first(&self, family: Family) -> usize {
        let [causes, actions, effects] = self.counts();
        1 + match family {
            Family::Cause => 0,
            Family::Action => causes,
            Family::Effect => causes + actions,
            Family::Figure => causes + actions + effects,
        }
    }

    /// The numbers of a family's cards.
    pub(super) fn numbers(&self, family: Family) -> Vec<usize> {
        let cards = self.made.iter().filter(|card| card.family == family);
        cards.map(|card| card.number).collect()
    }

    /// The cards, with where they lead to.
    pub(super) fn cards(self, links: &[Link]) -> Vec<Card> {
        let with_links = |card: Card| Card {
            leads_to: (links.iter().filter(|l| l.from == card.number))
                .map(|l| l.to)
                .collect(),
            ..card
        };
        self.made.into_iter().map(with_links).collect()
    }
}

/// The theme of a project.
pub(super) fn theme<'r>(kind: &KindView<'_>, row: &'r FollowUp) -> &'r str {
    row.subject
        .role(kind.plan.kind, ColumnRole::Theme)
        .unwrap_or_default()
}

/// Projects told in their own words first, then the others; a theme after the other, so that each has its turn.
fn actions<'a>(kind: &KindView<'a>, extract: &Extract, most: usize) -> Vec<&'a FollowUp> {
    let mut rows: Vec<&FollowUp> = kind.rows.iter().filter(|row| row.accepted).collect();
    rows.sort_by_key(|row| (extract.story(&row.subject.id).is_none(), &row.subject.id));
    let mut seen: Vec<(&str, usize)> = Vec::new();
    let mut turns: Vec<(usize, &FollowUp)> = Vec::with_capacity(rows.len());
    for row in rows {
        let theme = theme(kind, row);
        match seen.iter_mut().find(|(known, _)| *known == theme) {
            Some((_, turn)) => {
                *turn += 1;
                turns.push((*turn, row));
            }
            None => {
                seen.push((theme, 0));
                turns.push((0, row));
            }
        }
    }
    turns.sort_by_key(|(turn, _)| *turn);
    let mut chosen: Vec<&FollowUp> = turns.into_iter().map(|(_, row)| row).take(most).collect();
    chosen.sort_by_key(|row| (theme(kind, row), &row.subject.id));
    chosen
}

fn proven<'a>(kind: &KindView<'a>, effect: &'a Effect) -> Option<Proven<'a>> {
    let indicator = *kind
        .plan
        .indicators
        .iter()
        .find(|i| i.id == effect.indicator)?;
    let value = kind.overall(&indicator.id)?.value.filter(|v| *v > 0.0)?;
    Some(Proven {
        effect,
        indicator,
        value,
    })
}

fn card(family: Family, title: String, text: String, source: String) -> Card {
    Card {
        number: 0,
        family,
        theme: None,
        theme_label: None,
        title,
        place: None,
        text,
        question: None,
        figure: None,
        tangible: None,
        source,
        sdg: Vec::new(),
        leads_to: Vec::new(),
    }
}

fn cause(words: Words<'_>, cause: &Cause) -> Card {
    let language = words.language();
    let themes = &words.view.framework.programme.themes;
    let theme = themes.iter().find(|t| t.id == cause.theme);
    let say = |text: &crate::framework::Localised| text.get(language).to_owned();
    Card {
        theme: Some(cause.theme.clone()),
        theme_label: theme.map(|t| say(&t.name)),
        question: Some(say(&cause.question)),
        sdg: cause.sdg.clone(),
        ..card(
            Family::Cause,
            say(&cause.title),
            say(&cause.text),
            say(&cause.source),
        )
    }
}

fn action(words: Words<'_>, kind: &KindView<'_>, row: &FollowUp, extract: &Extract) -> Card {
    let definition = kind.plan.kind;
    let named = |role| {
        let column = definition.register.column(role)?.id.as_str();
        Some(words.group(definition, column, row.subject.text(column)?))
    };
    let municipality = fields::register_text(definition, row, fields::MUNICIPALITY);
    let place: Vec<String> = (municipality.map(str::to_owned).into_iter())
        .chain(named(ColumnRole::County))
        .collect();
    let place = Some(place.join(", ")).filter(|p| !p.is_empty());
    let told = extract.story(&row.subject.id).map(shortened);
    let text = told.unwrap_or_else(|| {
        let holder = fields::register_text(definition, row, fields::HOLDER);
        let args = [
            ("holder", holder.unwrap_or_default().into()),
            ("known", if holder.is_some() { "yes" } else { "no" }.into()),
            ("place", place.clone().unwrap_or_default().into()),
        ];
        words.view.texts.get("fresque-action-text", &args)
    });
    let effect = first_effect(words, kind, row);
    let source = words.view.texts.get(
        "fresque-action-source",
        &[("id", row.subject.id.as_str().into())],
    );
    Card {
        theme: Some(theme(kind, row).to_owned()),
        theme_label: named(ColumnRole::Theme),
        place,
        question: Some(words.view.texts.get("fresque-action-question", &[])),
        sdg: effect
            .as_ref()
            .map(|(_, sdg)| sdg.clone())
            .unwrap_or_default(),
        figure: effect.map(|(figure, _)| figure),
        ..card(Family::Action, row.subject.title.clone(), text, source)
    }
}

/// What the project did most visibly: a quantity of the environment or of people that is more than nothing.
fn first_effect(
    words: Words<'_>,
    kind: &KindView<'_>,
    row: &FollowUp,
) -> Option<(CardFigure, Vec<u8>)> {
    let dimensions = [Dimension::Environnement, Dimension::Social];
    let of = |d: Dimension| {
        let all = kind.plan.indicators.iter();
        all.filter(move |i| i.dimension == d && i.unit.fr != "%")
    };
    dimensions.into_iter().flat_map(of).find_map(|indicator| {
        let value = kind.amount(&indicator.id, row)?;
        Some((card_figure(words, indicator, value), indicator.sdg.clone()))
    })
}

fn card_figure(words: Words<'_>, indicator: &Indicator, value: f64) -> CardFigure {
    CardFigure {
        value: number(value, indicator.decimals, words.language()),
        unit: words.unit(indicator).to_owned(),
        label: words.label(indicator).to_owned(),
    }
}

fn effect(words: Words<'_>, proven: &Proven<'_>) -> Card {
    let language = words.language();
    let say = |text: &crate::framework::Localised| text.get(language).to_owned();
    let source = words.view.texts.get("fresque-effect-source", &[]);
    let effect = proven.effect;
    Card {
        question: Some(say(&effect.question)),
        sdg: proven.indicator.sdg.clone(),
        ..card(
            Family::Effect,
            say(&effect.title),
            say(&effect.text),
            source,
        )
    }
}

fn figure(words: Words<'_>, kind: &KindView<'_>, proven: &Proven<'_>) -> Card {
    let (indicator, language) = (proven.indicator, words.language());
    let coverage = kind
        .overall(&indicator.id)
        .and_then(|f| words.coverage(f.coverage));
    let args = [
        (
            "period",
            period_with_article(kind.evaluation.period, language).into(),
        ),
        ("coverage", coverage.unwrap_or_default().into()),
    ];
    Card {
        figure: Some(card_figure(words, indicator, proven.value)),
        tangible: tangible(words, indicator, proven.value),
        sdg: indicator.sdg.clone(),
        question: Some(words.view.texts.get("fresque-figure-question", &[])),
        ..card(
            Family::Figure,
            words.label(indicator).to_owned(),
            indicator.method.get(language).to_owned(),
            words.view.texts.get("fresque-figure-source", &args),
        )
    }
}

/// The figure in the first thing that it holds at least once.
fn tangible(words: Words<'_>, indicator: &Indicator, value: f64) -> Option<String> {
    let comparisons = &words.view.framework.fresque.comparisons;
    let value = Decimal::from_f64(value)?;
    let of = comparisons.iter().filter(|c| c.indicator == indicator.id);
    of.filter_map(|c| Some((c, times(value, c)?)))
        .next()
        .map(|(comparison, times)| {
            let language = words.language();
            let one = times == Decimal::ONE;
            let thing = if one {
                &comparison.one
            } else {
                &comparison.many
            };
            let args = [
                ("one", if one { "yes" } else { "no" }.into()),
                ("count", exact(times, language).into()),
                ("thing", thing.get(language).into()),
                ("source", comparison.source.get(language).into()),
            ];
            words.view.texts.get("fresque-tangible", &args)
        })
}

/// How many times the thing goes into the value, with two digits: more would pretend to be exact. None under one time.
fn times(value: Decimal, comparison: &Comparison) -> Option<Decimal> {
    let times = value.checked_div(comparison.per)?;
    if times < Decimal::ONE {
        return None;
    }
    let rounded = times.round_sf(2)?.normalize();
    // « 1,4 terrain » is no image.
    if rounded < Decimal::TEN {
        Some(rounded.round())
    } else {
        rounded.to_i64().map(Decimal::from)
    }
}

/// The first sentences of a story.
fn shortened(story: &str) -> String {
    let mut end = 0;
    let mut sentences = 0;
    let letters: Vec<(usize, char)> = story.char_indices().collect();
    for (at, (position, letter)) in letters.iter().enumerate().take(LETTERS) {
        let last = letters
            .get(at + 1)
            .is_none_or(|(_, next)| next.is_whitespace());
        if matches!(letter, '.' | '!' | '?' | '…') && last {
            end = position + letter.len_utf8();
            sentences += 1;
            if sentences == SENTENCES {
                break;
            }
        }
    }
    if end > 0 {
        return story.get(..end).unwrap_or(story).to_owned();
    }
    if letters.len() <= LETTERS {
        return story.to_owned();
    }
    let cut = letters
        .get(LETTERS)
        .map_or(story.len(), |(position, _)| *position);
    let short = story.get(..cut).unwrap_or(story);
    let whole = short
        .rsplit_once(char::is_whitespace)
        .map_or(short, |(words, _)| words);
    format!("{whole}…")
}

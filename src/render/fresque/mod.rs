//! The Fresque de la Participation: cards of causes, actions, effects and figures, made from live projects and public figures,
//! with the links that players are to find.
//!
//! Takes a public [`View`] and the words of `fresque.toml`, gives the data of the cards, of the facilitator's guide and of the
//! poster. Every link follows from a figure: a project leads to an effect because it reported some of it.

mod cards;
mod data;
mod guide;
mod links;
#[cfg(test)]
mod tests;

pub use data::{Card, CardFigure, Family, FamilyWords, FresqueData, Guide, Link, Round};

use super::View;
use super::contracts::Contract;
use super::report::words::Words;
use super::report::{Contact, Extract};
use crate::framework::Privacy;
use crate::text::{date_long, period_with_article};
use cards::Deck;

/// The deck; none where the view is not public or follows nothing. `edition` is the name of the edition that the view is about,
/// where it is about one.
pub fn fresque(view: &View<'_>, extract: &Extract, edition: Option<&str>) -> Option<FresqueData> {
    if view.privacy != Privacy::Public {
        return None;
    }
    let kind = view.main_kind()?;
    let words = Words { view };
    let deck = Deck::deal(words, kind, extract);
    let links = links::links(words, kind, &deck);
    let say = |id: &str| view.texts.get(&format!("fresque-{id}"), &[]);
    let (programme, language) = (&view.framework.programme, view.language);
    let coverage = super::report::coverage_of(kind);
    let rounds = guide::rounds(view.texts, &deck);
    let counted = deck.counts();
    Some(FresqueData {
        contract: Contract::Fresque.version(),
        lang: language.code(),
        title: say("title"),
        subtitle: say("subtitle"),
        programme: programme.name.get(language).to_owned(),
        organisation: programme.organisation.get(language).to_owned(),
        edition: edition.map(str::to_owned),
        period: words.period(kind.evaluation.period),
        period_code: kind.evaluation.period.written(),
        date: date_long(view.today, language),
        date_iso: view.today.to_string(),
        contact: Contact::from(&programme.contact),
        claim: view.texts.get(
            "fresque-claim",
            &[
                ("causes", counted[0].into()),
                ("actions", counted[1].into()),
                ("effects", counted[2].into()),
                ("links", links.len().into()),
                ("projects", kind.rows.len().into()),
            ],
        ),
        families: guide::families(view.texts),
        guide: guide::guide(view.texts, &rounds, deck.len()),
        rounds,
        coverage: view.texts.get(
            "fresque-coverage",
            &[
                ("accepted", coverage.accepted.into()),
                ("expected", coverage.expected.into()),
            ],
        ),
        source_note: view.texts.get(
            "fresque-source-note",
            &[(
                "period",
                period_with_article(kind.evaluation.period, language).into(),
            )],
        ),
        cards: deck.cards(&links),
        links,
    })
}

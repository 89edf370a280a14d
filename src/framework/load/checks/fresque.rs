//! `fresque.toml`: themes and indicators that exist and may be shown to everyone, quantities that divide.

use rust_decimal::Decimal;

use crate::framework::Privacy;
use crate::framework::load::index::{Definitions, Index};
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;

use super::{indicators, programme};
use crate::framework::ColumnRole;

pub(super) fn check(index: &Index<'_>, problems: &mut Vec<Problem>) {
    let Some(fresque) = index.fresque.filter(|f| !f.broken) else {
        return;
    };
    let causes = fresque.list("cause");
    if let Some((themes, what)) = programme::pointed_into(ColumnRole::Theme, index) {
        for cause in &causes {
            if let Some(theme) = cause.get("theme") {
                themes.follow(theme, what, problems);
            }
            indicators::goals(*cause, problems);
        }
    }
    let effects = fresque.list("effect");
    let what = ("l'effet de", "the effect of");
    Definitions::new(effects.clone(), "indicator", true).twins("indicator", what, problems);
    for card in effects.into_iter().chain(fresque.list("comparison")) {
        public_indicator(card, index, problems);
        quantity(card, problems);
    }
}

/// The cards are for everyone: an internal figure has no place on them.
fn public_indicator(card: Node<'_>, index: &Index<'_>, problems: &mut Vec<Problem>) {
    let Some(reference) = card.get("indicator") else {
        return;
    };
    let what = ("l'indicateur", "the indicator");
    let Some(indicator) = index.indicators.follow(reference, what, problems) else {
        return;
    };
    let Some(id) = reference.text() else { return };
    if indicator
        .word::<Privacy>("privacy")
        .is_some_and(|level| level > Privacy::Public)
    {
        let message = say!(
            "« {id} » n'est pas un indicateur public : une carte le montrerait à tout le monde",
            "“{id}” is no public indicator: a card would show it to everyone"
        );
        let help = say!(
            "prenez un indicateur dont privacy = \"public\"",
            "take an indicator whose privacy = \"public\""
        );
        problems.push(reference.problem(message, Some(help)));
    }
}

fn quantity(card: Node<'_>, problems: &mut Vec<Problem>) {
    let Some(per) = card.get("per") else { return };
    if per.number().is_none_or(|n| n <= Decimal::ZERO) {
        let message = say!(
            "cette quantité n'est pas un nombre plus grand que zéro",
            "this quantity is no number greater than zero"
        );
        let help = say!(
            "écrivez-la avec un point : \"0.714\"",
            "write it with a point: \"0.714\""
        );
        problems.push(per.problem(message, Some(help)));
    }
}

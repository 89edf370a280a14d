//! `indicators/*.toml`: targets and thresholds that agree, goals that exist.

use rust_decimal::Decimal;

use crate::framework::Sense;
use crate::framework::load::index::Index;
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;

use super::common;

/// More digits than the engine keeps would be noise.
const MAX_DECIMALS: u32 = 6;

pub(super) fn check(index: &Index<'_>, problems: &mut Vec<Problem>) {
    index
        .indicators
        .twins("id", ("l'indicateur", "the indicator"), problems);
    for indicator in index.indicators.sound() {
        common::identifier(indicator.get("id"), true, problems);
        if let Some(kind) = indicator.get("kind") {
            index
                .kinds
                .follow(kind, ("la catégorie de dossiers", "the kind"), problems);
        }
        goals(indicator, problems);
        if let Some(place) = indicator.get("decimals")
            && place
                .number()
                .is_some_and(|n| n > MAX_DECIMALS.into() && n <= u8::MAX.into())
        {
            let message = say!("trop de décimales", "too many decimals");
            problems.push(place.problem(
                message,
                Some(say!("au plus {MAX_DECIMALS}", "at most {MAX_DECIMALS}")),
            ));
        }
        if let Some(sense) = indicator.word::<Sense>("sense") {
            aim(indicator, sense, problems);
        }
    }
}

pub(super) fn goals(indicator: Node<'_>, problems: &mut Vec<Problem>) {
    let mut seen = Vec::new();
    for goal in indicator.list("sdg") {
        let Some(number) = goal.number() else {
            continue;
        };
        // What does not fit its type was said by the shape already.
        if !(Decimal::ONE..=Decimal::from(17)).contains(&number)
            && (Decimal::ZERO..=Decimal::from(255)).contains(&number)
        {
            let message = say!(
                "il n'y a pas d'objectif de développement durable {number}",
                "there is no Sustainable Development Goal {number}"
            );
            problems.push(goal.problem(message, Some(say!("de 1 à 17", "from 1 to 17"))));
        } else if seen.contains(&number) {
            let message = say!(
                "l'objectif {number} figure deux fois",
                "goal {number} stands twice"
            );
            problems.push(goal.problem(message, Some(say!("gardez-le une fois", "keep it once"))));
        }
        seen.push(number);
    }
}

/// Target and thresholds must fit the sense.
fn aim(indicator: Node<'_>, sense: Sense, problems: &mut Vec<Problem>) {
    let target = indicator.get("target");
    let thresholds = indicator.get("thresholds");
    if sense == Sense::None {
        for useless in [target, thresholds].into_iter().flatten() {
            let message = say!(
                "sense = \"none\" : ni cible ni seuils",
                "sense = \"none\": neither target nor thresholds"
            );
            let help = say!(
                "retirez ceci, ou écrivez sense = \"more\", \"less\" ou \"range\"",
                "remove this, or write sense = \"more\", \"less\" or \"range\""
            );
            problems.push(useless.problem(message, Some(help)));
        }
        return;
    }
    if let Some(target) = target {
        aim_at(target, sense, problems);
    }
    let Some(thresholds) = thresholds else { return };
    if target.is_none() {
        let message = say!("des seuils sans cible", "thresholds without a target");
        problems
            .push(thresholds.problem(message, Some(say!("ajoutez target = …", "add target = …"))));
    }
    let number = |key: &str| thresholds.get(key).and_then(Node::number);
    let (Some(on_track), Some(watch)) = (number("on_track"), number("watch")) else {
        return;
    };
    let goal = target.and_then(Node::number);
    let fault = match sense {
        Sense::More if watch > on_track || goal.is_some_and(|goal| on_track > goal) => {
            say!(
                "sense = \"more\" : il faut watch ≤ on_track ≤ target",
                "sense = \"more\" needs watch ≤ on_track ≤ target"
            )
        }
        Sense::Less if watch < on_track || goal.is_some_and(|goal| on_track < goal) => {
            say!(
                "sense = \"less\" : il faut target ≤ on_track ≤ watch",
                "sense = \"less\" needs target ≤ on_track ≤ watch"
            )
        }
        Sense::Range if on_track < Decimal::ZERO || watch < on_track => say!(
            "sense = \"range\" : les seuils sont des distances, il faut 0 ≤ on_track ≤ watch",
            "sense = \"range\": thresholds are distances and need 0 ≤ on_track ≤ watch"
        ),
        _ => return,
    };
    let help = say!(
        "corrigez l'ordre des valeurs, ou sense",
        "mend the order of the values, or the sense"
    );
    problems.push(thresholds.problem(fault, Some(help)));
}

fn aim_at(target: Node<'_>, sense: Sense, problems: &mut Vec<Problem>) {
    let range = target.items();
    let is_range = target.value.get_ref().is_array();
    if sense == Sense::Range && target.number().is_some() && !is_range {
        let message = say!(
            "sense = \"range\" demande deux bornes",
            "sense = \"range\" needs two bounds"
        );
        problems.push(target.problem(
            message,
            Some(say!("écrivez target = [45, 55]", "write target = [45, 55]")),
        ));
    }
    if sense != Sense::Range && is_range {
        let message = say!(
            "deux bornes demandent sense = \"range\"",
            "two bounds need sense = \"range\""
        );
        let help = say!(
            "écrivez une seule valeur, ou sense = \"range\"",
            "write one value, or sense = \"range\""
        );
        problems.push(target.problem(message, Some(help)));
    }
    if let [low, high] = range.as_slice()
        && let (Some(low), Some(high)) = (low.number(), high.number())
        && low > high
    {
        let message = say!(
            "la première borne ({low}) dépasse la seconde ({high})",
            "the first bound ({low}) is above the second ({high})"
        );
        problems.push(target.problem(message, Some(say!("échangez-les", "swap them"))));
    }
}

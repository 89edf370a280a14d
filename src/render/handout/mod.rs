//! The training handout of a direction, built on the live questionnaire, the indicators and the direction's own figures.
//!
//! Takes a [`View`] and the direction's identifier, gives the data of the template `support-formation`. Every figure is
//! the evaluation's; the exercises' answers are computed from the very lines that they show, whose names are removed.

mod calendar;
mod chain;
mod dashboard;
mod data;
mod exercises;
mod questionnaire;
mod scope;
#[cfg(test)]
mod tests;

pub use data::HandoutData;

use super::View;
use super::contracts::Contract;
use super::forms::{Sentence, count, figure, target_text};
use crate::framework::{Dimension, Privacy};
use crate::text::{date_long, period_name};
use data::{Criteria, IndicatorItem, Why};
use scope::Scope;

/// Key figures on the first page of the handout.
const KEY_FIGURES: usize = 4;

/// The handout of a direction; none where the programme has no such direction, or follows nothing by direction.
pub fn handout<'a>(view: &View<'a>, department: &str) -> Option<HandoutData<'a>> {
    let scope = Scope::new(view, department)?;
    let programme = &view.framework.programme;
    let (language, texts) = (view.language, view.texts);
    let kind_label = scope.kind.plan.kind.label.get(language).to_lowercase();
    let period = scope.kind.evaluation.period;
    Some(HandoutData {
        contract: Contract::Handout.version(),
        lang: language.code(),
        title: texts.get("handout-title", &[("kind", kind_label.into())]),
        subtitle: texts.get("handout-subtitle", &[]),
        programme: programme.name.get(language),
        organisation: programme.organisation.get(language),
        department: scope.department.name.get(language),
        period: period_name(period, language),
        period_code: period.written(),
        date: date_long(view.today, language),
        date_iso: view.today.to_string(),
        session: None,
        why: why(&scope),
        chain: chain::chain(&scope),
        indicators: indicators(&scope),
        questionnaire: questionnaire::questionnaire(&scope),
        dashboard: dashboard::dashboard(&scope),
        exercises: exercises::exercises(&scope),
        calendar: calendar::calendar(&scope),
        contacts: calendar::contacts(&scope),
    })
}

fn why<'a>(scope: &Scope<'_, 'a>) -> Why<'a> {
    let texts = scope.view.texts;
    let coverage = scope.coverage();
    let missing = coverage.expected.saturating_sub(coverage.accepted);
    let id = match (coverage.expected, missing) {
        (0, _) => "handout-why-nothing",
        (_, 0) => "handout-why-all",
        _ => "handout-why-missing",
    };
    let args = [
        ("expected", count(coverage.expected)),
        ("missing", count(missing)),
    ];
    let figures = scope
        .indicators()
        .filter(|i| i.key_figure)
        .filter_map(|i| {
            let found = scope.figure(i)?;
            found
                .value
                .is_some()
                .then(|| figure(i, &found, scope.view.language, texts))
        })
        .take(KEY_FIGURES);
    Why {
        claim: texts.get(id, &args),
        figures: figures.collect(),
        reasons: ["help", "account", "learn", "decide"]
            .map(|reason| Sentence {
                lead: texts.get(&format!("handout-reason-{reason}"), &[]).into(),
                text: texts
                    .get(&format!("handout-reason-{reason}.text"), &[])
                    .into(),
            })
            .into(),
    }
}

fn indicators<'a>(scope: &Scope<'_, 'a>) -> Criteria<'a> {
    let (language, texts) = (scope.view.language, scope.view.texts);
    let items: Vec<_> = scope
        .indicators()
        .map(|i| IndicatorItem {
            id: i.id.as_str(),
            label: i.label.get(language),
            dimension: texts.get(dimension_id(i.dimension), &[]),
            level: i.chain.code(),
            unit: i.unit.get(language),
            target: target_text(i, language, texts),
            why: i.why.get(language),
            limits: i.limits.as_ref().map(|l| l.get(language)),
            sdg: &i.sdg,
        })
        .collect();
    let args = [("count", count(u64::try_from(items.len()).unwrap_or(0)))];
    Criteria {
        claim: texts.get("handout-indicators-claim", &args),
        example: None,
        items,
    }
}

fn dimension_id(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Gestion => "handout-dimension-gestion",
        Dimension::Participation => "handout-dimension-participation",
        Dimension::Social => "handout-dimension-social",
        Dimension::Environnement => "handout-dimension-environnement",
    }
}

/// Directions are part of the region's staff.
const READER: Privacy = Privacy::Interne;

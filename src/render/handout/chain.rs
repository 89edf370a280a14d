//! The result chain, with the figures of one of the direction's own projects.

use super::data::{ChainData, ChainProject, Link};
use super::scope::Scope;
use crate::framework::{Chain, Indicator};
use crate::model::Level;
use crate::render::forms::count;
use crate::text::with_unit;

/// A chain of one link is none.
const FEWEST_LINKS: usize = 2;

/// The chain of the accepted return that has most to show; none where no return has.
pub(super) fn chain<'a>(scope: &Scope<'_, 'a>) -> Option<ChainData<'a>> {
    let plan = scope.kind.plan;
    // Indicators about the return itself (did it come, when) say nothing of a project's effects.
    let about_projects: Vec<&'a Indicator> = plan
        .indicators
        .iter()
        .enumerate()
        .filter(|(at, i)| i.privacy <= super::READER && !plan.fields_of(*at).is_empty())
        .map(|(_, i)| *i)
        .collect();
    let value = |indicator: &Indicator, subject: &str| {
        let figure = scope.kind.figure(&indicator.id, &Level::Subject, subject)?;
        figure.value.filter(|v| *v != 0.0)
    };
    let links_of = |subject: &str| -> Vec<Link<'a>> {
        Chain::ALL
            .into_iter()
            .filter_map(|chain| {
                let at_level = || about_projects.iter().filter(move |i| i.chain == chain);
                let (indicator, value) = at_level()
                    .filter(|i| i.key_figure)
                    .chain(at_level())
                    .find_map(|i| Some((*i, value(i, subject)?)))?;
                let language = scope.view.language;
                Some(Link {
                    level: chain.code(),
                    text: indicator.why.get(language),
                    indicator: Some(indicator.label.get(language)),
                    value: Some(with_unit(
                        Some(value),
                        indicator.decimals,
                        indicator.unit.get(language),
                        language,
                    )),
                })
            })
            .collect()
    };
    let filled = |row: &crate::evaluate::FollowUp| row.values.iter().flatten().count();
    let row = scope
        .rows
        .iter()
        .filter(|r| r.accepted)
        .max_by_key(|r| (filled(r), std::cmp::Reverse(&r.subject.id)))?;
    let links = links_of(row.subject.id.as_str());
    if links.len() < FEWEST_LINKS {
        return None;
    }
    let args = [("count", count(u64::try_from(links.len()).unwrap_or(0)))];
    Some(ChainData {
        claim: scope.view.texts.get("handout-chain-claim", &args),
        project: ChainProject {
            id: row.subject.id.as_str(),
            title: &row.subject.title,
        },
        links,
    })
}

//! What a yearly report shows besides: the result chain of the whole programme, its themes side by side, its editions.

use super::charts;
use super::data::{ChainLevel, ChainPage, ThemeRow, ThemesPage};
use super::fields;
use super::shapes::{Figure, Table};
use super::words::Words;
use crate::framework::{Chain, ColumnRole, Dimension, Indicator};
use crate::model::Level;
use crate::render::KindView;
use crate::text::lower_first;

/// Figures at a level of the chain.
const AT_LEVEL: usize = 3;
/// Figures of a theme.
const OF_THEME: usize = 4;
/// Indicators of the table of editions.
const OF_EDITION: usize = 5;

/// Indicators of what projects do and change; how they are managed is another question.
fn effects<'a>(kind: &KindView<'a>) -> Vec<&'a Indicator> {
    let all = about_projects(kind).into_iter();
    all.filter(|i| i.dimension != Dimension::Gestion).collect()
}

/// Indicators about the projects, and not about their returns.
fn about_projects<'a>(kind: &KindView<'a>) -> Vec<&'a Indicator> {
    let all = kind.plan.indicators.iter().enumerate();
    all.filter(|(at, _)| !kind.plan.fields_of(*at).is_empty())
        .map(|(_, indicator)| *indicator)
        .collect()
}

/// What went in, what was made of it, what changed: the known figures of each level, key figures first. None where fewer than two
/// levels have any.
pub(super) fn chain(words: Words<'_>, kind: &KindView<'_>) -> Option<ChainPage> {
    let indicators = effects(kind);
    let level = |chain: Chain| {
        let id = chain.code();
        let mut found: Vec<&Indicator> = indicators
            .iter()
            .copied()
            .filter(|i| i.chain == chain)
            .collect();
        // Quantities tell what was done; a share says of what only with its whole.
        found.sort_by_key(|i| (!i.key_figure, words.unit(i) == "%"));
        let known = found
            .into_iter()
            .filter_map(|i| known(words, kind, i, &Level::Programme, ""));
        let figures: Vec<Figure> = known.take(AT_LEVEL).collect();
        (!figures.is_empty()).then(|| ChainLevel {
            level: id,
            label: words.say(&format!("chain-{id}"), &[]),
            hint: words.say(&format!("chain-{id}.hint"), &[]),
            figures,
        })
    };
    let levels: Vec<ChainLevel> = Chain::ALL.into_iter().filter_map(level).collect();
    let (first, last) = (levels.first()?, levels.last()?);
    if levels.len() < 2 {
        return None;
    }
    let told = |level: &ChainLevel| {
        let figure = level.figures.first();
        figure.map_or_else(String::new, |f| {
            let value = f.value.clone().unwrap_or_default();
            let unit = if f.unit.is_empty() { "" } else { "\u{a0}" };
            format!("{value}{unit}{} ({})", f.unit, lower_first(&f.label))
        })
    };
    let args = [("first", told(first).into()), ("last", told(last).into())];
    Some(ChainPage {
        claim: words.say("chain-claim", &args),
        levels,
    })
}

/// A figure of a group, where it is known.
fn known(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicator: &Indicator,
    level: &Level,
    group: &str,
) -> Option<Figure> {
    let figure = kind.figure(&indicator.id, level, group)?;
    figure
        .value
        .is_some()
        .then(|| words.figure(indicator, &figure))
}

/// The themes side by side, those with the most projects first; none where projects have no theme.
pub(super) fn themes(words: Words<'_>, kind: &KindView<'_>) -> Option<ThemesPage> {
    let column = fields::level(kind.plan.kind, ColumnRole::Theme)?;
    let level = Level::Column(column.clone());
    let mut indicators = effects(kind);
    indicators.sort_by_key(|i| (!i.key_figure, words.unit(i) == "%"));
    let mut groups: Vec<_> = kind.evaluation.groups(&level).iter().collect();
    groups.retain(|g| !g.key.is_empty());
    groups.sort_by_key(|g| (std::cmp::Reverse(g.coverage.expected), g.key.clone()));
    let themes: Vec<ThemeRow> = (groups.iter())
        .map(|group| {
            let figures = indicators.iter();
            let figures = figures.filter_map(|i| known(words, kind, i, &level, &group.key));
            ThemeRow {
                id: group.key.clone(),
                label: words.group(kind.plan.kind, &column, &group.key),
                projects: words.say(
                    "theme-projects",
                    &[("count", group.coverage.expected.into())],
                ),
                coverage: words.coverage(group.coverage),
                figures: figures.take(OF_THEME).collect(),
            }
        })
        .collect();
    let (first, group) = (themes.first()?, groups.first()?);
    let args = [
        ("count", themes.len().into()),
        ("theme", first.label.as_str().into()),
        ("projects", group.coverage.expected.into()),
    ];
    Some(ThemesPage {
        claim: words.say("themes-claim", &args),
        themes,
    })
}

/// The editions side by side; none where fewer than two have figures.
pub(super) fn editions(words: Words<'_>, kind: &KindView<'_>) -> Option<Table> {
    let column = fields::level(kind.plan.kind, ColumnRole::Edition)?;
    let keys = about_projects(kind).into_iter();
    let keys: Vec<&Indicator> = keys.filter(|i| i.key_figure).take(OF_EDITION).collect();
    let table = charts::group_table(words, kind, &keys, &column)?;
    (table.rows.len() > 1).then_some(table)
}

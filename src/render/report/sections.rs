//! The pages of the first kind, one a dimension: participation, social effects, effects on the environment.

use super::extract::Extract;
use super::shapes::{Section, Sentence};
use super::words::Words;
use super::{charts, claims, comments, fields, progress};
use crate::framework::{ColumnRole, Dimension, Indicator, Privacy};
use crate::render::KindView;

/// Tiles at the head of a page.
const TILES: usize = 4;
/// Indicators in a page's table.
const IN_TABLE: usize = 4;
/// Remarks on a page.
const REMARKS: usize = 3;

/// The indicators in the order of a page: the key figures, those with a target, the others.
pub(super) fn in_page_order(mut indicators: Vec<&Indicator>) -> Vec<&Indicator> {
    indicators.sort_by_key(|i| (!i.key_figure, i.target.is_none()));
    indicators
}

/// The indicators of management that are about the returns (their formulas use no answer), and those about the projects.
pub(super) fn management<'a>(kind: &KindView<'a>) -> (Vec<&'a Indicator>, Vec<&'a Indicator>) {
    let of_dimension = kind.plan.indicators.iter().enumerate();
    let (returns, projects): (Vec<_>, Vec<_>) = of_dimension
        .filter(|(_, i)| i.dimension == Dimension::Gestion)
        .map(|(at, i)| (kind.plan.fields_of(at).is_empty(), *i))
        .partition(|(about_returns, _)| *about_returns);
    let only = |found: Vec<(bool, &'a Indicator)>| {
        in_page_order(found.into_iter().map(|(_, i)| i).collect())
    };
    (only(returns), only(projects))
}

/// The page of a dimension; none where the programme has no indicator of it.
pub(super) fn dimension(
    words: Words<'_>,
    kind: &KindView<'_>,
    dimension: Dimension,
) -> Option<Section> {
    let of_dimension = kind.plan.indicators.iter().copied();
    let indicators = in_page_order(of_dimension.filter(|i| i.dimension == dimension).collect());
    if indicators.is_empty() {
        return None;
    }
    Some(page(words, kind, &indicators))
}

/// Progress and budget; none where the programme follows neither.
pub(super) fn progress(
    words: Words<'_>,
    kind: &KindView<'_>,
    extract: &Extract,
) -> Option<Section> {
    let (_, indicators) = management(kind);
    if indicators.is_empty() {
        return None;
    }
    let mut section = page(words, kind, &indicators);
    let states = progress::states(words, kind);
    // Who is late is between the region and them.
    let late = progress::late(words, kind).filter(|_| words.view.privacy > Privacy::Public);
    if states.is_some() || late.is_some() {
        // Their own chart and list say more here than the indicators by theme, and fill the page.
        section.tables.clear();
        section.groups.clear();
        section.bars.clear();
    }
    section
        .comments
        .splice(0..0, progress::state_sentence(words, kind));
    section
        .comments
        .extend(progress::difficulties(words, kind, extract));
    section.comments.truncate(REMARKS);
    section.stacks.extend(states);
    section.tables.extend(late);
    Some(section)
}

/// A page of figures, charts, remarks and a table about some indicators of a kind.
fn page(words: Words<'_>, kind: &KindView<'_>, indicators: &[&Indicator]) -> Section {
    let definition = kind.plan.kind;
    // Themes are fewer and shorter than directions: their bars and their table leave room for each other.
    let column = fields::level(definition, ColumnRole::Theme)
        .or_else(|| fields::level(definition, ColumnRole::Department));
    let ratio = indicators
        .iter()
        .find(|i| i.target.is_some() && known(kind, i))
        .or_else(|| indicators.iter().find(|i| known(kind, i)));
    let bars = ratio
        .zip(column.as_deref())
        .and_then(|(i, column)| charts::bars(words, kind, i, column));
    let trend = indicators
        .iter()
        .find_map(|i| charts::trend(words, kind, i));
    let table = column.as_deref().and_then(|column| {
        let shown: Vec<&Indicator> = indicators
            .iter()
            .copied()
            .filter(|i| known(kind, i) && (bars.is_none() || ratio.is_none_or(|r| r.id != i.id)))
            .take(IN_TABLE)
            .collect();
        charts::group_table(words, kind, &shown, column)
    });
    Section {
        claim: claims::claim(words, kind, indicators),
        figures: tiles(words, kind, indicators),
        comments: remarks(words, kind, indicators, REMARKS),
        bars: bars.into_iter().collect(),
        trends: trend.into_iter().collect(),
        stacks: Vec::new(),
        groups: match table {
            Some(_) => Vec::new(),
            None => charts::shares(words, kind, indicators)
                .into_iter()
                .collect(),
        },
        tables: table.into_iter().collect(),
    }
}

fn known(kind: &KindView<'_>, indicator: &Indicator) -> bool {
    kind.overall(&indicator.id)
        .is_some_and(|f| f.value.is_some())
}

/// The figures at the head of a page: known ones first.
pub(super) fn tiles(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicators: &[&Indicator],
) -> Vec<super::shapes::Figure> {
    let mut shown = indicators.to_vec();
    shown.sort_by_key(|i| !known(kind, i));
    shown
        .iter()
        .take(TILES)
        .filter_map(|i| Some(words.figure(i, &kind.overall(&i.id)?)))
        .collect()
}

/// What has changed, then where the groups are furthest apart.
pub(super) fn remarks(
    words: Words<'_>,
    kind: &KindView<'_>,
    indicators: &[&Indicator],
    most: usize,
) -> Vec<Sentence> {
    let changes = comments::changes(words, kind, indicators);
    let county = fields::level(kind.plan.kind, ColumnRole::County);
    let apart = county.and_then(|column| {
        indicators
            .iter()
            .find_map(|i| comments::extremes(words, kind, i, &column))
    });
    let kept = most.saturating_sub(usize::from(apart.is_some()));
    changes
        .into_iter()
        .take(kept)
        .map(|r| r.sentence)
        .chain(apart)
        .collect()
}

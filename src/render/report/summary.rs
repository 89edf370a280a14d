//! The first page: the key figures, what to remember, what is to be decided.

use super::charts;
use super::claims;
use super::comments;
use super::data::Summary;
use super::decisions;
use super::extract::Extract;
use super::progress;
use super::shapes::{self, Point, Sentence};
use super::words::Words;
use super::{fields, others};
use crate::framework::{ColumnRole, Indicator, Privacy};
use crate::model::Figure;
use crate::render::KindView;
use crate::text;

/// Key figures on the page.
const KEY_FIGURES: usize = 6;
/// Sentences on the page.
const SENTENCES: usize = 5;
/// How many of them may tell of changes.
const CHANGES: usize = 3;

/// The key figures of the first kind, then of the others; where a programme names none, its first indicators.
pub(super) fn key_figures<'a>(words: Words<'a>) -> Vec<(&'a KindView<'a>, &'a Indicator, Figure)> {
    let all = || {
        let kinds = words.view.kinds.iter();
        kinds.flat_map(|kind| {
            let indicators = kind.plan.indicators.iter();
            indicators.filter_map(move |i| Some((kind, *i, kind.overall(&i.id)?)))
        })
    };
    let mut chosen: Vec<_> = all().filter(|(_, i, _)| i.key_figure).collect();
    if chosen.is_empty() {
        chosen = all().collect();
    }
    // How complete the returns are comes first: the other figures rest on it.
    chosen.sort_by_key(|(kind, i, _)| {
        let at = kind
            .plan
            .indicators
            .iter()
            .position(|other| other.id == i.id);
        !at.is_some_and(|at| kind.plan.fields_of(at).is_empty())
    });
    chosen.truncate(KEY_FIGURES);
    chosen
}

/// The first page.
pub(super) fn summary(words: Words<'_>, kind: &KindView<'_>, extract: &Extract) -> Summary {
    let key_figures = key_figures(words);
    let figures = key_figures.iter().map(|(kind, i, f)| shapes::Figure {
        points: course(words, kind, i),
        ..words.figure(i, f)
    });
    let figures = figures.collect();
    let judged: Vec<(&Indicator, Figure)> =
        key_figures.into_iter().map(|(_, i, f)| (i, f)).collect();
    Summary {
        claim: claims::summary_claim(words, kind, &judged),
        figures,
        sentences: sentences(words, kind, extract),
        decisions: decisions::decisions(words, kind, extract, &judged),
    }
}

/// How a key figure came to be what it is; nothing where fewer than three periods are known: two have no course.
fn course(words: Words<'_>, kind: &KindView<'_>, indicator: &Indicator) -> Vec<Point> {
    let points = charts::points(words, kind, indicator);
    let known = points.iter().filter(|p| p.raw.is_some()).count();
    if known < 3 { Vec::new() } else { points }
}

/// What to remember: what projects struggle with, who answers little, what changed most, what ends soon, how they stand.
fn sentences(words: Words<'_>, kind: &KindView<'_>, extract: &Extract) -> Vec<Sentence> {
    let county = fields::level(kind.plan.kind, ColumnRole::County);
    let states = progress::state_sentence(words, kind);
    let difficulties = progress::difficulties(words, kind, extract);
    let few = county
        .as_deref()
        .and_then(|column| comments::few_returns(words, kind, column));
    let changes = comments::changes(words, kind, &kind.plan.indicators);
    // What ends is a contract of the mission's own, which only its readers follow.
    let internal = words.view.privacy > Privacy::Public;
    let ending = words
        .view
        .kinds
        .iter()
        .filter(|k| internal && k.id() != kind.id())
        .find_map(|k| ending(words, k));
    let apart = county.and_then(|column| {
        let keys = kind.plan.indicators.iter().filter(|i| i.key_figure);
        keys.filter_map(|i| comments::extremes(words, kind, i, &column))
            .next()
    });
    let others = words.view.kinds.iter().filter(|k| k.id() != kind.id());
    let elsewhere = others.flat_map(|k| comments::changes(words, k, &k.plan.indicators));
    states
        .into_iter()
        .chain(difficulties)
        .chain(few)
        .chain(changes.into_iter().take(CHANGES).map(|r| r.sentence))
        .chain(ending)
        .chain(apart)
        .chain(elsewhere.map(|r| r.sentence))
        .take(SENTENCES)
        .collect()
}

fn ending(words: Words<'_>, kind: &KindView<'_>) -> Option<Sentence> {
    let ending = others::ending(words, kind);
    let (_, end, first) = ending.first()?;
    let args = [
        ("count", ending.len().into()),
        ("days", others::SOON.into()),
        ("title", first.subject.title.as_str().into()),
        ("date", text::date_long(*end, words.language()).into()),
    ];
    Some(words.sentence("ending", &args, Vec::new()))
}

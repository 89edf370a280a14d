//! The decisions that the figures call for, by rules: answer those who ask for support, chase missing returns, prepare the
//! end of a contract, decide on what has stopped, look at what is critical. Three at most, in this order.

use std::collections::BTreeMap;

use chrono::Days;

use super::data::Decision;
use super::extract::Extract;
use super::watch::{self, Troubled};
use super::words::Words;
use super::{claims, fields, others};
use crate::framework::{ColumnRole, Indicator};
use crate::model::{Figure, Level, Status};
use crate::render::KindView;
use crate::text;

/// Decisions on the page.
const SHOWN: usize = 3;
/// A project that has stopped for this many periods needs a decision.
const STOPPED_PERIODS: usize = 2;
/// Days left to answer a request for support.
const SUPPORT_DAYS: u64 = 30;
/// Days left to chase returns.
const CHASE_DAYS: u64 = 14;
/// Days left to look at a critical figure.
const CRITICAL_DAYS: u64 = 45;
/// Days before the end of a contract by which its follow-up must be decided.
const BEFORE_END: u64 = 60;

/// The decisions awaited.
pub(super) fn decisions(
    words: Words<'_>,
    kind: &KindView<'_>,
    extract: &Extract,
    key_figures: &[(&Indicator, Figure)],
) -> Vec<Decision> {
    let troubled = watch::troubled(kind, extract);
    support(words, kind, &troubled)
        .into_iter()
        .chain(missing(words, kind))
        .chain(words.view.kinds.iter().find_map(|k| contract(words, k)))
        .chain(stopped(words, kind, &troubled))
        .chain(critical(words, key_figures))
        .take(SHOWN)
        .collect()
}

fn before(words: Words<'_>, days: u64) -> String {
    let day = words.view.today.checked_add_days(Days::new(days));
    text::date_long(day.unwrap_or(words.view.today), words.language())
}

fn team(words: Words<'_>) -> String {
    let programme = &words.view.framework.programme;
    programme.team.get(words.language()).to_owned()
}

/// The direction with the most requests for support.
fn support(words: Words<'_>, kind: &KindView<'_>, troubled: &[Troubled<'_>]) -> Option<Decision> {
    let asking: Vec<_> = troubled
        .iter()
        .filter(|t| t.state.support == Some(true))
        .collect();
    let column = kind.plan.kind.register.column(ColumnRole::Department);
    let mut by_direction: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &asking {
        let code = column.and_then(|c| case.row.subject.text(c.id.as_str()));
        *by_direction.entry(code.unwrap_or_default()).or_default() += 1;
    }
    // Of two with as many requests, the first by name.
    let (direction, count) = by_direction
        .into_iter()
        .max_by_key(|(code, n)| (*n, std::cmp::Reverse(*code)))?;
    let who = match column {
        Some(c) if !direction.is_empty() => words.group(kind.plan.kind, c.id.as_str(), direction),
        _ => team(words),
    };
    let more = if asking.len() > count { "yes" } else { "no" };
    let args = [
        ("count", count.into()),
        ("all", asking.len().into()),
        ("more", more.into()),
    ];
    Some(Decision {
        who,
        what: words.say("decide-support", &args),
        before: before(words, SUPPORT_DAYS),
    })
}

/// The returns to chase, and where to begin.
fn missing(words: Words<'_>, kind: &KindView<'_>) -> Option<Decision> {
    let coverage = claims::coverage(kind);
    let missing = coverage
        .expected
        .checked_sub(coverage.accepted)
        .filter(|n| *n > 0)?;
    let column = fields::level(kind.plan.kind, ColumnRole::County);
    let place = column.and_then(|column| {
        let groups = kind
            .evaluation
            .groups(&Level::Column(column.clone()))
            .iter();
        let worst = groups
            .filter(|g| !g.key.is_empty() && g.coverage.accepted < g.coverage.expected)
            .max_by_key(|g| {
                (
                    g.coverage.expected - g.coverage.accepted,
                    std::cmp::Reverse(&g.key),
                )
            })?;
        Some((
            words.group(kind.plan.kind, &column, &worst.key),
            worst.coverage.expected - worst.coverage.accepted,
        ))
    });
    let (name, there) = place.unzip();
    let args = [
        ("count", missing.into()),
        ("placed", if name.is_some() { "yes" } else { "no" }.into()),
        ("place", name.unwrap_or_default().into()),
        ("there", there.unwrap_or(0).into()),
    ];
    Some(Decision {
        who: team(words),
        what: words.say("decide-missing", &args),
        before: before(words, CHASE_DAYS),
    })
}

/// The first contract that ends soon.
fn contract(words: Words<'_>, kind: &KindView<'_>) -> Option<Decision> {
    let (_, end, row) = others::ending(words, kind).into_iter().next()?;
    let column = kind.plan.kind.register.column(ColumnRole::Department);
    let who = column.and_then(|c| {
        let code = row.subject.text(c.id.as_str())?;
        Some(words.group(kind.plan.kind, c.id.as_str(), code))
    });
    let early = end.checked_sub_days(Days::new(BEFORE_END));
    let soonest = words.view.today.checked_add_days(Days::new(CHASE_DAYS));
    let day = early.max(soonest).unwrap_or(end).min(end);
    let args = [
        ("title", row.subject.title.as_str().into()),
        ("date", text::date_long(end, words.language()).into()),
    ];
    Some(Decision {
        who: who.unwrap_or_else(|| team(words)),
        what: words.say("decide-contract", &args),
        before: text::date_long(day, words.language()),
    })
}

/// The projects that stopped a while ago.
fn stopped(words: Words<'_>, kind: &KindView<'_>, troubled: &[Troubled<'_>]) -> Option<Decision> {
    let stopped: Vec<_> = troubled
        .iter()
        .filter(|t| {
            t.state.status.as_deref() == Some(fields::SUSPENDED) && t.periods >= STOPPED_PERIODS
        })
        .collect();
    let first = stopped.first()?;
    let args = [
        ("count", stopped.len().into()),
        ("title", first.row.subject.title.as_str().into()),
        ("kind", kind.plan.kind.singular.get(words.language()).into()),
    ];
    Some(Decision {
        who: team(words),
        what: words.say("decide-stopped", &args),
        before: before(words, SUPPORT_DAYS),
    })
}

/// The first key figure that is critical.
fn critical(words: Words<'_>, key_figures: &[(&Indicator, Figure)]) -> Option<Decision> {
    let (indicator, figure) = key_figures
        .iter()
        .find(|(_, f)| f.status == Status::Critique)?;
    let args = [
        ("label", words.label(indicator).into()),
        (
            "now",
            words.value_or_unknown(indicator, figure.value).into(),
        ),
        ("target", words.target(indicator).unwrap_or_default().into()),
    ];
    Some(Decision {
        who: team(words),
        what: words.say("decide-critical", &args),
        before: before(words, CRITICAL_DAYS),
    })
}

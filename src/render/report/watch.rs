//! Projects to follow closely: suspended, given up, in difficulty or asking for support; how pressing, since when.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{Watch, WatchedProject};
use super::extract::Extract;
use super::fields::{self, Known};
use super::words::Words;
use crate::evaluate::FollowUp;
use crate::framework::ColumnRole;
use crate::model::{Period, Status, SubjectId, Value};
use crate::render::KindView;

/// Projects listed at most: one page.
const LISTED: usize = 12;

/// What a return says of a project's trouble.
pub(super) struct State {
    pub(super) status: Option<String>,
    pub(super) difficulties: Vec<String>,
    pub(super) support: Option<bool>,
}

impl State {
    /// What the field of each name says.
    pub(super) fn read(value: impl Fn(&str) -> Option<Value>) -> Self {
        let choice = |value: Value| value.text().map(str::to_owned);
        Self {
            status: value(fields::STATUS).and_then(choice),
            difficulties: match value(fields::DIFFICULTIES) {
                Some(Value::Choices(all)) => all,
                _ => Vec::new(),
            },
            support: value(fields::SUPPORT).and_then(|value| value.bool()),
        }
    }

    pub(super) fn real_difficulties(&self) -> impl Iterator<Item = &String> {
        self.difficulties
            .iter()
            .filter(|d| d.as_str() != fields::NO_DIFFICULTY)
    }

    pub(super) fn is_stopped(&self) -> bool {
        matches!(
            self.status.as_deref(),
            Some(fields::SUSPENDED | fields::ABANDONED)
        )
    }

    /// Whether its end is no longer ahead.
    pub(super) fn is_over(&self) -> bool {
        matches!(
            self.status.as_deref(),
            Some(fields::COMPLETED | fields::ABANDONED)
        )
    }

    pub(super) fn is_troubled(&self) -> bool {
        self.is_stopped() || self.support == Some(true) || self.real_difficulties().next().is_some()
    }
}

/// A row in trouble, with what it says.
pub(super) struct Troubled<'a> {
    pub(super) row: &'a FollowUp,
    pub(super) state: State,
    pub(super) since: Period,
    pub(super) periods: usize,
}

/// The projects in trouble, the most pressing first.
pub(super) fn troubled<'a>(kind: &KindView<'a>, extract: &Extract) -> Vec<Troubled<'a>> {
    let before = subjects_in_trouble(kind, kind.previous);
    let known = |subject: &SubjectId, period: Period| {
        extract
            .troubled
            .get(subject)
            .is_some_and(|p| p.contains(&period))
            || before
                .get(subject)
                .is_some_and(|periods| periods.contains(&period))
    };
    let mut found: Vec<Troubled<'a>> = kind
        .rows
        .iter()
        .filter_map(|row| {
            let state = state(kind, row);
            if !state.is_troubled() {
                return None;
            }
            let (mut since, mut periods) = (row.period, 1);
            while let Some(earlier) = since.previous().filter(|p| known(&row.subject.id, *p)) {
                (since, periods) = (earlier, periods + 1);
            }
            Some(Troubled {
                row,
                state,
                since,
                periods,
            })
        })
        .collect();
    found.sort_by_key(|t| {
        let urgency = (
            !t.state.is_stopped(),
            t.state.support != Some(true),
            std::cmp::Reverse(t.periods),
        );
        (urgency, t.row.subject.id.clone())
    });
    found
}

fn subjects_in_trouble(
    kind: &KindView<'_>,
    rows: &[FollowUp],
) -> BTreeMap<SubjectId, BTreeSet<Period>> {
    let mut periods: BTreeMap<SubjectId, BTreeSet<Period>> = BTreeMap::new();
    for row in rows {
        if state(kind, row).is_troubled() {
            let subject = periods.entry(row.subject.id.clone());
            subject.or_default().insert(row.period);
        }
    }
    periods
}

pub(super) fn state(kind: &KindView<'_>, row: &FollowUp) -> State {
    State::read(|name| Known::find(kind, name)?.of(row))
}

/// Whether the questionnaire asks anything that this page could show.
fn is_asked(kind: &KindView<'_>) -> bool {
    [fields::STATUS, fields::DIFFICULTIES, fields::SUPPORT]
        .iter()
        .any(|name| fields::field(kind.plan.questionnaire, name).is_some())
}

/// The page; none where the programme asks nothing of the kind.
pub(super) fn watch(words: Words<'_>, kind: &KindView<'_>, extract: &Extract) -> Option<Watch> {
    if !is_asked(kind) {
        return None;
    }
    let all = troubled(kind, extract);
    let long = all.iter().filter(|t| t.periods > 2).count();
    let stopped = all.iter().filter(|t| t.state.is_stopped()).count();
    let asking = all.iter().filter(|t| t.state.support == Some(true)).count();
    let claim = if all.is_empty() {
        words.say("watch-none", &[])
    } else {
        words.say(
            "watch-claim",
            &[
                ("count", all.len().into()),
                ("stopped", stopped.into()),
                ("asking", asking.into()),
                ("long", long.into()),
                ("hidden", all.len().saturating_sub(LISTED).into()),
                ("listed", LISTED.into()),
            ],
        )
    };
    let projects = all.iter().take(LISTED);
    Some(Watch {
        claim,
        projects: projects.map(|t| watched(words, kind, extract, t)).collect(),
    })
}

fn watched(
    words: Words<'_>,
    kind: &KindView<'_>,
    extract: &Extract,
    troubled: &Troubled<'_>,
) -> WatchedProject {
    let (definition, row) = (kind.plan.kind, troubled.row);
    let language = words.language();
    let label = |field: &str, choice: &str| {
        let known = Known::find(kind, field)?;
        let choice = known.field.choices.iter().find(|c| c.id == choice)?;
        Some(choice.label.get(language).to_owned())
    };
    let mut reasons = Vec::new();
    if troubled.state.is_stopped() {
        reasons.extend(
            troubled
                .state
                .status
                .as_ref()
                .and_then(|s| label(fields::STATUS, s)),
        );
    }
    let difficulties: Vec<String> = troubled
        .state
        .real_difficulties()
        .map(|d| label(fields::DIFFICULTIES, d).unwrap_or_else(|| d.clone()))
        .collect();
    if !difficulties.is_empty() {
        reasons.push(words.list(&difficulties));
    }
    if reasons.is_empty() {
        reasons.push(words.say("watch-no-reason", &[]));
    }
    let direction = definition.register.column(ColumnRole::Department).map(|c| {
        let code = row.subject.text(c.id.as_str()).unwrap_or_default();
        words.group(definition, c.id.as_str(), code)
    });
    let support = extract.support.get(&row.subject.id).cloned();
    let asked =
        || (troubled.state.support == Some(true)).then(|| words.say("watch-support-unsaid", &[]));
    WatchedProject {
        id: row.subject.id.to_string(),
        title: row.subject.title.clone(),
        holder: fields::register_text(definition, row, fields::HOLDER)
            .map_or_else(|| words.say("unknown", &[]), str::to_owned),
        direction: direction.unwrap_or_else(|| words.say("unknown", &[])),
        since: words.period_short(troubled.since),
        reason: capitalised(&reasons.join(words.say("between-reasons", &[]).as_str())),
        support: support.or_else(asked),
        status: if troubled.state.is_stopped() || troubled.periods > 2 {
            Status::Critique
        } else {
            Status::ASurveiller
        },
    }
}

/// The text with a capital at its beginning.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

//! Where the projects stand: their states by direction, those whose end is furthest put off, what they struggle with.

use std::collections::BTreeMap;

use super::extract::Extract;
use super::fields::{self, Known};
use super::shapes::{Cell, Column, ColumnKind, Sentence, SeriesChart, SeriesRow, Table};
use super::words::{Words, count_raw};
use super::{charts, watch};
use crate::evaluate::FollowUp;
use crate::framework::ColumnRole;
use crate::model::Value;
use crate::render::KindView;
use crate::text;

/// Late projects listed.
const LATE: usize = 4;
/// A theme is named as the place of a difficulty when it holds at least this share of the cases, in hundredths.
const CONCENTRATED: usize = 40;

/// How many projects are in each state, in the order of the questionnaire's choices; those that nobody is in are left out.
fn by_state<'a>(
    kind: &KindView<'a>,
    rows: &[&FollowUp],
) -> Vec<(&'a crate::framework::Choice, usize)> {
    let Some(known) = Known::find(kind, fields::STATUS) else {
        return Vec::new();
    };
    let Some(field) = kind.plan.questionnaire.field(&known.field.id) else {
        return Vec::new();
    };
    let count = |id: &str| {
        rows.iter()
            .filter(|row| known.of(row).as_ref().and_then(Value::text) == Some(id))
            .count()
    };
    field
        .choices
        .iter()
        .map(|choice| (choice, count(&choice.id)))
        .collect()
}

/// The states of the projects, by direction.
pub(super) fn states(words: Words<'_>, kind: &KindView<'_>) -> Option<SeriesChart> {
    let all: Vec<&FollowUp> = kind.rows.iter().collect();
    let states: Vec<_> = by_state(kind, &all)
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .collect();
    let column = fields::level(kind.plan.kind, ColumnRole::Theme)
        .or_else(|| fields::level(kind.plan.kind, ColumnRole::Department))?;
    if states.is_empty() {
        return None;
    }
    let mut groups: BTreeMap<&str, Vec<&FollowUp>> = BTreeMap::new();
    for row in kind.rows {
        let code = row.subject.text(&column).unwrap_or_default();
        groups.entry(code).or_default().push(row);
    }
    let rows: Vec<SeriesRow> = groups
        .iter()
        .map(|(code, members)| {
            let counts = by_state(kind, members);
            let cells = states.iter().map(|(state, _)| {
                let count = counts.iter().find(|(s, _)| s.id == state.id);
                let count = count.map_or(0, |(_, n)| *n);
                Cell {
                    raw: Some(count_raw(count)),
                    value: Some(text::number(count_raw(count), 0, words.language())),
                }
            });
            SeriesRow {
                label: words.group(kind.plan.kind, &column, code),
                cells: cells.collect(),
            }
        })
        .collect();
    let known: usize = states.iter().map(|(_, n)| n).sum();
    Some(SeriesChart {
        title: words.say(
            "states-title",
            &[("column", charts::by_column(words, kind, &column).into())],
        ),
        alt: None,
        lecture: Some(words.say("states-lecture", &[("count", known.into())])),
        series: states
            .iter()
            .map(|(s, _)| watch::capitalised(s.label.get(words.language())))
            .collect(),
        rows,
    })
}

/// How many projects are in each state, in a sentence.
pub(super) fn state_sentence(words: Words<'_>, kind: &KindView<'_>) -> Option<Sentence> {
    let all: Vec<&FollowUp> = kind.rows.iter().collect();
    let counted: Vec<String> = by_state(kind, &all)
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(state, n)| {
            let args = [
                ("count", n.into()),
                ("state", state.label.get(words.language()).into()),
            ];
            words.say("state-count", &args)
        })
        .collect();
    if counted.is_empty() {
        return None;
    }
    Some(words.sentence(
        "states",
        &[("states", words.list(&counted).into())],
        Vec::new(),
    ))
}

/// The projects whose announced end is furthest behind the first one.
pub(super) fn late(words: Words<'_>, kind: &KindView<'_>) -> Option<Table> {
    let planned = Known::find(kind, fields::PLANNED_END)?;
    let definition = kind.plan.kind;
    let mut late: Vec<(i64, &FollowUp)> = kind
        .rows
        .iter()
        .filter_map(|row| {
            let planned = planned.of(row)?.date()?;
            let first = fields::register_value(definition, row, fields::FIRST_END)?.date()?;
            let days = (planned - first).num_days();
            (days > 0 && !watch::state(kind, row).is_over()).then_some((days, row))
        })
        .collect();
    late.sort_by_key(|(days, row)| (std::cmp::Reverse(*days), row.subject.id.clone()));
    let department = definition.register.column(ColumnRole::Department);
    let date = |value: Option<&Value>| {
        value
            .and_then(Value::date)
            .map(|d| text::date_short(d, words.language()))
    };
    let rows = late.iter().take(LATE).map(|(days, row)| {
        let direction = department.map(|c| {
            let code = row.subject.text(c.id.as_str()).unwrap_or_default();
            words.group(definition, c.id.as_str(), code)
        });
        vec![
            Some(row.subject.title.clone()),
            direction,
            date(planned.of(row).as_ref()),
            Some(words.say("days", &[("count", (*days).into())])),
        ]
    });
    let column = |kind, id: &str| Column::new(kind, words.say(id, &[]));
    Some(Table {
        title: words.say("late-title", &[]),
        columns: vec![
            column(ColumnKind::Long, "late-project"),
            column(ColumnKind::Long, "late-direction"),
            column(ColumnKind::Number, "late-planned-end"),
            column(ColumnKind::Number, "late-delay"),
        ],
        rows: rows.collect(),
        note: Some(words.say("late-note", &[("count", late.len().into())])),
        empty: Some(words.say("late-none", &[])),
    })
}

/// What the projects struggle with most, and where.
pub(super) fn difficulties(
    words: Words<'_>,
    kind: &KindView<'_>,
    extract: &Extract,
) -> Option<Sentence> {
    let known = Known::find(kind, fields::DIFFICULTIES)?;
    let mut cases: BTreeMap<&str, Vec<&FollowUp>> = BTreeMap::new();
    let troubled = watch::troubled(kind, extract);
    for case in &troubled {
        for difficulty in case.state.real_difficulties() {
            cases.entry(difficulty).or_default().push(case.row);
        }
    }
    let mut ranked: Vec<_> = cases.into_iter().collect();
    ranked.sort_by_key(|(id, rows)| (std::cmp::Reverse(rows.len()), *id));
    let (_, first) = ranked.first()?;
    let named: Vec<String> = ranked
        .iter()
        .take(2)
        .map(|(id, rows)| {
            let choice = known.field.choices.iter().find(|c| c.id == *id);
            let label = choice.map_or(*id, |c| c.label.get(words.language()));
            words.say(
                "difficulty-count",
                &[("label", label.into()), ("count", rows.len().into())],
            )
        })
        .collect();
    let place = concentration(words, kind, first);
    let args = [
        ("named", words.list(&named).into()),
        ("placed", if place.is_some() { "yes" } else { "no" }.into()),
        ("place", place.unwrap_or_default().into()),
    ];
    Some(words.sentence("difficulties", &args, Vec::new()))
}

/// The theme in which the cases concentrate, where one does.
fn concentration(words: Words<'_>, kind: &KindView<'_>, cases: &[&FollowUp]) -> Option<String> {
    let column = kind
        .plan
        .kind
        .register
        .column(ColumnRole::Theme)?
        .id
        .as_str();
    let mut themes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in cases {
        *themes.entry(row.subject.text(column)?).or_default() += 1;
    }
    let (theme, count) = themes.into_iter().max_by_key(|(_, n)| *n)?;
    (cases.len() >= 3 && count * 100 >= cases.len() * CONCENTRATED)
        .then(|| words.group(kind.plan.kind, column, theme))
}

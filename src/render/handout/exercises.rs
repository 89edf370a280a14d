//! Three exercises on the direction's own figures, names removed; each answer is computed from the table above it.

use rust_decimal::Decimal;

use super::READER;
use super::dashboard::{short, shown};
use super::data::Exercise;
use super::scope::Scope;
use crate::evaluate::FollowUp;
use crate::framework::{Field, FieldType, Rollup, TimeBehaviour};
use crate::render::forms::{Column, ColumnKind, Table, count, coverage_text, low};
use crate::text::{exact, list, with_unit};

/// Lines of a return that are shown.
const LINES: usize = 5;
/// Projects that are added up.
const PROJECTS: usize = 3;

pub(super) fn exercises(scope: &Scope<'_, '_>) -> Vec<Exercise> {
    [read_a_return(scope), add_up(scope), say_it(scope)]
        .into_iter()
        .flatten()
        .collect()
}

/// A line of the first exercise.
struct Line<'a> {
    field: &'a Field,
    before: Decimal,
    now: Decimal,
}

impl Line<'_> {
    fn falls(&self) -> bool {
        self.now < self.before
    }

    fn is_stock(&self) -> bool {
        self.field.time == TimeBehaviour::Stock
    }
}

/// One project over two periods: what falls, and what of it must be asked about.
fn read_a_return(scope: &Scope<'_, '_>) -> Option<Exercise> {
    let language = scope.view.language;
    let lines_of = |row: &&FollowUp| {
        let before = scope
            .kind
            .previous
            .iter()
            .find(|p| p.accepted && p.subject.id == row.subject.id)?;
        let lines = lines(scope, before, row);
        (lines.len() > 1).then_some((before, lines))
    };
    // A return with something to ask about teaches more.
    let teaches = |lines: &[Line<'_>]| {
        let asked = lines.iter().filter(|l| l.falls() && l.is_stock()).count();
        (
            asked.min(1),
            lines.iter().filter(|l| l.falls()).count().min(1),
            lines.len(),
        )
    };
    let (before, lines) = scope
        .rows
        .iter()
        .filter(|r| r.accepted)
        .filter_map(lines_of)
        .rev()
        .max_by_key(|(_, lines)| teaches(lines))?;
    let quoted = |keep: &dyn Fn(&Line<'_>) -> bool| -> Vec<String> {
        lines
            .iter()
            .filter(|l| keep(l))
            .map(|l| {
                let args = [("label", l.field.label.get(language).into())];
                scope.view.texts.get("handout-quoted", &args)
            })
            .collect()
    };
    let falling = quoted(&|l| l.falls());
    let asked = quoted(&|l| l.falls() && l.is_stock());
    let names = |labels: &[String]| [("labels", list(labels, language).into())];
    let texts = scope.view.texts;
    let number = |field: &Field, value| Some(with_its_unit(field, value, scope));
    Some(Exercise {
        title: scope.say("handout-read"),
        situation: scope.say("handout-read.situation"),
        table: Some(Table {
            title: scope.say("handout-read.table"),
            columns: vec![
                Column::new(ColumnKind::Long, scope.say("handout-field")),
                Column::new(ColumnKind::Number, short(before.period, language)),
                Column::new(
                    ColumnKind::Number,
                    short(scope.kind.evaluation.period, language),
                ),
            ],
            rows: lines
                .iter()
                .map(|l| {
                    vec![
                        Some(l.field.label.get(language).to_owned()),
                        number(l.field, l.before),
                        number(l.field, l.now),
                    ]
                })
                .collect(),
            note: None,
            empty: None,
        }),
        questions: vec![
            scope.say("handout-read.question-1"),
            scope.say("handout-read.question-2"),
        ],
        answers: vec![
            if falling.is_empty() {
                scope.say("handout-read.nothing-falls")
            } else {
                texts.get("handout-read.falling", &names(&falling))
            },
            match (falling.is_empty(), asked.is_empty()) {
                (true, _) => scope.say("handout-read.nothing-to-ask"),
                (false, true) => scope.say("handout-read.only-flows"),
                (false, false) => texts.get("handout-read.ask", &names(&asked)),
            },
        ],
    })
}

/// The numbers that a project gave in both periods, those that changed first.
fn lines<'a>(scope: &Scope<'_, 'a>, before: &FollowUp, now: &FollowUp) -> Vec<Line<'a>> {
    let value = |row: &FollowUp, at: usize| row.values.number(at);
    let fields = &scope.kind.plan.questionnaire.fields;
    let mut lines: Vec<(usize, Line<'a>)> = fields
        .iter()
        .enumerate()
        .filter(|(_, f)| f.privacy <= READER && f.type_ != FieldType::Score)
        .filter_map(|(at, field)| {
            let line = Line {
                field,
                before: value(before, at)?,
                now: value(now, at)?,
            };
            Some((at, line))
        })
        .collect();
    lines.sort_by_key(|(_, l)| (!(l.falls() && l.is_stock()), l.now == l.before));
    lines.truncate(LINES);
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The sum of three projects, and what a fourth one without an accepted return does to it.
fn add_up(scope: &Scope<'_, '_>) -> Option<Exercise> {
    let (language, texts) = (scope.view.language, scope.view.texts);
    let accepted = || scope.rows.iter().filter(|r| r.accepted);
    let number = |row: &FollowUp, at: usize| {
        let value = row.values.number(at)?;
        (!value.is_zero()).then_some(value)
    };
    let fields = &scope.kind.plan.questionnaire.fields;
    let (at, field) = fields
        .iter()
        .enumerate()
        .filter(|(_, f)| f.rollup == Rollup::Sum && f.privacy <= READER)
        .rev()
        .max_by_key(|(at, _)| accepted().filter(|r| number(r, *at).is_some()).count())?;
    let added: Vec<Decimal> = accepted()
        .filter_map(|r| number(r, at))
        .take(PROJECTS)
        .collect();
    if added.len() < 2 {
        return None;
    }
    let total = added
        .iter()
        .try_fold(Decimal::ZERO, |sum, n| sum.checked_add(*n))?;
    let is_one_missing = scope.rows.iter().any(|r| !r.accepted);
    let letter = |n: usize| {
        let letter = char::from(b'A' + u8::try_from(n).unwrap_or(0)).to_string();
        texts.get("handout-project-letter", &[("letter", letter.into())])
    };
    let mut rows: Vec<Vec<Option<String>>> = added
        .iter()
        .enumerate()
        .map(|(n, value)| vec![Some(letter(n)), Some(with_its_unit(field, *value, scope))])
        .collect();
    if is_one_missing {
        rows.push(vec![Some(letter(rows.len())), None]);
    }
    let label = field.label.get(language);
    let (answered, asked) = (added.len(), rows.len());
    let sum: Vec<String> = added
        .iter()
        .map(|n| exact(n.normalize(), language))
        .collect();
    let share = Decimal::from(answered) * Decimal::ONE_HUNDRED / Decimal::from(asked);
    let to_count = |n: usize| count(u64::try_from(n).unwrap_or(0));
    let args = [
        ("label", label.into()),
        ("sum", sum.join(" + ").into()),
        ("total", with_its_unit(field, total, scope).into()),
        ("missing", letter(asked - 1).into()),
        ("answered", to_count(answered)),
        ("asked", to_count(asked)),
        ("share", exact(share.round_dp(0), language).into()),
    ];
    let mut first = texts.get("handout-sum.total", &args);
    if is_one_missing {
        first = format!("{first} {}", texts.get("handout-sum.missing", &args));
    }
    Some(Exercise {
        title: scope.say("handout-sum"),
        situation: texts.get("handout-sum.situation", &args),
        table: Some(Table {
            title: texts.get("handout-sum.table", &args),
            columns: vec![
                Column::new(ColumnKind::Long, scope.say("handout-project")),
                Column::new(ColumnKind::Number, label.to_owned()),
            ],
            note: is_one_missing.then(|| scope.say("handout-sum.note")),
            rows,
            empty: None,
        }),
        questions: vec![
            texts.get("handout-sum.question-1", &args),
            scope.say("handout-sum.question-2"),
        ],
        answers: vec![first, texts.get("handout-sum.coverage", &args)],
    })
}

/// A figure of the direction beside the region's, in one true sentence.
fn say_it(scope: &Scope<'_, '_>) -> Option<Exercise> {
    let (language, texts) = (scope.view.language, scope.view.texts);
    let figures: Vec<_> = shown(scope)
        .into_iter()
        .filter_map(|i| {
            let unit = i.unit.get(language);
            let mine = scope.figure(i)?;
            let region = scope.kind.overall(&i.id)?.value?;
            let written = |v: f64| with_unit(Some(v), i.decimals, unit, language);
            Some((i, written(mine.value?), written(region), mine.coverage))
        })
        .filter(|(.., coverage)| coverage.accepted > 0)
        .take(PROJECTS)
        .collect();
    // The sentence is about one that says what it does not say.
    let (about, mine, region, coverage) = figures
        .iter()
        .find(|(i, ..)| i.limits.is_some())
        .or_else(|| figures.first())?;
    let args = [
        ("label", about.label.get(language).into()),
        ("mine", mine.as_str().into()),
        ("region", region.as_str().into()),
        ("accepted", count(coverage.accepted)),
        ("expected", count(coverage.expected)),
    ];
    let mut answer = texts.get("handout-sentence.answer", &args);
    if low(*coverage) {
        answer = format!("{answer} {}", scope.say("handout-sentence.low"));
    }
    if let Some(limits) = &about.limits {
        let args = [("limits", limits.get(language).into())];
        answer = format!("{answer} {}", texts.get("handout-sentence.limits", &args));
    }
    Some(Exercise {
        title: scope.say("handout-sentence"),
        situation: scope.say("handout-sentence.situation"),
        table: Some(Table {
            title: scope.say("handout-sentence.table"),
            columns: vec![
                Column::new(ColumnKind::Long, scope.say("handout-indicator")),
                Column::new(ColumnKind::Number, scope.say("handout-mine")),
                Column::new(ColumnKind::Number, scope.say("handout-region")),
                Column::new(ColumnKind::Number, scope.say("handout-behind")),
            ],
            rows: figures
                .iter()
                .map(|(i, mine, region, coverage)| {
                    vec![
                        Some(i.label.get(language).to_owned()),
                        Some(mine.clone()),
                        Some(region.clone()),
                        Some(coverage_text(*coverage, texts)),
                    ]
                })
                .collect(),
            note: None,
            empty: None,
        }),
        questions: vec![texts.get("handout-sentence.question", &args)],
        answers: vec![answer],
    })
}

fn with_its_unit(field: &Field, value: Decimal, scope: &Scope<'_, '_>) -> String {
    let words = crate::render::sheet::FieldWords::new(field, scope.view.language);
    words.written(value, scope.view.language)
}

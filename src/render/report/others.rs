//! The kinds that are followed beside the projects: assemblies, consultations, deployment, contracts; a page each.

use super::shapes::{Column, ColumnKind, Section, Sentence, Table};
use super::words::Words;
use super::{charts, claims, fields, sections};
use crate::evaluate::FollowUp;
use crate::framework::{ColumnRole, FieldType, Indicator, Privacy};
use crate::model::Level;
use crate::render::KindView;
use crate::text;

/// Rows of the table of subjects.
const SUBJECTS: usize = 18;
/// Up to this many rows the table leaves room for charts.
const SHORT: usize = 7;
/// Indicators in it.
const INDICATORS: usize = 3;
/// A contract that ends within this many days is said.
pub(super) const SOON: i64 = 120;

/// The page of a kind; none where the framework does not follow it.
pub(super) fn page(words: Words<'_>, id: &str) -> Option<Section> {
    let kind = words.view.kind(id)?;
    let indicators = sections::in_page_order(kind.plan.indicators.clone());
    let shown: Vec<&Indicator> = indicators
        .iter()
        .copied()
        .filter(|i| kind.overall(&i.id).is_some_and(|f| f.value.is_some()))
        .collect();
    // The kind's own period is not always the report's: the page says which one it is about.
    let mut comments = vec![period_sentence(words, kind)];
    comments.extend(alerts(words, kind));
    comments.extend(sections::remarks(words, kind, &indicators, 2));
    // A long table fills the page and holds the values of the bars.
    let is_short = kind.rows.len() <= SHORT;
    let bars = shown
        .iter()
        .filter(|_| is_short)
        .find(|i| i.target.is_some() && words.unit(i) == "%")
        .or_else(|| {
            let mut shown = shown.iter().filter(|_| is_short);
            shown.find(|i| words.unit(i) == "%")
        })
        .or_else(|| shown.first().filter(|_| is_short))
        .and_then(|i| {
            let department = || fields::level(kind.plan.kind, ColumnRole::Department);
            charts::subject_bars(words, kind, i)
                .or_else(|| charts::bars(words, kind, i, &department()?))
        });
    let trend = is_short
        .then(|| shown.iter().find_map(|i| charts::trend(words, kind, i)))
        .flatten();
    Some(Section {
        claim: claims::claim(words, kind, &indicators),
        figures: sections::tiles(words, kind, &indicators),
        comments,
        bars: bars.into_iter().collect(),
        trends: trend.into_iter().collect(),
        tables: vec![subjects(words, kind, &shown)],
        ..Section::default()
    })
}

fn period_sentence(words: Words<'_>, kind: &KindView<'_>) -> Sentence {
    let coverage = claims::coverage(kind);
    let args = [
        (
            "period",
            text::period_with_article(kind.evaluation.period, words.language()).into(),
        ),
        ("accepted", coverage.accepted.into()),
        ("expected", coverage.expected.into()),
    ];
    words.sentence("kind-period", &args, Vec::new())
}

/// The subjects that end soon, by the register's date, the first one first.
pub(super) fn ending<'a>(
    words: Words<'_>,
    kind: &KindView<'a>,
) -> Vec<(i64, chrono::NaiveDate, &'a FollowUp)> {
    let today = words.view.today;
    let mut ending: Vec<_> = kind
        .rows
        .iter()
        .filter_map(|row| {
            let end = fields::register_value(kind.plan.kind, row, fields::CONTRACT_END)?.date()?;
            let days = (end - today).num_days();
            (0..=SOON).contains(&days).then_some((days, end, row))
        })
        .collect();
    ending.sort_by_key(|(_, end, row)| (*end, row.subject.id.clone()));
    ending
}

fn alerts(words: Words<'_>, kind: &KindView<'_>) -> Option<Sentence> {
    let ending = ending(words, kind);
    let (_, end, first) = ending.first()?;
    let args = [
        ("count", ending.len().into()),
        ("days", SOON.into()),
        ("title", first.subject.title.as_str().into()),
        ("date", text::date_long(*end, words.language()).into()),
    ];
    Some(words.sentence("ending", &args, Vec::new()))
}

/// The subjects, one a row: their state where the questionnaire asks for one, and the first indicators.
fn subjects(words: Words<'_>, kind: &KindView<'_>, indicators: &[&Indicator]) -> Table {
    let language = words.language();
    let state = kind
        .plan
        .questionnaire
        .fields
        .iter()
        .position(|f| f.type_ == FieldType::Choice && f.privacy != Privacy::Confidentiel);
    let choice = state.and_then(|at| kind.plan.questionnaire.fields.get(at));
    let shown: Vec<&&Indicator> = indicators.iter().take(INDICATORS).collect();
    let mut columns = vec![Column::new(
        ColumnKind::Long,
        super::watch::capitalised(kind.plan.kind.singular.get(language)),
    )];
    columns.extend(choice.map(|f| Column::new(ColumnKind::Text, f.label.get(language))));
    columns.push(Column::new(ColumnKind::Text, words.say("returned", &[])));
    columns.extend(shown.iter().map(|i| charts::indicator_column(words, i)));
    let rows = kind.rows.iter().take(SUBJECTS).map(|row| {
        let mut cells = vec![Some(row.subject.title.clone())];
        if let Some((at, field)) = state.zip(choice) {
            let code = row.values.text(at);
            let label = code.and_then(|code| field.choices.iter().find(|c| c.id == code));
            cells.push(label.map(|c| c.label.get(language).to_owned()));
        }
        cells.push(Some(words.say(
            match (row.accepted, row.carried) {
                (true, _) => "returned-yes",
                (false, true) => "returned-carried",
                (false, false) => "returned-no",
            },
            &[],
        )));
        cells.extend(shown.iter().map(|i| {
            let figure = kind.figure(&i.id, &Level::Subject, row.subject.id.as_str())?;
            words.value(i, figure.value)
        }));
        cells
    });
    let more = kind.rows.len().saturating_sub(SUBJECTS);
    Table {
        title: kind.plan.kind.label.get(language).to_owned(),
        columns,
        rows: rows.collect(),
        note: (more > 0).then(|| words.say("more-subjects", &[("count", more.into())])),
        empty: Some(words.say("claim-nothing-expected", &[])),
    }
}

//! One sheet.

use super::comparison::comparison;
use super::context::SheetContext;
use super::data::{Project, SheetData, State, ToDo};
use super::figures::figures;
use super::points::{items, state_of};
use super::steps::steps;
use crate::evaluate::FollowUp;
use crate::framework::ColumnRole;
use crate::render::contracts::Contract;
use crate::render::forms::{Sentence, Words, count};
use crate::store::returns::StoredReturn;
use crate::text::date_long;

/// More points than fit on a sheet are left to the mail, which has them all.
const POINTS: usize = 12;

/// The sheet that answers a return. `row` and `previous` are the subject's rows of the return's period and of the one
/// before, where a return is expected of it.
pub fn sheet<'a>(
    context: &'a SheetContext<'a>,
    answered: &'a StoredReturn,
    row: Option<&'a FollowUp>,
    previous: Option<&'a FollowUp>,
) -> SheetData<'a> {
    let programme = &context.framework.programme;
    let language = context.language;
    let state = state_of(answered);
    let (points, all) = match state {
        State::Accepte => (Vec::new(), 0),
        _ => items(context, answered, POINTS),
    };
    let (highlights, details) = figures(context, answered, previous);
    let promise = context.kind.promise.as_ref().unwrap_or(&programme.promise);
    SheetData {
        contract: Contract::Sheet.version(),
        lang: language.code(),
        title: &context.title,
        programme: programme.name.get(language),
        organisation: programme.organisation.get(language),
        period: &context.period,
        period_code: &context.period_code,
        date: &context.date,
        date_iso: &context.date_iso,
        project: project(context, answered, row.or(previous)),
        state,
        opening: opening(context, answered, state, all),
        to_do: (state != State::Accepte).then(|| ToDo {
            before: &context.before,
            how: how(context, state, all.saturating_sub(points.len())),
            items: points,
        }),
        highlights,
        details,
        // A return to correct is not among those it would be compared with; what is asked once has no likes of its time.
        comparison: row
            .filter(|r| r.accepted && state != State::ACorriger && context.is_compared())
            .and_then(|r| comparison(context, r)),
        actions: vec![Sentence {
            lead: "".into(),
            text: promise.get(language).into(),
        }],
        steps: steps(context, answered, row, state),
        contact: (&programme.contact).into(),
    }
}

fn opening(
    context: &SheetContext<'_>,
    answered: &StoredReturn,
    state: State,
    points: usize,
) -> String {
    let id = match state {
        State::Accepte => "sheet-opening-accepted",
        State::AConfirmer => "sheet-opening-confirm",
        State::ACorriger => "sheet-opening-correct",
    };
    let args = [
        (
            "day",
            date_long(answered.received_on, context.language).into(),
        ),
        ("before", context.before.as_str().into()),
        ("count", count(u64::try_from(points).unwrap_or(0))),
    ];
    context.texts.get(id, &args)
}

fn how(context: &SheetContext<'_>, state: State, more: usize) -> String {
    let how = match state {
        State::ACorriger => &context.phrases.how_to_correct,
        State::AConfirmer | State::Accepte => &context.phrases.how_to_confirm,
    };
    if more == 0 {
        return how.clone();
    }
    let args = [("count", count(u64::try_from(more).unwrap_or(0)))];
    format!("{} {how}", context.texts.get("sheet-more", &args))
}

/// Names instead of the register's codes; a code that the programme does not know stands for itself.
fn project<'a>(
    context: &'a SheetContext<'a>,
    answered: &'a StoredReturn,
    row: Option<&'a FollowUp>,
) -> Project<'a> {
    let id = answered.subject.as_str();
    let mut project = Project {
        id: id.into(),
        title: id.into(),
        scheme: context.kind.singular.get(context.language).into(),
        theme: "".into(),
        place: "".into(),
        department: "".into(),
        holder: "".into(),
    };
    let Some(row) = row else {
        return project;
    };
    let named = |names: &super::context::NamesOf<'a>, role| -> Words<'a> {
        let code = context.code(row, role).unwrap_or_default();
        names.get(code).copied().unwrap_or(code).into()
    };
    project.title = row.subject.title.as_str().into();
    if let Some(edition) = context.code(row, ColumnRole::Edition) {
        let known = context.editions.get(edition).map(String::as_str);
        project.scheme = known.unwrap_or(edition).into();
    }
    project.theme = named(&context.themes, ColumnRole::Theme);
    project.department = named(&context.departments, ColumnRole::Department);
    let county = named(&context.counties, ColumnRole::County);
    // No role says « commune » or « porteur »: the register's usual column is shown where it has one.
    project.place = match row.subject.text("commune") {
        Some(commune) if county.is_empty() => commune.into(),
        Some(commune) => format!("{commune}, {county}").into(),
        None => county,
    };
    project.holder = row.subject.text("porteur").unwrap_or_default().into();
    project
}

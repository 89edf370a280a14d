//! What comes next: the answer that is asked for, then the next request.

use super::context::SheetContext;
use super::data::{State, Step};
use crate::evaluate::FollowUp;
use crate::store::returns::StoredReturn;

/// The dates to come, soonest first.
pub(super) fn steps<'a>(
    context: &'a SheetContext<'a>,
    answered: &StoredReturn,
    row: Option<&FollowUp>,
    state: State,
) -> Vec<Step<'a>> {
    let phrases = &context.phrases;
    let asked = match state {
        State::Accepte => None,
        State::AConfirmer => Some(&phrases.step_to_confirm),
        State::ACorriger => Some(&phrases.step_to_correct),
    };
    let answer = asked.map(|text| Step {
        date: context.before.as_str(),
        text: text.as_str().into(),
    });
    let next = context
        .next
        .as_ref()
        .filter(|next| goes_on(context, answered, row, next.period, state))
        .map(|next| Step {
            date: next.day.as_str(),
            text: next.text.as_str().into(),
        });
    answer.into_iter().chain(next).collect()
}

/// Whether a return is expected of this subject for `period` too.
fn goes_on(
    context: &SheetContext<'_>,
    answered: &StoredReturn,
    row: Option<&FollowUp>,
    period: crate::model::Period,
    state: State,
) -> bool {
    let expectation = &context.kind.expectation;
    let ended = state != State::ACorriger
        && expectation.stop_when.as_ref().is_some_and(|stop| {
            answered
                .answers
                .get(&stop.field)
                .and_then(|a| a.value.as_ref()?.text())
                .is_some_and(|said| stop.values.iter().any(|v| v == said))
        });
    !ended && row.is_none_or(|r| r.subject.is_expected(expectation, period, None))
}

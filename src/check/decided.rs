//! What officers decided about values of a return: values given in the holder's stead, findings that no longer count.

use std::collections::BTreeSet;

use super::verdict::{Checked, Draft};
use crate::framework::{Field, Questionnaire};
use crate::model::{Answer, Decision, FieldId, Finding, FindingCode, Place, Severity};
use crate::read::Raw;
use crate::read::value::{Expected, clean, understand};

/// The last decision on a field, which stands.
pub(super) struct Standing<'a> {
    decision: &'a Decision,
    /// The value given, by it or by an earlier one.
    given: Option<&'a str>,
}

/// Puts the values that were given in the place of what was typed, and gives the decisions that stand. One on an answer that
/// cannot be read does not: there is no value that could count, whoever typed it.
pub(super) fn give<'a>(
    questionnaire: &Questionnaire,
    draft: &Draft<'a>,
    checked: &mut Checked,
) -> Vec<Standing<'a>> {
    let mut standing: Vec<Standing<'a>> = Vec::new();
    for decision in draft.decisions {
        let Some(field) = questionnaire.field(&decision.field) else {
            continue;
        };
        let mut given = decision.value.as_deref();
        if let Some(value) = given {
            put(field, value, draft, checked);
        }
        if let Some(at) = standing.iter().position(|s| s.decision.field == field.id) {
            given = given.or(standing.remove(at).given);
        }
        standing.push(Standing { decision, given });
    }
    standing.retain(|s| {
        let unread = |f: &Finding| is_about(f, &s.decision.field) && f.severity == Severity::Error;
        !checked.findings.iter().any(unread)
    });
    standing
}

/// Reads a given value as if the holder had typed it into the cell.
fn put(field: &Field, given: &str, draft: &Draft<'_>, checked: &mut Checked) {
    let place = place_of(&field.id, draft, checked);
    let raw = clean(given);
    let understood = understand(Expected::from(field), &Raw::Text(raw.clone()), false);
    checked.findings.retain(|f| !is_about(f, &field.id));
    // On a command line every number is text, which is not worth a remark.
    let remarks = understood
        .remarks
        .iter()
        .filter(|remark| remark.code != FindingCode::NumberAsText);
    checked
        .findings
        .extend(remarks.map(|remark| remark.placed(&place, &field.id, &raw)));
    let answer = Answer {
        raw,
        value: understood.value,
        place,
    };
    checked.answers.insert(field.id.clone(), answer);
}

/// Takes the findings back that ask something about a decided field, and says instead who decided what and why.
pub(super) fn waive(standing: &[Standing<'_>], draft: &Draft<'_>, checked: &mut Checked) {
    for Standing { decision, given } in standing {
        let field = &decision.field;
        let asks = |f: &Finding| is_about(f, field) && f.severity > Severity::Info;
        let asking = draft.read.findings.iter().chain(&checked.findings);
        let waived: BTreeSet<&str> = asking.filter(|f| asks(f)).map(name).collect();
        let mut accepted =
            Finding::info(FindingCode::ValueAccepted, place_of(field, draft, checked))
                .on(field)
                .with("reason", &decision.reason)
                .with("author", &decision.author)
                .with("waived", waived.into_iter().collect::<Vec<_>>().join(", "));
        if let Some(given) = given {
            accepted = accepted.with("given", Finding::quote(given));
        }
        let typed = draft.read.answers.get(field).map(|a| a.raw.trim());
        if let Some(typed) = typed.filter(|typed| !typed.is_empty()) {
            accepted = accepted.found(typed);
        }
        checked.findings.retain(|f| !asks(f));
        checked.findings.push(accepted);
    }
}

fn is_about(finding: &Finding, field: &FieldId) -> bool {
    finding.field.as_ref() == Some(field)
}

/// The rule that a finding is about, else its code.
fn name(finding: &Finding) -> &str {
    let rule = finding.rule.as_ref();
    rule.map_or_else(|| finding.code.as_str(), |rule| rule.as_str())
}

/// The answer's cell; the return's sheet where the file has no cell for it.
fn place_of(field: &FieldId, draft: &Draft<'_>, checked: &Checked) -> Place {
    match checked.answers.get(field) {
        Some(answer) => answer.place.clone(),
        None => Place {
            cell: None,
            ..draft.read.place.clone()
        },
    }
}

#[cfg(test)]
mod tests;

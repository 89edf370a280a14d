//! What is to be corrected or confirmed, from the findings of a return.

use std::collections::BTreeSet;

use super::context::SheetContext;
use super::data::{Item, State};
use crate::deliver::{AnswerStatus, MailAnswer, MailPoint};
use crate::framework::Rule;
use crate::model::{Finding, FindingCode, Place, ReturnStatus, Severity};
use crate::render::forms::Words;
use crate::store::returns::StoredReturn;
use crate::text::{FindingText, finding_text};

/// What became of a return.
pub(super) fn state_of(answered: &StoredReturn) -> State {
    let worst = answered.findings.iter().map(|f| f.severity).max();
    match (answered.status, worst) {
        (ReturnStatus::ToCorrect, _) | (_, Some(Severity::Error)) => State::ACorriger,
        (ReturnStatus::Accepted, Some(Severity::Warning)) => State::AConfirmer,
        _ => State::Accepte,
    }
}

/// The findings that ask for something, errors first, each kind in the order they were made.
fn asked(answered: &StoredReturn) -> impl Iterator<Item = &Finding> {
    let of = |severity| {
        answered
            .findings
            .iter()
            .filter(move |f| f.severity == severity)
    };
    of(Severity::Error).chain(of(Severity::Warning))
}

/// The points of a sheet, at most `limit` of them, and how many there are in all.
pub(super) fn items<'a>(
    context: &'a SheetContext<'a>,
    answered: &StoredReturn,
    limit: usize,
) -> (Vec<Item<'a>>, usize) {
    let sheets: BTreeSet<&str> = answered
        .answers
        .values()
        .map(|a| &a.place)
        .chain(answered.findings.iter().map(|f| &f.place))
        .filter_map(|p| p.sheet.as_deref())
        .collect();
    let several = sheets.len() > 1;
    let items = asked(answered)
        .take(limit)
        .map(|finding| item(context, finding, several))
        .collect();
    (items, asked(answered).count())
}

fn item<'a>(context: &'a SheetContext<'a>, finding: &Finding, several: bool) -> Item<'a> {
    let said = Said::new(context, finding);
    let told_by_found = finding.found.is_some() && tells_found(finding.code) && !said.confidential;
    let by_rule = said.rule.is_some();
    let FindingText {
        what,
        expected,
        remedy,
        ..
    } = said.text;
    Item {
        severity: match finding.severity {
            Severity::Error => State::ACorriger,
            Severity::Warning | Severity::Info => State::AConfirmer,
        },
        field: match said.label {
            Some(label) => Words::Borrowed(label),
            None => context.phrases.whole_file.as_str().into(),
        },
        place: place(context, &finding.place, several),
        found: finding
            .found
            .clone()
            .filter(|_| !said.confidential && (told_by_found || by_rule)),
        expected: (!by_rule).then(|| clause(&expected)),
        remedy: if told_by_found {
            remedy
        } else {
            format!("{what} {remedy}")
        },
    }
}

/// A finding in words, with nothing confidential in them.
struct Said<'a> {
    text: FindingText,
    label: Option<&'a str>,
    rule: Option<&'a Rule>,
    confidential: bool,
}

impl<'a> Said<'a> {
    fn new(context: &'a SheetContext<'a>, finding: &Finding) -> Self {
        let words = finding.field.as_ref().and_then(|id| context.field(id));
        let label = words.map(|w| w.label);
        let rule = finding
            .rule
            .as_ref()
            .and_then(|id| context.questionnaire.rule(id));
        let confidential = finding
            .field
            .as_ref()
            .is_some_and(|id| context.is_confidential(id));
        let mut text = if confidential {
            // What was typed may also stand in a suggestion: none of it is passed on.
            let bare = Finding {
                found: None,
                details: Default::default(),
                ..finding.clone()
            };
            finding_text(&bare, label, rule, context.language)
        } else {
            finding_text(finding, label, rule, context.language)
        };
        if confidential && tells_found(finding.code) && finding.found.is_some() {
            let args = [("field", label.unwrap_or_default().into())];
            text.what = context.texts.get("sheet-confidential", &args);
        }
        Self {
            text,
            label,
            rule,
            confidential,
        }
    }
}

/// The findings whose text is what was found beside what is expected: saying both again in a sentence would be too much.
fn tells_found(code: FindingCode) -> bool {
    use FindingCode as C;
    matches!(
        code,
        C::NotANumber
            | C::NotAnInteger
            | C::NotADate
            | C::NotABool
            | C::NotAChoice
            | C::NotAnEmail
            | C::OutOfBounds
            | C::ErrorCell
    )
}

/// A sentence as the end of another: no capital, no full stop.
fn clause(sentence: &str) -> String {
    let sentence = sentence.strip_suffix('.').unwrap_or(sentence);
    let mut letters = sentence.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_lowercase)
        .chain(letters)
        .collect()
}

/// « cellule C14 », with the sheet where the return has several.
fn place(context: &SheetContext<'_>, place: &Place, several: bool) -> String {
    let cell = place.cell.map(|c| c.to_string()).unwrap_or_default();
    let sheet = place
        .sheet
        .as_deref()
        .filter(|_| several || cell.is_empty());
    let id = match (sheet, cell.is_empty()) {
        (Some(_), false) => "sheet-place-sheet-cell",
        (Some(_), true) => "sheet-place-sheet",
        (None, false) => "sheet-place-cell",
        (None, true) => return place.file.clone(),
    };
    let args = [
        ("sheet", sheet.unwrap_or_default().into()),
        ("cell", cell.as_str().into()),
    ];
    context.texts.get(id, &args)
}

/// What the mail that carries the sheet says of the return: its state and every point that asks for something.
pub fn mail_answer(context: &SheetContext<'_>, answered: &StoredReturn) -> MailAnswer {
    let points: Vec<MailPoint> = asked(answered)
        .map(|finding| Said::new(context, finding).text)
        .collect();
    MailAnswer {
        status: match state_of(answered) {
            State::Accepte => AnswerStatus::Accepted,
            State::AConfirmer => AnswerStatus::Confirm,
            State::ACorriger => AnswerStatus::Correct,
        },
        points,
        respond_by: context.answer_before().to_owned(),
        next_request: context.next_request().map(str::to_owned),
    }
}

//! How many of the necessary answers are given: a count that follows what is typed.

use crate::framework::{Field, FieldType, Required};

use super::conditions::{Condition, LONGEST_FORMULA, Translator, quoted};
use super::words::Words;

/// Whether an answer is necessary, as formulas; none where it never is.
fn needed(field: &Field, translator: &Translator<'_>) -> Option<Option<Condition>> {
    let required = match &field.required {
        Required::Always(false) => return None,
        Required::Always(true) => None,
        Required::When(text) => Some(translator.say(text)?),
    };
    let relevant = match &field.relevant {
        Some(text) => Some(translator.say(text)?),
        None => None,
    };
    Some(match (required, relevant) {
        (Some(required), Some(relevant)) => Some(required.and(&relevant)),
        (one, other) => one.or(other),
    })
}

/// The formula and what it gives now: « 5 sur 12 ». None where there are too many questions for a formula.
pub(super) fn formula(translator: &Translator<'_>, words: &Words) -> Option<(String, String)> {
    let request = translator.request;
    let (mut filled, mut total) = (Vec::new(), Vec::new());
    let (mut filled_now, mut total_now) = (0_u32, 0_u32);
    for (index, field) in request.questionnaire.fields.iter().enumerate() {
        let Some(condition) = needed(field, translator) else {
            continue;
        };
        let test = match field.type_ {
            FieldType::Choices => translator
                .plan
                .range(index, translator.home)
                .map(|range| format!("COUNTA({range})>0")),
            _ => translator
                .plan
                .reference(index, translator.home)
                .map(|cell| format!("{cell}<>\"\"")),
        };
        let Some(test) = test else { continue };
        let answered = request.typed.get(&field.id);
        let answered = answered.is_some_and(|answer| !answer.raw.trim().is_empty());
        let is_needed = match condition {
            None => {
                filled.push(format!("IF({test},1,0)"));
                total.push("1".to_owned());
                true
            }
            Some(condition) => {
                filled.push(format!("IF(AND({},{test}),1,0)", condition.yes));
                total.push(format!("IF({},1,0)", condition.yes));
                condition.now == Some(true)
            }
        };
        total_now += u32::from(is_needed);
        filled_now += u32::from(is_needed && answered);
    }
    let sum = |terms: Vec<String>| {
        if terms.is_empty() {
            "0".to_owned()
        } else {
            format!("({})", terms.join("+"))
        }
    };
    let now = words.tell(
        "progress",
        &[
            ("filled", filled_now.to_string().into()),
            ("total", total_now.to_string().into()),
        ],
    );
    // The message once with marks in the place of its numbers: what stands around them is text of the formula.
    let marked = words.tell(
        "progress",
        &[("filled", "\u{1}".into()), ("total", "\u{2}".into())],
    );
    let mut pieces = Vec::new();
    let (filled, total) = (sum(filled), sum(total));
    let mut text = String::new();
    for letter in marked.chars() {
        let counted = match letter {
            '\u{1}' => &filled,
            '\u{2}' => &total,
            other => {
                text.push(other);
                continue;
            }
        };
        if !text.is_empty() {
            pieces.push(quoted(&std::mem::take(&mut text)));
        }
        pieces.push(counted.clone());
    }
    if !text.is_empty() {
        pieces.push(quoted(&text));
    }
    let formula = format!("={}", pieces.join("&"));
    (formula.len() < LONGEST_FORMULA).then_some((formula, now))
}

//! Choices by code, label or synonym, without regard to case or accents.

use crate::framework::Choice;
use crate::model::{FindingCode, Value};
use crate::read::fold::{fold, nearest};
use crate::read::raw::Raw;

use super::{Remark, Understood, clean};

pub(super) fn one(choices: &[Choice], raw: &Raw) -> Understood {
    let text = clean(&raw.shown());
    match find(choices, &text) {
        Some(choice) => Understood::plain(Value::Choice(choice.id.clone())),
        None => Understood::refused(unknown(choices, &text)),
    }
}

/// Several choices, separated by semicolons, line breaks or commas. One that is unknown refuses the cell: half an answer
/// would be counted as a whole one.
pub(super) fn several(choices: &[Choice], raw: &Raw) -> Understood {
    let text = clean(&raw.shown());
    let mut chosen = Vec::new();
    for piece in text
        .split([';', '\n', '|'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
    {
        // A label may hold a comma itself.
        if let Some(choice) = find(choices, piece) {
            chosen.push(choice);
            continue;
        }
        for part in piece.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            match find(choices, part) {
                Some(choice) => chosen.push(choice),
                None => return Understood::refused(unknown(choices, part)),
            }
        }
    }
    if chosen.is_empty() {
        return Understood::default();
    }
    let in_order = choices
        .iter()
        .filter(|c| chosen.iter().any(|chosen| chosen.id == c.id));
    Understood::plain(Value::Choices(in_order.map(|c| c.id.clone()).collect()))
}

fn find<'c>(choices: &'c [Choice], text: &str) -> Option<&'c Choice> {
    let word = fold(text);
    let is = |candidate: &str| candidate == text || (!word.is_empty() && fold(candidate) == word);
    choices.iter().find(|choice| wordings(choice).any(is))
}

fn wordings(choice: &Choice) -> impl Iterator<Item = &str> {
    let labels = std::iter::once(choice.label.fr.as_str()).chain(choice.label.en.as_deref());
    std::iter::once(choice.id.as_str())
        .chain(labels)
        .chain(choice.synonyms.iter().map(String::as_str))
}

fn unknown(choices: &[Choice], text: &str) -> Remark {
    let close = nearest(text, choices.iter().flat_map(wordings));
    let suggestion = close
        .and_then(|close| find(choices, close))
        .map(|choice| choice.label.fr.as_str());
    let labels: Vec<_> = choices
        .iter()
        .map(|choice| choice.label.fr.as_str())
        .collect();
    Remark::error(FindingCode::NotAChoice)
        .with("choices", labels.join(", "))
        .with("suggestion", suggestion.unwrap_or_default())
}

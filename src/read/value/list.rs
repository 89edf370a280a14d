//! Choices by code, label or synonym, without regard to case or accents.

use std::collections::{BTreeSet, HashMap};

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
    let known = Known::new(choices);
    let mut chosen = BTreeSet::new();
    for piece in text
        .split([';', '\n', '|'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
    {
        // A label may hold a comma itself.
        if let Some(choice) = known.find(piece) {
            chosen.insert(choice);
            continue;
        }
        for part in piece.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            match known.find(part) {
                Some(choice) => chosen.insert(choice),
                None => return Understood::refused(unknown(choices, part)),
            };
        }
    }
    if chosen.is_empty() {
        return Understood::default();
    }
    let in_order = choices.iter().enumerate();
    let in_order = in_order.filter(|(at, _)| chosen.contains(at));
    Understood::plain(Value::Choices(
        in_order.map(|(_, c)| c.id.clone()).collect(),
    ))
}

/// Choices by their folded wordings, so that a cell that names thousands costs no more than its length.
struct Known<'c> {
    choices: &'c [Choice],
    by_word: HashMap<String, usize>,
}

impl<'c> Known<'c> {
    fn new(choices: &'c [Choice]) -> Self {
        let mut by_word = HashMap::new();
        for (at, choice) in choices.iter().enumerate() {
            for wording in wordings(choice) {
                by_word.entry(fold(wording)).or_insert(at);
            }
        }
        Self { choices, by_word }
    }

    /// The index of the choice that [`find`] finds.
    fn find(&self, text: &str) -> Option<usize> {
        let word = fold(text);
        if word.is_empty() {
            let is = |choice: &Choice| wordings(choice).any(|wording| wording == text);
            return self.choices.iter().position(is);
        }
        self.by_word.get(&word).copied()
    }
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

//! Answers as figures: what we understood.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::context::SheetContext;
use crate::evaluate::FollowUp;
use crate::framework::{Field, FieldType, Language, Privacy};
use crate::model::{FieldId, FindingCode, Severity, Status, Value};
use crate::render::forms::{FigureData, Words, raw};
use crate::store::returns::StoredReturn;
use crate::text::{change, date_long, decimal, exact, with_unit};

/// How many figures stand out.
const HIGHLIGHTS: usize = 4;
/// More decimals than anyone measures: quotients typed as formulas have many.
const DECIMALS: u32 = 2;

/// A field with its words in the sheet's language.
pub(crate) struct FieldWords<'a> {
    pub(super) field: &'a Field,
    pub(super) label: &'a str,
    pub(super) unit: &'a str,
}

impl<'a> FieldWords<'a> {
    pub(crate) fn new(field: &'a Field, language: Language) -> Self {
        let unit = match (&field.unit, field.type_) {
            (Some(unit), _) => unit.as_str(),
            (None, FieldType::Percent) => "%",
            (None, FieldType::Euros) => "€",
            (None, _) => "",
        };
        Self {
            field,
            label: field.label.get(language),
            unit,
        }
    }

    /// The number with the decimals that are shown: as typed, amounts with their cents or none.
    fn shown(&self, value: Decimal) -> Decimal {
        let mut value = value.round_dp(DECIMALS).normalize();
        if self.field.type_ == FieldType::Euros && value.scale() > 0 {
            value.rescale(DECIMALS);
        }
        value
    }

    /// The number with its unit: « 18 450 € ».
    pub(crate) fn written(&self, value: Decimal, language: Language) -> String {
        let value = self.shown(value);
        match raw(value) {
            Some(number) => with_unit(Some(number), decimals_of(value), self.unit, language),
            None => exact(value, language),
        }
    }
}

/// Whether a field may be compared with others': a public quantity. Scores and amounts are not for ranking.
pub(super) fn is_compared(field: &Field) -> bool {
    field.privacy == Privacy::Public
        && matches!(
            field.type_,
            FieldType::Integer | FieldType::Number | FieldType::Percent
        )
}

pub(super) fn is_numeric(type_: FieldType) -> bool {
    matches!(
        type_,
        FieldType::Integer
            | FieldType::Number
            | FieldType::Percent
            | FieldType::Euros
            | FieldType::Score
    )
}

fn decimals_of(value: Decimal) -> u8 {
    u8::try_from(value.scale()).unwrap_or(0)
}

/// The figures of a return: those that stand out, and the others.
pub(super) fn figures<'a>(
    context: &'a SheetContext<'a>,
    answered: &'a StoredReturn,
    previous: Option<&'a FollowUp>,
) -> (Vec<FigureData<'a>>, Vec<FigureData<'a>>) {
    // What is to be corrected, or was not used, was not understood.
    let doubtful: BTreeSet<&FieldId> = answered
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error || f.code == FindingCode::NotRelevant)
        .filter_map(|f| f.field.as_ref())
        .collect();
    let value_of = |at: usize| {
        let id = &context.fields.get(at)?.field.id;
        let value = answered.answers.get(id)?.value.as_ref()?;
        (!doubtful.contains(id)).then_some(value)
    };
    let stands_out = |at: &usize| {
        value_of(*at)
            .and_then(Value::number)
            .is_some_and(|n| !n.is_zero())
    };
    let first: Vec<usize> = context
        .ranked
        .iter()
        .copied()
        .filter(stands_out)
        .take(HIGHLIGHTS)
        .collect();
    let make = |at: usize| {
        let words = context.fields.get(at)?;
        if words.field.privacy > Privacy::Interne {
            return None;
        }
        let before = previous
            .filter(|p| p.accepted)
            .and_then(|p| p.values.get(at));
        figure(context, words, value_of(at)?, before.as_ref())
    };
    let highlights = first.iter().filter_map(|at| make(*at)).collect();
    let details = (0..context.fields.len())
        .filter(|at| !first.contains(at))
        .filter_map(make)
        .collect();
    (highlights, details)
}

/// One answer as a figure; free texts are none.
fn figure<'a>(
    context: &'a SheetContext<'a>,
    words: &FieldWords<'a>,
    value: &'a Value,
    before: Option<&Value>,
) -> Option<FigureData<'a>> {
    let language = context.language;
    let mut figure = FigureData {
        id: words.field.id.as_str(),
        label: words.label.into(),
        value: None,
        raw: None,
        unit: "",
        previous: None,
        change: None,
        target: None,
        target_raw: None,
        status: Status::NonDisponible,
        coverage: None,
        coverage_share: None,
        low_coverage: false,
    };
    if let Some(number) = value.number() {
        let number = words.shown(number);
        figure.value = Some(decimal(number, decimals_of(number), language).into());
        figure.raw = raw(number);
        figure.unit = words.unit;
        if let Some(before) = before.and_then(Value::number) {
            figure.previous = Some(words.written(before, language).into());
            // What stays as it was says so by its silence.
            let by = number
                .checked_sub(before)
                .map(|by| words.shown(by))
                .filter(|by| !by.is_zero());
            figure.change = by.map(|by| change(raw(by), decimals_of(by), words.unit, language));
        }
    } else {
        figure.value = Some(in_words(context, words, value)?);
        let before = before.and_then(|before| in_words(context, words, before));
        figure.previous = before.map(|words| words.into_owned().into());
    }
    Some(figure)
}

/// An answer that is no number, in words.
fn in_words<'a>(
    context: &'a SheetContext<'a>,
    words: &FieldWords<'a>,
    value: &'a Value,
) -> Option<Words<'a>> {
    let label = |code: &'a str| -> &'a str {
        words
            .field
            .choices
            .iter()
            .find(|c| c.id == code)
            .map_or(code, |c| c.label.get(context.language))
    };
    Some(match value {
        Value::Choice(code) => capital(label(code)),
        Value::Choices(codes) => {
            let labels: Vec<_> = codes.iter().map(|code| label(code)).collect();
            capital_of(labels.join(", ")).into()
        }
        Value::Date(day) => date_long(*day, context.language).into(),
        Value::Bool(true) => context.phrases.yes.as_str().into(),
        Value::Bool(false) => context.phrases.no.as_str().into(),
        Value::Text(_) | Value::Integer(_) | Value::Number(_) => return None,
    })
}

/// The text with a capital first.
fn capital(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some(first) if first.is_lowercase() => capital_of(text.to_owned()).into(),
        _ => text.into(),
    }
}

fn capital_of(text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(letters).collect(),
        _ => text,
    }
}

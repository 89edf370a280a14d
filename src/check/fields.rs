//! One answer against its field: bounds and length.

use rust_decimal::Decimal;

use crate::framework::Field;
use crate::model::{Answer, Finding, FindingCode, Value};

/// What bounds and length have to say about an answer.
pub(super) fn outside(field: &Field, answer: &Answer) -> Option<Finding> {
    match answer.value.as_ref()? {
        Value::Integer(_) | Value::Number(_) => {
            let number = answer.value.as_ref()?.number()?;
            let (min, max) = field.bounds();
            if min.is_none_or(|m| number >= m) && max.is_none_or(|m| number <= m) {
                return None;
            }
            let words = |bound: Option<Decimal>| {
                bound.map(|b| b.normalize().to_string()).unwrap_or_default()
            };
            Some(
                Finding::error(FindingCode::OutOfBounds, answer.place.clone())
                    .on(&field.id)
                    .found(&answer.raw)
                    .with("min", words(min))
                    .with("max", words(max)),
            )
        }
        Value::Text(text) => {
            let limit = usize::try_from(field.max_length?).ok()?;
            let length = text.chars().count();
            (length > limit).then(|| {
                Finding::error(FindingCode::TooLong, answer.place.clone())
                    .on(&field.id)
                    .found(text)
                    .with("length", length)
                    .with("limit", limit)
            })
        }
        _ => None,
    }
}

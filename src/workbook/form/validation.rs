//! What a spreadsheet lets people type: the same types, bounds and lengths as the check.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, Formula};

use crate::framework::{Field, FieldType};

use super::super::WorkbookError;
use super::super::names::one_line;
use super::words::Words;

/// The longest title and message that Excel shows, in characters.
const TITLE: usize = 32;
const MESSAGE: usize = 255;

/// The validation of an answer; none where anything may be typed. `cell` is the answer's own cell, `list` the name of the
/// list of its choices.
pub(super) fn of(
    field: &Field,
    cell: &str,
    list: Option<&str>,
    words: &Words,
) -> Result<Option<DataValidation>, WorkbookError> {
    let open = DataValidation::new();
    let limited = match field.type_ {
        FieldType::Text => match field.max_length {
            Some(length) => open.allow_text_length(DataValidationRule::LessThanOrEqualTo(length)),
            None => return Ok(None),
        },
        FieldType::Email => open.allow_custom(Formula::new(format!(
            "=ISNUMBER(FIND(\".\",{cell},FIND(\"@\",{cell})))"
        ))),
        FieldType::Integer => open.allow_whole_number_formula(between(field)),
        FieldType::Number | FieldType::Euros | FieldType::Percent => {
            open.allow_decimal_number_formula(between(field))
        }
        FieldType::Date => {
            let day = |year, month, day| {
                NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
            };
            open.allow_date(DataValidationRule::Between(
                day(1900, 1, 1),
                day(2200, 12, 31),
            ))
        }
        FieldType::Score => open.allow_list_strings(&["1", "2", "3", "4", "5"])?,
        FieldType::Bool => open.allow_list_strings(&[words.yes_no(true), words.yes_no(false)])?,
        FieldType::Choice => match list {
            Some(list) => open.allow_list_formula(Formula::new(format!("={list}"))),
            None => return Ok(None),
        },
        // The question's own cell takes a list in words; its boxes are apart.
        FieldType::Choices => return Ok(None),
    };
    Ok(Some(told(
        limited,
        words.of(&field.label),
        &words.expected(field),
        words,
    )?))
}

/// The validation of a box.
pub(super) fn tick(label: &str, words: &Words) -> Result<DataValidation, WorkbookError> {
    let limited = DataValidation::new().allow_list_strings(&["x"])?;
    told(limited, label, &words.say("expects-tick"), words)
}

/// Says what is expected, before and after.
fn told(
    limited: DataValidation,
    label: &str,
    expected: &str,
    words: &Words,
) -> Result<DataValidation, WorkbookError> {
    let message = one_line(expected, MESSAGE);
    Ok(limited
        .set_input_title(one_line(label, TITLE))?
        .set_input_message(message.clone())?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(one_line(&words.say("refused-title"), TITLE))?
        .set_error_message(message)?)
}

/// Formulas rather than numbers: bounds may be larger than a spreadsheet's whole numbers are here.
fn between(field: &Field) -> DataValidationRule<Formula> {
    let formula = |bound: Decimal| Formula::new(format!("={}", bound.normalize()));
    match field.bounds() {
        (Some(min), Some(max)) => DataValidationRule::Between(formula(min), formula(max)),
        (Some(min), None) => DataValidationRule::GreaterThanOrEqualTo(formula(min)),
        (None, Some(max)) => DataValidationRule::LessThanOrEqualTo(formula(max)),
        (None, None) => DataValidationRule::GreaterThanOrEqualTo(formula(Decimal::MIN)),
    }
}

/// A decimal as a spreadsheet keeps it; none where it keeps another number.
pub(super) fn exactly(number: Decimal) -> Option<f64> {
    let float = number.to_f64()?;
    let back: Decimal = float.to_string().parse().ok()?;
    (back.normalize() == number.normalize()).then_some(float)
}

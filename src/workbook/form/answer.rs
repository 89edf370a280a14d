//! The cells that people fill in: how they look, what stands in them when the form leaves.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};

use crate::framework::{Field, FieldType};
use crate::model::{Answer, Value};
use crate::read::{Raw, value};

use super::super::WorkbookError;
use super::super::look::{BLUE, INK, MIDDLE, TINT, Tone, base};
use super::super::names::cell_text;
use super::validation::exactly;
use super::words::Words;

/// A free text of more than this is given a wide and high cell.
const SHORT_TEXT: u32 = 120;

/// Whether an answer is long enough for a cell over several columns and lines.
pub(super) fn is_long(field: &Field) -> bool {
    field.type_ == FieldType::Text && field.max_length.is_none_or(|most| most > SHORT_TEXT)
}

/// The lines that a long answer is given.
pub(super) fn lines(field: &Field) -> u32 {
    if is_long(field) {
        (field.max_length.unwrap_or(600) / 70).clamp(3, 10)
    } else {
        1
    }
}

/// How an answer's cell looks.
pub(super) fn format(field: &Field, tone: Option<Tone>) -> Format {
    let open = match tone {
        Some(tone) => open_cell(tone.background(), tone.colour())
            .set_border(FormatBorder::Medium)
            .set_border_color(tone.colour()),
        None => open_cell(Color::White, INK)
            .set_border(FormatBorder::Thin)
            .set_border_color(MIDDLE),
    };
    match field.type_ {
        // Text stays text, whatever it begins with.
        FieldType::Text | FieldType::Email => open.set_num_format("@").set_text_wrap(),
        FieldType::Choice | FieldType::Bool => open.set_num_format("@"),
        FieldType::Choices => open.set_num_format("@").set_text_wrap(),
        FieldType::Integer | FieldType::Score => open.set_num_format("#,##0"),
        FieldType::Euros => open.set_num_format("#,##0.00"),
        FieldType::Number | FieldType::Percent => open,
        FieldType::Date => open.set_num_format("dd/mm/yyyy"),
    }
}

/// How the box of a choice looks.
pub(super) fn tick_format() -> Format {
    open_cell(Color::White, BLUE)
        .set_bold()
        .set_num_format("@")
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_border_color(MIDDLE)
}

/// The cell of a question whose answer is given in the boxes below it.
pub(super) fn closed_format() -> Format {
    base().set_background_color(TINT).set_text_wrap()
}

fn open_cell(background: Color, ink: Color) -> Format {
    base()
        .set_unlocked()
        .set_font_color(ink)
        .set_background_color(background)
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::VerticalCenter)
        .set_indent(1)
}

/// The choices to tick for an answer of several: those that were understood. None where its words are to be shown.
pub(super) fn ticked<'a>(field: &Field, typed: Option<&'a Answer>) -> Option<&'a [String]> {
    match typed {
        Some(answer) => match &answer.value {
            Some(Value::Choices(ids)) => Some(ids),
            _ if answer.raw.trim().is_empty() => Some(&[]),
            _ => None,
        },
        None => (field.type_ == FieldType::Choices).then_some(&[]),
    }
}

/// Writes what was typed, exactly: a number or a day where the cell held one, else the text.
pub(super) fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    field: &Field,
    typed: &Answer,
    format: &Format,
    words: &Words,
) -> Result<(), WorkbookError> {
    let raw = typed.raw.as_str();
    match was(field, typed) {
        Was::Number(number) => sheet.write_number_with_format(row, column, number, format)?,
        Was::Day(day) => sheet.write_date_with_format(row, column, day, format)?,
        Was::Truth(truth) => {
            sheet.write_string_with_format(row, column, words.yes_no(truth), format)?
        }
        Was::Nothing => sheet.write_blank(row, column, format)?,
        Was::Text => sheet.write_string_with_format(row, column, cell_text(raw), format)?,
    };
    Ok(())
}

/// What the cell held that an answer was read from.
enum Was {
    Number(f64),
    Day(chrono::NaiveDate),
    Truth(bool),
    Text,
    Nothing,
}

fn was(field: &Field, typed: &Answer) -> Was {
    let raw = typed.raw.as_str();
    if raw.trim().is_empty() {
        return Was::Nothing;
    }
    let understood = |raw: Raw| value::understand(value::Expected::from(field), &raw, false).value;
    match field.type_ {
        FieldType::Integer
        | FieldType::Number
        | FieldType::Euros
        | FieldType::Percent
        | FieldType::Score => {
            // A cell's number is told in the one way that such a number is written; a text like it may mean another one.
            let number = raw.parse::<f64>().ok();
            let number = number.filter(|number| number.to_string() == raw);
            let Some(number) = number else {
                return Was::Text;
            };
            let read = understood(Raw::Number(number));
            match (&typed.value, read) {
                (Some(value), Some(read)) if *value == read => Was::Number(number),
                // 45 % in a cell of percentages was 0.45.
                (Some(value), _) if field.type_ == FieldType::Percent => value
                    .number()
                    .and_then(exactly)
                    .map_or(Was::Text, Was::Number),
                (Some(_), _) => Was::Text,
                (None, _) => Was::Number(number),
            }
        }
        FieldType::Date => match understood(Raw::DateTime(raw.to_owned())) {
            Some(Value::Date(day)) if raw.len() == 10 => Was::Day(day),
            _ => Was::Text,
        },
        FieldType::Bool => match raw {
            "VRAI" => Was::Truth(true),
            "FAUX" => Was::Truth(false),
            _ => Was::Text,
        },
        FieldType::Text | FieldType::Email | FieldType::Choice | FieldType::Choices => Was::Text,
    }
}

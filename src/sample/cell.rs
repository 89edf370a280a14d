//! What stands in the cells of a sample file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::framework::{Field, Language};
use crate::model::Value;

/// What someone entered in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A value, entered as the form asks.
    Value(Value),
    /// A text as typed, right or wrong.
    Typed(String),
}

impl Cell {
    /// What a spreadsheet holds for it.
    pub(super) fn entered(&self, field: Option<&Field>) -> Entered {
        match self {
            Self::Typed(text) => Entered::Text(text.clone()),
            Self::Value(value) => match value {
                Value::Text(text) => Entered::Text(text.clone()),
                Value::Integer(number) => Entered::Number(Decimal::from(*number)),
                Value::Number(number) => Entered::Number(*number),
                Value::Date(day) => Entered::Date(*day),
                Value::Bool(yes) => Entered::Text(if *yes { "oui" } else { "non" }.to_owned()),
                Value::Choice(id) => Entered::Text(wording(field, id)),
                Value::Choices(ids) => {
                    let words: Vec<String> = ids.iter().map(|id| wording(field, id)).collect();
                    Entered::Text(words.join(", "))
                }
            },
        }
    }
}

/// A choice as people read it.
fn wording(field: Option<&Field>, id: &str) -> String {
    field
        .and_then(|field| field.choices.iter().find(|choice| choice.id == id))
        .map_or_else(
            || id.to_owned(),
            |choice| choice.label.get(Language::Fr).to_owned(),
        )
}

/// What a spreadsheet knows: texts, numbers and days.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entered {
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
}

impl Entered {
    /// As a French spreadsheet writes it to a CSV file.
    pub(super) fn french(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.normalize().to_string().replace('.', ","),
            Self::Date(day) => day.format("%d/%m/%Y").to_string(),
        }
    }
}

/// The cells of a row or a form, by field or register column.
pub(super) type Cells = BTreeMap<String, Cell>;

/// Fills cells one by one.
#[derive(Debug, Default)]
pub(super) struct Filler(Cells);

impl Filler {
    pub(super) fn finish(self) -> Cells {
        self.0
    }

    fn put(&mut self, id: &str, value: Value) -> &mut Self {
        self.0.insert(id.to_owned(), Cell::Value(value));
        self
    }

    pub(super) fn text(&mut self, id: &str, text: impl Into<String>) -> &mut Self {
        self.put(id, Value::Text(text.into()))
    }

    pub(super) fn count(&mut self, id: &str, count: i64) -> &mut Self {
        self.put(id, Value::Integer(count))
    }

    pub(super) fn number(&mut self, id: &str, number: Decimal) -> &mut Self {
        self.put(id, Value::Number(number))
    }

    /// A number of tenths, so that one decimal stays exact.
    pub(super) fn tenths(&mut self, id: &str, tenths: i64) -> &mut Self {
        self.put(id, Value::Number(Decimal::new(tenths, 1)))
    }

    pub(super) fn date(&mut self, id: &str, day: NaiveDate) -> &mut Self {
        self.put(id, Value::Date(day))
    }

    pub(super) fn yes(&mut self, id: &str, yes: bool) -> &mut Self {
        self.put(id, Value::Bool(yes))
    }

    pub(super) fn choice(&mut self, id: &str, choice: &str) -> &mut Self {
        self.put(id, Value::Choice(choice.to_owned()))
    }

    pub(super) fn choices(&mut self, id: &str, choices: &[&str]) -> &mut Self {
        self.put(
            id,
            Value::Choices(choices.iter().map(|choice| (*choice).to_owned()).collect()),
        )
    }
}

/// A day that is written in this source; 1 January 1970 for one that does not exist.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

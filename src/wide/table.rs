//! Values of many rows into the columns of a table.

use bilan_sql::{ColumnData, DECIMAL_SCALE, Type};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::model::Value;

/// A number in the table's units of 10^-6, or nothing where it is too large. Digits past the sixth are rounded.
pub fn decimal_units(number: Decimal) -> Option<i128> {
    let mut rounded = number.round_dp(DECIMAL_SCALE);
    rounded.rescale(DECIMAL_SCALE);
    (rounded.scale() == DECIMAL_SCALE).then(|| rounded.mantissa())
}

fn days_since_epoch(date: NaiveDate) -> Option<i32> {
    i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok()
}

/// One cell, of any type.
pub enum Cells<'a> {
    /// A field's value, or none.
    Value(Option<&'a Value>),
    /// A text.
    Text(&'a str),
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Decimal(Decimal),
    /// A day, or none.
    Date(Option<NaiveDate>),
}

/// A column being filled, row by row.
pub struct ColumnBuilder(ColumnData);

impl ColumnBuilder {
    /// An empty column with room for `rows`.
    pub fn new(type_: Type, rows: usize) -> Self {
        Self(match type_ {
            Type::Bool => ColumnData::Bool(Vec::with_capacity(rows)),
            Type::Int => ColumnData::Int(Vec::with_capacity(rows)),
            Type::Decimal => ColumnData::Decimal(Vec::with_capacity(rows)),
            Type::Date => ColumnData::Date(Vec::with_capacity(rows)),
            Type::Text => ColumnData::Text(Vec::with_capacity(rows)),
            Type::List => ColumnData::List(Vec::with_capacity(rows)),
        })
    }

    /// Adds a cell. A value of another type than the column's is null: types are checked when values are understood.
    pub fn push(&mut self, cell: &Cells<'_>) {
        match (&mut self.0, cell) {
            (ColumnData::Bool(column), cell) => column.push(match cell {
                Cells::Bool(b) => Some(*b),
                Cells::Value(Some(value)) => value.bool(),
                _ => None,
            }),
            (ColumnData::Int(column), cell) => column.push(match cell {
                Cells::Int(i) | Cells::Value(Some(Value::Integer(i))) => Some(*i),
                _ => None,
            }),
            (ColumnData::Decimal(column), cell) => column.push(match cell {
                Cells::Decimal(number) => decimal_units(*number),
                Cells::Value(Some(value)) => value.number().and_then(decimal_units),
                _ => None,
            }),
            (ColumnData::Date(column), cell) => column.push(match cell {
                Cells::Date(date) => date.and_then(days_since_epoch),
                Cells::Value(Some(value)) => value.date().and_then(days_since_epoch),
                _ => None,
            }),
            (ColumnData::Text(column), cell) => column.push(match cell {
                Cells::Text(text) => Some((*text).to_owned()),
                Cells::Value(Some(value)) => value.text().map(str::to_owned),
                _ => None,
            }),
            (ColumnData::List(column), cell) => column.push(match cell {
                Cells::Value(Some(Value::Choices(choices))) => Some(choices.clone()),
                _ => None,
            }),
        }
    }

    /// The column.
    pub fn finish(self) -> ColumnData {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_six_decimals_and_dates_their_day() {
        let units = |text: &str| decimal_units(text.parse().unwrap());
        assert_eq!(units("1234.5"), Some(1_234_500_000));
        assert_eq!(units("-0.0000005"), Some(0));
        assert_eq!(units("79228162514264337593543950335"), None);
        assert_eq!(days_since_epoch("1970-01-02".parse().unwrap()), Some(1));
        assert_eq!(days_since_epoch("1969-12-31".parse().unwrap()), Some(-1));
    }
}

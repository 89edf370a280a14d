//! Values held in as few bytes as they take: a region's programme keeps tens of thousands of rows at once.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::Value;

/// The values of one row by position, some of which are not known. A value is found by walking over those before it: rows
/// have tens of values, and seven eighths less memory than a list of options is worth more than the walk.
///
/// One value is a byte that says its type, then: nothing (none, yes, no), 8 bytes (integer), 16 (number), 4 (day), or a text
/// after its length (a list: its codes, after their number). It never leaves the process that made it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Packed(Box<[u8]>);

const NONE: u8 = 0;
const NO: u8 = 1;
const YES: u8 = 2;
const INTEGER: u8 = 3;
const NUMBER: u8 = 4;
const DATE: u8 = 5;
const TEXT: u8 = 6;
const CHOICE: u8 = 7;
const CHOICES: u8 = 8;

impl Packed {
    /// The value at a place; none where it is not known.
    pub fn get(&self, at: usize) -> Option<Value> {
        self.at(at)?.value()?
    }

    /// The text or the code of the choice at a place.
    pub fn text(&self, at: usize) -> Option<&str> {
        let mut walk = self.at(at)?;
        match walk.type_()? {
            TEXT | CHOICE => walk.text(),
            _ => None,
        }
    }

    /// The number at a place.
    pub fn number(&self, at: usize) -> Option<Decimal> {
        self.get(at)?.number()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<Value>> + '_ {
        let mut walk = Walk(&self.0);
        std::iter::from_fn(move || walk.value())
    }

    fn at(&self, at: usize) -> Option<Walk<'_>> {
        let mut walk = Walk(&self.0);
        for _ in 0..at {
            walk.skip()?;
        }
        Some(walk)
    }
}

impl FromIterator<Option<Value>> for Packed {
    fn from_iter<I: IntoIterator<Item = Option<Value>>>(values: I) -> Self {
        let mut bytes = Vec::new();
        for value in values {
            write(&mut bytes, value.as_ref());
        }
        Self(bytes.into())
    }
}

impl std::fmt::Debug for Packed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

fn write(bytes: &mut Vec<u8>, value: Option<&Value>) {
    match value {
        None => bytes.push(NONE),
        Some(Value::Bool(yes)) => bytes.push(if *yes { YES } else { NO }),
        Some(Value::Integer(integer)) => {
            bytes.push(INTEGER);
            bytes.extend(integer.to_le_bytes());
        }
        Some(Value::Number(number)) => {
            bytes.push(NUMBER);
            bytes.extend(number.serialize());
        }
        Some(Value::Date(date)) => {
            bytes.push(DATE);
            bytes.extend(date.num_days_from_ce().to_le_bytes());
        }
        Some(Value::Text(text)) => {
            bytes.push(TEXT);
            write_text(bytes, text);
        }
        Some(Value::Choice(code)) => {
            bytes.push(CHOICE);
            write_text(bytes, code);
        }
        Some(Value::Choices(codes)) => {
            bytes.push(CHOICES);
            bytes.extend(codes.len().to_le_bytes());
            codes.iter().for_each(|code| write_text(bytes, code));
        }
    }
}

fn write_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(text.len().to_le_bytes());
    bytes.extend(text.as_bytes());
}

/// What is left to read.
struct Walk<'a>(&'a [u8]);

impl<'a> Walk<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, left) = self.0.split_first_chunk()?;
        self.0 = left;
        Some(*taken)
    }

    fn type_(&mut self) -> Option<u8> {
        self.take().map(|[byte]| byte)
    }

    fn length(&mut self) -> Option<usize> {
        self.take().map(usize::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.length()?;
        let (taken, left) = self.0.split_at_checked(length)?;
        self.0 = left;
        std::str::from_utf8(taken).ok()
    }

    /// The next value, which may be none; nothing at the end.
    fn value(&mut self) -> Option<Option<Value>> {
        let value = match self.type_()? {
            NO => Value::Bool(false),
            YES => Value::Bool(true),
            INTEGER => Value::Integer(i64::from_le_bytes(self.take()?)),
            NUMBER => Value::Number(Decimal::deserialize(self.take()?)),
            DATE => {
                let day = i32::from_le_bytes(self.take()?);
                return Some(NaiveDate::from_num_days_from_ce_opt(day).map(Value::Date));
            }
            TEXT => Value::Text(self.text()?.to_owned()),
            CHOICE => Value::Choice(self.text()?.to_owned()),
            CHOICES => {
                let codes = (0..self.length()?).map(|_| self.text().map(str::to_owned));
                Value::Choices(codes.collect::<Option<_>>()?)
            }
            _ => return Some(None),
        };
        Some(Some(value))
    }

    /// Passes over the next value.
    fn skip(&mut self) -> Option<()> {
        match self.type_()? {
            INTEGER => self.take::<8>().map(drop),
            NUMBER => self.take::<16>().map(drop),
            DATE => self.take::<4>().map(drop),
            TEXT | CHOICE => self.text().map(drop),
            CHOICES => (0..self.length()?).try_for_each(|_| self.text().map(drop)),
            _ => Some(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_comes_back_from_its_place() {
        let values = [
            Some(Value::Text("Île-d'Aix\u{202f}: 12 %".to_owned())),
            None,
            Some(Value::Integer(i64::MIN)),
            Some(Value::Number("-1234.50".parse().unwrap())),
            Some(Value::Date("2026-11-25".parse().unwrap())),
            Some(Value::Date(NaiveDate::MIN)),
            Some(Value::Bool(true)),
            Some(Value::Bool(false)),
            Some(Value::Choices(vec!["eau".to_owned(), String::new()])),
            Some(Value::Choices(Vec::new())),
            Some(Value::Choice("48".to_owned())),
            None,
        ];
        let packed: Packed = values.iter().cloned().collect();
        assert_eq!(packed.iter().collect::<Vec<_>>(), values);
        for (at, value) in values.iter().enumerate() {
            assert_eq!(&packed.get(at), value, "{at}");
            let text = value.as_ref().and_then(Value::text);
            assert_eq!(packed.text(at), text, "{at}");
        }
        assert_eq!(packed.get(values.len()), None);
        assert_eq!(packed.number(3), "-1234.50".parse().ok());
        // The scale stays: 1234.50 is written as it was typed.
        assert_eq!(packed.get(3).unwrap().number().unwrap().scale(), 2);
    }
}

//! Values held in as few bytes as they take: a region's programme keeps tens of thousands of rows at once.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{Block, Part, Value};

/// The values of one row by position, some of which are not known. A value is found by walking over those before it: rows
/// have tens of values, and seven eighths less memory than a list of options is worth more than the walk.
///
/// One value is a byte that says its type, then: nothing (none, yes, no), 16 bytes (number), 4 (day), a whole number in as
/// many bytes as it has groups of seven bits, or a text after its length (a list: its codes, after their number). It never leaves
/// the process that made it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Packed(Part<u8>);

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

/// Rows being packed together, into one block.
#[derive(Default)]
pub struct Packer(Block<u8>);

impl Packer {
    /// Adds a row.
    pub fn add(&mut self, values: impl IntoIterator<Item = Option<Value>>) {
        self.0.add(|bytes| {
            for value in values {
                write(bytes, value.as_ref());
            }
        });
    }

    /// The rows, in the order in which they were added.
    pub fn rows(self) -> impl Iterator<Item = Packed> {
        self.0.parts().map(Packed)
    }
}

impl FromIterator<Option<Value>> for Packed {
    /// A row that shares its block with no other.
    fn from_iter<I: IntoIterator<Item = Option<Value>>>(values: I) -> Self {
        let mut packer = Packer::default();
        packer.add(values);
        packer.rows().next().unwrap_or_default()
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
            write_whole(bytes, zigzag(*integer));
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
            write_length(bytes, codes.len());
            codes.iter().for_each(|code| write_text(bytes, code));
        }
    }
}

fn write_text(bytes: &mut Vec<u8>, text: &str) {
    write_length(bytes, text.len());
    bytes.extend(text.as_bytes());
}

fn write_length(bytes: &mut Vec<u8>, length: usize) {
    write_whole(bytes, u64::try_from(length).unwrap_or(u64::MAX));
}

/// Seven bits a byte, the lowest first; all bytes but the last have their highest bit set (LEB128, DWARF 5 §7.6).
fn write_whole(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(low & 0x7f);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// Small numbers of both signs as small ones: 0, -1, 1, -2…
fn zigzag(number: i64) -> u64 {
    (number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned()
}

fn zagzig(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
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

    fn whole(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let [byte] = self.take()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.whole()?).ok()
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
            INTEGER => Value::Integer(zagzig(self.whole()?)),
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
            INTEGER => self.whole().map(drop),
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
            Some(Value::Integer(i64::MAX)),
            Some(Value::Integer(-1)),
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
        assert_eq!(packed.number(5), "-1234.50".parse().ok());
        // The scale stays: 1234.50 is written as it was typed.
        assert_eq!(packed.get(5).unwrap().number().unwrap().scale(), 2);
    }
}

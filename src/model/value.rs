//! Typed values of fields.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a field holds once it has been understood. Numbers are decimals, so that sums are exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", content = "v", rename_all = "snake_case")]
pub enum Value {
    /// Free text, as typed, without spaces at its ends.
    Text(String),
    /// A whole number: a count or a score.
    Integer(i64),
    /// A number, an amount in euros, or a percentage in points (45 for 45 %).
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
    /// Yes or no.
    Bool(bool),
    /// The code of one choice.
    Choice(String),
    /// The codes of several choices, in the questionnaire's order.
    Choices(Vec<String>),
}

impl Value {
    /// The number it holds, where it holds one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Integer(i) => Some(Decimal::from(*i)),
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// The text or the code of the choice it holds.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) => Some(text),
            _ => None,
        }
    }

    /// Yes or no, where it is one.
    pub fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The day it holds.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(d) => Some(*d),
            _ => None,
        }
    }
}

impl std::fmt::Display for Value {
    /// The value as a log or a list of changes shows it; documents format it by language.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) | Self::Choice(text) => f.write_str(text),
            Self::Integer(i) => write!(f, "{i}"),
            Self::Number(n) => write!(f, "{}", n.normalize()),
            Self::Date(d) => write!(f, "{d}"),
            Self::Bool(b) => f.write_str(if *b { "oui" } else { "non" }),
            Self::Choices(codes) => f.write_str(&codes.join(", ")),
        }
    }
}

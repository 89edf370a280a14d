//! Walking a spanned tree: what a check reads is there or not, and always has its place.

use std::ops::Range;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};
use toml::Spanned;
use toml::de::DeValue;

use crate::framework::Localised;

use super::problem::Problem;
use super::source::SourceFile;

/// A value of a file, with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a> {
    pub(crate) file: &'a SourceFile,
    pub(crate) value: &'a Spanned<DeValue<'a>>,
    /// Whether the file's syntax is wrong, so that only part of it is known.
    pub(crate) broken: bool,
}

impl<'a> Node<'a> {
    fn with(self, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self { value, ..self }
    }

    /// The value under this key, where this is a table that has it.
    pub(crate) fn get(self, key: &str) -> Option<Self> {
        self.value
            .get_ref()
            .as_table()?
            .get(key)
            .map(|value| self.with(value))
    }

    /// The value at the end of this path of keys.
    pub(crate) fn path(self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The value at the end of this path of keys and positions.
    pub(crate) fn at(self, path: &[&str]) -> Option<Self> {
        path.iter()
            .try_fold(self, |node, part| match part.parse::<usize>() {
                Ok(position) => node.items().get(position).copied(),
                Err(_) => node.get(part),
            })
    }

    /// The items of the array under this key; none where there is no array.
    pub(crate) fn list(self, key: &str) -> Vec<Self> {
        self.get(key).map(Self::items).unwrap_or_default()
    }

    /// The items, where this is an array.
    pub(crate) fn items(self) -> Vec<Self> {
        let Some(array) = self.value.get_ref().as_array() else {
            return Vec::new();
        };
        array.iter().map(|value| self.with(value)).collect()
    }

    /// The keys and their values, where this is a table.
    pub(crate) fn entries(self) -> Vec<(&'a str, Range<usize>, Self)> {
        let Some(table) = self.value.get_ref().as_table() else {
            return Vec::new();
        };
        table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span(), self.with(value)))
            .collect()
    }

    /// The text, where this is one.
    pub(crate) fn text(self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    /// The text under this key.
    pub(crate) fn str(self, key: &str) -> Option<&'a str> {
        self.get(key)?.text()
    }

    /// Yes or no under this key.
    pub(crate) fn bool(self, key: &str) -> Option<bool> {
        self.get(key)?.value.get_ref().as_bool()
    }

    /// The number, where this is one or a text that is one.
    pub(crate) fn number(self) -> Option<Decimal> {
        let text = match self.value.get_ref() {
            DeValue::Integer(n) if n.radix() == 10 => n.as_str(),
            DeValue::Float(n) => n.as_str(),
            DeValue::String(text) => text.as_ref(),
            _ => return None,
        };
        let text = text.trim().trim_start_matches('+');
        text.parse()
            .or_else(|_| Decimal::from_scientific(text))
            .ok()
    }

    /// The word under this key as one of an enumeration's.
    pub(crate) fn word<T>(self, key: &str) -> Option<T>
    where
        T: Deserialize<'a>,
    {
        let words: StrDeserializer<'a, ValueError> = self.str(key)?.into_deserializer();
        T::deserialize(words).ok()
    }

    /// A problem at this value. A table is meant by its header.
    pub(crate) fn problem(self, message: Localised, help: Option<Localised>) -> Problem {
        Problem::at(self.file, self.value.span(), message, help)
    }

    /// Line of its beginning, from 1.
    pub(crate) fn line(self) -> usize {
        self.file
            .text
            .get(..self.value.span().start)
            .map_or(0, |t| t.matches('\n').count() + 1)
    }
}

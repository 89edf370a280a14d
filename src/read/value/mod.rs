//! One cell to one typed value, by the type that its field expects.
//!
//! Never guesses silently: what was understood although it was odd comes with a remark, and what could be read in two
//! ways comes with a warning that says which one was taken. Bounds belong to `check`. The rules are told to officers in
//! `docs/reading.fr.md`.

mod date;
mod list;
mod number;

use crate::framework::{Choice, Field, FieldType, RegisterColumn};
use crate::model::{FieldId, Finding, FindingCode, Place, Severity, Value};

use super::fold::fold;
use super::raw::Raw;

/// What a field expects of a cell.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'f> {
    /// Its type.
    pub type_: FieldType,
    /// Its unit, accepted after a number.
    pub unit: Option<&'f str>,
    /// Its choices.
    pub choices: &'f [Choice],
}

impl<'f> From<&'f Field> for Expected<'f> {
    fn from(field: &'f Field) -> Self {
        Self {
            type_: field.type_,
            unit: field.unit.as_deref(),
            choices: &field.choices,
        }
    }
}

impl From<&RegisterColumn> for Expected<'_> {
    fn from(column: &RegisterColumn) -> Self {
        Self {
            type_: column.type_,
            unit: None,
            choices: &[],
        }
    }
}

/// Something to say about a cell, to be placed by whoever knows where the cell is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub code: FindingCode,
    /// How much it weighs.
    pub severity: Severity,
    /// Arguments of its texts.
    pub details: Vec<(&'static str, String)>,
}

impl Remark {
    fn new(code: FindingCode, severity: Severity) -> Self {
        Self {
            code,
            severity,
            details: Vec::new(),
        }
    }

    fn error(code: FindingCode) -> Self {
        Self::new(code, Severity::Error)
    }

    fn info(code: FindingCode) -> Self {
        Self::new(code, Severity::Info)
    }

    #[must_use]
    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.details.push((name, value.into()));
        self
    }

    /// The finding at a place, about a field, that quotes the cell.
    pub fn placed(&self, place: &Place, field: &FieldId, found: &str) -> Finding {
        let finding = Finding::new(self.code, self.severity, place.clone())
            .on(field)
            .found(found);
        self.details
            .iter()
            .fold(finding, |finding, (name, value)| finding.with(name, value))
    }
}

/// What was understood of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understood {
    /// The value; none where the cell is empty or was not understood (then a remark of severity error says why).
    pub value: Option<Value>,
    /// What is to be said.
    pub remarks: Vec<Remark>,
}

impl Understood {
    fn plain(value: Value) -> Self {
        Self {
            value: Some(value),
            remarks: Vec::new(),
        }
    }

    fn refused(remark: Remark) -> Self {
        Self {
            value: None,
            remarks: vec![remark],
        }
    }

    fn remarked(value: Value, remark: Remark) -> Self {
        Self {
            value: Some(value),
            remarks: vec![remark],
        }
    }
}

/// Understands a cell. `percent` says that the spreadsheet shows it as a percentage.
pub fn understand(expected: Expected<'_>, raw: &Raw, percent: bool) -> Understood {
    match raw {
        Raw::Error(name) => {
            return Understood::refused(Remark::error(FindingCode::ErrorCell).with("error", name));
        }
        Raw::EmptyFormula => {
            return Understood::refused(Remark::error(FindingCode::UncachedFormula));
        }
        Raw::Text(text) => {
            let text = clean(text);
            if text.is_empty() || (expected.type_ != FieldType::Text && means_nothing(&text)) {
                return Understood::default();
            }
        }
        _ => {}
    }
    match expected.type_ {
        FieldType::Text => text(raw),
        FieldType::Email => email(raw),
        FieldType::Integer
        | FieldType::Number
        | FieldType::Euros
        | FieldType::Percent
        | FieldType::Score => number::understand(expected, raw, percent),
        FieldType::Date => date::understand(raw),
        FieldType::Bool => yes_or_no(raw),
        FieldType::Choice => list::one(expected.choices, raw),
        FieldType::Choices => list::several(expected.choices, raw),
    }
}

/// Without spaces at its ends and control characters other than line breaks.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = text
        .chars()
        .filter(|c| *c == '\n' || !c.is_control() || *c == '\t');
    let kept: String = kept
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    kept.trim().to_owned()
}

/// Marks that no reader sees but that reorder or hide what stands around them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// What people type to say that they have nothing to say; « 0 » and « néant » are answers.
fn means_nothing(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "nd",
        "n d",
        "nc",
        "n c",
        "nsp",
        "ne sait pas",
        "na",
        "n a",
        "so",
        "s o",
        "sans objet",
    ];
    text.chars()
        .all(|c| matches!(c, '-' | '–' | '—' | '/' | '.' | '…' | '_' | ' '))
        || WORDS.contains(&fold(text).as_str())
}

fn text(raw: &Raw) -> Understood {
    let text = match raw {
        Raw::DateTime(iso) => {
            date::from_iso(iso).map_or_else(|| iso.clone(), |d| d.format("%d/%m/%Y").to_string())
        }
        other => other.shown(),
    };
    Understood::plain(Value::Text(clean(&text)))
}

fn email(raw: &Raw) -> Understood {
    let text = clean(&raw.shown());
    let address = text.strip_prefix("mailto:").unwrap_or(&text);
    let dotted = address
        .rsplit_once('@')
        .is_some_and(|(_, domain)| domain.contains('.') && !domain.ends_with('.'));
    if dotted && address.len() <= 254 && address.parse::<lettre::Address>().is_ok() {
        Understood::plain(Value::Text(address.to_owned()))
    } else {
        Understood::refused(Remark::error(FindingCode::NotAnEmail))
    }
}

fn yes_or_no(raw: &Raw) -> Understood {
    const YES: &[&str] = &["oui", "o", "yes", "y", "x", "vrai", "true", "1", "ok"];
    const NO: &[&str] = &["non", "n", "no", "faux", "false", "0"];
    let truth = match raw {
        Raw::Bool(truth) => Some(*truth),
        other => {
            let text = clean(&other.shown());
            let word = fold(&text);
            if YES.contains(&word.as_str()) || ["✓", "✔", "☑", "✅"].contains(&text.as_str())
            {
                Some(true)
            } else if NO.contains(&word.as_str()) || ["✗", "✘", "☐"].contains(&text.as_str())
            {
                Some(false)
            } else {
                None
            }
        }
    };
    truth.map_or_else(
        || Understood::refused(Remark::error(FindingCode::NotABool)),
        |truth| Understood::plain(Value::Bool(truth)),
    )
}

#[cfg(test)]
mod tests;

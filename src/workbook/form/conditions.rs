//! Conditions of the questionnaire as formulas of a spreadsheet, and what they say now.
//!
//! A condition holds, does not, or is unknown where an answer is missing; a spreadsheet knows two of these. So each
//! condition becomes two formulas: one that is true where it holds, one that is true where it does not.

use bilan_sql::{Comparison, Operation, Outline, outline};
use rust_decimal::Decimal;

use crate::framework::{BuiltIn, Field, FieldType, Language};
use crate::model::{FieldId, Value};

use super::plan::Plan;
use super::{FormRequest, Words, serial};

/// The longest formula that is written, in bytes. Excel takes 8,192 characters, and refuses the whole file beyond.
pub(super) const LONGEST_FORMULA: usize = 8_000;

/// A condition as formulas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    /// True where it holds.
    pub(super) yes: String,
    /// True where it does not hold.
    pub(super) no: String,
    /// What it says of the answers that the form is made with.
    pub(super) now: Option<bool>,
}

impl Condition {
    fn constant(truth: Option<bool>) -> Self {
        let word = |is: bool| if is { "TRUE" } else { "FALSE" }.to_owned();
        Self {
            yes: word(truth == Some(true)),
            no: word(truth == Some(false)),
            now: truth,
        }
    }

    fn opposite(self) -> Self {
        Self {
            yes: self.no,
            no: self.yes,
            now: self.now.map(|truth| !truth),
        }
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            yes: format!("AND({},{})", self.yes, other.yes),
            no: format!("OR({},{})", self.no, other.no),
            now: match (self.now, other.now) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
        }
    }
}

/// A value as a formula.
#[derive(Debug, Clone)]
struct Operand<'a> {
    formula: String,
    /// The formula that is true where the value is known; none where it always is.
    known: Option<String>,
    now: Option<Now>,
    sort: Sort<'a>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd)]
enum Now {
    Number(Decimal),
    Word(String),
    Truth(bool),
}

#[derive(Debug, Clone, Copy)]
enum Sort<'a> {
    Number,
    /// The answer to a question with one choice.
    Choice(&'a Field),
    Truth,
    /// A text written in the condition, or a free text.
    Word,
}

/// Says conditions for one sheet.
pub(super) struct Translator<'a> {
    pub(super) request: &'a FormRequest<'a>,
    pub(super) plan: &'a Plan<'a>,
    /// The sheet whose formulas they are.
    pub(super) home: usize,
}

impl<'a> Translator<'a> {
    /// The formulas of a condition; none where a spreadsheet cannot say it, or would need too long a formula.
    pub(super) fn say(&self, text: &str) -> Option<Condition> {
        let said = self.condition(&outline(text)?)?;
        (said.yes.len().max(said.no.len()) < LONGEST_FORMULA / 2).then_some(said)
    }

    fn condition(&self, outline: &Outline) -> Option<Condition> {
        Some(match outline {
            Outline::Truth(truth) => Condition::constant(Some(*truth)),
            Outline::And(left, right) => self.condition(left)?.and(&self.condition(right)?),
            Outline::Or(left, right) => {
                let (left, right) = (self.condition(left)?, self.condition(right)?);
                left.opposite().and(&right.opposite()).opposite()
            }
            Outline::Not(inner) => self.condition(inner)?.opposite(),
            Outline::IsNull(inner) => is_null(&self.operand(inner)?),
            Outline::Compare(left, how, right) => {
                compare(self.operand(left)?, *how, self.operand(right)?)?
            }
            Outline::Column(..) => truth(&self.operand(outline)?)?,
            Outline::Number(_)
            | Outline::Text(_)
            | Outline::Compute(..)
            | Outline::FirstKnown(..)
            | Outline::Holds(..)
            | Outline::Either(..) => return None,
        })
    }

    fn operand(&self, outline: &Outline) -> Option<Operand<'a>> {
        match outline {
            Outline::Number(digits) => Some(number(digits.parse().ok()?)),
            Outline::Text(text) => Some(Operand {
                formula: quoted(text),
                known: None,
                now: Some(Now::Word(text.clone())),
                sort: Sort::Word,
            }),
            Outline::Column(None, name) => self.column(name),
            Outline::Column(Some(before), name) => match before.as_str() {
                "prev" => {
                    let field = self
                        .request
                        .questionnaire
                        .field(&FieldId::new(name.as_str()))?;
                    known_value(self.request.previous.get(&field.id), field.type_)
                }
                "param" => {
                    let mut parameters = self.request.programme.parameters.iter();
                    parameters.find(|p| &p.id == name).map(|p| number(p.value))
                }
                _ => None,
            },
            Outline::Compute(left, how, right) => {
                compute(self.operand(left)?, *how, self.operand(right)?)
            }
            Outline::FirstKnown(first, second) => {
                first_known(self.operand(first)?, self.operand(second)?)
            }
            _ => None,
        }
    }

    /// A question, or a column of the register, whose value is known when the form is made.
    fn column(&self, name: &str) -> Option<Operand<'a>> {
        let Some(index) = self.plan.index(name) else {
            if BuiltIn::ALL.iter().any(|column| column.name() == name) {
                return None;
            }
            let columns = &self.request.kind.register.columns;
            let column = columns.iter().find(|c| c.id.as_str() == name)?;
            let value = self.request.subject.columns.get(name);
            return known_value(value.as_ref(), column.type_);
        };
        let field = self.request.questionnaire.fields.get(index)?;
        let formula = self.plan.reference(index, self.home)?;
        let typed = self.request.typed.get(&field.id);
        let value = typed.and_then(|answer| now(answer.value.as_ref()?));
        let (known, sort) = match field.type_ {
            FieldType::Choices => return None,
            FieldType::Choice => (format!("{formula}<>\"\""), Sort::Choice(field)),
            FieldType::Bool => (format!("{formula}<>\"\""), Sort::Truth),
            FieldType::Text | FieldType::Email => (format!("{formula}<>\"\""), Sort::Word),
            _ => (format!("ISNUMBER({formula})"), Sort::Number),
        };
        Some(Operand {
            formula,
            known: Some(known),
            now: value,
            sort,
        })
    }
}

/// A question of yes or no as a condition.
fn truth(operand: &Operand<'_>) -> Option<Condition> {
    let Sort::Truth = operand.sort else {
        return None;
    };
    let words = |yes: bool| {
        let languages = [Language::Fr, Language::En].into_iter();
        let words: Vec<String> = languages.map(|l| Words::new(l).yes_no(yes)).collect();
        any_of(&operand.formula, words.iter())
    };
    let now = match operand.now {
        Some(Now::Truth(truth)) => Some(truth),
        _ => None,
    };
    Some(Condition {
        yes: words(true),
        no: words(false),
        now,
    })
}

fn now(value: &Value) -> Option<Now> {
    Some(match value {
        Value::Bool(truth) => Now::Truth(*truth),
        Value::Text(text) | Value::Choice(text) => Now::Word(text.clone()),
        Value::Date(day) => Now::Number(serial(*day)),
        Value::Choices(_) => return None,
        other => Now::Number(other.number()?),
    })
}

/// A value that the form is made with and that nobody changes in it.
fn known_value<'a>(value: Option<&Value>, type_: FieldType) -> Option<Operand<'a>> {
    let sort = match type_ {
        FieldType::Text | FieldType::Email | FieldType::Choice | FieldType::Choices => return None,
        FieldType::Bool => return None,
        _ => Sort::Number,
    };
    let Some(Now::Number(known)) = value.and_then(now) else {
        return Some(Operand {
            formula: "0".to_owned(),
            known: Some("FALSE".to_owned()),
            now: None,
            sort,
        });
    };
    Some(number(known))
}

fn number<'a>(number: Decimal) -> Operand<'a> {
    Operand {
        formula: number.normalize().to_string(),
        known: None,
        now: Some(Now::Number(number)),
        sort: Sort::Number,
    }
}

fn is_null(operand: &Operand<'_>) -> Condition {
    // A text where a number is asked for is an answer that went wrong, not a missing one.
    let formula = &operand.formula;
    match operand.known.as_deref() {
        None => Condition::constant(Some(false)),
        Some("FALSE") => Condition::constant(Some(true)),
        Some(_) => Condition {
            yes: format!("{formula}=\"\""),
            no: format!("{formula}<>\"\""),
            now: Some(operand.now.is_none()),
        },
    }
}

fn compare(left: Operand<'_>, how: Comparison, right: Operand<'_>) -> Option<Condition> {
    let (sign, opposite) = match how {
        Comparison::Equal => ("=", "<>"),
        Comparison::Different => ("<>", "="),
        Comparison::Less => ("<", ">="),
        Comparison::AtMost => ("<=", ">"),
        Comparison::Greater => (">", "<="),
        Comparison::AtLeast => (">=", "<"),
    };
    let equality = matches!(how, Comparison::Equal | Comparison::Different);
    let (left, right) = match (left.sort, right.sort) {
        (Sort::Number, Sort::Number) => (left, right),
        (Sort::Choice(field), Sort::Word) if equality => {
            let is = is_choice(field, &left, &right)?;
            return Some(if how == Comparison::Equal {
                is
            } else {
                is.opposite()
            });
        }
        _ => return None,
    };
    let now = left
        .now
        .as_ref()
        .zip(right.now.as_ref())
        .map(|(l, r)| match how {
            Comparison::Equal => l == r,
            Comparison::Different => l != r,
            Comparison::Less => l < r,
            Comparison::AtMost => l <= r,
            Comparison::Greater => l > r,
            Comparison::AtLeast => l >= r,
        });
    let known: Vec<&str> = [&left.known, &right.known]
        .into_iter()
        .filter_map(|known| known.as_deref())
        .collect();
    let with = |sign: &str| {
        let test = format!("{}{sign}{}", left.formula, right.formula);
        if known.is_empty() {
            test
        } else {
            // Only then is it worked out: a sum with a word in it would be an error, and AND gives it on.
            format!("IF(AND({}),{test},FALSE)", known.join(","))
        }
    };
    Some(Condition {
        yes: with(sign),
        no: with(opposite),
        now,
    })
}

/// Whether the answer to a question with one choice is this one, in whichever of its wordings: what was typed in a return that
/// is to correct stands in the form as it was.
fn is_choice(field: &Field, answer: &Operand<'_>, code: &Operand<'_>) -> Option<Condition> {
    let Some(Now::Word(id)) = &code.now else {
        return None;
    };
    let choice = field.choices.iter().find(|choice| &choice.id == id)?;
    let labels = [Some(&choice.label.fr), choice.label.en.as_ref()];
    let wordings = labels.into_iter().flatten().chain([id]);
    let is = any_of(&answer.formula, wordings.chain(&choice.synonyms));
    Some(Condition {
        no: format!("AND({}<>\"\",NOT({is}))", answer.formula),
        yes: is,
        now: answer
            .now
            .as_ref()
            .map(|now| Some(now) == code.now.as_ref()),
    })
}

/// Whether a cell holds one of these texts; a spreadsheet compares them without regard to case.
fn any_of<'t>(cell: &str, texts: impl Iterator<Item = &'t String>) -> String {
    let mut said: Vec<String> = texts
        .map(|text| format!("{cell}={}", quoted(text)))
        .collect();
    said.dedup();
    format!("OR({})", said.join(","))
}

fn compute<'a>(left: Operand<'a>, how: Operation, right: Operand<'a>) -> Option<Operand<'a>> {
    let (Sort::Number, Sort::Number) = (left.sort, right.sort) else {
        return None;
    };
    let sign = match how {
        Operation::Plus => "+",
        Operation::Minus => "-",
        Operation::Times => "*",
    };
    let now = match (&left.now, &right.now) {
        (Some(Now::Number(l)), Some(Now::Number(r))) => match how {
            Operation::Plus => l.checked_add(*r),
            Operation::Minus => l.checked_sub(*r),
            Operation::Times => l.checked_mul(*r),
        },
        _ => None,
    };
    let known = match (left.known, right.known) {
        (Some(l), Some(r)) => Some(format!("{l},{r}")),
        (one, other) => one.or(other),
    };
    Some(Operand {
        formula: format!("({}{sign}{})", left.formula, right.formula),
        known,
        now: now.map(Now::Number),
        sort: Sort::Number,
    })
}

/// `coalesce` with a number that is always known.
fn first_known<'a>(first: Operand<'a>, second: Operand<'a>) -> Option<Operand<'a>> {
    let (Sort::Number, Sort::Number, None) = (first.sort, second.sort, &second.known) else {
        return None;
    };
    let Some(known) = first.known else {
        return Some(first);
    };
    Some(Operand {
        formula: format!("IF(AND({known}),{},{})", first.formula, second.formula),
        known: None,
        now: first.now.or(second.now),
        sort: Sort::Number,
    })
}

/// A text in a formula. Excel takes at most 255 characters at once.
pub(super) fn quoted(text: &str) -> String {
    const AT_ONCE: usize = 250;
    let letters: Vec<char> = text.chars().collect();
    if letters.is_empty() {
        return "\"\"".to_owned();
    }
    let parts = letters.chunks(AT_ONCE / 2).map(|part| {
        let text: String = part.iter().collect();
        format!("\"{}\"", text.replace('"', "\"\""))
    });
    parts.collect::<Vec<_>>().join("&")
}

//! Numbers of rows, as arrays.

use bilan_sql::{Operation, Outline};

use super::{Live, scaled};
use crate::workbook::formula::Formula;

/// A number for each row.
pub(super) struct Values {
    pub(super) value: Formula,
    /// 1 or true where it is known; nothing where it always is.
    pub(super) known: Option<Formula>,
    /// Whether the value is 0 where it is not known.
    is_zero_unknown: bool,
}

impl Values {
    fn constant(value: Formula) -> Self {
        Self {
            value,
            known: None,
            is_zero_unknown: true,
        }
    }

    /// The factors of a product that is 0 where the value is not known.
    pub(super) fn masked(self) -> Vec<Formula> {
        match self.known.filter(|_| !self.is_zero_unknown) {
            Some(known) => vec![known, self.value],
            None => vec![self.value],
        }
    }
}

fn both(left: Option<Formula>, right: Option<Formula>) -> Option<Formula> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.infix("*", right)),
        (one, None) | (None, one) => one,
    }
}

impl Live<'_, '_> {
    /// A value of each row; none where a spreadsheet cannot say it.
    pub(super) fn values(&self, of: &Outline) -> Option<Values> {
        Some(match of {
            Outline::Number(digits) => {
                Values::constant(Formula::Number(super::plain_digits(digits)))
            }
            Outline::Column(Some(before), name) if before == "param" => {
                Values::constant(Formula::Name(self.book.parameter_name(name)?.to_owned()))
            }
            Outline::Column(None, _) => {
                let (column, scale) = self.numbers(of)?;
                Values {
                    known: Some(Formula::call("ISNUMBER", [column.clone()])),
                    value: scaled(column, scale),
                    is_zero_unknown: true,
                }
            }
            Outline::Compute(left, how, right) => {
                let (left, right) = (self.values(left)?, self.values(right)?);
                let always = left.known.is_none() && right.known.is_none();
                let zero = left.is_zero_unknown && right.is_zero_unknown;
                let (operator, zero) = match how {
                    Operation::Times => ("*", zero),
                    Operation::Plus => ("+", always),
                    Operation::Minus => ("-", always),
                };
                Values {
                    value: left.value.infix(operator, right.value),
                    known: both(left.known, right.known),
                    is_zero_unknown: zero,
                }
            }
            // An empty cell counts as zero in a sum.
            Outline::FirstKnown(first, second) => {
                let first = self.values(first)?;
                let is_zero = matches!(&**second, Outline::Number(digits) if digits == "0");
                if !is_zero || !first.is_zero_unknown {
                    return None;
                }
                Values::constant(first.value)
            }
            Outline::Either(when, then, otherwise) => {
                let is_zero = matches!(&**otherwise, Outline::Number(digits) if digits == "0");
                let (when, then) = (self.truth(when, true)?, self.values(then)?);
                if !is_zero || !then.is_zero_unknown {
                    return None;
                }
                let unknown = then
                    .known
                    .map(|known| when.clone().infix("*", Formula::whole(1).infix("-", known)));
                Values {
                    value: when.infix("*", then.value),
                    known: unknown.map(|unknown| Formula::whole(1).infix("-", unknown)),
                    is_zero_unknown: true,
                }
            }
            _ => return None,
        })
    }
}

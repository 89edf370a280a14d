//! Figures as formulas over the sheets of the kinds, by construction from the framework's own SQL.
//!
//! What a spreadsheet can say: sums, counts and means of columns that stand on the kind's sheet, with conditions on them, and
//! what is computed with these. Medians, days between dates, and columns that only the team may see have no formula; the
//! figure then stands as a value. Nothing known and divisions by zero are errors inside a formula, and « n. d. » around it.

mod conditions;
#[cfg(test)]
mod tests;
mod values;

use bilan_sql::{Arithmetic, Fold, Outline, Total, total};

use super::Book;
use super::formula::Formula;
use super::kind_table::{KindTable, Source};
use crate::framework::{ColumnRole, Field, FieldType, Indicator};
use crate::model::ReturnStatus;
use crate::text::not_available;
use conditions::Conditions;

/// What a column of the sheet holds.
#[derive(Clone, Copy)]
enum Holds<'a> {
    /// Numbers, so many times those of the framework.
    Numbers(u32),
    /// One of two words, or nothing.
    Truth,
    /// A word where it is so, and nothing or another word where it is not.
    Flag,
    /// Whether the return was accepted, among other states.
    Accepted,
    /// The label of a choice.
    Choice(&'a Field),
    /// The labels of choices.
    Choices(&'a Field),
    /// A text or a day.
    Other,
}

/// A column that an expression names.
struct Known<'a> {
    column: Formula,
    holds: Holds<'a>,
}

/// Rows of one group: the column of the groups' names, and the cell that names this one.
pub(super) struct Group {
    column: Formula,
    cell: Formula,
    /// Whether the name can be said to `COUNTIFS`, which takes some letters for patterns.
    is_plain: bool,
}

/// Says figures of a kind.
pub(super) struct Live<'b, 'a> {
    book: &'b Book<'b>,
    table: &'b KindTable<'a>,
}

impl<'b, 'a> Live<'b, 'a> {
    pub(super) const fn new(book: &'b Book<'b>, table: &'b KindTable<'a>) -> Self {
        Self { book, table }
    }

    /// The figure of an indicator over all rows, or over those of a group; none where a spreadsheet cannot say it.
    pub(super) fn figure(&self, indicator: &Indicator, group: Option<&Group>) -> Option<Formula> {
        let value = self.total(&total(&indicator.formula)?, true, group)?;
        let missing = not_available(self.book.view.language);
        let formula = value.figure(indicator.decimals, missing);
        formula.excel().is_some().then_some(formula)
    }

    /// The returns expected, of all or of a group.
    pub(super) fn expected(&self, group: Option<&Group>) -> Option<Formula> {
        self.count(&Conditions::of(group))
    }

    /// The returns accepted, of all or of a group.
    pub(super) fn accepted(&self, group: Option<&Group>) -> Option<Formula> {
        let accepted = Outline::Column(None, "retour_accepte".to_owned());
        let conditions = Conditions::of(group).and(self.conditions(&accepted)?);
        self.count(&conditions)
    }

    /// The rows that a register column puts into the group whose name, `name`, stands in a cell; none where no other group may
    /// be told from it.
    pub(super) fn group(
        &self,
        column: &str,
        (row, at): (u32, u16),
        name: &str,
        names: &[&str],
    ) -> Option<Group> {
        let place = self
            .table
            .place(|s| matches!(s, Source::Register(c) if c.id.as_str() == column))?;
        // Spreadsheets do not tell small letters from capitals.
        let same = |other: &&&str| other.to_lowercase() == name.to_lowercase();
        if name.is_empty() || names.iter().filter(same).count() > 1 {
            return None;
        }
        Some(Group {
            column: self.table.pointed(place)?,
            cell: Formula::Cell(row, at),
            is_plain: conditions::is_plain(name),
        })
    }

    /// A figure; an error where SQL gives null, unless `guarded` is false and a sum of nothing may be zero.
    fn total(&self, total: &Total, guarded: bool, group: Option<&Group>) -> Option<Formula> {
        Some(match total {
            Total::Number(digits) => Formula::Number(plain_digits(digits)),
            Total::Parameter(name) => Formula::Name(self.book.parameter_name(name)?.to_owned()),
            Total::FirstKnown(first, second) => {
                let first = self.total(first, true, group)?;
                Formula::call("IFERROR", [first, self.total(second, true, group)?])
            }
            Total::Compute(left, how, right) => {
                let (operator, guards) = match how {
                    Arithmetic::Plus => ("+", (true, true)),
                    Arithmetic::Minus => ("-", (true, true)),
                    Arithmetic::Times => ("*", (guarded, guarded)),
                    // Nothing below the line is zero, and zero below it an error already.
                    Arithmetic::Divided => ("/", (guarded && !asks_for(right, left), false)),
                };
                let left = self.total(left, guards.0, group)?;
                left.infix(operator, self.total(right, guards.1, group)?)
            }
            Total::Over { fold, of, filter } => {
                let mut conditions = Conditions::of(group);
                if let Some(filter) = filter {
                    conditions = conditions.and(self.conditions(filter)?);
                }
                match (fold, of) {
                    (Fold::Count, None) => self.count(&conditions)?,
                    (Fold::Count, Some(of)) => {
                        let known = Outline::Not(Outline::IsNull(of.clone().into()).into());
                        self.count(&conditions.and(self.conditions(&known)?))?
                    }
                    (Fold::Sum, Some(of)) => self.sum(of, &conditions, guarded)?,
                    (Fold::Average, Some(of)) => self.average(of, &conditions)?,
                    (Fold::Sum | Fold::Average, None) => return None,
                }
            }
        })
    }

    /// The rows for which the conditions hold.
    fn count(&self, conditions: &Conditions) -> Option<Formula> {
        if conditions.is_none() {
            return Some(Formula::call("ROWS", [self.table.pointed(0)?]));
        }
        Some(match conditions.pairs() {
            Some(pairs) => Formula::call("COUNTIFS", pairs),
            None => sum_of_products(conditions.arrays()),
        })
    }

    /// The sum of a value over the rows for which the conditions hold.
    fn sum(&self, of: &Outline, conditions: &Conditions, guarded: bool) -> Option<Formula> {
        let (sum, known) = if let Some((column, scale)) = self.numbers(of)
            && let Some(pairs) = conditions.pairs()
        {
            let known = if conditions.is_none() {
                Formula::call("COUNT", [column.clone()])
            } else {
                let own = [column.clone(), Formula::Text("<>".to_owned())];
                Formula::call("COUNTIFS", pairs.iter().cloned().chain(own))
            };
            let sum = if conditions.is_none() {
                Formula::call("SUM", [column])
            } else {
                Formula::call("SUMIFS", std::iter::once(column).chain(pairs))
            };
            (scaled(sum, scale), Some(known))
        } else {
            let values = self.values(of)?;
            let arrays = || conditions.arrays().into_iter();
            let known = match &values.known {
                Some(known) => Some(sum_of_products(arrays().chain([known.clone()]))),
                None if conditions.is_none() => None,
                None => Some(sum_of_products(arrays())),
            };
            (sum_of_products(arrays().chain(values.masked())), known)
        };
        Some(match known.filter(|_| guarded) {
            Some(known) => sum.infix("/", known.infix(">", Formula::whole(0))),
            None => sum,
        })
    }

    /// The mean of a value over the rows for which the conditions hold.
    fn average(&self, of: &Outline, conditions: &Conditions) -> Option<Formula> {
        if let Some((column, scale)) = self.numbers(of)
            && let Some(pairs) = conditions.pairs()
        {
            let mean = if conditions.is_none() {
                Formula::call("AVERAGE", [column])
            } else {
                Formula::call("AVERAGEIFS", std::iter::once(column).chain(pairs))
            };
            return Some(scaled(mean, scale));
        }
        let values = self.values(of)?;
        let arrays = || conditions.arrays().into_iter();
        let known = match &values.known {
            Some(known) => sum_of_products(arrays().chain([known.clone()])),
            None => self.count(conditions)?,
        };
        let sum = sum_of_products(arrays().chain(values.masked()));
        Some(sum.infix("/", known))
    }

    /// A column of numbers and how many times too large they are.
    fn numbers(&self, of: &Outline) -> Option<(Formula, u32)> {
        let Outline::Column(None, name) = of else {
            return None;
        };
        match self.known(name)? {
            Known {
                column,
                holds: Holds::Numbers(scale),
            } => Some((column, scale)),
            Known { .. } => None,
        }
    }

    /// A column of the kind's table by its name in expressions; none where it is not on the sheet.
    fn known(&self, name: &str) -> Option<Known<'a>> {
        let table = self.table;
        let built_in = |wanted: fn(&Source<'a>) -> bool, holds| {
            let column = table.pointed(table.place(wanted)?)?;
            Some(Known { column, holds })
        };
        match name {
            "retour_accepte" => return built_in(|s| matches!(s, Source::State), Holds::Accepted),
            "retour_premier_coup" => {
                return built_in(|s| matches!(s, Source::FirstAccepted), Holds::Flag);
            }
            "reporte" => return built_in(|s| matches!(s, Source::Carried), Holds::Flag),
            "retour_le" => return built_in(|s| matches!(s, Source::ReceivedOn), Holds::Other),
            "completude" => {
                return built_in(|s| matches!(s, Source::Completeness), Holds::Numbers(100));
            }
            _ => {}
        }
        let place = table.place(|source| match source {
            Source::Register(column) => column.id.as_str() == name,
            Source::Field(_, field) => field.id.as_str() == name,
            _ => false,
        })?;
        let holds = match table.sources.get(place)? {
            Source::Field(_, field) if field.type_ == FieldType::Choice => Holds::Choice(field),
            Source::Field(_, field) if field.type_ == FieldType::Choices => Holds::Choices(field),
            Source::Field(_, field) => of_type(field.type_),
            Source::Register(column) if column.role == Some(ColumnRole::Id) => Holds::Other,
            Source::Register(column) => of_type(column.type_),
            _ => return None,
        };
        let column = table.pointed(place)?;
        Some(Known { column, holds })
    }

    /// What the cell of an accepted return says.
    fn accepted_words(&self) -> String {
        super::subjects::state_words(self.book, Some(ReturnStatus::Accepted))
    }
}

const fn of_type<'a>(type_: FieldType) -> Holds<'a> {
    match type_ {
        FieldType::Integer
        | FieldType::Score
        | FieldType::Number
        | FieldType::Euros
        | FieldType::Percent => Holds::Numbers(1),
        FieldType::Bool => Holds::Truth,
        _ => Holds::Other,
    }
}

/// Whether `below` takes only rows where all that is summed in `above` is known: where nothing is known above the line, nothing
/// is summed below it.
fn asks_for(below: &Total, above: &Total) -> bool {
    let summed = match above {
        Total::Over {
            fold: Fold::Sum,
            of: Some(of @ Outline::Column(..)),
            filter: None,
        } => of,
        Total::Compute(left, Arithmetic::Times, right) => {
            return match (&**left, &**right) {
                (Total::Number(_), sum) | (sum, Total::Number(_)) => asks_for(below, sum),
                _ => false,
            };
        }
        _ => return false,
    };
    let Total::Over {
        fold: Fold::Sum,
        of,
        filter,
    } = below
    else {
        return false;
    };
    of.as_ref() == Some(summed)
        || filter
            .as_ref()
            .is_some_and(|filter| requires(filter, summed))
}

/// Whether a condition holds only where the value is known.
fn requires(filter: &Outline, value: &Outline) -> bool {
    match filter {
        Outline::And(left, right) => requires(left, value) || requires(right, value),
        Outline::Not(inner) => matches!(&**inner, Outline::IsNull(of) if **of == *value),
        _ => false,
    }
}

fn scaled(value: Formula, scale: u32) -> Formula {
    if scale == 1 {
        value
    } else {
        value.infix("/", Formula::whole(scale))
    }
}

/// `SUMPRODUCT` of factors of one length: 0 and 1, truths, numbers.
fn sum_of_products(factors: impl IntoIterator<Item = Formula>) -> Formula {
    let mut factors: Vec<Formula> = factors.into_iter().collect();
    if let [Formula::Infix(_, operator, _)] = factors.as_slice()
        && !matches!(*operator, "*" | "+" | "-" | "/")
    {
        // A truth alone is no number there.
        factors.push(Formula::whole(1));
    }
    let product = factors
        .into_iter()
        .reduce(|product, factor| product.infix("*", factor))
        .unwrap_or_else(|| Formula::whole(0));
    Formula::call("SUMPRODUCT", [product])
}

/// A number without needless zeros after its point.
fn plain_digits(digits: &str) -> String {
    if digits.contains('.') {
        digits
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        digits.to_owned()
    }
}

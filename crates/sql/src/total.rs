//! The outline of a figure over many rows, for those who say it in another language than the engine's.

use datafusion::sql::sqlparser::ast::{self, BinaryOperator};

use crate::outline::{Outline, outline_of};
use crate::parse::parse;

/// A figure, node by node: what a spreadsheet can work out too. Nothing known gives null, and so does a division by zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Total {
    /// A number as written.
    Number(String),
    /// A constant of the programme, `param.name`.
    Parameter(String),
    /// Rows made into one number.
    Over {
        /// How.
        fold: Fold,
        /// What is taken of each row; nothing for `count(*)`.
        of: Option<Outline>,
        /// The rows that are taken: all, or those for which this is true.
        filter: Option<Outline>,
    },
    /// Two figures computed with.
    Compute(Box<Total>, Arithmetic, Box<Total>),
    /// The first figure that is known: `coalesce(a, b)`.
    FirstKnown(Box<Total>, Box<Total>),
}

/// How rows are made into one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// `count`: the rows, or those where the value is known.
    Count,
    /// `sum` of the values that are known.
    Sum,
    /// `avg` of the values that are known.
    Average,
}

/// How two figures are computed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Divided,
}

/// The outline of an indicator's formula; none where it says more than an outline can.
pub fn total(text: &str) -> Option<Total> {
    of(&parse(text).ok()?)
}

/// The parser bounds how deep a tree is.
fn of(tree: &ast::Expr) -> Option<Total> {
    Some(match tree {
        ast::Expr::Nested(inner) => of(inner)?,
        ast::Expr::CompoundIdentifier(names) => match names.as_slice() {
            [before, name] if before.value == "param" => Total::Parameter(name.value.clone()),
            _ => return None,
        },
        ast::Expr::Value(value) => match &value.value {
            ast::Value::Number(digits, _) => Total::Number(digits.to_string()),
            _ => return None,
        },
        ast::Expr::BinaryOp { left, op, right } => {
            let how = match op {
                BinaryOperator::Plus => Arithmetic::Plus,
                BinaryOperator::Minus => Arithmetic::Minus,
                BinaryOperator::Multiply => Arithmetic::Times,
                BinaryOperator::Divide => Arithmetic::Divided,
                _ => return None,
            };
            Total::Compute(of(left)?.into(), how, of(right)?.into())
        }
        ast::Expr::Function(call) => called(call)?,
        _ => return None,
    })
}

fn called(call: &ast::Function) -> Option<Total> {
    let ast::FunctionArguments::List(list) = &call.args else {
        return None;
    };
    if list.duplicate_treatment.is_some()
        || !list.clauses.is_empty()
        || call.over.is_some()
        || !call.within_group.is_empty()
    {
        return None;
    }
    let mut arguments = list.args.iter().map(|argument| match argument {
        ast::FunctionArg::Unnamed(argument) => Some(argument),
        _ => None,
    });
    let (first, second) = (arguments.next()??, arguments.next());
    if arguments.next().is_some() {
        return None;
    }
    let name = call.name.to_string().to_lowercase();
    let fold = match (name.as_str(), second) {
        ("coalesce", Some(second)) => {
            let (ast::FunctionArgExpr::Expr(first), ast::FunctionArgExpr::Expr(second)) =
                (first, second?)
            else {
                return None;
            };
            return Some(Total::FirstKnown(of(first)?.into(), of(second)?.into()));
        }
        ("count", None) => Fold::Count,
        ("sum", None) => Fold::Sum,
        ("avg", None) => Fold::Average,
        _ => return None,
    };
    let of = match (first, fold) {
        (ast::FunctionArgExpr::Wildcard, Fold::Count) => None,
        (ast::FunctionArgExpr::Expr(value), _) => Some(outline_of(value)?),
        _ => return None,
    };
    let filter = match &call.filter {
        Some(condition) => Some(outline_of(condition)?),
        None => None,
    };
    Some(Total::Over { fold, of, filter })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str) -> Outline {
        Outline::Column(None, name.to_owned())
    }

    fn over(fold: Fold, of: Option<Outline>, filter: Option<Outline>) -> Box<Total> {
        Total::Over { fold, of, filter }.into()
    }

    #[test]
    fn rates_and_sums_have_an_outline() {
        let known = Outline::Not(Outline::IsNull(column("femmes").into()).into());
        let hundred = Total::Compute(
            Total::Number("100.0".to_owned()).into(),
            Arithmetic::Times,
            over(Fold::Sum, Some(column("femmes")), None),
        );
        assert_eq!(
            total("100.0 * sum(femmes) / sum(membres) filter (where femmes is not null)"),
            Some(Total::Compute(
                hundred.into(),
                Arithmetic::Divided,
                over(Fold::Sum, Some(column("membres")), Some(known)),
            ))
        );
        assert_eq!(
            total("count(*)"),
            Some(Total::Over {
                fold: Fold::Count,
                of: None,
                filter: None
            })
        );
        assert!(total("sum(h) * param.smic").is_some());
        assert!(total("100.0 * avg(c) filter (where ok)").is_some());
        assert!(total("count(*) filter (where not has(difficultes, 'aucune'))").is_some());
        assert!(
            total("sum(case when m in ('a', 'b') then g else 0 end) / sum(g)").is_some(),
            "a choice is a value"
        );
    }

    #[test]
    fn what_says_more_has_none() {
        for text in [
            "median(a)",
            "min(days_between(a, b))",
            "count(distinct a)",
            "sum(a / b)",
            "sum(a) > 1",
            "a",
            "",
        ] {
            assert_eq!(total(text), None, "{text}");
        }
    }
}

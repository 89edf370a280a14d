//! The outline of a simple condition, for those who say it in another language than the engine's.

use datafusion::sql::sqlparser::ast::{self, BinaryOperator, UnaryOperator};

use crate::parse::parse;

/// A condition or a value, node by node: what a spreadsheet can say too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outline {
    /// A column: what stands before the point (`prev`, `median`, `param`), if anything does, and its name.
    Column(Option<String>, String),
    /// A number as written.
    Number(String),
    /// A text.
    Text(String),
    /// `true` or `false`.
    Truth(bool),
    /// Two values compared.
    Compare(Box<Outline>, Comparison, Box<Outline>),
    /// Two numbers computed with.
    Compute(Box<Outline>, Operation, Box<Outline>),
    /// Both hold.
    And(Box<Outline>, Box<Outline>),
    /// One holds at least.
    Or(Box<Outline>, Box<Outline>),
    /// The opposite.
    Not(Box<Outline>),
    /// `is null`.
    IsNull(Box<Outline>),
    /// The first value that is known: `coalesce(a, b)`.
    FirstKnown(Box<Outline>, Box<Outline>),
    /// Whether a list holds a code: `has(list, 'code')`.
    Holds(Box<Outline>, String),
    /// `case when … then … else … end`: the second where the first is true, else the third.
    Either(Box<Outline>, Box<Outline>, Box<Outline>),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    Different,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// How two numbers are computed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
}

/// The outline of a condition; none where it says more than an outline can.
pub fn outline(text: &str) -> Option<Outline> {
    outline_of(&parse(text).ok()?)
}

/// The outline of a part of an expression.
pub(crate) fn outline_of(tree: &ast::Expr) -> Option<Outline> {
    of(tree)
}

/// The parser bounds how deep a tree is.
fn of(tree: &ast::Expr) -> Option<Outline> {
    Some(match tree {
        ast::Expr::Nested(inner) => of(inner)?,
        ast::Expr::Identifier(name) => Outline::Column(None, name.value.clone()),
        ast::Expr::CompoundIdentifier(names) => match names.as_slice() {
            [before, name] => Outline::Column(Some(before.value.clone()), name.value.clone()),
            _ => return None,
        },
        ast::Expr::Value(value) => match &value.value {
            ast::Value::Number(digits, _) => Outline::Number(digits.to_string()),
            ast::Value::SingleQuotedString(text) => Outline::Text(text.clone()),
            ast::Value::Boolean(truth) => Outline::Truth(*truth),
            _ => return None,
        },
        ast::Expr::BinaryOp { left, op, right } => binary(of(left)?, op, of(right)?)?,
        ast::Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => Outline::Not(of(expr)?.into()),
        ast::Expr::IsNull(expr) => Outline::IsNull(of(expr)?.into()),
        ast::Expr::IsNotNull(expr) => Outline::Not(Outline::IsNull(of(expr)?.into()).into()),
        ast::Expr::InList {
            expr,
            list,
            negated,
        } => {
            let value = of(expr)?;
            let mut any: Option<Outline> = None;
            for one in list {
                let equal =
                    Outline::Compare(value.clone().into(), Comparison::Equal, of(one)?.into());
                any = Some(match any {
                    Some(before) => Outline::Or(before.into(), equal.into()),
                    None => equal,
                });
            }
            let any = any?;
            if *negated {
                Outline::Not(any.into())
            } else {
                any
            }
        }
        ast::Expr::Case {
            operand: None,
            conditions,
            else_result: Some(otherwise),
            ..
        } => match conditions.as_slice() {
            [one] => Outline::Either(
                of(&one.condition)?.into(),
                of(&one.result)?.into(),
                of(otherwise)?.into(),
            ),
            _ => return None,
        },
        ast::Expr::Function(call) => called(call)?,
        _ => return None,
    })
}

fn binary(left: Outline, op: &BinaryOperator, right: Outline) -> Option<Outline> {
    let compare = |how| Outline::Compare(left.clone().into(), how, right.clone().into());
    let compute = |how| Outline::Compute(left.clone().into(), how, right.clone().into());
    Some(match op {
        BinaryOperator::And => Outline::And(left.into(), right.into()),
        BinaryOperator::Or => Outline::Or(left.into(), right.into()),
        BinaryOperator::Eq => compare(Comparison::Equal),
        BinaryOperator::NotEq => compare(Comparison::Different),
        BinaryOperator::Lt => compare(Comparison::Less),
        BinaryOperator::LtEq => compare(Comparison::AtMost),
        BinaryOperator::Gt => compare(Comparison::Greater),
        BinaryOperator::GtEq => compare(Comparison::AtLeast),
        BinaryOperator::Plus => compute(Operation::Plus),
        BinaryOperator::Minus => compute(Operation::Minus),
        BinaryOperator::Multiply => compute(Operation::Times),
        _ => return None,
    })
}

/// `coalesce` of two values, and `has` of a list and a code.
fn called(call: &ast::Function) -> Option<Outline> {
    let ast::FunctionArguments::List(arguments) = &call.args else {
        return None;
    };
    let mut values = arguments.args.iter().map(|argument| match argument {
        ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(value)) => of(value),
        _ => None,
    });
    let (Some(first), Some(second), None) = (values.next(), values.next(), values.next()) else {
        return None;
    };
    let (first, second) = (first?, second?);
    match (call.name.to_string().to_lowercase().as_str(), second) {
        ("coalesce", second) => Some(Outline::FirstKnown(first.into(), second.into())),
        ("has", Outline::Text(code)) => Some(Outline::Holds(first.into(), code)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str) -> Box<Outline> {
        Outline::Column(None, name.to_owned()).into()
    }

    #[test]
    fn conditions_of_questionnaires_have_an_outline() {
        let equal = |text: &str| {
            Outline::Compare(
                column("statut"),
                Comparison::Equal,
                Outline::Text(text.to_owned()).into(),
            )
        };
        assert_eq!(outline("statut = 'acheve'"), Some(equal("acheve")));
        assert_eq!(
            outline("statut in ('a', 'b')"),
            Some(Outline::Or(equal("a").into(), equal("b").into()))
        );
        assert_eq!(
            outline("jour is not null"),
            Some(Outline::Not(Outline::IsNull(column("jour")).into()))
        );
        let least = Outline::Compute(
            Outline::Number("1.2".to_owned()).into(),
            Operation::Times,
            Outline::Column(Some("prev".to_owned()), "cout".to_owned()).into(),
        );
        assert_eq!(
            outline("depense <= 1.2 * prev.cout"),
            Some(Outline::Compare(
                column("depense"),
                Comparison::AtMost,
                least.into()
            ))
        );
        assert!(outline("coalesce(a, 0) = 0 or b").is_some());
        assert_eq!(
            outline("has(freins, 'temps')"),
            Some(Outline::Holds(column("freins"), "temps".to_owned()))
        );
    }

    #[test]
    fn what_says_more_has_none() {
        for text in [
            "a / b > 1",
            "lower(a) = 'b'",
            "coalesce(a, b, c) = 1",
            "a =",
            "",
            "a; b",
        ] {
            assert_eq!(outline(text), None, "{text}");
        }
    }
}

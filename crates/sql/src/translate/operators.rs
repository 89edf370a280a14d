//! Operators, `is`, `in`, `between`, `like` and `case`.

use datafusion::arrow::datatypes::DataType;
use datafusion::logical_expr::expr::{BinaryExpr, Case, InList, Like};
use datafusion::logical_expr::{Expr, Operator, not};
use datafusion::sql::sqlparser::ast::{self, BinaryOperator, Spanned, UnaryOperator};
use datafusion::sql::sqlparser::tokenizer::Span;

use super::typed::{Typed, call, compute, unify};
use super::{Answer, Translator};
use crate::error::{ErrorKind, ExpressionError};
use crate::functions::Operation;
use crate::schema::Type;

impl Translator<'_> {
    pub(super) fn binary(
        &mut self,
        left: &ast::Expr,
        op: &BinaryOperator,
        right: &ast::Expr,
    ) -> Answer {
        let (a, b) = (self.expr(left)?, self.expr(right)?);
        let built = match op {
            BinaryOperator::And => logical(Operator::And, a, b),
            BinaryOperator::Or => logical(Operator::Or, a, b),
            BinaryOperator::Eq => compare(Operator::Eq, a, b),
            BinaryOperator::NotEq => compare(Operator::NotEq, a, b),
            BinaryOperator::Lt => compare(Operator::Lt, a, b),
            BinaryOperator::LtEq => compare(Operator::LtEq, a, b),
            BinaryOperator::Gt => compare(Operator::Gt, a, b),
            BinaryOperator::GtEq => compare(Operator::GtEq, a, b),
            BinaryOperator::Plus => plus(a, b),
            BinaryOperator::Minus => minus(a, b),
            BinaryOperator::Multiply => compute(Operation::Multiply, a, b),
            BinaryOperator::Divide => compute(Operation::Divide, a, b),
            BinaryOperator::Modulo => compute(Operation::Remainder, a, b),
            other => Err(ErrorKind::NotSupported {
                construct: other.to_string(),
            }),
        };
        built.map_err(|kind| self.error(kind, left.span().union(&right.span())))
    }

    pub(super) fn unary(&mut self, op: &UnaryOperator, operand: &ast::Expr) -> Answer {
        let value = self.expr(operand)?;
        let built = match op {
            UnaryOperator::Not => value
                .expect(Type::Bool)
                .map(|value| Typed::boolean(not(value.expr))),
            UnaryOperator::Plus => value.expect_number(),
            UnaryOperator::Minus => negate(value),
            other => Err(ErrorKind::NotSupported {
                construct: other.to_string(),
            }),
        };
        built.map_err(|kind| self.error(kind, operand.span()))
    }

    pub(super) fn is(&mut self, tree: &ast::Expr) -> Answer {
        use ast::Expr as E;
        let (operand, build): (&ast::Expr, fn(Box<Expr>) -> Expr) = match tree {
            E::IsNull(inner) => (inner, Expr::IsNull),
            E::IsNotNull(inner) => (inner, Expr::IsNotNull),
            E::IsTrue(inner) => (inner, Expr::IsTrue),
            E::IsNotTrue(inner) => (inner, Expr::IsNotTrue),
            E::IsFalse(inner) => (inner, Expr::IsFalse),
            E::IsNotFalse(inner) => (inner, Expr::IsNotFalse),
            other => return Err(self.unsupported("is", other.span())),
        };
        let value = self.forgiving(|this| this.expr(operand))?;
        let value = if matches!(tree, E::IsNull(_) | E::IsNotNull(_)) {
            value
        } else {
            value
                .expect(Type::Bool)
                .map_err(|kind| self.error(kind, operand.span()))?
        };
        Ok(Typed::boolean(build(Box::new(value.expr))))
    }

    pub(super) fn distinct(
        &mut self,
        left: &ast::Expr,
        right: &ast::Expr,
        distinct: bool,
    ) -> Answer {
        let (a, b) =
            self.forgiving(|this| Ok::<_, ExpressionError>((this.expr(left)?, this.expr(right)?)))?;
        let operator = if distinct {
            Operator::IsDistinctFrom
        } else {
            Operator::IsNotDistinctFrom
        };
        compare(operator, a, b).map_err(|kind| self.error(kind, left.span().union(&right.span())))
    }

    pub(super) fn in_list(
        &mut self,
        operand: &ast::Expr,
        list: &[ast::Expr],
        negated: bool,
    ) -> Answer {
        let mut values = vec![self.expr(operand)?];
        for item in list {
            values.push(self.expr(item)?);
        }
        let (values, _) = comparable(values).map_err(|kind| self.error(kind, operand.span()))?;
        let mut expressions = values.into_iter().map(|value| value.expr);
        let Some(operand) = expressions.next() else {
            return Err(self.unsupported("in", operand.span()));
        };
        Ok(Typed::boolean(Expr::InList(InList::new(
            Box::new(operand),
            expressions.collect(),
            negated,
        ))))
    }

    pub(super) fn between(
        &mut self,
        operand: &ast::Expr,
        low: &ast::Expr,
        high: &ast::Expr,
        negated: bool,
    ) -> Answer {
        let values = vec![self.expr(operand)?, self.expr(low)?, self.expr(high)?];
        let (values, _) = comparable(values).map_err(|kind| self.error(kind, operand.span()))?;
        let inside =
            call(Operation::Between, values).map_err(|kind| self.error(kind, operand.span()))?;
        Ok(if negated {
            Typed::boolean(not(inside.expr))
        } else {
            inside
        })
    }

    pub(super) fn like(
        &mut self,
        operand: &ast::Expr,
        pattern: &ast::Expr,
        negated: bool,
        case_insensitive: bool,
    ) -> Answer {
        let [value, pattern] = [operand, pattern].map(|side| {
            let span = side.span();
            self.expr(side)?
                .expect(Type::Text)
                .map_err(|kind| self.error(kind, span))
        });
        let like = Like::new(
            negated,
            Box::new(value?.expr),
            Box::new(pattern?.expr),
            None,
            case_insensitive,
        );
        Ok(Typed::boolean(Expr::Like(like)))
    }

    pub(super) fn case(
        &mut self,
        operand: Option<&ast::Expr>,
        conditions: &[ast::CaseWhen],
        otherwise: Option<&ast::Expr>,
    ) -> Answer {
        let span = conditions
            .first()
            .map_or_else(Span::empty, |when| when.condition.span());
        let mut whens = Vec::new();
        let mut results = Vec::new();
        for when in conditions {
            whens.push(self.expr(&when.condition)?);
            results.push(self.expr(&when.result)?);
        }
        let has_else = otherwise.is_some();
        if let Some(otherwise) = otherwise {
            results.push(self.expr(otherwise)?);
        }
        let operand = match operand {
            Some(operand) => {
                let mut values = vec![self.expr(operand)?];
                values.append(&mut whens);
                let (mut values, _) = comparable(values).map_err(|kind| self.error(kind, span))?;
                whens = values.split_off(1);
                values.pop().map(|operand| Box::new(operand.expr))
            }
            None => {
                let booleans = whens.into_iter().map(|when| when.expect(Type::Bool));
                whens = booleans
                    .collect::<Result<_, _>>()
                    .map_err(|kind| self.error(kind, span))?;
                None
            }
        };
        let (mut results, data) = unify(results).map_err(|kind| self.error(kind, span))?;
        let otherwise = if has_else {
            results.pop().map(|result| Box::new(result.expr))
        } else {
            None
        };
        let pairs = whens
            .into_iter()
            .zip(results)
            .map(|(when, result)| (Box::new(when.expr), Box::new(result.expr)));
        Ok(Typed::new(
            Expr::Case(Case::new(operand, pairs.collect(), otherwise)),
            data,
        ))
    }
}

fn binary(operator: Operator, left: Typed, right: Typed) -> Expr {
    Expr::BinaryExpr(BinaryExpr::new(
        Box::new(left.expr),
        operator,
        Box::new(right.expr),
    ))
}

fn logical(operator: Operator, left: Typed, right: Typed) -> Result<Typed, ErrorKind> {
    Ok(Typed::boolean(binary(
        operator,
        left.expect(Type::Bool)?,
        right.expect(Type::Bool)?,
    )))
}

fn compare(operator: Operator, left: Typed, right: Typed) -> Result<Typed, ErrorKind> {
    let ordered = !matches!(
        operator,
        Operator::Eq | Operator::NotEq | Operator::IsDistinctFrom | Operator::IsNotDistinctFrom
    );
    let (values, data) = comparable(vec![left, right])?;
    if ordered
        && data == DataType::Boolean
        && values.iter().any(|value| value.type_() == Some(Type::Bool))
    {
        return Err(ErrorKind::WrongType {
            found: Some(Type::Bool),
            expected: vec![Type::Int, Type::Decimal, Type::Date, Type::Text],
        });
    }
    match <[Typed; 2]>::try_from(values) {
        Ok([left, right]) => Ok(Typed::boolean(binary(operator, left, right))),
        Err(_) => Err(ErrorKind::NotSupported {
            construct: operator.to_string(),
        }),
    }
}

/// All of one type, and not lists: those are asked by `has`.
fn comparable(values: Vec<Typed>) -> Result<(Vec<Typed>, DataType), ErrorKind> {
    if let Some(list) = values
        .iter()
        .find(|value| value.type_() == Some(Type::List))
    {
        return Err(list.wrong(&[Type::Int, Type::Decimal, Type::Date, Type::Text, Type::Bool]));
    }
    unify(values)
}

pub(super) fn negate(value: Typed) -> Result<Typed, ErrorKind> {
    let value = value.expect_number()?;
    // A written number stays one: `round(x, -2)`.
    if let Expr::Literal(literal, _) = &value.expr
        && let Ok(negative) = literal.arithmetic_negate()
    {
        return Ok(Typed::literal(negative));
    }
    call(Operation::Negate, vec![value.operand()])
}

/// A sum of numbers, or a date some days later.
fn plus(left: Typed, right: Typed) -> Result<Typed, ErrorKind> {
    match (left.type_(), right.type_()) {
        (Some(Type::Date), _) => shift(left, right, Operation::Add),
        (_, Some(Type::Date)) => shift(right, left, Operation::Add),
        _ => compute(Operation::Add, left, right),
    }
}

/// A difference of numbers, the days between two dates, or a date some days earlier.
fn minus(left: Typed, right: Typed) -> Result<Typed, ErrorKind> {
    match (left.type_(), right.type_()) {
        (Some(Type::Date), Some(Type::Date)) => days_between(left, right),
        (Some(Type::Date), Some(Type::Text)) => days_between(left, right.date_if_written()?),
        (Some(Type::Text), Some(Type::Date)) => days_between(left.date_if_written()?, right),
        (Some(Type::Date), _) => shift(left, right, Operation::Subtract),
        _ => compute(Operation::Subtract, left, right),
    }
}

/// The days from `earlier` to `later`, a whole number.
pub(super) fn days_between(later: Typed, earlier: Typed) -> Result<Typed, ErrorKind> {
    compute(
        Operation::Subtract,
        days(later.expect(Type::Date)?),
        days(earlier.expect(Type::Date)?),
    )
}

fn days(date: Typed) -> Typed {
    date.cast(&DataType::Int32).cast(&DataType::Int64)
}

fn shift(date: Typed, by: Typed, operation: Operation) -> Result<Typed, ErrorKind> {
    if !matches!(by.type_(), Some(Type::Int) | None) {
        return Err(by.wrong(&[Type::Int]));
    }
    let shifted = compute(operation, days(date), by)?;
    Ok(shifted
        .cast(&DataType::Int64)
        .cast(&DataType::Int32)
        .cast(&DataType::Date32))
}

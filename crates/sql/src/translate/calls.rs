//! Calls of functions of one row.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::functions::{core, datetime, string, unicode};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{Expr, ScalarUDF};
use datafusion::sql::sqlparser::ast::{self, Spanned};
use datafusion::sql::sqlparser::tokenizer::Span;
use std::sync::Arc;

use super::aggregates::{AGGREGATE_FUNCTIONS, not_reproducible};
use super::operators::days_between;
use super::typed::{Typed, call, unify};
use super::{Answer, Translator, nearest};
use crate::error::{ErrorKind, ExpressionError};
use crate::functions::Operation;
use crate::schema::Type;

/// The functions of one row: name, and how it is called.
pub const SCALAR_FUNCTIONS: &[(&str, &str)] = &[
    ("abs", "abs(number)"),
    ("ceil", "ceil(number)"),
    ("coalesce", "coalesce(value, otherwise, …)"),
    ("days_between", "days_between(later, earlier)"),
    ("floor", "floor(number)"),
    ("greatest", "greatest(value, value, …)"),
    ("has", "has(list_column, 'choice')"),
    ("least", "least(value, value, …)"),
    ("length", "length(text)"),
    ("lower", "lower(text)"),
    ("month", "month(date)"),
    ("nullif", "nullif(value, other)"),
    ("quarter", "quarter(date)"),
    ("round", "round(number) or round(number, digits)"),
    ("starts_with", "starts_with(text, beginning)"),
    ("upper", "upper(text)"),
    ("year", "year(date)"),
];

impl Translator<'_> {
    /// Any call: of a function of one row here, of one over many rows in `aggregates`.
    pub(super) fn function(&mut self, function: &ast::Function) -> Answer {
        let span = function.span();
        let name = function.name.to_string().to_lowercase();
        if function.over.is_some() {
            return Err(self.error(
                ErrorKind::NotAnExpression {
                    found: "a window function (`over`)".to_owned(),
                },
                span,
            ));
        }
        if let Some(remedy) = not_reproducible(&name) {
            return Err(self.error(
                ErrorKind::NotReproducible {
                    function: name,
                    remedy,
                },
                span,
            ));
        }
        if let Some(usage) = usage_in(AGGREGATE_FUNCTIONS, &name) {
            return self.aggregate(&name, usage, function);
        }
        let Some(usage) = usage_in(SCALAR_FUNCTIONS, &name) else {
            let known = SCALAR_FUNCTIONS
                .iter()
                .chain(AGGREGATE_FUNCTIONS)
                .map(|(name, _)| *name);
            let suggestions = nearest(&name, known);
            return Err(self.error(ErrorKind::UnknownFunction { name, suggestions }, span));
        };
        let wrong = ErrorKind::WrongArguments {
            function: name.clone(),
            expected: usage,
        };
        let plain = function.filter.is_none()
            && function.within_group.is_empty()
            && function.null_treatment.is_none()
            && matches!(function.parameters, ast::FunctionArguments::None);
        let Some(arguments) = plain.then(|| plain_arguments(&function.args)).flatten() else {
            return Err(self.error(wrong, span));
        };
        let args = if name == "coalesce" {
            self.forgiving(|this| this.arguments(&arguments))?
        } else {
            self.arguments(&arguments)?
        };
        scalar(&name, args, wrong).map_err(|kind| self.error(kind, span))
    }

    fn arguments(&mut self, arguments: &[&ast::Expr]) -> Result<Vec<Typed>, ExpressionError> {
        arguments
            .iter()
            .map(|argument| self.expr(argument))
            .collect()
    }

    pub(super) fn floor_or_ceil(
        &mut self,
        name: &str,
        argument: &ast::Expr,
        kind: &ast::CeilFloorKind,
    ) -> Answer {
        if !matches!(
            kind,
            ast::CeilFloorKind::DateTimeField(ast::DateTimeField::NoDateTime)
        ) {
            return Err(self.unsupported(format!("{name} … to"), argument.span()));
        }
        let value = self.expr(argument)?;
        let operation = if name == "floor" {
            Operation::Floor
        } else {
            Operation::Ceil
        };
        unary(operation, value).map_err(|kind| self.error(kind, argument.span()))
    }

    pub(super) fn date_part(&mut self, part: &str, argument: &ast::Expr) -> Answer {
        let span: Span = argument.span();
        let date = self.expr(argument)?;
        part_of_date(part, date).map_err(|kind| self.error(kind, span))
    }
}

/// How a function of this list is called.
fn usage_in(functions: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    functions
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, usage)| *usage)
}

/// Arguments without names, stars, `distinct` or clauses.
fn plain_arguments(arguments: &ast::FunctionArguments) -> Option<Vec<&ast::Expr>> {
    let ast::FunctionArguments::List(list) = arguments else {
        return None;
    };
    if list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
        return None;
    }
    list.args.iter().map(plain_argument).collect()
}

pub(super) fn plain_argument(argument: &ast::FunctionArg) -> Option<&ast::Expr> {
    match argument {
        ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    }
}

fn scalar(name: &str, args: Vec<Typed>, wrong: ErrorKind) -> Result<Typed, ErrorKind> {
    match (name, args.len()) {
        ("coalesce", 1..) => {
            let (args, _) = unify(args)?;
            return call(Operation::Coalesce, args);
        }
        ("greatest", 1..) => return engine_choice(core::greatest(), args),
        ("least", 1..) => return engine_choice(core::least(), args),
        ("nullif", 2) => return engine_choice(core::nullif(), args),
        _ => {}
    }
    let mut args = args.into_iter();
    match (name, args.next(), args.next(), args.next()) {
        ("abs", Some(value), None, None) => unary(Operation::Absolute, value),
        ("floor", Some(value), None, None) => unary(Operation::Floor, value),
        ("ceil", Some(value), None, None) => unary(Operation::Ceil, value),
        ("round", Some(value), digits, None) => {
            let digits = digits.unwrap_or_else(|| Typed::literal(ScalarValue::Int64(Some(0))));
            if digits.written_int().is_none() {
                return Err(wrong);
            }
            call(
                Operation::Round,
                vec![value.expect_number()?.operand(), digits],
            )
        }
        ("days_between", Some(later), Some(earlier), None) => days_between(later, earlier),
        ("has", Some(list), Some(choice), None) => {
            if list.type_() != Some(Type::List) {
                return Err(list.wrong(&[Type::List]));
            }
            call(Operation::Has, vec![list, choice.expect(Type::Text)?])
        }
        ("lower", Some(text), None, None) => text_to(string::lower(), vec![text], DataType::Utf8),
        ("upper", Some(text), None, None) => text_to(string::upper(), vec![text], DataType::Utf8),
        ("starts_with", Some(text), Some(start), None) => {
            text_to(string::starts_with(), vec![text, start], DataType::Boolean)
        }
        ("length", Some(text), None, None) => {
            let length = text_to(unicode::character_length(), vec![text], DataType::Int32)?;
            Ok(length.cast(&DataType::Int64))
        }
        ("year" | "month" | "quarter", Some(date), None, None) => part_of_date(name, date),
        _ => Err(wrong),
    }
}

fn unary(operation: Operation, value: Typed) -> Result<Typed, ErrorKind> {
    call(operation, vec![value.expect_number()?.operand()])
}

/// A function of the engine that chooses among values of one type.
fn engine_choice(function: Arc<ScalarUDF>, args: Vec<Typed>) -> Result<Typed, ErrorKind> {
    if let Some(list) = args.iter().find(|arg| arg.type_() == Some(Type::List)) {
        return Err(list.wrong(&[Type::Int, Type::Decimal, Type::Date, Type::Text]));
    }
    let (args, data) = unify(args)?;
    Ok(engine_call(function, args, data))
}

fn text_to(function: Arc<ScalarUDF>, args: Vec<Typed>, data: DataType) -> Result<Typed, ErrorKind> {
    let args = args
        .into_iter()
        .map(|arg| arg.expect(Type::Text))
        .collect::<Result<_, _>>()?;
    Ok(engine_call(function, args, data))
}

fn part_of_date(part: &str, date: Typed) -> Result<Typed, ErrorKind> {
    if !matches!(part, "year" | "quarter" | "month" | "day") {
        return Err(ErrorKind::NotSupported {
            construct: format!("extract({part} …)"),
        });
    }
    let part = Typed::literal(ScalarValue::Utf8(Some(part.to_owned())));
    let number = engine_call(
        datetime::date_part(),
        vec![part, date.expect(Type::Date)?],
        DataType::Int32,
    );
    Ok(number.cast(&DataType::Int64))
}

fn engine_call(function: Arc<ScalarUDF>, args: Vec<Typed>, data: DataType) -> Typed {
    let args = args.into_iter().map(|arg| arg.expr).collect();
    Typed::new(
        Expr::ScalarFunction(ScalarFunction::new_udf(function, args)),
        data,
    )
}

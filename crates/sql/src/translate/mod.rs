//! Syntax tree to the engine's expression: what is not named here does not exist.

mod aggregates;
mod calls;
mod operators;
mod typed;

use std::collections::BTreeMap;

use datafusion::common::{Column as EngineColumn, ScalarValue};
use datafusion::logical_expr::Expr;
use datafusion::sql::sqlparser::ast::{self, Spanned};
use datafusion::sql::sqlparser::tokenizer::Span;

pub use aggregates::AGGREGATE_FUNCTIONS;
pub use calls::SCALAR_FUNCTIONS;
pub(crate) use typed::Typed;

use crate::error::{ErrorKind, ExpressionError};
use crate::number::parse_number;
use crate::parse::{parse, place_of};
use crate::schema::{PARAM, Schema, engine_name};

/// A chain of operators is a tree as deep as it is long; the engine's recursion takes it on the caller's stack.
const MAX_DEPTH: usize = 80;

/// What an expression may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Of one row.
    Scalar,
    /// Of the rows of a group.
    Aggregate,
}

/// An expression of the engine, and what it took.
#[derive(Debug)]
pub(crate) struct Translated {
    pub(crate) value: Typed,
    /// The columns used, by position, and whether a null there is a missing value (and not one that the expression
    /// asks about by `is null` or `coalesce`).
    pub(crate) used: BTreeMap<usize, bool>,
    /// The filters of the aggregates; none if one of them has no filter.
    pub(crate) filters: Option<Vec<Expr>>,
    /// Whether there is an aggregate.
    pub(crate) aggregates: bool,
}

/// `text` as an expression over the columns of `schema`.
pub(crate) fn translate(
    text: &str,
    schema: &Schema,
    mode: Mode,
) -> Result<Translated, ExpressionError> {
    let tree = parse(text)?;
    let mut translator = Translator {
        schema,
        text,
        mode,
        depth: 0,
        inside: None,
        forgiving: 0,
        used: BTreeMap::new(),
        filters: Some(Vec::new()),
        aggregates: false,
    };
    let value = translator.expr(&tree)?;
    let Translator {
        used,
        filters,
        aggregates,
        ..
    } = translator;
    Ok(Translated {
        value,
        used,
        filters,
        aggregates,
    })
}

type Answer = Result<Typed, ExpressionError>;

struct Translator<'a> {
    schema: &'a Schema,
    text: &'a str,
    mode: Mode,
    depth: usize,
    /// The aggregate function around this place.
    inside: Option<String>,
    /// How many `is null` and `coalesce` are around this place.
    forgiving: usize,
    used: BTreeMap<usize, bool>,
    filters: Option<Vec<Expr>>,
    aggregates: bool,
}

impl Translator<'_> {
    fn error(&self, kind: ErrorKind, span: Span) -> ExpressionError {
        ExpressionError {
            kind,
            place: place_of(self.text, span),
        }
    }

    fn unsupported(&self, construct: impl Into<String>, span: Span) -> ExpressionError {
        self.error(
            ErrorKind::NotSupported {
                construct: construct.into(),
            },
            span,
        )
    }

    fn expr(&mut self, tree: &ast::Expr) -> Answer {
        if self.depth >= MAX_DEPTH {
            // No place: finding it would walk as deep as what is refused here.
            return Err(ExpressionError {
                kind: ErrorKind::TooDeep { limit: MAX_DEPTH },
                place: None,
            });
        }
        self.depth += 1;
        let answer = self.node(tree);
        self.depth -= 1;
        answer
    }

    fn node(&mut self, tree: &ast::Expr) -> Answer {
        use ast::Expr as E;
        match tree {
            E::Nested(inner) => self.expr(inner),
            E::Value(value) => self.value(value),
            E::TypedString(typed) => self.typed_string(typed),
            E::Identifier(name) => self.column(std::slice::from_ref(name)),
            E::CompoundIdentifier(names) => self.column(names),
            E::BinaryOp { left, op, right } => self.binary(left, op, right),
            E::UnaryOp { op, expr } => self.unary(op, expr),
            E::IsNull(_)
            | E::IsNotNull(_)
            | E::IsTrue(_)
            | E::IsNotTrue(_)
            | E::IsFalse(_)
            | E::IsNotFalse(_) => self.is(tree),
            E::IsDistinctFrom(left, right) => self.distinct(left, right, true),
            E::IsNotDistinctFrom(left, right) => self.distinct(left, right, false),
            E::InList {
                expr,
                list,
                negated,
            } => self.in_list(expr, list, *negated),
            E::Between {
                expr,
                negated,
                low,
                high,
            } => self.between(expr, low, high, *negated),
            E::Like {
                negated,
                any: false,
                expr,
                pattern,
                escape_char: None,
            } => self.like(expr, pattern, *negated, false),
            E::ILike {
                negated,
                any: false,
                expr,
                pattern,
                escape_char: None,
            } => self.like(expr, pattern, *negated, true),
            E::Case {
                operand,
                conditions,
                else_result,
                ..
            } => self.case(operand.as_deref(), conditions, else_result.as_deref()),
            E::Function(function) => self.function(function),
            E::Floor { expr, field } => self.floor_or_ceil("floor", expr, field),
            E::Ceil { expr, field } => self.floor_or_ceil("ceil", expr, field),
            E::Extract { field, expr, .. } => {
                self.date_part(&field.to_string().to_lowercase(), expr)
            }
            E::Subquery(_) | E::Exists { .. } | E::InSubquery { .. } => Err(self.error(
                ErrorKind::NotAnExpression {
                    found: "a subquery".to_owned(),
                },
                tree.span(),
            )),
            E::Cast { .. } | E::Convert { .. } => Err(self.unsupported("cast", tree.span())),
            other => {
                let text: String = other.to_string().chars().take(40).collect();
                Err(self.unsupported(text, other.span()))
            }
        }
    }

    fn value(&self, value: &ast::ValueWithSpan) -> Answer {
        let literal = match &value.value {
            ast::Value::Number(text, _) => match parse_number(text) {
                Some(number) => number,
                None => {
                    let detail = format!(
                        "`{text}` is not a number of at most 28 digits, ten of them after the point"
                    );
                    return Err(self.error(ErrorKind::Syntax { detail }, value.span));
                }
            },
            ast::Value::SingleQuotedString(text) => ScalarValue::Utf8(Some(text.clone())),
            ast::Value::Boolean(value) => ScalarValue::Boolean(Some(*value)),
            ast::Value::Null => ScalarValue::Null,
            other => return Err(self.unsupported(other.to_string(), value.span)),
        };
        Ok(Typed::literal(literal))
    }

    fn typed_string(&self, typed: &ast::TypedString) -> Answer {
        match (&typed.data_type, &typed.value.value) {
            (ast::DataType::Date, ast::Value::SingleQuotedString(text))
                if !typed.uses_odbc_syntax =>
            {
                typed::parse_date(text).map_err(|kind| self.error(kind, typed.value.span))
            }
            _ => Err(self.unsupported(typed.to_string(), typed.value.span)),
        }
    }

    fn column(&mut self, names: &[ast::Ident]) -> Answer {
        let written: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
        let span = names
            .iter()
            .map(|name| name.span)
            .reduce(|all, span| all.union(&span))
            .unwrap_or_else(Span::empty);
        if let [qualifier, name] = written.as_slice()
            && qualifier.eq_ignore_ascii_case(PARAM)
        {
            return match self.schema.parameter(name) {
                Some(value) => Ok(Typed::literal(value.clone())),
                None => {
                    let suggestions = nearest(name, self.schema.parameters());
                    Err(self.error(
                        ErrorKind::UnknownParameter {
                            name: (*name).to_owned(),
                            suggestions,
                        },
                        span,
                    ))
                }
            };
        }
        let name = written.join(".");
        let Some(index) = self.schema.position(&name) else {
            let names: Vec<String> = self
                .schema
                .columns()
                .iter()
                .map(crate::Column::full_name)
                .collect();
            let suggestions = nearest(&name, names.iter().map(String::as_str));
            return Err(self.error(ErrorKind::UnknownColumn { name, suggestions }, span));
        };
        if self.mode == Mode::Aggregate && self.inside.is_none() {
            return Err(self.error(ErrorKind::NotAggregate { column: Some(name) }, span));
        }
        *self.used.entry(index).or_insert(false) |= self.forgiving == 0;
        let column = Expr::Column(EngineColumn::new_unqualified(engine_name(index)));
        Ok(Typed::new(column, self.schema.arrow_type(index).clone()))
    }

    /// Where a null is an answer: columns named there are not required.
    fn forgiving<T>(&mut self, translate: impl FnOnce(&mut Self) -> T) -> T {
        self.forgiving += 1;
        let answer = translate(self);
        self.forgiving -= 1;
        answer
    }
}

/// The names that resemble `name`, best first, three at most.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    const ALIKE: f64 = 0.8;
    let name = name.to_lowercase();
    let mut near: Vec<(f64, &str)> = known
        .map(|candidate| {
            (
                strsim::jaro_winkler(&name, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.into_iter()
        .take(3)
        .map(|(_, name)| name.to_owned())
        .collect()
}

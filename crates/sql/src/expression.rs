//! Checked expressions.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::logical_expr::Expr;
use datafusion::physical_expr::PhysicalExpr;

use crate::aggregate::{count_condition, engine_accepts};
use crate::error::{ErrorKind, ExpressionError};
use crate::rules::to_physical;
use crate::schema::{Column, Schema, Type};
use crate::translate::{Mode, translate};

/// A column that an expression names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnUse {
    /// The column.
    pub column: Column,
    /// Whether a null there leaves the expression without its value. It is false where the column is only asked
    /// about with `is null`, `is true`, `is distinct from` or `coalesce`.
    pub required: bool,
}

/// A condition on one row. Cheap to clone.
#[derive(Clone)]
pub struct Rule {
    pub(crate) text: Arc<str>,
    pub(crate) schema: Schema,
    pub(crate) physical: Arc<dyn PhysicalExpr>,
    used: BTreeMap<usize, bool>,
}

/// A figure over many rows. Cheap to clone.
#[derive(Clone)]
pub struct Indicator {
    pub(crate) text: Arc<str>,
    pub(crate) schema: Schema,
    pub(crate) value: Expr,
    /// The rows that [`crate::Group::counts`] counts.
    pub(crate) counted: Option<Expr>,
    used: BTreeMap<usize, bool>,
}

/// Checks that `text` is a condition on one row of `schema`.
///
/// # Errors
/// It is not; the error says where and why.
pub fn compile_rule(text: &str, schema: &Schema) -> Result<Rule, ExpressionError> {
    let translated = translate(text, schema, Mode::Scalar)?;
    if translated.value.data != DataType::Boolean {
        return Err(whole(translated.value.wrong(&[Type::Bool])));
    }
    let physical = to_physical(translated.value.expr, schema).map_err(refused)?;
    Ok(Rule {
        text: text.into(),
        schema: schema.clone(),
        physical,
        used: translated.used,
    })
}

/// Checks that `text` is a number over many rows of `schema`.
///
/// # Errors
/// It is not; the error says where and why.
pub fn compile_indicator(text: &str, schema: &Schema) -> Result<Indicator, ExpressionError> {
    let translated = translate(text, schema, Mode::Aggregate)?;
    if !translated.aggregates {
        return Err(whole(ErrorKind::NotAggregate { column: None }));
    }
    if !translated.value.is_number() {
        return Err(whole(translated.value.wrong(&[Type::Int, Type::Decimal])));
    }
    let required = translated
        .used
        .iter()
        .filter(|(_, required)| **required)
        .map(|(index, _)| *index);
    let fields: Vec<usize> = required
        .filter(|index| {
            schema
                .columns()
                .get(*index)
                .is_some_and(|column| column.is_field)
        })
        .collect();
    let counted = count_condition(&fields, translated.filters);
    let indicator = Indicator {
        text: text.into(),
        schema: schema.clone(),
        value: translated.value.expr,
        counted,
        used: translated.used,
    };
    engine_accepts(&indicator).map_err(refused)?;
    Ok(indicator)
}

fn whole(kind: ErrorKind) -> ExpressionError {
    ExpressionError { kind, place: None }
}

fn refused(detail: impl fmt::Display) -> ExpressionError {
    whole(ErrorKind::Engine {
        detail: detail.to_string(),
    })
}

fn columns(schema: &Schema, used: &BTreeMap<usize, bool>) -> Vec<ColumnUse> {
    let named = used.iter().filter_map(|(index, required)| {
        let column = schema.columns().get(*index)?.clone();
        Some(ColumnUse {
            column,
            required: *required,
        })
    });
    named.collect()
}

impl Rule {
    /// The text it was compiled from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The columns it names, in the schema's order.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnUse> {
        columns(&self.schema, &self.used)
    }
}

impl Indicator {
    /// The text it was compiled from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The columns it names, in filters too, in the schema's order.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnUse> {
        columns(&self.schema, &self.used)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({})", self.text)
    }
}

impl fmt::Debug for Indicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Indicator({})", self.text)
    }
}

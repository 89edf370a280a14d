//! Figures over groups of rows: one plain `GROUP BY` for all indicators.
//!
//! Not `GROUPING SETS`, which cost the same and have open faults (apache/datafusion #16965, #24421).

use std::sync::{Arc, OnceLock};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use datafusion::arrow::util::display::array_value_to_string;
use datafusion::common::DataFusionError;
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;

use crate::error::EngineError;
use crate::expression::Indicator;
use crate::number::{decimal_to_f64, decimal_to_text};
use crate::query::{self, Query, column, engine, on_own_thread};
use crate::schema::{Schema, Type, engine_name};
use crate::table::Table;

/// The figures of one group of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The values grouped by, as text: dates as 2026-10-31, numbers without needless zeros, `true` and `false`.
    pub key: Vec<Option<String>>,
    /// One for each indicator; none where SQL gives null. Never infinite, never NaN.
    pub values: Vec<Option<f64>>,
    /// One for each indicator: the rows behind it. A row counts if all the field columns that the indicator requires
    /// ([`crate::ColumnUse::required`], [`crate::Column::is_field`]) hold a value and, where each aggregate of the
    /// indicator has a filter, if at least one of these filters is true.
    pub counts: Vec<u64>,
}

/// All indicators over the rows of `table`, by the values of the `group_by` columns; sorted by key, null first. Without
/// columns there is one group, of all rows, even of none. The figures do not depend on the order of rows, bit for bit. May be
/// called from any thread, inside an asynchronous runtime too (where it blocks).
///
/// # Errors
/// Expressions of another schema, an unknown column to group by, or a failure of the engine.
pub fn aggregate(
    table: &Table,
    indicators: &[Indicator],
    group_by: &[&str],
) -> Result<Vec<Group>, EngineError> {
    Aggregation::new(table.schema(), indicators, group_by)?.of(table)
}

/// All indicators by the same columns, over one table after another: the engine plans them once, which over a few hundred
/// rows takes ten times as long as computing them.
pub struct Aggregation {
    schema: Schema,
    indicators: usize,
    keys: usize,
    query: Query,
    planned: OnceLock<Arc<dyn ExecutionPlan>>,
}

impl Aggregation {
    /// As [`aggregate`], over tables of this schema.
    ///
    /// # Errors
    /// Expressions of another schema, or an unknown column to group by.
    pub fn new(
        schema: &Schema,
        indicators: &[Indicator],
        group_by: &[&str],
    ) -> Result<Self, EngineError> {
        let keys = checked(schema, indicators, group_by)?;
        Ok(Self {
            schema: schema.clone(),
            indicators: indicators.len(),
            keys: keys.len(),
            query: Query::new(indicators, &keys).map_err(engine)?,
            planned: OnceLock::new(),
        })
    }

    /// The figures of a table.
    ///
    /// # Errors
    /// A table of another schema, or a failure of the engine.
    pub fn of(&self, table: &Table) -> Result<Vec<Group>, EngineError> {
        if !self.schema.is_same(table.schema()) {
            return Err(EngineError::OtherTable);
        }
        let batches = on_own_thread(|| self.run(&table.batch))?.map_err(engine)?;
        let mut groups = Vec::new();
        for batch in &batches {
            read_groups(batch, self.keys, self.indicators, &mut groups)?;
        }
        groups.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(groups)
    }

    fn run(&self, rows: &RecordBatch) -> Result<Vec<RecordBatch>, DataFusionError> {
        if rows.num_rows() == 0 {
            return query::run(&self.query.planned(&rows.schema(), false)?, rows);
        }
        let planned = match self.planned.get() {
            Some(planned) => planned,
            None => {
                let planned = self.query.planned(&rows.schema(), true)?;
                self.planned.get_or_init(|| planned)
            }
        };
        query::run(planned, rows)
    }
}

impl std::fmt::Debug for Aggregation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (indicators, keys) = (self.indicators, self.keys);
        write!(
            f,
            "Aggregation of {indicators} indicators by {keys} columns"
        )
    }
}

/// The positions of the columns to group by, where all expressions are of the schema.
fn checked(
    schema: &Schema,
    indicators: &[Indicator],
    group_by: &[&str],
) -> Result<Vec<usize>, EngineError> {
    let other = indicators.iter().find(|i| !i.schema.is_same(schema));
    if let Some(other) = other {
        return Err(EngineError::OtherSchema {
            expression: other.text.to_string(),
        });
    }
    let keys = group_by.iter().map(|name| group_column(schema, name));
    keys.collect()
}

/// The condition on rows that [`Group::counts`] counts, see there.
pub(crate) fn count_condition(fields: &[usize], filters: Option<Vec<Expr>>) -> Option<Expr> {
    let filled = fields
        .iter()
        .map(|index| column(engine_name(*index)).is_not_null())
        .reduce(Expr::and);
    let filtered = filters.and_then(|filters| {
        let mut different: Vec<Expr> = Vec::new();
        for filter in filters {
            if !different.contains(&filter) {
                different.push(filter);
            }
        }
        different.into_iter().reduce(Expr::or)
    });
    match (filled, filtered) {
        (Some(filled), Some(filtered)) => Some(filled.and(filtered)),
        (condition, None) | (None, condition) => condition,
    }
}

/// Plans the indicator alone, so that what the engine would refuse is known when it is compiled.
pub(crate) fn engine_accepts(indicator: &Indicator) -> Result<(), EngineError> {
    let query = Query::new(std::slice::from_ref(indicator), &[]).map_err(engine)?;
    let empty = RecordBatch::new_empty(Arc::clone(indicator.schema.arrow()));
    let run = || query::run(&query.planned(&empty.schema(), false)?, &empty);
    on_own_thread(run)?.map(drop).map_err(engine)
}

fn group_column(schema: &Schema, name: &str) -> Result<usize, EngineError> {
    let index = schema
        .position(name)
        .ok_or_else(|| EngineError::UnknownGroup {
            name: name.to_owned(),
        })?;
    match schema.columns().get(index) {
        Some(column) if column.type_ == Type::List => Err(EngineError::ListGroup {
            name: name.to_owned(),
        }),
        _ => Ok(index),
    }
}

fn read_groups(
    batch: &RecordBatch,
    keys: usize,
    indicators: usize,
    groups: &mut Vec<Group>,
) -> Result<(), EngineError> {
    let columns = batch.columns();
    let part = |from: usize, length: usize| columns.get(from..from + length).unwrap_or(&[]);
    for row in 0..batch.num_rows() {
        groups.push(Group {
            key: part(0, keys)
                .iter()
                .map(|array| key(array, row))
                .collect::<Result<_, _>>()?,
            values: part(keys, indicators)
                .iter()
                .map(|array| number(array, row))
                .collect(),
            counts: part(keys + indicators, indicators)
                .iter()
                .map(|array| {
                    u64::try_from(array.as_primitive::<Int64Type>().value(row)).unwrap_or(0)
                })
                .collect(),
        });
    }
    Ok(())
}

fn key(array: &ArrayRef, row: usize) -> Result<Option<String>, EngineError> {
    if array.is_null(row) {
        return Ok(None);
    }
    match array.data_type() {
        DataType::Utf8 => Ok(Some(array.as_string::<i32>().value(row).to_owned())),
        DataType::Decimal128(_, scale) => Ok(Some(decimal_to_text(
            array.as_primitive::<Decimal128Type>().value(row),
            *scale,
        ))),
        _ => array_value_to_string(array, row).map(Some).map_err(engine),
    }
}

fn number(array: &ArrayRef, row: usize) -> Option<f64> {
    if array.is_null(row) {
        return None;
    }
    match array.data_type() {
        DataType::Int64 => {
            decimal_to_f64(i128::from(array.as_primitive::<Int64Type>().value(row)), 0)
        }
        DataType::Decimal128(_, scale) => {
            decimal_to_f64(array.as_primitive::<Decimal128Type>().value(row), *scale)
        }
        DataType::Float64 => {
            let value = array.as_primitive::<Float64Type>().value(row);
            // One zero only: figures are compared and hashed by their bits.
            value
                .is_finite()
                .then_some(if value == 0.0 { 0.0 } else { value })
        }
        _ => None,
    }
}

//! Figures over groups of rows: one plain `GROUP BY` for all indicators.
//!
//! Not `GROUPING SETS`, which cost the same and have open faults (apache/datafusion #16965, #24421).

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use datafusion::arrow::util::display::array_value_to_string;
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;

use crate::error::EngineError;
use crate::expression::{Indicator, Rule};
use crate::number::{decimal_to_f64, decimal_to_text};
use crate::query::{Query, column, engine, on_own_thread};
use crate::rules::mask;
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

/// All indicators over the rows of `table` for which `where_` is true (all rows without it), by the values of the
/// `group_by` columns; sorted by key, null first. Without columns there is one group, of all rows, even of none.
///
/// `partitions` is the number of parts that are computed at once; the figures do not depend on it, bit for bit, nor on
/// the order of rows. May be called from any thread, inside an asynchronous runtime too (where it blocks).
///
/// # Errors
/// Expressions of another schema, an unknown column to group by, or a failure of the engine.
pub fn aggregate(
    table: &Table,
    indicators: &[Indicator],
    group_by: &[&str],
    partitions: usize,
    where_: Option<&Rule>,
) -> Result<Vec<Group>, EngineError> {
    let keys = checked(table.schema(), indicators, group_by)?;
    let query = Query::new(indicators, &keys).map_err(engine)?;
    let rows = rows(table, indicators, &keys, where_)?;
    let partitions = partitions.clamp(1, 64);
    let batches = on_own_thread(|| query.run(&rows, partitions))?.map_err(engine)?;
    groups(&batches, keys.len(), indicators.len())
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
    /// As [`aggregate`] over tables of this schema, of all rows and in one part.
    ///
    /// # Errors
    /// As [`aggregate`].
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

    /// The figures of a table; the same, bit for bit, as those of [`aggregate`].
    ///
    /// # Errors
    /// A table of another schema, or a failure of the engine.
    pub fn of(&self, table: &Table) -> Result<Vec<Group>, EngineError> {
        if !self.schema.is_same(table.schema()) {
            return Err(EngineError::Engine(
                "a table of another schema than the aggregation's".to_owned(),
            ));
        }
        let rows = &table.batch;
        let compute = || {
            if rows.num_rows() == 0 {
                return self.query.run(rows, 1);
            }
            let planned = match self.planned.get() {
                Some(planned) => planned,
                None => {
                    let planned = self.query.planned(&rows.schema())?;
                    self.planned.get_or_init(|| planned)
                }
            };
            Query::run_planned(planned, rows)
        };
        let batches = on_own_thread(compute)?.map_err(engine)?;
        groups(&batches, self.keys, self.indicators)
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

/// The groups of some batches, sorted by key.
fn groups(
    batches: &[RecordBatch],
    keys: usize,
    indicators: usize,
) -> Result<Vec<Group>, EngineError> {
    let mut groups = Vec::new();
    for batch in batches {
        read_groups(batch, keys, indicators, &mut groups)?;
    }
    groups.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(groups)
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
    on_own_thread(|| query.run(&empty, 1))?
        .map(drop)
        .map_err(engine)
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

/// The rows asked for, with the columns that are used.
fn rows(
    table: &Table,
    indicators: &[Indicator],
    keys: &[usize],
    where_: Option<&Rule>,
) -> Result<RecordBatch, EngineError> {
    let Some(rule) = where_ else {
        return Ok(table.batch.clone());
    };
    let mask = mask(table, rule)?;
    let mut used: BTreeSet<usize> = keys.iter().copied().collect();
    for indicator in indicators {
        used.extend(indicator.positions());
    }
    if used.is_empty() && table.batch.num_columns() > 0 {
        used.insert(0);
    }
    let used: Vec<usize> = used.into_iter().collect();
    let batch = table.batch.project(&used).map_err(engine)?;
    filter_record_batch(&batch, &mask).map_err(engine)
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

//! Figures over groups of rows: one plain `GROUP BY` for all indicators.
//!
//! Not `GROUPING SETS`, which cost the same and have open faults (apache/datafusion #16965, #24421).

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use datafusion::arrow::util::display::array_value_to_string;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column as EngineColumn, DataFusionError, ScalarValue};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::optimizer::optimize_projections::OptimizeProjections;
use datafusion::physical_plan::collect;
use datafusion::prelude::SessionConfig;

use crate::error::EngineError;
use crate::expression::{Indicator, Rule};
use crate::number::{decimal_to_f64, decimal_to_text};
use crate::rules::mask;
use crate::schema::{Type, engine_name};
use crate::table::Table;

/// The engine recurses into expressions; its own thread has room for the deepest that are allowed.
const STACK: usize = 16 * 1024 * 1024;

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
    if let Some(other) = indicators
        .iter()
        .find(|indicator| !indicator.schema.is_same(table.schema()))
    {
        return Err(EngineError::OtherSchema {
            expression: other.text.to_string(),
        });
    }
    let keys = group_by
        .iter()
        .map(|name| group_column(table, name))
        .collect::<Result<Vec<_>, _>>()?;
    let query = Query::new(indicators, &keys).map_err(engine)?;
    let rows = rows(table, indicators, &keys, where_)?;
    let partitions = partitions.clamp(1, 64);
    let batches = on_own_thread(|| query.run(&rows, partitions))?.map_err(engine)?;

    let mut groups = Vec::new();
    for batch in &batches {
        read_groups(batch, keys.len(), indicators.len(), &mut groups)?;
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

fn engine(error: impl std::fmt::Display) -> EngineError {
    EngineError::Engine(error.to_string())
}

fn column(name: String) -> Expr {
    Expr::Column(EngineColumn::new_unqualified(name))
}

fn group_column(table: &Table, name: &str) -> Result<usize, EngineError> {
    let schema = table.schema();
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

/// The expressions of one `GROUP BY`.
struct Query {
    keys: Vec<Expr>,
    aggregates: Vec<Expr>,
    output: Vec<Expr>,
}

impl Query {
    fn new(indicators: &[Indicator], keys: &[usize]) -> Result<Self, DataFusionError> {
        let mut query = Self {
            keys: Vec::new(),
            aggregates: Vec::new(),
            output: Vec::new(),
        };
        for (at, index) in keys.iter().enumerate() {
            query
                .keys
                .push(column(engine_name(*index)).alias(format!("g{at}")));
            query.output.push(column(format!("g{at}")));
        }
        let mut different = Vec::new();
        let mut counts = Vec::new();
        for (at, indicator) in indicators.iter().enumerate() {
            let value = over_aggregates(indicator.value.clone(), &mut different)?;
            query.output.push(value.alias(format!("v{at}")));
            let filter = indicator.counted.clone().map(Box::new);
            let all = vec![Expr::Literal(ScalarValue::Int64(Some(1)), None)];
            let count =
                AggregateFunction::new_udf(count_udaf(), all, false, filter, Vec::new(), None);
            let count = over_aggregates(Expr::AggregateFunction(count), &mut different)?;
            counts.push(count.alias(format!("n{at}")));
        }
        query.output.append(&mut counts);
        query.aggregates = different;
        if query.keys.is_empty() && query.aggregates.is_empty() {
            // The one group of nothing asked still is a group.
            let all = vec![Expr::Literal(ScalarValue::Int64(Some(1)), None)];
            let count =
                AggregateFunction::new_udf(count_udaf(), all, false, None, Vec::new(), None);
            query.output.push(over_aggregates(
                Expr::AggregateFunction(count),
                &mut query.aggregates,
            )?);
        }
        Ok(query)
    }

    fn plan(&self, rows: &RecordBatch, partitions: usize) -> Result<LogicalPlan, DataFusionError> {
        let size = rows.num_rows().div_ceil(partitions).max(1);
        let parts = (0..partitions).map(|part| {
            let start = (part * size).min(rows.num_rows());
            vec![rows.slice(start, size.min(rows.num_rows() - start))]
        });
        let table = MemTable::try_new(rows.schema(), parts.collect())?;
        let mut keys = self.keys.clone();
        if keys.is_empty() && rows.num_rows() > 0 {
            // Without a key the engine copies all columns once for each filter, ten times the work of the whole. One
            // constant key gives the same group, except of no rows.
            keys.push(Expr::Literal(ScalarValue::Int64(Some(1)), None).alias("all"));
        }
        let aggregates = self
            .aggregates
            .iter()
            .enumerate()
            .map(|(at, expr)| expr.clone().alias(format!("a{at}")));
        LogicalPlanBuilder::scan("rows", provider_as_source(Arc::new(table)), None)?
            .aggregate(keys, aggregates.collect::<Vec<_>>())?
            .project(self.output.clone())?
            .build()
    }

    fn run(
        &self,
        rows: &RecordBatch,
        partitions: usize,
    ) -> Result<Vec<RecordBatch>, DataFusionError> {
        let plan = self.plan(rows, partitions)?;
        let state = session(partitions);
        let mut runtime = if partitions == 1 {
            tokio::runtime::Builder::new_current_thread()
        } else {
            let mut threads = tokio::runtime::Builder::new_multi_thread();
            let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
            threads
                .worker_threads(partitions.min(processors))
                .thread_stack_size(STACK);
            threads
        };
        let runtime = runtime
            .build()
            .map_err(|error| DataFusionError::External(Box::new(error)))?;
        runtime.block_on(async {
            let physical = state.create_physical_plan(&plan).await?;
            collect(physical, state.task_ctx()).await
        })
    }
}

/// `expr` over the results of its aggregates, which are added to `different` where they are not there yet.
fn over_aggregates(expr: Expr, different: &mut Vec<Expr>) -> Result<Expr, DataFusionError> {
    let rewritten = expr.transform_down(|node| {
        if !matches!(node, Expr::AggregateFunction(_)) {
            return Ok(Transformed::no(node));
        }
        let at = different
            .iter()
            .position(|known| *known == node)
            .unwrap_or_else(|| {
                different.push(node);
                different.len() - 1
            });
        Ok(Transformed::new(
            column(format!("a{at}")),
            true,
            TreeNodeRecursion::Jump,
        ))
    })?;
    Ok(rewritten.data)
}

fn session(partitions: usize) -> SessionState {
    let config = SessionConfig::new()
        .with_target_partitions(partitions)
        .with_round_robin_repartition(false);
    // Of the optimiser's rules only the one that leaves out unused columns pays for such a plan.
    SessionStateBuilder::new()
        .with_config(config)
        .with_optimizer_rules(vec![Arc::new(OptimizeProjections::new())])
        .build()
}

/// Runs `work` on a thread of its own: with a known stack, outside any runtime of the caller, where it may block; a
/// panic of the engine ends there.
fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, EngineError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("bilan-sql".to_owned())
            .stack_size(STACK);
        let handle = thread.spawn_scoped(scope, work).map_err(engine)?;
        handle
            .join()
            .map_err(|_| EngineError::Engine("it stopped in the middle".to_owned()))
    })
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

//! A `GROUP BY` in the engine: planned, and run on rows.

use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column as EngineColumn, DataFusionError, ScalarValue};
use datafusion::datasource::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::optimizer::optimize_projections::OptimizeProjections;
use datafusion::physical_plan::{ExecutionPlan, collect};
use datafusion::prelude::SessionConfig;

use crate::error::EngineError;
use crate::expression::Indicator;
use crate::schema::engine_name;

/// The engine recurses into expressions; its own thread has room for the deepest that are allowed.
const STACK: usize = 16 * 1024 * 1024;

/// The expressions of one `GROUP BY`.
pub(crate) struct Query {
    keys: Vec<Expr>,
    aggregates: Vec<Expr>,
    output: Vec<Expr>,
}

impl Query {
    pub(crate) fn new(indicators: &[Indicator], keys: &[usize]) -> Result<Self, DataFusionError> {
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

    fn plan(&self, schema: &SchemaRef, keyed: bool) -> Result<LogicalPlan, DataFusionError> {
        let none = vec![vec![RecordBatch::new_empty(Arc::clone(schema))]];
        let table = MemTable::try_new(Arc::clone(schema), none)?;
        let mut keys = self.keys.clone();
        if keys.is_empty() && keyed {
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

    /// How the figures of rows of this schema are computed. `keyed`: there will be rows.
    pub(crate) fn planned(
        &self,
        schema: &SchemaRef,
        keyed: bool,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let plan = self.plan(schema, keyed)?;
        alone()?.block_on(session().create_physical_plan(&plan))
    }
}

/// The figures of rows, computed as planned: with these rows at the plan's root.
pub(crate) fn run(
    planned: &Arc<dyn ExecutionPlan>,
    rows: &RecordBatch,
) -> Result<Vec<RecordBatch>, DataFusionError> {
    let plan = Arc::clone(planned).transform_up(|node| {
        let source = node.downcast_ref::<DataSourceExec>();
        let empty = source.and_then(|s| s.data_source().downcast_ref::<MemorySourceConfig>());
        let Some(empty) = empty else {
            return Ok(Transformed::no(node));
        };
        let (parts, projection) = ([vec![rows.clone()]], empty.projection().clone());
        let full = MemorySourceConfig::try_new_exec(&parts, rows.schema(), projection)?;
        Ok(Transformed::yes(full as Arc<dyn ExecutionPlan>))
    })?;
    alone()?.block_on(collect(plan.data, session().task_ctx()))
}

/// A runtime on this thread alone.
fn alone() -> Result<tokio::runtime::Runtime, DataFusionError> {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| DataFusionError::External(Box::new(error)))
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

/// Everything is computed in one part: whoever computes several things has them side by side.
fn session() -> SessionState {
    let config = SessionConfig::new()
        .with_target_partitions(1)
        .with_round_robin_repartition(false);
    // Of the optimiser's rules only the one that leaves out unused columns pays for such a plan.
    SessionStateBuilder::new()
        .with_config(config)
        .with_optimizer_rules(vec![Arc::new(OptimizeProjections::new())])
        .build()
}

/// Runs `work` on a thread of its own: with a known stack, outside any runtime of the caller, where it may block; a
/// panic of the engine ends there.
pub(crate) fn on_own_thread<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, EngineError> {
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

pub(crate) fn engine(error: impl std::fmt::Display) -> EngineError {
    EngineError::Engine(error.to_string())
}

pub(crate) fn column(name: String) -> Expr {
    Expr::Column(EngineColumn::new_unqualified(name))
}

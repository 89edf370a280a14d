//! Conditions on each row.

use std::sync::{Arc, OnceLock};

use datafusion::arrow::array::{Array, AsArray, BooleanArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::DataFusionError;
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::Expr;
use datafusion::physical_expr::PhysicalExpr;

use crate::error::EngineError;
use crate::expression::Rule;
use crate::schema::Schema;
use crate::table::Table;

/// What each rule says of each row, rule by rule: true, false, or null where SQL does not know.
///
/// # Errors
/// A rule was compiled for another schema than the table's.
pub fn evaluate_rules(
    table: &Table,
    rules: &[Rule],
) -> Result<Vec<Vec<Option<bool>>>, EngineError> {
    rules
        .iter()
        .map(|rule| Ok(mask(table, rule)?.iter().collect()))
        .collect()
}

pub(crate) fn mask(table: &Table, rule: &Rule) -> Result<BooleanArray, EngineError> {
    if !rule.schema.is_same(table.schema()) {
        return Err(EngineError::OtherSchema {
            expression: rule.text.to_string(),
        });
    }
    let engine = |error: DataFusionError| EngineError::Engine(error.to_string());
    let values = rule.physical.evaluate(&table.batch).map_err(engine)?;
    let values = values.into_array(table.rows()).map_err(engine)?;
    match values.data_type() {
        DataType::Boolean => Ok(values.as_boolean().clone()),
        other => Err(EngineError::Engine(format!("`{}` gave {other}", rule.text))),
    }
}

pub(crate) fn to_physical(
    expr: Expr,
    schema: &Schema,
) -> Result<Arc<dyn PhysicalExpr>, DataFusionError> {
    // Needs nothing of a session but the default settings.
    static STATE: OnceLock<SessionState> = OnceLock::new();
    let state = STATE.get_or_init(|| SessionStateBuilder::new().build());
    state.create_physical_expr(expr, schema.logical())
}

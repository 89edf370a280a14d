//! Expressions of the framework, judged by the engine that will compute them.

use bilan_sql::{ExpressionError, Schema, SchemaError, compile_indicator, compile_rule};

use super::columns::{indicator_schema, rule_schema};
use crate::framework::{ExpressionChecker, ExpressionProblem, Localised, WideTable};

/// Judges expressions with the engine.
#[derive(Debug, Clone, Copy, Default)]
pub struct EngineChecker;

impl ExpressionChecker for EngineChecker {
    fn check_rule(&self, table: &WideTable, text: &str) -> Result<(), ExpressionProblem> {
        let schema = schema(rule_schema(table))?;
        compile_rule(text, &schema)
            .map(|_| ())
            .map_err(|e| problem(&e))
    }

    fn check_indicator(&self, table: &WideTable, text: &str) -> Result<(), ExpressionProblem> {
        let schema = schema(indicator_schema(table))?;
        compile_indicator(text, &schema)
            .map(|_| ())
            .map_err(|e| problem(&e))
    }
}

fn schema(made: Result<Schema, SchemaError>) -> Result<Schema, ExpressionProblem> {
    made.map_err(|error| ExpressionProblem {
        message: Localised {
            fr: format!("les colonnes de ce type de dossier ne font pas une table : {error}"),
            en: Some(format!(
                "the columns of this kind do not make a table: {error}"
            )),
        },
        suggestion: None,
        offset: None,
    })
}

fn problem(error: &ExpressionError) -> ExpressionProblem {
    ExpressionProblem {
        message: Localised {
            fr: format!("expression refusée : {error}"),
            en: Some(error.to_string()),
        },
        suggestion: None,
        offset: error.place.as_ref().map(|p| p.offset),
    }
}

//! Expressions of the framework, checked where they stand.

use bilan_sql::{ExpressionError, compile_indicator, compile_rule};

use super::{IndicatorSchema, RuleSchema};
use crate::framework::{Kind, Programme, Questionnaire};

/// Why an expression is refused, with its place inside the expression's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionFault {
    /// What is wrong.
    pub message: String,
    /// Bytes before the fault, where it is known.
    pub offset: Option<usize>,
}

impl From<ExpressionError> for ExpressionFault {
    fn from(error: ExpressionError) -> Self {
        Self {
            message: error.to_string(),
            offset: error.place.map(|p| p.offset),
        }
    }
}

fn unusable(error: impl std::fmt::Display) -> ExpressionFault {
    ExpressionFault {
        message: error.to_string(),
        offset: None,
    }
}

/// Checks the expression of a rule, of `relevant` or of `required`.
///
/// # Errors
/// Why it is no condition on the rows of this kind.
pub fn check_rule(
    programme: &Programme,
    kind: &Kind,
    questionnaire: &Questionnaire,
    text: &str,
) -> Result<(), ExpressionFault> {
    let table = RuleSchema::new(programme, kind, questionnaire).map_err(unusable)?;
    compile_rule(text, &table.schema)
        .map(|_| ())
        .map_err(Into::into)
}

/// Checks the formula of an indicator.
///
/// # Errors
/// Why it is no figure over the rows of this kind.
pub fn check_indicator(
    programme: &Programme,
    kind: &Kind,
    questionnaire: &Questionnaire,
    text: &str,
) -> Result<(), ExpressionFault> {
    let table = IndicatorSchema::new(programme, kind, questionnaire).map_err(unusable)?;
    compile_indicator(text, &table.schema)
        .map(|_| ())
        .map_err(Into::into)
}

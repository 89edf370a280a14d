//! The indicators of a kind, compiled once, and the table they are computed on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bilan_sql::{
    Aggregation, EngineError, ExpressionError, Schema, SchemaError, Table, TableError,
};

use super::FollowUp;
use crate::framework::{BuiltIn, ColumnOrigin, Framework, Indicator, Kind, Questionnaire};
use crate::model::FieldId;
use crate::store::StoreError;
use crate::wide::{Cells, ColumnBuilder, counts, indicator_schema};

/// What can go wrong while evaluating.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The columns of a kind cannot make a table; `bilan check` says where.
    #[error("the columns of a kind cannot make a table: {0}. Run bilan check")]
    Schema(#[from] SchemaError),
    /// A formula does not compile; `bilan check` says where.
    #[error("the formula of the indicator {indicator} is refused: {source}. Run bilan check")]
    Formula {
        /// The indicator.
        indicator: String,
        /// Why.
        source: ExpressionError,
    },
    /// The rows do not fit their table.
    #[error("the rows do not fit their table: {0}")]
    Table(#[from] TableError),
    /// The engine failed.
    #[error("the computation failed: {0}")]
    Engine(#[from] EngineError),
    /// Nothing of this name.
    #[error("{0}")]
    Unknown(String),
}

/// What a kind's figures are computed with.
#[derive(Clone)]
pub struct Plan<'a> {
    /// The kind.
    pub kind: &'a Kind,
    /// Its questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// Its indicators, in the framework's order.
    pub indicators: Vec<&'a Indicator>,
    pub(super) compiled: Vec<bilan_sql::Indicator>,
    pub(super) schema: Schema,
    /// For each field of the questionnaire, whether it is a column.
    pub(super) kept: Vec<bool>,
    /// The indicators by each column that they were computed by.
    pub(super) aggregations: Aggregations,
}

/// By column, none for the programme; shared by copies of a plan.
pub(super) type Aggregations = Arc<Mutex<BTreeMap<Option<String>, Arc<Aggregation>>>>;

impl<'a> Plan<'a> {
    /// Compiles the indicators of a kind.
    ///
    /// # Errors
    /// When a formula does not compile, which `bilan check` would have said.
    pub fn new(framework: &'a Framework, kind: &'a Kind) -> Result<Self, EvaluateError> {
        let unknown =
            || EvaluateError::Unknown(format!("the kind {} has no questionnaire", kind.id));
        let table = framework.wide_table(&kind.id).ok_or_else(unknown)?;
        let questionnaire = framework.questionnaire_of(&kind.id).ok_or_else(unknown)?;
        let schema = indicator_schema(&table)?;
        let kept = table
            .columns
            .iter()
            .filter(|c| c.origin == ColumnOrigin::Field)
            .map(counts)
            .collect();
        let indicators: Vec<_> = framework
            .indicators
            .iter()
            .filter(|i| i.kind == kind.id)
            .collect();
        let compiled = indicators
            .iter()
            .map(|i| {
                bilan_sql::compile_indicator(&i.formula, &schema).map_err(|source| {
                    EvaluateError::Formula {
                        indicator: i.id.to_string(),
                        source,
                    }
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            kind,
            questionnaire,
            indicators,
            compiled,
            schema,
            kept,
            aggregations: Aggregations::default(),
        })
    }

    /// The indicators by a column of the register; of all rows together without one.
    ///
    /// # Errors
    /// When the engine refuses the column.
    pub(super) fn aggregation(&self, by: Option<&str>) -> Result<Arc<Aggregation>, EngineError> {
        let known = self.aggregations.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(&by.map(str::to_owned)) {
            return Ok(Arc::clone(found));
        }
        let columns: Vec<&str> = by.into_iter().collect();
        let new = Arc::new(Aggregation::new(&self.schema, &self.compiled, &columns)?);
        known.insert(by.map(str::to_owned), Arc::clone(&new));
        Ok(new)
    }

    /// The fields that an indicator needs, in the formula's order.
    pub fn fields_of(&self, indicator: usize) -> Vec<FieldId> {
        let used = self
            .compiled
            .get(indicator)
            .map(bilan_sql::Indicator::columns)
            .unwrap_or_default();
        used.into_iter()
            .filter(|u| u.column.is_field)
            .map(|u| FieldId::new(u.column.name))
            .collect()
    }

    /// The rows as a table.
    ///
    /// # Errors
    /// When the engine refuses the columns.
    pub fn table(&self, rows: &[FollowUp]) -> Result<Table, EvaluateError> {
        let columns = self.schema.columns();
        let mut builders: Vec<_> = columns
            .iter()
            .map(|c| ColumnBuilder::new(c.type_, rows.len()))
            .collect();
        let register = &self.kind.register.columns;
        for row in rows {
            let mut next = builders.iter_mut();
            let mut push = |cell: Cells<'_>| {
                if let Some(builder) = next.next() {
                    builder.push(&cell);
                }
            };
            for column in register {
                push(Cells::Value(row.subject.columns.get(&column.id).as_ref()));
            }
            for built in BuiltIn::ALL {
                match built {
                    BuiltIn::Period => push(Cells::Text(&row.period.to_string())),
                    BuiltIn::OpenedOn => push(Cells::Date(Some(row.opened_on))),
                    BuiltIn::ReturnedOn => push(Cells::Date(row.returned_on)),
                    BuiltIn::Accepted => push(Cells::Bool(row.accepted)),
                    BuiltIn::FirstAccepted => push(Cells::Bool(row.first_accepted)),
                    BuiltIn::Carried => push(Cells::Bool(row.carried)),
                    BuiltIn::Exchanges => push(Cells::Int(i64::from(row.exchanges))),
                    BuiltIn::Completeness => match row.completeness {
                        Some(share) => push(Cells::Decimal(share)),
                        None => push(Cells::Value(None)),
                    },
                }
            }
            let mut values = row.values.iter();
            for kept in &self.kept {
                let value = values.next().flatten();
                if *kept {
                    push(Cells::Value(value.as_ref()));
                }
            }
        }
        let data = builders.into_iter().map(ColumnBuilder::finish).collect();
        Ok(Table::new(&self.schema, data)?)
    }
}

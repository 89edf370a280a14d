//! The wide table that expressions see: one row per expected return, one typed column per register column and field.
//!
//! Takes a kind, its questionnaire and values, gives schemas and tables of `bilan_sql`. Both `check` (rules) and
//! `evaluate` (indicators) stand on it, so that a name means the same in both. Never computes.

mod columns;
mod expressions;
mod table;

pub use columns::{counts, indicator_schema, rule_schema, sql_type};
pub use expressions::EngineChecker;
pub use table::{Cells, ColumnBuilder, decimal_units};

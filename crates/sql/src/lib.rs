//! SQL expressions over typed tables.
//!
//! Takes the text of a rule or an indicator and a [`Schema`], gives a checked [`Rule`] or [`Indicator`]; takes those
//! and a [`Table`], gives plain values. DataFusion does the work and stays inside: no type of it, of Arrow or of the
//! SQL parser is in this interface, so that the crates above compile without it.
//!
//! What an expression may be is a list of what is allowed, not of what is forbidden: the parsed text is translated
//! node by node (`translate`), and a node that is not known there is refused with its place. There is no
//! statement, subquery, table, window or cast.
//!
//! # Numbers
//! - Decimals and whole numbers are computed exactly; what leaves 38 digits is null.
//! - `a / b` is a double, null where `b` is zero. Nothing here ever yields an infinity or a NaN.
//! - Whatever is aggregated is an exact decimal (a double is cast to ten places first), so that a sum is the same bits
//!   for any order of rows.
//!
//! ```no_run
//! use bilan_sql::{aggregate, compile_indicator, Column, ColumnData, Schema, Table, Type};
//! let schema = Schema::new(
//!     vec![Column::new("theme", Type::Text), Column::field("arbres", Type::Int)],
//!     [],
//! )?;
//! let trees = compile_indicator("sum(arbres)", &schema)?;
//! let table = Table::new(&schema, vec![
//!     ColumnData::Text(vec![Some("eau".into()), Some("eau".into())]),
//!     ColumnData::Int(vec![Some(3), None]),
//! ])?;
//! let groups = aggregate(&table, &[trees], &["theme"])?;
//! assert_eq!(groups[0].values, [Some(3.0)]);
//! assert_eq!(groups[0].counts, [1]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod aggregate;
mod error;
mod expression;
mod functions;
mod number;
mod outline;
mod parse;
mod query;
mod rules;
mod schema;
mod table;
mod total;
mod translate;

pub use aggregate::{Aggregation, Group, aggregate};
pub use error::{EngineError, ErrorKind, ExpressionError, SchemaError, TableError, TextPlace};
pub use expression::{ColumnUse, Indicator, Rule, compile_indicator, compile_rule};
pub use outline::{Comparison, Operation, Outline, outline};
pub use rules::evaluate_rules;
pub use schema::{Column, DECIMAL_SCALE, Schema, Type};
pub use table::{ColumnData, Table};
pub use total::{Arithmetic, Fold, Total, total};
pub use translate::{AGGREGATE_FUNCTIONS, SCALAR_FUNCTIONS};

//! What can go wrong, for a person (`Display`) and for a caller that writes its own sentences ([`ErrorKind`]).

use std::fmt;

use crate::schema::Type;

/// A place inside the text of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPlace {
    /// Bytes before it.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
}

/// Why a text is not a rule or an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// The reason.
    pub kind: ErrorKind,
    /// Where in the text, when it is known.
    pub place: Option<TextPlace>,
}

impl std::error::Error for ExpressionError {}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

/// The reason of an [`ExpressionError`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nothing but spaces and comments.
    #[error("the expression is empty")]
    Empty,
    /// More than the limit of bytes or of words.
    #[error("the expression is too long (at most {limit} {unit})")]
    TooLong {
        /// The limit.
        limit: usize,
        /// `bytes` or `words`.
        unit: &'static str,
    },
    /// Nested deeper than the limit.
    #[error(
        "the expression is nested too deeply (at most {limit} levels); use `in (…)` or split it"
    )]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// The parser does not understand it.
    #[error("syntax: {detail}")]
    Syntax {
        /// In the parser's words.
        detail: String,
    },
    /// A statement, a subquery, a window function, a table or something after the end.
    #[error("only one expression is allowed here, not {found}")]
    NotAnExpression {
        /// What it is instead.
        found: String,
    },
    /// SQL, but not of the part that is allowed here.
    #[error("`{construct}` is not available in expressions")]
    NotSupported {
        /// What was found.
        construct: String,
    },
    /// No such column.
    #[error("unknown column `{name}`{}", did_you_mean(suggestions))]
    UnknownColumn {
        /// As it was written.
        name: String,
        /// The nearest names, best first.
        suggestions: Vec<String>,
    },
    /// No such parameter (`param.NAME`).
    #[error("unknown parameter `param.{name}`{}", did_you_mean(suggestions))]
    UnknownParameter {
        /// Without `param.`.
        name: String,
        /// The nearest names without `param.`, best first.
        suggestions: Vec<String>,
    },
    /// No such function.
    #[error("unknown function `{name}`{}", did_you_mean(suggestions))]
    UnknownFunction {
        /// As it was written.
        name: String,
        /// The nearest names, best first.
        suggestions: Vec<String>,
    },
    /// Its result would change with the order of rows, the clock or the dice.
    #[error("`{function}` does not give the same figure each time{}", instead(*remedy))]
    NotReproducible {
        /// The function.
        function: String,
        /// What to write instead.
        remedy: Option<&'static str>,
    },
    /// Wrong number or form of arguments.
    #[error("`{function}` is written `{expected}`")]
    WrongArguments {
        /// The function.
        function: String,
        /// How it is called.
        expected: &'static str,
    },
    /// A value of another type than what its place asks for.
    #[error("{} expected, {} found", types(expected), found.map_or("null", Type::name))]
    WrongType {
        /// What is there; none for a bare `null`.
        found: Option<Type>,
        /// What may be there.
        expected: Vec<Type>,
    },
    /// A text that is not a date where a date is needed.
    #[error("`{text}` is not a date; write it '2026-10-31'")]
    WrongDate {
        /// As it was written.
        text: String,
    },
    /// An indicator with a column outside an aggregate, or without any aggregate.
    #[error("{}", not_aggregate(column.as_deref()))]
    NotAggregate {
        /// The column that stands outside; none if there is no aggregate at all.
        column: Option<String>,
    },
    /// An aggregate function in a rule.
    #[error("`{function}` computes over many rows; a rule sees one row")]
    NotScalar {
        /// The function.
        function: String,
    },
    /// An aggregate function inside another, or inside a filter.
    #[error("`{function}` is inside another aggregate function")]
    NestedAggregate {
        /// The inner function.
        function: String,
    },
    /// The engine refused what the translation let through: a fault of this crate.
    #[error("the engine refused the expression: {detail}")]
    Engine {
        /// In the engine's words.
        detail: String,
    },
}

/// Why a [`crate::Schema`] is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// Two columns with one name.
    #[error("two columns are named `{name}`")]
    DuplicateColumn {
        /// The name, with its qualifier.
        name: String,
    },
    /// `param` is the qualifier of parameters.
    #[error("`{name}`: `param` is kept for parameters")]
    ReservedQualifier {
        /// The name, with its qualifier.
        name: String,
    },
    /// A parameter that is not a decimal number of at most 28 digits, ten of them after the point.
    #[error("parameter `{name}`: `{value}` is not a decimal number")]
    WrongParameter {
        /// The parameter.
        name: String,
        /// Its value.
        value: String,
    },
    /// The engine refused it: a fault of this crate.
    #[error("the engine refused the table: {0}")]
    Engine(String),
}

/// Why values do not make a [`crate::Table`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Not as many columns as the schema has.
    #[error("{found} columns where the schema has {expected}")]
    ColumnCount {
        /// How many were given.
        found: usize,
        /// How many the schema has.
        expected: usize,
    },
    /// A column of another length than the first.
    #[error("column `{column}` has {found} rows, the others {expected}")]
    RowCount {
        /// The column.
        column: String,
        /// Its length.
        found: usize,
        /// The length of the first.
        expected: usize,
    },
    /// A column of another type than the schema says.
    #[error("column `{column}` holds {}, the schema says {}", found.name(), expected.name())]
    WrongType {
        /// The column.
        column: String,
        /// What was given.
        found: Type,
        /// What the schema says.
        expected: Type,
    },
    /// The engine refused it: a fault of this crate.
    #[error("the engine refused the table: {0}")]
    Engine(String),
}

/// Why a table could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The expression was compiled against another schema than the table's.
    #[error("`{expression}` was compiled for another table")]
    OtherSchema {
        /// Its text.
        expression: String,
    },
    /// The table has other columns than those that the aggregation was made for.
    #[error("the table has other columns than those that the aggregation was made for")]
    OtherTable,
    /// No such column to group by.
    #[error("no column `{name}` to group by")]
    UnknownGroup {
        /// The name.
        name: String,
    },
    /// A list column to group by.
    #[error("column `{name}` is a list and cannot be grouped by")]
    ListGroup {
        /// The name.
        name: String,
    },
    /// The engine failed.
    #[error("the engine failed: {0}")]
    Engine(String),
}

fn did_you_mean(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        [one] => format!("; did you mean `{one}`?"),
        many => format!("; did you mean one of `{}`?", many.join("`, `")),
    }
}

fn instead(remedy: Option<&str>) -> String {
    remedy.map_or_else(String::new, |remedy| format!("; use {remedy}"))
}

fn types(expected: &[Type]) -> String {
    let names: Vec<_> = expected.iter().map(|type_| type_.name()).collect();
    names.join(" or ")
}

fn not_aggregate(column: Option<&str>) -> String {
    match column {
        Some(column) => {
            format!(
                "column `{column}` is outside an aggregate function; write for example `sum({column})`"
            )
        }
        None => "an indicator needs an aggregate function, for example `sum(…)` or `count(*)`"
            .to_owned(),
    }
}

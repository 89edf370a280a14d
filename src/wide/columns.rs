//! Which columns the engine sees of a wide table.

use bilan_sql::{Column, Schema, SchemaError, Type};

use crate::framework::{ColumnOrigin, FieldType, WideColumn, WideTable};

/// The SQL type of a field.
pub const fn sql_type(type_: FieldType) -> Type {
    match type_ {
        FieldType::Text | FieldType::Email | FieldType::Choice => Type::Text,
        FieldType::Integer | FieldType::Score => Type::Int,
        FieldType::Number | FieldType::Euros | FieldType::Percent => Type::Decimal,
        FieldType::Date => Type::Date,
        FieldType::Bool => Type::Bool,
        FieldType::Choices => Type::List,
    }
}

/// Whether a column is in the table of indicators. Free texts of returns stay out: no figure is made of them, and ten
/// thousand returns would keep them all in memory.
pub fn counts(column: &WideColumn) -> bool {
    column.origin != ColumnOrigin::Field
        || !matches!(column.type_, FieldType::Text | FieldType::Email)
}

/// The table of indicators: register columns, those about the return, then the fields that count.
///
/// # Errors
/// When two columns have one name, which the framework's loading reports with its place.
pub fn indicator_schema(table: &WideTable) -> Result<Schema, SchemaError> {
    let columns = table
        .columns
        .iter()
        .filter(|c| counts(c))
        .map(own_column)
        .collect();
    Schema::new(columns, table.parameters.iter().cloned())
}

/// The table of rules: all columns of the wide table, then `prev.<field>` for each field and `median.<field>` for each
/// field that is a number.
///
/// # Errors
/// When two columns have one name, which the framework's loading reports with its place.
pub fn rule_schema(table: &WideTable) -> Result<Schema, SchemaError> {
    let fields = || {
        table
            .columns
            .iter()
            .filter(|c| c.origin == ColumnOrigin::Field)
    };
    let own = table.columns.iter().map(own_column);
    let previous = fields().map(|c| Column::qualified("prev", c.id.as_str(), sql_type(c.type_)));
    let medians = fields()
        .filter(|c| matches!(sql_type(c.type_), Type::Int | Type::Decimal))
        .map(|c| Column::qualified("median", c.id.as_str(), Type::Decimal));
    Schema::new(
        own.chain(previous).chain(medians).collect(),
        table.parameters.iter().cloned(),
    )
}

fn own_column(column: &WideColumn) -> Column {
    match column.origin {
        ColumnOrigin::Field => Column::field(column.id.as_str(), sql_type(column.type_)),
        ColumnOrigin::Register | ColumnOrigin::Return => {
            Column::new(column.id.as_str(), sql_type(column.type_))
        }
    }
}

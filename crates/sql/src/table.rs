//! Columns of values.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, ListBuilder, RecordBatch,
    RecordBatchOptions, StringArray, StringBuilder,
};
use datafusion::arrow::datatypes::DataType;

use crate::error::TableError;
use crate::schema::{Schema, Type};

/// The values of one column, row by row; none is null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnData {
    /// Yes or no.
    Bool(Vec<Option<bool>>),
    /// Whole numbers.
    Int(Vec<Option<i64>>),
    /// Decimals times 10^[`crate::DECIMAL_SCALE`]; what has more than 28 digits becomes null.
    Decimal(Vec<Option<i128>>),
    /// Days since 1 January 1970.
    Date(Vec<Option<i32>>),
    /// Texts.
    Text(Vec<Option<String>>),
    /// Codes of the choices made.
    List(Vec<Option<Vec<String>>>),
}

impl ColumnData {
    /// The type of the values.
    #[must_use]
    pub fn type_(&self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Decimal(_) => Type::Decimal,
            Self::Date(_) => Type::Date,
            Self::Text(_) => Type::Text,
            Self::List(_) => Type::List,
        }
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Bool(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::Decimal(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Text(values) => values.len(),
            Self::List(values) => values.len(),
        }
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A column of nulls.
    #[must_use]
    pub fn nulls(type_: Type, rows: usize) -> Self {
        match type_ {
            Type::Bool => Self::Bool(vec![None; rows]),
            Type::Int => Self::Int(vec![None; rows]),
            Type::Decimal => Self::Decimal(vec![None; rows]),
            Type::Date => Self::Date(vec![None; rows]),
            Type::Text => Self::Text(vec![None; rows]),
            Type::List => Self::List(vec![None; rows]),
        }
    }

    fn into_array(self, data_type: &DataType) -> Result<ArrayRef, TableError> {
        const LIMIT: i128 = 10_i128.pow(28);
        Ok(match self {
            Self::Bool(values) => Arc::new(BooleanArray::from(values)),
            Self::Int(values) => Arc::new(Int64Array::from(values)),
            Self::Decimal(values) => {
                let fitting = values
                    .into_iter()
                    .map(|value| value.filter(|v| -LIMIT < *v && *v < LIMIT));
                Arc::new(Decimal128Array::from_iter(fitting).with_data_type(data_type.clone()))
            }
            Self::Date(values) => Arc::new(Date32Array::from(values)),
            Self::Text(values) => Arc::new(StringArray::from(values)),
            Self::List(values) => {
                let mut lists = ListBuilder::new(StringBuilder::new());
                for value in values {
                    let present = value.is_some();
                    for choice in value.into_iter().flatten() {
                        lists.values().append_value(choice);
                    }
                    lists.append(present);
                }
                Arc::new(lists.finish())
            }
        })
    }
}

/// Rows of one [`Schema`]. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Table {
    schema: Schema,
    pub(crate) batch: RecordBatch,
}

impl Table {
    /// A table of these columns, one for each of the schema's and in its order.
    ///
    /// # Errors
    /// The columns do not fit the schema, or are not all of one length.
    pub fn new(schema: &Schema, columns: Vec<ColumnData>) -> Result<Self, TableError> {
        if columns.len() != schema.columns().len() {
            return Err(TableError::ColumnCount {
                found: columns.len(),
                expected: schema.columns().len(),
            });
        }
        let rows = columns.first().map_or(0, ColumnData::len);
        let mut arrays = Vec::with_capacity(columns.len());
        for (index, (data, column)) in columns.into_iter().zip(schema.columns()).enumerate() {
            let (type_, length) = (data.type_(), data.len());
            if type_ != column.type_ {
                return Err(TableError::WrongType {
                    column: column.full_name(),
                    found: type_,
                    expected: column.type_,
                });
            }
            if length != rows {
                return Err(TableError::RowCount {
                    column: column.full_name(),
                    found: length,
                    expected: rows,
                });
            }
            arrays.push(data.into_array(schema.arrow_type(index))?);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(Arc::clone(schema.arrow()), arrays, &options)
            .map_err(|error| TableError::Engine(error.to_string()))?;
        Ok(Self {
            schema: schema.clone(),
            batch,
        })
    }

    /// The columns' names and types.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.batch.num_rows()
    }
}

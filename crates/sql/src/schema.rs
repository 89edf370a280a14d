//! The columns and parameters that expressions may name.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema as ArrowSchema, SchemaRef};
use datafusion::common::{DFSchema, ScalarValue};

use crate::error::SchemaError;
use crate::number::parse_decimal;

/// Digits after the point of every decimal column.
pub const DECIMAL_SCALE: u32 = 6;

pub(crate) const DECIMAL: DataType = DataType::Decimal128(28, 6);

/// The qualifier of parameters.
pub(crate) const PARAM: &str = "param";

/// The type of a column or of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// Whole number of 64 bits.
    Int,
    /// Decimal number with [`DECIMAL_SCALE`] digits after the point.
    Decimal,
    /// Calendar day.
    Date,
    /// Text.
    Text,
    /// Several choices.
    List,
}

impl Type {
    /// Its name in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "yes/no",
            Self::Int => "whole number",
            Self::Decimal => "decimal number",
            Self::Date => "date",
            Self::Text => "text",
            Self::List => "list of choices",
        }
    }

    fn arrow(self) -> DataType {
        match self {
            Self::Bool => DataType::Boolean,
            Self::Int => DataType::Int64,
            Self::Decimal => DECIMAL,
            Self::Date => DataType::Date32,
            Self::Text => DataType::Utf8,
            Self::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        }
    }
}

/// A column that expressions may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// `prev` in `prev.avancement`; none for the wide table's own columns.
    pub qualifier: Option<String>,
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_: Type,
    /// Whether it is an answer of a return (and not of the register): it then counts in [`crate::Group::counts`].
    pub is_field: bool,
}

impl Column {
    /// A column of the register or of the return's circumstances.
    #[must_use]
    pub fn new(name: &str, type_: Type) -> Self {
        Self {
            qualifier: None,
            name: name.to_owned(),
            type_,
            is_field: false,
        }
    }

    /// A column that holds the answer to a field.
    #[must_use]
    pub fn field(name: &str, type_: Type) -> Self {
        Self {
            is_field: true,
            ..Self::new(name, type_)
        }
    }

    /// A column of another row, such as `prev.avancement`.
    #[must_use]
    pub fn qualified(qualifier: &str, name: &str, type_: Type) -> Self {
        Self {
            qualifier: Some(qualifier.to_owned()),
            ..Self::new(name, type_)
        }
    }

    /// Its name with its qualifier, as expressions write it.
    #[must_use]
    pub fn full_name(&self) -> String {
        match &self.qualifier {
            Some(qualifier) => format!("{qualifier}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// All that expressions over one table may name. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Schema {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    columns: Vec<Column>,
    by_name: HashMap<String, usize>,
    params: BTreeMap<String, ScalarValue>,
    arrow: SchemaRef,
    logical: DFSchema,
}

impl Schema {
    /// A schema of these columns, in this order, and of these parameters: name and decimal number, such as
    /// `("smic_horaire", "11.88")`.
    ///
    /// # Errors
    /// Two columns of one name, or a parameter that is not a decimal number.
    pub fn new(
        columns: Vec<Column>,
        params: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SchemaError> {
        let mut by_name = HashMap::new();
        for (index, column) in columns.iter().enumerate() {
            let name = column.full_name();
            if column.qualifier.as_deref() == Some(PARAM) {
                return Err(SchemaError::ReservedQualifier { name });
            }
            if by_name.insert(name.to_lowercase(), index).is_some() {
                return Err(SchemaError::DuplicateColumn { name });
            }
        }
        let mut constants = BTreeMap::new();
        for (name, value) in params {
            let literal = parse_decimal(&value).ok_or_else(|| SchemaError::WrongParameter {
                name: name.clone(),
                value,
            })?;
            constants.insert(name.to_lowercase(), literal);
        }
        // Columns are known to the engine by their position: no name of ours can mean something to it.
        let fields: Vec<Field> = columns
            .iter()
            .enumerate()
            .map(|(index, column)| Field::new(engine_name(index), column.type_.arrow(), true))
            .collect();
        let arrow = Arc::new(ArrowSchema::new(fields));
        let logical = DFSchema::try_from(arrow.as_ref().clone())
            .map_err(|error| SchemaError::Engine(error.to_string()))?;
        Ok(Self {
            inner: Arc::new(Inner {
                columns,
                by_name,
                params: constants,
                arrow,
                logical,
            }),
        })
    }

    /// The columns in their order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.inner.columns
    }

    /// The position of a column named as expressions name it (`avancement`, `prev.avancement`).
    #[must_use]
    pub fn position(&self, full_name: &str) -> Option<usize> {
        self.inner.by_name.get(&full_name.to_lowercase()).copied()
    }

    /// The names of the parameters, without `param.`.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.inner.params.keys().map(String::as_str)
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&ScalarValue> {
        self.inner.params.get(&name.to_lowercase())
    }

    pub(crate) fn arrow(&self) -> &SchemaRef {
        &self.inner.arrow
    }

    pub(crate) fn logical(&self) -> &DFSchema {
        &self.inner.logical
    }

    pub(crate) fn arrow_type(&self, index: usize) -> &DataType {
        self.inner.arrow.field(index).data_type()
    }

    /// Whether expressions compiled against `other` fit tables of this one.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
            || (self.inner.columns == other.inner.columns
                && self.inner.params == other.inner.params)
    }
}

/// The name by which the engine knows the column at this position.
pub(crate) fn engine_name(index: usize) -> String {
    format!("c{index}")
}

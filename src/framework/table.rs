//! The wide table of a kind: the columns that its expressions may name.

use crate::model::{FieldId, KindId};

use super::FieldType;

/// Where a column's values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnOrigin {
    /// The register.
    Register,
    /// The circumstances of the return: see [`BUILT_IN_COLUMNS`].
    Return,
    /// The answer to a field.
    Field,
}

/// A column of a wide table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WideColumn {
    /// Its name in expressions.
    pub id: FieldId,
    /// Type of its values.
    pub type_: FieldType,
    /// Where they come from.
    pub origin: ColumnOrigin,
    /// The codes it may hold, for `choice` and `choices`.
    pub choices: Vec<String>,
}

/// The wide table of a kind and the parameters of the programme: all that an expression about the kind may name,
/// besides `prev.<field>` and `median.<field>`, which follow from the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WideTable {
    /// The kind, which names the table.
    pub kind: KindId,
    /// Its columns: register, return, fields, each in its file's order.
    pub columns: Vec<WideColumn>,
    /// Parameters: name without `param.`, value.
    pub parameters: Vec<(String, String)>,
}

/// The columns that every wide table has about the return itself.
pub const BUILT_IN_COLUMNS: [(&str, FieldType); 6] = [
    ("periode", FieldType::Text),
    ("ouvert_le", FieldType::Date),
    ("retour_le", FieldType::Date),
    ("retour_accepte", FieldType::Bool),
    ("nb_echanges", FieldType::Integer),
    ("completude", FieldType::Number),
];

impl WideTable {
    /// The columns about the return itself.
    pub fn built_in_columns() -> impl Iterator<Item = WideColumn> {
        BUILT_IN_COLUMNS.into_iter().map(|(id, type_)| WideColumn {
            id: id.into(),
            type_,
            origin: ColumnOrigin::Return,
            choices: Vec::new(),
        })
    }

    /// The column of this name.
    pub fn column(&self, id: &str) -> Option<&WideColumn> {
        self.columns.iter().find(|c| c.id.as_str() == id)
    }
}

//! The wide table of a kind: the columns that its expressions may name.

use crate::model::{FieldId, KindId};

use super::FieldType;

/// Where a column's values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnOrigin {
    /// The register.
    Register,
    /// The circumstances of the return: see [`BuiltIn`].
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

/// A column that bilan itself adds to each row of every wide table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// `periode`: the period, as written in the store.
    Period,
    /// `ouvert_le`: the day the return could be sent, the one after the period's end.
    OpenedOn,
    /// `retour_le`: the day the last version came.
    ReturnedOn,
    /// `retour_accepte`: whether a version was accepted.
    Accepted,
    /// `retour_premier_coup`: whether the first version was accepted.
    FirstAccepted,
    /// `reporte`: whether stock values are carried forward for want of an accepted return.
    Carried,
    /// `nb_echanges`: versions sent; what an officer decided is none.
    Exchanges,
    /// `completude`: share of the required fields that are filled, 0 to 1.
    Completeness,
}

impl BuiltIn {
    /// All of them, in the table's order.
    pub const ALL: [Self; 8] = [
        Self::Period,
        Self::OpenedOn,
        Self::ReturnedOn,
        Self::Accepted,
        Self::FirstAccepted,
        Self::Carried,
        Self::Exchanges,
        Self::Completeness,
    ];

    /// The column's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Period => "periode",
            Self::OpenedOn => "ouvert_le",
            Self::ReturnedOn => "retour_le",
            Self::Accepted => "retour_accepte",
            Self::FirstAccepted => "retour_premier_coup",
            Self::Carried => "reporte",
            Self::Exchanges => "nb_echanges",
            Self::Completeness => "completude",
        }
    }

    /// The column's type.
    pub const fn type_(self) -> FieldType {
        match self {
            Self::Period => FieldType::Text,
            Self::OpenedOn | Self::ReturnedOn => FieldType::Date,
            Self::Accepted | Self::FirstAccepted | Self::Carried => FieldType::Bool,
            Self::Exchanges => FieldType::Integer,
            Self::Completeness => FieldType::Number,
        }
    }
}

impl WideTable {
    /// The columns about the return itself.
    pub fn built_in_columns() -> impl Iterator<Item = WideColumn> {
        BuiltIn::ALL.into_iter().map(|column| WideColumn {
            id: column.name().into(),
            type_: column.type_(),
            origin: ColumnOrigin::Return,
            choices: Vec::new(),
        })
    }

    /// The column of this name.
    pub fn column(&self, id: &str) -> Option<&WideColumn> {
        self.columns.iter().find(|c| c.id.as_str() == id)
    }
}

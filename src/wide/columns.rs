//! Which columns the expressions of a kind may name.

use bilan_sql::{Column, Schema, SchemaError, Type};

use crate::framework::{Field, FieldType, Kind, Programme, Questionnaire};

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

/// Columns that bilan itself adds to each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Built {
    /// `periode`: the period, as written in the store.
    Period,
    /// `ouvert_le`: the day the return could be sent, the one after the period's end.
    OpenedOn,
    /// `retour_le`: the day the return that counts, or else the last one, came.
    ReturnedOn,
    /// `retour_accepte`: whether a return was accepted.
    Accepted,
    /// `retour_premier_coup`: whether the first version was accepted.
    FirstAccepted,
    /// `reporte`: whether stock values are carried forward for want of an accepted return.
    Carried,
    /// `nb_echanges`: versions sent.
    Exchanges,
    /// `completude`: share of the required fields filled, 0 to 1.
    Completeness,
}

impl Built {
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
    pub const fn type_(self) -> Type {
        match self {
            Self::Period => Type::Text,
            Self::OpenedOn | Self::ReturnedOn => Type::Date,
            Self::Accepted | Self::FirstAccepted | Self::Carried => Type::Bool,
            Self::Exchanges => Type::Int,
            Self::Completeness => Type::Decimal,
        }
    }
}

fn schema(programme: &Programme, columns: Vec<Column>) -> Result<Schema, SchemaError> {
    Schema::new(
        columns,
        programme
            .parameters
            .iter()
            .map(|p| (p.id.clone(), p.value.to_string())),
    )
}

/// The table of indicators: register columns, [`Built`] columns, then the fields that are no free text. Free texts stay
/// out: no figure is made of them, and ten thousand returns would keep them all in memory.
#[derive(Debug, Clone)]
pub struct IndicatorSchema {
    /// The columns.
    pub schema: Schema,
    /// For each field of the questionnaire, whether it is a column.
    pub fields: Vec<bool>,
}

impl IndicatorSchema {
    /// The table of indicators of a kind.
    ///
    /// # Errors
    /// When two columns have one name, which the framework's loading reports with its place.
    pub fn new(
        programme: &Programme,
        kind: &Kind,
        questionnaire: &Questionnaire,
    ) -> Result<Self, SchemaError> {
        let kept = |f: &Field| !matches!(f.type_, FieldType::Text | FieldType::Email);
        let columns = own_columns(kind)
            .chain(
                questionnaire
                    .fields
                    .iter()
                    .filter(|f| kept(f))
                    .map(|f| Column::field(f.id.as_str(), sql_type(f.type_))),
            )
            .collect();
        Ok(Self {
            schema: schema(programme, columns)?,
            fields: questionnaire.fields.iter().map(kept).collect(),
        })
    }
}

fn own_columns(kind: &Kind) -> impl Iterator<Item = Column> {
    let register = kind
        .register
        .columns
        .iter()
        .map(|c| Column::new(c.id.as_str(), sql_type(c.type_)));
    register.chain(Built::ALL.map(|b| Column::new(b.name(), b.type_())))
}

/// The table of rules: register columns, [`Built`] columns, all fields, then `prev.<field>` for each field and
/// `median.<field>` for each number.
#[derive(Debug, Clone)]
pub struct RuleSchema {
    /// The columns.
    pub schema: Schema,
}

impl RuleSchema {
    /// The table of rules of a kind.
    ///
    /// # Errors
    /// When two columns have one name, which the framework's loading reports with its place.
    pub fn new(
        programme: &Programme,
        kind: &Kind,
        questionnaire: &Questionnaire,
    ) -> Result<Self, SchemaError> {
        let fields = &questionnaire.fields;
        let columns = own_columns(kind)
            .chain(
                fields
                    .iter()
                    .map(|f| Column::field(f.id.as_str(), sql_type(f.type_))),
            )
            .chain(
                fields
                    .iter()
                    .map(|f| Column::qualified("prev", f.id.as_str(), sql_type(f.type_))),
            )
            .chain(
                fields
                    .iter()
                    .filter(|f| has_median(f))
                    .map(|f| Column::qualified("median", f.id.as_str(), Type::Decimal)),
            )
            .collect();
        Ok(Self {
            schema: schema(programme, columns)?,
        })
    }
}

/// Whether a field has a `median.` column.
pub(super) fn has_median(field: &Field) -> bool {
    matches!(sql_type(field.type_), Type::Int | Type::Decimal)
}

//! The contracts between figures and templates: what `/data.json` holds, by how many of a document are made. Each has a number,
//! which grows when a key goes or changes its meaning, and a JSON Schema generated from the types themselves. A new key changes
//! nothing for the templates there are.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::blank::BlankForm;
use super::handout::HandoutData;
use super::report::ReportData;
use super::sheet::SheetData;
use super::templates::Per;

impl Per {
    /// The version of the data that templates of this sort read.
    pub const fn contract(self) -> u32 {
        match self {
            Self::Once | Self::Subject | Self::Department | Self::Form => 1,
        }
    }
}

/// The JSON Schema of the data that templates of this sort read.
pub fn schema(per: Per) -> Value {
    match per {
        Per::Once => of::<ReportData>(),
        Per::Subject => of::<SheetData<'static>>(),
        Per::Department => of::<HandoutData<'static>>(),
        Per::Form => of::<BlankForm<'static>>(),
    }
}

/// Every contract's schema, by the name of its file.
pub fn all() -> Vec<(&'static str, Value)> {
    [
        ("data-once", Per::Once),
        ("data-subject", Per::Subject),
        ("data-department", Per::Department),
        ("data-form", Per::Form),
    ]
    .map(|(name, per)| (name, schema(per)))
    .into()
}

/// What is written is described, not what is read: a value that may be missing is there as null.
fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

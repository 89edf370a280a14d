//! The contracts between figures and templates: what `/data.json` holds. Each has a number, which grows when a key goes or
//! changes its meaning, and a JSON Schema generated from the types themselves. A new key changes nothing for the templates there
//! are.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde_json::Value;

use super::blank::BlankForm;
use super::fresque::FresqueData;
use super::handout::HandoutData;
use super::project::ProjectData;
use super::report::ReportData;
use super::sheet::SheetData;
use super::templates::Per;

/// The data that a template reads: what `data` says in its `template.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contract {
    /// The figures of the programme or of an edition, page by page: the quarterly and the yearly report.
    Report,
    /// The answer to one return.
    Sheet,
    /// The training handout of a direction.
    Handout,
    /// A questionnaire to print.
    Form,
    /// What everyone may read of one project.
    PublicProject,
    /// The cards of the Fresque: causes, actions, effects, figures, and their links.
    Fresque,
}

impl Contract {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Report,
        Self::Sheet,
        Self::Handout,
        Self::Form,
        Self::PublicProject,
        Self::Fresque,
    ];

    /// The version of the data.
    pub const fn version(self) -> u32 {
        match self {
            Self::Report
            | Self::Sheet
            | Self::Handout
            | Self::Form
            | Self::PublicProject
            | Self::Fresque => 1,
        }
    }

    /// As `template.toml` writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Sheet => "sheet",
            Self::Handout => "handout",
            Self::Form => "form",
            Self::PublicProject => "public_project",
            Self::Fresque => "fresque",
        }
    }

    /// What documents of this data can be made per, as `template.toml` writes it.
    pub(super) fn made(self) -> &'static [&'static str] {
        match self {
            Self::Report => &["once"],
            Self::Fresque => &["once", "edition"],
            Self::Sheet | Self::PublicProject => &["subject"],
            Self::Handout => &["department"],
            Self::Form => &["form"],
        }
    }

    /// Whether documents of this data can be made per this.
    pub(super) fn goes_with(self, per: Per) -> bool {
        let name = match per {
            Per::Once => "once",
            Per::Edition => "edition",
            Per::Subject => "subject",
            Per::Department => "department",
            Per::Form => "form",
        };
        self.made().contains(&name)
    }

    /// The JSON Schema of the data.
    pub fn schema(self) -> Value {
        match self {
            Self::Report => of::<ReportData>(),
            Self::Sheet => of::<SheetData<'static>>(),
            Self::Handout => of::<HandoutData<'static>>(),
            Self::Form => of::<BlankForm<'static>>(),
            Self::PublicProject => of::<ProjectData>(),
            Self::Fresque => of::<FresqueData>(),
        }
    }
}

/// What is written is described, not what is read: a value that may be missing is there as null.
fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

//! JSON Schemas of the files, generated from the types: editors complete with them, and [`super::shape`] checks with them.

use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use serde_json::Value;

use crate::framework::{
    Audience, Campaign, Fresque, Indicator, Job, Kind, Programme, Questionnaire,
};

use super::source::Role;

/// `kinds.toml`: the kinds of subjects.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KindsFile {
    /// The kinds.
    pub(super) kind: Vec<Kind>,
}

/// `indicators/*.toml`: some of the indicators.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorsFile {
    /// The indicators.
    pub(super) indicator: Vec<Indicator>,
}

/// `audiences.toml`: the audiences.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AudiencesFile {
    /// The audiences.
    pub(super) audience: Vec<Audience>,
}

/// `campaigns.toml`: the campaigns.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CampaignsFile {
    /// The campaigns.
    #[serde(default)]
    pub(super) campaign: Vec<Campaign>,
}

/// `jobs.toml`: the jobs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct JobsFile {
    /// The jobs.
    pub(super) job: Vec<Job>,
}

/// The schema of the files of this role.
pub(super) fn of(role: Role) -> Value {
    match role {
        Role::Programme => schema_for!(Programme),
        Role::Kinds => schema_for!(KindsFile),
        Role::Questionnaire => schema_for!(Questionnaire),
        Role::Indicators => schema_for!(IndicatorsFile),
        Role::Audiences => schema_for!(AudiencesFile),
        Role::Campaigns => schema_for!(CampaignsFile),
        Role::Jobs => schema_for!(JobsFile),
        Role::Fresque => schema_for!(Fresque),
        Role::Settings => return crate::config::schema(),
    }
    .to_value()
}

/// The JSON Schemas of the framework's files: name of the schema's file, schema. For `config/schemas/`; a TOML file
/// names its own in its first line, `#:schema ../schemas/kinds.json`. That of `bilan.toml` is [`crate::config::schema`].
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("programme.json", of(Role::Programme)),
        ("kinds.json", of(Role::Kinds)),
        ("questionnaire.json", of(Role::Questionnaire)),
        ("indicators.json", of(Role::Indicators)),
        ("audiences.json", of(Role::Audiences)),
        ("campaigns.json", of(Role::Campaigns)),
        ("jobs.json", of(Role::Jobs)),
        ("fresque.json", of(Role::Fresque)),
    ]
}

//! `jobs.toml`: what runs, when, and what a missed run does.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::model::{AudienceId, DocumentId, Granularity, JobId};

use super::Localised;

/// A job.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// Identifier: `bilan run <id>`.
    pub id: JobId,
    /// Name, as printed.
    pub label: Localised,
    /// When it is due: five or six fields of cron, in the time zone.
    pub cron: String,
    /// IANA time zone; the programme's where absent.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// What a run that was missed does when the daemon is back.
    pub missed: Missed,
    /// The length of the period it reports on: the last closed one at the time it is due.
    pub period: Granularity,
    /// Whether it also runs as soon as a mailbox brought a return.
    #[serde(default)]
    pub on_arrival: bool,
    /// What it does, in the pipeline's order.
    pub steps: Vec<Step>,
    /// Documents it makes.
    #[serde(default)]
    pub documents: Vec<DocumentId>,
    /// Audiences it writes to.
    #[serde(default)]
    pub audiences: Vec<AudienceId>,
}

/// What missed runs do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// One run stands for all the missed ones.
    Once,
    /// None.
    Skip,
    /// Each one runs, oldest first.
    All,
}

/// A stage of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Import the register, collect, read and check what came back.
    Ingest,
    /// Answer the returns that came lately, whatever their period: what is to correct, or that all is well.
    Answer,
    /// Ask for returns: the invitations and reminders of `campaigns.toml` that are due.
    Campaign,
    /// Compute the indicators.
    Evaluate,
    /// Make the documents.
    Render,
    /// Write to the audiences.
    Deliver,
    /// Tell the people of the audiences what there is to do, if there is anything.
    Digest,
}

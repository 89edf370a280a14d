//! The evaluation framework: what the evaluation officer owns in `config/framework/` and `config/jobs.toml`.
//!
//! Takes the folder of a programme, gives a [`Framework`] whose every reference resolves and whose every expression
//! type-checks, or all the [`Problem`]s at once, each with file, line, column and a way out. Never guesses, never writes.

mod audience;
mod campaign;
mod cron;
mod fresque;
mod indicator;
mod job;
mod kind;
pub(crate) mod load;
mod localised;
mod programme;
mod questionnaire;
mod table;
mod whole;

pub use audience::{Audience, Privacy, Recipient, Recipients};
pub use campaign::{Campaign, CampaignDays, CampaignException, Reminder, Tone};
pub use cron::parse_cron;
pub use fresque::{Cause, Comparison, Effect, Fresque};
pub use indicator::{Chain, Dimension, Indicator, Sense, Target, Thresholds};
pub use job::{Job, Missed, Step};
pub use kind::{
    ColumnRole, Expectation, ExpectationMode, Kind, Register, RegisterColumn, StopWhen,
};
pub use load::{
    BUILT_IN_DOCUMENTS, ExpressionChecker, ExpressionProblem, Inspection, Problem, Problems, Spot,
    inspect, load, schemas,
};
pub use localised::{Language, Localised};
pub use programme::{
    Contact, County, Department, Edition, Identity, MapGeometry, Parameter, Programme, PublicRules,
    Theme,
};
pub use questionnaire::{
    Choice, Field, FieldType, FormLayout, Questionnaire, Required, Rollup, Rule, Section,
    TimeBehaviour,
};
pub use table::{BuiltIn, ColumnOrigin, WideColumn, WideTable};
pub use whole::Framework;

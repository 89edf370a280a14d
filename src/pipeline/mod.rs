//! The pipeline: the stages in their order, each one callable alone.
//!
//! Takes a [`Context`] (settings, framework, store, clock), gives reports of what each stage did. The stages' rules are
//! in their own rooms; here they are put in line. Both the command line and the daemon run jobs through [`run_job`].

mod answers;
mod assess;
mod campaigns;
mod context;
mod cores;
mod digest;
mod dispatch;
mod documents;
mod forms;
mod ingest;
mod inspection;
mod mails;
mod memory;
mod queue;
mod run;
mod send;
mod trial;

pub use answers::plan_answers;
pub use assess::{Assessment, KindAssessment, assess, keep_figures};
pub use campaigns::{Ask, CampaignPlan, Followed, Happened, Standing, follow, plan_campaigns};
pub use context::{Context, OpenError, PipelineError, Progress, Silent};
pub use cores::Cores;
pub use dispatch::{Dispatch, DispatchPlan, plan};
pub use documents::{DocumentsReport, document_data, render, view};
pub use forms::{
    FormOrder, blank_form, form, form_file_name, form_secret, import_register, subject,
};
pub use ingest::{
    AcceptError, Acceptance, Accepted, IngestReport, MailReport, accept, ingest, ingest_again,
    ingest_files, ingest_sources,
};
pub use inspection::inspect;
pub use queue::queue;
pub use run::{RunReport, job_period, run_job};
pub use send::{SendReport, send};
pub use trial::{TRIAL_COMMAND, told};

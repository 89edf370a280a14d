//! What the commands that run a job, or a part of it, begin with.

use std::path::Path;

use super::args::{Args, JobArgs};
use super::output::{Failure, job, open_copy_for_jobs, open_for_jobs};
use crate::framework::Job;
use crate::model::Period;
use crate::pipeline::{Assessment, Context, DispatchPlan, assess, job_period, plan};
use crate::render::Templates;

/// A programme, open, with the job that a command names. Its templates are sound.
pub(super) struct Prepared {
    pub(super) context: Context,
    pub(super) templates: Templates,
    pub(super) job: Job,
    pub(super) period: Period,
}

impl Prepared {
    /// Opens the programme; with `copy`, on a copy of its store in that folder, which is to be thrown away.
    pub(super) async fn open(
        args: &Args,
        command: &JobArgs,
        copy: Option<&Path>,
    ) -> Result<Self, Failure> {
        let (context, templates) = match copy {
            Some(folder) => open_copy_for_jobs(args, folder, &command.job).await?,
            None => open_for_jobs(args, Some(&command.job)).await?,
        };
        let job = job(&context, &command.job)?.clone();
        let period = match command.period {
            Some(period) => period,
            None => job_period(&context, &job, context.now)?,
        };
        Ok(Self {
            context,
            templates,
            job,
            period,
        })
    }

    /// The figures of the job's period, and who receives what.
    pub(super) async fn plan(&self) -> Result<(Assessment<'_>, DispatchPlan), Failure> {
        let assessment = assess(&self.context, self.period).await?;
        let plan = plan(&self.context, &assessment, &self.templates, &self.job).await?;
        Ok((assessment, plan))
    }
}

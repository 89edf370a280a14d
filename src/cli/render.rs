//! `bilan render JOB`: the documents, and nothing leaves.

use super::args::{Args, JobArgs};
use super::output::{Failure, job, open, open_copy, print};
use crate::pipeline::{assess, job_period, plan, render};
use crate::render::Templates;

pub(super) async fn run(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    let copy = tempfile::tempdir()?;
    let context = if command.dry_run {
        open_copy(args, copy.path()).await?
    } else {
        open(args).await?
    };
    context.refuse_unsound_templates()?;
    let job = job(&context, &command.job)?;
    let period = match command.period {
        Some(period) => period,
        None => job_period(&context, job, context.now)?,
    };
    let assessment = assess(&context, period).await?;
    let templates =
        Templates::load(&context.root.join("report-templates")).map_err(Failure::other)?;
    let plan = plan(&context, &assessment, &templates, job).await?;
    if command.dry_run {
        return print(args, &plan.documents, |documents| {
            documents
                .iter()
                .map(|w| format!("{} {} ({})\n", w.document, w.scope, w.language.code()))
                .collect()
        });
    }
    let report = render(&context, &assessment, &templates, &plan.documents).await?;
    print(args, &report, |r| {
        let mut text = format!("{} documents faits, {} inchangés\n", r.made, r.unchanged);
        r.paths
            .iter()
            .for_each(|path| text.push_str(&format!("  {path}\n")));
        text
    })?;
    if report.failures.is_empty() {
        Ok(())
    } else {
        Err(Failure::other(report.failures.join("\n")))
    }
}

//! `bilan render JOB`: the documents, and nothing leaves.

use super::args::{Args, JobArgs};
use super::output::{Failure, print};
use super::prepared::Prepared;
use crate::pipeline::render;

pub(super) async fn run(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    let copy = tempfile::tempdir()?;
    let prepared = Prepared::open(args, command, command.dry_run.then(|| copy.path())).await?;
    let (assessment, plan) = prepared.plan().await?;
    if command.dry_run {
        return print(args, &plan.documents, |documents| {
            documents
                .iter()
                .map(|w| format!("{} {} ({})\n", w.document, w.scope, w.language.code()))
                .collect()
        });
    }
    let report = render(&prepared.context, &assessment, &prepared.templates, &plan).await?;
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

//! `bilan deliver JOB`: decides the mails and sends them; `--dry-run` shows who would receive what.

use super::args::{Args, JobArgs};
use super::output::{Failure, print, table};
use super::prepared::Prepared;
use crate::framework::Step;
use crate::pipeline::{DispatchPlan, ingest, queue, render, send};

pub(super) async fn run(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    if command.dry_run {
        let copy = tempfile::tempdir()?;
        let prepared = Prepared::open(args, command, Some(copy.path())).await?;
        return preview(args, &prepared).await;
    }
    let prepared = Prepared::open(args, command, None).await?;
    let (assessment, plan) = prepared.plan().await?;
    let (context, templates) = (&prepared.context, &prepared.templates);
    let made = render(context, &assessment, templates, &plan.documents).await?;
    let id = prepared.job.id.as_str();
    let mut report = queue(context, &assessment, templates, &plan, &made, id).await?;
    send(context, None, &mut report).await?;
    print(args, &report, |r| {
        format!("Courriels : {}\n", super::run::mails(r))
    })?;
    let troubles: Vec<_> = report
        .failed
        .iter()
        .chain(&report.withheld)
        .chain(&report.put_off)
        .cloned()
        .collect();
    if troubles.is_empty() {
        Ok(())
    } else {
        Err(Failure::other(troubles.join("\n")))
    }
}

async fn preview(args: &Args, prepared: &Prepared) -> Result<(), Failure> {
    let (_, plan) = prepared.plan().await?;
    print(args, &plan, shown)
}

/// The same after ingesting what the sources show, on a copy of the store that is thrown away.
pub(super) async fn preview_whole(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    let copy = tempfile::tempdir()?;
    let prepared = Prepared::open(args, command, Some(copy.path())).await?;
    if prepared.job.steps.contains(&Step::Ingest) {
        ingest(&prepared.context).await?;
    }
    preview(args, &prepared).await
}

fn shown(plan: &DispatchPlan) -> String {
    let rows = plan.dispatches.iter().map(|dispatch| {
        let documents: Vec<_> = dispatch
            .documents
            .iter()
            .map(|w| w.document.as_str())
            .collect();
        vec![
            dispatch.audience.to_string(),
            format!("{} <{}>", dispatch.name, dispatch.email),
            dispatch.language.code().to_owned(),
            dispatch.scope.clone(),
            documents.join(", "),
            if dispatch.already {
                "déjà envoyé".to_owned()
            } else {
                "à envoyer".to_owned()
            },
        ]
    });
    let mut out = table(
        &["Destinataires", "À", "Langue", "Sur", "Documents", "État"],
        rows,
    );
    let new = plan.dispatches.iter().filter(|d| !d.already).count();
    out.push_str(&format!(
        "\n{new} courriels partiraient, {} sont déjà partis. Rien n’a été écrit.\n",
        plan.dispatches.len() - new
    ));
    for (kind, subject) in &plan.unreachable {
        out.push_str(&format!(
            "  • {subject} ({kind}) : pas d’adresse dans le registre\n"
        ));
    }
    out
}

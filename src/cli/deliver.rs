//! `bilan deliver JOB`: decides the mails and sends them; `--dry-run` shows who would receive what.

use super::args::{Args, JobArgs};
use super::output::{Failure, job, open, open_copy, print, table};
use crate::pipeline::{
    Context, DispatchPlan, assess, ingest, job_period, plan, queue, render, send,
};
use crate::render::Templates;

pub(super) async fn run(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    if command.dry_run {
        let copy = tempfile::tempdir()?;
        let context = open_copy(args, copy.path()).await?;
        context.refuse_unsound_templates()?;
        return preview(args, command, &context).await;
    }
    let context = open(args).await?;
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
    let made = render(&context, &assessment, &templates, &plan.documents).await?;
    let mut report = queue(
        &context,
        &assessment,
        &templates,
        &plan,
        &made,
        job.id.as_str(),
    )
    .await?;
    send(&context, None, &mut report).await?;
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

async fn preview(args: &Args, command: &JobArgs, context: &Context) -> Result<(), Failure> {
    let job = job(context, &command.job)?;
    let period = match command.period {
        Some(period) => period,
        None => job_period(context, job, context.now)?,
    };
    let assessment = assess(context, period).await?;
    let templates =
        Templates::load(&context.root.join("report-templates")).map_err(Failure::other)?;
    let plan = plan(context, &assessment, &templates, job).await?;
    print(args, &plan, shown)
}

/// The same after ingesting what the sources show, on a copy of the store that is thrown away.
pub(super) async fn preview_whole(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    let copy = tempfile::tempdir()?;
    let context = open_copy(args, copy.path()).await?;
    if job(&context, &command.job)?
        .steps
        .contains(&crate::framework::Step::Ingest)
    {
        ingest(&context).await?;
    }
    preview(args, command, &context).await
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

//! `bilan deliver JOB`: decides the mails and sends them; `--dry-run` shows who would receive what.

use std::path::Path;

use super::args::{Args, JobArgs};
use super::output::{Failure, job, now, open, print, program, table};
use crate::pipeline::{
    Context, DispatchPlan, Silent, assess, ingest, job_period, plan, queue, render, send,
};
use crate::render::Templates;

pub(super) async fn run(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    context.refuse_unsound_templates()?;
    if command.dry_run {
        return preview(args, command, &context).await;
    }
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
    let mut context = Context::open(
        &args.programme,
        program()?,
        now(args),
        std::sync::Arc::new(Silent),
    )
    .await?;
    let store = context.settings.store.path.clone();
    // Folding the write-ahead log into the file makes one file of the store.
    std::mem::replace(
        &mut context.store,
        crate::store::Store::open(&copy.path().join("empty.sqlite")).await?,
    )
    .close()
    .await;
    let target = copy.path().join("bilan.sqlite");
    copy_if_there(&store, &target)?;
    context.store = crate::store::Store::open(&target).await?;
    context.raw_files = crate::store::raw_files::RawFiles::new(copy.path().join("retours"));
    if job(&context, &command.job)?
        .steps
        .contains(&crate::framework::Step::Ingest)
    {
        ingest(&context).await?;
    }
    preview(args, command, &context).await
}

fn copy_if_there(from: &Path, to: &Path) -> std::io::Result<()> {
    match std::fs::copy(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
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

//! `bilan deliver JOB`: decides the mails and sends them; `--dry-run` shows who would receive what.

use serde::Serialize;

use super::args::{Args, JobArgs};
use super::output::{Failure, print, table};
use super::prepared::Prepared;
use crate::framework::Step;
use crate::pipeline::{
    Ask, DispatchPlan, SendReport, ingest, plan_answers, plan_campaigns, queue, render, send,
};

pub(super) async fn run(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    if command.dry_run {
        let copy = tempfile::tempdir()?;
        let prepared = Prepared::open(args, command, Some(copy.path())).await?;
        return preview(args, &prepared).await;
    }
    let prepared = Prepared::open(args, command, None).await?;
    if !prepared.job.steps.contains(&Step::Deliver) {
        return Err(Failure::other(format!(
            "ce travail n’a pas d’étape « deliver » : lancez « bilan run {} »",
            prepared.job.id
        )));
    }
    let (assessment, plan) = prepared.plan().await?;
    let (context, templates) = (&prepared.context, &prepared.templates);
    let made = render(context, &assessment, templates, &plan).await?;
    let id = prepared.job.id.as_str();
    let mut report = SendReport::default();
    queue(
        context,
        &assessment,
        templates,
        &plan,
        &made,
        id,
        &mut report,
    )
    .await?;
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

/// What a job would send.
#[derive(Default, Serialize)]
struct Preview {
    #[serde(flatten)]
    plan: DispatchPlan,
    /// What its campaigns would ask.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asks: Vec<Ask>,
}

async fn preview(args: &Args, prepared: &Prepared) -> Result<(), Failure> {
    let (context, job) = (&prepared.context, &prepared.job);
    let has = |step| job.steps.contains(&step);
    let mut shown = Preview::default();
    if has(Step::Answer) {
        shown.plan = plan_answers(context, &prepared.templates, job).await?;
    }
    if has(Step::Campaign) {
        let asked = plan_campaigns(context).await?;
        shown.asks = asked.asks;
        shown.plan.unreachable.extend(asked.unreachable);
    }
    if has(Step::Render) || has(Step::Deliver) {
        let (_, plan) = prepared.plan().await?;
        shown.plan.add(plan);
    }
    print(args, &shown, text)
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

fn text(shown: &Preview) -> String {
    let plan = &shown.plan;
    let answers = plan.dispatches.iter().map(|dispatch| {
        let documents: Vec<_> = dispatch
            .documents
            .iter()
            .map(|w| w.document.as_str())
            .collect();
        let state = match dispatch.already {
            true => "déjà envoyé",
            false => "à envoyer",
        };
        vec![
            dispatch.audience.to_string(),
            format!("{} <{}>", dispatch.name, dispatch.email),
            dispatch.language.code().to_owned(),
            dispatch.scope.clone(),
            documents.join(", "),
            state.to_owned(),
        ]
    });
    let asks = shown.asks.iter().map(|ask| {
        vec![
            format!("campagne {}", ask.campaign),
            format!("{} <{}>", ask.name, ask.email),
            ask.language.code().to_owned(),
            format!("{} ({})", ask.subject, ask.period.written()),
            ask.step.clone(),
            "à envoyer".to_owned(),
        ]
    });
    let mut out = table(
        &["Destinataires", "À", "Langue", "Sur", "Documents", "État"],
        answers.chain(asks),
    );
    let new = plan.dispatches.iter().filter(|d| !d.already).count();
    out.push_str(&format!(
        "\n{} courriels partiraient, {} sont déjà partis. Rien n’a été écrit.\n",
        new + shown.asks.len(),
        plan.dispatches.len() - new
    ));
    for (kind, subject) in &plan.unreachable {
        out.push_str(&format!(
            "  • {subject} ({kind}) : pas d’adresse utilisable dans le registre\n"
        ));
    }
    for (subject, email) in &plan.undeliverable {
        out.push_str(&format!(
            "  • {subject} : l’adresse {email} refuse nos courriels\n"
        ));
    }
    out
}

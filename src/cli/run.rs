//! `bilan run JOB`: the whole job, and a short table of what it did.

use super::args::{Args, JobArgs};
use super::deliver;
use super::output::{Failure, print, table};
use super::prepared::Prepared;
use crate::framework::Language;
use crate::pipeline::{Context, RunReport, SendReport, run_job};
use crate::store::firings::Cause;
use crate::text;

pub(super) async fn run(args: &Args, command: &JobArgs) -> Result<(), Failure> {
    if command.dry_run {
        return deliver::preview_whole(args, command).await;
    }
    let Prepared {
        context,
        templates,
        job,
        period,
    } = Prepared::open(args, command, None).await?;
    let (now, by_hand) = (context.now, Cause::Hand);
    let ran = run_job(&context, &job, period, now, by_hand, Some(templates)).await?;
    let Some(report) = ran else {
        return Err(Failure::other(
            "le même travail vient d’être lancé ailleurs, au même moment",
        ));
    };
    print(args, &report, |report| summary(&context, report))?;
    if report.is_complete() {
        Ok(())
    } else {
        Err(Failure::other("tout n’a pas pu être fait ; voir ci-dessus"))
    }
}

fn summary(context: &Context, report: &RunReport) -> String {
    let mut out = String::new();
    let mut rows = vec![vec!["Période".to_owned(), report.period.clone()]];
    if let Some(ingest) = &report.ingest {
        rows.extend(super::ingest::rows(ingest));
    }
    if report.expected > 0 || report.nothing_came {
        rows.push(vec![
            "Retours de la période".to_owned(),
            format!(
                "{} acceptés sur {} attendus",
                report.accepted, report.expected
            ),
        ]);
    }
    if report.figures > 0 {
        rows.push(vec![
            "Chiffres calculés".to_owned(),
            text::decimal(report.figures.into(), 0, Language::Fr),
        ]);
    }
    if let Some(documents) = &report.documents {
        let made = format!(
            "{} faits, {} inchangés",
            documents.made, documents.unchanged
        );
        rows.push(vec!["Documents".to_owned(), made]);
    }
    if let Some(mails) = &report.mails {
        rows.push(vec!["Courriels".to_owned(), self::mails(mails)]);
    }
    out.push_str(&table(&[], rows));
    if let Some(ingest) = &report.ingest {
        out.push_str(&super::ingest::said(ingest));
    }
    if report.nothing_came {
        out.push_str(&format!(
            "\nAucun retour n’est arrivé pour {} : rien n’est fabriqué, rien n’est envoyé.\n",
            report.period
        ));
    }
    if let Some(before) = report.done_before {
        let day = text::date_long(
            before.with_timezone(&context.zone).date_naive(),
            Language::Fr,
        );
        out.push_str(&format!(
            "\nCe travail a déjà été fait pour {} le {day} : rien n’est renvoyé à qui a déjà reçu.\n",
            report.period
        ));
    }
    out.push_str(&paths(context, report));
    out.push_str(&troubles(report));
    out
}

/// What became of mails, in a line.
pub(super) fn mails(mails: &SendReport) -> String {
    let mut line = format!(
        "{} décidés, {} décidés auparavant, {} partis",
        mails.queued, mails.already, mails.sent
    );
    if mails.withdrawn > 0 {
        line.push_str(&format!(
            ", {} retirés, devenus sans objet",
            mails.withdrawn
        ));
    }
    if !mails.held_back.is_empty() {
        let held = mails.held_back.len();
        line.push_str(&format!(", {held} reportés à demain (plafond par adresse)"));
    }
    if mails.waiting > 0 {
        line.push_str(&format!(", {} en attente d’un nouvel essai", mails.waiting));
    }
    line
}

fn paths(context: &Context, report: &RunReport) -> String {
    let Some(documents) = &report.documents else {
        return String::new();
    };
    let mut out = "\nÀ ouvrir :\n".to_owned();
    documents
        .paths
        .iter()
        .for_each(|path| out.push_str(&format!("  {path}\n")));
    let folder = context.shown(&context.settings.files.documents.join(&report.period));
    out.push_str(&format!("  {folder}/ (tous les documents)\n"));
    if context.settings.mail.transport == crate::config::Transport::File {
        out.push_str(&format!(
            "  {}/ (courriels)\n",
            context.shown(&context.settings.mail.folder)
        ));
    }
    out
}

fn troubles(report: &RunReport) -> String {
    let mut out = String::new();
    let mut say = |title: &str, lines: &[String]| {
        if !lines.is_empty() {
            out.push_str(&format!("\n{title}\n"));
            lines
                .iter()
                .take(20)
                .for_each(|line| out.push_str(&format!("  • {line}\n")));
        }
    };
    if let Some(documents) = &report.documents {
        say(
            "Documents qui n’ont pas pu être faits :",
            &documents.failures,
        );
    }
    if let Some(mails) = &report.mails {
        say("Courriels retenus, leur document manque :", &mails.withheld);
        say("Courriels refusés :", &mails.failed);
        let put_off: Vec<_> = mails.put_off.iter().cloned().collect();
        say(
            "Courriels en attente : « bilan serve » les réessaie de lui-même, « bilan run » aussitôt :",
            &put_off,
        );
    }
    say(
        "Sans adresse dans le registre, rien ne leur est envoyé :",
        &report.unreachable,
    );
    out
}

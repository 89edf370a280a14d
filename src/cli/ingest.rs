//! `bilan ingest`.

use super::args::{Args, IngestArgs};
use super::output::{Failure, finding_line, open, print, source_line, table};
use crate::pipeline::{IngestReport, ingest, ingest_again, ingest_files};

pub(super) async fn run(args: &Args, command: &IngestArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    let report = if command.again {
        ingest_again(&context).await?
    } else if command.files.is_empty() {
        ingest(&context).await?
    } else {
        ingest_files(&context, &command.files).await?
    };
    print(args, &report, |report| {
        table(&[], rows(report)) + &said(report)
    })?;
    if report.sources_failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::other(
            "une source n’a pas pu être relevée ; voir ci-dessus",
        ))
    }
}

/// What is to say about files, messages and sources, a line each.
pub(super) fn said(report: &IngestReport) -> String {
    let findings = report
        .files_refused
        .iter()
        .chain(&report.unplaced)
        .chain(&report.mails.to_review)
        .chain(&report.register_findings)
        .map(finding_line);
    let failed = report
        .sources_failed
        .iter()
        .map(|failed| source_line(&failed.source, &failed.fault));
    findings.chain(failed).collect()
}

/// The rows of the table of what came in.
pub(super) fn rows(report: &IngestReport) -> Vec<Vec<String>> {
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let subjects: usize = report.subjects.values().sum();
    let mut rows = vec![
        row(
            "Dossiers suivis",
            format!("{subjects} ({} changements)", report.register_changes),
        ),
        match report.reread {
            None => row(
                "Fichiers vus",
                format!("{} dont {} nouveaux", report.files_seen, report.files_new),
            ),
            Some(_) => row("Fichiers relus", report.files_seen.to_string()),
        },
        row(
            "Fichiers illisibles",
            report.files_refused.len().to_string(),
        ),
        row(
            match report.reread {
                None => "Retours nouveaux",
                Some(_) => "Retours relus",
            },
            format!(
                "{} acceptés, {} à confirmer, {} à corriger",
                report.accepted, report.to_confirm, report.to_correct
            ),
        ),
    ];
    let mails = &report.mails;
    if mails.messages > 0 {
        rows.push(row(
            "Courriels relevés",
            format!(
                "{} dont {} avec un retour, {} réponses automatiques, {} avis de non-remise, {} à voir",
                mails.messages,
                mails.returns,
                mails.automatic,
                mails.bounces,
                mails.to_review.len()
            ),
        ));
    }
    if !report.sources_failed.is_empty() {
        let failed: Vec<_> = report
            .sources_failed
            .iter()
            .map(|failed| failed.source.to_string())
            .collect();
        rows.push(row("Sources en panne", failed.join(", ")));
    }
    if let Some(reread) = report.reread {
        rows.push(row(
            "Retours changés",
            format!(
                "{} sur {} ({} anciens gardés à part)",
                reread.changed, reread.returns, reread.replaced
            ),
        ));
    }
    rows
}

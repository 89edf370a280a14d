//! `bilan ingest`.

use super::args::{Args, IngestArgs};
use super::output::{Failure, finding_line, open, print, table};
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
    print(args, &report, text)
}

fn text(report: &IngestReport) -> String {
    let mut text = table(&[], rows(report));
    let said = report
        .files_refused
        .iter()
        .chain(&report.unplaced)
        .chain(&report.register_findings);
    said.for_each(|f| text.push_str(&finding_line(f)));
    text
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

//! `bilan returns`: what became of the returns of a period, and what was found in them.

use serde::Serialize;

use super::args::{Args, ReturnsArgs};
use super::evaluate::period;
use super::output::{Failure, finding_line, open, print, table};
use crate::framework::Language;
use crate::model::{Finding, KindId, Period, ReturnStatus, Severity, SubjectId};
use crate::pipeline::Context;
use crate::store::returns;
use crate::text;

/// The last version of a return.
#[derive(Serialize)]
struct Shown {
    kind: KindId,
    subject: SubjectId,
    period: String,
    version: u32,
    received_on: chrono::NaiveDate,
    status: ReturnStatus,
    file: String,
    findings: Vec<Finding>,
}

pub(super) async fn run(args: &Args, command: &ReturnsArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    let asked = period(&context, command.period)?;
    let shown = of_period(&context, asked, command).await?;
    let findings = command.project.is_some();
    print(args, &shown, |shown| {
        let mut out = table(
            &[
                "Dossier",
                "Période",
                "Version",
                "Reçu le",
                "Statut",
                "À corriger",
                "À confirmer",
                "Fichier",
            ],
            shown.iter().map(row),
        );
        if findings {
            let all = shown.iter().flat_map(|s| &s.findings);
            all.for_each(|finding| out.push_str(&finding_line(finding)));
        }
        out
    })
}

async fn of_period(
    context: &Context,
    asked: Period,
    command: &ReturnsArgs,
) -> Result<Vec<Shown>, Failure> {
    let mut shown = Vec::new();
    for kind in &context.framework.kinds {
        let Some(period) = asked.latest_within(kind.period) else {
            continue;
        };
        returns::each_latest(&context.store, &kind.id, period, |stored| {
            let wanted = command.project.as_deref();
            if wanted.is_none_or(|project| project == stored.subject.as_str()) {
                shown.push(Shown {
                    kind: stored.kind,
                    subject: stored.subject,
                    period: period.written(),
                    version: stored.version,
                    received_on: stored.received_on,
                    status: stored.status,
                    file: stored.file,
                    findings: stored.findings,
                });
            }
        })
        .await?;
    }
    if shown.is_empty() {
        return Err(Failure::other(format!(
            "aucun retour pour {}{}",
            asked.written(),
            command
                .project
                .as_ref()
                .map_or(String::new(), |project| format!(" du dossier {project}"))
        )));
    }
    Ok(shown)
}

fn row(shown: &Shown) -> Vec<String> {
    let count = |severity| {
        let of_it = shown.findings.iter().filter(|f| f.severity == severity);
        of_it.count().to_string()
    };
    vec![
        shown.subject.to_string(),
        shown.period.clone(),
        shown.version.to_string(),
        text::date_long(shown.received_on, Language::Fr),
        status_word(shown.status).to_owned(),
        count(Severity::Error),
        count(Severity::Warning),
        shown.file.clone(),
    ]
}

/// What became of a return, in a word or two.
pub(super) fn status_word(status: ReturnStatus) -> &'static str {
    match status {
        ReturnStatus::Accepted => "accepté",
        ReturnStatus::ToCorrect => "à corriger",
    }
}

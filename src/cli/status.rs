//! `bilan status`: the ledger, the next firings, the sources, the outbox.

use chrono::{DateTime, TimeDelta, Utc};

use super::args::Args;
use super::output::{Failure, open, print, source_line, table};
use crate::model::Period;
use crate::schedule::next_firing;
use crate::store::source_looks::SourceLook;
use crate::store::{firings, outbox, source_looks};

pub(super) async fn run(args: &Args) -> Result<(), Failure> {
    let context = open(args).await?;
    let latest = firings::latest(&context.store, 20).await?;
    let mails = outbox::counts(&context.store).await?;
    let failures = outbox::tried_in_vain(&context.store, "failed").await?;
    let waiting = outbox::tried_in_vain(&context.store, "queued").await?;
    let looks = source_looks::all(&context.store).await?;
    let local = |at: DateTime<Utc>| {
        at.with_timezone(&context.zone)
            .format("%d/%m/%Y %H:%M")
            .to_string()
    };
    let next: Vec<_> = context
        .framework
        .jobs
        .iter()
        .map(|job| (job, next_firing(job, context.zone, context.now)))
        .collect();
    let shown = serde_json::json!({
        "jobs": next.iter().map(|(job, at)| serde_json::json!({ "job": job.id, "next": at })).collect::<Vec<_>>(),
        "firings": latest.iter().map(|f| serde_json::json!({
            "job": f.job, "period": f.period, "scheduled_at": f.scheduled_at, "cause": f.cause, "started_at": f.started_at,
            "finished_at": f.finished_at, "outcome": f.outcome, "summary": f.summary,
        })).collect::<Vec<_>>(),
        "sources": looks,
        "mails": mails.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        "failed_mails": failures,
        "waiting_mails": waiting,
    });
    print(args, &shown, |_| {
        let mut out = table(
            &["Travail", "Prochain passage"],
            next.iter()
                .map(|(job, at)| vec![job.id.to_string(), at.map_or("jamais".to_owned(), local)]),
        );
        out.push('\n');
        out.push_str(&table(
            &[
                "Travail",
                "Période",
                "Commencé",
                "Durée",
                "Issue",
                "Ce qui a été fait",
            ],
            latest.iter().map(|f| {
                let took = f
                    .finished_at
                    .map_or(TimeDelta::zero(), |end| end - f.started_at);
                vec![
                    f.job.to_string(),
                    written(&f.period),
                    local(f.started_at),
                    format!("{} s", took.num_seconds().max(0)),
                    f.outcome.clone().unwrap_or_else(|| "en cours".to_owned()),
                    f.summary.clone().unwrap_or_default(),
                ]
            }),
        ));
        out.push('\n');
        out.push_str(&sources(&looks, &local));
        out.push('\n');
        out.push_str(&table(
            &["Courriels", "Nombre"],
            mails.iter().map(|(s, n)| vec![s.clone(), n.to_string()]),
        ));
        failures
            .iter()
            .chain(&waiting)
            .for_each(|(to, subject, why)| {
                out.push_str(&format!("  • {to}, « {subject} » : {why}\n"));
            });
        out
    })
}

/// Each source that was looked at: when, what came, and why it fails if it does.
fn sources(looks: &[SourceLook], local: &impl Fn(DateTime<Utc>) -> String) -> String {
    let rows = looks.iter().map(|look| {
        vec![
            look.source.clone(),
            local(look.looked_at),
            look.came.to_string(),
            look.came_at.map_or_else(String::new, local),
            look.failing_from.map_or_else(
                || "relevée".to_owned(),
                |from| format!("en panne depuis le {}", local(from)),
            ),
        ]
    });
    let mut out = table(
        &[
            "Source",
            "Dernier passage",
            "Fichiers",
            "Dernier arrivé",
            "État",
        ],
        rows,
    );
    for look in looks {
        if let Some(fault) = &look.fault {
            out.push_str(&source_line(&look.source, fault));
        }
    }
    out
}

/// A period as people write it.
fn written(period: &str) -> String {
    period
        .parse::<Period>()
        .map_or_else(|_| period.to_owned(), Period::written)
}

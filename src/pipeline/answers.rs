//! Answering: every return that came lately and was not answered yet, whatever its period.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::dispatch::{DispatchPlan, answer_key, plan};
use super::documents::{self, DocumentsReport};
use super::queue::queue;
use super::run::{RunReport, sound};
use super::{Assessment, Context, PipelineError, assess};
use crate::framework::{Job, Recipients};
use crate::model::{AudienceId, KindId, Period};
use crate::render::Templates;
use crate::store::exchanges;
use crate::store::outbox::{self, Purpose};

/// A return that came longer ago is no longer answered by itself: it came before the programme was followed with bilan, or its
/// quarter's report has answered it.
const LATELY: Days = Days::new(30);

/// The answers that are due, by period: the beginnings of their keys.
type Due = BTreeMap<Period, BTreeSet<String>>;

/// Writes the answers that are due into the outbox.
///
/// # Errors
/// When the store, a template or the engine fails. An answer whose document cannot be made is in the report.
pub(super) async fn answer(
    context: &Context,
    templates: &mut Option<Templates>,
    job: &Job,
    report: &mut RunReport,
) -> Result<(), PipelineError> {
    for (period, keys) in due(context, job).await? {
        let templates = sound(context, job, templates)?;
        let assessment = assess(context, period).await?;
        let plan = plan_of(context, &assessment, templates, job, &keys).await?;
        report.note_unreachable(&plan);
        let made = documents::render(context, &assessment, templates, &plan).await?;
        let mails = report.mails.get_or_insert_default();
        let id = job.id.as_str();
        queue(context, &assessment, templates, &plan, &made, id, mails).await?;
        report
            .documents
            .get_or_insert_default()
            .add(DocumentsReport {
                paths: Vec::new(),
                ..made
            });
    }
    Ok(())
}

/// The answers that are due, of all periods, to be shown.
///
/// # Errors
/// As [`super::plan`].
pub async fn plan_answers(
    context: &Context,
    templates: &Templates,
    job: &Job,
) -> Result<DispatchPlan, PipelineError> {
    let mut all = DispatchPlan::default();
    for (period, keys) in due(context, job).await? {
        let assessment = assess(context, period).await?;
        all.add(plan_of(context, &assessment, templates, job, &keys).await?);
    }
    Ok(all)
}

async fn plan_of(
    context: &Context,
    assessment: &Assessment<'_>,
    templates: &Templates,
    job: &Job,
    keys: &BTreeSet<String>,
) -> Result<DispatchPlan, PipelineError> {
    let mut plan = plan(context, assessment, templates, job).await?;
    plan.keep(|dispatch| {
        let due = keys.iter().any(|key| dispatch.key.starts_with(key));
        due && !dispatch.already && dispatch.purpose == Purpose::Answer
    });
    Ok(plan)
}

async fn due(context: &Context, job: &Job) -> Result<Due, PipelineError> {
    let today = context.today();
    let since = today.checked_sub_days(LATELY).unwrap_or(today);
    let audiences = contacts(context, job);
    let mut due = Due::new();
    for latest in exchanges::latest_since(&context.store, since).await? {
        for (_, audience) in audiences.iter().filter(|(kind, _)| *kind == latest.kind) {
            let key = answer_key(
                audience,
                latest.period,
                latest.subject.as_str(),
                latest.version,
            );
            due.entry(latest.period).or_default().insert(key);
        }
    }
    for (period, keys) in &mut due {
        let written = outbox::all_dispatches(&context.store, &period.to_string()).await?;
        let written: BTreeSet<String> = written.into_iter().collect();
        keys.retain(|key| {
            let first = written.range(key.clone()..).next();
            !first.is_some_and(|dispatch| dispatch.starts_with(key))
        });
    }
    due.retain(|_, keys| !keys.is_empty());
    Ok(due)
}

/// The audiences of a job that are contacts, with their kind.
fn contacts(context: &Context, job: &Job) -> Vec<(KindId, AudienceId)> {
    let audiences = job.audiences.iter();
    audiences
        .filter_map(|id| context.framework.audience(id))
        .filter_map(|audience| match &audience.recipients {
            Recipients::ContactsOf(kind) => Some((kind.clone(), audience.id.clone())),
            _ => None,
        })
        .collect()
}

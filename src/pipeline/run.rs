//! Running a job: the stages in their order, and the row in the ledger.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::answers::answer;
use super::campaigns::campaign;
use super::digest::digest;
use super::dispatch::{DispatchPlan, plan};
use super::documents::{self, DocumentsReport};
use super::ingest::{IngestReport, ingest};
use super::memory;
use super::queue::queue;
use super::send::{SendReport, send};
use super::{Assessment, Context, PipelineError, assess, keep_figures};
use crate::framework::{Job, Step};
use crate::model::Period;
use crate::render::Templates;
use crate::store::firings::{self, Cause, Ending};

/// What a job did.
#[derive(Debug, Default, Serialize)]
pub struct RunReport {
    /// The job.
    pub job: String,
    /// The period, as people write it.
    pub period: String,
    /// When the job was done for this period before.
    pub done_before: Option<DateTime<Utc>>,
    /// Returns that came for the period, over all kinds; with none, nothing is made or sent.
    pub nothing_came: bool,
    /// Accepted returns of the first kind.
    pub accepted: u64,
    /// Returns expected of the first kind.
    pub expected: u64,
    /// What came in, where the job ingests.
    pub ingest: Option<IngestReport>,
    /// Figures computed.
    pub figures: usize,
    /// What was made.
    pub documents: Option<DocumentsReport>,
    /// What left.
    pub mails: Option<SendReport>,
    /// Subjects whose contact has no address, or one that gives mails back: they receive nothing.
    pub unreachable: Vec<String>,
}

impl RunReport {
    /// Whether everything that was to be done was done.
    pub fn is_complete(&self) -> bool {
        self.documents
            .as_ref()
            .is_none_or(|d| d.failures.is_empty())
            && self
                .ingest
                .as_ref()
                .is_none_or(|i| i.sources_failed.is_empty())
            && self
                .mails
                .as_ref()
                .is_none_or(|m| m.failed.is_empty() && m.withheld.is_empty() && m.waiting == 0)
    }

    /// Notes the subjects whose contact a plan cannot write to.
    pub(super) fn note_unreachable(&mut self, plan: &DispatchPlan) {
        let without = plan.unreachable.iter().map(|(_, subject)| subject);
        let bounced = plan.undeliverable.iter().map(|(subject, _)| subject);
        for subject in without.chain(bounced) {
            let subject = subject.to_string();
            if !self.unreachable.contains(&subject) {
                self.unreachable.push(subject);
            }
        }
    }

    /// One line for the ledger and the log.
    pub fn line(&self) -> String {
        let made = self.documents.as_ref().map_or(0, |d| d.made);
        let (queued, sent) = self.mails.as_ref().map_or((0, 0), |m| (m.queued, m.sent));
        let new = self.ingest.as_ref().map_or(0, |i| i.files_new);
        format!(
            "{}: {new} new files, {} figures, {made} documents made, {queued} mails decided, {sent} sent",
            self.period, self.figures
        )
    }
}

/// The period a job reports on at a moment: the last closed one of its length.
///
/// # Errors
/// When the clock is outside the years that bilan knows.
pub fn job_period(
    context: &Context,
    job: &Job,
    at: DateTime<Utc>,
) -> Result<Period, PipelineError> {
    let today = at.with_timezone(&context.zone).date_naive();
    Period::last_closed(today, job.period).ok_or_else(|| {
        PipelineError::Unknown(format!(
            "no period is closed on {today}: is the clock right?"
        ))
    })
}

/// Runs a job for a period and writes its row in the ledger. Nothing when another process has claimed the firing.
/// `templates` are those found sound before; without them they are read and tried when the job makes documents.
///
/// # Errors
/// When another process runs the same job, or a stage stops; the ledger then says so.
pub async fn run_job(
    context: &Context,
    job: &Job,
    period: Period,
    scheduled_at: DateTime<Utc>,
    cause: Cause,
    templates: Option<Templates>,
) -> Result<Option<RunReport>, PipelineError> {
    let Some(_held) = context.locks.try_take(&format!("travail-{}", job.id))? else {
        return Err(PipelineError::Busy(job.id.to_string()));
    };
    let begun = std::time::Instant::now();
    let done_before = firings::last_done(&context.store, &job.id, period).await?;
    let machine = hostname::get().unwrap_or_default();
    let holder = format!("{}/{}", machine.to_string_lossy(), std::process::id());
    let mut transaction = context.store.begin().await?;
    // Who holds the job's lock knows that whoever began a firing and did not end it has died.
    firings::hand_back_orphans(&mut transaction, &job.id, context.now).await?;
    let claimed = firings::claim(
        &mut transaction,
        &job.id,
        scheduled_at,
        cause,
        period,
        &holder,
        context.now,
    )
    .await?;
    transaction.commit().await?;
    let Some(firing) = claimed else {
        return Ok(None);
    };
    tracing::info!(job = %job.id, %period, cause = cause.as_str(), "a job begins");
    let mut report = RunReport {
        job: job.id.to_string(),
        period: period.written(),
        done_before,
        ..RunReport::default()
    };
    let result = stages(context, job, period, cause, templates, &mut report).await;
    let (ending, line) = match &result {
        Ok(()) if report.is_complete() => (Ending::Done, report.line()),
        Ok(()) => (Ending::Failed, report.line()),
        Err(error) => (Ending::Failed, error.to_string()),
    };
    let mut transaction = context.store.begin().await?;
    let ended = context.now + begun.elapsed();
    firings::finish(&mut transaction, firing, ending, &line, ended).await?;
    transaction.commit().await?;
    tracing::info!(job = %job.id, %period, outcome = ending.as_str(), summary = line, "a job ends");
    result.map(|()| Some(report))
}

async fn stages(
    context: &Context,
    job: &Job,
    period: Period,
    cause: Cause,
    mut templates: Option<Templates>,
    report: &mut RunReport,
) -> Result<(), PipelineError> {
    let has = |step| job.steps.contains(&step);
    // What arrived was taken by whoever heard of it.
    if has(Step::Ingest) && cause != Cause::Arrival {
        report.ingest = Some(ingest(context).await?);
        memory::give_back();
    }
    if has(Step::Answer) {
        answer(context, &mut templates, job, report).await?;
        memory::give_back();
    }
    if has(Step::Campaign) {
        let documents = report.documents.get_or_insert_default();
        let mails = report.mails.get_or_insert_default();
        let asked = campaign(context, job.id.as_str(), documents, mails).await?;
        let unreachable = asked.unreachable.iter().map(|(_, id)| id.to_string());
        report.unreachable.extend(unreachable);
    }
    if has(Step::Evaluate) || has(Step::Render) {
        report_on(context, job, period, &mut templates, report).await?;
    }
    if has(Step::Digest) {
        let mails = report.mails.get_or_insert_default();
        digest(context, job, mails).await?;
    }
    if let Some(mails) = &mut report.mails {
        let progress = &context.progress;
        progress.begin("deliver", u64::try_from(mails.queued).ok());
        // Who runs a job by hand wants its mails tried now, those that were put off too.
        let due = (cause != Cause::Hand).then_some(context.now);
        send(context, due, mails).await?;
        progress.end();
    }
    Ok(())
}

/// The figures of a period, the documents made of them, and the mails that carry these.
async fn report_on(
    context: &Context,
    job: &Job,
    period: Period,
    templates: &mut Option<Templates>,
    report: &mut RunReport,
) -> Result<(), PipelineError> {
    let has = |step| job.steps.contains(&step);
    let mut assessment = assess(context, period).await?;
    if let Some(first) = assessment.kinds.first() {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        report.accepted = count(first.rows.iter().filter(|row| row.accepted).count());
        report.expected = count(first.rows.len());
    }
    report.nothing_came = nothing_came(&assessment, period);
    if report.nothing_came && has(Step::Ingest) {
        return Ok(());
    }
    report.figures = keep_figures(context, &assessment).await?;
    assessment.drop_subjects_of_the_year();
    memory::give_back();
    if !has(Step::Render) {
        return Ok(());
    }
    let templates = sound(context, job, templates)?;
    let plan = plan(context, &assessment, templates, job).await?;
    report.note_unreachable(&plan);
    let made = documents::render(context, &assessment, templates, &plan).await?;
    if has(Step::Deliver) {
        let mails = report.mails.get_or_insert_default();
        let id = job.id.as_str();
        queue(context, &assessment, templates, &plan, &made, id, mails).await?;
    }
    report.documents.get_or_insert_default().add(made);
    Ok(())
}

/// The templates found sound before, or those that are read and tried now that they are needed.
pub(super) fn sound<'t>(
    context: &Context,
    job: &Job,
    templates: &'t mut Option<Templates>,
) -> Result<&'t Templates, PipelineError> {
    Ok(match templates {
        Some(templates) => templates,
        none => none.insert(context.sound_templates(job)?),
    })
}

/// Whether no return came for the period asked for. A kind with longer periods may have its own, older returns: they say
/// nothing about this one.
fn nothing_came(assessment: &Assessment<'_>, period: Period) -> bool {
    let mut of_period = assessment
        .kinds
        .iter()
        .filter(|k| k.evaluation.period == period);
    of_period.all(|kind| kind.rows.iter().all(|row| row.exchanges == 0))
}

//! Assessing: the figures of every kind for a period.

use super::{Context, PipelineError};
use crate::evaluate::{Evaluation, FollowUp, Group, KindTimeline, Moment, Plan, roll_up};
use crate::framework::Kind;
use crate::model::{Granularity, Level, Period};
use crate::store::figures;

/// Periods of a trend, the current one included.
const TREND: usize = 8;

/// The figures of one kind.
pub struct KindAssessment<'a> {
    /// Its indicators, compiled.
    pub plan: Plan<'a>,
    /// Its figures.
    pub evaluation: Evaluation,
    /// The rows of its period.
    pub rows: Vec<FollowUp>,
    /// The rows of the period before.
    pub previous: Vec<FollowUp>,
    /// The programme's figures of the last periods, oldest first.
    pub trend: Vec<(Period, Group)>,
    /// The calendar year so far, where the kind's period is shorter.
    pub year: Option<Evaluation>,
}

/// The figures of all kinds.
pub struct Assessment<'a> {
    /// The period asked for; a kind with longer periods has its own, the last one closed by then.
    pub period: Period,
    /// The kinds, in the framework's order.
    pub kinds: Vec<KindAssessment<'a>>,
}

impl Assessment<'_> {
    /// Lets go of the year's figures of each subject: the store keeps them, and no document shows them.
    pub fn drop_subjects_of_the_year(&mut self) {
        for year in self.kinds.iter_mut().filter_map(|kind| kind.year.as_mut()) {
            year.levels.retain(|l| l.level != Level::Subject);
        }
    }
}

/// Computes every indicator of every kind for `period`.
///
/// # Errors
/// When the store or the engine fails.
pub async fn assess<'a>(
    context: &'a Context,
    period: Period,
) -> Result<Assessment<'a>, PipelineError> {
    let framework = &context.framework;
    context
        .progress
        .begin("evaluate", u64::try_from(framework.kinds.len()).ok());
    let mut kinds = Vec::with_capacity(framework.kinds.len());
    for kind in &framework.kinds {
        kinds.push(assess_kind(context, kind, period).await?);
        context.progress.advance(1);
    }
    context.progress.end();
    Ok(Assessment { period, kinds })
}

async fn assess_kind<'a>(
    context: &'a Context,
    kind: &'a Kind,
    asked: Period,
) -> Result<KindAssessment<'a>, PipelineError> {
    let none = || {
        PipelineError::Unknown(format!(
            "no period of the kind {} ends before {asked} does",
            kind.id
        ))
    };
    let period = asked.latest_within(kind.period).ok_or_else(none)?;
    let plan = Plan::new(&context.framework, kind)?;
    let partitions = context.threads().get();
    let mut trend = Vec::with_capacity(TREND);
    let mut recent: Vec<Moment> = Vec::new();
    // The periods of this year are kept for the year's figures; before them only the one before this one.
    let kept = usize::from(period.part()).max(2);
    KindTimeline::walk(
        &context.store,
        kind,
        plan.questionnaire,
        period,
        TREND,
        |moment| {
            if moment.rows.iter().any(|row| row.exchanges > 0) || moment.period == period {
                trend.push((
                    moment.period,
                    Evaluation::programme_only(&plan, &moment.rows, partitions)?,
                ));
            }
            recent.push(moment);
            if recent.len() > kept {
                recent.remove(0);
            }
            Ok(())
        },
    )
    .await?;
    let year = if kind.period == Granularity::Year {
        None
    } else {
        let whole = period.whole_year();
        let parts: Vec<&[FollowUp]> = recent
            .iter()
            .filter(|m| m.period.year() == period.year())
            .map(|m| m.rows.as_slice())
            .collect();
        let rows = roll_up(plan.questionnaire, whole, &parts);
        Some(Evaluation::compute(&plan, whole, &rows, &[], partitions)?)
    };
    let rows = recent.pop().map(|m| m.rows).unwrap_or_default();
    let previous = recent.pop().map(|m| m.rows).unwrap_or_default();
    drop(recent);
    let evaluation = Evaluation::compute(&plan, period, &rows, &previous, partitions)?;
    Ok(KindAssessment {
        plan,
        evaluation,
        rows,
        previous,
        trend,
        year,
    })
}

/// Keeps the figures for the history, in one transaction. A figure that did not change is not written again.
///
/// # Errors
/// When the store fails.
pub async fn keep_figures(
    context: &Context,
    assessment: &Assessment<'_>,
) -> Result<usize, PipelineError> {
    let mut kept = 0;
    let mut transaction = context.store.begin().await?;
    for kind in &assessment.kinds {
        let evaluations = std::iter::once(&kind.evaluation).chain(&kind.year);
        for evaluation in evaluations {
            for level in &evaluation.levels {
                for group in &level.groups {
                    let all = evaluation.figures(&kind.plan, &level.level, &group.key);
                    kept += all.len();
                    let connection = &mut transaction;
                    let id = &kind.plan.kind.id;
                    figures::put(
                        connection,
                        id,
                        evaluation.period,
                        &level.level,
                        &group.key,
                        &all,
                        context.now,
                    )
                    .await?;
                }
            }
        }
    }
    transaction.commit().await?;
    Ok(kept)
}

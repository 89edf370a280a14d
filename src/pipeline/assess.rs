//! Assessing: the figures of every kind for a period.

use super::{Context, PipelineError};
use crate::evaluate::{Evaluation, FollowUp, Group, KindTimeline, Moment, Plan, roll_up};
use crate::framework::Kind;
use crate::model::{Granularity, Level, Period};
use crate::store::figures::{self, KeptGroup};

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
    if asked.granularity() > kind.period {
        return rolled_up(context, kind, asked).await;
    }
    let period = asked
        .latest_within(kind.period)
        .ok_or_else(|| none(kind, asked))?;
    let plan = Plan::new(&context.framework, kind)?;
    let threads = context.threads().get();
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
                    Evaluation::programme_only(&plan, &moment.rows)?,
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
        Some(Evaluation::compute(&plan, whole, &rows, &[], threads)?)
    };
    let rows = recent.pop().map(|m| m.rows).unwrap_or_default();
    let previous = recent.pop().map(|m| m.rows).unwrap_or_default();
    drop(recent);
    let evaluation = Evaluation::compute(&plan, period, &rows, &previous, threads)?;
    Ok(KindAssessment {
        plan,
        evaluation,
        rows,
        previous,
        trend,
        year,
    })
}

fn none(kind: &Kind, asked: Period) -> PipelineError {
    PipelineError::Unknown(format!(
        "no period of the kind {} ends before {asked} does",
        kind.id
    ))
}

/// Longer periods of a trend, the one asked for included.
const LONG_TREND: usize = 3;

/// A period longer than the kind's own: one row per subject, rolled up from the parts that are over. The trend is of periods as
/// long as the one asked for.
async fn rolled_up<'a>(
    context: &'a Context,
    kind: &'a Kind,
    asked: Period,
) -> Result<KindAssessment<'a>, PipelineError> {
    let plan = Plan::new(&context.framework, kind)?;
    let threads = context.threads().get();
    let over: Vec<Period> = (asked.parts(kind.period).into_iter())
        .filter(|part| part.end() < context.today())
        .collect();
    let last = *over.last().ok_or_else(|| none(kind, asked))?;
    let long = asked.window(LONG_TREND);
    let before = long.len().saturating_sub(1) * asked.parts(kind.period).len();
    let mut rolling = Rolling::default();
    let mut trend = Vec::with_capacity(LONG_TREND);
    let shown = before + over.len();
    KindTimeline::walk(
        &context.store,
        kind,
        plan.questionnaire,
        last,
        shown,
        |moment| {
            let whole = long.iter().find(|p| moment.period.end() <= p.end());
            let whole = whole.copied().unwrap_or(asked);
            if let Some((period, rows)) = rolling.add(&plan, whole, moment) {
                trend.extend(trend_point(&plan, period, &rows)?);
                rolling.previous = rows;
            }
            Ok(())
        },
    )
    .await?;
    let previous = std::mem::take(&mut rolling.previous);
    let rows = rolling
        .finish(&plan)
        .map(|(_, rows)| rows)
        .unwrap_or_default();
    trend.push((asked, Evaluation::programme_only(&plan, &rows)?));
    let evaluation = Evaluation::compute(&plan, asked, &rows, &previous, threads)?;
    Ok(KindAssessment {
        plan,
        evaluation,
        rows,
        previous,
        trend,
        year: None,
    })
}

/// A period of the trend, where something came back in it.
fn trend_point(
    plan: &Plan<'_>,
    period: Period,
    rows: &[FollowUp],
) -> Result<Option<(Period, Group)>, crate::evaluate::EvaluateError> {
    if rows.iter().all(|row| row.exchanges == 0) {
        return Ok(None);
    }
    let group = Evaluation::programme_only(plan, rows)?;
    Ok(Some((period, group)))
}

/// The parts of one longer period as they come.
#[derive(Default)]
struct Rolling {
    whole: Option<Period>,
    parts: Vec<Moment>,
    previous: Vec<FollowUp>,
}

impl Rolling {
    /// Adds a part of `whole`; gives the longer period before it, where that is over.
    fn add(
        &mut self,
        plan: &Plan<'_>,
        whole: Period,
        part: Moment,
    ) -> Option<(Period, Vec<FollowUp>)> {
        let over = (self.whole != Some(whole))
            .then(|| self.finish(plan))
            .flatten();
        self.whole = Some(whole);
        self.parts.push(part);
        over
    }

    fn finish(&mut self, plan: &Plan<'_>) -> Option<(Period, Vec<FollowUp>)> {
        let whole = self.whole.take()?;
        let parts = std::mem::take(&mut self.parts);
        let rows: Vec<&[FollowUp]> = parts.iter().map(|m| m.rows.as_slice()).collect();
        Some((whole, roll_up(plan.questionnaire, whole, &rows)))
    }
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
        let (plan, id) = (&kind.plan, &kind.plan.kind.id);
        for evaluation in std::iter::once(&kind.evaluation).chain(&kind.year) {
            for level in &evaluation.levels {
                for groups in level.groups.chunks(figures::TOGETHER) {
                    let rows = context.cores.map(groups, |group| {
                        let figures = evaluation.group_figures(plan, &level.level, group);
                        KeptGroup::new(&group.key, figures)
                    });
                    let rows = rows.into_iter().collect::<Result<Vec<_>, _>>()?;
                    let period = evaluation.period;
                    figures::put(
                        &mut transaction,
                        id,
                        period,
                        &level.level,
                        &rows,
                        context.now,
                    )
                    .await?;
                    kept += groups.len() * evaluation.indicators.len();
                }
            }
        }
    }
    transaction.commit().await?;
    Ok(kept)
}

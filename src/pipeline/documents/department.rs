//! The figures of one direction alone, for the workbook that it receives: nothing of another direction goes into them, so nothing
//! of it can come out.

use super::view;
use crate::evaluate::{Evaluation, FollowUp, Group};
use crate::framework::{ColumnRole, Kind, Language};
use crate::model::Period;
use crate::pipeline::{Assessment, Context, KindAssessment, PipelineError};
use crate::render::{KindView, View};
use crate::workbook::ReturnsQuality;

/// The figures of one direction.
pub(super) struct OfDepartment<'a> {
    kinds: Vec<OwnKind<'a>>,
}

/// Its figures of one kind.
struct OwnKind<'a> {
    assessed: &'a KindAssessment<'a>,
    evaluation: Evaluation,
    rows: Vec<FollowUp>,
    previous: Vec<FollowUp>,
    /// This period and the one before: what came earlier is not held by direction.
    trend: Vec<(Period, Group)>,
}

/// Whether a row is about a subject of this direction.
pub(in crate::pipeline) fn is_of(kind: &Kind, row: &FollowUp, department: &str) -> bool {
    row.subject.role(kind, ColumnRole::Department) == Some(department)
}

impl<'a> OfDepartment<'a> {
    /// The kinds of which the direction follows something; none where it follows nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub(super) fn of(
        context: &Context,
        assessment: &'a Assessment<'a>,
        department: &str,
    ) -> Result<Option<Self>, PipelineError> {
        let partitions = context.threads().get();
        let mut kinds = Vec::new();
        for assessed in &assessment.kinds {
            let plan = &assessed.plan;
            let own = |rows: &[FollowUp]| -> Vec<FollowUp> {
                let own = rows.iter().filter(|r| is_of(plan.kind, r, department));
                own.cloned().collect()
            };
            let (rows, previous) = (own(&assessed.rows), own(&assessed.previous));
            if rows.is_empty() {
                continue;
            }
            let period = assessed.evaluation.period;
            let mut trend = Vec::new();
            if let Some(before) = period.previous().filter(|_| !previous.is_empty()) {
                let group = Evaluation::programme_only(plan, &previous, partitions)?;
                trend.push((before, group));
            }
            trend.push((period, Evaluation::programme_only(plan, &rows, partitions)?));
            kinds.push(OwnKind {
                evaluation: Evaluation::compute(plan, period, &rows, &previous, partitions)?,
                assessed,
                rows,
                previous,
                trend,
            });
        }
        Ok((!kinds.is_empty()).then_some(Self { kinds }))
    }

    /// What its workbook is made from.
    pub(super) fn view(
        &'a self,
        context: &'a Context,
        assessment: &'a Assessment<'a>,
        language: Language,
    ) -> View<'a> {
        let kinds = self.kinds.iter().map(|own| KindView {
            plan: &own.assessed.plan,
            evaluation: &own.evaluation,
            rows: &own.rows,
            previous: &own.previous,
            trend: &own.trend,
            year: None,
        });
        View {
            kinds: kinds.collect(),
            ..view(context, assessment, language)
        }
    }

    /// What is said of its returns. A file that could not be read tells nobody whose it is.
    pub(super) fn quality(&self, of_all: &ReturnsQuality) -> ReturnsQuality {
        let mut own = ReturnsQuality::default();
        for kind in &self.kinds {
            for row in &kind.rows {
                let key = (kind.assessed.plan.kind.id.clone(), row.subject.id.clone());
                if let Some(known) = of_all.by_subject.get(&key) {
                    own.by_subject.insert(key, known.clone());
                }
            }
        }
        own
    }
}

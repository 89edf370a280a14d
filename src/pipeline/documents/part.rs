//! Part of the figures, for a document that may hold no more: those of one direction or edition, or what everyone may see. What is
//! not in the part cannot come out of what is made from it.

use super::view;
use crate::evaluate::{Evaluation, FollowUp, Group, Plan, public_rows};
use crate::framework::{ColumnRole, Kind, Language, Privacy, PublicRules};
use crate::model::Period;
use crate::pipeline::{Assessment, Context, PipelineError};
use crate::render::{KindView, View};
use crate::workbook::ReturnsQuality;

/// Part of the figures of a job.
pub(super) struct PartOf<'a> {
    kinds: Vec<OwnKind<'a>>,
    privacy: Privacy,
}

/// Its figures of one kind.
struct OwnKind<'a> {
    plan: Plan<'a>,
    evaluation: Evaluation,
    rows: Vec<FollowUp>,
    previous: Vec<FollowUp>,
    trend: Vec<(Period, Group)>,
    year: Option<Evaluation>,
}

/// Whether a row is about a subject with this code in the register column of a role.
pub(in crate::pipeline) fn is_of(
    kind: &Kind,
    row: &FollowUp,
    role: ColumnRole,
    code: &str,
) -> bool {
    row.subject.role(kind, role) == Some(code)
}

impl<'a> PartOf<'a> {
    /// All figures.
    pub(super) fn whole(assessment: &'a Assessment<'a>) -> Self {
        let kinds = assessment.kinds.iter().map(|assessed| OwnKind {
            plan: assessed.plan.clone(),
            evaluation: assessed.evaluation.clone(),
            rows: assessed.rows.clone(),
            previous: assessed.previous.clone(),
            trend: assessed.trend.clone(),
            year: assessed.year.clone(),
        });
        Self {
            kinds: kinds.collect(),
            privacy: Privacy::Interne,
        }
    }

    /// The figures of the subjects with this code in the register column of a role; nothing where there are none. Of its trend
    /// there are two periods: what came earlier is not held by subject.
    ///
    /// # Errors
    /// When the engine fails.
    pub(super) fn of(
        context: &Context,
        assessment: &'a Assessment<'a>,
        role: ColumnRole,
        code: &str,
    ) -> Result<Option<Self>, PipelineError> {
        let threads = context.threads().get();
        let mut kinds = Vec::new();
        for assessed in &assessment.kinds {
            let plan = &assessed.plan;
            let own = |rows: &[FollowUp]| -> Vec<FollowUp> {
                let own = rows.iter().filter(|r| is_of(plan.kind, r, role, code));
                own.cloned().collect()
            };
            let (rows, previous) = (own(&assessed.rows), own(&assessed.previous));
            if rows.is_empty() {
                continue;
            }
            let period = assessed.evaluation.period;
            let mut trend = Vec::new();
            if let Some(before) = period.previous().filter(|_| !previous.is_empty()) {
                let group = Evaluation::programme_only(plan, &previous)?;
                trend.push((before, group));
            }
            trend.push((period, Evaluation::programme_only(plan, &rows)?));
            kinds.push(OwnKind {
                evaluation: Evaluation::compute(plan, period, &rows, &previous, threads)?,
                plan: plan.clone(),
                rows,
                previous,
                trend,
                year: None,
            });
        }
        let privacy = Privacy::Interne;
        Ok((!kinds.is_empty()).then_some(Self { kinds, privacy }))
    }

    /// What everyone may see of it.
    pub(super) fn public(self, rules: &PublicRules) -> Self {
        let kinds = self.kinds.into_iter().map(|own| OwnKind {
            evaluation: own.evaluation.public(&own.plan, &own.rows, rules),
            rows: public_rows(&own.plan, &own.rows, rules),
            // Others' former values would show small changes of small groups.
            previous: Vec::new(),
            trend: (own.trend.iter())
                .filter_map(|(period, group)| Some((*period, group.public(&own.plan, rules)?)))
                .collect(),
            year: None,
            plan: own.plan.public(),
        });
        Self {
            kinds: kinds.collect(),
            privacy: Privacy::Public,
        }
    }

    /// What a document is made from.
    pub(super) fn view(
        &'a self,
        context: &'a Context,
        assessment: &'a Assessment<'a>,
        language: Language,
    ) -> View<'a> {
        let kinds = self.kinds.iter().map(|own| KindView {
            plan: &own.plan,
            evaluation: &own.evaluation,
            rows: &own.rows,
            previous: &own.previous,
            trend: &own.trend,
            year: own.year.as_ref(),
        });
        View {
            kinds: kinds.collect(),
            privacy: self.privacy,
            ..view(context, assessment, language)
        }
    }

    /// What is said of its returns. A file that could not be read tells nobody whose it is.
    pub(super) fn quality(&self, of_all: &ReturnsQuality) -> ReturnsQuality {
        let mut own = ReturnsQuality::default();
        for kind in &self.kinds {
            for row in &kind.rows {
                let key = (kind.plan.kind.id.clone(), row.subject.id.clone());
                if let Some(known) = of_all.by_subject.get(&key) {
                    own.by_subject.insert(key, known.clone());
                }
            }
        }
        own
    }
}

//! What documents need of the returns themselves, besides figures.

use crate::model::{Period, ReturnStatus, Severity};
use crate::pipeline::{Assessment, Context, KindAssessment, PipelineError};
use crate::render::PublicReturn;
use crate::render::report::{Extract, extract};
use crate::store::returns::StoredReturn;
use crate::store::{arrivals, returns};
use crate::text::finding_text;
use crate::workbook::{RefusedFile, ReturnsQuality, SubjectReturns};

/// What documents need of the returns themselves, besides figures.
pub(super) struct Survey {
    pub(super) quality: ReturnsQuality,
    pub(super) extract: Extract,
    /// What everyone may read.
    pub(super) public: Extract,
    pub(super) remarks: Vec<arrivals::Remark>,
}

/// Reads the returns of the period. What everyone may read of them is gathered where `public` documents are made.
pub(super) async fn survey(
    context: &Context,
    assessment: &Assessment<'_>,
    public: bool,
) -> Result<Survey, PipelineError> {
    let mut survey = Survey {
        quality: ReturnsQuality::default(),
        extract: extract(&context.framework, assessment.period),
        public: extract(&context.framework, assessment.period),
        remarks: Vec::new(),
    };
    for kind in &assessment.kinds {
        for period in periods(kind) {
            survey.returns(context, kind, period, public).await?;
        }
    }
    // Returns for a period come after it: what came since its end is about it.
    let from = assessment
        .period
        .end()
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    survey.remarks = arrivals::remarks(&context.store, from, context.now).await?;
    survey.refused(context);
    Ok(survey)
}

/// The periods of the returns behind an assessment: its own, or those that it was rolled up from.
fn periods(kind: &KindAssessment<'_>) -> Vec<Period> {
    let (period, length) = (kind.evaluation.period, kind.plan.kind.period);
    if period.granularity() == length {
        vec![period]
    } else {
        period.parts(length)
    }
}

impl Survey {
    async fn returns(
        &mut self,
        context: &Context,
        kind: &KindAssessment<'_>,
        period: Period,
        public: bool,
    ) -> Result<(), PipelineError> {
        let id = &kind.plan.kind.id;
        let public = public && self.public.is_about(id);
        let rules = &context.framework.programme.public;
        let show = |extract: &mut Extract, stored: &StoredReturn| {
            let returned = PublicReturn::of(kind.plan.questionnaire, stored, rules);
            if let Some(returned) = returned.filter(|_| public) {
                extract.take_public(&returned);
            }
        };
        let mut superseded = false;
        returns::each_latest(&context.store, id, period, |stored| {
            superseded |= stored.status == ReturnStatus::ToCorrect && stored.version > 1;
            let key = (id.clone(), stored.subject.clone());
            self.quality.by_subject.insert(key, seen(&stored));
            self.extract.take(&stored);
            show(&mut self.public, &stored);
        })
        .await?;
        // An accepted return that a faulty later version followed still counts, in the figures and in the words.
        if superseded {
            returns::each_accepted(context.store.readers(), id, period, |stored| {
                self.extract.take(&stored);
                show(&mut self.public, &stored);
            })
            .await?;
        }
        Ok(())
    }

    /// The files that gave no return.
    fn refused(&mut self, context: &Context) {
        let language = context.framework.language();
        for remark in self.remarks.iter().filter(|r| r.outcome != "read") {
            let Some(finding) = remark.findings.first() else {
                continue;
            };
            let words = finding_text(finding, None, None, language);
            self.quality.refused.push(RefusedFile {
                name: remark.name.clone(),
                received_on: Some(remark.received_at.with_timezone(&context.zone).date_naive()),
                reason: words.what,
                remedy: words.remedy,
            });
        }
    }
}

/// What is said of the last version of a return.
fn seen(stored: &StoredReturn) -> SubjectReturns {
    let count = |severity| {
        let findings = stored.findings.iter();
        let of_it = findings.filter(|f| f.severity == severity).count();
        u32::try_from(of_it).unwrap_or(u32::MAX)
    };
    SubjectReturns {
        status: Some(stored.status),
        last_day: Some(stored.received_on),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
    }
}

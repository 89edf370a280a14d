//! What documents need of the returns themselves, besides figures.

use crate::model::{ReturnStatus, Severity};
use crate::pipeline::{Assessment, Context, PipelineError};
use crate::render::report::{Extract, extract};
use crate::store::{arrivals, returns};
use crate::text::finding_text;
use crate::workbook::{RefusedFile, ReturnsQuality, SubjectReturns};

/// What documents need of the returns themselves, besides figures.
pub(super) struct Survey {
    pub(super) quality: ReturnsQuality,
    pub(super) extract: Extract,
    pub(super) remarks: Vec<arrivals::Remark>,
}

pub(super) async fn survey(
    context: &Context,
    assessment: &Assessment<'_>,
) -> Result<Survey, PipelineError> {
    let mut extract = extract(&context.framework, assessment.period);
    let mut quality = ReturnsQuality::default();
    for kind in &assessment.kinds {
        let (id, period) = (&kind.plan.kind.id, kind.evaluation.period);
        let mut superseded = false;
        returns::each_latest(&context.store, id, period, |stored| {
            superseded |= stored.status == ReturnStatus::ToCorrect && stored.version > 1;
            let count = |severity| {
                stored
                    .findings
                    .iter()
                    .filter(|f| f.severity == severity)
                    .count()
            };
            let seen = SubjectReturns {
                status: Some(stored.status),
                last_day: Some(stored.received_on),
                errors: u32::try_from(count(Severity::Error)).unwrap_or(u32::MAX),
                warnings: u32::try_from(count(Severity::Warning)).unwrap_or(u32::MAX),
            };
            quality
                .by_subject
                .insert((id.clone(), stored.subject.clone()), seen);
            extract.take(&stored);
        })
        .await?;
        // An accepted return that a faulty later version followed still counts, in the figures and in the words.
        if superseded {
            returns::each_accepted(context.store.readers(), id, period, |stored| {
                extract.take(&stored);
            })
            .await?;
        }
    }
    // Returns for a period come after it: what came since its end is about it.
    let from = assessment
        .period
        .end()
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    let remarks = arrivals::remarks(&context.store, from, context.now).await?;
    let language = context.framework.language();
    for remark in remarks.iter().filter(|r| r.outcome != "read") {
        let Some(finding) = remark.findings.first() else {
            continue;
        };
        let words = finding_text(finding, None, None, language);
        quality.refused.push(RefusedFile {
            name: remark.name.clone(),
            received_on: Some(remark.received_at.with_timezone(&context.zone).date_naive()),
            reason: words.what,
            remedy: words.remedy,
        });
    }
    Ok(Survey {
        quality,
        extract,
        remarks,
    })
}

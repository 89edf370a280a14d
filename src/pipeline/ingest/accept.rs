//! Accepting a value: an officer takes what a holder typed as it is, or gives a value in their stead, and says why.

use serde::Serialize;

use super::reading::{Origin, ReadFile, read_batch};
use super::take::Taker;
use super::{IngestReport, catalogue, kept_file, wait_for_lock};
use crate::framework::Kind;
use crate::model::{FieldId, Finding, KindId, Period, ReturnStatus, Severity, SubjectId};
use crate::pipeline::{Context, PipelineError};
use crate::read::fold::nearest;
use crate::store::decisions::{self, NewDecision};
use crate::store::returns::StoredReturn;
use crate::store::{StoreError, arrivals, returns};

/// What is to be accepted.
#[derive(Debug, Clone, Copy)]
pub struct Acceptance<'a> {
    /// The kind of the return's subject.
    pub kind: &'a Kind,
    /// The return's subject.
    pub subject: &'a SubjectId,
    /// The return's period, as long as those of the kind.
    pub period: Period,
    /// The field.
    pub field: &'a FieldId,
    /// The value to give; none to accept the one that was typed.
    pub value: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// Who decides.
    pub author: &'a str,
}

/// The version of a return that a decision made.
#[derive(Debug, Clone, Serialize)]
pub struct Accepted {
    /// The kind of its subject.
    pub kind: KindId,
    /// Its subject.
    pub subject: SubjectId,
    /// Its period, as people write it.
    pub period: String,
    /// Its version.
    pub version: u32,
    /// Whether its values count now.
    pub status: ReturnStatus,
    /// What is left to correct or to confirm.
    pub findings: Vec<Finding>,
}

/// Why a value is not accepted. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// The field does not exist.
    #[error("the questionnaire has no field {field}; the nearest one: {}", .nearest.as_deref().unwrap_or("none"))]
    UnknownField {
        /// What was asked for.
        field: FieldId,
        /// The field that was most likely meant.
        nearest: Option<String>,
    },
    /// The subject sent no return for the period.
    #[error("there is no return of {subject} for {period}")]
    NoReturn {
        /// The subject.
        subject: SubjectId,
        /// The period, as people write it.
        period: String,
    },
    /// Nothing was found to be odd about the field, and no value is given.
    #[error("there is nothing to accept about {0}: it has no finding, and no value is given")]
    Nothing(FieldId),
    /// What the holder typed cannot be read: only a given value can take its place.
    #[error("what was typed for {} cannot be read: a value is needed", field_of(.0))]
    TypedUnreadable(Box<Finding>),
    /// The value given cannot be read.
    #[error("the value given for {} cannot be read", field_of(.0))]
    GivenUnreadable(Box<Finding>),
    /// Under today's questionnaires, register and limits the file gives this return no more.
    #[error("the file {0} gives this return no more; read the kept files again")]
    Gone(String),
    /// The pipeline failed.
    #[error(transparent)]
    Pipeline(Box<PipelineError>),
}

impl From<PipelineError> for AcceptError {
    fn from(error: PipelineError) -> Self {
        Self::Pipeline(Box::new(error))
    }
}

impl From<StoreError> for AcceptError {
    fn from(error: StoreError) -> Self {
        PipelineError::from(error).into()
    }
}

fn field_of(finding: &Finding) -> &str {
    finding.field.as_ref().map_or("", FieldId::as_str)
}

/// Takes a decision on a value of the last version of a return: the kept file is read and checked again with it, by the rules of
/// today, and makes the next version. Decision and version are written together, or neither. The register is taken as it was
/// imported last.
///
/// # Errors
/// When there is nothing to accept or it cannot be read, when the kept file is missing or damaged, or when the store fails.
pub async fn accept(context: &Context, order: &Acceptance<'_>) -> Result<Accepted, AcceptError> {
    known(context, order)?;
    let _held = wait_for_lock(context)?;
    let mut report = IngestReport::default();
    let last = last_version(context, order).await?;
    let kept = arrivals::kept_as(&context.store, &last.hash).await?;
    let arrival = kept.id;
    let file = read_again(context, kept)?;
    let mut writing = context.store.begin().await?;
    let new = NewDecision {
        arrival,
        kind: &order.kind.id,
        subject: order.subject,
        period: order.period,
        field: order.field,
        value: order.value,
        reason: order.reason,
        author: order.author,
    };
    decisions::record(&mut writing, &new, context.now).await?;
    let mut taker = Taker::new(context, &mut report).await?;
    let decided = match file {
        Some(file) => taker.take_decided(&mut writing, arrival, file).await?,
        None => None,
    };
    let decided = decided.ok_or_else(|| AcceptError::Gone(last.file))?;
    let mut findings = decided.checked.findings;
    findings.retain(|finding| finding.severity > Severity::Info);
    // What still is an error of the very field could not be read: dropping the transaction takes the decision back.
    if let Some(unread) = error_of(&findings, order.field) {
        return Err(match order.value {
            Some(_) => AcceptError::GivenUnreadable(Box::new(unread)),
            None => AcceptError::TypedUnreadable(Box::new(unread)),
        });
    }
    writing.commit().await?;
    Ok(Accepted {
        kind: order.kind.id.clone(),
        subject: order.subject.clone(),
        period: order.period.written(),
        version: decided.version,
        status: decided.checked.status,
        findings,
    })
}

/// Refuses a field that the questionnaire does not have.
fn known(context: &Context, order: &Acceptance<'_>) -> Result<(), AcceptError> {
    let questionnaire = context.framework.questionnaire_of(&order.kind.id);
    let fields = questionnaire.map_or(&[][..], |q| &q.fields);
    if fields.iter().any(|field| field.id == *order.field) {
        return Ok(());
    }
    let ids = fields.iter().map(|field| field.id.as_str());
    Err(AcceptError::UnknownField {
        field: order.field.clone(),
        nearest: nearest(order.field.as_str(), ids).map(str::to_owned),
    })
}

/// The version that the decision is about; refused where there is none, or nothing to decide.
async fn last_version(
    context: &Context,
    order: &Acceptance<'_>,
) -> Result<StoredReturn, AcceptError> {
    let (kind, subject) = (&order.kind.id, order.subject);
    let last = returns::latest(&context.store, kind, subject, order.period).await?;
    let last = last.ok_or_else(|| AcceptError::NoReturn {
        subject: subject.clone(),
        period: order.period.written(),
    })?;
    let asks = |f: &Finding| f.field.as_ref() == Some(order.field) && f.severity > Severity::Info;
    if order.value.is_none() && !last.findings.iter().any(asks) {
        return Err(AcceptError::Nothing(order.field.clone()));
    }
    Ok(last)
}

fn read_again(context: &Context, kept: arrivals::Kept) -> Result<Option<ReadFile>, PipelineError> {
    let file = kept_file(context, kept);
    let read = tokio::task::block_in_place(|| {
        read_batch(context, &catalogue(context), &[file], &Origin::Kept)
    })?;
    Ok(read.read.into_iter().next())
}

fn error_of(findings: &[Finding], field: &FieldId) -> Option<Finding> {
    let is_error = |f: &&Finding| f.field.as_ref() == Some(field) && f.severity == Severity::Error;
    findings.iter().find(is_error).cloned()
}

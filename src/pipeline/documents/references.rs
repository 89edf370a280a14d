//! What feedback sheets are compared with: worked out once for a kind and period, and kept.

use std::collections::BTreeMap;

use crate::model::KindId;
use crate::pipeline::{Assessment, Context, PipelineError};
use crate::render::sheet::Reference;
use crate::store::references as kept;

/// What the sheets of each kind are compared with.
pub(super) type References = BTreeMap<KindId, Reference>;

/// The references of an assessment, from the store where they still hold; the others are worked out anew.
///
/// # Errors
/// When the store fails.
pub(super) async fn references(
    context: &Context,
    assessment: &Assessment<'_>,
) -> Result<References, PipelineError> {
    let mut all = References::new();
    for assessed in &assessment.kinds {
        let (kind, questionnaire) = (assessed.plan.kind, assessed.plan.questionnaire);
        let period = assessed.evaluation.period;
        let found = kept::find(&context.store, &kind.id, period).await?;
        let reference = found
            .and_then(|found| serde_json::from_str::<Reference>(&found).ok())
            .filter(|found| found.holds(kind, &assessed.rows));
        let reference =
            reference.unwrap_or_else(|| Reference::of(kind, questionnaire, &assessed.rows));
        all.insert(kind.id.clone(), reference);
    }
    Ok(all)
}

/// Keeps them for the next time.
///
/// # Errors
/// When the store fails.
pub(super) async fn keep(
    context: &Context,
    assessment: &Assessment<'_>,
    references: &References,
) -> Result<(), PipelineError> {
    let mut writing = context.store.begin().await?;
    for assessed in &assessment.kinds {
        let kind = &assessed.plan.kind.id;
        let Some(reference) = references.get(kind) else {
            continue;
        };
        let content =
            serde_json::to_string(reference).map_err(|error| PipelineError::Document {
                document: format!("the sheets of {kind}"),
                reason: error.to_string(),
            })?;
        let period = assessed.evaluation.period;
        kept::put(&mut writing, kind, period, &content, context.now).await?;
    }
    writing.commit().await?;
    Ok(())
}

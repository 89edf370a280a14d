//! Where a figure comes from: the cells behind it.

use serde::Serialize;

use super::{EvaluateError, FollowUp, Plan, round_to};
use crate::model::{FieldId, Finding, FindingCode, IndicatorId, Place, SubjectId, Value};
use crate::store::Store;
use crate::store::returns::{self, StoredReturn};

/// A value that a figure uses, and the cell that it was read from.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// The field.
    pub field: String,
    /// What the cell showed; none where nothing is known.
    pub raw: Option<String>,
    /// What was understood.
    pub value: Option<Value>,
    /// The cell.
    pub place: Option<Place>,
    /// The period of the return that it was read from: an earlier one for a stock carried forward.
    pub period: Option<String>,
    /// The sha-256 of the file.
    pub file_hash: Option<String>,
    /// Who accepted the value or gave it in the holder's stead, and why, where somebody did.
    pub accepted: Option<Finding>,
}

/// Where the figure of one subject comes from.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its formula.
    pub formula: String,
    /// The subject.
    pub subject: SubjectId,
    /// The period, as written in the store.
    pub period: String,
    /// The value for this subject alone.
    pub value: Option<f64>,
    /// Whether its values are carried forward.
    pub carried: bool,
    /// The values of the formula.
    pub sources: Vec<Source>,
}

/// Explains the figure of `indicator` for the subject of `row`.
///
/// # Errors
/// When the plan has no such indicator, the store or the engine fails.
pub async fn explain(
    store: &Store,
    plan: &Plan<'_>,
    indicator: &IndicatorId,
    row: &FollowUp,
) -> Result<Explanation, EvaluateError> {
    let at = plan
        .indicators
        .iter()
        .position(|i| &i.id == indicator)
        .ok_or_else(|| {
            EvaluateError::Unknown(format!(
                "the kind {} has no indicator {indicator}",
                plan.kind.id
            ))
        })?;
    let table = plan.table(std::slice::from_ref(row))?;
    let groups = bilan_sql::aggregate(&table, &plan.compiled[at..=at], &[])?;
    let value = groups
        .first()
        .and_then(|g| g.values.first().copied().flatten());
    // The accepted return of the period, or for carried values the latest one before it.
    let mut origin = None;
    for period in row
        .period
        .window(super::timeline::CARRIED_PERIODS + 1)
        .into_iter()
        .rev()
    {
        origin = returns::accepted(store, &plan.kind.id, &row.subject.id, period).await?;
        if origin.is_some() || row.accepted {
            break;
        }
    }
    let sources = plan.fields_of(at).into_iter().map(|field| {
        let known = plan.questionnaire.fields.iter().position(|f| f.id == field);
        let value = known.and_then(|at| row.values.get(at));
        let answer = value
            .as_ref()
            .and(origin.as_ref())
            .and_then(|o| o.answers.get(&field).map(|a| (o, a)));
        Source {
            field: field.to_string(),
            raw: answer.map(|(_, a)| a.raw.clone()),
            place: answer.map(|(_, a)| a.place.clone()),
            period: answer.map(|(o, _)| o.period.written()),
            file_hash: answer.map(|(o, _)| o.hash.clone()),
            accepted: answer.and_then(|(o, _)| accepted(o, &field)),
            value,
        }
    });
    Ok(Explanation {
        indicator: indicator.clone(),
        formula: plan.indicators[at].formula.clone(),
        subject: row.subject.id.clone(),
        period: row.period.written(),
        value: value.and_then(|v| round_to(v, plan.indicators[at].decimals)),
        carried: row.carried,
        sources: sources.collect(),
    })
}

/// What an officer decided about an answer.
fn accepted(stored: &StoredReturn, field: &FieldId) -> Option<Finding> {
    let decided =
        |f: &&Finding| f.code == FindingCode::ValueAccepted && f.field.as_ref() == Some(field);
    stored.findings.iter().find(decided).cloned()
}

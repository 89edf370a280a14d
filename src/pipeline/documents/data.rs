//! The data of one document, as its template reads it: for whoever writes a template.

use serde_json::Value;

use super::survey::survey;
use super::view;
use crate::evaluate::FollowUp;
use crate::framework::Language;
use crate::model::{DocumentId, Period, SubjectId};
use crate::pipeline::forms::{FormOrder, blank_data, subject};
use crate::pipeline::{Assessment, Context, KindAssessment, PipelineError, assess};
use crate::render::handout::handout;
use crate::render::report::report;
use crate::render::sheet::{SheetContext, sheet};
use crate::render::templates::{Per, TemplateInfo};
use crate::render::{Templates, View};
use crate::store::returns::{self, StoredReturn};

/// The data of a document for a period and a language. `scope` is the subject or direction it is about; the first there is,
/// without one. Nothing where there is none.
///
/// # Errors
/// When there is no such document, or the store or the engine fails.
pub async fn document_data(
    context: &Context,
    templates: &Templates,
    document: &DocumentId,
    scope: Option<&str>,
    period: Period,
    language: Language,
) -> Result<Option<Value>, PipelineError> {
    let info = templates.info(document)?;
    let language = info.language_for(language);
    let assessment = assess(context, period).await?;
    let view = view(context, &assessment, language);
    let data = match info.per {
        Per::Once => {
            let survey = survey(context, &assessment).await?;
            let data = report(&view, &survey.extract, &survey.remarks);
            data.map(serde_json::to_value)
        }
        Per::Department => {
            let departments = &context.framework.programme.departments;
            let first = departments.first().map(|d| d.id.as_str());
            let data = scope.or(first).and_then(|id| handout(&view, id));
            data.map(serde_json::to_value)
        }
        Per::Subject => of_subject(context, &assessment, &view, info, scope).await?,
        Per::Form => of_form(context, &view, scope).await?,
    };
    data.transpose().map_err(|error| PipelineError::Document {
        document: document.to_string(),
        reason: error.to_string(),
    })
}

type Written = Option<serde_json::Result<Value>>;

async fn of_subject(
    context: &Context,
    assessment: &Assessment<'_>,
    view: &View<'_>,
    info: &TemplateInfo,
    scope: Option<&str>,
) -> Result<Written, PipelineError> {
    for assessed in &assessment.kinds {
        let kind = &assessed.plan.kind.id;
        let Some(words) = SheetContext::new(view, kind.as_str()).filter(|_| info.is_for(kind))
        else {
            continue;
        };
        if let Some(stored) = first_return(context, assessed, scope).await? {
            let row = |rows: &[FollowUp]| rows.iter().position(|r| r.subject.id == stored.subject);
            let now = row(&assessed.rows).and_then(|at| assessed.rows.get(at));
            let before = row(&assessed.previous).and_then(|at| assessed.previous.get(at));
            let data = sheet(&words, &stored, now, before);
            return Ok(Some(serde_json::to_value(data)));
        }
    }
    Ok(None)
}

/// The last version of the return of a subject, or of the first one there is.
async fn first_return(
    context: &Context,
    assessed: &KindAssessment<'_>,
    scope: Option<&str>,
) -> Result<Option<StoredReturn>, PipelineError> {
    let mut found = None;
    let (kind, period) = (&assessed.plan.kind.id, assessed.evaluation.period);
    returns::each_latest(&context.store, kind, period, |stored| {
        let wanted = scope.is_none_or(|id| id == stored.subject.as_str());
        if wanted && found.is_none() {
            found = Some(stored);
        }
    })
    .await?;
    Ok(found)
}

async fn of_form(
    context: &Context,
    view: &View<'_>,
    scope: Option<&str>,
) -> Result<Written, PipelineError> {
    for of_kind in &view.kinds {
        let (kind, questionnaire) = (of_kind.plan.kind, of_kind.plan.questionnaire);
        let found = match scope {
            Some(id) => subject(context, kind, &SubjectId::new(id)).await?,
            None => of_kind.rows.first().map(|row| (*row.subject).clone()),
        };
        if let Some(found) = found {
            let order = FormOrder {
                kind,
                questionnaire,
                subject: &found,
                period: of_kind.evaluation.period,
                language: view.language,
                before: None,
                correcting: None,
            };
            return Ok(Some(serde_json::to_value(blank_data(context, &order))));
        }
    }
    Ok(None)
}

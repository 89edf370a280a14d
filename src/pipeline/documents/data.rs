//! The data of one document, as its template reads it: for whoever writes a template.

use serde_json::Value;

use super::references::references;
use super::survey::{Survey, survey};
use super::views::{Parts, is_public};
use crate::evaluate::FollowUp;
use crate::framework::Language;
use crate::model::{DocumentId, Period, SubjectId};
use crate::pipeline::forms::{FormOrder, blank_data, subject};
use crate::pipeline::{Assessment, Context, KindAssessment, PipelineError, assess};
use crate::render::contracts::Contract;
use crate::render::fresque::fresque;
use crate::render::handout::handout;
use crate::render::project::project;
use crate::render::report::report;
use crate::render::sheet::{SheetContext, sheet};
use crate::render::templates::{Per, TemplateInfo};
use crate::render::{PublicReturn, Templates, View};
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
    let part = match info.per {
        Per::Edition => Some(scope.map_or_else(|| first_edition(context), str::to_owned)),
        _ => None,
    };
    let about = part.as_deref().or(scope).unwrap_or_default();
    let parts = Parts::of(context, &assessment, std::iter::once((info, about)))?;
    let views = parts.views(context, &assessment, language);
    let Some(view) = views.for_document(info, about) else {
        return Ok(None);
    };
    let data = match info.data {
        Contract::Report | Contract::Fresque => {
            let survey = survey(context, &assessment, is_public(info)).await?;
            of_programme(context, view, &survey, info, part.as_deref())
        }
        Contract::Handout => {
            let departments = &context.framework.programme.departments;
            let first = departments.first().map(|d| d.id.as_str());
            let data = scope.or(first).and_then(|id| handout(view, id));
            data.map(serde_json::to_value)
        }
        Contract::Sheet | Contract::PublicProject => {
            of_subject(context, &assessment, view, info, scope).await?
        }
        Contract::Form => of_form(context, view, scope).await?,
    };
    data.transpose().map_err(|error| PipelineError::Document {
        document: document.to_string(),
        reason: error.to_string(),
    })
}

fn first_edition(context: &Context) -> String {
    let first = context.framework.programme.editions.first();
    first.map(|e| e.id.clone()).unwrap_or_default()
}

fn of_programme(
    context: &Context,
    view: &View<'_>,
    survey: &Survey,
    info: &TemplateInfo,
    edition: Option<&str>,
) -> Written {
    if info.data == Contract::Fresque {
        let editions = &context.framework.programme.editions;
        let named = editions.iter().find(|e| Some(e.id.as_str()) == edition);
        let name = named.map(|e| e.name.get(view.language));
        return fresque(view, &survey.public, name).map(serde_json::to_value);
    }
    let data = if is_public(info) {
        report(view, &survey.public, &[])
    } else {
        report(view, &survey.extract, &survey.remarks)
    };
    data.map(serde_json::to_value)
}

type Written = Option<serde_json::Result<Value>>;

async fn of_subject(
    context: &Context,
    assessment: &Assessment<'_>,
    view: &View<'_>,
    info: &TemplateInfo,
    scope: Option<&str>,
) -> Result<Written, PipelineError> {
    let references = references(context, assessment).await?;
    for of_kind in view.kinds.iter().filter(|kind| info.is_for(kind.id())) {
        let assessed = assessment
            .kinds
            .iter()
            .find(|k| &k.plan.kind.id == of_kind.id());
        let Some(stored) = (match assessed {
            Some(assessed) => first_return(context, assessed, info.data, scope).await?,
            None => None,
        }) else {
            continue;
        };
        let row = |rows: &'_ [FollowUp]| rows.iter().position(|r| r.subject.id == stored.subject);
        let now = row(of_kind.rows).and_then(|at| of_kind.rows.get(at));
        let before = row(of_kind.previous).and_then(|at| of_kind.previous.get(at));
        if info.data == Contract::PublicProject {
            let rules = &context.framework.programme.public;
            let returned = PublicReturn::of(of_kind.plan.questionnaire, &stored, rules);
            let data = now
                .zip(returned)
                .and_then(|(row, r)| project(view, of_kind, row, &r));
            return Ok(data.map(serde_json::to_value));
        }
        if let Some(words) =
            SheetContext::new(view, of_kind.id().as_str(), references.get(of_kind.id()))
        {
            let data = sheet(&words, &stored, now, before);
            return Ok(Some(serde_json::to_value(data)));
        }
    }
    Ok(None)
}

/// The version of the return of a subject that a document is made from, or that of the first one there is.
async fn first_return(
    context: &Context,
    assessed: &KindAssessment<'_>,
    data: Contract,
    scope: Option<&str>,
) -> Result<Option<StoredReturn>, PipelineError> {
    let mut found = None;
    let (kind, period) = (&assessed.plan.kind.id, assessed.evaluation.period);
    let take = |stored: StoredReturn| {
        let wanted = scope.is_none_or(|id| id == stored.subject.as_str());
        if wanted && found.is_none() {
            found = Some(stored);
        }
    };
    if data == Contract::PublicProject {
        returns::each_accepted(context.store.readers(), kind, period, take).await?;
    } else {
        returns::each_latest(&context.store, kind, period, take).await?;
    }
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

//! Who receives what: decided from the audiences, before anything is made or written.

mod recipients;

use std::collections::BTreeSet;

use serde::Serialize;

use super::documents::{FormFor, QUESTIONNAIRE, is_of};
use super::{Assessment, Context, PipelineError};
use crate::evaluate::FollowUp;
use crate::framework::{Audience, ColumnRole, Job, Language, Privacy};
use crate::model::{AudienceId, DocumentId, KindId, Period, SubjectId};
use crate::render::Templates;
use crate::render::contracts::Contract;
use crate::render::templates::Per;
use crate::store::contacts;
use crate::store::outbox::{self, Purpose};

use recipients::Maker;

/// The dashboards, which no Typst template makes.
pub(super) const DASHBOARD: &str = "tableau-de-bord";

/// A document that someone receives: which one, about what, in which language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Wanted {
    /// The document.
    pub document: DocumentId,
    /// The subject or direction it is about; empty for the programme.
    pub scope: String,
    /// Its language.
    pub language: Language,
}

/// A mail to write.
#[derive(Debug, Clone, Serialize)]
pub struct Dispatch {
    /// Why it leaves, once. Two dispatches with one key are one mail, whichever jobs decided them.
    pub key: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The audience.
    pub audience: AudienceId,
    /// The recipient's name.
    pub name: String,
    /// The recipient's address.
    pub email: String,
    /// The recipient's language.
    pub language: Language,
    /// The subject or direction it is about; empty for the programme.
    pub scope: String,
    /// The title of the subject it is about.
    pub title: Option<String>,
    /// The period it is about: that of the kind, which may be longer than the job's.
    pub period: Period,
    /// The mail's template.
    pub mail: String,
    /// What it carries.
    pub documents: Vec<Wanted>,
    /// Whether it was written into the outbox before.
    pub already: bool,
}

/// What a job sends and makes.
#[derive(Debug, Default, Serialize)]
pub struct DispatchPlan {
    /// The mails.
    pub dispatches: Vec<Dispatch>,
    /// All documents to make, those of the mails and those that are only published.
    pub documents: BTreeSet<Wanted>,
    /// Contacts without address: subject and kind.
    pub unreachable: Vec<(KindId, SubjectId)>,
    /// Contacts whose address gives mails back: nothing is written to them.
    pub undeliverable: Vec<(SubjectId, String)>,
    /// The questionnaires that mails carry.
    #[serde(skip)]
    pub(super) forms: Vec<FormFor>,
}

impl DispatchPlan {
    /// Keeps some of the mails, and only what they carry.
    pub(super) fn keep(&mut self, wanted: impl Fn(&Dispatch) -> bool) {
        self.dispatches.retain(wanted);
        self.documents = carried(&self.dispatches).collect();
        self.drop_needless_forms();
    }

    /// Adds what another plan sends and makes.
    pub fn add(&mut self, other: Self) {
        self.dispatches.extend(other.dispatches);
        self.documents.extend(other.documents);
        self.unreachable.extend(other.unreachable);
        self.undeliverable.extend(other.undeliverable);
        self.forms.extend(other.forms);
    }

    /// A questionnaire is made for the mail that carries it, once.
    fn drop_needless_forms(&mut self) {
        let new = self.dispatches.iter().filter(|d| !d.already);
        let new: BTreeSet<&str> = new.map(|d| d.scope.as_str()).collect();
        self.forms
            .retain(|form| new.contains(form.subject.id.as_str()));
    }
}

/// The documents that mails carry, but for questionnaires, which are made for each mail.
fn carried(dispatches: &[Dispatch]) -> impl Iterator<Item = Wanted> {
    let wanted = dispatches.iter().flat_map(|d| &d.documents);
    wanted
        .filter(|w| w.document.as_str() != QUESTIONNAIRE)
        .cloned()
}

/// Decides what a job sends and makes.
///
/// # Errors
/// When an audience would receive a document above its privacy level, or the store fails.
pub async fn plan(
    context: &Context,
    assessment: &Assessment<'_>,
    templates: &Templates,
    job: &Job,
) -> Result<DispatchPlan, PipelineError> {
    let framework = &context.framework;
    let mut plan = DispatchPlan::default();
    let bounced = contacts::undeliverable(&context.store).await?;
    let bounced: BTreeSet<String> = bounced.into_iter().map(|event| event.address).collect();
    for id in &job.audiences {
        let Some(audience) = framework.audience(id) else {
            continue;
        };
        allowed(audience, templates)?;
        let maker = Maker {
            context,
            assessment,
            templates,
            job,
            audience,
            bounced: &bounced,
        };
        maker.add(&mut plan).await?;
    }
    publish_the_rest(context, assessment, templates, job, &mut plan)?;
    plan.documents.extend(carried(&plan.dispatches));
    let periods: BTreeSet<Period> = plan.dispatches.iter().map(|d| d.period).collect();
    for period in periods {
        let sent = outbox::all_dispatches(&context.store, &period.to_string()).await?;
        for dispatch in plan.dispatches.iter_mut().filter(|d| d.period == period) {
            dispatch.already = sent.contains(&dispatch.key);
        }
    }
    plan.drop_needless_forms();
    Ok(plan)
}

/// A document above the audience's level never reaches it, whatever the configuration says.
fn allowed(audience: &Audience, templates: &Templates) -> Result<(), PipelineError> {
    for document in &audience.documents {
        let (_, privacy) = shape(templates, document)?;
        if privacy > audience.privacy {
            return Err(PipelineError::Unknown(format!(
                "the audience {} may not receive the document {document}: it shows more than the audience's privacy level. \
                 Change the level in config/framework/audiences.toml or take the document away",
                audience.id
            )));
        }
    }
    Ok(())
}

fn shape(templates: &Templates, document: &DocumentId) -> Result<(Per, Privacy), PipelineError> {
    match document.as_str() {
        DASHBOARD => return Ok((Per::Once, Privacy::Interne)),
        // It goes to who answered it, with what they wrote.
        QUESTIONNAIRE => return Ok((Per::Form, Privacy::Interne)),
        _ => {}
    }
    let info = templates.info(document)?;
    Ok((info.per, info.privacy))
}

/// The key of the answers to a version of a return, without the address: a version is answered once.
pub(super) fn answer_key(
    audience: &AudienceId,
    period: Period,
    scope: &str,
    version: u32,
) -> String {
    format!("{audience}/{period}/{scope}/v{version}/")
}

fn is_for(templates: &Templates, document: &DocumentId, kind: &KindId) -> bool {
    templates.info(document).is_ok_and(|info| info.is_for(kind))
}

/// Documents of the job that no mail carries are made all the same, in the programme's first language.
fn publish_the_rest(
    context: &Context,
    assessment: &Assessment<'_>,
    templates: &Templates,
    job: &Job,
    plan: &mut DispatchPlan,
) -> Result<(), PipelineError> {
    let language = context.framework.language();
    let carried: BTreeSet<_> = plan
        .dispatches
        .iter()
        .flat_map(|d| &d.documents)
        .chain(&plan.documents)
        .map(|w| w.document.clone())
        .collect();
    for document in job.documents.iter().filter(|d| !carried.contains(*d)) {
        let scopes = scopes(context, assessment, templates, document)?;
        let wanted = scopes.into_iter().map(|scope| Wanted {
            document: document.clone(),
            scope,
            language,
        });
        plan.documents.extend(wanted);
    }
    Ok(())
}

/// What a document is made about: the programme (an empty name), or every edition, direction or subject that has something to show.
fn scopes(
    context: &Context,
    assessment: &Assessment<'_>,
    templates: &Templates,
    document: &DocumentId,
) -> Result<Vec<String>, PipelineError> {
    let programme = &context.framework.programme;
    Ok(match shape(templates, document)?.0 {
        Per::Once => vec![String::new()],
        Per::Form => Vec::new(),
        Per::Department => programme.departments.iter().map(|d| d.id.clone()).collect(),
        Per::Edition => {
            let editions = programme.editions.iter().map(|e| &e.id);
            let followed = editions.filter(|id| is_followed(assessment, ColumnRole::Edition, id));
            followed.cloned().collect()
        }
        Per::Subject => {
            let info = templates.info(document)?;
            // Everyone sees what was accepted; whoever sent a return is answered in any case.
            let shown = |row: &&FollowUp| match info.data {
                Contract::PublicProject => row.accepted,
                _ => row.exchanges > 0,
            };
            let assessed = assessment.kinds.iter();
            let of_kind = assessed.filter(|k| info.is_for(&k.plan.kind.id));
            let rows = of_kind.flat_map(|k| &k.rows).filter(shown);
            rows.map(|row| row.subject.id.to_string()).collect()
        }
    })
}

/// Whether something is followed that has this code in the register column of a role.
fn is_followed(assessment: &Assessment<'_>, role: ColumnRole, code: &str) -> bool {
    let mut kinds = assessment.kinds.iter();
    kinds.any(|assessed| {
        let kind = assessed.plan.kind;
        assessed.rows.iter().any(|row| is_of(kind, row, role, code))
    })
}

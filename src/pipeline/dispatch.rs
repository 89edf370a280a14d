//! Who receives what: decided from the audiences, before anything is made or written.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Assessment, Context, PipelineError};
use crate::framework::{Audience, Job, Language, Privacy, Recipients};
use crate::model::{AudienceId, DocumentId, KindId, Period, SubjectId};
use crate::render::Templates;
use crate::render::templates::Per;
use crate::store::outbox;

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
        };
        maker.add(&mut plan)?;
    }
    publish_the_rest(context, assessment, templates, job, &mut plan)?;
    for dispatch in &plan.dispatches {
        plan.documents.extend(dispatch.documents.iter().cloned());
    }
    let periods: BTreeSet<Period> = plan.dispatches.iter().map(|d| d.period).collect();
    for period in periods {
        let sent = outbox::all_dispatches(&context.store, &period.to_string()).await?;
        for dispatch in plan.dispatches.iter_mut().filter(|d| d.period == period) {
            dispatch.already = sent.contains(&dispatch.key);
        }
    }
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
    if document.as_str() == DASHBOARD {
        return Ok((Per::Once, Privacy::Interne));
    }
    let info = templates.info(document)?;
    Ok((info.per, info.privacy))
}

struct Maker<'a> {
    context: &'a Context,
    assessment: &'a Assessment<'a>,
    templates: &'a Templates,
    job: &'a Job,
    audience: &'a Audience,
}

impl Maker<'_> {
    fn add(&self, plan: &mut DispatchPlan) -> Result<(), PipelineError> {
        let programme = &self.context.framework.programme;
        let first = self.context.framework.language();
        match &self.audience.recipients {
            Recipients::People(people) => {
                for person in people {
                    let language = person.language.unwrap_or(first);
                    let to = (person.name.as_str(), person.email.as_str(), language);
                    self.push(plan, to, "", self.wanted(Per::Once, "", language)?);
                }
            }
            Recipients::Correspondents(true) => {
                for department in &programme.departments {
                    let contact = &department.correspondent;
                    let to = (contact.name.as_str(), contact.email.as_str(), first);
                    let documents = self.wanted(Per::Department, &department.id, first)?;
                    self.push(plan, to, &department.id, documents);
                }
            }
            Recipients::ContactsOf(kind) => self.contacts(plan, kind, first)?,
            Recipients::Correspondents(false) | Recipients::Nobody(_) => {
                plan.documents.extend(self.wanted(Per::Once, "", first)?);
            }
        }
        Ok(())
    }

    fn contacts(
        &self,
        plan: &mut DispatchPlan,
        kind: &KindId,
        first: Language,
    ) -> Result<(), PipelineError> {
        let Some(assessed) = self
            .assessment
            .kinds
            .iter()
            .find(|k| &k.plan.kind.id == kind)
        else {
            return Ok(());
        };
        for row in assessed.rows.iter().filter(|row| row.exchanges > 0) {
            let subject = &row.subject;
            let language = subject.contact_language.unwrap_or(first);
            let scope = subject.id.as_str();
            let mut documents = self.wanted(Per::Subject, scope, language)?;
            documents.retain(|wanted| is_for(self.templates, &wanted.document, kind));
            let Some(email) = &subject.contact_email else {
                plan.unreachable.push((kind.clone(), subject.id.clone()));
                plan.documents.extend(documents);
                continue;
            };
            let name = subject.contact_name.as_deref().unwrap_or_default();
            let (audience, period) = (&self.audience.id, row.period);
            // A holder is answered once for each version of their return, by whichever job comes first.
            let version = row.latest_version;
            let key = format!("{audience}/{period}/{scope}/v{version}/{email}");
            self.push_as(plan, key, (name, email, language), scope, period, documents);
        }
        Ok(())
    }

    /// The audience's documents of this shape that the job makes.
    fn wanted(
        &self,
        per: Per,
        scope: &str,
        language: Language,
    ) -> Result<Vec<Wanted>, PipelineError> {
        let mut wanted = Vec::new();
        for document in self
            .audience
            .documents
            .iter()
            .filter(|d| self.job.documents.contains(d))
        {
            if shape(self.templates, document)?.0 != per {
                continue;
            }
            let language = match self.templates.info(document) {
                Ok(info) => info.language_for(language),
                Err(_) => language,
            };
            wanted.push(Wanted {
                document: document.clone(),
                scope: scope.to_owned(),
                language,
            });
        }
        Ok(wanted)
    }

    /// A mail that leaves once for each job, period and recipient.
    fn push(
        &self,
        plan: &mut DispatchPlan,
        to: (&str, &str, Language),
        scope: &str,
        documents: Vec<Wanted>,
    ) {
        let (job, audience, period) = (&self.job.id, &self.audience.id, self.assessment.period);
        let key = format!("{job}/{period}/{audience}/{scope}/{}", to.1);
        self.push_as(plan, key, to, scope, period, documents);
    }

    /// A mail to a name, address and language; none where it would carry nothing.
    fn push_as(
        &self,
        plan: &mut DispatchPlan,
        key: String,
        (name, email, language): (&str, &str, Language),
        scope: &str,
        period: Period,
        documents: Vec<Wanted>,
    ) {
        if documents.is_empty() {
            return;
        }
        plan.dispatches.push(Dispatch {
            key,
            audience: self.audience.id.clone(),
            name: name.to_owned(),
            email: email.to_owned(),
            language,
            scope: scope.to_owned(),
            period,
            mail: self.audience.mail.clone(),
            documents,
            already: false,
        });
    }
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
        let scopes: Vec<String> = match shape(templates, document)?.0 {
            Per::Once => vec![String::new()],
            Per::Form => Vec::new(),
            Per::Department => context
                .framework
                .programme
                .departments
                .iter()
                .map(|d| d.id.clone())
                .collect(),
            Per::Subject => {
                let assessed = assessment
                    .kinds
                    .iter()
                    .filter(|k| is_for(templates, document, &k.plan.kind.id));
                let rows = assessed
                    .flat_map(|k| &k.rows)
                    .filter(|row| row.exchanges > 0);
                rows.map(|row| row.subject.id.to_string()).collect()
            }
        };
        let wanted = scopes.into_iter().map(|scope| Wanted {
            document: document.clone(),
            scope,
            language,
        });
        plan.documents.extend(wanted);
    }
    Ok(())
}

//! What each recipient of an audience receives.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{DASHBOARD, Dispatch, DispatchPlan, Wanted, answer_key, is_followed, is_for, shape};
use crate::evaluate::SubjectInfo;
use crate::framework::{Audience, ColumnRole, Job, Language, Recipients};
use crate::model::{KindId, Period, SubjectId};
use crate::pipeline::documents::FormFor;
use crate::pipeline::forms::subject;
use crate::pipeline::{Assessment, Context, KindAssessment, PipelineError};
use crate::render::Templates;
use crate::render::templates::Per;
use crate::store::exchanges::{self, Exchange};
use crate::store::outbox::Purpose;

/// What a mail is about.
struct About<'a> {
    purpose: Purpose,
    scope: &'a str,
    title: Option<String>,
    period: Period,
}

pub(super) struct Maker<'a> {
    pub(super) context: &'a Context,
    pub(super) assessment: &'a Assessment<'a>,
    pub(super) templates: &'a Templates,
    pub(super) job: &'a Job,
    pub(super) audience: &'a Audience,
    /// Addresses that give mails back.
    pub(super) bounced: &'a BTreeSet<String>,
}

impl Maker<'_> {
    /// Adds what the audience receives.
    pub(super) async fn add(&self, plan: &mut DispatchPlan) -> Result<(), PipelineError> {
        let programme = &self.context.framework.programme;
        let first = self.context.framework.language();
        match &self.audience.recipients {
            Recipients::People(people) => {
                for person in people {
                    let language = person.language.unwrap_or(first);
                    let to = (person.name.as_str(), person.email.as_str(), language);
                    let mut documents = self.wanted(Per::Once, "", language)?;
                    documents.extend(self.editions(language)?);
                    self.push(plan, to, "", documents);
                }
            }
            Recipients::Correspondents(true) => {
                for department in &programme.departments {
                    let contact = &department.correspondent;
                    let to = (contact.name.as_str(), contact.email.as_str(), first);
                    let mut documents = self.wanted(Per::Department, &department.id, first)?;
                    documents.extend(self.own_dashboard(&department.id, first));
                    self.push(plan, to, &department.id, documents);
                }
            }
            Recipients::ContactsOf(kind) => self.contacts(plan, kind).await?,
            Recipients::Correspondents(false) | Recipients::Nobody(_) => {
                plan.documents.extend(self.wanted(Per::Once, "", first)?);
                plan.documents.extend(self.editions(first)?);
            }
        }
        Ok(())
    }

    /// The dashboard of one direction, where the audience receives it and the direction follows something.
    fn own_dashboard(&self, department: &str, language: Language) -> Option<Wanted> {
        let mut asked = self.audience.documents.iter();
        let document = asked.find(|d| d.as_str() == DASHBOARD && self.job.documents.contains(d))?;
        is_followed(self.assessment, ColumnRole::Department, department).then(|| Wanted {
            document: document.clone(),
            scope: department.to_owned(),
            language,
        })
    }

    /// The audience's documents of every edition that follows something.
    fn editions(&self, language: Language) -> Result<Vec<Wanted>, PipelineError> {
        let mut all = Vec::new();
        for edition in &self.context.framework.programme.editions {
            if is_followed(self.assessment, ColumnRole::Edition, &edition.id) {
                all.extend(self.wanted(Per::Edition, &edition.id, language)?);
            }
        }
        Ok(all)
    }

    /// The answer to each contact who sent a return for the period of their kind.
    async fn contacts(&self, plan: &mut DispatchPlan, kind: &KindId) -> Result<(), PipelineError> {
        let kinds = &self.assessment.kinds;
        let Some(assessed) = kinds.iter().find(|k| &k.plan.kind.id == kind) else {
            return Ok(());
        };
        let period = assessed.evaluation.period;
        let exchanges = exchanges::of_period(&self.context.store, kind, period).await?;
        let subjects: HashMap<&SubjectId, &Arc<SubjectInfo>> = assessed
            .rows
            .iter()
            .map(|row| (&row.subject.id, &row.subject))
            .collect();
        for (id, exchange) in &exchanges {
            let subject = match subjects.get(id) {
                Some(known) => Arc::clone(known),
                // Nobody expected this return, and it is answered all the same.
                None => match subject(self.context, assessed.plan.kind, id).await? {
                    Some(found) => Arc::new(found),
                    None => continue,
                },
            };
            self.answer(plan, assessed, &subject, exchange)?;
        }
        Ok(())
    }

    fn answer(
        &self,
        plan: &mut DispatchPlan,
        assessed: &KindAssessment<'_>,
        subject: &Arc<SubjectInfo>,
        exchange: &Exchange,
    ) -> Result<(), PipelineError> {
        let (kind, period) = (&assessed.plan.kind.id, assessed.evaluation.period);
        let first = self.context.framework.language();
        let language = subject.contact_language.unwrap_or(first);
        let scope = subject.id.as_str();
        let mut documents = self.wanted(Per::Subject, scope, language)?;
        documents.retain(|wanted| is_for(self.templates, &wanted.document, kind));
        let Some(email) = &subject.contact_email else {
            plan.unreachable.push((kind.clone(), subject.id.clone()));
            plan.documents.extend(documents);
            return Ok(());
        };
        if self.bounced.contains(&email.to_lowercase()) {
            let gone = (subject.id.clone(), email.clone());
            plan.undeliverable.push(gone);
            plan.documents.extend(documents);
            return Ok(());
        }
        if exchange.to_correct && !self.wanted(Per::Form, scope, language)?.is_empty() {
            let form = FormFor {
                kind: kind.clone(),
                subject: Arc::clone(subject),
                period,
                language,
                before: (self.context.framework.programme).answer_by(self.context.today()),
                correcting: true,
            };
            documents.push(form.wanted());
            plan.forms.push(form);
        }
        let name = subject.contact_name.as_deref().unwrap_or_default();
        let audience = &self.audience.id;
        // A holder is answered once for each version of their return, by whichever job comes first.
        let key = format!(
            "{}{email}",
            answer_key(audience, period, scope, exchange.latest)
        );
        let about = About {
            purpose: Purpose::Answer,
            scope,
            title: Some(subject.title.clone()),
            period,
        };
        self.push_as(plan, key, (name, email, language), about, documents);
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
        let about = About {
            purpose: Purpose::Document,
            scope,
            title: None,
            period,
        };
        self.push_as(plan, key, to, about, documents);
    }

    /// A mail to a name, address and language; none where it would carry nothing.
    fn push_as(
        &self,
        plan: &mut DispatchPlan,
        key: String,
        (name, email, language): (&str, &str, Language),
        about: About<'_>,
        documents: Vec<Wanted>,
    ) {
        if documents.is_empty() {
            return;
        }
        plan.dispatches.push(Dispatch {
            key,
            purpose: about.purpose,
            audience: self.audience.id.clone(),
            name: name.to_owned(),
            email: email.to_owned(),
            language,
            scope: about.scope.to_owned(),
            title: about.title,
            period: about.period,
            mail: self.audience.mail.clone(),
            documents,
            already: false,
        });
    }
}

//! Deciding mails: from a plan and its documents into the outbox.

use super::dispatch::{Dispatch, DispatchPlan};
use super::documents::{self, DocumentsReport, QUESTIONNAIRE};
use super::mails::{self, Draft};
use super::send::SendReport;
use super::{Assessment, Context, PipelineError};
use crate::deliver::{
    MailContext, MailDocument, MailRenderer, MailReport, MailSubject, MailTemplates,
};
use crate::framework::Language;
use crate::model::{Level, SubjectId};
use crate::render::{Templates, View};
use crate::store::outbox::{Attachment, NewMessage};
use crate::text;

/// Mails written together on all cores, then handed to the store: no more of them are held at once.
const TOGETHER: usize = 100;

/// Writes the mails of a plan into the outbox, all of them or none, and counts them in the report.
///
/// # Errors
/// When a template or the store fails.
pub async fn queue(
    context: &Context,
    assessment: &Assessment<'_>,
    templates: &Templates,
    plan: &DispatchPlan,
    documents: &DocumentsReport,
    job: &str,
    report: &mut SendReport,
) -> Result<(), PipelineError> {
    let sources = MailTemplates::read(&context.root.join("report-templates/mail"))?;
    let writer = Writer {
        context,
        assessment,
        templates,
        documents,
        renderer: sources.renderer()?,
        job,
    };
    let (already, new): (Vec<_>, Vec<_>) = plan.dispatches.iter().partition(|d| d.already);
    report.already += already.len();
    let mut writing = context.store.begin().await?;
    for dispatches in new.chunks(TOGETHER) {
        let messages = tokio::task::block_in_place(|| {
            context
                .cores
                .map(dispatches, |dispatch| writer.write(dispatch))
        });
        for (dispatch, message) in dispatches.iter().zip(messages) {
            match message? {
                None => report
                    .withheld
                    .push(format!("{} ({})", dispatch.email, dispatch.scope)),
                Some(message) => {
                    mails::write(context, &mut writing, &message, report).await?;
                }
            }
        }
    }
    writing.commit().await?;
    Ok(())
}

/// What mails are written from.
struct Writer<'a> {
    context: &'a Context,
    assessment: &'a Assessment<'a>,
    templates: &'a Templates,
    documents: &'a DocumentsReport,
    renderer: MailRenderer<'a>,
    job: &'a str,
}

impl Writer<'_> {
    /// The mail of a dispatch; nothing where one of its documents could not be made.
    fn write(&self, dispatch: &Dispatch) -> Result<Option<NewMessage>, PipelineError> {
        let mut attachments = Vec::with_capacity(dispatch.documents.len());
        for wanted in &dispatch.documents {
            let Some(made) = self.documents.available.get(wanted) else {
                return Ok(None);
            };
            attachments.push(mails::attachment(self.context, &made.path, &made.hash)?);
        }
        let draft = Draft {
            key: dispatch.key.clone(),
            purpose: dispatch.purpose,
            period: dispatch.period.to_string(),
            audience: dispatch.audience.to_string(),
            name: dispatch.name.clone(),
            email: dispatch.email.clone(),
            language: dispatch.language,
            template: dispatch.mail.clone(),
            words: self.words(dispatch, &attachments),
            attachments,
        };
        Ok(Some(draft.message(&self.renderer, self.job)?))
    }

    fn words(&self, dispatch: &Dispatch, attachments: &[Attachment]) -> MailContext {
        let language = dispatch.language;
        let view = documents::view(self.context, self.assessment, language);
        let subject = SubjectId::new(dispatch.scope.clone());
        let answer = self.documents.answers.get(&(subject, language)).cloned();
        let title = dispatch.title.clone().filter(|_| answer.is_some());
        let titles = dispatch.documents.iter().zip(attachments);
        let titles = titles.map(|(wanted, attachment)| MailDocument {
            title: documents::title(self.templates, &view, &wanted.document),
            file: attachment.name.clone(),
        });
        let mut attached = dispatch.documents.iter().zip(attachments);
        let form = attached.find(|(wanted, _)| wanted.document.as_str() == QUESTIONNAIRE);
        let form = form.map(|(_, attachment)| attachment);
        let departments = &view.framework.programme.departments;
        let direction = departments.iter().find(|d| d.id == dispatch.scope);
        let highlights = self.documents.highlights.get(&language);
        MailContext {
            period: Some(text::period_with_article(dispatch.period, language)),
            respond_by: answer.as_ref().map(|a| a.respond_by.clone()),
            next_request: answer.as_ref().and_then(|a| a.next_request.clone()),
            documents: titles.collect(),
            form: form.map(|attachment| attachment.name.clone()),
            subject: title.map(|title| MailSubject {
                id: dispatch.scope.clone(),
                title,
            }),
            answer,
            direction: direction.map(|d| d.name.get(language).to_owned()),
            report: highlights.map(|sentences| report(&view, sentences.clone(), language)),
            ..mails::words(self.context, &dispatch.name, language)
        }
    }
}

fn report(view: &View<'_>, highlights: Vec<String>, language: Language) -> MailReport {
    let programme = view
        .main_kind()
        .and_then(|k| k.evaluation.groups(&Level::Programme).first());
    let coverage = programme.map(|g| g.coverage).unwrap_or_default();
    let number = |n: u64| text::decimal(n.into(), 0, language);
    MailReport {
        accepted: number(coverage.accepted),
        expected: number(coverage.expected),
        highlights,
    }
}

//! Deciding mails: from a plan and its documents into the outbox.

use std::path::{Path, PathBuf};

use super::dispatch::{Dispatch, DispatchPlan};
use super::documents::{self, DocumentsReport};
use super::send::SendReport;
use super::{Assessment, Context, PipelineError};
use crate::deliver::{
    MailContact, MailContext, MailDocument, MailRenderer, MailReport, MailSubject, MailTemplates,
};
use crate::framework::Language;
use crate::model::{Level, SubjectId};
use crate::render::{Templates, View};
use crate::store::outbox::{self, Attachment, NewMessage};
use crate::store::raw_files::RawFiles;
use crate::text;

/// Mails written together on all cores, then handed to the store: no more of them are held at once.
const TOGETHER: usize = 100;

/// Writes the mails of a plan into the outbox: all of them, or none.
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
) -> Result<SendReport, PipelineError> {
    let mut report = SendReport::default();
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
    report.already = already.len();
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
                Some(message) if outbox::queue(&mut writing, &message, context.now).await? => {
                    report.queued += 1;
                }
                Some(_) => report.already += 1,
            }
        }
    }
    writing.commit().await?;
    Ok(report)
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
        let Some(attachments) = attachments(self.context, dispatch, self.documents)? else {
            return Ok(None);
        };
        let view = documents::view(self.context, self.assessment, dispatch.language);
        let words = mail_context(
            &view,
            self.templates,
            dispatch,
            self.documents,
            &attachments,
        );
        let mail = self
            .renderer
            .render(&dispatch.mail, dispatch.language, &words)?;
        let mut content = format!("{}\n{}\n{}", dispatch.key, mail.subject, mail.text);
        attachments.iter().for_each(|a| content.push_str(&a.hash));
        Ok(Some(NewMessage {
            dispatch: dispatch.key.clone(),
            job: self.job.to_owned(),
            period: dispatch.period.to_string(),
            audience: dispatch.audience.to_string(),
            recipient_name: dispatch.name.clone(),
            recipient_email: dispatch.email.clone(),
            language: dispatch.language.code().to_owned(),
            subject: mail.subject,
            body_text: mail.text,
            body_html: mail.html,
            attachments,
            message_id: RawFiles::hash(content.as_bytes()).to_string(),
        }))
    }
}

/// What a mail carries; nothing where one of its documents could not be made.
fn attachments(
    context: &Context,
    dispatch: &Dispatch,
    documents: &DocumentsReport,
) -> Result<Option<Vec<Attachment>>, PipelineError> {
    let mut attachments = Vec::with_capacity(dispatch.documents.len());
    for wanted in &dispatch.documents {
        let Some(made) = documents.available.get(wanted) else {
            return Ok(None);
        };
        let path = Path::new(&made.path);
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let media_type = if name.ends_with(".xlsx") {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        } else {
            "application/pdf"
        };
        attachments.push(Attachment {
            path: keep_for_mail(context, path, &made.hash)?,
            hash: made.hash.clone(),
            media_type: media_type.to_owned(),
            name,
        });
    }
    Ok(Some(attachments))
}

/// The folder of documents that mails wait with.
pub(super) fn waiting_folder(context: &Context) -> PathBuf {
    context.settings.files.documents.join("envois")
}

/// A second name for the document as it is now, so that making it again does not change what a waiting mail carries.
fn keep_for_mail(context: &Context, document: &Path, hash: &str) -> Result<String, PipelineError> {
    let folder = waiting_folder(context);
    let kept = folder.join(hash);
    if !kept.is_file() {
        let failed = |source| PipelineError::File {
            path: kept.clone(),
            source,
        };
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let document = context.root.join(document);
        // Some network file systems have no links: a copy does as well.
        std::fs::hard_link(&document, &kept)
            .or_else(|_| std::fs::copy(&document, &kept).map(|_| ()))
            .map_err(failed)?;
    }
    Ok(context.shown(&kept))
}

fn mail_context(
    view: &View<'_>,
    templates: &Templates,
    dispatch: &Dispatch,
    documents: &DocumentsReport,
    attachments: &[Attachment],
) -> MailContext {
    let (programme, language) = (&view.framework.programme, dispatch.language);
    let subject = SubjectId::new(dispatch.scope.clone());
    let answer = documents.answers.get(&(subject.clone(), language)).cloned();
    let titles = dispatch
        .documents
        .iter()
        .zip(attachments)
        .map(|(wanted, attachment)| MailDocument {
            title: match templates.info(&wanted.document) {
                Ok(info) => info.title.get(language).to_owned(),
                Err(_) => view.texts.get("document-dashboard", &[]),
            },
            file: attachment.name.clone(),
        });
    let direction = programme
        .departments
        .iter()
        .find(|d| d.id == dispatch.scope);
    MailContext {
        programme: programme.name.get(language).to_owned(),
        organisation: programme.organisation.get(language).to_owned(),
        team: programme.team.get(language).to_owned(),
        contact: MailContact {
            name: programme.contact.name.clone(),
            email: programme.contact.email.clone(),
            phone: programme.contact.phone.clone(),
        },
        recipient: Some(dispatch.name.clone()).filter(|n| !n.is_empty()),
        period: Some(text::period_with_article(dispatch.period, language)),
        respond_by: answer.as_ref().map(|a| a.respond_by.clone()),
        next_request: answer.as_ref().and_then(|a| a.next_request.clone()),
        documents: titles.collect(),
        subject: answer.is_some().then(|| title(view, &subject)).flatten(),
        answer,
        direction: direction.map(|d| d.name.get(language).to_owned()),
        report: documents
            .highlights
            .get(&language)
            .map(|sentences| report(view, sentences.clone(), language)),
        button: None,
    }
}

fn title(view: &View<'_>, subject: &SubjectId) -> Option<MailSubject> {
    let row = view
        .kinds
        .iter()
        .flat_map(|k| k.rows)
        .find(|r| &r.subject.id == subject)?;
    Some(MailSubject {
        id: subject.to_string(),
        title: row.subject.title.clone(),
    })
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

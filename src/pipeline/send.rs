//! Mails: into the outbox in one transaction, then out of it through the transport.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::dispatch::{Dispatch, DispatchPlan};
use super::documents::DocumentsReport;
use super::{Assessment, Context, PipelineError};
use crate::config::{self, Security};
use crate::deliver::{
    self, Correspondent, Enclosure, Letter, MailContact, MailContext, MailDocument, MailReport,
    MailSubject, MailTemplates, Outcome, SmtpSettings, StepTimeouts, Transport, compose,
    outbox as calendar,
};
use crate::framework::Language;
use crate::model::{Level, SubjectId};
use crate::render::{Templates, View};
use crate::store::outbox::{self, Attachment, NewMessage, QueuedMessage};
use crate::store::raw_files::RawFiles;
use crate::text;

/// Files written before one wait for the disk. A mail server gets one mail at a time, each noted as soon as it has taken
/// it: a crash repeats at most the one between its answer and our note.
const FILES_AT_ONCE: u32 = 50;

/// What left.
#[derive(Debug, Default, Clone, Serialize)]
pub struct SendReport {
    /// Mails written into the outbox now.
    pub queued: usize,
    /// Mails of the plan that were written before: nothing is sent again.
    pub already: usize,
    /// Mails that were not written, because a document they carry could not be made.
    pub withheld: Vec<String>,
    /// Mails sent now.
    pub sent: usize,
    /// Mails of the whole outbox that wait for another try.
    pub waiting: usize,
    /// Why the last mail that was put off did not leave.
    pub put_off: Option<String>,
    /// Mails given up, with the reason.
    pub failed: Vec<String>,
}

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
    let mails = MailTemplates::read(&context.root.join("report-templates/mail"))?;
    let renderer = mails.renderer()?;
    let mut messages = Vec::new();
    for dispatch in &plan.dispatches {
        if dispatch.already {
            report.already += 1;
            continue;
        }
        let Some(attachments) = attachments(context, dispatch, documents)? else {
            report
                .withheld
                .push(format!("{} ({})", dispatch.email, dispatch.scope));
            continue;
        };
        let view = super::documents::view(context, assessment, dispatch.language);
        let words = mail_context(&view, templates, dispatch, documents, &attachments);
        let mail = renderer.render(&dispatch.mail, dispatch.language, &words)?;
        let mut content = format!("{}\n{}\n{}", dispatch.key, mail.subject, mail.text);
        attachments.iter().for_each(|a| content.push_str(&a.hash));
        messages.push(NewMessage {
            dispatch: dispatch.key.clone(),
            job: job.to_owned(),
            period: assessment.period.to_string(),
            audience: dispatch.audience.to_string(),
            recipient_name: dispatch.name.clone(),
            recipient_email: dispatch.email.clone(),
            language: dispatch.language.code().to_owned(),
            subject: mail.subject,
            body_text: mail.text,
            body_html: mail.html,
            attachments,
            message_id: RawFiles::hash(content.as_bytes()).to_string(),
        });
    }
    let mut transaction = context.store.begin().await?;
    for message in &messages {
        if outbox::queue(&mut transaction, message, context.now).await? {
            report.queued += 1;
        } else {
            report.already += 1;
        }
    }
    transaction
        .commit()
        .await
        .map_err(crate::store::StoreError::from)?;
    Ok(report)
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
fn waiting_folder(context: &Context) -> PathBuf {
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
    let days = |n| {
        view.today
            .checked_add_days(chrono::Days::new(n))
            .map(|d| text::date_long(d, language))
    };
    let next = view
        .period
        .next()
        .and_then(|p| p.end().succ_opt())
        .map(|d| text::date_long(d, language));
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
        period: Some(text::period_with_article(view.period, language)),
        respond_by: answer.as_ref().and_then(|_| days(10)),
        next_request: next,
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

/// Sends what waits in the outbox for a try not later than `due`, or all that waits without one. One process sends at a time; where another one does,
/// it takes these mails too.
///
/// # Errors
/// When the transport cannot be set up or the store fails. A mail that does not leave is in the report.
pub async fn send(
    context: &Context,
    due: Option<DateTime<Utc>>,
    report: &mut SendReport,
) -> Result<(), PipelineError> {
    let Some(_held) = context.locks.try_take("envoi")? else {
        return Ok(());
    };
    let mut transaction = context.store.begin().await?;
    outbox::hand_back(&mut transaction).await?;
    transaction
        .commit()
        .await
        .map_err(crate::store::StoreError::from)?;
    let transport = transport(context)?;
    let to_files = matches!(transport, Transport::File(_));
    let at_once = if to_files { FILES_AT_ONCE } else { 1 };
    // A mail is tried once a call, even one whose next try is due at once.
    let mut tried = std::collections::HashSet::new();
    loop {
        let mut transaction = context.store.begin().await?;
        let batch = outbox::claim(&mut transaction, due, at_once).await?;
        transaction
            .commit()
            .await
            .map_err(crate::store::StoreError::from)?;
        if batch.is_empty() || batch.iter().any(|queued| !tried.insert(queued.id)) {
            let mut transaction = context.store.begin().await?;
            outbox::hand_back(&mut transaction).await?;
            transaction
                .commit()
                .await
                .map_err(crate::store::StoreError::from)?;
            break;
        }
        let mut outcomes = Vec::with_capacity(batch.len());
        let mut reachable = true;
        for queued in &batch {
            outcomes.push(
                match letter(context, queued).and_then(|l| Ok(compose(&l)?)) {
                    Ok(mail) => transport.send(&mail).await,
                    Err(error) => Outcome::Refused {
                        permanent: true,
                        message: error.to_string(),
                    },
                },
            );
            reachable &= !matches!(outcomes.last(), Some(Outcome::Unreachable { .. }));
            context.progress.advance(1);
        }
        // The files of a batch are on the disk before the rows say so; a server that took a mail has it.
        if to_files {
            transport.finish().await;
        }
        let mut transaction = context.store.begin().await?;
        for (queued, outcome) in batch.iter().zip(outcomes) {
            note(context, &mut transaction, queued, outcome, report).await?;
        }
        transaction
            .commit()
            .await
            .map_err(crate::store::StoreError::from)?;
        if !reachable {
            break;
        }
    }
    if !to_files {
        transport.finish().await;
    }
    report.waiting = outbox::waiting(&context.store).await?;
    if report.waiting == 0 {
        tidy(&waiting_folder(context));
    }
    Ok(())
}

/// Nothing waits: the second names of documents go, the documents stay.
fn tidy(folder: &Path) {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(folder = %folder.display(), %error, "the folder of waiting documents stays");
        }
        _ => {}
    }
}

async fn note(
    context: &Context,
    connection: &mut sqlx::SqliteConnection,
    queued: &QueuedMessage,
    outcome: Outcome,
    report: &mut SendReport,
) -> Result<(), PipelineError> {
    let (message, permanent) = match outcome {
        Outcome::Sent(_) => {
            report.sent += 1;
            return Ok(outbox::mark_sent(connection, queued.id, context.now).await?);
        }
        Outcome::Refused { permanent, message } => (message, permanent),
        Outcome::Unreachable { message } => (message, false),
    };
    let next = if permanent {
        None
    } else {
        calendar::next_attempt(context.now, queued.attempts)
    };
    tracing::warn!(mail = queued.id, error = message, again = ?next, "a mail did not leave");
    if next.is_some() {
        report.put_off = Some(message.clone());
    } else {
        report
            .failed
            .push(format!("{}: {message}", queued.message.recipient_email));
    }
    Ok(outbox::mark_failed(connection, queued.id, &message, next).await?)
}

fn letter(context: &Context, queued: &QueuedMessage) -> Result<Letter, PipelineError> {
    let message = &queued.message;
    let mut enclosures = Vec::with_capacity(message.attachments.len());
    for attachment in &message.attachments {
        let path = context.root.join(&attachment.path);
        let bytes = std::fs::read(&path).map_err(|source| PipelineError::File {
            path: path.clone(),
            source,
        })?;
        if RawFiles::hash(&bytes).to_string() != attachment.hash {
            let source = std::io::Error::other("the document changed since the mail was decided");
            return Err(PipelineError::File { path, source });
        }
        enclosures.push(Enclosure {
            name: attachment.name.clone(),
            media_type: attachment.media_type.clone(),
            bytes,
        });
    }
    let mail = &context.settings.mail;
    Ok(Letter {
        key: message.message_id.clone(),
        to: Correspondent {
            name: message.recipient_name.clone(),
            address: message.recipient_email.clone(),
        },
        from: correspondent(&mail.from),
        reply_to: mail.reply_to.as_deref().map(correspondent),
        subject: message.subject.clone(),
        text: message.body_text.clone(),
        html: message.body_html.clone(),
        enclosures,
        date: queued.created_at,
        language: if message.language == "en" {
            Language::En
        } else {
            Language::Fr
        },
    })
}

/// `Name <address>` or an address alone, as the settings' check has let it pass.
fn correspondent(text: &str) -> Correspondent {
    match text.rsplit_once('<') {
        Some((name, address)) => Correspondent {
            name: name.trim().trim_matches('"').to_owned(),
            address: address.trim_end_matches('>').trim().to_owned(),
        },
        None => Correspondent {
            name: String::new(),
            address: text.trim().to_owned(),
        },
    }
}

fn transport(context: &Context) -> Result<Transport, PipelineError> {
    let mail = &context.settings.mail;
    let smtp = match (mail.transport, &mail.smtp) {
        (config::Transport::File, _) => return Ok(Transport::File(mail.folder.clone())),
        (config::Transport::Smtp, None) => {
            return Err(PipelineError::Unknown(
                "mail.transport is smtp, but [mail.smtp] is missing".into(),
            ));
        }
        (config::Transport::Smtp, Some(smtp)) => smtp,
    };
    let password = smtp.password.as_ref().map(|p| p.expose().to_owned());
    let credentials = smtp.user.clone().zip(password);
    Ok(Transport::smtp(SmtpSettings {
        host: smtp.host.clone(),
        port: smtp.port(),
        security: match smtp.security {
            Security::Tls => deliver::Security::Tls,
            Security::Starttls => deliver::Security::StartTls,
            Security::None => deliver::Security::None,
        },
        credentials,
        hello_name: None,
        ca_file: smtp.ca_file.clone(),
        timeouts: StepTimeouts::default(),
    })?)
}

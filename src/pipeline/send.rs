//! Sending: what waits in the outbox leaves through the transport.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::mails::waiting_folder;
use super::{Context, PipelineError};
use crate::config::{self, Security};
use crate::deliver::{
    self, Correspondent, Enclosure, Letter, Outcome, OutgoingMail, SmtpSettings, StepTimeouts,
    Transport, compose, outbox as calendar,
};
use crate::framework::Language;
use crate::store::campaigns;
use crate::store::outbox::{self, QueuedMessage};
use crate::store::raw_files::RawFiles;

/// Files written before one wait for the disk. A mail server gets one mail at a time, each noted as soon as it has taken
/// it: a crash repeats at most the one between its answer and our note.
const FILES_AT_ONCE: u32 = 50;

/// Whole messages held at once: each is as large as all that it carries, three times over while it is composed.
const COMPOSED: usize = 8;

/// What left.
#[derive(Debug, Default, Clone, Serialize)]
pub struct SendReport {
    /// Mails written into the outbox now.
    pub queued: usize,
    /// Mails of the plan that were written before: nothing is sent again.
    pub already: usize,
    /// Mails that were not written, because a document they carry could not be made.
    pub withheld: Vec<String>,
    /// Answers put off to tomorrow: their address had as many as one day may bring.
    pub held_back: Vec<String>,
    /// Mails of campaigns that waited, and that an answer has made needless.
    pub withdrawn: u64,
    /// Mails sent now.
    pub sent: usize,
    /// Mails of the whole outbox that wait for another try.
    pub waiting: usize,
    /// Why the last mail that was put off did not leave.
    pub put_off: Option<String>,
    /// Mails given up, with the reason.
    pub failed: Vec<String>,
}

/// Sends what waits in the outbox for a try not later than `due`, or all that waits without one. One process sends at a
/// time; where another one does, it takes these mails too.
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
    report.withdrawn += campaigns::withdraw_answered(&mut transaction).await?;
    transaction.commit().await?;
    let transport = transport(context)?;
    let to_files = matches!(transport, Transport::File(_));
    let at_once = if to_files { FILES_AT_ONCE } else { 1 };
    // A mail is tried once a call, even one whose next try is due at once.
    let mut tried = std::collections::HashSet::new();
    loop {
        let mut transaction = context.store.begin().await?;
        let batch = outbox::claim(&mut transaction, due, at_once).await?;
        transaction.commit().await?;
        if batch.is_empty() || batch.iter().any(|queued| !tried.insert(queued.id)) {
            let mut transaction = context.store.begin().await?;
            outbox::hand_back(&mut transaction).await?;
            transaction.commit().await?;
            break;
        }
        let outcomes = try_all(context, &transport, &batch).await;
        let reachable = !outcomes
            .iter()
            .any(|outcome| matches!(outcome, Outcome::Unreachable { .. }));
        context
            .progress
            .advance(u64::try_from(batch.len()).unwrap_or(0));
        // The files of a batch are on the disk before the rows say so; a server that took a mail has it.
        if to_files {
            transport.finish().await;
        }
        let mut transaction = context.store.begin().await?;
        for (queued, outcome) in batch.iter().zip(outcomes) {
            note(context, &mut transaction, queued, outcome, report).await?;
        }
        transaction.commit().await?;
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

/// Tries each mail of a batch: composed on all cores, sent one after the other.
async fn try_all(
    context: &Context,
    transport: &Transport,
    batch: &[QueuedMessage],
) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(batch.len());
    for few in batch.chunks(COMPOSED) {
        let mails =
            tokio::task::block_in_place(|| context.cores.map(few, |queued| mail(context, queued)));
        for mail in mails {
            outcomes.push(match mail {
                Ok(mail) => transport.send(&mail).await,
                Err(refused) => refused,
            });
        }
    }
    outcomes
}

/// The message of a mail; one that cannot be composed is refused for good.
fn mail(context: &Context, queued: &QueuedMessage) -> Result<OutgoingMail, Outcome> {
    letter(context, queued)
        .and_then(|letter| Ok(compose(&letter)?))
        .map_err(|error| Outcome::Refused {
            permanent: true,
            message: error.to_string(),
        })
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
        language: Language::from_code(&message.language).unwrap_or_default(),
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

//! Mails in words: from a draft to a row of the outbox.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sqlx::SqliteConnection;

use super::send::SendReport;
use super::{Context, PipelineError};
use crate::deliver::{MailContact, MailContext, MailRenderer};
use crate::framework::Language;
use crate::store::outbox::{self, Attachment, NewMessage, Purpose};
use crate::store::raw_files::RawFiles;

/// A mail to write: to whom, from which template, with what.
pub(super) struct Draft {
    /// Why it leaves, once.
    pub(super) key: String,
    pub(super) purpose: Purpose,
    /// The code of the period it is about, or the day.
    pub(super) period: String,
    /// The audience or campaign.
    pub(super) audience: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) language: Language,
    /// A folder of `report-templates/mail/`.
    pub(super) template: String,
    pub(super) words: MailContext,
    pub(super) attachments: Vec<Attachment>,
}

impl Draft {
    /// The mail in words.
    pub(super) fn message(
        self,
        renderer: &MailRenderer<'_>,
        job: &str,
    ) -> Result<NewMessage, PipelineError> {
        let mail = renderer.render(&self.template, self.language, &self.words)?;
        let mut content = format!("{}\n{}\n{}", self.key, mail.subject, mail.text);
        self.attachments
            .iter()
            .for_each(|a| content.push_str(&a.hash));
        Ok(NewMessage {
            message_id: RawFiles::hash(content.as_bytes()).to_string(),
            dispatch: self.key,
            purpose: self.purpose,
            job: job.to_owned(),
            period: self.period,
            audience: self.audience,
            recipient_name: self.name,
            recipient_email: self.email,
            language: self.language.code().to_owned(),
            subject: mail.subject,
            body_text: mail.text,
            body_html: mail.html,
            attachments: self.attachments,
        })
    }
}

/// What every mail says: who writes, to whom, and who can be reached.
pub(super) fn words(context: &Context, recipient: &str, language: Language) -> MailContext {
    let programme = &context.framework.programme;
    MailContext {
        programme: programme.name.get(language).to_owned(),
        organisation: programme.organisation.get(language).to_owned(),
        team: programme.team.get(language).to_owned(),
        contact: MailContact {
            name: programme.contact.name.clone(),
            email: programme.contact.email.clone(),
            phone: programme.contact.phone.clone(),
        },
        recipient: Some(recipient.to_owned()).filter(|name| !name.is_empty()),
        ..MailContext::default()
    }
}

/// A document as a mail carries it: under a second name, so that making it again does not change what a waiting mail carries.
///
/// # Errors
/// When the folder of waiting documents cannot be written.
pub(super) fn attachment(
    context: &Context,
    path: &str,
    hash: &str,
) -> Result<Attachment, PipelineError> {
    let path = Path::new(path);
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
    Ok(Attachment {
        path: keep_for_mail(context, path, hash)?,
        hash: hash.to_owned(),
        media_type: media_type.to_owned(),
        name,
    })
}

/// The folder of documents that mails wait with.
pub(super) fn waiting_folder(context: &Context) -> PathBuf {
    context.settings.files.documents.join("envois")
}

fn keep_for_mail(context: &Context, document: &Path, hash: &str) -> Result<String, PipelineError> {
    let folder = waiting_folder(context);
    let kept = folder.join(hash);
    if !kept.is_file() {
        let failed = |source| PipelineError::File {
            path: kept.clone(),
            source,
        };
        std::fs::create_dir_all(&folder).map_err(failed)?;
        second_name(&context.root.join(document), &kept).map_err(failed)?;
    }
    Ok(context.shown(&kept))
}

/// Gives a document a second name. Several mails carry the same one and are made on all cores: who comes second finds it done.
fn second_name(document: &Path, kept: &Path) -> std::io::Result<()> {
    let linked = std::fs::hard_link(document, kept);
    let Err(error) = linked else { return Ok(()) };
    if error.kind() == ErrorKind::AlreadyExists {
        return Ok(());
    }
    // Some network file systems have no links: a copy does as well. Written beside and renamed: a copy onto the document itself,
    // should another have linked it meanwhile, would empty both.
    let folder = kept.parent().unwrap_or(Path::new("."));
    let beside = tempfile::NamedTempFile::new_in(folder)?;
    std::fs::copy(document, beside.path())?;
    beside.persist(kept)?;
    Ok(())
}

/// Writes a mail into the outbox, unless it was before, and counts it. True when it is new.
///
/// # Errors
/// When the store fails.
pub(super) async fn write(
    context: &Context,
    connection: &mut SqliteConnection,
    message: &NewMessage,
    report: &mut SendReport,
) -> Result<bool, PipelineError> {
    let email = &message.recipient_email;
    if message.purpose == Purpose::Answer {
        let limit = context.settings.answers.per_address_and_day;
        let today = context.beginning_of(context.today());
        if outbox::written_since(connection, Purpose::Answer, email, today).await? >= limit {
            tracing::warn!(
                job = message.job,
                limit,
                "an address has had its answers of the day"
            );
            report.held_back.push(message.dispatch.clone());
            return Ok(false);
        }
    }
    let new = outbox::queue(connection, message, context.now).await?;
    if new {
        report.queued += 1;
    } else {
        report.already += 1;
    }
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_keeps_its_bytes_however_many_mails_carry_it_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (document, kept) = (folder.path().join("rapport.pdf"), folder.path().join("abc"));
        std::fs::write(&document, b"%PDF-1.7").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| second_name(&document, &kept).unwrap());
            }
        });
        assert_eq!(std::fs::read(&document).unwrap(), b"%PDF-1.7");
        assert_eq!(std::fs::read(&kept).unwrap(), b"%PDF-1.7");
    }
}

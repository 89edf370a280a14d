//! Questionnaires of one subject: what they are sealed with, what is known beforehand, and the workbook.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rand::TryRng as _;
use rand::rngs::SysRng;

use super::{Context, PipelineError};
use crate::evaluate::{SubjectInfo, Subjects};
use crate::framework::{Kind, Language, Questionnaire};
use crate::model::{FieldId, Finding, Period, SubjectId, Value};
use crate::register::import;
use crate::render::Templates;
use crate::render::blank::{BlankForm, BlankRequest, blank};
use crate::store::returns::{self, StoredReturn};
use crate::store::{StoreError, secrets, subjects};
use crate::workbook::{FormRequest, FormSecret, questionnaire_workbook};

/// Earlier periods whose accepted values are shown beside the answers: as many as rules look at.
const EARLIER: usize = 4;

/// Which questionnaire to make, and for whom.
#[derive(Debug, Clone, Copy)]
pub struct FormOrder<'a> {
    /// The kind of the subject.
    pub kind: &'a Kind,
    /// Its questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// The subject.
    pub subject: &'a SubjectInfo,
    /// The period.
    pub period: Period,
    /// The language of the person who answers.
    pub language: Language,
    /// The last day for sending it back.
    pub before: Option<NaiveDate>,
    /// The return to correct, where there is one.
    pub correcting: Option<&'a StoredReturn>,
}

/// The workbook of a questionnaire, with the last accepted values beside.
///
/// # Errors
/// When the store fails or the workbook cannot be written.
pub async fn form(
    context: &Context,
    secret: &FormSecret,
    order: &FormOrder<'_>,
) -> Result<Vec<u8>, PipelineError> {
    let previous = last_accepted(context, order.kind, &order.subject.id, order.period).await?;
    workbook(context, secret, order, &previous)
}

/// The same, where the last accepted values are known.
///
/// # Errors
/// When the workbook cannot be written.
pub(super) fn workbook(
    context: &Context,
    secret: &FormSecret,
    order: &FormOrder<'_>,
    previous: &BTreeMap<FieldId, Value>,
) -> Result<Vec<u8>, PipelineError> {
    let (nothing, no_finding) = (BTreeMap::new(), Vec::<Finding>::new());
    let request = FormRequest {
        programme: &context.framework.programme,
        kind: order.kind,
        questionnaire: order.questionnaire,
        subject: order.subject,
        period: order.period,
        language: order.language,
        previous,
        typed: order.correcting.map_or(&nothing, |r| &r.answers),
        findings: order.correcting.map_or(&no_finding, |r| &r.findings),
        secret,
        send_to: reply_address(context),
        before: order.before,
        today: context.today(),
    };
    Ok(questionnaire_workbook(&request)?)
}

/// What the blank form says.
pub(super) fn blank_data<'a>(context: &'a Context, order: &FormOrder<'a>) -> BlankForm<'a> {
    blank(&BlankRequest {
        programme: &context.framework.programme,
        kind: order.kind,
        questionnaire: order.questionnaire,
        subject: order.subject,
        period: order.period,
        language: order.language,
        send_to: reply_address(context),
        before: order.before,
        today: context.today(),
    })
}

/// The document of the blank form.
const BLANK: &str = "questionnaire-vierge";

/// The blank form to print, as a PDF.
///
/// # Errors
/// When the template is missing or does not compile.
pub fn blank_form(context: &Context, order: &FormOrder<'_>) -> Result<Vec<u8>, PipelineError> {
    let data = blank_data(context, order);
    let failed = |reason: String| PipelineError::Document {
        document: format!("{BLANK} {}", order.subject.id),
        reason,
    };
    let json = serde_json::to_vec(&data).map_err(|error| failed(error.to_string()))?;
    let templates = Templates::of_programme(&context.root)?;
    let ident = format!("{BLANK} {} {}", order.subject.id, order.period);
    let job = templates.job(&BLANK.into(), context.today(), &ident, json, [])?;
    let made = templates.project().make(&job);
    Ok(made
        .map_err(|failure| failed(failure.to_string()))?
        .pdf()
        .to_vec())
}

/// The address that returns are sent to: where answers to our mails go.
pub(crate) fn reply_address(context: &Context) -> &str {
    let mail = &context.settings.mail;
    let mailbox = mail.reply_to.as_deref().unwrap_or(&mail.from);
    match mailbox.rsplit_once('<') {
        Some((_, address)) => address.trim_end_matches('>').trim(),
        None => mailbox.trim(),
    }
}

/// Brings the subjects up to date with the register.
///
/// # Errors
/// When the register cannot be used or the store fails.
pub async fn import_register(context: &Context) -> Result<(), PipelineError> {
    let path = &context.settings.register.path;
    let (store, framework) = (&context.store, &context.framework);
    import(store, framework, &context.reader, path, context.now, false).await?;
    Ok(())
}

/// The subject of the register.
///
/// # Errors
/// When the store fails.
pub async fn subject(
    context: &Context,
    kind: &Kind,
    id: &SubjectId,
) -> Result<Option<SubjectInfo>, PipelineError> {
    let mut found = Subjects::of(kind);
    subjects::each(&context.store, &kind.id, false, |subject, _| {
        if subject.id == *id {
            found.add(subject);
        }
    })
    .await?;
    Ok(found.all().next())
}

/// The name of a subject's questionnaire: what no file system likes in an identifier becomes a hyphen.
pub fn form_file_name(subject: &SubjectId, period: Period, extension: &str) -> String {
    let letter = |c: char| match c {
        '_' | '-' => c,
        c if c.is_alphanumeric() => c,
        _ => '-',
    };
    let safe: String = subject.as_str().chars().map(letter).collect();
    format!("questionnaire-{safe}-{}.{extension}", period.written())
}

/// The last accepted value of each field before a period.
pub(super) async fn last_accepted(
    context: &Context,
    kind: &Kind,
    subject: &SubjectId,
    period: Period,
) -> Result<BTreeMap<FieldId, Value>, PipelineError> {
    let mut last = BTreeMap::new();
    for earlier in period.window(EARLIER + 1).into_iter().rev().skip(1) {
        let found = returns::accepted(&context.store, &kind.id, subject, earlier).await?;
        for (field, answer) in found.into_iter().flat_map(|stored| stored.answers) {
            if let Some(value) = answer.value {
                last.entry(field).or_insert(value);
            }
        }
    }
    Ok(last)
}

/// What questionnaires are sealed with: the settings' secret, else one made at random at the first use and kept in the store.
///
/// # Errors
/// When the store fails or the system gives no random bytes.
pub async fn form_secret(context: &Context) -> Result<FormSecret, PipelineError> {
    if let Some(known) = known_secrets(context).await?.into_iter().next() {
        return Ok(known);
    }
    let mut key = [0_u8; 32];
    SysRng.try_fill_bytes(&mut key).map_err(|error| {
        PipelineError::Unknown(format!("the system gives no random bytes: {error}"))
    })?;
    let mut writing = context.store.begin().await?;
    // Another process may have been first: its secret counts.
    let kept = secrets::keep_first(&mut writing, secrets::FORMS, &key, context.now).await?;
    writing.commit().await?;
    Ok(FormSecret::new(kept))
}

/// Every secret that a questionnaire of ours may be sealed with, the one in use first: questionnaires that were sealed with
/// the store's are still out when the settings are given one. None where no questionnaire was ever sealed.
pub(super) async fn known_secrets(context: &Context) -> Result<Vec<FormSecret>, StoreError> {
    let configured = context.settings.forms.secret.as_ref();
    let kept = secrets::find(&context.store, secrets::FORMS).await?;
    let configured = configured.map(|secret| FormSecret::new(secret.expose()));
    Ok(configured
        .into_iter()
        .chain(kept.map(FormSecret::new))
        .collect())
}

//! Questionnaire workbooks that mails carry: to be filled in, or to be corrected.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::make::write_whole;
use super::{Available, DocumentsReport};
use crate::evaluate::SubjectInfo;
use crate::framework::Language;
use crate::model::{FieldId, KindId, Period, Value};
use crate::pipeline::dispatch::Wanted;
use crate::pipeline::forms::{FormOrder, form_file_name, form_secret, last_accepted, workbook};
use crate::pipeline::{Context, PipelineError};
use crate::store::raw_files::RawFiles;
use crate::store::returns::{self, StoredReturn};
use crate::workbook::FormSecret;

/// The document that is a questionnaire: no template makes it.
pub(in crate::pipeline) const QUESTIONNAIRE: &str = "questionnaire";

/// Workbooks made together on all cores.
const TOGETHER: usize = 100;

/// A questionnaire that a mail carries.
#[derive(Debug, Clone)]
pub(in crate::pipeline) struct FormFor {
    pub(in crate::pipeline) kind: KindId,
    pub(in crate::pipeline) subject: Arc<SubjectInfo>,
    pub(in crate::pipeline) period: Period,
    pub(in crate::pipeline) language: Language,
    /// The last day for sending it back.
    pub(in crate::pipeline) before: NaiveDate,
    /// Whether it is filled with the last return and what was found in it.
    pub(in crate::pipeline) correcting: bool,
}

impl FormFor {
    /// The document that it is.
    pub(in crate::pipeline) fn wanted(&self) -> Wanted {
        Wanted {
            document: QUESTIONNAIRE.into(),
            scope: self.subject.id.to_string(),
            language: self.language,
        }
    }
}

/// What the store knows for a questionnaire.
struct Known {
    previous: BTreeMap<FieldId, Value>,
    correcting: Option<StoredReturn>,
}

/// Makes questionnaires, and adds them to the documents that exist.
///
/// # Errors
/// When the store fails. A workbook that cannot be made is in the report.
pub(in crate::pipeline) async fn questionnaires(
    context: &Context,
    forms: &[FormFor],
    report: &mut DocumentsReport,
) -> Result<(), PipelineError> {
    if forms.is_empty() {
        return Ok(());
    }
    let secret = form_secret(context).await?;
    for few in forms.chunks(TOGETHER) {
        let mut orders = Vec::with_capacity(few.len());
        for form in few {
            orders.push((form, known(context, form).await?));
        }
        let made = tokio::task::block_in_place(|| {
            context
                .cores
                .map(&orders, |(form, known)| make(context, &secret, form, known))
        });
        for (form, made) in few.iter().zip(made) {
            match made {
                Ok(available) => {
                    report.made += 1;
                    report.available.insert(form.wanted(), available);
                }
                Err(error) => {
                    let id = &form.subject.id;
                    tracing::error!(scope = %id, %error, "a questionnaire cannot be made");
                    report
                        .failures
                        .push(format!("{QUESTIONNAIRE} {id}: {error}"));
                }
            }
        }
    }
    Ok(())
}

async fn known(context: &Context, form: &FormFor) -> Result<Known, PipelineError> {
    let (store, id) = (&context.store, &form.subject.id);
    let correcting = match form.correcting {
        true => returns::latest(store, &form.kind, id, form.period).await?,
        false => None,
    };
    let previous = match context.framework.kind(&form.kind) {
        Some(kind) => last_accepted(context, kind, id, form.period).await?,
        None => BTreeMap::new(),
    };
    Ok(Known {
        previous,
        correcting,
    })
}

fn make(
    context: &Context,
    secret: &FormSecret,
    form: &FormFor,
    known: &Known,
) -> Result<Available, PipelineError> {
    let framework = &context.framework;
    let (Some(kind), Some(questionnaire)) = (
        framework.kind(&form.kind),
        framework.questionnaire_of(&form.kind),
    ) else {
        let none = format!("the kind {} has no questionnaire", form.kind);
        return Err(PipelineError::Unknown(none));
    };
    let order = FormOrder {
        kind,
        questionnaire,
        subject: &form.subject,
        period: form.period,
        language: form.language,
        before: Some(form.before),
        correcting: known.correcting.as_ref(),
    };
    let bytes = workbook(context, secret, &order, &known.previous)?;
    let folder = &context.settings.files.documents;
    let folder = folder.join(form.period.written()).join(QUESTIONNAIRE);
    let path = folder.join(form_file_name(&form.subject.id, form.period, "xlsx"));
    write_whole(&path, &bytes).map_err(|source| PipelineError::File {
        path: path.clone(),
        source,
    })?;
    Ok(Available {
        path: context.shown(&path),
        hash: RawFiles::hash(&bytes).to_string(),
    })
}

//! Questionnaires: the workbook that a holder fills in for one subject and period, made anew for each.
//!
//! Takes a [`FormRequest`] (the questionnaire, what is known of the subject, what was typed in a return that is to correct),
//! gives the bytes of an Excel workbook: instructions, the form on one sheet or a sheet for each section, and a hidden
//! sheet that says which questionnaire it is under a seal ([`FormSecret`]). What comes back is read by [`crate::read`].
//!
//! Cells to fill in are open, all others are locked (without a password: a person may open them, at their own risk).
//! Spreadsheets are told the same types, bounds and conditions as the check; what they cannot say is left to it. The same
//! request gives the same bytes. Texts from outside are text cells, never formulas.

mod answer;
mod conditions;
mod corrections;
mod head;
mod hidden;
mod instructions;
mod plan;
mod progress;
mod question;
mod seal;
mod sheet;
#[cfg(test)]
mod tests;
mod validation;
mod words;

pub use seal::FormSecret;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, Workbook};

use super::names::{one_line, sheet_name};
use super::{WorkbookError, look};
use crate::evaluate::SubjectInfo;
use crate::framework::{FormLayout, Kind, Language, Programme, Questionnaire};
use crate::model::{
    Answer, FORM_FORMAT, FORM_SHEET, FieldId, Finding, FormIdentity, Period, Value,
};
use crate::text::period_name;

use conditions::Translator;
use corrections::Corrections;
use plan::Plan;
use sheet::Writer;
use words::Words;

/// A questionnaire to make.
#[derive(Debug, Clone, Copy)]
pub struct FormRequest<'a> {
    /// The programme that asks.
    pub programme: &'a Programme,
    /// The kind of the subject.
    pub kind: &'a Kind,
    /// The kind's questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// The subject.
    pub subject: &'a SubjectInfo,
    /// The period it is about.
    pub period: Period,
    /// The language of the person who answers.
    pub language: Language,
    /// The last accepted values, shown beside.
    pub previous: &'a BTreeMap<FieldId, Value>,
    /// The answers of a return that is to correct: they stand in the form exactly as they were typed. Empty for a new form.
    pub typed: &'a BTreeMap<FieldId, Answer>,
    /// What that return's check says: the cells are highlighted and carry a note.
    pub findings: &'a [Finding],
    /// What the form is sealed with.
    pub secret: &'a FormSecret,
    /// The address that it is sent back to.
    pub send_to: &'a str,
    /// The last day for sending it back.
    pub before: Option<NaiveDate>,
    /// The day it is made.
    pub today: NaiveDate,
}

impl FormRequest<'_> {
    /// Which questionnaire it is.
    fn identity(&self) -> FormIdentity {
        FormIdentity {
            format: FORM_FORMAT,
            programme: self.programme.id.clone(),
            kind: self.kind.id.clone(),
            subject: self.subject.id.clone(),
            questionnaire: self.questionnaire.id.clone(),
            version: self.questionnaire.version,
            period: self.period,
            language: self.language.code().to_owned(),
        }
    }
}

/// The questionnaire of a subject and a period, as the bytes of an Excel workbook.
///
/// # Errors
/// When the writer refuses a cell or a name, which no content of the programme makes it do.
pub fn questionnaire_workbook(request: &FormRequest<'_>) -> Result<Vec<u8>, WorkbookError> {
    let words = Words::new(request.language);
    let corrections = Corrections::new(request);
    let mut taken = BTreeSet::from([FORM_SHEET.to_owned()]);
    let instructions = sheet_name(&words.say("sheet-instructions"), &mut taken);
    let plan = Plan::new(
        request.questionnaire,
        request.language,
        &words.say("sheet-form"),
        &mut taken,
    );

    let mut workbook = Workbook::new();
    workbook.set_default_format(&look::base(), 17, 64)?;
    workbook.set_properties(&properties(request, &words));
    let first = workbook.add_worksheet();
    instructions::write(first, &instructions, request, &corrections, &words)?;
    let start = first_sheet(request, &plan, &corrections);
    for home in 0..plan.sheets.len() {
        let translator = Translator {
            request,
            plan: &plan,
            home,
        };
        let writer = Writer {
            request,
            words,
            corrections: &corrections,
            translator,
        };
        let sheet = workbook.add_worksheet();
        writer.write(sheet)?;
        if home == start {
            sheet.set_active(true);
        }
    }
    hidden::write(workbook.add_worksheet(), request, &request.identity())?;
    hidden::define_lists(&mut workbook, &request.questionnaire.fields)?;
    if request.questionnaire.layout == FormLayout::Sections {
        for (index, name) in plan.names.iter().enumerate() {
            if let Some(cells) = plan.named(index) {
                workbook.define_name(name, &cells)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// The sheet that shows first: that of the first cell to correct, else the first one.
fn first_sheet(request: &FormRequest<'_>, plan: &Plan<'_>, corrections: &Corrections<'_>) -> usize {
    let fields = request.questionnaire.fields.iter().zip(&plan.spots);
    fields
        .filter(|(field, _)| !corrections.of(&field.id).is_empty())
        .map(|(_, spot)| spot.sheet)
        .min()
        .unwrap_or(0)
}

fn properties(request: &FormRequest<'_>, words: &Words) -> DocProperties {
    let programme = request.programme;
    let label = words.of(&request.questionnaire.label);
    let period = period_name(request.period, request.language);
    let title = format!("{label} – {} – {period}", request.subject.id);
    DocProperties::new()
        .set_title(one_line(&title, 250))
        .set_subject(one_line(&request.subject.title, 250))
        .set_author(one_line(words.of(&programme.team), 250))
        .set_company(one_line(words.of(&programme.organisation), 250))
        .set_keywords(one_line(&period, 250))
        .set_custom_property("Language", request.language.code())
        .set_creation_datetime(&request.today)
}

/// A day as the serial number of spreadsheets.
fn serial(day: NaiveDate) -> Decimal {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or(NaiveDate::MIN);
    Decimal::from(day.signed_duration_since(first).num_days())
}

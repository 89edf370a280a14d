//! The blank form to print: the questions of one subject and period, with room to write.
//!
//! Takes a [`BlankRequest`], gives the data of the template `questionnaire-vierge`. Nothing that was answered before is in it.

#![allow(missing_docs, reason = "the contract describes each key")]

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::contracts::Contract;
use super::forms::ContactData;
use crate::evaluate::SubjectInfo;
use crate::framework::{
    Field, FieldType, Kind, Language, Programme, Questionnaire, Required, Section,
};
use crate::model::Period;
use crate::text::{date_long, period_name};

/// What a blank form is made for.
#[derive(Debug, Clone, Copy)]
pub struct BlankRequest<'a> {
    /// The programme that asks.
    pub programme: &'a Programme,
    /// The kind of the subject.
    pub kind: &'a Kind,
    /// The questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// The subject.
    pub subject: &'a SubjectInfo,
    /// The period.
    pub period: Period,
    /// The language.
    pub language: Language,
    /// The address that it is sent back to.
    pub send_to: &'a str,
    /// The last day for sending it back.
    pub before: Option<NaiveDate>,
    /// The day it is made.
    pub today: NaiveDate,
}

/// The data of a blank form.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct BlankForm<'a> {
    /// The version of this contract.
    pub contract: u32,
    pub lang: &'static str,
    pub title: &'a str,
    pub programme: &'a str,
    pub organisation: &'a str,
    pub period: String,
    pub period_code: String,
    pub date: String,
    pub date_iso: String,
    pub project: BlankProject<'a>,
    pub introduction: Option<&'a str>,
    pub sections: Vec<BlankSection<'a>>,
    pub send_to: &'a str,
    pub before: Option<String>,
    pub version: String,
    pub contact: ContactData<'a>,
}

/// What the form is about.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct BlankProject<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub singular: &'a str,
}

/// A section with its questions.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct BlankSection<'a> {
    pub title: &'a str,
    pub hint: Option<&'a str>,
    pub fields: Vec<BlankField<'a>>,
}

/// A question with room for its answer.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct BlankField<'a> {
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub unit: Option<&'a str>,
    pub needed: Needed,
    pub room: Room,
    /// Lines to write on, where the room is lines.
    pub lines: u32,
    /// What stands beside each box, where there are boxes.
    pub choices: Vec<&'a str>,
}

/// Whether an answer is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// Always.
    Always,
    /// In some cases.
    Maybe,
    /// Never.
    No,
}

/// The room for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// A line for a few words.
    Line,
    /// Several lines.
    Lines,
    /// A short line for a number.
    Number,
    /// A day, a month, a year.
    Date,
    /// A box for yes, one for no.
    YesNo,
    /// Boxes from 1 to 5.
    Score,
    /// A box for each choice, one to tick.
    One,
    /// A box for each choice, any to tick.
    Several,
}

/// The data of the blank form of a subject.
pub fn blank<'a>(request: &BlankRequest<'a>) -> BlankForm<'a> {
    let (programme, language) = (request.programme, request.language);
    let questionnaire = request.questionnaire;
    BlankForm {
        contract: Contract::Form.version(),
        lang: language.code(),
        title: questionnaire.label.get(language),
        programme: programme.name.get(language),
        organisation: programme.organisation.get(language),
        period: period_name(request.period, language),
        period_code: request.period.written(),
        date: date_long(request.today, language),
        date_iso: request.today.to_string(),
        project: BlankProject {
            id: request.subject.id.as_str(),
            title: &request.subject.title,
            singular: request.kind.singular.get(language),
        },
        introduction: questionnaire.introduction.as_ref().map(|i| i.get(language)),
        sections: questionnaire
            .sections
            .iter()
            .map(|s| section(questionnaire, s, language))
            .collect(),
        send_to: request.send_to,
        before: request.before.map(|day| date_long(day, language)),
        version: questionnaire.version.to_string(),
        contact: (&programme.contact).into(),
    }
}

fn section<'a>(
    questionnaire: &'a Questionnaire,
    section: &'a Section,
    language: Language,
) -> BlankSection<'a> {
    let fields = questionnaire.fields.iter();
    BlankSection {
        title: section.label.get(language),
        hint: section.hint.as_ref().map(|hint| hint.get(language)),
        fields: fields
            .filter(|f| f.section == section.id)
            .map(|f| field(f, language))
            .collect(),
    }
}

fn field(field: &Field, language: Language) -> BlankField<'_> {
    /// Characters that a hand writes on a line.
    const HAND: u32 = 70;
    let length = field.max_length.unwrap_or(400);
    let room = match field.type_ {
        FieldType::Text if length > 2 * HAND => Room::Lines,
        FieldType::Text | FieldType::Email => Room::Line,
        FieldType::Integer | FieldType::Number | FieldType::Euros | FieldType::Percent => {
            Room::Number
        }
        FieldType::Date => Room::Date,
        FieldType::Bool => Room::YesNo,
        FieldType::Score => Room::Score,
        FieldType::Choice => Room::One,
        FieldType::Choices => Room::Several,
    };
    // What a hint says of lists in a cell is not for paper.
    let hint = field.hint.as_ref().filter(|_| room != Room::Several);
    BlankField {
        label: field.label.get(language),
        hint: hint.map(|hint| hint.get(language)),
        unit: field.unit.as_deref(),
        needed: match (&field.required, &field.relevant) {
            (Required::Always(false), _) => Needed::No,
            (Required::Always(true), None) => Needed::Always,
            _ => Needed::Maybe,
        },
        room,
        lines: if room == Room::Lines {
            (length / HAND).clamp(3, 8)
        } else {
            1
        },
        choices: field
            .choices
            .iter()
            .map(|c| c.label.get(language))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::SubjectId;
    use crate::render::trial::{day, shipped};

    /// The template's sample is a blank form as this room makes it; `BLESS=1` writes it anew.
    #[test]
    fn the_sample_of_the_template_is_a_blank_form() {
        let framework = shipped();
        let kind = framework.kind(&"laureats".into()).unwrap();
        let subject = SubjectInfo {
            id: SubjectId::new("BP-2024-017"),
            title: "Le sentier des abeilles".to_owned(),
            columns: Default::default(),
            contact_name: None,
            contact_email: None,
            contact_language: None,
        };
        let form = blank(&BlankRequest {
            programme: &framework.programme,
            kind,
            questionnaire: framework.questionnaire_of(&kind.id).unwrap(),
            subject: &subject,
            period: "2026-T3".parse().unwrap(),
            language: Language::Fr,
            send_to: "participation@exemple.invalid",
            before: Some(day("2026-10-31")),
            today: day("2026-10-01"),
        });
        let made = serde_json::to_string_pretty(&form).unwrap() + "\n";
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("report-templates/questionnaire-vierge/sample.json");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), made);
    }
}

//! The questionnaire as it is sent today.

use super::data::{FieldData, QuestionnaireData, RuleData, SectionData};
use super::scope::Scope;
use crate::framework::{Field, FieldType, Required, TimeBehaviour};
use crate::model::Severity;
use crate::render::forms::count;

/// How many questions are answered in a minute; the time is said in steps of five minutes.
const A_MINUTE: usize = 5;
const STEP: usize = 5;

pub(super) fn questionnaire<'a>(scope: &Scope<'_, 'a>) -> QuestionnaireData<'a> {
    let questionnaire = scope.kind.plan.questionnaire;
    let language = scope.view.language;
    let sections: Vec<_> = questionnaire
        .sections
        .iter()
        .enumerate()
        .map(|(at, section)| SectionData {
            number: at + 1,
            label: section.label.get(language),
            purpose: section.hint.as_ref().map_or("", |h| h.get(language)),
            fields: questionnaire
                .fields
                .iter()
                .filter(|f| f.section == section.id)
                .map(|f| field(scope, f))
                .collect(),
        })
        .collect();
    let required = questionnaire
        .fields
        .iter()
        .filter(|f| f.required == Required::Always(true))
        .count();
    let minutes = questionnaire
        .fields
        .len()
        .div_ceil(A_MINUTE)
        .max(1)
        .next_multiple_of(STEP);
    let number = |n: usize| count(u64::try_from(n).unwrap_or(0));
    let args = [
        ("sections", number(sections.len())),
        ("fields", number(questionnaire.fields.len())),
        ("required", number(required)),
    ];
    QuestionnaireData {
        claim: scope.view.texts.get("handout-questionnaire-claim", &args),
        minutes: minutes.to_string(),
        sections,
        rules: questionnaire
            .rules
            .iter()
            .filter(|r| r.severity > Severity::Info)
            .map(|rule| RuleData {
                severity: match rule.severity {
                    Severity::Error => "a-corriger",
                    Severity::Warning | Severity::Info => "a-confirmer",
                },
                text: rule.message.get(language),
            })
            .collect(),
    }
}

fn field<'a>(scope: &Scope<'_, 'a>, field: &'a Field) -> FieldData<'a> {
    let language = scope.view.language;
    let type_ = scope.say(type_id(field.type_));
    FieldData {
        code: field.id.as_str(),
        label: field.label.get(language),
        type_: match (&field.unit, field.type_) {
            (Some(unit), FieldType::Integer | FieldType::Number) => format!("{type_} ({unit})"),
            _ => type_,
        },
        required: field.required == Required::Always(true),
        behaviour: match field.time {
            TimeBehaviour::Stock => Some("stock"),
            TimeBehaviour::Flow => Some("flow"),
        },
        hint: field.hint.as_ref().map(|h| h.get(language)),
    }
}

fn type_id(type_: FieldType) -> &'static str {
    match type_ {
        FieldType::Text => "handout-type-text",
        FieldType::Email => "handout-type-email",
        FieldType::Integer => "handout-type-integer",
        FieldType::Number => "handout-type-number",
        FieldType::Euros => "handout-type-euros",
        FieldType::Percent => "handout-type-percent",
        FieldType::Date => "handout-type-date",
        FieldType::Bool => "handout-type-bool",
        FieldType::Choice => "handout-type-choice",
        FieldType::Choices => "handout-type-choices",
        FieldType::Score => "handout-type-score",
    }
}

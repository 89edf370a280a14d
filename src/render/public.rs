//! A return as everyone may see it. Public documents take nothing else, so that an internal answer has no way into them.

use std::collections::BTreeMap;

use super::report::fields;
use crate::evaluate::is_few;
use crate::framework::{Field, FieldType, Privacy, PublicRules, Questionnaire};
use crate::model::{FieldId, ReturnStatus, SubjectId, Value};
use crate::store::returns::StoredReturn;

/// What everyone may see of an accepted return: answers to public questions, counts of persons that are not too small, and free
/// texts where whoever wrote them allowed it.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicReturn {
    /// Its subject.
    pub subject: SubjectId,
    answers: BTreeMap<FieldId, Value>,
    /// Whether a count of persons is left out because it is too small.
    pub masked: bool,
}

impl PublicReturn {
    /// What everyone may see of a return; nothing of one that is not accepted.
    pub fn of(
        questionnaire: &Questionnaire,
        stored: &StoredReturn,
        rules: &PublicRules,
    ) -> Option<Self> {
        if stored.status != ReturnStatus::Accepted {
            return None;
        }
        let value = |field: &Field| stored.answers.get(&field.id)?.value.as_ref();
        let authorised = fields::field(questionnaire, fields::AUTHORISED)
            .and_then(value)
            .and_then(Value::bool)
            == Some(true);
        let shown = |field: &Field| match field.type_ {
            FieldType::Text | FieldType::Email => authorised,
            _ => true,
        };
        let mut public = Self {
            subject: stored.subject.clone(),
            answers: BTreeMap::new(),
            masked: false,
        };
        let fields = questionnaire.fields.iter();
        for field in fields.filter(|f| f.privacy == Privacy::Public && shown(f)) {
            let Some(value) = value(field) else { continue };
            if is_few(field.persons, value, rules) {
                public.masked = true;
            } else {
                public.answers.insert(field.id.clone(), value.clone());
            }
        }
        Some(public)
    }

    /// The answer to a question.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.answers.get(name)
    }

    /// The text that answers a question, where it is not empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let text = self.value(name)?.text()?.trim();
        (!text.is_empty()).then_some(text)
    }
}

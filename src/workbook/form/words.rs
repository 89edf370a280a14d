//! The words of a questionnaire: its own messages, what each question expects, and earlier answers as people read them.

use rust_decimal::Decimal;

use crate::framework::{Field, FieldType, Language, Localised, Required};
use crate::model::Value;
use crate::text::{Arg, Texts, date_short, exact, list};

/// The words of one language.
#[derive(Clone, Copy)]
pub(super) struct Words {
    texts: &'static Texts,
    pub(super) language: Language,
}

impl Words {
    pub(super) fn new(language: Language) -> Self {
        Self {
            texts: Texts::of(language),
            language,
        }
    }

    /// A message of the forms.
    pub(super) fn say(&self, id: &str) -> String {
        self.tell(id, &[])
    }

    /// A message of the forms with its arguments.
    pub(super) fn tell(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.texts.get(&format!("form-{id}"), args)
    }

    /// A text of the programme.
    pub(super) fn of<'t>(&self, text: &'t Localised) -> &'t str {
        text.get(self.language)
    }

    /// The question, with a star where an answer is needed, in brackets where it may be.
    pub(super) fn question(&self, field: &Field) -> String {
        let label = self.of(&field.label);
        match (&field.required, &field.relevant) {
            (Required::Always(false), _) => label.to_owned(),
            (Required::Always(true), None) => format!("{label}\u{a0}*"),
            _ => format!("{label}\u{a0}(*)"),
        }
    }

    /// What a question expects: « Un nombre entier, de 0 à 100. »
    pub(super) fn expected(&self, field: &Field) -> String {
        let (min, max) = field.bounds();
        let bound =
            |bound: Option<Decimal>| bound.map(|b| exact(b, self.language)).unwrap_or_default();
        let bounds = match (min, max) {
            (Some(_), Some(_)) => "both",
            (Some(_), None) => "min",
            (None, Some(_)) => "max",
            (None, None) => "none",
        };
        let labels: Vec<&str> = field.choices.iter().map(|c| self.of(&c.label)).collect();
        let args = [
            ("bounds", bounds.into()),
            ("min", bound(min).into()),
            ("max", bound(max).into()),
            ("unit", field.unit.as_deref().unwrap_or_default().into()),
            (
                "has-unit",
                if field.unit.is_some() { "yes" } else { "no" }.into(),
            ),
            ("choices", list(&labels, self.language).into()),
            ("length", f64::from(field.max_length.unwrap_or(0)).into()),
            (
                "has-length",
                if field.max_length.is_some() {
                    "yes"
                } else {
                    "no"
                }
                .into(),
            ),
        ];
        let id = match field.type_ {
            FieldType::Text => "expects-text",
            FieldType::Email => "expects-email",
            FieldType::Integer => "expects-integer",
            FieldType::Number => "expects-number",
            FieldType::Euros => "expects-euros",
            FieldType::Percent => "expects-percent",
            FieldType::Date => "expects-date",
            FieldType::Bool => "expects-bool",
            FieldType::Choice => "expects-choice",
            FieldType::Choices => "expects-choices",
            FieldType::Score => "expects-score",
        };
        self.tell(id, &args)
    }

    pub(super) fn yes_no(&self, yes: bool) -> String {
        self.say(if yes { "yes" } else { "no" })
    }

    /// A value as people read it.
    pub(super) fn value(&self, field: &Field, value: &Value) -> String {
        let label = |id: &String| {
            let known = field.choices.iter().find(|choice| &choice.id == id);
            known
                .map_or(id.as_str(), |choice| self.of(&choice.label))
                .to_owned()
        };
        match value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => exact(Decimal::from(*number), self.language),
            Value::Number(number) => exact(*number, self.language),
            Value::Date(day) => date_short(*day, self.language),
            Value::Bool(yes) => self.yes_no(*yes),
            Value::Choice(id) => label(id),
            Value::Choices(ids) => ids.iter().map(label).collect::<Vec<_>>().join(", "),
        }
    }
}

//! Questionnaires as bilan writes them, people who answer them, and what is kept of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bilan::framework::{Field, FieldType, Framework, Language, load};
use bilan::model::FieldId;
use serde_json::{Value, json};

use super::edited::Book;
use super::programme::{NOW, Programme};
use super::tools::repository;
use super::typing::Step;

pub(crate) const SHEET: &str = "Questionnaire";

/// A subject of each kind, and a period of it.
pub(crate) const SUBJECTS: [(&str, &str, &str); 5] = [
    ("laureats", "BP-2024-001", "2026-T3"),
    ("instances", "INST-01", "2026-S1"),
    ("concertations", "CONC-2025-01", "2026-T1"),
    ("deploiement", "DEP-01", "2026-S1"),
    ("marches", "M-2024-118", "2026-T3"),
];

pub(crate) fn framework() -> Framework {
    load(&repository(), None).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Writes the questionnaire of a subject.
pub(crate) fn form(programme: &Programme, subject: &str, period: &str, words: &[&str]) -> PathBuf {
    let file = programme.path(format!("{subject}-{period}.xlsx"));
    let name = file.to_str().unwrap();
    let mut all = vec![
        "form",
        "--project",
        subject,
        "--period",
        period,
        "--output",
        name,
        "--now",
        NOW,
    ];
    all.extend(words);
    programme.succeeds(&all);
    file
}

/// What a person answers to a question, and the value that bilan keeps.
pub(crate) enum Answer {
    Text(String),
    Number(f64),
    Ticks(Vec<usize>),
}

/// An answer that every rule of the default programme lets pass; none where the question does not apply.
pub(crate) fn answer(field: &Field, language: Language) -> Option<(Answer, Value)> {
    let label = |at: usize| field.choices[at].label.get(language).to_owned();
    Some(match field.type_ {
        // An under-way project has not ended.
        FieldType::Date if field.id.as_str() == "date_fin_reelle" => return None,
        FieldType::Text => {
            let text = format!("« {} » : 1° œuvre ; =1+1, été – 10 €\nfin", field.id);
            (Answer::Text(text.clone()), json!({"t": "text", "v": text}))
        }
        FieldType::Email => (
            Answer::Text("odile.bru@exemple.invalid".into()),
            json!({"t": "text", "v": "odile.bru@exemple.invalid"}),
        ),
        FieldType::Integer | FieldType::Score => {
            (Answer::Number(4.0), json!({"t": "integer", "v": 4}))
        }
        FieldType::Number if field.max.is_some() => {
            (Answer::Number(4.5), json!({"t": "number", "v": "4.5"}))
        }
        FieldType::Number | FieldType::Euros => (
            Answer::Number(1234.56),
            json!({"t": "number", "v": "1234.56"}),
        ),
        FieldType::Percent => (Answer::Number(97.0), json!({"t": "number", "v": "97"})),
        // 15 September 2026.
        FieldType::Date => (
            Answer::Number(46_280.0),
            json!({"t": "date", "v": "2026-09-15"}),
        ),
        FieldType::Bool => (
            Answer::Text(
                if language == Language::Fr {
                    "oui"
                } else {
                    "yes"
                }
                .into(),
            ),
            json!({"t": "bool", "v": true}),
        ),
        FieldType::Choice => (
            Answer::Text(label(1)),
            json!({"t": "choice", "v": field.choices[1].id}),
        ),
        FieldType::Choices => (
            Answer::Ticks(vec![1, 2]),
            json!({"t": "choices", "v": [field.choices[1].id, field.choices[2].id]}),
        ),
    })
}

/// The row of a code in a form, which no person sees.
pub(crate) fn row(book: &Book, sheet: &str, code: &str) -> String {
    book.find(sheet, 'A', code)[1..].to_owned()
}

/// The steps that answer every question of a form, and the values to expect.
pub(crate) fn filled(
    file: &Path,
    fields: &[Field],
    language: Language,
) -> (Vec<Step>, BTreeMap<FieldId, Value>) {
    let book = Book::open(file);
    let mut steps = vec![Step::Open(file.to_owned())];
    let mut expected = BTreeMap::new();
    for field in fields {
        let Some((answer, value)) = answer(field, language) else {
            continue;
        };
        let row = row(&book, SHEET, field.id.as_str());
        let sheet = SHEET.to_owned();
        match answer {
            Answer::Text(text) => steps.push(Step::Text(sheet, format!("C{row}"), text)),
            Answer::Number(number) => steps.push(Step::Number(sheet, format!("C{row}"), number)),
            Answer::Ticks(choices) => steps.extend(choices.into_iter().map(|choice| {
                let row = row.parse::<usize>().unwrap() + 1 + choice;
                Step::Text(SHEET.to_owned(), format!("C{row}"), "x".to_owned())
            })),
        }
        expected.insert(field.id.clone(), value);
    }
    (steps, expected)
}

/// The values of a stored return.
pub(crate) fn values(answers: &str) -> BTreeMap<FieldId, Value> {
    let all: BTreeMap<FieldId, Value> = serde_json::from_str(answers).unwrap();
    let values = all
        .into_iter()
        .map(|(field, answer)| (field, answer[1].clone()));
    values.filter(|(_, value)| !value.is_null()).collect()
}

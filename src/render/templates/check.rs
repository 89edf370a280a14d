//! Compiling each template on its sample, as `bilan check` does.

use std::ops::Range;
use std::sync::Arc;

use bilan_typeset::{Data, Diagnostic, Place};
use chrono::NaiveDate;
use serde_json::Value;

use super::{DATA, Document, SAMPLE, Templates};
use crate::framework::{Language, Localised, Problem};

/// The day of the samples: any will do, as long as it is always the same one.
fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default()
}

impl Templates {
    /// What is wrong with the templates: each is compiled and exported on its `sample.json` in each of its languages.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for document in self.documents.values() {
            for language in &document.info.languages {
                let found = self.check_one(document, *language);
                for problem in found {
                    let known =
                        |p: &Problem| p.place() == problem.place() && p.message == problem.message;
                    if !problems.iter().any(known) {
                        problems.push(problem);
                    }
                }
            }
        }
        problems
    }

    fn check_one(&self, document: &Document, language: Language) -> Vec<Problem> {
        let name = document.info.name.as_str();
        let of_sample = |fr: String, en: String| {
            let file = format!("report-templates/{name}/{SAMPLE}");
            vec![Problem::of_file(file, Localised { fr, en: Some(en) }, None)]
        };
        let Some((_, sample)) = document.samples.iter().find(|(path, _)| path == DATA) else {
            return of_sample(
                "il manque l’exemple avec lequel essayer le modèle".to_owned(),
                "the sample to try the template with is missing".to_owned(),
            );
        };
        let data = match in_language(sample, language) {
            Ok(data) => data,
            Err(error) => {
                return of_sample(
                    format!("cet exemple n’est pas du JSON : {error}"),
                    format!("this sample is no JSON: {error}"),
                );
            }
        };
        let attached = document
            .samples
            .iter()
            .filter(|(path, _)| path != DATA)
            .cloned();
        let Ok(job) = self.job(&document.info.name, day(), name, data, attached) else {
            return Vec::new();
        };
        match self.project.pdf(&job) {
            Err(failure) => failure
                .0
                .iter()
                .map(|said| self.problem(name, said))
                .collect(),
            Ok(made) => {
                let pages = document.info.pages;
                if pages.holds(made.pages) {
                    return Vec::new();
                }
                let (min, max, n) = (pages.min, pages.max, made.pages);
                of_sample(
                    format!("l’exemple fait {n} pages au lieu de {min} à {max}"),
                    format!("the sample makes {n} pages instead of {min} to {max}"),
                )
            }
        }
    }

    /// What Typst says, as a problem of the programme's files.
    fn problem(&self, document: &str, said: &Diagnostic) -> Problem {
        // Typst speaks English; its words are kept, so that they can be searched for.
        let words = |text: &str| Localised {
            fr: format!("le modèle ne se compile pas : {text}"),
            en: Some(format!("the template does not compile: {text}")),
        };
        let help = (!said.hints.is_empty()).then(|| {
            let hints = said.hints.join("; ");
            Localised {
                fr: hints.clone(),
                en: Some(hints),
            }
        });
        let message = words(&said.message);
        match &said.place {
            Some(place) => {
                let file = file_of(document, &place.file);
                match self.sources.get(&place.file) {
                    Some(source) => {
                        Problem::in_text(file, source, span(source, place), message, help)
                    }
                    None => Problem::of_file(file, message, help),
                }
            }
            None => Problem::of_file(format!("report-templates/{document}"), message, help),
        }
    }
}

fn file_of(document: &str, path: &str) -> String {
    if path == DATA {
        format!("report-templates/{document}/{SAMPLE}")
    } else {
        format!("report-templates{path}")
    }
}

/// The bytes that a place means.
fn span(source: &Arc<str>, place: &Place) -> Range<usize> {
    let (Some(line), Some(column)) = (place.line, place.column) else {
        return 0..0;
    };
    let start: usize = source
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = source.get(start..).unwrap_or_default();
    let at = |chars: usize| {
        rest.char_indices()
            .nth(chars)
            .map_or(rest.len(), |(i, _)| i)
    };
    let first = column.saturating_sub(1);
    start + at(first)..start + at(first + place.width)
}

/// The sample with its `lang` set.
fn in_language(sample: &Data, language: Language) -> Result<Vec<u8>, serde_json::Error> {
    let mut value: Value = serde_json::from_slice(sample.as_slice())?;
    if let Some(object) = value.as_object_mut() {
        object.insert("lang".to_owned(), language.code().into());
    }
    serde_json::to_vec(&value)
}

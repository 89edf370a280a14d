//! Compiling each template on its sample, as `bilan check` does.

use std::num::NonZeroUsize;
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, Mutex, PoisonError};

use bilan_typeset::{Diagnostic, Failure, Job, Place, Rendered, render_all};
use chrono::NaiveDate;
use serde_json::Value;

use super::{DATA, Document, SAMPLE, Templates};
use crate::framework::{Language, Localised, Problem};
use crate::model::DocumentId;

/// The day of the samples: any will do, as long as it is always the same one.
fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default()
}

impl Templates {
    /// What is wrong with the templates of these documents, or of all: each is compiled and exported on its `sample.json` in
    /// each of its languages, on so many threads.
    pub fn check(&self, threads: NonZeroUsize, only: Option<&[DocumentId]>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut trials = Vec::new();
        let asked = |name: &DocumentId| only.is_none_or(|only| only.contains(name));
        let documents = self.documents.values();
        for document in documents.filter(|document| asked(&document.info.name)) {
            for language in &document.info.languages {
                match self.trial(document, *language) {
                    Ok(job) => trials.push(((document, *language), job)),
                    Err(problem) => problems.push(*problem),
                }
            }
        }
        let found = Mutex::new(Vec::new());
        let tried = render_all(
            &self.project,
            trials.into_iter(),
            threads,
            |(document, language), made| {
                let said = self.judge(document, made);
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                found.push(((&document.info.name, language.code()), said));
                ControlFlow::<()>::Continue(())
            },
        );
        if let Err(error) = tried {
            let message = Localised {
                fr: format!("les modèles n’ont pas pu être essayés : {error}"),
                en: Some(format!("the templates could not be tried: {error}")),
            };
            problems.push(Problem::of_file("report-templates", message, None));
        }
        // The threads end in any order; the report is always the same.
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_by_key(|(which, _)| *which);
        for problem in found.into_iter().flat_map(|(_, said)| said) {
            let known = |p: &Problem| p.place() == problem.place() && p.message == problem.message;
            if !problems.iter().any(known) {
                problems.push(problem);
            }
        }
        problems
    }

    /// The job that tries a document in a language.
    fn trial(&self, document: &Document, language: Language) -> Result<Job, Box<Problem>> {
        let name = &document.info.name;
        let Some((_, sample)) = document.samples.iter().find(|(path, _)| path == DATA) else {
            return Err(Box::new(of_sample(
                document,
                "il manque l’exemple avec lequel essayer le modèle".to_owned(),
                "the sample to try the template with is missing".to_owned(),
            )));
        };
        let data = in_language(sample.as_slice(), language).map_err(|error| {
            Box::new(of_sample(
                document,
                format!("cet exemple n’est pas du JSON : {error}"),
                format!("this sample is no JSON: {error}"),
            ))
        })?;
        let attached = document
            .samples
            .iter()
            .filter(|(path, _)| path != DATA)
            .cloned();
        self.job(name, day(), name.as_str(), data, attached)
            .map_err(|error| Box::new(of_sample(document, error.to_string(), error.to_string())))
    }

    /// What is wrong with a document that was tried.
    fn judge(&self, document: &Document, made: Result<Rendered, Failure>) -> Vec<Problem> {
        let pages = document.info.pages;
        match made {
            Err(failure) => failure
                .0
                .iter()
                .map(|said| self.problem(document.info.name.as_str(), said))
                .collect(),
            Ok(made) if !document.info.page.holds(made.size) => {
                let ((width, height), (w, h)) = (document.info.page.size(), made.size);
                vec![of_sample(
                    document,
                    format!(
                        "la page fait {w:.0} × {h:.0} mm au lieu de {width:.0} × {height:.0} (page de template.toml)"
                    ),
                    format!(
                        "the page is {w:.0} × {h:.0} mm instead of {width:.0} × {height:.0} (page of template.toml)"
                    ),
                )]
            }
            Ok(made) if pages.holds(made.pages) => Vec::new(),
            Ok(made) => {
                let (min, max, n) = (pages.min, pages.max, made.pages);
                vec![of_sample(
                    document,
                    format!("l’exemple fait {n} pages au lieu de {min} à {max}"),
                    format!("the sample makes {n} pages instead of {min} to {max}"),
                )]
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

fn of_sample(document: &Document, fr: String, en: String) -> Problem {
    let file = format!("report-templates/{}/{SAMPLE}", document.info.name);
    Problem::of_file(file, Localised { fr, en: Some(en) }, None)
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
pub(super) fn in_language(sample: &[u8], language: Language) -> Result<Vec<u8>, serde_json::Error> {
    let mut value: Value = serde_json::from_slice(sample)?;
    if let Some(object) = value.as_object_mut() {
        object.insert("lang".to_owned(), language.code().into());
    }
    serde_json::to_vec(&value)
}

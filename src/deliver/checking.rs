//! Tries every mail on sample contexts, for `bilan check`.

use std::path::Path;

use crate::framework::Language;

use super::samples::samples;
use super::templates::one_line;
use super::{MailError, MailTemplates};

/// Subjects are shorter than this: mail readers on telephones show no more.
const SUBJECT: usize = 60;

/// Something to mend in a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MailProblem {
    /// The template's path below the folder of mails.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// Renders every mail of the folder in both languages on sample contexts, and gives all that is wrong, each once.
pub fn check_templates(folder: &Path) -> Vec<MailProblem> {
    let templates = match MailTemplates::read(folder) {
        Ok(templates) => templates,
        Err(error) => return vec![problem(error)],
    };
    let (renderer, unparsed) = templates.lenient_renderer();
    let mut problems: Vec<MailProblem> = unparsed.into_iter().map(problem).collect();
    let broken: Vec<String> = problems
        .iter()
        .map(|problem| problem.file.clone())
        .collect();
    for name in templates.names() {
        for language in [Language::Fr, Language::En] {
            for (sample, context) in samples(language) {
                let parts = match renderer.parts(name, language, &context) {
                    Ok(parts) => parts,
                    Err(error) => {
                        problems.push(problem(error));
                        continue;
                    }
                };
                if let Ok(subject) = &parts[0] {
                    let subject = one_line(subject);
                    problems.extend(subject_problem(name, language, sample, &subject));
                }
                for error in parts.into_iter().filter_map(Result::err) {
                    let found = problem(error);
                    // A template that did not parse is missing now: it was named above.
                    if !broken.contains(&found.file) {
                        problems.push(found);
                    }
                }
            }
        }
    }
    problems.sort();
    // One sample that shows a fault is enough.
    problems.dedup_by(|a, b| (&a.file, a.line) == (&b.file, b.line));
    problems
}

fn problem(error: MailError) -> MailProblem {
    match error {
        MailError::Template {
            file,
            line,
            message,
        } => MailProblem {
            file,
            line,
            message,
        },
        MailError::Unreadable { path, error } => MailProblem {
            file: path.display().to_string(),
            line: 1,
            message: format!("cannot be read: {error}"),
        },
    }
}

fn subject_problem(
    name: &str,
    language: Language,
    sample: &str,
    subject: &str,
) -> Option<MailProblem> {
    let length = subject.chars().count();
    let message = match length {
        0 => format!("the subject is empty (sample « {sample} »): say what to do"),
        _ if length >= SUBJECT => format!(
            "the subject has {length} characters (sample « {sample} »), mail readers show {SUBJECT}: shorten titles with `| short(30)`"
        ),
        _ => return None,
    };
    Some(MailProblem {
        file: format!("{name}/subject.{}.txt", language.code()),
        line: 1,
        message,
    })
}

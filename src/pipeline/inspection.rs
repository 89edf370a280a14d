//! Everything that is wrong with a programme, before anything is written.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Context, OpenError};
use crate::config;
use crate::deliver::check_templates;
use crate::framework::{self, Framework, Localised, Problem, Problems};
use crate::render::Templates;
use crate::wide::EngineChecker;

/// The framework, or every problem of settings, framework, documents and mails.
///
/// # Errors
/// All the problems, with their places.
pub fn inspect(root: &Path) -> Result<Framework, Problems> {
    let inspection = framework::inspect(root, Some(&EngineChecker));
    let mut problems = inspection.problems;
    if let Err(more) = config::load(root) {
        problems.extend(more.iter().cloned());
    }
    problems.extend(document_problems(root));
    problems.extend(mail_problems(root));
    match inspection.framework {
        Some(framework) if problems.is_empty() => Ok(framework),
        _ => Err(problems),
    }
}

impl Context {
    /// Refuses templates of documents and mails that do not compile: no job begins that could not end. What was found
    /// sound is not looked at again until a file changes.
    ///
    /// # Errors
    /// All the problems, with their places.
    pub fn refuse_unsound_templates(&self) -> Result<(), OpenError> {
        let folder = self.root.join("report-templates");
        let memory = self.settings.store.path.with_file_name("modeles-verifies");
        let fingerprint = fingerprint(&folder);
        if fingerprint.is_some() && std::fs::read_to_string(&memory).ok() == fingerprint {
            return Ok(());
        }
        let mut problems = document_problems(&self.root);
        problems.extend(mail_problems(&self.root));
        if !problems.is_empty() {
            return Err(OpenError::Problems(Problems::new(problems)));
        }
        if let Some(fingerprint) = fingerprint
            && let Err(error) = std::fs::write(&memory, fingerprint)
        {
            tracing::debug!(%error, "the templates will be checked again at the next run");
        }
        Ok(())
    }
}

/// A hash of all files under `folder`, with this program's version; nothing where one cannot be read.
fn fingerprint(folder: &Path) -> Option<String> {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    add(folder, &mut hasher)?;
    Some(
        hasher
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    )
}

fn add(folder: &Path, hasher: &mut Sha256) -> Option<()> {
    let mut entries: Vec<_> = folder.read_dir().ok()?.collect::<Result<_, _>>().ok()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        hasher.update(entry.path().as_os_str().as_encoded_bytes());
        if entry.file_type().ok()?.is_dir() {
            add(&entry.path(), hasher)?;
        } else {
            hasher.update(std::fs::read(entry.path()).ok()?);
        }
    }
    Some(())
}

fn words(message: impl std::fmt::Display) -> Localised {
    Localised {
        fr: message.to_string(),
        en: None,
    }
}

fn document_problems(root: &Path) -> Vec<Problem> {
    let folder = root.join("report-templates");
    match Templates::load(&folder) {
        Err(error) => vec![Problem::of_file("report-templates", words(error), None)],
        Ok(templates) => templates.check(),
    }
}

fn mail_problems(root: &Path) -> Vec<Problem> {
    let problems = check_templates(&root.join("report-templates/mail"));
    problems
        .into_iter()
        .map(|problem| {
            let file = format!("report-templates/mail/{}", problem.file);
            let line = problem.line;
            match std::fs::read_to_string(root.join(&file)) {
                Ok(text) => {
                    let start: usize = text
                        .lines()
                        .take(line.saturating_sub(1))
                        .map(|l| l.len() + 1)
                        .sum();
                    let end = start + text.lines().nth(line.saturating_sub(1)).map_or(0, str::len);
                    let source: Arc<str> = text.into();
                    Problem::in_text(file, &source, start..end, words(problem.message), None)
                }
                Err(_) => Problem::of_file(file, words(problem.message), None),
            }
        })
        .collect()
}

//! Everything that is wrong with a programme, before anything is written.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{OpenError, trial};
use crate::config::{self, Settings};
use crate::deliver::check_templates;
use crate::framework::{self, Framework, Localised, Problem, Problems};
use crate::model::DocumentId;
use crate::render::{Templates, TemplatesError};
use crate::wide::EngineChecker;

/// The framework, or every problem of settings, framework, documents and mails.
///
/// # Errors
/// All the problems, with their places.
pub fn inspect(root: &Path) -> Result<Framework, Problems> {
    let inspection = framework::inspect(root, Some(&EngineChecker));
    let mut problems = inspection.problems;
    let threads = match config::load(root) {
        Ok(settings) => settings.work.threads(),
        Err(more) => {
            problems.extend(more.iter().cloned());
            NonZeroUsize::MIN
        }
    };
    problems.extend(template_problems(root, threads, None));
    match inspection.framework {
        Some(framework) if problems.is_empty() => Ok(framework),
        _ => Err(problems),
    }
}

/// Templates of documents and mails that compile: those that were asked for.
pub(super) struct Sound {
    /// Those of documents.
    pub(super) templates: Templates,
    /// What is noted for the next time: the state of the files, then the documents that were tried in that state.
    note: Option<String>,
}

impl Sound {
    /// Refuses templates that do not compile: no job begins that could not end. `asked`: the documents whose templates are
    /// tried; all of them without it. Those tried before in the same state are not tried again. Writes nothing.
    ///
    /// # Errors
    /// All the problems, with their places.
    pub(super) fn judge(
        root: &Path,
        program: &Path,
        settings: &Settings,
        asked: Option<&[DocumentId]>,
    ) -> Result<Self, OpenError> {
        let refuse = |problems| OpenError::Problems(Problems::new(problems));
        let folder = root.join("report-templates");
        let templates =
            Templates::of_programme(root).map_err(|error| refuse(unloadable(&error)))?;
        let state = fingerprint(&folder, templates.fingerprint());
        let noted = std::fs::read_to_string(memory(settings)).unwrap_or_default();
        let tried = state.as_deref().and_then(|state| noted.strip_prefix(state));
        let mut sound: BTreeSet<DocumentId> = tried
            .into_iter()
            .flat_map(str::lines)
            .filter(|line| !line.is_empty())
            .map(DocumentId::new)
            .collect();
        let untried: Vec<DocumentId> = templates
            .names()
            .filter(|name| asked.is_none_or(|asked| asked.contains(name)))
            .filter(|name| !sound.contains(*name))
            .cloned()
            .collect();
        if tried.is_none() || !untried.is_empty() {
            let problems = trial::apart(program, root, &untried);
            if !problems.is_empty() {
                return Err(refuse(problems));
            }
        }
        sound.extend(untried);
        let note = state.map(|state| {
            let names = sound.iter().map(DocumentId::as_str);
            [state.as_str()]
                .into_iter()
                .chain(names)
                .collect::<Vec<_>>()
                .join("\n")
        });
        Ok(Self { templates, note })
    }

    /// Notes beside the store what was found sound: it is not tried again until a file changes.
    pub(super) fn remember(self, settings: &Settings) -> Templates {
        if let Some(note) = self.note
            && let Err(error) = std::fs::write(memory(settings), note)
        {
            tracing::debug!(%error, "the templates will be tried again at the next run");
        }
        self.templates
    }
}

/// The file that says which templates were found sound.
fn memory(settings: &Settings) -> PathBuf {
    settings.store.path.with_file_name("modeles-verifies")
}

/// A hash of all files under `folder`, with this program's version and what the programme adds to them; nothing where a file cannot be read.
fn fingerprint(folder: &Path, templates: &str) -> Option<String> {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    hasher.update(templates);
    add(folder, folder, &mut hasher)?;
    Some(
        hasher
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    )
}

/// Adds the files of a folder by their places under `root`: where the programme stands does not matter.
fn add(root: &Path, folder: &Path, hasher: &mut Sha256) -> Option<()> {
    let mut entries: Vec<_> = folder.read_dir().ok()?.collect::<Result<_, _>>().ok()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let place = path.strip_prefix(root).ok()?;
        hasher.update(place.as_os_str().as_encoded_bytes());
        if entry.file_type().ok()?.is_dir() {
            add(root, &path, hasher)?;
        } else {
            hasher.update(std::fs::read(&path).ok()?);
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

/// What is wrong with the templates of mails and of these documents; of all documents without them.
pub(super) fn template_problems(
    root: &Path,
    threads: NonZeroUsize,
    documents: Option<&[DocumentId]>,
) -> Vec<Problem> {
    let mut problems = document_problems(root, threads, documents);
    problems.extend(mail_problems(root));
    problems
}

fn document_problems(
    root: &Path,
    threads: NonZeroUsize,
    documents: Option<&[DocumentId]>,
) -> Vec<Problem> {
    match Templates::of_programme(root) {
        Err(error) => unloadable(&error),
        Ok(templates) => templates.check(threads, documents),
    }
}

fn unloadable(error: &TemplatesError) -> Vec<Problem> {
    match error {
        TemplatesError::Info { problem, .. } => vec![(**problem).clone()],
        TemplatesError::Look(problems) => problems.iter().cloned().collect(),
        _ => vec![Problem::of_file("report-templates", words(error), None)],
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

//! The files of a programme: found, read, parsed with their spans.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, say};
use super::syntax;

/// No file that a person writes comes near this; what does is not one of ours.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// What a file of the programme holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Programme,
    Kinds,
    Questionnaire,
    Indicators,
    Audiences,
    Campaigns,
    Fresque,
    Jobs,
    /// The service's settings, which `config` reads; the JSON Schema comes from there.
    Settings,
}

/// A file as it was read.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// From the programme's folder, with `/`.
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) text: Arc<str>,
}

/// A file with its tree; `broken` where its syntax is wrong and the tree is what could be saved.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) file: &'a SourceFile,
    pub(crate) root: Spanned<DeValue<'a>>,
    pub(crate) broken: bool,
}

/// What the folder holds besides the configuration.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// Folders of `report-templates/` with a `template.toml`, and the built-in workbooks.
    pub(super) documents: BTreeSet<String>,
    /// Folders of `report-templates/mail/`.
    pub(super) mails: BTreeSet<String>,
}

/// All that was read.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub(super) files: Vec<SourceFile>,
    /// Roles of which a file is missing or cannot be read.
    pub(super) missing: BTreeSet<Role>,
    pub(super) problems: Vec<Problem>,
}

/// Documents that bilan makes without a template.
pub const BUILT_IN_DOCUMENTS: [&str; 2] = ["tableau-de-bord", "questionnaire"];

impl Folder {
    /// Reads the configuration of the programme in `root`.
    pub(super) fn read(root: &Path) -> Self {
        let mut folder = Self::default();
        folder.file(root, "config/framework/programme.toml", Role::Programme);
        folder.file(root, "config/framework/kinds.toml", Role::Kinds);
        folder.files_of(root, "config/framework/questionnaires", Role::Questionnaire);
        folder.files_of(root, "config/framework/indicators", Role::Indicators);
        folder.file(root, "config/framework/audiences.toml", Role::Audiences);
        folder.file_if_any(root, "config/framework/campaigns.toml", Role::Campaigns);
        folder.file_if_any(root, "config/framework/fresque.toml", Role::Fresque);
        folder.file(root, "config/jobs.toml", Role::Jobs);
        folder
    }

    fn fail(&mut self, role: Role, problem: Problem) {
        self.missing.insert(role);
        self.problems.push(problem);
    }

    fn files_of(&mut self, root: &Path, name: &str, role: Role) {
        let mut names: Vec<String> = match std::fs::read_dir(root.join(name)) {
            Ok(entries) => entries
                .flatten()
                .filter_map(|entry| entry.file_name().into_string().ok())
                .filter(|file| file.ends_with(".toml") && !file.starts_with('.'))
                .collect(),
            Err(_) => Vec::new(),
        };
        if names.is_empty() {
            let message = say!(
                "ce dossier ne contient aucun fichier .toml",
                "this folder holds no .toml file"
            );
            let help = say!(
                "créez-en un : « bilan init » donne un programme complet à adapter",
                "create one: “bilan init” gives a whole programme to adapt"
            );
            self.fail(role, Problem::of_file(name, message, Some(help)));
        }
        names.sort();
        for file in names {
            self.file(root, &format!("{name}/{file}"), role);
        }
    }

    /// Reads a file that a programme may do without.
    fn file_if_any(&mut self, root: &Path, name: &str, role: Role) {
        // A link that leads nowhere is there: reading it says what is wrong.
        let metadata = std::fs::symlink_metadata(root.join(name));
        if !metadata.is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            self.file(root, name, role);
        }
    }

    fn file(&mut self, root: &Path, name: &str, role: Role) {
        let path = root.join(name);
        let bytes = match std::fs::metadata(&path) {
            Ok(meta) if meta.len() > MAX_BYTES => {
                let message = say!(
                    "fichier trop grand (plus de 4 Mio)",
                    "file too large (over 4 MiB)"
                );
                return self.fail(role, Problem::of_file(name, message, None));
            }
            _ => std::fs::read(&path),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let message = say!("ce fichier manque", "this file is missing");
                let help = say!(
                    "placez-vous dans le dossier du programme, ou créez-en un avec « bilan init »",
                    "go to the programme's folder, or create one with “bilan init”"
                );
                return self.fail(role, Problem::of_file(name, message, Some(help)));
            }
            Err(error) => {
                let message = say!(
                    "ce fichier ne peut pas être lu : {error}",
                    "this file cannot be read: {error}"
                );
                return self.fail(role, Problem::of_file(name, message, None));
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => self.files.push(SourceFile {
                name: name.to_owned(),
                role,
                text: text.into(),
            }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text: Arc<str> = String::from_utf8_lossy(error.as_bytes()).into();
                let message = say!(
                    "le fichier n'est pas en UTF-8 à partir d'ici",
                    "the file is not UTF-8 from here on"
                );
                let help = say!(
                    "enregistrez-le avec l'encodage UTF-8",
                    "save it with the encoding UTF-8"
                );
                self.fail(
                    role,
                    Problem::in_text(name, &text, at..at + 1, message, Some(help)),
                );
            }
        }
    }

    /// The tree of each file, with the problems of syntax.
    pub(super) fn parse(&self, problems: &mut Vec<Problem>) -> Vec<Tree<'_>> {
        self.files
            .iter()
            .map(|file| parse(file, problems))
            .collect()
    }

    /// SHA-256 over the names and the texts, in hexadecimal.
    pub(super) fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for file in &self.files {
            for part in [file.name.as_bytes(), file.text.as_bytes()] {
                hash.update(part.len().to_le_bytes());
                hash.update(part);
            }
        }
        hash.finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

pub(crate) fn parse<'a>(file: &'a SourceFile, problems: &mut Vec<Problem>) -> Tree<'a> {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let broken = !errors.is_empty();
    // After the first fault of a line the parser's other complaints about that line are echoes.
    let mut last_line = 0;
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let (message, help) = syntax::explain(error.message());
        let problem = Problem::at(file, span, message, help);
        let line = problem.spot.as_ref().map_or(0, |s| s.line);
        if line != last_line {
            problems.push(problem);
        }
        last_line = line;
    }
    let span = table.span();
    let mut value = DeValue::Table(table.into_inner());
    dates_to_texts(&mut value);
    Tree {
        file,
        root: Spanned::new(span, value),
        broken,
    }
}

/// TOML has dates of its own; our types read them as texts, so both ways of writing `2026-01-01` are accepted.
fn dates_to_texts(value: &mut DeValue<'_>) {
    match value {
        DeValue::Datetime(date) => *value = DeValue::String(date.to_string().into()),
        DeValue::Array(items) => {
            for item in items.iter_mut() {
                dates_to_texts(item.get_mut());
            }
        }
        DeValue::Table(table) => {
            for (_, item) in table.iter_mut() {
                dates_to_texts(item.get_mut());
            }
        }
        _ => {}
    }
}

impl Surroundings {
    /// Lists the documents and mails of the programme in `root`.
    pub(super) fn read(root: &Path) -> Self {
        let templates = root.join("report-templates");
        let mut documents: BTreeSet<String> = folders(&templates)
            .into_iter()
            .filter(|name| templates.join(name).join("template.toml").is_file())
            .collect();
        documents.extend(BUILT_IN_DOCUMENTS.map(str::to_owned));
        Self {
            documents,
            mails: folders(&templates.join("mail")).into_iter().collect(),
        }
    }
}

fn folders(path: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(path) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|e| e.path().is_dir())
        .filter_map(|e| e.file_name().into_string().ok())
        .collect()
}

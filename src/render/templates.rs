//! The document templates of `report-templates/`: read once, checked on their samples, turned into typesetting jobs.
//!
//! Takes the folder, gives [`Templates`]: what each document is ([`TemplateInfo`]), the jobs that make it, and the
//! fingerprint that says when it must be made again. Typesets nothing itself, but for [`Templates::check`].

mod check;
mod info;
mod paper;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bilan_typeset::{Data, Fonts, Job, Project};
use chrono::{Datelike, NaiveDate, NaiveTime};
use sha2::{Digest, Sha256};

pub use info::{FileFormat, Pages, Per, TemplateInfo};
pub use paper::{Paper, PaperName};

use crate::framework::{Language, Localised, Problem, Problems};
use crate::model::DocumentId;

use super::look::{Look, SETTINGS};

/// Where every document finds its data.
const DATA: &str = "/data.json";
/// What a document's folder holds besides its template: its example, read by [`Templates::check`] alone.
const SAMPLE: &str = "sample.json";

/// Why the templates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplatesError {
    /// A file cannot be read.
    #[error(
        "{path} cannot be read: {source}. Check that the folder is whole and that you may read it"
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A `template.toml` is wrong.
    #[error("report-templates/{document}/template.toml: {message}")]
    Info {
        /// The document.
        document: String,
        /// Why, with line and column.
        message: String,
        /// The same for `bilan check`.
        problem: Box<Problem>,
    },
    /// What the programme sets for its documents is wrong: its logo, its colour, its geometry.
    #[error("{0}")]
    Look(Problems),
    /// A font or a path that Typst does not take.
    #[error("report-templates: {0}")]
    Typeset(#[from] bilan_typeset::Error),
    /// A document without a readable example.
    #[error("report-templates/{document}/sample.json is missing, or is no JSON object")]
    NoSample {
        /// The document.
        document: String,
    },
    /// No such document.
    #[error("there is no document « {document} » in report-templates: known are {known}")]
    Unknown {
        /// What was asked for.
        document: String,
        /// What there is.
        known: String,
    },
}

/// A document's folder.
#[derive(Debug, Clone)]
struct Document {
    info: TemplateInfo,
    /// `sample.json` and the samples of the attachments, by virtual path.
    samples: Vec<(String, Data)>,
}

/// The templates of a programme, read once.
#[derive(Debug, Clone)]
pub struct Templates {
    project: Project,
    documents: BTreeMap<DocumentId, Document>,
    /// Template sources by virtual path, for the places of problems.
    sources: BTreeMap<String, Arc<str>>,
    fingerprint: String,
}

impl Templates {
    /// Reads the templates of the programme in `root`, which look as it sets in `programme.toml`: logo, colour, geometry.
    ///
    /// # Errors
    /// Those of [`Templates::load`], and what is wrong with those settings.
    pub fn of_programme(root: &Path) -> Result<Self, TemplatesError> {
        let look = Look::read(root).map_err(|all| TemplatesError::Look(Problems::new(all)))?;
        Self::load_with(&root.join("report-templates"), Some(look))
    }

    /// Reads a `report-templates/` folder: templates, words, geometry and fonts. The `mail/` folder belongs to [`crate::deliver`].
    ///
    /// # Errors
    /// When a file cannot be read, a `template.toml` is wrong or a font is none.
    pub fn load(folder: &Path) -> Result<Self, TemplatesError> {
        Self::load_with(folder, None)
    }

    fn load_with(folder: &Path, look: Option<Look>) -> Result<Self, TemplatesError> {
        let mut files = Vec::new();
        collect(folder, folder, &mut files)?;
        files.sort();
        let mut hasher = Sha256::new();
        let mut fonts = Vec::new();
        let mut sources = BTreeMap::new();
        let mut kept: Vec<(String, Data)> = Vec::new();
        let mut loose: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for path in files {
            let bytes = read(&folder.join(&path))?;
            let role = role_of(&path);
            if role == Role::Sample {
                loose.insert(path, bytes);
                continue;
            }
            let (name, size) = (path.as_bytes(), bytes.len().to_string());
            for part in [name, b"\0", size.as_bytes(), b"\0", &bytes] {
                hasher.update(part);
            }
            match role {
                Role::Font => fonts.push((path, bytes)),
                Role::Info => {
                    loose.insert(path, bytes);
                }
                Role::Source | Role::Sample => {
                    if let Ok(text) = std::str::from_utf8(&bytes) {
                        sources.insert(format!("/{path}"), Arc::from(text));
                    }
                    kept.push((format!("/{path}"), bytes.into()));
                }
            }
        }
        let fonts = Fonts::load(fonts)?;
        if let Some(look) = look {
            for (path, bytes) in dress(look, &mut kept, &fonts.families()) {
                for part in [path.as_bytes(), b"\0", &bytes] {
                    hasher.update(part);
                }
                kept.push((path, bytes.into()));
            }
        }
        Ok(Self {
            project: Project::new(kept, fonts)?,
            documents: documents(&loose)?,
            sources,
            fingerprint: hexadecimal(hasher),
        })
    }

    /// What Typst makes documents from, for [`bilan_typeset::render_all`].
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The documents, by identifier.
    pub fn documents(&self) -> impl Iterator<Item = &TemplateInfo> {
        self.documents.values().map(|d| &d.info)
    }

    /// The documents that templates make.
    pub fn names(&self) -> impl Iterator<Item = &DocumentId> {
        self.documents.keys()
    }

    /// What a document is.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn info(&self, document: &DocumentId) -> Result<&TemplateInfo, TemplatesError> {
        match self.documents.get(document) {
            Some(found) => Ok(&found.info),
            None => Err(TemplatesError::Unknown {
                document: document.to_string(),
                known: self
                    .documents
                    .keys()
                    .map(DocumentId::as_str)
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }

    /// The example of a document's data, as its folder has it.
    ///
    /// # Errors
    /// When there is no such document.
    pub fn sample(&self, document: &DocumentId) -> Result<Option<&[u8]>, TemplatesError> {
        self.info(document)?;
        let samples = self.documents.get(document).map(|d| d.samples.iter());
        let data = samples.into_iter().flatten().find(|(path, _)| path == DATA);
        Ok(data.map(|(_, data)| data.as_slice()))
    }

    /// The example of a document's data with its language set.
    ///
    /// # Errors
    /// When there is no such document, or it has no example.
    pub fn sample_in(
        &self,
        document: &DocumentId,
        language: Language,
    ) -> Result<Vec<u8>, TemplatesError> {
        let none = || TemplatesError::NoSample {
            document: document.to_string(),
        };
        let sample = self.sample(document)?.ok_or_else(none)?;
        check::in_language(sample, language).map_err(|_| none())
    }

    /// The examples of the files that a document carries besides its data, by virtual path.
    ///
    /// # Errors
    /// When there is no such document.
    pub fn attached_samples(
        &self,
        document: &DocumentId,
    ) -> Result<Vec<(String, Data)>, TemplatesError> {
        self.info(document)?;
        let samples = self.documents.get(document).map(|d| d.samples.iter());
        let attached = samples
            .into_iter()
            .flatten()
            .filter(|(path, _)| path != DATA);
        Ok(attached.cloned().collect())
    }

    /// SHA-256 of all templates, words and fonts, in hexadecimal: documents are made again when it changes.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The job that makes one document. `ident` says which document it is and no other, whatever its version
    /// (`fiche-retour BP-2024-017 2026Q3`); `attached` are its further files (`/figures.csv`).
    ///
    /// # Errors
    /// When there is no such document.
    pub fn job(
        &self,
        document: &DocumentId,
        today: NaiveDate,
        ident: &str,
        data: impl Into<Data>,
        attached: impl IntoIterator<Item = (String, Data)>,
    ) -> Result<Job, TemplatesError> {
        let info = self.info(document)?;
        let small = |n: u32| u8::try_from(n).unwrap_or(1);
        let day = (today.year(), small(today.month()), small(today.day()));
        let timestamp = today.and_time(NaiveTime::MIN).and_utc().timestamp();
        let job = Job::new(info.main(), day, timestamp, ident)
            .formats(info.outputs())
            .file(DATA, data);
        Ok(attached
            .into_iter()
            .fold(job, |job, (path, data)| job.file(path, data)))
    }

    /// The key of a document's inputs: equal keys, equal bytes. `data` is all that the job reads, `today` its day.
    pub fn key(&self, document: &DocumentId, data: &[u8], today: NaiveDate) -> String {
        document_key(&format!("{}/{document}", self.fingerprint), data, today)
    }
}

/// The files that make documents look like the programme's own, taken from what is `kept` of the library where they stand in its place.
fn dress(
    look: Look,
    kept: &mut Vec<(String, Data)>,
    families: &[String],
) -> Vec<(String, Vec<u8>)> {
    let Some(at) = kept.iter().position(|(path, _)| path == SETTINGS) else {
        return Vec::new();
    };
    let (_, library) = kept.swap_remove(at);
    let settings = look.settings(library.as_slice(), families);
    let mut files = look.files;
    files.push((SETTINGS.to_owned(), settings));
    files
}

/// The hash of a document's inputs, in hexadecimal.
pub fn document_key(template: &str, data: &[u8], today: NaiveDate) -> String {
    let mut hasher = Sha256::new();
    hasher.update(template.as_bytes());
    hasher.update(b"\0");
    hasher.update(today.to_string().as_bytes());
    hasher.update(b"\0");
    hasher.update(data);
    hexadecimal(hasher)
}

fn hexadecimal(hasher: Sha256) -> String {
    hasher
        .finalize()
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// What a file of the folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Font,
    Info,
    Sample,
    Source,
}

fn role_of(path: &str) -> Role {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, "otf" | "ttf" | "ttc")) => Role::Font,
        Some(("template", "toml")) => Role::Info,
        Some((stem, _)) if stem == "sample" || stem.starts_with("sample-") => Role::Sample,
        _ => Role::Source,
    }
}

/// The files below `folder`, by their path from `root`. Mails and notes for people are no part of a document.
fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) -> Result<(), TemplatesError> {
    let wrong = |source| TemplatesError::Read {
        path: folder.to_owned(),
        source,
    };
    for entry in fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else {
            continue;
        };
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        if path.is_dir() {
            if !(folder == root && name == "mail") {
                collect(root, &path, files)?;
            }
        } else if !name.ends_with(".md") && name != "OFL.txt" {
            let below = path.strip_prefix(root).unwrap_or(&path);
            let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
            files.push(parts.join("/"));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, TemplatesError> {
    fs::read(path).map_err(|source| TemplatesError::Read {
        path: path.to_owned(),
        source,
    })
}

/// The documents, from their `template.toml` and samples.
fn documents(
    loose: &BTreeMap<String, Vec<u8>>,
) -> Result<BTreeMap<DocumentId, Document>, TemplatesError> {
    let mut documents = BTreeMap::new();
    for (path, bytes) in loose {
        let Some(folder) = path.strip_suffix("/template.toml") else {
            continue;
        };
        let text = String::from_utf8_lossy(bytes);
        let info = TemplateInfo::parse(folder, &text).map_err(|e| bad_info(folder, &text, &e))?;
        let sample = |path: &str, name: &str| {
            let bytes = loose.get(&format!("{folder}/{name}"))?;
            Some((path.to_owned(), Data::from(bytes.clone())))
        };
        let attached = info.attachments.iter().filter_map(|name| {
            let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
            sample(&format!("/{name}"), &format!("sample.{kind}"))
        });
        let samples = sample(DATA, SAMPLE).into_iter().chain(attached).collect();
        documents.insert(info.name.clone(), Document { info, samples });
    }
    Ok(documents)
}

fn bad_info(folder: &str, text: &str, error: &toml::de::Error) -> TemplatesError {
    let said = error.message().to_owned();
    let problem = Problem::in_text(
        format!("report-templates/{folder}/template.toml"),
        &Arc::from(text),
        error.span().unwrap_or(0..0),
        Localised {
            fr: format!("ce modèle est mal décrit : {said}"),
            en: Some(format!("this template is badly described: {said}")),
        },
        Some(Localised {
            fr: "clés attendues : name, entry, title, data, per, contract, kind, privacy, languages, formats, resolution, page, file_name, attachments, pages".to_owned(),
            en: Some("expected keys: name, entry, title, data, per, contract, kind, privacy, languages, formats, resolution, page, file_name, attachments, pages".to_owned()),
        }),
    );
    TemplatesError::Info {
        document: folder.to_owned(),
        message: error.to_string(),
        problem: Box::new(problem),
    }
}

//! `template.toml`: what a document is, how many of it are made, and for whom.

use serde::Deserialize;

use crate::framework::{Language, Localised, Privacy};
use crate::model::{DocumentId, KindId, Period};

/// What a document is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateInfo {
    /// Its identifier, which is its folder's name.
    pub name: DocumentId,
    /// The template it starts from, in its folder.
    #[serde(default = "main_typ")]
    pub entry: String,
    /// Its name, as printed.
    pub title: Localised,
    /// How many of it are made.
    pub per: Per,
    /// The version of the data that it reads ([`Per::contract`]); the first one where none is said.
    #[serde(default = "first_contract")]
    pub contract: u32,
    /// The kind of subjects, for a document made per subject; every kind, where none is named.
    #[serde(default)]
    pub kind: Option<KindId>,
    /// The highest level of the fields that it shows.
    pub privacy: Privacy,
    /// The languages it is made in.
    pub languages: Vec<Language>,
    /// The name of the file; `{id}` is the subject or direction, `{period}` the period, `{lang}` the language.
    pub file_name: String,
    /// Files that it carries besides its data, by name.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// How many pages are expected.
    pub pages: Pages,
}

/// How many of a document are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// One for the programme.
    Once,
    /// One for each subject that sent a return.
    Subject,
    /// One for each direction.
    Department,
    /// One for the subject of a questionnaire, on demand: no job makes it.
    Form,
}

/// How many pages are expected; more or fewer is a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// At least.
    pub min: usize,
    /// At most.
    pub max: usize,
}

impl Pages {
    /// Whether a document of this many pages is as expected.
    pub fn holds(self, pages: usize) -> bool {
        (self.min..=self.max).contains(&pages)
    }
}

fn first_contract() -> u32 {
    1
}

fn main_typ() -> String {
    "main.typ".to_owned()
}

impl TemplateInfo {
    /// Reads a `template.toml` in the folder of this name.
    pub(super) fn parse(folder: &str, text: &str) -> Result<Self, toml::de::Error> {
        use serde::de::Error;
        let info: Self = toml::from_str(text)?;
        let wrong = |message: String| Err(toml::de::Error::custom(message));
        if info.name.as_str() != folder {
            return wrong(format!(
                "the name is « {} », but the folder is « {folder} »",
                info.name
            ));
        }
        if info.contract != info.per.contract() {
            return wrong(format!(
                "`contract` is {}, and the data for this `per` has version {}: « bilan template schema {folder} » shows it",
                info.contract,
                info.per.contract()
            ));
        }
        if info.kind.is_some() && info.per != Per::Subject {
            return wrong("`kind` goes with per = \"subject\" only".to_owned());
        }
        if info.languages.is_empty() {
            return wrong("`languages` names no language".to_owned());
        }
        if info.per != Per::Once && !info.file_name.contains("{id}") {
            return wrong("`file_name` needs {id}: several files would have one name".to_owned());
        }
        Ok(info)
    }

    /// Whether it is made for subjects of this kind.
    pub fn is_for(&self, kind: &KindId) -> bool {
        self.per == Per::Subject && self.kind.as_ref().is_none_or(|own| own == kind)
    }

    /// The path of its template in the project.
    pub fn main(&self) -> String {
        format!("/{}/{}", self.name, self.entry)
    }

    /// The name of the file of one document. What no file system likes in `id` becomes a hyphen.
    pub fn file_name(&self, id: &str, period: Period, language: Language) -> String {
        let safe: String = id
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || matches!(c, '_' | '-') {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        self.file_name
            .replace("{id}", &safe)
            .replace("{period}", &period.written())
            .replace("{lang}", language.code())
    }

    /// The language to make it in for a reader: theirs if it is offered, else its first one.
    pub fn language_for(&self, reader: Language) -> Language {
        if self.languages.contains(&reader) {
            reader
        } else {
            self.languages.first().copied().unwrap_or_default()
        }
    }
}

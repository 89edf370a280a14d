//! `template.toml`: what a document is, how many of it are made, in which formats, and for whom.

use bilan_typeset::{Format, Output};
use serde::Deserialize;

use super::paper::Paper;
use crate::framework::{Language, Localised, Privacy};
use crate::model::{DocumentId, KindId, Period};
use crate::render::contracts::Contract;

/// What a document is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateInfo {
    /// Its identifier, which is its folder's name.
    pub name: DocumentId,
    /// The template it starts from: in its folder, or in another document's (`/rapport-annuel/main.typ`), so that one template
    /// serves several documents.
    #[serde(default = "main_typ")]
    pub entry: String,
    /// Its name, as printed.
    pub title: Localised,
    /// How many of it are made.
    pub per: Per,
    /// The data that it reads.
    pub data: Contract,
    /// The version of that data ([`Contract::version`]); the first one where none is said.
    #[serde(default = "first_contract")]
    pub contract: u32,
    /// The kind of subjects, for a document made per subject; every kind, where none is named.
    #[serde(default)]
    pub kind: Option<KindId>,
    /// The highest level of the fields that it shows.
    pub privacy: Privacy,
    /// The languages it is made in.
    pub languages: Vec<Language>,
    /// What is made of it: the first one is the document, the others lie beside it.
    #[serde(default = "pdf_alone")]
    pub formats: Vec<FileFormat>,
    /// The resolution of pictures, in pixels per inch.
    #[serde(default = "screen")]
    pub resolution: u16,
    /// The size of its pages.
    #[serde(default)]
    pub page: Paper,
    /// The name of its files without extension; `{id}` is the subject, direction or edition, `{period}` the period, `{lang}`
    /// the language.
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
    /// One for each edition of which something is followed.
    Edition,
    /// One for each subject that sent a return.
    Subject,
    /// One for each direction.
    Department,
    /// One for the subject of a questionnaire, on demand: no job makes it.
    Form,
}

/// A format that a document is made in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// PDF/UA-1 and PDF/A-3a.
    Pdf,
    /// A picture of each page.
    Png,
    /// A drawing of each page.
    Svg,
}

impl FileFormat {
    /// The end of its files' names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }
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

fn pdf_alone() -> Vec<FileFormat> {
    vec![FileFormat::Pdf]
}

/// Sharp on a screen, and small enough for a mail.
fn screen() -> u16 {
    144
}

/// Pictures of more pixels per inch than printers have are a mistake, and a wall of memory.
const MOST_PIXELS_PER_INCH: u16 = 600;

impl TemplateInfo {
    /// Reads a `template.toml` in the folder of this name.
    pub(super) fn parse(folder: &str, text: &str) -> Result<Self, toml::de::Error> {
        use serde::de::Error;
        let info: Self = toml::from_str(text)?;
        match info.fault(folder) {
            Some(message) => Err(toml::de::Error::custom(message)),
            None => Ok(info),
        }
    }

    /// What cannot be.
    fn fault(&self, folder: &str) -> Option<String> {
        let version = self.data.version();
        let named = |file: &str| FileFormat::of_name(file).is_some();
        if self.name.as_str() != folder {
            let name = &self.name;
            Some(format!(
                "the name is « {name} », but the folder is « {folder} »"
            ))
        } else if self.contract != version {
            Some(format!(
                "`contract` is {}, and this data has version {version}: « bilan template schema {folder} » shows it",
                self.contract
            ))
        } else if !self.data.goes_with(self.per) {
            let possible = self.data.made().join(", ");
            Some(format!(
                "this data is not there for this `per`: possible are {possible}"
            ))
        } else if self.kind.is_some() && self.per != Per::Subject {
            Some("`kind` goes with per = \"subject\" only".to_owned())
        } else if self.languages.is_empty() {
            Some("`languages` names no language".to_owned())
        } else if self.formats.is_empty() {
            Some("`formats` names no format: write formats = [\"pdf\"]".to_owned())
        } else if !(36..=MOST_PIXELS_PER_INCH).contains(&self.resolution) {
            Some(format!(
                "`resolution` is {}: pixels per inch, from 36 to {MOST_PIXELS_PER_INCH}",
                self.resolution
            ))
        } else if named(&self.file_name) {
            Some("`file_name` has an extension: `formats` says which ones are made".to_owned())
        } else if self.per != Per::Once && !self.file_name.contains("{id}") {
            Some("`file_name` needs {id}: several files would have one name".to_owned())
        } else {
            None
        }
    }

    /// Whether it is made for subjects of this kind.
    pub fn is_for(&self, kind: &KindId) -> bool {
        self.per == Per::Subject && self.kind.as_ref().is_none_or(|own| own == kind)
    }

    /// The path of its template in the project.
    pub fn main(&self) -> String {
        if self.entry.starts_with('/') {
            return self.entry.clone();
        }
        format!("/{}/{}", self.name, self.entry)
    }

    /// What typesetting makes of it, in the order of [`TemplateInfo::formats`].
    pub fn outputs(&self) -> Vec<Format> {
        let format = |format: &FileFormat| match format {
            FileFormat::Pdf => Format::Pdf,
            FileFormat::Svg => Format::Svg,
            FileFormat::Png => Format::Png {
                pixels_per_inch: self.resolution,
            },
        };
        self.formats.iter().map(format).collect()
    }

    /// The name of the files of one document, without extension. What no file system likes in `id` becomes a hyphen.
    pub fn stem(&self, id: &str, period: Period, language: Language) -> String {
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

    /// The name of one file: pages of pictures have their number, unless there is only one.
    pub fn file_name(&self, stem: &str, output: &Output, pages: usize) -> String {
        let extension = match output.format {
            Format::Pdf => FileFormat::Pdf,
            Format::Png { .. } => FileFormat::Png,
            Format::Svg => FileFormat::Svg,
        }
        .extension();
        match output.page.filter(|_| pages > 1) {
            Some(page) => format!("{stem}-{page:02}.{extension}"),
            None => format!("{stem}.{extension}"),
        }
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

impl FileFormat {
    /// The format that a file's name says.
    fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        let all = [Self::Pdf, Self::Png, Self::Svg];
        all.into_iter().find(|f| f.extension() == extension)
    }
}

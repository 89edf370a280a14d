//! The templates of mails: `mail/<name>/{subject,body}.{fr,en}.{txt,html}`, and the frame that they share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::Value;

use crate::framework::Language;

use super::MailContext;

/// Texts of a context are one line each, and no longer than this.
const LONGEST: usize = 600;

/// A mail that could not be made from its template.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A folder or file that cannot be read.
    #[error("cannot read {path}: {error}; the mails' templates belong there")]
    Unreadable {
        /// Where.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A template that does not exist, does not parse, or asks for something that the context has not.
    #[error("{file}, line {line}: {message}")]
    Template {
        /// The template's path below the folder of mails.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// A mail in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML with the same content.
    pub html: String,
}

/// The sources of all mails, as read from their folder.
#[derive(Debug, Clone, Default)]
pub struct MailTemplates {
    sources: BTreeMap<String, String>,
}

impl MailTemplates {
    /// Reads every template of the folder (`report-templates/mail`) and of its sub-folders, one a mail.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(folder: &Path) -> Result<Self, MailError> {
        let mut sources = BTreeMap::new();
        for entry in entries(folder)? {
            if entry.is_dir() {
                for file in entries(&entry)? {
                    add(&mut sources, folder, &file)?;
                }
            } else {
                add(&mut sources, folder, &entry)?;
            }
        }
        Ok(Self { sources })
    }

    /// The names of the mails: their folders.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .sources
            .keys()
            .filter_map(|path| path.split_once('/'))
            .map(|(name, _)| name)
            .collect();
        names.dedup();
        names
    }

    /// Makes them ready to render; one renderer serves any number of mails.
    ///
    /// # Errors
    /// The first template that does not parse.
    pub fn renderer(&self) -> Result<MailRenderer<'_>, MailError> {
        let mut environment = new_environment();
        for (path, source) in &self.sources {
            environment
                .add_template(path, source)
                .map_err(|error| template_error(path, &error))?;
        }
        Ok(MailRenderer { environment })
    }

    /// Every template with its path, for checks.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources
            .iter()
            .map(|(path, source)| (path.as_str(), source.as_str()))
    }

    /// One parse problem for each template that has one, and a renderer of the others.
    pub(super) fn lenient_renderer(&self) -> (MailRenderer<'_>, Vec<MailError>) {
        let mut environment = new_environment();
        let mut problems = Vec::new();
        for (path, source) in self.sources() {
            if let Err(error) = environment.add_template(path, source) {
                problems.push(template_error(path, &error));
            }
        }
        (MailRenderer { environment }, problems)
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, MailError> {
    let unreadable = |error| MailError::Unreadable {
        path: folder.to_owned(),
        error,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn add(
    sources: &mut BTreeMap<String, String>,
    folder: &Path,
    file: &Path,
) -> Result<(), MailError> {
    if !file
        .extension()
        .is_some_and(|extension| extension == "txt" || extension == "html")
    {
        return Ok(());
    }
    let source = std::fs::read_to_string(file).map_err(|error| MailError::Unreadable {
        path: file.to_owned(),
        error,
    })?;
    let below = file.strip_prefix(folder).unwrap_or(file);
    let parts: Vec<String> = below
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    sources.insert(parts.join("/"), source);
    Ok(())
}

fn new_environment<'source>() -> Environment<'source> {
    let mut environment = Environment::new();
    // Errors name the value that is missing, in release builds too.
    environment.set_debug(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    environment.add_filter("short", short);
    environment
}

/// The filter `short(n)`: at most `n` characters, with an ellipsis where some are left out.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Renders mails.
pub struct MailRenderer<'source> {
    environment: Environment<'source>,
}

impl MailRenderer<'_> {
    /// The mail `name` in a language.
    ///
    /// # Errors
    /// A template that is missing, or asks for something that the context has not.
    pub fn render(
        &self,
        name: &str,
        language: Language,
        context: &MailContext,
    ) -> Result<Mail, MailError> {
        let [subject, text, html] = self.parts(name, language, context)?;
        Ok(Mail {
            subject: one_line(&subject?),
            text: tidy(&text?),
            html: html?,
        })
    }

    /// Subject, text and HTML as their templates give them, each on its own, so that a check names the faults of all.
    pub(super) fn parts(
        &self,
        name: &str,
        language: Language,
        context: &MailContext,
    ) -> Result<[Result<String, MailError>; 3], MailError> {
        let code = language.code();
        let context = cleaned(context, language)?;
        Ok([
            self.part(&format!("{name}/subject.{code}.txt"), &context),
            self.part(&format!("{name}/body.{code}.txt"), &context),
            self.part(&format!("{name}/body.{code}.html"), &context),
        ])
    }

    fn part(&self, path: &str, context: &minijinja::Value) -> Result<String, MailError> {
        self.environment
            .get_template(path)
            .and_then(|template| template.render(context))
            .map_err(|error| template_error(path, &error))
    }
}

/// The context as data: every text is one line, so that what comes from outside can neither open a paragraph of its own
/// in a mail that we sign, nor turn the direction of what follows.
fn cleaned(context: &MailContext, language: Language) -> Result<minijinja::Value, MailError> {
    let mut value = serde_json::to_value(context).map_err(|error| MailError::Template {
        file: "context".to_owned(),
        line: 1,
        message: error.to_string(),
    })?;
    clean(&mut value);
    if let Value::Object(fields) = &mut value {
        fields.insert("lang".to_owned(), language.code().into());
    }
    Ok(minijinja::Value::from(minijinja::value::Serde(value)))
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = short(&one_line(text), LONGEST),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

/// One line: control characters and the marks that override the direction of writing (UAX 9) become spaces; ordinary
/// spaces are not repeated. No-break spaces stay.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let is_override = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let is_break = letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
        match letter {
            _ if is_override || is_break || letter == ' ' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            letter => out.push(letter),
        }
    }
    out.trim_matches(' ').to_owned()
}

/// No more than one empty line in a row, none at the ends.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines() {
        // `-- ` with its space opens a signature (RFC 3676 §4.3).
        let line = if line == "-- " { line } else { line.trim_end() };
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn template_error(path: &str, error: &minijinja::Error) -> MailError {
    let kind = error.kind();
    MailError::Template {
        file: error.name().unwrap_or(path).to_owned(),
        line: error.line().unwrap_or(1),
        message: error
            .detail()
            .map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}")),
    }
}

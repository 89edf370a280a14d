//! What is wrong in a programme's files, with its place and a way out.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::framework::{Language, Localised};

use super::source::SourceFile;

/// Writes one sentence in both languages: `say!("… {x}", "… {x}")`, French first; `say!("… {}", "… {}", [x], [y])` where
/// the arguments differ too.
macro_rules! say {
    ($fr:literal, $en:literal) => {
        $crate::framework::Localised { fr: format!($fr), en: Some(format!($en)) }
    };
    ($fr:literal, $en:literal, [$($a:expr),+], [$($b:expr),+]) => {
        $crate::framework::Localised { fr: format!($fr, $($a),+), en: Some(format!($en, $($b),+)) }
    };
}
pub(crate) use say;

/// One thing to mend in a file of the programme.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The file, from the programme's folder: `config/framework/kinds.toml`.
    pub file: String,
    /// Where in the file; none where the file as a whole is meant (it is missing, or cannot be read).
    pub spot: Option<Spot>,
    /// What is wrong.
    pub message: Localised,
    /// A way out.
    pub help: Option<Localised>,
}

/// A place in a text file.
#[derive(Debug, Clone)]
pub struct Spot {
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// Bytes of the text that are meant.
    pub span: Range<usize>,
    /// The whole text of the file, from which reports show an excerpt.
    pub source: Arc<str>,
}

impl Spot {
    /// The place of these bytes in a text.
    pub fn new(source: &Arc<str>, span: Range<usize>) -> Self {
        let end = span.end.min(source.len());
        let start = (0..=span.start.min(end))
            .rev()
            .find(|i| source.is_char_boundary(*i))
            .unwrap_or(0);
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        // A byte order mark is no character to the person who counts columns.
        let column = before[line_start..]
            .chars()
            .filter(|c| *c != '\u{feff}')
            .count()
            + 1;
        Self {
            line: before.matches('\n').count() + 1,
            column,
            span: start..end,
            source: Arc::clone(source),
        }
    }
}

impl Problem {
    /// A problem of a file as a whole.
    pub fn of_file(file: impl Into<String>, message: Localised, help: Option<Localised>) -> Self {
        Self {
            file: file.into(),
            spot: None,
            message: spaced(message),
            help: help.map(spaced),
        }
    }

    /// A problem at some bytes of a file, for rooms that read other files of the programme (templates, mails).
    pub fn in_text(
        file: impl Into<String>,
        source: &Arc<str>,
        span: Range<usize>,
        message: Localised,
        help: Option<Localised>,
    ) -> Self {
        Self {
            spot: Some(Spot::new(source, span)),
            ..Self::of_file(file, message, help)
        }
    }

    pub(crate) fn at(
        file: &SourceFile,
        span: Range<usize>,
        message: Localised,
        help: Option<Localised>,
    ) -> Self {
        Self::in_text(file.name.clone(), &file.text, span, message, help)
    }

    /// `config/jobs.toml:12:8`, or the file alone.
    pub fn place(&self) -> String {
        match &self.spot {
            Some(spot) => format!("{}:{}:{}", self.file, spot.line, spot.column),
            None => self.file.clone(),
        }
    }

    /// One line without excerpt: place, message, way out.
    pub fn line(&self, language: Language) -> String {
        let message = self.message.get(language);
        let help = self
            .help
            .as_ref()
            .map(|h| format!(" → {}", h.get(language)))
            .unwrap_or_default();
        format!("{}: {message}{help}", self.place())
    }

    fn key(&self) -> (&str, usize, &str) {
        (
            &self.file,
            self.spot.as_ref().map_or(0, |s| s.span.start),
            &self.message.fr,
        )
    }
}

/// French sets no-break spaces inside guillemets and before two-part signs.
fn spaced(text: Localised) -> Localised {
    let mut fr = text.fr;
    for (plain, fixed) in [
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        (" : ", "\u{a0}: "),
        (" ?", "\u{a0}?"),
        (" ;", "\u{a0};"),
    ] {
        fr = fr.replace(plain, fixed);
    }
    Localised { fr, en: text.en }
}

/// All that is wrong in a programme, in the order of files and lines.
#[derive(Debug, Clone, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Sorts, and keeps one of each.
    pub fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| a.key().cmp(&b.key()));
        problems.dedup_by(|a, b| a.key() == b.key());
        Self(problems)
    }

    /// Adds what another room found (a template that does not compile, a service setting).
    pub fn extend(&mut self, more: impl IntoIterator<Item = Problem>) {
        let mut all = std::mem::take(&mut self.0);
        all.extend(more);
        *self = Self::new(all);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Language::Fr))
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
impl std::error::Error for Problems {}

//! What can go wrong before a document is begun, and what a document that failed says.

use std::fmt;

use crate::{Diagnostic, Severity};

/// A project or its surroundings cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A font file holds no readable face.
    #[error(
        "the font file {name} holds no readable font: replace it with an OpenType or TrueType file"
    )]
    Font {
        /// The name given to [`Fonts::load`](crate::Fonts::load).
        name: String,
    },
    /// A virtual path cannot be one.
    #[error("{path} is not a path inside the project ({reason}): write it as /folder/file")]
    Path {
        /// The path as given.
        path: String,
        /// Typst's own words.
        reason: String,
    },
    /// Two files of the project have one path.
    #[error("the project has two files at {path}")]
    Twice {
        /// The path, normalised.
        path: String,
    },
    /// The process has no room for further file names (Typst keeps each for ever and counts them in 16 bits).
    #[error(
        "too many different file names were used since the program started: restart it, and give data files the same name in every job"
    )]
    Names,
    /// The system gave no thread.
    #[error("no thread could be started to typeset on")]
    Thread(#[source] std::io::Error),
}

/// A document that could not be made: its errors first, then its warnings. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(pub Vec<Diagnostic>);

impl Failure {
    /// The errors alone.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().filter(|d| d.severity == Severity::Error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let mut message = error.to_string();
        if let Error::Thread(source) = &error {
            message = format!("{message} ({source})");
        }
        Self(vec![Diagnostic::bare(Severity::Error, message)])
    }
}

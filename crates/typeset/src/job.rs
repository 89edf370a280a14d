//! What differs from one document to the next.

use crate::{Data, Format};

/// One document to make from a [`Project`](crate::Project).
#[derive(Debug, Clone)]
pub struct Job {
    /// The template to start from, for example `/fiche/main.typ`.
    pub main: String,
    /// The document's own files, by virtual path. They hide files of the project that have the same path.
    ///
    /// Give them the same names in every job (`/data.json`, not `/data-017.json`): Typst keeps each path it ever saw, and
    /// has room for 65,535 in the life of a process.
    pub files: Vec<(String, Data)>,
    /// What `datetime.today()` gives: year, month, day.
    pub today: (i32, u8, u8),
    /// The PDF's creation and modification date, in seconds since 1970 in UTC, unless the template sets `document(date: ..)`.
    pub timestamp: i64,
    /// What makes this document itself and no other, stable across its versions; hashed into the PDF's identifier.
    /// The title is the template's to set (`set document(title: ..)`), PDF/UA requires it.
    pub ident: String,
    /// What is made of it, in this order: the PDF alone unless set.
    pub formats: Vec<Format>,
}

impl Job {
    /// A job without files of its own.
    pub fn new(
        main: impl Into<String>,
        today: (i32, u8, u8),
        timestamp: i64,
        ident: impl Into<String>,
    ) -> Self {
        Self {
            main: main.into(),
            files: Vec::new(),
            today,
            timestamp,
            ident: ident.into(),
            formats: vec![Format::Pdf],
        }
    }

    /// Asks for these formats instead of the PDF alone. One layout serves them all.
    #[must_use]
    pub fn formats(self, formats: impl Into<Vec<Format>>) -> Self {
        let formats = formats.into();
        Self { formats, ..self }
    }

    /// Adds a file, or replaces the one at this path.
    #[must_use]
    pub fn file(mut self, path: impl Into<String>, data: impl Into<Data>) -> Self {
        let (path, data) = (path.into(), data.into());
        self.files.retain(|(known, _)| *known != path);
        self.files.push((path, data));
        self
    }
}

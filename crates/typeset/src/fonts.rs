//! The fonts of a project.

use std::sync::Arc;

use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::{Data, Error};

/// Fonts, read once and shared: a clone costs a pointer. The system's fonts are never looked at, so a document looks the
/// same on every machine.
#[derive(Clone)]
pub struct Fonts(Arc<Loaded>);

struct Loaded {
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

impl Fonts {
    /// Reads font files (OpenType, TrueType or collections of them), each with a name for messages.
    ///
    /// # Errors
    /// [`Error::Font`] names the first file that holds no readable face.
    pub fn load<N: Into<String>, D: Into<Data>>(
        files: impl IntoIterator<Item = (N, D)>,
    ) -> Result<Self, Error> {
        let mut faces = Vec::new();
        for (name, data) in files {
            let known = faces.len();
            faces.extend(Font::iter(data.into().bytes().clone()));
            if faces.len() == known {
                return Err(Error::Font { name: name.into() });
            }
        }
        Ok(Self(Arc::new(Loaded {
            book: LazyHash::new(FontBook::from_fonts(&faces)),
            faces,
        })))
    }

    /// The family names, sorted: what `set text(font: ..)` may name.
    pub fn families(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .0
            .book
            .families()
            .map(|(name, _)| name.to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.0.book
    }

    pub(crate) fn face(&self, index: usize) -> Option<Font> {
        self.0.faces.get(index).cloned()
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fonts({} faces)", self.0.faces.len())
    }
}

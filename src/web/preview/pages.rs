//! What a browser is shown: the pages of the last good version, and what is wrong with the present one.

use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

/// One version of the preview.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    /// Grows with each version.
    pub(super) version: u64,
    /// The document's title.
    pub(super) title: String,
    /// What it is about, in words.
    pub(super) about: String,
    /// Its language.
    pub(super) language: &'static str,
    /// How long it took to make, in words.
    pub(super) took: String,
    /// What is wrong, as Typst or the configuration says it; the pages are then those of before.
    pub(super) problem: Option<String>,
    /// The pages.
    pub(super) pages: Vec<Page>,
}

/// A page as a drawing.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// The hash of its bytes: a page that did not change is not fetched again.
    pub(super) hash: String,
    pub(super) svg: Arc<[u8]>,
}

impl Page {
    pub(super) fn new(svg: Vec<u8>) -> Self {
        let digest = Sha256::digest(&svg);
        let half = digest.iter().take(16);
        Self {
            hash: half.map(|byte| format!("{byte:02x}")).collect(),
            svg: svg.into(),
        }
    }
}

/// The same for the page's script.
#[derive(Serialize)]
pub(super) struct State<'s> {
    version: u64,
    title: &'s str,
    about: &'s str,
    language: &'static str,
    took: &'s str,
    problem: Option<&'s str>,
    pages: Vec<&'s str>,
}

impl Shown {
    pub(super) fn state(&self) -> State<'_> {
        State {
            version: self.version,
            title: &self.title,
            about: &self.about,
            language: self.language,
            took: &self.took,
            problem: self.problem.as_deref(),
            pages: self.pages.iter().map(|page| page.hash.as_str()).collect(),
        }
    }
}

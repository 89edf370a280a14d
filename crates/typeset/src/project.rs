//! Template files and fonts, and the documents made from them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use typst::diag::{SourceDiagnostic, Warned};
use typst::syntax::FileId;
use typst::syntax::VirtualRoot;
use typst::syntax::package::{PackageSpec, PackageVersion, VersionlessPackageSpec};
use typst_layout::PagedDocument;

use crate::export::Refused;
use crate::world::{File, JobWorld};
use crate::{
    Data, Diagnostic, Error, Failure, Fonts, Format, Job, Output, Severity, cache, export,
    own_thread, paths, place,
};

/// Beyond this a document is taken for a mistake in its template.
const DEFAULT_PAGES: usize = 2_000;

/// An immutable set of template files with their fonts; a clone costs two pointers.
#[derive(Clone)]
pub struct Project {
    files: Arc<Files>,
    fonts: Fonts,
    most_pages: usize,
}

/// A document that was made.
#[derive(Clone, PartialEq)]
pub struct Rendered {
    /// What its job asked for, in that order; pictures page by page.
    pub outputs: Vec<Output>,
    /// Its number of pages.
    pub pages: usize,
    /// Width and height of its first page, in millimetres.
    pub size: (f64, f64),
    /// What Typst warned about: a missing font, a glyph that no font has.
    pub warnings: Vec<Diagnostic>,
}

impl Rendered {
    /// The PDF; empty where the job asked for none.
    pub fn pdf(&self) -> &[u8] {
        let pdf = self.outputs.iter().find(|o| o.format == Format::Pdf);
        pdf.map_or(&[], |output| &output.bytes)
    }
}

impl Project {
    /// Takes the files by virtual path, absolute in the project: `/lib/theme.typ`. Each is parsed at its first use, once.
    /// `/packages/<namespace>/<name>/<version>/..` serves `#import "@namespace/name:version"`.
    ///
    /// # Errors
    /// [`Error::Path`] and [`Error::Twice`] for a path that is none or stands twice.
    pub fn new<P: AsRef<str>, D: Into<Data>>(
        files: impl IntoIterator<Item = (P, D)>,
        fonts: Fonts,
    ) -> Result<Self, Error> {
        let mut known = Files::default();
        for (path, data) in files {
            known.add(path.as_ref(), &data.into())?;
        }
        Ok(Self {
            files: Arc::new(known),
            fonts,
            most_pages: DEFAULT_PAGES,
        })
    }

    /// Bounds the pages of a document; a longer one is an error. 2,000 unless set. The pages are laid out before they are
    /// counted, so this bounds what is sent out, not the time a mistaken template takes.
    #[must_use]
    pub fn most_pages(self, most_pages: usize) -> Self {
        Self { most_pages, ..self }
    }

    /// Whether the project itself (not a job) has this file.
    pub fn has(&self, path: &str) -> bool {
        paths::project_file(path).is_ok_and(|id| self.files.get(id).is_some())
    }

    /// Makes one document in the formats that its job asks for, on a thread of its own. For more than a few, [`render_all`](crate::render_all) keeps its threads.
    ///
    /// # Errors
    /// What Typst refused, each with its place; also a panic inside Typst. A template that overflows the stack or asks
    /// for endless memory still takes the process down: Typst bounds nesting and `while`, not `for` over a huge range.
    pub fn make(&self, job: &Job) -> Result<Rendered, Failure> {
        let _using = cache::Using::begin();
        own_thread::run(|| self.make_here(job)).unwrap_or_else(|e| Err(Error::Thread(e).into()))
    }

    /// What there is to say about a job: its errors, then its warnings; empty if all is well. The document is exported too
    /// and thrown away, as what PDF/UA asks for (alternative texts, a title) is only judged there.
    pub fn check(&self, job: &Job) -> Vec<Diagnostic> {
        match self.make(job) {
            Ok(rendered) => rendered.warnings,
            Err(failure) => failure.0,
        }
    }

    /// The work itself; the calling thread must be the one of a pool of [`own_thread`].
    pub(crate) fn make_here(&self, job: &Job) -> Result<Rendered, Failure> {
        let made = own_thread::caught(|| self.compile(job));
        cache::age();
        made.unwrap_or_else(|panic| {
            let said = Diagnostic::bare(Severity::Error, format!("Typst broke down on this document ({panic})"));
            Err(Failure(vec![said.hint("this is a fault of the compiler, not of the data: keep the template and the data, and report it")]))
        })
    }

    fn compile(&self, job: &Job) -> Result<Rendered, Failure> {
        let refused = |message: String| Failure(vec![Diagnostic::bare(Severity::Error, message)]);
        let world = JobWorld::new(&self.files, &self.fonts, job)?;

        let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
        let failed = |errors: &[SourceDiagnostic]| {
            Failure(place::all(&world, errors.iter().chain(&warnings)))
        };
        let document = output.map_err(|errors| failed(&errors))?;
        let pages = document.pages().len();
        if pages > self.most_pages {
            let message = format!(
                "the document has {pages} pages, more than the {} allowed",
                self.most_pages
            );
            return Err(refused(message));
        }
        let outputs = export::outputs(&document, job).map_err(|why| match why {
            Refused::Placed(errors) => failed(&errors),
            Refused::Said(message) => refused(message),
        })?;
        let size = document.pages().first().map(|page| page.frame.size());
        Ok(Rendered {
            outputs,
            pages,
            size: size.map_or((0.0, 0.0), |size| (size.x.to_mm(), size.y.to_mm())),
            warnings: place::all(&world, &warnings),
        })
    }
}

impl std::fmt::Debug for Project {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Project")
            .field("files", &self.files.by_id.len())
            .field("fonts", &self.fonts)
            .finish()
    }
}

impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Rendered({} pages, {} bytes, {:?})",
            self.pages,
            self.outputs.iter().map(|o| o.bytes.len()).sum::<usize>(),
            self.warnings
        )
    }
}

/// The project's files, and which packages they hold.
#[derive(Default)]
pub(crate) struct Files {
    by_id: HashMap<FileId, File>,
    packages: BTreeMap<String, Vec<PackageVersion>>,
}

impl Files {
    fn add(&mut self, path: &str, data: &Data) -> Result<(), Error> {
        let id = paths::project_file(path)?;
        if self.by_id.insert(id, File::new(id, data)).is_some() {
            return Err(Error::Twice {
                path: paths::shown(id),
            });
        }
        if let VirtualRoot::Package(spec) = id.root() {
            let versions = self
                .packages
                .entry(spec.versionless().to_string())
                .or_default();
            if !versions.contains(&spec.version) {
                versions.push(spec.version);
            }
        }
        Ok(())
    }

    pub(crate) fn get(&self, id: FileId) -> Option<&File> {
        self.by_id.get(&id)
    }

    pub(crate) fn latest(&self, package: &VersionlessPackageSpec) -> Option<PackageVersion> {
        self.packages
            .get(&package.to_string())?
            .iter()
            .max()
            .copied()
    }

    pub(crate) fn has_package(&self, spec: &PackageSpec) -> bool {
        self.packages
            .get(&spec.versionless().to_string())
            .is_some_and(|versions| versions.contains(&spec.version))
    }
}

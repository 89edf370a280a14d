//! The world one document sees: the project's files under its job's, and nothing else.

use std::sync::{LazyLock, OnceLock};

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::project::Files;
use crate::{Data, Error, Fonts, Job, paths};

/// One standard library for the process: Typst's cache is keyed by it, so that a second one would share nothing.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// A virtual file, parsed at most once.
pub(crate) struct File {
    id: FileId,
    bytes: Bytes,
    source: OnceLock<FileResult<Source>>,
}

impl File {
    pub(crate) fn new(id: FileId, data: &Data) -> Self {
        Self {
            id,
            bytes: data.bytes().clone(),
            source: OnceLock::new(),
        }
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    pub(crate) fn source(&self) -> FileResult<Source> {
        let parse = || {
            Ok(Source::new(
                self.id,
                self.bytes
                    .as_str()?
                    .trim_start_matches('\u{feff}')
                    .to_owned(),
            ))
        };
        self.source.get_or_init(parse).clone()
    }
}

/// What one job's compilation may ask for.
pub(crate) struct JobWorld<'a> {
    files: &'a Files,
    fonts: &'a Fonts,
    own: Vec<File>,
    main: FileId,
    today: Option<Datetime>,
}

impl<'a> JobWorld<'a> {
    pub(crate) fn new(files: &'a Files, fonts: &'a Fonts, job: &Job) -> Result<Self, Error> {
        paths::check_room()?;
        let file = |(path, data): &(String, Data)| Ok(File::new(paths::job_file(path)?, data));
        let own: Vec<File> = job.files.iter().map(file).collect::<Result<_, Error>>()?;
        let (year, month, day) = job.today;
        let today = Datetime::from_ymd(year, month, day);
        Ok(Self {
            files,
            fonts,
            own,
            main: paths::project_file(&job.main)?,
            today,
        })
    }

    /// Whether the file came with the job, so holds data rather than template.
    pub(crate) fn is_own(&self, id: FileId) -> bool {
        self.own.iter().any(|file| file.id == id)
    }

    /// A job has a handful of files, where a scan is quicker than a table; the last of two with one path counts.
    fn find(&self, id: FileId) -> FileResult<&File> {
        paths::note(id);
        let own = self.own.iter().rev().find(|file| file.id == id);
        own.or_else(|| self.files.get(id))
            .ok_or_else(|| self.missing(id))
    }

    fn missing(&self, id: FileId) -> FileError {
        match id.root() {
            VirtualRoot::Project => FileError::NotFound(id.vpath().get_with_slash().into()),
            VirtualRoot::Package(spec) => match self.files.latest(&spec.versionless()) {
                None => PackageError::NotFound(spec.clone()).into(),
                Some(latest) if !self.files.has_package(spec) => {
                    PackageError::VersionNotFound(spec.clone(), latest).into()
                }
                Some(_) => FileError::NotFound(paths::shown(id).into()),
            },
        }
    }
}

impl World for JobWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.find(id)?.source()
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Ok(self.find(id)?.bytes().clone())
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    /// The job's date, in whatever time zone it is asked for: the caller has chosen it already.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

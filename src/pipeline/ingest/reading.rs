//! A batch of files, read on all cores.

use std::collections::HashSet;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::collect::Incoming;
use crate::model::{FileHash, Finding};
use crate::pipeline::{Context, PipelineError};
use crate::read::{Catalogue, Interpretation, interpret};
use crate::store::raw_files::RawFiles;

/// The source of files that someone named on the command line.
pub(super) const BY_HAND: &str = "main";

/// Where files are read from.
pub(super) enum Origin {
    /// The sources; files whose content is known are passed over.
    Sources {
        /// The hashes of all files that came before.
        known: HashSet<String>,
    },
    /// The raw file store: all of them came before.
    Kept,
}

/// A file after reading.
pub(super) struct ReadFile {
    pub(super) incoming: Incoming,
    pub(super) hash: FileHash,
    pub(super) size: u64,
    pub(super) interpretation: Result<Interpretation, Finding>,
}

impl ReadFile {
    fn weight(&self) -> usize {
        self.interpretation
            .as_ref()
            .map_or(1, Interpretation::weight)
    }
}

/// Files that were read together.
pub(super) struct Batch {
    /// How many files were gone through.
    pub(super) files: usize,
    /// Those among them that were to be read, as they came.
    pub(super) read: Vec<ReadFile>,
}

/// A batch that holds about as many answers as this, or more, is closed: all of it is in memory until it is in the store, and a
/// small file can hold a great many of them.
const MOST_HELD: usize = 100_000;

/// Reads the first of these files and keeps their bytes: at least one of them, and all where they do not hold too much.
pub(super) fn read_batch(
    context: &Context,
    catalogue: &Catalogue,
    files: &[Incoming],
    origin: &Origin,
) -> Result<Batch, PipelineError> {
    let (next, held) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut results = context.cores.map(files, |_| {
        // Begun in their order, by whichever thread is free: those that are left for the next batch are the last ones.
        let at = next.fetch_add(1, Ordering::Relaxed);
        if at > 0 && held.load(Ordering::Relaxed) > MOST_HELD {
            return (at, None);
        }
        let read = read_one(context, catalogue, &files[at], origin);
        if let Ok(Some(read)) = &read {
            held.fetch_add(read.weight(), Ordering::Relaxed);
        }
        (at, Some(read))
    });
    results.sort_by_key(|(at, _)| *at);
    let begun: Vec<_> = results.into_iter().map_while(|(_, read)| read).collect();
    let files = begun.len();
    let read = begun
        .into_iter()
        .filter_map(Result::transpose)
        .collect::<Result<Vec<_>, _>>()?;
    if let Origin::Sources { .. } = origin
        && !read.is_empty()
    {
        context.raw_files.sync()?;
    }
    Ok(Batch { files, read })
}

fn read_one(
    context: &Context,
    catalogue: &Catalogue,
    incoming: &Incoming,
    origin: &Origin,
) -> Result<Option<ReadFile>, PipelineError> {
    let Some(file) = open(incoming, origin)? else {
        return Ok(None);
    };
    let content = match origin {
        Origin::Sources { known } => of_source(context, &incoming.path, file, known)?,
        Origin::Kept => Some(of_store(context, &incoming.path, file)?),
    };
    let Some(Content { hash, size, bytes }) = content else {
        return Ok(None);
    };
    let name = &incoming.name;
    let interpretation = match bytes {
        Some(bytes) => context
            .reader
            .read(name, &bytes)
            .map(|book| interpret(&book, name, catalogue, context.reader.limits().cells)),
        None => Err(context.reader.too_large(name, size)),
    };
    Ok(Some(ReadFile {
        incoming: incoming.clone(),
        hash,
        size,
        interpretation,
    }))
}

fn open(incoming: &Incoming, origin: &Origin) -> Result<Option<File>, PipelineError> {
    match File::open(&incoming.path) {
        Ok(file) => Ok(Some(file)),
        // Taken away between listing and reading: it is the source's business, the next run sees what is there.
        Err(error)
            if error.kind() == ErrorKind::NotFound
                && matches!(origin, Origin::Sources { .. })
                && incoming.source.as_str() != BY_HAND =>
        {
            Ok(None)
        }
        Err(error) => Err(unreadable(&incoming.path)(error)),
    }
}

/// What a file holds.
struct Content {
    hash: FileHash,
    size: u64,
    /// Its bytes; none where it is too large to be read.
    bytes: Option<Vec<u8>>,
}

impl Content {
    fn whole(hash: FileHash, bytes: Vec<u8>) -> Self {
        Self {
            hash,
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            bytes: Some(bytes),
        }
    }
}

/// A file that came, which is kept now; nothing where its content is known. One that is too large to be read is gone through
/// twice, piece by piece, so that it is copied once and not at every run.
fn of_source(
    context: &Context,
    path: &Path,
    mut file: File,
    known: &HashSet<String>,
) -> Result<Option<Content>, PipelineError> {
    let unreadable = unreadable(path);
    let limit = context.reader.limits().bytes;
    if let Some(bytes) = bytes_within(&mut file, limit).map_err(&unreadable)? {
        let hash = RawFiles::hash(&bytes);
        if known.contains(&hash.to_string()) {
            return Ok(None);
        }
        context.raw_files.keep(hash, &bytes)?;
        return Ok(Some(Content::whole(hash, bytes)));
    }
    file.rewind().map_err(&unreadable)?;
    let (hash, _) = RawFiles::hash_file(path, &mut file)?;
    if known.contains(&hash.to_string()) {
        return Ok(None);
    }
    file.rewind().map_err(&unreadable)?;
    let (hash, size) = context.raw_files.keep_file(path, &mut file)?;
    if size > limit {
        let bytes = None;
        return Ok(Some(Content { hash, size, bytes }));
    }
    // It was cut short between the two: what was kept is what came.
    let kept = context.raw_files.path(hash);
    let bytes = std::fs::read(&kept).map_err(self::unreadable(&kept))?;
    Ok(Some(Content::whole(hash, bytes)))
}

/// A kept file, which is still what its name says.
fn of_store(context: &Context, path: &Path, mut file: File) -> Result<Content, PipelineError> {
    let unreadable = unreadable(path);
    let limit = context.reader.limits().bytes;
    if let Some(bytes) = bytes_within(&mut file, limit).map_err(&unreadable)? {
        let hash = context.raw_files.check(path, &bytes)?;
        return Ok(Content::whole(hash, bytes));
    }
    file.rewind().map_err(&unreadable)?;
    let (hash, size) = context.raw_files.check_file(path, &mut file)?;
    let bytes = None;
    Ok(Content { hash, size, bytes })
}

/// The bytes of a file; nothing where there are more than `limit`. A file may grow while it is read: no more than one byte beyond
/// the limit is ever in memory.
fn bytes_within(file: &mut File, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let expected = file.metadata()?.len();
    if expected > limit {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let is_within = u64::try_from(bytes.len()).is_ok_and(|size| size <= limit);
    Ok(is_within.then_some(bytes))
}

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> PipelineError {
    move |source| PipelineError::File {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_grows_while_it_is_read_is_left_at_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "code;valeur").unwrap();
        let within = |path: &Path, limit| {
            let mut file = File::open(path).unwrap();
            bytes_within(&mut file, limit).unwrap()
        };
        assert_eq!(within(&path, 11), Some(b"code;valeur".to_vec()));
        assert_eq!(within(&path, 10), None);
        // When it is opened it has no byte, and gives more of them as long as it is asked.
        assert_eq!(within(Path::new("/dev/zero"), 1_000_000), None);
    }
}

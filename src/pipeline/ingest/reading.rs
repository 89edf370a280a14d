//! A batch of files, read on all cores.

use std::collections::HashSet;
use std::io::ErrorKind;

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

/// Reads the files of a batch that are to be read and keeps their bytes. Ordered as they came.
pub(super) fn read_batch(
    context: &Context,
    catalogue: &Catalogue,
    batch: &[Incoming],
    origin: &Origin,
) -> Result<Vec<ReadFile>, PipelineError> {
    let read = context
        .cores
        .map(batch, |file| read_one(context, catalogue, file, origin));
    let read = read
        .into_iter()
        .filter_map(Result::transpose)
        .collect::<Result<Vec<_>, _>>()?;
    if let Origin::Sources { .. } = origin
        && !read.is_empty()
    {
        context.raw_files.sync()?;
    }
    Ok(read)
}

fn read_one(
    context: &Context,
    catalogue: &Catalogue,
    incoming: &Incoming,
    origin: &Origin,
) -> Result<Option<ReadFile>, PipelineError> {
    let bytes = match std::fs::read(&incoming.path) {
        Ok(bytes) => bytes,
        // Taken away between listing and reading: it is the source's business, the next run sees what is there.
        Err(error)
            if error.kind() == ErrorKind::NotFound
                && matches!(origin, Origin::Sources { .. })
                && incoming.source.as_str() != BY_HAND =>
        {
            return Ok(None);
        }
        Err(source) => {
            return Err(PipelineError::File {
                path: incoming.path.clone(),
                source,
            });
        }
    };
    let hash = match origin {
        Origin::Sources { known } => {
            let hash = RawFiles::hash(&bytes);
            if known.contains(&hash.to_string()) {
                return Ok(None);
            }
            context.raw_files.keep(hash, &bytes)?;
            hash
        }
        Origin::Kept => context.raw_files.check(&incoming.path, &bytes)?,
    };
    let book = context.reader.read(&incoming.name, &bytes);
    let interpretation = book.map(|book| interpret(&book, &incoming.name, catalogue));
    Ok(Some(ReadFile {
        incoming: incoming.clone(),
        hash,
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        interpretation,
    }))
}

//! The raw files, as they came: named by the sha-256 of their content, never changed, never deleted.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::StoreError;
use crate::model::FileHash;

/// How many files this process has begun to keep.
static TURN: AtomicU64 = AtomicU64::new(0);

/// The folder of raw files: `ab/ab12….bin`.
#[derive(Debug, Clone)]
pub struct RawFiles {
    folder: PathBuf,
}

impl RawFiles {
    /// The raw files under `folder`, which is made when the first one is kept.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The hash that names these bytes.
    pub fn hash(bytes: &[u8]) -> FileHash {
        FileHash(Sha256::digest(bytes).into())
    }

    /// Where the file of this hash is kept.
    pub fn path(&self, hash: FileHash) -> PathBuf {
        let name = hash.to_string();
        self.folder.join(&name[..2]).join(name)
    }

    /// Keeps the bytes under their hash; keeping them twice is keeping them once. They are on the disk for good only after
    /// [`RawFiles::sync`].
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn keep(&self, hash: FileHash, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.path(hash);
        if path
            .metadata()
            .is_ok_and(|m| m.is_file() && m.len() == bytes.len() as u64)
        {
            return Ok(());
        }
        let failed = |source| StoreError::RawFile {
            path: path.clone(),
            source,
        };
        let folder = path.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder).map_err(failed)?;
        // Written beside and renamed: a crash leaves a `.part` file, never half a return under its hash. Two threads may keep
        // the same content at once, each under a name of its own.
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let part = path.with_extension(format!("{}-{turn}.part", std::process::id()));
        let mut file = std::fs::File::create(&part).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        drop(file);
        std::fs::rename(&part, &path).map_err(failed)
    }

    /// Waits until everything kept so far is on the disk: one call for a whole batch costs what one file would.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn sync(&self) -> Result<(), StoreError> {
        if !self.folder.exists() {
            return Ok(());
        }
        let failed = |source| StoreError::RawFile {
            path: self.folder.clone(),
            source,
        };
        let folder = std::fs::File::open(&self.folder).map_err(failed)?;
        rustix::fs::syncfs(&folder).map_err(|e| failed(e.into()))
    }

    /// The hash of a kept file's bytes.
    ///
    /// # Errors
    /// When they are no longer what the file's name says.
    pub fn check(&self, path: &Path, bytes: &[u8]) -> Result<FileHash, StoreError> {
        let hash = Self::hash(bytes);
        if self.path(hash) == path {
            return Ok(hash);
        }
        Err(StoreError::RawFile {
            path: path.to_owned(),
            source: std::io::Error::other("its content is no longer what its name says"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_once_and_a_changed_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let files = RawFiles::new(folder.path().join("retours"));
        files.sync().unwrap();
        let hash = RawFiles::hash(b"code;valeur");
        files.keep(hash, b"code;valeur").unwrap();
        files.keep(hash, b"code;valeur").unwrap();
        files.sync().unwrap();
        let path = files.path(hash);
        let kept = std::fs::read(&path).unwrap();
        assert_eq!(files.check(&path, &kept).unwrap(), hash);
        let changed = files.check(&path, b"code;autres").unwrap_err();
        assert!(changed.to_string().contains("no longer"), "{changed}");
    }

    #[test]
    fn one_content_kept_by_many_threads_at_once_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let files = RawFiles::new(folder.path().join("retours"));
        for round in 0..50 {
            let bytes = format!("code;valeur {round}").into_bytes();
            let hash = RawFiles::hash(&bytes);
            let together = std::sync::Barrier::new(8);
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        together.wait();
                        files.keep(hash, &bytes).unwrap();
                    });
                }
            });
            assert_eq!(std::fs::read(files.path(hash)).unwrap(), bytes);
            let beside = std::fs::read_dir(files.path(hash).parent().unwrap()).unwrap();
            assert!(beside.flatten().all(|f| f.path().extension().is_none()));
        }
    }
}

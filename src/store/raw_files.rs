//! The raw files, as they came: named by the sha-256 of their content, never changed, never deleted.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::StoreError;
use crate::model::FileHash;

/// How many files this process has begun to keep.
static TURN: AtomicU64 = AtomicU64::new(0);

/// How much of a file is in memory at once where it is gone through piece by piece.
const PIECE: usize = 256 * 1024;

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

    /// The hash that names what is left to read of the open file at `path`, and its size. It is gone through piece by piece.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn hash_file(path: &Path, file: &mut File) -> Result<(FileHash, u64), StoreError> {
        each_piece(path, file, |_| Ok(()))
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
        if is_kept(&path, u64::try_from(bytes.len()).unwrap_or(u64::MAX)) {
            return Ok(());
        }
        let mut part = Part::begin(&self.folder)?;
        part.write(bytes)?;
        part.finish(&path)
    }

    /// Keeps what is left to read of the open file at `path`, as [`RawFiles::keep`] keeps bytes, and gives its hash and its size.
    /// It is copied piece by piece: whatever its size, it takes no memory.
    ///
    /// # Errors
    /// When it cannot be read, or the folder cannot be written.
    pub fn keep_file(&self, path: &Path, file: &mut File) -> Result<(FileHash, u64), StoreError> {
        let mut part = Part::begin(&self.folder)?;
        let (hash, size) = each_piece(path, file, |piece| part.write(piece))?;
        let kept = self.path(hash);
        if !is_kept(&kept, size) {
            part.finish(&kept)?;
        }
        Ok((hash, size))
    }

    /// Waits until everything kept so far is on the disk: one call for a whole batch costs what one file would.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn sync(&self) -> Result<(), StoreError> {
        if !self.folder.exists() {
            return Ok(());
        }
        let folder = File::open(&self.folder).map_err(|e| failed(&self.folder, e))?;
        rustix::fs::syncfs(&folder).map_err(|e| failed(&self.folder, e.into()))
    }

    /// The hash of a kept file's bytes.
    ///
    /// # Errors
    /// When they are no longer what the file's name says.
    pub fn check(&self, path: &Path, bytes: &[u8]) -> Result<FileHash, StoreError> {
        self.named_so(path, Self::hash(bytes))
    }

    /// The hash and the size of the kept file at `path`, open, which is gone through piece by piece.
    ///
    /// # Errors
    /// When it cannot be read, or is no longer what its name says.
    pub fn check_file(&self, path: &Path, file: &mut File) -> Result<(FileHash, u64), StoreError> {
        let (hash, size) = Self::hash_file(path, file)?;
        Ok((self.named_so(path, hash)?, size))
    }

    fn named_so(&self, path: &Path, hash: FileHash) -> Result<FileHash, StoreError> {
        if self.path(hash) == path {
            return Ok(hash);
        }
        let changed = std::io::Error::other("its content is no longer what its name says");
        Err(failed(path, changed))
    }
}

/// A file that is being written beside those that are kept: a crash leaves a `.part`, never half a return under its hash.
/// Dropped unfinished, it leaves nothing.
struct Part {
    file: File,
    path: PathBuf,
    finished: bool,
}

impl Part {
    /// Begins one in this folder, which is made where it is not there. Two threads may keep the same content at once, each under
    /// a name of its own.
    fn begin(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{}-{turn}.part", std::process::id()));
        let file = File::create(&path).map_err(|e| failed(&path, e))?;
        Ok(Self {
            file,
            path,
            finished: false,
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file
            .write_all(bytes)
            .map_err(|e| failed(&self.path, e))
    }

    /// Gives it the name of its content.
    fn finish(mut self, kept: &Path) -> Result<(), StoreError> {
        if let Some(folder) = kept.parent() {
            std::fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
        }
        std::fs::rename(&self.path, kept).map_err(|e| failed(kept, e))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.finished {
            // Why it was not finished is said already; that it stays as well would only hide that.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn is_kept(path: &Path, size: u64) -> bool {
    path.metadata()
        .is_ok_and(|m| m.is_file() && m.len() == size)
}

/// Goes through what is left to read of a file; gives its hash and its size.
fn each_piece(
    path: &Path,
    file: &mut File,
    mut take: impl FnMut(&[u8]) -> Result<(), StoreError>,
) -> Result<(FileHash, u64), StoreError> {
    let (mut hasher, mut size) = (Sha256::new(), 0_u64);
    let mut piece = vec![0; PIECE];
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => return Ok((FileHash(hasher.finalize().into()), size)),
            Ok(read) => &piece[..read],
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(path, error)),
        };
        hasher.update(read);
        size = size.saturating_add(u64::try_from(read.len()).unwrap_or(u64::MAX));
        take(read)?;
    }
}

fn failed(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::RawFile {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many files there are beside those that are kept.
    fn unfinished(files: &RawFiles) -> usize {
        let entries = std::fs::read_dir(&files.folder).unwrap();
        entries
            .filter(|e| e.as_ref().unwrap().path().is_file())
            .count()
    }

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
            assert_eq!(unfinished(&files), 0);
        }
    }
    #[test]
    fn a_file_of_many_pieces_is_kept_as_its_bytes_are() {
        let folder = tempfile::tempdir().unwrap();
        let files = RawFiles::new(folder.path().join("retours"));
        let bytes: Vec<u8> = (0..u32::try_from(PIECE).unwrap())
            .flat_map(u32::to_le_bytes)
            .collect();
        let path = folder.path().join("grand.xlsx");
        std::fs::write(&path, &bytes).unwrap();
        let hash = RawFiles::hash(&bytes);
        let expected = (hash, u64::try_from(bytes.len()).unwrap());
        let open = |path: &Path| File::open(path).unwrap();
        let hashed = RawFiles::hash_file(&path, &mut open(&path)).unwrap();
        assert_eq!(hashed, expected);
        for _ in 0..2 {
            let kept = files.keep_file(&path, &mut open(&path)).unwrap();
            assert_eq!(kept, expected);
            assert_eq!(unfinished(&files), 0);
        }
        let kept = files.path(hash);
        assert!(std::fs::read(&kept).unwrap() == bytes);
        let checked = files.check_file(&kept, &mut open(&kept)).unwrap();
        assert_eq!(checked, expected);
        let changed = files.check_file(&path, &mut open(&path)).unwrap_err();
        assert!(changed.to_string().contains("no longer"), "{changed}");
    }

    #[test]
    fn a_file_that_cannot_be_read_to_its_end_leaves_nothing_and_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let files = RawFiles::new(folder.path().join("retours"));
        let mut unreadable = File::open(folder.path()).unwrap();
        let error = files.keep_file(folder.path(), &mut unreadable).unwrap_err();
        let named = folder.path().display().to_string();
        assert!(error.to_string().contains(&named), "{error}");
        assert_eq!(unfinished(&files), 0);
    }
}

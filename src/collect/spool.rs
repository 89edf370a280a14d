//! The spool: fetched files on their way into the store.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::{Fault, FaultCode};

/// A folder in which fetched files wait until they are in the store. One process uses it at a time. Each file has the spool's
/// own name there: what came from outside names no path.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    next: AtomicU64,
}

impl Spool {
    /// The spool in this folder, which is made when the first file is put there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            next: AtomicU64::new(0),
        }
    }

    /// Writes a file that is at hand as a whole, and gives its path.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put(&self, bytes: &[u8]) -> Result<PathBuf, Fault> {
        let mut file = self.begin()?;
        file.write(bytes)?;
        file.finish()
    }

    /// Begins a file that comes piece by piece, beside (`….part`): one without that ending never lacks its end.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn begin(&self) -> Result<SpoolFile, Fault> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.join(format!("{number:08}.arrivee"));
        let part = path.with_extension("part");
        let open = || {
            if number == 0 {
                self.empty()?;
            }
            File::create(&part)
        };
        let file = open().map_err(|error| unwritable(&self.folder, error))?;
        Ok(SpoolFile {
            file,
            part,
            path,
            finished: false,
        })
    }

    /// Makes the folder, and removes what a run that died has left in it: it is on its server still. Only what a spool writes
    /// goes: whoever names a folder of their own here loses nothing.
    fn empty(&self) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|e| e == "arrivee" || e == "part")
            {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Removes files that are in the store. One that stays is removed when the next run begins.
    pub fn remove<'p>(&self, paths: impl IntoIterator<Item = &'p Path>) {
        for path in paths {
            if let Err(error) = std::fs::remove_file(path) {
                tracing::warn!(path = %path.display(), %error, "a fetched file stays in the spool");
            }
        }
    }
}

/// A file of the spool that is being written; dropping it unfinished leaves nothing.
#[derive(Debug)]
pub struct SpoolFile {
    file: File,
    part: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl SpoolFile {
    /// Adds a piece.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.file
            .write_all(bytes)
            .map_err(|error| unwritable(&self.part, error))
    }

    /// Gives the file its name, and says where it is.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(mut self) -> Result<PathBuf, Fault> {
        std::fs::rename(&self.part, &self.path).map_err(|error| unwritable(&self.part, error))?;
        self.finished = true;
        Ok(std::mem::take(&mut self.path))
    }
}

impl Drop for SpoolFile {
    fn drop(&mut self) {
        if !self.finished {
            // What cannot be removed goes when the next run begins.
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

fn unwritable(path: &Path, error: std::io::Error) -> Fault {
    Fault::new(FaultCode::SpoolUnwritable)
        .with("path", path.display())
        .with("cause", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spool_is_emptied_of_what_it_wrote_and_of_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path());
        let path = spool.put(b"a").unwrap();
        spool.put(b"b").unwrap();
        let mut cut = spool.begin().unwrap();
        cut.write(b"half").unwrap();
        drop(cut);
        std::fs::write(folder.path().join("notes.txt"), "c").unwrap();
        spool.remove([path.as_path()]);
        assert!(!path.exists());
        let path = Spool::new(folder.path()).put(b"d").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"d");
        let mut left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        left.sort();
        let notes = folder.path().join("notes.txt");
        assert_eq!(left, [path, notes.clone()]);
        let fault = Spool::new(notes).put(b"e").unwrap_err();
        assert_eq!(fault.code, FaultCode::SpoolUnwritable);
    }
}

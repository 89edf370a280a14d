//! The spool: fetched files on their way into the store.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::{Fault, FaultCode};

/// A folder in which fetched files wait until they are in the store. One process uses it at a time.
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

    /// Writes a file and gives its path. It has the spool's own name there: what came from outside names no path.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put(&self, bytes: &[u8]) -> Result<PathBuf, Fault> {
        let failed = |error: std::io::Error| {
            Fault::new(FaultCode::SpoolUnwritable)
                .with("path", self.folder.display())
                .with("cause", error)
        };
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number == 0 {
            self.empty().map_err(failed)?;
        }
        let path = self.folder.join(format!("{number:08}.arrivee"));
        let part = path.with_extension("part");
        let mut file = std::fs::File::create(&part).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        drop(file);
        std::fs::rename(&part, &path).map_err(failed)?;
        Ok(path)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spool_is_emptied_of_what_it_wrote_and_of_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path());
        let path = spool.put(b"a").unwrap();
        spool.put(b"b").unwrap();
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

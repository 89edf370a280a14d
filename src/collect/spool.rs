//! The spool: fetched files on their way into the store.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

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

    /// Writes a file and gives its path: beside it first, so that one of that name never lacks its end. It has the spool's own name
    /// there: what came from outside names no path.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put(&self, bytes: &[u8]) -> std::io::Result<PathBuf> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number == 0 {
            self.empty()?;
        }
        let path = self.folder.join(format!("{number:08}.arrivee"));
        let part = path.with_extension("part");
        std::fs::write(&part, bytes)?;
        std::fs::rename(&part, &path)?;
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
    fn a_spool_begins_empty_of_what_it_wrote_and_of_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let old = Spool::new(folder.path())
            .put(b"of a run that died")
            .unwrap();
        std::fs::write(folder.path().join("00000007.part"), "half").unwrap();
        std::fs::write(folder.path().join("retour.xlsx"), "someone's").unwrap();
        let spool = Spool::new(folder.path());
        let first = spool.put(b"first").unwrap();
        let second = spool.put(b"second").unwrap();
        assert_eq!(old, first);
        assert_eq!(std::fs::read(&first).unwrap(), b"first");
        spool.remove([first.as_path(), second.as_path()]);
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1);
    }
}

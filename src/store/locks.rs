//! Locks between the processes of one machine that share a store: one sends, one runs a job. The system lets go of a
//! lock when its process ends, however it ends, so what a locked process left unfinished is known to be an orphan.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::StoreError;

/// The folder of lock files, beside the database.
#[derive(Debug, Clone)]
pub struct Locks {
    folder: PathBuf,
}

/// A lock held; dropping it lets go.
#[derive(Debug)]
pub struct Held {
    _file: File,
}

impl Locks {
    /// The locks of the store at `database`.
    pub fn beside(database: &Path) -> Self {
        Self {
            folder: database.parent().unwrap_or(Path::new(".")).join("verrous"),
        }
    }

    /// Takes the lock of this name, or nothing where another process holds it.
    ///
    /// # Errors
    /// When the lock file cannot be made.
    pub fn try_take(&self, name: &str) -> Result<Option<Held>, StoreError> {
        let (path, file) = self.file(name)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Held { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(StoreError::Lock { path, source }),
        }
    }

    /// Takes the lock of this name, once whoever holds it lets go: for what takes moments.
    ///
    /// # Errors
    /// When the lock file cannot be made.
    pub fn take(&self, name: &str) -> Result<Held, StoreError> {
        let (path, file) = self.file(name)?;
        file.lock()
            .map_err(|source| StoreError::Lock { path, source })?;
        Ok(Held { _file: file })
    }

    fn file(&self, name: &str) -> Result<(PathBuf, File), StoreError> {
        let safe: String = name
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || c == '-' {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let path = self.folder.join(safe);
        let failed = |source| StoreError::Lock {
            path: path.clone(),
            source,
        };
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        Ok((path, file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_once_and_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let locks = Locks::beside(&folder.path().join("bilan.sqlite"));
        let held = locks.try_take("travail-trimestriel").unwrap();
        assert!(held.is_some());
        assert!(locks.try_take("travail-trimestriel").unwrap().is_none());
        assert!(locks.try_take("travail-../../x").unwrap().is_some());
        drop(held);
        assert!(locks.try_take("travail-trimestriel").unwrap().is_some());
    }
}

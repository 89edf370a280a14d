//! The spool: where files wait between the server that they came from and the store.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// A folder of files that are whole. Each is written beside (`….part`) and renamed, so that one without that ending never
/// lacks its end.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
}

/// A file of the spool that is being written; dropping it unfinished leaves nothing.
#[derive(Debug)]
pub struct SpoolFile {
    file: File,
    part: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl Spool {
    /// The spool in `folder`, which is made when the first file is put there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Puts a file there that is at hand as a whole, and says where it is.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn put(&self, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
        let mut file = self.begin(name)?;
        file.write(bytes)?;
        file.finish()
    }

    /// Begins a file that comes piece by piece. `name` is any text, the same one for the same file; it is never taken as a path.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn begin(&self, name: &str) -> std::io::Result<SpoolFile> {
        std::fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(safe(name));
        let part = path.with_added_extension(format!("{}.part", std::process::id()));
        Ok(SpoolFile {
            file: File::create(&part)?,
            part,
            path,
            finished: false,
        })
    }

    /// Takes a file away that is in the store now. Elsewhere than in the spool, nothing is.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn remove(&self, path: &Path) -> std::io::Result<()> {
        if path.parent() != Some(&self.folder) {
            return Ok(());
        }
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl SpoolFile {
    /// Adds a piece.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Gives the file its name, and says where it is.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn finish(mut self) -> std::io::Result<PathBuf> {
        std::fs::rename(&self.part, &self.path)?;
        self.finished = true;
        Ok(std::mem::take(&mut self.path))
    }
}

impl Drop for SpoolFile {
    fn drop(&mut self) {
        if !self.finished {
            // What cannot be removed is overwritten by the next file of that name.
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

/// A file name that no name from outside can lead elsewhere: the start of its hash, then what an administrator may know it by.
fn safe(name: &str) -> String {
    const SHOWN: usize = 60;
    let hash: String = Sha256::digest(name)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let last = name.rsplit('/').next().unwrap_or_default();
    let shown: String = last
        .chars()
        .rev()
        .take(SHOWN)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("{hash}-{shown}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_seen_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path().join("arrivees"));
        let names = || -> Vec<String> {
            let entries = std::fs::read_dir(folder.path().join("arrivees")).unwrap();
            entries
                .map(|e| e.unwrap().file_name().into_string().unwrap())
                .collect()
        };
        let mut cut = spool.begin("depot/retour.xlsx").unwrap();
        cut.write(b"half").unwrap();
        assert!(names().iter().all(|name| name.ends_with(".part")));
        drop(cut);
        assert!(names().is_empty());
        let path = spool.put("depot/retour.xlsx", b"whole").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
        assert!(path.to_string_lossy().ends_with("-retour.xlsx"));
        spool.remove(&path).unwrap();
        spool.remove(&path).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn a_name_is_never_a_path() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path());
        let long = "é".repeat(4000);
        for name in ["../../etc/passwd", "..", "", "a/..", "/", "a\0b\nc", &long] {
            let path = spool.put(name, b"x").unwrap();
            assert_eq!(path.parent(), Some(folder.path()), "{name:?}");
        }
        assert_ne!(
            spool.put("a/x", b"").unwrap(),
            spool.put("b/x", b"").unwrap()
        );
        let outside = folder.path().join("sub/other");
        std::fs::create_dir_all(&outside).unwrap();
        spool.remove(&outside).unwrap();
    }
}

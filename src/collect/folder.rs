//! Files of a folder and of all that is under it.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::names::{DEEPEST, day_of, is_passing, noon};
use crate::model::SourceId;

/// A source that cannot be listed.
#[derive(Debug, thiserror::Error)]
#[error(
    "the folder {path} of the source {id} cannot be read: {source}. Make it, or correct its path in config/bilan.toml"
)]
pub struct CollectError {
    /// The source.
    pub id: SourceId,
    /// The folder.
    pub path: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

/// A file that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The source.
    pub source: SourceId,
    /// Its path.
    pub path: PathBuf,
    /// Its name, without folders.
    pub name: String,
    /// When it came: the day that a folder above it is named after, at noon, else its modification.
    pub received_at: DateTime<Utc>,
}

/// How long a file must have been left alone to be taken at first sight.
const AT_REST: Duration = Duration::from_secs(60);

/// How long after the first look at a younger file the second one comes: on a fresh copy of a programme all files are young,
/// and whoever runs it by hand is waiting.
const SECOND_LOOK: Duration = Duration::from_millis(500);

/// A file as one look sees it.
struct Seen {
    incoming: Incoming,
    size: u64,
    modified: SystemTime,
}

/// The files of a folder source, ordered by the moment they came, then by path. Hidden files, lock files of office
/// suites and files that are still being written are left alone: by their names (`.part`, `.tmp`, `.crdownload`), or because
/// they were modified in the last minute and a second look, half a second later, sees another size or another
/// modification. The next run takes those.
///
/// # Errors
/// When the folder itself cannot be listed. A file that vanishes meanwhile is passed over.
pub fn list(id: &SourceId, folder: &Path, zone: Tz) -> Result<Vec<Incoming>, CollectError> {
    let mut seen = Vec::new();
    walk(id, folder, None, 0, zone, &mut seen).map_err(|source| CollectError {
        id: id.clone(),
        path: folder.to_owned(),
        source,
    })?;
    // The age of a file is told by the clock that dates files; the moment that a run is replayed at says nothing about it.
    let mut files = at_rest(seen, SystemTime::now(), || std::thread::sleep(SECOND_LOOK));
    files.sort_by(|a, b| (a.received_at, &a.path).cmp(&(b.received_at, &b.path)));
    Ok(files)
}

/// Those that nobody is writing. `wait` passes the time between two looks, once for all files, where there are young ones.
fn at_rest(seen: Vec<Seen>, now: SystemTime, wait: impl FnOnce()) -> Vec<Incoming> {
    let is_young = |file: &Seen| {
        now.duration_since(file.modified)
            .map_or(true, |age| age < AT_REST)
    };
    let (young, old): (Vec<_>, Vec<_>) = seen.into_iter().partition(is_young);
    let mut files: Vec<Incoming> = old.into_iter().map(|file| file.incoming).collect();
    if young.is_empty() {
        return files;
    }
    wait();
    let (rest, written): (Vec<_>, Vec<_>) = young.into_iter().partition(Seen::is_unchanged);
    if let Some(first) = written.first() {
        let source = &first.incoming.source;
        tracing::info!(%source, files = written.len(), "files are still being written and left for the next run");
    }
    files.extend(rest.into_iter().map(|file| file.incoming));
    files
}

impl Seen {
    fn is_unchanged(&self) -> bool {
        self.incoming.path.metadata().is_ok_and(|now| {
            now.len() == self.size && now.modified().is_ok_and(|m| m == self.modified)
        })
    }
}

fn walk(
    id: &SourceId,
    folder: &Path,
    day: Option<NaiveDate>,
    depth: usize,
    zone: Tz,
    files: &mut Vec<Seen>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if is_passing(&name) || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            let day = day_of(&name, day);
            if depth < DEEPEST
                && let Err(error) = walk(id, &entry.path(), day, depth + 1, zone, files)
            {
                tracing::warn!(source = %id, folder = %entry.path().display(), %error, "a folder cannot be listed");
            }
        } else if kind.is_file()
            && let Ok(metadata) = entry.metadata()
            && let Ok(modified) = metadata.modified()
        {
            files.push(Seen {
                incoming: Incoming {
                    source: id.clone(),
                    path: entry.path(),
                    name,
                    received_at: day
                        .and_then(|day| noon(day, zone))
                        .unwrap_or_else(|| modified.into()),
                },
                size: metadata.len(),
                modified,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_folder_is_the_day_its_files_came() {
        let root = tempfile::tempdir().unwrap();
        let day = root.path().join("2026-T3/2026-10-05/direction");
        std::fs::create_dir_all(&day).unwrap();
        for name in ["b.xlsx", "a.csv", "~$b.xlsx", ".cache", "c.xlsx.part"] {
            std::fs::write(day.join(name), name).unwrap();
        }
        let files = list(&"retours".into(), root.path(), chrono_tz::Europe::Paris).unwrap();
        assert_eq!(
            files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(),
            ["a.csv", "b.xlsx"]
        );
        assert_eq!(
            files[0].received_at.to_rfc3339(),
            "2026-10-05T10:00:00+00:00"
        );
        let missing = list(
            &"retours".into(),
            &root.path().join("absent"),
            chrono_tz::Europe::Paris,
        );
        assert!(missing.unwrap_err().to_string().contains("absent"));
    }

    fn look_at(folder: &Path) -> Vec<Seen> {
        let mut seen = Vec::new();
        let zone = chrono_tz::Europe::Paris;
        walk(&"retours".into(), folder, None, 0, zone, &mut seen).unwrap();
        seen
    }

    #[test]
    fn a_file_that_is_being_written_is_left_for_the_next_run() {
        let root = tempfile::tempdir().unwrap();
        for name in ["growing.xlsx", "still.xlsx", "rewritten.xlsx"] {
            std::fs::write(root.path().join(name), "begun").unwrap();
        }
        let now = SystemTime::now();
        let files = at_rest(look_at(root.path()), now, || {
            let growing = root.path().join("growing.xlsx");
            std::fs::write(growing, "begun and going on").unwrap();
            let file = std::fs::File::options()
                .write(true)
                .open(root.path().join("rewritten.xlsx"));
            file.unwrap()
                .set_modified(now + Duration::from_secs(1))
                .unwrap();
        });
        assert_eq!(
            files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(),
            ["still.xlsx"]
        );
        let next = at_rest(look_at(root.path()), now, || {});
        assert_eq!(next.len(), 3);
    }

    #[test]
    fn a_file_left_alone_for_a_minute_is_taken_at_first_sight() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("a.xlsx"), "whole").unwrap();
        let later = SystemTime::now() + AT_REST;
        let files = at_rest(look_at(root.path()), later, || {
            panic!("nothing to wait for")
        });
        assert_eq!(files.len(), 1);
    }
}

//! Files of a folder and of all that is under it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

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

/// Directories deeper than this are not looked into: nobody files returns so deep, a loop of links does.
const DEEPEST: usize = 16;

/// The files of a folder source, ordered by the moment they came, then by path. Hidden files, lock files of office
/// suites and files that are still being written (`.part`, `.tmp`, `.crdownload`) are left alone.
///
/// # Errors
/// When the folder itself cannot be listed. A file that vanishes meanwhile is passed over.
pub fn list(id: &SourceId, folder: &Path, zone: Tz) -> Result<Vec<Incoming>, CollectError> {
    let mut files = Vec::new();
    walk(id, folder, None, 0, zone, &mut files).map_err(|source| CollectError {
        id: id.clone(),
        path: folder.to_owned(),
        source,
    })?;
    files.sort_by(|a, b| (a.received_at, &a.path).cmp(&(b.received_at, &b.path)));
    Ok(files)
}

fn walk(
    id: &SourceId,
    folder: &Path,
    day: Option<NaiveDate>,
    depth: usize,
    zone: Tz,
    files: &mut Vec<Incoming>,
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
            let day = name.parse().ok().or(day);
            if depth < DEEPEST
                && let Err(error) = walk(id, &entry.path(), day, depth + 1, zone, files)
            {
                tracing::warn!(source = %id, folder = %entry.path().display(), %error, "a folder cannot be listed");
            }
        } else if kind.is_file()
            && let Some(received_at) = day.and_then(|d| noon(d, zone)).or_else(|| modified(&entry))
        {
            files.push(Incoming {
                source: id.clone(),
                path: entry.path(),
                name,
                received_at,
            });
        }
    }
    Ok(())
}

fn is_passing(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || [".part", ".tmp", ".crdownload", "~"]
            .iter()
            .any(|end| lower.ends_with(end))
}

fn noon(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let noon = day.and_time(NaiveTime::from_hms_opt(12, 0, 0)?);
    zone.from_local_datetime(&noon)
        .earliest()
        .map(|moment| moment.to_utc())
}

fn modified(entry: &std::fs::DirEntry) -> Option<DateTime<Utc>> {
    entry
        .metadata()
        .ok()?
        .modified()
        .ok()
        .map(DateTime::<Utc>::from)
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
}

//! Which files changed, as the system says it.

use std::path::{Path, PathBuf};

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// Templates, words, theme, maps, fonts.
    Templates,
    /// Returns or figures in the store.
    Data,
    /// The configuration: all is to be opened again.
    Configuration,
}

/// The folders that are watched.
pub(super) struct Watched {
    pub(super) templates: PathBuf,
    pub(super) configuration: PathBuf,
    /// The store's file.
    pub(super) store: PathBuf,
}

impl Watched {
    /// The folders of a programme as the system names them in what it tells.
    ///
    /// # Errors
    /// When there is no such folder.
    pub(super) fn of(root: &Path, store: &Path) -> std::io::Result<Self> {
        let root = root.canonicalize()?;
        Ok(Self {
            templates: root.join("report-templates"),
            configuration: root.join("config"),
            store: std::path::absolute(store)?,
        })
    }
}

/// Watches until what it gives is dropped.
///
/// # Errors
/// When the system cannot watch a folder.
pub(super) fn watch(
    watched: Watched,
    tell: mpsc::UnboundedSender<Change>,
) -> notify::Result<RecommendedWatcher> {
    let folders = [watched.templates.clone(), watched.configuration.clone()];
    let store = watched.store.parent().map(Path::to_owned);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        if !is_change(event.kind) {
            return;
        }
        for change in event.paths.iter().filter_map(|path| change(&watched, path)) {
            if tell.send(change).is_err() {
                return; // the preview has ended
            }
        }
    })?;
    for folder in &folders {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    if let Some(folder) = store.filter(|folder| folder.is_dir()) {
        watcher.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    Ok(watcher)
}

/// Whether something is other than before. Reading a file, and closing it, are events too.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Any => true,
        EventKind::Modify(what) => !matches!(what, ModifyKind::Metadata(_)),
        EventKind::Access(_) | EventKind::Other => false,
    }
}

fn change(watched: &Watched, path: &Path) -> Option<Change> {
    let name = path.file_name()?.to_str()?;
    if path.starts_with(&watched.templates) {
        // What editors keep beside a file is none of ours.
        let ours = !name.starts_with('.') && !name.ends_with('~') && !name.ends_with(".swp");
        return ours.then_some(Change::Templates);
    }
    if path.starts_with(&watched.configuration) {
        return name.ends_with(".toml").then_some(Change::Configuration);
    }
    let store = watched.store.file_name()?.to_str()?;
    // The index of the log is written by whoever reads.
    let written = name == store || name.strip_prefix(store) == Some("-wal");
    written.then_some(Change::Data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_changed() {
        let watched = Watched {
            templates: "/p/report-templates".into(),
            configuration: "/p/config".into(),
            store: "/p/var/bilan.sqlite".into(),
        };
        let of = |path: &str| change(&watched, Path::new(path));
        for path in [
            "/p/report-templates/lib/theme.typ",
            "/p/report-templates/lang/fr.toml",
        ] {
            assert_eq!(of(path), Some(Change::Templates), "{path}");
        }
        assert_eq!(
            of("/p/config/framework/kinds.toml"),
            Some(Change::Configuration)
        );
        assert_eq!(of("/p/var/bilan.sqlite-wal"), Some(Change::Data));
        for path in [
            "/p/report-templates/note/.main.typ.swp",
            "/p/report-templates/note/main.typ~",
            "/p/config/schemas/kinds.json",
            "/p/var/bilan.sqlite-shm",
            "/p/var/documents",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
    }
}

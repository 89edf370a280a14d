//! Files that try to harm whoever opens them, made by `tests/tools/make_hostile.py`.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::tools::{program, run, script};

/// The folder of hostile files. They are made once (half a minute, most of it spent on packing the bombs), under the
/// build folder, and again when the script that makes them changes.
pub(crate) fn hostile_folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let build = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = build.join("hostile");
        let stamp = build.join("hostile.made_by");
        let source = std::fs::read(script("make_hostile.py")).unwrap();
        if !std::fs::read(&stamp).is_ok_and(|made_by| made_by == source) {
            let fresh = tempfile::tempdir_in(build).unwrap();
            run(program("python3", "python3")
                .arg(script("make_hostile.py"))
                .arg(fresh.path()));
            if folder.exists() {
                std::fs::remove_dir_all(&folder).unwrap();
            }
            std::fs::rename(fresh.keep(), &folder).unwrap();
            std::fs::write(&stamp, &source).unwrap();
        }
        folder
    })
}

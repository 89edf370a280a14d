//! Where things are in the repository, and how a tool is run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A committed script of the tests.
pub(crate) fn script(name: &str) -> PathBuf {
    repository().join("tests/tools").join(name)
}

/// A file that `./test` has installed under `target/test-tools`; where it is not, the test fails and says what to do.
pub(crate) fn installed(path: &str, what: &str) -> PathBuf {
    let file = repository().join("target/test-tools").join(path);
    assert!(file.exists(), "run ./test once, it installs {what}");
    file
}

/// A committed script of the tests that needs the packages of Python that `./test` has installed.
pub(crate) fn python(name: &str) -> Command {
    let mut command = Command::new(installed("python/bin/python", "packages of Python"));
    command.arg("-B").arg(script(name));
    command
}

/// A program of the machine; where it is missing, the test fails and says what to do.
pub(crate) fn program(name: &str, package: &str) -> Command {
    let found = std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path)
            .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
            .any(|folder| folder.join(name).is_file())
    });
    assert!(found, "run ./test once, it installs {package}");
    Command::new(name)
}

/// Runs the command to its end and gives what it printed; a failure shows both of its outputs.
pub(crate) fn run(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|problem| panic!("{command:?} did not start: {problem}"));
    assert!(
        output.status.success(),
        "{command:?} ended with {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// What the command prints, as text.
pub(crate) fn text_of(command: &mut Command) -> String {
    String::from_utf8(run(command).stdout).expect("the tool prints UTF-8")
}

/// Copies a folder and all below it, with the moments of modification: a file of an hour ago is taken without a second look.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let entries = std::fs::read_dir(from).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
    for entry in entries {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
            let modified = entry.metadata().unwrap().modified().unwrap();
            let copy = std::fs::File::options().write(true).open(target).unwrap();
            copy.set_modified(modified).unwrap();
        }
    }
}

/// Writes a file that was last changed so many seconds ago.
pub(crate) fn write(path: &Path, content: &[u8], seconds: u64) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds))
        .unwrap();
}

/// All that is below a folder: paths, contents, moments of modification. Links are not followed to folders.
pub(crate) fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>, SystemTime)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let modified = path.symlink_metadata().unwrap().modified().unwrap();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path.clone());
                found.push((path, Vec::new(), modified));
            } else {
                found.push((
                    path.clone(),
                    std::fs::read(&path).unwrap_or_default(),
                    modified,
                ));
            }
        }
    }
    found.sort();
    found
}

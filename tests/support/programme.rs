//! A programme folder to try the built program in, as a user would.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::tools::{copy_folder, repository};

/// The moment at which the sample's third quarter of 2026 is reported on.
pub(crate) const NOW: &str = "2026-10-15T06:00:00+02:00";

/// The parts of the repository that make the default programme.
const PARTS: [&str; 3] = ["config", "report-templates", "samples"];

/// A folder of its own in which the built program runs; gone when the value is.
pub(crate) struct Programme {
    folder: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code; -1 where a signal ended it.
    pub(crate) code: i32,
    /// What it printed for its user or for the next program.
    pub(crate) stdout: String,
    /// What it logged and complained about.
    pub(crate) stderr: String,
}

impl Programme {
    /// A copy of the default programme: its configuration, its templates, its sample returns.
    pub(crate) fn copy() -> Self {
        let programme = Self::empty();
        for part in PARTS {
            let source = repository().join(part);
            if source.exists() {
                copy_folder(&source, &programme.path(part));
            }
        }
        programme
    }

    /// An empty folder, as before `bilan init`.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A path in the folder; `""` for the folder itself.
    pub(crate) fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(below)
    }

    /// The program, ready to be started in the folder: more arguments or environment can be added.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bilan"));
        command.current_dir(self.folder.path()).args(arguments);
        // What the person who runs the tests has set for a bilan of their own must not reach this one.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("BILAN__") {
                command.env_remove(name);
            }
        }
        command
            .env_remove("RUST_LOG")
            .env("NO_COLOR", "1")
            .env("COLUMNS", "120");
        command
    }

    /// Runs the program in the folder to its end.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Outcome {
        Outcome::of(&mut self.command(arguments))
    }

    /// Runs the program and expects success; a failure shows what it said.
    pub(crate) fn succeeds<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Outcome {
        let outcome = self.run(arguments);
        let words: Vec<_> = arguments
            .iter()
            .map(|word| word.as_ref().to_string_lossy())
            .collect();
        assert_eq!(
            outcome.code,
            0,
            "bilan {}\n{}{}",
            words.join(" "),
            outcome.stdout,
            outcome.stderr
        );
        outcome
    }

    /// Replaces a text in a file of the folder; a text that is not there fails the test.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path(file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(text.contains(from), "{file} does not contain {from:?}");
        // As editors save: beside, then in its place, so that nobody reads half of it.
        let beside = path.with_file_name(".saved");
        std::fs::write(&beside, text.replace(from, to)).unwrap();
        std::fs::rename(beside, path).unwrap();
    }

    /// All the files below a folder of the programme with the extension, sorted.
    pub(crate) fn files(&self, below: &str, extension: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.path(below)];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else {
                continue;
            };
            for path in entries.map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|of| of == extension) {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }
}

impl Outcome {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command
            .output()
            .unwrap_or_else(|problem| panic!("{command:?} did not start: {problem}"));
        Self {
            code: status.code().unwrap_or(-1),
            stdout: String::from_utf8(stdout).expect("bilan prints UTF-8"),
            stderr: String::from_utf8(stderr).expect("bilan logs UTF-8"),
        }
    }
}

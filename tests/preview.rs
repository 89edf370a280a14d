//! Whoever writes a template sees it in the browser as it is saved: templates, theme, data and configuration.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

use crate::support::programme::{NOW, Programme};
use crate::support::stored::after_a_run;
use crate::support::tools::python;

/// A machine that builds something else beside is slow; a version that never comes is a fault.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process whose lines are read as they come; it ends with the value.
struct Running {
    child: Child,
    /// Whether it ends by itself once its input does.
    reads: bool,
    lines: Receiver<String>,
    input: Option<ChildStdin>,
}

impl Running {
    fn start(command: &mut Command, reads: bool) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            output
                .lines()
                .map_while(Result::ok)
                .all(|line| sender.send(line).is_ok())
        });
        let input = child.stdin.take();
        Self {
            child,
            reads,
            lines,
            input,
        }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line in time")
    }

    /// What the browser shows next.
    fn version(&self) -> Value {
        let version: Value = serde_json::from_str(&self.line()).unwrap();
        println!(
            "version {}, pages {:?}",
            version["version"],
            hashes(&version)
        );
        version
    }

    /// The next version that is as wanted. A file is written in several goes: on a slow machine half of it may be seen first.
    fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let version = self.version();
            if wanted(&version) {
                return version;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The reader ends with its input, and cleans up behind its browser; a server is stopped.
        drop(self.input.take());
        for _ in 0..50 {
            if !self.reads || self.child.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A preview, and a browser that looks at it.
fn preview(programme: &Programme, words: &[&str]) -> (Running, Running) {
    let mut all = vec!["preview"];
    all.extend(words);
    all.extend(["--now", NOW]);
    let server = Running::start(&mut programme.command(&all), false);
    let said = server.line();
    let address = said
        .split_whitespace()
        .find(|word| word.starts_with("http://"));
    let address = address.unwrap_or_else(|| panic!("{said}")).to_owned();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let browser = Running::start(python("browse.py").arg(address), true);
    (server, browser)
}

fn is_sound(version: &Value) -> bool {
    version["problem_seen"] == false
}

fn hashes(version: &Value) -> Vec<&str> {
    let all = version["hashes"].as_array().unwrap();
    all.iter().map(|hash| hash.as_str().unwrap()).collect()
}

fn pictures_are_drawn(version: &Value) -> usize {
    let images = version["images"].as_array().unwrap();
    for image in images {
        assert_eq!(image[2], true, "{version}");
    }
    images.len()
}

#[test]
fn a_saved_template_is_seen_and_a_fault_is_told_over_the_last_good_pages() {
    let programme = after_a_run();
    let (_server, browser) = preview(&programme, &["rapport-trimestriel", "--period", "2026-T3"]);
    let first = browser.version();
    let pages = pictures_are_drawn(&first);
    assert!(pages >= 8, "{first}");
    assert_eq!(first["lang"], "fr");
    assert_eq!(first["title"], "Rapport trimestriel · bilan");
    assert!(
        first["about"]
            .as_str()
            .unwrap()
            .starts_with("3e trimestre 2026"),
        "{first}"
    );

    // Only the pages that show these words are drawn anew.
    programme.edit(
        "report-templates/lang/fr.toml",
        "Ce qu’il faut retenir",
        "Ce qu’il faut surtout retenir",
    );
    let second = browser.until(|v| is_sound(v) && hashes(v) != hashes(&first));
    pictures_are_drawn(&second);
    let (before, after) = (hashes(&first), hashes(&second));
    let same = before.iter().filter(|hash| after.contains(hash)).count();
    assert!((before.len() - 2..before.len()).contains(&same), "{second}");

    // The theme is every page's.
    programme.edit(
        "report-templates/lib/theme.typ",
        "#let muted = rgb(\"#525c6c\")",
        "#let muted = rgb(\"#0b5d3b\")",
    );
    let third = browser.until(|v| is_sound(v) && hashes(v) != hashes(&second));
    let (before, after) = (hashes(&second), hashes(&third));
    assert!(before.iter().all(|hash| !after.contains(hash)), "{third}");

    let main = "report-templates/rapport-trimestriel/main.typ";
    programme.edit(main, "#cover(data", "#couverture(data");
    let broken = browser.until(|v| v["problem"].as_str().unwrap().contains("couverture"));
    assert_eq!(broken["problem_seen"], true);
    let said = broken["problem"].as_str().unwrap();
    for part in [
        "unknown variable: couverture",
        "/rapport-trimestriel/main.typ:",
        "#couverture(data",
        "^^^^^^^^^^",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(hashes(&broken), after, "the last good pages stay");
    programme.edit(main, "#couverture(data", "#cover(data");
    let mended = browser.until(is_sound);
    assert_eq!(hashes(&mended), after);
}

#[test]
fn changed_data_and_configuration_are_seen() {
    let programme = after_a_run();
    let words = [
        "fiche-retour",
        "--project",
        "BP-2024-002",
        "--period",
        "2026-T3",
    ];
    let (_server, browser) = preview(&programme, &words);
    let first = browser.version();
    assert_eq!(pictures_are_drawn(&first), 1);
    assert!(
        first["about"].as_str().unwrap().starts_with("BP-2024-002"),
        "{first}"
    );

    // Another process decides on a value of this return.
    programme.succeeds(&[
        "accept",
        "--project",
        "BP-2024-002",
        "--period",
        "2026-T3",
        "--field",
        "benevoles",
        "--value",
        "77",
        "--reason",
        "Compté avec la commune",
        "--author",
        "A. Fournier",
        "--now",
        NOW,
    ]);
    let second = browser.until(|v| is_sound(v) && hashes(v) != hashes(&first));

    programme.edit(
        "config/framework/programme.toml",
        "Projets citoyens d’Occitanie",
        "Projets des citoyennes",
    );
    let third = browser.until(|v| is_sound(v) && hashes(v) != hashes(&second));
    assert!(third["about"].as_str().unwrap().starts_with("BP-2024-002"));
}

#[test]
fn a_template_without_data_is_seen_with_its_example() {
    let programme = Programme::copy();
    let (_server, browser) = preview(
        &programme,
        &["support-formation", "--sample", "--language", "en"],
    );
    let shown = browser.version();
    assert!(pictures_are_drawn(&shown) >= 8);
    assert_eq!(shown["lang"], "en");
    assert!(
        shown["about"]
            .as_str()
            .unwrap()
            .starts_with("the template's example"),
        "{shown}"
    );
    let refused = programme.run(&["preview", "fiche"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.contains("support-formation"),
        "{}",
        refused.stderr
    );
}

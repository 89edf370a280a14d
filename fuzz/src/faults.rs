//! Whose fault a panic is. One in a library that parses is the guard's business: the child answers the file with a
//! finding. It must not stop the run, but be kept for a report to that library.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{PanicHookInfo, UnwindSafe, catch_unwind, set_hook};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The libraries whose panics the child answers.
const PARSERS: &[&str] = &["calamine", "quick-xml", "zip", "encoding_rs", "csv-core", "chardetng"];

thread_local! {
    /// Where a library panicked last: "calamine-0.38.0/src/xls.rs:12".
    static LIBRARY: Cell<Option<String>> = const { Cell::new(None) };
}

/// From now on, a panic of ours ends the process, so that the fuzzer keeps its input.
pub(crate) fn tell_apart() {
    set_hook(Box::new(|panic| match library(panic) {
        Some(place) => LIBRARY.set(Some(place)),
        None => {
            eprintln!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
            std::process::abort();
        }
    }));
}

/// The library in which it panicked: that of the panic's own place, or, where that is in Rust's own code, of its caller.
fn library(panic: &PanicHookInfo<'_>) -> Option<String> {
    let place = panic.location()?;
    if let Some(found) = in_parser(&format!("{}:{}", place.file(), place.line())) {
        return Some(found);
    }
    if !place.file().contains("/library/") {
        return None;
    }
    // The frame nearest to the panic that is either ours or a parser's decides.
    let trace = std::backtrace::Backtrace::force_capture().to_string();
    let sources = trace.lines().filter_map(|line| line.trim().strip_prefix("at "));
    let mut known = sources.filter(|at| at.contains("/src/read/") || in_parser(at).is_some());
    in_parser(known.next()?)
}

/// The part of a source's path from the library's name on.
fn in_parser(source: &str) -> Option<String> {
    let (_, of_registry) = source.split_once("/registry/src/")?;
    let (_, place) = of_registry.split_once('/')?;
    PARSERS
        .iter()
        .any(|parser| {
            let version = place.strip_prefix(parser).and_then(|p| p.strip_prefix('-'));
            version.is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()))
        })
        .then(|| place.to_owned())
}

/// What `read` gives; none where a library panicked on these bytes, which are then kept once for each place.
pub(crate) fn tolerating<T>(bytes: &[u8], read: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    if let Ok(given) = catch_unwind(read) {
        return Some(given);
    }
    let place = LIBRARY.take().unwrap_or_default();
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.insert(place.clone()) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("upstream");
        let name: String = place
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '_' })
            .collect();
        let file = folder.join(name);
        if !file.exists() && std::fs::create_dir_all(&folder).is_ok() {
            std::fs::write(file, bytes).ok();
        }
    }
    None
}

//! Typst's cache: one for the process, whatever the number of projects and threads.
//!
//! It must be aged after each document, or it keeps every one ever made (1.9 GB after 1,000). It keeps what documents share
//! (library modules, shaped labels, a map's geometry) only as long as each ageing finds it used since a few before. As all
//! threads age it, those few grow with the threads: with one only, two threads throw out what the other still needs, and
//! a three-page report with a map took six times as long. With twice the threads it takes no longer than on one thread.

use std::sync::atomic::{AtomicUsize, Ordering};

static THREADS: AtomicUsize = AtomicUsize::new(0);

/// A thread that makes documents, as long as this lives.
pub(crate) struct Using(());

impl Using {
    pub(crate) fn begin() -> Self {
        THREADS.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for Using {
    fn drop(&mut self) {
        if THREADS.fetch_sub(1, Ordering::Relaxed) == 1 {
            // Nobody makes documents any more: a daemon waits long, and what comes next shares little with what came before.
            comemo::evict(0);
        }
    }
}

/// Keeps what documents share between one and the next, as long as it lives: for whoever makes the same document again and again,
/// each time a little otherwise.
#[must_use = "what it keeps is let go of when it is dropped"]
pub struct Warm(Using);

impl Warm {
    /// Begins.
    pub fn keep() -> Self {
        Self(Using::begin())
    }
}

/// One document is done.
pub(crate) fn age() {
    comemo::evict(2 * THREADS.load(Ordering::Relaxed).max(1));
}

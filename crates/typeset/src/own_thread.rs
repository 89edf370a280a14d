//! Where Typst may run.
//!
//! Typst uses rayon inside. On a shared pool, a worker that waits for its own pieces steals further documents onto the same
//! stack, until that overflows (seen at 1,000 documents). So each document runs in a pool of one thread, with nothing to
//! steal and a deep stack, and the caller waits on a plain thread, which steals nothing either.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Enough for Typst's own bounds on nesting (80 calls, 72 layouts, 64 show rules deep).
const STACK: usize = 16 << 20;

/// A pool of one thread.
pub(crate) fn pool() -> io::Result<ThreadPool> {
    ThreadPoolBuilder::new()
        .num_threads(1)
        .stack_size(STACK)
        .thread_name(|_| "typeset".into())
        .build()
        .map_err(io::Error::other)
}

/// Runs one task in a pool of its own, and waits for it without stealing from the caller's pool, if it has one.
pub(crate) fn run<R: Send>(task: impl FnOnce() -> R + Send) -> io::Result<R> {
    let pool = pool()?;
    std::thread::scope(|scope| {
        let waiting = std::thread::Builder::new().spawn_scoped(scope, || pool.install(task))?;
        waiting
            .join()
            .map_err(|panic| io::Error::other(said(&*panic)))
    })
}

/// Turns a panic of the task into its message.
pub(crate) fn caught<R>(task: impl FnOnce() -> R) -> Result<R, String> {
    // What a task leaves behind after a panic is Typst's cache, whose locks do not poison and whose entries are written
    // whole; everything else is its own.
    catch_unwind(AssertUnwindSafe(task)).map_err(|panic| said(&*panic).to_owned())
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message_and_the_thread_goes_on() {
        let said = run(|| {
            let first = caught(|| -> u8 { panic!("page {} broke", 3) });
            (first, caught(|| 7))
        });
        assert!(matches!(said, Ok((Err(first), Ok(7))) if first == "page 3 broke"));
        let uncaught = run(|| -> u8 { panic!("outside") });
        assert!(uncaught.is_err_and(|e| e.to_string() == "outside"));
    }
}

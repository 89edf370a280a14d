//! Many documents on several threads.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::{Error, Failure, Job, Project, Rendered, cache, own_thread};

/// Makes the documents of `jobs` on `threads` threads, each at its own pace.
///
/// A job is taken from the iterator when a thread is free for it, so that no more than `threads` jobs and documents are held
/// at once. Each result goes to `done` with its key, on the thread that made it and in no set order. One job's failure, be
/// it a panic inside Typst, stops no other. `done` stops the whole by giving `Break`: what is under way is finished and
/// handed over, nothing more is begun, and the first value given comes back.
///
/// # Errors
/// [`Error::Thread`] if no thread can be started; nothing was begun then.
///
/// # Panics
/// If `jobs` or `done` do, once the other threads have finished what they had begun.
pub fn render_all<K: Send, B: Send>(
    project: &Project,
    jobs: impl Iterator<Item = (K, Job)> + Send,
    threads: NonZeroUsize,
    done: impl Fn(K, Result<Rendered, Failure>) -> ControlFlow<B> + Sync,
) -> Result<ControlFlow<B>, Error> {
    let left = Mutex::new(jobs.fuse());
    let stopped = Mutex::new(None);
    let work = || {
        let _using = cache::Using::begin();
        while lock(&stopped).is_none() {
            // The lock is held for the pull alone: a `while let` on it would hold it for the work too.
            // Poisoned, it says that the iterator panicked: the scope passes that on once all have ended.
            let next = left.lock().ok().and_then(|mut jobs| jobs.next());
            let Some((key, job)) = next else { break };
            if let ControlFlow::Break(value) = done(key, project.make_here(&job)) {
                lock(&stopped).get_or_insert(value);
            }
        }
    };
    let pools = (0..threads.get())
        .map(|_| own_thread::pool())
        .collect::<Result<Vec<_>, _>>()
        .map_err(Error::Thread)?;
    thread::scope(|scope| {
        for (started, pool) in pools.iter().enumerate() {
            match thread::Builder::new().spawn_scoped(scope, || pool.install(work)) {
                Ok(_) => {}
                Err(refused) if started == 0 => return Err(Error::Thread(refused)),
                // The threads that did start share the work.
                Err(_) => break,
            }
        }
        Ok(())
    })?;
    let first = stopped.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(first.map_or(ControlFlow::Continue(()), ControlFlow::Break))
}

/// What it guards is written whole, so that a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

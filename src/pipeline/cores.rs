//! The processor's cores, shared by what a stage does many times over.

use std::num::NonZeroUsize;

use rayon::prelude::*;

/// As many threads as the settings allow. Not for Typst, which brings its own ([`bilan_typeset::render_all`]).
pub struct Cores(rayon::ThreadPool);

impl Cores {
    /// Starts the threads; they sleep until there is work.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(threads: NonZeroUsize) -> std::io::Result<Self> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .thread_name(|_| "work".to_owned())
            .build()
            .map(Self)
            .map_err(std::io::Error::other)
    }

    /// What `work` gives for each of the items, in their order.
    pub fn map<'t, T: Sync, R: Send>(
        &self,
        items: &'t [T],
        work: impl Fn(&'t T) -> R + Send + Sync,
    ) -> Vec<R> {
        self.0
            .install(|| items.par_iter().with_max_len(1).map(work).collect())
    }
}

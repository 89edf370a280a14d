//! Memory between the stages of a job.

/// Gives back to the system what the stage before has freed. The allocator keeps pages for the thread that freed them; the
/// next stage runs on other threads, and would take its own beside them.
#[allow(unsafe_code)]
pub(super) fn give_back() {
    // SAFETY: it takes no pointer and touches free pages only; any thread may call it at any time.
    unsafe { libmimalloc_sys::mi_collect(true) }
}

//! The bound on memory that the guard's child has from the system, as an allocator: the fuzzer itself may use more.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Above what the service allows by default, by what the fuzzer and the catalogue hold.
const LIMIT: usize = 640 * 1024 * 1024;

/// Refuses to hand out more than [`LIMIT`] at a time; whoever asked aborts, as in the child.
pub(crate) struct Bounded;

static HELD: AtomicUsize = AtomicUsize::new(0);

fn take(size: usize) -> bool {
    let fits = HELD.fetch_add(size, Ordering::Relaxed).saturating_add(size) <= LIMIT;
    if !fits {
        give_back(size);
    }
    fits
}

fn give_back(size: usize) {
    HELD.fetch_sub(size, Ordering::Relaxed);
}

// SAFETY: all is the system's allocator's, except that null is given where too much is held, which a caller must expect.
unsafe impl GlobalAlloc for Bounded {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises on `layout` are the system allocator's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        give_back(layout.size());
        // SAFETY: `pointer` came from the system's allocator, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !take(size) {
            return std::ptr::null_mut();
        }
        give_back(layout.size());
        // SAFETY: as above; the caller's promises on `size` are the system allocator's.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

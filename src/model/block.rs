//! Parts of one block of memory, held by many.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// A part of a block that others hold parts of. What is held for each of tens of thousands of rows lies side by side:
/// small pieces of their own would keep alive the pages of everything that was in memory while they were made.
#[derive(Clone)]
pub struct Part<T> {
    block: Arc<[T]>,
    range: Range<usize>,
}

impl<T> Deref for Part<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.block.get(self.range.clone()).unwrap_or_default()
    }
}

impl<T: PartialEq> PartialEq for Part<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Part<T> {}

impl<T: std::fmt::Debug> std::fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self {
            block: Arc::from([]),
            range: 0..0,
        }
    }
}

impl<T> FromIterator<T> for Part<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let block: Arc<[T]> = all.into_iter().collect();
        let range = 0..block.len();
        Self { block, range }
    }
}

/// A block being filled.
pub struct Block<T> {
    all: Vec<T>,
    ends: Vec<usize>,
}

impl<T> Block<T> {
    /// Adds a part, written by `write` at the end of what is there.
    pub fn add(&mut self, write: impl FnOnce(&mut Vec<T>)) {
        write(&mut self.all);
        self.ends.push(self.all.len());
    }

    /// The parts, in the order in which they were added.
    pub fn parts(self) -> impl Iterator<Item = Part<T>> {
        let block: Arc<[T]> = self.all.into();
        let mut from = 0;
        self.ends.into_iter().map(move |to| {
            let range = from..to;
            from = to;
            let block = Arc::clone(&block);
            Part { block, range }
        })
    }
}

impl<T> Default for Block<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            ends: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_what_was_added() {
        let mut block = Block::default();
        for part in [&[1, 2][..], &[], &[3]] {
            block.add(|all| all.extend(part));
        }
        let parts: Vec<Vec<i32>> = block.parts().map(|part| part.to_vec()).collect();
        assert_eq!(parts, [vec![1, 2], vec![], vec![3]]);
        assert!(Part::<u8>::default().is_empty());
    }
}

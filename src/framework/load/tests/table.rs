//! One fault a row: file, what is replaced, what is said, with line and column.

use super::*;

/// A fault and what is said about it.
fn says(folder: &Folder, expected: &[&str]) {
    assert_eq!(folder.problems(), expected);
}

macro_rules! faults {
    ($($name:ident: $file:ident, $from:expr => $to:expr, [$($said:expr),+ $(,)?];)+) => {$(
        #[test]
        fn $name() {
            says(&Folder::sound().with($file, $from, $to), &[$($said),+]);
        }
    )+};
}

faults! {
    unknown_key: JOBS, "missed = \"once\"" => "misssed = \"once\"", ["?"];
}

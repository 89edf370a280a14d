//! What the fuzz targets share: the reading stage as the guard's child runs it, and what must hold of its answer.
//!
//! The rooms of bilan that read are compiled here from their own source rather than through the crate `bilan`, whose
//! engines would take twenty minutes to build with the fuzzer's instruments. A room that this list lacks is a compile error.

#![allow(dead_code, unused_imports)]

#[path = "../../src/config/mod.rs"]
pub mod config;
#[path = "../../src/framework/mod.rs"]
pub mod framework;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/read/mod.rs"]
pub mod read;

mod faults;
mod memory;
pub mod parcel;

use std::path::Path;
use std::sync::OnceLock;

use read::raw::{Raw, read_unguarded};
use read::{Catalogue, RawBook, ReadLimits, interpret};

#[global_allocator]
static MEMORY: memory::Bounded = memory::Bounded;

/// Far below the service's own, so that small inputs reach them.
pub fn limits() -> ReadLimits {
    ReadLimits {
        bytes: 1_000_000,
        inflated_bytes: 8_000_000,
        sheets: 6,
        cells: 3_000,
        merged_ranges: 50,
        cell_characters: 1_000,
        text_bytes: 100_000,
        lines: 500,
        columns: 100,
        ..ReadLimits::default()
    }
}

/// Ready to read: the default programme's questionnaires, and faults told apart.
pub fn begin() {
    catalogue();
    faults::tell_apart();
}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let framework = framework::load(&root, None).expect("the default programme");
        let kinds: Vec<_> = framework
            .kinds
            .iter()
            .filter_map(|kind| Some((kind, framework.questionnaire_of(&kind.id)?)))
            .collect();
        Catalogue::new(&kinds)
    })
}

/// Reads a file and asks what it answers. A fault of ours ends the process; one of a library, which the guard's child
/// answers with a finding, is kept in `upstream/` and forgotten.
pub fn read(name: &str, bytes: &[u8]) {
    let limits = limits();
    let Some(read) = faults::tolerating(bytes, || read_unguarded(name, bytes, &limits)) else {
        return;
    };
    match read {
        Err(finding) => assert_eq!(finding.place.file, name),
        Ok(book) => {
            assert_within(&book, &limits);
            interpret(&book, name, catalogue(), limits.cells);
        }
    }
}

/// No file gives more than the limits say, and cells come in order.
fn assert_within(book: &RawBook, limits: &ReadLimits) {
    assert!(book.sheets.len() <= limits.sheets);
    let cells = book.sheets.iter().map(|sheet| sheet.cells.len());
    assert!(cells.sum::<usize>() <= limits.cells);
    for sheet in &book.sheets {
        assert!(sheet.cells.is_sorted_by_key(|cell| cell.at));
        assert!(sheet.name.chars().count() <= 100);
        for cell in &sheet.cells {
            assert!(cell.at.row < 1_048_576 && cell.at.column < 16_384);
            match &cell.value {
                Raw::Text(text) => assert!(text.chars().count() <= limits.cell_characters),
                Raw::DateTime(date) => assert!(date.len() <= 50),
                _ => {}
            }
        }
    }
}

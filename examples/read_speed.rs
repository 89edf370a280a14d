//! What reading costs: calamine alone, our reading in this process, and through the guard, on a folder of forms.
//!
//! `cargo run --release --example read_speed -- FOLDER`, after `cargo build --release`.

use std::error::Error;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bilan::read::raw::read_unguarded;
use bilan::read::{GuardedReader, ReadLimits};
use calamine::{Reader, Xlsx};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("a folder of xlsx forms, please")?,
    );
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(std::fs::read(entry?.path())?);
    }
    // This program lies beside the one whose children read.
    let program = std::env::current_exe()?
        .with_file_name("../bilan")
        .canonicalize()?;
    let limits = ReadLimits::default();
    let guard = GuardedReader::new(program, limits.clone());
    let mut best = [Duration::MAX; 3];
    for _ in 0..5 {
        let took = time(&files, |bytes| {
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
            for name in book.sheet_names() {
                std::hint::black_box(book.worksheet_range(&name)?);
            }
            Ok(())
        })?;
        best[0] = best[0].min(took);
        let took = time(&files, |bytes| {
            read_unguarded("a.xlsx", bytes, &limits)
                .map(drop)
                .map_err(|f| f.code.as_str().into())
        })?;
        best[1] = best[1].min(took);
        let took = time(&files, |bytes| {
            guard
                .read("a.xlsx", bytes)
                .map(drop)
                .map_err(|f| f.code.as_str().into())
        })?;
        best[2] = best[2].min(took);
    }
    let count = u32::try_from(files.len())?;
    for (name, took) in [
        "calamine alone",
        "read in this process",
        "read through the guard",
    ]
    .iter()
    .zip(best)
    {
        let ratio = took.as_secs_f64() / best[0].as_secs_f64();
        println!(
            "{name:24} {:8.1} µs a file {ratio:6.2}",
            (took / count.max(1)).as_secs_f64() * 1e6
        );
    }
    Ok(())
}

fn time(
    files: &[Vec<u8>],
    mut read: impl FnMut(&[u8]) -> Result<(), Box<dyn Error>>,
) -> Result<Duration, Box<dyn Error>> {
    let begun = Instant::now();
    files.iter().try_for_each(|bytes| read(bytes))?;
    Ok(begun.elapsed())
}

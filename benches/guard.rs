//! What guarded reading costs: the same forms through plain calamine and through the guard, one thread, in alternation.
//!
//! `cargo bench --bench guard -- FORMS [ROUNDS]`: FORMS is a folder of xlsx forms, such as `benches/run` makes. Plain calamine opens a
//! workbook and takes each sheet as a range; the guard hands the bytes to its child, which also looks for hidden rows,
//! merged cells, percentages and formulas without results, and hands back cells. Prints the median of the rounds for a form,
//! and how long the first form takes, with the start of a child.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bilan::read::{GuardedReader, ReadLimits};
use calamine::{Reader, Xlsx};

type Fault = Box<dyn Error>;

fn main() -> Result<(), Fault> {
    let mut args = std::env::args().skip(1).filter(|a| a != "--bench");
    let folder = args.next().ok_or("guard FORMS [ROUNDS]")?;
    let rounds: u32 = args.next().map_or(Ok(7), |rounds| rounds.parse())?;
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    let files = paths.iter().map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let first = files.first().ok_or("a folder without forms")?;

    let guard = GuardedReader::new(
        PathBuf::from(env!("CARGO_BIN_EXE_bilan")),
        ReadLimits::default(),
    );
    let start = Instant::now();
    read(&guard, first)?;
    let first_form = start.elapsed();

    let (mut plain, mut guarded) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        plain.push(timed(&files, ranges)?);
        guarded.push(timed(&files, |bytes| read(&guard, bytes))?);
    }
    let (plain, guarded) = (median(plain), median(guarded));
    println!("forms      {:8}", files.len());
    println!("calamine   {:8.3} ms a form", milliseconds(plain));
    println!("guard      {:8.3} ms a form", milliseconds(guarded));
    println!(
        "ratio      {:8.2}",
        guarded.as_secs_f64() / plain.as_secs_f64()
    );
    println!(
        "first form {:8.3} ms, with the start of its child",
        milliseconds(first_form)
    );
    Ok(())
}

fn ranges(bytes: &[u8]) -> Result<(), Fault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    for name in book.sheet_names() {
        black_box(book.worksheet_range(&name)?);
    }
    Ok(())
}

fn read(guard: &GuardedReader, bytes: &[u8]) -> Result<(), Fault> {
    let book = guard.read("form.xlsx", bytes);
    black_box(book.map_err(|finding| format!("{finding:?}"))?);
    Ok(())
}

/// The time of one file, on average over all of them.
fn timed(
    files: &[Vec<u8>],
    mut read: impl FnMut(&[u8]) -> Result<(), Fault>,
) -> Result<Duration, Fault> {
    let start = Instant::now();
    files.iter().try_for_each(|bytes| read(bytes))?;
    Ok(start.elapsed() / u32::try_from(files.len())?)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

//! Time and memory of one template made many times: `measure FOLDER MAIN COUNT THREADS`.
//!
//! The folder holds the template's files and its fonts (`fonts/*.otf`); each document gets `/data.json` with `{"n": 17}`, and
//! ought to show that number, or the compiler rightly makes one document only. Run it with `--release`, on a quiet machine.

use std::error::Error;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{env, fs};

use bilan_typeset::{Fonts, Job, Project, render_all};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [folder, main, count, threads] = args.as_slice() else {
        return Err("measure FOLDER MAIN COUNT THREADS".into());
    };
    let (count, threads): (usize, NonZeroUsize) = (count.parse()?, threads.parse()?);

    let (mut files, mut fonts) = (Vec::new(), Vec::new());
    collect(Path::new(folder), "", &mut files)?;
    files.retain(|(path, bytes)| {
        let font = path.ends_with(".otf") || path.ends_with(".ttf");
        if font {
            fonts.push((path.clone(), bytes.clone()));
        }
        !font
    });
    let project = Project::new(files, Fonts::load(fonts)?)?;
    println!("loaded     {:8.1} MB", peak()?);

    let (bytes, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let jobs = (0..count).map(|n| {
        let job = Job::new(main, (2026, 10, 1), 1_790_834_400, format!("{n}"));
        (n, job.file("/data.json", format!("{{\"n\": {n}}}")))
    });
    let start = Instant::now();
    let all: ControlFlow<()> = render_all(&project, jobs, threads, |n, result| {
        match result {
            Ok(made) => drop(bytes.fetch_add(made.pdf().len(), Ordering::Relaxed)),
            Err(failure) => {
                if failed.fetch_add(1, Ordering::Relaxed) == 0 {
                    println!("document {n}:\n{failure}");
                }
            }
        }
        ControlFlow::Continue(())
    })?;
    let took = start.elapsed();
    let each = took / u32::try_from(count)?;
    println!(
        "documents  {count:8} on {threads} threads, {} failed, all made: {}",
        failed.into_inner(),
        all.is_continue()
    );
    println!(
        "took       {:8.3} s, {:.3} ms each",
        took.as_secs_f64(),
        each.as_secs_f64() * 1e3
    );
    println!("bytes      {:8} each", bytes.into_inner() / count.max(1));
    println!("peak       {:8.1} MB", peak()?);
    Ok(())
}

fn collect(
    folder: &Path,
    under: &str,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|n| n.to_str())
            .ok_or("a file name that is no text")?;
        let inside = format!("{under}/{name}");
        if path.is_dir() {
            collect(&path, &inside, files)?;
        } else {
            files.push((inside, fs::read(&path)?));
        }
    }
    Ok(())
}

/// The most memory the process ever held, in MB, as Linux counts it.
fn peak() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|l| l.strip_prefix("VmHWM:"))
        .ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? / 1024.0)
}

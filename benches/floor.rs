//! The floor of the benchmark: what calamine, typst and rust_xlsxwriter alone take for the documents of a programme.
//!
//! `floor PROGRAMME PERIOD FORMS OUT`: PROGRAMME is a folder in which the job ran. Its figures and the data of all its
//! documents are made first, outside the measured part. Measured are: reading every workbook of FORMS with plain calamine;
//! compiling and exporting the report and the sheets, from the same templates and the same data, with typst's cache
//! aged as bilan does, and writing the files; a workbook of plain values. Two threads. No store, no checks, no mail.

use std::error::Error;
use std::fs;
use std::io::Cursor;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bilan::model::{DocumentId, Period};
use bilan::pipeline::{Context, Silent, assess, view};
use bilan::render::Templates;
use bilan::render::report::{extract, figures_csv, report};
use bilan::render::sheet::{SheetContext, sheet};
use bilan::store::returns;
use bilan_typeset::{Data, Job, render_all};
use calamine::{Data as Cell, Range, Reader, Xlsx};
use rust_xlsxwriter::Workbook;

type Fault = Box<dyn Error + Send + Sync>;

const THREADS: usize = 2;

fn main() -> Result<(), Fault> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let [root, period, forms, out] = args.as_slice() else {
        return Err("floor PROGRAMME PERIOD FORMS OUT".into());
    };
    let root = fs::canonicalize(root)?;
    std::env::set_current_dir(&root)?;
    let (forms, out) = (root.join(forms), root.join(out));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .enable_all()
        .build()?;
    let templates = Templates::of_programme(&root)?;
    let jobs = runtime.block_on(jobs(&root, period.parse()?, &templates))?;
    drop(runtime);
    fs::create_dir_all(&out)?;
    let (count, cpu) = (jobs.len(), processor_seconds()?);

    let start = Instant::now();
    let ranges = read(&forms)?;
    let read = start.elapsed();
    typeset(&templates, jobs, &out)?;
    let typeset = start.elapsed();
    plain_workbook(&ranges, &out.join("values.xlsx"))?;
    let whole = start.elapsed();

    println!(
        "calamine         {:8.3} s for {} forms",
        read.as_secs_f64(),
        ranges.len()
    );
    println!(
        "typst            {:8.3} s for {count} documents",
        (typeset - read).as_secs_f64()
    );
    println!("rust_xlsxwriter  {:8.3} s", (whole - typeset).as_secs_f64());
    println!("total            {:8.3} s wall", whole.as_secs_f64());
    println!("processor        {:8.3} s", processor_seconds()? - cpu);
    Ok(())
}

/// The jobs of the report and of all sheets, as the pipeline makes them.
async fn jobs(
    root: &Path,
    period: Period,
    templates: &Templates,
) -> Result<Vec<(String, Job)>, Fault> {
    let context = Context::open(root, PathBuf::new(), chrono::Utc::now(), Arc::new(Silent)).await;
    let context = context.map_err(|error| error.to_string())?;
    let assessment = assess(&context, period).await?;
    let view = view(&context, &assessment, context.framework.language());
    fs::create_dir_all(root.join("sheets"))?;
    let mut jobs = Vec::new();
    let main = view
        .main_kind()
        .ok_or("a programme without kinds")?
        .id()
        .clone();
    let mut seen = extract(&context.framework, period);
    let mut all = Vec::new();
    returns::each_latest(&context.store, &main, period, |stored| {
        seen.take(&stored);
        all.push(stored);
    })
    .await?;
    let data = report(&view, &seen, &[]).ok_or("a report without figures")?;
    let figures = ("/figures.csv".to_owned(), Data::from(figures_csv(&view)));
    let document = DocumentId::new("rapport-trimestriel");
    let job = templates.job(
        &document,
        view.today,
        "rapport",
        serde_json::to_vec(&data)?,
        [figures],
    )?;
    jobs.push(("rapport".to_owned(), job));

    let document = DocumentId::new("fiche-retour");
    let words = SheetContext::new(&view, main.as_str(), None).ok_or("a kind without figures")?;
    for stored in all {
        let id = stored.subject.to_string();
        let row = assessment
            .kinds
            .iter()
            .flat_map(|k| &k.rows)
            .find(|r| r.subject.id == stored.subject);
        let data = serde_json::to_vec(&sheet(&words, &stored, row, None))?;
        // For the measure of sheets alone.
        fs::write(root.join("sheets").join(format!("{id}.json")), &data)?;
        jobs.push((
            id.clone(),
            templates.job(&document, view.today, &id, data, [])?,
        ));
    }
    Ok(jobs)
}

fn read(folder: &Path) -> Result<Vec<Range<Cell>>, Fault> {
    let mut paths = fs::read_dir(folder)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<Range<Cell>>, Fault> {
        let mut ranges = Vec::new();
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(path)?))?;
            for name in book.sheet_names() {
                ranges.push(book.worksheet_range(&name)?);
            }
        }
        Ok(ranges)
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::with_capacity(paths.len());
        for thread in threads {
            all.extend(thread.join().map_err(|_| "a reading thread died")??);
        }
        Ok(all)
    })
}

fn typeset(templates: &Templates, jobs: Vec<(String, Job)>, out: &Path) -> Result<(), Fault> {
    let threads = NonZeroUsize::new(THREADS).unwrap_or(NonZeroUsize::MIN);
    let ended = render_all(
        templates.project(),
        jobs.into_iter(),
        threads,
        |name, made| {
            let written: Result<(), Fault> = made
                .map_err(|failure| failure.to_string().into())
                .and_then(|made| Ok(fs::write(out.join(format!("{name}.pdf")), made.pdf())?));
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(fault) => ControlFlow::Break(format!("{name}: {fault}")),
            }
        },
    )?;
    match ended {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(fault) => Err(fault.into()),
    }
}

fn plain_workbook(ranges: &[Range<Cell>], path: &Path) -> Result<(), Fault> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, range) in (0_u32..).zip(ranges) {
        for (column, cells) in (0_u16..).zip(range.rows()) {
            match cells.last() {
                Some(Cell::Float(number)) => sheet.write(row, column, *number)?,
                Some(other) => sheet.write(row, column, other.to_string())?,
                None => continue,
            };
        }
    }
    book.save(path)?;
    Ok(())
}

/// The processor time of this process so far, user and system, as Linux counts it in hundredths.
fn processor_seconds() -> Result<f64, Fault> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat
        .rsplit_once(')')
        .ok_or("no process name in /proc/self/stat")?
        .1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |at: usize| -> Result<f64, Fault> {
        Ok(fields.get(at).ok_or("a short /proc/self/stat")?.parse()?)
    };
    Ok((ticks(11)? + ticks(12)?) / 100.0)
}

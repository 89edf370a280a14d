//! Time and memory of one template made for many data: `measure TEMPLATES MAIN DATA THREADS ours|naive`.
//!
//! TEMPLATES holds the template's files and fonts, MAIN is the template's path in it (`/fiche-retour/main.typ`), DATA is a folder of
//! JSON files, one for each document. `ours` is [`render_all`]; `naive` is what Typst's own documentation leads to: a world of one's
//! own, `typst::compile`, `typst_pdf::pdf`, and the cache aged once after each document, on as many plain threads. Run it with
//! `--release`, on a quiet machine.

use std::collections::HashMap;
use std::error::Error;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{env, fs};

use bilan_typeset::{Fonts, Job, Project, render_all};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The allocator of the bilan program, for both ways.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Fault = Box<dyn Error + Send + Sync>;

/// The files of a template, its fonts, and the data of its documents.
#[derive(Clone)]
struct Input {
    files: Vec<(String, Vec<u8>)>,
    fonts: Vec<(String, Vec<u8>)>,
    data: Vec<Vec<u8>>,
    main: String,
}

fn main() -> Result<(), Fault> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [templates, main, data, threads, way] = args.as_slice() else {
        return Err("measure TEMPLATES MAIN DATA THREADS ours|naive".into());
    };
    let input = Input::read(Path::new(templates), main, Path::new(data))?;
    let threads: NonZeroUsize = threads.parse()?;
    let way_of = match way.as_str() {
        "ours" => ours,
        "naive" => naive,
        other => return Err(format!("{other} is no way: ours or naive").into()),
    };
    // Warm: what a process does once is not what a document takes.
    let mut first = input.clone();
    first.data.truncate(1);
    way_of(&first, NonZeroUsize::MIN)?;
    let (count, start) = (input.data.len(), Instant::now());
    let bytes = way_of(&input, threads)?;
    let took = start.elapsed();
    println!(
        "{way} {count} {:.3} {:.3} {:.1} {bytes}",
        took.as_secs_f64(),
        took.as_secs_f64() * 1000.0 / f64::from(u32::try_from(count)?),
        peak()?
    );
    Ok(())
}

impl Input {
    fn read(templates: &Path, main: &str, data: &Path) -> Result<Self, Fault> {
        let mut files = Vec::new();
        collect(templates, "", &mut files)?;
        let (fonts, files) = files
            .into_iter()
            .partition(|(path, _): &(String, _)| path.ends_with(".otf") || path.ends_with(".ttf"));
        let mut paths = fs::read_dir(data)?
            .map(|entry| entry.map(|e| e.path()))
            .collect::<Result<Vec<_>, _>>()?;
        paths.sort();
        Ok(Self {
            files,
            fonts,
            data: paths.iter().map(fs::read).collect::<Result<_, _>>()?,
            main: main.to_owned(),
        })
    }
}

fn ours(input: &Input, threads: NonZeroUsize) -> Result<usize, Fault> {
    let project = Project::new(input.files.clone(), Fonts::load(input.fonts.clone())?)?;
    let bytes = AtomicUsize::new(0);
    let jobs = input.data.iter().enumerate().map(|(n, data)| {
        let job = Job::new(&input.main, (2026, 10, 1), 1_790_834_400, format!("{n}"));
        (n, job.file("/data.json", data.clone()))
    });
    let ended = render_all(&project, jobs, threads, |n, made| match made {
        Ok(made) => {
            bytes.fetch_add(made.pdf().len(), Ordering::Relaxed);
            ControlFlow::Continue(())
        }
        Err(failure) => ControlFlow::Break(format!("document {n}:\n{failure}")),
    })?;
    match ended {
        ControlFlow::Continue(()) => Ok(bytes.into_inner()),
        ControlFlow::Break(fault) => Err(fault.into()),
    }
}

/// What all the documents of the naive way share.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    main: FileId,
    data: FileId,
}

struct Naive<'a> {
    shared: &'a Shared,
    data: Bytes,
}

impl World for Naive<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }
    fn main(&self) -> FileId {
        self.shared.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.shared.sources.get(&id).cloned();
        found.ok_or(FileError::AccessDenied)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shared.data {
            return Ok(self.data.clone());
        }
        let found = self.shared.files.get(&id).cloned();
        found.ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Datetime::from_ymd(2026, 10, 1)
    }
}

fn id(path: &str) -> Result<FileId, Fault> {
    let path = VirtualPath::new(path).map_err(|_| format!("{path} is no path"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn naive(input: &Input, threads: NonZeroUsize) -> Result<usize, Fault> {
    let font_files = input
        .fonts
        .iter()
        .map(|(_, bytes)| Bytes::new(bytes.clone()));
    let fonts: Vec<Font> = font_files.flat_map(Font::iter).collect();
    let mut shared = Shared {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources: HashMap::new(),
        files: HashMap::new(),
        main: id(&input.main)?,
        data: id("/data.json")?,
    };
    for (path, bytes) in &input.files {
        let file = id(path)?;
        if let (true, Ok(text)) = (path.ends_with(".typ"), String::from_utf8(bytes.clone())) {
            shared.sources.insert(file, Source::new(file, text));
        }
        shared.files.insert(file, Bytes::new(bytes.clone()));
    }
    let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || -> Result<(), Fault> {
        let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]);
        let standards = standards.map_err(|e| e.message().to_string())?;
        while let Some(data) = input.data.get(next.fetch_add(1, Ordering::Relaxed)) {
            let data = Bytes::new(data.clone());
            let world = Naive {
                shared: &shared,
                data,
            };
            let document = typst::compile::<PagedDocument>(&world).output;
            let document = document.map_err(|errors| format!("{errors:?}"))?;
            let options = PdfOptions {
                ident: Smart::Custom(next.load(Ordering::Relaxed).to_string()),
                standards: standards.clone(),
                ..PdfOptions::default()
            };
            let pdf = typst_pdf::pdf(&document, &options);
            let pdf = pdf.map_err(|errors| format!("{errors:?}"))?;
            bytes.fetch_add(pdf.len(), Ordering::Relaxed);
            comemo::evict(1);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let builder = || std::thread::Builder::new().stack_size(16 << 20);
        let started = (0..threads.get()).map(|_| builder().spawn_scoped(scope, work));
        let started = started.collect::<Result<Vec<_>, _>>()?;
        for thread in started {
            thread.join().map_err(|_| "a thread died")??;
        }
        Ok::<(), Fault>(())
    })?;
    Ok(bytes.into_inner())
}

/// The files below a folder, by their virtual path; mails, samples and notes are no part of a document.
fn collect(folder: &Path, path: &str, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let below = format!("{path}/{name}");
        if entry.file_type()?.is_dir() {
            if below != "/mail" {
                collect(&entry.path(), &below, files)?;
            }
        } else if !name.ends_with(".md") && !name.starts_with("sample") {
            files.push((below, fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// The most memory this process ever held, in MB.
fn peak() -> Result<f64, Fault> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    let kilobytes: f64 = kilobytes.ok_or("no VmHWM in /proc/self/status")?.parse()?;
    Ok(kilobytes / 1024.0)
}

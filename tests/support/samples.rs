//! Every document that templates make, of every sample of its folder, in every language: written as PDFs to be judged.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use bilan::render::Templates;
use bilan::render::templates::FileFormat;
use bilan_typeset::{Data, Fonts, Format, Job, Project, render_all};
use chrono::NaiveDate;
use serde_json::Value;

use super::tools::repository;

/// The samples that each document's folder holds: usual, without data, with more and longer data than any programme has.
pub(crate) const VARIANTS: [&str; 3] = ["sample.json", "sample-empty.json", "sample-long.json"];

/// A document made of a sample.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// The folder of its template.
    pub(crate) document: String,
    /// The sample, by its file's name.
    pub(crate) variant: String,
    /// Its language.
    pub(crate) language: &'static str,
    /// What the template read.
    pub(crate) data: Value,
    /// The files that it has to carry.
    pub(crate) attachments: Vec<String>,
    /// Where it was written.
    pub(crate) file: PathBuf,
}

/// The folders of documents, and for each the samples that it holds.
pub(crate) fn folders(templates: &Path) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = names(templates)
        .into_iter()
        .filter(|name| templates.join(name).join("template.toml").exists())
        .map(|folder| {
            let is_sample = |name: &String| name.starts_with("sample") && name.ends_with(".json");
            let samples = names(&templates.join(&folder))
                .into_iter()
                .filter(is_sample);
            let samples = samples.collect();
            (folder, samples)
        })
        .collect();
    found.sort();
    found
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Makes the PDFs of a folder of templates and writes them to `out`, in one process. Documents that are pictures are left out.
pub(crate) fn make_all(templates: &Path, out: &Path) -> Vec<Sample> {
    let loaded = Templates::load(templates).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let mut jobs = Vec::new();
    for (folder, samples) in folders(templates) {
        let info = loaded.documents().find(|i| i.name.as_str() == folder);
        let info = info.unwrap();
        if !info.formats.contains(&FileFormat::Pdf) {
            continue;
        }
        for variant in samples {
            let read = std::fs::read(templates.join(&folder).join(&variant)).unwrap();
            for language in info.languages.iter().map(|l| l.code()) {
                let mut data: Value = serde_json::from_slice(&read).unwrap();
                data["lang"] = language.into();
                let stem = variant.trim_end_matches(".json");
                let sample = Sample {
                    document: folder.clone(),
                    variant: variant.clone(),
                    language,
                    attachments: info.attachments.clone(),
                    file: out.join(format!("{folder}.{stem}.{language}.pdf")),
                    data,
                };
                let attached = loaded.attached_samples(&info.name).unwrap();
                let data = Data::from(serde_json::to_vec(&sample.data).unwrap());
                let job = loaded.job(&info.name, day, &folder, data, attached);
                jobs.push((sample, job.unwrap().formats([Format::Pdf])));
            }
        }
    }
    let made = Mutex::new(Vec::new());
    let threads = NonZeroUsize::new(2).unwrap();
    let jobs = jobs.into_iter();
    let ended = render_all(loaded.project(), jobs, threads, |sample: Sample, done| {
        let done = done.unwrap_or_else(|e| panic!("{}: {e:?}", sample.file.display()));
        std::fs::write(&sample.file, done.pdf()).unwrap();
        made.lock().unwrap().push(sample);
        ControlFlow::<()>::Continue(())
    });
    assert!(ended.unwrap().is_continue());
    let mut made = made.into_inner().unwrap();
    made.sort_by(|one, other| one.file.cmp(&other.file));
    made
}

/// Makes PDFs of Typst sources that need nothing but the fonts, and gives their files in the same order.
pub(crate) fn make_plain(sources: &[&str], out: &Path) -> Vec<PathBuf> {
    let folder = repository().join("report-templates/fonts");
    let fonts = names(&folder)
        .into_iter()
        .filter(|name| name.ends_with(".otf"));
    let fonts: Vec<_> = fonts
        .map(|name| (name.clone(), std::fs::read(folder.join(name)).unwrap()))
        .collect();
    let path = |at: usize| format!("/{at}.typ");
    let files = sources
        .iter()
        .enumerate()
        .map(|(at, source)| (path(at), source.as_bytes().to_vec()));
    let project = Project::new(files, Fonts::load(fonts).unwrap()).unwrap();
    (0..sources.len())
        .map(|at| {
            let job = Job::new(path(at), (2026, 11, 24), 1_795_478_400, path(at));
            let made = project
                .make(&job)
                .unwrap_or_else(|e| panic!("{}: {e:?}", sources[at]));
            let file = out.join(format!("{at}.pdf"));
            std::fs::write(&file, made.pdf()).unwrap();
            file
        })
        .collect()
}

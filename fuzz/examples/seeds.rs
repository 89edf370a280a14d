//! `seeds FOLDER...`: makes the first inputs of both targets from the small files of these folders, in `corpus/`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use bilan_fuzz::parcel::unzipped;

/// Larger files slow the fuzzer down and teach it nothing more.
const LARGEST_FILE: u64 = 24_000;
const LARGEST_PARCEL: usize = 60_000;

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for target in ["bytes", "parts"] {
        fs::create_dir_all(corpus.join(target))?;
    }
    let mut files = Vec::new();
    for folder in std::env::args_os().skip(1) {
        collect(&PathBuf::from(folder), &mut files)?;
    }
    for (number, file) in files.iter().enumerate() {
        let bytes = fs::read(file)?;
        let name = format!("seed-{number:03}");
        if let Some(parcel) = unzipped(&bytes, LARGEST_PARCEL) {
            fs::write(corpus.join("parts").join(&name), parcel)?;
        }
        let choice = match file.extension().and_then(|e| e.to_str()) {
            Some("csv") => 0,
            Some("xls") => 2,
            Some("ods") => 3,
            _ => 1,
        };
        fs::write(corpus.join("bytes").join(&name), [&[choice], bytes.as_slice()].concat())?;
    }
    println!("{} files", files.len());
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else if entry.metadata()?.len() <= LARGEST_FILE {
            files.push(entry.path());
        }
    }
    Ok(())
}

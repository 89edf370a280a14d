//! Judges of what bilan makes, written apart from the libraries that made it.

use std::path::Path;
use std::process::Command;

use super::tools::{installed, program, run, script, text_of};

/// What breaks PDF/UA-1 or PDF/A-3a in the document; nothing if it is good.
pub(crate) fn validate_pdf(path: impl AsRef<Path>) -> Vec<String> {
    validate_pdfs(&[path])
}

/// What breaks PDF/UA-1 or PDF/A-3a in any of the documents, each failure with its file's name. One process judges
/// them all.
pub(crate) fn validate_pdfs<P: AsRef<Path>>(paths: &[P]) -> Vec<String> {
    let python = installed("python/bin/python", "the PDF validator");
    judge(Command::new(python).arg(script("judge_pdf.py")), paths)
}

/// What breaks the rules of Open XML in any of the workbooks, each failure with its file's name. Starting the judge
/// takes seconds: give it many workbooks at once.
pub(crate) fn validate_workbooks<P: AsRef<Path>>(paths: &[P]) -> Vec<String> {
    let node = installed("bin/node", "node");
    let modules = installed("node/node_modules", "the workbook validator");
    judge(
        Command::new(node)
            .arg(script("judge_xlsx.mjs"))
            .arg(modules),
        paths,
    )
}

/// What breaks the rules of Open XML in the workbook; nothing if it is good.
pub(crate) fn validate_workbook(path: impl AsRef<Path>) -> Vec<String> {
    validate_workbooks(&[path])
}

/// Runs a judge, which prints a line of JSON a file.
fn judge<P: AsRef<Path>>(command: &mut Command, paths: &[P]) -> Vec<String> {
    assert!(
        !paths.is_empty(),
        "no file to judge: the test would pass on nothing"
    );
    for path in paths {
        assert!(
            path.as_ref().is_file(),
            "{} is missing",
            path.as_ref().display()
        );
    }
    let printed = text_of(command.args(paths.iter().map(AsRef::as_ref)));
    let verdicts: Vec<serde_json::Value> = printed
        .lines()
        .map(|line| serde_json::from_str(line).expect("a verdict is a line of JSON"))
        .collect();
    assert_eq!(
        verdicts.len(),
        paths.len(),
        "a verdict for each file: {printed}"
    );
    let mut failures = Vec::new();
    for (verdict, path) in verdicts.iter().zip(paths) {
        let name = path
            .as_ref()
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        for failure in verdict["failures"].as_array().expect("a list of failures") {
            failures.push(format!("{name}: {}", failure.as_str().unwrap_or("?")));
        }
    }
    failures
}

/// The text of a document in reading order, pages separated by form feeds.
pub(crate) fn pdf_text(path: impl AsRef<Path>) -> String {
    text_of(
        program("pdftotext", "poppler-utils")
            .arg(path.as_ref())
            .arg("-"),
    )
}

/// The number of pages of a document.
pub(crate) fn pdf_pages(path: impl AsRef<Path>) -> usize {
    let about = text_of(program("pdfinfo", "poppler-utils").arg(path.as_ref()));
    about
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .and_then(|count| count.trim().parse().ok())
        .unwrap_or_else(|| panic!("pdfinfo gives no number of pages: {about}"))
}

/// The files that a document carries: their names and contents, in the document's order.
pub(crate) fn pdf_attachments(path: impl AsRef<Path>) -> Vec<(String, Vec<u8>)> {
    let path = path.as_ref();
    let listing = text_of(program("pdfdetach", "poppler-utils").arg("-list").arg(path));
    let folder = tempfile::tempdir().unwrap();
    // "1 embedded files" and then a line "1: name" for each.
    let names = listing.lines().filter_map(|line| line.split_once(": "));
    names
        .map(|(number, name)| {
            let saved = folder.path().join(number);
            let mut detach = program("pdfdetach", "poppler-utils");
            run(detach.args(["-save", number, "-o"]).arg(&saved).arg(path));
            (name.to_owned(), std::fs::read(saved).unwrap())
        })
        .collect()
}

/// Whether each font of the document is embedded in it, so that it prints the same everywhere.
pub(crate) fn pdf_fonts_are_embedded(path: impl AsRef<Path>) -> bool {
    let listing = text_of(program("pdffonts", "poppler-utils").arg(path.as_ref()));
    // Two lines of header, then a font a line that ends with: embedded, subset, unicode, object, generation.
    let mut fonts = listing.lines().skip(2).peekable();
    fonts.peek().is_some() && fonts.all(|font| font.split_whitespace().rev().nth(4) == Some("yes"))
}

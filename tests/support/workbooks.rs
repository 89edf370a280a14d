//! Changes inside workbooks, without a spreadsheet program: their XML is edited as text.

use std::io::{Read, Write};
use std::path::Path;

/// Passes the member of a zipped file whose name ends so through `edit`; all the others stay as they are.
pub(crate) fn edit_member(path: &Path, member: &str, edit: impl Fn(&str) -> String) {
    let bytes = std::fs::read(path).unwrap();
    let mut source = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut target = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let mut edited = false;
    for index in 0..source.len() {
        let mut file = source.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name.ends_with(member) {
            let text = String::from_utf8(content).unwrap();
            let new = edit(&text);
            edited |= new != text;
            content = new.into_bytes();
        }
        target
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        target.write_all(&content).unwrap();
    }
    target.finish().unwrap();
    assert!(edited, "nothing was changed in {}", path.display());
}

/// A text as XML writes it.
pub(crate) fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The text of a member of a zipped file.
pub(crate) fn member(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

//! A zipped workbook as plain text, so that a fuzzer changes what stands in its parts and not only a compressed stream.
//!
//! Each part is a line `=== name`, then its bytes up to the next such line.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const MARK: &[u8] = b"\n=== ";

/// The zipped workbook of a parcel; none where it has no part, or two of one name.
pub fn zipped(parcel: &[u8]) -> Option<Vec<u8>> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(parcel.len() + 1_000)));
    let mut rest = parcel.strip_prefix(&MARK[1..])?;
    loop {
        let end_of_name = rest.iter().position(|b| *b == b'\n')?;
        let (name, body) = rest.split_at(end_of_name);
        let body = &body[1..];
        let end = body.windows(MARK.len()).position(|w| w == MARK);
        zip.start_file(std::str::from_utf8(name).ok()?, stored).ok()?;
        zip.write_all(&body[..end.unwrap_or(body.len())]).ok()?;
        match end {
            Some(end) => rest = &body[end + MARK.len()..],
            None => return Some(zip.finish().ok()?.into_inner()),
        }
    }
}

/// The parcel of a zipped workbook; none where it is none, or where its parts are larger than `most` together. Pictures and
/// the like, which the reading stage never opens, are left out.
pub fn unzipped(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parcel = Vec::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        let unread = ["theme", "docProps", "Thumbnails", "settings.xml", "meta.xml"];
        if name.ends_with('/') || unread.iter().any(|u| name.contains(u)) {
            continue;
        }
        parcel.extend(if parcel.is_empty() { &MARK[1..] } else { MARK });
        parcel.extend(name.as_bytes());
        parcel.push(b'\n');
        part.read_to_end(&mut parcel).ok()?;
        if parcel.len() > most {
            return None;
        }
    }
    Some(parcel)
}

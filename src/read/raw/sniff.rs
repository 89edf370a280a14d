//! What a file is, from its first bytes.

use crate::model::{Finding, FindingCode, Place};

/// A family of formats; which zipped one it is, its directory tells.
pub(super) enum Format {
    Zip,
    Xls,
    Delimited,
}

/// The family of a file's format, or the finding that refuses it, with its kind in one word.
pub(super) fn format(name: &str, bytes: &[u8]) -> Result<Format, Finding> {
    let refuse = |kind: &str| {
        let finding = Finding::error(FindingCode::FileNotASpreadsheet, Place::file(name));
        Err(finding
            .with("kind", kind)
            .with("extension", extension(name)))
    };
    if bytes.is_empty() {
        return Err(Finding::error(FindingCode::FileEmpty, Place::file(name)));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Format::Zip);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        // Names of streams stand in UTF-16 in the directory. An office package with a password is such a file too.
        if contains(bytes, &utf16("EncryptedPackage")) {
            return Err(Finding::error(
                FindingCode::FileEncrypted,
                Place::file(name),
            ));
        }
        if contains(bytes, &utf16("WordDocument")) {
            return refuse("document");
        }
        return Ok(Format::Xls);
    }
    for (start, kind) in MAGIC {
        if bytes.starts_with(start) {
            return refuse(kind);
        }
    }
    let head = head(bytes);
    if head.starts_with("<!doctype html") || head.contains("<html") || head.starts_with("<table") {
        return refuse("html");
    }
    if head.starts_with("<?xml") {
        return refuse("xml");
    }
    if !looks_like_text(bytes) {
        return refuse("unknown");
    }
    if ["csv", "tsv", "txt"].contains(&extension(name).as_str()) {
        return Ok(Format::Delimited);
    }
    let mut lines = head
        .lines()
        .take(2)
        .filter(|line| line.contains([';', '\t', ',']));
    refuse(if lines.next().is_some() {
        "csv"
    } else {
        "text"
    })
}

const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF", "pdf"),
    (b"{\\rtf", "document"),
    (b"\x89PNG", "image"),
    (b"\xFF\xD8\xFF", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "image"),
    (b"7z\xBC\xAF\x27\x1C", "archive"),
    (b"Rar!", "archive"),
    (b"\x1F\x8B", "archive"),
    (b"PK\x05\x06", "archive"),
];

/// The extension in lower case, without its dot; empty where there is none.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default()
}

/// The beginning as lower-case ASCII, byte order marks, NULs and spaces left out.
fn head(bytes: &[u8]) -> String {
    let ascii: String = bytes
        .iter()
        .take(2_048)
        .filter(|b| b.is_ascii() && **b != 0)
        .map(|b| char::from(*b))
        .collect();
    ascii.trim_start().to_ascii_lowercase()
}

/// Few control characters: NULs are allowed, as in UTF-16 or in what some exports leave between texts.
fn looks_like_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(4_096)];
    let odd = sample
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, 0 | b'\t' | b'\n' | b'\r' | 0x0C))
        .count();
    odd * 20 < sample.len().max(20) && sample.iter().any(|b| *b != 0)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

pub(super) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else {
        return true;
    };
    let mut rest = haystack;
    while let Some(at) = rest.iter().position(|b| b == first) {
        if rest[at..].starts_with(needle) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

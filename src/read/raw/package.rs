//! Zipped workbooks before they are unpacked: what they are, and what unpacking them would cost.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::model::{Finding, FindingCode, Place};

use super::ReadLimits;
use super::sniff::{contains, extension};

/// A zipped workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    Xlsx,
    Xlsb,
    Ods,
}

/// Deflate cannot do better, so a package smaller than the limit over this cannot exceed it, whatever it declares.
const DEFLATE_RATIO: u64 = 1_032;
/// Below this much unpacked, the ratio is no reason for alarm: repetitive sheets reach 100 and more.
const RATIO_MATTERS_FROM: u64 = 10_000_000;
const ENTRIES: usize = 20_000;

/// Which workbook a package is; refuses zip bombs, packages with a password and other zips.
pub(super) fn inspect(name: &str, bytes: &[u8], limits: &ReadLimits) -> Result<Package, Finding> {
    let refuse = |code| Finding::error(code, Place::file(name));
    let damaged = |_| refuse(FindingCode::FileDamaged).with("reason", "truncated");
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if zip.len() > ENTRIES {
        return Err(refuse(FindingCode::FileTooCostly).with("reason", "entries"));
    }
    let (mut packed, mut declared, mut kind, mut other) = (0_u64, 0_u64, None, "archive");
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(damaged)?;
        if entry.encrypted() {
            return Err(refuse(FindingCode::FileEncrypted));
        }
        packed = packed.saturating_add(entry.compressed_size());
        declared = declared.saturating_add(entry.size());
        match entry
            .name()
            .unwrap_or_default()
            .to_ascii_lowercase()
            .replace('\\', "/")
            .as_str()
        {
            "xl/workbook.xml" => kind = kind.or(Some(Package::Xlsx)),
            "xl/workbook.bin" => kind = Some(Package::Xlsb),
            "content.xml" => kind = kind.or(Some(Package::Ods)),
            "word/document.xml" => other = "document",
            "ppt/presentation.xml" => other = "presentation",
            _ => {}
        }
    }
    let too_much = || refuse(FindingCode::FileInflates).with("limit", limits.inflated_bytes);
    if declared > limits.inflated_bytes
        || (declared > RATIO_MATTERS_FROM && declared / packed.max(1) > limits.inflation_ratio)
    {
        return Err(too_much());
    }
    if packed.saturating_mul(DEFLATE_RATIO) > limits.inflated_bytes {
        let actual = inflate_and_count(&mut zip, limits.inflated_bytes)
            .map_err(|()| refuse(FindingCode::FileDamaged).with("reason", "truncated"))?;
        if actual > limits.inflated_bytes
            || (actual > RATIO_MATTERS_FROM && actual / packed.max(1) > limits.inflation_ratio)
        {
            return Err(too_much());
        }
    }
    match kind {
        Some(Package::Ods) => open_document(name, &mut zip).map(|()| Package::Ods),
        Some(kind) => Ok(kind),
        // A workbook whose main part has another name is rare but allowed; its content types tell.
        None if part(&mut zip, "[Content_Types].xml", 1_000_000)
            .is_some_and(|t| contains(&t, b"spreadsheetml")) =>
        {
            Ok(Package::Xlsx)
        }
        None => Err(refuse(FindingCode::FileNotASpreadsheet)
            .with("kind", other)
            .with("extension", extension(name))),
    }
}

/// An OpenDocument package must be a spreadsheet without password.
fn open_document(name: &str, zip: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Finding> {
    let refuse = |code| Finding::error(code, Place::file(name));
    let manifest = part(zip, "META-INF/manifest.xml", 10_000_000).unwrap_or_default();
    if contains(&manifest, b"encryption-data") {
        return Err(refuse(FindingCode::FileEncrypted));
    }
    match part(zip, "mimetype", 200) {
        Some(kind) if !contains(&kind, b"opendocument.spreadsheet") => {
            let kind = if contains(&kind, b"presentation") {
                "presentation"
            } else {
                "document"
            };
            Err(refuse(FindingCode::FileNotASpreadsheet)
                .with("kind", kind)
                .with("extension", extension(name)))
        }
        _ => Ok(()),
    }
}

/// Unpacks everything into nothing and says how much it was, stopping just past the limit: declared sizes can lie.
fn inflate_and_count(zip: &mut ZipArchive<Cursor<&[u8]>>, limit: u64) -> Result<u64, ()> {
    let mut total = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|_| ())?;
        let mut bounded = entry.take(limit.saturating_sub(total).saturating_add(1));
        total = total
            .saturating_add(std::io::copy(&mut bounded, &mut std::io::sink()).map_err(|_| ())?);
        if total > limit {
            break;
        }
    }
    Ok(total)
}

/// One part of a package, unpacked, up to `limit` bytes.
pub(super) fn part(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str, limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    zip.by_name(name)
        .ok()?
        .take(limit)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(bytes)
}

//! Zip archives of spreadsheets, within bounds.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::attachment::{Kind, kind};
use super::walk::{Closed, ClosedArchive, Found};
use super::{MailFile, UnpackLimits, file_name};

/// Below this much unpacked, the ratio is no reason for alarm.
const RATIO_MATTERS_FROM: u64 = 1_000_000;

/// Takes the spreadsheets out of an archive. What stays closed, and why, is noted; what was taken before stays.
pub(super) fn open(name: &str, bytes: &[u8], limits: &UnpackLimits, found: &mut Found) {
    if let Err(reason) = members(bytes, limits, found) {
        found.archives.push(ClosedArchive {
            name: name.to_owned(),
            reason,
        });
    }
}

fn members(bytes: &[u8], limits: &UnpackLimits, found: &mut Found) -> Result<(), Closed> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Closed::Damaged)?;
    let mut complete = Ok(());
    if zip.len() > limits.files {
        complete = Err(Closed::Members);
    }
    for index in 0..zip.len().min(limits.files) {
        let entry = zip.by_index_raw(index).map_err(|_| Closed::Damaged)?;
        let path = entry.name().map(|n| n.into_owned()).unwrap_or_default();
        if entry.is_dir() || path.contains("__MACOSX/") {
            continue;
        }
        if entry.encrypted() {
            return Err(Closed::Encrypted);
        }
        let packed = entry.compressed_size();
        drop(entry);
        let content = inflate(&mut zip, index, packed, limits, found)?;
        let name = file_name(&path);
        match kind(&name, "", true, &content) {
            Kind::Spreadsheet => found.take(
                MailFile {
                    name,
                    bytes: content,
                },
                limits,
            ),
            Kind::Archive | Kind::Message | Kind::Tnef => complete = Err(Closed::Nested),
            Kind::Accessory => {}
            Kind::Other => found.others.push(name),
        }
    }
    complete
}

/// One member, as long as it stays within what is left: declared sizes can lie, so bytes are counted as they come.
fn inflate(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    packed: u64,
    limits: &UnpackLimits,
    found: &Found,
) -> Result<Vec<u8>, Closed> {
    let by_ratio = packed.saturating_mul(limits.ratio).max(RATIO_MATTERS_FROM);
    let most = limits
        .file_bytes
        .min(limits.total_bytes.saturating_sub(found.bytes))
        .min(by_ratio);
    let member = zip.by_index(index).map_err(|_| Closed::Damaged)?;
    let mut content = Vec::new();
    member
        .take(most.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|_| Closed::Damaged)?;
    if u64::try_from(content.len()).unwrap_or(u64::MAX) > most {
        return Err(Closed::Inflates);
    }
    Ok(content)
}

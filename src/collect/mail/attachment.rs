//! What a part of a message, or a member of an archive, is.

use std::io::Cursor;

use zip::ZipArchive;

/// What a file that came by mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A spreadsheet, or what claims to be one: the reading says what is wrong with it.
    Spreadsheet,
    /// A zip archive that is no document.
    Archive,
    /// Outlook's winmail.dat.
    Tnef,
    /// A message kept as a file.
    Message,
    /// Something that mail programs add by themselves: signatures, appointments, pictures inside texts.
    Accessory,
    /// Another document.
    Other,
}

const SPREADSHEETS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv"];
const SPREADSHEET_TYPES: [&str; 8] = [
    "text/csv",
    "text/tab-separated-values",
    "application/csv",
    "application/vnd.ms-excel",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
];
/// Signatures, keys, appointments, cards and the halves of Apple's double files (RFC 1740).
const ACCESSORIES: [&str; 10] = [
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/applefile",
    "application/mac-binhex40",
    "application/ics",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
];
const TNEF: [u8; 4] = 0x223E_9F78_u32.to_le_bytes();
const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// What a file is, by its name, its media type (in lower case, empty where unknown) and its content. `attached` says that
/// its sender attached it, rather than showed it inside the text.
pub(super) fn kind(name: &str, media_type: &str, attached: bool, bytes: &[u8]) -> Kind {
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default();
    if name.starts_with("._") || ACCESSORIES.contains(&media_type) {
        return Kind::Accessory;
    }
    if bytes.starts_with(&TNEF) {
        return Kind::Tnef;
    }
    if SPREADSHEETS.contains(&extension.as_str()) {
        return Kind::Spreadsheet;
    }
    if extension == "eml" {
        return Kind::Message;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return package(bytes);
    }
    if bytes.starts_with(&OLE) {
        let workbook = ["Workbook", "Book"].map(utf16);
        let holds = |name: &Vec<u8>| bytes.windows(name.len()).any(|window| window == name);
        return if workbook.iter().any(holds) {
            Kind::Spreadsheet
        } else {
            Kind::Other
        };
    }
    if SPREADSHEET_TYPES.contains(&media_type) && !bytes.is_empty() {
        return Kind::Spreadsheet;
    }
    if extension == "zip" {
        return Kind::Archive;
    }
    let shown_inside = !attached && (media_type.starts_with("image/") || media_type.is_empty());
    if bytes.is_empty() || shown_inside {
        return Kind::Accessory;
    }
    Kind::Other
}

/// A zip is a workbook, another document or an archive: its directory tells.
fn package(bytes: &[u8]) -> Kind {
    let Ok(zip) = ZipArchive::new(Cursor::new(bytes)) else {
        return Kind::Archive;
    };
    let mut kind = Kind::Archive;
    for name in zip.file_names().flatten() {
        match name.to_ascii_lowercase().replace('\\', "/").as_str() {
            "xl/workbook.xml" | "xl/workbook.bin" => return Kind::Spreadsheet,
            "content.xml" => kind = open_document(bytes),
            "word/document.xml" | "ppt/presentation.xml" => kind = Kind::Other,
            _ => {}
        }
    }
    kind
}

/// An OpenDocument package begins with its media type, stored as it is (ODF 1.3, part 2, §3.3).
fn open_document(bytes: &[u8]) -> Kind {
    let head = &bytes[..bytes.len().min(200)];
    let wanted = b"opendocument.spreadsheet";
    let says = |wanted: &[u8]| head.windows(wanted.len()).any(|window| window == wanted);
    if says(wanted) || !says(b"opendocument") {
        Kind::Spreadsheet
    } else {
        Kind::Other
    }
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

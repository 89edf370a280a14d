//! The properties of an attachment inside a TNEF stream ([MS-OXTNEF] §2.1.3.4, types after [MS-OXCDATA] §2.11.1).

use encoding_rs::WINDOWS_1252;

use super::tnef::Bytes;

/// The value of a property; only what names or holds a file is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Property<'a> {
    Text(String),
    Binary(&'a [u8]),
    Object(&'a [u8]),
    Other,
}

/// More properties than this no attachment has.
const MOST: u32 = 1_000;
/// Properties from here on have a name of their own.
const NAMED: u16 = 0x8000;
const MULTIPLE: u16 = 0x1000;

/// The properties by their identifiers, as far as they can be read.
pub(super) fn read(content: &[u8]) -> Vec<(u16, Property<'_>)> {
    let mut rest = Bytes(content);
    let count = rest.u32().unwrap_or(0).min(MOST);
    let mut properties = Vec::new();
    for _ in 0..count {
        let Some(property) = property(&mut rest) else {
            break;
        };
        properties.push(property);
    }
    properties
}

fn property<'a>(rest: &mut Bytes<'a>) -> Option<(u16, Property<'a>)> {
    let kind = rest.u16()?;
    let id = rest.u16()?;
    if id >= NAMED {
        rest.take(16)?;
        match rest.u32()? {
            0 => rest.take(4)?,
            _ => counted(rest)?,
        };
    }
    let multiple = kind & MULTIPLE != 0;
    let size = match kind & !MULTIPLE {
        // Short numbers and booleans are padded to four bytes.
        0x0002 | 0x0003 | 0x0004 | 0x000A | 0x000B => Some(4),
        0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => Some(8),
        0x0048 => Some(16),
        0x000D | 0x001E | 0x001F | 0x0102 => None,
        _ => return None,
    };
    let values = if multiple || size.is_none() {
        rest.u32()?
    } else {
        1
    };
    let mut last = Property::Other;
    for _ in 0..values.min(MOST) {
        last = match size {
            Some(size) => {
                rest.take(size)?;
                Property::Other
            }
            None => value(kind & !MULTIPLE, counted(rest)?),
        };
    }
    Some((id, last))
}

fn value(kind: u16, bytes: &[u8]) -> Property<'_> {
    match kind {
        0x000D => Property::Object(bytes),
        0x0102 => Property::Binary(bytes),
        0x001F => {
            let units = bytes
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                .take_while(|unit| *unit != 0);
            let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
            Property::Text(text.collect())
        }
        _ => {
            let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
            let text = WINDOWS_1252.decode_without_bom_handling(&bytes[..end]).0;
            Property::Text(text.into_owned())
        }
    }
}

/// A length, so many bytes, and what fills them up to a multiple of four; the last filling may be missing.
fn counted<'a>(rest: &mut Bytes<'a>) -> Option<&'a [u8]> {
    let length = usize::try_from(rest.u32()?).ok()?;
    let bytes = rest.take(length)?;
    let filling = length.next_multiple_of(4) - length;
    rest.take(filling.min(rest.0.len()))?;
    Some(bytes)
}

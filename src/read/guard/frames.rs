//! What parent and child say to each other: frames of a length and a body, and a compact form of a book.
//!
//! A body is bounded before it is read, and every number in it is checked before it is used: the child may have been
//! taken over by the file it was reading.

use std::io::{self, Read, Write};

use crate::model::{CellRef, Finding};
use crate::read::raw::{CellFlags, Raw, RawBook, RawCell, RawSheet};

/// Largest frame of an answer: the text limit of a file several times over.
pub(super) const ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// Writes one frame of several parts.
pub(super) fn write(out: &mut impl Write, parts: &[&[u8]]) -> io::Result<()> {
    let length: usize = parts.iter().map(|p| p.len()).sum();
    out.write_all(
        &u64::try_from(length)
            .map_err(io::Error::other)?
            .to_le_bytes(),
    )?;
    for part in parts {
        out.write_all(part)?;
    }
    out.flush()
}

/// Reads one frame of at most `limit` bytes; none where the other side has closed.
pub(super) fn read(input: &mut impl Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u64::from_le_bytes(length);
    if usize::try_from(length).map_or(true, |l| l > limit) {
        return Err(io::Error::other("frame longer than allowed"));
    }
    // Grows with what arrives: a claimed length alone costs nothing.
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if u64::try_from(body.len()).ok() == Some(length) {
        Ok(Some(body))
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// The answer for a file, as bytes.
pub(super) fn encode(result: &Result<RawBook, Finding>) -> Vec<u8> {
    let mut out = Vec::with_capacity(4_096);
    match result {
        Err(finding) => {
            out.push(0);
            text(&mut out, &json(finding));
        }
        Ok(book) => {
            out.push(1);
            text(&mut out, &json(&book.findings));
            size(&mut out, book.sheets.len());
            for sheet in &book.sheets {
                text(&mut out, &sheet.name);
                out.push(u8::from(sheet.hidden));
                size(&mut out, sheet.cells.len());
                sheet
                    .cells
                    .iter()
                    .for_each(|cell| encode_cell(&mut out, cell));
            }
        }
    }
    out
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn encode_cell(out: &mut Vec<u8>, cell: &RawCell) {
    out.extend(cell.at.row.to_le_bytes());
    out.extend(cell.at.column.to_le_bytes());
    let flags = cell.flags;
    out.push(u8::from(flags.hidden) | u8::from(flags.merged) << 1 | u8::from(flags.percent) << 2);
    match &cell.value {
        Raw::Text(t) => {
            out.push(0);
            text(out, t);
        }
        Raw::Number(n) => {
            out.push(1);
            out.extend(n.to_bits().to_le_bytes());
        }
        Raw::Bool(b) => out.extend([2, u8::from(*b)]),
        Raw::DateTime(t) => {
            out.push(3);
            text(out, t);
        }
        Raw::Error(t) => {
            out.push(4);
            text(out, t);
        }
        Raw::EmptyFormula => out.push(5),
    }
}

fn size(out: &mut Vec<u8>, size: usize) {
    out.extend(u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
}

fn text(out: &mut Vec<u8>, text: &str) {
    size(out, text.len());
    out.extend(text.as_bytes());
}

/// The answer in a frame; none where it is not one.
pub(super) fn decode(body: &[u8]) -> Option<Result<RawBook, Finding>> {
    let mut rest = body;
    match byte(&mut rest)? {
        0 => serde_json::from_str(&take_text(&mut rest)?).ok().map(Err),
        1 => {
            let findings = serde_json::from_str(&take_text(&mut rest)?).ok()?;
            let mut book = RawBook {
                sheets: Vec::new(),
                findings,
            };
            for _ in 0..take_u32(&mut rest)? {
                let mut sheet = RawSheet {
                    name: take_text(&mut rest)?,
                    hidden: byte(&mut rest)? != 0,
                    cells: Vec::new(),
                };
                for _ in 0..take_u32(&mut rest)? {
                    sheet.cells.push(decode_cell(&mut rest)?);
                }
                book.sheets.push(sheet);
            }
            rest.is_empty().then_some(Ok(book))
        }
        _ => None,
    }
}

fn decode_cell(rest: &mut &[u8]) -> Option<RawCell> {
    let at = CellRef {
        row: take_u32(rest)?,
        column: take_u32(rest)?,
    };
    let flags = byte(rest)?;
    let flags = CellFlags {
        hidden: flags & 1 != 0,
        merged: flags & 2 != 0,
        percent: flags & 4 != 0,
    };
    let value = match byte(rest)? {
        0 => Raw::Text(take_text(rest)?),
        1 => Raw::Number(f64::from_bits(u64::from_le_bytes(
            take(rest, 8)?.try_into().ok()?,
        ))),
        2 => Raw::Bool(byte(rest)? != 0),
        3 => Raw::DateTime(take_text(rest)?),
        4 => Raw::Error(take_text(rest)?),
        5 => Raw::EmptyFormula,
        _ => return None,
    };
    Some(RawCell { at, value, flags })
}

fn take<'b>(rest: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    take(rest, 1)?.first().copied()
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(take(rest, 4)?.try_into().ok()?))
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(take_u32(rest)?).ok()?;
    String::from_utf8(take(rest, length)?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{FindingCode, Place};

    fn raw() -> impl Strategy<Value = Raw> {
        prop_oneof![
            ".*".prop_map(Raw::Text),
            any::<f64>()
                .prop_filter("NaN differs from itself", |n| !n.is_nan())
                .prop_map(Raw::Number),
            any::<bool>().prop_map(Raw::Bool),
            ".*".prop_map(Raw::Error),
            Just(Raw::EmptyFormula),
        ]
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(cells in prop::collection::vec((any::<u32>(), any::<u32>(), raw(), any::<bool>()), 0..20)) {
            let cells = cells.into_iter().map(|(row, column, value, hidden)| RawCell {
                at: CellRef { row, column }, value, flags: CellFlags { hidden, ..CellFlags::default() },
            }).collect();
            let findings = vec![Finding::error(FindingCode::FileEmpty, Place::file("é.csv"))];
            let book = RawBook { sheets: vec![RawSheet { name: "Retour".into(), hidden: false, cells }], findings };
            prop_assert_eq!(decode(&encode(&Ok(book.clone()))), Some(Ok(book)));
        }

        #[test]
        fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&body);
            let _ = read(&mut body.as_slice(), 100);
        }
    }
}

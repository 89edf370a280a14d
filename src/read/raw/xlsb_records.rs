//! Binary workbooks that hold cells which the library passes over.
//!
//! A cell may be written without its column, as the one after the cell before it ([MS-XLSB] 2.4, `BrtShortBlank` to
//! `BrtShortIsst`). Excel does not write such cells, some exports do, and calamine 0.38 skips them: half a return would be
//! read as a whole one.

use std::io::Cursor;

use zip::ZipArchive;

use super::ReadLimits;
use super::package::part;

/// The records of cells without a column.
const SHORT_CELLS: std::ops::RangeInclusive<u32> = 12..=18;

/// Whether a sheet of the workbook has such cells.
pub(super) fn has_short_cells(bytes: &[u8], limits: &ReadLimits) -> bool {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let names: Vec<String> = zip
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .collect();
    names
        .iter()
        .filter(|name| is_worksheet(name))
        .take(limits.sheets)
        .filter_map(|name| part(&mut zip, name, limits.inflated_bytes))
        .any(|sheet| Records(&sheet).any(|record| SHORT_CELLS.contains(&record)))
}

fn is_worksheet(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('\\', "/");
    name.starts_with("xl/worksheets/") && name.ends_with(".bin")
}

/// The types of the records of a part, up to its end or to where it is damaged.
struct Records<'a>(&'a [u8]);

impl Records<'_> {
    /// A number in groups of seven bits, the lowest first, of at most `most` bytes.
    fn number(&mut self, most: usize) -> Option<u32> {
        let mut number = 0;
        for shift in 0..most {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7f) << (7 * shift);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl Iterator for Records<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let kind = self.number(2)?;
        let size = usize::try_from(self.number(4)?).ok()?;
        self.0 = self.0.get(size..).unwrap_or_default();
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_apart_whatever_their_sizes() {
        // A row, a long record of a two-byte type, a short cell, then one that is cut off.
        let mut part = vec![0x00, 2, 9, 9, 0xa6, 0x01, 0x82, 0x01];
        part.extend([0_u8; 130]);
        part.extend([0x0d, 1, 0, 0x05, 0x90]);
        let types: Vec<u32> = Records(&part).collect();
        assert_eq!(types, [0, 166, 13]);
        assert_eq!(Records(&[]).next(), None);
    }
}

//! Ranges of cells, and what is said of them.

use crate::model::CellRef;
use crate::workbook::look::Tone;

/// A range of cells, counted from zero, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbook) struct Area {
    pub(in crate::workbook) top: u32,
    pub(in crate::workbook) left: u16,
    pub(in crate::workbook) bottom: u32,
    pub(in crate::workbook) right: u16,
}

impl Area {
    /// Cells below each other.
    pub(in crate::workbook) const fn column(column: u16, top: u32, bottom: u32) -> Self {
        Self {
            top,
            left: column,
            bottom,
            right: column,
        }
    }

    /// As OpenDocument addresses it.
    pub(super) fn address(self, sheet: &str) -> String {
        let sheet = sheet.replace('\'', "''");
        let cell = |row: u32, column: u16| {
            let letters = CellRef::column_name(u32::from(column));
            format!("'{sheet}'.{letters}{}", row + 1)
        };
        format!(
            "{}:{}",
            cell(self.top, self.left),
            cell(self.bottom, self.right)
        )
    }
}

/// A rule that changes how cells look.
pub(super) enum Rule {
    /// Texts that begin so take the tone.
    Begins(String, Tone),
    /// A bar from 0 to 100 behind the number.
    Bar,
}

/// How a sheet prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::workbook) enum Fit {
    /// One page wide, as many as it takes in height.
    Width,
    /// One page.
    Page,
}

//! Where a value stands in a returned file.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A cell by its zero-based row and column; written `F31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u32,
}

impl CellRef {
    /// The column's letters: 0 is `A`, 26 is `AA`.
    pub fn column_name(column: u32) -> String {
        let mut letters = Vec::new();
        let mut rest = u64::from(column) + 1;
        while rest > 0 {
            let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
            letters.push(char::from(b'A' + digit));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}",
            Self::column_name(self.column),
            u64::from(self.row) + 1
        )
    }
}

impl std::str::FromStr for CellRef {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or(())?;
        let mut column: u32 = 0;
        for letter in text[..split].bytes() {
            let digit = letter.checked_sub(b'A').filter(|d| *d < 26).ok_or(())?;
            column = column
                .checked_mul(26)
                .and_then(|c| c.checked_add(u32::from(digit) + 1))
                .ok_or(())?;
        }
        let row: u32 = text[split..].parse().map_err(|_| ())?;
        Ok(Self {
            row: row.checked_sub(1).ok_or(())?,
            column: column.checked_sub(1).ok_or(())?,
        })
    }
}

impl Serialize for CellRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CellRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|()| serde::de::Error::custom(format!("{text} is not a cell")))
    }
}

/// A place in a file: the file alone, a sheet of it, or a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// The file's name as it came, without folders.
    pub file: String,
    /// The sheet's name; none for a csv or for the file as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellRef>,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            sheet: None,
            cell: None,
        }
    }

    /// The same place, at a cell of a sheet.
    pub fn at(&self, sheet: Option<&str>, cell: CellRef) -> Self {
        Self {
            file: self.file.clone(),
            sheet: sheet.map(str::to_owned),
            cell: Some(cell),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, " › {sheet}")?;
        }
        if let Some(cell) = &self.cell {
            write!(f, " › {cell}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (row, column, name) in [
            (0, 0, "A1"),
            (30, 5, "F31"),
            (9, 25, "Z10"),
            (0, 26, "AA1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(CellRef { row, column }.to_string(), name);
            assert_eq!(name.parse(), Ok(CellRef { row, column }));
        }
        for text in ["", "A", "1", "A0", "é1", "AAAAAAAAAAAAAA1", "A99999999999"] {
            assert_eq!(text.parse::<CellRef>(), Err(()), "{text}");
        }
        assert_eq!(
            CellRef {
                row: u32::MAX,
                column: u32::MAX
            }
            .to_string(),
            "MWLQKWV4294967296"
        );
    }
}

//! The formats of workbooks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The formats that workbooks are made in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum WorkbookFormat {
    /// Excel's.
    Xlsx,
    /// OpenDocument, which the RGI asks administrations for.
    Ods,
}

impl WorkbookFormat {
    /// The end of a file's name, without the point.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
        }
    }
}

//! What can go wrong while a workbook is written.

use rust_xlsxwriter::XlsxError;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The writer refused a cell, a name, a chart or the temporary file of a large sheet.
    #[error(
        "the workbook could not be written: {0}. If it names a temporary file, make room in the temporary folder"
    )]
    Xlsx(#[from] XlsxError),
    /// The temporary file of a large sheet cannot be written.
    #[error(
        "the workbook could not be written: {0}. If the disk is full, make room in the temporary folder"
    )]
    File(#[from] std::io::Error),
    /// The parts of an OpenDocument workbook could not be put together.
    #[error(
        "the OpenDocument workbook could not be put together: {0}. Try again; if it stays so, tell who looks after bilan"
    )]
    Package(#[from] zip::result::ZipError),
    /// More rows than a sheet can hold.
    #[error(
        "the sheet {sheet} would need {rows} rows and a spreadsheet holds 1,048,576: follow fewer subjects in one programme"
    )]
    TooManyRows {
        /// The sheet.
        sheet: String,
        /// The rows it would need.
        rows: usize,
    },
    /// More columns than a sheet can hold.
    #[error(
        "the sheet {sheet} would need {columns} columns and a spreadsheet holds 16,384: ask for fewer fields"
    )]
    TooManyColumns {
        /// The sheet.
        sheet: String,
        /// The columns it would need.
        columns: usize,
    },
}

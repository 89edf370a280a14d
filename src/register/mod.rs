//! The register: subjects and their contacts, from a workbook with one sheet per kind.
//!
//! Takes the cells of the workbook and the framework, gives subjects and findings with their rows; `import` compares
//! them with the store and writes what changed. A register that cannot be read stops everything before anything is
//! written; a row that cannot be used is a finding and the others go on.

mod import;
mod references;
mod sheet;

pub use import::{ImportReport, RegisterError, import, inspect};
pub use sheet::{Imported, subjects_of};

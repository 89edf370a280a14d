//! The sample: a register and four quarters of returns of an invented programme, to try bilan on.
//!
//! Takes the programme, its kinds and its questionnaires; writes `samples/`, the same bytes each time: no clock, no
//! chance but a fixed seed. The fields are those of the default questionnaires; one that a questionnaire no longer has
//! is left out, one that is new stays empty.

mod cell;
mod dialogue;
mod effects;
mod faults;
mod grid;
mod layout;
mod plan;
mod projects;
mod readme;
mod services;
mod story;
mod subject;
mod voices;
mod write;

use std::path::{Path, PathBuf};

use crate::framework::{Kind, Programme, Questionnaire};

use layout::Frame;
use subject::Subject;

/// What the sample is made for.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The programme: its directions get a deployment each.
    pub programme: &'a Programme,
    /// The kinds: their registers.
    pub kinds: &'a [Kind],
    /// The questionnaires of the returns.
    pub questionnaires: &'a [Questionnaire],
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Subjects in the register.
    pub subjects: usize,
    /// Files of returns.
    pub returns: usize,
    /// Of these, files that `convert.sh` is still to save as ods or xls.
    pub to_convert: usize,
}

/// Why the sample could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// A folder or file could not be written.
    #[error("cannot write {path}: {source}")]
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A workbook could not be made.
    #[error("cannot make a workbook of the sample: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A CSV file could not be made.
    #[error("cannot make a CSV file of the sample: {0}")]
    Csv(#[from] csv::Error),
    /// A text could not be encoded.
    #[error("cannot encode a file of the sample: {0}")]
    Text(String),
    /// A period of the sample is no period.
    #[error(transparent)]
    Period(crate::model::PeriodError),
    /// The programme lacks a kind's questionnaire.
    #[error(
        "the kind {kind} has no questionnaire {questionnaire}: add questionnaires/{questionnaire}.toml"
    )]
    NoQuestionnaire {
        /// The kind.
        kind: String,
        /// The questionnaire it names.
        questionnaire: String,
    },
}

/// Writes `registre.xlsx`, `retours/`, `README.md` and `convert.sh` under `root`. Files that are there are replaced.
///
/// # Errors
/// A file cannot be written, or a kind has no questionnaire.
pub fn write(root: &Path, inputs: &Inputs<'_>) -> Result<Written, SampleError> {
    let dossiers = subject::dossiers();
    let mut sheets = Vec::new();
    let mut sent = Vec::new();
    let mut written = Written::default();
    for kind in inputs.kinds {
        let frame = frame(inputs, kind)?;
        let subjects: Vec<Subject> = if kind.id.as_str() == "laureats" {
            dossiers.iter().map(subject::Dossier::subject).collect()
        } else {
            plan::other_subjects(kind.id.as_str(), inputs.programme)
        };
        sheets.push(layout::register(kind, &subjects));
        written.subjects += subjects.len();
        if kind.id.as_str() == "laureats" {
            sent.extend(plan::projects(frame, &dossiers, &subjects)?);
            sent.extend(plan::no_returns(frame, &dossiers, &subjects)?);
        } else {
            sent.extend(plan::others(frame, &subjects)?);
        }
    }
    save(&root.join("registre.xlsx"), &write::xlsx(&sheets)?)?;
    for file in &sent {
        let folder = root
            .join("retours")
            .join(&file.period)
            .join(file.received.to_string());
        save(&folder.join(&file.name), &file.bytes)?;
        written.returns += 1;
        written.to_convert +=
            usize::from(file.name.ends_with(".ods.xlsx") || file.name.ends_with(".xls.xlsx"));
    }
    save(&root.join("README.md"), readme::readme().as_bytes())?;
    save(&root.join("convert.sh"), include_bytes!("convert.sh"))?;
    Ok(written)
}

fn frame<'a>(inputs: &Inputs<'a>, kind: &'a Kind) -> Result<Frame<'a>, SampleError> {
    let found = inputs
        .questionnaires
        .iter()
        .find(|questionnaire| questionnaire.id == kind.questionnaire);
    let questionnaire = found.ok_or_else(|| SampleError::NoQuestionnaire {
        kind: kind.id.to_string(),
        questionnaire: kind.questionnaire.to_string(),
    })?;
    Ok(Frame {
        programme: inputs.programme,
        kind,
        questionnaire,
    })
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), SampleError> {
    let failed = |source| SampleError::Io {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}

#[cfg(test)]
mod tests;

//! The register into the store, with what changed since the last import.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::sheet::{Imported, subjects_of};
use crate::framework::{Framework, Kind};
use crate::model::{CellRef, Finding, FindingCode, KindId, Place, SubjectId};
use crate::read::GuardedReader;
use crate::store::subjects::{self, Subject, SubjectChange};
use crate::store::{Store, StoreError};

/// Why the register could not be imported. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The file cannot be read.
    #[error(
        "the register {path} cannot be read: {source}. Give its place as register.path in config/bilan.toml"
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is no usable workbook; the findings say why, all of them.
    #[error("the register {path} cannot be used")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// All that is wrong.
        findings: Vec<Finding>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an import did.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// Subjects present, by kind.
    pub subjects: BTreeMap<KindId, usize>,
    /// What changed since the last import.
    pub changes: Vec<SubjectChange>,
    /// What is to say about rows.
    pub findings: Vec<Finding>,
}

/// Reads the register and brings the store up to date. With `dry_run` nothing is written.
///
/// # Errors
/// When the register cannot be read or used, or the store fails; nothing is written then.
pub async fn import(
    store: &Store,
    framework: &Framework,
    reader: &GuardedReader,
    path: &Path,
    now: DateTime<Utc>,
    dry_run: bool,
) -> Result<ImportReport, RegisterError> {
    let sheets = read(framework, reader, path)?;
    let mut report = ImportReport::default();
    let mut transaction = store.begin().await?;
    for (kind, imported) in sheets {
        let mut known = Vec::new();
        subjects::each(store, &kind.id, true, |subject, present| {
            known.push((subject, present));
        })
        .await?;
        let changes = compare(&kind.id, &known, &imported.subjects);
        let present: HashMap<_, _> = known
            .iter()
            .filter(|(_, p)| *p)
            .map(|(k, _)| (&k.id, k))
            .collect();
        for subject in &imported.subjects {
            let unchanged = present.get(&subject.id) == Some(&subject);
            if !unchanged {
                subjects::put(&mut transaction, subject, now).await?;
            }
        }
        for change in &changes {
            if change.change == "gone" {
                subjects::mark_gone(&mut transaction, &kind.id, &change.subject).await?;
            }
            subjects::record_change(&mut transaction, change, now).await?;
        }
        report
            .subjects
            .insert(kind.id.clone(), imported.subjects.len());
        report.changes.extend(changes);
        report.findings.extend(imported.findings);
    }
    if !dry_run {
        transaction.commit().await?;
    }
    Ok(report)
}

/// Says whether the register can be used; nothing is imported.
///
/// # Errors
/// When it cannot, with all that is wrong.
pub fn inspect(
    framework: &Framework,
    reader: &GuardedReader,
    path: &Path,
) -> Result<(), RegisterError> {
    read(framework, reader, path).map(drop)
}

fn read<'a>(
    framework: &'a Framework,
    reader: &GuardedReader,
    path: &Path,
) -> Result<Vec<(&'a Kind, Imported)>, RegisterError> {
    let bytes = std::fs::read(path).map_err(|source| RegisterError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let file = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let unusable = |findings| RegisterError::Unusable {
        path: path.to_owned(),
        findings,
    };
    let book = reader
        .read(&file, &bytes)
        .map_err(|finding| unusable(vec![finding]))?;
    // Subjects past the limits of reading would look as if they had been taken out.
    let cut = |finding: &&Finding| finding.code == FindingCode::FileTruncatedReading;
    if let Some(cut) = book.findings.iter().find(cut) {
        return Err(unusable(vec![cut.clone()]));
    }
    let mut sheets: Vec<_> = framework
        .kinds
        .iter()
        .map(|kind| (kind, subjects_of(&book, &file, &framework.programme, kind)))
        .collect();
    once_over_all_kinds(&file, &mut sheets);
    if sheets.iter().any(|(_, imported)| !imported.usable) {
        return Err(unusable(
            sheets
                .into_iter()
                .flat_map(|(_, imported)| imported.findings)
                .collect(),
        ));
    }
    Ok(sheets)
}

/// One identifier, one subject, whatever its kind: documents and mails are named after it. The first one stays.
fn once_over_all_kinds(file: &str, sheets: &mut [(&Kind, Imported)]) {
    let mut first: HashMap<SubjectId, String> = HashMap::new();
    for (kind, imported) in sheets {
        let sheet = kind.register.sheet.as_str();
        let Imported {
            subjects, findings, ..
        } = imported;
        subjects.retain(|subject| {
            let Some(other) = first.get(&subject.id) else {
                return true;
            };
            let row = subject.row.saturating_sub(1);
            let place = Place::file(file).at(Some(sheet), CellRef { row, column: 0 });
            let twice =
                Finding::error(FindingCode::RegisterIdTwice, place).found(subject.id.as_str());
            findings.push(twice.with("other", other));
            false
        });
        let here = subjects.iter().map(|s| {
            let place = format!("{sheet}, {}", s.row);
            (s.id.clone(), place)
        });
        first.extend(here);
    }
}

fn compare(kind: &KindId, known: &[(Subject, bool)], now: &[Subject]) -> Vec<SubjectChange> {
    let change = |subject: &SubjectId, what: &str| SubjectChange {
        kind: kind.clone(),
        subject: subject.clone(),
        change: what.to_owned(),
        field: None,
        before: None,
        after: None,
    };
    let mut changes = Vec::new();
    let by_id: HashMap<_, _> = known.iter().map(|known| (&known.0.id, known)).collect();
    for subject in now {
        let Some((before, present)) = by_id.get(&subject.id) else {
            changes.push(change(&subject.id, "added"));
            continue;
        };
        if !present {
            changes.push(change(&subject.id, "back"));
        }
        let fields: std::collections::BTreeSet<_> = before
            .columns
            .keys()
            .chain(subject.columns.keys())
            .collect();
        for field in fields {
            let (old, new) = (before.columns.get(field), subject.columns.get(field));
            if old != new {
                let words = |value: Option<&crate::model::Value>| value.map(ToString::to_string);
                changes.push(SubjectChange {
                    field: Some(field.clone()),
                    before: words(old),
                    after: words(new),
                    ..change(&subject.id, "changed")
                });
            }
        }
    }
    let here: HashSet<_> = now.iter().map(|s| &s.id).collect();
    let gone = known
        .iter()
        .filter(|(k, present)| *present && !here.contains(&k.id));
    changes.extend(gone.map(|(subject, _)| change(&subject.id, "gone")));
    changes
}

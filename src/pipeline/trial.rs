//! Trying the templates in a process of their own.
//!
//! A template may overflow the stack or ask for endless memory, and Typst keeps the room that its largest document took:
//! the process that tries them ends before the job begins.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::inspection::template_problems;
use crate::framework::{Localised, Problem};
use crate::model::DocumentId;

/// The hidden command of the program that runs [`told`].
pub const TRIAL_COMMAND: &str = "try-templates";

/// A problem on its way from one process to the other; the text it stands in stays on the disk.
#[derive(Serialize, Deserialize)]
pub struct Told {
    file: String,
    span: Option<(usize, usize)>,
    message: Localised,
    help: Option<Localised>,
}

/// What a trial may take of the address space: more than any document needs, less than would hurt the machine.
const MOST_BYTES: u64 = 4 << 30;

/// What the child tells: all that is wrong with the templates of mails and of these documents. Limits this process for the
/// rest of its life.
pub fn told(root: &Path, documents: &[DocumentId]) -> Vec<Told> {
    // Where the system knows no such limit, the trial goes on without it.
    rlimit::Resource::AS.set(MOST_BYTES, MOST_BYTES).ok();
    // One after the other: two long reports at once would be the most memory that bilan ever takes, to save a second.
    let problems = template_problems(root, NonZeroUsize::MIN, Some(documents)).into_iter();
    problems
        .map(|problem| Told {
            file: problem.file,
            span: problem.spot.map(|spot| (spot.span.start, spot.span.end)),
            message: problem.message,
            help: problem.help,
        })
        .collect()
}

/// What is wrong with the templates of mails and of these documents, as `program try-templates` tells it.
pub(super) fn apart(program: &Path, root: &Path, documents: &[DocumentId]) -> Vec<Problem> {
    let output = Command::new(program)
        .arg("--programme")
        .arg(root)
        .arg(TRIAL_COMMAND)
        .args(documents.iter().map(DocumentId::as_str))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let told: Result<Vec<Told>, String> = match output {
        Ok(output) if output.status.success() => {
            serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
        }
        Ok(output) => Err(output.status.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match told {
        Ok(told) => told.into_iter().map(|told| problem(root, told)).collect(),
        Err(reason) => vec![died(&reason)],
    }
}

fn problem(root: &Path, told: Told) -> Problem {
    let source = std::fs::read_to_string(root.join(&told.file));
    match (told.span, source) {
        (Some((start, end)), Ok(source)) => {
            let source: Arc<str> = source.into();
            Problem::in_text(told.file, &source, start..end, told.message, told.help)
        }
        _ => Problem::of_file(told.file, told.message, told.help),
    }
}

fn died(reason: &str) -> Problem {
    let message = Localised {
        fr: format!("l’essai des modèles a échoué : {reason}"),
        en: Some(format!("the trial of the templates broke down: {reason}")),
    };
    let help = Localised {
        fr: "défaites le dernier changement d’un modèle ; « bilan check » dit lequel".to_owned(),
        en: Some("undo the last change of a template; `bilan check` says which".to_owned()),
    };
    Problem::of_file("report-templates", message, Some(help))
}

//! Reading a programme's folder: every file, every problem, in one pass.
//!
//! ```text
//! files → trees with spans → shape (JSON Schema of the types) ┐
//!                          → sense (references, twins, times)  ├→ Problems, or the Framework
//!                          → expressions (ExpressionChecker)   ┘
//! ```
//! Sense is checked on the trees and not on the types, so that a fault of shape in one place hides nothing elsewhere.

mod checks;
mod index;
mod literal;
pub(crate) mod problem;
mod report;
mod schemas;
pub(crate) mod shape;
pub(crate) mod source;
mod syntax;
#[cfg(test)]
mod tests;
pub(crate) mod tree;
pub(crate) mod words;

use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::DeValue;

use super::Framework;
use index::Index;
use schemas::{AudiencesFile, CampaignsFile, IndicatorsFile, JobsFile, KindsFile};
use source::{Folder, Role, Surroundings, Tree};
use tree::Node;

pub use checks::{ExpressionChecker, ExpressionProblem};
pub use problem::{Problem, Problems, Spot};
pub use schemas::schemas;
pub use source::BUILT_IN_DOCUMENTS;

/// What reading a folder gave: the framework where it could be built, and all that is wrong.
#[derive(Debug)]
pub struct Inspection {
    /// The framework; there only when `problems` is empty.
    pub framework: Option<Framework>,
    /// All problems. `bilan check` adds those of templates and settings before it shows them.
    pub problems: Problems,
}

/// Reads the programme in `root` and checks it; expressions only where a checker is given.
///
/// # Errors
/// All that is wrong, at once.
pub fn load(root: &Path, checker: Option<&dyn ExpressionChecker>) -> Result<Framework, Problems> {
    let inspection = inspect(root, checker);
    inspection.framework.ok_or(inspection.problems)
}

/// As [`load`], for those who have problems of their own to add.
pub fn inspect(root: &Path, checker: Option<&dyn ExpressionChecker>) -> Inspection {
    let folder = Folder::read(root);
    let around = Surroundings::read(root);
    let mut problems = folder.problems.clone();
    let trees = folder.parse(&mut problems);
    for tree in trees.iter().filter(|t| !t.broken) {
        let node = Node {
            file: tree.file,
            value: &tree.root,
            broken: false,
        };
        shape::check(node, &schemas::of(tree.file.role), false, &mut problems);
    }
    checks::all(
        &Index::new(&folder, &trees, &around),
        checker,
        &mut problems,
    );
    if !problems.is_empty() {
        return Inspection {
            framework: None,
            problems: Problems::new(problems),
        };
    }
    let framework =
        assemble(&trees, folder.fingerprint(), &mut problems).filter(|_| problems.is_empty());
    Inspection {
        framework,
        problems: Problems::new(problems),
    }
}

/// The typed values of trees that passed every check.
fn assemble(
    trees: &[Tree<'_>],
    fingerprint: String,
    problems: &mut Vec<Problem>,
) -> Option<Framework> {
    let programme = typed(trees, Role::Programme, problems).pop();
    let kinds: Vec<KindsFile> = typed(trees, Role::Kinds, problems);
    let questionnaires = typed(trees, Role::Questionnaire, problems);
    let indicators: Vec<IndicatorsFile> = typed(trees, Role::Indicators, problems);
    let audiences: Vec<AudiencesFile> = typed(trees, Role::Audiences, problems);
    let campaigns: Vec<CampaignsFile> = typed(trees, Role::Campaigns, problems);
    let jobs: Vec<JobsFile> = typed(trees, Role::Jobs, problems);
    let fresque = typed(trees, Role::Fresque, problems).pop();
    Some(Framework {
        programme: programme?,
        kinds: kinds.into_iter().flat_map(|f| f.kind).collect(),
        questionnaires,
        indicators: indicators.into_iter().flat_map(|f| f.indicator).collect(),
        audiences: audiences.into_iter().flat_map(|f| f.audience).collect(),
        campaigns: campaigns.into_iter().flat_map(|f| f.campaign).collect(),
        jobs: jobs.into_iter().flat_map(|f| f.job).collect(),
        fresque: fresque.unwrap_or_default(),
        fingerprint,
    })
}

/// The values of the files of this role. What the shape let pass and serde refuses is still a problem with a place.
fn typed<T: DeserializeOwned>(
    trees: &[Tree<'_>],
    role: Role,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let mut values = Vec::new();
    for tree in trees.iter().filter(|t| t.file.role == role) {
        let DeValue::Table(table) = tree.root.get_ref().clone() else {
            continue;
        };
        let deserializer = toml::Deserializer::from(Spanned::new(tree.root.span(), table));
        match T::deserialize(deserializer) {
            Ok(value) => values.push(value),
            Err(error) => {
                let detail = error.message().to_owned();
                let message = problem::say!("valeur refusée : {detail}", "value refused: {detail}");
                problems.push(Problem::at(
                    tree.file,
                    error.span().unwrap_or(0..0),
                    message,
                    None,
                ));
            }
        }
    }
    values
}

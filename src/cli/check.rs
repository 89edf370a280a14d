//! `bilan check`: everything that is wrong, at once.

use std::path::Path;
use std::sync::Arc;

use super::args::Args;
use super::output::{Failure, print};
use crate::config;
use crate::deliver::check_templates;
use crate::framework::{self, Framework, Localised, Problem, Problems};
use crate::render::Templates;
use crate::wide::EngineChecker;

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let framework = inspect(&args.programme).map_err(Failure::Problems)?;
    let counts = serde_json::json!({
        "kinds": framework.kinds.len(),
        "fields": framework.questionnaires.iter().map(|q| q.fields.len()).sum::<usize>(),
        "rules": framework.questionnaires.iter().map(|q| q.rules.len()).sum::<usize>(),
        "indicators": framework.indicators.len(),
        "audiences": framework.audiences.len(),
        "jobs": framework.jobs.len(),
    });
    print(args, &counts, |c| {
        format!(
            "La configuration est bonne : {} types de dossiers, {} champs, {} règles, {} indicateurs, {} destinataires, {} travaux.\n",
            c["kinds"], c["fields"], c["rules"], c["indicators"], c["audiences"], c["jobs"]
        )
    })
}

/// The framework, or every problem of settings, framework, documents and mails.
fn inspect(root: &Path) -> Result<Framework, Problems> {
    let inspection = framework::inspect(root, Some(&EngineChecker));
    let mut problems = inspection.problems;
    if let Err(more) = config::load(root) {
        problems.extend(more.iter().cloned());
    }
    problems.extend(document_problems(root));
    problems.extend(mail_problems(root));
    match inspection.framework {
        Some(framework) if problems.is_empty() => Ok(framework),
        _ => Err(problems),
    }
}

fn words(message: impl std::fmt::Display) -> Localised {
    Localised { fr: message.to_string(), en: None }
}

fn document_problems(root: &Path) -> Vec<Problem> {
    let folder = root.join("report-templates");
    match Templates::load(&folder) {
        Err(error) => vec![Problem::of_file("report-templates", words(error), None)],
        Ok(templates) => templates.check(),
    }
}

fn mail_problems(root: &Path) -> Vec<Problem> {
    let problems = check_templates(&root.join("report-templates/mail"));
    problems
        .into_iter()
        .map(|problem| {
            let file = format!("report-templates/mail/{}", problem.file);
            let line = problem.line;
            match std::fs::read_to_string(root.join(&file)) {
                Ok(text) => {
                    let start: usize = text.lines().take(line.saturating_sub(1)).map(|l| l.len() + 1).sum();
                    let end = start + text.lines().nth(line.saturating_sub(1)).map_or(0, str::len);
                    let source: Arc<str> = text.into();
                    Problem::in_text(file, &source, start..end, words(problem.message), None)
                }
                Err(_) => Problem::of_file(file, words(problem.message), None),
            }
        })
        .collect()
}

//! `bilan import`.

use super::args::{Args, DryRun};
use super::output::{Failure, finding_line, open, open_copy, print};
use crate::register::import;

pub(super) async fn run(args: &Args, command: &DryRun) -> Result<(), Failure> {
    let copy = tempfile::tempdir()?;
    let context = if command.dry_run {
        open_copy(args, copy.path()).await?
    } else {
        open(args).await?
    };
    let path = context.settings.register.path.clone();
    let report = import(
        &context.store,
        &context.framework,
        &context.reader,
        &path,
        context.now,
        command.dry_run,
    )
    .await?;
    let shown = serde_json::json!({ "subjects": report.subjects, "changes": report.changes, "findings": report.findings });
    print(args, &shown, |_| {
        let mut text = String::new();
        for (kind, count) in &report.subjects {
            text.push_str(&format!("{kind} : {count} dossiers\n"));
        }
        text.push_str(&format!(
            "{} changements depuis le dernier import\n",
            report.changes.len()
        ));
        for change in report
            .changes
            .iter()
            .filter(|c| c.change != "added")
            .take(50)
        {
            let field = change.field.as_ref().map_or(String::new(), |f| {
                let none = "(vide)".to_owned();
                let (before, after) = (
                    change.before.as_ref().unwrap_or(&none),
                    change.after.as_ref().unwrap_or(&none),
                );
                format!(", {f} : {before} → {after}")
            });
            text.push_str(&format!("  {} {}{field}\n", change.subject, change.change));
        }
        report
            .findings
            .iter()
            .for_each(|f| text.push_str(&finding_line(f)));
        text
    })
}

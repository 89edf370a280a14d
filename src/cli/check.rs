//! `bilan check`: everything that is wrong, at once.

use super::args::Args;
use super::output::{Failure, print};
use crate::pipeline::inspect;

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

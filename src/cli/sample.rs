//! `bilan sample`.

use super::args::{Args, SampleArgs};
use super::output::{Failure, print, shown};
use crate::framework;
use crate::sample::{Inputs, write};
use crate::wide::EngineChecker;

pub(super) fn run(args: &Args, command: &SampleArgs) -> Result<(), Failure> {
    let framework =
        framework::load(&args.programme, Some(&EngineChecker)).map_err(Failure::Problems)?;
    let inputs = Inputs {
        programme: &framework.programme,
        kinds: &framework.kinds,
        questionnaires: &framework.questionnaires,
    };
    let out = args.programme.join(&command.out);
    let written = write(&out, &inputs).map_err(Failure::other)?;
    let report = serde_json::json!({
        "subjects": written.subjects, "returns": written.returns, "to_convert": written.to_convert,
    });
    print(args, &report, |_| {
        format!(
            "{} dossiers et {} fichiers de retours écrits dans {} ; {} restent à convertir en ods ou xls par convert.sh (LibreOffice)\n",
            written.subjects,
            written.returns,
            shown(&args.programme, &out),
            written.to_convert
        )
    })
}

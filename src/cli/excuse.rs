//! `bilan excuse`: a return is not asked for any more, or is asked for again.

use serde::Serialize;

use super::args::{Args, ExcuseArgs};
use super::form::{find, period};
use super::output::{Failure, open, print};
use crate::pipeline::import_register;
use crate::store::excuses::{self, Excuse};

/// What was noted.
#[derive(Serialize)]
struct Noted {
    kind: String,
    subject: String,
    period: String,
    excused: bool,
}

pub(super) async fn run(args: &Args, command: &ExcuseArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    import_register(&context).await?;
    let (kind, subject) = find(&context, &command.project, command.kind.as_deref()).await?;
    let period = period(&context, kind, command.period)?;
    let (kind, id) = (&kind.id, &subject.id);
    let mut writing = context.store.begin().await?;
    let (done, refusal) = match &command.reason {
        Some(reason) => {
            let excuse = Excuse {
                reason: reason.trim().to_owned(),
                author: command.author.clone(),
                excused_at: context.now,
                lifted_at: None,
            };
            let done = excuses::excuse(&mut writing, kind, id, period, &excuse).await?;
            (done, "est déjà dispensé de retour")
        }
        None => {
            let done = excuses::lift(&mut writing, kind, id, period, context.now).await?;
            (done, "n’est pas dispensé de retour")
        }
    };
    writing.commit().await?;
    if !done {
        let period = period.written();
        return Err(Failure::other(format!("« {id} » {refusal} pour {period}")));
    }
    let noted = Noted {
        kind: kind.to_string(),
        subject: id.to_string(),
        period: period.written(),
        excused: command.reason.is_some(),
    };
    print(args, &noted, |noted| {
        let what = if noted.excused {
            "n’est plus attendu ; les rappels s’arrêtent"
        } else {
            "est de nouveau attendu"
        };
        format!(
            "Le retour de {} pour {} {what}.\n",
            noted.subject, noted.period
        )
    })
}

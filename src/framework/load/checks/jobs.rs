//! `jobs.toml`: times that come, stages in order, documents and audiences that exist.

use crate::framework::load::index::Index;
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;
use crate::framework::{Step, parse_cron};

use super::common;

pub(super) fn check(index: &Index<'_>, problems: &mut Vec<Problem>) {
    index.jobs.twins("id", ("la tâche", "the job"), problems);
    for job in index.jobs.sound() {
        common::identifier(job.get("id"), true, problems);
        common::time_zone(job.get("time_zone"), problems);
        common::documents(job, index, problems);
        let what = ("le groupe de destinataires", "the audience");
        common::follow_all(&job.list("audiences"), &index.audiences, what, problems);
        cron(job, problems);
        steps(job, problems);
    }
}

fn cron(job: Node<'_>, problems: &mut Vec<Problem>) {
    let Some(node) = job.get("cron") else { return };
    let Some(text) = node.text() else { return };
    let help = say!(
        "minute heure jour mois jour-de-semaine : \"0 6 5 1,4,7,10 *\" est le 5 de chaque trimestre à 6 h",
        "minute hour day month weekday: \"0 6 5 1,4,7,10 *\" is the 5th of each quarter at 6"
    );
    match parse_cron(text) {
        Err(error) => {
            let message = say!(
                "« {text} » n'est pas une expression cron ({error})",
                "“{text}” is no cron expression ({error})"
            );
            problems.push(node.problem(message, Some(help)));
        }
        Ok(cron) => {
            // A leap day and every weekday come within 28 years; what has not come by then is a date that does not exist.
            let start =
                chrono::NaiveDate::from_ymd_opt(2024, 1, 1).and_then(|d| d.and_hms_opt(0, 0, 0));
            let comes =
                start.is_none_or(|start| cron.find_next_occurrence(&start.and_utc(), true).is_ok());
            if !comes {
                let message = say!("« {text} » ne tombe jamais", "“{text}” never comes");
                problems.push(node.problem(message, Some(help)));
            }
        }
    }
}

/// Stages run in the pipeline's order, each once, with what they need.
fn steps(job: Node<'_>, problems: &mut Vec<Problem>) {
    let Some(list) = job.get("steps") else { return };
    let items = list.items();
    if items.is_empty() && list.value.get_ref().is_array() {
        let message = say!("cette tâche ne fait rien", "this job does nothing");
        let help = say!(
            "écrivez steps = [\"ingest\", …]",
            "write steps = [\"ingest\", …]"
        );
        problems.push(list.problem(message, Some(help)));
    }
    let known: Vec<Option<Step>> = items.iter().map(|item| step(*item)).collect();
    let Some(known) = known.into_iter().collect::<Option<Vec<Step>>>() else {
        return;
    };
    if known.windows(2).any(|pair| pair[0] >= pair[1]) {
        let message = say!(
            "étapes en double ou dans le désordre",
            "stages twice or out of order"
        );
        let help = say!(
            "l'ordre est ingest, answer, campaign, evaluate, render, deliver, digest",
            "the order is ingest, answer, campaign, evaluate, render, deliver, digest"
        );
        problems.push(list.problem(message, Some(help)));
    }
    const NEEDS: [(Step, &str, &str); 5] = [
        (Step::Answer, "answer", "documents"),
        (Step::Answer, "answer", "audiences"),
        (Step::Render, "render", "documents"),
        (Step::Deliver, "deliver", "audiences"),
        (Step::Digest, "digest", "audiences"),
    ];
    for (stage, name, key) in NEEDS {
        let given = job.get(key).is_some_and(|list| !list.items().is_empty());
        if known.contains(&stage) && !given {
            let message = say!(
                "l'étape « {name} » a besoin de « {key} »",
                "the stage “{name}” needs “{key}”"
            );
            let help = say!(
                "ajoutez {key} = [\"…\"], ou retirez l'étape",
                "add {key} = [\"…\"], or remove the stage"
            );
            problems.push(list.problem(message, Some(help)));
        }
    }
}

fn step(item: Node<'_>) -> Option<Step> {
    match item.text()? {
        "ingest" => Some(Step::Ingest),
        "answer" => Some(Step::Answer),
        "campaign" => Some(Step::Campaign),
        "evaluate" => Some(Step::Evaluate),
        "render" => Some(Step::Render),
        "deliver" => Some(Step::Deliver),
        "digest" => Some(Step::Digest),
        _ => None,
    }
}

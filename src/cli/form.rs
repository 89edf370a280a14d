//! `bilan form`: the questionnaire of one subject, as a workbook to fill in or a form to print.

use std::path::PathBuf;

use serde::Serialize;

use super::args::{Args, FormArgs};
use super::output::{Failure, open, print};
use crate::evaluate::SubjectInfo;
use crate::framework::{Kind, Language};
use crate::model::{Period, SubjectId};
use crate::pipeline::{
    Context, FormOrder, blank_form, form, form_secret, import_register, subject,
};
use crate::store::returns;

/// What was written.
#[derive(Serialize)]
struct Written {
    kind: String,
    subject: String,
    period: String,
    language: &'static str,
    path: PathBuf,
}

pub(super) async fn run(args: &Args, command: &FormArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    import_register(&context).await?;
    let (kind, subject) = find(&context, &command.project, command.kind.as_deref()).await?;
    let period = period(&context, kind, command.period)?;
    let language = language(&context, &subject, command.language.as_deref())?;
    let questionnaire = context
        .framework
        .questionnaire_of(&kind.id)
        .ok_or_else(|| Failure::other("ce type de dossier n’a pas de questionnaire"))?;
    let last = if command.correct {
        let found = returns::latest(&context.store, &kind.id, &subject.id, period).await?;
        let none = || {
            let period = period.written();
            Failure::other(format!("aucun retour de « {} » pour {period}", subject.id))
        };
        Some(found.ok_or_else(none)?)
    } else {
        None
    };
    let order = FormOrder {
        kind,
        questionnaire,
        subject: &subject,
        period,
        language,
        before: None,
        correcting: last.as_ref(),
    };
    let (bytes, extension) = if command.pdf {
        (blank_form(&context, &order)?, "pdf")
    } else {
        let secret = form_secret(&context).await?;
        (form(&context, &secret, &order).await?, "xlsx")
    };
    let path = command
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(file_name(&subject.id, period, extension)));
    if command.output.is_none() && path.exists() {
        // It may have been filled in since.
        return Err(Failure::other(format!(
            "{} existe déjà : donnez un autre nom avec --output",
            path.display()
        )));
    }
    std::fs::write(&path, bytes)
        .map_err(|error| Failure::other(format!("le fichier {} : {error}", path.display())))?;
    let written = Written {
        kind: kind.id.to_string(),
        subject: subject.id.to_string(),
        period: period.written(),
        language: language.code(),
        path,
    };
    print(args, &written, |w| {
        format!("{} ({}, {})\n", w.path.display(), w.subject, w.period)
    })
}

/// The subject of this identifier; several kinds may each have one.
pub(super) async fn find<'c>(
    context: &'c Context,
    project: &str,
    wanted: Option<&str>,
) -> Result<(&'c Kind, SubjectInfo), Failure> {
    let id = SubjectId::new(project);
    let of_kind = |kind: &&Kind| wanted.is_none_or(|wanted| wanted == kind.id.as_str());
    let mut found = Vec::new();
    for kind in context.framework.kinds.iter().filter(of_kind) {
        found.extend(subject(context, kind, &id).await?.map(|s| (kind, s)));
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Failure::other(format!(
            "le registre ne connaît pas le dossier « {id} »{}",
            wanted.map_or(String::new(), |kind| format!(" parmi « {kind} »"))
        ))),
        _ => {
            let kinds: Vec<&str> = found.iter().map(|(kind, _)| kind.id.as_str()).collect();
            Err(Failure::other(format!(
                "« {id} » existe pour plusieurs types de dossiers : ajoutez --kind, parmi {}",
                kinds.join(", ")
            )))
        }
    }
}

/// The period asked for, as long as those of the kind; else the last closed one.
pub(super) fn period(
    context: &Context,
    kind: &Kind,
    asked: Option<Period>,
) -> Result<Period, Failure> {
    let period = match asked {
        Some(asked) => asked.latest_within(kind.period),
        None => Period::last_closed(context.today(), kind.period),
    };
    period.ok_or_else(|| Failure::other("aucune période de ce type de dossier n’est close alors"))
}

/// The language asked for, else that of the contact, else the programme's first one.
fn language(
    context: &Context,
    subject: &SubjectInfo,
    asked: Option<&str>,
) -> Result<Language, Failure> {
    match asked {
        Some(code) => Language::from_code(code).ok_or_else(|| {
            Failure::other(format!("la langue « {code} » n’est pas parlée : fr ou en"))
        }),
        None => Ok(subject
            .contact_language
            .unwrap_or_else(|| context.framework.language())),
    }
}

/// What no file system likes in an identifier becomes a hyphen.
fn file_name(subject: &SubjectId, period: Period, extension: &str) -> String {
    let safe: String = subject
        .as_str()
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '_' | '-') {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("questionnaire-{safe}-{}.{extension}", period.written())
}

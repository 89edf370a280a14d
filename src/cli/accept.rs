//! `bilan accept`: a value of a return is accepted as it is, or given, with a reason.

use super::args::{AcceptArgs, Args};
use super::form::{find, period};
use super::output::{Failure, finding_line, open, print};
use super::returns::status_word;
use crate::framework::Language;
use crate::model::{FieldId, Finding};
use crate::pipeline::{AcceptError, Acceptance, Accepted, accept, import_register};
use crate::read::value::clean;
use crate::text::finding_text;

pub(super) async fn run(args: &Args, command: &AcceptArgs) -> Result<(), Failure> {
    let reason = said(&command.reason).ok_or_else(|| {
        Failure::other(
            "la raison est vide : dites en quelques mots pourquoi cette valeur est acceptée",
        )
    })?;
    let author = command.author.as_deref().and_then(said);
    let author =
        author.ok_or_else(|| Failure::other("qui décide ? Ajoutez --author avec votre nom"))?;
    let value = command.value.as_deref().map(given).transpose()?;
    let context = open(args).await?;
    import_register(&context).await?;
    let (kind, subject) = find(&context, &command.project, command.kind.as_deref()).await?;
    let order = Acceptance {
        kind,
        subject: &subject.id,
        period: period(&context, kind, Some(command.period))?,
        field: &FieldId::new(command.field.as_str()),
        value: value.as_deref(),
        reason: &reason,
        author: &author,
    };
    let accepted = accept(&context, &order).await?;
    print(args, &accepted, shown)
}

/// A text without what nobody sees; none where nothing is left.
fn said(text: &str) -> Option<String> {
    let text = clean(text);
    (!text.is_empty()).then_some(text)
}

/// The value given. An empty one may be a slip: that there is no answer is said in words.
fn given(value: &str) -> Result<String, Failure> {
    said(value).ok_or_else(|| {
        Failure::other(
            "la valeur donnée est vide : écrivez-la, ou « n. d. » s’il n’y a pas de réponse",
        )
    })
}

fn shown(accepted: &Accepted) -> String {
    let mut out = format!(
        "{}, {}, version {} : {}\n",
        accepted.subject,
        accepted.period,
        accepted.version,
        status_word(accepted.status)
    );
    for finding in &accepted.findings {
        out.push_str(&finding_line(finding));
        let waived = finding.details.get("waived").filter(|w| !w.is_empty());
        if let Some(waived) = waived {
            // Who gave a value learns what it passes over: it may be a slip.
            out.push_str(&format!("    n’est plus demandé : {waived}\n"));
        }
    }
    out
}

impl From<AcceptError> for Failure {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::UnknownField { field, nearest } => {
                let hint = nearest.map_or(String::new(), |near| format!(" ; peut-être « {near} »"));
                Self::other(format!(
                    "le questionnaire n’a pas de champ « {field} »{hint}"
                ))
            }
            AcceptError::NoReturn { subject, period } => {
                Self::other(format!("aucun retour de « {subject} » pour {period}"))
            }
            AcceptError::Nothing(field) => Self::other(format!(
                "rien à accepter pour « {field} » : le dernier retour n’y a ni erreur ni valeur à confirmer. Pour donner une autre valeur, ajoutez --value"
            )),
            AcceptError::TypedUnreadable(finding) => Self::other(format!(
                "{} Il n’y a donc rien à accepter : donnez la valeur avec --value",
                words(&finding)
            )),
            AcceptError::GivenUnreadable(finding) => {
                Self::other(format!("la valeur donnée : {}", words(&finding)))
            }
            AcceptError::Gone(file) => Self::other(format!(
                "le fichier « {file} » ne donne plus ce retour avec le questionnaire, le registre et les limites d’aujourd’hui : « bilan ingest --again » relit tout, et « bilan returns » dit alors ce qu’il en est"
            )),
            AcceptError::Pipeline(error) => (*error).into(),
        }
    }
}

/// What was found and what is expected. The place says nothing: the value may come from the command line.
fn words(finding: &Finding) -> String {
    let field = finding.field.as_ref().map(FieldId::as_str);
    let text = finding_text(finding, field, None, Language::Fr);
    format!("{} {}", text.what, text.expected)
}

//! `bilan explain`: the cells behind a figure.

use super::args::{Args, ExplainArgs};
use super::evaluate::period;
use super::output::{Failure, finding_line, open, print, table};
use crate::evaluate::{Explanation, explain};
use crate::framework::{Framework, Language};
use crate::model::{FieldId, IndicatorId, SubjectId};
use crate::pipeline::assess;
use crate::text;

pub(super) async fn run(args: &Args, command: &ExplainArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    let id = IndicatorId::new(command.indicator.clone());
    let indicator = context.framework.indicator(&id).ok_or_else(|| {
        Failure::other(format!(
            "l’indicateur « {id} » n’existe pas ; « bilan evaluate » en donne la liste"
        ))
    })?;
    let assessment = assess(&context, period(&context, command.period)?).await?;
    let subject = SubjectId::new(command.project.clone());
    let kind = assessment
        .kinds
        .iter()
        .find(|k| k.plan.kind.id == indicator.kind);
    let found = kind.and_then(|k| Some((k, k.rows.iter().find(|row| row.subject.id == subject)?)));
    let Some((kind, row)) = found else {
        return Err(Failure::other(format!(
            "aucun retour n’est attendu de « {subject} » pour cette période, ou le registre ne le connaît pas"
        )));
    };
    let explanation = explain(&context.store, &kind.plan, &id, row).await?;
    print(args, &explanation, |e| shown(&context.framework, e))
}

fn shown(framework: &Framework, explanation: &Explanation) -> String {
    let indicator = framework.indicator(&explanation.indicator);
    let (unit, decimals) = indicator.map_or(("", 2), |i| (i.unit.get(Language::Fr), i.decimals));
    let value = text::with_unit(explanation.value, decimals, unit, Language::Fr);
    let label = indicator.map_or(explanation.indicator.as_str(), |i| {
        i.label.get(Language::Fr)
    });
    let mut out = format!(
        "{label}, {}, {} : {value}\nFormule : {}\n",
        explanation.subject, explanation.period, explanation.formula
    );
    if explanation.carried {
        out.push_str("Aucun retour accepté pour cette période : les valeurs d’état sont reportées du dernier.\n");
    }
    let questionnaire = indicator.and_then(|i| framework.questionnaire_of(&i.kind));
    let rows = explanation.sources.iter().map(|source| {
        let field = questionnaire.and_then(|q| q.field(&FieldId::new(source.field.clone())));
        vec![
            source.field.clone(),
            field.map_or(String::new(), |f| f.label.get(Language::Fr).to_owned()),
            source.raw.clone().unwrap_or_else(|| "n. d.".to_owned()),
            source
                .place
                .as_ref()
                .map_or(String::new(), ToString::to_string),
            source.period.clone().unwrap_or_default(),
        ]
    });
    out.push_str(&table(
        &[
            "Champ",
            "Question",
            "Cellule contient",
            "Cellule",
            "Période",
        ],
        rows,
    ));
    let accepted = explanation.sources.iter().flat_map(|s| &s.accepted);
    accepted.for_each(|finding| out.push_str(&finding_line(finding)));
    out
}

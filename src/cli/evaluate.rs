//! `bilan evaluate`.

use super::args::{Args, EvaluateArgs};
use super::output::{Failure, open, print, table};
use crate::framework::{Framework, Language};
use crate::model::{Figure, Granularity, Level, Period};
use crate::pipeline::{Assessment, Context, assess};
use crate::text;

pub(super) async fn run(args: &Args, command: &EvaluateArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    let period = period(&context, command.period)?;
    let assessment = assess(&context, period).await?;
    let figures = figures(&assessment, command)?;
    print(args, &figures, |figures| rows(&context.framework, figures))
}

/// The period asked for, else the last closed quarter.
pub(super) fn period(context: &Context, asked: Option<Period>) -> Result<Period, Failure> {
    asked
        .or_else(|| Period::last_closed(context.today(), Granularity::Quarter))
        .ok_or_else(|| Failure::other("aucune période n’est close : l’horloge est-elle juste ?"))
}

fn figures(assessment: &Assessment<'_>, command: &EvaluateArgs) -> Result<Vec<Figure>, Failure> {
    let level = match command.level.as_str() {
        "programme" => Level::Programme,
        "projet" | "sujet" => Level::Subject,
        column => Level::Column(column.to_owned()),
    };
    let mut figures = Vec::new();
    let of_kind = |id: &str| command.kind.as_deref().is_none_or(|kind| kind == id);
    for kind in assessment
        .kinds
        .iter()
        .filter(|k| of_kind(k.plan.kind.id.as_str()))
    {
        for group in kind.evaluation.groups(&level) {
            figures.extend(kind.evaluation.figures(&kind.plan, &level, &group.key));
        }
    }
    if figures.is_empty() {
        return Err(Failure::other(format!(
            "aucun chiffre au niveau « {} » : les niveaux sont programme, projet et les colonnes « levels » de config/framework/kinds.toml",
            command.level
        )));
    }
    Ok(figures)
}

fn rows(framework: &Framework, figures: &[Figure]) -> String {
    let header = [
        "Groupe",
        "Indicateur",
        "Valeur",
        "Précédent",
        "Statut",
        "Dossiers",
        "Couverture",
    ];
    let rows = figures.iter().filter_map(|figure| {
        let indicator = framework.indicator(&figure.key.indicator)?;
        let unit = indicator.unit.get(Language::Fr);
        let shown = |value| text::with_unit(value, indicator.decimals, unit, Language::Fr);
        let group = if figure.key.group.is_empty() {
            "(ensemble)"
        } else {
            &figure.key.group
        };
        let status =
            text::Texts::of(Language::Fr).get(&format!("status-{}", status_word(figure)), &[]);
        Some(vec![
            group.to_owned(),
            indicator.id.to_string(),
            shown(figure.value),
            shown(figure.previous),
            status,
            figure.count.to_string(),
            format!("{}/{}", figure.coverage.accepted, figure.coverage.expected),
        ])
    });
    table(&header, rows)
}

fn status_word(figure: &Figure) -> &'static str {
    use crate::model::Status;
    match figure.status {
        Status::Atteint => "atteint",
        Status::EnBonneVoie => "en-bonne-voie",
        Status::ASurveiller => "a-surveiller",
        Status::Critique => "critique",
        Status::NonDisponible => "n-d",
    }
}

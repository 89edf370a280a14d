//! A whole programme of invented returns: every kind, every field, the same at each run.

use std::collections::BTreeMap;

use super::*;
use crate::framework::{ColumnRole, Field, FieldType, RegisterColumn};
use crate::model::{Answer, Place, ReturnStatus, SubjectId};
use crate::store::returns::StoredReturn;

/// What stands in every confidential column or answer.
pub(super) const SECRET: &str = "Secret de Polichinelle";
/// The story that its holder did not allow to publish.
pub(super) const NOT_ALLOWED: &str = "Ce récit reste entre nous";

/// A number from 0 to `below`, spread by the words of the key.
fn spread(key: &str, below: u32) -> u32 {
    let hash = key.bytes().fold(2_166_136_261u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    });
    (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d) % below.max(1)
}

fn day(key: &str, from: &str, days: u32) -> NaiveDate {
    let from: NaiveDate = from.parse().unwrap();
    from + chrono::Days::new(u64::from(spread(key, days)))
}

fn column(framework: &Framework, column: &RegisterColumn, key: &str) -> Option<Value> {
    let programme = &framework.programme;
    let pick = |n: usize| spread(key, u32::try_from(n).unwrap()) as usize;
    let text = match column.role {
        Some(ColumnRole::Id) => return None,
        Some(ColumnRole::Department) => programme.departments[pick(programme.departments.len())]
            .id
            .clone(),
        Some(ColumnRole::Theme) => programme.themes[pick(programme.themes.len())].id.clone(),
        Some(ColumnRole::County) => programme.counties[pick(programme.counties.len())]
            .code
            .clone(),
        Some(ColumnRole::Edition) => programme.editions[pick(programme.editions.len())]
            .id
            .clone(),
        _ => match column.id.as_str() {
            "commune" => ["Florac", "Mirepoix", "Lodève", "Cahors"][pick(4)].to_owned(),
            "porteur" => [
                "Association Les Deux Rives",
                "Commune de Saint-Chély",
                "Collectif des Abeilles",
            ][pick(3)]
            .to_owned(),
            _ => "Exemple".to_owned(),
        },
    };
    Some(match column.type_ {
        _ if column.privacy == crate::framework::Privacy::Confidentiel => {
            Value::Text(SECRET.into())
        }
        FieldType::Date if column.id.as_str() == "fin_le" => {
            Value::Date(day(key, "2026-12-01", 700))
        }
        FieldType::Date if column.id.as_str().contains("fin") => {
            Value::Date(day(key, "2026-03-01", 400))
        }
        FieldType::Date => Value::Date(day(key, "2024-06-01", 400)),
        FieldType::Bool => Value::Bool(spread(key, 3) == 0),
        FieldType::Integer | FieldType::Score => Value::Integer(i64::from(spread(key, 5)) + 1),
        FieldType::Number | FieldType::Euros | FieldType::Percent => {
            Value::Number(Decimal::from(20_000 + spread(key, 80_000)))
        }
        _ => Value::Text(text),
    })
}

fn answer(field: &Field, key: &str) -> Option<Value> {
    let whole = |most: u32| i64::from(spread(key, most));
    Some(match field.type_ {
        _ if field.privacy == crate::framework::Privacy::Confidentiel => Value::Text(SECRET.into()),
        FieldType::Text | FieldType::Email => return None,
        FieldType::Integer if field.id.as_str().contains('_') => Value::Integer(whole(20)),
        FieldType::Integer => Value::Integer(40 + whole(40)),
        FieldType::Number if field.id.as_str() == "satisfaction" => {
            Value::Number(Decimal::new(30 + whole(20), 1))
        }
        FieldType::Number => Value::Number(Decimal::from(whole(900))),
        FieldType::Euros if field.id.as_str() == "cout_previsionnel" => {
            Value::Number(Decimal::from(60_000 + whole(60_000)))
        }
        FieldType::Euros => Value::Number(Decimal::from(whole(40_000))),
        FieldType::Percent => Value::Number(Decimal::from(30 + whole(70))),
        FieldType::Date if field.id.as_str() == "date_fin_prevue" => {
            Value::Date(day(key, "2026-10-01", 500))
        }
        FieldType::Date => Value::Date(day(key, "2026-01-01", 300)),
        FieldType::Bool => Value::Bool(spread(key, 4) == 0),
        FieldType::Choice => Value::Choice(
            field.choices[spread(key, u32::try_from(field.choices.len()).unwrap().min(4)) as usize]
                .id
                .clone(),
        ),
        FieldType::Choices => {
            let other = spread(key, 3) != 0;
            let at = if other {
                0
            } else {
                spread(
                    &format!("{key}?"),
                    u32::try_from(field.choices.len()).unwrap(),
                )
            };
            Value::Choices(vec![field.choices[at as usize].id.clone()])
        }
        FieldType::Score => Value::Integer(2 + whole(4)),
    })
}

fn rows(
    framework: &Framework,
    plan: &Plan<'_>,
    period: Period,
    count: u32,
    returned: u32,
) -> Vec<FollowUp> {
    (1..=count)
        .map(|n| {
            let id = format!(
                "{}-{n:03}",
                plan.kind.id.as_str().get(..3).unwrap_or("x").to_uppercase()
            );
            let register: Vec<_> = plan
                .kind
                .register
                .columns
                .iter()
                .filter_map(|c| {
                    Some((
                        c.id.as_str(),
                        column(framework, c, &format!("{id}{}", c.id))?,
                    ))
                })
                .collect();
            let came = spread(&format!("{id}{period}"), 100) < returned;
            let answers = came.then(|| {
                let fields = plan.questionnaire.fields.iter();
                fields
                    .filter_map(|f| {
                        Some((f.id.as_str(), answer(f, &format!("{id}{period}{}", f.id))?))
                    })
                    .collect()
            });
            let mut row = row(
                plan,
                period,
                &Given {
                    id: &id,
                    register,
                    answers,
                },
            );
            let titles = [
                "Le sentier des abeilles",
                "La cantine buissonnière",
                "Une zone humide retrouvée",
                "La passerelle de l’Ubac",
                "Le toit solaire de l’école",
                "Les jardins du canal",
            ];
            if let Some(subject) = Arc::get_mut(&mut row.subject) {
                subject.title = format!("{} {n}", titles[spread(&id, 6) as usize]);
            }
            row
        })
        .collect()
}

/// Every kind of the default programme over five periods.
pub(super) fn all_kinds(framework: &Framework) -> Vec<Computed<'_>> {
    let sizes = BTreeMap::from([
        ("laureats", 96),
        ("instances", 5),
        ("concertations", 4),
        ("deploiement", 8),
        ("marches", 7),
    ]);
    framework
        .kinds
        .iter()
        .map(|kind| {
            let plan = plan(framework, kind.id.as_str());
            let period = third_quarter().latest_within(kind.period).unwrap();
            let count = sizes.get(kind.id.as_str()).copied().unwrap_or(5);
            let moments: Vec<_> = period
                .window(5)
                .into_iter()
                .zip([62, 70, 74, 80, 86])
                .map(|(p, returned)| (p, rows(framework, &plan, p, count, returned)))
                .collect();
            let trend = moments
                .iter()
                .map(|(p, rows)| (*p, Evaluation::programme_only(&plan, rows).unwrap()))
                .collect();
            let mut last = moments.into_iter().rev().map(|(_, rows)| rows);
            let (now, before) = (last.next().unwrap(), last.next().unwrap());
            let mut computed = Computed::new(plan, period, now, before);
            computed.trend = trend;
            computed
        })
        .collect()
}

/// What the holders wrote: four stories, one of them not for others.
pub(super) fn words(framework: &Framework, view: &View<'_>) -> Extract {
    let mut extract = empty_extract(framework);
    let returned = view.kinds[0].rows.iter().filter(|r| r.accepted);
    for (n, row) in returned.take(4).enumerate() {
        extract.take(&stored(&row.subject.id, n));
    }
    extract
}

fn stored(subject: &SubjectId, n: usize) -> StoredReturn {
    let story = if n == 1 {
        NOT_ALLOWED
    } else {
        "Quarante bénévoles ont replanté deux kilomètres de haies mellifères. L’école suit les floraisons. Trois apiculteurs ont installé leurs ruches."
    };
    let answers = [
        ("repondant_nom", Value::Text(SECRET.into())),
        ("recit", Value::Text(story.into())),
        (
            "citation",
            Value::Text("« On ne savait pas que le chemin nous appartenait. »".into()),
        ),
        ("autorisation_publication", Value::Bool(n != 1)),
        ("besoin_appui", Value::Bool(true)),
        (
            "besoin_appui_detail",
            Value::Text("Médiation foncière avec le conservatoire".into()),
        ),
    ];
    StoredReturn {
        id: 1,
        kind: "laureats".into(),
        subject: subject.clone(),
        period: third_quarter(),
        version: 1,
        received_on: NaiveDate::from_ymd_opt(2026, 10, 12).unwrap(),
        status: ReturnStatus::Accepted,
        completeness: Decimal::ONE,
        file: "retour.xlsx".into(),
        hash: String::new(),
        answers: answers
            .into_iter()
            .map(|(id, value)| {
                (
                    id.into(),
                    Answer {
                        raw: String::new(),
                        value: Some(value),
                        place: Place::default(),
                    },
                )
            })
            .collect(),
        findings: vec![
            crate::model::Finding::warning(crate::model::FindingCode::RuleBroken, Place::default())
                .on(&"ges_evites".into()),
        ],
    }
}

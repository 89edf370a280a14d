//! The default programme with invented subjects, as many as a test asks for; the same at every run.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use crate::evaluate::{Evaluation, FollowUp, Group, Plan, SubjectInfo};
use crate::framework::{ColumnRole, Field, FieldType, Framework, Kind, Language, load};
use crate::model::{Period, ReturnStatus, SubjectId, Value};
use crate::render::{KindView, View};
use crate::text::Texts;
use crate::workbook::{RefusedFile, ReturnsQuality, SubjectReturns};

/// What a test asks for.
pub(in crate::workbook) struct Scene {
    pub(in crate::workbook) framework: Framework,
    /// Projects; the other kinds have a few subjects each, or none where there is none of these.
    pub(in crate::workbook) projects: usize,
    pub(in crate::workbook) language: Language,
    /// Of a hundred returns, how many are accepted.
    pub(in crate::workbook) accepted: u64,
    /// The title of the first project.
    pub(in crate::workbook) title: String,
}

/// A stream of numbers that look drawn by lot (the multiplier of Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Scene {
    pub(in crate::workbook) fn new(projects: usize) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let framework = load(root, None).unwrap_or_else(|problems| panic!("{problems:?}"));
        Self {
            framework,
            projects,
            language: Language::Fr,
            accepted: 84,
            title: "Un verger partagé".to_owned(),
        }
    }

    /// Builds everything and hands it over.
    pub(in crate::workbook) fn play<T>(
        &self,
        then: impl FnOnce(&View<'_>, &ReturnsQuality) -> T,
    ) -> T {
        let today = day("2026-11-24");
        let period: Period = "2026-T3".parse().unwrap();
        let framework = &self.framework;
        let plans: Vec<Plan<'_>> = framework
            .kinds
            .iter()
            .map(|kind| Plan::new(framework, kind).unwrap())
            .collect();
        let mut quality = ReturnsQuality::default();
        let acts: Vec<Act> = plans
            .iter()
            .map(|plan| self.act(plan, period, &mut quality))
            .collect();
        if self.projects > 0 {
            quality.refused.push(RefusedFile {
                name: "=HYPERLINK(\"http://exemple.invalid\").xlsx".to_owned(),
                received_on: Some(day("2026-10-12")),
                reason: "Ce classeur est protégé par un mot de passe.".to_owned(),
                remedy: "Renvoyez-le sans mot de passe.".to_owned(),
            });
        }
        let kinds = plans
            .iter()
            .zip(&acts)
            .map(|(plan, act)| KindView {
                plan,
                evaluation: &act.evaluation,
                rows: &act.rows,
                previous: &act.previous,
                trend: &act.trend,
                year: Some(&act.evaluation),
            })
            .collect();
        let view = View {
            framework,
            period,
            today,
            privacy: crate::framework::Privacy::Interne,
            kinds,
            language: self.language,
            texts: Texts::of(self.language),
        };
        then(&view, &quality)
    }

    fn act(&self, plan: &Plan<'_>, period: Period, quality: &mut ReturnsQuality) -> Act {
        let period = period.latest_within(plan.kind.period).unwrap();
        let is_main = plan.kind.id.as_str() == "laureats";
        let count = if is_main {
            self.projects
        } else {
            self.projects.min(9)
        };
        let subjects: Vec<Arc<SubjectInfo>> = (0..count)
            .map(|n| Arc::new(self.subject(plan.kind, n, is_main)))
            .collect();
        // Ten thousand projects over eight periods would test the engine, not the workbook.
        let periods = period.window(if count > 500 { 2 } else { 6 });
        let mut trend: Vec<(Period, Group)> = Vec::new();
        let mut last: [Vec<FollowUp>; 2] = [Vec::new(), Vec::new()];
        for (age, past) in periods.iter().rev().enumerate() {
            let mut dice = Dice(7 + u64::try_from(age).unwrap());
            let rows: Vec<FollowUp> = subjects
                .iter()
                .map(|subject| self.follow_up(plan, subject, *past, age, &mut dice))
                .collect();
            trend.push((*past, Evaluation::programme_only(plan, &rows).unwrap()));
            if age < 2 {
                last[age] = rows;
            }
        }
        trend.reverse();
        let [rows, previous] = last;
        for row in rows.iter().filter(|row| row.exchanges > 0) {
            quality.by_subject.insert(
                (plan.kind.id.clone(), row.subject.id.clone()),
                SubjectReturns {
                    status: Some(if row.accepted {
                        ReturnStatus::Accepted
                    } else {
                        ReturnStatus::ToCorrect
                    }),
                    last_day: row.returned_on,
                    errors: u32::from(!row.accepted) * 2,
                    warnings: row.exchanges - 1,
                },
            );
        }
        Act {
            evaluation: Evaluation::compute(plan, period, &rows, &previous, 1).unwrap(),
            rows,
            previous,
            trend,
        }
    }

    fn subject(&self, kind: &Kind, n: usize, is_main: bool) -> SubjectInfo {
        let programme = &self.framework.programme;
        let mut dice = Dice(u64::try_from(n).unwrap() + 1);
        let mut pick =
            |count: usize| usize::try_from(dice.below(u64::try_from(count).unwrap())).unwrap();
        let id = format!("{}-{:05}", &kind.id.as_str()[..3].to_uppercase(), n + 1);
        let title = if n == 0 && is_main {
            self.title.clone()
        } else {
            let things = [
                "Jardin",
                "Sentier",
                "Four à pain",
                "Café associatif",
                "Mare",
                "Atelier vélo",
            ];
            let place = &programme.counties[pick(programme.counties.len())].name;
            format!("{} de {place} n° {}", things[pick(things.len())], n + 1)
        };
        let columns: BTreeMap<_, _> = kind
            .register
            .columns
            .iter()
            .filter_map(|column| {
                let text = |text: &str| Some(Value::Text(text.to_owned()));
                let value = match (column.role, column.type_) {
                    (Some(ColumnRole::Id), _) => text(&id),
                    (Some(ColumnRole::Title), _) => text(&title),
                    (Some(ColumnRole::Department), _) => {
                        text(&programme.departments[pick(programme.departments.len())].id)
                    }
                    (Some(ColumnRole::Theme), _) => {
                        text(&programme.themes[pick(programme.themes.len())].id)
                    }
                    (Some(ColumnRole::County), _) => {
                        text(&programme.counties[pick(programme.counties.len())].code)
                    }
                    (Some(ColumnRole::Edition), _) => {
                        text(&programme.editions[pick(programme.editions.len())].id)
                    }
                    (Some(ColumnRole::ContactName), _) => text("SECRET Personne"),
                    (Some(ColumnRole::ContactEmail), _) | (_, FieldType::Email) => {
                        text("secret@exemple.invalid")
                    }
                    (_, FieldType::Date) => Some(Value::Date(
                        day("2025-01-06")
                            .checked_add_days(Days::new(u64::try_from(pick(700)).unwrap()))
                            .unwrap(),
                    )),
                    (_, FieldType::Bool) => Some(Value::Bool(pick(3) == 0)),
                    (_, FieldType::Euros) => {
                        Some(Value::Number(Decimal::from(5_000 + 250 * pick(200))))
                    }
                    (_, FieldType::Text) if column.id.as_str() == "dispositif" => {
                        text(&programme.editions[pick(programme.editions.len())].scheme)
                    }
                    (_, FieldType::Text) => text("Association du Vallon"),
                    _ => None,
                };
                Some((column.id.clone(), value?))
            })
            .collect();
        SubjectInfo {
            id: SubjectId::new(id),
            title,
            columns: columns.into(),
            contact_name: Some("SECRET Personne".to_owned()),
            contact_email: Some("secret@exemple.invalid".to_owned()),
            contact_language: None,
        }
    }

    fn follow_up(
        &self,
        plan: &Plan<'_>,
        subject: &Arc<SubjectInfo>,
        period: Period,
        age: usize,
        dice: &mut Dice,
    ) -> FollowUp {
        let county: u64 = subject
            .text("departement")
            .and_then(|code| code.parse().ok())
            .unwrap_or(50);
        let accepted = self.accepted > 0 && dice.below(100) + county / 3 < self.accepted + 15;
        let came = accepted || dice.below(2) == 0;
        let values = plan
            .questionnaire
            .fields
            .iter()
            .map(|field| {
                if accepted {
                    value(field, age, dice)
                } else {
                    None
                }
            })
            .collect();
        let returned_on = came.then(|| {
            let days = 1 + dice.below(40);
            period.end().checked_add_days(Days::new(days)).unwrap()
        });
        let exchanges = if came {
            1 + u32::try_from(dice.below(2)).unwrap()
        } else {
            0
        };
        FollowUp {
            subject: Arc::clone(subject),
            period,
            opened_on: period.end().succ_opt().unwrap(),
            returned_on,
            accepted,
            first_accepted: accepted,
            carried: false,
            exchanges,
            completeness: accepted
                .then(|| Decimal::new(80 + i64::try_from(dice.below(21)).unwrap(), 2)),
            values,
        }
    }
}

/// The rows and figures of a kind.
struct Act {
    evaluation: Evaluation,
    rows: Vec<FollowUp>,
    previous: Vec<FollowUp>,
    trend: Vec<(Period, Group)>,
}

fn value(field: &Field, age: usize, dice: &mut Dice) -> Option<Value> {
    if dice.below(9) == 0 {
        return None;
    }
    let number = |n: u64| Decimal::from(n);
    Some(match field.type_ {
        FieldType::Text | FieldType::Email => return None,
        FieldType::Integer => Value::Integer(i64::try_from(dice.below(60)).unwrap()),
        FieldType::Score => Value::Integer(1 + i64::try_from(dice.below(5)).unwrap()),
        FieldType::Number => Value::Number(number(dice.below(4_000)) / Decimal::from(4)),
        FieldType::Euros if field.id.as_str() == "cout_previsionnel" => {
            Value::Number(number(30_000 + dice.below(20_000)))
        }
        FieldType::Euros => Value::Number(number(4_000 + dice.below(20_000))),
        FieldType::Percent => {
            let top = 100 - 8 * u64::try_from(age).unwrap();
            Value::Number(number(dice.below(top / 2) + top / 2))
        }
        FieldType::Date => Value::Date(
            day("2026-01-05")
                .checked_add_days(Days::new(dice.below(500)))
                .unwrap(),
        ),
        FieldType::Bool => Value::Bool(dice.below(5) == 0),
        FieldType::Choice => Value::Choice(choice(field, dice)),
        FieldType::Choices => Value::Choices(vec![choice(field, dice)]),
    })
}

fn choice(field: &Field, dice: &mut Dice) -> String {
    let count = u64::try_from(field.choices.len()).unwrap();
    field.choices[usize::try_from(dice.below(count)).unwrap()]
        .id
        .clone()
}

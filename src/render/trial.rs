//! A small programme with hand-made rows, for the tests of this room.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{KindView, View};
use crate::evaluate::{Evaluation, FollowUp, Plan, SubjectInfo, public_rows};
use crate::framework::{Framework, Language, load};
use crate::model::{
    Answer, FieldId, Finding, KindId, Period, Place, ReturnStatus, SubjectId, Value,
};
use crate::store::returns::StoredReturn;
use crate::text::Texts;

/// The programme that bilan comes with.
pub(super) fn shipped() -> Framework {
    match load(Path::new(env!("CARGO_MANIFEST_DIR")), None) {
        Ok(framework) => framework,
        Err(problems) => panic!("{problems:?}"),
    }
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What a test is made of.
pub(super) struct Trial {
    pub(super) framework: Framework,
    pub(super) kind: KindId,
    pub(super) period: Period,
    pub(super) today: NaiveDate,
    pub(super) rows: Vec<FollowUp>,
    pub(super) previous: Vec<FollowUp>,
}

impl Trial {
    pub(super) fn new(framework: Framework, kind: &str) -> Self {
        Self {
            framework,
            kind: kind.into(),
            period: "2026Q3".parse().unwrap(),
            today: day("2026-11-24"),
            rows: Vec::new(),
            previous: Vec::new(),
        }
    }

    /// Twelve projects, six of a theme, of one direction; the last one of each half-dozen has not returned.
    pub(super) fn projects() -> Self {
        let mut trial = Self::new(shipped(), "laureats");
        for n in 0..12_i64 {
            let register = [
                ("projet_id", format!("BP-{n:03}")),
                ("titre", format!("Le sentier des abeilles {n}")),
                ("dispositif", "Budget participatif montagne".to_owned()),
                (
                    "edition",
                    if n % 3 == 0 {
                        "ruralite_2024"
                    } else {
                        "montagne_2024"
                    }
                    .to_owned(),
                ),
                (
                    "thematique",
                    if n < 6 { "biodiversite" } else { "eau" }.to_owned(),
                ),
                ("direction", "environnement".to_owned()),
                ("commune", "Florac".to_owned()),
                ("departement", "48".to_owned()),
                ("porteur", "Association Les Butineurs".to_owned()),
            ];
            let returned = n % 6 != 5;
            let now = if n == 0 { 45 } else { 40 + 5 * n };
            let row = trial.row(n, &register, "2026Q3", returned, now, 100 + 20 * n);
            let before = trial.row(
                n,
                &register,
                "2026Q2",
                true,
                30 + 5 * n + if n == 0 { 20 } else { 0 },
                90,
            );
            trial.rows.push(row);
            trial.previous.push(before);
        }
        trial
    }

    fn row(
        &self,
        n: i64,
        register: &[(&str, String)],
        period: &str,
        accepted: bool,
        progress: i64,
        people: i64,
    ) -> FollowUp {
        let mut columns: BTreeMap<FieldId, Value> = register
            .iter()
            .map(|(id, text)| ((*id).into(), Value::Text(text.clone())))
            .collect();
        columns.insert("subvention_accordee".into(), Value::Number(20_000.into()));
        columns.insert("montant_attribue".into(), Value::Number(24_000.into()));
        let subject = SubjectInfo {
            id: SubjectId::new(format!("BP-{n:03}")),
            title: format!("Le sentier des abeilles {n}"),
            columns: columns.into(),
            contact_name: None,
            contact_email: None,
            contact_language: None,
        };
        let answers = answers(progress, people, n);
        let questionnaire = self.framework.questionnaire_of(&self.kind).unwrap();
        FollowUp {
            subject: Arc::new(subject),
            period: period.parse().unwrap(),
            opened_on: period.parse::<Period>().unwrap().end().succ_opt().unwrap(),
            returned_on: accepted.then(|| day("2026-10-12")),
            accepted,
            first_accepted: accepted,
            carried: false,
            exchanges: u32::from(accepted),
            completeness: accepted.then_some(Decimal::ONE),
            values: questionnaire
                .fields
                .iter()
                .map(|f| answers.get(f.id.as_str()).cloned().filter(|_| accepted))
                .collect(),
        }
    }

    /// Gives the view of the trial in a language.
    pub(super) fn view<R>(&self, language: Language, see: impl FnOnce(&View<'_>) -> R) -> R {
        let framework = &self.framework;
        let kind = framework.kind(&self.kind).unwrap();
        let plan = Plan::new(framework, kind).unwrap();
        let evaluation =
            Evaluation::compute(&plan, self.period, &self.rows, &self.previous, 1).unwrap();
        let before = Evaluation::programme_only(&plan, &self.previous).unwrap();
        let now = Evaluation::programme_only(&plan, &self.rows).unwrap();
        let trend = [
            (self.period.previous().unwrap(), before),
            (self.period, now),
        ];
        let view = View {
            framework,
            period: self.period,
            today: self.today,
            privacy: crate::framework::Privacy::Interne,
            kinds: vec![KindView {
                plan: &plan,
                evaluation: &evaluation,
                rows: &self.rows,
                previous: &self.previous,
                trend: &trend,
                year: None,
            }],
            language,
            texts: Texts::of(language),
        };
        see(&view)
    }

    /// Gives what everyone may see of the trial, in a language.
    pub(super) fn public_view<R>(&self, language: Language, see: impl FnOnce(&View<'_>) -> R) -> R {
        self.view(language, |view| {
            let rules = &self.framework.programme.public;
            let whole = &view.kinds[0];
            let plan = whole.plan.public();
            let evaluation = whole.evaluation.public(whole.plan, whole.rows, rules);
            let rows = public_rows(whole.plan, whole.rows, rules);
            let kind = KindView {
                plan: &plan,
                evaluation: &evaluation,
                rows: &rows,
                previous: &[],
                trend: &[],
                year: None,
            };
            see(&View {
                kinds: vec![kind],
                privacy: crate::framework::Privacy::Public,
                ..*view
            })
        })
    }

    /// The return that a row was made from.
    pub(super) fn returned(&self, at: usize, findings: Vec<Finding>) -> StoredReturn {
        let row = &self.rows[at];
        let questionnaire = self.framework.questionnaire_of(&self.kind).unwrap();
        let answers = questionnaire.fields.iter().zip(row.values.iter());
        let answers = answers.filter_map(|(field, value)| {
            let answer = Answer {
                raw: String::new(),
                value: Some(value?),
                place: cell("C10"),
            };
            Some((field.id.clone(), answer))
        });
        let worst = findings.iter().map(|f| f.severity).max();
        StoredReturn {
            id: 1,
            kind: self.kind.clone(),
            subject: row.subject.id.clone(),
            period: self.period,
            version: 1,
            received_on: day("2026-10-12"),
            status: if worst == Some(crate::model::Severity::Error) {
                ReturnStatus::ToCorrect
            } else {
                ReturnStatus::Accepted
            },
            completeness: Decimal::ONE,
            file: "retour.xlsx".to_owned(),
            hash: String::new(),
            answers: answers.collect(),
            findings,
        }
    }
}

pub(super) fn cell(name: &str) -> Place {
    Place::file("retour.xlsx").at(Some("Retour"), name.parse().unwrap())
}

fn answers(progress: i64, people: i64, n: i64) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("repondant_nom", Value::Text("Jeanne Secrète".to_owned())),
        (
            "repondant_courriel",
            Value::Text("jeanne@secret.invalid".to_owned()),
        ),
        ("statut", Value::Choice("en_cours".to_owned())),
        ("avancement", Value::Number(progress.into())),
        ("date_demarrage", Value::Date(day("2026-01-15"))),
        ("besoin_appui", Value::Bool(n % 4 == 0)),
        (
            "difficultes",
            Value::Choices(vec!["foncier".to_owned(), "technique".to_owned()]),
        ),
        ("cout_previsionnel", Value::Number(30_000.into())),
        (
            "depense_cumulee",
            Value::Number(Decimal::new(1_845_050 + 100 * n, 2)),
        ),
        ("benevoles", Value::Integer(8 + n)),
        (
            "heures_benevolat",
            Value::Number(Decimal::new(3_105 + n, 1)),
        ),
        ("beneficiaires", Value::Integer(people)),
        ("beneficiaires_femmes", Value::Integer(people / 2)),
        ("surface_restauree", Value::Number(Decimal::new(12_005, 1))),
        ("arbres_plantes", Value::Integer(0)),
    ])
}

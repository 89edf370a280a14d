//! The report of the default programme, from hand-made returns.

mod document;
mod invented;
mod sentences;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Extract, ReportData, extract, report};
use crate::evaluate::{Evaluation, FollowUp, Group, Plan, SubjectInfo};
use crate::framework::{Framework, Language};
use crate::model::{FieldId, Granularity, KindId, Period, Value};
use crate::render::{KindView, View};
use crate::store::subjects::Subject;
use crate::text::Texts;

/// The default programme.
fn framework() -> Framework {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate::framework::load(root, None).unwrap_or_else(|problems| panic!("{problems}"))
}

fn third_quarter() -> Period {
    Period::new(2026, Granularity::Quarter, 3).unwrap()
}

fn plan<'a>(framework: &'a Framework, kind: &str) -> Plan<'a> {
    let id = KindId::from(kind);
    let kind = framework.kind(&id).unwrap();
    Plan::new(framework, kind).unwrap()
}

/// What a test says of one expected return.
struct Given<'t> {
    id: &'t str,
    register: Vec<(&'t str, Value)>,
    answers: Option<Vec<(&'t str, Value)>>,
}

fn row(plan: &Plan<'_>, period: Period, given: &Given<'_>) -> FollowUp {
    let columns = given.register.iter();
    let subject = Subject {
        kind: plan.kind.id.clone(),
        id: given.id.into(),
        title: format!("Projet {}", given.id),
        columns: columns
            .map(|(id, value)| (FieldId::from(*id), value.clone()))
            .chain(
                plan.kind
                    .register
                    .column(crate::framework::ColumnRole::Id)
                    .map(|c| (c.id.clone(), Value::Text(given.id.into()))),
            )
            .collect(),
        row: 2,
    };
    let value = |field: &FieldId| {
        let answers = given.answers.as_ref()?;
        let answer = answers.iter().find(|(id, _)| *id == field.as_str());
        answer.map(|(_, value)| value.clone())
    };
    FollowUp {
        subject: Arc::new(SubjectInfo::new(
            plan.kind,
            subject.id,
            subject.title,
            subject.columns.into(),
        )),
        period,
        opened_on: period.end().succ_opt().unwrap(),
        returned_on: given.answers.as_ref().and_then(|_| period.end().succ_opt()),
        accepted: given.answers.is_some(),
        first_accepted: given.answers.is_some(),
        carried: false,
        exchanges: u32::from(given.answers.is_some()),
        completeness: given.answers.as_ref().map(|_| Decimal::ONE),
        values: plan
            .questionnaire
            .fields
            .iter()
            .map(|f| value(&f.id))
            .collect(),
    }
}

/// The figures of a kind, owned.
struct Computed<'a> {
    plan: Plan<'a>,
    evaluation: Evaluation,
    rows: Vec<FollowUp>,
    previous: Vec<FollowUp>,
    trend: Vec<(Period, Group)>,
}

impl<'a> Computed<'a> {
    fn new(plan: Plan<'a>, period: Period, rows: Vec<FollowUp>, previous: Vec<FollowUp>) -> Self {
        let evaluation = Evaluation::compute(&plan, period, &rows, &previous, 1).unwrap();
        let group = |rows: &[FollowUp]| Evaluation::programme_only(&plan, rows).unwrap();
        let trend = vec![
            (period.previous().unwrap(), group(&previous)),
            (period, group(&rows)),
        ];
        Self {
            plan,
            evaluation,
            rows,
            previous,
            trend,
        }
    }

    fn view(&self) -> KindView<'_> {
        KindView {
            plan: &self.plan,
            evaluation: &self.evaluation,
            rows: &self.rows,
            previous: &self.previous,
            trend: &self.trend,
            year: None,
        }
    }
}

fn view<'a>(framework: &'a Framework, kinds: &'a [Computed<'a>], language: Language) -> View<'a> {
    View {
        framework,
        period: third_quarter(),
        today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        privacy: crate::framework::Privacy::Interne,
        kinds: kinds.iter().map(Computed::view).collect(),
        language,
        texts: Texts::of(language),
    }
}

fn made(view: &View<'_>, extract: &Extract) -> ReportData {
    report(view, extract, &[]).unwrap()
}

fn empty_extract(framework: &Framework) -> Extract {
    extract(framework, third_quarter())
}

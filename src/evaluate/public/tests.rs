//! Nothing internal comes through, and no mask can be undone by subtraction.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::framework::{Framework, Kind};
use crate::model::{Period, SubjectId};

const RULES: PublicRules = PublicRules {
    minimum_subjects: 3,
    minimum_persons: 5,
};

/// The programme that bilan comes with.
fn shipped() -> Framework {
    match crate::framework::load(std::path::Path::new(env!("CARGO_MANIFEST_DIR")), None) {
        Ok(framework) => framework,
        Err(problems) => panic!("{problems:?}"),
    }
}

fn period() -> Period {
    "2026Q3".parse().unwrap()
}

/// A project of an edition and a département, with so many beneficiaries.
fn row(
    kind: &Kind,
    framework: &Framework,
    n: usize,
    (edition, county, people): (u8, u8, i64),
) -> FollowUp {
    let text = |text: String| Value::Text(text);
    // An edition belongs to one scheme: its figures add up to the scheme's.
    let columns = BTreeMap::from([
        ("projet_id".into(), text(format!("BP-{n:03}"))),
        ("titre".into(), text(format!("Projet {n}"))),
        ("edition".into(), text(format!("e{edition}"))),
        ("dispositif".into(), text(format!("d{}", edition / 2))),
        ("departement".into(), text(format!("{county:02}"))),
        (
            "porteur_courriel".into(),
            text("secret@exemple.invalid".to_owned()),
        ),
    ]);
    let id = SubjectId::new(format!("BP-{n:03}"));
    let questionnaire = framework.questionnaire_of(&kind.id).unwrap();
    let values = questionnaire.fields.iter().map(|f| match f.id.as_str() {
        "beneficiaires" => Some(Value::Integer(people)),
        "depense_cumulee" => Some(Value::Number(Decimal::from(1000 + people))),
        "surface_restauree" => Some(Value::Number(Decimal::from(10_000 * people))),
        "repondant_nom" => Some(text("Jeanne Secrète".to_owned())),
        _ => None,
    });
    FollowUp {
        subject: Arc::new(SubjectInfo::new(
            kind,
            id,
            format!("Projet {n}"),
            columns.into(),
        )),
        period: period(),
        opened_on: period().end().succ_opt().unwrap(),
        returned_on: None,
        accepted: true,
        first_accepted: true,
        carried: false,
        exchanges: 1,
        completeness: Some(Decimal::ONE),
        values: values.collect(),
    }
}

/// The figures, and what everyone sees of them.
fn seen<R>(
    projects: &[(u8, u8, i64)],
    look: impl FnOnce(&Plan<'_>, &[FollowUp], &Evaluation, &Evaluation) -> R,
) -> R {
    let framework = shipped();
    let kind = framework.kind(&"laureats".into()).unwrap();
    let plan = Plan::new(&framework, kind).unwrap();
    let rows: Vec<FollowUp> = (projects.iter().enumerate())
        .map(|(n, project)| row(kind, &framework, n, *project))
        .collect();
    let all = Evaluation::compute(&plan, period(), &rows, &[], 1).unwrap();
    let public = all.public(&plan, &rows, &RULES);
    look(&plan, &rows, &all, &public)
}

fn shown(evaluation: &Evaluation, indicator: &str, level: &Level) -> BTreeMap<String, Option<f64>> {
    let at = evaluation
        .indicators
        .iter()
        .position(|i| i.as_str() == indicator)
        .unwrap();
    let groups = evaluation.groups(level).iter();
    groups.map(|g| (g.key.clone(), g.values.get(at))).collect()
}

#[test]
fn internal_figures_fields_and_contacts_do_not_come_through() {
    let projects: Vec<_> = (0..8).map(|n| (n % 2, n % 2, 20)).collect();
    seen(&projects, |plan, rows, all, public| {
        assert!(
            all.indicators
                .iter()
                .any(|i| i.as_str() == "cout_par_beneficiaire")
        );
        assert!(
            public
                .indicators
                .iter()
                .all(|i| i.as_str() != "cout_par_beneficiaire")
        );
        assert_eq!(plan.public().indicators.len(), public.indicators.len());
        let rows = public_rows(plan, rows, &RULES);
        let fields = plan.questionnaire.fields.iter();
        for (at, field) in fields.enumerate() {
            let known = rows.iter().any(|row| row.values.get(at).is_some());
            let expected = ["beneficiaires", "surface_restauree"].contains(&field.id.as_str());
            assert_eq!(known, expected, "{}", field.id);
        }
        assert!(rows.iter().all(|r| r.subject.contact_email.is_none()));
        assert!(
            rows.iter()
                .all(|r| r.subject.text("porteur_courriel").is_none())
        );
        assert_eq!(rows[0].subject.text("edition"), Some("e0"));
        // A rate of many projects is public; of one it would tell what that one spent.
        let rate = "taux_execution";
        assert!(public.indicators.iter().any(|i| i.as_str() == rate));
        assert!(
            shown(public, rate, &Level::Subject)
                .values()
                .all(Option::is_none)
        );
    });
}

#[test]
fn a_small_group_is_masked_and_another_with_it() {
    // Two projects in département 01, three in 02 and four in 03.
    let counties = [1, 1, 2, 2, 2, 3, 3, 3, 3];
    let projects: Vec<_> = counties.map(|county| (0, county, 20)).into();
    seen(&projects, |_, _, _, public| {
        let level = Level::Column("departement".into());
        let people = shown(public, "beneficiaires", &level);
        let expected = [("01", None), ("02", None), ("03", Some(80.0))];
        assert_eq!(people, expected.map(|(k, v)| (k.to_owned(), v)).into());
        assert_eq!(
            shown(public, "beneficiaires", &Level::Programme)[""],
            Some(180.0)
        );
    });
    // Few persons are masked, the area that they restored is not.
    let projects: Vec<_> = (0..9)
        .map(|n| (0, n / 3, if n < 3 { 1 } else { 20 }))
        .collect();
    seen(&projects, |_, _, _, public| {
        let level = Level::Column("departement".into());
        assert_eq!(shown(public, "beneficiaires", &level)["00"], None);
        assert_eq!(shown(public, "surface_restauree", &level)["00"], Some(3.0));
        assert_eq!(
            shown(public, "beneficiaires", &Level::Subject)["BP-000"],
            None
        );
        assert_eq!(
            shown(public, "surface_restauree", &Level::Subject)["BP-000"],
            Some(1.0)
        );
    });
}

/// What can be found by subtracting, again and again: the one unknown part of a known sum.
fn undone(
    all: &Evaluation,
    public: &Evaluation,
    rows: &[FollowUp],
    indicator: &str,
) -> Option<String> {
    let places: Vec<usize> = vec![
        all.indicators
            .iter()
            .position(|i| i.as_str() == indicator)
            .unwrap(),
    ];
    let levels: Vec<Kept<'_>> = all.levels.iter().map(|l| Kept::of(l, &places)).collect();
    for sum in sums(&levels, rows) {
        let key = |level: usize, group: usize| all.levels[level].groups[group].key.clone();
        let value = |level: usize, group: usize| {
            shown(public, indicator, &all.levels[level].level)[&key(level, group)]
        };
        let total = value(sum.total.0, sum.total.1);
        let known = |at: &usize| levels[sum.level].value(*at, 0).is_some();
        let hidden: Vec<_> = sum
            .parts
            .iter()
            .copied()
            .filter(known)
            .filter(|at| value(sum.level, *at).is_none())
            .collect();
        if total.is_some() && hidden.len() == 1 && sum.parts.len() > 1 {
            return Some(format!(
                "{:?} {}",
                all.levels[sum.level].level,
                key(sum.level, hidden[0])
            ));
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_mask_can_be_undone_by_subtraction(
        projects in prop::collection::vec((0_u8..5, 0_u8..4, 0_i64..12), 1..24)
    ) {
        let (found, leaked) = seen(&projects, |_, rows, all, public| {
            let found = ["beneficiaires", "surface_restauree"].map(|i| undone(all, public, rows, i));
            // Nothing small is shown at all.
            let level = Level::Column("edition".into());
            let of = |e: &str| projects.iter().filter(|(edition, ..)| e == format!("e{edition}")).count();
            let leaked: Vec<String> = shown(public, "surface_restauree", &level).into_iter()
                .filter(|(key, value)| value.is_some() && of(key) < 3).map(|(key, _)| key).collect();
            (found, leaked)
        });
        prop_assert_eq!(found, [None, None]);
        prop_assert_eq!(leaked, Vec::<String>::new());
    }
}

#[test]
fn too_few_subjects_in_all_show_nothing() {
    seen(&[(0, 0, 50), (1, 1, 60)], |_, _, _, public| {
        assert_eq!(shown(public, "beneficiaires", &Level::Programme)[""], None);
    });
}

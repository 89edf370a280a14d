//! What a holder reads.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use serde_json::Value as Json;

use super::*;
use crate::deliver::AnswerStatus;
use crate::framework::Language;
use crate::model::{FieldId, Finding, FindingCode};
use crate::render::Templates;
use crate::render::trial::{Trial, cell};

fn wrong_date() -> Finding {
    Finding::error(FindingCode::NotADate, cell("C14"))
        .on(&FieldId::from("date_fin_reelle"))
        .found("31/09/2026")
}

fn odd_progress() -> Finding {
    let mut finding = Finding::warning(FindingCode::RuleBroken, cell("C9"))
        .on(&FieldId::from("avancement"))
        .found("45");
    finding.rule = Some("avancement_recule".into());
    finding
}

/// The JSON of one sheet.
fn made(trial: &Trial, at: usize, language: Language, findings: Vec<Finding>) -> Json {
    trial.view(language, |view| {
        let context = SheetContext::new(view, trial.kind.as_str(), None).unwrap();
        let answered = trial.returned(at, findings);
        let sheet = sheet(
            &context,
            &answered,
            trial.rows.get(at),
            trial.previous.get(at),
        );
        serde_json::to_value(&sheet).unwrap()
    })
}

fn sample() -> Json {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("report-templates/fiche-retour/sample.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The keys of a value, those of the objects in its lists too.
fn keys(value: &Json, path: &str, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Json::Object(object) => {
            for (key, value) in object {
                let path = format!("{path}.{key}");
                keys(value, &path, found);
                found.insert(path);
            }
        }
        Json::Array(list) => list.iter().for_each(|v| keys(v, path, found)),
        _ => {}
    }
}

#[test]
fn a_sheet_has_the_keys_of_the_contract() {
    let trial = Trial::projects();
    let (mut asked, mut given) = Default::default();
    keys(&sample(), "", &mut asked);
    let accepted = made(&trial, 1, Language::Fr, vec![odd_progress()]);
    keys(&accepted, "", &mut given);
    assert_eq!(given, asked);
}

#[test]
fn an_accepted_return_is_thanked_for_and_asks_nothing() {
    let sheet = made(&Trial::projects(), 1, Language::Fr, Vec::new());
    assert_eq!(sheet["state"], "accepte");
    assert_eq!(
        sheet["opening"],
        "Merci pour votre retour du 12 octobre 2026. Il est accepté\u{a0}: vous n’avez rien à faire."
    );
    assert!(sheet["to_do"].is_null());
    insta::assert_snapshot!(serde_json::to_string_pretty(&sheet).unwrap());
}

#[test]
fn a_return_to_correct_says_what_where_and_how() {
    let sheet = made(
        &Trial::projects(),
        1,
        Language::Fr,
        vec![odd_progress(), wrong_date()],
    );
    assert_eq!(sheet["state"], "a-corriger");
    assert!(sheet["comparison"].is_null());
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&serde_json::json!({
            "opening": sheet["opening"], "to_do": sheet["to_do"], "steps": sheet["steps"],
        }))
        .unwrap()
    );
}

#[test]
fn remarks_ask_nothing_and_a_wrong_value_is_no_figure() {
    let trial = Trial::projects();
    let remark = Finding::info(FindingCode::NumberAsText, cell("C9")).on(&"avancement".into());
    let sheet = made(&trial, 1, Language::Fr, vec![remark]);
    assert_eq!(sheet["state"], "accepte");
    let wrong = Finding::error(FindingCode::OutOfBounds, cell("C9"))
        .on(&"avancement".into())
        .found("45");
    let sheet = made(&trial, 1, Language::Fr, vec![wrong]);
    assert!(!sheet["highlights"].to_string().contains("avancement"));
    assert!(!sheet["details"].to_string().contains("avancement"));
}

#[test]
fn personal_data_never_shows() {
    let trial = Trial::projects();
    let name = |code| {
        Finding::error(code, cell("C4"))
            .on(&"repondant_courriel".into())
            .found("jeanne@secret")
            .with("suggestion", "jeanne@secret.invalid")
    };
    let findings = vec![name(FindingCode::NotAnEmail), name(FindingCode::NotAChoice)];
    for language in [Language::Fr, Language::En] {
        let sheet = made(&trial, 1, language, findings.clone()).to_string();
        assert!(
            !sheet.contains("secret") && !sheet.contains("Jeanne"),
            "{sheet}"
        );
        let answer = trial.view(language, |view| {
            let context = SheetContext::new(view, "laureats", None).unwrap();
            mail_answer(&context, &trial.returned(1, findings.clone()))
        });
        assert_eq!(answer.status, AnswerStatus::Correct);
        assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
    }
}

#[test]
fn fewer_than_five_projects_are_not_compared() {
    let mut trial = Trial::projects();
    let sheet = made(&trial, 1, Language::Fr, Vec::new());
    assert_eq!(sheet["comparison"]["masked"], false);
    assert_eq!(
        sheet["comparison"]["group"],
        "5 projets de la thématique «\u{a0}Biodiversité\u{a0}»"
    );
    trial.rows.remove(0);
    trial.previous.remove(0);
    let sheet = made(&trial, 0, Language::Fr, Vec::new());
    assert_eq!(sheet["comparison"]["masked"], true);
    assert_eq!(sheet["comparison"]["rows"], serde_json::json!([]));
}

#[test]
fn more_points_than_fit_are_left_to_the_mail() {
    let trial = Trial::projects();
    let findings = vec![wrong_date(); 200];
    let sheet = made(&trial, 1, Language::En, findings.clone());
    assert_eq!(sheet["to_do"]["items"].as_array().unwrap().len(), 12);
    let how = sheet["to_do"]["how"].as_str().unwrap();
    assert!(
        how.starts_with("188 more points are in our message."),
        "{how}"
    );
    let answer = trial.view(Language::En, |view| {
        mail_answer(
            &SheetContext::new(view, "laureats", None).unwrap(),
            &trial.returned(1, findings),
        )
    });
    assert_eq!(answer.points.len(), 200);
}

#[test]
fn a_subject_that_ends_is_asked_no_more() {
    let mut trial = Trial::projects();
    let status = trial
        .framework
        .questionnaire_of(&trial.kind)
        .unwrap()
        .fields
        .iter()
        .position(|f| f.id.as_str() == "statut")
        .unwrap();
    let steps = |trial: &Trial| {
        made(trial, 1, Language::Fr, Vec::new())["steps"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(steps(&trial), 1);
    let values = &mut trial.rows[1].values;
    let given_up = Some(crate::model::Value::Choice("abandonne".to_owned()));
    let with = |(at, value)| {
        if at == status {
            given_up.clone()
        } else {
            value
        }
    };
    *values = values.iter().enumerate().map(with).collect();
    assert_eq!(steps(&trial), 0);
}

/// Compiles a sheet, gives its pages.
fn pages(sheet: &Json) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("report-templates");
    let templates = Templates::load(&folder).unwrap();
    let data = serde_json::to_vec(sheet).unwrap();
    let today = "2026-11-24".parse().unwrap();
    let job = templates
        .job(&"fiche-retour".into(), today, "fiche", data, [])
        .unwrap();
    match templates.project().make(&job) {
        Ok(made) => {
            if let Ok(path) = std::env::var("BILAN_KEEP_PDF") {
                let name = format!(
                    "{path}-{}-{}.pdf",
                    sheet["lang"].as_str().unwrap(),
                    sheet["state"].as_str().unwrap()
                );
                std::fs::write(name, made.pdf()).unwrap();
            }
            made.pages
        }
        Err(failure) => panic!("{failure}"),
    }
}

#[test]
fn sheets_are_typeset_on_two_pages_at_most_whatever_people_write() {
    let mut trial = Trial::projects();
    let hostile = "#pagebreak() $x$ *a* <b> \\ \u{0} \u{202e}\u{1f600} 表 ".repeat(12);
    for language in [Language::Fr, Language::En] {
        let plain = made(&trial, 1, language, vec![odd_progress(), wrong_date()]);
        assert_eq!(pages(&plain), 1);
        assert_eq!(pages(&made(&trial, 1, language, Vec::new())), 1);
    }
    let subject = std::sync::Arc::make_mut(&mut trial.rows[1].subject);
    subject.title = hostile.clone();
    let mut columns: std::collections::BTreeMap<_, _> = ["edition", "thematique", "direction"]
        .into_iter()
        .filter_map(|name| Some((name.into(), subject.columns.get(name)?)))
        .collect();
    columns.insert("commune".into(), crate::model::Value::Text(hostile.clone()));
    subject.columns = columns.into();
    let findings = vec![wrong_date().found(&hostile); 40];
    let sheet = made(&trial, 1, Language::Fr, findings);
    assert!(
        sheet["project"]["title"]
            .as_str()
            .unwrap()
            .contains("#pagebreak()")
    );
    assert!(pages(&sheet) <= 2);
}

#[test]
fn a_neighbours_change_leaves_a_sheet_as_it_was() {
    let mut trial = Trial::projects();
    let kind = trial.framework.kind(&trial.kind).unwrap().clone();
    let questionnaire = trial
        .framework
        .questionnaire_of(&trial.kind)
        .unwrap()
        .clone();
    let reference = Reference::of(&kind, &questionnaire, &trial.rows);
    let kept = serde_json::to_string(&reference).unwrap();
    assert_eq!(serde_json::from_str::<Reference>(&kept).unwrap(), reference);
    let sheet_of_first = |trial: &Trial| {
        let stored = trial.returned(0, Vec::new());
        trial.view(Language::Fr, |view| {
            let context = SheetContext::new(view, "laureats", Some(&reference)).unwrap();
            serde_json::to_value(sheet(&context, &stored, Some(&trial.rows[0]), None)).unwrap()
        })
    };
    let before = sheet_of_first(&trial);
    assert_eq!(before["comparison"]["masked"], false);
    // A neighbour of the same theme now counts otherwise, and fills in less.
    trial.rows[1].values = trial.rows[7].values.clone();
    assert!(reference.holds(&kind, &trial.rows));
    assert_ne!(reference, Reference::of(&kind, &questionnaire, &trial.rows));
    assert_eq!(sheet_of_first(&trial), before);
    // Two returns of ten more are another picture, and so is a theme that is now too small.
    trial.rows[5].accepted = true;
    trial.rows[11].accepted = true;
    assert!(!reference.holds(&kind, &trial.rows));
    trial.rows[5].accepted = false;
    assert!(
        reference.holds(&kind, &trial.rows),
        "one more of ten is a tenth"
    );
    trial.rows[4].accepted = false;
    assert!(
        !reference.holds(&kind, &trial.rows),
        "four of a theme are too few"
    );
}

//! What everyone may read, and nothing else.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::framework::Language;
use crate::model::{Answer, FieldId};
use crate::render::trial::{Trial, cell};
use crate::store::returns::StoredReturn;

/// The first project's return, with a story.
fn returned(trial: &Trial, allowed: bool) -> StoredReturn {
    let mut stored = trial.returned(0, Vec::new());
    let mut answer = |id: &str, value: Value| {
        let answer = Answer {
            raw: String::new(),
            value: Some(value),
            place: cell("C10"),
        };
        stored.answers.insert(FieldId::new(id), answer);
    };
    answer("recit", Value::Text("Les abeilles sont revenues.".into()));
    answer("citation", Value::Text("« On les entend. »".into()));
    answer("besoin_appui_detail", Value::Text("un avocat".into()));
    answer("autorisation_publication", Value::Bool(allowed));
    answer("beneficiaires_femmes", Value::Integer(2));
    stored
}

fn made(trial: &Trial, stored: &StoredReturn, language: Language) -> Option<ProjectData> {
    let rules = trial.framework.programme.public.clone();
    let questionnaire = trial.framework.questionnaire_of(&trial.kind).unwrap();
    let returned = PublicReturn::of(questionnaire, stored, &rules)?;
    trial.public_view(language, |view| {
        let kind = view.main_kind().unwrap();
        project(view, kind, &kind.rows[0], &returned)
    })
}

#[test]
fn a_story_is_told_where_its_holder_allowed_it() {
    let trial = Trial::projects();
    let told = made(&trial, &returned(&trial, true), Language::Fr).unwrap();
    assert_eq!(told.story.as_deref(), Some("Les abeilles sont revenues."));
    assert_eq!(told.quote.as_deref(), Some("«\u{a0}On les entend.\u{a0}»"));
    let kept = made(&trial, &returned(&trial, false), Language::Fr).unwrap();
    assert_eq!((kept.story, kept.quote), (None, None));
    assert!(kept.figures.len() >= 3, "{:?}", kept.figures);
}

#[test]
fn nothing_internal_or_personal_is_in_the_data() {
    let trial = Trial::projects();
    let stored = returned(&trial, true);
    for language in [Language::Fr, Language::En] {
        let data = made(&trial, &stored, language).unwrap();
        let json = serde_json::to_string(&data).unwrap();
        // Who answered, what was spent (18 450.50 €), what support is asked for.
        for secret in [
            "Secrète",
            "secret.invalid",
            "18450",
            "18\u{202f}450",
            "avocat",
            "foncier",
        ] {
            assert!(!json.contains(secret), "{secret}: {json}");
        }
        assert!(data.masked.is_some(), "two women are too few to be counted");
        assert!(json.contains("Le sentier des abeilles 0"));
    }
}

#[test]
fn a_return_to_correct_and_an_internal_view_give_nothing() {
    let trial = Trial::projects();
    let mut stored = returned(&trial, true);
    stored.status = crate::model::ReturnStatus::ToCorrect;
    assert_eq!(made(&trial, &stored, Language::Fr), None);

    let stored = returned(&trial, true);
    let rules = trial.framework.programme.public.clone();
    let questionnaire = trial.framework.questionnaire_of(&trial.kind).unwrap();
    let returned = PublicReturn::of(questionnaire, &stored, &rules).unwrap();
    trial.view(Language::Fr, |view| {
        let kind = view.main_kind().unwrap();
        assert_eq!(project(view, kind, &kind.rows[0], &returned), None);
    });
}

//! What a direction reads.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value as Json;

use super::*;
use crate::framework::Language;
use crate::model::Packed;
use crate::render::Templates;
use crate::render::trial::Trial;

fn made(trial: &Trial, language: Language) -> Json {
    trial.view(language, |view| {
        serde_json::to_value(handout(view, "environnement").unwrap()).unwrap()
    })
}

fn keys(value: &Json, path: &str, found: &mut BTreeSet<String>) {
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
fn a_handout_has_the_keys_of_the_contract() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("report-templates/support-formation/sample.json");
    let sample: Json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let (mut asked, mut given) = Default::default();
    keys(&sample, "", &mut asked);
    keys(&made(&Trial::projects(), Language::Fr), "", &mut given);
    // What a person decides is left open: when the session takes place, how an indicator is judged.
    asked.retain(|key| !key.starts_with(".session.") && !key.starts_with(".indicators.example."));
    assert_eq!(given, asked);
}

#[test]
fn exercises_are_answered_from_the_figures_shown() {
    let handout = made(&Trial::projects(), Language::Fr);
    insta::assert_snapshot!(serde_json::to_string_pretty(&handout["exercises"]).unwrap());
    assert!(
        !handout["exercises"].to_string().contains("abeilles"),
        "names are removed"
    );
}

#[test]
fn the_calendar_is_computed() {
    let handout = made(&Trial::projects(), Language::Fr);
    insta::assert_snapshot!(serde_json::to_string_pretty(&handout["calendar"]).unwrap());
}

#[test]
fn sentences_say_what_the_figures_say() {
    let handout = made(&Trial::projects(), Language::Fr);
    assert_eq!(
        handout["why"]["claim"],
        "2 retours manquent sur 12\u{a0}: tant qu’ils ne sont pas acceptés, vos chiffres ne disent pas tout."
    );
    assert_eq!(
        handout["dashboard"]["bars"][0]["lecture"],
        "Lecture\u{a0}: 75,0\u{202f}% des retours attendus de l’édition Montagne 2024 sont acceptés."
    );
    insta::assert_snapshot!(serde_json::to_string_pretty(&serde_json::json!({
        "why": handout["why"], "chain": handout["chain"], "dashboard": handout["dashboard"],
        "claims": [handout["indicators"]["claim"], handout["questionnaire"]["claim"], handout["questionnaire"]["minutes"]],
    })).unwrap());
}

#[test]
fn a_direction_without_returns_has_a_handout_all_the_same() {
    let mut trial = Trial::projects();
    for row in &mut trial.rows {
        row.accepted = false;
        row.values = Packed::default();
    }
    let handout = made(&trial, Language::Fr);
    assert!(handout["chain"].is_null());
    assert_eq!(handout["exercises"], serde_json::json!([]));
    assert_eq!(
        handout["dashboard"]["claim"],
        "Trop peu de retours acceptés pour situer votre direction\u{a0}: aucun statut n’est donné."
    );
    assert!((6..=14).contains(&pages(&handout)));
    trial.view(Language::Fr, |view| {
        assert!(super::handout(view, "inconnue").is_none());
        let elsewhere = super::handout(view, "eau").unwrap();
        assert_eq!(
            elsewhere.why.claim,
            "Aucun retour n’est attendu de votre direction pour cette période."
        );
    });
}

fn pages(handout: &Json) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("report-templates");
    let templates = Templates::load(&folder).unwrap();
    let data = serde_json::to_vec(handout).unwrap();
    let today = "2026-11-24".parse().unwrap();
    let job = templates
        .job(&"support-formation".into(), today, "support", data, [])
        .unwrap();
    match templates.project().make(&job) {
        Ok(made) => {
            if let Ok(path) = std::env::var("BILAN_KEEP_PDF") {
                std::fs::write(
                    format!("{path}-handout-{}.pdf", handout["lang"].as_str().unwrap()),
                    made.pdf(),
                )
                .unwrap();
            }
            made.pages
        }
        Err(failure) => panic!("{failure}"),
    }
}

#[test]
fn handouts_are_typeset_in_both_languages() {
    for language in [Language::En, Language::Fr] {
        let pages = pages(&made(&Trial::projects(), language));
        assert!((8..=14).contains(&pages), "{pages}");
    }
}

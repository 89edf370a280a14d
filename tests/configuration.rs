//! Whoever changes the configuration is told of every mistake at once, with its place, before anything is done with it.

#![allow(clippy::unwrap_used)]

use serde_json::Value;

use crate::support::programme::Programme;
use crate::support::tools::repository;

const PROGRAMME: &str = "config/framework/programme.toml";
const KINDS: &str = "config/framework/kinds.toml";
const QUESTIONNAIRE: &str = "config/framework/questionnaires/laureats.toml";
const GESTION: &str = "config/framework/indicators/gestion.toml";
const SOCIAL: &str = "config/framework/indicators/social.toml";
const AUDIENCES: &str = "config/framework/audiences.toml";
const JOBS: &str = "config/jobs.toml";
const SETTINGS: &str = "config/bilan.toml";

/// Mistakes that people make: file, what stands there once, what they write instead, words of what is said.
const MISTAKES: [(&str, &str, &str, &str); 12] = [
    (
        PROGRAMME,
        "\"Europe/Paris\"",
        "\"Europe/Pari\"",
        "Europe/Paris",
    ),
    (
        PROGRAMME,
        "marc.esteve@exemple.invalid",
        "marc.esteve chez exemple",
        "adresse",
    ),
    (
        KINDS,
        "questionnaire = \"marches\"",
        "questionnaire = \"marche\"",
        "marches",
    ),
    (
        KINDS,
        "\"thematique\", \"departement\"]",
        "\"thematiques\", \"departement\"]",
        "thematique",
    ),
    (
        QUESTIONNAIRE,
        "relevant = \"statut <> 'non_demarre'\"",
        "relevant = \"status <> 'non_demarre'\"",
        "status",
    ),
    (
        QUESTIONNAIRE,
        "max_length = 1000",
        "max_lenght = 1000",
        "max_length",
    ),
    (
        GESTION,
        "100.0 * avg(completude)",
        "100.0 * avgg(completude)",
        "avgg",
    ),
    (
        GESTION,
        "id = \"part_acheves\"",
        "id = \"completude\"",
        "completude",
    ),
    (
        SOCIAL,
        "formula = \"sum(beneficiaires)\"",
        "formula = \"sum(beneficiaire)\"",
        "beneficiaires",
    ),
    (
        AUDIENCES,
        "documents = [\"support-formation\"]",
        "documents = [\"support-formations\"]",
        "support-formation",
    ),
    (
        JOBS,
        "cron = \"0 8 20 1 *\"",
        "cron = \"0 8 32 1 *\"",
        "cron",
    ),
    (
        SETTINGS,
        "transport = \"file\"\n",
        "transport = \"pigeon\"\n",
        "transport",
    ),
];

/// A copy of the programme with a dozen mistakes, and the line of each.
fn with_mistakes() -> (Programme, Vec<(String, &'static str)>) {
    let programme = Programme::copy();
    for (file, right, wrong, _) in MISTAKES {
        programme.edit(file, right, wrong);
    }
    let places = MISTAKES.iter().map(|(file, _, wrong, said)| {
        let text = std::fs::read_to_string(programme.path(file)).unwrap();
        let at = text.rfind(wrong).unwrap();
        let line = text[..at].matches('\n').count() + 1;
        (format!("{file}:{line}:"), *said)
    });
    let places = places.collect();
    (programme, places)
}

#[test]
fn a_dozen_mistakes_in_eight_files_are_all_reported_at_once_with_their_places() {
    let (programme, places) = with_mistakes();
    let outcome = programme.run(&["check"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    for (place, said) in places {
        let (_, after) = outcome
            .stderr
            .split_once(&place)
            .unwrap_or_else(|| panic!("{place} is not in\n{}", outcome.stderr));
        assert!(
            after.starts_with(|c: char| c.is_ascii_digit()),
            "{place} has no column"
        );
        assert!(outcome.stderr.contains(said), "{said}\n{}", outcome.stderr);
    }
}

#[test]
fn a_program_gets_each_mistake_apart() {
    let (programme, places) = with_mistakes();
    let outcome = programme.run(&["check", "--format", "json"]);
    assert_eq!(outcome.code, 3);
    let told: Value = serde_json::from_str(&outcome.stderr).unwrap();
    let problems = told["problems"].as_array().unwrap();
    for (place, _) in places {
        let found = problems.iter().any(|problem| {
            let file = problem["file"].as_str().unwrap();
            place == format!("{file}:{}:", problem["line"]) && problem["column"].is_u64()
        });
        assert!(found, "{place} is not in\n{told:#}");
    }
}

#[test]
fn a_run_refuses_to_start_on_a_mistake_and_writes_nothing() {
    let (programme, places) = with_mistakes();
    for command in [
        &["run", "trimestriel", "--period", "2026-T3"][..],
        &["ingest"],
        &["import"],
        &["serve"],
    ] {
        let outcome = programme.run(command);
        assert_eq!(outcome.code, 3, "{command:?}\n{}", outcome.stderr);
        let (place, _) = &places[0];
        assert!(
            outcome.stderr.contains(place),
            "{command:?}\n{}",
            outcome.stderr
        );
        assert!(!programme.path("var").exists(), "{command:?} wrote");
    }
}

#[test]
fn a_template_that_does_not_compile_is_reported_with_its_line() {
    let programme = Programme::copy();
    let main = "report-templates/rapport-trimestriel/main.typ";
    let text = std::fs::read_to_string(programme.path(main)).unwrap();
    let line = text.lines().count() + 1;
    std::fs::write(programme.path(main), format!("{text}#inconnu(1)\n")).unwrap();
    let outcome = programme.run(&["check"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stdout);
    assert!(
        outcome.stderr.contains(&format!("{main}:{line}:")),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("inconnu"), "{}", outcome.stderr);
    // A job does not begin, and says the same.
    let run = programme.run(&["run", "trimestriel", "--period", "2026-T3"]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert!(
        run.stderr.contains(&format!("{main}:{line}:")),
        "{}",
        run.stderr
    );
    assert!(!programme.path("var").exists());
}

#[test]
fn a_job_minds_the_templates_of_its_own_documents() {
    let programme = Programme::copy();
    let main = "report-templates/fresque-affiche/main.typ";
    let text = std::fs::read_to_string(programme.path(main)).unwrap();
    std::fs::write(programme.path(main), format!("{text}#inconnu(1)\n")).unwrap();
    assert_eq!(programme.run(&["check"]).code, 3);
    // The quarterly job makes no poster; the one that does refuses to begin, though the other has run.
    programme.succeeds(&["run", "trimestriel", "--period", "2026-T3"]);
    let run = programme.run(&["run", "donner-a-voir", "--period", "2026-T3"]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert!(run.stderr.contains(main), "{}", run.stderr);
    std::fs::write(programme.path(main), text).unwrap();
    programme.succeeds(&["run", "donner-a-voir", "--period", "2026-T3"]);
}

#[test]
fn a_template_that_would_break_the_program_down_is_refused_by_it() {
    let programme = Programme::copy();
    let main = "report-templates/rapport-trimestriel/main.typ";
    let text = std::fs::read_to_string(programme.path(main)).unwrap();
    // More memory than it may have: the process that tries it dies, not the one that was asked.
    let endless = "#range(1000000000).len()\n";
    std::fs::write(programme.path(main), format!("{text}{endless}")).unwrap();
    let run = programme.run(&["run", "trimestriel", "--period", "2026-T3"]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert!(run.stderr.contains("report-templates"), "{}", run.stderr);
    assert!(!programme.path("var").exists());
}

#[test]
fn the_programme_that_comes_with_bilan_is_good() {
    let programme = Programme::copy();
    let said = programme.succeeds(&["check"]).stdout;
    assert!(said.starts_with("La configuration est bonne"), "{said}");
    assert!(!programme.path("var").exists());
    let counts: Value =
        serde_json::from_str(&programme.succeeds(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(counts["kinds"], 5);
    assert!(counts["indicators"].as_u64() >= Some(40), "{counts}");
}

#[test]
fn a_new_programme_passes_its_check_and_runs_at_once() {
    let place = Programme::empty();
    place.succeeds(&["init", "nouveau"]);
    assert!(
        place
            .path("nouveau/config/framework/campaigns.toml")
            .is_file()
    );
    let there = ["--programme", "nouveau"];
    place.succeeds(&[&there[..], &["check"]].concat());
    let run = ["run", "trimestriel", "--period", "2026-T3"];
    let said = place.succeeds(&[&there[..], &run].concat()).stdout;
    assert!(said.contains("À ouvrir"), "{said}");
    assert!(!place.files("nouveau/var/documents", "pdf").is_empty());
    assert!(!place.files("nouveau/var/courriels", "eml").is_empty());
    // A folder with something in it is left alone.
    assert_eq!(place.run(&["init", "nouveau"]).code, 1);
}

#[test]
fn the_schemas_for_editors_are_valid_and_those_committed_are_up_to_date() {
    let programme = Programme::copy();
    programme.succeeds(&["schema"]);
    let written = programme.files("config/schemas", "json");
    assert!(written.len() >= 8, "{written:?}");
    for path in written {
        let name = path.file_name().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        let draft = schema["$schema"].as_str().unwrap_or_default();
        assert!(
            draft.contains("json-schema.org"),
            "{}: {draft:?}",
            path.display()
        );
        let committed = repository().join("config/schemas").join(name);
        if let Ok(committed) = std::fs::read_to_string(committed) {
            assert_eq!(
                committed,
                text,
                "run bilan schema: {} is old",
                path.display()
            );
        }
    }
}

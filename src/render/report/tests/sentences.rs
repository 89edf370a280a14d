//! The exact sentences, and the edges: nothing returned, one project, no period before, a programme without these fields.

use super::super::figures_csv;
use super::*;
use crate::render::report::Sentence;

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn project<'t>(id: &'t str, county: &'t str, answers: Option<Vec<(&'t str, Value)>>) -> Given<'t> {
    let register = vec![
        ("direction", text("eau")),
        ("thematique", text("eau")),
        ("departement", text(county)),
        ("porteur", text("Association des Deux Rives")),
        (
            "date_fin_initiale",
            Value::Date("2026-06-30".parse().unwrap()),
        ),
    ];
    Given {
        id,
        register,
        answers,
    }
}

fn answers(status: &str, difficulty: &str, people: i64) -> Option<Vec<(&'static str, Value)>> {
    Some(vec![
        ("statut", Value::Choice(status.into())),
        ("difficultes", Value::Choices(vec![difficulty.into()])),
        ("besoin_appui", Value::Bool(difficulty == "foncier")),
        (
            "date_fin_prevue",
            Value::Date("2026-12-31".parse().unwrap()),
        ),
        ("beneficiaires", Value::Integer(people)),
    ])
}

fn six_projects(framework: &Framework) -> Vec<Computed<'_>> {
    let plan = plan(framework, "laureats");
    let period = third_quarter();
    let now = [
        project("BP-1", "09", answers("en_cours", "aucune", 40)),
        project("BP-2", "11", answers("suspendu", "foncier", 60)),
        project("BP-3", "31", answers("en_cours", "foncier", 100)),
        project("BP-4", "31", answers("acheve", "aucune", 200)),
        project("BP-5", "48", None),
        project("BP-6", "48", None),
    ];
    let before = [
        project("BP-1", "09", answers("en_cours", "aucune", 20)),
        project("BP-2", "11", answers("en_cours", "foncier", 30)),
        project("BP-3", "31", answers("en_cours", "aucune", 50)),
        project("BP-4", "31", answers("en_cours", "aucune", 100)),
    ];
    let rows = |given: &[Given<'_>], period| given.iter().map(|g| row(&plan, period, g)).collect();
    let (now, before) = (
        rows(&now, period),
        rows(&before, period.previous().unwrap()),
    );
    vec![Computed::new(plan, period, now, before)]
}

fn said(sentences: &[Sentence]) -> String {
    let lines = sentences.iter().map(|s| format!("{} {}", s.lead, s.text));
    plain(&lines.collect::<Vec<_>>().join("\n"))
}

/// No-break spaces as spaces, so that the snapshots can be read.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn the_sentences_of_six_projects() {
    let framework = framework();
    let kinds = six_projects(&framework);
    let view = view(&framework, &kinds, Language::Fr);
    let data = made(&view, &empty_extract(&framework));
    insta::assert_snapshot!(plain(&data.summary.claim));
    insta::assert_snapshot!(said(&data.summary.sentences));
    let decisions = data.summary.decisions.iter();
    let decisions: Vec<String> = decisions
        .map(|d| format!("{} : {} (avant le {})", d.who, d.what, d.before))
        .collect();
    insta::assert_snapshot!(plain(&decisions.join("\n")));
    insta::assert_snapshot!(said(&data.returns.as_ref().unwrap().comments));
    let watch = data.watch.unwrap();
    let ids: Vec<_> = watch
        .projects
        .iter()
        .map(|p| (p.id.as_str(), p.since.as_str()))
        .collect();
    assert_eq!(ids, [("BP-2", "T2\u{a0}2026"), ("BP-3", "T3\u{a0}2026")]);
    insta::assert_snapshot!(plain(&format!(
        "{}\n{}\n{}",
        watch.claim,
        watch.projects[0].reason,
        data.map.unwrap().claim
    )));
    assert_eq!(
        plain(&data.returns_line),
        "4 retours acceptés sur 6 attendus"
    );
}

#[test]
fn a_sentence_about_a_change_names_both_figures() {
    let framework = framework();
    let kinds = six_projects(&framework);
    let view = view(&framework, &kinds, Language::Fr);
    let data = made(&view, &empty_extract(&framework));
    let social = data.social.unwrap();
    let change = social
        .comments
        .iter()
        .find(|s| s.lead.contains("Bénéficiaires"))
        .unwrap();
    let periods: Vec<String> = change.keys.iter().map(|k| k.period.to_string()).collect();
    assert_eq!(periods, ["2026Q3", "2026Q2"]);
    assert!(
        change
            .keys
            .iter()
            .all(|k| k.indicator.as_str() == "beneficiaires")
    );
}

#[test]
fn nothing_returned_is_said_and_never_zero() {
    let framework = framework();
    let plan = plan(&framework, "laureats");
    let rows = ["BP-1", "BP-2"].map(|id| row(&plan, third_quarter(), &project(id, "09", None)));
    let kinds = [Computed::new(
        plan,
        third_quarter(),
        rows.into(),
        Vec::new(),
    )];
    let view = view(&framework, &kinds, Language::Fr);
    let data = made(&view, &empty_extract(&framework));
    insta::assert_snapshot!(plain(&data.summary.claim), @"Aucun des 2 retours attendus n’est encore accepté : il n’y a pas de chiffre à lire pour cette période.");
    let people = data
        .summary
        .figures
        .iter()
        .find(|f| f.id == "beneficiaires")
        .unwrap();
    assert_eq!((people.value.as_deref(), people.raw), (None, None));
    assert!(
        data.summary
            .figures
            .iter()
            .all(|f| f.previous.is_none() && f.change.is_none())
    );
}

#[test]
fn nothing_expected_is_said() {
    let framework = framework();
    let kinds = [Computed::new(
        plan(&framework, "laureats"),
        third_quarter(),
        Vec::new(),
        Vec::new(),
    )];
    for language in [Language::Fr, Language::En] {
        let view = view(&framework, &kinds, language);
        let data = made(&view, &empty_extract(&framework));
        let json = serde_json::to_string(&data).unwrap();
        assert!(!json.contains("{report-"), "a message is missing");
        assert!(data.summary.figures.iter().all(|f| f.value.is_none()));
    }
}

#[test]
fn one_project_is_enough_and_is_compared_with_nobody() {
    let framework = framework();
    let plan = plan(&framework, "laureats");
    let rows = vec![row(
        &plan,
        third_quarter(),
        &project("BP-1", "09", answers("en_cours", "aucune", 12)),
    )];
    let kinds = [Computed::new(plan, third_quarter(), rows, Vec::new())];
    let view = view(&framework, &kinds, Language::Fr);
    let data = made(&view, &empty_extract(&framework));
    assert!(data.social.unwrap().bars.is_empty());
    assert_eq!(
        plain(&data.returns.unwrap().claim),
        "Le retour attendu est accepté."
    );
}

#[test]
fn the_csv_is_read_by_spreadsheets() {
    let framework = framework();
    let kinds = six_projects(&framework);
    let csv = String::from_utf8(figures_csv(&view(&framework, &kinds, Language::Fr))).unwrap();
    assert!(csv.starts_with('\u{feff}'));
    let line = csv
        .lines()
        .find(|l| l.starts_with("taux_retour;") && l.contains(";programme;"))
        .unwrap();
    assert_eq!(
        plain(line),
        "taux_retour;Taux de retour;programme;;2026-T3;66,7;%;6;4;0;6;90,0;a-surveiller;100,0"
    );
    let columns = csv.lines().next().unwrap().split(';').count();
    assert!(csv.lines().all(|l| l.split(';').count() == columns));
}

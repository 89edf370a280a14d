//! One broken folder with a dozen different faults: all are reported at once.

use super::*;

fn broken() -> Folder {
    Folder::sound()
        // 1 a bad time zone, 2 a bad address
        .with(PROGRAMME, "Europe/Paris", "Europe/Pari")
        .with(PROGRAMME, "anne@region.example", "anne chez region")
        // 3 a dangling questionnaire, 4 a level that is no column
        .with(
            KINDS,
            "questionnaire = \"laureats\"",
            "questionnaire = \"laureat\"",
        )
        .with(
            KINDS,
            "levels = [\"thematique\"]",
            "levels = [\"thematiques\"]",
        )
        // 5 an unknown key, 6 min above max, 7 a word that is none
        .with(
            QUESTIONNAIRE,
            "synonyms = [\"nombre",
            "synonyme = [\"nombre",
        )
        .with(QUESTIONNAIRE, "min = 0", "min = 9000")
        .with(
            QUESTIONNAIRE,
            "severity = \"warning\"",
            "severity = \"alerte\"",
        )
        // 8 a goal that does not exist, 9 thresholds against the sense
        .with(INDICATORS, "sdg = [11, 16]", "sdg = [11, 18]")
        .with(INDICATORS, "on_track = 800", "on_track = 400")
        // 10 a document that has no template
        .with(
            AUDIENCES,
            "documents = [\"tableau-de-bord\"]",
            "documents = [\"tableau\"]",
        )
        // 11 a bad cron, 12 a wrong type
        .with(JOBS, "0 6 15 1,4,7,10 *", "0 26 15 * *")
        .with(
            JOBS,
            "label = { fr = \"Rapport trimestriel\" }",
            "label = \"Rapport trimestriel\"",
        )
}

#[test]
fn twelve_faults_are_reported_at_once() {
    let lines = broken().problems();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    config/framework/audiences.toml:13:14: le document « tableau » n'existe pas → au choix : fiche-retour, questionnaire, tableau-de-bord
    config/framework/indicators/social.toml:14:14: sense = "more" : il faut watch ≤ on_track ≤ target → corrigez l'ordre des valeurs, ou sense
    config/framework/indicators/social.toml:15:12: il n'y a pas d'objectif de développement durable 18 → de 1 à 17
    config/framework/kinds.toml:5:17: le questionnaire « laureat » n'existe pas → vouliez-vous dire « laureats » ?
    config/framework/kinds.toml:7:11: la colonne du registre « thematiques » n'existe pas → vouliez-vous dire « thematique » ?
    config/framework/programme.toml:6:13: le fuseau horaire « Europe/Pari » n'existe pas → vouliez-vous dire « Europe/Paris » ?
    config/framework/programme.toml:14:42: « anne chez region » n'est pas une adresse électronique → écrivez nom@domaine.fr
    config/framework/questionnaires/laureats.toml:32:7: min (9000) dépasse max (5000) → échangez-les
    config/framework/questionnaires/laureats.toml:34:1: clé inconnue « synonyme » → vouliez-vous dire « synonyms » ?
    config/framework/questionnaires/laureats.toml:42:12: « alerte » n'est pas un mot connu ici → au choix : info, warning, error
    config/jobs.toml:3:9: attendu : une table ; trouvé : un texte → par exemple { fr = "…", en = "…" }
    config/jobs.toml:4:8: « 0 26 15 * * » n'est pas une expression cron (Component error: Number out of bounds.) → minute heure jour mois jour-de-semaine : "0 6 5 1,4,7,10 *" est le 5 de chaque trimestre à 6 h
    "#);
    assert_eq!(lines.len(), 12);
}

#[test]
fn the_report_shows_the_excerpt_and_the_way_out() {
    let problems = Folder::sound()
        .with(QUESTIONNAIRE, "min = 0", "mini = 0")
        .inspect(None)
        .problems;
    insta::assert_snapshot!(problems.report(Language::Fr, 80, false).replace('\u{a0}', " "), @r#"
     × clé inconnue « mini »
       ╭─[config/framework/questionnaires/laureats.toml:32:1]
    31 │ rollup = "sum"
    32 │ mini = 0
       · ────
    33 │ max = 5000
       ╰────
     help: vouliez-vous dire « min » ?
    "#);
    let english = problems.report(Language::En, 80, false);
    assert!(english.contains("unknown key “mini”") && english.contains("did you mean “min”?"));
}

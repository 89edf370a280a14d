//! One broken folder with a dozen different faults: all are reported at once.

use super::*;

fn broken() -> Folder {
    Folder::sound()
        // 1 a bad time zone, 2 a bad address
        .with(PROGRAMME, "Europe/Paris", "Europe/Pari")
        .with(PROGRAMME, "anne@region.example", "anne chez region")
        // 3 a dangling questionnaire, 4 a level that is no column
        .with(KINDS, "questionnaire = \"laureats\"", "questionnaire = \"laureat\"")
        .with(KINDS, "levels = [\"thematique\"]", "levels = [\"thematiques\"]")
        // 5 an unknown key, 6 min above max, 7 a word that is none
        .with(QUESTIONNAIRE, "synonyms = [\"nombre", "synonyme = [\"nombre")
        .with(QUESTIONNAIRE, "min = 0", "min = 9000")
        .with(QUESTIONNAIRE, "severity = \"warning\"", "severity = \"alerte\"")
        // 8 a goal that does not exist, 9 thresholds against the sense
        .with(INDICATORS, "sdg = [11, 16]", "sdg = [11, 18]")
        .with(INDICATORS, "on_track = 800", "on_track = 400")
        // 10 a document that has no template
        .with(AUDIENCES, "documents = [\"tableau-de-bord\"]", "documents = [\"tableau\"]")
        // 11 a bad cron, 12 a wrong type
        .with(JOBS, "0 6 15 1,4,7,10 *", "0 26 15 * *")
        .with(JOBS, "label = { fr = \"Rapport trimestriel\" }", "label = \"Rapport trimestriel\"")
}

#[test]
fn twelve_faults_are_reported_at_once() {
    let lines = broken().problems();
    insta::assert_snapshot!(lines.join("\n"), @"");
    assert_eq!(lines.len(), 12);
}

#[test]
fn the_report_shows_the_excerpt_and_the_way_out() {
    let problems = Folder::sound().with(QUESTIONNAIRE, "min = 0", "mini = 0").inspect(None).problems;
    insta::assert_snapshot!(problems.report(Language::Fr, 80, false), @"");
    insta::assert_snapshot!(problems.report(Language::En, 80, false), @"");
}

//! One fault a row: what is replaced in which file of the sound programme. What is said about each, with line and column,
//! is the snapshot `faults` beside this file; each row is one thing that an officer does one day.

use super::*;

/// Title, file, text that stands there, text that takes its place.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    // Syntax
    ("text without quotes", JOBS, "\"once\"", "once"),
    (
        "quotes not closed",
        JOBS,
        "missed = \"once\"",
        "missed = \"once",
    ),
    (
        "list not closed",
        JOBS,
        "audiences = [\"porteurs\", \"direction\"]",
        "audiences = [\"porteurs\", \"direction\"",
    ),
    (
        "two faults of syntax",
        JOBS,
        "missed = \"once\"\nperiod = \"quarter\"",
        "missed = once\nperiod =",
    ),
    (
        "key twice",
        JOBS,
        "missed = \"once\"",
        "missed = \"once\"\nmissed = \"all\"",
    ),
    ("header not closed", JOBS, "[[job]]", "[[job]"),
    // Shape
    ("unknown key", JOBS, "missed =", "mised ="),
    (
        "unknown key with nothing near",
        JOBS,
        "missed = \"once\"",
        "missed = \"once\"\nquand = 1",
    ),
    (
        "unknown table",
        INDICATORS,
        "[[indicator]]",
        "[[indicateur]]",
    ),
    (
        "missing keys",
        QUESTIONNAIRE,
        "time = \"flow\"\nrollup = \"sum\"\n",
        "",
    ),
    (
        "word that is none",
        KINDS,
        "period = \"quarter\"",
        "period = \"trimestre\"",
    ),
    (
        "text instead of number",
        INDICATORS,
        "decimals = 0",
        "decimals = \"0\"",
    ),
    (
        "number instead of text",
        PROGRAMME,
        "name = \"Anne\"",
        "name = 12",
    ),
    (
        "text instead of list",
        JOBS,
        "steps = [\"ingest\", \"evaluate\", \"render\", \"deliver\"]",
        "steps = \"ingest\"",
    ),
    (
        "plain text instead of languages",
        INDICATORS,
        "label = { fr = \"Bénévoles\" }",
        "label = \"Bénévoles\"",
    ),
    (
        "negative number",
        QUESTIONNAIRE,
        "version = 1",
        "version = -1",
    ),
    (
        "number too large",
        INDICATORS,
        "decimals = 0",
        "decimals = 300",
    ),
    ("infinity", QUESTIONNAIRE, "max = 5000", "max = inf"),
    (
        "day that does not exist",
        PROGRAMME,
        "2024-11-01",
        "\"2024-11-31\"",
    ),
    (
        "required neither yes nor expression",
        QUESTIONNAIRE,
        "required = true",
        "required = 1",
    ),
    (
        "target of three bounds",
        INDICATORS,
        "target = 1000",
        "target = [1, 2, 3]",
    ),
    (
        "two sorts of recipients",
        AUDIENCES,
        "recipients.contacts_of = \"laureats\"",
        "recipients = { contacts_of = \"laureats\", nobody = true }",
    ),
    (
        "unknown recipients",
        AUDIENCES,
        "recipients.contacts_of =",
        "recipients.contact_of =",
    ),
    // Programme
    ("time zone", PROGRAMME, "Europe/Paris", "Paris"),
    (
        "address",
        PROGRAMME,
        "mission@region.example",
        "mission.region.example",
    ),
    (
        "language twice",
        PROGRAMME,
        "[\"fr\", \"en\"]",
        "[\"fr\", \"fr\"]",
    ),
    (
        "parameter with a comma",
        PROGRAMME,
        "\"11.88\"",
        "\"11,88\"",
    ),
    (
        "parameter with a dash",
        PROGRAMME,
        "smic_horaire",
        "smic-horaire",
    ),
    (
        "department twice",
        PROGRAMME,
        "[[thematique]]",
        "[[direction]]\nid = \"DEAD\"\nname = { fr = \"X\" }\ncorrespondent = { name = \"X\", email = \"x@y.fr\" }\n\n[[thematique]]",
    ),
    // Kinds
    (
        "questionnaire that does not exist",
        KINDS,
        "questionnaire = \"laureats\"",
        "questionnaire = \"laureat\"",
    ),
    (
        "level that is no column",
        KINDS,
        "levels = [\"thematique\"]",
        "levels = [\"canton\"]",
    ),
    (
        "from is no column",
        KINDS,
        "from = \"date_debut\"",
        "from = \"date_dbut\"",
    ),
    (
        "from is no date",
        KINDS,
        "from = \"date_debut\"",
        "from = \"titre\"",
    ),
    (
        "at the end of what",
        KINDS,
        "mode = \"each_period\"",
        "mode = \"at_end\"",
    ),
    (
        "stop field does not exist",
        KINDS,
        "field = \"statut\"",
        "field = \"status\"",
    ),
    (
        "stop field has no choices",
        KINDS,
        "field = \"statut\", values = [\"acheve\"]",
        "field = \"benevoles\", values = [\"1\"]",
    ),
    (
        "stop value is no choice",
        KINDS,
        "values = [\"acheve\"]",
        "values = [\"achevé\"]",
    ),
    ("no title", KINDS, "role = \"title\"\n", ""),
    (
        "two identifiers",
        KINDS,
        "role = \"title\"",
        "role = \"id\"",
    ),
    (
        "contact address that is a text",
        KINDS,
        "type = \"email\"",
        "type = \"text\"",
    ),
    (
        "column of a built-in name",
        KINDS,
        "id = \"titre\"",
        "id = \"periode\"",
    ),
    (
        "column named as a field",
        KINDS,
        "id = \"titre\"",
        "id = \"benevoles\"",
    ),
    (
        "column twice",
        KINDS,
        "id = \"titre\"",
        "id = \"projet_id\"",
    ),
    // Questionnaires
    (
        "section that does not exist",
        QUESTIONNAIRE,
        "id = \"projet\"",
        "id = \"projets\"",
    ),
    (
        "field with accents",
        QUESTIONNAIRE,
        "id = \"benevoles\"",
        "id = \"bénévoles\"",
    ),
    (
        "choice field without choices",
        QUESTIONNAIRE,
        "type = \"integer\"",
        "type = \"choices\"",
    ),
    (
        "choices of a text",
        QUESTIONNAIRE,
        "type = \"choice\"",
        "type = \"text\"",
    ),
    (
        "choice twice",
        QUESTIONNAIRE,
        "id = \"acheve\"",
        "id = \"en_cours\"",
    ),
    ("min above max", QUESTIONNAIRE, "min = 0", "min = 5000.5"),
    (
        "bounds of a date",
        QUESTIONNAIRE,
        "type = \"integer\"",
        "type = \"date\"",
    ),
    (
        "length of a number",
        QUESTIONNAIRE,
        "min = 0",
        "max_length = 10",
    ),
    (
        "synonym of another field",
        QUESTIONNAIRE,
        "\"nombre de bénévoles\"",
        "\"Statut\"",
    ),
    (
        "rule of a field that does not exist",
        QUESTIONNAIRE,
        "fields = [\"benevoles\"]",
        "fields = [\"benevole\"]",
    ),
    (
        "rule without fields",
        QUESTIONNAIRE,
        "fields = [\"benevoles\"]",
        "fields = []",
    ),
    // Indicators
    (
        "kind that does not exist",
        INDICATORS,
        "kind = \"laureats\"",
        "kind = \"lauréats\"",
    ),
    (
        "goal 18",
        INDICATORS,
        "sdg = [11, 16]",
        "sdg = [11, 18, 11]",
    ),
    (
        "thresholds without target",
        INDICATORS,
        "target = 1000\n",
        "",
    ),
    (
        "thresholds against the sense",
        INDICATORS,
        "sense = \"more\"",
        "sense = \"less\"",
    ),
    (
        "range of one bound",
        INDICATORS,
        "sense = \"more\"",
        "sense = \"range\"",
    ),
    (
        "range upside down",
        INDICATORS,
        "sense = \"more\"\ntarget = 1000\nthresholds = { on_track = 800, watch = 500 }",
        "sense = \"range\"\ntarget = [55, 45]\nthresholds = { on_track = 5, watch = 2 }",
    ),
    (
        "target without sense",
        INDICATORS,
        "sense = \"more\"",
        "sense = \"none\"",
    ),
    // Audiences and jobs
    (
        "document without template",
        AUDIENCES,
        "\"fiche-retour\"",
        "\"fiche-de-retour\"",
    ),
    (
        "mail that does not exist",
        AUDIENCES,
        "mail = \"retour\"\n\n",
        "mail = \"merci\"\n\n",
    ),
    (
        "address of a person",
        AUDIENCES,
        "jeanne@region.example",
        "jeanne@",
    ),
    (
        "contacts of no kind",
        AUDIENCES,
        "contacts_of = \"laureats\"",
        "contacts_of = \"instances\"",
    ),
    (
        "contacts without address",
        KINDS,
        "role = \"contact_email\"\n",
        "",
    ),
    (
        "nobody false",
        AUDIENCES,
        "recipients.contacts_of = \"laureats\"",
        "recipients.nobody = false",
    ),
    ("cron of four fields", JOBS, "0 6 15 1,4,7,10 *", "0 6 15 1"),
    (
        "cron out of bounds",
        JOBS,
        "0 6 15 1,4,7,10 *",
        "0 26 15 * *",
    ),
    (
        "cron that never comes",
        JOBS,
        "0 6 15 1,4,7,10 *",
        "0 6 31 2 *",
    ),
    (
        "job's time zone",
        JOBS,
        "missed =",
        "time_zone = \"Europe/Pairs\"\nmissed =",
    ),
    (
        "stages out of order",
        JOBS,
        "\"evaluate\", \"render\"",
        "\"render\", \"evaluate\"",
    ),
    (
        "nothing to deliver to",
        JOBS,
        "audiences = [\"porteurs\", \"direction\"]",
        "",
    ),
    (
        "audience that does not exist",
        JOBS,
        "\"direction\"",
        "\"directions\"",
    ),
    ("audience twice", JOBS, "\"direction\"", "\"porteurs\""),
];

#[test]
fn each_fault_is_said_with_its_place_and_a_way_out() {
    insta::assert_snapshot!("faults", said(FAULTS));
}

/// What is said about each fault, in both languages.
pub(super) fn said(faults: &[(&str, &str, &str, &str)]) -> String {
    let mut said = String::new();
    for (title, file, from, to) in faults {
        let problems = Folder::sound().with(file, from, to).inspect(None).problems;
        assert!(!problems.is_empty(), "{title} goes unnoticed");
        said.push_str(&format!("{title}\n"));
        for problem in problems.iter() {
            for language in [Language::Fr, Language::En] {
                let line = problem.line(language).replace('\u{a0}', " ");
                said.push_str(&format!("  {}\n", line.trim_start_matches("config/")));
            }
        }
    }
    said
}

#[test]
fn definitions_of_one_name_are_found_across_files() {
    let folder = Folder::sound();
    let twice = |file: &'static str| {
        let text = folder.0[file].clone();
        folder.clone().and(file, &text).problems()
    };
    for (file, what) in [
        (JOBS, "la tâche"),
        (AUDIENCES, "le groupe"),
        (CAMPAIGNS, "la campagne"),
        (INDICATORS, "l'indicateur"),
        (KINDS, "la catégorie"),
    ] {
        assert!(
            twice(file)
                .iter()
                .any(|line| line.contains(what) && line.contains("existe déjà")),
            "{file}"
        );
    }
}

#[test]
fn a_file_with_a_fault_of_syntax_does_not_make_its_definitions_unknown() {
    let folder = Folder::sound().with(QUESTIONNAIRE, "version = 1", "version = un");
    assert_eq!(folder.problems().len(), 1, "{:?}", folder.problems());
    let folder = Folder::sound().without(AUDIENCES);
    assert_eq!(folder.problems().len(), 1, "{:?}", folder.problems());
}

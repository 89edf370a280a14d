//! What a sound programme gives, and folders that are not one.

use super::*;
use crate::framework::{Language, load};
use crate::model::KindId;

/// Every file of the sound programme.
const ALL: [&str; 7] = [
    PROGRAMME,
    KINDS,
    QUESTIONNAIRE,
    INDICATORS,
    AUDIENCES,
    CAMPAIGNS,
    JOBS,
];

#[test]
fn a_sound_programme_has_no_problem_and_its_lookups_answer() {
    let root = tempfile::tempdir().unwrap();
    Folder::sound().write(root.path());
    let framework = load(root.path(), None).unwrap_or_else(|p| panic!("{p}"));
    let kind = KindId::from("laureats");
    assert_eq!(framework.questionnaire_of(&kind).unwrap().fields.len(), 2);
    assert_eq!(framework.indicators_of(&kind).count(), 1);
    assert!(framework.job(&"trimestriel".into()).is_some());
    assert!(framework.audience(&"porteurs".into()).is_some());
    let label = framework.choice_label(&kind, &"statut".into(), "acheve", Language::En);
    assert_eq!(label, Some("achevé"));
    let table = framework.wide_table(&kind).unwrap();
    let names: Vec<&str> = table.columns.iter().map(|c| c.id.as_str()).collect();
    insta::assert_snapshot!(names.join(" "), @"projet_id titre thematique courriel date_debut periode ouvert_le retour_le retour_accepte retour_premier_coup reporte nb_echanges completude statut benevoles");
    assert_eq!(
        table.parameters,
        [("smic_horaire".to_owned(), "11.88".to_owned())]
    );
    assert_eq!(
        framework.programme.parameters[0].since.to_string(),
        "2024-11-01"
    );
}

#[test]
fn a_bridge_that_the_programme_names_is_no_working_day() {
    let names = |folder: Folder| folder.inspect(None).framework.unwrap().programme;
    let bridge = "2026-05-15".parse().unwrap();
    let plain = names(Folder::sound()).working_days();
    assert!(plain.is_working_day(bridge));
    let zone = "time_zone = \"Europe/Paris\"";
    let closed = format!("{zone}\nclosed_days = [2026-05-15, \"2026-12-24\"]");
    let days = names(Folder::sound().with(PROGRAMME, zone, &closed)).working_days();
    assert!(!days.is_working_day(bridge));
    assert_eq!(days.next_working_day(bridge).to_string(), "2026-05-18");
    let wrong = format!("{zone}\nclosed_days = [\"15 mai\"]");
    insta::assert_snapshot!(Folder::sound().with(PROGRAMME, zone, &wrong).problems().join("\n"), @"config/framework/programme.toml:7:16: « 15 mai » n'est pas une date → écrivez année-mois-jour, par exemple 2026-01-31");
}

#[test]
fn the_fingerprint_changes_with_a_file_and_only_then() {
    let of = |folder: Folder| {
        folder
            .inspect(None)
            .framework
            .unwrap()
            .fingerprint()
            .to_owned()
    };
    assert_eq!(of(Folder::sound()), of(Folder::sound()));
    assert_ne!(
        of(Folder::sound()),
        of(Folder::sound().and(JOBS, "# bonjour\n"))
    );
    assert_eq!(of(Folder::sound()).len(), 64);
}

#[test]
fn an_empty_folder_says_what_is_missing_and_how_to_start() {
    let root = tempfile::tempdir().unwrap();
    let lines = load(root.path(), None)
        .unwrap_err()
        .to_string()
        .replace('\u{a0}', " ");
    insta::assert_snapshot!(lines, @"
    config/framework/audiences.toml: ce fichier manque → placez-vous dans le dossier du programme, ou créez-en un avec « bilan init »
    config/framework/indicators: ce dossier ne contient aucun fichier .toml → créez-en un : « bilan init » donne un programme complet à adapter
    config/framework/kinds.toml: ce fichier manque → placez-vous dans le dossier du programme, ou créez-en un avec « bilan init »
    config/framework/programme.toml: ce fichier manque → placez-vous dans le dossier du programme, ou créez-en un avec « bilan init »
    config/framework/questionnaires: ce dossier ne contient aucun fichier .toml → créez-en un : « bilan init » donne un programme complet à adapter
    config/jobs.toml: ce fichier manque → placez-vous dans le dossier du programme, ou créez-en un avec « bilan init »
    ");
}

#[test]
fn a_file_in_another_encoding_is_named_with_the_place() {
    let root = tempfile::tempdir().unwrap();
    Folder::sound().write(root.path());
    std::fs::write(root.path().join(JOBS), b"# Travaux\n# t\xe2ches\n").unwrap();
    let lines = load(root.path(), None)
        .unwrap_err()
        .to_string()
        .replace('\u{a0}', " ");
    insta::assert_snapshot!(lines, @"config/jobs.toml:2:4: le fichier n'est pas en UTF-8 à partir d'ici → enregistrez-le avec l'encodage UTF-8");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_no_fault() {
    let root = tempfile::tempdir().unwrap();
    Folder::sound().write(root.path());
    for name in ALL {
        let path = root.path().join(name);
        let text = std::fs::read_to_string(&path)
            .unwrap()
            .replace('\n', "\r\n");
        std::fs::write(&path, format!("\u{feff}{text}")).unwrap();
    }
    load(root.path(), None).unwrap_or_else(|p| panic!("{p}"));
}

#[test]
fn every_schema_has_a_title_and_its_properties() {
    for (name, schema) in crate::framework::schemas() {
        assert!(
            schema.get("title").is_some() && schema.get("properties").is_some(),
            "{name}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    /// Whatever a slip of the hand does to a file, it is a problem or nothing, never a panic.
    #[test]
    fn no_slip_of_the_hand_panics(which in 0..ALL.len(), at in 0.0f64..1.0, gone in 0usize..12, typed in "[\\[\\]{}\"'=\\\\a-zé0-9\n ]{0,6}") {
        let file = ALL[which];
        let mut folder = Folder::sound();
        let chars: Vec<char> = folder.0[file].chars().collect();
        let start = (0..chars.len()).find(|i| f64::from(u32::try_from(*i).unwrap()) >= at * f64::from(u32::try_from(chars.len()).unwrap())).unwrap_or(0);
        let end = (start + gone).min(chars.len());
        let text: String = chars[..start].iter().copied().chain(typed.chars()).chain(chars[end..].iter().copied()).collect();
        folder.0.insert(file, text);
        let inspection = folder.inspect(None);
        proptest::prop_assert_eq!(inspection.framework.is_some(), inspection.problems.is_empty());
        let _ = inspection.problems.report(Language::Fr, 80, true);
    }
}

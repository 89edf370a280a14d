//! What a sound programme gives, and folders that are not one.

use super::*;
use crate::framework::{Language, load};
use crate::model::KindId;

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
    insta::assert_snapshot!(names.join(" "), @"projet_id titre thematique courriel date_debut periode ouvert_le retour_le retour_accepte nb_echanges completude statut benevoles");
    assert_eq!(table.parameters, [("smic_horaire".to_owned(), "11.88".to_owned())]);
    assert_eq!(framework.programme.parameters[0].since.to_string(), "2024-11-01");
}

#[test]
fn the_fingerprint_changes_with_a_file_and_only_then() {
    let of = |folder: Folder| folder.inspect(None).framework.unwrap().fingerprint().to_owned();
    assert_eq!(of(Folder::sound()), of(Folder::sound()));
    assert_ne!(of(Folder::sound()), of(Folder::sound().and(JOBS, "# bonjour\n")));
    assert_eq!(of(Folder::sound()).len(), 64);
}

#[test]
fn an_empty_folder_says_what_is_missing_and_how_to_start() {
    let root = tempfile::tempdir().unwrap();
    let lines = load(root.path(), None).unwrap_err().to_string().replace('\u{a0}', " ");
    insta::assert_snapshot!(lines, @"");
}

#[test]
fn a_file_in_another_encoding_is_named_with_the_place() {
    let root = tempfile::tempdir().unwrap();
    Folder::sound().write(root.path());
    std::fs::write(root.path().join(JOBS), b"# Travaux\n# t\xe2ches\n").unwrap();
    let lines = load(root.path(), None).unwrap_err().to_string().replace('\u{a0}', " ");
    insta::assert_snapshot!(lines, @"");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_no_fault() {
    let root = tempfile::tempdir().unwrap();
    Folder::sound().write(root.path());
    for name in [PROGRAMME, KINDS, QUESTIONNAIRE, INDICATORS, AUDIENCES, JOBS] {
        let path = root.path().join(name);
        let text = std::fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
        std::fs::write(&path, format!("\u{feff}{text}")).unwrap();
    }
    load(root.path(), None).unwrap_or_else(|p| panic!("{p}"));
}

#[test]
fn every_schema_has_a_title_and_its_properties() {
    for (name, schema) in crate::framework::schemas() {
        assert!(schema.get("title").is_some() && schema.get("properties").is_some(), "{name}");
    }
}

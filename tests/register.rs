//! The register is a spreadsheet that people edit: what they change is told, what they get wrong is told with its row.

#![allow(clippy::unwrap_used)]

use serde_json::Value;

use crate::support::edited::Book;
use crate::support::programme::Programme;
use crate::support::stored::rows;

const REGISTER: &str = "samples/registre.xlsx";

/// A programme whose register was edited.
fn edited(edit: impl FnOnce(&mut Book)) -> Programme {
    let programme = Programme::copy();
    edit_register(&programme, edit);
    programme
}

fn edit_register(programme: &Programme, edit: impl FnOnce(&mut Book)) {
    let path = programme.path(REGISTER);
    let mut book = Book::open(&path);
    edit(&mut book);
    book.save(&path);
}

fn import(programme: &Programme) -> Value {
    let outcome = programme.succeeds(&["import", "--format", "json"]);
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn a_register_saved_again_unchanged_changes_nothing() {
    let programme = Programme::copy();
    let first = import(&programme);
    assert_eq!(first["subjects"]["laureats"], 54);
    assert_eq!(first["changes"].as_array().unwrap().len(), 87);
    edit_register(&programme, |_| ());
    let second = import(&programme);
    assert_eq!(second["changes"], Value::Array(Vec::new()), "{second:#}");
    assert_eq!(second["findings"], Value::Array(Vec::new()), "{second:#}");
}

#[test]
fn two_rows_with_one_id_are_a_finding_with_its_row() {
    let mut row = 0;
    let programme = edited(|book| row = book.repeat_row("Lauréats", 5));
    let report = import(&programme);
    assert_eq!(report["subjects"]["laureats"], 54);
    let finding = &report["findings"][0];
    assert_eq!(finding["code"], "register-id-twice", "{report:#}");
    assert_eq!(finding["place"]["sheet"], "Lauréats");
    assert_eq!(finding["place"]["cell"], format!("A{row}"));
    assert_eq!(finding["details"]["other"], "5");
    let words = programme
        .succeeds(&["run", "trimestriel", "--period", "2026-T3"])
        .stdout;
    assert!(words.contains(&format!("cellule A{row}")), "{words}");
}

#[test]
fn an_id_of_two_kinds_is_a_finding_and_the_first_one_stays() {
    let mut id = String::new();
    let programme = edited(|book| {
        assert_eq!(book.get("Instances", "A1"), "instance_id");
        id = book.get("Lauréats", "A2");
        book.set("Instances", "A3", id.clone());
    });
    let report = import(&programme);
    assert_eq!(report["subjects"]["laureats"], 54);
    let finding = &report["findings"][0];
    assert_eq!(finding["code"], "register-id-twice", "{report:#}");
    assert_eq!(finding["place"]["sheet"], "Instances");
    assert_eq!(finding["place"]["cell"], "A3");
    assert_eq!(finding["found"], id);
    assert_eq!(finding["details"]["other"], "Lauréats, 2");
}

#[test]
fn an_unknown_direction_is_a_finding_with_its_cell() {
    let programme = edited(|book| {
        assert_eq!(book.get("Lauréats", "F1"), "direction");
        book.set("Lauréats", "F7", "Direction des licornes".to_owned());
    });
    let report = import(&programme);
    let finding = &report["findings"][0];
    assert_eq!(finding["code"], "register-unknown-reference", "{report:#}");
    assert_eq!(finding["place"]["cell"], "F7");
    assert_eq!(finding["found"], "Direction des licornes");
    // The project stays, without its direction.
    assert_eq!(report["subjects"]["laureats"], 54);
    let words = programme.succeeds(&["import"]).stdout;
    assert!(
        words.contains("Direction des licornes") && words.contains("F7"),
        "{words}"
    );
}

#[test]
fn a_changed_title_is_told_and_remembered() {
    let programme = Programme::copy();
    import(&programme);
    let mut before = String::new();
    edit_register(&programme, |book| {
        let row = book.find("Lauréats", 'A', "BP-2024-017")[1..].to_owned();
        before = book.get("Lauréats", &format!("B{row}"));
        book.set(
            "Lauréats",
            &format!("B{row}"),
            "Un titre plus court".to_owned(),
        );
    });
    let dry = programme.succeeds(&["import", "--dry-run"]).stdout;
    assert!(dry.contains("Un titre plus court"), "{dry}");
    let report = import(&programme);
    let changes = report["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{report:#}");
    assert_eq!(changes[0]["subject"], "BP-2024-017");
    assert_eq!(changes[0]["field"], "titre");
    assert_eq!(changes[0]["before"], before);
    assert_eq!(changes[0]["after"], "Un titre plus court");
    let kept = rows(
        &programme,
        "select change, field, after from subject_change where change <> 'added'",
    );
    assert_eq!(kept, [["changed", "titre", "Un titre plus court"]]);
    let title = rows(
        &programme,
        "select title from subject where id = 'BP-2024-017'",
    );
    assert_eq!(title, [["Un titre plus court"]]);
}

#[test]
fn a_register_that_cannot_be_used_stops_the_run_before_anything_is_written() {
    let cut = Programme::copy();
    let bytes = std::fs::read(cut.path(REGISTER)).unwrap();
    std::fs::write(cut.path(REGISTER), &bytes[..bytes.len() * 3 / 5]).unwrap();
    let gone = Programme::copy();
    std::fs::remove_file(gone.path(REGISTER)).unwrap();
    let cases = [
        (cut, vec!["registre.xlsx"]),
        (gone, vec!["registre.xlsx"]),
        // Two things are wrong: both are said.
        (
            edited(|book| {
                book.remove("Marchés");
                book.set("Lauréats", "F1", "service".to_owned());
            }),
            vec!["Marchés", "direction"],
        ),
    ];
    for (programme, said) in cases {
        for command in [
            &["run", "trimestriel", "--period", "2026-T3"][..],
            &["import"],
            &["run", "trimestriel", "--period", "2026-T3", "--dry-run"],
        ] {
            let outcome = programme.run(command);
            assert_eq!(outcome.code, 3, "{command:?}\n{}", outcome.stderr);
            for word in &said {
                assert!(
                    outcome.stderr.contains(word),
                    "{word:?}: {}",
                    outcome.stderr
                );
            }
            assert!(!programme.path("var").exists(), "{command:?} wrote");
        }
    }
}

#[test]
fn a_register_that_breaks_later_leaves_what_is_known_as_it_was() {
    let programme = Programme::copy();
    import(&programme);
    let known = "select kind, id, title, columns, present from subject order by kind, id";
    let before = rows(&programme, known);
    edit_register(&programme, |book| {
        book.remove("Lauréats");
    });
    assert_eq!(programme.run(&["ingest"]).code, 3);
    assert_eq!(rows(&programme, known), before);
    assert!(rows(&programme, "select id from return").is_empty());
}

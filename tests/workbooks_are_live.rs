//! The dashboard works out its own figures: its formulas give bilan's, in two programs' formats, and follow what is changed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

use calamine::Data;

use crate::support::cells::{Cells, cells_of, formulas_of, is_text, place_of};
use crate::support::judges::{pdf_pages, pdf_text};
use crate::support::office::{recalculate_with_libreoffice, soffice_convert};
use crate::support::programme::{NOW, Programme};
use crate::support::stored::{after_a_run, rows};
use crate::support::workbooks::{edit_member, member};

const DASHBOARD: &str = "var/documents/2026-T3/tableau-de-bord-2026-T3-fr";
const DIRECTION: &str = "var/documents/2026-T3/tableau-de-bord/tableau-de-bord-eau-2026-T3-fr";
/// The sheet of indicators in the file of the workbook.
const INDICATORS: &str = "xl/worksheets/sheet2.xml";

fn dashboard(programme: &Programme, format: &str) -> PathBuf {
    programme.path(format!("{DASHBOARD}.{format}"))
}

/// What differs between two workbooks, figure by figure and text by text.
fn differences(one: &Cells, other: &Cells) -> Vec<String> {
    let mut found = Vec::new();
    let names = |cells: &Cells| {
        cells
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(one), names(other));
    for ((name, left), (_, right)) in one.iter().zip(other) {
        for place in left.keys().chain(right.keys()) {
            if left.get(place) != right.get(place) {
                let (left, right) = (left.get(place), right.get(place));
                found.push(format!("{name} {place:?}: {left:?} is not {right:?}"));
            }
        }
    }
    found
}

fn text(cells: &Cells, sheet: &str, place: (u32, u32)) -> String {
    let (_, cells) = cells.iter().find(|(name, _)| name == sheet).unwrap();
    cells
        .get(&place)
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn number(cells: &Cells, sheet: &str, place: (u32, u32)) -> f64 {
    text(cells, sheet, place).parse().unwrap()
}

/// The row of an indicator on its sheet, by its identifier; its value stands in the fifth column.
fn row_of(cells: &Cells, indicator: &str) -> u32 {
    let (_, sheet) = cells
        .iter()
        .find(|(name, _)| name == "Indicateurs")
        .unwrap();
    let found = sheet.iter().find(|(_, cell)| is_text(cell, indicator));
    found.unwrap_or_else(|| panic!("no {indicator}")).0.0
}

#[test]
fn every_formula_gives_the_figure_that_is_written_with_it() {
    let programme = after_a_run();
    let folder = programme.path("recalcul");
    for (stem, least) in [(DASHBOARD, 1_200), (DIRECTION, 300)] {
        for format in ["xlsx", "ods"] {
            let workbook = programme.path(format!("{stem}.{format}"));
            let written = cells_of(&workbook);
            let formulas = formulas_of(&workbook);
            assert!(
                formulas.len() >= least,
                "{format}: {} formulas",
                formulas.len()
            );
            // Each formula has a result beside it, and is no error.
            for (sheet, place, formula) in &formulas {
                let (_, cells) = written.iter().find(|(name, _)| name == sheet).unwrap();
                match cells.get(place) {
                    Some(Data::Float(_) | Data::String(_)) => {}
                    other => panic!("{sheet} {place:?} {formula}: {other:?}"),
                }
            }
            let worked_out = recalculate_with_libreoffice(&workbook, "xlsx", &folder);
            assert_eq!(
                differences(&written, &cells_of(&worked_out)),
                Vec::<String>::new()
            );
        }
    }
    // Most indicators are formulas, and the column that says so is right.
    let workbook = dashboard(&programme, "xlsx");
    let cells = cells_of(&workbook);
    let formulas = formulas_of(&workbook);
    let (mut live, mut values) = (0, 0);
    for (place, cell) in &cells[1].1 {
        let said = cell.to_string();
        if said == "formule" || said == "calculé par bilan" {
            let value = ("Indicateurs".to_owned(), (place.0, 4));
            let is_formula = formulas
                .iter()
                .any(|(s, p, _)| (s, p) == (&value.0, &value.1));
            assert_eq!(said == "formule", is_formula, "row {}", place.0 + 1);
            live += usize::from(is_formula);
            values += usize::from(!is_formula);
        }
    }
    assert!(
        live >= 50 && values <= 5,
        "{live} formulas, {values} values"
    );
}

/// Writes another result beside the first formula of an indicator's row.
fn plant(workbook: &Path, row: u32, wrong: &str) {
    edit_member(workbook, INDICATORS, |xml| {
        let cell = xml
            .find(&format!("<c r=\"E{}\"", row + 1))
            .expect("the cell is there");
        let begin = cell + xml[cell..].find("<v>").unwrap() + 3;
        let end = begin + xml[begin..].find("</v>").unwrap();
        format!("{}{wrong}{}", &xml[..begin], &xml[end..])
    });
}

#[test]
fn a_wrong_result_is_seen_and_put_right() {
    let programme = after_a_run();
    let workbook = dashboard(&programme, "xlsx");
    let written = cells_of(&workbook);
    let row = row_of(&written, "arbres_plantes");
    let place = (row, 4);
    let right = number(&written, "Indicateurs", place);
    plant(&workbook, row, "123456");
    let folder = programme.path("recalcul");
    // Opened as it is, the wrong result is believed: so what the test above compares is worked out anew.
    let believed = soffice_convert(&workbook, "xlsx", &programme.path("tel-quel"));
    assert_eq!(text(&cells_of(&believed), "Indicateurs", place), "123456");
    let worked_out = cells_of(&recalculate_with_libreoffice(&workbook, "xlsx", &folder));
    assert!((number(&worked_out, "Indicateurs", place) - right).abs() < f64::EPSILON);
}

#[test]
fn libreoffice_shows_the_small_columns_of_both_formats() {
    let programme = after_a_run();
    for format in ["xlsx", "ods"] {
        let workbook = dashboard(&programme, format);
        // Saved again, it holds what LibreOffice understood of it.
        let again = soffice_convert(&workbook, "ods", &programme.path("relu"));
        let content = member(&again, "content.xml");
        let of = |sheet: &str| {
            let cell = format!("calcext:cell-address=\"{sheet}.");
            content.matches(&cell).count()
        };
        assert_eq!(of("Synthèse"), 6, "{format}: one for each key figure");
        assert!(of("Évolution") >= 40, "{format}: {}", of("Évolution"));
    }
}

#[test]
fn changing_an_answer_changes_the_totals() {
    let programme = after_a_run();
    let workbook = dashboard(&programme, "xlsx");
    let before = cells_of(&workbook);
    let (sheet, kind) = ("Projets lauréats", 8);
    let header = place_of(&before, sheet, "Arbres plantés");
    let (_, cells) = before.iter().find(|(name, _)| name == sheet).unwrap();
    let (place, trees) = cells
        .range((header.0 + 1, 0)..)
        .find_map(|(place, cell)| match cell {
            Data::Float(trees) if place.1 == header.1 && *trees > 0.0 => Some((*place, *trees)),
            _ => None,
        })
        .expect("someone planted trees");
    let county = place_of(&before, sheet, "Département").1;
    let county = text(&before, sheet, (place.0, county));
    assert!(!county.is_empty());
    let member = format!("xl/worksheets/sheet{}.xml", kind + 1);
    let cell = place_name(place);
    edit_member(&workbook, &member, |xml| {
        let at = xml
            .find(&format!("<c r=\"{cell}\""))
            .expect("the cell is there");
        let begin = at + xml[at..].find("<v>").unwrap() + 3;
        let end = begin + xml[begin..].find("</v>").unwrap();
        format!("{}{}{}", &xml[..begin], trees + 1000.0, &xml[end..])
    });
    let after = recalculate_with_libreoffice(&workbook, "xlsx", &programme.path("recalcul"));
    let after = cells_of(&after);
    let value = (row_of(&before, "arbres_plantes"), 4);
    let moved = |sheet: &str, place| number(&after, sheet, place) - number(&before, sheet, place);
    assert!((moved("Indicateurs", value) - 1000.0).abs() < 1e-9);
    // Nothing else moves but what is worked out from trees: the same on the sheet of the dimension, and in one group of it.
    let changed = differences(&before, &after);
    let on = |sheet: &str| {
        changed
            .iter()
            .filter(|line| line.starts_with(sheet))
            .count()
            / 2
    };
    assert_eq!(on(sheet), 1, "{changed:#?}");
    assert_eq!(on("Indicateurs"), 2, "{changed:#?}");
    assert_eq!(on("Environnement"), 3, "{changed:#?}");
    assert_eq!(
        on("Gestion") + on("Social") + on("Données"),
        0,
        "{changed:#?}"
    );
}

/// `B7` from row and column.
fn place_name((row, column): (u32, u32)) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap();
        letters.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

#[test]
fn the_opendocument_twin_says_the_same() {
    let programme = after_a_run();
    for stem in [
        DASHBOARD.to_owned(),
        DASHBOARD.replace("-fr", "-en"),
        DIRECTION.to_owned(),
    ] {
        let excel = cells_of(&programme.path(format!("{stem}.xlsx")));
        let twin = cells_of(&programme.path(format!("{stem}.ods")));
        assert!(excel.iter().map(|(_, cells)| cells.len()).sum::<usize>() > 2_000);
        assert_eq!(differences(&excel, &twin), Vec::<String>::new());
    }
    // What mails carry is the first format alone.
    for mail in programme.files("var/courriels", "eml") {
        let mail = std::fs::read_to_string(mail).unwrap();
        assert!(!mail.contains("opendocument.spreadsheet"));
    }
}

#[test]
fn the_twin_of_a_direction_has_no_subject_of_another() {
    let programme = after_a_run();
    let workbook = programme.path(format!("{DIRECTION}.ods"));
    let cells = cells_of(&workbook);
    let mut said: Vec<String> = cells
        .iter()
        .flat_map(|(_, cells)| cells.values().map(ToString::to_string))
        .collect();
    said.extend(
        formulas_of(&workbook)
            .into_iter()
            .map(|(_, _, formula)| formula),
    );
    let subjects = rows(
        &programme,
        "select id, title, json_extract(columns, '$.direction.v') from subject",
    );
    let mut own = 0;
    for subject in &subjects {
        let [id, title, direction] = &subject[..] else {
            panic!("three columns")
        };
        let there = said
            .iter()
            .any(|text| text.contains(id) || text.contains(title));
        if direction == "eau" {
            own += usize::from(there);
        } else {
            assert!(!there, "{subject:?}");
        }
    }
    assert!(own >= 6, "{own}");
}

#[test]
fn the_summary_prints_on_one_page() {
    let programme = after_a_run();
    for format in ["xlsx", "ods"] {
        let folder = programme.path(format!("papier-{format}"));
        let printed = soffice_convert(dashboard(&programme, format), "pdf", &folder);
        assert!(pdf_pages(&printed) > 10);
        let text = pdf_text(&printed);
        let pages: Vec<&str> = text.split('\u{c}').collect();
        assert!(pages[0].contains("Tableau de bord –"), "{}", pages[0]);
        assert!(pages[0].contains("Tout ce qui est suivi"), "{}", pages[0]);
        assert!(pages[1].contains("Indicateurs –"), "{}", pages[1]);
    }
}

#[test]
fn the_formats_are_a_setting() {
    let programme = Programme::copy();
    let settings = "config/bilan.toml";
    programme.edit(
        settings,
        "# [dashboard]\n# formats = [\"xlsx\", \"ods\"]",
        "[dashboard]\nformats = []",
    );
    let refused = programme.run(&["check"]);
    assert_ne!(refused.code, 0);
    let said = format!("{}{}", refused.stdout, refused.stderr);
    assert!(said.contains("un format au moins"), "{said}");
    programme.edit(settings, "formats = []", "formats = [\"ods\"]");
    programme.succeeds(&["run", "trimestriel", "--period", "2026-T3", "--now", NOW]);
    assert!(dashboard(&programme, "ods").is_file());
    assert!(!dashboard(&programme, "xlsx").exists());
}

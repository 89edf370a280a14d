//! The dashboard, read back by a reader that was written apart from its writer.

pub(super) mod scene;

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook_from_rs};

use super::{ReturnsQuality, dashboard};
use crate::framework::Language;
use crate::model::WorkbookFormat;
use crate::render::View;
use scene::Scene;

fn made(scene: &Scene) -> Vec<u8> {
    scene.play(excel)
}

fn excel(view: &View<'_>, returns: &ReturnsQuality) -> Vec<u8> {
    let mut made = dashboard(view, returns, None, &[WorkbookFormat::Xlsx]).unwrap();
    made.remove(0).1
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    open(bytes).worksheet_range(name).unwrap()
}

/// The row of headers: the first one whose first cells are these.
fn header(range: &Range<Data>, first: &[&str]) -> usize {
    range
        .rows()
        .position(|row| row.iter().zip(first).all(|(cell, text)| cell == text))
        .unwrap_or_else(|| panic!("{first:?} is no header"))
}

#[test]
fn figures_are_numbers_equal_to_those_computed() {
    let scene = Scene::new(54);
    scene.play(|view, returns| {
        let bytes = excel(view, returns);
        let range = sheet(&bytes, "Indicateurs");
        let at = header(
            &range,
            &["Suivi", "Dimension", "Indicateur", "Unité", "Valeur"],
        );
        let rows: Vec<_> = range.rows().skip(at + 1).collect();
        let figures: Vec<_> = view
            .kinds
            .iter()
            .flat_map(|kind| {
                kind.plan
                    .indicators
                    .iter()
                    .map(move |i| kind.overall(&i.id).unwrap())
            })
            .collect();
        assert_eq!(rows.len(), figures.len());
        let mut numbers = 0;
        for (row, figure) in rows.iter().zip(&figures) {
            match figure.value {
                Some(value) => {
                    numbers += 1;
                    assert_eq!(row[4], Data::Float(value), "{:?}", figure.key);
                }
                None => assert_eq!(row[4], Data::String("n.\u{a0}d.".into())),
            }
            let expected: f64 = figure.coverage.expected.to_string().parse().unwrap();
            assert_eq!(row[10], Data::Float(expected));
        }
        assert!(numbers > 40, "{numbers}");
    });
}

#[test]
fn every_sheet_is_there_and_opens_with_its_title() {
    let bytes = made(&Scene::new(54));
    let mut book = open(&bytes);
    assert_eq!(
        book.sheet_names(),
        [
            "Synthèse",
            "Indicateurs",
            "Gestion",
            "Participation",
            "Social",
            "Environnement",
            "Par territoire",
            "Évolution",
            "Projets lauréats",
            "Instances de dialogue",
            "Concertations",
            "Déploiement dans les directions",
            "Marchés de prestations",
            "Retours et qualité",
            "Données",
            "Dictionnaire"
        ]
    );
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let title = range.get_value((0, 0)).unwrap().to_string();
        assert!(title.len() > 8, "{name}: {title}");
        for cell in range.used_cells() {
            let text = cell.2.to_string();
            assert!(!text.contains("{workbook-"), "{name}: {text}");
            assert!(
                !text.contains("NaN") && !text.contains("inf "),
                "{name}: {text}"
            );
        }
    }
}

#[test]
fn the_first_sheet_says_what_the_figures_say() {
    let bytes = made(&Scene::new(54));
    let range = sheet(&bytes, "Synthèse");
    let text = |row, column| range.get_value((row, column)).unwrap().to_string();
    assert_eq!(text(0, 0), "Tableau de bord – 3e trimestre 2026");
    insta::assert_snapshot!(text(1, 0));
    // Six tiles, each a number.
    for column in [0, 2, 4, 6, 8, 10] {
        assert!(range.get_value((5, column)).unwrap().is_float(), "{column}");
    }
}

#[test]
fn texts_from_outside_are_never_formulas() {
    let mut scene = Scene::new(3);
    scene.title = "=HYPERLINK(\"http://exemple.invalid\";\"Cliquez\")".to_owned();
    let bytes = made(&scene);
    let mut book = open(&bytes);
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        for (_, _, formula) in formulas.used_cells() {
            assert!(!formula.contains("exemple.invalid"), "{name}: {formula}");
        }
    }
    let range = sheet(&bytes, "Projets lauréats");
    assert!(
        range
            .used_cells()
            .any(|(_, _, cell)| *cell == scene.title.as_str())
    );
}

#[test]
fn what_only_the_team_may_see_stays_out() {
    let bytes = made(&Scene::new(5));
    let mut book = open(&bytes);
    for name in book.sheet_names() {
        for (_, _, cell) in book.worksheet_range(&name).unwrap().used_cells() {
            let text = cell.to_string();
            assert!(!text.to_lowercase().contains("secret@"), "{name}: {text}");
            assert!(!text.contains("SECRET"), "{name}: {text}");
        }
    }
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    let scene = Scene::new(12);
    assert_eq!(made(&scene), made(&scene));
    let twice = [(); 2].map(|()| {
        scene.play(|view, returns| dashboard(view, returns, None, &[WorkbookFormat::Ods]).unwrap())
    });
    assert_eq!(twice[0], twice[1]);
    assert!(twice[0][0].1.len() > 10_000);
}

#[test]
fn no_project_one_project_and_no_return_are_said_not_shown_as_zero() {
    let bytes = made(&Scene::new(0));
    let first = sheet(&bytes, "Synthèse");
    let claim = first.get_value((1, 0)).unwrap().to_string();
    assert_eq!(claim, "Aucun retour n’est attendu pour cette période.");
    let rows = sheet(&bytes, "Projets lauréats");
    assert!(
        rows.used_cells()
            .any(|(_, _, c)| *c == "Aucun retour attendu")
    );
    made(&Scene::new(1));
    let mut quiet = Scene::new(6);
    quiet.accepted = 0;
    let bytes = made(&quiet);
    let first = sheet(&bytes, "Synthèse");
    let unknown = (0..6).filter(|tile| *first.get_value((5, tile * 2)).unwrap() == "n.\u{a0}d.");
    assert_eq!(
        unknown.count(),
        5,
        "only the rate of returns is known, and is zero"
    );
}

#[test]
fn names_that_spreadsheets_refuse_are_mended() {
    let mut scene = Scene::new(4);
    for kind in &mut scene.framework.kinds {
        kind.label.fr = "Synthèse [tout] : ce/qui*est?suivi\\ici, et bien plus encore".to_owned();
        for column in &mut kind.register.columns {
            column.label.fr = "Même\u{1} nom".to_owned();
        }
    }
    scene.title = "Un très long titre ".repeat(3_000);
    let bytes = made(&scene);
    assert_eq!(open(&bytes).sheet_names().len(), 16);
}

#[test]
fn english_readers_get_english_words() {
    let mut scene = Scene::new(8);
    scene.language = Language::En;
    let bytes = made(&scene);
    let mut book = open(&bytes);
    assert_eq!(book.sheet_names()[..2], ["Summary", "Indicators"]);
    for name in book.sheet_names() {
        for (_, _, cell) in book.worksheet_range(&name).unwrap().used_cells() {
            let text = cell.to_string();
            assert!(!text.contains("{workbook-"), "{name}: {text}");
        }
    }
}

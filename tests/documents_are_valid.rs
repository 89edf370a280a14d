//! Documents are accessible, archivable and right: judged by programs that share no code with what made them.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;

use crate::support::judges::{
    pdf_attachments, pdf_fonts_are_embedded, pdf_pages, pdf_text, validate_pdfs, validate_workbooks,
};
use crate::support::letters::read_mails;
use crate::support::office::recalculate_with_libreoffice;
use crate::support::programme::{NOW, Programme};
use crate::support::stored::{after_a_run, rows};
use crate::support::workbooks::{edit_member, xml};

const REPORT: &str = "var/documents/2026-T3/rapport-trimestriel-2026-T3-fr.pdf";
const DASHBOARD: &str = "var/documents/2026-T3/tableau-de-bord-2026-T3-fr.xlsx";

/// The programme's figures as `bilan evaluate` gives them.
fn figures(programme: &Programme) -> Vec<Value> {
    let words = [
        "evaluate", "--period", "2026-T3", "--format", "json", "--now", NOW,
    ];
    let figures: Vec<Value> = serde_json::from_str(&programme.succeeds(&words).stdout).unwrap();
    assert!(figures.len() >= 40, "{} figures", figures.len());
    figures
}

fn indicator(figure: &Value) -> &str {
    figure["key"]["indicator"].as_str().unwrap()
}

/// The text of a document with plain spaces, and words that were broken at the end of a line joined.
fn plain_text(document: &Path) -> String {
    let text = pdf_text(document).replace(['\u{ad}', '\u{2060}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number as French prints it, worked out from its decimal text.
fn in_french(number: &str) -> String {
    let (sign, number) = number
        .strip_prefix('-')
        .map_or(("", number), |rest| ("−", rest));
    let (whole, decimals) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    let comma = if decimals.is_empty() { "" } else { "," };
    format!("{sign}{grouped}{comma}{decimals}")
}

/// Whether the bytes hold the text, as it is or as PDF writes texts (UTF-16 in hexadecimal digits).
fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn every_document_is_accessible_and_archivable() {
    let programme = after_a_run();
    programme.succeeds(&["render", "formation", "--period", "2026-T3", "--now", NOW]);
    let documents = programme.files("var/documents", "pdf");
    let of = |kind: &str| -> Vec<&PathBuf> {
        let named = |file: &&PathBuf| {
            file.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(kind)
        };
        documents.iter().filter(named).collect()
    };
    assert_eq!(of("rapport-trimestriel").len(), 2);
    assert!(of("fiche-retour").len() > 40 && of("support-formation").len() > 5);
    assert_eq!(validate_pdfs(&documents), Vec::<String>::new());
    for document in &documents {
        assert!(pdf_fonts_are_embedded(document), "{}", document.display());
    }
    for sheet in of("fiche-retour") {
        let pages = pdf_pages(sheet);
        assert!(
            (1..=2).contains(&pages),
            "{}: {pages} pages",
            sheet.display()
        );
    }
}

#[test]
fn the_report_carries_its_figures_and_finds_its_way() {
    let programme = after_a_run();
    let report = programme.path(REPORT);
    let bytes = std::fs::read(&report).unwrap();
    for part in ["/Outlines", "/Lang(fr)", "/DisplayDocTitle true"] {
        assert!(holds(&bytes, part), "the report has no {part}");
    }
    let english = std::fs::read(programme.path(REPORT.replace("-fr.", "-en."))).unwrap();
    assert!(
        holds(&english, "/Lang(en"),
        "the English report says another language"
    );

    let [(name, csv)] = &pdf_attachments(&report)[..] else {
        panic!("one file is attached")
    };
    assert_eq!(name, "figures.csv");
    let csv = csv
        .strip_prefix("\u{feff}".as_bytes())
        .expect("spreadsheets want the mark");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv);
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let of_programme: BTreeMap<&str, _> = rows
        .iter()
        .filter(|row| row["level"] == "programme")
        .map(|row| (row["indicator"].as_str(), row))
        .collect();
    let figures = figures(&programme);
    assert_eq!(of_programme.len(), figures.len());
    let text = plain_text(&report);
    for figure in &figures {
        let row = of_programme[indicator(figure)];
        let number = |key: &str| row[key].replace(',', ".").parse::<f64>().ok();
        let attached = serde_json::json!([
            number("value"),
            number("previous"),
            number("count"),
            number("accepted"),
            number("expected"),
            row["status"]
        ]);
        let coverage = &figure["coverage"];
        let float = |value: &Value| value.as_f64();
        let computed = serde_json::json!([
            float(&figure["value"]),
            float(&figure["previous"]),
            float(&figure["count"]),
            float(&coverage["accepted"]),
            float(&coverage["expected"]),
            figure["status"]
        ]);
        assert_eq!(attached, computed, "{}", indicator(figure));
        if ["taux_retour", "ges_evites", "part_en_difficulte"].contains(&indicator(figure)) {
            let printed = in_french(&row["value"]);
            assert!(
                text.contains(&printed),
                "{} {printed} is not in the report",
                indicator(figure)
            );
        }
    }
    assert!(
        text.contains("43 retours acceptés sur 53 attendus"),
        "{text}"
    );
}

/// The programme's figures on the dashboard's sheet of indicators: value and period before, by indicator.
fn on_the_dashboard(workbook: &Path) -> BTreeMap<String, (Option<f64>, Option<f64>)> {
    let mut book = open_workbook_auto(workbook).unwrap();
    let sheet = book.worksheet_range("Indicateurs").unwrap();
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let is = |cell: &Data, text: &str| matches!(cell, Data::String(words) if words == text);
    let header = rows
        .iter()
        .position(|row| row.iter().any(|cell| is(cell, "Identifiant")))
        .unwrap();
    let column = |name: &str| rows[header].iter().position(|cell| is(cell, name)).unwrap();
    let (id, value, before) = (
        column("Identifiant"),
        column("Valeur"),
        column("Période précédente"),
    );
    let number = |cell: &Data| match cell {
        Data::Float(number) => Some(*number),
        #[expect(clippy::cast_precision_loss, reason = "figures are far below 2^53")]
        Data::Int(number) => Some(*number as f64),
        _ => None,
    };
    rows[header + 1..]
        .iter()
        .filter(|row| !row[id].to_string().is_empty())
        .map(|row| {
            (
                row[id].to_string(),
                (number(&row[value]), number(&row[before])),
            )
        })
        .collect()
}

#[test]
fn the_dashboard_keeps_the_rules_and_a_second_program_works_out_the_same_figures() {
    let programme = after_a_run();
    let workbooks = programme.files("var/documents", "xlsx");
    // The dashboard in two languages and for eleven directions, and the questionnaires of the five returns to correct.
    assert_eq!(workbooks.len(), 18);
    assert_eq!(validate_workbooks(&workbooks), Vec::<String>::new());

    let expected: BTreeMap<String, _> = figures(&programme)
        .iter()
        .map(|figure| {
            let numbers = (figure["value"].as_f64(), figure["previous"].as_f64());
            (indicator(figure).to_owned(), numbers)
        })
        .collect();
    let dashboard = programme.path(DASHBOARD);
    assert_eq!(on_the_dashboard(&dashboard), expected);
    let folder = programme.path("recalcul");
    let worked_out = recalculate_with_libreoffice(&dashboard, "xlsx", &folder);
    assert_eq!(on_the_dashboard(&worked_out), expected);
    // No formula fails there that has a result here.
    let mut book = open_workbook_auto(&worked_out).unwrap();
    for (name, sheet) in book.worksheets() {
        let failed = sheet
            .used_cells()
            .filter(|(_, _, cell)| matches!(cell, Data::Error(_)));
        assert_eq!(failed.count(), 0, "formulas of the sheet {name} fail");
    }
}

#[test]
fn the_dashboard_of_a_direction_has_its_own_subjects_and_figures_and_no_others() {
    let programme = after_a_run();
    let file = "var/documents/2026-T3/tableau-de-bord/tableau-de-bord-eau-2026-T3-fr.xlsx";
    let workbook = programme.path(file);
    let words = [
        "evaluate",
        "--period",
        "2026-T3",
        "--level",
        "direction",
        "--format",
        "json",
        "--now",
        NOW,
    ];
    let figures: Vec<Value> = serde_json::from_str(&programme.succeeds(&words).stdout).unwrap();
    let expected: BTreeMap<String, _> = figures
        .iter()
        .filter(|figure| figure["key"]["group"] == "eau")
        .map(|figure| {
            let numbers = (figure["value"].as_f64(), figure["previous"].as_f64());
            (indicator(figure).to_owned(), numbers)
        })
        .collect();
    assert!(expected.len() > 20, "{}", expected.len());
    assert_eq!(on_the_dashboard(&workbook), expected);

    let mut book = open_workbook_auto(&workbook).unwrap();
    let mut texts = BTreeSet::new();
    for (_, sheet) in book.worksheets() {
        texts.extend(sheet.used_cells().map(|(_, _, cell)| cell.to_string()));
    }
    let subjects = rows(
        &programme,
        "select id, title, json_extract(columns, '$.direction.v') from subject",
    );
    let mut own = 0;
    for subject in &subjects {
        let [id, title, direction] = &subject[..] else {
            panic!("three columns")
        };
        if direction == "eau" {
            own += usize::from(texts.contains(id));
        } else {
            assert!(!texts.contains(id) && !texts.contains(title), "{subject:?}");
        }
    }
    assert!(own >= 6, "{own}");
}

#[test]
fn a_title_that_attacks_comes_out_as_text_everywhere() {
    const PROJECT: &str = "BP-2024-007";
    const OLD: &str = "La chaleur du bois local pour la maison de santé";
    let hostile = format!(
        "=HYPERLINK(\"http://exemple.invalid\",\"x\") #eval(read(\"/etc/passwd\")) <b>&amp; *gras* _x_ $a$ 🌱 {}",
        "très long titre ".repeat(15).trim_end()
    );
    assert!(hostile.chars().count() > 300);
    let programme = Programme::copy();
    edit_member(
        &programme.path("samples/registre.xlsx"),
        "sharedStrings.xml",
        |text| {
            text.replace(
                &format!("<t>{OLD}</t>"),
                &format!("<t>{}</t>", xml(&hostile)),
            )
        },
    );
    programme.succeeds(&["run", "trimestriel", "--period", "2026-T3", "--now", NOW]);

    let sheet = programme
        .files("var/documents/2026-T3/fiche-retour", "pdf")
        .into_iter()
        .find(|file| file.to_string_lossy().contains(PROJECT))
        .expect("the project has its sheet");
    let report = programme.path(REPORT);
    assert_eq!(validate_pdfs(&[&sheet, &report]), Vec::<String>::new());
    assert!(pdf_pages(&sheet) <= 2);
    let text = plain_text(&sheet);
    for part in ["=HYPERLINK(", "#eval(read(", "<b>&amp; *gras* _x_ $a$"] {
        assert!(text.contains(part), "{part} is not in the sheet: {text}");
    }
    for document in [&sheet, &report] {
        let text = plain_text(document);
        assert!(
            !text.contains("root:x:"),
            "a file of the machine is in {}",
            document.display()
        );
    }

    let dashboard = programme.path(DASHBOARD);
    assert_eq!(validate_workbooks(&[&dashboard]), Vec::<String>::new());
    let mut book = open_workbook_auto(&dashboard).unwrap();
    let names = book.sheet_names();
    let mut seen = 0;
    for name in names {
        let cells = book.worksheet_range(&name).unwrap();
        seen += cells
            .used_cells()
            .filter(|(_, _, cell)| cell.to_string() == hostile)
            .count();
        let formulas = book.worksheet_formula(&name).unwrap();
        let run = formulas
            .used_cells()
            .filter(|(_, _, formula)| formula.contains("exemple.invalid"))
            .count();
        assert_eq!(run, 0, "the title is a formula on the sheet {name}");
    }
    assert!(seen > 0, "the title is not on the dashboard");

    let mails = programme.files("var/courriels", "eml");
    let folder = tempfile::tempdir().unwrap();
    let mails = read_mails(&mails, folder.path());
    let mail = mails
        .iter()
        .find(|mail| {
            mail.attachments
                .iter()
                .any(|attached| attached.name.contains(PROJECT))
        })
        .expect("the holder has a mail");
    assert_eq!(mail.attachments.len(), 1);
    let words = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("=HYPERLINK(\"http://exemple.invalid\",\"x\") #eval(read("),
        "{words}"
    );
    assert!(
        !mail.html.contains("<b>&amp; *gras*"),
        "the title is markup in {}",
        mail.html
    );
    assert!(!mail.text.contains("root:x:") && !mail.html.contains("root:x:"));
}

//! Questionnaires that are sent: locked, sealed, told to spreadsheets, printable; nothing in a title does harm.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use bilan::framework::Language;

use crate::support::edited::Book;
use crate::support::judges::{
    pdf_fonts_are_embedded, pdf_pages, pdf_text, validate_pdfs, validate_workbooks,
};
use crate::support::programme::{NOW, Programme};
use crate::support::questionnaires::{SHEET, SUBJECTS, form, framework, row};
use crate::support::stored::rows;
use crate::support::typing::{Step, type_in_libreoffice};
use crate::support::workbooks::{edit_member, member, xml};

#[test]
fn a_form_is_locked_and_tells_spreadsheets_what_it_expects() {
    let programme = Programme::copy();
    let files: Vec<PathBuf> = SUBJECTS
        .iter()
        .map(|(_, subject, period)| form(&programme, subject, period, &[]))
        .collect();
    assert_eq!(validate_workbooks(&files), Vec::<String>::new());
    let part = |name: &str| member(&files[0], name);
    let form = part("xl/worksheets/sheet2.xml");
    assert!(
        form.contains("<sheetProtection sheet=\"1\""),
        "the form is not protected"
    );
    for expected in [
        "type=\"whole\" operator=\"greaterThanOrEqual\"",
        "type=\"decimal\"",
        "type=\"date\"",
        "type=\"textLength\" operator=\"lessThanOrEqual\"",
        "<formula1>choix_statut</formula1>",
        "<formula1>\"oui,non\"</formula1>",
        "<formula>NOT(OR($C$",
        "<pageSetup paperSize=\"9\"",
        "fitToHeight=\"0\"",
        "<col min=\"1\" max=\"1\" width=\"12.7109375\" hidden=\"1\"",
    ] {
        assert!(form.contains(expected), "no {expected}: {form}");
    }
    let workbook = part("xl/workbook.xml");
    assert!(workbook.contains("name=\"_bilan\" sheetId=\"3\" state=\"veryHidden\""));
    assert!(workbook.contains("_xlnm.Print_Titles"));
    // What is locked refuses, what is open takes.
    let changed = programme.path("ouvert.ods");
    let book = Book::open(&files[0]);
    let at = |code: &str| format!("C{}", row(&book, SHEET, code));
    type_in_libreoffice(&[
        Step::Open(files[0].clone()),
        Step::Text(SHEET.into(), at("projet_id"), "BP-2024-002".into()),
        Step::Text(SHEET.into(), "B3".into(), "autre".into()),
        Step::Text("_bilan".into(), "B4".into(), "BP-2024-002".into()),
        Step::Text(SHEET.into(), at("repondant_nom"), "Odile Bru".into()),
        Step::Save(changed.clone()),
        Step::Close,
    ]);
    let after = Book::open(&changed);
    assert_eq!(after.get(SHEET, &at("projet_id")), "BP-2024-001");
    assert_eq!(after.get(SHEET, "B3"), book.get(SHEET, "B3"));
    assert_eq!(after.get("_bilan", "B4"), "BP-2024-001");
    assert_eq!(after.get(SHEET, &at("repondant_nom")), "Odile Bru");
    // The count follows what is typed.
    assert_eq!(book.get(SHEET, "C5"), "0 sur 8");
    assert_eq!(after.get(SHEET, "C5"), "1 sur 8");
}

#[test]
fn a_forged_identity_is_refused_and_the_file_kept() {
    let programme = Programme::copy();
    let other = Programme::copy();
    let file = form(&programme, "BP-2024-001", "2026-T3", &[]);
    let foreign = form(&other, "BP-2024-001", "2026-T3", &[]);
    let kept = programme.path("autre-dossier.xlsx");
    std::fs::copy(&file, &kept).unwrap();
    edit_member(&kept, "sharedStrings.xml", |text| {
        text.replace("<t>BP-2024-001</t>", "<t>BP-2024-002</t>")
    });
    let unsealed = programme.path("sans-cachet.xlsx");
    std::fs::copy(&file, &unsealed).unwrap();
    edit_member(&unsealed, "sharedStrings.xml", |text| {
        text.replace("<t>seal</t>", "<t>cachet</t>")
    });
    for forged in [&kept, &unsealed, &foreign] {
        let said = programme.succeeds(&["ingest", forged.to_str().unwrap(), "--now", NOW]);
        assert!(
            said.stdout.contains("son cachet n’est pas le nôtre"),
            "{}",
            said.stdout
        );
        let arrivals = rows(
            &programme,
            "select outcome, findings, hash from arrival order by id desc limit 1",
        );
        assert_eq!(arrivals[0][0], "no_return");
        assert!(arrivals[0][1].contains("form-forged"), "{}", arrivals[0][1]);
    }
    assert_eq!(rows(&programme, "select id from return").len(), 0);
    assert_eq!(rows(&programme, "select id from arrival").len(), 3);
    // The secret is in the store and nowhere else.
    assert_eq!(rows(&programme, "select name from secret"), [["forms"]]);
}

#[test]
fn the_settings_may_hold_the_secret() {
    let programme = Programme::copy();
    // Sealed before the settings had one: it is still good.
    let before = form(&programme, "INST-01", "2026-S1", &[]);
    std::fs::create_dir_all(programme.path("secrets")).unwrap();
    let secret = programme.path("secrets/questionnaires");
    let configured = "[forms]\nsecret_file = \"secrets/questionnaires\"\n\n[reading]";
    std::fs::write(&secret, "trop court\n").unwrap();
    programme.edit("config/bilan.toml", "[reading]", configured);
    let short = programme.run(&["check"]);
    assert_eq!(short.code, 3, "{}", short.stdout);
    assert!(short.stderr.contains("trop court"), "{}", short.stderr);

    std::fs::write(&secret, "un secret bien gardé, long\n").unwrap();
    let after = form(&programme, "M-2024-118", "2026-T3", &[]);
    let other = Programme::copy();
    other.edit("config/bilan.toml", "[reading]", configured);
    std::fs::create_dir_all(other.path("secrets")).unwrap();
    std::fs::copy(&secret, other.path("secrets/questionnaires")).unwrap();
    // Two machines with one secret know each other's questionnaires, and need none of their own.
    for (programme, file) in [
        (&programme, &before),
        (&programme, &after),
        (&other, &after),
    ] {
        programme.succeeds(&["ingest", file.to_str().unwrap(), "--now", NOW]);
    }
    assert_eq!(
        rows(&programme, "select subject from return order by id"),
        [["INST-01"], ["M-2024-118"]]
    );
    assert_eq!(rows(&other, "select subject from return"), [["M-2024-118"]]);
    assert_eq!(rows(&other, "select name from secret").len(), 0);
}

#[test]
fn hostile_titles_do_no_harm() {
    const OLD: &str = "Le retour des zones humides du col de Port";
    let titles = [
        "=cmd|' /C calc'!A0".to_owned(),
        "+1+1;\"guillemets\" <b>&amp;</b> 'x' @SUM(A1)".to_owned(),
        "très long ".repeat(50),
        "🌱🧑‍🌾 שלום \u{202E}عكس".to_owned(),
    ];
    let mut files = Vec::new();
    let programmes: Vec<Programme> = titles.iter().map(|_| Programme::copy()).collect();
    for (programme, title) in programmes.iter().zip(&titles) {
        edit_member(
            &programme.path("samples/registre.xlsx"),
            "sharedStrings.xml",
            |text| {
                text.replace(
                    &format!("<t>{OLD}</t>"),
                    &format!("<t xml:space=\"preserve\">{}</t>", xml(title)),
                )
            },
        );
        let file = form(programme, "BP-2024-001", "2026-T3", &[]);
        for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
            let formulas = member(&file, sheet);
            assert!(
                !formulas.contains("<f>cmd") && !formulas.contains("<f>+1"),
                "{title}"
            );
        }
        programme.succeeds(&["ingest", file.to_str().unwrap(), "--now", NOW]);
        assert_eq!(
            rows(programme, "select subject from return"),
            [["BP-2024-001"]]
        );
        let printed = programme.path("vierge.pdf");
        let words = [
            "form",
            "--project",
            "BP-2024-001",
            "--pdf",
            "--now",
            NOW,
            "--output",
        ];
        let words: Vec<&str> = words.into_iter().chain(printed.to_str()).collect();
        programme.succeeds(&words);
        assert_eq!(validate_pdfs(&[&printed]), Vec::<String>::new());
        files.push(file);
    }
    assert_eq!(validate_workbooks(&files), Vec::<String>::new());
    let book = Book::open(&files[0]);
    assert!(book.get(SHEET, "C3").starts_with("=cmd|' /C calc'!A0"));
}

#[test]
fn a_blank_form_to_print_is_accessible_and_holds_every_question() {
    let programme = Programme::copy();
    let framework = framework();
    let mut files = Vec::new();
    for (kind, subject, period) in SUBJECTS {
        for language in [Language::Fr, Language::En] {
            let file = programme.path(format!("{subject}-{}.pdf", language.code()));
            programme.succeeds(&[
                "form",
                "--project",
                subject,
                "--period",
                period,
                "--language",
                language.code(),
                "--pdf",
                "--output",
                file.to_str().unwrap(),
                "--now",
                NOW,
            ]);
            assert!(pdf_fonts_are_embedded(&file), "{}", file.display());
            assert!((1..=8).contains(&pdf_pages(&file)), "{}", file.display());
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = words(&pdf_text(&file));
            for field in &framework.questionnaire_of(&kind.into()).unwrap().fields {
                let label = words(field.label.get(language));
                assert!(
                    text.contains(&label),
                    "{label} is not in {}: {text}",
                    file.display()
                );
            }
            assert!(text.contains("participation@region.example"));
            files.push(file);
        }
    }
    assert_eq!(validate_pdfs(&files), Vec::<String>::new());
}

//! Questionnaires come back: filled in with LibreOffice, saved in any format under any name, they are read whole; those to
//! correct are accepted once the wrong cells are corrected.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use bilan::framework::Language;
use serde_json::json;

use crate::support::edited::Book;
use crate::support::judges::validate_workbooks;
use crate::support::office::recalculate_with_libreoffice;
use crate::support::programme::{NOW, Programme};
use crate::support::questionnaires::{SHEET, SUBJECTS, filled, form, framework, row, values};
use crate::support::stored::rows;
use crate::support::typing::{Step, type_in_libreoffice};
use crate::support::workbooks::member;

#[test]
fn every_value_comes_back_from_libreoffice_in_every_format() {
    let programme = Programme::copy();
    let framework = framework();
    let mut steps = Vec::new();
    let mut sent = Vec::new();
    for (at, (kind, subject, period)) in SUBJECTS.iter().enumerate() {
        // One in English, which reads back all the same.
        let language = if at == 1 { Language::En } else { Language::Fr };
        let file = form(
            &programme,
            subject,
            period,
            &["--language", language.code()],
        );
        let questionnaire = framework.questionnaire_of(&(*kind).into()).unwrap();
        let (typing, expected) = filled(&file, &questionnaire.fields, language);
        steps.extend(typing);
        for extension in ["xlsx", "ods", "xls"] {
            let renamed = programme.path(format!("scan {at} (copie).{extension}"));
            steps.push(Step::Save(renamed.clone()));
            sent.push((renamed, *subject, *period, expected.clone()));
        }
        steps.push(Step::Close);
    }
    type_in_libreoffice(&steps);
    for (file, subject, period, expected) in &sent {
        programme.succeeds(&["ingest", file.to_str().unwrap(), "--now", NOW]);
        let found = rows(
            &programme,
            "select subject, period, status, questionnaire_version, answers, findings from return order by id desc limit 1",
        );
        let [matched, about, status, version, answers, findings] = &found[0][..] else {
            panic!("six columns")
        };
        let name = file.display();
        assert_eq!(matched, subject, "{name}");
        let written: bilan::model::Period = about.parse().unwrap();
        assert_eq!(written.written(), *period, "{name}");
        assert_eq!(status, "accepted", "{name}: {findings}");
        assert!(!version.is_empty(), "{name}");
        assert_eq!(&values(answers), expected, "{name}: {findings}");
    }
    assert_eq!(rows(&programme, "select id from return").len(), 15);
}

#[test]
fn a_sheet_for_each_section_reads_back_as_one_return() {
    let programme = Programme::copy();
    programme.edit(
        "config/framework/questionnaires/deploiement.toml",
        "version = 1\n",
        "version = 1\nlayout = \"sections\"\n",
    );
    let file = form(&programme, "DEP-01", "2026-S1", &[]);
    assert_eq!(validate_workbooks(&[&file]), Vec::<String>::new());
    let book = Book::open(&file);
    let framework = framework();
    let questionnaire = framework.questionnaire_of(&"deploiement".into()).unwrap();
    let sheets = ["1. L’outil", "2. La formation", "3. L’usage"];
    let mut steps = vec![Step::Open(file.clone())];
    let answers = [
        (0, "outil_partage_le", 46_280.0),
        (1, "agents_a_former", 12.0),
        (1, "agents_formes", 6.0),
        (1, "sessions", 2.0),
        (1, "satisfaction_formation", 4.0),
    ];
    for (sheet, code, number) in answers {
        let cell = format!("C{}", row(&book, sheets[sheet], code));
        steps.push(Step::Number(sheets[sheet].to_owned(), cell, number));
    }
    let autonomy = format!("C{}", row(&book, sheets[2], "autonomie"));
    let field = questionnaire.field(&"autonomie".into()).unwrap();
    let label = field.choices[0].label.get(Language::Fr).to_owned();
    steps.push(Step::Text(sheets[2].to_owned(), autonomy, label));
    let saved = programme.path("retour.ods");
    steps.extend([Step::Save(saved.clone()), Step::Close]);
    type_in_libreoffice(&steps);
    programme.succeeds(&["ingest", saved.to_str().unwrap(), "--now", NOW]);
    let found = rows(&programme, "select status, answers, findings from return");
    assert_eq!(found[0][0], "accepted", "{}", found[0][2]);
    assert_eq!(values(&found[0][1]).len(), 6, "{}", found[0][1]);
    // The count on each sheet looks at all of them.
    assert_eq!(Book::open(&saved).get(sheets[0], "C5"), "3 sur 3");
}

#[test]
fn a_return_to_correct_comes_back_as_it_was_typed_and_is_accepted_once_corrected() {
    let programme = Programme::copy();
    let file = form(&programme, "BP-2024-001", "2026-T3", &[]);
    let framework = framework();
    let fields = &framework
        .questionnaire_of(&"laureats".into())
        .unwrap()
        .fields;
    let (mut steps, mut expected) = filled(&file, fields, Language::Fr);
    let book = Book::open(&file);
    let at = |code: &str| format!("C{}", row(&book, SHEET, code));
    let land = at("difficultes choix foncier");
    let text = |cell: &str, text: &str| Step::Text(SHEET.into(), cell.into(), text.into());
    let number = |cell: &str, number: f64| Step::Number(SHEET.into(), cell.into(), number);
    let hostile = "=HYPERLINK(\"http://exemple.invalid\";\"x\")";
    let wrong = [
        (
            "repondant_courriel",
            text(&at("repondant_courriel"), "odile.bru chez exemple"),
            "odile.bru chez exemple",
        ),
        (
            "avancement",
            text(&at("avancement"), "presque  fini ! "),
            "presque  fini ! ",
        ),
        (
            "date_demarrage",
            text(&at("date_demarrage"), "31/09/2026"),
            "31/09/2026",
        ),
        (
            "cout_previsionnel",
            text(&at("cout_previsionnel"), "environ douze mille"),
            "environ douze mille",
        ),
        (
            "beneficiaires_femmes",
            number(&at("beneficiaires_femmes"), 40.0),
            "40",
        ),
        ("benevoles", number(&at("benevoles"), 3.5), "3.5"),
        ("besoin_appui", text(&at("besoin_appui"), ""), ""),
        ("partenaires", text(&at("partenaires"), hostile), hostile),
    ];
    steps.extend(wrong.iter().map(|(_, step, _)| step.clone()));
    steps.push(text(&land, "peut-être"));
    // Odd, and understood.
    steps.push(text(&at("depense_cumulee"), "1 234,5 €"));
    expected.insert(
        "depense_cumulee".into(),
        json!({"t": "number", "v": "1234.5"}),
    );
    let sent = programme.path("retour.ods");
    steps.extend([Step::Save(sent.clone()), Step::Close]);
    type_in_libreoffice(&steps);
    programme.succeeds(&["ingest", sent.to_str().unwrap(), "--now", NOW]);
    let status = rows(&programme, "select status, findings from return");
    assert_eq!(status[0][0], "to_correct", "{}", status[0][1]);

    let again = programme.path("a-corriger.xlsx");
    programme.succeeds(&[
        "form",
        "--project",
        "BP-2024-001",
        "--period",
        "2026-T3",
        "--correct",
        "--output",
        again.to_str().unwrap(),
        "--now",
        NOW,
    ]);
    assert_eq!(validate_workbooks(&[&again]), Vec::<String>::new());
    let book = Book::open(&again);
    for (code, _, typed) in &wrong {
        assert_eq!(book.get(SHEET, &at(code)), *typed, "{code}");
    }
    assert_eq!(book.get(SHEET, &at("depense_cumulee")), "1 234,5 €");
    assert_eq!(
        book.get(SHEET, &at("difficultes")),
        "administratif; financement; foncier : peut-être"
    );
    assert_eq!(book.get(SHEET, &at("date_fin_prevue")), "46280");
    let formulas = member(&again, "xl/worksheets/sheet2.xml");
    assert!(!formulas.contains("<f>HYPERLINK"));
    let notes = member(&again, "xl/comments1.xml");
    let codes = wrong
        .iter()
        .map(|(code, _, _)| *code)
        .chain(["difficultes"]);
    for code in codes {
        assert!(
            notes.contains(&format!("<comment ref=\"{}\"", at(code))),
            "no note on {code}"
        );
        assert!(
            book.get(SHEET, "D5").contains(&at(code)),
            "{code} is not announced"
        );
    }
    for right in ["repondant_nom", "statut", "depense_cumulee", "recit"] {
        assert!(
            !notes.contains(&format!("<comment ref=\"{}\"", at(right))),
            "a note on {right}"
        );
    }
    assert!(notes.contains("presque"), "{notes}");

    // What the formulas say in the file is what they work out to.
    let worked_out = recalculate_with_libreoffice(&again, "xlsx", &programme.path("recalcul"));
    let worked_out = Book::open(&worked_out);
    let cells = (7..100)
        .map(|row| format!("F{row}"))
        .chain(["C5".to_owned()]);
    let mut said = 0;
    for cell in cells {
        let text = book.get(SHEET, &cell);
        assert_eq!(text, worked_out.get(SHEET, &cell), "{cell}");
        said += usize::from(!text.is_empty());
    }
    assert!(said > 8, "{said}");
    assert!(
        book.get(SHEET, &format!("F{}", &at("beneficiaires_femmes")[1..]))
            .contains("dépasse"),
        "the broken rule is not told beside its cell"
    );

    // Only these cells are touched.
    let corrected = programme.path("corrigé.xls");
    type_in_libreoffice(&[
        Step::Open(again),
        text(&at("repondant_courriel"), "odile.bru@exemple.invalid"),
        number(&at("avancement"), 97.0),
        number(&at("date_demarrage"), 46_280.0),
        number(&at("cout_previsionnel"), 1234.56),
        number(&at("beneficiaires_femmes"), 4.0),
        number(&at("benevoles"), 4.0),
        text(&at("besoin_appui"), "oui"),
        number(&at("partenaires"), 4.0),
        text(&at("difficultes"), "administratif, financement"),
        Step::Save(corrected.clone()),
        Step::Close,
    ]);
    programme.succeeds(&["ingest", corrected.to_str().unwrap(), "--now", NOW]);
    let found = rows(
        &programme,
        "select version, status, answers, findings from return order by id desc limit 1",
    );
    assert_eq!(&found[0][..2], ["2", "accepted"], "{}", found[0][3]);
    assert_eq!(values(&found[0][2]), expected);
}

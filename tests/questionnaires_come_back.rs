//! Questionnaires come back: filled in with LibreOffice, saved in any format under any name, they are read whole; forged
//! ones are refused; corrected ones are accepted.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bilan::framework::{Field, FieldType, Framework, Language, load};
use bilan::model::FieldId;
use serde_json::{Value, json};

use crate::support::edited::Book;
use crate::support::judges::validate_workbooks;
use crate::support::programme::Programme;
use crate::support::stored::rows;
use crate::support::tools::repository;
use crate::support::typing::{Step, type_in_libreoffice};
use crate::support::workbooks::{edit_member, xml};

const NOW: &str = "2026-10-15T06:00:00+02:00";
const SHEET: &str = "Questionnaire";
/// A subject of each kind, and a period of it.
const SUBJECTS: [(&str, &str, &str); 5] = [
    ("laureats", "BP-2024-001", "2026-T3"),
    ("instances", "INST-01", "2026-S1"),
    ("concertations", "CONC-2025-01", "2026-T1"),
    ("deploiement", "DEP-01", "2026-S1"),
    ("marches", "M-2024-118", "2026-T3"),
];

fn framework() -> Framework {
    load(&repository(), None).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Writes the questionnaire of a subject.
fn form(programme: &Programme, subject: &str, period: &str, words: &[&str]) -> PathBuf {
    let file = programme.path(format!("{subject}-{period}.xlsx"));
    let name = file.to_str().unwrap();
    let mut all = vec![
        "form",
        "--project",
        subject,
        "--period",
        period,
        "--output",
        name,
        "--now",
        NOW,
    ];
    all.extend(words);
    programme.succeeds(&all);
    file
}

/// What a person answers to a question, and the value that bilan keeps.
enum Answer {
    Text(String),
    Number(f64),
    Ticks(Vec<usize>),
}

/// An answer that every rule of the default programme lets pass; none where the question does not apply.
fn answer(field: &Field, language: Language) -> Option<(Answer, Value)> {
    let label = |at: usize| field.choices[at].label.get(language).to_owned();
    Some(match field.type_ {
        // An under-way project has not ended.
        FieldType::Date if field.id.as_str() == "date_fin_reelle" => return None,
        FieldType::Text => {
            let text = format!("« {} » : 1° œuvre ; =1+1, été – 10 €\nfin", field.id);
            (Answer::Text(text.clone()), json!({"t": "text", "v": text}))
        }
        FieldType::Email => (
            Answer::Text("odile.bru@exemple.invalid".into()),
            json!({"t": "text", "v": "odile.bru@exemple.invalid"}),
        ),
        FieldType::Integer | FieldType::Score => {
            (Answer::Number(4.0), json!({"t": "integer", "v": 4}))
        }
        FieldType::Number if field.max.is_some() => {
            (Answer::Number(4.5), json!({"t": "number", "v": "4.5"}))
        }
        FieldType::Number | FieldType::Euros => (
            Answer::Number(1234.56),
            json!({"t": "number", "v": "1234.56"}),
        ),
        FieldType::Percent => (Answer::Number(97.0), json!({"t": "number", "v": "97"})),
        // 15 September 2026.
        FieldType::Date => (
            Answer::Number(46_280.0),
            json!({"t": "date", "v": "2026-09-15"}),
        ),
        FieldType::Bool => (
            Answer::Text(
                if language == Language::Fr {
                    "oui"
                } else {
                    "yes"
                }
                .into(),
            ),
            json!({"t": "bool", "v": true}),
        ),
        FieldType::Choice => (
            Answer::Text(label(1)),
            json!({"t": "choice", "v": field.choices[1].id}),
        ),
        FieldType::Choices => (
            Answer::Ticks(vec![1, 2]),
            json!({"t": "choices", "v": [field.choices[1].id, field.choices[2].id]}),
        ),
    })
}

/// The row of a code in a form, which no person sees.
fn row(book: &Book, sheet: &str, code: &str) -> String {
    book.find(sheet, 'A', code)[1..].to_owned()
}

/// The steps that answer every question of a form, and the values to expect.
fn filled(
    file: &Path,
    fields: &[Field],
    language: Language,
) -> (Vec<Step>, BTreeMap<FieldId, Value>) {
    let book = Book::open(file);
    let mut steps = vec![Step::Open(file.to_owned())];
    let mut expected = BTreeMap::new();
    for field in fields {
        let Some((answer, value)) = answer(field, language) else {
            continue;
        };
        let row = row(&book, SHEET, field.id.as_str());
        let sheet = SHEET.to_owned();
        match answer {
            Answer::Text(text) => steps.push(Step::Text(sheet, format!("C{row}"), text)),
            Answer::Number(number) => steps.push(Step::Number(sheet, format!("C{row}"), number)),
            Answer::Ticks(choices) => steps.extend(choices.into_iter().map(|choice| {
                let row = row.parse::<usize>().unwrap() + 1 + choice;
                Step::Text(SHEET.to_owned(), format!("C{row}"), "x".to_owned())
            })),
        }
        expected.insert(field.id.clone(), value);
    }
    (steps, expected)
}

/// The values of a stored return.
fn values(answers: &str) -> BTreeMap<FieldId, Value> {
    let all: BTreeMap<FieldId, Value> = serde_json::from_str(answers).unwrap();
    let values = all
        .into_iter()
        .map(|(field, answer)| (field, answer[1].clone()));
    values.filter(|(_, value)| !value.is_null()).collect()
}

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

/// A part of a workbook.
fn member(file: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
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
    std::fs::create_dir_all(programme.path("secrets")).unwrap();
    std::fs::write(
        programme.path("secrets/questionnaires"),
        "un secret bien gardé, long\n",
    )
    .unwrap();
    programme.edit(
        "config/bilan.toml",
        "[reading]",
        "[forms]\nsecret_file = \"secrets/questionnaires\"\n\n[reading]",
    );
    let file = form(&programme, "M-2024-118", "2026-T3", &[]);
    assert_eq!(rows(&programme, "select name from secret").len(), 0);
    programme.succeeds(&["ingest", file.to_str().unwrap(), "--now", NOW]);
    assert_eq!(
        rows(&programme, "select subject from return"),
        [["M-2024-118"]]
    );
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
        files.push(file);
    }
    assert_eq!(validate_workbooks(&files), Vec::<String>::new());
    let book = Book::open(&files[0]);
    assert!(book.get(SHEET, "C3").starts_with("=cmd|' /C calc'!A0"));
}

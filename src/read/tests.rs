//! Files as people return them, made in memory: layouts that moved, and odd cells.

#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::raw::read_unguarded;
use super::*;
use crate::framework::{Kind, Questionnaire};
use crate::model::{Finding, FindingCode, ReadReturn, Severity, SubjectId, Value};

const KIND: &str = r#"
id = "laureats"
label = { fr = "Projets lauréats" }
singular = { fr = "projet lauréat" }
questionnaire = "laureats"
period = "quarter"
expectation = { mode = "each_period" }
register = { sheet = "Projets", column = [
    { id = "projet_id", label = { fr = "Projet" }, type = "text", role = "id", privacy = "public" },
    { id = "titre", label = { fr = "Titre du projet" }, type = "text", role = "title", privacy = "public" },
] }
"#;

const QUESTIONNAIRE: &str = r#"
id = "laureats"
version = 2
label = { fr = "Suivi" }
section = [{ id = "s", label = { fr = "Section" } }]
rule = []
field = [
    { id = "statut", section = "s", label = { fr = "État du projet", en = "Status" }, type = "choice", privacy = "public", time = "stock", rollup = "last", choices = [
        { id = "en_cours", label = { fr = "en cours" } }, { id = "acheve", label = { fr = "achevé" } } ] },
    { id = "avancement", section = "s", label = { fr = "Avancement" }, type = "percent", privacy = "public", time = "stock", rollup = "last" },
    { id = "date_fin_prevue", section = "s", label = { fr = "Date de fin prévue" }, type = "date", privacy = "public", time = "stock", rollup = "last" },
    { id = "depense_cumulee", section = "s", label = { fr = "Dépense cumulée" }, type = "euros", privacy = "interne", time = "stock", rollup = "last", synonyms = ["dépenses"] },
    { id = "participants", section = "s", label = { fr = "Participants" }, type = "integer", privacy = "public", time = "flow", rollup = "sum" },
    { id = "participantes", section = "s", label = { fr = "dont femmes" }, type = "integer", privacy = "public", time = "flow", rollup = "sum" },
    { id = "beneficiaires", section = "s", label = { fr = "Bénéficiaires" }, type = "integer", privacy = "public", time = "flow", rollup = "sum" },
    { id = "beneficiaires_femmes", section = "s", label = { fr = "dont femmes" }, type = "integer", privacy = "public", time = "flow", rollup = "sum" },
    { id = "recit", section = "s", label = { fr = "Votre projet en trois phrases" }, type = "text", privacy = "public", time = "flow", rollup = "last" },
]
"#;

fn catalogue() -> Catalogue {
    let kind: Kind = toml::from_str(KIND).unwrap();
    let questionnaire: Questionnaire = toml::from_str(QUESTIONNAIRE).unwrap();
    Catalogue::new(&[(&kind, &questionnaire)])
}

fn read(name: &str, bytes: &[u8]) -> Interpretation {
    let book = read_unguarded(name, bytes, &ReadLimits::default()).unwrap();
    interpret(&book, name, &catalogue(), ReadLimits::default().cells)
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Interpretation {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    read("retour.xlsx", &workbook.save_to_buffer().unwrap())
}

fn value(read: &ReadReturn, field: &str) -> Option<Value> {
    read.answers
        .get(field)
        .and_then(|answer| answer.value.clone())
}

fn codes(read: &ReadReturn) -> Vec<&'static str> {
    read.findings
        .iter()
        .filter(|f| f.code != FindingCode::FieldAbsent)
        .map(|f| f.code.as_str())
        .collect()
}

fn number(n: i64) -> Option<Value> {
    Some(Value::Number(Decimal::from(n)))
}

const ROWS: &[(&str, &str, &str)] = &[
    ("projet_id", "Projet", "BP-1"),
    ("periode", "Période", "2026-T3"),
    ("statut", "État du projet", "En cours"),
    ("avancement", "Avancement", "45 %"),
    ("participants", "Participants", "30"),
    ("participantes", "dont femmes", "12"),
    ("beneficiaires", "Bénéficiaires", "100"),
    ("beneficiaires_femmes", "dont femmes", "60"),
    ("recit", "Votre projet en trois phrases", "Tout va bien."),
];

fn form(sheet: &mut Worksheet, top: u32, columns: [u16; 3], header: bool) {
    if header {
        for (column, title) in columns.iter().zip(["code", "libellé", "valeur"]) {
            sheet.write(top, *column, title).unwrap();
        }
    }
    for (row, (code, label, value)) in (top + 1..).zip(ROWS) {
        for (column, text) in columns.iter().zip([code, label, value]) {
            sheet.write(row, *column, *text).unwrap();
        }
    }
}

fn is_the_form(read: &ReadReturn) {
    assert_eq!(read.subject.as_ref().unwrap().as_str(), "BP-1");
    assert_eq!(read.period.unwrap().written(), "2026-T3");
    assert_eq!(
        value(read, "statut"),
        Some(Value::Choice("en_cours".into()))
    );
    assert_eq!(value(read, "avancement"), number(45));
    assert_eq!(value(read, "participantes"), Some(Value::Integer(12)));
    assert_eq!(
        value(read, "beneficiaires_femmes"),
        Some(Value::Integer(60))
    );
    assert_eq!(
        value(read, "recit"),
        Some(Value::Text("Tout va bien.".into()))
    );
}

#[test]
fn a_form_is_read_wherever_it_stands() {
    for (name, top, columns, header) in [
        ("Retour", 0, [0, 1, 2], true),
        ("Feuil1", 7, [3, 4, 9], true),
        ("autre", 2, [5, 6, 2], true),
        ("x", 0, [0, 1, 2], false),
    ] {
        let result = workbook(|w| {
            form(
                w.add_worksheet().set_name(name).unwrap(),
                top,
                columns,
                header,
            );
        });
        assert_eq!(result.returns.len(), 1, "{name}");
        is_the_form(&result.returns[0]);
        let place = &result.returns[0].answers["statut"].place;
        assert_eq!(place.cell.unwrap().row, top + 3);
        assert_eq!(place.sheet.as_deref(), Some(name));
    }
}

#[test]
fn a_form_without_codes_is_read_by_its_labels_in_order() {
    let result = workbook(|w| {
        let sheet = w.add_worksheet();
        for (row, (_, label, value)) in (3..).zip(ROWS) {
            sheet
                .write(row, 1, *label)
                .unwrap()
                .write(row, 2, *value)
                .unwrap();
        }
    });
    is_the_form(&result.returns[0]);
}

#[test]
fn sections_on_several_sheets_are_one_return_and_instructions_are_not_read() {
    let result = workbook(|w| {
        let guide = w.add_worksheet().set_name("Mode d'emploi").unwrap();
        form(guide, 0, [0, 1, 2], true);
        let halves = [("Projet", &ROWS[..4]), ("Effets", &ROWS[4..])];
        for (name, rows) in halves {
            let sheet = w.add_worksheet().set_name(name).unwrap();
            sheet
                .write(0, 0, "code")
                .unwrap()
                .write(0, 1, "réponse")
                .unwrap();
            for (row, (code, _, value)) in (1..).zip(rows) {
                sheet
                    .write(row, 0, *code)
                    .unwrap()
                    .write(row, 1, *value)
                    .unwrap();
            }
        }
    });
    assert_eq!(result.returns.len(), 1);
    is_the_form(&result.returns[0]);
}

#[test]
fn a_table_is_one_return_a_row() {
    let result = workbook(|w| {
        let sheet = w.add_worksheet().set_name("données 2026").unwrap();
        sheet.write(0, 0, "Retours du trimestre").unwrap();
        for (column, title) in (1..).zip([
            "Participants",
            "Période",
            "projet_id",
            "Titre du projet",
            "Dépenses",
            "couleur",
        ]) {
            sheet.write(3, column, title).unwrap();
        }
        for (row, id) in (4..).zip(["BP-1", "BP-2"]) {
            sheet
                .write(row, 1, row * 10)
                .unwrap()
                .write(row, 2, "T3 2026")
                .unwrap()
                .write(row, 3, id)
                .unwrap();
            sheet
                .write(row, 4, "Un titre")
                .unwrap()
                .write(row, 5, "1 234,5 €")
                .unwrap();
        }
        sheet.write(7, 0, "Total").unwrap().write(7, 1, 90).unwrap();
    });
    assert_eq!(result.returns.len(), 2);
    let second = &result.returns[1];
    assert_eq!(second.subject.as_ref().unwrap().as_str(), "BP-2");
    assert_eq!(value(second, "participants"), Some(Value::Integer(50)));
    assert_eq!(
        value(second, "depense_cumulee"),
        Some(Value::Number("1234.5".parse().unwrap()))
    );
    assert_eq!(
        second.answers["depense_cumulee"].place.to_string(),
        "retour.xlsx › données 2026 › F6"
    );
    assert_eq!(codes(second), ["unit-in-number"]);
    let unknown: Vec<_> = result
        .findings
        .iter()
        .filter(|f| f.code == FindingCode::FieldUnknown)
        .collect();
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].found.as_deref(), Some("couleur"));
}

#[test]
fn odd_cells_get_a_defined_answer_each() {
    let result = workbook(|w| {
        let sheet = w.add_worksheet();
        form(sheet, 0, [0, 1, 2], true);
        let percent = Format::new().set_num_format("0 %");
        let day = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_with_format(4, 2, 0.45, &percent).unwrap();
        sheet
            .write_formula(5, 2, Formula::new("=NA()").set_result("#N/A"))
            .unwrap();
        sheet.merge_range(6, 2, 6, 4, "12", &Format::new()).unwrap();
        sheet.set_row_hidden(7).unwrap();
        sheet.write(10, 0, "date_fin_prevue").unwrap();
        let date = ExcelDateTime::parse_from_str("2027-02-28").unwrap();
        sheet
            .write_datetime_with_format(10, 2, &date, &day)
            .unwrap();
        sheet.write(11, 0, "depense_cumulee").unwrap();
        sheet
            .write_formula(11, 2, Formula::new("=1+1").set_result(""))
            .unwrap();
    });
    let read = &result.returns[0];
    assert_eq!(value(read, "avancement"), number(45));
    assert_eq!(value(read, "participants"), None);
    assert_eq!(value(read, "participantes"), Some(Value::Integer(12)));
    assert_eq!(
        value(read, "date_fin_prevue"),
        Some(Value::Date(NaiveDate::from_ymd_opt(2027, 2, 28).unwrap()))
    );
    let found = codes(read);
    for code in ["error-cell", "merged-cell", "hidden-cell", "number-as-text"] {
        assert!(found.contains(&code), "{code} in {found:?}");
    }
    let error = read
        .findings
        .iter()
        .find(|f| f.code == FindingCode::ErrorCell)
        .unwrap();
    assert_eq!(
        (error.severity, error.place.cell.unwrap().to_string()),
        (Severity::Error, "C6".to_owned())
    );
}

#[test]
fn a_csv_of_a_french_office_is_read() {
    let text = "projet_id;Période;Dépense cumulée;Participants;recit\r\nBP-1;2026-T3;1 234,50;12;\"ligne 1\r\nligne 2 ; \"\"été\"\"\"\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let result = read("retours.csv", &bytes);
    assert_eq!(
        result
            .findings
            .iter()
            .filter(|f| f.code == FindingCode::EncodingGuessed)
            .count(),
        1
    );
    let read = &result.returns[0];
    assert_eq!(
        value(read, "depense_cumulee"),
        Some(Value::Number("1234.5".parse().unwrap()))
    );
    assert_eq!(
        value(read, "recit"),
        Some(Value::Text("ligne 1\nligne 2 ; \"été\"".into()))
    );
    assert_eq!(read.answers["recit"].place.to_string(), "retours.csv › E2");
    assert!(codes(read).is_empty(), "{:?}", read.findings);
}

#[test]
fn other_separators_and_encodings_of_csv_are_found() {
    for separator in [",", "\t", "|", ";"] {
        let text = ["projet_id;periode;participants", "BP-1;2026Q3;12"]
            .join("\n")
            .replace(';', separator);
        assert_eq!(
            value(&read("a.csv", text.as_bytes()).returns[0], "participants"),
            Some(Value::Integer(12)),
            "{separator}"
        );
        let utf16: Vec<u8> = std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read("a.csv", &utf16).returns.len(), 1);
    }
}

#[test]
fn a_file_about_something_else_says_so() {
    let result = workbook(|w| {
        w.add_worksheet()
            .write(0, 0, "Recette")
            .unwrap()
            .write(1, 0, "farine")
            .unwrap();
    });
    assert!(result.returns.is_empty());
    assert_eq!(result.findings[0].code, FindingCode::NoQuestionnaire);
}

#[test]
fn two_subjects_on_two_sheets_are_two_returns() {
    let result = workbook(|w| {
        for (name, id) in [("un", "BP-1"), ("deux", "BP-2")] {
            let sheet = w.add_worksheet().set_name(name).unwrap();
            form(sheet, 0, [0, 1, 2], true);
            sheet.write(1, 2, id).unwrap();
        }
    });
    let subjects: Vec<_> = result
        .returns
        .iter()
        .map(|r| r.subject.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(subjects, ["BP-1", "BP-2"]);
}

/// A workbook written by hand: what no library agrees to write.
fn by_hand(properties: &str, rows: &str) -> Vec<u8> {
    use std::io::Write;
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let types = "http://schemas.openxmlformats.org/package/2006/content-types";
    let parts = [
        (
            "[Content_Types].xml",
            format!(r#"<Types xmlns="{types}"/>"#),
        ),
        (
            "_rels/.rels",
            relations("officeDocument", "xl/workbook.xml"),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations("worksheet", "worksheets/sheet1.xml"),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}">{properties}<sheets><sheet name="Retour" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_formula_without_result_is_said() {
    let rows: String = (1..)
        .zip(["statut", "participants", "participantes", "beneficiaires"])
        .map(|(row, code)| {
            let name = format!(r#"<c r="A{row}" t="inlineStr"><is><t>{code}</t></is></c>"#);
            format!(r#"<row r="{row}">{name}<c r="B{row}"><f>SUM(C1:C9)</f></c></row>"#)
        })
        .collect();
    let result = read("retour.xlsx", &by_hand("", &rows));
    let found = codes(&result.returns[0]);
    assert_eq!(found, ["uncached-formula"; 4]);
}

#[test]
fn damage_inside_a_sheet_refuses_the_file() {
    let bytes = by_hand("", r#"<row r="1"><c r="A1"><v>1</v></c></row><row"#);
    let finding = read_unguarded("a.xlsx", &bytes, &ReadLimits::default()).unwrap_err();
    assert_eq!(
        (finding.code, finding.details["reason"].as_str()),
        (FindingCode::FileDamaged, "malformed")
    );
}

#[test]
fn the_name_of_a_sheet_is_cut_and_a_date_of_many_pages_is_text() {
    let long = "n".repeat(5_000);
    let sheets = format!(r#"<sheets><sheet name="{long}" sheetId="2" r:id="rId1"/></sheets>"#);
    let date = "2026".repeat(10_000);
    let row = format!(r#"<row r="1"><c r="A1" t="d"><v>{date}</v></c></row>"#);
    let limits = ReadLimits::default();
    let book = read_unguarded("a.xlsx", &by_hand(&sheets, &row), &limits).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.name, long[..100]);
    assert_eq!(
        sheet.cells[0].value,
        Raw::Text(date[..limits.cell_characters].to_owned())
    );
    assert_eq!(book.findings[0].details["kind"], "characters");
}

#[test]
fn a_1904_workbook_keeps_its_days() {
    // The same day is 1,462 less in the 1904 system: what the file's reader is told counts, not the number.
    let moment =
        calamine::ExcelDateTime::new(44_845.0, calamine::ExcelDateTimeType::DateTime, true);
    assert_eq!(
        moment.as_datetime().unwrap().date(),
        NaiveDate::from_ymd_opt(2026, 10, 12).unwrap()
    );
}

/// A questionnaire of ours whose visible code was changed, with boxes for choices.
fn ours(fill: impl FnOnce(&mut Worksheet), boxes: &[(&str, &str)]) -> Interpretation {
    let questionnaire = QUESTIONNAIRE.replace(
        r#"{ id = "recit""#,
        r#"{ id = "freins", section = "s", label = { fr = "Freins" }, type = "choices", privacy = "public", time = "flow", rollup = "any", choices = [
            { id = "foncier", label = { fr = "foncier" } }, { id = "autre", label = { fr = "autre" } } ] },
        { id = "freins_autre", section = "s", label = { fr = "Précisez" }, type = "text", privacy = "public", time = "flow", rollup = "last" },
        { id = "recit""#,
    );
    let kind: Kind = toml::from_str(KIND).unwrap();
    let questionnaire: Questionnaire = toml::from_str(&questionnaire).unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    form(sheet, 3, [0, 1, 2], true);
    for (row, (code, text)) in (20..).zip(boxes) {
        sheet.write(row, 0, *code).unwrap();
        sheet.write(row, 2, *text).unwrap();
    }
    fill(workbook.add_worksheet().set_name("_bilan").unwrap());
    let bytes = workbook.save_to_buffer().unwrap();
    let limits = ReadLimits::default();
    let book = read_unguarded("q.xlsx", &bytes, &limits).unwrap();
    let catalogue = Catalogue::new(&[(&kind, &questionnaire)]);
    interpret(&book, "q.xlsx", &catalogue, limits.cells)
}

const IDENTITY: &[(&str, &str)] = &[
    ("format", "1"),
    ("programme", "essai"),
    ("kind", "laureats"),
    ("subject", "BP-7"),
    ("questionnaire", "laureats"),
    ("version", "2"),
    ("period", "2026Q2"),
    ("language", "fr"),
    ("seal", "00ff"),
];

fn identity(sheet: &mut Worksheet) {
    for (row, (name, value)) in (0..).zip(IDENTITY) {
        sheet.write(row, 0, *name).unwrap();
        sheet.write(row, 1, *value).unwrap();
    }
}

#[test]
fn what_a_questionnaire_of_ours_says_of_itself_wins_over_what_is_typed() {
    let found = ours(identity, &[]);
    let [read] = &found.returns[..] else {
        panic!("one return: {found:?}")
    };
    assert_eq!(read.subject.as_ref().unwrap().as_str(), "BP-7");
    assert_eq!(read.period.unwrap().written(), "2026-T2");
    assert_eq!(read.version, Some(2));
    let claim = read.form.as_ref().unwrap();
    assert_eq!(claim.seal, "00ff");
    assert_eq!(claim.identity.as_ref().unwrap().programme, "essai");
    assert_eq!(value(read, "participants"), Some(Value::Integer(30)));
}

#[test]
fn an_unreadable_identity_is_claimed_all_the_same() {
    let without_parts = |sheet: &mut Worksheet| {
        sheet.write(0, 0, "seal").unwrap();
    };
    let found = ours(without_parts, &[]);
    let claim = found.returns[0].form.as_ref().unwrap();
    assert_eq!((&claim.identity, claim.seal.as_str()), (&None, ""));
}

#[test]
fn parts_that_no_questionnaire_of_ours_has_are_not_looked_at() {
    // Each return of a file carries what the file says of itself, so what it says is short.
    let endless = |sheet: &mut Worksheet| {
        identity(sheet);
        sheet.write(1, 1, "p".repeat(20_000)).unwrap();
        sheet.write(200, 0, "programme").unwrap();
        sheet.write(200, 1, "essai").unwrap();
    };
    let found = ours(endless, &[]);
    let claim = found.returns[0].form.as_ref().unwrap();
    assert_eq!((&claim.identity, claim.seal.as_str()), (&None, "00ff"));
}

#[test]
fn boxes_of_choices_are_one_answer() {
    let code = |choice: &str| choice_code(&"freins".into(), choice);
    let (land, other) = (code("foncier"), code("autre"));
    let chosen = |ids: &[&str]| {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        Some(Value::Choices(ids))
    };
    for (boxes, expected, raw) in [
        (
            vec![(land.as_str(), "x"), (other.as_str(), "non")],
            chosen(&["foncier"]),
            "foncier",
        ),
        (
            vec![(other.as_str(), "oui"), (land.as_str(), "X")],
            chosen(&["foncier", "autre"]),
            "autre; foncier",
        ),
        (
            vec![("freins", "autre"), (land.as_str(), "x")],
            chosen(&["foncier", "autre"]),
            "autre; foncier",
        ),
        (
            vec![("freins", "autre, gel"), (land.as_str(), "x")],
            None,
            "autre, gel; foncier",
        ),
        (
            vec![("freins", ""), (land.as_str(), "un peu")],
            None,
            "foncier : un peu",
        ),
        (vec![("freins", ""), (land.as_str(), " ")], None, ""),
    ] {
        let mut boxes = boxes;
        boxes.push(("freins_autre", "le gel"));
        let found = ours(identity, &boxes);
        let read = &found.returns[0];
        let answer = &read.answers["freins"];
        assert_eq!(
            (answer.value.clone(), answer.raw.as_str()),
            (expected.clone(), raw),
            "{boxes:?}"
        );
        let refused = expected.is_none() && !raw.is_empty();
        let said = read.findings.iter().any(|f| f.severity == Severity::Error);
        assert_eq!(said, refused, "{boxes:?}: {:?}", read.findings);
        // A question named after another one and its choice stays apart from the choice's box.
        assert_eq!(
            value(read, "freins_autre"),
            Some(Value::Text("le gel".into()))
        );
    }
}

/// A table of so many rows under these columns; every cell but the last two of each row is filled.
fn table(columns: &str, rows: usize) -> Vec<u8> {
    let mut csv = format!("{columns}\n");
    for row in 1..=rows {
        csv += &format!("BP-{row};2026-T3;en cours;50;;\n");
    }
    csv.into_bytes()
}

#[test]
fn a_table_of_a_whole_directorate_is_read_to_its_end() {
    let columns = "projet_id;periode;statut;avancement;participants;beneficiaires";
    let read = read("retours.csv", &table(columns, 1_500));
    assert_eq!(read.returns.len(), 1_500);
    assert_eq!(
        read.returns[1_499].subject.as_ref().map(SubjectId::as_str),
        Some("BP-1500")
    );
    let codes: Vec<_> = read.findings.iter().map(|f| f.code).collect();
    assert!(!codes.contains(&FindingCode::FileTruncatedReading));
}

#[test]
fn a_table_of_more_cells_than_are_read_says_where_the_reading_ends() {
    let columns = "projet_id;periode;statut;avancement;participants;beneficiaires";
    let limits = ReadLimits::default();
    let book = read_unguarded("retours.csv", &table(columns, 100), &limits).unwrap();
    // Two sheets of 100 rows, of which 150 may be read: a row counts as the nine questions of the questionnaire.
    let mut twice = book.clone();
    twice.sheets.extend(book.sheets);
    let read = interpret(&twice, "retours.csv", &catalogue(), 150 * 9 + 8);
    assert_eq!(read.returns.len(), 150);
    let cut: Vec<_> = read
        .findings
        .iter()
        .filter(|f| f.code == FindingCode::FileTruncatedReading)
        .map(|f| {
            let cell = f.place.cell.unwrap().to_string();
            (cell, f.details["kind"].clone(), f.details["limit"].clone())
        })
        .collect();
    // The header is the first row.
    assert_eq!(
        cut,
        [("A52".to_owned(), "table".to_owned(), "1358".to_owned())]
    );
}

#[test]
fn a_name_that_stands_a_thousand_times_is_not_pointed_out_as_often() {
    let form = "projet_id;BP-1\nstatut;achevé\n".to_owned() + &"avancement;12\n".repeat(1_000);
    let header = "projet_id;periode;statut".to_owned() + &";statut".repeat(1_000);
    let twice = |findings: &[Finding]| {
        let of_code = findings
            .iter()
            .filter(|f| f.code == FindingCode::FieldTwice);
        of_code.count()
    };
    let result = read("formulaire.csv", form.as_bytes());
    assert_eq!(twice(&result.returns[0].findings), 20);
    let table = format!("{header}\nBP-1;2026-T3;achevé\n");
    let result = read("tableau.csv", table.as_bytes());
    assert_eq!(twice(&result.findings), 20);
}

#[test]
fn many_unknown_columns_are_not_all_pointed_out() {
    let strangers: Vec<String> = (0..200).map(|n| format!("colonne inconnue {n}")).collect();
    let csv = format!(
        "projet_id;periode;statut;avancement;{}\nBP-1;2026-T3;en cours;50\n",
        strangers.join(";")
    );
    let read = read("retours.csv", csv.as_bytes());
    let unknown = read
        .findings
        .iter()
        .filter(|f| f.code == FindingCode::FieldUnknown);
    assert_eq!(unknown.count(), 20);
    assert_eq!(read.returns.len(), 1);
}

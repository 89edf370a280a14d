//! What becomes of a return once an officer has decided about a value of it.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use crate::check::{Checked, Draft, History, RuleBook, check};
use crate::framework::{Framework, load};
use crate::model::{
    Answer, Columns, Decision, FindingCode, Place, ReadReturn, ReturnStatus, Severity, SubjectId,
    Value,
};
use crate::read::Raw;
use crate::read::value::{Expected, understand};

/// Answers that every rule lets pass.
const SOUND: [(&str, &str); 10] = [
    ("repondant_nom", "Odile Bru"),
    ("repondant_courriel", "odile.bru@exemple.invalid"),
    ("statut", "en cours"),
    ("avancement", "45"),
    ("date_fin_prevue", "2027-03-31"),
    ("besoin_appui", "non"),
    ("cout_previsionnel", "24 200"),
    ("depense_cumulee", "10 000"),
    ("beneficiaires", "100"),
    ("autorisation_publication", "oui"),
];

/// The programme that bilan comes with.
fn shipped() -> Framework {
    load(Path::new(env!("CARGO_MANIFEST_DIR")), None)
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The return of somebody who typed this into a form, the other answers being sound. An empty text takes an answer out of the
/// file.
fn typed(framework: &Framework, changes: &[(&str, &str)]) -> ReadReturn {
    let questionnaire = framework.questionnaire_of(&"laureats".into()).unwrap();
    let sheet = Place {
        sheet: Some("Retour".to_owned()),
        ..Place::file("retour.xlsx")
    };
    let mut read = ReadReturn {
        kind: "laureats".into(),
        subject: Some("BP-2024-001".into()),
        period: "2026Q3".parse().ok(),
        version: Some(3),
        form: None,
        place: sheet.clone(),
        answers: Default::default(),
        findings: Vec::new(),
    };
    for (row, field) in (1..).zip(&questionnaire.fields) {
        let of_field = |(id, _): &&(&str, &str)| *id == field.id.as_str();
        let text = changes.iter().chain(&SOUND).find(of_field);
        let Some((_, text)) = text.filter(|(_, text)| !text.is_empty()) else {
            continue;
        };
        let place = sheet.at(Some("Retour"), format!("D{row}").parse().unwrap());
        let raw = (*text).to_owned();
        let understood = understand(Expected::from(field), &Raw::Text(raw.clone()), false);
        let remarks = understood.remarks.iter();
        read.findings
            .extend(remarks.map(|remark| remark.placed(&place, &field.id, &raw)));
        let answer = Answer {
            raw,
            value: understood.value,
            place,
        };
        read.answers.insert(field.id.clone(), answer);
    }
    read
}

fn decision(id: i64, field: &str, value: Option<&str>) -> Decision {
    Decision {
        id,
        field: field.into(),
        value: value.map(str::to_owned),
        reason: "Compté avec la commune".to_owned(),
        author: "Lise Ferrer".to_owned(),
    }
}

fn judge(changes: &[(&str, &str)], decisions: &[Decision]) -> Checked {
    let framework = shipped();
    let kind = framework.kind(&"laureats".into()).unwrap();
    let book = RuleBook::new(&framework, kind).unwrap();
    let draft = Draft {
        read: &typed(&framework, changes),
        subject: &SubjectId::from("BP-2024-001"),
        columns: &Columns::default(),
        period: "2026Q3".parse().unwrap(),
        received_on: "2026-10-05".parse().unwrap(),
        decisions,
    };
    check(&book, &[draft], &History::default())
        .unwrap()
        .remove(0)
}

/// What asks for something: rule or code, with its field.
fn asked(checked: &Checked) -> Vec<(String, String)> {
    let asks = checked
        .findings
        .iter()
        .filter(|f| f.severity > Severity::Info);
    asks.map(|f| {
        (
            super::name(f).to_owned(),
            f.field.as_ref().unwrap().to_string(),
        )
    })
    .collect()
}

fn value(checked: &Checked, field: &str) -> Option<Value> {
    checked.answers.get(field)?.value.clone()
}

/// The details of the finding that says what was decided.
fn said(checked: &Checked, field: &str) -> Option<(Option<String>, Option<String>, String)> {
    let accepted = checked.findings.iter().find(|f| {
        f.code == FindingCode::ValueAccepted && f.field.as_ref().unwrap().as_str() == field
    })?;
    assert_eq!(accepted.severity, Severity::Info);
    assert_eq!(accepted.details["reason"], "Compté avec la commune");
    assert_eq!(accepted.details["author"], "Lise Ferrer");
    Some((
        accepted.found.clone(),
        accepted.details.get("given").cloned(),
        accepted.details["waived"].clone(),
    ))
}

#[test]
fn a_typed_value_that_is_accepted_counts_and_what_was_said_of_it_stays_visible() {
    let more_women = [("beneficiaires_femmes", "900")];
    let before = judge(&more_women, &[]);
    assert_eq!(before.status, ReturnStatus::ToCorrect);
    let after = judge(&more_women, &[decision(1, "beneficiaires_femmes", None)]);
    assert_eq!(after.status, ReturnStatus::Accepted);
    assert_eq!(asked(&after), []);
    assert_eq!(
        value(&after, "beneficiaires_femmes"),
        Some(Value::Integer(900))
    );
    assert_eq!(
        said(&after, "beneficiaires_femmes"),
        Some((
            Some("900".to_owned()),
            None,
            "femmes_parmi_beneficiaires".to_owned()
        ))
    );
}

#[test]
fn a_given_value_is_read_as_a_typed_one_in_the_cell_of_the_typed_one() {
    let wrong = [("benevoles", "une dizaine")];
    let after = judge(&wrong, &[decision(1, "benevoles", Some(" 1\u{202f}200 "))]);
    assert_eq!(after.status, ReturnStatus::Accepted);
    let answer = &after.answers["benevoles"];
    assert_eq!(answer.value, Some(Value::Integer(1200)));
    assert_eq!(answer.raw, "1\u{202f}200");
    assert_eq!(answer.place, judge(&wrong, &[]).answers["benevoles"].place);
    let (found, given, waived) = said(&after, "benevoles").unwrap();
    assert_eq!(found.as_deref(), Some("une dizaine"));
    assert_eq!(given.as_deref(), Some(" 1\u{202f}200 "));
    assert_eq!(waived, "not-a-number");
    let codes: Vec<_> = after.findings.iter().map(|f| f.code).collect();
    assert!(!codes.contains(&FindingCode::NotANumber), "{codes:?}");
}

#[test]
fn the_whole_return_is_checked_with_a_given_value_and_other_fields_keep_their_findings() {
    let typed = [
        ("beneficiaires", "beaucoup"),
        ("beneficiaires_femmes", "60"),
    ];
    let fewer = judge(&typed, &[decision(1, "beneficiaires", Some("50"))]);
    assert_eq!(fewer.status, ReturnStatus::ToCorrect);
    let rule = "femmes_parmi_beneficiaires".to_owned();
    assert_eq!(asked(&fewer), [(rule, "beneficiaires_femmes".to_owned())]);
    let enough = judge(&typed, &[decision(1, "beneficiaires", Some("70"))]);
    assert_eq!(enough.status, ReturnStatus::Accepted);
    // What is still odd about the decided field itself was decided with it.
    let negative = judge(&typed, &[decision(1, "beneficiaires_femmes", Some("-3"))]);
    assert_eq!(
        asked(&negative),
        [("not-a-number".to_owned(), "beneficiaires".to_owned())]
    );
}

#[test]
fn what_cannot_be_read_is_not_accepted_whoever_typed_it() {
    let wrong = [("benevoles", "une dizaine")];
    for value in [None, Some("douze")] {
        let after = judge(&wrong, &[decision(1, "benevoles", value)]);
        assert_eq!(after.status, ReturnStatus::ToCorrect, "{value:?}");
        let not_read = ("not-a-number".to_owned(), "benevoles".to_owned());
        assert_eq!(asked(&after), [not_read]);
        assert_eq!(said(&after, "benevoles"), None);
    }
}

#[test]
fn an_answer_that_is_missing_may_stay_so() {
    let missing = [("autorisation_publication", "")];
    assert_eq!(judge(&missing, &[]).status, ReturnStatus::ToCorrect);
    let accepted = judge(&missing, &[decision(1, "autorisation_publication", None)]);
    assert_eq!(accepted.status, ReturnStatus::Accepted);
    assert!(accepted.completeness < rust_decimal::Decimal::ONE);
    assert_eq!(value(&accepted, "autorisation_publication"), None);
    // One that is given where the file has no cell for it is on the return's sheet.
    let given = judge(
        &missing,
        &[decision(1, "autorisation_publication", Some("oui"))],
    );
    let answer = &given.answers["autorisation_publication"];
    assert_eq!(answer.value, Some(Value::Bool(true)));
    assert_eq!(answer.place.sheet.as_deref(), Some("Retour"));
    assert_eq!(answer.place.cell, None);
    // « n. d. » takes an answer back: it is unknown, not zero.
    let unknown = judge(
        &[("benevoles", "une dizaine")],
        &[decision(1, "benevoles", Some("n. d."))],
    );
    assert_eq!(unknown.status, ReturnStatus::Accepted);
    assert_eq!(value(&unknown, "benevoles"), None);
}

#[test]
fn of_several_decisions_on_a_field_the_last_one_stands() {
    let typed = [
        ("beneficiaires_femmes", "900"),
        ("benevoles", "une dizaine"),
    ];
    let mut decisions = vec![
        decision(1, "beneficiaires_femmes", Some("40")),
        decision(2, "benevoles", Some("12")),
        decision(3, "beneficiaires_femmes", Some("400")),
    ];
    let after = judge(&typed, &decisions);
    assert_eq!(after.status, ReturnStatus::Accepted);
    assert_eq!(
        value(&after, "beneficiaires_femmes"),
        Some(Value::Integer(400))
    );
    assert_eq!(value(&after, "benevoles"), Some(Value::Integer(12)));
    let (_, given, _) = said(&after, "beneficiaires_femmes").unwrap();
    assert_eq!(given.as_deref(), Some("400"));
    // Without a value of its own, it accepts the one that was given before.
    decisions.push(decision(4, "beneficiaires_femmes", None));
    let again = judge(&typed, &decisions);
    assert_eq!(again.answers, after.answers);
    let (_, given, _) = said(&again, "beneficiaires_femmes").unwrap();
    assert_eq!(given.as_deref(), Some("400"));
}

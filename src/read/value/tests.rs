//! What people type, and what is understood of it.

#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::framework::Localised;

fn choices() -> Vec<Choice> {
    let choice = |id: &str, fr: &str, en: &str, synonyms: &[&str]| Choice {
        id: id.into(),
        label: Localised {
            fr: fr.into(),
            en: Some(en.into()),
        },
        synonyms: synonyms.iter().map(|s| (*s).to_owned()).collect(),
    };
    vec![
        choice("non_demarre", "non démarré", "not started", &[]),
        choice("en_cours", "en cours", "under way", &["démarré"]),
        choice("acheve", "achevé", "finished", &["terminé"]),
        choice("calcul", "calcul, Base Empreinte", "computed", &[]),
    ]
}

fn read(type_: FieldType, unit: Option<&str>, raw: &Raw) -> Understood {
    understand(
        Expected {
            type_,
            unit,
            choices: &choices(),
        },
        raw,
        false,
    )
}

fn typed(type_: FieldType, unit: Option<&str>, text: &str) -> Understood {
    read(type_, unit, &Raw::Text(text.into()))
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().unwrap())
}

fn codes(understood: &Understood) -> Vec<&'static str> {
    understood.remarks.iter().map(|r| r.code.as_str()).collect()
}

#[test]
fn numbers_as_people_type_them() {
    use FieldType::{Euros, Integer, Number, Percent, Score};
    for (type_, unit, text, value, remark) in [
        (Euros, None, "1 234,5 €", number("1234.5"), "unit-in-number"),
        (
            Euros,
            None,
            "1\u{202F}234,50\u{A0}€",
            number("1234.5"),
            "unit-in-number",
        ),
        (Euros, None, "€ 1234", number("1234"), "unit-in-number"),
        (Euros, None, "1.234,5", number("1234.5"), "number-as-text"),
        (Euros, None, "1,234.5", number("1234.5"), "number-as-text"),
        (
            Euros,
            None,
            "1'234'567",
            number("1234567"),
            "number-as-text",
        ),
        (
            Euros,
            None,
            "1,234,567",
            number("1234567"),
            "number-as-text",
        ),
        (
            Euros,
            None,
            "12 000 euros",
            number("12000"),
            "unit-in-number",
        ),
        (Euros, None, "1.234", number("1234"), "unit-in-number"),
        (Number, None, "1.234", number("1.234"), "unit-in-number"),
        (Number, None, "1,234", number("1.234"), "unit-in-number"),
        (Number, None, "0,125", number("0.125"), "number-as-text"),
        (Number, None, "−3,5", number("-3.5"), "number-as-text"),
        (Number, None, "-0", number("0"), "number-as-text"),
        (
            Number,
            Some("kg"),
            "1 234 kg",
            number("1234"),
            "unit-in-number",
        ),
        (
            Number,
            Some("kg CO₂e"),
            "12 kg CO2e",
            number("12"),
            "unit-in-number",
        ),
        (
            Number,
            Some("m²"),
            "12,5 m2",
            number("12.5"),
            "unit-in-number",
        ),
        (Percent, None, "12 %", number("12"), "unit-in-number"),
        (Percent, None, "12,5%", number("12.5"), "unit-in-number"),
        (Percent, None, "12", number("12"), "number-as-text"),
        (
            Integer,
            None,
            "1 234",
            Value::Integer(1234),
            "number-as-text",
        ),
        (
            Integer,
            None,
            "1.234",
            Value::Integer(1234),
            "unit-in-number",
        ),
        (Integer, None, "12,0", Value::Integer(12), "number-as-text"),
        (Score, None, "4/5", Value::Integer(4), "unit-in-number"),
        (Score, None, "4", Value::Integer(4), "number-as-text"),
    ] {
        let understood = typed(type_, unit, text);
        assert_eq!(understood.value, Some(value), "{text}");
        assert_eq!(codes(&understood), [remark], "{text}");
    }
}

#[test]
fn what_is_no_number_is_said_and_not_guessed() {
    use FieldType::{Euros, Integer, Number, Percent};
    for (type_, text, remark) in [
        (Number, "une dizaine", "not-a-number"),
        (Number, "300 personnes", "not-a-number"),
        (Number, "env. 300", "not-a-number"),
        (Number, "12 34", "not-a-number"),
        (Number, "1.2.3", "not-a-number"),
        (Number, "1,2,3.4,5", "not-a-number"),
        (Number, "12 %", "not-a-number"),
        (Number, "1e5", "not-a-number"),
        (Number, "10-12", "not-a-number"),
        (Number, "99999999999999999999999999999999", "not-a-number"),
        (Euros, "12 k€", "not-a-number"),
        (Percent, "12 €", "not-a-number"),
        (Integer, "12,5", "not-an-integer"),
        (Integer, "1,234", "not-an-integer"),
    ] {
        let understood = typed(type_, Some("kg"), text);
        assert_eq!(
            (understood.value.clone(), codes(&understood)),
            (None, vec![remark]),
            "{text}"
        );
    }
    for number in [f64::NAN, f64::INFINITY, 9_007_199_254_740_993.0, -1e300] {
        assert_eq!(
            codes(&read(Number, None, &Raw::Number(number))),
            ["not-a-number"],
            "{number}"
        );
    }
    assert_eq!(
        codes(&read(Number, None, &Raw::DateTime("2026-01-02".into()))),
        ["not-a-number"]
    );
}

#[test]
fn cells_that_are_numbers_keep_no_binary_noise() {
    for (cell, value) in [
        (0.1 + 0.2, "0.3"),
        (1_234.5, "1234.5"),
        (-0.0, "0"),
        (1e-320, "0"),
        (12.0, "12"),
        (1e15, "1000000000000000"),
    ] {
        let understood = read(FieldType::Number, None, &Raw::Number(cell));
        assert_eq!(understood, Understood::plain(number(value)), "{cell}");
    }
    assert_eq!(
        read(FieldType::Integer, None, &Raw::Number(3.0)).value,
        Some(Value::Integer(3))
    );
    assert_eq!(
        codes(&read(FieldType::Integer, None, &Raw::Number(3.5))),
        ["not-an-integer"]
    );
}

#[test]
fn percentages_follow_the_format_of_the_cell() {
    let expected = Expected {
        type_: FieldType::Percent,
        unit: None,
        choices: &[],
    };
    assert_eq!(
        understand(expected, &Raw::Number(0.45), true),
        Understood::plain(number("45"))
    );
    assert_eq!(
        understand(expected, &Raw::Number(1.0), true),
        Understood::plain(number("100"))
    );
    assert_eq!(
        understand(expected, &Raw::Number(45.0), false),
        Understood::plain(number("45"))
    );
    let doubtful = understand(expected, &Raw::Number(0.45), false);
    assert_eq!(doubtful.value, Some(number("0.45")));
    assert_eq!(doubtful.remarks[0].severity, Severity::Warning);
    assert_eq!(
        doubtful.remarks[0].details,
        [("understood", "0,45 %".to_owned())]
    );
}

#[test]
fn dates_as_people_type_them() {
    for (text, iso) in [
        ("12/10/2026", "2026-10-12"),
        ("1/3/26", "2026-03-01"),
        ("12.10.2026", "2026-10-12"),
        ("12-10-2026", "2026-10-12"),
        ("2026-10-12", "2026-10-12"),
        ("2026-10-12T08:00:00", "2026-10-12"),
        ("2026/10/12", "2026-10-12"),
        ("12 octobre 2026", "2026-10-12"),
        ("1er mars 2026", "2026-03-01"),
        ("lundi 12 oct. 2026", "2026-10-12"),
        ("le 3 févr. 2026", "2026-02-03"),
        ("October 12, 2026", "2026-10-12"),
        ("29/02/2028", "2028-02-29"),
    ] {
        let understood = typed(FieldType::Date, None, text);
        assert_eq!(
            understood.value,
            Some(Value::Date(iso.parse().unwrap())),
            "{text}"
        );
    }
    for text in [
        "31/09/2026",
        "29/02/2026",
        "10/25/2026",
        "octobre 2026",
        "12/10",
        "bientôt",
        "12/10/0202",
        "12/10/20026",
        "2026",
        "9999-99-99",
    ] {
        assert_eq!(
            codes(&typed(FieldType::Date, None, text)),
            ["not-a-date"],
            "{text}"
        );
    }
    assert_eq!(
        read(FieldType::Date, None, &Raw::Number(46_307.0)).value,
        Some(Value::Date("2026-10-12".parse().unwrap()))
    );
    assert_eq!(
        codes(&read(FieldType::Date, None, &Raw::Number(2_026.0))),
        ["not-a-date"]
    );
    assert_eq!(
        codes(&read(
            FieldType::Date,
            None,
            &Raw::DateTime("9999-99-99".into())
        )),
        ["not-a-date"]
    );
}

#[test]
fn a_cell_of_thousands_of_choices_costs_its_length() {
    let named = "finished;Terminé, démarré|".repeat(1_000);
    let before = crate::read::fold::FOLDED.get();
    let understood = typed(FieldType::Choices, None, &named);
    let folded = crate::read::fold::FOLDED.get() - before;
    let both = vec!["en_cours".to_owned(), "acheve".to_owned()];
    assert_eq!(understood.value, Some(Value::Choices(both)));
    assert!(folded < 4 * named.len(), "{folded} of {}", named.len());
}

#[test]
fn yes_no_choices_and_addresses() {
    for text in ["oui", "OUI", "x", "Vrai", "1", "yes", "✓"] {
        assert_eq!(
            typed(FieldType::Bool, None, text).value,
            Some(Value::Bool(true)),
            "{text}"
        );
    }
    for text in ["non", "Faux", "0", "no"] {
        assert_eq!(
            typed(FieldType::Bool, None, text).value,
            Some(Value::Bool(false)),
            "{text}"
        );
    }
    assert_eq!(
        codes(&typed(FieldType::Bool, None, "peut-être")),
        ["not-a-bool"]
    );
    for text in ["en_cours", "En cours", "UNDER WAY", "demarre"] {
        assert_eq!(
            typed(FieldType::Choice, None, text).value,
            Some(Value::Choice("en_cours".into())),
            "{text}"
        );
    }
    let slip = typed(FieldType::Choice, None, "acheveé");
    assert_eq!(
        slip.remarks[0].details[1],
        ("suggestion", "achevé".to_owned())
    );
    for text in [
        "achevé ; en cours",
        "terminé, EN COURS",
        "en cours\nachevé\nen cours",
    ] {
        let value = Some(Value::Choices(vec!["en_cours".into(), "acheve".into()]));
        assert_eq!(typed(FieldType::Choices, None, text).value, value, "{text}");
    }
    let with_comma = typed(FieldType::Choices, None, "calcul, base empreinte; achevé").value;
    assert_eq!(
        with_comma,
        Some(Value::Choices(vec!["acheve".into(), "calcul".into()]))
    );
    assert_eq!(typed(FieldType::Choices, None, "achevé; autre").value, None);
    assert!(
        typed(FieldType::Email, None, " a.b@exemple.invalid ")
            .value
            .is_some()
    );
    for text in [
        "a@b",
        "a b@exemple.fr",
        "exemple.fr",
        "a@@exemple.fr",
        "a@exemple.fr\nBcc: tous@exemple.fr",
    ] {
        assert_eq!(
            codes(&typed(FieldType::Email, None, text)),
            ["not-an-email"],
            "{text}"
        );
    }
}

#[test]
fn nothing_errors_and_formulas() {
    for type_ in [
        FieldType::Number,
        FieldType::Date,
        FieldType::Choice,
        FieldType::Bool,
    ] {
        for text in ["", "  ", "-", "—", "n. d.", "NC", "sans objet", "\u{A0}"] {
            assert_eq!(typed(type_, None, text), Understood::default(), "{text}");
        }
        assert_eq!(
            codes(&read(type_, None, &Raw::Error("#N/A".into()))),
            ["error-cell"]
        );
        assert_eq!(
            codes(&read(type_, None, &Raw::EmptyFormula)),
            ["uncached-formula"]
        );
    }
    let hostile = "=HYPERLINK(\"http://exemple.invalid\")\u{0}\u{7}\r\nligne \u{202E}deux ";
    let kept = Value::Text("=HYPERLINK(\"http://exemple.invalid\")\nligne deux".into());
    assert_eq!(typed(FieldType::Text, None, hostile).value, Some(kept));
}

const TYPES: [FieldType; 11] = [
    FieldType::Text,
    FieldType::Email,
    FieldType::Integer,
    FieldType::Number,
    FieldType::Euros,
    FieldType::Percent,
    FieldType::Date,
    FieldType::Bool,
    FieldType::Choice,
    FieldType::Choices,
    FieldType::Score,
];

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in ".*", number in any::<f64>(), percent in any::<bool>()) {
        for type_ in TYPES {
            let expected = Expected { type_, unit: Some("kg"), choices: &choices() };
            for raw in [Raw::Text(text.clone()), Raw::Number(number), Raw::DateTime(text.clone())] {
                understand(expected, &raw, percent);
            }
        }
    }

    #[test]
    fn figures_and_signs_never_panic(text in "[-+0-9 .,'€%/–]{0,12}(kg|€|%)?") {
        for type_ in TYPES {
            typed(type_, Some("kg"), &text);
        }
    }

    #[test]
    fn french_numbers_come_back(units in 0i64..999_999_999, cents in 1u32..100) {
        let decimal = Decimal::new(units * 100 + i64::from(cents), 2);
        let mut whole = units.to_string();
        let mut at = whole.len();
        while at > 3 {
            at -= 3;
            whole.insert(at, '\u{202F}');
        }
        let understood = typed(FieldType::Euros, None, &format!("{whole},{cents:02} €"));
        prop_assert_eq!(understood.value, Some(Value::Number(decimal.normalize())));
    }

    #[test]
    fn doubles_come_back(number in -1e9f64..1e9) {
        let understood = read(FieldType::Number, None, &Raw::Number(number));
        let back: f64 = understood.value.unwrap().number().unwrap().to_string().parse().unwrap();
        prop_assert!((back - number).abs() <= number.abs() * 1e-14);
    }

    #[test]
    fn dates_come_back(days in 0i64..60_000) {
        let day = NaiveDate::from_ymd_opt(1954, 12, 3).unwrap() + chrono::TimeDelta::days(days);
        for format in ["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%-d/%-m/%Y"] {
            let understood = typed(FieldType::Date, None, &day.format(format).to_string());
            prop_assert_eq!(understood.value, Some(Value::Date(day)));
        }
    }
}

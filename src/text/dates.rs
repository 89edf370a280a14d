//! Days, periods, ordinals and lists.

use chrono::{Datelike, NaiveDate};

use crate::framework::Language;
use crate::model::{Granularity, Period};

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day in full: « 24 novembre 2026 », « 1er mars 2026 », `24 November 2026`.
pub fn date_long(day: NaiveDate, language: Language) -> String {
    let (months, number) = match (language, day.day()) {
        (Language::Fr, 1) => (MONTHS_FR, "1er".to_owned()),
        (Language::Fr, number) => (MONTHS_FR, number.to_string()),
        (Language::En, number) => (MONTHS_EN, number.to_string()),
    };
    let month = usize::try_from(day.month0())
        .ok()
        .and_then(|index| months.get(index))
        .copied()
        .unwrap_or_default();
    format!("{number} {month} {}", day.year())
}

/// A day in short: `24/11/2026`; in English `24 Nov 2026`, which nobody reads month first.
pub fn date_short(day: NaiveDate, language: Language) -> String {
    match language {
        Language::Fr => day.format("%d/%m/%Y").to_string(),
        Language::En => day.format("%-d %b %Y").to_string(),
    }
}

/// A period in words: « 3e trimestre 2026 », « 2d semestre 2026 », « année 2026 »; `3rd quarter of 2026`.
pub fn period_name(period: Period, language: Language) -> String {
    let year = period.year();
    let part = ordinal(u64::from(period.part()), language);
    match (language, period.granularity()) {
        (Language::Fr, Granularity::Quarter) => format!("{part} trimestre {year}"),
        // « second » is the word where there are only two.
        (Language::Fr, Granularity::Half) => {
            format!(
                "{} semestre {year}",
                if period.part() == 2 { "2d" } else { "1er" }
            )
        }
        (Language::Fr, Granularity::Year) => format!("année {year}"),
        (Language::En, Granularity::Quarter) => format!("{part} quarter of {year}"),
        (Language::En, Granularity::Half) => format!("{part} half of {year}"),
        (Language::En, Granularity::Year) => format!("year {year}"),
    }
}

/// A period with its article, to put after « pour »: « le 3e trimestre 2026 », « l’année 2026 »; `the 3rd quarter of 2026`.
pub fn period_with_article(period: Period, language: Language) -> String {
    let name = period_name(period, language);
    match (language, period.granularity()) {
        (Language::Fr, Granularity::Year) => format!("l’{name}"),
        (Language::Fr, _) => format!("le {name}"),
        (Language::En, _) => format!("the {name}"),
    }
}

/// An ordinal, masculine in French: `1er`, `2e`; `1st`, `2nd`, `11th`.
pub fn ordinal(number: u64, language: Language) -> String {
    let suffix = match (language, number % 10, number % 100) {
        (Language::Fr, ..) => {
            if number == 1 {
                "er"
            } else {
                "e"
            }
        }
        (Language::En, _, 11..=13) => "th",
        (Language::En, 1, _) => "st",
        (Language::En, 2, _) => "nd",
        (Language::En, 3, _) => "rd",
        (Language::En, ..) => "th",
    };
    format!("{number}{suffix}")
}

/// « a, b et c »; `a, b and c`.
pub fn list<T: AsRef<str>>(items: &[T], language: Language) -> String {
    let and = match language {
        Language::Fr => " et ",
        Language::En => " and ",
    };
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{}{and}{}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days() {
        assert_eq!(
            date_long(day("2026-11-24"), Language::Fr),
            "24 novembre 2026"
        );
        assert_eq!(date_long(day("2026-03-01"), Language::Fr), "1er mars 2026");
        assert_eq!(date_long(day("2026-03-01"), Language::En), "1 March 2026");
        assert_eq!(date_short(day("2026-03-01"), Language::Fr), "01/03/2026");
        assert_eq!(date_short(day("2026-03-01"), Language::En), "1 Mar 2026");
    }

    #[test]
    fn periods() {
        for (written, fr, en) in [
            ("2026-T1", "1er trimestre 2026", "1st quarter of 2026"),
            ("2026-T3", "3e trimestre 2026", "3rd quarter of 2026"),
            ("2026-S2", "2d semestre 2026", "2nd half of 2026"),
            ("2026", "année 2026", "year 2026"),
        ] {
            let period = written.parse().unwrap();
            assert_eq!(period_name(period, Language::Fr), fr);
            assert_eq!(period_name(period, Language::En), en);
        }
        let article = |text: &str, language| period_with_article(text.parse().unwrap(), language);
        assert_eq!(article("2026", Language::Fr), "l’année 2026");
        assert_eq!(article("2026-T3", Language::Fr), "le 3e trimestre 2026");
        assert_eq!(article("2026", Language::En), "the year 2026");
    }

    #[test]
    fn ordinals_and_lists() {
        let english: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 112]
            .iter()
            .map(|n| ordinal(*n, Language::En))
            .collect();
        assert_eq!(
            english.join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 112th"
        );
        assert_eq!(
            ordinal(1, Language::Fr) + " " + &ordinal(21, Language::Fr),
            "1er 21e"
        );
        assert_eq!(list(&["a", "b", "c"], Language::Fr), "a, b et c");
        assert_eq!(list(&["a", "b"], Language::En), "a and b");
        assert_eq!(list::<&str>(&[], Language::Fr), "");
    }
}

//! Days as people write them: 12/10/2026, 2026-10-12, 1er mars 2026, and the serial numbers of spreadsheets.

use chrono::{Datelike, Days, NaiveDate};

use crate::model::{FindingCode, Value};
use crate::read::fold::fold;
use crate::read::raw::Raw;

use super::{Remark, Understood, clean};

/// Years that a follow-up can speak of: others are slips (0202, 20026).
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

pub(super) fn understand(raw: &Raw) -> Understood {
    let not_a_date = || Understood::refused(Remark::error(FindingCode::NotADate));
    match raw {
        Raw::DateTime(iso) => {
            from_iso(iso).map_or_else(not_a_date, |day| Understood::plain(Value::Date(day)))
        }
        Raw::Text(text) => match from_text(&clean(text)) {
            Some(day) => {
                Understood::remarked(Value::Date(day), Remark::info(FindingCode::NumberAsText))
            }
            None => not_a_date(),
        },
        Raw::Number(serial) => from_serial(*serial).map_or_else(not_a_date, |day| {
            let remark = Remark::info(FindingCode::UnitInNumber)
                .with("understood", day.format("%d/%m/%Y").to_string());
            Understood::remarked(Value::Date(day), remark)
        }),
        _ => not_a_date(),
    }
}

/// The day of an ISO 8601 date or date and time.
pub(super) fn from_iso(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10)?;
    let rest = text.get(10..)?;
    (rest.is_empty() || rest.starts_with(['T', ' '])).then_some(())?;
    within(day.parse().ok()?)
}

/// A day's serial number in the 1900 system, from 1954 on: smaller numbers are years or counts rather than days.
fn from_serial(serial: f64) -> Option<NaiveDate> {
    if !(20_000.0..110_000.0).contains(&serial) {
        return None;
    }
    let days: u64 = format!("{:.0}", serial.floor()).parse().ok()?;
    within(NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?)
}

fn within(day: NaiveDate) -> Option<NaiveDate> {
    YEARS.contains(&day.year()).then_some(day)
}

fn from_text(text: &str) -> Option<NaiveDate> {
    if let Some(day) = from_iso(text) {
        return Some(day);
    }
    // A time after the day says nothing more about the day.
    let folded = fold(text.split_once(" 00:00").map_or(text, |(day, _)| day));
    let words: Vec<&str> = folded
        .split(' ')
        .filter(|w| !WEEKDAYS.contains(w) && *w != "le" && *w != "of")
        .collect();
    let [first, second, third] = words.as_slice() else {
        return None;
    };
    let (year, month, day) = if let Some(month) = month(second) {
        (year(third)?, month, ordinal(first)?)
    } else if let Some(month) = month(first) {
        (year(third)?, month, ordinal(second)?)
    } else if first.len() == 4 {
        (year(first)?, short_number(second)?, short_number(third)?)
    } else {
        (year(third)?, short_number(second)?, short_number(first)?)
    };
    within(NaiveDate::from_ymd_opt(year, month, day)?)
}

const WEEKDAYS: &[&str] = &[
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Four digits, or two of this century.
fn year(word: &str) -> Option<i32> {
    match (word.len(), word.parse::<i32>().ok()?) {
        (4, year) => Some(year),
        (2, short) => Some(2000 + short),
        _ => None,
    }
}

fn short_number(word: &str) -> Option<u32> {
    (word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
}

fn ordinal(word: &str) -> Option<u32> {
    let digits = ["er", "st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .unwrap_or(word);
    short_number(digits)
}

/// The month of a French or English name or abbreviation, already folded.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["janvier", "janv", "jan", "january"],
        &["fevrier", "fevr", "fev", "february", "feb"],
        &["mars", "mar", "march"],
        &["avril", "avr", "april", "apr"],
        &["mai", "may"],
        &["juin", "june", "jun"],
        &["juillet", "juil", "july", "jul"],
        &["aout", "august", "aug"],
        &["septembre", "sept", "sep", "september"],
        &["octobre", "oct", "october"],
        &["novembre", "nov", "november"],
        &["decembre", "dec", "december"],
    ];
    let at = NAMES.iter().position(|names| names.contains(&word))?;
    u32::try_from(at + 1).ok()
}

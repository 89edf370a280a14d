//! Numbers as French offices type them: spaces and points between thousands, a comma before decimals, signs and units.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::framework::FieldType;
use crate::model::{FindingCode, Severity, Value};
use crate::read::fold::fold;
use crate::read::raw::Raw;

use super::{Expected, Remark, Understood, clean};

/// A number of a cell as its field expects it.
pub(super) fn understand(expected: Expected<'_>, raw: &Raw, percent: bool) -> Understood {
    let not_a_number = || Understood::refused(Remark::error(FindingCode::NotANumber));
    match raw {
        Raw::Number(number) => {
            let Some(mut decimal) = exact(*number) else {
                return not_a_number();
            };
            let is_percentage = expected.type_ == FieldType::Percent;
            if percent && is_percentage {
                decimal = (decimal * Decimal::ONE_HUNDRED).normalize();
            }
            let doubtful = is_percentage && !percent && is_fraction(decimal);
            typed(
                expected.type_,
                decimal,
                doubtful.then(|| doubt(decimal, "%")),
            )
        }
        Raw::Text(text) => match parse(expected, &clean(text)) {
            Some(Parsed {
                number,
                doubtful,
                unit,
            }) => {
                let doubtful = doubtful
                    || (expected.type_ == FieldType::Percent
                        && unit.is_none()
                        && is_fraction(number));
                let remark = if doubtful {
                    doubt(number, unit.as_deref().unwrap_or(""))
                } else if let Some(unit) = unit {
                    Remark::info(FindingCode::UnitInNumber).with("understood", shown(number, &unit))
                } else {
                    Remark::info(FindingCode::NumberAsText)
                };
                typed(expected.type_, number, Some(remark))
            }
            None => not_a_number(),
        },
        _ => not_a_number(),
    }
}

/// 0.45 in a field of percentages is 45 % for a spreadsheet and 0.45 % for who typed it: taken as typed, with a warning.
fn is_fraction(number: Decimal) -> bool {
    number > Decimal::ZERO && number < Decimal::ONE
}

fn doubt(number: Decimal, unit: &str) -> Remark {
    Remark::new(FindingCode::UnitInNumber, Severity::Warning)
        .with("understood", shown(number, unit))
}

fn shown(number: Decimal, unit: &str) -> String {
    format!("{} {unit}", number.to_string().replace('.', ","))
        .trim_end()
        .to_owned()
}

fn typed(type_: FieldType, number: Decimal, remark: Option<Remark>) -> Understood {
    let value = match type_ {
        FieldType::Integer | FieldType::Score => {
            match number.is_integer().then(|| number.to_i64()).flatten() {
                Some(integer) => Value::Integer(integer),
                None => return Understood::refused(Remark::error(FindingCode::NotAnInteger)),
            }
        }
        _ => Value::Number(number),
    };
    remark.map_or_else(
        || Understood::plain(value.clone()),
        |remark| Understood::remarked(value.clone(), remark),
    )
}

/// The decimal that a double stands for: its shortest text, at most the 15 digits that spreadsheets themselves keep.
/// None for what no spreadsheet can hold exactly (2⁵³ and more), infinity and NaN.
pub(super) fn exact(number: f64) -> Option<Decimal> {
    const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;
    if !number.is_finite() || number.abs() >= LARGEST_EXACT {
        return None;
    }
    let decimal: Decimal = number.to_string().parse().ok()?;
    let decimal = decimal.round_sf(15).unwrap_or(decimal).normalize();
    Some(if decimal.is_zero() {
        Decimal::ZERO
    } else {
        decimal
    })
}

struct Parsed {
    number: Decimal,
    /// Two readings were possible.
    doubtful: bool,
    /// The sign or unit typed with it.
    unit: Option<String>,
}

fn parse(expected: Expected<'_>, text: &str) -> Option<Parsed> {
    let text: String = text.chars().map(plain).collect();
    let text = text.trim();
    if expected.type_ == FieldType::Score
        && let Some(score) = text.strip_suffix("/5")
    {
        return Some(Parsed {
            number: score.trim().parse().ok()?,
            doubtful: false,
            unit: Some("/ 5".to_owned()),
        });
    }
    let prefixed = text.strip_prefix('€').map(str::trim_start);
    let end = prefixed
        .unwrap_or(text)
        .find(|c: char| !matches!(c, '0'..='9' | ' ' | '.' | ',' | '\'' | '-' | '+'));
    let (digits, unit) = prefixed
        .unwrap_or(text)
        .split_at(end.unwrap_or(prefixed.unwrap_or(text).len()));
    let unit = match (prefixed, unit.trim()) {
        (Some(_), "") => Some("€".to_owned()),
        (Some(_), _) => return None,
        (None, "") => None,
        (None, unit) => Some(accepted_unit(expected, unit)?),
    };
    let (number, doubtful) = figures(expected.type_, digits.trim())?;
    Some(Parsed {
        number,
        doubtful,
        unit,
    })
}

/// Spaces, apostrophes and signs in their plain forms.
fn plain(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        '\u{202F}' | '\u{2009}' | '\u{2007}' | '\u{00A0}' => ' ',
        '’' | 'ʼ' => '\'',
        '−' | '–' | '‑' => '-',
        c => c,
    }
}

/// The unit if it is one that the field can have: a percent sign for percentages, euros for amounts, its own unit.
fn accepted_unit(expected: Expected<'_>, unit: &str) -> Option<String> {
    let word = fold(unit);
    let own = expected
        .unit
        .is_some_and(|own| own.trim() == unit || (!word.is_empty() && fold(own) == word));
    let accepted = match expected.type_ {
        FieldType::Percent => unit == "%" || word == "pour cent" || word == "percent",
        FieldType::Euros => unit == "€" || ["eur", "euro", "euros"].contains(&word.as_str()),
        _ => false,
    };
    (own || accepted).then(|| unit.to_owned())
}

/// The figures alone, and whether their one separator could have been read in two ways.
fn figures(type_: FieldType, text: &str) -> Option<(Decimal, bool)> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !text.starts_with(|c: char| c.is_ascii_digit())
        || !text.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let (last_comma, last_point) = (text.rfind(','), text.rfind('.'));
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let (decimal_at, doubtful) = match (last_comma, last_point) {
        (None, None) => (None, false),
        // Both: the last one is before the decimals, the others between thousands.
        (Some(comma), Some(point)) => {
            let (at, once) = if comma > point {
                (comma, commas == 1)
            } else {
                (point, points == 1)
            };
            if !once {
                return None;
            }
            (Some(at), false)
        }
        (Some(_), None) if commas > 1 => (None, false),
        (None, Some(_)) if points > 1 => (None, false),
        // One comma: decimals, as French writes. « 1,234 » is doubtful, as an English spreadsheet writes thousands so.
        (Some(at), None) => (Some(at), looks_like_thousands(text, at)),
        // One point: decimals, but « 1.234 » in a count or an amount is a thousand.
        (None, Some(at)) if looks_like_thousands(text, at) => {
            let thousands = matches!(type_, FieldType::Integer | FieldType::Euros);
            ((!thousands).then_some(at), true)
        }
        (None, Some(at)) => (Some(at), false),
    };
    let (whole, decimals) = match decimal_at {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, ""),
    };
    if !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits = ungrouped(whole)?;
    let sign = if negative { "-" } else { "" };
    let number = if decimals.is_empty() {
        format!("{sign}{digits}")
    } else {
        format!("{sign}{digits}.{decimals}")
    };
    if digits.len() + decimals.len() > 28 {
        return None;
    }
    let number: Decimal = number.parse().ok()?;
    let number = number.normalize();
    Some((
        if number.is_zero() {
            Decimal::ZERO
        } else {
            number
        },
        doubtful,
    ))
}

/// One to three digits, not beginning with 0, the separator, three digits.
fn looks_like_thousands(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&before.len())
        && after.len() == 3
        && digits(before)
        && digits(after)
        && !before.starts_with('0')
}

/// The digits of a whole part whose thousands may be separated: by one separator throughout, in threes.
fn ungrouped(whole: &str) -> Option<String> {
    let mut separators = whole.chars().filter(|c| !c.is_ascii_digit());
    let Some(separator) = separators.next() else {
        return Some(whole.to_owned());
    };
    if !matches!(separator, ' ' | '.' | ',' | '\'') || separators.any(|s| s != separator) {
        return None;
    }
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let in_threes = (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3);
    in_threes.then(|| whole.replace(separator, ""))
}

//! Numbers as each language writes them. No value is « n. d. », never 0.

use std::sync::LazyLock;

use icu_decimal::input::Decimal as Digits;
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};
use icu_locale_core::{Locale, locale};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::framework::Language;

const NO_BREAK: char = '\u{a0}';
/// Before « % » in French, as CLDR has it.
const NARROW_NO_BREAK: char = '\u{202f}';
const MINUS: char = '−';

static FRENCH: LazyLock<Option<DecimalFormatter>> = LazyLock::new(|| formatter(&locale!("fr")));
static ENGLISH: LazyLock<Option<DecimalFormatter>> = LazyLock::new(|| formatter(&locale!("en-GB")));

fn formatter(locale: &Locale) -> Option<DecimalFormatter> {
    DecimalFormatter::try_new(
        DecimalFormatterPreferences::from(locale),
        Default::default(),
    )
    .ok()
}

/// What stands where there is no value.
pub const fn not_available(language: Language) -> &'static str {
    match language {
        Language::Fr => "n.\u{a0}d.",
        Language::En => "n/a",
    }
}

/// A number with this many decimals: `1 234,5`. What is not finite is not available.
pub fn number(value: f64, decimals: u8, language: Language) -> String {
    if !value.is_finite() {
        return not_available(language).to_owned();
    }
    written(&format!("{value:.*}", usize::from(decimals)), language)
}

/// A decimal with this many decimals, halves away from zero as people round.
pub fn decimal(value: Decimal, decimals: u8, language: Language) -> String {
    let mut rounded =
        value.round_dp_with_strategy(u32::from(decimals), RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(u32::from(decimals).min(Decimal::MAX_SCALE));
    written(&rounded.to_string(), language)
}

/// A decimal with the decimals it has: as the person typed it.
pub fn exact(value: Decimal, language: Language) -> String {
    written(&value.normalize().to_string(), language)
}

/// A value with its unit: `87,3 %`, `1 234 €`, `12 t CO₂e`; in English `87.3%`, `€1,234`.
pub fn with_unit(value: Option<f64>, decimals: u8, unit: &str, language: Language) -> String {
    match value.filter(|value| value.is_finite()) {
        Some(value) => add_unit(&number(value, decimals, language), unit, language),
        None => not_available(language).to_owned(),
    }
}

/// A change, always with its sign, percentages in points: `+6 points`, `−3 €`, `0`.
pub fn change(value: Option<f64>, decimals: u8, unit: &str, language: Language) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else {
        return not_available(language).to_owned();
    };
    let size = number(value.abs(), decimals, language);
    let is_zero = !size.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    let amount = match (unit, is_zero) {
        (_, true) => "0".to_owned(),
        ("%", false) => {
            // French counts from two, English singles out one.
            let singular = match language {
                Language::Fr => value.abs() < 2.0,
                Language::En => size == "1",
            };
            format!("{size}{NO_BREAK}point{}", if singular { "" } else { "s" })
        }
        (unit, false) => add_unit(&size, unit, language),
    };
    match (is_zero, value < 0.0) {
        (true, _) => amount,
        (false, true) => format!("{MINUS}{amount}"),
        (false, false) => format!("+{amount}"),
    }
}

fn add_unit(number: &str, unit: &str, language: Language) -> String {
    match (unit, language) {
        ("", _) => number.to_owned(),
        ("%", Language::Fr) => format!("{number}{NARROW_NO_BREAK}%"),
        ("%", Language::En) => format!("{number}%"),
        ("€", Language::En) => match number.strip_prefix(MINUS) {
            Some(size) => format!("{MINUS}€{size}"),
            None => format!("€{number}"),
        },
        (unit, _) => format!("{number}{NO_BREAK}{unit}"),
    }
}

/// Digits with a point and perhaps a minus, as the language writes them.
fn written(plain: &str, language: Language) -> String {
    let (is_negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (
            digits.bytes().any(|byte| matches!(byte, b'1'..=b'9')),
            digits,
        ),
        None => (false, plain),
    };
    let formatter = match language {
        Language::Fr => &*FRENCH,
        Language::En => &*ENGLISH,
    };
    let body = match (formatter, digits.parse::<Digits>()) {
        (Some(formatter), Ok(digits)) => formatter.format(&digits).to_string(),
        _ => digits.to_owned(),
    };
    if is_negative {
        format!("{MINUS}{body}")
    } else {
        body
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn french_numbers() {
        let fr = Language::Fr;
        assert_eq!(number(1_234.5, 1, fr), "1\u{202f}234,5");
        assert_eq!(number(-1_234_567.0, 0, fr), "−1\u{202f}234\u{202f}567");
        assert_eq!(number(-0.04, 1, fr), "0,0");
        assert_eq!(with_unit(Some(87.3), 1, "%", fr), "87,3\u{202f}%");
        assert_eq!(with_unit(Some(1_234.0), 0, "€", fr), "1\u{202f}234\u{a0}€");
        assert_eq!(with_unit(None, 0, "€", fr), "n.\u{a0}d.");
        assert_eq!(with_unit(Some(f64::NAN), 0, "€", fr), "n.\u{a0}d.");
        assert_eq!(change(Some(6.0), 0, "%", fr), "+6\u{a0}points");
        assert_eq!(change(Some(-1.0), 0, "%", fr), "−1\u{a0}point");
        assert_eq!(change(Some(-3.0), 0, "", fr), "−3");
        assert_eq!(change(Some(0.01), 1, "%", fr), "0");
        assert_eq!(decimal(Decimal::new(25, 1), 0, fr), "3");
        assert_eq!(exact(Decimal::new(12_500, 2), fr), "125");
    }

    #[test]
    fn english_numbers() {
        let en = Language::En;
        assert_eq!(number(1_234.5, 1, en), "1,234.5");
        assert_eq!(with_unit(Some(87.3), 1, "%", en), "87.3%");
        assert_eq!(with_unit(Some(-1_234.0), 0, "€", en), "−€1,234");
        assert_eq!(change(Some(1.0), 0, "%", en), "+1\u{a0}point");
        assert_eq!(with_unit(None, 0, "t", en), "n/a");
    }

    fn read_back(text: &str, language: Language) -> String {
        let (group, point) = match language {
            Language::Fr => ('\u{202f}', ','),
            Language::En => (',', '.'),
        };
        text.replace(group, "")
            .replace(point, ".")
            .replace(MINUS, "-")
    }

    proptest! {
        #[test]
        fn a_written_number_reads_back(units in -1_000_000_000_000_i64..1_000_000_000_000, decimals in 0_u8..6) {
            let value = Decimal::new(units, u32::from(decimals));
            for language in [Language::Fr, Language::En] {
                let text = decimal(value, decimals, language);
                prop_assert_eq!(read_back(&text, language).parse::<Decimal>().unwrap(), value);
            }
        }

        #[test]
        fn floats_and_decimals_are_written_alike(units in -1_000_000_000_i64..1_000_000_000) {
            let value = Decimal::new(units, 2);
            let float: f64 = value.to_string().parse().unwrap();
            prop_assert_eq!(number(float, 2, Language::Fr), decimal(value, 2, Language::Fr));
        }
    }
}

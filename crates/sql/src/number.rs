//! Decimals as text and as doubles, exactly.

use datafusion::common::ScalarValue;

/// The most digits that a written number may have, and those after its point.
const MAX_DIGITS: usize = 28;
const MAX_SCALE: usize = 10;

/// A written number: a whole one where it fits 64 bits, else a decimal.
pub(crate) fn parse_number(text: &str) -> Option<ScalarValue> {
    match text.parse::<i64>() {
        Ok(whole) => Some(ScalarValue::Int64(Some(whole))),
        Err(_) => parse_decimal(text),
    }
}

/// `[+-]digits[.digits]` as a decimal.
pub(crate) fn parse_decimal(text: &str) -> Option<ScalarValue> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let precision = all.trim_start_matches('0').len().max(fraction.len()).max(1);
    if precision > MAX_DIGITS || fraction.len() > MAX_SCALE {
        return None;
    }
    let value: i128 = all.parse().ok()?;
    let value = if negative { -value } else { value };
    Some(ScalarValue::Decimal128(
        Some(value),
        u8::try_from(precision).ok()?,
        i8::try_from(fraction.len()).ok()?,
    ))
}

/// The double nearest to `value` / 10^`scale`.
pub(crate) fn decimal_to_f64(value: i128, scale: i8) -> Option<f64> {
    const EXACT: u64 = 1 << 53;
    const POWERS: [f64; 19] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18,
    ];
    // Below 2^53 both operands are exact, so the quotient is the nearest double (IEEE 754); beyond, the text decides.
    if let (Ok(small), Some(power)) = (
        u64::try_from(value.unsigned_abs()),
        usize::try_from(scale).ok().and_then(|at| POWERS.get(at)),
    ) && small < EXACT
        && let (Ok(high), Ok(low)) = (
            u32::try_from(small >> 32),
            u32::try_from(small & 0xffff_ffff),
        )
    {
        let magnitude = (f64::from(high) * 4_294_967_296.0 + f64::from(low)) / power;
        return Some(if value < 0 { -magnitude } else { magnitude });
    }
    format!("{value}e{}", -i32::from(scale))
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

/// A decimal as people write it, without needless zeros: `12`, `12.5`.
pub(crate) fn decimal_to_text(value: i128, scale: i8) -> String {
    let scale = usize::try_from(scale).unwrap_or(0);
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0 { "-" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

/// 10^`exponent`, while it fits.
pub(crate) fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn written_numbers_keep_their_digits() {
        assert_eq!(parse_number("12"), Some(ScalarValue::Int64(Some(12))));
        assert_eq!(
            parse_number("12.50"),
            Some(ScalarValue::Decimal128(Some(1250), 4, 2))
        );
        assert_eq!(
            parse_number(".5"),
            Some(ScalarValue::Decimal128(Some(5), 1, 1))
        );
        assert_eq!(
            parse_decimal("-0.05"),
            Some(ScalarValue::Decimal128(Some(-5), 2, 2))
        );
        for wrong in [
            "",
            ".",
            "-",
            "1e3",
            "1,5",
            "NaN",
            "inf",
            "0.12345678901",
            "12345678901234567890123456789",
        ] {
            assert_eq!(parse_decimal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn group_keys_read_as_people_write_numbers() {
        assert_eq!(decimal_to_text(12_500_000, 6), "12.5");
        assert_eq!(decimal_to_text(-50_000, 6), "-0.05");
        assert_eq!(decimal_to_text(7_000_000, 6), "7");
    }

    proptest! {
        #[test]
        fn doubles_are_the_nearest(value in any::<i64>(), scale in 0_i8..18) {
            let expected: f64 = format!("{value}e-{scale}").parse().unwrap();
            prop_assert_eq!(decimal_to_f64(i128::from(value), scale), Some(expected));
        }
    }
}

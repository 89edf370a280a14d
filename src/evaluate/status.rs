//! Where a figure stands: sense, target and thresholds; and the rounding that makes a figure the same bits everywhere.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::framework::{Indicator, Sense, Target};
use crate::model::{Coverage, Status};

/// Under this share of expected returns a figure has no status (domain rule: « sous 50 % de couverture »).
pub const COVERAGE_FLOOR: f64 = 0.5;

/// The value rounded to `decimals` as spreadsheets round, so that a formula of the dashboard gives the same figure: half away
/// from zero, by the fifteen digits that a double surely holds. What is stored, compared, hashed and shown is one number.
pub fn round_to(value: f64, decimals: u8) -> Option<f64> {
    let sure = format!("{value:.14e}");
    let rounded: f64 = match Decimal::from_scientific(&sure) {
        Ok(sure) => sure
            .round_dp_with_strategy(u32::from(decimals), RoundingStrategy::MidpointAwayFromZero)
            .to_string()
            .parse()
            .ok()?,
        // Beyond the range of decimals there is nothing after the point, or nothing but zeros.
        Err(_) => format!("{value:.0$}", usize::from(decimals)).parse().ok()?,
    };
    // Negative zero would show as « −0 » and hash otherwise than zero.
    rounded
        .is_finite()
        .then_some(if rounded == 0.0 { 0.0 } else { rounded })
}

/// The status of a value of an indicator.
pub fn status_of(indicator: &Indicator, value: Option<f64>, coverage: Coverage) -> Status {
    let Some(value) = value else {
        return Status::NonDisponible;
    };
    if coverage.share().is_none_or(|share| share < COVERAGE_FLOOR) {
        return Status::NonDisponible;
    }
    let Some(target) = indicator.target else {
        return Status::NonDisponible;
    };
    // How far the value is on the wrong side of each bar; zero or less is on the right side.
    let (missing, on_track, watch) = match (indicator.sense, target, indicator.thresholds) {
        (Sense::More, Target::Value(target), t) => (
            target - value,
            t.map(|t| t.on_track - value),
            t.map(|t| t.watch - value),
        ),
        (Sense::Less, Target::Value(target), t) => (
            value - target,
            t.map(|t| value - t.on_track),
            t.map(|t| value - t.watch),
        ),
        (Sense::Range, Target::Range([low, high]), t) => {
            let outside = (low - value).max(value - high);
            (
                outside,
                t.map(|t| outside - t.on_track),
                t.map(|t| outside - t.watch),
            )
        }
        _ => return Status::NonDisponible,
    };
    let reached = |distance: Option<f64>| distance.is_some_and(|d| d <= 0.0);
    if missing <= 0.0 {
        Status::Atteint
    } else if reached(on_track) {
        Status::EnBonneVoie
    } else if reached(watch) {
        Status::ASurveiller
    } else {
        Status::Critique
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(sense: &str, target: &str, on_track: &str, watch: &str) -> Indicator {
        toml::from_str(&format!(
            "id = 'i'\nkind = 'laureats'\nlabel = {{ fr = 'I' }}\nwhy = {{ fr = '' }}\nmethod = {{ fr = '' }}\ndimension = 'gestion'\n\
             chain = 'moyens'\nformula = 'count(*)'\nunit = {{ fr = '%' }}\ndecimals = 1\nprivacy = 'public'\nsense = '{sense}'\n\
             target = {target}\nthresholds = {{ on_track = {on_track}, watch = {watch} }}"
        ))
        .unwrap()
    }

    const FULL: Coverage = Coverage {
        accepted: 9,
        carried: 0,
        expected: 10,
    };

    #[test]
    fn each_sense_has_its_four_steps() {
        let status = |i: &Indicator, v: f64| status_of(i, Some(v), FULL);
        let more = indicator("more", "90.0", "80.0", "60.0");
        assert_eq!(
            [90.0, 89.9, 80.0, 79.9, 60.0, 59.9].map(|v| status(&more, v)),
            [
                Status::Atteint,
                Status::EnBonneVoie,
                Status::EnBonneVoie,
                Status::ASurveiller,
                Status::ASurveiller,
                Status::Critique
            ]
        );
        let less = indicator("less", "15.0", "18.0", "25.0");
        assert_eq!(
            [15.0, 15.1, 18.1, 25.1].map(|v| status(&less, v)),
            [
                Status::Atteint,
                Status::EnBonneVoie,
                Status::ASurveiller,
                Status::Critique
            ]
        );
        let range = indicator("range", "[45.0, 55.0]", "5.0", "10.0");
        assert_eq!(
            [45.0, 55.0, 40.0, 60.0, 36.0, 66.0].map(|v| status(&range, v)),
            [
                Status::Atteint,
                Status::Atteint,
                Status::EnBonneVoie,
                Status::EnBonneVoie,
                Status::ASurveiller,
                Status::Critique
            ]
        );
    }

    #[test]
    fn too_few_returns_or_no_value_give_no_status() {
        let more = indicator("more", "90.0", "80.0", "60.0");
        let few = Coverage {
            accepted: 4,
            carried: 6,
            expected: 10,
        };
        assert_eq!(status_of(&more, Some(95.0), few), Status::NonDisponible);
        assert_eq!(
            status_of(&more, Some(95.0), Coverage::default()),
            Status::NonDisponible
        );
        assert_eq!(status_of(&more, None, FULL), Status::NonDisponible);
    }

    #[test]
    fn rounding_never_shows_minus_zero() {
        assert_eq!(round_to(-0.04, 1).map(f64::to_bits), Some(0.0f64.to_bits()));
        assert_eq!(round_to(-0.5, 0), Some(-1.0));
        assert_eq!(round_to(1e40, 1), Some(1e40));
        assert_eq!(round_to(1e-40, 3), Some(0.0));
        assert_eq!(round_to(f64::INFINITY, 1), None);
        assert_eq!(round_to(f64::NAN, 1), None);
    }

    #[test]
    fn halves_are_rounded_as_a_spreadsheet_rounds_them() {
        let rounded = |value, decimals| round_to(value, decimals).unwrap();
        assert_eq!(rounded(2.5, 0).to_bits(), 3.0_f64.to_bits());
        assert_eq!(rounded(6.25, 1).to_bits(), 6.3_f64.to_bits());
        assert_eq!(rounded(-6.25, 1).to_bits(), (-6.3_f64).to_bits());
        // No double is 0.35; the nearest one is a little below it.
        assert_eq!(rounded(0.35, 1).to_bits(), 0.4_f64.to_bits());
        assert_eq!(rounded(2.249_999, 1).to_bits(), 2.2_f64.to_bits());
        assert_eq!(
            rounded(123_456_789.125, 2).to_bits(),
            123_456_789.13_f64.to_bits()
        );
    }
}

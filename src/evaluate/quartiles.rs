//! Quartiles of a group, for the comparison on feedback sheets.

use rust_decimal::Decimal;

/// Smallest, first quartile, median, third quartile, largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quartiles {
    /// How many values.
    pub count: usize,
    /// The smallest.
    pub min: Decimal,
    /// A quarter of the values are below.
    pub low: Decimal,
    /// Half of the values are below.
    pub mid: Decimal,
    /// Three quarters of the values are below.
    pub high: Decimal,
    /// The largest.
    pub max: Decimal,
}

/// The quartiles of `values`, by linear interpolation between ranks (Hyndman and Fan 1996, definition 7, as spreadsheets
/// compute QUARTILE.INC); none where there is no value. Sorts `values`.
pub fn quartiles(values: &mut [Decimal]) -> Option<Quartiles> {
    values.sort_unstable();
    let (first, last) = (values.first()?, values.last()?);
    let at = |quarter: usize| {
        let rank = (values.len() - 1) * quarter;
        let below = values[rank / 4];
        let above = values.get(rank / 4 + 1).copied().unwrap_or(below);
        below + (above - below) * Decimal::from(rank % 4) / Decimal::from(4)
    };
    Some(Quartiles {
        count: values.len(),
        min: *first,
        low: at(1),
        mid: at(2),
        high: at(3),
        max: *last,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_those_of_spreadsheets() {
        // QUARTILE.INC({10;7;15;36;39;40;41}) gives 12.5, 36, 39.5.
        let mut values: Vec<Decimal> = [10, 7, 15, 36, 39, 40, 41].map(Decimal::from).to_vec();
        let q = quartiles(&mut values).unwrap();
        assert_eq!(
            (
                q.low.normalize().to_string(),
                q.mid.normalize().to_string(),
                q.high.normalize().to_string()
            ),
            ("12.5".into(), "36".into(), "39.5".into())
        );
        let one = quartiles(&mut [Decimal::from(4)]).unwrap();
        assert_eq!(
            (one.min, one.low, one.mid, one.max),
            (one.min, one.min, one.min, one.min)
        );
        assert_eq!(quartiles(&mut []), None);
    }
}

//! `+ - * / %` that give null where the result does not exist or does not fit.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Float64Array};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, i256};
use datafusion::common::{Result, exec_err};

use super::Operation;
use crate::number::{decimal_to_f64, power_of_ten};

/// Digits that a decimal may have, and those after the point that a product keeps.
const MAX_PRECISION: u8 = 38;
const MAX_SCALE: i8 = 18;

pub(super) fn result_type(
    operation: Operation,
    left: &DataType,
    right: &DataType,
) -> Result<DataType> {
    let (&DataType::Decimal128(p1, s1), &DataType::Decimal128(p2, s2)) = (left, right) else {
        return Ok(DataType::Float64);
    };
    let whole = |precision: u8, scale: i8| i16::from(precision) - i16::from(scale);
    let capped = |digits: i16| {
        u8::try_from(digits)
            .unwrap_or(MAX_PRECISION)
            .min(MAX_PRECISION)
    };
    Ok(match operation {
        Operation::Divide => DataType::Float64,
        Operation::Multiply if s1 + s2 > MAX_SCALE => {
            DataType::Decimal128(MAX_PRECISION, MAX_SCALE)
        }
        Operation::Multiply => DataType::Decimal128(capped(i16::from(p1) + i16::from(p2)), s1 + s2),
        _ => {
            let scale = s1.max(s2);
            let digits = whole(p1, s1).max(whole(p2, s2)) + i16::from(scale) + 1;
            DataType::Decimal128(capped(digits), scale)
        }
    })
}

pub(super) fn compute(operation: Operation, left: &ArrayRef, right: &ArrayRef) -> Result<ArrayRef> {
    match (left.data_type(), right.data_type()) {
        (DataType::Float64, DataType::Float64) => Ok(doubles(operation, left, right)),
        (&DataType::Decimal128(_, s1), &DataType::Decimal128(_, s2))
            if operation == Operation::Divide =>
        {
            Ok(quotients(left, s1, right, s2))
        }
        (&DataType::Decimal128(_, s1), &DataType::Decimal128(_, s2)) => {
            let type_ = result_type(operation, left.data_type(), right.data_type())?;
            let DataType::Decimal128(precision, _) = type_ else {
                return exec_err!("{operation:?}");
            };
            let compute = Exact::new(operation, s1, s2, precision);
            let pairs = left
                .as_primitive::<Decimal128Type>()
                .iter()
                .zip(right.as_primitive::<Decimal128Type>());
            let values = pairs.map(|(a, b)| compute.apply(a?, b?));
            Ok(Arc::new(
                Decimal128Array::from_iter(values).with_data_type(type_),
            ))
        }
        (left, right) => exec_err!("{operation:?} of {left} and {right}"),
    }
}

fn doubles(operation: Operation, left: &ArrayRef, right: &ArrayRef) -> ArrayRef {
    let pairs = left
        .as_primitive::<Float64Type>()
        .iter()
        .zip(right.as_primitive::<Float64Type>());
    let values = pairs.map(|(a, b)| {
        let (a, b) = (a?, b?);
        let result = match operation {
            Operation::Add => a + b,
            Operation::Subtract => a - b,
            Operation::Multiply => a * b,
            Operation::Remainder => a % b,
            _ => a / b,
        };
        result.is_finite().then_some(result)
    });
    Arc::new(Float64Array::from_iter(values))
}

/// Of the doubles nearest to the decimals; the engine's own conversion may be the one beside.
fn quotients(left: &ArrayRef, s1: i8, right: &ArrayRef, s2: i8) -> ArrayRef {
    let pairs = left
        .as_primitive::<Decimal128Type>()
        .iter()
        .zip(right.as_primitive::<Decimal128Type>().iter());
    let values = pairs.map(|(a, b)| {
        let quotient = decimal_to_f64(a?, s1)? / decimal_to_f64(b?, s2)?;
        quotient.is_finite().then_some(quotient)
    });
    Arc::new(Float64Array::from_iter(values))
}

/// One operation on decimals of given scales.
struct Exact {
    operation: Operation,
    left_factor: Option<i128>,
    right_factor: Option<i128>,
    /// What a product with too many digits after the point is divided by.
    cut: Option<i256>,
    limit: i128,
}

impl Exact {
    fn new(operation: Operation, s1: i8, s2: i8, precision: u8) -> Self {
        let scale = s1.max(s2);
        let factor = |from: i8| u32::try_from(scale - from).ok().and_then(power_of_ten);
        let extra =
            u32::try_from(i16::from(s1) + i16::from(s2) - i16::from(MAX_SCALE)).unwrap_or(0);
        Self {
            operation,
            left_factor: factor(s1),
            right_factor: factor(s2),
            cut: (extra > 0)
                .then(|| power_of_ten(extra).map(i256::from_i128))
                .flatten(),
            limit: power_of_ten(u32::from(precision)).unwrap_or(i128::MAX),
        }
    }

    fn apply(&self, a: i128, b: i128) -> Option<i128> {
        let result = if self.operation == Operation::Multiply {
            self.product(a, b)?
        } else {
            let a = a.checked_mul(self.left_factor?)?;
            let b = b.checked_mul(self.right_factor?)?;
            match self.operation {
                Operation::Add => a.checked_add(b)?,
                Operation::Subtract => a.checked_sub(b)?,
                _ => a.checked_rem(b)?,
            }
        };
        (-self.limit < result && result < self.limit).then_some(result)
    }

    fn product(&self, a: i128, b: i128) -> Option<i128> {
        let Some(cut) = self.cut else {
            return a.checked_mul(b);
        };
        let product = i256::from_i128(a).checked_mul(i256::from_i128(b))?;
        let half = cut.checked_div(i256::from_i128(2))?;
        let rounded = if product.is_negative() {
            product.checked_sub(half)?
        } else {
            product.checked_add(half)?
        };
        rounded.checked_div(cut)?.to_i128()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_null() {
        let wide = Exact::new(Operation::Multiply, 6, 6, 38);
        assert_eq!(wide.apply(2_000_000, 3_500_000), Some(7_000_000_000_000));
        assert_eq!(wide.apply(i128::MAX, 2), None);
        assert_eq!(
            Exact::new(Operation::Add, 0, 0, 38).apply(i128::MAX, 1),
            None
        );
        assert_eq!(Exact::new(Operation::Remainder, 0, 0, 38).apply(1, 0), None);
    }

    #[test]
    fn a_product_is_rounded_half_away_from_zero() {
        // 0.5 at scale 18 times 3 units at scale 18 is 1.5 units.
        let exact = Exact::new(Operation::Multiply, 18, 18, 38);
        let half = 500_000_000_000_000_000;
        assert_eq!(exact.apply(half, 3), Some(2));
        assert_eq!(exact.apply(-half, 3), Some(-2));
    }
}

//! `round`, `floor`, `ceil`, `abs` and the sign, for decimals and doubles.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Float64Array};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use datafusion::common::{Result, exec_err};

use super::Operation;
use crate::number::power_of_ten;

/// Rounding up may need one digit more than the argument has, so the widest decimal is taken.
pub(super) fn result_type(argument: &DataType) -> DataType {
    match argument {
        DataType::Decimal128(_, scale) => DataType::Decimal128(38, *scale),
        _ => DataType::Float64,
    }
}

/// Half away from zero, as people round; `digits` is the same on all rows.
pub(super) fn round(value: &ArrayRef, digits: &ArrayRef) -> Result<ArrayRef> {
    let digits = digits.as_primitive::<Int64Type>().iter().next().flatten();
    // Doubles have no more than 17 digits, decimals 38: beyond, nothing would change.
    let digits = i32::try_from(digits.unwrap_or(0).clamp(-38, 38)).unwrap_or(0);
    match value.data_type() {
        DataType::Decimal128(_, scale) => {
            let unit = u32::try_from(i32::from(*scale) - digits)
                .ok()
                .map(power_of_ten);
            decimals(value, *scale, |number| match unit {
                // More digits asked for than there are.
                None => Some(number),
                // A unit beyond 38 digits: all is nearer to zero.
                Some(None) => Some(0),
                Some(Some(unit)) => {
                    let half = if number < 0 { -(unit / 2) } else { unit / 2 };
                    let rounded = number.checked_add(half)?;
                    Some(rounded - rounded % unit)
                }
            })
        }
        DataType::Float64 => {
            let unit = 10_f64.powi(digits.clamp(-18, 18));
            Ok(doubles(value, |number| {
                let scaled = number * unit;
                // A double this large has no digit there any more.
                if scaled.abs() < 4.5e15 {
                    scaled.round() / unit
                } else {
                    number
                }
            }))
        }
        other => exec_err!("round of {other}"),
    }
}

pub(super) fn unary(operation: Operation, value: &ArrayRef) -> Result<ArrayRef> {
    match value.data_type() {
        DataType::Decimal128(_, scale) => {
            let Some(unit) = u32::try_from(*scale).ok().and_then(power_of_ten) else {
                return exec_err!("a scale of {scale}");
            };
            decimals(value, *scale, |number| match operation {
                Operation::Negate => number.checked_neg(),
                Operation::Absolute => number.checked_abs(),
                Operation::Floor => number.div_euclid(unit).checked_mul(unit),
                _ => number
                    .checked_neg()?
                    .div_euclid(unit)
                    .checked_mul(unit)?
                    .checked_neg(),
            })
        }
        DataType::Float64 => Ok(doubles(value, |number| match operation {
            Operation::Negate => -number,
            Operation::Absolute => number.abs(),
            Operation::Floor => number.floor(),
            _ => number.ceil(),
        })),
        other => exec_err!("{operation:?} of {other}"),
    }
}

fn decimals(
    value: &ArrayRef,
    scale: i8,
    compute: impl Fn(i128) -> Option<i128>,
) -> Result<ArrayRef> {
    let values = value
        .as_primitive::<Decimal128Type>()
        .iter()
        .map(|number| compute(number?));
    Ok(Arc::new(
        Decimal128Array::from_iter(values).with_precision_and_scale(38, scale)?,
    ))
}

fn doubles(value: &ArrayRef, compute: impl Fn(f64) -> f64) -> ArrayRef {
    let values = value.as_primitive::<Float64Type>().iter().map(|number| {
        let result = compute(number?);
        result.is_finite().then_some(result)
    });
    Arc::new(Float64Array::from_iter(values))
}

//! Expressions with their type, and how types are brought together.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, try_cast};

use crate::error::ErrorKind;
use crate::functions::Operation;
use crate::schema::Type;

/// Any whole number of 64 bits as a decimal.
pub(super) const WHOLE: DataType = DataType::Decimal128(20, 0);

/// An expression of the engine with the type of its value.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub(crate) expr: Expr,
    pub(crate) data: DataType,
}

impl Typed {
    pub(super) fn new(expr: Expr, data: DataType) -> Self {
        Self { expr, data }
    }

    pub(super) fn literal(value: ScalarValue) -> Self {
        let data = value.data_type();
        Self::new(Expr::Literal(value, None), data)
    }

    pub(super) fn boolean(expr: Expr) -> Self {
        Self::new(expr, DataType::Boolean)
    }

    /// The type as users know it; none for a bare `null`.
    pub(crate) fn type_(&self) -> Option<Type> {
        match self.data {
            DataType::Boolean => Some(Type::Bool),
            DataType::Int64 | DataType::Decimal128(_, 0) => Some(Type::Int),
            DataType::Date32 => Some(Type::Date),
            DataType::Utf8 => Some(Type::Text),
            DataType::List(_) => Some(Type::List),
            DataType::Null => None,
            _ => Some(Type::Decimal),
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self.type_(), Some(Type::Int | Type::Decimal))
    }

    fn as_literal(&self) -> Option<&ScalarValue> {
        match &self.expr {
            Expr::Literal(value, _) => Some(value),
            _ => None,
        }
    }

    /// The whole number that is written here, if it is one.
    pub(super) fn written_int(&self) -> Option<i64> {
        match self.as_literal() {
            Some(ScalarValue::Int64(value)) => *value,
            _ => None,
        }
    }

    /// As another type of the same family; null where it does not fit.
    pub(super) fn cast(self, to: &DataType) -> Self {
        if self.data == *to {
            return self;
        }
        if let Some(value) = self.as_literal() {
            let cast = value.cast_to(to).or_else(|_| ScalarValue::try_from(to));
            if let Ok(cast) = cast {
                return Self::literal(cast);
            }
        }
        Self::new(try_cast(self.expr, to.clone()), to.clone())
    }

    /// This or `null` as a value of one type of users.
    pub(super) fn expect(self, expected: Type) -> Result<Self, ErrorKind> {
        let to = match expected {
            Type::Bool => DataType::Boolean,
            Type::Date => DataType::Date32,
            Type::Text => DataType::Utf8,
            _ => return self.expect_number(),
        };
        if self.type_().is_none() {
            return Ok(self.cast(&to));
        }
        let typed = if expected == Type::Date {
            self.date_if_written()?
        } else {
            self
        };
        if typed.type_() == Some(expected) {
            Ok(typed)
        } else {
            Err(typed.wrong(&[expected]))
        }
    }

    pub(super) fn expect_number(self) -> Result<Self, ErrorKind> {
        match self.type_() {
            Some(Type::Int | Type::Decimal) => Ok(self),
            None => Ok(self.cast(&DataType::Int64)),
            _ => Err(self.wrong(&[Type::Int, Type::Decimal])),
        }
    }

    pub(crate) fn wrong(&self, expected: &[Type]) -> ErrorKind {
        ErrorKind::WrongType {
            found: self.type_(),
            expected: expected.to_vec(),
        }
    }

    /// A number that the exact operations take: a decimal, or a double as it is.
    pub(super) fn operand(self) -> Self {
        if self.data == DataType::Int64 {
            self.cast(&WHOLE)
        } else {
            self
        }
    }

    /// `'2026-10-31'` where a date is needed.
    pub(super) fn date_if_written(self) -> Result<Self, ErrorKind> {
        match self.as_literal() {
            Some(ScalarValue::Utf8(Some(text))) => parse_date(text),
            _ => Ok(self),
        }
    }
}

/// The date that is written, as ISO 8601 has it.
pub(super) fn parse_date(text: &str) -> Result<Typed, ErrorKind> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        });
    let date = shaped
        .then(|| {
            ScalarValue::Utf8(Some(text.to_owned()))
                .cast_to(&DataType::Date32)
                .ok()
        })
        .flatten();
    match date {
        Some(date @ ScalarValue::Date32(Some(_))) => Ok(Typed::literal(date)),
        _ => Err(ErrorKind::WrongDate {
            text: text.to_owned(),
        }),
    }
}

/// `operation` of two numbers: of doubles if either is one, else exact.
pub(super) fn compute(operation: Operation, left: Typed, right: Typed) -> Result<Typed, ErrorKind> {
    let (left, right) = (
        left.expect_number()?.operand(),
        right.expect_number()?.operand(),
    );
    let double = left.data == DataType::Float64 || right.data == DataType::Float64;
    let (left, right) = if double {
        (
            left.cast(&DataType::Float64),
            right.cast(&DataType::Float64),
        )
    } else {
        (left, right)
    };
    call(operation, vec![left, right])
}

/// `operation` of arguments whose types it takes.
pub(super) fn call(operation: Operation, args: Vec<Typed>) -> Result<Typed, ErrorKind> {
    let types: Vec<DataType> = args.iter().map(|arg| arg.data.clone()).collect();
    let data = operation
        .result_type(&types)
        .map_err(|error| ErrorKind::Engine {
            detail: error.to_string(),
        })?;
    Ok(Typed::new(
        operation.call(args.into_iter().map(|arg| arg.expr).collect()),
        data,
    ))
}

/// All as values of one type, so that they can be compared or stand for each other.
pub(super) fn unify(mut values: Vec<Typed>) -> Result<(Vec<Typed>, DataType), ErrorKind> {
    if values.iter().any(|value| value.type_() == Some(Type::Date)) {
        values = values
            .into_iter()
            .map(Typed::date_if_written)
            .collect::<Result<_, _>>()?;
    }
    let mut common: Option<Typed> = None;
    for value in &values {
        common = match (common, value.type_()) {
            (common, None) => common,
            (None, Some(_)) => Some(value.clone()),
            (Some(common), Some(type_)) => {
                let data = if common.is_number() && value.is_number() {
                    common_number(&common.data, &value.data)
                } else if common.type_() == Some(type_) {
                    common.data.clone()
                } else {
                    let expected = common.type_().into_iter().collect();
                    return Err(ErrorKind::WrongType {
                        found: Some(type_),
                        expected,
                    });
                };
                Some(Typed::new(common.expr, data))
            }
        };
    }
    let data = common.map_or(DataType::Boolean, |common| common.data);
    Ok((
        values.into_iter().map(|value| value.cast(&data)).collect(),
        data,
    ))
}

fn common_number(left: &DataType, right: &DataType) -> DataType {
    if left == right {
        return left.clone();
    }
    let digits = |data: &DataType| match data {
        DataType::Int64 => Some((20, 0)),
        DataType::Decimal128(precision, scale) => Some((i16::from(*precision), *scale)),
        _ => None,
    };
    let (Some((p1, s1)), Some((p2, s2))) = (digits(left), digits(right)) else {
        return DataType::Float64;
    };
    let scale = s1.max(s2);
    let precision = (p1 - i16::from(s1)).max(p2 - i16::from(s2)) + i16::from(scale);
    DataType::Decimal128(u8::try_from(precision).unwrap_or(38).min(38), scale)
}

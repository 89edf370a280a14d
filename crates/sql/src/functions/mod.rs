//! What one row's values may go through, as functions of the engine.
//!
//! The engine's own operators wrap, fail the whole query or give infinities at the edge of their type. These give
//! null there, so that one absurd cell costs its own row and nothing else.

mod arithmetic;
mod choose;
mod rounding;

use std::sync::{Arc, OnceLock};

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// One operation; the translation has made its arguments' types what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    /// Two decimals or two doubles.
    Add,
    /// Two decimals or two doubles.
    Subtract,
    /// Two decimals or two doubles.
    Multiply,
    /// Two decimals or two doubles; the remainder.
    Remainder,
    /// Two decimals or two doubles; a double.
    Divide,
    /// A decimal or a double.
    Negate,
    /// A decimal or a double.
    Absolute,
    /// A decimal or a double, and a literal number of digits.
    Round,
    /// A decimal or a double.
    Floor,
    /// A decimal or a double.
    Ceil,
    /// The first that is not null, of values of one type.
    Coalesce,
    /// Value, lowest, highest, of one type.
    Between,
    /// A list and a text.
    Has,
}

impl Operation {
    const ALL: [(Self, &'static str); 13] = [
        (Self::Add, "add"),
        (Self::Subtract, "subtract"),
        (Self::Multiply, "multiply"),
        (Self::Remainder, "remainder"),
        (Self::Divide, "divide"),
        (Self::Negate, "negate"),
        (Self::Absolute, "abs"),
        (Self::Round, "round"),
        (Self::Floor, "floor"),
        (Self::Ceil, "ceil"),
        (Self::Coalesce, "coalesce"),
        (Self::Between, "between"),
        (Self::Has, "has"),
    ];

    /// The type of its result for arguments of these types.
    pub(crate) fn result_type(self, args: &[DataType]) -> Result<DataType> {
        match (self, args) {
            (
                Self::Add | Self::Subtract | Self::Multiply | Self::Remainder | Self::Divide,
                [left, right],
            ) => arithmetic::result_type(self, left, right),
            (
                Self::Negate | Self::Absolute | Self::Round | Self::Floor | Self::Ceil,
                [first, ..],
            ) => Ok(rounding::result_type(first)),
            (Self::Coalesce, [first, ..]) => Ok(first.clone()),
            (Self::Between | Self::Has, _) => Ok(DataType::Boolean),
            _ => exec_err!("{self:?} of {args:?}"),
        }
    }

    /// This operation on these arguments.
    pub(crate) fn call(self, args: Vec<Expr>) -> Expr {
        Expr::ScalarFunction(ScalarFunction::new_udf(self.function(), args))
    }

    fn function(self) -> Arc<ScalarUDF> {
        static FUNCTIONS: OnceLock<Vec<(Operation, Arc<ScalarUDF>)>> = OnceLock::new();
        let all = FUNCTIONS.get_or_init(|| {
            Self::ALL
                .iter()
                .map(|&(operation, name)| (operation, Kernel::function(operation, name)))
                .collect()
        });
        let known = all.iter().find(|(operation, _)| *operation == self);
        known.map_or_else(
            || Kernel::function(self, "operation"),
            |(_, function)| Arc::clone(function),
        )
    }

    fn invoke(self, args: &[ArrayRef]) -> Result<ArrayRef> {
        match (self, args) {
            (Self::Coalesce, _) => choose::coalesce(args),
            (Self::Between, [value, low, high]) => choose::between(value, low, high),
            (Self::Has, [list, choice]) => choose::has(list, choice),
            (Self::Round, [value, digits]) => rounding::round(value, digits),
            (Self::Negate | Self::Absolute | Self::Floor | Self::Ceil, [value]) => {
                rounding::unary(self, value)
            }
            (_, [left, right]) => arithmetic::compute(self, left, right),
            _ => exec_err!("{self:?} of {} arguments", args.len()),
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Kernel {
    operation: Operation,
    name: &'static str,
    signature: Signature,
}

impl Kernel {
    fn function(operation: Operation, name: &'static str) -> Arc<ScalarUDF> {
        let signature = Signature::variadic_any(Volatility::Immutable);
        Arc::new(ScalarUDF::new_from_impl(Self {
            operation,
            name,
            signature,
        }))
    }
}

impl ScalarUDFImpl for Kernel {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.operation.result_type(arg_types)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args
            .args
            .iter()
            .all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let result = self.operation.invoke(&arrays)?;
        if constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(
                &result, 0,
            )?));
        }
        Ok(ColumnarValue::Array(result))
    }
}

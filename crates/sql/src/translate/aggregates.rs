//! Calls of functions over many rows.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::functions_aggregate::{bool_and_or, count, median, min_max, percentile_cont, sum};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{AggregateUDF, Expr};
use datafusion::sql::sqlparser::ast::{self, Spanned};

use super::calls::plain_argument;
use super::typed::{Typed, WHOLE, compute};
use super::{Answer, Mode, Translator};
use crate::error::ErrorKind;
use crate::functions::Operation;
use crate::schema::Type;

/// The functions over many rows: name, and how it is called. Each takes `filter (where …)`.
pub const AGGREGATE_FUNCTIONS: &[(&str, &str)] = &[
    ("avg", "avg(number)"),
    ("bool_and", "bool_and(condition)"),
    ("bool_or", "bool_or(condition)"),
    ("count", "count(*), count(value) or count(distinct value)"),
    ("max", "max(value)"),
    ("mean", "mean(number)"),
    ("median", "median(number)"),
    ("min", "min(value)"),
    (
        "percentile_cont",
        "percentile_cont(0.9) within group (order by number)",
    ),
    ("quantile", "quantile(number, 0.9)"),
    ("sum", "sum(number)"),
];

/// Digits of what is summed: 10^10 rows of the largest cannot leave the 38 digits of a sum.
const SUMMED_PRECISION: u8 = 28;
const SUMMED_SCALE: i8 = 10;

/// Whether the function is known and refused because its figure changes from run to run, and what to use instead.
pub(super) fn not_reproducible(name: &str) -> Option<Option<&'static str>> {
    match name {
        "approx_distinct" => Some(Some("`count(distinct …)`")),
        "approx_median" => Some(Some("`median(…)`")),
        "approx_percentile_cont" | "approx_percentile_cont_with_weight" => {
            Some(Some("`quantile(…, 0.9)`"))
        }
        "first_value" | "last_value" | "nth_value" | "any_value" => {
            Some(Some("`min(…)` or `max(…)`"))
        }
        "array_agg" | "string_agg" | "stddev" | "stddev_pop" | "stddev_samp" | "var"
        | "var_pop" | "var_samp" | "corr" | "covar_pop" | "covar_samp" | "random" | "uuid" => {
            Some(None)
        }
        "now" | "today" | "current_date" | "current_time" | "current_timestamp" => {
            Some(Some("a date column"))
        }
        _ => None,
    }
}

/// What all aggregates of one call share.
struct Call {
    distinct: bool,
    filter: Option<Box<Expr>>,
}

impl Call {
    fn of(&self, function: Arc<AggregateUDF>, args: Vec<Expr>, data: DataType) -> Typed {
        let aggregate = AggregateFunction::new_udf(
            function,
            args,
            self.distinct,
            self.filter.clone(),
            Vec::new(),
            None,
        );
        Typed::new(Expr::AggregateFunction(aggregate), data)
    }

    fn sum(&self, argument: Typed) -> Typed {
        let argument = exact(argument);
        let scale = if let DataType::Decimal128(_, scale) = argument.data {
            scale
        } else {
            0
        };
        self.of(
            sum::sum_udaf(),
            vec![argument.expr],
            DataType::Decimal128(38, scale),
        )
    }

    fn count(&self, argument: Expr) -> Typed {
        self.of(count::count_udaf(), vec![argument], DataType::Int64)
    }
}

impl Translator<'_> {
    pub(super) fn aggregate(
        &mut self,
        name: &str,
        usage: &'static str,
        function: &ast::Function,
    ) -> Answer {
        let span = function.span();
        let wrong = ErrorKind::WrongArguments {
            function: name.to_owned(),
            expected: usage,
        };
        if self.mode == Mode::Scalar {
            return Err(self.error(
                ErrorKind::NotScalar {
                    function: name.to_owned(),
                },
                span,
            ));
        }
        if self.inside.is_some() {
            return Err(self.error(
                ErrorKind::NestedAggregate {
                    function: name.to_owned(),
                },
                span,
            ));
        }
        let ast::FunctionArguments::List(list) = &function.args else {
            return Err(self.error(wrong, span));
        };
        let unusual = !list.clauses.is_empty()
            || function.null_treatment.is_some()
            || !matches!(function.parameters, ast::FunctionArguments::None);
        let sorted = match function.within_group.as_slice() {
            [] => None,
            // Only ascending, the default.
            [by] if name == "percentile_cont"
                && by.options.asc.is_none()
                && by.options.nulls_first.is_none() =>
            {
                Some(&by.expr)
            }
            _ => return Err(self.error(wrong, span)),
        };
        if unusual {
            return Err(self.error(wrong, span));
        }

        self.inside = Some(name.to_owned());
        let filter = match &function.filter {
            Some(filter) => {
                let condition = self.expr(filter)?;
                Some(
                    condition
                        .expect(Type::Bool)
                        .map_err(|kind| self.error(kind, filter.span()))?
                        .expr,
                )
            }
            None => None,
        };
        let star = matches!(
            list.args.as_slice(),
            [ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Wildcard)]
        );
        let mut args = Vec::new();
        for argument in if star { &[] } else { list.args.as_slice() } {
            let Some(argument) = plain_argument(argument) else {
                return Err(self.error(wrong, span));
            };
            args.push(self.expr(argument)?);
        }
        if let Some(sorted) = sorted {
            args.insert(0, self.expr(sorted)?);
        }
        self.inside = None;

        self.aggregates = true;
        match (&filter, &mut self.filters) {
            (Some(filter), Some(filters)) => filters.push(filter.clone()),
            _ => self.filters = None,
        }
        let distinct = list.duplicate_treatment == Some(ast::DuplicateTreatment::Distinct);
        let call = Call {
            distinct,
            filter: filter.map(Box::new),
        };
        let built = if star {
            if name == "count" && !distinct {
                Ok(call.count(Expr::Literal(ScalarValue::Int64(Some(1)), None)))
            } else {
                Err(wrong)
            }
        } else {
            over(&call, name, args, wrong)
        };
        built.map_err(|kind| self.error(kind, span))
    }
}

fn over(call: &Call, name: &str, args: Vec<Typed>, wrong: ErrorKind) -> Result<Typed, ErrorKind> {
    let mut args = args.into_iter();
    let (Some(value), second, None) = (args.next(), args.next(), args.next()) else {
        return Err(wrong);
    };
    if let "quantile" | "percentile_cont" = name {
        return quantile(call, value, second, wrong);
    }
    if second.is_some() {
        return Err(wrong);
    }
    match name {
        "count" if call.distinct && value.type_() == Some(Type::List) => {
            Err(value.wrong(&[Type::Int, Type::Decimal, Type::Date, Type::Text, Type::Bool]))
        }
        "count" => Ok(call.count(if value.data == DataType::Float64 {
            exact(value).expr
        } else {
            value.expr
        })),
        "sum" => Ok(call.sum(value.expect_number()?)),
        // The exact sum by the count, divided once: the engine's own average keeps four more digits than its argument
        // and fails where the sum has not the room for them.
        "avg" | "mean" => {
            let value = exact(value.expect_number()?);
            compute(
                Operation::Divide,
                call.sum(value.clone()),
                call.count(value.expr),
            )
        }
        "median" if !call.distinct => {
            // Between two middle values lies their half, which needs a digit more than they have.
            let finest = DataType::Decimal128(SUMMED_PRECISION, SUMMED_SCALE);
            let value = value.expect_number()?.operand().cast(&finest);
            Ok(call.of(median::median_udaf(), vec![value.expr], finest))
        }
        "min" | "max" => {
            let value = if value.data == DataType::Float64 {
                exact(value)
            } else {
                value
            };
            if !matches!(
                value.type_(),
                Some(Type::Int | Type::Decimal | Type::Date | Type::Text)
            ) {
                return Err(value.wrong(&[Type::Int, Type::Decimal, Type::Date, Type::Text]));
            }
            let function = if name == "min" {
                min_max::min_udaf()
            } else {
                min_max::max_udaf()
            };
            Ok(call.of(function, vec![value.expr], value.data))
        }
        "bool_and" | "bool_or" => {
            let value = value.expect(Type::Bool)?;
            let function = if name == "bool_and" {
                bool_and_or::bool_and_udaf()
            } else {
                bool_and_or::bool_or_udaf()
            };
            Ok(call.of(function, vec![value.expr], DataType::Boolean))
        }
        _ => Err(wrong),
    }
}

/// The value under which this share of the values lies, between two of them where it falls there.
fn quantile(
    call: &Call,
    value: Typed,
    share: Option<Typed>,
    wrong: ErrorKind,
) -> Result<Typed, ErrorKind> {
    let share = share.ok_or(wrong.clone())?.cast(&DataType::Float64);
    match &share.expr {
        Expr::Literal(ScalarValue::Float64(Some(share)), _)
            if (0.0..=1.0).contains(share) && !call.distinct => {}
        _ => return Err(wrong),
    }
    let value = exact(value.expect_number()?).cast(&DataType::Float64);
    Ok(call.of(
        percentile_cont::percentile_cont_udaf(),
        vec![value.expr, share.expr],
        DataType::Float64,
    ))
}

/// A number as a decimal that can be summed: a sum of doubles would depend on the order of rows.
fn exact(value: Typed) -> Typed {
    match value.data {
        DataType::Int64 => value.cast(&WHOLE),
        DataType::Decimal128(precision, scale)
            if precision <= SUMMED_PRECISION && scale <= SUMMED_SCALE =>
        {
            value
        }
        DataType::Decimal128(_, scale) => value.cast(&DataType::Decimal128(
            SUMMED_PRECISION,
            scale.min(SUMMED_SCALE),
        )),
        _ => value.cast(&DataType::Decimal128(SUMMED_PRECISION, SUMMED_SCALE)),
    }
}

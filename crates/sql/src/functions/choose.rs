//! `coalesce`, `between` and `has`: each argument computed once, however deep they are nested.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, BooleanArray};
use datafusion::arrow::compute::kernels::boolean::{and_kleene, is_not_null};
use datafusion::arrow::compute::kernels::cmp::{gt_eq, lt_eq};
use datafusion::arrow::compute::kernels::zip::zip;
use datafusion::common::{Result, exec_err};

pub(super) fn coalesce(args: &[ArrayRef]) -> Result<ArrayRef> {
    let Some((last, before)) = args.split_last() else {
        return exec_err!("coalesce of nothing");
    };
    let mut chosen = Arc::clone(last);
    for preferred in before.iter().rev() {
        chosen = zip(&is_not_null(preferred)?, preferred, &chosen)?;
    }
    Ok(chosen)
}

pub(super) fn between(value: &ArrayRef, low: &ArrayRef, high: &ArrayRef) -> Result<ArrayRef> {
    Ok(Arc::new(and_kleene(
        &gt_eq(value, low)?,
        &lt_eq(value, high)?,
    )?))
}

/// Whether the list holds the choice; null where either is unknown.
pub(super) fn has(list: &ArrayRef, choice: &ArrayRef) -> Result<ArrayRef> {
    let choices = choice.as_string::<i32>();
    let lists = list.as_list::<i32>();
    let held = lists.iter().zip(choices).map(|(list, choice)| {
        let (list, choice) = (list?, choice?);
        Some(
            list.as_string::<i32>()
                .iter()
                .any(|held| held == Some(choice)),
        )
    });
    Ok(Arc::new(BooleanArray::from_iter(held)))
}

//! A longer period from shorter ones: each field by its own rule, so that no indicator is written twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::FollowUp;
use crate::framework::{Questionnaire, Rollup};
use crate::model::{Period, SubjectId, Value};

/// One row per subject for `whole`, from the rows of its parts, oldest first. A subject counts as returned if one of its
/// returns was accepted.
pub fn roll_up(
    questionnaire: &Questionnaire,
    whole: Period,
    parts: &[&[FollowUp]],
) -> Vec<FollowUp> {
    let mut by_subject: BTreeMap<&SubjectId, Vec<&FollowUp>> = BTreeMap::new();
    for row in parts.iter().copied().flatten() {
        by_subject.entry(&row.subject.id).or_default().push(row);
    }
    by_subject
        .into_values()
        .filter_map(|rows| subject_row(questionnaire, whole, &rows))
        .collect()
}

fn subject_row(
    questionnaire: &Questionnaire,
    whole: Period,
    rows: &[&FollowUp],
) -> Option<FollowUp> {
    let last = rows.last()?;
    let shares: Vec<Decimal> = rows.iter().filter_map(|r| r.completeness).collect();
    let accepted = rows.iter().any(|r| r.accepted);
    let last_returned = rows.iter().max_by_key(|r| r.returned_on).unwrap_or(last);
    let values = questionnaire.fields.iter().enumerate().map(|(at, field)| {
        let parts: Vec<Value> = rows.iter().filter_map(|r| r.values.get(at)).collect();
        combine(field.rollup, parts.iter())
    });
    Some(FollowUp {
        subject: Arc::clone(&last.subject),
        period: whole,
        // A delay is between a return and its own opening, not the end of the year.
        opened_on: last_returned.opened_on,
        returned_on: last_returned.returned_on,
        accepted,
        first_accepted: rows
            .iter()
            .filter(|r| r.exchanges > 0)
            .all(|r| r.first_accepted)
            && accepted,
        carried: !accepted && rows.iter().any(|r| r.carried),
        exchanges: rows.iter().map(|r| r.exchanges).sum(),
        completeness: mean(&shares),
        values: values.collect(),
    })
}

fn mean(numbers: &[Decimal]) -> Option<Decimal> {
    let count = u64::try_from(numbers.len()).ok().filter(|n| *n > 0)?;
    Some(numbers.iter().sum::<Decimal>() / Decimal::from(count))
}

fn combine<'a>(rollup: Rollup, values: impl Iterator<Item = &'a Value> + Clone) -> Option<Value> {
    match rollup {
        Rollup::Last => values.last().cloned(),
        Rollup::Sum => sum(values),
        Rollup::Max => values
            .max_by(|a, b| a.number().cmp(&b.number()).then(a.date().cmp(&b.date())))
            .cloned(),
        Rollup::Mean => {
            let integers = values.clone().all(|v| matches!(v, Value::Integer(_)));
            let mean = mean(&values.filter_map(Value::number).collect::<Vec<_>>())?;
            // A score stays on its scale of whole numbers; a mean of measures keeps its decimals.
            if integers {
                whole_number(mean.round())
            } else {
                Some(Value::Number(mean))
            }
        }
        Rollup::Any => any(values),
    }
}

fn sum<'a>(values: impl Iterator<Item = &'a Value> + Clone) -> Option<Value> {
    let integers = values.clone().all(|v| matches!(v, Value::Integer(_)));
    let total = values
        .filter_map(Value::number)
        .try_fold(None, |total: Option<Decimal>, n| {
            Some(Some(total.unwrap_or_default().checked_add(n)?))
        })??;
    if integers {
        whole_number(total)
    } else {
        Some(Value::Number(total))
    }
}

fn whole_number(number: Decimal) -> Option<Value> {
    i64::try_from(number).ok().map(Value::Integer)
}

fn any<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Value> {
    let mut union: Option<Value> = None;
    for value in values {
        union = Some(match (union, value) {
            (Some(Value::Bool(a)), Value::Bool(b)) => Value::Bool(a || *b),
            (Some(Value::Choices(mut all)), Value::Choices(more)) => {
                let new: Vec<_> = more.iter().filter(|c| !all.contains(c)).cloned().collect();
                all.extend(new);
                Value::Choices(all)
            }
            (_, value) => value.clone(),
        });
    }
    union
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integers(values: &[i64]) -> Vec<Value> {
        values.iter().copied().map(Value::Integer).collect()
    }

    #[test]
    fn each_rule_combines_quarters_its_own_way() {
        let quarters = integers(&[3, 5, 4]);
        assert_eq!(
            combine(Rollup::Sum, quarters.iter()),
            Some(Value::Integer(12))
        );
        assert_eq!(
            combine(Rollup::Last, quarters.iter()),
            Some(Value::Integer(4))
        );
        assert_eq!(
            combine(Rollup::Max, quarters.iter()),
            Some(Value::Integer(5))
        );
        assert_eq!(
            combine(Rollup::Mean, quarters.iter()),
            Some(Value::Integer(4))
        );
        assert_eq!(combine(Rollup::Sum, [].iter()), None);
        let yes = [Value::Bool(false), Value::Bool(true)];
        assert_eq!(combine(Rollup::Any, yes.iter()), Some(Value::Bool(true)));
        let huge = integers(&[i64::MAX, 1]);
        assert_eq!(combine(Rollup::Sum, huge.iter()), None);
    }
}

//! What earlier periods say: the last accepted value of each field, and the medians of each theme.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::{CheckError, RuleBook};
use crate::framework::ColumnRole;
use crate::model::{FieldId, Period, SubjectId, Value};
use crate::store::returns;

/// Earlier periods looked at. A value older than that says nothing about this one.
const PERIODS: usize = 4;

/// What rules may look at of earlier periods, and nothing more: only the fields that rules name are kept.
#[derive(Debug, Default)]
pub struct History {
    previous: HashMap<SubjectId, BTreeMap<FieldId, Value>>,
    medians: HashMap<String, BTreeMap<FieldId, Value>>,
}

impl History {
    /// Reads what came before `period` from the store, as this connection sees it. `theme_of` gives a subject's theme.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn load(
        connection: &mut SqliteConnection,
        book: &RuleBook<'_>,
        period: Period,
        theme_of: impl Fn(&SubjectId) -> Option<String>,
    ) -> Result<Self, CheckError> {
        let mut history = Self::default();
        if book.previous.is_empty() && book.medians.is_empty() {
            return Ok(history);
        }
        let mut samples: HashMap<(String, FieldId), Vec<Decimal>> = HashMap::new();
        for earlier in period.window(PERIODS + 1).into_iter().rev().skip(1) {
            returns::each_accepted(&mut *connection, &book.kind.id, earlier, |stored| {
                let known = history.previous.entry(stored.subject.clone()).or_default();
                for field in &book.previous {
                    // The periods come newest first: what is known already is later.
                    if let Some(value) = stored.answers.get(field).and_then(|a| a.value.clone()) {
                        known.entry(field.clone()).or_insert(value);
                    }
                }
                let Some(theme) = theme_of(&stored.subject) else {
                    return;
                };
                for field in &book.medians {
                    let number = stored
                        .answers
                        .get(field)
                        .and_then(|a| a.value.as_ref()?.number());
                    if let Some(number) = number {
                        samples
                            .entry((theme.clone(), field.clone()))
                            .or_default()
                            .push(number);
                    }
                }
            })
            .await?;
        }
        for ((theme, field), mut numbers) in samples {
            if let Some(median) = median(&mut numbers) {
                history
                    .medians
                    .entry(theme)
                    .or_default()
                    .insert(field, Value::Number(median));
            }
        }
        Ok(history)
    }

    pub(super) fn previous(&self, subject: &SubjectId, field: &str) -> Option<&Value> {
        self.previous.get(subject)?.get(field)
    }

    pub(super) fn median(&self, theme: Option<&str>, field: &str) -> Option<&Value> {
        self.medians.get(theme?)?.get(field)
    }
}

/// The register column that says a subject's theme.
pub(super) fn theme_column<'a>(book: &RuleBook<'a>) -> Option<&'a str> {
    book.kind
        .register
        .column(ColumnRole::Theme)
        .map(|c| c.id.as_str())
}

fn median(numbers: &mut [Decimal]) -> Option<Decimal> {
    numbers.sort_unstable();
    let upper = *numbers.get(numbers.len() / 2)?;
    if numbers.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *numbers.get(numbers.len() / 2 - 1)?;
    Some(lower + (upper - lower) / Decimal::TWO)
}

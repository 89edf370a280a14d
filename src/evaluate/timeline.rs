//! The periods of a kind, oldest first: which returns were expected, which were accepted, what is carried forward.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{EvaluateError, FollowUp, SubjectInfo, Subjects};
use crate::framework::{FieldType, Kind, Questionnaire, TimeBehaviour};
use crate::model::{Packed, Packer, Period, SubjectId, Value};
use crate::store::{Store, exchanges, returns, subjects};

/// A stock value is carried forward over at most this many periods (domain rule).
pub(super) const CARRIED_PERIODS: usize = 4;

/// The rows of one period.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The period.
    pub period: Period,
    /// One row per expected return, ordered by subject.
    pub rows: Vec<FollowUp>,
}

/// Walks through the periods of a kind. Holds one period's rows and the last known stock of each subject, however long
/// the history.
pub struct KindTimeline<'a> {
    store: &'a Store,
    kind: &'a Kind,
    questionnaire: &'a Questionnaire,
    /// With whether each is still in the register.
    subjects: Vec<(Arc<SubjectInfo>, bool)>,
    stopped: HashMap<SubjectId, Period>,
    stocks: HashMap<SubjectId, Stock>,
    next: Period,
}

/// The last accepted row of a subject, of which the stock values may be carried forward.
struct Stock {
    age: usize,
    values: Packed,
}

impl<'a> KindTimeline<'a> {
    /// Begins so that `shown` periods up to `last` can be walked through with their carried values right.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin(
        store: &'a Store,
        kind: &'a Kind,
        questionnaire: &'a Questionnaire,
        last: Period,
        shown: usize,
    ) -> Result<(KindTimeline<'a>, usize), EvaluateError> {
        let (mut subjects, mut here) = (Subjects::of(kind), Vec::new());
        subjects::each(store, &kind.id, true, |subject, present| {
            subjects.add(subject);
            here.push(present);
        })
        .await?;
        let subjects = subjects.all().map(Arc::new).zip(here).collect();
        let stopped = match &kind.expectation.stop_when {
            Some(stop) => returns::first_saying(store, &kind.id, &stop.field, &stop.values).await?,
            None => HashMap::new(),
        };
        let window = last.window(shown + CARRIED_PERIODS);
        let warm_up = window.len().saturating_sub(shown);
        let next = window.first().copied().unwrap_or(last);
        Ok((
            Self {
                store,
                kind,
                questionnaire,
                subjects,
                stopped,
                stocks: HashMap::new(),
                next,
            },
            warm_up,
        ))
    }

    /// The rows of the last `shown` periods up to `last`, each handed over in turn and then dropped.
    ///
    /// # Errors
    /// When the store fails or `take` does.
    pub async fn walk(
        store: &'a Store,
        kind: &'a Kind,
        questionnaire: &'a Questionnaire,
        last: Period,
        shown: usize,
        mut take: impl FnMut(Moment) -> Result<(), EvaluateError>,
    ) -> Result<(), EvaluateError> {
        let (mut timeline, warm_up) = Self::begin(store, kind, questionnaire, last, shown).await?;
        for step in 0..warm_up + shown {
            let period = timeline.next;
            let moment = timeline.advance().await?;
            if step >= warm_up {
                take(moment)?;
            }
            if period == last {
                break;
            }
        }
        Ok(())
    }

    /// The rows of the next period.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn advance(&mut self) -> Result<Moment, EvaluateError> {
        let period = self.next;
        let mut accepted = self.accepted(period).await?;
        let exchanges = exchanges::of_period(self.store, &self.kind.id, period).await?;
        self.stocks.retain(|_, stock| {
            stock.age += 1;
            stock.age <= CARRIED_PERIODS
        });
        for (subject, (values, _)) in &accepted {
            let values = values.clone();
            self.stocks
                .insert(subject.clone(), Stock { age: 0, values });
        }
        let mut rows = Vec::with_capacity(self.subjects.len());
        let mut carried_on = Packer::default();
        for (subject, present) in &self.subjects {
            // Who left the register is no longer expected, but what they sent stays in the figures of its period.
            if !present && !exchanges.contains_key(&subject.id) {
                continue;
            }
            let stopped = self.stopped.get(&subject.id).copied();
            if !subject.is_expected(&self.kind.expectation, period, stopped) {
                continue;
            }
            let exchange = exchanges.get(&subject.id);
            let (values, completeness, carried) = match accepted.remove(&subject.id) {
                Some((values, completeness)) => (values, Some(completeness), false),
                None => match self.stocks.get(&subject.id) {
                    Some(stock) => {
                        carried_on.add(self.stock_of(&stock.values));
                        (Packed::default(), None, true)
                    }
                    None => (Packed::default(), None, false),
                },
            };
            rows.push(FollowUp {
                subject: Arc::clone(subject),
                period,
                opened_on: period.end().succ_opt().unwrap_or(NaiveDate::MAX),
                returned_on: exchange.map(|e| e.last_on),
                accepted: completeness.is_some(),
                first_accepted: exchange.is_some_and(|e| e.first_accepted),
                carried,
                exchanges: exchange.map_or(0, |e| e.versions),
                completeness,
                values,
            });
        }
        for (row, values) in rows
            .iter_mut()
            .filter(|row| row.carried)
            .zip(carried_on.rows())
        {
            row.values = values;
        }
        self.next = period.next().unwrap_or(period);
        Ok(Moment { period, rows })
    }

    async fn accepted(
        &self,
        period: Period,
    ) -> Result<BTreeMap<SubjectId, (Packed, Decimal)>, EvaluateError> {
        let mut subjects = Vec::new();
        let mut rows = Packer::default();
        let fields = &self.questionnaire.fields;
        returns::each_accepted(self.store.readers(), &self.kind.id, period, |mut stored| {
            rows.add(fields.iter().map(|field| {
                match field.type_ {
                    FieldType::Text | FieldType::Email => None,
                    _ => stored
                        .answers
                        .remove(&field.id)
                        .and_then(|answer| answer.value),
                }
            }));
            subjects.push((stored.subject, stored.completeness));
        })
        .await?;
        let accepted = subjects.into_iter().zip(rows.rows());
        Ok(accepted
            .map(|((subject, completeness), values)| (subject, (values, completeness)))
            .collect())
    }

    fn stock_of<'v>(&'v self, values: &'v Packed) -> impl Iterator<Item = Option<Value>> + 'v {
        let fields = self.questionnaire.fields.iter();
        fields
            .zip(values.iter())
            .map(|(field, value)| value.filter(|_| field.time == TimeBehaviour::Stock))
    }
}

//! What sheets are compared with: the quartiles of each theme, and which fields say most. Worked out once for a kind and period and
//! then kept, so that a sheet changes with its own return and not with every neighbour's.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::comparison::AT_MOST;
use super::figures::{is_compared, is_numeric};
use crate::evaluate::{FollowUp, quartiles};
use crate::framework::{ColumnRole, Kind, Privacy, Questionnaire};
use crate::model::FieldId;

/// Under this number of subjects nothing is compared, so that nobody can be recognised.
const FEWEST: usize = 5;
/// It is worked out again once a tenth more returns are accepted, or a tenth fewer.
const TENTHS: usize = 10;

/// What the sheets of a kind and period are compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The accepted returns behind it.
    accepted: usize,
    /// The fields with a number that may be shown to their holder: public quantities first, the most often filled first.
    pub(super) ranked: Vec<FieldId>,
    /// By theme; under the empty code where the kind has none.
    pub(super) themes: BTreeMap<String, Theme>,
}

/// What the sheets of a theme are compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Theme {
    /// Its accepted returns.
    pub(super) count: u64,
    /// Whether they are too few to compare with.
    pub(super) masked: bool,
    /// First quartile, median and third quartile of each field.
    pub(super) fields: Vec<(FieldId, [Decimal; 3])>,
}

impl Reference {
    /// Works it out.
    pub fn of(kind: &Kind, questionnaire: &Questionnaire, rows: &[FollowUp]) -> Self {
        let accepted: Vec<&FollowUp> = rows.iter().filter(|row| row.accepted).collect();
        let ranked = ranked(questionnaire, &accepted);
        let fields = &questionnaire.fields;
        let compared: Vec<usize> = (ranked.iter().copied())
            .filter(|at| fields.get(*at).is_some_and(is_compared))
            .take(AT_MOST)
            .collect();
        let mut groups: HashMap<&str, Vec<&FollowUp>> = HashMap::new();
        for row in &accepted {
            groups.entry(theme_of(kind, row)).or_default().push(row);
        }
        let themes = groups.into_iter().map(|(code, rows)| {
            let theme = theme(questionnaire, &compared, &rows);
            (code.to_owned(), theme)
        });
        Self {
            accepted: accepted.len(),
            themes: themes.collect(),
            ranked: (ranked.into_iter())
                .filter_map(|at| Some(fields.get(at)?.id.clone()))
                .collect(),
        }
    }

    /// Whether it may still be used: about as many returns are accepted as when it was worked out, and no theme that was too small
    /// to compare with would be so no more, or the other way round.
    pub fn holds(&self, kind: &Kind, rows: &[FollowUp]) -> bool {
        let accepted: Vec<&FollowUp> = rows.iter().filter(|row| row.accepted).collect();
        let near = accepted.len().abs_diff(self.accepted) * TENTHS <= self.accepted;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in accepted {
            *counts.entry(theme_of(kind, row)).or_default() += 1;
        }
        let masked = |code: &str, count: usize| {
            let known = self.themes.get(code);
            known.is_some_and(|theme| theme.masked == (count < FEWEST))
        };
        near && counts.into_iter().all(|(code, count)| masked(code, count))
    }
}

pub(super) fn theme_of<'r>(kind: &Kind, row: &'r FollowUp) -> &'r str {
    row.subject
        .role(kind, ColumnRole::Theme)
        .unwrap_or_default()
}

fn theme(questionnaire: &Questionnaire, compared: &[usize], rows: &[&FollowUp]) -> Theme {
    let masked = rows.len() < FEWEST;
    let of_field = |at: &usize| {
        let mut values: Vec<Decimal> = rows.iter().filter_map(|r| r.values.number(*at)).collect();
        if values.len() < FEWEST {
            return None;
        }
        let q = quartiles(&mut values)?;
        let field = questionnaire.fields.get(*at)?;
        Some((field.id.clone(), [q.low, q.mid, q.high]))
    };
    let fields = compared.iter().filter(|_| !masked).filter_map(of_field);
    Theme {
        count: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        masked,
        fields: fields.collect(),
    }
}

/// The places of the fields with a number that may be shown to their holder, in their order.
fn ranked(questionnaire: &Questionnaire, accepted: &[&FollowUp]) -> Vec<usize> {
    let mut filled = vec![0_usize; questionnaire.fields.len()];
    for row in accepted {
        for (count, value) in filled.iter_mut().zip(row.values.iter()) {
            *count += usize::from(value.is_some());
        }
    }
    let fields = questionnaire.fields.iter().enumerate();
    let shown = fields.filter(|(_, f)| f.privacy <= Privacy::Interne && is_numeric(f.type_));
    let mut ranked: Vec<_> = shown
        .map(|(at, field)| {
            let filled = filled.get(at).copied().unwrap_or(0);
            (!is_compared(field), std::cmp::Reverse(filled), at)
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(.., at)| at).collect()
}

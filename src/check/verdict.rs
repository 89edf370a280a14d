//! The returns of one kind and period to findings, values that count and verdicts.

use std::collections::{BTreeMap, BTreeSet};

use bilan_sql::{Rule, Table, evaluate_rules};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::book::RequiredRule;
use super::history::{History, theme_column};
use super::{CheckError, RuleBook, decided, fields};
use crate::framework::{BuiltIn, ColumnOrigin};
use crate::model::{
    Answer, Columns, Decision, FieldId, Finding, FindingCode, Period, ReadReturn, ReturnStatus,
    Severity, SubjectId,
};
use crate::wide::{Cells, ColumnBuilder};

/// A return to check, with what is known of its subject.
pub struct Draft<'a> {
    /// What was read.
    pub read: &'a ReadReturn,
    /// Its subject.
    pub subject: &'a SubjectId,
    /// The subject's register columns.
    pub columns: &'a Columns,
    /// Its period.
    pub period: Period,
    /// The day its file came.
    pub received_on: NaiveDate,
    /// What an officer decided about its values, in order.
    pub decisions: &'a [Decision],
}

/// A checked return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The answers; the value of a question that does not apply is none, its text stays.
    pub answers: BTreeMap<FieldId, Answer>,
    /// What reading and checking have to say, gravest first, then by cell.
    pub findings: Vec<Finding>,
    /// Whether its values count.
    pub status: ReturnStatus,
    /// Share of the required and relevant fields that are filled, 0 to 1.
    pub completeness: Decimal,
}

/// Checks returns of one kind and period together: one vectorised evaluation per rule.
///
/// # Errors
/// When the engine fails; the content of a return is never an error.
pub fn check(
    book: &RuleBook<'_>,
    drafts: &[Draft<'_>],
    history: &History,
) -> Result<Vec<Checked>, CheckError> {
    let mut checked: Vec<Checked> = drafts
        .iter()
        .map(|draft| Checked {
            answers: draft.read.answers.clone(),
            findings: draft.read.findings.clone(),
            status: ReturnStatus::Accepted,
            completeness: Decimal::ONE,
        })
        .collect();
    let standing: Vec<_> = drafts
        .iter()
        .zip(&mut checked)
        .map(|(draft, checked)| decided::give(book.questionnaire, draft, checked))
        .collect();
    leave_out_irrelevant(book, drafts, history, &mut checked)?;
    let table = table(book, drafts, history, &checked)?;
    let required = RequiredAnswers::new(book, &table, drafts.len())?;
    let broken = evaluate_rules(&table, &book.rules)?;
    let each = drafts.iter().zip(&standing).zip(&mut checked);
    for (row, ((draft, standing), checked)) in each.enumerate() {
        let bounds = book
            .questionnaire
            .fields
            .iter()
            .filter_map(|f| fields::outside(f, checked.answers.get(&f.id)?));
        let bounds: Vec<_> = bounds.collect();
        checked.findings.extend(bounds);
        required.apply(book, row, draft, checked);
        for (rule, holds) in book.questionnaire.rules.iter().zip(&broken) {
            if holds.get(row) == Some(&Some(false)) {
                let finding = broken_rule(rule, draft, checked);
                checked.findings.push(finding);
            }
        }
        decided::waive(standing, draft, checked);
        finish(checked);
    }
    Ok(checked)
}

/// Values of questions that do not apply are not used; the holder is told, and nothing is asked.
fn leave_out_irrelevant(
    book: &RuleBook<'_>,
    drafts: &[Draft<'_>],
    history: &History,
    checked: &mut [Checked],
) -> Result<(), CheckError> {
    let conditions: Vec<(&FieldId, Rule)> = book
        .questionnaire
        .fields
        .iter()
        .zip(&book.relevant)
        .filter_map(|(field, rule)| Some((&field.id, rule.clone()?)))
        .collect();
    let rules: Vec<Rule> = conditions.iter().map(|(_, rule)| rule.clone()).collect();
    let relevant = evaluate_rules(&table(book, drafts, history, checked)?, &rules)?;
    for ((field, _), rows) in conditions.iter().zip(&relevant) {
        for (checked, relevant) in checked.iter_mut().zip(rows) {
            if *relevant == Some(false)
                && let Some(answer) = checked.answers.get_mut(*field)
                && answer.value.take().is_some()
            {
                let place = answer.place.clone();
                let finding = Finding::info(FindingCode::NotRelevant, place)
                    .on(field)
                    .found(&answer.raw);
                checked.findings.push(finding);
            }
        }
    }
    Ok(())
}

/// Which answers each return must give.
struct RequiredAnswers {
    /// For each field, for each return, whether the question applies and must be answered.
    by_field: Vec<Vec<bool>>,
}

impl RequiredAnswers {
    fn new(book: &RuleBook<'_>, table: &Table, rows: usize) -> Result<Self, CheckError> {
        let mut by_field = Vec::with_capacity(book.required.len());
        for (required, relevant) in book.required.iter().zip(&book.relevant) {
            let mut needed = match required {
                RequiredRule::Never => vec![false; rows],
                RequiredRule::Always => vec![true; rows],
                RequiredRule::When(rule) => truths(table, rule)?,
            };
            if let Some(relevant) = relevant
                && needed.contains(&true)
            {
                let applies = truths(table, relevant)?;
                needed
                    .iter_mut()
                    .zip(applies)
                    .for_each(|(needed, applies)| *needed &= applies);
            }
            by_field.push(needed);
        }
        Ok(Self { by_field })
    }

    fn apply(&self, book: &RuleBook<'_>, row: usize, draft: &Draft<'_>, checked: &mut Checked) {
        let (mut needed, mut filled) = (0u32, 0u32);
        for (field, rows) in book.questionnaire.fields.iter().zip(&self.by_field) {
            if rows.get(row) != Some(&true) {
                continue;
            }
            needed += 1;
            let answer = checked.answers.get(&field.id);
            if answer.is_some_and(|a| a.value.is_some()) {
                filled += 1;
                continue;
            }
            // A cell that was filled and not understood has its own finding: it is not missing.
            let said =
                |f: &Finding| f.field.as_ref() == Some(&field.id) && f.severity == Severity::Error;
            if !checked.findings.iter().any(said) {
                let place = answer.map_or_else(|| draft.read.place.clone(), |a| a.place.clone());
                checked
                    .findings
                    .push(Finding::error(FindingCode::Missing, place).on(&field.id));
            }
        }
        if needed > 0 {
            checked.completeness = (Decimal::from(filled) / Decimal::from(needed)).round_dp(4);
        }
    }
}

fn truths(table: &Table, rule: &Rule) -> Result<Vec<bool>, CheckError> {
    let rows = evaluate_rules(table, std::slice::from_ref(rule))?;
    Ok(rows
        .into_iter()
        .flatten()
        .map(|truth| truth == Some(true))
        .collect())
}

fn broken_rule(rule: &crate::framework::Rule, draft: &Draft<'_>, checked: &Checked) -> Finding {
    let answer = rule
        .fields
        .iter()
        .find_map(|f| checked.answers.get(f).filter(|a| a.value.is_some()));
    let place = answer.map_or_else(|| draft.read.place.clone(), |a| a.place.clone());
    let mut finding = Finding::new(FindingCode::RuleBroken, rule.severity, place);
    finding.rule = Some(rule.id.clone());
    finding.field = rule.fields.first().cloned();
    match answer {
        Some(answer) => finding.found(&answer.raw),
        None => finding,
    }
}

fn finish(checked: &mut Checked) {
    let rank = |f: &Finding| (std::cmp::Reverse(f.severity), f.place.clone(), f.code);
    checked.findings.sort_by_key(rank);
    let mut seen = BTreeSet::new();
    checked
        .findings
        .retain(|f| seen.insert((f.place.clone(), f.code, f.field.clone(), f.rule.clone())));
    if checked
        .findings
        .iter()
        .any(|f| f.severity == Severity::Error)
    {
        checked.status = ReturnStatus::ToCorrect;
    }
}

/// The returns as a table of the rules' schema.
fn table(
    book: &RuleBook<'_>,
    drafts: &[Draft<'_>],
    history: &History,
    checked: &[Checked],
) -> Result<Table, CheckError> {
    let columns = book.schema.columns();
    let mut builders: Vec<_> = columns
        .iter()
        .map(|c| ColumnBuilder::new(c.type_, drafts.len()))
        .collect();
    let theme = theme_column(book);
    for (draft, checked) in drafts.iter().zip(checked) {
        let theme = theme.and_then(|column| draft.columns.text(column));
        for (at, (column, builder)) in columns.iter().zip(&mut builders).enumerate() {
            let name = column.name.as_str();
            let registered;
            let cell = match column.qualifier.as_deref() {
                Some("prev") => Cells::Value(history.previous(draft.subject, name)),
                Some(_) => Cells::Value(history.median(theme, name)),
                None if is_registered(book, at) => {
                    registered = draft.columns.get(name);
                    Cells::Value(registered.as_ref())
                }
                None => own_cell(book, at, draft, checked),
            };
            builder.push(&cell);
        }
    }
    let data = builders.into_iter().map(ColumnBuilder::finish).collect();
    Ok(Table::new(&book.schema, data)?)
}

fn is_registered(book: &RuleBook<'_>, at: usize) -> bool {
    let column = book.table.columns.get(at);
    column.is_some_and(|c| c.origin == ColumnOrigin::Register)
}

/// What the return itself says.
fn own_cell<'a>(
    book: &RuleBook<'_>,
    at: usize,
    draft: &Draft<'a>,
    checked: &'a Checked,
) -> Cells<'a> {
    let Some(column) = book.table.columns.get(at) else {
        return Cells::Value(None);
    };
    match column.origin {
        ColumnOrigin::Register => Cells::Value(None),
        ColumnOrigin::Field => Cells::Value(
            checked
                .answers
                .get(&column.id)
                .and_then(|a| a.value.as_ref()),
        ),
        ColumnOrigin::Return => {
            // Of the return itself a rule may look at its period and its day; the rest is not known before the verdict.
            if column.id.as_str() == BuiltIn::ReturnedOn.name() {
                Cells::Date(Some(draft.received_on))
            } else if column.id.as_str() == BuiltIn::OpenedOn.name() {
                Cells::Date(draft.period.end().succ_opt())
            } else {
                Cells::Value(None)
            }
        }
    }
}

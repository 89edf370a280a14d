//! One expected return: a row of the wide table.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::framework::{ColumnRole, Expectation, ExpectationMode, Kind, Language};
use crate::model::{Columns, ColumnsPacker, FieldId, Packed, Period, SubjectId};
use crate::store::subjects::Subject;

/// What documents and levels need of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectInfo {
    /// Its identifier.
    pub id: SubjectId,
    /// Its title.
    pub title: String,
    /// The register's columns.
    pub columns: Columns,
    /// Who answers, where the register says it.
    pub contact_name: Option<String>,
    /// Their address.
    pub contact_email: Option<String>,
    /// Their language, where the register says it.
    pub contact_language: Option<Language>,
}

impl SubjectInfo {
    /// A subject with the values of its columns.
    pub fn new(kind: &Kind, id: SubjectId, title: String, columns: Columns) -> Self {
        let text = |role| {
            let column = kind.register.column(role)?;
            columns.text(&column.id).map(str::to_owned)
        };
        let contact_language =
            text(ColumnRole::ContactLanguage).and_then(|code| Language::from_code(&code));
        Self {
            contact_name: text(ColumnRole::ContactName),
            contact_email: text(ColumnRole::ContactEmail),
            contact_language,
            id,
            title,
            columns,
        }
    }

    /// The text or code in a register column.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.columns.text(column)
    }

    /// The code in the register column of this role.
    pub fn role<'a>(&'a self, kind: &Kind, role: ColumnRole) -> Option<&'a str> {
        self.text(kind.register.column(role)?.id.as_str())
    }

    /// Whether a return is expected for `period`; `stopped` is the first period in which an accepted return ended the follow-up.
    pub fn is_expected(
        &self,
        expectation: &Expectation,
        period: Period,
        stopped: Option<Period>,
    ) -> bool {
        let day = |column: &Option<FieldId>| {
            column
                .as_ref()
                .and_then(|id| self.columns.get(id))
                .and_then(|value| value.date())
        };
        if stopped.is_some_and(|s| s < period) {
            return false;
        }
        let (from, until) = (day(&expectation.from), day(&expectation.until));
        match expectation.mode {
            ExpectationMode::EachPeriod => {
                from.is_none_or(|d| d <= period.end()) && until.is_none_or(|d| d >= period.start())
            }
            ExpectationMode::AtEnd => {
                until.is_some_and(|d| period.start() <= d && d <= period.end())
            }
        }
    }
}

/// The subjects of a kind as the store gives them, one by one: what is made of one is gone before the next.
pub struct Subjects<'a> {
    kind: &'a Kind,
    names: Vec<(SubjectId, String)>,
    columns: ColumnsPacker,
}

impl<'a> Subjects<'a> {
    /// None yet.
    pub fn of(kind: &'a Kind) -> Self {
        Self {
            kind,
            names: Vec::new(),
            columns: ColumnsPacker::new(kind.register.names()),
        }
    }

    /// Adds one.
    pub fn add(&mut self, subject: Subject) {
        self.names.push((subject.id, subject.title));
        self.columns.add(subject.columns);
    }

    /// All of them, in the order in which they were added.
    pub fn all(self) -> impl Iterator<Item = SubjectInfo> {
        let kind = self.kind;
        let named = self.names.into_iter().zip(self.columns.all());
        named.map(move |((id, title), columns)| SubjectInfo::new(kind, id, title, columns))
    }
}

/// One expected return: its subject, what is known of it, and the values that count.
#[derive(Debug, Clone)]
pub struct FollowUp {
    /// The subject.
    pub subject: Arc<SubjectInfo>,
    /// The period.
    pub period: Period,
    /// The day it could be sent: the one after the end of its period; of several, the one that its last version answers.
    pub opened_on: NaiveDate,
    /// The day the last version came.
    pub returned_on: Option<NaiveDate>,
    /// Whether a version was accepted.
    pub accepted: bool,
    /// Whether the first version was accepted.
    pub first_accepted: bool,
    /// Whether stock values stand in for a return that was not accepted.
    pub carried: bool,
    /// Versions that came; one that an officer decided is no exchange.
    pub exchanges: u32,
    /// Share of the required fields filled in the accepted return.
    pub completeness: Option<Decimal>,
    /// For each field of the questionnaire, the value that counts; empty where nothing is known of the subject. Free texts are left out ([`crate::wide::counts`]).
    pub values: Packed,
}

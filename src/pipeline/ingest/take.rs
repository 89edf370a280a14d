//! Read files into the store: each return checked against what is known of its subject, then written.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::IngestReport;
use super::reading::ReadFile;
use crate::check::{Checked, Draft, History, RuleBook, check};
use crate::evaluate::{SubjectInfo, Subjects};
use crate::framework::ColumnRole;
use crate::model::{Columns, Decision, Period, ReadReturn, ReturnStatus, Severity, SubjectId};
use crate::pipeline::forms::known_secrets;
use crate::pipeline::{Context, PipelineError};
use crate::store::decisions::{self, Made};
use crate::store::returns::{self, NewReturn};
use crate::store::{arrivals, subjects};
use crate::workbook::FormSecret;

/// Takes read files into the store.
pub(super) struct Taker<'a> {
    pub(super) context: &'a Context,
    pub(super) books: Vec<RuleBook<'a>>,
    pub(super) registers: Vec<HashMap<SubjectId, SubjectInfo>>,
    /// What our questionnaires are sealed with.
    pub(super) secrets: Vec<FormSecret>,
    histories: HashMap<(usize, Period), History>,
    pub(super) report: &'a mut IngestReport,
}

/// Returns that belong to a subject and a period: by kind and period, oldest first, so that each period's rules see the
/// accepted returns of the earlier ones.
type Groups = BTreeMap<(usize, Period), Vec<Placed>>;

/// A return that belongs to a subject and a period.
#[derive(Clone)]
struct Placed {
    arrival: i64,
    received_on: NaiveDate,
    subject: SubjectId,
    read: ReadReturn,
    /// What was decided about it, in order; the last decision makes it a version of its own.
    decisions: Vec<Decision>,
}

/// A version that a decision made.
pub(super) struct Decided {
    pub(super) version: u32,
    pub(super) checked: Checked,
}

impl<'a> Taker<'a> {
    /// Prepares the rules of every kind and what the register says.
    pub(super) async fn new(
        context: &'a Context,
        report: &'a mut IngestReport,
    ) -> Result<Self, PipelineError> {
        let framework = &context.framework;
        let books = framework
            .kinds
            .iter()
            .map(|k| RuleBook::new(framework, k))
            .collect::<Result<Vec<_>, _>>()?;
        let mut registers = Vec::new();
        for kind in &framework.kinds {
            let mut known = Subjects::of(kind);
            subjects::each(&context.store, &kind.id, false, |subject, _| {
                known.add(subject);
            })
            .await?;
            registers.push(known.all().map(|info| (info.id.clone(), info)).collect());
        }
        Ok(Self {
            context,
            books,
            registers,
            secrets: known_secrets(context).await?,
            histories: HashMap::new(),
            report,
        })
    }

    /// Takes files that came for the first time.
    pub(super) async fn take_new(
        &mut self,
        connection: &mut SqliteConnection,
        files: Vec<ReadFile>,
    ) -> Result<(), PipelineError> {
        let mut groups = Groups::new();
        for file in files {
            let (arrival, returns) = self.place(file);
            // Two files of a batch may have the same content.
            if let Some(id) = arrivals::record(connection, &arrival, self.context.now).await? {
                self.report.files_new += 1;
                self.group(&mut groups, id, arrival.received_at, returns);
            }
        }
        self.write(connection, groups).await
    }

    /// Takes files that were taken before, and were read again.
    pub(super) async fn take_again(
        &mut self,
        connection: &mut SqliteConnection,
        files: Vec<ReadFile>,
    ) -> Result<(), PipelineError> {
        let mut groups = Groups::new();
        for file in files {
            let (arrival, returns) = self.place(file);
            let id = arrivals::revise(connection, &arrival).await?;
            self.group(&mut groups, id, arrival.received_at, returns);
            for made in decisions::of_arrival(connection, id).await? {
                self.add_decided(&mut groups, id, made);
            }
        }
        self.write(connection, groups).await
    }

    /// Writes the next version of a return about which something was decided: the one that the last decision makes. Nothing
    /// where the file does not give that return any more.
    pub(super) async fn take_decided(
        &mut self,
        connection: &mut SqliteConnection,
        arrival: i64,
        file: ReadFile,
    ) -> Result<Option<Decided>, PipelineError> {
        let mut groups = Groups::new();
        let (came, returns) = self.place(file);
        self.group(&mut groups, arrival, came.received_at, returns);
        let mut last = None;
        for made in decisions::of_arrival(connection, arrival).await? {
            last = self.add_decided(&mut groups, arrival, made);
        }
        let Some((kind, period, placed)) = last else {
            return Ok(None);
        };
        self.remember(connection, kind, period).await?;
        let mut checked = self.check(kind, period, std::slice::from_ref(&placed))?;
        let Some(checked) = checked.pop() else {
            return Ok(None);
        };
        let version = append(connection, period, &placed, &checked).await?;
        Ok(Some(Decided { version, checked }))
    }

    fn group(
        &self,
        groups: &mut Groups,
        arrival: i64,
        received_at: DateTime<Utc>,
        returns: Vec<(usize, SubjectId, Period, ReadReturn)>,
    ) {
        let received_on = received_at.with_timezone(&self.context.zone).date_naive();
        for (kind, subject, period, read) in returns {
            groups.entry((kind, period)).or_default().push(Placed {
                arrival,
                received_on,
                subject,
                read,
                decisions: Vec::new(),
            });
        }
    }

    /// Adds what a decision makes of the last version of its return, and gives it; nothing where the file does not give that
    /// return any more. Where a subject stands twice in a file, the last one counts, and was decided about.
    fn add_decided(
        &self,
        groups: &mut Groups,
        arrival: i64,
        made: Made,
    ) -> Option<(usize, Period, Placed)> {
        let kind = self.books.iter().position(|b| b.kind.id == made.kind)?;
        let group = groups.get_mut(&(kind, made.period))?;
        let of_it = |placed: &&Placed| placed.arrival == arrival && placed.subject == made.subject;
        let mut placed = group.iter().rfind(of_it)?.clone();
        placed.decisions.push(made.decision);
        group.push(placed.clone());
        Some((kind, made.period, placed))
    }

    async fn write(
        &mut self,
        connection: &mut SqliteConnection,
        groups: Groups,
    ) -> Result<(), PipelineError> {
        for ((kind, period), group) in groups {
            self.remember(connection, kind, period).await?;
            let checked = self.check(kind, period, &group)?;
            for (placed, checked) in group.iter().zip(&checked) {
                // What was decided about a return is no further return that was read.
                if placed.decisions.is_empty() {
                    self.count(checked);
                }
                append(connection, period, placed, checked).await?;
            }
            // What later periods know of this one has changed.
            self.histories
                .retain(|(k, p), _| *k != kind || *p <= period);
        }
        Ok(())
    }

    /// Loads what a period's rules look at of the earlier ones, unless it is known.
    async fn remember(
        &mut self,
        connection: &mut SqliteConnection,
        kind: usize,
        period: Period,
    ) -> Result<(), PipelineError> {
        if self.histories.contains_key(&(kind, period)) {
            return Ok(());
        }
        let (book, register) = (&self.books[kind], &self.registers[kind]);
        let column = book.kind.register.column(ColumnRole::Theme);
        let theme_of = |id: &SubjectId| {
            let theme = register.get(id)?.text(column?.id.as_str())?;
            Some(theme.to_owned())
        };
        let history = History::load(connection, book, period, theme_of).await?;
        self.histories.insert((kind, period), history);
        Ok(())
    }

    fn check(
        &self,
        kind: usize,
        period: Period,
        group: &[Placed],
    ) -> Result<Vec<Checked>, PipelineError> {
        let nothing = Columns::default();
        let drafts: Vec<Draft<'_>> = group
            .iter()
            .map(|placed| Draft {
                read: &placed.read,
                subject: &placed.subject,
                columns: self.registers[kind]
                    .get(&placed.subject)
                    .map_or(&nothing, |s| &s.columns),
                period,
                received_on: placed.received_on,
                decisions: &placed.decisions,
            })
            .collect();
        let empty = History::default();
        let history = self.histories.get(&(kind, period)).unwrap_or(&empty);
        Ok(check(&self.books[kind], &drafts, history)?)
    }

    fn count(&mut self, checked: &Checked) {
        let warned = checked
            .findings
            .iter()
            .any(|f| f.severity == Severity::Warning);
        match (checked.status, warned) {
            (ReturnStatus::ToCorrect, _) => self.report.to_correct += 1,
            (ReturnStatus::Accepted, true) => self.report.to_confirm += 1,
            (ReturnStatus::Accepted, false) => self.report.accepted += 1,
        }
    }
}

/// Writes a checked return as the next version, and gives that version.
async fn append(
    connection: &mut SqliteConnection,
    period: Period,
    placed: &Placed,
    checked: &Checked,
) -> Result<u32, PipelineError> {
    let new = NewReturn {
        kind: &placed.read.kind,
        subject: &placed.subject,
        period,
        arrival: placed.arrival,
        questionnaire_version: placed.read.version,
        received_on: placed.received_on,
        status: checked.status,
        completeness: checked.completeness,
        answers: &checked.answers,
        findings: &checked.findings,
        decision: placed.decisions.last().map(|decision| decision.id),
    };
    Ok(returns::append(connection, &new).await?)
}

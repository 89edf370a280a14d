//! Ingesting: register, then files that came, read, checked and kept.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;
use serde::Serialize;

use super::{Context, PipelineError};
use crate::check::{Checked, Draft, History, RuleBook, check};
use crate::collect::{Incoming, list};
use crate::evaluate::SubjectInfo;
use crate::framework::ColumnRole;
use crate::model::{
    FieldId, FileHash, Finding, FindingCode, KindId, Period, Place, ReadReturn, ReturnStatus,
    Severity, SubjectId, Value,
};
use crate::read::fold::nearest;
use crate::read::{Catalogue, Interpretation, interpret};
use crate::register::{ImportReport, import};
use crate::store::arrivals::{self, Arrival, Outcome};
use crate::store::returns::{self, NewReturn};
use crate::store::subjects;

/// Files taken together: read on all cores, then checked and written in one transaction.
const BATCH: usize = 250;

/// What came in.
#[derive(Debug, Default, Serialize)]
pub struct IngestReport {
    /// Subjects in the register, by kind.
    pub subjects: BTreeMap<KindId, usize>,
    /// Changes of the register since the last import.
    pub register_changes: usize,
    /// What is to say about the register's rows.
    pub register_findings: Vec<Finding>,
    /// Files that the sources show.
    pub files_seen: usize,
    /// Files that came for the first time.
    pub files_new: usize,
    /// New files that cannot be read, with the reason.
    pub files_refused: Vec<Finding>,
    /// New returns accepted.
    pub accepted: usize,
    /// New returns accepted with something to confirm.
    pub to_confirm: usize,
    /// New returns to correct.
    pub to_correct: usize,
    /// What is to say about files and returns that belong to no subject or period.
    pub unplaced: Vec<Finding>,
}

/// Imports the register, then ingests what the sources show.
///
/// # Errors
/// When the register cannot be used, a source cannot be listed or the store fails. What a file holds is never an error.
pub async fn ingest(context: &Context) -> Result<IngestReport, PipelineError> {
    let register = &context.settings.register.path;
    let imported = import(
        &context.store,
        &context.framework,
        &context.reader,
        register,
        context.now,
        false,
    )
    .await?;
    let mut report = begin(imported);
    let mut files = Vec::new();
    for source in &context.settings.sources {
        files.extend(list(&source.id, &source.path, context.zone)?);
    }
    ingest_all(context, files, &mut report).await?;
    Ok(report)
}

/// Ingests files named by hand, as received now.
///
/// # Errors
/// As [`ingest`].
pub async fn ingest_files(
    context: &Context,
    paths: &[PathBuf],
) -> Result<IngestReport, PipelineError> {
    let register = &context.settings.register.path;
    let imported = import(
        &context.store,
        &context.framework,
        &context.reader,
        register,
        context.now,
        false,
    )
    .await?;
    let mut report = begin(imported);
    let by_hand = |path: &PathBuf| Incoming {
        source: "main".into(),
        path: path.clone(),
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        received_at: context.now,
    };
    ingest_all(context, paths.iter().map(by_hand).collect(), &mut report).await?;
    Ok(report)
}

fn begin(imported: ImportReport) -> IngestReport {
    IngestReport {
        subjects: imported.subjects,
        register_changes: imported.changes.len(),
        register_findings: imported.findings,
        ..IngestReport::default()
    }
}

/// A file after reading.
struct ReadFile {
    incoming: Incoming,
    hash: FileHash,
    size: u64,
    interpretation: Result<Interpretation, Finding>,
}

async fn ingest_all(
    context: &Context,
    files: Vec<Incoming>,
    report: &mut IngestReport,
) -> Result<(), PipelineError> {
    report.files_seen = files.len();
    let known = arrivals::known(&context.store).await?;
    let framework = &context.framework;
    let kinds: Vec<_> = framework
        .kinds
        .iter()
        .filter_map(|k| Some((k, framework.questionnaire_of(&k.id)?)))
        .collect();
    let catalogue = Catalogue::new(&kinds);
    let books = framework
        .kinds
        .iter()
        .map(|k| RuleBook::new(framework, k))
        .collect::<Result<Vec<_>, _>>()?;
    let mut registers = Vec::new();
    for kind in &framework.kinds {
        let all = subjects::all(&context.store, &kind.id, false).await?;
        registers.push(
            all.into_iter()
                .map(|(s, _)| (s.id.clone(), SubjectInfo::new(kind, s)))
                .collect(),
        );
    }
    let mut taker = Taker {
        context,
        books,
        registers,
        histories: HashMap::new(),
        report,
    };
    context
        .progress
        .begin("read", u64::try_from(files.len()).ok());
    for batch in files.chunks(BATCH) {
        let read = tokio::task::block_in_place(|| read_batch(context, &catalogue, batch, &known));
        taker.take(read?).await?;
        context
            .progress
            .advance(u64::try_from(batch.len()).unwrap_or(0));
    }
    context.progress.end();
    Ok(())
}

/// Reads the files of a batch that are new, on all cores, and keeps their bytes. Ordered as they came.
fn read_batch(
    context: &Context,
    catalogue: &Catalogue,
    batch: &[Incoming],
    known: &HashSet<String>,
) -> Result<Vec<ReadFile>, PipelineError> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result<ReadFile, PipelineError>)>> =
        Mutex::new(Vec::with_capacity(batch.len()));
    std::thread::scope(|scope| {
        for _ in 0..context.threads().get().min(batch.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(incoming) = batch.get(at) else { break };
                    if let Some(read) = read_one(context, catalogue, incoming, known).transpose() {
                        done.lock()
                            .unwrap_or_else(std::sync::PoisonError::into_inner)
                            .push((at, read));
                    }
                }
            });
        }
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    let read = done
        .into_iter()
        .map(|(_, read)| read)
        .collect::<Result<Vec<_>, _>>()?;
    context.raw_files.sync()?;
    Ok(read)
}

fn read_one(
    context: &Context,
    catalogue: &Catalogue,
    incoming: &Incoming,
    known: &HashSet<String>,
) -> Result<Option<ReadFile>, PipelineError> {
    let bytes = match std::fs::read(&incoming.path) {
        Ok(bytes) => bytes,
        // Taken away between listing and reading: it is the source's business, the next run sees what is there.
        Err(error)
            if error.kind() == std::io::ErrorKind::NotFound
                && incoming.source.as_str() != "main" =>
        {
            return Ok(None);
        }
        Err(source) => {
            return Err(PipelineError::File {
                path: incoming.path.clone(),
                source,
            });
        }
    };
    let hash = crate::store::raw_files::RawFiles::hash(&bytes);
    if known.contains(&hash.to_string()) {
        return Ok(None);
    }
    context.raw_files.keep(&bytes)?;
    let book = context.reader.read(&incoming.name, &bytes);
    let interpretation = book.map(|book| interpret(&book, &incoming.name, catalogue));
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok(Some(ReadFile {
        incoming: incoming.clone(),
        hash,
        size,
        interpretation,
    }))
}

/// Takes read files into the store.
struct Taker<'a> {
    context: &'a Context,
    books: Vec<RuleBook<'a>>,
    registers: Vec<HashMap<SubjectId, SubjectInfo>>,
    histories: HashMap<(usize, Period), History>,
    report: &'a mut IngestReport,
}

/// A return that belongs to a subject and a period.
struct Placed {
    arrival: i64,
    received_on: NaiveDate,
    subject: SubjectId,
    read: ReadReturn,
}

impl Taker<'_> {
    /// One transaction per batch: after a crash a file is either wholly in the store or comes again.
    async fn take(&mut self, files: Vec<ReadFile>) -> Result<(), PipelineError> {
        let mut transaction = self.context.store.begin().await?;
        // By kind and period, oldest first, so that each period's rules see the accepted returns of the earlier ones.
        let mut placed: BTreeMap<(usize, Period), Vec<Placed>> = BTreeMap::new();
        for file in files {
            let (arrival, returns) = self.place(file);
            let Some(id) = arrivals::record(&mut transaction, &arrival, self.context.now).await?
            else {
                continue;
            };
            self.report.files_new += 1;
            let received_on = arrival
                .received_at
                .with_timezone(&self.context.zone)
                .date_naive();
            for (kind, subject, period, read) in returns {
                placed.entry((kind, period)).or_default().push(Placed {
                    arrival: id,
                    received_on,
                    subject,
                    read,
                });
            }
        }
        for ((kind, period), group) in placed {
            let registers = &self.registers;
            let column = self.books[kind]
                .kind
                .register
                .column(ColumnRole::Theme)
                .map(|c| c.id.as_str().to_owned());
            let theme_of = |id: &SubjectId| {
                registers[kind]
                    .get(id)?
                    .text(column.as_deref()?)
                    .map(str::to_owned)
            };
            if !self.histories.contains_key(&(kind, period)) {
                let history =
                    History::load(&mut transaction, &self.books[kind], period, theme_of).await?;
                self.histories.insert((kind, period), history);
            }
            let checked = self.check(kind, period, &group)?;
            for (placed, checked) in group.iter().zip(&checked) {
                self.count(checked);
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
                };
                returns::append(&mut transaction, &new).await?;
            }
            // What later periods know of this one has changed.
            self.histories
                .retain(|(k, p), _| *k != kind || *p <= period);
        }
        transaction
            .commit()
            .await
            .map_err(crate::store::StoreError::from)?;
        Ok(())
    }

    fn check(
        &self,
        kind: usize,
        period: Period,
        group: &[Placed],
    ) -> Result<Vec<Checked>, PipelineError> {
        let nothing: BTreeMap<FieldId, Value> = BTreeMap::new();
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

    /// The arrival of a file, and its returns that belong to a subject and a period.
    fn place(&mut self, file: ReadFile) -> (Arrival, Vec<(usize, SubjectId, Period, ReadReturn)>) {
        let mut arrival = Arrival {
            hash: file.hash,
            source: file.incoming.source.to_string(),
            name: file.incoming.name.clone(),
            size: file.size,
            received_at: file.incoming.received_at,
            outcome: Outcome::Read,
            findings: Vec::new(),
        };
        let mut placed: Vec<(usize, SubjectId, Period, ReadReturn)> = Vec::new();
        match file.interpretation {
            Err(finding) => {
                tracing::info!(file = %arrival.hash, code = finding.code.as_str(), "a file cannot be read");
                self.report.files_refused.push(finding.clone());
                arrival.outcome = Outcome::Refused;
                arrival.findings.push(finding);
            }
            Ok(interpretation) => {
                arrival.findings = interpretation.findings;
                let received_on = arrival
                    .received_at
                    .with_timezone(&self.context.zone)
                    .date_naive();
                for mut read in interpretation.returns {
                    match self.belongs(&mut read, received_on) {
                        Ok((kind, subject, period)) => placed.push((kind, subject, period, read)),
                        Err(finding) => arrival.findings.push(*finding),
                    }
                }
                arrival.findings.extend(twice(&placed));
                let grave = arrival
                    .findings
                    .iter()
                    .filter(|f| f.severity > Severity::Info);
                self.report.unplaced.extend(grave.cloned());
                if placed.is_empty() {
                    arrival.outcome = Outcome::NoReturn;
                }
            }
        }
        (arrival, placed)
    }

    /// The kind, subject and period of a return; what is assumed is said in its findings.
    fn belongs(
        &self,
        read: &mut ReadReturn,
        received_on: NaiveDate,
    ) -> Result<(usize, SubjectId, Period), Box<Finding>> {
        let error = |code| Box::new(Finding::error(code, read.place.clone()));
        let Some(at) = self.books.iter().position(|b| b.kind.id == read.kind) else {
            return Err(error(FindingCode::NoQuestionnaire));
        };
        let kind = self.books[at].kind;
        let subject = read
            .subject
            .clone()
            .ok_or_else(|| error(FindingCode::SubjectMissing))?;
        let Some(info) = self.registers[at].get(&subject) else {
            let near = nearest(
                subject.as_str(),
                self.registers[at].keys().map(SubjectId::as_str),
            );
            let finding = error(FindingCode::SubjectUnknown).found(subject.as_str());
            return Err(Box::new(
                finding.with("suggestion", near.unwrap_or_default()),
            ));
        };
        let period = match read.period {
            Some(period) if period.granularity() == kind.period => period,
            Some(other) => {
                let assumed = other.latest_within(kind.period);
                let assumed = assumed.ok_or_else(|| {
                    Box::new(error(FindingCode::PeriodUnreadable).found(other.written()))
                })?;
                read.findings.push(missing_period(&read.place, assumed));
                assumed
            }
            // A period that was written and not understood is already an error of the reading.
            None => {
                let assumed = Period::last_closed(received_on, kind.period);
                let assumed = assumed.ok_or_else(|| error(FindingCode::PeriodMissing))?;
                if !read
                    .findings
                    .iter()
                    .any(|f| f.code == FindingCode::PeriodUnreadable)
                {
                    read.findings.push(missing_period(&read.place, assumed));
                }
                assumed
            }
        };
        let current = self.books[at].questionnaire.version;
        if let Some(version) = read.version.filter(|v| *v < current) {
            let old = Finding::info(FindingCode::QuestionnaireOld, read.place.clone());
            read.findings
                .push(old.with("version", version).with("current", current));
        }
        if !info.is_expected(&kind.expectation, period, None) {
            let finding = Finding::warning(FindingCode::PeriodUnexpected, read.place.clone());
            read.findings.push(finding.found(period.written()));
        }
        Ok((at, subject, period))
    }
}

fn missing_period(place: &Place, assumed: Period) -> Finding {
    Finding::warning(FindingCode::PeriodMissing, place.clone()).with("assumed", assumed.written())
}

/// Returns of one file for one subject and period: all are kept, the last one counts.
fn twice(placed: &[(usize, SubjectId, Period, ReadReturn)]) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let repeated = placed
        .iter()
        .filter(|(kind, subject, period, _)| !seen.insert((*kind, subject, *period)));
    repeated
        .map(|(_, subject, _, read)| {
            Finding::warning(FindingCode::ReturnTwiceInFile, read.place.clone())
                .found(subject.as_str())
        })
        .collect()
}

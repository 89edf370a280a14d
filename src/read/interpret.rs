//! Cells to returns: which questionnaire a file answers, where, and what each answer says.

use std::collections::BTreeMap;

use crate::framework::Language;
use crate::model::{
    Answer, CellRef, FieldId, Finding, FindingCode, FormIdentity, KindId, Period, Place,
    ReadReturn, SubjectId,
};

use super::catalogue::{Catalogue, Name};
use super::page::{Fit, Layout, Page};
use super::raw::{RawBook, RawCell};
use super::table::{self, CellsLeft};
use super::value::{self, Expected, understand};
use super::{form, ours};

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Interpretation {
    /// The returns in it, in the order of its sheets and rows.
    pub returns: Vec<ReadReturn>,
    /// What is to be said about the file as a whole, its header rows included.
    pub findings: Vec<Finding>,
}

/// Fewer names than this are a coincidence, unless the questionnaire hardly has more.
const FEWEST_NAMES: usize = 3;

/// Names that we do not know, and those that stand again, are pointed out one by one up to here: whoever has more has another
/// questionnaire.
pub(super) const MOST_STRANGERS: usize = 20;

/// Finds the returns in a file. Forms on several sheets that are about one subject are one return. Of tables, no more
/// is read than `most_cells` in the whole file, each row counted as a whole questionnaire: without a bound, a file of 200 kB would
/// hold a gigabyte here.
pub fn interpret(
    book: &RawBook,
    file_name: &str,
    catalogue: &Catalogue,
    most_cells: usize,
) -> Interpretation {
    let claim = ours::claim(book);
    let pages: Vec<Page<'_>> = book
        .sheets
        .iter()
        .filter(|sheet| !ours::is_hidden_sheet(sheet))
        .map(|sheet| Page::new(file_name, sheet, catalogue))
        .collect();
    let mut result = Interpretation {
        returns: Vec::new(),
        findings: book.findings.clone(),
    };
    if let Some(claim) = &claim
        && let Some(identity) = &claim.identity
        && let Some(mut draft) = ours::read(&pages, catalogue, identity)
    {
        draft.identify(identity);
        let place = draft.place.clone();
        result.conclude(catalogue, draft, &place);
    } else {
        let left = CellsLeft::new(most_cells);
        guess(&pages, catalogue, left, &mut result);
    }
    for read in &mut result.returns {
        read.form.clone_from(&claim);
    }
    if result.returns.is_empty() {
        result.findings.push(Finding::error(
            FindingCode::NoQuestionnaire,
            Place::file(file_name),
        ));
    }
    result
}

impl Interpretation {
    /// About how much memory it takes until it is in the store, in answers: a finding takes as much as one, and a return some twenty
    /// without any.
    pub fn weight(&self) -> usize {
        let of_return = |read: &ReadReturn| 20 + read.answers.len() + read.findings.len();
        self.findings.len() + self.returns.iter().map(of_return).sum::<usize>()
    }

    /// Adds the return of a form, with what it lacks.
    fn conclude(&mut self, catalogue: &Catalogue, draft: Draft, place: &Place) {
        let absent = draft.absent(catalogue, place);
        let csv = place.sheet.is_none();
        let mut read = draft.finish(catalogue, csv);
        read.findings.extend(absent);
        self.returns.push(read);
    }
}

/// Finds the returns in sheets that may be anybody's.
fn guess(
    pages: &[Page<'_>],
    catalogue: &Catalogue,
    mut left: CellsLeft,
    result: &mut Interpretation,
) {
    let found = matches(pages, catalogue);
    // Where one form has a titled column of answers, sheets without one only describe the fields.
    let titled = |page: &Page<'_>, kind, fit: &Fit| match fit.layout {
        Layout::Form { column } => form::titled_values(page, kind, column).is_some(),
        Layout::Table { .. } => true,
    };
    let some_titled = found
        .iter()
        .any(|(page, kind, fit)| titled(page, *kind, fit));
    let mut forms: Vec<Draft> = Vec::new();
    for (page, kind, fit) in &found {
        match fit.layout {
            Layout::Table { row } => {
                let (drafts, findings) = table::read(page, catalogue, *kind, row, &mut left);
                result.findings.extend(findings);
                result.findings.extend(
                    drafts
                        .first()
                        .into_iter()
                        .flat_map(|d| d.absent(catalogue, &page.place(None))),
                );
                result.returns.extend(
                    drafts
                        .into_iter()
                        .map(|d| d.finish(catalogue, page.sheet.name.is_empty())),
                );
            }
            Layout::Form { column } => {
                if !some_titled || titled(page, *kind, fit) {
                    join(
                        catalogue,
                        &mut forms,
                        form::read(page, catalogue, *kind, column),
                    );
                }
            }
        }
    }
    for draft in forms {
        let place = draft.place.clone();
        result.conclude(catalogue, draft, &place);
    }
}

/// The pages that answer a questionnaire, each with its kind and layout.
fn matches<'p, 'b>(
    pages: &'p [Page<'b>],
    catalogue: &Catalogue,
) -> Vec<(&'p Page<'b>, usize, Fit)> {
    let kinds = 0..catalogue.entries.len();
    let looked_at = || pages.iter().filter(|page| !page.explains());
    // Short sections may look like several kinds: the workbook as a whole decides between them.
    let totals: Vec<usize> = kinds
        .clone()
        .map(|kind| {
            looked_at()
                .filter_map(|p| p.fit(kind))
                .map(|fit| fit.found)
                .sum()
        })
        .collect();
    let enough = |kind: usize, found: usize| {
        let fields = catalogue
            .entries
            .get(kind)
            .map_or(0, |e| e.questionnaire.fields.len());
        found >= FEWEST_NAMES.min(fields.max(1))
    };
    let best = |page: &'p Page<'b>| {
        let fits = kinds
            .clone()
            .filter_map(|kind| page.fit(kind).map(|fit| (kind, fit)));
        let (kind, fit) = fits.max_by_key(|(kind, fit)| {
            (
                fit.found,
                totals.get(*kind).copied(),
                std::cmp::Reverse(*kind),
            )
        })?;
        // A section of two questions is enough in a workbook that is a form elsewhere.
        let total = totals.get(kind).copied().unwrap_or(0);
        (enough(kind, fit.found) || (fit.found >= 2 && total >= 2 * FEWEST_NAMES))
            .then_some((page, kind, fit))
    };
    looked_at().filter_map(best).collect()
}

/// Adds a form to the return it belongs to: the same subject and period, or none of its own.
fn join(catalogue: &Catalogue, forms: &mut Vec<Draft>, draft: Draft) {
    let same = |form: &&mut Draft| {
        let agrees = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        form.kind == draft.kind
            && agrees(&form.subject, &draft.subject)
            && agrees(&form.period, &draft.period)
    };
    match forms.iter_mut().rev().find(same) {
        Some(form) => form.merge(catalogue, draft),
        None => forms.push(draft),
    }
}

/// A return while it is being put together.
pub(super) struct Draft {
    kind: usize,
    kind_id: KindId,
    place: Place,
    subject: Option<String>,
    period: Option<String>,
    period_place: Option<Place>,
    version: Option<u32>,
    answers: BTreeMap<FieldId, ours::Noted>,
    /// The boxes of choices, by their field's index.
    ticks: BTreeMap<usize, Vec<ours::Tick>>,
    language: Language,
    hidden: Vec<Place>,
    /// How many names that stand again were pointed out.
    repeated: usize,
    pub(super) findings: Vec<Finding>,
}

impl Draft {
    pub(super) fn new(catalogue: &Catalogue, kind: usize, place: Place) -> Self {
        let kind_id = catalogue
            .entries
            .get(kind)
            .map_or_else(|| KindId::new(""), |entry| entry.kind.clone());
        Self {
            kind,
            kind_id,
            place,
            subject: None,
            period: None,
            period_place: None,
            version: None,
            answers: BTreeMap::new(),
            ticks: BTreeMap::new(),
            language: Language::default(),
            hidden: Vec::new(),
            repeated: 0,
            findings: Vec::new(),
        }
    }

    /// A questionnaire of ours says better which one it is than what may be typed into it.
    fn identify(&mut self, identity: &FormIdentity) {
        self.subject = Some(identity.subject.to_string());
        self.period = Some(identity.period.to_string());
        self.version = Some(identity.version);
        self.language = Language::from_code(&identity.language).unwrap_or_default();
    }

    /// Takes what a cell says of a name; an absent cell is an empty answer.
    pub(super) fn take(
        &mut self,
        catalogue: &Catalogue,
        name: Name,
        cell: Option<&RawCell>,
        place: Place,
    ) {
        let shown = cell
            .map(|cell| value::clean(&cell.value.shown()))
            .filter(|text| !text.is_empty());
        match name {
            Name::Known => {}
            Name::Subject => self.subject = shown,
            Name::Period => {
                self.period = shown;
                self.period_place = Some(place);
            }
            Name::Version => {
                let digits = shown.map(|text| {
                    text.chars()
                        .filter(char::is_ascii_digit)
                        .take(6)
                        .collect::<String>()
                });
                self.version = digits.and_then(|d| d.parse().ok());
            }
            Name::Choice(index, choice) => {
                let ticks = self.ticks.entry(index).or_default();
                ticks.extend(cell.map(|cell| ours::Tick {
                    choice,
                    raw: cell.value.clone(),
                    place,
                }));
            }
            Name::Field(index) => {
                let Some(field) = catalogue.field(self.kind, index) else {
                    return;
                };
                let Some(cell) = cell else {
                    let answer = Answer {
                        raw: String::new(),
                        value: None,
                        place,
                    };
                    self.answers.insert(field.id.clone(), (answer, Vec::new()));
                    return;
                };
                let understood = understand(Expected::from(field), &cell.value, cell.flags.percent);
                let raw = cell.value.shown();
                if cell.flags.hidden && !cell.value.is_blank() {
                    self.hidden.push(place.clone());
                }
                if cell.flags.merged && !cell.value.is_blank() {
                    let finding =
                        Finding::info(FindingCode::MergedCell, place.clone()).on(&field.id);
                    self.findings.push(finding.found(&raw));
                }
                let answer = Answer {
                    raw,
                    value: understood.value,
                    place,
                };
                self.answers
                    .insert(field.id.clone(), (answer, understood.remarks));
            }
        }
    }

    /// Says that a field stands twice; the first one counts.
    pub(super) fn twice(
        &mut self,
        catalogue: &Catalogue,
        name: Name,
        first: Place,
        other: CellRef,
    ) {
        if self.repeated == MOST_STRANGERS {
            return;
        }
        self.repeated += 1;
        let mut finding = Finding::warning(FindingCode::FieldTwice, first).with("other", other);
        if let Name::Field(index) = name
            && let Some(field) = catalogue.field(self.kind, index)
        {
            finding = finding.on(&field.id);
        }
        self.findings.push(finding);
    }

    /// Adds another sheet of the same return. Of a field that stands on both, the first that is answered counts.
    pub(super) fn merge(&mut self, catalogue: &Catalogue, other: Self) {
        for (field, ticks) in other.ticks {
            self.ticks.entry(field).or_default().extend(ticks);
        }
        self.subject = self.subject.take().or(other.subject);
        if self.period.is_none() {
            (self.period, self.period_place) = (other.period, other.period_place);
        }
        self.version = self.version.or(other.version);
        self.hidden.extend(other.hidden);
        self.findings.extend(other.findings);
        for (id, answer) in other.answers {
            let (kept_raw, kept_place) = match self.answers.get(&id) {
                Some((kept, _)) => (kept.raw.trim().to_owned(), kept.place.clone()),
                None => (String::new(), Place::default()),
            };
            if kept_raw.is_empty() {
                self.answers.insert(id, answer);
            } else if !answer.0.raw.trim().is_empty()
                && let Some(cell) = answer.0.place.cell
                && let Some(index) = catalogue
                    .field_ids(self.kind)
                    .position(|field| *field == id)
            {
                self.twice(catalogue, Name::Field(index), kept_place, cell);
            }
        }
    }

    /// The fields of the questionnaire that the file does not have.
    fn absent(&self, catalogue: &Catalogue, place: &Place) -> Vec<Finding> {
        let missing = catalogue
            .field_ids(self.kind)
            .enumerate()
            .filter(|(at, id)| {
                !self.answers.contains_key(id.as_str()) && !self.ticks.contains_key(at)
            })
            .map(|(_, id)| id);
        missing
            .map(|id| Finding::info(FindingCode::FieldAbsent, place.clone()).on(id))
            .collect()
    }

    /// The return. In a csv every number is text, which is not worth a remark.
    fn finish(mut self, catalogue: &Catalogue, csv: bool) -> ReadReturn {
        for (index, ticks) in std::mem::take(&mut self.ticks) {
            if let Some(field) = catalogue.field(self.kind, index) {
                let written = self.answers.remove(&field.id);
                let whole = ours::ticked(field, written, &ticks, self.language);
                self.answers.extend(whole.map(|w| (field.id.clone(), w)));
            }
        }
        let mut findings = self.findings;
        let mut answers = BTreeMap::new();
        for (id, (answer, remarks)) in self.answers {
            let worth =
                |remark: &&value::Remark| !(csv && remark.code == FindingCode::NumberAsText);
            findings.extend(
                remarks
                    .iter()
                    .filter(worth)
                    .map(|r| r.placed(&answer.place, &id, &answer.raw)),
            );
            answers.insert(id, answer);
        }
        if let Some(first) = self.hidden.first() {
            findings.push(
                Finding::info(FindingCode::HiddenCell, first.clone())
                    .with("count", self.hidden.len()),
            );
        }
        let period = self.period.as_ref().map(|text| text.parse::<Period>());
        if let (Some(Err(_)), Some(text)) = (&period, &self.period) {
            let place = self.period_place.unwrap_or_else(|| self.place.clone());
            findings.push(Finding::error(FindingCode::PeriodUnreadable, place).found(text));
        }
        ReadReturn {
            kind: self.kind_id,
            subject: self.subject.map(SubjectId::new),
            period: period.and_then(Result::ok),
            version: self.version,
            form: None,
            place: self.place,
            answers,
            findings,
        }
    }
}

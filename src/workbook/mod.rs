//! Workbooks: the dashboard that officers open first, and the questionnaires that holders fill in (a room of their own, `form`).
//!
//! Takes a [`View`] (figures, rows, words) and what the store knows of the returns, gives the bytes of an Excel workbook:
//! a printed summary, every indicator, a sheet for each kind of subject, the returns and their quality, the figures as
//! data, and a dictionary. The same view gives the same bytes.
//!
//! Every figure of the dashboard is a number that was computed elsewhere; there is no formula, so nothing is left to compute when the file
//! is opened, and a text from outside is never more than a text. What only the team may see (`confidentiel`) stays out.
//! Sheets that grow with the subjects are written row by row, without keeping their cells in memory.

mod charts;
mod claims;
mod data;
mod dictionary;
mod error;
mod figures;
mod form;
mod grid;
mod indicators;
mod input;
mod look;
mod names;
mod page;
mod returns;
mod strip;
mod subjects;
mod summary;
mod territories;
#[cfg(test)]
mod tests;
mod trend;
mod words;

pub use error::WorkbookError;
pub use form::{FormRequest, FormSecret, questionnaire_workbook};
pub use input::{RefusedFile, ReturnsQuality, SubjectReturns};

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, Workbook};

use crate::evaluate::FollowUp;
use crate::model::ReturnStatus;
use crate::render::{KindView, View};
use crate::text::period_name;
use figures::Line;
use look::Look;
use names::{defined_name, one_line, sheet_name};
use words::Words;

/// What every sheet is written from.
struct Book<'v> {
    view: &'v View<'v>,
    returns: &'v ReturnsQuality,
    /// The direction it is about, where it is about one.
    perimeter: Option<&'v str>,
    words: Words<'v>,
    look: Look,
}

impl<'v> Book<'v> {
    /// What the store knows of an expected return.
    fn subject(&self, kind: &KindView<'_>, row: &FollowUp) -> Option<&'v SubjectReturns> {
        let key = (kind.id().clone(), row.subject.id.clone());
        self.returns.by_subject.get(&key)
    }

    /// The programme's name, and that of the direction it is about.
    fn programme(&self) -> String {
        let name = self.words.of(&self.view.framework.programme.name);
        match self.perimeter {
            Some(direction) => format!("{name} · {direction}"),
            None => name.to_owned(),
        }
    }

    /// What became of an expected return: accepted, to correct, or none where nothing came.
    fn status(&self, kind: &KindView<'_>, row: &FollowUp) -> Option<ReturnStatus> {
        if row.accepted {
            return Some(ReturnStatus::Accepted);
        }
        match self.subject(kind, row) {
            Some(known) => known.status,
            None => (row.exchanges > 0).then_some(ReturnStatus::ToCorrect),
        }
    }
}

/// Where each sheet stands in the workbook.
const SUMMARY: usize = 0;
const INDICATORS: usize = 1;
const TERRITORIES: usize = 2;
const TREND: usize = 3;
const KINDS: usize = 4;

/// The dashboard of a period, as the bytes of an Excel workbook. `perimeter` names the direction that it is about; the whole
/// programme, without one.
///
/// # Errors
/// When a sheet would need more rows than a spreadsheet holds, or the temporary folder is full.
pub fn dashboard(
    view: &View<'_>,
    returns: &ReturnsQuality,
    perimeter: Option<&str>,
) -> Result<Vec<u8>, WorkbookError> {
    let book = Book {
        view,
        returns,
        perimeter,
        words: Words::new(view),
        look: Look::new(),
    };
    let mut workbook = Workbook::new();
    workbook.set_default_format(&look::base(), 17, 64)?;
    workbook.set_properties(&properties(&book));
    let sheets = add_sheets(&mut workbook, &book)?;
    let mut taken = BTreeSet::new();
    let mut table = |prefix: &str, id: &str| defined_name(prefix, id, &mut taken);

    let main = view.main_kind();
    let all: Vec<Line<'_>> = main.map(|kind| figures::overall(kind)).unwrap_or_default();
    let shown = main.map(figures::headline).unwrap_or_default();
    let key_figures: Vec<Line<'_>> = all
        .into_iter()
        .filter(|line| shown.iter().any(|i| i.id == line.indicator.id))
        .collect();
    let drawn = trend::drawn(&key_figures);

    let places = indicators::write(workbook.worksheet_from_index(INDICATORS)?, &book)?;
    let ranked = territories::write(workbook.worksheet_from_index(TERRITORIES)?, &book, |id| {
        table("tab_territoires", id)
    })?;
    let trends = trend::write(
        workbook.worksheet_from_index(TREND)?,
        &book,
        &key_figures,
        |id| table("tab_evolution", id),
    )?;
    for (at, kind) in view.kinds.iter().enumerate() {
        let name = table("tab", kind.id().as_str());
        subjects::write(
            workbook.worksheet_from_index(KINDS + at)?,
            &book,
            kind,
            name,
        )?;
    }
    let after = KINDS + view.kinds.len();
    returns::write(workbook.worksheet_from_index(after)?, &book)?;
    data::write(workbook.worksheet_from_index(after + 1)?, &book)?;
    dictionary::write(workbook.worksheet_from_index(after + 2)?, &book)?;

    let level = main.and_then(figures::comparison_level);
    let bars = ranked
        .iter()
        .find(|r| Some(&r.level) == level.as_ref())
        .and_then(|r| {
            let label = main.map(|kind| level_label(&book, kind, &r.level));
            charts::returns(
                &book,
                &sheets[TERRITORIES],
                r,
                &label.unwrap_or_default(),
                summary::CHART,
            )
        });
    let line = drawn.and_then(|line| {
        let series = trends.of(main?.id(), &line.indicator.id)?;
        let target = trends
            .target
            .as_ref()
            .filter(|(indicator, _)| indicator == &line.indicator.id)
            .map(|(_, row)| *row);
        charts::trend(&book, &sheets[TREND], line, series, target, summary::CHART)
    });
    let content = summary::Content {
        trends: (&sheets[TREND], &trends),
        charts: bars.into_iter().chain(line).collect(),
    };
    summary::write(
        workbook.worksheet_from_index(SUMMARY)?,
        &book,
        &key_figures,
        &content,
    )?;
    define_names(&mut workbook, &sheets[INDICATORS], &places)?;
    Ok(workbook.save_to_buffer()?)
}

/// Adds the sheets in their order; gives their names. Those that grow with the subjects keep no cell in memory.
fn add_sheets(workbook: &mut Workbook, book: &Book<'_>) -> Result<Vec<String>, WorkbookError> {
    let words = &book.words;
    let mut taken = BTreeSet::new();
    let mut wanted: Vec<(String, bool)> = [
        "sheet-summary",
        "sheet-indicators",
        "sheet-territories",
        "sheet-trend",
    ]
    .map(|id| (words.say(id), false))
    .to_vec();
    let kinds = book.view.kinds.iter();
    wanted.extend(kinds.map(|kind| (words.of(&kind.plan.kind.label).to_owned(), true)));
    wanted.extend([
        (words.say("sheet-returns"), true),
        (words.say("sheet-data"), true),
        (words.say("sheet-dictionary"), false),
    ]);
    let mut names = Vec::with_capacity(wanted.len());
    for (label, grows) in wanted {
        let name = sheet_name(&label, &mut taken);
        let sheet = if grows {
            workbook.add_worksheet_with_constant_memory()?
        } else {
            workbook.add_worksheet()
        };
        sheet.set_name(&name)?;
        names.push(name);
    }
    Ok(names)
}

/// The name of a register column that figures are grouped by.
fn level_label(book: &Book<'_>, kind: &KindView<'_>, level: &str) -> String {
    let columns = &kind.plan.kind.register.columns;
    columns
        .iter()
        .find(|c| c.id.as_str() == level)
        .map_or(level, |c| book.words.of(&c.label))
        .to_owned()
}

/// A name for the value of each indicator, so that other workbooks can point at it wherever its row moves.
fn define_names(
    workbook: &mut Workbook,
    sheet: &str,
    places: &[(String, u32, u16)],
) -> Result<(), WorkbookError> {
    let mut taken = BTreeSet::new();
    let sheet = sheet.replace('\'', "''");
    for (id, row, column) in places {
        let name = defined_name("ind", id, &mut taken);
        let letters = crate::model::CellRef::column_name(u32::from(*column));
        workbook.define_name(name, &format!("='{sheet}'!${letters}${}", row + 1))?;
    }
    Ok(())
}

fn properties(book: &Book<'_>) -> DocProperties {
    let (view, words) = (book.view, &book.words);
    let programme = &view.framework.programme;
    let period = period_name(view.period, view.language);
    let title = words.tell("summary-title", &[("period", period.as_str().into())]);
    DocProperties::new()
        .set_title(one_line(&title, 250))
        .set_subject(one_line(&book.programme(), 250))
        .set_author(one_line(words.of(&programme.team), 250))
        .set_company(one_line(words.of(&programme.organisation), 250))
        .set_keywords(one_line(&period, 250))
        .set_creation_datetime(&view.today)
}

//! Workbooks: the dashboard that officers open first, and the questionnaires that holders fill in (a room of their own, `form`).
//!
//! Takes a [`View`] (figures, rows, words) and what the store knows of the returns, gives the bytes of a workbook, as Excel
//! and as OpenDocument have it: a printed summary, every indicator, a sheet for each dimension of the evaluation and for
//! each kind of subject, the returns and their quality, the figures as data, and a dictionary. What is put on a sheet is put
//! on it in each format (`sheet`), so that both say the same. The same view gives the same bytes.
//!
//! Totals and rates are formulas over the sheets of the kinds, made from the framework's own SQL (`live`), and each is written
//! with its result, which is bilan's figure: opened in a program that computes nothing, the workbook says the same. Figures
//! that a spreadsheet cannot work out stand as values, and a column says which. A text from outside is never more than a
//! text: it is no formula and no part of one. What only the team may see (`confidentiel`) stays out. Sheets that grow with
//! the subjects are written row by row, without keeping their cells in memory.

mod charts;
mod claims;
mod courses;
mod data;
mod dictionary;
mod dimensions;
mod drawing;
mod error;
mod figures;
mod form;
mod formula;
mod grid;
mod indicators;
mod input;
mod kind_table;
mod live;
mod look;
mod names;
mod ods;
mod page;
mod pages;
mod returns;
mod sheet;
mod strip;
mod style;
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

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::FollowUp;
use crate::framework::Dimension;
use crate::model::{IndicatorId, ReturnStatus, WorkbookFormat};
use crate::render::{KindView, View};
use figures::Line;
use kind_table::KindTable;
use live::Live;
use look::Look;
use names::defined_name;
use ods::Named;
use pages::Pages;
use words::Words;

/// What every sheet is written from.
struct Book<'v> {
    view: &'v View<'v>,
    returns: &'v ReturnsQuality,
    /// The direction it is about, where it is about one.
    perimeter: Option<&'v str>,
    words: Words<'v>,
    look: Look,
    /// The names of the cells that hold the values of indicators, and of the programme's constants.
    values: BTreeMap<IndicatorId, String>,
    parameters: BTreeMap<String, String>,
}

impl<'v> Book<'v> {
    fn new(view: &'v View<'v>, returns: &'v ReturnsQuality, perimeter: Option<&'v str>) -> Self {
        let mut taken = BTreeSet::new();
        let indicators = view.kinds.iter().flat_map(|k| &k.plan.indicators);
        let values = indicators
            .map(|i| (i.id.clone(), defined_name("ind", i.id.as_str(), &mut taken)))
            .collect();
        let parameters = view.framework.programme.parameters.iter();
        let parameters = parameters
            .map(|p| (p.id.clone(), defined_name("param", &p.id, &mut taken)))
            .collect();
        Self {
            view,
            returns,
            perimeter,
            words: Words::new(view),
            look: Look::new(),
            values,
            parameters,
        }
    }

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

    /// The name of the cell that holds an indicator's value.
    fn value_name(&self, indicator: &IndicatorId) -> Option<&str> {
        self.values.get(indicator).map(String::as_str)
    }

    /// The name of a constant of the programme.
    fn parameter_name(&self, id: &str) -> Option<&str> {
        self.parameters.get(id).map(String::as_str)
    }

    /// The dimensions that have indicators, in their order.
    fn dimensions(&self) -> Vec<Dimension> {
        let indicators = self.view.kinds.iter().flat_map(|k| &k.plan.indicators);
        let found: BTreeSet<Dimension> = indicators.map(|i| i.dimension).collect();
        found.into_iter().collect()
    }
}

/// The dashboard of a period, as the bytes of a workbook in each format, in the order of `formats`. `perimeter` names the
/// direction that it is about; the whole programme, without one.
///
/// # Errors
/// When a sheet would need more rows than a spreadsheet holds, or the temporary folder is full.
pub fn dashboard(
    view: &View<'_>,
    returns: &ReturnsQuality,
    perimeter: Option<&str>,
    formats: &[WorkbookFormat],
) -> Result<Vec<(WorkbookFormat, Vec<u8>)>, WorkbookError> {
    let book = Book::new(view, returns, perimeter);
    let mut pages = Pages::new(&book, formats)?;
    let mut taken = BTreeSet::new();
    let mut table = |prefix: &str, id: &str| defined_name(prefix, id, &mut taken);
    let tables: Vec<KindTable<'_>> = view
        .kinds
        .iter()
        .enumerate()
        .map(|(at, kind)| {
            let name = table("tab", kind.id().as_str());
            KindTable::new(&book, kind, pages.name(pages.kinds() + at), name)
        })
        .collect();
    let live: Vec<Live<'_, '_>> = tables.iter().map(|table| Live::new(&book, table)).collect();

    let main = view.main_kind();
    let all: Vec<Line<'_>> = main.map(|kind| figures::overall(kind)).unwrap_or_default();
    let shown = main.map(figures::headline).unwrap_or_default();
    let key_figures: Vec<Line<'_>> = all
        .into_iter()
        .filter(|line| shown.iter().any(|i| i.id == line.indicator.id))
        .collect();

    let places = indicators::write(&mut pages.sheet(pages::INDICATORS, &book), &book, &live)?;
    for (at, dimension) in book.dimensions().into_iter().enumerate() {
        let sheet = &mut pages.sheet(pages::DIMENSIONS + at, &book);
        dimensions::write(sheet, &book, dimension, &live, &mut table)?;
    }
    let territories = pages.territories();
    let ranked = territories::write(&mut pages.sheet(territories, &book), &book, &live, |id| {
        table("tab_territoires", id)
    })?;
    let trend = pages.territories() + 1;
    let trends = trend::write(&mut pages.sheet(trend, &book), &book, &key_figures, |id| {
        table("tab_evolution", id)
    })?;
    for ((at, kind), table) in (pages.kinds()..).zip(&view.kinds).zip(&tables) {
        subjects::write(&mut pages.sheet(at, &book), &book, kind, table)?;
    }
    let after = pages.kinds() + view.kinds.len();
    returns::write(&mut pages.sheet(after, &book), &book)?;
    data::write(&mut pages.sheet(after + 1, &book), &book)?;
    dictionary::write(&mut pages.sheet(after + 2, &book), &book)?;

    let charts = summary::charts(
        &book,
        &key_figures,
        (pages.name(territories), &ranked),
        (pages.name(trend), &trends),
    );
    let summary = &mut pages.sheet(pages::SUMMARY, &book);
    summary::write(summary, &book, &key_figures, &charts)?;

    let cells = places
        .into_iter()
        .filter_map(|(id, row, column)| Some((book.value_name(&id)?.to_owned(), row, column)))
        .map(|(name, row, column)| (name, Named::Cell(pages::INDICATORS, row, column)));
    let parameters = view.framework.programme.parameters.iter();
    let constants = parameters.filter_map(|p| {
        let value = Named::Constant(p.value.normalize().to_string());
        Some((book.parameter_name(&p.id)?.to_owned(), value))
    });
    let names: Vec<(String, Named)> = cells.chain(constants).collect();
    pages.finish(&book, &names)
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

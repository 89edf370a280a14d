//! The sheets of a workbook in their order, in each of its formats.

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, Workbook};

use super::names::{one_line, sheet_name};
use super::ods::{About, Named, OdsSheet, package};
use super::sheet::Sheet;
use super::{Book, WorkbookError, look, page};
use crate::framework::Language;
use crate::model::WorkbookFormat;
use crate::text::period_name;

/// Where the first sheets stand.
pub(super) const SUMMARY: usize = 0;
pub(super) const INDICATORS: usize = 1;
pub(super) const DIMENSIONS: usize = 2;

/// The longest text of a document's properties.
const PROPERTY: usize = 250;

/// A workbook being written.
pub(super) struct Pages {
    formats: Vec<WorkbookFormat>,
    names: Vec<String>,
    dimensions: usize,
    xlsx: Option<Workbook>,
    ods: Option<Vec<OdsSheet>>,
}

impl Pages {
    /// The empty sheets. Those that grow with the subjects keep no cell in memory.
    pub(super) fn new(book: &Book<'_>, formats: &[WorkbookFormat]) -> Result<Self, WorkbookError> {
        let words = &book.words;
        let dimensions = book.dimensions();
        let mut wanted = vec![
            (words.say("sheet-summary"), false),
            (words.say("sheet-indicators"), false),
        ];
        wanted.extend(dimensions.iter().map(|d| (words.dimension(*d), false)));
        wanted.extend(["sheet-territories", "sheet-trend"].map(|id| (words.say(id), false)));
        let kinds = book.view.kinds.iter();
        wanted.extend(kinds.map(|kind| (words.of(&kind.plan.kind.label).to_owned(), true)));
        wanted.extend([
            (words.say("sheet-returns"), true),
            (words.say("sheet-data"), true),
            (words.say("sheet-dictionary"), false),
        ]);
        let mut taken = BTreeSet::new();
        let sheets: Vec<(String, bool)> = wanted
            .into_iter()
            .map(|(label, grows)| (sheet_name(&label, &mut taken), grows))
            .collect();
        let mut xlsx = None;
        if formats.contains(&WorkbookFormat::Xlsx) {
            let mut workbook = Workbook::new();
            workbook.set_default_format(&look::base(), 17, 64)?;
            workbook.set_properties(&properties(book));
            for (name, grows) in &sheets {
                let sheet = if *grows {
                    workbook.add_worksheet_with_constant_memory()?
                } else {
                    workbook.add_worksheet()
                };
                sheet.set_name(name)?;
            }
            xlsx = Some(workbook);
        }
        let ods = formats.contains(&WorkbookFormat::Ods).then(|| {
            let sheets = sheets.iter();
            sheets
                .enumerate()
                .map(|(at, (name, grows))| OdsSheet::new(at, name, *grows))
                .collect()
        });
        Ok(Self {
            formats: formats.to_vec(),
            names: sheets.into_iter().map(|(name, _)| name).collect(),
            dimensions: dimensions.len(),
            xlsx,
            ods,
        })
    }

    /// The name of a sheet.
    pub(super) fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    /// Where the sheet of territories stands; that of trends follows.
    pub(super) const fn territories(&self) -> usize {
        DIMENSIONS + self.dimensions
    }

    /// Where the first sheet of a kind stands.
    pub(super) const fn kinds(&self) -> usize {
        self.territories() + 2
    }

    /// A sheet to write on.
    pub(super) fn sheet<'w>(&'w mut self, at: usize, book: &'w Book<'_>) -> Sheet<'w> {
        Sheet {
            name: self.names.get(at).map_or("", String::as_str),
            styles: &book.look.styles,
            xlsx: self
                .xlsx
                .as_mut()
                .and_then(|w| w.worksheet_from_index(at).ok()),
            ods: self.ods.as_mut().and_then(|sheets| sheets.get_mut(at)),
        }
    }

    /// The bytes of the workbook in each format, with the names that its formulas use.
    pub(super) fn finish(
        self,
        book: &Book<'_>,
        names: &[(String, Named)],
    ) -> Result<Vec<(WorkbookFormat, Vec<u8>)>, WorkbookError> {
        let (mut xlsx, mut ods) = (None, None);
        if let Some(mut workbook) = self.xlsx {
            for (name, named) in names {
                let said = match named {
                    Named::Constant(digits) => format!("={digits}"),
                    Named::Cell(sheet, row, column) => {
                        let sheet = self.names.get(*sheet).map_or("", String::as_str);
                        let sheet = sheet.replace('\'', "''");
                        let letters = crate::model::CellRef::column_name(u32::from(*column));
                        format!("='{sheet}'!${letters}${}", row + 1)
                    }
                };
                workbook.define_name(name, &said)?;
            }
            xlsx = Some(workbook.save_to_buffer()?);
        }
        if let Some(sheets) = self.ods {
            ods = Some(package(
                sheets,
                &book.look.styles.all(),
                names,
                &about(book),
            )?);
        }
        let bytes = |format: &WorkbookFormat| match format {
            WorkbookFormat::Xlsx => xlsx.take(),
            WorkbookFormat::Ods => ods.take(),
        };
        let made = self
            .formats
            .iter()
            .copied()
            .zip(self.formats.iter().map(bytes));
        Ok(made
            .filter_map(|(format, bytes)| Some((format, bytes?)))
            .collect())
    }
}

fn about(book: &Book<'_>) -> About {
    let (view, words) = (book.view, &book.words);
    let programme = &view.framework.programme;
    let period = period_name(view.period, view.language);
    let title = words.tell("summary-title", &[("period", period.as_str().into())]);
    About {
        title: one_line(&title, PROPERTY),
        subject: one_line(&book.programme(), PROPERTY),
        author: one_line(words.of(&programme.team), PROPERTY),
        keywords: one_line(&period, PROPERTY),
        day: view.today.to_string(),
        language: match view.language {
            Language::Fr => ("fr", "FR"),
            Language::En => ("en", "GB"),
        },
        page: page::page_words(view, words),
    }
}

fn properties(book: &Book<'_>) -> DocProperties {
    let about = about(book);
    let organisation = book.words.of(&book.view.framework.programme.organisation);
    DocProperties::new()
        .set_title(about.title)
        .set_subject(about.subject)
        .set_author(about.author)
        .set_company(one_line(organisation, PROPERTY))
        .set_keywords(about.keywords)
        .set_creation_datetime(&book.view.today)
}

//! One sheet of a form: what it is about, then its questions, each on a line.

use rust_xlsxwriter::{FormatAlign, FormatBorder, ProtectionOptions, Worksheet};

use crate::framework::{FieldType, Section};
use crate::text::period_name;

use super::super::WorkbookError;
use super::super::look::{BLUE, MUTED, PRIMARY, TINT, base};
use super::super::names::page_text;
use super::conditions::Translator;
use super::corrections::Corrections;
use super::plan::{ANSWER, CHECK, CODE, HEADER, Line, QUESTION};
use super::{FormRequest, Words};

/// The widths of the columns from the question on, in characters.
const WIDTHS: [f64; 5] = [44.0, 27.0, 9.0, 16.0, 36.0];
/// The height of a line of text, in pixels.
pub(super) const LINE_HEIGHT: u32 = 17;

/// Writes the sheets of a form.
pub(super) struct Writer<'a> {
    pub(super) request: &'a FormRequest<'a>,
    pub(super) words: Words,
    pub(super) corrections: &'a Corrections<'a>,
    pub(super) translator: Translator<'a>,
}

impl Writer<'_> {
    /// Writes a sheet.
    pub(super) fn write(&self, sheet: &mut Worksheet) -> Result<(), WorkbookError> {
        let Some(plan) = self.translator.plan.sheets.get(self.translator.home) else {
            return Ok(());
        };
        // A formula that says nothing: without this its result would be kept as 0.
        sheet.set_name(&plan.name)?.set_formula_result_default("");
        sheet.set_column_width(CODE, 12)?.set_column_hidden(CODE)?;
        for (column, width) in (QUESTION..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        self.head(sheet)?;
        self.header(sheet)?;
        let mut last = HEADER;
        for (row, line) in &plan.lines {
            last = *row;
            match line {
                Line::Section(number, section) => self.section(sheet, *row, *number, section)?,
                Line::Question(index) => self.question(sheet, *row, *index)?,
                Line::Tick(index, choice) => self.tick(sheet, *row, *index, *choice)?,
            }
        }
        self.dress(sheet, last)?;
        if let Some((row, column)) = self.first_cell() {
            sheet.set_selection(row, column, row, column)?;
        }
        Ok(())
    }

    fn header(&self, sheet: &mut Worksheet) -> Result<(), WorkbookError> {
        let format = base()
            .set_bold()
            .set_font_color(rust_xlsxwriter::Color::White)
            .set_background_color(BLUE)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_indent(1);
        sheet.set_row_height_pixels(HEADER, 24)?;
        let titles = [
            "column-question",
            "column-answer",
            "column-unit",
            "column-previous",
            "column-check",
        ];
        for (column, id) in (QUESTION..).zip(titles) {
            sheet.write_string_with_format(HEADER, column, self.words.say(id), &format)?;
        }
        Ok(())
    }

    fn section(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        number: usize,
        section: &Section,
    ) -> Result<(), WorkbookError> {
        let whole = base()
            .set_background_color(TINT)
            .set_border_top(FormatBorder::Medium)
            .set_border_top_color(PRIMARY)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap()
            .set_indent(1);
        let title = base().set_bold().set_font_size(11).set_font_color(PRIMARY);
        let hint = base().set_font_size(9).set_font_color(MUTED);
        let name = format!("{number}. {}", self.words.of(&section.label));
        let told = section.hint.as_ref().map(|hint| self.words.of(hint));
        sheet.set_row_height_pixels(row, 28)?;
        sheet.merge_range(row, QUESTION, row, CHECK, "", &whole)?;
        match told.filter(|told| !told.is_empty()) {
            Some(told) => {
                let after = format!("   {told}");
                let parts = [(&title, name.as_str()), (&hint, after.as_str())];
                sheet.write_rich_string_with_format(row, QUESTION, &parts, &whole)?;
            }
            None => {
                let whole = whole.set_bold().set_font_size(11).set_font_color(PRIMARY);
                sheet.write_string_with_format(row, QUESTION, name, &whole)?;
            }
        }
        Ok(())
    }

    /// The first cell to correct, else the first one to fill in.
    fn first_cell(&self) -> Option<(u32, u16)> {
        let fields = self.request.questionnaire.fields.iter();
        let spots = self.translator.plan.spots.iter();
        let mut here = fields
            .zip(spots)
            .filter(|(_, spot)| spot.sheet == self.translator.home)
            .map(|(field, spot)| {
                let box_first = u32::from(field.type_ == FieldType::Choices);
                (
                    spot.row + box_first,
                    !self.corrections.of(&field.id).is_empty(),
                )
            });
        let first = here.next()?;
        let wrong = std::iter::once(first).chain(here).find(|(_, wrong)| *wrong);
        Some((wrong.unwrap_or(first).0, ANSWER))
    }

    /// Protection, print and sight.
    fn dress(&self, sheet: &mut Worksheet, last: u32) -> Result<(), WorkbookError> {
        let request = self.request;
        let name = page_text(&format!(
            "{} – {}",
            request.subject.id,
            self.words.of(&request.questionnaire.label)
        ));
        let period = page_text(&period_name(request.period, request.language));
        let team = page_text(self.words.of(&request.programme.team));
        sheet
            .protect_with_options(&ProtectionOptions {
                format_columns: true,
                format_rows: true,
                ..ProtectionOptions::new()
            })
            .set_paper_size(9)
            .set_portrait()
            .set_margins(0.45, 0.45, 0.65, 0.6, 0.3, 0.3)
            // The space ends the size of the letters.
            .set_header(format!("&L&8 {name}&R&8 {period}"))
            .set_footer(format!("&L&8 {team}&R&8 &P / &N"))
            .set_print_fit_to_pages(1, 0)
            .set_screen_gridlines(false)
            .set_tab_color(PRIMARY);
        sheet
            .set_print_area(0, QUESTION, last, CHECK)?
            .set_repeat_rows(HEADER, HEADER)?
            .set_freeze_panes(HEADER + 1, 0)?;
        Ok(())
    }
}

/// The lines that a text takes where `room` characters fit on one.
pub(super) fn lines_of(text: &str, room: usize) -> u32 {
    let lines = text
        .lines()
        .map(|line| line.chars().count().div_ceil(room).max(1));
    u32::try_from(lines.sum::<usize>().max(1)).unwrap_or(1)
}

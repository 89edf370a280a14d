//! One sheet of a form: what it is about, then its questions, each on a line.

use rust_xlsxwriter::{
    ConditionalFormatFormula, Format, FormatAlign, FormatBorder, Formula, Note, ProtectionOptions,
    Worksheet,
};

use crate::framework::{ColumnRole, Field, FieldType, Privacy, Section};
use crate::model::CellRef;
use crate::read::choice_code;
use crate::text::{Arg, period_name};

use super::super::WorkbookError;
use super::super::look::{BLUE, LINE, MUTED, PRIMARY, TINT, Tone, base};
use super::super::names::{cell_text, one_line, page_text};
use super::super::words::role_name;
use super::conditions::{LONGEST_FORMULA, Translator, quoted};
use super::corrections::Corrections;
use super::plan::{ANSWER, CHECK, CODE, HEADER, Line, PREVIOUS, QUESTION, UNIT};
use super::{FormRequest, Words, answer, hidden, progress, validation};

/// The widths of the columns from the question on, in characters.
const WIDTHS: [f64; 5] = [44.0, 27.0, 9.0, 16.0, 36.0];
/// Characters that fit on a line of the columns of questions and of remarks.
const QUESTION_LINE: usize = 42;
const CHECK_LINE: usize = 40;
/// The height of a line of text, in pixels.
const LINE_HEIGHT: u32 = 17;

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

    /// What the form is about, and how far it is.
    fn head(&self, sheet: &mut Worksheet) -> Result<(), WorkbookError> {
        let (request, words) = (self.request, &self.words);
        let label = base()
            .set_font_color(MUTED)
            .set_align(FormatAlign::VerticalCenter);
        let known = base()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::VerticalCenter);
        let title = base()
            .set_bold()
            .set_font_size(14)
            .set_font_color(PRIMARY)
            .set_align(FormatAlign::VerticalCenter);
        let code = base().set_font_color(MUTED);
        sheet.set_row_height_pixels(0, 30)?;
        sheet.merge_range(
            0,
            QUESTION,
            0,
            CHECK,
            &cell_text(words.of(&request.questionnaire.label)),
            &title,
        )?;
        let register = &request.kind.register;
        let id = register.column(ColumnRole::Id);
        let period = period_name(request.period, request.language);
        let singular = words.of(&request.kind.singular);
        let lines = [
            (
                id.map_or("", |c| c.id.as_str()),
                id.map_or(singular, |c| words.of(&c.label)).to_owned(),
                request.subject.id.to_string(),
            ),
            (
                register
                    .column(ColumnRole::Title)
                    .map_or("", |c| c.id.as_str()),
                register
                    .column(ColumnRole::Title)
                    .map_or(singular, |c| words.of(&c.label))
                    .to_owned(),
                one_line(&request.subject.title, 200),
            ),
            ("periode", words.say("period"), period),
        ];
        for (row, (key, name, text)) in (1..).zip(&lines) {
            sheet.set_row_height_pixels(row, lines_of(text, 80) * LINE_HEIGHT + 5)?;
            sheet.write_string_with_format(row, CODE, *key, &code)?;
            sheet.write_string_with_format(row, QUESTION, cell_text(name), &label)?;
            sheet.merge_range(row, ANSWER, row, CHECK, &cell_text(text), &known)?;
        }
        if let Some(about) = self.about() {
            let (row, title) = (2, one_line(&request.subject.title, 200));
            let height = (lines_of(&title, 80) + lines_of(&about, 90)) * LINE_HEIGHT + 5;
            let about = format!("\n{about}");
            let quiet = base().set_font_size(9).set_font_color(MUTED);
            let parts = [
                (&base().set_bold(), title.as_str()),
                (&quiet, about.as_str()),
            ];
            sheet.set_row_height_pixels(row, height)?;
            sheet.write_rich_string_with_format(row, ANSWER, &parts, &known)?;
        }
        self.state(sheet, &known)
    }

    /// The count of necessary answers, and what is asked.
    fn state(&self, sheet: &mut Worksheet, known: &Format) -> Result<(), WorkbookError> {
        let row = HEADER - 1;
        let words = &self.words;
        if let Some((formula, now)) = progress::formula(&self.translator, words) {
            let label = base().set_bold().set_align(FormatAlign::VerticalCenter);
            sheet.write_string_with_format(row, QUESTION, words.say("progress-label"), &label)?;
            let formula = Formula::new(formula).set_result(now);
            sheet.write_formula_with_format(row, ANSWER, formula, known)?;
        }
        let (text, tone) = self.asked();
        let format = base()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_font_color(tone.colour());
        let height = lines_of(&text, 54) * LINE_HEIGHT + 6;
        sheet.set_row_height_pixels(row, height.max(24))?;
        sheet.merge_range(row, UNIT, row, CHECK, &cell_text(&text), &format)?;
        Ok(())
    }

    /// Where to write, or which cells to correct.
    fn asked(&self) -> (String, Tone) {
        let fields = self.request.questionnaire.fields.iter().enumerate();
        let cells: Vec<String> = fields
            .filter(|(_, field)| !self.corrections.of(&field.id).is_empty())
            .filter_map(|(index, _)| self.translator.plan.cell(index))
            .collect();
        if cells.is_empty() && self.corrections.general.is_empty() {
            return (self.words.say("where-to-write"), Tone::Quiet);
        }
        let count = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        let general = self.corrections.general.iter().map(|point| point.lines());
        let mut parts = Vec::new();
        if count > 0 {
            let args = [
                ("count", Arg::from(f64::from(count))),
                ("cells", cells.join(", ").into()),
            ];
            parts.push(self.words.tell("cells-to-correct", &args));
        }
        parts.extend(general.map(|text| text.replace('\n', " ")));
        (parts.join("\n"), Tone::Bad)
    }

    /// What the register says of the subject besides its title: edition, theme, place.
    fn about(&self) -> Option<String> {
        let request = self.request;
        let columns = request.kind.register.columns.iter();
        let told = columns
            .filter(|c| c.privacy == Privacy::Public && c.type_ == FieldType::Text)
            .filter(|c| !matches!(c.role, Some(ColumnRole::Id | ColumnRole::Title)));
        let told = told.filter_map(|column| {
            let text = request.subject.text(column.id.as_str())?;
            let name = role_name(request.programme, request.language, column.role, text);
            // What bears the name of the subject itself says nothing more.
            (name != request.subject.title).then(|| one_line(&name, 60))
        });
        let told: Vec<String> = told.take(6).collect();
        (!told.is_empty()).then(|| told.join(" · "))
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

    fn question(&self, sheet: &mut Worksheet, row: u32, index: usize) -> Result<(), WorkbookError> {
        let Some(field) = self.request.questionnaire.fields.get(index) else {
            return Ok(());
        };
        let words = &self.words;
        let line = base()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINE)
            .set_indent(1);
        let quiet = line.clone().set_font_color(MUTED).set_font_size(9);
        sheet.write_string_with_format(row, CODE, field.id.as_str(), &quiet)?;
        let asked = self.asking(sheet, row, field, &line)?;
        let long = answer::is_long(field);
        self.answer(sheet, row, index, field)?;
        if !long {
            let unit = field.unit.as_deref().unwrap_or_default();
            sheet.write_string_with_format(row, UNIT, unit, &quiet)?;
            let before = self.previous(field, 90).unwrap_or_default();
            sheet.write_string_with_format(row, PREVIOUS, &before, &quiet)?;
        }
        let remark = self.remark(sheet, row, field, &line)?;
        let before = self.previous(field, 90).unwrap_or_default();
        let lines = [
            asked,
            answer::lines(field),
            lines_of(&remark, CHECK_LINE),
            if long { 1 } else { lines_of(&before, 17) },
        ];
        let most = lines.into_iter().max().unwrap_or(1);
        sheet.set_row_height_pixels(row, most * LINE_HEIGHT + 7)?;
        self.grey(sheet, row, row, field)?;
        if let Some(validation) = validation::of(
            field,
            &CellRef {
                row,
                column: u32::from(ANSWER),
            }
            .to_string(),
            hidden::list_name(&self.request.questionnaire.fields, field).as_deref(),
            words,
        )? {
            sheet.add_data_validation(row, ANSWER, row, ANSWER, &validation)?;
        }
        Ok(())
    }

    /// The question with how to answer it, and for long answers what was said last time; gives its lines.
    fn asking(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        field: &Field,
        line: &Format,
    ) -> Result<u32, WorkbookError> {
        let words = &self.words;
        let label = words.question(field);
        let mut under: Vec<String> = Vec::new();
        under.extend(field.hint.as_ref().map(|hint| words.of(hint).to_owned()));
        if field.type_ == FieldType::Choices {
            // What a hint says of lists is true for other forms.
            under = vec![words.say("tick-below")];
        }
        if answer::is_long(field)
            && let Some(before) = self.previous(field, 160)
        {
            under.push(words.tell("last-time", &[("text", before.into())]));
        }
        let text = under.join("\n");
        if text.is_empty() {
            sheet.write_string_with_format(row, QUESTION, cell_text(&label), line)?;
        } else {
            let hint = base().set_font_size(9).set_font_color(MUTED);
            let after = cell_text(&format!("\n{text}"));
            let parts = [(&base(), label.as_str()), (&hint, after.as_str())];
            sheet.write_rich_string_with_format(row, QUESTION, &parts, line)?;
        }
        let small = if text.is_empty() {
            0
        } else {
            lines_of(&text, QUESTION_LINE + 6)
        };
        Ok(lines_of(&label, QUESTION_LINE) + small)
    }

    /// The answer's cell with what was typed, and its note where it is to correct.
    fn answer(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        index: usize,
        field: &Field,
    ) -> Result<(), WorkbookError> {
        let typed = self.request.typed.get(&field.id);
        let tone = self.corrections.tone(&field.id);
        let boxes = field.type_ == FieldType::Choices && answer::ticked(field, typed).is_some();
        let format = if boxes && tone.is_none() {
            answer::closed_format()
        } else {
            answer::format(field, tone)
        };
        if answer::is_long(field) {
            sheet.merge_range(row, ANSWER, row, PREVIOUS, "", &format)?;
        }
        match typed.filter(|_| !boxes) {
            Some(typed) => {
                answer::write(sheet, (row, ANSWER), field, typed, &format, &self.words)?;
            }
            None => {
                sheet.write_blank(row, ANSWER, &format)?;
            }
        }
        let points = self.corrections.of(&field.id);
        if !points.is_empty() {
            let lines: Vec<String> = points.iter().map(|point| point.lines()).collect();
            let text = cell_text(&lines.join("\n\n"));
            let height = (lines_of(&text, 42) + 1) * 15 + 10;
            let about = self.translator.plan.cell(index).unwrap_or_default();
            let note = Note::new(&text)
                .add_author_prefix(false)
                .set_author(one_line(self.words.of(&self.request.programme.team), 50))
                .set_alt_text(self.words.tell("note-alt", &[("cell", about.into())]))
                .set_width(300)
                .set_height(height.min(400));
            sheet.insert_note(row, ANSWER, &note)?;
        }
        Ok(())
    }

    /// What is to check about a question: the points of the return, else what its rules say of what is typed.
    fn remark(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        field: &Field,
        line: &Format,
    ) -> Result<String, WorkbookError> {
        let format = line.clone().set_font_size(9).set_font_color(
            self.corrections
                .tone(&field.id)
                .unwrap_or(Tone::Watch)
                .colour(),
        );
        let rules: Vec<_> = self
            .request
            .questionnaire
            .rules
            .iter()
            .filter(|rule| rule.fields.first() == Some(&field.id))
            .filter_map(|rule| Some((rule, self.translator.say(&rule.holds)?)))
            .collect();
        let points = self.corrections.of(&field.id);
        let live = |point: &&super::corrections::Point<'_>| {
            let of = |rule: &crate::model::RuleId| rules.iter().any(|(r, _)| &r.id == rule);
            !point.rule.is_some_and(of)
        };
        let fixed: Vec<String> = points
            .iter()
            .filter(live)
            .map(|point| point.lines())
            .collect();
        let fixed = cell_text(&fixed.join("\n"));
        if rules.is_empty() {
            sheet.write_string_with_format(row, CHECK, &fixed, &format)?;
            return Ok(fixed);
        }
        let (mut formula, mut now) = (quoted(&fixed), fixed);
        let mut longest = now.clone();
        for (rule, condition) in rules.iter().rev() {
            let said = self.words.of(&rule.message);
            let longer = format!("IF({},{},{formula})", condition.no, quoted(said));
            // What does not fit is said by the check.
            if longer.len() > LONGEST_FORMULA {
                continue;
            }
            formula = longer;
            if condition.now == Some(false) {
                said.clone_into(&mut now);
            }
            if said.len() > longest.len() {
                said.clone_into(&mut longest);
            }
        }
        let formula = Formula::new(format!("={formula}")).set_result(now);
        sheet.write_formula_with_format(row, CHECK, formula, &format)?;
        Ok(longest)
    }

    fn tick(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        index: usize,
        at: usize,
    ) -> Result<(), WorkbookError> {
        let Some(field) = self.request.questionnaire.fields.get(index) else {
            return Ok(());
        };
        let Some(choice) = field.choices.get(at) else {
            return Ok(());
        };
        let label = self.words.of(&choice.label);
        let name = base()
            .set_align(FormatAlign::Right)
            .set_align(FormatAlign::VerticalCenter)
            .set_indent(1);
        let code = base().set_font_size(9).set_font_color(MUTED);
        sheet.set_row_height_pixels(row, LINE_HEIGHT + 5)?;
        sheet.write_string_with_format(row, CODE, choice_code(&field.id, &choice.id), &code)?;
        sheet.write_string_with_format(row, QUESTION, cell_text(label), &name)?;
        let ticked = answer::ticked(field, self.request.typed.get(&field.id));
        let format = answer::tick_format();
        if ticked.is_some_and(|ids| ids.contains(&choice.id)) {
            sheet.write_string_with_format(row, ANSWER, "x", &format)?;
        } else {
            sheet.write_blank(row, ANSWER, &format)?;
        }
        let validation = validation::tick(label, &self.words)?;
        sheet.add_data_validation(row, ANSWER, row, ANSWER, &validation)?;
        self.grey(sheet, row, row, field)
    }

    /// Greys a question until it applies, where a spreadsheet can tell.
    fn grey(
        &self,
        sheet: &mut Worksheet,
        first: u32,
        last: u32,
        field: &Field,
    ) -> Result<(), WorkbookError> {
        let Some(condition) = field
            .relevant
            .as_deref()
            .and_then(|text| self.translator.say(text))
        else {
            return Ok(());
        };
        let grey = Format::new()
            .set_font_color(MUTED)
            .set_background_color(LINE);
        let rule = ConditionalFormatFormula::new()
            .set_rule(Formula::new(format!("=NOT({})", condition.yes)))
            .set_format(grey);
        sheet.add_conditional_format(first, QUESTION, last, CHECK, &rule)?;
        Ok(())
    }

    /// The last accepted value, in words. What is personal stays out: another person may answer this time.
    fn previous(&self, field: &Field, units: usize) -> Option<String> {
        if field.privacy == Privacy::Confidentiel {
            return None;
        }
        let value = self.request.previous.get(&field.id)?;
        Some(one_line(&self.words.value(field, value), units))
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

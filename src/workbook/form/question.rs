//! A question on its line: what is asked, the cell to fill in, the last value, what is to check; and the boxes of choices.

use rust_xlsxwriter::{
    ConditionalFormatFormula, Format, FormatAlign, FormatBorder, Formula, Note, Worksheet,
};

use crate::framework::{Field, FieldType, Privacy};
use crate::model::CellRef;
use crate::read::choice_code;

use super::super::WorkbookError;
use super::super::look::{LINE, MUTED, Tone, base};
use super::super::names::{cell_text, one_line};
use super::conditions::{LONGEST_FORMULA, quoted};
use super::plan::{ANSWER, CHECK, CODE, PREVIOUS, QUESTION, UNIT};
use super::sheet::{LINE_HEIGHT, Writer, lines_of};
use super::{answer, hidden, validation};

/// Characters that fit on a line of the columns of questions and of remarks.
const QUESTION_LINE: usize = 42;
const CHECK_LINE: usize = 40;

impl Writer<'_> {
    /// Writes a question with the room for its answer.
    pub(super) fn question(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        index: usize,
    ) -> Result<(), WorkbookError> {
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

    /// Writes the box of a choice.
    pub(super) fn tick(
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
}

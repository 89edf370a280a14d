//! What stands above the questions of each sheet: the subject, the period, how far the answers are, what is asked.

use rust_xlsxwriter::{Format, FormatAlign, Formula, Worksheet};

use crate::framework::{ColumnRole, FieldType, Privacy};
use crate::text::{Arg, period_name};

use super::super::WorkbookError;
use super::super::look::{MUTED, PRIMARY, Tone, base};
use super::super::names::{cell_text, one_line};
use super::super::words::role_name;
use super::plan::{ANSWER, CHECK, CODE, HEADER, QUESTION, UNIT};
use super::progress;
use super::sheet::{LINE_HEIGHT, Writer, lines_of};

impl Writer<'_> {
    /// What the form is about, and how far it is.
    pub(super) fn head(&self, sheet: &mut Worksheet) -> Result<(), WorkbookError> {
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
}

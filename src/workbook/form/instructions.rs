//! The first sheet: who writes, what to do, by when, whom to ask.

use rust_xlsxwriter::{FormatAlign, Worksheet};

use crate::text::{Arg, date_long, period_with_article};

use super::super::WorkbookError;
use super::super::look::{MUTED, PRIMARY, base};
use super::super::names::{cell_text, one_line, page_text};
use super::corrections::Corrections;
use super::sheet::lines_of;
use super::{FormRequest, Words};

/// The width of the text, in characters.
const WIDTH: f64 = 96.0;
const LINE: usize = 94;

/// A line of the sheet.
enum Part {
    Heading(String),
    Text(String),
    Step(usize, String),
}

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    name: &str,
    request: &FormRequest<'_>,
    corrections: &Corrections<'_>,
    words: &Words,
) -> Result<(), WorkbookError> {
    let programme = request.programme;
    sheet.set_name(name)?;
    sheet.set_column_width(0, 4)?.set_column_width(1, WIDTH)?;
    let title = base()
        .set_bold()
        .set_font_size(16)
        .set_font_color(PRIMARY)
        .set_text_wrap();
    let from = base().set_font_color(MUTED);
    let heading = base().set_bold().set_font_size(12);
    let text = base().set_text_wrap().set_align(FormatAlign::Top);
    let number = base()
        .set_bold()
        .set_font_color(PRIMARY)
        .set_align(FormatAlign::Top)
        .set_align(FormatAlign::Right);
    let label = words.of(&request.questionnaire.label);
    sheet.set_row_height_pixels(0, lines_of(label, 60) * 26 + 8)?;
    // The title is what is heard first, where the sheet opens: in its first cell.
    sheet.merge_range(0, 0, 0, 1, &cell_text(label), &title)?;
    let signed = format!(
        "{} – {}",
        words.of(&programme.organisation),
        words.of(&programme.team)
    );
    sheet.write_string_with_format(1, 1, cell_text(&signed), &from)?;
    let mut row = 2;
    for part in parts(request, corrections, words) {
        row += 1;
        let (format, said, room) = match &part {
            Part::Heading(said) => {
                row += 1;
                (&heading, said, 80)
            }
            Part::Text(said) => (&text, said, LINE),
            Part::Step(at, said) => {
                sheet.write_string_with_format(row, 0, format!("{at}."), &number)?;
                (&text, said, LINE)
            }
        };
        sheet.set_row_height_pixels(row, lines_of(said, room) * 17 + 6)?;
        sheet.write_string_with_format(row, 1, cell_text(said), format)?;
    }
    let footer = page_text(words.of(&programme.team));
    sheet
        .protect()
        .set_paper_size(9)
        .set_portrait()
        .set_margins(0.6, 0.6, 0.8, 0.7, 0.3, 0.3)
        .set_footer(format!("&L&8 {footer}&R&8 &P / &N"))
        .set_print_fit_to_pages(1, 0)
        .set_screen_gridlines(false)
        .set_tab_color(MUTED);
    sheet.set_print_area(0, 0, row, 1)?;
    Ok(())
}

fn parts(request: &FormRequest<'_>, corrections: &Corrections<'_>, words: &Words) -> Vec<Part> {
    let mut parts = Vec::new();
    let about = [
        ("title", Arg::from(one_line(&request.subject.title, 600))),
        ("id", request.subject.id.as_str().into()),
        (
            "period",
            period_with_article(request.period, request.language).into(),
        ),
    ];
    let correcting = !request.findings.is_empty();
    parts.push(Part::Text(words.tell("about", &about)));
    if correcting {
        parts.push(Part::Text(words.say("about-correction")));
    } else if let Some(introduction) = &request.questionnaire.introduction {
        parts.push(Part::Text(words.of(introduction).to_owned()));
    }
    for point in &corrections.general {
        parts.push(Part::Text(point.lines()));
    }
    parts.push(Part::Heading(words.say("how")));
    let steps: &[&str] = if correcting {
        &["step-correct", "step-correct-message", "step-keep"]
    } else {
        &[
            "step-fill",
            "step-list",
            "step-grey",
            "step-check",
            "step-keep",
        ]
    };
    for (at, step) in (1..).zip(steps) {
        parts.push(Part::Step(at, words.say(step)));
    }
    let sent = [
        ("address", Arg::from(request.send_to)),
        (
            "before",
            request
                .before
                .map(|day| date_long(day, request.language))
                .unwrap_or_default()
                .into(),
        ),
        (
            "has-before",
            if request.before.is_some() {
                "yes"
            } else {
                "no"
            }
            .into(),
        ),
    ];
    parts.push(Part::Step(steps.len() + 1, words.tell("step-send", &sent)));
    parts.push(Part::Heading(words.say("help")));
    let contact = &request.programme.contact;
    let asked = [
        ("name", Arg::from(contact.name.as_str())),
        ("email", contact.email.as_str().into()),
        ("phone", contact.phone.as_deref().unwrap_or_default().into()),
        (
            "has-phone",
            if contact.phone.is_some() { "yes" } else { "no" }.into(),
        ),
    ];
    parts.push(Part::Text(words.tell("contact", &asked)));
    parts.push(Part::Heading(words.say("data")));
    parts.push(Part::Text(words.say("privacy")));
    parts
}

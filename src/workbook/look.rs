//! How the workbook looks: the colours of the printed documents, and the formats of cells.
//!
//! Arial stands on every machine, and its free twin with the same widths where it does not: columns fit everywhere.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::model::Status;

pub(super) const FONT: &str = "Arial";
pub(super) const INK: Color = Color::RGB(0x1B_1F2A);
pub(super) const MUTED: Color = Color::RGB(0x52_5C6C);
pub(super) const LINE: Color = Color::RGB(0xD5_DAE2);
pub(super) const TINT: Color = Color::RGB(0xF4_F6F9);
pub(super) const PRIMARY: Color = Color::RGB(0x7A_1F3D);
pub(super) const BLUE: Color = Color::RGB(0x1D_4F7C);
pub(super) const MIDDLE: Color = Color::RGB(0x6B_91B6);
pub(super) const PALE: Color = Color::RGB(0xC9_D8E6);

/// What a colour says besides the word that stands with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Reached, accepted, finished.
    Good,
    /// On its way.
    Fair,
    /// To watch, to correct.
    Watch,
    /// Critical, missing.
    Bad,
    /// Nothing to say.
    Quiet,
}

impl Tone {
    /// The colour of its words, of contrast 4.5 at least on its background and on white.
    pub(super) fn colour(self) -> Color {
        match self {
            Self::Good => Color::RGB(0x25_643A),
            Self::Fair => BLUE,
            Self::Watch => Color::RGB(0x7D_5200),
            Self::Bad => Color::RGB(0xA0_1C2C),
            Self::Quiet => MUTED,
        }
    }

    /// The colour behind its words.
    pub(super) fn background(self) -> Color {
        match self {
            Self::Good => Color::RGB(0xE6_F1EA),
            Self::Fair => Color::RGB(0xE6_EEF5),
            Self::Watch => Color::RGB(0xFB_F0DC),
            Self::Bad => Color::RGB(0xFB_E9EB),
            Self::Quiet => TINT,
        }
    }

    /// What a conditional format puts on a cell.
    pub(super) fn highlight(self) -> Format {
        Format::new()
            .set_font_color(self.colour())
            .set_background_color(self.background())
    }
}

/// The statuses, in the order of their legend.
pub(super) const STATUSES: [Status; 5] = [
    Status::Atteint,
    Status::EnBonneVoie,
    Status::ASurveiller,
    Status::Critique,
    Status::NonDisponible,
];

/// The mark of a status, which says it without colour.
pub(super) const fn mark(status: Status) -> &'static str {
    match status {
        Status::Atteint => "●",
        Status::EnBonneVoie => "◆",
        Status::ASurveiller => "▲",
        Status::Critique => "■",
        Status::NonDisponible => "○",
    }
}

/// The tone of a status.
pub(super) const fn tone(status: Status) -> Tone {
    match status {
        Status::Atteint => Tone::Good,
        Status::EnBonneVoie => Tone::Fair,
        Status::ASurveiller => Tone::Watch,
        Status::Critique => Tone::Bad,
        Status::NonDisponible => Tone::Quiet,
    }
}

/// The formats of cells, made once.
pub(super) struct Look {
    /// Body text, without border.
    pub(super) plain: Format,
    /// What the sheet is about, in A1.
    pub(super) title: Format,
    /// The finding that opens a sheet.
    pub(super) claim: Format,
    /// Remarks under the claim.
    pub(super) note: Format,
    /// Titles within a sheet.
    pub(super) heading: Format,
    /// Headers of columns of text.
    pub(super) header: Format,
    /// Headers of columns of figures.
    pub(super) header_figure: Format,
    /// Cells of tables.
    pub(super) cell: Format,
    /// Texts of several lines in tables.
    pub(super) wrapped: Format,
    /// What is said lightly in tables: codes, units.
    pub(super) quiet: Format,
    /// Days in tables.
    pub(super) date: Format,
    /// « n. d. » in tables.
    pub(super) missing: Format,
    figures: [[Format; 2]; DECIMALS],
    signed: [[Format; 2]; DECIMALS],
    marked: [[Format; 5]; DECIMALS],
}

/// Figures are shown with 0 to 6 decimals.
const DECIMALS: usize = 7;

impl Look {
    pub(super) fn new() -> Self {
        let plain = base();
        let cell = plain
            .clone()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINE)
            .set_align(FormatAlign::Top);
        let header = base()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(BLUE)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border_right(FormatBorder::Thin)
            .set_border_right_color(Color::White);
        // A text begins apart from the figure at its left.
        let indented = |format: &Format| format.clone().set_align(FormatAlign::Left).set_indent(1);
        let right = |format: &Format| format.clone().set_align(FormatAlign::Right).set_indent(1);
        let figure = |number: String, low: bool| {
            let format = right(&cell).set_num_format(number);
            if low {
                format.set_italic().set_font_color(MUTED)
            } else {
                format
            }
        };
        Self {
            title: base()
                .set_bold()
                .set_font_size(11)
                .set_font_color(PRIMARY)
                .set_align(FormatAlign::VerticalCenter),
            claim: base()
                .set_bold()
                .set_font_size(14)
                .set_align(FormatAlign::VerticalCenter),
            note: base()
                .set_font_size(9)
                .set_font_color(MUTED)
                .set_align(FormatAlign::VerticalCenter),
            heading: base().set_bold().set_font_size(11),
            header_figure: right(&header),
            wrapped: indented(&cell).set_text_wrap(),
            quiet: indented(&cell).set_font_color(MUTED),
            date: right(&cell).set_num_format("dd/mm/yyyy"),
            missing: right(&cell).set_font_color(MUTED),
            figures: std::array::from_fn(|decimals| {
                [false, true].map(|low| figure(number_format(decimals), low))
            }),
            signed: std::array::from_fn(|decimals| {
                [false, true].map(|low| figure(signed(decimals), low))
            }),
            marked: std::array::from_fn(|decimals| {
                STATUSES.map(|status| {
                    let mark = quoted(&format!("\u{a0}\u{a0}{}", mark(status)));
                    figure(format!("{}{mark}", number_format(decimals)), false)
                        .set_font_color(tone(status).colour())
                })
            }),
            header: indented(&header),
            cell: indented(&cell),
            plain,
        }
    }

    /// A figure in a table; `low` says that too few returns are behind it.
    pub(super) fn figure(&self, decimals: u8, low: bool) -> &Format {
        let [certain, italic] = &self.figures[usize::from(decimals).min(DECIMALS - 1)];
        if low { italic } else { certain }
    }

    /// A change, always with its sign.
    pub(super) fn signed(&self, decimals: u8, low: bool) -> &Format {
        let [certain, italic] = &self.signed[usize::from(decimals).min(DECIMALS - 1)];
        if low { italic } else { certain }
    }

    /// A figure followed by the mark of its status, in its colour: one cell says both, and stays a number.
    pub(super) fn marked(&self, decimals: u8, status: Status) -> &Format {
        let [reached, on_track, watch, critical, none] =
            &self.marked[usize::from(decimals).min(DECIMALS - 1)];
        match status {
            Status::Atteint => reached,
            Status::EnBonneVoie => on_track,
            Status::ASurveiller => watch,
            Status::Critique => critical,
            Status::NonDisponible => none,
        }
    }
}

/// The workbook's letters.
pub(super) fn base() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(10)
        .set_font_color(INK)
}

/// A number with its thousands apart and this many decimals, whatever the reader's language.
pub(super) fn number_format(decimals: usize) -> String {
    let decimals = decimals.min(DECIMALS - 1);
    if decimals == 0 {
        "#,##0".to_owned()
    } else {
        format!("#,##0.{}", "0".repeat(decimals))
    }
}

/// A number with its sign, and a true minus.
fn signed(decimals: usize) -> String {
    let number = number_format(decimals);
    format!("\"+\"{number};\"−\"{number};{number}")
}

/// A number followed by its unit, as part of the format: the cell stays a number.
pub(super) fn number_format_with(decimals: u8, unit: &str) -> String {
    let number = number_format(usize::from(decimals));
    if unit.is_empty() {
        number
    } else {
        format!("{number}{}", quoted(&format!("\u{a0}{unit}")))
    }
}

/// A text inside a number format.
pub(super) fn quoted(text: &str) -> String {
    let safe: String = text
        .chars()
        .filter(|c| *c != '"' && !c.is_control())
        .collect();
    format!("\"{safe}\"")
}

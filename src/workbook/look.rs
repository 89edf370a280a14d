//! How the workbook looks: the colours of the printed documents, and the formats of cells.
//!
//! Arial stands on every machine, and its free twin with the same widths where it does not: columns fit everywhere.

use rust_xlsxwriter::{Color, Format};

use super::style::{Across, Down, Line, Number, Style, StyleId, Styles};
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

/// The styles of cells, made once.
pub(super) struct Look {
    /// All the styles of the workbook.
    pub(super) styles: Styles,
    /// Body text, without border.
    pub(super) plain: StyleId,
    /// What the sheet is about, in A1.
    pub(super) title: StyleId,
    /// The finding that opens a sheet.
    pub(super) claim: StyleId,
    /// Remarks under the claim.
    pub(super) note: StyleId,
    /// Titles within a sheet.
    pub(super) heading: StyleId,
    /// Headers of columns of text.
    pub(super) header: StyleId,
    /// Headers of columns of figures.
    pub(super) header_figure: StyleId,
    /// Cells of tables.
    pub(super) cell: StyleId,
    /// Texts of several lines in tables.
    pub(super) wrapped: StyleId,
    /// What is said lightly in tables: codes, units.
    pub(super) quiet: StyleId,
    /// Days in tables.
    pub(super) date: StyleId,
    /// « n. d. » in tables.
    pub(super) missing: StyleId,
    figures: [[StyleId; 2]; DECIMALS],
    signed: [[StyleId; 2]; DECIMALS],
    marked: [[StyleId; 5]; DECIMALS],
}

/// Figures are shown with 0 to 6 decimals.
const DECIMALS: usize = 7;
const DECIMALS_U8: [u8; DECIMALS] = [0, 1, 2, 3, 4, 5, 6];

impl Look {
    pub(super) fn new() -> Self {
        let styles = Styles::default();
        let cell = Style::new().below(Line::Thin, LINE).down(Down::Top);
        let header = Style::new()
            .bold()
            .colour(Color::White)
            .background(BLUE)
            .wrapped()
            .down(Down::Middle)
            .right_line(Line::Thin, Color::White);
        // A text begins apart from the figure at its left.
        let left = |style: &Style| styles.of(style.clone().across(Across::Left).indented());
        let right = |style: &Style| style.clone().across(Across::Right).indented();
        let figure = |number: Number, low: bool| {
            let style = right(&cell).number(number);
            styles.of(if low {
                style.italic().colour(MUTED)
            } else {
                style
            })
        };
        let signed = |decimals| Number::Signed {
            decimals,
            tail: String::new(),
            zero: None,
        };
        let marked = |decimals, status| {
            let number = Number::Fixed {
                decimals,
                tail: format!("\u{a0}\u{a0}{}", mark(status)),
            };
            styles.of(right(&cell).number(number).colour(tone(status).colour()))
        };
        let title = Style::new().bold().size(11).colour(PRIMARY);
        let claim = Style::new().bold().size(14);
        let note = Style::new().size(9).colour(MUTED);
        Self {
            plain: styles.of(Style::new()),
            title: styles.of(title.down(Down::Middle)),
            claim: styles.of(claim.down(Down::Middle)),
            note: styles.of(note.down(Down::Middle)),
            heading: styles.of(Style::new().bold().size(11)),
            header: left(&header),
            header_figure: styles.of(right(&header)),
            cell: left(&cell),
            wrapped: left(&cell.clone().wrapped()),
            quiet: left(&cell.clone().colour(MUTED)),
            date: styles.of(right(&cell).number(Number::Day)),
            missing: styles.of(right(&cell).colour(MUTED)),
            figures: DECIMALS_U8.map(|n| [false, true].map(|low| figure(Number::fixed(n), low))),
            signed: DECIMALS_U8.map(|n| [false, true].map(|low| figure(signed(n), low))),
            marked: DECIMALS_U8.map(|n| STATUSES.map(|status| marked(n, status))),
            styles,
        }
    }

    /// A figure in a table; `low` says that too few returns are behind it.
    pub(super) fn figure(&self, decimals: u8, low: bool) -> StyleId {
        let [certain, italic] = self.figures[usize::from(decimals).min(DECIMALS - 1)];
        if low { italic } else { certain }
    }

    /// A change, always with its sign.
    pub(super) fn signed(&self, decimals: u8, low: bool) -> StyleId {
        let [certain, italic] = self.signed[usize::from(decimals).min(DECIMALS - 1)];
        if low { italic } else { certain }
    }

    /// A figure followed by the mark of its status, in its colour: one cell says both, and stays a number.
    pub(super) fn marked(&self, decimals: u8, status: Status) -> StyleId {
        let [reached, on_track, watch, critical, none] =
            self.marked[usize::from(decimals).min(DECIMALS - 1)];
        match status {
            Status::Atteint => reached,
            Status::EnBonneVoie => on_track,
            Status::ASurveiller => watch,
            Status::Critique => critical,
            Status::NonDisponible => none,
        }
    }
}

/// The letters of questionnaires and of the workbook's defaults.
pub(super) fn base() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(10)
        .set_font_color(INK)
}

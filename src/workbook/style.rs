//! How a cell looks, whatever the format of the file: letters, colours, lines, alignment, and how a number is written.

use std::cell::RefCell;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::look::{FONT, INK};

/// Figures are shown with six decimals at most.
const MOST_DECIMALS: u8 = 6;

/// A line beside a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Of a table.
    Thin,
    /// Above a heading.
    Medium,
    /// Above a tile.
    Thick,
}

/// Where the content of a cell stands from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Across {
    /// Texts at the left, numbers at the right.
    ByKind,
    Left,
    Right,
}

/// Where the content of a cell stands from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Down {
    Top,
    Middle,
    Bottom,
}

/// How a number is written: thousands apart, decimals by the reader's language, and words that are no part of the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// As the program likes.
    Plain,
    /// With decimals, and a text after it.
    Fixed {
        /// How many decimals.
        decimals: u8,
        /// What follows, such as a unit; may be empty.
        tail: String,
    },
    /// With its sign, always.
    Signed {
        /// How many decimals.
        decimals: u8,
        /// What follows, such as a unit; may be empty.
        tail: String,
        /// What stands instead of zero; without it zero is written without a sign.
        zero: Option<String>,
    },
    /// A day.
    Day,
}

impl Number {
    /// A number with decimals.
    pub(super) fn fixed(decimals: u8) -> Self {
        Self::Fixed {
            decimals: decimals.min(MOST_DECIMALS),
            tail: String::new(),
        }
    }

    /// A number followed by its unit: the cell stays a number.
    pub(super) fn with_unit(decimals: u8, unit: &str) -> Self {
        let tail = if unit.is_empty() {
            String::new()
        } else {
            format!("\u{a0}{unit}")
        };
        Self::Fixed {
            decimals: decimals.min(MOST_DECIMALS),
            tail,
        }
    }

    /// As Excel writes it.
    pub(super) fn excel(&self) -> String {
        match self {
            Self::Plain => "General".to_owned(),
            Self::Fixed { decimals, tail } => format!("{}{}", digits(*decimals), quoted(tail)),
            Self::Signed {
                decimals,
                tail,
                zero,
            } => {
                let number = format!("{}{}", digits(*decimals), quoted(tail));
                let zero = match zero {
                    Some(words) => quoted(words),
                    None => number.clone(),
                };
                format!("\"+\"{number};\"−\"{number};{zero}")
            }
            Self::Day => "dd/mm/yyyy".to_owned(),
        }
    }
}

/// A number with its thousands apart and this many decimals, as Excel writes it.
fn digits(decimals: u8) -> String {
    if decimals == 0 {
        "#,##0".to_owned()
    } else {
        let places = usize::from(decimals.min(MOST_DECIMALS));
        format!("#,##0.{}", "0".repeat(places))
    }
}

/// A text inside a number format of Excel.
fn quoted(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let safe: String = text
        .chars()
        .filter(|c| *c != '"' && !c.is_control())
        .collect();
    format!("\"{safe}\"")
}

/// How a cell looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Style {
    /// The height of its letters, in points.
    pub(super) size: u8,
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
    pub(super) colour: Color,
    pub(super) background: Option<Color>,
    pub(super) above: Option<(Line, Color)>,
    pub(super) below: Option<(Line, Color)>,
    pub(super) right: Option<(Line, Color)>,
    pub(super) across: Across,
    pub(super) down: Down,
    pub(super) is_indented: bool,
    pub(super) is_wrapped: bool,
    /// Letters become smaller where the text does not fit.
    pub(super) shrinks: bool,
    pub(super) number: Number,
}

impl Style {
    /// The workbook's letters.
    pub(super) const fn new() -> Self {
        Self {
            size: 10,
            is_bold: false,
            is_italic: false,
            colour: INK,
            background: None,
            above: None,
            below: None,
            right: None,
            across: Across::ByKind,
            down: Down::Bottom,
            is_indented: false,
            is_wrapped: false,
            shrinks: false,
            number: Number::Plain,
        }
    }

    pub(super) fn size(self, size: u8) -> Self {
        Self { size, ..self }
    }

    pub(super) fn bold(self) -> Self {
        Self {
            is_bold: true,
            ..self
        }
    }

    pub(super) fn italic(self) -> Self {
        Self {
            is_italic: true,
            ..self
        }
    }

    pub(super) fn colour(self, colour: Color) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn background(self, colour: Color) -> Self {
        Self {
            background: Some(colour),
            ..self
        }
    }

    pub(super) fn above(self, line: Line, colour: Color) -> Self {
        Self {
            above: Some((line, colour)),
            ..self
        }
    }

    pub(super) fn below(self, line: Line, colour: Color) -> Self {
        Self {
            below: Some((line, colour)),
            ..self
        }
    }

    pub(super) fn right_line(self, line: Line, colour: Color) -> Self {
        Self {
            right: Some((line, colour)),
            ..self
        }
    }

    pub(super) fn across(self, across: Across) -> Self {
        Self { across, ..self }
    }

    pub(super) fn down(self, down: Down) -> Self {
        Self { down, ..self }
    }

    /// A little apart from the cell's side.
    pub(super) fn indented(self) -> Self {
        Self {
            is_indented: true,
            ..self
        }
    }

    pub(super) fn wrapped(self) -> Self {
        Self {
            is_wrapped: true,
            ..self
        }
    }

    pub(super) fn shrinking(self) -> Self {
        Self {
            shrinks: true,
            ..self
        }
    }

    pub(super) fn number(self, number: Number) -> Self {
        Self { number, ..self }
    }

    /// As the Excel writer has it.
    pub(super) fn excel(&self) -> Format {
        let mut format = Format::new()
            .set_font_name(FONT)
            .set_font_size(self.size)
            .set_font_color(self.colour);
        if self.is_bold {
            format = format.set_bold();
        }
        if self.is_italic {
            format = format.set_italic();
        }
        if let Some(colour) = self.background {
            format = format.set_background_color(colour);
        }
        let border = |line| match line {
            Line::Thin => FormatBorder::Thin,
            Line::Medium => FormatBorder::Medium,
            Line::Thick => FormatBorder::Thick,
        };
        if let Some((line, colour)) = self.above {
            format = format
                .set_border_top(border(line))
                .set_border_top_color(colour);
        }
        if let Some((line, colour)) = self.below {
            format = format
                .set_border_bottom(border(line))
                .set_border_bottom_color(colour);
        }
        if let Some((line, colour)) = self.right {
            format = format
                .set_border_right(border(line))
                .set_border_right_color(colour);
        }
        format = match self.across {
            Across::ByKind => format,
            Across::Left => format.set_align(FormatAlign::Left),
            Across::Right => format.set_align(FormatAlign::Right),
        };
        format = match self.down {
            Down::Top => format.set_align(FormatAlign::Top),
            Down::Middle => format.set_align(FormatAlign::VerticalCenter),
            Down::Bottom => format,
        };
        if self.is_indented {
            format = format.set_indent(1);
        }
        if self.is_wrapped {
            format = format.set_text_wrap();
        }
        if self.shrinks {
            format = format.set_shrink();
        }
        match &self.number {
            Number::Plain => format,
            number => format.set_num_format(number.excel()),
        }
    }
}

/// The number of a style in its workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StyleId(usize);

impl StyleId {
    /// Its place among the styles of the workbook.
    pub(super) const fn index(self) -> usize {
        self.0
    }
}

/// The styles of a workbook, each once, in the order in which they were asked for.
#[derive(Default)]
pub(super) struct Styles {
    all: RefCell<Vec<(Style, Format)>>,
}

impl Styles {
    /// The number of a style. Styles are some hundred: they are looked through.
    pub(super) fn of(&self, style: Style) -> StyleId {
        let mut all = self.all.borrow_mut();
        let found = all.iter().position(|(known, _)| *known == style);
        StyleId(found.unwrap_or_else(|| {
            let format = style.excel();
            all.push((style, format));
            all.len() - 1
        }))
    }

    /// The format of a style for the Excel writer.
    pub(super) fn with_excel<T>(&self, id: StyleId, use_: impl FnOnce(&Format) -> T) -> T {
        let all = self.all.borrow();
        match all.get(id.0) {
            Some((_, format)) => use_(format),
            None => use_(&Format::new()),
        }
    }

    /// All the styles, in the order of their numbers.
    pub(super) fn all(&self) -> Vec<Style> {
        self.all.borrow().iter().map(|(s, _)| s.clone()).collect()
    }
}

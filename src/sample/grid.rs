//! A sheet before it is written in some format: lines of cells with the look that a form or a table gives them.

use crate::framework::FieldType;

use super::cell::Entered;

/// One sheet of a file.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) sheet: String,
    /// A sheet with these lines stands before it.
    pub(super) before: Option<(String, Vec<String>)>,
    /// Column widths, in characters.
    pub(super) widths: Vec<f64>,
    pub(super) lines: Vec<Line>,
    /// Whether it is printed across the page.
    pub(super) landscape: bool,
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) kind: LineKind,
    pub(super) cells: Vec<Spot>,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// The name of the programme or of the questionnaire.
    Title,
    /// A sentence, or nothing.
    Note,
    /// The title of a section.
    Section,
    /// Column headers: what is above stays in view.
    Header,
    /// Values.
    Values,
}

/// One cell.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) look: Look,
    pub(super) value: Option<Entered>,
    /// What may be chosen from a list.
    pub(super) choices: Vec<String>,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// As the line says.
    Plain,
    /// The code of a field.
    Code,
    /// A question.
    Label,
    /// A unit or a hint.
    Aside,
    /// An answer of this type.
    Answer(FieldType),
}

impl Spot {
    pub(super) fn text(look: Look, text: impl Into<String>) -> Self {
        Self {
            look,
            value: Some(Entered::Text(text.into())),
            choices: Vec::new(),
        }
    }

    pub(super) fn empty() -> Self {
        Self {
            look: Look::Plain,
            value: None,
            choices: Vec::new(),
        }
    }

    pub(super) fn answer(type_: FieldType, value: Option<Entered>) -> Self {
        Self {
            look: Look::Answer(type_),
            value,
            choices: Vec::new(),
        }
    }
}

impl Line {
    pub(super) fn new(kind: LineKind, cells: Vec<Spot>) -> Self {
        Self { kind, cells }
    }

    /// A line with one text, in its column `at`.
    pub(super) fn one(kind: LineKind, at: usize, text: impl Into<String>) -> Self {
        let mut cells = vec![Spot::empty(); at];
        cells.push(Spot::text(Look::Plain, text));
        Self { kind, cells }
    }

    /// An empty line.
    pub(super) fn blank() -> Self {
        Self {
            kind: LineKind::Note,
            cells: Vec::new(),
        }
    }
}

//! Documents as a screen reader meets them: the tree of their tagged elements with texts and places, their bookmarks,
//! their links, what they carry. Read by `tests/tools/read_pdf.py`, which shares no code with what made them.

use std::path::Path;

use serde::Deserialize;

use super::tools::{python, text_of};

/// A document that was read.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Tagged {
    pub(crate) file: String,
    pub(crate) title: String,
    /// Whether the window shows the title, not the name of the file.
    pub(crate) shows_title: bool,
    pub(crate) lang: String,
    /// Width and height of each page, in points.
    pub(crate) pages: Vec<[f64; 2]>,
    pub(crate) tree: Element,
    /// What is drawn and neither read nor said to be decoration.
    pub(crate) loose: Vec<Piece>,
    /// The texts that are said to be decoration.
    pub(crate) artifacts: Vec<Piece>,
    pub(crate) bookmarks: Vec<Bookmark>,
    pub(crate) annotations: Vec<Annotation>,
    pub(crate) files: Vec<Carried>,
}

/// A tagged element.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Element {
    /// The standard name: H1, Table, TH, Figure…
    pub(crate) role: String,
    pub(crate) alt: Option<String>,
    /// Of a header cell: Column, Row, Both.
    pub(crate) scope: Option<String>,
    /// How many columns a cell spans, where it is not one.
    pub(crate) columns: Option<usize>,
    /// How many rows a cell spans, where it is not one.
    pub(crate) rows: Option<usize>,
    pub(crate) kids: Vec<Node>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Node {
    Piece(Piece),
    Element(Element),
}

/// What is drawn at one place of one page.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Piece {
    /// The page, from 0.
    pub(crate) page: usize,
    /// Left, top, right, bottom in points from the upper left corner.
    #[serde(rename = "box")]
    pub(crate) place: [f64; 4],
    /// None for a drawing.
    pub(crate) text: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Bookmark {
    pub(crate) title: String,
    pub(crate) level: u8,
    pub(crate) page: usize,
    /// Where it leads on the page, in points from the top.
    pub(crate) top: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Annotation {
    pub(crate) page: usize,
    pub(crate) kind: String,
    pub(crate) contents: String,
}

/// A file in the document.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Carried {
    pub(crate) name: String,
    pub(crate) relationship: String,
}

/// A heading with the place where it begins.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub(crate) level: u8,
    pub(crate) text: String,
    /// None where nothing is drawn.
    pub(crate) start: Option<Piece>,
}

impl Tagged {
    /// Reads the documents, all in one process.
    pub(crate) fn read_all<P: AsRef<Path>>(files: &[P]) -> Vec<Self> {
        assert!(!files.is_empty(), "no file to read");
        let paths = files.iter().map(AsRef::as_ref);
        let printed = text_of(python("read_pdf.py").args(paths));
        let lines = printed.lines();
        lines.map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    /// Its headings, in the order in which they are read.
    pub(crate) fn headings(&self) -> Vec<Heading> {
        let all = self.tree.all().into_iter();
        all.filter_map(|element| {
            let level = element.heading_level()?;
            let start = element.pieces(&[]).first().map(|piece| (*piece).clone());
            let text = element.text();
            Some(Heading { level, text, start })
        })
        .collect()
    }

    /// All that is read, as one text.
    pub(crate) fn text(&self) -> String {
        self.tree.text()
    }
}

impl Element {
    /// The element and all below it, in reading order.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for kid in &self.kids {
            if let Node::Element(element) = kid {
                found.extend(element.all());
            }
        }
        found
    }

    /// The elements of this role below it.
    pub(crate) fn named(&self, role: &str) -> Vec<&Self> {
        let all = self.all().into_iter();
        all.filter(|element| element.role == role).collect()
    }

    /// What is drawn for it, in reading order; what stands in elements of these roles is left out.
    pub(crate) fn pieces(&self, without: &[&str]) -> Vec<&Piece> {
        let mut found = Vec::new();
        for kid in &self.kids {
            match kid {
                Node::Piece(piece) => found.push(piece),
                Node::Element(element) if without.contains(&element.role.as_str()) => {}
                Node::Element(element) => found.extend(element.pieces(without)),
            }
        }
        found
    }

    /// Its text with plain spaces.
    pub(crate) fn text(&self) -> String {
        let pieces = self.pieces(&[]).into_iter();
        let texts: Vec<&str> = pieces.filter_map(|piece| piece.text.as_deref()).collect();
        plain(&texts.join(" "))
    }

    /// The texts of the elements that are read before one below it, each whatever its number of lines; whether that one was
    /// reached.
    pub(crate) fn texts_before(&self, end: &Self, found: &mut Vec<String>) -> bool {
        let mut own = String::new();
        for kid in &self.kids {
            match kid {
                Node::Piece(piece) => own.push_str(piece.text.as_deref().unwrap_or_default()),
                Node::Element(element) => {
                    if !plain(&own).is_empty() {
                        found.push(plain(&std::mem::take(&mut own)));
                    }
                    if std::ptr::eq(element, end) || element.texts_before(end, found) {
                        return true;
                    }
                }
            }
        }
        if !plain(&own).is_empty() {
            found.push(plain(&own));
        }
        false
    }

    /// 1 to 6 for a heading.
    pub(crate) fn heading_level(&self) -> Option<u8> {
        let level = self.role.strip_prefix('H')?.parse().ok()?;
        (1..=6).contains(&level).then_some(level)
    }

    /// How many columns a cell takes.
    pub(crate) fn width(&self) -> usize {
        self.columns.unwrap_or(1)
    }

    /// How many rows a cell takes.
    pub(crate) fn height(&self) -> usize {
        self.rows.unwrap_or(1)
    }
}

/// A text whose spaces of any kind are plain ones, without the marks where a word may be broken. PDFium gives U+0002 for a hyphen
/// at the end of a line.
pub(crate) fn plain(text: &str) -> String {
    let kept = text
        .replace('\u{2}', "-")
        .replace(['\u{ad}', '\u{2060}', '\u{200b}'], "");
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! What PDF/UA asks beyond syntax, tried on a document that was read: each check gives what is wrong, in a sentence with
//! the text where it is. Nothing given means nothing wrong.

use std::collections::BTreeSet;

use super::tagged::{Bookmark, Element, Piece, Tagged, plain};

/// A little more than the thickness of a line, in points.
const NEARLY: f64 = 1.0;

/// An alternative text is heard in one go: longer ones are no help.
const LONGEST_ALT: usize = 600;

/// Documents of more pages have their subjects of the second level among the bookmarks too.
const SHORT: usize = 4;

/// The text without spaces and hyphens: lines may have been broken anywhere.
pub(crate) fn solid(text: &str) -> String {
    plain(text).replace([' ', '-'], "")
}

fn begins(text: &str) -> String {
    text.chars().take(60).collect()
}

fn said(piece: &Piece) -> String {
    let text = begins(&plain(piece.text.as_deref().unwrap_or_default()));
    format!("page {} « {text} »", piece.page + 1)
}

/// The text of each column is read from top to bottom, lines from left to right, pages from first to last; so what stands
/// under a heading is read after it. `from_left`: whether lines go from left to right (not where the backs of
/// cards lie behind their fronts). The inside of figures is left out: their alternative text is read.
pub(crate) fn reading_order(document: &Tagged, from_left: bool) -> Vec<String> {
    let all = document.tree.pieces(&["Figure"]).into_iter();
    let read: Vec<&Piece> = all
        .filter(|p| p.text.as_deref().is_some_and(has_letters))
        .collect();
    let mut faults = Vec::new();
    for (at, pair) in read.windows(2).enumerate() {
        if pair[1].page < pair[0].page && !is_next_column(pair[1], &read[..=at]) {
            faults.push(format!("{} is read after {}", said(pair[1]), said(pair[0])));
        }
    }
    for page in 0..document.pages.len() {
        let read: Vec<&&Piece> = read.iter().filter(|piece| piece.page == page).collect();
        for (at, piece) in read.iter().enumerate() {
            let before = read[..at].iter();
            if let Some(other) = before
                .copied()
                .find(|o| is_read_too_late(piece, o, from_left))
            {
                faults.push(format!("{} is read after {}", said(piece), said(other)));
            }
        }
    }
    faults
}

/// Whether this begins a column at the right of one that went on to a further page.
fn is_next_column(piece: &Piece, before: &[&Piece]) -> bool {
    let mut before = before.iter().filter(|other| other.page == piece.page);
    before.any(|other| other.place[2] <= piece.place[0] + NEARLY)
}

fn has_letters(text: &str) -> bool {
    !plain(text).is_empty()
}

/// Whether what was read `before` stands below this in the same column, or at its right on the same line.
fn is_read_too_late(piece: &Piece, before: &Piece, from_left: bool) -> bool {
    let [left, top, right, bottom] = piece.place;
    let [other_left, other_top, other_right, other_bottom] = before.place;
    let shared_width = right.min(other_right) - left.max(other_left);
    let shared_height = bottom.min(other_bottom) - top.max(other_top);
    let height = (bottom - top).min(other_bottom - other_top);
    let is_above = shared_width > 2.0 * NEARLY && other_top >= bottom - NEARLY;
    let is_left = shared_height > 0.6 * height && other_left >= right - NEARLY;
    is_above || from_left && is_left
}

/// All that is drawn is either read or said to be decoration.
pub(crate) fn nothing_outside(document: &Tagged) -> Vec<String> {
    let loose = document.loose.iter();
    loose
        .map(|piece| format!("not in the tree: {}", said(piece)))
        .collect()
}

/// The document says its language, and no word of another one of the templates is read in it. `foreign`: sentences that
/// stand in no document of its language.
pub(crate) fn language(document: &Tagged, language: &str, foreign: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    if document.lang != language {
        faults.push(format!(
            "the language is « {} », not {language}",
            document.lang
        ));
    }
    let mut read = document.text();
    for figure in document.tree.named("Figure") {
        read.push_str(figure.alt.as_deref().unwrap_or_default());
    }
    let read = solid(&read);
    for words in foreign {
        if read.contains(&solid(words)) {
            faults.push(format!("words of another language: « {words} »"));
        }
    }
    faults
}

/// The document has a title, and the window shows it.
pub(crate) fn title(document: &Tagged) -> Vec<String> {
    let mut faults = Vec::new();
    if plain(&document.title).chars().count() < 5 {
        faults.push(format!("the title is « {} »", document.title));
    }
    if !document.shows_title {
        faults.push("the window shows the name of the file, not the title".to_owned());
    }
    faults
}

/// Headings begin with the first level, skip none, have a text, and open the boxes that they name.
pub(crate) fn headings(document: &Tagged) -> Vec<String> {
    let mut faults = Vec::new();
    let mut before = 0;
    let headings = document.headings();
    if headings.is_empty() {
        faults.push("there is no heading".to_owned());
    }
    for heading in headings {
        if heading.text.is_empty() {
            faults.push(format!("a heading of level {} is empty", heading.level));
        }
        if heading.level > before + 1 {
            let text = begins(&heading.text);
            faults.push(format!(
                "level {before} is followed by {} « {text} »",
                heading.level
            ));
        }
        before = heading.level;
    }
    let boxes = document.tree.all().into_iter();
    let boxes = boxes.filter(|element| matches!(element.role.as_str(), "Div" | "Sect" | "TD"));
    let late: BTreeSet<String> = boxes.filter_map(begins_with_its_heading).collect();
    faults.extend(late);
    faults
}

/// What is wrong with a box that has one heading: it names all that is in the box, so no more than a line over it, its theme or
/// its length, may be read before.
fn begins_with_its_heading(element: &Element) -> Option<String> {
    let headings = element.all().into_iter();
    let headings: Vec<_> = headings.filter(|e| e.heading_level().is_some()).collect();
    let [heading] = headings[..] else { return None };
    let mut before = Vec::new();
    element.texts_before(heading, &mut before);
    let text = begins(&heading.text());
    (before.len() > 1)
        .then(|| format!("« {text} » is read after « {} », which it names", before[0]))
}

/// Each heading of the first level, in a long document of the second too, has its bookmark, in the same order, that leads to its
/// place. `twice`: a title of the second level that is heard again may do without a second bookmark (the backs of cards).
pub(crate) fn bookmarks(document: &Tagged, twice: bool) -> Vec<String> {
    let deepest = if document.pages.len() > SHORT { 2 } else { 1 };
    let marks = document.bookmarks.iter();
    let mut marks = marks.filter(|mark| mark.level <= deepest).peekable();
    let mut known = BTreeSet::new();
    let mut faults = Vec::new();
    let headings = document.headings().into_iter();
    for heading in headings.filter(|heading| heading.level <= deepest) {
        let text = begins(&heading.text);
        let is_of = |mark: &&Bookmark| {
            mark.level == heading.level && is_drawn_as(&mark.title, &heading.text)
        };
        let Some(mark) = marks.next_if(is_of) else {
            if !twice || heading.level == 1 || !known.contains(&solid(&heading.text)) {
                faults.push(format!("« {text} » has no bookmark in its place"));
            }
            continue;
        };
        known.insert(solid(&heading.text));
        // A bookmark leads to the room above its heading, which a mark or a blank may take.
        let leads = heading.start.is_some_and(|start| {
            start.page == mark.page && (-40.0..=5.0).contains(&(mark.top - start.place[1]))
        });
        if !leads {
            let (page, top) = (mark.page + 1, mark.top);
            faults.push(format!(
                "the bookmark of « {text} » leads to page {page}, {top}"
            ));
        }
    }
    faults.extend(marks.map(|mark| format!("the bookmark « {} » has no heading", mark.title)));
    faults
}

/// Whether this is how the text is drawn: what no font has is a box.
fn is_drawn_as(text: &str, drawn: &str) -> bool {
    let text = solid(text);
    let mut rest = text.as_str();
    solid(drawn).split('□').all(|part| {
        let found = rest.find(part);
        rest = found.map_or("", |at| &rest[at + part.len()..]);
        found.is_some()
    })
}

/// Each link says where it leads, and can be reached in the tree.
pub(crate) fn links(document: &Tagged) -> Vec<String> {
    let mut faults = Vec::new();
    for link in &document.annotations {
        if plain(&link.contents).is_empty() {
            faults.push(format!(
                "page {}: a {} without a word",
                link.page + 1,
                link.kind
            ));
        }
    }
    let reached = document.tree.named("Annotation").len();
    if reached != document.annotations.len() {
        faults.push(format!(
            "{reached} of {} links are in the tree",
            document.annotations.len()
        ));
    }
    faults
}

/// Each table has header cells that say what they head, each row as many cells as the header, and a header that is read once.
pub(crate) fn tables(document: &Tagged) -> Vec<String> {
    let tables = document.tree.named("Table").into_iter();
    tables
        .flat_map(|table| {
            let name = begins(&table.text());
            faults_of_table(table)
                .into_iter()
                .map(move |fault| format!("{fault}, in the table « {name} »"))
        })
        .collect()
}

fn faults_of_table(table: &Element) -> Vec<String> {
    let mut faults = Vec::new();
    let rows = table.named("TR");
    let Some((first, others)) = rows.split_first() else {
        return vec!["no row".to_owned()];
    };
    let heads = table.named("TH");
    if first.named("TH").is_empty() {
        faults.push("no header cell in the first row".to_owned());
    }
    for head in heads {
        if head.text().is_empty() {
            faults.push("an empty header cell".to_owned());
        }
        if !matches!(head.scope.as_deref(), Some("Column" | "Row" | "Both")) {
            faults.push(format!("« {} » does not say what it heads", head.text()));
        }
    }
    let header = first.text();
    if others.iter().any(|row| row.text() == header) || table.named("THead").len() > 1 {
        faults.push("the header is read twice".to_owned());
    }
    let widths = widths(&rows);
    if let Some(wrong) = widths.iter().find(|width| **width != widths[0]) {
        faults.push(format!(
            "a row has {wrong} cells under {} headers",
            widths[0]
        ));
    }
    faults
}

/// How many columns each row fills, cells that reach down from rows above counted.
fn widths(rows: &[&Element]) -> Vec<usize> {
    // For each row below, how many columns are taken by cells that began above it.
    let mut taken = vec![0; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        let cells = row.all().into_iter();
        for cell in cells.filter(|cell| matches!(cell.role.as_str(), "TH" | "TD")) {
            for width in taken.iter_mut().skip(at).take(cell.height()) {
                *width += cell.width();
            }
        }
    }
    taken
}

/// Each figure has an alternative text that fits in one breath, is no other figure's, and says what it shows: its own
/// finding, of which `says` judges (the heading it stands under, its alternative text). `long`: whether a list may be as long as it must.
pub(crate) fn figures(
    document: &Tagged,
    long: bool,
    says: impl Fn(&str, &str) -> Option<String>,
) -> Vec<String> {
    let mut faults = Vec::new();
    let mut heading = String::new();
    let mut known: Vec<String> = Vec::new();
    for element in document.tree.all() {
        if element.heading_level().is_some() {
            heading = element.text();
        }
        if element.role != "Figure" {
            continue;
        }
        let alt = plain(element.alt.as_deref().unwrap_or_default());
        let name = begins(&alt);
        let length = alt.chars().count();
        if alt.is_empty() {
            faults.push(format!(
                "a figure under « {heading} » has no alternative text"
            ));
        } else if let Some(fault) = says(&heading, &alt) {
            faults.push(format!(
                "under « {} », « {name} » {fault}",
                begins(&heading)
            ));
        }
        if !long && length > LONGEST_ALT {
            faults.push(format!("« {name} » has {length} characters"));
        }
        if known.contains(&alt) {
            faults.push(format!("two figures say « {name} »"));
        }
        known.push(alt);
    }
    faults
}

/// The document carries these files as the data of what it shows.
pub(crate) fn carried(document: &Tagged, files: &[String]) -> Vec<String> {
    let carries = |name: &String| {
        let mut carried = document.files.iter();
        carried.any(|file| file.name == *name && file.relationship == "Data")
    };
    let missing = files.iter().filter(|name| !carries(name));
    missing
        .map(|name| format!("does not carry {name} as its data"))
        .collect()
}

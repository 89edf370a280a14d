//! Workbooks as a screen reader meets them: their title, where their sheets open, the headers of their tables, what their charts
//! say. Read from their XML, without the library that wrote it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use quick_xml::events::Event;

/// An element of XML: its name without prefix, its attributes, its own text.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tag {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// The elements of a part, in their order.
fn tags(xml: &str) -> Vec<Tag> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found: Vec<Tag> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = attribute.value.as_ref();
                    let key = attribute.key.as_ref().to_owned();
                    (
                        key,
                        quick_xml::escape::unescape(value).unwrap().into_owned(),
                    )
                });
                found.push(Tag {
                    name: start.local_name().as_ref().to_owned(),
                    attributes: attributes.collect(),
                    text: String::new(),
                });
            }
            Event::Text(text) => {
                if let Some(last) = found.last_mut() {
                    last.text.push_str(&text);
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// A rectangle of cells: first column and row, last column and row, from 1.
pub(crate) type Area = [u32; 4];

pub(crate) fn area(reference: &str) -> Area {
    let corner = |cell: &str| {
        let (letters, digits): (String, String) = cell.chars().partition(char::is_ascii_alphabetic);
        let column = letters
            .bytes()
            .fold(0, |n, letter| n * 26 + u32::from(letter - b'A') + 1);
        [column, digits.parse().unwrap()]
    };
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let ([left, top], [right, bottom]) = (corner(first), corner(last));
    [left, top, right, bottom]
}

fn meet(one: Area, other: Area) -> bool {
    one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3]
}

/// The parts of a workbook, by name.
pub(crate) struct Book(pub(crate) BTreeMap<String, String>);

impl Book {
    pub(crate) fn open(path: &Path) -> Self {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut content = String::new();
            if part.read_to_string(&mut content).is_ok() {
                parts.insert(name, content);
            }
        }
        Self(parts)
    }

    pub(crate) fn tags(&self, part: &str) -> Vec<Tag> {
        tags(
            self.0
                .get(part)
                .unwrap_or_else(|| panic!("{part} is missing")),
        )
    }

    /// What a part refers to: the parts of this kind.
    pub(crate) fn related(&self, part: &str, kind: &str) -> Vec<String> {
        let (folder, file) = part.rsplit_once('/').unwrap();
        let Some(relations) = self.0.get(&format!("{folder}/_rels/{file}.rels")) else {
            return Vec::new();
        };
        let all = tags(relations).into_iter();
        let of_kind = all.filter(|tag| tag.get("Type").ends_with(&format!("/{kind}")));
        of_kind
            .map(|tag| {
                format!(
                    "xl/{}",
                    tag.get("Target")
                        .trim_start_matches("../")
                        .trim_start_matches("/xl/")
                )
            })
            .collect()
    }

    /// The sheets that a person sees: name and part.
    pub(crate) fn sheets(&self) -> Vec<(String, String)> {
        let relations = self.tags("xl/_rels/workbook.xml.rels");
        let sheets = self.tags("xl/workbook.xml").into_iter();
        let seen = sheets.filter(|tag| tag.name == "sheet" && tag.get("state").is_empty());
        seen.map(|sheet| {
            let target = relations
                .iter()
                .find(|r| r.get("Id") == sheet.get("r:id"))
                .unwrap();
            let part = target.get("Target").trim_start_matches("/xl/").to_owned();
            (sheet.get("name").to_owned(), format!("xl/{part}"))
        })
        .collect()
    }

    /// What keeps the workbook from being heard.
    pub(crate) fn faults(&self) -> Vec<String> {
        let properties = self.tags("docProps/core.xml");
        let title = properties.iter().find(|tag| tag.name == "title");
        let mut faults = Vec::new();
        if title.is_none_or(|title| title.text.trim().chars().count() < 10) {
            faults.push("the workbook has no title".to_owned());
        }
        for (name, part) in self.sheets() {
            let found = self.faults_of_sheet(&part).into_iter();
            faults.extend(found.map(|fault| format!("{name}: {fault}")));
        }
        faults
    }

    fn faults_of_sheet(&self, part: &str) -> Vec<String> {
        let tags = self.tags(part);
        let named = |name: &'static str| tags.iter().filter(move |tag| tag.name == name);
        let mut faults = Vec::new();

        // Where the sheet opens, its title is heard: in the first cell that is not hidden.
        let hidden = named("col").filter(|col| col.get("hidden") == "1" && col.get("min") == "1");
        let first = if hidden.count() > 0 { "B1" } else { "A1" };
        let is_said =
            |cell: &&Tag| cell.get("r") == first && ["s", "inlineStr"].contains(&cell.get("t"));
        if named("c").find(is_said).is_none() {
            faults.push(format!("{first} says nothing"));
        }

        let mut areas = Vec::new();
        for table in self.related(part, "table") {
            let table = self.tags(&table);
            let reference = table.iter().find(|tag| tag.name == "table").unwrap();
            areas.push(area(reference.get("ref")));
            if reference.get("headerRowCount") == "0" {
                faults.push(format!(
                    "the table {} has no header row",
                    reference.get("ref")
                ));
            }
            let columns = table.iter().filter(|tag| tag.name == "tableColumn");
            let names: Vec<&str> = columns.map(|column| column.get("name")).collect();
            if names
                .iter()
                .any(|name| name.trim().is_empty() || is_stand_in(name))
            {
                faults.push(format!(
                    "the table {} has a column without a name",
                    reference.get("ref")
                ));
            }
        }
        // More than two columns are a table, and its header stays in sight; a page of text, or of charts, is none.
        let widest = named("row")
            .filter_map(|row| row.get("spans").rsplit(':').next()?.parse::<u32>().ok())
            .max();
        let drawn = self.related(part, "drawing");
        let frozen: Option<u32> = named("pane")
            .find(|pane| pane.get("state") == "frozen")
            .and_then(|pane| pane.get("ySplit").parse().ok());
        if widest.unwrap_or(0) > 2 && drawn.is_empty() && frozen.is_none() {
            faults.push("no header row stays in sight".to_owned());
        }
        for merged in named("mergeCell").map(|tag| tag.get("ref")) {
            let cells = area(merged);
            // The row that heads what is under it is the last one that stays in sight.
            let is_header = frozen.is_some_and(|row| cells[1] <= row && row <= cells[3]);
            if is_header || areas.iter().any(|table| meet(*table, cells)) {
                faults.push(format!("the cells {merged} of a table are merged"));
            }
            if cells[1] != cells[3] {
                faults.push(format!("the cells {merged} are merged over several rows"));
            }
        }
        for drawing in drawn {
            faults.extend(faults_of_drawing(&self.tags(&drawing)));
        }
        faults
    }
}

/// What Excel calls a column that nobody named.
fn is_stand_in(name: &str) -> bool {
    let number = name
        .strip_prefix("Column")
        .or_else(|| name.strip_prefix("Colonne"));
    number.is_some_and(|number| number.chars().all(|letter| letter.is_ascii_digit()))
}

/// Each chart and picture says its finding, no two the same.
fn faults_of_drawing(tags: &[Tag]) -> Vec<String> {
    let mut known = BTreeSet::new();
    let mut faults = Vec::new();
    for drawn in tags.iter().filter(|tag| tag.name == "cNvPr") {
        let (name, alt) = (drawn.get("name"), drawn.get("descr"));
        if alt.chars().count() < 20 || !alt.chars().any(|letter| letter.is_ascii_digit()) {
            faults.push(format!("{name} says « {alt} », no finding"));
        }
        if !known.insert(alt.to_owned()) {
            faults.push(format!("{name} says what another one says: « {alt} »"));
        }
    }
    faults
}

//! Forms: names down a column, values in another. Found wherever rows and columns have moved.

use std::collections::{BTreeMap, BTreeSet};

use crate::framework::FieldType;
use crate::model::{CellRef, Finding, FindingCode};

use super::catalogue::{Catalogue, Name};
use super::fold::{fold, nearest};
use super::interpret::{Draft, MOST_STRANGERS};
use super::page::Page;
use super::raw::{Raw, RawCell};
use super::value::{Expected, understand};

/// Titles of the column where people answer.
const VALUE_TITLES: &[&str] = &[
    "valeur",
    "valeurs",
    "reponse",
    "reponses",
    "votre reponse",
    "vos reponses",
    "value",
    "values",
    "answer",
    "answers",
    "your answer",
    "saisie",
    "a remplir",
];

/// The names of a form with their cells.
struct Names {
    column: u32,
    by_row: BTreeMap<u32, Name>,
}

fn names(page: &Page<'_>, kind: usize, column: u32) -> Names {
    let mut taken = BTreeSet::new();
    let mut by_row = BTreeMap::new();
    for at in page.names.keys().filter(|at| at.column == column) {
        if let Some(name) = page.name(kind, *at, &taken) {
            taken.insert(name);
            by_row.insert(at.row, name);
        }
    }
    Names { column, by_row }
}

/// The column titled « valeur » or the like, if there is one.
pub(super) fn titled_values(page: &Page<'_>, kind: usize, column: u32) -> Option<u32> {
    let names = names(page, kind, column);
    let last = *names.by_row.keys().next_back()?;
    let titles = page
        .sheet
        .cells
        .iter()
        .filter(|cell| cell.at.row < last && cell.at.column != names.column);
    let titles = titles.filter(|cell| match &cell.value {
        Raw::Text(text) if text.len() < 60 => VALUE_TITLES.contains(&fold(text).as_str()),
        _ => false,
    });
    titles.map(|cell| cell.at.column).next()
}

/// Without a title: the column whose cells the fields understand best.
fn likeliest_values(
    page: &Page<'_>,
    catalogue: &Catalogue,
    kind: usize,
    names: &Names,
) -> Option<u32> {
    let mut scores: BTreeMap<u32, i64> = BTreeMap::new();
    let mut labels: BTreeMap<u32, usize> = BTreeMap::new();
    for cell in page
        .sheet
        .cells
        .iter()
        .filter(|cell| cell.at.column != names.column)
    {
        let Some(name) = names.by_row.get(&cell.at.row) else {
            continue;
        };
        let score = if page.names.contains_key(&cell.at) {
            *labels.entry(cell.at.column).or_default() += 1;
            0
        } else if let Name::Field(index) = name
            && let Some(field) = catalogue.field(kind, *index)
        {
            let understood = understand(Expected::from(field), &cell.value, cell.flags.percent);
            match (field.type_, understood.value) {
                (FieldType::Text, _) => 1,
                (_, Some(_)) => 4,
                // Errors and formulas are answers that went wrong.
                (_, None) if !matches!(cell.value, Raw::Text(_)) => 1,
                (_, None) => -1,
            }
        } else {
            1
        };
        *scores.entry(cell.at.column).or_default() += score;
    }
    // Labels beside codes are no answers, even where nothing else stands.
    let describes = |column: u32| {
        labels
            .get(&column)
            .is_some_and(|count| count * 2 > names.by_row.len())
    };
    // Of columns that fit alike, the nearest to the right of the names.
    let distance = |column: u32| (column < names.column, column.abs_diff(names.column));
    let candidates = scores.into_iter().filter(|(column, _)| !describes(*column));
    candidates
        .max_by_key(|(column, score)| (*score, std::cmp::Reverse(distance(*column))))
        .map(|(column, _)| column)
}

/// Reads a form into a draft.
pub(super) fn read(page: &Page<'_>, catalogue: &Catalogue, kind: usize, column: u32) -> Draft {
    let mut draft = Draft::new(catalogue, kind, page.place(None));
    let mut names = names(page, kind, column);
    let values = titled_values(page, kind, column)
        .or_else(|| likeliest_values(page, catalogue, kind, &names));
    recover_by_label(page, kind, &mut names, values);
    let mut seen: BTreeMap<Name, CellRef> = BTreeMap::new();
    for (row, name) in &names.by_row {
        let Some(values) = values else { continue };
        let cell = value_cell(page, names.column, *row, values);
        let at = cell.map_or(
            CellRef {
                row: *row,
                column: values,
            },
            |cell| cell.at,
        );
        // A form may repeat several columns of the register: they are not read, so none stands twice.
        if *name == Name::Known {
            continue;
        }
        if let Some(first) = seen.get(name) {
            if cell.is_some_and(|cell| !cell.value.is_blank()) {
                draft.twice(catalogue, *name, page.place(Some(*first)), at);
            }
            continue;
        }
        seen.insert(*name, at);
        draft.take(catalogue, *name, cell, page.place(Some(at)));
    }
    if let Some(values) = values {
        draft
            .findings
            .extend(strangers(page, catalogue, kind, &names, values));
    }
    draft
}

/// The cell of a row's answer: in the values' column, or the first cell of a merge that reaches it.
fn value_cell<'b>(page: &Page<'b>, names: u32, row: u32, values: u32) -> Option<&'b RawCell> {
    page.cell(row, values).or_else(|| {
        let between = (names.min(values) + 1..values).rev();
        between
            .take(16)
            .find_map(|column| page.cell(row, column).filter(|cell| cell.flags.merged))
    })
}

/// Rows whose code was erased are recognised by a label beside it.
fn recover_by_label(page: &Page<'_>, kind: usize, names: &mut Names, values: Option<u32>) {
    let mut taken: BTreeSet<Name> = names.by_row.values().copied().collect();
    for at in page
        .names
        .keys()
        .filter(|at| at.column != names.column && Some(at.column) != values)
    {
        if names.by_row.contains_key(&at.row) {
            continue;
        }
        // A heading may share the wording of a field: only a row with an answer is one.
        let answered = values.is_none_or(|values| page.cell(at.row, values).is_some());
        if let Some(name) = page.name(kind, *at, &taken)
            && answered
            && name.counts()
            && taken.insert(name)
        {
            names.by_row.insert(at.row, name);
        }
    }
}

/// Rows among the form's that have an answer but no name we know: what they say would be lost without a word.
fn strangers(
    page: &Page<'_>,
    catalogue: &Catalogue,
    kind: usize,
    names: &Names,
    values: u32,
) -> Vec<Finding> {
    let (Some(first), Some(last)) = (names.by_row.keys().next(), names.by_row.keys().next_back())
    else {
        return Vec::new();
    };
    let cells = page
        .sheet
        .cells
        .iter()
        .filter(|c| c.at.column == names.column && (*first..=*last).contains(&c.at.row));
    let unknown =
        cells.filter(|c| !names.by_row.contains_key(&c.at.row) && !page.names.contains_key(&c.at));
    let answered = unknown.filter(|c| {
        page.cell(c.at.row, values)
            .is_some_and(|v| !v.value.is_blank())
    });
    answered
        .take(MOST_STRANGERS)
        .map(|cell| {
            let text = cell.value.shown();
            let suggestion = nearest(&text, catalogue.wordings(kind)).unwrap_or_default();
            let finding = Finding::warning(FindingCode::FieldUnknown, page.place(Some(cell.at)));
            finding.found(text).with("suggestion", suggestion)
        })
        .collect()
}

//! Where each line of a questionnaire stands, known before anything is written: formulas look at lines that come later.

use std::collections::{BTreeSet, HashMap};

use crate::framework::{FieldType, FormLayout, Language, Questionnaire, Section};
use crate::model::{CellRef, FieldId};

use super::super::names::{defined_name, sheet_name};

/// The columns of a form.
pub(super) const CODE: u16 = 0;
pub(super) const QUESTION: u16 = 1;
pub(super) const ANSWER: u16 = 2;
pub(super) const UNIT: u16 = 3;
pub(super) const PREVIOUS: u16 = 4;
pub(super) const CHECK: u16 = 5;

/// The row of the columns' titles; the lines above say what the form is about.
pub(super) const HEADER: u32 = 5;

/// A line of a form.
pub(super) enum Line<'q> {
    /// The title of a section, with its number.
    Section(usize, &'q Section),
    /// A question, by its index.
    Question(usize),
    /// The box of one choice of a question, by their indices.
    Tick(usize, usize),
}

/// A sheet with its lines, each on the row after the one before.
pub(super) struct Sheet<'q> {
    pub(super) name: String,
    pub(super) lines: Vec<(u32, Line<'q>)>,
}

/// Where a question stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) sheet: usize,
    pub(super) row: u32,
    /// Its boxes, on the rows that follow.
    pub(super) ticks: u32,
}

/// Where everything stands.
pub(super) struct Plan<'q> {
    pub(super) sheets: Vec<Sheet<'q>>,
    /// By the questions' index.
    pub(super) spots: Vec<Spot>,
    /// The name of each answer, for formulas of other sheets.
    pub(super) names: Vec<String>,
    by_id: HashMap<&'q FieldId, usize>,
}

impl<'q> Plan<'q> {
    pub(super) fn new(
        questionnaire: &'q Questionnaire,
        language: Language,
        single: &str,
        taken: &mut BTreeSet<String>,
    ) -> Self {
        let mut sheets: Vec<Sheet<'q>> = Vec::new();
        let nowhere = Spot {
            sheet: 0,
            row: 0,
            ticks: 0,
        };
        let mut spots = vec![nowhere; questionnaire.fields.len()];
        for (at, section) in questionnaire.sections.iter().enumerate() {
            if sheets.is_empty() || questionnaire.layout == FormLayout::Sections {
                let name = match questionnaire.layout {
                    FormLayout::Single => single.to_owned(),
                    // The number keeps the name from being that of a sheet that explains.
                    FormLayout::Sections => format!("{}. {}", at + 1, section.label.get(language)),
                };
                sheets.push(Sheet {
                    name: sheet_name(&name, taken),
                    lines: Vec::new(),
                });
            }
            let sheet = sheets.len().saturating_sub(1);
            let Some(page) = sheets.last_mut() else {
                continue;
            };
            page.add(Line::Section(at + 1, section));
            let fields = questionnaire.fields.iter().enumerate();
            for (index, field) in fields.filter(|(_, f)| f.section == section.id) {
                let row = page.add(Line::Question(index));
                if field.type_ == FieldType::Choices {
                    for choice in 0..field.choices.len() {
                        page.add(Line::Tick(index, choice));
                    }
                }
                if let Some(spot) = spots.get_mut(index) {
                    let ticks = page.next_row().saturating_sub(row + 1);
                    *spot = Spot { sheet, row, ticks };
                }
            }
        }
        let mut taken_names = BTreeSet::new();
        let fields = questionnaire.fields.iter();
        Self {
            sheets,
            spots,
            names: fields
                .clone()
                .map(|f| defined_name("reponse", f.id.as_str(), &mut taken_names))
                .collect(),
            by_id: fields.enumerate().map(|(at, f)| (&f.id, at)).collect(),
        }
    }

    /// The index of a question.
    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.by_id.get(&FieldId::new(id)).copied()
    }

    /// The cell of an answer, as a person would write it.
    pub(super) fn cell(&self, index: usize) -> Option<String> {
        let spot = self.spots.get(index)?;
        let at = CellRef {
            row: spot.row,
            column: u32::from(ANSWER),
        };
        Some(at.to_string())
    }

    /// The answer's cell as a formula of a sheet looks at it: by its name where it is on another one.
    pub(super) fn reference(&self, index: usize, home: usize) -> Option<String> {
        let spot = self.spots.get(index)?;
        if spot.sheet == home {
            Some(absolute(spot.row))
        } else {
            self.names.get(index).cloned()
        }
    }

    /// The boxes of a question of several choices, with the question's own cell before them.
    pub(super) fn range(&self, index: usize, home: usize) -> Option<String> {
        let spot = self.spots.get(index)?;
        if spot.sheet != home {
            return self.names.get(index).cloned();
        }
        Some(format!(
            "{}:{}",
            absolute(spot.row),
            absolute(spot.row + spot.ticks)
        ))
    }

    /// What the name of an answer stands for: its cell, and its boxes where it has some.
    pub(super) fn named(&self, index: usize) -> Option<String> {
        let spot = self.spots.get(index)?;
        let sheet = self.sheets.get(spot.sheet)?.name.replace('\'', "''");
        Some(format!("='{sheet}'!{}", self.range(index, spot.sheet)?))
    }
}

impl<'q> Sheet<'q> {
    fn next_row(&self) -> u32 {
        self.lines.last().map_or(HEADER + 1, |(row, _)| row + 1)
    }

    fn add(&mut self, line: Line<'q>) -> u32 {
        let row = self.next_row();
        self.lines.push((row, line));
        row
    }
}

fn absolute(row: u32) -> String {
    let letters = CellRef::column_name(u32::from(ANSWER));
    format!("${letters}${}", row + 1)
}

//! The names by which questionnaires and registers are recognised: codes, labels, synonyms, folded once.

use std::collections::HashMap;

use crate::framework::{ColumnRole, FieldType, Kind, Localised, Questionnaire};
use crate::model::{FieldId, KindId};

use super::fold::fold;

/// Every name that a returned file may use, of all kinds of subjects. Built once, shared by all threads.
#[derive(Debug, Clone)]
pub struct Catalogue {
    pub(super) entries: Vec<Entry>,
    names: HashMap<String, Vec<(usize, Name)>>,
}

/// A kind with its questionnaire.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) kind: KindId,
    pub(super) questionnaire: Questionnaire,
}

/// What a name stands for in a returned file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Name {
    /// A field, by its index in the questionnaire.
    Field(usize),
    /// The box of one choice of a field of several, by their indices.
    Choice(usize, usize),
    /// The subject's identifier.
    Subject,
    /// The period.
    Period,
    /// The version of the questionnaire.
    Version,
    /// The questionnaire's name or another column of the register: recognised, not read.
    Known,
}

impl Name {
    /// Fields and identifiers say that a sheet is a return; names of register columns alone do not.
    pub(super) fn counts(self) -> bool {
        !matches!(self, Self::Known | Self::Version)
    }
}

const SUBJECT: &[&str] = &[
    "identifiant",
    "id",
    "projet_id",
    "code projet",
    "numéro de dossier",
    "n° de dossier",
    "project id",
];
const PERIOD: &[&str] = &[
    "periode",
    "période",
    "period",
    "trimestre",
    "semestre",
    "quarter",
    "half-year",
];
const VERSION: &[&str] = &[
    "version",
    "version du questionnaire",
    "questionnaire_version",
    "questionnaire version",
];
const KNOWN: &[&str] = &["questionnaire", "type de questionnaire"];

/// The code of the box of one choice. The word between them keeps it apart from a field that is named after both, such as
/// `freins_autre`.
pub fn choice_code(field: &FieldId, choice: &str) -> String {
    format!("{field} choix {choice}")
}

impl Catalogue {
    /// The names of these kinds and their questionnaires.
    pub fn new(kinds: &[(&Kind, &Questionnaire)]) -> Self {
        let mut catalogue = Self {
            entries: Vec::new(),
            names: HashMap::new(),
        };
        for (index, (kind, questionnaire)) in kinds.iter().enumerate() {
            // Codes first, then labels and synonyms: a label never hides a code.
            for (at, field) in questionnaire.fields.iter().enumerate() {
                catalogue.add(index, Name::Field(at), field.id.as_str(), Clash::Skip);
            }
            for (at, field) in questionnaire.fields.iter().enumerate() {
                if field.type_ == FieldType::Choices {
                    for (choice, known) in field.choices.iter().enumerate() {
                        let name = Name::Choice(at, choice);
                        catalogue.add(index, name, &choice_code(&field.id, &known.id), Clash::Skip);
                    }
                }
            }
            if let Some(id) = kind.register.column(ColumnRole::Id) {
                catalogue.add(index, Name::Subject, id.id.as_str(), Clash::Skip);
                catalogue.add_wordings(index, Name::Subject, &id.label, &id.synonyms, Clash::Skip);
            }
            for (name, words) in [
                (Name::Period, PERIOD),
                (Name::Version, VERSION),
                (Name::Known, KNOWN),
            ] {
                words
                    .iter()
                    .for_each(|word| catalogue.add(index, name, word, Clash::Skip));
            }
            for (at, field) in questionnaire.fields.iter().enumerate() {
                // « dont femmes » may stand under several questions: the order in the file tells them apart.
                catalogue.add_wordings(
                    index,
                    Name::Field(at),
                    &field.label,
                    &field.synonyms,
                    Clash::Join,
                );
            }
            SUBJECT
                .iter()
                .for_each(|word| catalogue.add(index, Name::Subject, word, Clash::Skip));
            for column in &kind.register.columns {
                catalogue.add(index, Name::Known, column.id.as_str(), Clash::Skip);
                catalogue.add_wordings(
                    index,
                    Name::Known,
                    &column.label,
                    &column.synonyms,
                    Clash::Skip,
                );
            }
            catalogue.entries.push(Entry {
                kind: kind.id.clone(),
                questionnaire: (*questionnaire).clone(),
            });
        }
        catalogue
    }

    fn add_wordings(
        &mut self,
        kind: usize,
        name: Name,
        label: &Localised,
        synonyms: &[String],
        clash: Clash,
    ) {
        let labels = std::iter::once(label.fr.as_str()).chain(label.en.as_deref());
        for wording in labels.chain(synonyms.iter().map(String::as_str)) {
            self.add(kind, name, wording, clash);
        }
    }

    fn add(&mut self, kind: usize, name: Name, wording: &str, clash: Clash) {
        let folded = fold(wording);
        if folded.is_empty() {
            return;
        }
        let meanings = self.names.entry(folded).or_default();
        let of_kind = |(other, _): &&(usize, Name)| *other == kind;
        let taken = meanings.iter().find(of_kind).is_some();
        let joins = matches!(clash, Clash::Join)
            && meanings
                .iter()
                .filter(of_kind)
                .all(|(_, n)| matches!(n, Name::Field(_)));
        if (!taken || joins) && !meanings.contains(&(kind, name)) {
            meanings.push((kind, name));
        }
    }

    /// What a text may stand for, for each kind.
    pub(super) fn meanings(&self, text: &str) -> &[(usize, Name)] {
        const LONGEST_NAME: usize = 250;
        if text.len() > LONGEST_NAME {
            return &[];
        }
        self.names.get(&fold(text)).map_or(&[], Vec::as_slice)
    }

    /// The codes and labels of a kind's fields, to suggest one.
    pub(super) fn wordings(&self, kind: usize) -> impl Iterator<Item = &str> {
        let fields = self
            .entries
            .get(kind)
            .map_or(&[][..], |e| e.questionnaire.fields.as_slice());
        fields
            .iter()
            .flat_map(|f| [f.id.as_str(), f.label.fr.as_str()])
    }

    /// The field at an index of a kind's questionnaire.
    pub(super) fn field(&self, kind: usize, index: usize) -> Option<&crate::framework::Field> {
        self.entries.get(kind)?.questionnaire.fields.get(index)
    }

    /// The ids of a kind's fields.
    pub(super) fn field_ids(&self, kind: usize) -> impl Iterator<Item = &FieldId> {
        let fields = self
            .entries
            .get(kind)
            .map_or(&[][..], |e| e.questionnaire.fields.as_slice());
        fields.iter().map(|f| &f.id)
    }
}

/// What to do with a wording that the kind uses already.
#[derive(Debug, Clone, Copy)]
enum Clash {
    Skip,
    Join,
}

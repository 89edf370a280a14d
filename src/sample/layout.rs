//! A return as a form, returns as a table, and the register's sheets.

use crate::framework::{
    ColumnRole, Field, FieldType, Kind, Language, Programme, Questionnaire, Required,
};

use super::cell::{Cells, Entered};
use super::faults::Fault;
use super::grid::{Grid, Line, LineKind, Look, Spot};
use super::subject::Subject;

/// A return to lay out.
pub(super) struct Return<'a> {
    pub(super) subject: &'a Subject,
    /// As people write it.
    pub(super) period: String,
    pub(super) cells: Cells,
    pub(super) faults: Vec<Fault>,
}

/// What is laid out around the values.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) programme: &'a Programme,
    pub(super) kind: &'a Kind,
    pub(super) questionnaire: &'a Questionnaire,
}

/// A line of a form: code, question, unit, answer, hint.
struct Question<'a> {
    code: &'a str,
    label: String,
    unit: String,
    answer: Spot,
    hint: String,
}

impl Frame<'_> {
    fn id_column(&self) -> (&str, &str) {
        let column = self.kind.register.column(ColumnRole::Id);
        column.map_or(("id", "Code"), |column| {
            (column.id.as_str(), column.label.get(Language::Fr))
        })
    }

    /// One return as a form that people fill in.
    pub(super) fn form(&self, answered: &Return<'_>) -> Grid {
        let has = |fault: Fault| answered.faults.contains(&fault);
        let old = has(Fault::OldVersion);
        let columns: &[usize] = if old {
            &[1, 3]
        } else if has(Fault::ColumnsMoved) {
            &[3, 0, 1, 2, 4]
        } else {
            &[0, 1, 2, 3, 4]
        };
        let text_column = columns.iter().position(|column| *column == 1).unwrap_or(0);
        let line = |question: Question<'_>| {
            let cells = [
                Spot::text(Look::Code, question.code),
                Spot::text(Look::Label, question.label),
                Spot::text(Look::Aside, question.unit),
                question.answer,
                Spot::text(Look::Aside, question.hint),
            ];
            Line::new(
                LineKind::Values,
                columns
                    .iter()
                    .filter_map(|column| cells.get(*column).cloned())
                    .collect(),
            )
        };
        let mut lines = vec![
            Line::one(
                LineKind::Title,
                text_column,
                self.programme.name.get(Language::Fr),
            ),
            Line::one(
                LineKind::Title,
                text_column,
                self.questionnaire.label.get(Language::Fr),
            ),
        ];
        if let Some(introduction) = &self.questionnaire.introduction {
            // A sentence a line: nothing is merged, nothing runs off the page.
            for sentence in introduction.get(Language::Fr).split_inclusive(". ") {
                lines.push(Line::one(LineKind::Note, text_column, sentence.trim()));
            }
        }
        lines.push(Line::blank());
        let headers = ["Code", "Libellé", "Unité", "Valeur", "Aide"];
        let header = columns
            .iter()
            .filter_map(|column| headers.get(*column))
            .map(|text| Spot::text(Look::Plain, *text));
        lines.push(Line::new(LineKind::Header, header.collect()));
        let version = if old {
            self.questionnaire.version - 1
        } else {
            self.questionnaire.version
        };
        lines.extend(self.identity(answered, version).into_iter().map(&line));
        for (number, section) in self.questionnaire.sections.iter().enumerate() {
            if has(Fault::RowsInserted) {
                lines.push(Line::blank());
                lines.push(Line::one(
                    LineKind::Note,
                    text_column,
                    "(à relire avec la trésorière)",
                ));
            }
            let title = format!("{}. {}", number + 1, section.label.get(Language::Fr));
            lines.push(Line::one(LineKind::Section, text_column, title));
            for field in self
                .questionnaire
                .fields
                .iter()
                .filter(|field| field.section == section.id)
            {
                lines.push(line(question(field, &answered.cells, old)));
                if has(Fault::RowsInserted) && field.id.as_str() == "beneficiaires" {
                    lines.push(Line::one(
                        LineKind::Note,
                        text_column,
                        "compté à la main sur le cahier d’accueil",
                    ));
                }
            }
        }
        let widths = [24.0, 46.0, 10.0, 34.0, 60.0];
        let renamed = has(Fault::SheetRenamed);
        Grid {
            sheet: if renamed { "Feuil1 (2)" } else { "Retour" }.to_owned(),
            before: renamed.then(|| {
                (
                    "Mode d’emploi".to_owned(),
                    vec!["À renvoyer avant le 15.".to_owned()],
                )
            }),
            widths: columns
                .iter()
                .filter_map(|column| widths.get(*column))
                .copied()
                .collect(),
            lines,
            landscape: false,
        }
    }

    fn identity(&self, answered: &Return<'_>, version: u32) -> Vec<Question<'_>> {
        let (id, label) = self.id_column();
        let code = answered.faults.iter().find_map(|fault| match fault {
            Fault::Code(code) => Some((*code).to_owned()),
            _ => None,
        });
        let texts = [
            (
                id,
                label,
                code.unwrap_or_else(|| answered.subject.id.clone()),
            ),
            ("titre", "Titre", answered.subject.title.clone()),
            ("periode", "Période", answered.period.clone()),
            (
                "questionnaire",
                "Questionnaire",
                self.questionnaire.id.to_string(),
            ),
            ("version", "Version du questionnaire", version.to_string()),
        ];
        texts
            .into_iter()
            .map(|(code, label, text)| Question {
                code,
                label: label.to_owned(),
                unit: String::new(),
                answer: Spot::answer(FieldType::Text, Some(identity_value(code, text))),
                hint: String::new(),
            })
            .collect()
    }

    /// Several returns as a table, one a row. `codes` heads the columns with codes instead of questions.
    pub(super) fn table(&self, returns: &[Return<'_>], codes: bool, title: Option<String>) -> Grid {
        let has = |fault: Fault| {
            returns
                .iter()
                .any(|answered| answered.faults.contains(&fault))
        };
        let mut fields: Vec<&Field> = self.questionnaire.fields.iter().collect();
        if has(Fault::ColumnsMoved) {
            fields.rotate_left(7);
            fields.swap(2, 11);
        }
        let heading = |field: &Field| {
            if codes {
                field.id.to_string()
            } else {
                field.label.get(Language::Fr).to_owned()
            }
        };
        let (id, label) = self.id_column();
        let mut header = vec![if codes { id } else { label }.to_owned()];
        header.push(if codes { "periode" } else { "Période" }.to_owned());
        header.extend(fields.iter().map(|field| heading(field)));
        if has(Fault::ColumnAdded) {
            header.push("Remarques du service".to_owned());
        }
        let mut lines = Vec::new();
        if let Some(title) = title {
            lines.push(Line::one(LineKind::Title, 0, title));
            lines.push(Line::blank());
        }
        let width = |text: &String| {
            f64::from(u8::try_from(text.chars().count().clamp(10, 26)).unwrap_or(26))
        };
        let widths = header.iter().map(width).collect();
        let header = header
            .into_iter()
            .map(|text| Spot::text(Look::Plain, text))
            .collect();
        lines.push(Line::new(LineKind::Header, header));
        for answered in returns {
            let text =
                |text: &str| Spot::answer(FieldType::Text, Some(Entered::Text(text.to_owned())));
            let mut cells = vec![text(&answered.subject.id), text(&answered.period)];
            cells.extend(fields.iter().map(|field| answer(field, &answered.cells)));
            if has(Fault::ColumnAdded) {
                cells.push(text("vu au téléphone"));
            }
            lines.push(Line::new(LineKind::Values, cells));
        }
        Grid {
            sheet: "Retours".to_owned(),
            before: None,
            widths,
            lines,
            landscape: true,
        }
    }
}

/// The register's sheet of a kind.
pub(super) fn register(kind: &Kind, subjects: &[Subject]) -> Grid {
    let columns = &kind.register.columns;
    let width = |column: &crate::framework::RegisterColumn| match column.role {
        Some(ColumnRole::Title) => 52.0,
        Some(ColumnRole::ContactEmail) => 44.0,
        _ if column.type_ == FieldType::Text => 24.0,
        _ => 14.0,
    };
    let header = columns
        .iter()
        .map(|column| Spot::text(Look::Plain, column.id.as_str()))
        .collect();
    let mut lines = vec![Line::new(LineKind::Header, header)];
    for subject in subjects {
        let cells = columns.iter().map(|column| {
            let value = subject
                .row
                .get(column.id.as_str())
                .map(|cell| cell.entered(None));
            Spot::answer(column.type_, value)
        });
        lines.push(Line::new(LineKind::Values, cells.collect()));
    }
    Grid {
        sheet: kind.register.sheet.clone(),
        before: None,
        widths: columns.iter().map(width).collect(),
        lines,
        landscape: true,
    }
}

fn identity_value(code: &str, text: String) -> Entered {
    match text.parse() {
        Ok(number) if code == "version" => Entered::Number(number),
        _ => Entered::Text(text),
    }
}

fn answer(field: &Field, cells: &Cells) -> Spot {
    let mut spot = Spot::answer(
        field.type_,
        cells
            .get(field.id.as_str())
            .map(|cell| cell.entered(Some(field))),
    );
    spot.choices = match field.type_ {
        FieldType::Choice => field
            .choices
            .iter()
            .map(|c| c.label.get(Language::Fr).to_owned())
            .collect(),
        FieldType::Bool => vec!["oui".to_owned(), "non".to_owned()],
        _ => Vec::new(),
    };
    spot
}

fn question<'a>(field: &'a Field, cells: &Cells, old: bool) -> Question<'a> {
    let label = field.label.get(Language::Fr);
    let label = match (old, field.synonyms.first(), &field.required) {
        (true, Some(former), _) => former.clone(),
        (false, _, Required::Always(true)) => format!("{label} *"),
        _ => label.to_owned(),
    };
    let hint = field
        .hint
        .as_ref()
        .map_or("", |hint| hint.get(Language::Fr));
    let listed = match field.type_ {
        FieldType::Choice | FieldType::Choices => {
            let words: Vec<&str> = field
                .choices
                .iter()
                .map(|choice| choice.label.get(Language::Fr))
                .collect();
            words.join(", ")
        }
        FieldType::Bool => "oui ou non".to_owned(),
        FieldType::Date => "jour/mois/année".to_owned(),
        _ => String::new(),
    };
    let hint = match (hint.is_empty(), listed.is_empty()) {
        (true, _) => listed,
        (false, true) => hint.to_owned(),
        (false, false) => format!("{hint} ({listed})"),
    };
    Question {
        code: field.id.as_str(),
        label,
        unit: field.unit.clone().unwrap_or_default(),
        answer: answer(field, cells),
        hint,
    }
}

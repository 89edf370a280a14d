//! `kinds.toml`: registers, expectations, and the wide tables they make with the questionnaires.

use std::collections::BTreeMap;

use crate::framework::load::index::{Definitions, Index};
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;
use crate::framework::{BuiltIn, ColumnRole, ExpectationMode, FieldType};

use super::common;

pub(super) const COLUMN: (&str, &str) = ("la colonne du registre", "the register column");

pub(super) fn check(index: &Index<'_>, problems: &mut Vec<Problem>) {
    index
        .kinds
        .twins("id", ("la catégorie de dossiers", "the kind"), problems);
    for kind in index.kinds.sound() {
        common::identifier(kind.get("id"), false, problems);
        let what = ("le questionnaire", "the questionnaire");
        let questionnaire = kind
            .get("questionnaire")
            .and_then(|q| index.questionnaires.follow(q, what, problems));
        let columns = Definitions::new(
            columns(kind),
            "id",
            kind.path(&["register", "column"]).is_some(),
        );
        register(kind, &columns, problems);
        common::follow_all(&kind.list("levels"), &columns, COLUMN, problems);
        expectation(kind, &columns, questionnaire, problems);
        collisions(&columns, questionnaire, problems);
    }
    sheets(index, problems);
}

/// The columns of a kind's register.
pub(super) fn columns(kind: Node<'_>) -> Vec<Node<'_>> {
    kind.get("register")
        .map(|r| r.list("column"))
        .unwrap_or_default()
}

/// The register of the kind that `reference` names must tell where its subjects can be written to.
pub(super) fn contact_address(reference: Node<'_>, kind: Node<'_>, problems: &mut Vec<Problem>) {
    let columns = columns(kind);
    let has_address = columns
        .iter()
        .any(|c| matches!(c.word("role"), Some(ColumnRole::ContactEmail)));
    if !has_address && !columns.is_empty() && !kind.broken {
        let id = reference.text().unwrap_or_default();
        let message = say!(
            "le registre de « {id} » n'a pas d'adresse de contact",
            "the register of “{id}” has no contact address"
        );
        let help = say!(
            "donnez à une colonne role = \"contact_email\" et type = \"email\"",
            "give a column role = \"contact_email\" and type = \"email\""
        );
        problems.push(reference.problem(message, Some(help)));
    }
}

fn register(kind: Node<'_>, columns: &Definitions<'_>, problems: &mut Vec<Problem>) {
    columns.twins("id", COLUMN, problems);
    common::spellings(&columns.all, "id", problems);
    let mut roles: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for column in &columns.all {
        common::identifier(column.get("id"), false, problems);
        let Some(role) = column.get("role") else {
            continue;
        };
        let Some(name) = role.text() else { continue };
        if roles.contains_key(name) {
            let message = say!(
                "deux colonnes ont le rôle « {name} »",
                "two columns have the role “{name}”"
            );
            let help = say!("gardez-le sur une seule colonne", "keep it on one column");
            problems.push(role.problem(message, Some(help)));
        }
        roles.insert(name, *column);
        if matches!(column.word("role"), Some(ColumnRole::ContactEmail))
            && column
                .word::<FieldType>("type")
                .is_some_and(|t| t != FieldType::Email)
        {
            let message = say!(
                "le rôle « {name} » demande le type « email »",
                "the role “{name}” needs the type “email”"
            );
            let place = column.get("type").unwrap_or(*column);
            problems.push(place.problem(
                message,
                Some(say!("écrivez type = \"email\"", "write type = \"email\"")),
            ));
        }
    }
    let Some(register) = kind.get("register").filter(|_| !columns.all.is_empty()) else {
        return;
    };
    for role in ["id", "title"] {
        // A role that could not be read may be the one that seems to be missing.
        let unclear = columns
            .all
            .iter()
            .any(|c| c.get("role").is_some() && c.word::<ColumnRole>("role").is_none());
        if !roles.contains_key(role) && !unclear {
            let message = say!(
                "aucune colonne n'a le rôle « {role} »",
                "no column has the role “{role}”"
            );
            let help = say!(
                "ajoutez role = \"{role}\" à une colonne",
                "add role = \"{role}\" to one column"
            );
            problems.push(register.problem(message, Some(help)));
        }
    }
}

fn expectation(
    kind: Node<'_>,
    columns: &Definitions<'_>,
    questionnaire: Option<Node<'_>>,
    problems: &mut Vec<Problem>,
) {
    let Some(expectation) = kind.get("expectation") else {
        return;
    };
    for key in ["from", "until"] {
        let Some(reference) = expectation.get(key) else {
            continue;
        };
        let Some(column) = columns.follow(reference, COLUMN, problems) else {
            continue;
        };
        if column
            .word::<FieldType>("type")
            .is_some_and(|t| t != FieldType::Date)
        {
            let id = reference.text().unwrap_or_default();
            let message = say!(
                "la colonne « {id} » n'est pas une date",
                "the column “{id}” is no date"
            );
            let help = say!(
                "choisissez une colonne de type « date »",
                "choose a column of type “date”"
            );
            problems.push(reference.problem(message, Some(help)));
        }
    }
    let at_end = matches!(expectation.word("mode"), Some(ExpectationMode::AtEnd));
    if at_end && expectation.get("until").is_none() {
        let message = say!(
            "le mode « at_end » a besoin de « until »",
            "the mode “at_end” needs “until”"
        );
        let help = say!(
            "ajoutez until = \"…\", la colonne du dernier jour suivi",
            "add until = \"…\", the column of the last day followed"
        );
        problems.push(expectation.problem(message, Some(help)));
    }
    if let (Some(stop), Some(questionnaire)) = (expectation.get("stop_when"), questionnaire) {
        stop_when(stop, questionnaire, problems);
    }
}

fn stop_when(stop: Node<'_>, questionnaire: Node<'_>, problems: &mut Vec<Problem>) {
    let fields = Definitions::new(questionnaire.list("field"), "id", !questionnaire.broken);
    let Some(reference) = stop.get("field") else {
        return;
    };
    let Some(field) = fields.follow(reference, ("le champ", "the field"), problems) else {
        return;
    };
    if field
        .word::<FieldType>("type")
        .is_some_and(|t| t != FieldType::Choice)
    {
        let message = say!(
            "ce champ n'est pas de type « choice »",
            "this field is not of type “choice”"
        );
        let help = say!(
            "choisissez un champ à choix unique",
            "choose a field with one choice"
        );
        return problems.push(reference.problem(message, Some(help)));
    }
    let choices = Definitions::new(field.list("choices"), "id", field.get("choices").is_some());
    common::follow_all(
        &stop.list("values"),
        &choices,
        ("le choix", "the choice"),
        problems,
    );
}

/// Register, return and fields share one table: no name may mean two columns.
fn collisions(
    columns: &Definitions<'_>,
    questionnaire: Option<Node<'_>>,
    problems: &mut Vec<Problem>,
) {
    let built_in = |id: &str| BuiltIn::ALL.iter().any(|column| column.name() == id);
    let fields = questionnaire.map(|q| q.list("field")).unwrap_or_default();
    for id in columns
        .all
        .iter()
        .chain(&fields)
        .filter_map(|node| node.get("id"))
    {
        let Some(text) = id.text() else { continue };
        if built_in(text) {
            let message = say!(
                "« {text} » est une colonne que bilan ajoute lui-même",
                "“{text}” is a column that bilan adds itself"
            );
            problems.push(id.problem(
                message,
                Some(say!(
                    "choisissez un autre identifiant",
                    "choose another identifier"
                )),
            ));
        }
    }
    for id in fields.iter().filter_map(|field| field.get("id")) {
        let Some(column) = id.text().and_then(|text| columns.find(text)) else {
            continue;
        };
        let place = format!("{}:{}", column.file.name, column.line());
        let text = id.text().unwrap_or_default();
        let message = say!(
            "le champ « {text} » porte le nom d'une colonne du registre ({place})",
            "the field “{text}” has the name of a register column ({place})"
        );
        problems.push(id.problem(
            message,
            Some(say!(
                "donnez au champ un autre identifiant",
                "give the field another identifier"
            )),
        ));
    }
}

/// Two kinds cannot have one sheet.
fn sheets(index: &Index<'_>, problems: &mut Vec<Problem>) {
    let mut seen = std::collections::BTreeSet::new();
    for sheet in index
        .kinds
        .sound()
        .filter_map(|kind| kind.path(&["register", "sheet"]))
    {
        let Some(text) = sheet.text() else { continue };
        if !seen.insert(text.to_lowercase()) {
            let message = say!(
                "deux catégories lisent la feuille « {text} »",
                "two kinds read the sheet “{text}”"
            );
            let help = say!(
                "donnez à chacune sa feuille du registre",
                "give each its own sheet of the register"
            );
            problems.push(sheet.problem(message, Some(help)));
        }
    }
}

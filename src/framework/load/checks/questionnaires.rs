//! `questionnaires/*.toml`: sections, fields, choices, rules.

use crate::framework::load::index::{Definitions, Index};
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;
use crate::framework::{FieldType, Rollup};

use super::common;

const FIELD: (&str, &str) = ("le champ", "the field");

pub(super) fn check(index: &Index<'_>, problems: &mut Vec<Problem>) {
    index
        .questionnaires
        .twins("id", ("le questionnaire", "the questionnaire"), problems);
    for questionnaire in index.questionnaires.sound() {
        common::identifier(questionnaire.get("id"), true, problems);
        let part = |key: &str| {
            Definitions::new(
                questionnaire.list(key),
                "id",
                questionnaire.get(key).is_some(),
            )
        };
        let (sections, fields, rules) = (part("section"), part("field"), part("rule"));
        sections.twins("id", ("la rubrique", "the section"), problems);
        fields.twins("id", FIELD, problems);
        rules.twins("id", ("la règle", "the rule"), problems);
        common::spellings(&fields.all, "id", problems);
        for field in &fields.all {
            common::identifier(field.get("id"), false, problems);
            if let Some(section) = field.get("section") {
                sections.follow(section, ("la rubrique", "the section"), problems);
            }
            if let Some(type_) = field.word::<FieldType>("type") {
                bounds(*field, type_, problems);
                choices(*field, type_, problems);
                rollup(*field, type_, problems);
            }
        }
        for rule in &rules.all {
            common::identifier(rule.get("id"), true, problems);
            common::follow_all(&rule.list("fields"), &fields, FIELD, problems);
            if let Some(empty) = rule
                .get("fields")
                .filter(|f| f.value.get_ref().as_array().is_some_and(|a| a.is_empty()))
            {
                let message = say!(
                    "cette règle ne montre aucun champ",
                    "this rule shows no field"
                );
                let help = say!(
                    "nommez au moins un champ à corriger",
                    "name at least one field to correct"
                );
                problems.push(empty.problem(message, Some(help)));
            }
        }
    }
}

/// Whether values of this type are numbers.
fn is_numeric(type_: FieldType) -> bool {
    use FieldType::{Euros, Integer, Number, Percent, Score};
    matches!(type_, Integer | Number | Euros | Percent | Score)
}

fn bounds(field: Node<'_>, type_: FieldType, problems: &mut Vec<Problem>) {
    for key in ["min", "max"] {
        if let Some(bound) = field.get(key).filter(|_| !is_numeric(type_)) {
            let message = say!(
                "« {key} » ne vaut que pour un nombre",
                "“{key}” is for numbers only"
            );
            let help = say!(
                "retirez-le, ou changez le type du champ",
                "remove it, or change the field's type"
            );
            problems.push(bound.problem(message, Some(help)));
        }
    }
    if let Some(length) = field.get("max_length").filter(|_| type_ != FieldType::Text) {
        let message = say!(
            "« max_length » ne vaut que pour un texte",
            "“max_length” is for texts only"
        );
        let help = say!(
            "retirez-le, ou écrivez type = \"text\"",
            "remove it, or write type = \"text\""
        );
        problems.push(length.problem(message, Some(help)));
    }
    let (Some(low), Some(high)) = (field.get("min"), field.get("max")) else {
        return;
    };
    if let (Some(min), Some(max)) = (low.number(), high.number())
        && min > max
    {
        let message = say!(
            "min ({min}) dépasse max ({max})",
            "min ({min}) is above max ({max})"
        );
        problems.push(low.problem(message, Some(say!("échangez-les", "swap them"))));
    }
}

fn choices(field: Node<'_>, type_: FieldType, problems: &mut Vec<Problem>) {
    let list = field.list("choices");
    let wanted = matches!(type_, FieldType::Choice | FieldType::Choices);
    match field.get("choices") {
        Some(choices) if !wanted && !list.is_empty() => {
            let message = say!(
                "ce type de champ n'a pas de choix",
                "this type of field has no choices"
            );
            let help = say!(
                "écrivez type = \"choice\" ou \"choices\", ou retirez les choix",
                "write type = \"choice\" or \"choices\", or remove the choices"
            );
            problems.push(choices.problem(message, Some(help)));
        }
        _ if wanted && list.is_empty() => {
            let message = say!(
                "ce champ à choix n'a pas de choix",
                "this field has no choices"
            );
            let help = say!(
                "ajoutez choices = [{{ id = \"…\", label = {{ fr = \"…\" }} }}]",
                "add choices = [{{ id = \"…\", label = {{ fr = \"…\" }} }}]"
            );
            problems.push(
                field
                    .get("choices")
                    .unwrap_or(field)
                    .problem(message, Some(help)),
            );
        }
        _ => {}
    }
    for choice in &list {
        let Some(id) = choice.get("id") else { continue };
        // A code such as `1_a_3` is a text in expressions, so it may begin with a digit.
        if id
            .text()
            .is_some_and(|t| !t.starts_with(|c: char| c.is_ascii_digit()))
        {
            common::identifier(Some(id), true, problems);
        }
    }
    common::spellings(&list, "id", problems);
    Definitions::new(list, "id", true).twins("id", ("le choix", "the choice"), problems);
}

/// A roll-up must make sense for the type.
fn rollup(field: Node<'_>, type_: FieldType, problems: &mut Vec<Problem>) {
    let Some(rollup) = field.word::<Rollup>("rollup") else {
        return;
    };
    let (fits, good) = match rollup {
        Rollup::Last => (true, ""),
        Rollup::Sum | Rollup::Mean => (is_numeric(type_), "last"),
        Rollup::Max => (is_numeric(type_) || type_ == FieldType::Date, "last"),
        Rollup::Any => (
            matches!(type_, FieldType::Bool | FieldType::Choices),
            "sum, mean, last, max",
        ),
    };
    if let Some(place) = field.get("rollup").filter(|_| !fits) {
        let word = place.text().unwrap_or_default();
        let message = say!(
            "« {word} » n'a pas de sens pour ce type de champ",
            "“{word}” makes no sense for this type of field"
        );
        problems.push(place.problem(message, Some(say!("au choix : {good}", "one of: {good}"))));
    }
}

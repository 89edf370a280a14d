//! `programme.toml`: people, territories, parameters.

use crate::framework::load::index::{Definitions, Index};
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;

use super::common;

pub(super) fn check(index: &Index<'_>, problems: &mut Vec<Problem>) {
    let Some(programme) = index.programme.filter(|p| !p.broken) else {
        return;
    };
    common::identifier(programme.get("id"), true, problems);
    common::time_zone(programme.get("time_zone"), problems);
    common::email(programme.path(&["contact", "email"]), problems);
    languages(programme, problems);
    lists(programme, problems);
    for department in programme.list("direction") {
        common::email(department.path(&["correspondent", "email"]), problems);
    }
    for parameter in programme.list("parametre") {
        common::identifier(parameter.get("id"), false, problems);
        value(parameter, problems);
    }
}

fn languages(programme: Node<'_>, problems: &mut Vec<Problem>) {
    let Some(languages) = programme.get("languages") else {
        return;
    };
    let items = languages.items();
    common::once(&items, problems);
    if items.is_empty() && languages.value.get_ref().is_array() {
        let message = say!("aucune langue", "no language");
        problems.push(languages.problem(
            message,
            Some(say!(
                "écrivez languages = [\"fr\"]",
                "write languages = [\"fr\"]"
            )),
        ));
    }
}

/// The lists that the register refers to.
fn lists(programme: Node<'_>, problems: &mut Vec<Problem>) {
    for (list, key, what) in [
        ("direction", "id", ("la direction", "the direction")),
        ("thematique", "id", ("la thématique", "the theme")),
        ("departement", "code", ("le département", "the département")),
        ("edition", "id", ("l'édition", "the edition")),
        ("parametre", "id", ("le paramètre", "the parameter")),
    ] {
        let things = programme.list(list);
        common::spellings(&things, key, problems);
        Definitions::new(things, key, true).twins(key, what, problems);
    }
}

fn value(parameter: Node<'_>, problems: &mut Vec<Problem>) {
    let Some(value) = parameter.get("value") else {
        return;
    };
    let Some(text) = value.text() else { return };
    if text.parse::<rust_decimal::Decimal>().is_err() {
        let message = say!("« {text} » n'est pas un nombre", "“{text}” is no number");
        let help = say!(
            "écrivez-le avec un point : \"11.88\"",
            "write it with a point: \"11.88\""
        );
        problems.push(value.problem(message, Some(help)));
    }
}

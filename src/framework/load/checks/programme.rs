//! `programme.toml`: people, territories, parameters.

use crate::framework::ColumnRole;
use crate::framework::load::index::{Definitions, Index};
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;

use super::common;

/// A list of the programme: its key, the key that its entries are named by, and what one is in French and English.
struct List(&'static str, &'static str, (&'static str, &'static str));

const DEPARTMENTS: List = List("direction", "id", ("la direction", "the direction"));
const THEMES: List = List("thematique", "id", ("la thématique", "the theme"));
const COUNTIES: List = List("departement", "code", ("le département", "the département"));
const EDITIONS: List = List("edition", "id", ("l'édition", "the edition"));
const PARAMETERS: List = List("parametre", "id", ("le paramètre", "the parameter"));

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
    for List(list, key, what) in [DEPARTMENTS, THEMES, COUNTIES, EDITIONS, PARAMETERS] {
        let things = programme.list(list);
        common::spellings(&things, key, problems);
        Definitions::new(things, key, true).twins(key, what, problems);
    }
}

/// The entries of the list that register columns of this role point into, and what one is in French and English; nothing
/// where they point into none.
pub(super) fn pointed_into<'a>(
    role: ColumnRole,
    index: &Index<'a>,
) -> Option<(Definitions<'a>, (&'static str, &'static str))> {
    let List(list, key, what) = match role {
        ColumnRole::Department => DEPARTMENTS,
        ColumnRole::Theme => THEMES,
        ColumnRole::County => COUNTIES,
        ColumnRole::Edition => EDITIONS,
        ColumnRole::Id
        | ColumnRole::Title
        | ColumnRole::ContactName
        | ColumnRole::ContactEmail
        | ColumnRole::ContactLanguage => return None,
    };
    let programme = index.programme?;
    let complete = !programme.broken && programme.get(list).is_some();
    Some((Definitions::new(programme.list(list), key, complete), what))
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

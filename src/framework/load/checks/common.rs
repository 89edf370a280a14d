//! Checks that several subjects share.

use std::collections::BTreeMap;

use crate::framework::load::index::{Definitions, Index, dangling};
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;
use crate::framework::load::words::suggest;

/// The text must be an e-mail address.
pub(super) fn email(node: Option<Node<'_>>, problems: &mut Vec<Problem>) {
    let Some(node) = node else { return };
    let Some(text) = node.text() else { return };
    if text.parse::<lettre::Address>().is_err() {
        let message = say!(
            "« {text} » n'est pas une adresse électronique",
            "“{text}” is no e-mail address"
        );
        let help = say!("écrivez nom@domaine.fr", "write name@domain.org");
        problems.push(node.problem(message, Some(help)));
    }
}

/// The text must be a time zone of the IANA database.
pub(super) fn time_zone(node: Option<Node<'_>>, problems: &mut Vec<Problem>) {
    let Some(node) = node else { return };
    let Some(text) = node.text() else { return };
    if text.parse::<chrono_tz::Tz>().is_err() {
        let message = say!(
            "le fuseau horaire « {text} » n'existe pas",
            "the time zone “{text}” does not exist"
        );
        let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let help = match crate::framework::load::words::nearest(text, zones) {
            Some(_) => suggest(text, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())),
            None => say!("par exemple Europe/Paris", "for example Europe/Paris"),
        };
        problems.push(node.problem(message, Some(help)));
    }
}

/// The documents named must be templates of the folder or built-in workbooks, each once.
pub(super) fn documents(node: Node<'_>, index: &Index<'_>, problems: &mut Vec<Problem>) {
    let items = node.list("documents");
    once(&items, problems);
    for item in items {
        let Some(id) = item.text() else { continue };
        if !index.documents.contains(id) {
            let known = index.documents.iter().map(String::as_str);
            problems.push(dangling(item, id, ("le document", "the document"), known));
        }
    }
}

/// The text must be a folder of `report-templates/mail/`.
pub(super) fn mail(node: Option<Node<'_>>, index: &Index<'_>, problems: &mut Vec<Problem>) {
    let Some(node) = node else { return };
    let Some(name) = node.text() else { return };
    if !index.mails.contains(name) {
        let known = index.mails.iter().map(String::as_str);
        problems.push(dangling(node, name, ("le courriel", "the mail"), known));
    }
}

/// No text may stand twice in a list.
pub(super) fn once(items: &[Node<'_>], problems: &mut Vec<Problem>) {
    let mut seen = std::collections::BTreeSet::new();
    for item in items {
        let Some(text) = item.text() else { continue };
        if !seen.insert(text) {
            let message = say!(
                "« {text} » figure deux fois dans cette liste",
                "“{text}” stands twice in this list"
            );
            problems.push(item.problem(message, Some(say!("gardez-le une fois", "keep it once"))));
        }
    }
}

/// Follows each text of a list.
pub(super) fn follow_all(
    items: &[Node<'_>],
    to: &Definitions<'_>,
    what: (&str, &str),
    problems: &mut Vec<Problem>,
) {
    once(items, problems);
    for item in items {
        to.follow(*item, what, problems);
    }
}

/// The identifier must be one that expressions and file names can hold; `dashes` where it is never in an expression.
pub(super) fn identifier(node: Option<Node<'_>>, dashes: bool, problems: &mut Vec<Problem>) {
    let Some(node) = node else { return };
    let Some(text) = node.text() else { return };
    let good =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || (dashes && c == '-');
    if text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(good) {
        return;
    }
    let message = say!(
        "« {text} » ne peut pas servir d'identifiant",
        "“{text}” cannot be an identifier"
    );
    let plain = plain(text);
    let help = say!(
        "minuscules sans accent, chiffres et _, une lettre d'abord : {plain}",
        "lower-case letters without accents, digits and _, a letter first: {plain}"
    );
    problems.push(node.problem(message, Some(help)));
}

/// The nearest text that can be an identifier.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let plain: String = letters
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let plain = plain.trim_matches('_').to_owned();
    if plain.starts_with(|c: char| c.is_ascii_lowercase()) {
        plain
    } else {
        format!("x_{plain}")
    }
}

/// The spellings of several things must be apart: one that two things share could not be understood when it is read.
/// Each thing has the key of its own name, and `synonyms`.
pub(super) fn spellings<'a>(things: &[Node<'a>], own: &str, problems: &mut Vec<Problem>) {
    let mut taken: BTreeMap<String, (usize, &'a str)> = BTreeMap::new();
    let names: Vec<&str> = things
        .iter()
        .map(|thing| thing.str(own).unwrap_or_default())
        .collect();
    // Own names first, so that the synonym is blamed and not the name.
    for (index, name) in names.iter().enumerate() {
        taken.entry(folded(name)).or_insert((index, name));
    }
    for (index, thing) in things.iter().enumerate() {
        for synonym in thing.list("synonyms") {
            let Some(text) = synonym.text() else { continue };
            match taken.get(&folded(text)) {
                None => drop(taken.insert(folded(text), (index, names[index]))),
                Some((holder, _)) if *holder == index => {}
                Some((_, name)) => {
                    let message = say!(
                        "« {text} » désigne déjà « {name} »",
                        "“{text}” already means “{name}”"
                    );
                    let help = say!("retirez-le d'un côté", "remove it on one side");
                    problems.push(synonym.problem(message, Some(help)));
                }
            }
        }
    }
}

/// As spellings are compared: without case and spaces at the ends.
fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

//! Columns that point into the programme's lists: direction, thématique, département, edition.

use crate::framework::{ColumnRole, Programme};
use crate::read::fold::{fold, nearest};

/// What a text of the register names in a list of the programme.
pub(super) enum Reference {
    /// The identifier in the list.
    Known(String),
    /// Nothing; the list's French name and the nearest entry.
    Unknown {
        /// « directions », « thématiques »…
        list: &'static str,
        /// The nearest entry, or nothing near.
        suggestion: Option<String>,
    },
}

/// Resolves `text` in the list that `role` points into; nothing where the role points into none.
pub(super) fn resolve(programme: &Programme, role: ColumnRole, text: &str) -> Option<Reference> {
    let (list, entries): (_, Vec<(String, Vec<String>)>) = match role {
        ColumnRole::Department => (
            "directions",
            programme
                .departments
                .iter()
                .map(|d| {
                    (
                        d.id.clone(),
                        spellings(&d.id, [&d.name.fr], d.name.en.as_ref(), &d.synonyms),
                    )
                })
                .collect(),
        ),
        ColumnRole::Theme => (
            "thématiques",
            programme
                .themes
                .iter()
                .map(|t| {
                    (
                        t.id.clone(),
                        spellings(&t.id, [&t.name.fr], t.name.en.as_ref(), &t.synonyms),
                    )
                })
                .collect(),
        ),
        ColumnRole::County => (
            "départements",
            programme
                .counties
                .iter()
                // A spreadsheet that takes 09 for a number leaves 9.
                .map(|c| {
                    (
                        c.code.clone(),
                        vec![
                            fold(&c.code),
                            fold(c.code.trim_start_matches('0')),
                            fold(&c.name),
                        ],
                    )
                })
                .collect(),
        ),
        ColumnRole::Edition => (
            "éditions",
            programme
                .editions
                .iter()
                .map(|e| {
                    (
                        e.id.clone(),
                        spellings(&e.id, [&e.name.fr], e.name.en.as_ref(), &[]),
                    )
                })
                .collect(),
        ),
        ColumnRole::Id
        | ColumnRole::Title
        | ColumnRole::ContactName
        | ColumnRole::ContactEmail
        | ColumnRole::ContactLanguage => return None,
    };
    let folded = fold(text);
    if let Some((id, _)) = entries.iter().find(|(_, names)| names.contains(&folded)) {
        return Some(Reference::Known(id.clone()));
    }
    let names = entries
        .iter()
        .flat_map(|(_, names)| names.iter().map(String::as_str));
    let near = nearest(&folded, names);
    let suggestion = near
        .and_then(|n| {
            entries
                .iter()
                .find(|(_, names)| names.iter().any(|x| x == n))
        })
        .map(|(id, _)| id.clone());
    Some(Reference::Unknown { list, suggestion })
}

fn spellings(
    id: &str,
    names: [&String; 1],
    english: Option<&String>,
    synonyms: &[String],
) -> Vec<String> {
    let all = std::iter::once(id).chain(names.into_iter().map(String::as_str));
    all.chain(english.map(String::as_str))
        .chain(synonyms.iter().map(String::as_str))
        .map(fold)
        .collect()
}

//! Names that spreadsheets accept: sheets, tables, headers, and texts from outside.

use std::collections::BTreeSet;

/// A spreadsheet's limits, in UTF-16 units.
const SHEET_NAME: usize = 31;
const CELL_TEXT: usize = 32_767;
const HEADER_TEXT: usize = 250;

/// The beginning of `text` that fits in `units` UTF-16 units, with an ellipsis where something was cut.
fn shortened(text: &str, units: usize) -> String {
    if text.encode_utf16().count() <= units {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.len_utf16();
        if used > units {
            break;
        }
        kept.push(letter);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// A text for a cell: without control characters and no longer than a cell can hold.
pub(super) fn cell_text(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    shortened(&clean, CELL_TEXT)
}

/// A text on one line, for headers of columns and pages.
pub(super) fn one_line(text: &str, units: usize) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_control() || matches!(c, ' ' | '\u{fffe}' | '\u{ffff}'))
        .filter(|word| !word.is_empty())
        .collect();
    shortened(&words.join(" "), units)
}

/// A text in the header or footer of a page, where `&` begins a command.
pub(super) fn page_text(text: &str) -> String {
    one_line(text, 120).replace('&', "&&")
}

/// A sheet's name: at most 31 characters, none of `[]:*?/\`, no apostrophe at its ends, and its own in the workbook.
pub(super) fn sheet_name(label: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed: String = one_line(label, HEADER_TEXT)
        .chars()
        .map(|c| {
            if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') {
                '-'
            } else {
                c
            }
        })
        .collect();
    let trimmed = allowed.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    // « Historique » is a name that Excel keeps for itself.
    let base = match trimmed.to_lowercase().as_str() {
        "" => "Feuille".to_owned(),
        "history" | "historique" => format!("{trimmed} –"),
        _ => trimmed.to_owned(),
    };
    numbered(&base, SHEET_NAME, |n| format!(" ({n})"), taken)
}

/// The name of a table or of a value: letters, digits and underscores, never one that reads as a cell.
pub(super) fn defined_name(prefix: &str, id: &str, taken: &mut BTreeSet<String>) -> String {
    let safe: String = id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    numbered(
        &format!("{prefix}_{safe}"),
        HEADER_TEXT,
        |n| format!("_{n}"),
        taken,
    )
}

/// Headers of one table, each its own whatever its case.
pub(super) fn unique_headers(labels: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    labels
        .into_iter()
        .map(|label| {
            let line = one_line(&label, HEADER_TEXT);
            let base = if line.is_empty() {
                "–".to_owned()
            } else {
                line
            };
            numbered(&base, HEADER_TEXT, |n| format!(" ({n})"), &mut taken)
        })
        .collect()
}

fn numbered(
    base: &str,
    units: usize,
    suffix: impl Fn(usize) -> String,
    taken: &mut BTreeSet<String>,
) -> String {
    let mut name = shortened(base, units);
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        let end = suffix(number);
        name = shortened(base, units - end.len()) + &end;
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_accepted_by_every_spreadsheet() {
        let mut taken = BTreeSet::new();
        let long = "Instances de dialogue et comités de suivi [2026] : tous";
        let first = sheet_name(long, &mut taken);
        let second = sheet_name(long, &mut taken);
        assert_eq!(first, "Instances de dialogue et comit…");
        assert_eq!(second, "Instances de dialogue et c… (2)");
        assert_eq!(sheet_name("'a/b'", &mut taken), "a-b");
        assert_eq!(sheet_name("A-B", &mut taken), "A-B (2)");
        assert_eq!(sheet_name("?", &mut taken), "-");
        assert_eq!(sheet_name(" ' ", &mut taken), "Feuille");
        assert_eq!(sheet_name("Historique", &mut taken), "Historique –");
        for odd in ["🌳".repeat(40), "x\u{0}y".into(), "*".repeat(80)] {
            let name = sheet_name(&odd, &mut taken);
            assert!(name.encode_utf16().count() <= 31, "{name}");
            rust_xlsxwriter::utility::check_sheet_name(&name).unwrap();
        }
    }

    #[test]
    fn tables_and_headers_never_clash() {
        let mut taken = BTreeSet::new();
        assert_eq!(defined_name("tab", "é-1", &mut taken), "tab___1");
        assert_eq!(defined_name("tab", "è-1", &mut taken), "tab___1_2");
        let headers = unique_headers(["Nom", "nom", "", " "].map(str::to_owned));
        assert_eq!(headers, ["Nom", "nom (2)", "–", "– (2)"]);
    }
}

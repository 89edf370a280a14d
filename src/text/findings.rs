//! What a finding says to a person.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::framework::{Language, Rule};
use crate::model::{Finding, FindingCode, Place};

use super::{Arg, Texts, numbers};

/// The arguments that the messages of findings may use; one that a finding lacks is empty (what was
/// found: « … »), and `has-…` says `no`.
const DETAILS: [&str; 23] = [
    "assumed",
    "author",
    "choices",
    "column",
    "current",
    "encoding",
    "extension",
    "given",
    "kind",
    "length",
    "limit",
    "list",
    "max",
    "min",
    "other",
    "reason",
    "sheet",
    "size",
    "suggestion",
    "understood",
    "unit",
    "version",
    "found",
];

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingText {
    /// What is wrong.
    pub what: String,
    /// What is expected instead.
    pub expected: String,
    /// How to mend it.
    pub remedy: String,
    /// Where: file, sheet, cell.
    pub place: String,
}

/// Puts a finding into words. `field_label` is the question's own wording, where the caller knows it; `rule` is the broken
/// rule, whose message and remedy were written for the holder by the evaluation officer.
pub fn finding_text(
    finding: &Finding,
    field_label: Option<&str>,
    rule: Option<&Rule>,
    language: Language,
) -> FindingText {
    let texts = Texts::of(language);
    let args = Arguments::of(finding, field_label, language);
    let args = args.borrowed();
    let id = format!("finding-{}", finding.code.as_str());
    let get = |id: &str| texts.get(id, &args);
    let rule = rule.filter(|_| finding.code == FindingCode::RuleBroken);
    FindingText {
        what: rule.map_or_else(|| get(&id), |rule| rule.message.get(language).to_owned()),
        expected: get(&format!("{id}.expected")),
        remedy: rule.map_or_else(
            || get(&format!("{id}.remedy")),
            |rule| rule.remedy.get(language).to_owned(),
        ),
        place: place_text(&finding.place, language),
    }
}

/// A place in words: « retour.xlsx, feuille « Retour », cellule F31 ».
fn place_text(place: &Place, language: Language) -> String {
    let cell = place.cell.map(|cell| cell.to_string());
    let id = match (&place.sheet, &cell) {
        (None, None) => "place-file",
        (Some(_), None) => "place-sheet",
        (None, Some(_)) => "place-cell",
        (Some(_), Some(_)) => "place-sheet-cell",
    };
    let args = [
        ("file", Arg::from(place.file.as_str())),
        (
            "sheet",
            Arg::from(place.sheet.as_deref().unwrap_or_default()),
        ),
        ("cell", Arg::from(cell.as_deref().unwrap_or_default())),
    ];
    Texts::of(language).get(id, &args)
}

/// The arguments of a finding's messages.
struct Arguments(Vec<(String, String)>);

impl Arguments {
    fn of(finding: &Finding, field_label: Option<&str>, language: Language) -> Self {
        let mut args = Vec::with_capacity(2 * DETAILS.len() + 2);
        for name in DETAILS {
            let value = match name {
                "found" => finding.found.as_deref(),
                name => finding.details.get(name).map(String::as_str),
            };
            let value = value.unwrap_or_default().trim();
            args.push((
                format!("has-{name}"),
                if value.is_empty() { "no" } else { "yes" }.to_owned(),
            ));
            let shown = if name == "found" && value.is_empty() {
                "…".to_owned()
            } else {
                written(name, value, language)
            };
            args.push((name.to_owned(), shown));
        }
        let has = |name: &str| {
            finding
                .details
                .get(name)
                .is_some_and(|value| !value.trim().is_empty())
        };
        let bounds = match (has("min"), has("max")) {
            (true, true) => "both",
            (true, false) => "min",
            (false, true) => "max",
            (false, false) => "none",
        };
        args.push(("bounds".to_owned(), bounds.to_owned()));
        let field = match (field_label, &finding.field) {
            (Some(label), _) => label.to_owned(),
            (None, Some(field)) => field.to_string(),
            (None, None) => Texts::of(language).get("the-field", &[]),
        };
        args.push(("field".to_owned(), field));
        Self(args)
    }

    fn borrowed(&self) -> Vec<(&str, Arg<'_>)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), Arg::from(value.as_str())))
            .collect()
    }
}

/// Bounds and lengths are ours and written as the language does; what was found stays as typed.
fn written(name: &str, value: &str, language: Language) -> String {
    match name {
        "min" | "max" | "length" | "limit" | "size" => value.parse::<Decimal>().map_or_else(
            |_| value.to_owned(),
            |number| numbers::exact(number, language),
        ),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::FieldId;

    fn place() -> Place {
        Place {
            file: "retour.xlsx".into(),
            sheet: Some("Retour".into()),
            cell: "F31".parse().ok(),
        }
    }

    fn bare(code: FindingCode) -> Finding {
        Finding::error(code, place())
    }

    fn full(code: FindingCode) -> Finding {
        let finding = bare(code).found("trouvé").on(&FieldId::from("avancement"));
        DETAILS.iter().fold(finding, |finding, name| match *name {
            "found" => finding,
            "kind" => finding.with("kind", "pdf"),
            "min" | "max" | "limit" => finding.with(name, "1500.5"),
            name => finding.with(name, format!("<{name}>")),
        })
    }

    #[test]
    fn every_code_has_its_three_texts_in_both_languages() {
        for language in [Language::Fr, Language::En] {
            for code in FindingCode::ALL {
                let id = format!("finding-{}", code.as_str());
                for id in [id.clone(), format!("{id}.expected"), format!("{id}.remedy")] {
                    assert!(
                        Texts::of(language).has(&id),
                        "{language:?}: {id} is missing"
                    );
                }
            }
        }
    }

    #[test]
    fn no_text_shows_a_hole_with_all_details_or_with_none() {
        for language in [Language::Fr, Language::En] {
            for code in FindingCode::ALL {
                for finding in [full(*code), bare(*code)] {
                    let text = finding_text(&finding, Some("Avancement"), None, language);
                    for part in [&text.what, &text.expected, &text.remedy, &text.place] {
                        assert!(
                            !part.contains(['{', '}', '$']) && !part.contains("  "),
                            "{part}"
                        );
                        assert!(
                            part.trim() == part && !part.is_empty(),
                            "{code:?}: {part:?}"
                        );
                    }
                    assert!(
                        text.what.ends_with('.') && text.expected.ends_with(['.', '?']),
                        "{text:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn all_french_texts() {
        insta::assert_snapshot!(all(Language::Fr));
    }

    #[test]
    fn all_english_texts() {
        insta::assert_snapshot!(all(Language::En));
    }

    fn all(language: Language) -> String {
        let mut out = String::new();
        for code in FindingCode::ALL {
            for (finding, which) in [(full(*code), "tout"), (bare(*code), "rien")] {
                let text = finding_text(&finding, Some("Avancement"), None, language);
                out += &format!(
                    "{} ({which})\n  {}\n  {}\n  {}\n",
                    code.as_str(),
                    text.what,
                    text.expected,
                    text.remedy
                );
            }
        }
        out + &finding_text(&bare(FindingCode::Missing), None, None, language).place
    }

    #[test]
    fn a_rule_speaks_for_itself() {
        let rule: Rule = toml::from_str(
            "id = 'r'\nholds = 'a <= b'\nseverity = 'error'\nfields = ['a']\nmessage = { fr = 'Plus de femmes que de personnes.' }\nremedy = { fr = 'Vérifiez.' }",
        )
        .unwrap();
        let text = finding_text(
            &bare(FindingCode::RuleBroken),
            None,
            Some(&rule),
            Language::En,
        );
        assert_eq!(
            (text.what.as_str(), text.remedy.as_str()),
            ("Plus de femmes que de personnes.", "Vérifiez.")
        );
    }
}

//! How the figures are made, what they do not say, the words and the sources.

use super::data::{Method, Term};
use super::shapes::Sentence;
use super::summary;
use super::words::Words;
use crate::render::KindView;

const PARAGRAPHS: [&str; 4] = ["origin", "coverage", "carried", "status"];
const LIMITS: [&str; 2] = ["attribution", "declaration"];
const GLOSSARY: [&str; 6] = ["scheme", "return", "coverage", "flow", "stock", "target"];
/// Limits taken from the definitions of key figures.
const OWN_LIMITS: usize = 2;
const SOURCES: [&str; 3] = ["oecd", "ademe", "ign"];

/// The page.
pub(super) fn method(words: Words<'_>, kind: &KindView<'_>) -> Method {
    let coverage = super::claims::coverage(kind);
    let args = [
        ("accepted", coverage.accepted.into()),
        ("carried", coverage.carried.into()),
        ("expected", coverage.expected.into()),
    ];
    let sentence =
        |group: &str, id: &str| words.sentence(&format!("{group}-{id}"), &args, Vec::new());
    let language = words.language();
    // What a key figure does not say is said by its own definition.
    let own = summary::key_figures(words)
        .into_iter()
        .filter_map(|(_, indicator, figure)| {
            let limits = indicator.limits.as_ref()?;
            let label = [("label", words.label(indicator).into())];
            Some(Sentence {
                lead: words.say("limit-of", &label),
                text: limits.get(language).to_owned(),
                keys: vec![figure.key],
            })
        });
    let parameters = words.view.framework.programme.parameters.iter().map(|p| {
        let value = crate::text::exact(p.value, language);
        let since = crate::text::date_long(p.since, language);
        words.say(
            "source-parameter",
            &[
                ("label", p.label.get(language).into()),
                ("value", value.into()),
                ("unit", p.unit.as_str().into()),
                ("since", since.into()),
                ("source", p.source.as_str().into()),
            ],
        )
    });
    Method {
        paragraphs: PARAGRAPHS.iter().map(|id| sentence("method", id)).collect(),
        limits: LIMITS
            .iter()
            .map(|id| sentence("limit", id))
            .chain(own.take(OWN_LIMITS))
            .collect(),
        glossary: GLOSSARY
            .iter()
            .map(|id| Term {
                term: words.say(&format!("term-{id}.lead"), &[]),
                definition: words.say(&format!("term-{id}"), &[]),
            })
            .collect(),
        sources: SOURCES
            .iter()
            .map(|id| words.say(&format!("source-{id}"), &[]))
            .chain(parameters)
            .collect(),
    }
}

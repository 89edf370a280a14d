//! What the texts of a document have to say of its data, in its language: the finding of a figure, the words of a card.

use std::collections::BTreeMap;

use serde_json::Value;

use super::accessible::solid;
use super::tagged::Tagged;
use super::tools::repository;

/// The fixed words of the documents in each language.
pub(crate) struct Words(BTreeMap<&'static str, toml::Table>);

impl Words {
    pub(crate) fn load() -> Self {
        let read = |code| {
            let file = repository().join(format!("report-templates/lang/{code}.toml"));
            std::fs::read_to_string(file).unwrap().parse().unwrap()
        };
        Self(["fr", "en"].map(|code| (code, read(code))).into())
    }

    /// What is said of a value that is not known.
    pub(crate) fn unknown(&self, language: &str) -> &str {
        self.0[language]["common"]["unknown"].as_str().unwrap()
    }

    /// What is said where there is nothing to show.
    pub(crate) fn empty(&self, language: &str) -> &str {
        self.0[language]["common"]["empty"].as_str().unwrap()
    }

    /// The sentences of the other languages that neither this one nor the data has.
    pub(crate) fn foreign(&self, language: &str, data: &Value) -> Vec<String> {
        let own = solid(&toml::to_string(&self.0[language]).unwrap());
        let data = solid(&data.to_string());
        let others = self.0.iter().filter(|(code, _)| **code != language);
        let mut found = Vec::new();
        for (_, words) in others {
            texts_of(words, &mut found);
        }
        // A short word may be one of both languages; a sentence with a place to fill does not stand as it is.
        found.retain(|text| {
            let text = solid(text);
            let is_sentence = text.chars().count() >= 12 && !text.contains('{');
            is_sentence && !own.contains(&text) && !data.contains(&text)
        });
        found
    }
}

fn texts_of(table: &toml::Table, found: &mut Vec<String>) {
    for value in table.values() {
        match value {
            toml::Value::String(text) => found.push(text.clone()),
            toml::Value::Table(table) => texts_of(table, found),
            toml::Value::Array(all) => {
                found.extend(all.iter().filter_map(|one| one.as_str()).map(str::to_owned));
            }
            _ => {}
        }
    }
}

/// The charts of this title anywhere in the data: objects with marks that have values.
fn charts<'a>(data: &'a Value, title: &str, found: &mut Vec<&'a Value>) {
    let mut marks = ["rows", "points", "areas"].iter();
    let is_chart = marks.any(|key| data[key][0].is_object());
    if is_chart
        && data["title"]
            .as_str()
            .is_some_and(|own| solid(own) == solid(title))
    {
        found.push(data);
    }
    match data {
        Value::Object(fields) => fields
            .values()
            .for_each(|value| charts(value, title, found)),
        Value::Array(all) => all.iter().for_each(|value| charts(value, title, found)),
        _ => {}
    }
}

/// The values of a chart that its finding may be about: those of its first, last, highest and lowest mark; any of a chart of
/// several series.
fn telling_values(chart: &Value) -> Vec<String> {
    // The finding may say the unit in other words than the mark.
    let number = |mark: &Value| {
        let value = mark["value"].as_str()?;
        Some(solid(
            value.trim_end_matches(|letter: char| !letter.is_ascii_digit()),
        ))
    };
    let marks = ["rows", "points", "areas"]
        .iter()
        .find_map(|key| chart[key].as_array());
    let marks = marks.map(Vec::as_slice).unwrap_or_default();
    let cells = marks
        .iter()
        .filter_map(|mark| mark["cells"].as_array())
        .flatten();
    let mut telling: Vec<String> = cells.filter_map(number).collect();
    let known = marks
        .iter()
        .filter_map(|mark| Some((mark["raw"].as_f64()?, number(mark)?)));
    let known: Vec<(f64, String)> = known.collect();
    let highest = known.iter().max_by(|one, other| one.0.total_cmp(&other.0));
    let lowest = known.iter().min_by(|one, other| one.0.total_cmp(&other.0));
    let of_marks = [known.first(), known.last(), highest, lowest];
    telling.extend(
        of_marks
            .into_iter()
            .flatten()
            .map(|(_, value)| value.clone()),
    );
    telling
}

/// Whether the text has this number, not as a part of a longer one.
fn has_number(text: &str, number: &str) -> bool {
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    text.match_indices(number).any(|(at, _)| {
        let after = text[at + number.len()..].chars().next();
        !is_digit(text[..at].chars().next_back()) && !is_digit(after)
    })
}

/// What is wrong with the alternative text of a figure under this heading: it has to say more than the heading, with a value
/// of the chart; of a drawing that is no chart, with a number or the names of what is drawn.
pub(crate) fn lacks_a_finding(
    heading: &str,
    alt: &str,
    data: &Value,
    unknown: &str,
) -> Option<String> {
    let own = solid(alt).replace(&solid(heading), "");
    if own
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
        < 5
    {
        return Some("says no more than its title".to_owned());
    }
    if own.contains(&solid(unknown)) {
        return None;
    }
    let mut found = Vec::new();
    charts(data, heading, &mut found);
    let values: Vec<String> = found.into_iter().flat_map(telling_values).collect();
    if !values.is_empty() {
        let named = values.iter().any(|value| has_number(&own, value));
        return (!named).then(|| format!("has none of the values {values:?}"));
    }
    let names = data["families"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let named = |family: &Value| {
        family["plural"]
            .as_str()
            .is_some_and(|name| own.contains(&solid(name)))
    };
    let says = own.contains(|letter: char| letter.is_ascii_digit())
        || names.len() > 1 && names.iter().all(named);
    (!says).then(|| "has no number".to_owned())
}

/// Each card is heard whole before the next one: its number, its title, then what it asks (front) or tells (back).
pub(crate) fn cards_are_read_one_by_one(document: &Tagged, data: &Value) -> Vec<String> {
    let read = solid(&document.text());
    let mut from = 0;
    let mut faults = Vec::new();
    for cards in data["cards"].as_array().unwrap().chunks(4) {
        for side in ["question", "text"] {
            for card in cards {
                let number = card["number"].to_string();
                let parts = [
                    Some(number.as_str()),
                    card["title"].as_str(),
                    card[side].as_str(),
                ];
                for part in parts.into_iter().flatten() {
                    // What no font can draw is a box: the start of a text is enough.
                    let part: String = solid(part).chars().take(24).collect();
                    match read[from..].find(&part) {
                        Some(at) => from += at + part.len(),
                        None => faults.push(format!(
                            "card {number}: « {part} » is not read in its place"
                        )),
                    }
                }
            }
        }
    }
    faults
}

//! Suggestions: the nearest word, or the list of words.

use crate::framework::Localised;

use super::problem::say;

/// How many words a message lists before it stops.
const LISTED: usize = 12;

/// The candidate that `word` most likely stands for.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let allowed = (lower.chars().count() / 3).max(1);
    // Of candidates equally far, the one that begins like the word.
    let likeness = |candidate: &str| strsim::jaro_winkler(&lower, &candidate.to_lowercase());
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by(|(d1, c1), (d2, c2)| {
            d1.cmp(d2)
                .then_with(|| likeness(c2).total_cmp(&likeness(c1)))
        })
        .map(|(_, candidate)| candidate)
}

/// « Vouliez-vous dire … ? » where a word is near, else the words there are.
pub(crate) fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Localised {
    let mut candidates: Vec<&str> = candidates.into_iter().collect();
    candidates.sort_unstable();
    candidates.dedup();
    if let Some(near) = nearest(word, candidates.iter().copied()) {
        return say!("vouliez-vous dire « {near} » ?", "did you mean “{near}”?");
    }
    if candidates.is_empty() {
        return say!("aucun n'est défini", "none is defined");
    }
    let list = listed(&candidates);
    say!("au choix : {list}", "one of: {list}")
}

/// The words, separated by commas, cut after a dozen.
pub(crate) fn listed(words: &[&str]) -> String {
    let mut list = words
        .iter()
        .take(LISTED)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if words.len() > LISTED {
        list.push_str(", …");
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_named_and_a_far_one_gets_the_list() {
        assert_eq!(
            suggest("labl", ["label", "id"]).fr,
            "vouliez-vous dire « label » ?"
        );
        assert_eq!(suggest("prix", ["label", "id"]).fr, "au choix : id, label");
        assert_eq!(
            suggest("Europe/Pari", ["Europe/Paris", "Europe/Bari"]).fr,
            "vouliez-vous dire « Europe/Paris » ?"
        );
    }
}

//! Words compared as people mean them: without case, accents or punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[cfg(test)]
thread_local! {
    /// Bytes that this thread has folded: the work that tests bound.
    pub(crate) static FOLDED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Lower case, no accents, compatibility forms resolved (`m²` is `m2`), anything but letters and digits a single space.
pub fn fold(text: &str) -> String {
    #[cfg(test)]
    FOLDED.set(FOLDED.get() + text.len());
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            _ if !folded.is_empty() && !folded.ends_with(' ') => folded.push(' '),
            _ => {}
        }
    }
    while folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// From this likeness on, one word may stand for the other.
const CLOSE: f64 = 0.82;

fn likeness(word: &str, other: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(word, other).max(
        // A common beginning weighs more in longer words: « réalisation » for « réalisations en cours ».
        strsim::jaro_winkler(word, other) - 0.06,
    )
}

/// The candidate that a mistyped word most likely meant, if one is close enough.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = fold(word);
    let length = word.chars().count();
    let scored = candidates.into_iter().filter_map(|candidate| {
        let folded = fold(candidate);
        // Below two fifths of each other's length, no two words reach the score; comparing a whole cell of text with every
        // wording, on the other hand, takes seconds.
        let other = folded.chars().count();
        if length.min(other) * 5 < length.max(other) * 2 || length == 0 {
            return None;
        }
        Some((likeness(&word, &folded), candidate))
    });
    scored
        .filter(|(score, _)| *score >= CLOSE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_compared_as_people_mean_them() {
        for (text, folded) in [
            ("  Coût  prévisionnel (€) ", "cout previsionnel"),
            ("en_cours", "en cours"),
            ("Cœur d’ouvrage", "coeur d ouvrage"),
            ("kg CO₂e", "kg co2e"),
            ("—", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let choices = ["en cours", "achevé", "abandonné"];
        assert_eq!(nearest("en courss", choices), Some("en cours"));
        assert_eq!(nearest("acheve", choices), Some("achevé"));
        assert_eq!(nearest("bicyclette", choices), None);
        assert_eq!(nearest("", choices), None);
    }

    proptest! {
        #[test]
        fn words_of_very_different_lengths_are_never_close(start in "[a-c ]{1,20}", rest in "[a-c ]{0,60}") {
            let long = format!("{start}{rest}");
            if start.len() * 5 < long.len() * 2 {
                prop_assert!(likeness(&start, &long) < CLOSE);
            }
        }
    }
}

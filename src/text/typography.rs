//! French typography, after the « Lexique des règles typographiques en usage à l’Imprimerie nationale ».

const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';

/// Puts the spaces and apostrophes that French asks for in a text typed with ordinary ones: a narrow no-break space before
/// `;`, `!` and `?`, a no-break space before `:` and inside « », the typographic apostrophe. Only existing spaces change:
/// `10:30` and `https:` stay as they are.
pub fn french(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut letters = text.chars().peekable();
    let mut previous = ' ';
    while let Some(letter) = letters.next() {
        let written = match letter {
            ' ' if previous == '«' => NO_BREAK,
            ' ' => match letters.peek() {
                Some(';' | '!' | '?') => NARROW_NO_BREAK,
                Some(':' | '»') => NO_BREAK,
                _ => ' ',
            },
            '\'' if previous.is_alphanumeric() => '’',
            other => other,
        };
        out.push(written);
        previous = letter;
    }
    out
}

/// A name as it stands in the middle of a sentence.
pub fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        // « ETP », « CO₂ »: an abbreviation keeps its capitals.
        (Some(_), Some(second)) if second.is_uppercase() => label.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(label.chars().skip(1)).collect(),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spaces_and_apostrophes_are_the_french_ones() {
        assert_eq!(
            french("L'an : « vu » ; oui ! non ? 10:30 https://x"),
            "L’an\u{a0}: «\u{a0}vu\u{a0}»\u{202f}; oui\u{202f}! non\u{202f}? 10:30 https://x"
        );
    }

    proptest! {
        #[test]
        fn applying_it_twice_changes_nothing_more(text in ".{0,80}") {
            let once = french(&text);
            prop_assert_eq!(french(&once), once);
        }
    }
}

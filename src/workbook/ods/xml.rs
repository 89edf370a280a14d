//! Texts as XML and OpenDocument keep them.

/// A text inside an attribute or an element.
pub(super) fn attribute(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

/// A text as paragraphs: spaces beyond the first, and tabs, are elements there.
pub(super) fn paragraphs(text: &str) -> String {
    let mut xml = String::with_capacity(text.len() + 20);
    for line in text.split('\n') {
        xml.push_str("<text:p>");
        // A space at the beginning or the end would be dropped.
        let mut after_space = true;
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                ' ' if after_space || letters.peek().is_none() => xml.push_str("<text:s/>"),
                ' ' => xml.push(' '),
                '\t' => xml.push_str("<text:tab/>"),
                c => {
                    let mut bytes = [0; 4];
                    xml.push_str(&attribute(c.encode_utf8(&mut bytes)));
                }
            }
            after_space = letter == ' ';
        }
        xml.push_str("</text:p>");
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        assert_eq!(
            attribute("<a & \"b\">\u{1}"),
            "&lt;a &amp; &quot;b&quot;&gt;"
        );
        assert_eq!(
            paragraphs(" deux  mots\nsuite\t"),
            "<text:p><text:s/>deux <text:s/>mots</text:p><text:p>suite<text:tab/></text:p>"
        );
    }
}

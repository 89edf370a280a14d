//! From a place in a text to the place in the file where TOML writes that text.

/// The byte of `literal` (with its quotes, as in the file) that stands for the byte `offset` of the `value` it means.
/// Nothing where the two do not belong together.
pub(super) fn place_in_literal(literal: &str, value: &str, offset: usize) -> Option<usize> {
    let (start, basic) = ["\"\"\"", "'''", "\"", "'"].iter().find_map(|quote| {
        let basic = quote.starts_with('"');
        literal.starts_with(quote).then_some((quote.len(), basic))
    })?;
    let end = literal.len().checked_sub(start)?;
    let mut at = start;
    // The line end right after an opening triple quote is not part of the text.
    if start == 3 {
        let rest = literal.get(at..)?;
        at += if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(rest.starts_with('\n'))
        };
    }
    let mut decoded = 0;
    while at < end && decoded < offset {
        let rest = literal.get(at..end)?;
        let (taken, gives) = if basic && rest.starts_with('\\') {
            escape(rest)?
        } else {
            plain(rest, value.get(decoded..)?)?
        };
        at += taken;
        decoded += gives;
    }
    // A continuation just before the place belongs to what precedes it.
    while basic && continuation(literal.get(at..end)?) > 0 {
        at += continuation(literal.get(at..end)?);
    }
    (decoded >= offset && offset <= value.len()).then_some(at)
}

/// One character as it is; the value may have `\n` where the file has `\r\n`.
fn plain(rest: &str, value: &str) -> Option<(usize, usize)> {
    if rest.starts_with("\r\n") && value.starts_with('\n') {
        return Some((2, 1));
    }
    let size = rest.chars().next()?.len_utf8();
    Some((size, size))
}

/// How many bytes an escape takes in the file, and how many it gives.
fn escape(rest: &str) -> Option<(usize, usize)> {
    let continued = continuation(rest);
    if continued > 0 {
        return Some((continued, 0));
    }
    let digits = match rest.as_bytes().get(1)? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        _ => return Some((2, 1)),
    };
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((2 + digits, char::from_u32(code)?.len_utf8()))
}

/// Bytes of a backslash at a line's end, with the blanks it swallows; 0 where there is none.
fn continuation(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix('\\') else {
        return 0;
    };
    let blanks = after.len() - after.trim_start_matches([' ', '\t', '\r', '\n']).len();
    if after[..blanks].contains('\n') {
        1 + blanks
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The character of the literal at the place of `needle` in the value.
    fn lands_on(literal: &str, needle: &str) -> bool {
        let file = format!("a = {literal}");
        let table: toml::Table = file.parse().unwrap();
        let value = table["a"].as_str().unwrap();
        let offset = value.find(needle).unwrap();
        let at = place_in_literal(literal, value, offset).unwrap();
        literal[at..].starts_with(needle)
    }

    #[test]
    fn every_way_of_writing_a_text_keeps_its_places() {
        for literal in [
            "\"a + faute\"",
            "'a + faute'",
            "\"\"\"\nsum(a)\n  + faute\n\"\"\"",
            "'''\r\nsum(a)\r\n  + faute'''",
            "\"\"\"sum(a) \\\n     + faute\"\"\"",
            "\"\"\"sum(a) + \\\n     faute\"\"\"",
            "\"x = \\\"é\\\" + \\u00e9t\\u00e9 + faute\"",
            "\"\"\"\\\n   faute\"\"\"",
        ] {
            assert!(lands_on(literal, "faute"), "{literal}");
        }
        assert_eq!(place_in_literal("12", "12", 1), None);
        assert_eq!(place_in_literal("\"ab\"", "ab", 9), None);
        assert_eq!(place_in_literal("\"ab\"", "ab", 2), Some(3));
    }
}

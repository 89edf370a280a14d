//! Names of folders as IMAP writes them: modified UTF-7 (RFC 3501 §5.1.3). The crates that do it are no longer kept.

/// The name as it goes to the server: « À voir » is `&AMA- voir`.
pub(super) fn encode(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut shifted: Vec<u16> = Vec::new();
    for letter in name.chars() {
        if matches!(letter, ' '..='~') {
            unshift(&mut shifted, &mut out);
            out.push(letter);
            if letter == '&' {
                out.push('-');
            }
        } else {
            shifted.extend_from_slice(letter.encode_utf16(&mut [0; 2]));
        }
    }
    unshift(&mut shifted, &mut out);
    out
}

/// Writes what is not ASCII: UTF-16 in base64 with a comma for the slash, without filling.
fn unshift(shifted: &mut Vec<u16>, out: &mut String) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    if shifted.is_empty() {
        return;
    }
    out.push('&');
    let bytes: Vec<u8> = shifted.drain(..).flat_map(u16::to_be_bytes).collect();
    for group in bytes.chunks(3) {
        let word = group
            .iter()
            .chain([0, 0, 0].iter())
            .take(3)
            .fold(0_usize, |word, byte| word << 8 | usize::from(*byte));
        let letters =
            [word >> 18, word >> 12, word >> 6, word].map(|w| char::from(ALPHABET[w & 63]));
        out.extend(&letters[..=group.len()]);
    }
    out.push('-');
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn names_with_accents_are_written_as_the_rfc_says() {
        for (name, written) in [
            ("INBOX", "INBOX"),
            ("Traités", "Trait&AOk-s"),
            ("À voir", "&AMA- voir"),
            ("Projets & retours", "Projets &- retours"),
            // The example of RFC 3501 §5.1.3.
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("été 🌻", "&AOk-t&AOk- &2DzfOw-"),
            ("a\u{1}b", "a&AAE-b"),
        ] {
            assert_eq!(encode(name), written, "{name}");
        }
    }
}

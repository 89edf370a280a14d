//! The parts of a message, of the messages inside it, of archives and winmail.dat.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{HeaderName, Message, MessagePart, MimeHeaders, PartType};

use super::attachment::{Kind, kind};
use super::{MailFile, Ourselves, PARSER, UnpackLimits, archive, file_name, tnef};

/// What was found in a message.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<MailFile>,
    /// Bytes of these files.
    pub(super) bytes: u64,
    /// Names of other documents.
    pub(super) others: Vec<String>,
    pub(super) archives: Vec<ClosedArchive>,
}

/// An archive, or the like, that was not opened, or not wholly.
#[derive(Debug)]
pub(super) struct ClosedArchive {
    pub(super) name: String,
    pub(super) reason: Closed,
}

/// Why it was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    Encrypted,
    Damaged,
    Inflates,
    Members,
    Nested,
}

impl Closed {
    /// The word in the finding.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::Inflates => "inflates",
            Self::Members => "members",
            Self::Nested => "nested",
        }
    }
}

impl Found {
    /// Adds a file, unless the message has brought enough.
    pub(super) fn take(&mut self, file: MailFile, limits: &UnpackLimits) {
        let bytes = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
        let reason = if self.files.len() >= limits.files {
            Closed::Members
        } else if self.bytes.saturating_add(bytes) > limits.total_bytes {
            Closed::Inflates
        } else {
            self.bytes = self.bytes.saturating_add(bytes);
            self.files.push(file);
            return;
        };
        let known = self.archives.iter().any(|closed| closed.reason == reason);
        if !known {
            self.archives.push(ClosedArchive {
                name: file.name,
                reason,
            });
        }
    }
}

/// Goes through a message. Messages inside are taken out of their parts first and wait in line, those too that are not looked
/// into: so neither this walk nor the end of a message's life is a recursion as deep as the sender likes.
pub(super) fn walk(message: Message<'_>, limits: &UnpackLimits, ourselves: &Ourselves) -> Found {
    let mut found = Found::default();
    let mut waiting = vec![(message, Some(0))];
    while let Some((mut message, depth)) = waiting.pop() {
        let mut inside = Vec::new();
        for at in 0..message.parts.len() {
            let part = &message.parts[at];
            if matches!(part.body, PartType::Message(_)) {
                if encoding(part).is_some()
                    && let Some(depth) = depth
                {
                    leaf(&message, part, depth, limits, ourselves, &mut found);
                }
                if let PartType::Message(nested) = std::mem::take(&mut message.parts[at].body) {
                    let depth = depth.filter(|_| encoding(&message.parts[at]).is_none());
                    inside.push((nested, depth));
                }
            } else if let Some(depth) = depth
                && !matches!(part.body, PartType::Multipart(_))
            {
                leaf(&message, part, depth, limits, ourselves, &mut found);
            }
        }
        // The last in line is next: a message's own files stay before those of the next one.
        for (nested, depth) in inside.into_iter().rev() {
            let inner = depth.map(|depth| depth + 1).filter(|inner| {
                let too_deep = *inner > limits.depth;
                if too_deep {
                    found.archives.push(ClosedArchive {
                        name: file_name(nested.subject().unwrap_or_default()),
                        reason: Closed::Nested,
                    });
                }
                !too_deep && !is_ours(&nested, ourselves)
            });
            waiting.push((nested, inner));
        }
    }
    found
}

/// A mail of ours that an answer brings back: what is attached to it is what we sent.
fn is_ours(message: &Message<'_>, ourselves: &Ourselves) -> bool {
    message.message_id().is_some_and(|id| ourselves.made(id))
}

fn leaf(
    message: &Message<'_>,
    part: &MessagePart<'_>,
    depth: usize,
    limits: &UnpackLimits,
    ourselves: &Ourselves,
    found: &mut Found,
) {
    let media_type = media_type(part);
    let named = part.attachment_name();
    // A text without a name is what the mail says.
    if named.is_none() && matches!(media_type.as_str(), "" | "text/plain" | "text/html") {
        return;
    }
    let content = content(message, part);
    let name = file_name(named.unwrap_or_else(|| default_name(&media_type)));
    let attached = part
        .content_disposition()
        .is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"));
    let is_message = matches!(media_type.as_str(), "message/rfc822" | "message/global");
    match kind(&name, &media_type, attached, &content) {
        _ if is_message => forwarded(&name, &content, depth, limits, ourselves, found),
        Kind::Message => forwarded(&name, &content, depth, limits, ourselves, found),
        Kind::Spreadsheet => found.take(
            MailFile {
                name,
                bytes: content.into_owned(),
            },
            limits,
        ),
        Kind::Archive => archive::open(&name, &content, limits, found),
        Kind::Tnef => winmail(&name, &content, depth, limits, ourselves, found),
        Kind::Accessory => {}
        Kind::Other if media_type.starts_with("message/") => {}
        Kind::Other => found.others.push(name),
    }
}

/// A message that is a file of its own, or that was encoded although RFC 2046 §5.2.1 forbids it.
fn forwarded(
    name: &str,
    bytes: &[u8],
    depth: usize,
    limits: &UnpackLimits,
    ourselves: &Ourselves,
    found: &mut Found,
) {
    let closed = |reason| ClosedArchive {
        name: name.to_owned(),
        reason,
    };
    if depth >= limits.depth {
        found.archives.push(closed(Closed::Nested));
        return;
    }
    let Some(message) = PARSER.parse(bytes) else {
        found.archives.push(closed(Closed::Damaged));
        return;
    };
    if is_ours(&message, ourselves) {
        return;
    }
    let rest = UnpackLimits {
        depth: limits.depth - depth - 1,
        files: limits.files.saturating_sub(found.files.len()),
        total_bytes: limits.total_bytes.saturating_sub(found.bytes),
        ..*limits
    };
    let inside = walk(message, &rest, ourselves);
    found.bytes = found.bytes.saturating_add(inside.bytes);
    found.files.extend(inside.files);
    found.others.extend(inside.others);
    found.archives.extend(inside.archives);
}

/// Outlook's package: its files are attachments like any others.
fn winmail(
    name: &str,
    bytes: &[u8],
    depth: usize,
    limits: &UnpackLimits,
    ourselves: &Ourselves,
    found: &mut Found,
) {
    let Some(files) = tnef::files(bytes) else {
        found.archives.push(ClosedArchive {
            name: name.to_owned(),
            reason: Closed::Damaged,
        });
        return;
    };
    for file in files {
        let name = file_name(&file.name);
        match kind(&name, "", true, file.bytes) {
            Kind::Spreadsheet => found.take(
                MailFile {
                    name,
                    bytes: file.bytes.to_vec(),
                },
                limits,
            ),
            Kind::Archive => archive::open(&name, file.bytes, limits, found),
            Kind::Message => forwarded(&name, file.bytes, depth, limits, ourselves, found),
            Kind::Tnef => found.archives.push(ClosedArchive {
                name,
                reason: Closed::Nested,
            }),
            Kind::Accessory => {}
            Kind::Other => found.others.push(name),
        }
    }
}

/// A part's content without its transfer encoding; as it is where the encoding is broken.
pub(super) fn content<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, [u8]> {
    let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    let raw: &[u8] = match &part.body {
        // The parser leaves these as they are.
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes,
        // Of texts it changes the alphabet: the file is what was sent.
        _ => message
            .raw_message
            .get(at(part.offset_body)..at(part.offset_end))
            .unwrap_or_default(),
    };
    match encoding(part) {
        Some(Encoded::Base64) => base64(raw).into(),
        Some(Encoded::QuotedPrintable) => {
            quoted_printable_decode(raw).map_or(Cow::Borrowed(raw), Cow::Owned)
        }
        None => raw.into(),
    }
}

/// What is not of the alphabet is passed over (RFC 2045 §6.8).
fn base64(raw: &[u8]) -> Vec<u8> {
    base64_decode(raw).unwrap_or_else(|| {
        let alphabet = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
        let clean: Vec<u8> = raw.iter().filter(alphabet).copied().collect();
        base64_decode(&clean).unwrap_or_default()
    })
}

#[derive(Debug, Clone, Copy)]
enum Encoded {
    Base64,
    QuotedPrintable,
}

fn encoding(part: &MessagePart<'_>) -> Option<Encoded> {
    let header = part
        .headers
        .iter()
        .rev()
        .find(|h| h.name == HeaderName::ContentTransferEncoding)?;
    let word = header.value.as_content_type()?.ctype();
    if word.eq_ignore_ascii_case("base64") {
        Some(Encoded::Base64)
    } else if word.eq_ignore_ascii_case("quoted-printable") {
        Some(Encoded::QuotedPrintable)
    } else {
        None
    }
}

fn media_type(part: &MessagePart<'_>) -> String {
    let Some(content_type) = part.content_type() else {
        return String::new();
    };
    let subtype = content_type.subtype().unwrap_or_default();
    format!("{}/{subtype}", content_type.ctype()).to_lowercase()
}

/// The name of a spreadsheet that has none, so that the reading knows a csv for one.
fn default_name(media_type: &str) -> &'static str {
    match media_type {
        "text/csv" | "application/csv" => "sans-nom.csv",
        "text/tab-separated-values" => "sans-nom.tsv",
        _ => "sans-nom",
    }
}

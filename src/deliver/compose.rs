//! From a letter to the bytes of a message (RFC 5322, MIME).

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::address::{Address, Envelope};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use crate::framework::Language;

use super::templates::one_line;

/// Names longer than this are cut in headers: no one reads them, and some servers refuse them.
const LONGEST_NAME: usize = 120;

/// Someone who writes or receives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondent {
    /// Name; may be empty.
    pub name: String,
    /// E-mail address.
    pub address: String,
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// File name, without folders.
    pub name: String,
    /// Media type: `application/pdf`.
    pub media_type: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Everything a message is made of. Same letter, same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Hash or other name of the content: the Message-ID and the boundaries derive from it, so that a letter that is sent
    /// twice by a crash is dropped as a duplicate by the receiver.
    pub key: String,
    /// Recipient.
    pub to: Correspondent,
    /// Sender.
    pub from: Correspondent,
    /// Who reads the answers, if not the sender.
    pub reply_to: Option<Correspondent>,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// Attached files.
    pub enclosures: Vec<Enclosure>,
    /// When it was written.
    pub date: DateTime<Utc>,
    /// Language of its texts.
    pub language: Language,
}

/// A message ready to leave: what the outbox keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// `<…@domain>`, the same each time the same letter is composed.
    pub message_id: String,
    /// Sender's address.
    pub from: String,
    /// Recipient's address.
    pub to: String,
    /// The whole message.
    pub bytes: Vec<u8>,
}

/// A letter that cannot become a message.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// An address that is none.
    #[error(
        "« {address} » is not an e-mail address ({whose}): correct it in the register or in the configuration"
    )]
    Address {
        /// `to`, `from` or `reply_to`.
        whose: &'static str,
        /// As given, on one line.
        address: String,
    },
    /// A media type that is none.
    #[error("« {media_type} » is not a media type (attachment {name})")]
    MediaType {
        /// The attached file.
        name: String,
        /// As given.
        media_type: String,
    },
    /// The mail library refuses the message.
    #[error("the message for {to} cannot be composed: {error}")]
    Message {
        /// The recipient's address.
        to: String,
        /// Why.
        error: lettre::error::Error,
    },
}

/// Makes the message of a letter: `multipart/mixed` around text and HTML, then the attachments.
///
/// # Errors
/// An address or a media type that is none.
pub fn compose(letter: &Letter) -> Result<OutgoingMail, ComposeError> {
    let to = mailbox("to", &letter.to)?;
    let from = mailbox("from", &letter.from)?;
    let fingerprint = message_name(&letter.key);
    let message_id = format!("<{fingerprint}@{}>", from.email.domain());
    let failed = |error| ComposeError::Message {
        to: to.email.to_string(),
        error,
    };
    // Given, so that lettre does not read it back from the headers it has just written.
    let envelope =
        Envelope::new(Some(from.email.clone()), vec![to.email.clone()]).map_err(failed)?;
    let (from_address, to_address) = (from.email.to_string(), to.email.to_string());

    let mut message = Message::builder()
        .from(from)
        .to(to.clone())
        .subject(one_line(&letter.subject))
        .date(send_time(letter.date))
        .message_id(Some(message_id.clone()))
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", letter.language.code()))
        .envelope(envelope);
    if let Some(reply_to) = &letter.reply_to {
        message = message.reply_to(mailbox("reply_to", reply_to)?);
    }
    let message = message
        .multipart(body(letter, &fingerprint)?)
        .map_err(failed)?;
    Ok(OutgoingMail {
        message_id,
        from: from_address,
        to: to_address,
        bytes: message.formatted(),
    })
}

fn body(letter: &Letter, fingerprint: &str) -> Result<MultiPart, ComposeError> {
    let words = MultiPart::alternative()
        .boundary(format!("=_words_{fingerprint}"))
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()));
    let mut body = MultiPart::mixed()
        .boundary(format!("=_mixed_{fingerprint}"))
        .multipart(words);
    for enclosure in &letter.enclosures {
        let media_type =
            ContentType::parse(&enclosure.media_type).map_err(|_| ComposeError::MediaType {
                name: one_line(&enclosure.name),
                media_type: one_line(&enclosure.media_type),
            })?;
        // A name, never a path: some readers would save « ../../x » where it says.
        let name = one_line(&enclosure.name).replace(['/', '\\'], "_");
        body = body.singlepart(Attachment::new(name).body(enclosure.bytes.clone(), media_type));
    }
    Ok(body)
}

/// The name on one line: lettre encodes it, but panics on control characters in some of its encodings.
fn mailbox(whose: &'static str, person: &Correspondent) -> Result<Mailbox, ComposeError> {
    let address: Address = person
        .address
        .trim()
        .parse()
        .map_err(|_| ComposeError::Address {
            whose,
            address: one_line(&person.address),
        })?;
    let name: String = one_line(&person.name).chars().take(LONGEST_NAME).collect();
    let name = name.trim().to_owned();
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The date within what a header can write (1970 to 9999): lettre panics on others.
fn send_time(date: DateTime<Utc>) -> SystemTime {
    const LAST: i64 = 253_402_300_799;
    DateTime::from_timestamp(date.timestamp().clamp(0, LAST), 0)
        .map_or(SystemTime::UNIX_EPOCH, SystemTime::from)
}

/// The first part of the Message-ID of the letter with this key: what a notice about it bears.
pub fn message_name(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes()), 32)
}

/// The first digits of a hash.
pub(super) fn hex(bytes: &[u8], digits: usize) -> String {
    let mut text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(digits);
    text
}

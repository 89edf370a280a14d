//! Mails taken apart: what a message is, and the spreadsheets that came by it.
//!
//! Takes the bytes of one message, gives a [`Mail`]: who sent it, what it is (a return, an automatic reply, a mail of ours
//! that came back…), the files to read and what is to say. Never fails and never touches anything outside: whatever the
//! bytes are, the officer sees a message that is kept, or one that is to look at. Messages inside messages, archives and
//! winmail.dat are gone into within bounds; names are names, never paths.

mod archive;
mod attachment;
mod bounce;
mod nature;
mod properties;
mod tnef;
mod walk;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use mail_parser::{HeaderName, Message, MessageParser};
use sha2::{Digest, Sha256};

use crate::model::{Finding, FindingCode, Place};

pub use bounce::Bounced;
pub use nature::Nature;

/// Subjects longer than this are cut: they are shown, never looked at.
const LONGEST_SUBJECT: usize = 200;

/// How far a message is gone into.
#[derive(Debug, Clone, Copy)]
pub struct UnpackLimits {
    /// Bytes of one file out of an archive.
    pub file_bytes: u64,
    /// Bytes of all files of a message.
    pub total_bytes: u64,
    /// Bytes out of an archive for one byte of it.
    pub ratio: u64,
    /// Files of a message, and members of an archive that are looked at.
    pub files: usize,
    /// Messages inside messages.
    pub depth: usize,
}

/// Who we are, so that our own mails are known when they come back.
#[derive(Debug, Clone)]
pub struct Ourselves {
    /// The address we write from.
    pub address: String,
}

/// A file that came by a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFile {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A message, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its Message-ID in angle brackets, or the hash of its bytes where it has none.
    pub message_id: String,
    /// The address of its author, in lower case.
    pub sender: Option<String>,
    /// Its subject, on one line.
    pub subject: String,
    /// What it is.
    pub nature: Nature,
    /// The spreadsheets in it, in their order; none unless it is a return.
    pub files: Vec<MailFile>,
    /// What is to say about it.
    pub findings: Vec<Finding>,
}

impl Ourselves {
    /// Whether a Message-ID is of the form that we give to our mails: 32 digits of a hash at our domain.
    pub fn made(&self, message_id: &str) -> bool {
        let id = message_id.trim().trim_matches(['<', '>']);
        let Some((hash, domain)) = id.split_once('@') else {
            return false;
        };
        hash.len() == 32
            && hash.bytes().all(|b| b.is_ascii_hexdigit())
            && self
                .address
                .rsplit_once('@')
                .is_some_and(|(_, ours)| ours.eq_ignore_ascii_case(domain))
    }

    fn are(&self, address: Option<&str>) -> bool {
        address.is_some_and(|address| address.eq_ignore_ascii_case(&self.address))
    }
}

/// Takes a message apart.
pub fn unpack(bytes: &[u8], limits: &UnpackLimits, ourselves: &Ourselves) -> Mail {
    let Some(message) = PARSER.parse(bytes) else {
        return unreadable(bytes);
    };
    let mut mail = Mail {
        message_id: message
            .message_id()
            .map_or_else(|| hashed(bytes), |id| format!("<{}>", one_line(id))),
        sender: sender(&message),
        subject: one_line(message.subject().unwrap_or_default())
            .chars()
            .take(LONGEST_SUBJECT)
            .collect(),
        nature: Nature::Nothing,
        files: Vec::new(),
        findings: Vec::new(),
    };
    let header = nature::Signs::of(&message, &mail, ourselves);
    let found = walk::walk(message, limits, ourselves);
    mail.nature = header.nature(&found);
    if mail.nature == Nature::Return {
        mail.files = found.files;
    }
    mail.findings = findings(&mail, &found.others, &found.archives);
    mail
}

/// What there is to know of a message that could not even be walked through.
pub fn unreadable(bytes: &[u8]) -> Mail {
    let mut mail = Mail {
        message_id: hashed(bytes),
        sender: None,
        subject: String::new(),
        nature: Nature::Unreadable,
        files: Vec::new(),
        findings: Vec::new(),
    };
    mail.findings = findings(&mail, &[], &[]);
    mail
}

/// How a message is named to people: its subject and its author.
pub fn shown(subject: &str, sender: Option<&str>) -> String {
    match (subject, sender) {
        ("", None) => "—".to_owned(),
        ("", Some(sender)) => format!("<{sender}>"),
        (subject, None) => subject.to_owned(),
        (subject, Some(sender)) => format!("{subject} <{sender}>"),
    }
}

fn findings(mail: &Mail, others: &[String], archives: &[walk::ClosedArchive]) -> Vec<Finding> {
    let place = Place::file(shown(&mail.subject, mail.sender.as_deref()));
    let warning = |code| Finding::warning(code, place.clone());
    let mut findings: Vec<Finding> = archives
        .iter()
        .map(|archive| {
            warning(FindingCode::MailArchiveRefused)
                .found(&archive.name)
                .with("reason", archive.reason.as_str())
        })
        .collect();
    match &mail.nature {
        Nature::Nothing if !others.is_empty() => {
            findings.push(warning(FindingCode::MailOtherFiles).found(others.join(", ")));
        }
        Nature::Nothing if archives.is_empty() => {
            findings.push(warning(FindingCode::MailWithoutFile));
        }
        Nature::Spam => findings.push(warning(FindingCode::MailSpam)),
        Nature::Own { returned: false } => findings.push(warning(FindingCode::MailFromOurselves)),
        Nature::Bounce(bounced) if bounced.is_empty() => {
            findings.push(warning(FindingCode::MailBounceUnclear));
        }
        Nature::Unreadable => findings.push(warning(FindingCode::MailUnreadable)),
        Nature::Nothing
        | Nature::Return
        | Nature::Automatic { .. }
        | Nature::Bounce(_)
        | Nature::Own { returned: true } => {}
    }
    if !matches!(mail.nature, Nature::Return | Nature::Nothing) {
        findings.retain(|f| f.code != FindingCode::MailArchiveRefused);
    }
    findings
}

/// The parser, told to leave the contents of parts encoded: it would otherwise unpack encoded messages inside messages
/// with a copy of the whole for each, which a small mail can make gigabytes of. [`walk`] decodes, within bounds.
static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    MessageParser::new()
        .with_minimal_headers()
        .with_message_ids()
        .header_content_type(HeaderName::ContentTransferEncoding)
});

fn sender(message: &Message<'_>) -> Option<String> {
    let address = message
        .from()
        .and_then(|from| from.iter().find_map(|a| a.address()))?;
    let address = one_line(address).to_lowercase();
    (address.contains('@') && address.len() <= 254).then_some(address)
}

fn hashed(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// A text from outside on one line, without what could move the cursor or turn the line around.
fn one_line(text: &str) -> String {
    let direction = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = text
        .chars()
        .filter(|c| !direction(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain
        .split(' ')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A file's own name out of whatever path it came with; never empty.
fn file_name(name: &str) -> String {
    const LONGEST: usize = 150;
    let name = one_line(name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let last: String = last.chars().rev().take(LONGEST).collect();
    let last: String = last.chars().rev().collect();
    if last.is_empty() || last == "." || last == ".." {
        "sans-nom".to_owned()
    } else {
        last
    }
}

//! Delivery status notifications (RFC 3464): whose mail came back, and why.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::{Ourselves, PARSER, one_line};

/// One notice tells of no more recipients than this.
const MOST: usize = 50;

/// A mail of ours that did not reach a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounced {
    /// The address that we wrote to, in lower case.
    pub address: String,
    /// The status code, as 5.1.1 (RFC 3463); empty where the notice has none.
    pub status: String,
    /// What the server said, on one line.
    pub words: String,
    /// Whether it is for good.
    pub permanent: bool,
    /// The Message-ID of our mail, where the notice quotes it.
    pub about: Option<String>,
}

/// The recipients that a notice tells of; nothing where the message is no notice. A notice that tells of none is an empty list.
pub(super) fn bounced(message: &Message<'_>, ourselves: &Ourselves) -> Option<Vec<Bounced>> {
    let status = message
        .parts
        .iter()
        .find(|part| {
            part.is_content_type("message", "delivery-status")
                || part.is_content_type("message", "global-delivery-status")
        })
        .map(|part| super::walk::content(message, part));
    let Some(status) = status else {
        return is_from_a_server(message).then(Vec::new);
    };
    let about = quoted(message).filter(|id| ourselves.made(id));
    let text = String::from_utf8_lossy(&status).replace("\r\n", "\n");
    // The first block tells of the message, each other one of a recipient.
    let recipients = text.split("\n\n").skip(1).take(MOST);
    Some(
        recipients
            .filter_map(|block| recipient(block, about.as_deref()))
            .collect(),
    )
}

fn recipient(block: &str, about: Option<&str>) -> Option<Bounced> {
    let unfolded = block.replace("\n ", " ").replace("\n\t", " ");
    let field = |name: &str| {
        unfolded.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim()
                .eq_ignore_ascii_case(name)
                .then(|| one_line(value))
        })
    };
    let action = field("Action")?.to_ascii_lowercase();
    let status: String = field("Status")
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    // Original-Recipient is whom we wrote to, Final-Recipient whom that became on the way.
    let address = field("Original-Recipient").or_else(|| field("Final-Recipient"))?;
    let address = address.split_once(';').map_or(address.as_str(), |(_, a)| a);
    let address = address.trim().trim_matches(['<', '>']).to_lowercase();
    if !address.contains('@') || !matches!(action.as_str(), "failed" | "delayed") {
        return None;
    }
    let permanent = action == "failed" && !status.starts_with('4');
    Some(Bounced {
        address: address.chars().take(254).collect(),
        permanent,
        words: field("Diagnostic-Code")
            .unwrap_or_default()
            .chars()
            .take(300)
            .collect(),
        status,
        about: about.map(str::to_owned),
    })
}

/// The Message-ID of the mail that the notice brings back, whole or its headers.
fn quoted(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| {
        if let PartType::Message(returned) = &part.body {
            return id_of(returned);
        }
        let headers = is_headers(part).then(|| super::walk::content(message, part))?;
        let mut headers = headers.into_owned();
        headers.extend_from_slice(b"\r\n\r\n");
        id_of(&PARSER.parse_headers(&headers)?)
    })
}

fn is_headers(part: &MessagePart<'_>) -> bool {
    part.is_content_type("text", "rfc822-headers")
        || part.is_content_type("message", "global-headers")
        || part.is_content_type("message", "rfc822")
}

fn id_of(message: &Message<'_>) -> Option<String> {
    message.message_id().map(|id| format!("<{}>", one_line(id)))
}

/// A notice of no standard form: from a mail server's own account, sent with an empty return path (RFC 5321 §4.5.5).
fn is_from_a_server(message: &Message<'_>) -> bool {
    let from = message
        .from()
        .and_then(|from| from.first())
        .and_then(|address| address.address())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let account = from.split('@').next().unwrap_or_default();
    matches!(account, "mailer-daemon" | "postmaster")
        && message
            .header_raw("Return-Path")
            .is_none_or(|path| path.trim() == "<>")
}

//! `audiences.toml`: who receives what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{AudienceId, DocumentId, KindId};

use super::{Language, Localised};

/// Who may see a field, an indicator or a document. Ordered: a reader of a level sees all lower ones.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// Everyone.
    Public,
    /// The region's staff, and each holder for their own return.
    Interne,
    /// The team only: personal data.
    Confidentiel,
}

/// A group of recipients and what they receive.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Identifier.
    pub id: AudienceId,
    /// Name, as printed.
    pub label: Localised,
    /// The highest level they may see.
    pub privacy: Privacy,
    /// Who they are.
    pub recipients: Recipients,
    /// Documents they receive; of a document made per subject or per direction, only their own.
    pub documents: Vec<DocumentId>,
    /// The mail that carries them: a folder of `report-templates/mail/`.
    pub mail: String,
}

/// Who the recipients of an audience are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Recipients {
    /// Named people: `recipients.people = [{ name = "…", email = "…" }]`.
    People(Vec<Recipient>),
    /// The contact of each subject of a kind that sent a return for the period: `recipients.contacts_of = "laureats"`.
    ContactsOf(KindId),
    /// The correspondent of each direction: `recipients.correspondents = true`.
    Correspondents(bool),
    /// No mail: the documents are published in the documents folder: `recipients.nobody = true`.
    Nobody(bool),
}

/// A named recipient.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Name, as in the greeting.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Language; the programme's first one where absent.
    #[serde(default)]
    pub language: Option<Language>,
}

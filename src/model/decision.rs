//! Decisions: what an officer says about one value of a return, and why.

use super::FieldId;

/// A value that an officer accepts as it was typed, or gives in the holder's stead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its row in the store.
    pub id: i64,
    /// The field it is about.
    pub field: FieldId,
    /// The value given, as the officer typed it; none where what the holder typed is accepted.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub author: String,
}

//! Identifiers that must not be mistaken for one another. A copy shares the text: the same few are held by every row.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

macro_rules! identifier {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
        #[serde(from = "String")]
        #[schemars(with = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the identifier as written.
            pub fn new(id: impl Into<Arc<str>>) -> Self {
                Self(id.into())
            }

            /// The identifier as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

identifier! {
    /// A group of recipients, as in `audiences.toml`.
    AudienceId,
    /// A campaign of `campaigns.toml`.
    CampaignId,
    /// A document: the name of its folder in `report-templates/`, or of a workbook.
    DocumentId,
    /// A field of a questionnaire, or a column of a register: a column of the wide table.
    FieldId,
    /// An indicator.
    IndicatorId,
    /// A job of `jobs.toml`.
    JobId,
    /// A kind of subject, which is also the name of its wide table (`laureats`, `instances`…).
    KindId,
    /// A questionnaire.
    QuestionnaireId,
    /// A validation rule.
    RuleId,
    /// A source of returned files, as in `bilan.toml`.
    SourceId,
    /// What returns are about: a project, an assembly, a contract… unique within its kind.
    SubjectId,
}

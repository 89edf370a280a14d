//! Texts in the programme's languages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language that bilan speaks.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, the first language of every text.
    #[default]
    Fr,
    /// English.
    En,
}

impl Language {
    /// The language of a two-letter code; none where bilan does not speak it.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Fr, Self::En]
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// Its ISO 639-1 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

/// A text in French and, where someone wrote it, in English: `{ fr = "…", en = "…" }`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Localised {
    /// French.
    pub fr: String,
    /// English; the French text stands in where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Localised {
    /// The text in `language`, else in French.
    pub fn get(&self, language: Language) -> &str {
        match (language, &self.en) {
            (Language::En, Some(en)) => en,
            _ => &self.fr,
        }
    }
}

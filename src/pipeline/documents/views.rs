//! What documents are made from: the whole, an edition, or what everyone may see of either, each worked out once.

use std::collections::BTreeMap;

use super::part::PartOf;
use super::view;
use crate::framework::{ColumnRole, Language, Privacy};
use crate::pipeline::{Assessment, Context, PipelineError};
use crate::render::View;
use crate::render::contracts::Contract;
use crate::render::templates::{Per, TemplateInfo};

/// Which part: the edition, empty for the programme, and whether it is what everyone may see.
type Key = (String, bool);

/// Whether a document is for everyone, or made from data that is.
pub(super) fn is_public(info: &TemplateInfo) -> bool {
    info.privacy == Privacy::Public
        || matches!(info.data, Contract::Fresque | Contract::PublicProject)
}

/// The part that a document about `scope` is made from.
fn key(info: &TemplateInfo, scope: &str) -> Key {
    let edition = if info.per == Per::Edition { scope } else { "" };
    (edition.to_owned(), is_public(info))
}

/// The parts that some documents are made from; the whole is the assessment itself.
pub(super) struct Parts<'a>(BTreeMap<Key, PartOf<'a>>);

impl<'a> Parts<'a> {
    /// The parts for documents, each with what it is about.
    ///
    /// # Errors
    /// When the engine fails.
    pub(super) fn of<'w>(
        context: &Context,
        assessment: &'a Assessment<'a>,
        documents: impl Iterator<Item = (&'w TemplateInfo, &'w str)>,
    ) -> Result<Self, PipelineError> {
        let mut parts = BTreeMap::new();
        for (info, scope) in documents {
            let key = key(info, scope);
            if parts.contains_key(&key) || key == Key::default() {
                continue;
            }
            let (edition, public) = &key;
            let part = if edition.is_empty() {
                Some(PartOf::whole(assessment))
            } else {
                PartOf::of(context, assessment, ColumnRole::Edition, edition)?
            };
            let Some(part) = part else { continue };
            let rules = &context.framework.programme.public;
            let part = if *public { part.public(rules) } else { part };
            parts.insert(key, part);
        }
        Ok(Self(parts))
    }

    /// What they are in a language.
    pub(super) fn views(
        &'a self,
        context: &'a Context,
        assessment: &'a Assessment<'a>,
        language: Language,
    ) -> Views<'a> {
        let parts = self.0.iter();
        let parts =
            parts.map(|(key, part)| (key.clone(), part.view(context, assessment, language)));
        let whole = (Key::default(), view(context, assessment, language));
        Views(parts.chain([whole]).collect())
    }
}

/// Views by what they are about.
pub(super) struct Views<'a>(BTreeMap<Key, View<'a>>);

impl<'a> Views<'a> {
    /// What a document about `scope` is made from; none where its edition follows nothing.
    pub(super) fn for_document(&self, info: &TemplateInfo, scope: &str) -> Option<&View<'a>> {
        self.0.get(&key(info, scope))
    }

    /// The whole.
    pub(super) fn whole(&self) -> Option<&View<'a>> {
        self.0.get(&Key::default())
    }
}

//! Documents made one for each return of a kind, as the returns are read.

use std::collections::{BTreeSet, HashMap};

use super::Wanted;
use super::make::{Job, Maker, json, lock};
use super::references::References;
use super::views::Views;
use crate::evaluate::FollowUp;
use crate::model::{DocumentId, KindId, Period, SubjectId};
use crate::pipeline::PipelineError;
use crate::render::contracts::Contract;
use crate::render::project::project;
use crate::render::sheet::{Reference, SheetContext, mail_answer, sheet};
use crate::render::templates::TemplateInfo;
use crate::render::{KindView, PublicReturn, View};
use crate::store::returns::StoredReturn;

/// The documents of one template and kind, in one language.
pub(super) struct Sheets<'a> {
    info: &'a TemplateInfo,
    view: &'a View<'a>,
    kind: &'a KindView<'a>,
    /// What feedback sheets share; none for public sheets.
    words: Option<SheetContext<'a>>,
    rows: HashMap<&'a SubjectId, &'a FollowUp>,
    before: HashMap<&'a SubjectId, &'a FollowUp>,
    scopes: BTreeSet<&'a str>,
}

impl<'a> Sheets<'a> {
    /// The sheets of a document: one for each kind that the document is made for.
    pub(super) fn of(
        maker: &Maker<'a>,
        views: &'a Views<'a>,
        references: &References,
        document: &DocumentId,
        wanted: &[&'a Wanted],
    ) -> Result<Vec<Self>, PipelineError> {
        let info = maker.templates.info(document)?;
        let scopes: BTreeSet<&str> = wanted
            .iter()
            .filter(|w| &w.document == document)
            .map(|w| w.scope.as_str())
            .collect();
        let Some(view) = views.for_document(info, "") else {
            return Ok(Vec::new());
        };
        let kinds = view.kinds.iter().filter(|kind| info.is_for(kind.id()));
        Ok(kinds
            .filter_map(|kind| Self::of_kind(info, view, kind, references.get(kind.id()), &scopes))
            .collect())
    }

    fn of_kind(
        info: &'a TemplateInfo,
        view: &'a View<'a>,
        kind: &'a KindView<'a>,
        reference: Option<&Reference>,
        scopes: &BTreeSet<&'a str>,
    ) -> Option<Self> {
        let words = match info.data {
            Contract::PublicProject => None,
            _ => Some(SheetContext::new(view, kind.id().as_str(), reference)?),
        };
        let by_subject = |rows: &'a [FollowUp]| rows.iter().map(|r| (&r.subject.id, r)).collect();
        Some(Self {
            info,
            view,
            kind,
            words,
            rows: by_subject(kind.rows),
            before: by_subject(kind.previous),
            scopes: scopes.clone(),
        })
    }

    /// How many there are at most.
    pub(super) fn len(&self) -> usize {
        self.scopes.len().min(self.rows.len())
    }

    pub(super) fn kind(&self) -> &KindId {
        self.kind.id()
    }

    pub(super) fn period(&self) -> Period {
        self.kind.evaluation.period
    }

    /// Whether they are made from the accepted version of a return, and not from the last one.
    pub(super) fn of_accepted(&self) -> bool {
        self.words.is_none()
    }

    pub(super) fn wants(&self, stored: &StoredReturn) -> bool {
        self.scopes.contains(stored.subject.as_str())
    }

    /// The job that makes the sheet of a return; nothing where it is there already.
    pub(super) fn job(&self, maker: &Maker<'a>, stored: &StoredReturn) -> Option<Job<'a>> {
        let data = match &self.words {
            Some(words) => self.answer(maker, words, stored),
            None => self.shown_to_all(maker, stored)?,
        };
        let wanted = Wanted {
            document: self.info.name.clone(),
            scope: stored.subject.to_string(),
            language: self.view.language,
        };
        maker.job(self.info, wanted, self.period(), data, Vec::new())
    }

    /// The data of a feedback sheet. What the mail will say is noted in passing, as it comes from the same return.
    fn answer(
        &self,
        maker: &Maker<'_>,
        words: &SheetContext<'_>,
        stored: &StoredReturn,
    ) -> Vec<u8> {
        let row = self.rows.get(&stored.subject).copied();
        let before = self.before.get(&stored.subject).copied();
        let data = json(&sheet(words, stored, row, before));
        let answer = mail_answer(words, stored);
        lock(&maker.report)
            .answers
            .insert((stored.subject.clone(), words.language()), answer);
        data
    }

    /// The data of a public sheet; none of a return that nobody expected.
    fn shown_to_all(&self, maker: &Maker<'_>, stored: &StoredReturn) -> Option<Vec<u8>> {
        let rules = &maker.context.framework.programme.public;
        let returned = PublicReturn::of(self.kind.plan.questionnaire, stored, rules)?;
        let row = self.rows.get(&stored.subject)?;
        Some(json(&project(self.view, self.kind, row, &returned)?))
    }
}

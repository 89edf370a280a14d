//! Documents made one for each return of a kind, as the returns are read.

use std::collections::{BTreeSet, HashMap};

use super::Wanted;
use super::make::{Job, Maker, json, lock};
use crate::evaluate::FollowUp;
use crate::model::{DocumentId, KindId, Period, SubjectId};
use crate::pipeline::{KindAssessment, PipelineError};
use crate::render::View;
use crate::render::sheet::{SheetContext, mail_answer, sheet};
use crate::render::templates::TemplateInfo;
use crate::store::returns::StoredReturn;

/// The sheets of one document and kind, in one language.
pub(super) struct Sheets<'a> {
    info: &'a TemplateInfo,
    assessed: &'a KindAssessment<'a>,
    words: SheetContext<'a>,
    rows: HashMap<&'a SubjectId, &'a FollowUp>,
    before: HashMap<&'a SubjectId, &'a FollowUp>,
    scopes: BTreeSet<&'a str>,
}

impl<'a> Sheets<'a> {
    /// The sheets of a document: one for each kind that the document is made for.
    pub(super) fn of(
        maker: &Maker<'a>,
        view: &'a View<'a>,
        document: &DocumentId,
        wanted: &[&'a Wanted],
    ) -> Result<Vec<Self>, PipelineError> {
        let info = maker.templates.info(document)?;
        let scopes: BTreeSet<&str> = wanted
            .iter()
            .filter(|w| &w.document == document)
            .map(|w| w.scope.as_str())
            .collect();
        let by_subject = |rows: &'a [FollowUp]| rows.iter().map(|r| (&r.subject.id, r)).collect();
        let kinds = maker.assessment.kinds.iter();
        Ok(kinds
            .filter(|assessed| info.is_for(&assessed.plan.kind.id))
            .filter_map(|assessed| {
                Some(Self {
                    info,
                    assessed,
                    words: SheetContext::new(view, assessed.plan.kind.id.as_str())?,
                    rows: by_subject(&assessed.rows),
                    before: by_subject(&assessed.previous),
                    scopes: scopes.clone(),
                })
            })
            .collect())
    }

    /// How many there are at most.
    pub(super) fn len(&self) -> usize {
        self.scopes.len().min(self.rows.len())
    }

    pub(super) fn kind(&self) -> &KindId {
        &self.assessed.plan.kind.id
    }

    pub(super) fn period(&self) -> Period {
        self.assessed.evaluation.period
    }

    pub(super) fn wants(&self, stored: &StoredReturn) -> bool {
        self.scopes.contains(stored.subject.as_str())
    }

    /// The job that makes the sheet of a return; nothing where it is there already. What the mail will say is noted in
    /// passing, as it comes from the same return.
    pub(super) fn job(&self, maker: &Maker<'_>, stored: &StoredReturn) -> Option<Job> {
        let row = self.rows.get(&stored.subject).copied();
        let before = self.before.get(&stored.subject).copied();
        let data = json(&sheet(&self.words, stored, row, before));
        let answer = mail_answer(&self.words, stored);
        let language = self.words.language();
        lock(&maker.report)
            .answers
            .insert((stored.subject.clone(), language), answer);
        let wanted = Wanted {
            document: self.info.name.clone(),
            scope: stored.subject.to_string(),
            language,
        };
        maker.job(self.info, wanted, self.period(), data, Vec::new())
    }
}

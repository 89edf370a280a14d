//! What the report needs of the returns themselves: texts and findings, which figures do not carry.

use std::collections::{BTreeMap, BTreeSet};

use super::fields;
use super::watch::State;
use crate::framework::{Framework, Questionnaire};
use crate::model::{
    FieldId, FindingCode, KindId, Period, ReturnStatus, Severity, SubjectId, Value,
};
use crate::render::PublicReturn;
use crate::store::returns::StoredReturn;

/// Stories kept at most: three are shown, the others are there to choose from.
const STORIES_KEPT: usize = 200;

/// What the report needs of the returns of its first kind. Hand over, in any order, the last version and the accepted
/// version of each return of the period, and the accepted ones of earlier periods as far back as « since » should look.
pub struct Extract {
    kind: Option<KindId>,
    period: Period,
    readable: BTreeSet<FieldId>,
    pub(super) stories: BTreeMap<SubjectId, Told>,
    pub(super) support: BTreeMap<SubjectId, String>,
    pub(super) troubled: BTreeMap<SubjectId, BTreeSet<Period>>,
    quality: BTreeMap<SubjectId, Checked>,
}

/// A project's own words, whose publication it allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) story: String,
    pub(super) quote: Option<String>,
}

/// What checking the last version said.
struct Checked {
    version: u32,
    status: ReturnStatus,
    findings: Vec<(FindingCode, Severity, Option<FieldId>)>,
}

/// The findings of the last versions, counted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Quality {
    /// Last versions that came.
    pub(super) returns: u64,
    /// Those that are still to be corrected.
    pub(super) to_correct: u64,
    /// Those with something to confirm.
    pub(super) to_confirm: u64,
    /// Errors and warnings by code.
    pub(super) by_code: BTreeMap<FindingCode, (u64, u64)>,
    /// Errors and warnings by field.
    pub(super) by_field: BTreeMap<FieldId, (u64, u64)>,
}

/// An empty extract for a report on `period`.
pub fn extract(framework: &Framework, period: Period) -> Extract {
    let kind = framework
        .kinds
        .iter()
        .find(|k| k.id.as_str() == crate::render::view::MAIN_KIND)
        .or_else(|| framework.kinds.first())
        .map(|k| k.id.clone());
    let questionnaire = kind.as_ref().and_then(|k| framework.questionnaire_of(k));
    Extract {
        kind,
        period,
        readable: questionnaire.map(readable).unwrap_or_default(),
        stories: BTreeMap::new(),
        support: BTreeMap::new(),
        troubled: BTreeMap::new(),
        quality: BTreeMap::new(),
    }
}

/// The fields by name that the report may read: those that are not confidential.
fn readable(questionnaire: &Questionnaire) -> BTreeSet<FieldId> {
    [
        fields::STATUS,
        fields::DIFFICULTIES,
        fields::SUPPORT,
        fields::SUPPORT_DETAIL,
        fields::STORY,
        fields::QUOTE,
        fields::AUTHORISED,
    ]
    .into_iter()
    .filter_map(|name| fields::field(questionnaire, name))
    .map(|f| f.id.clone())
    .collect()
}

impl Extract {
    /// Keeps what the report needs of a return; returns of other kinds leave nothing.
    pub fn take(&mut self, stored: &StoredReturn) {
        if !self.is_about(&stored.kind) || stored.period.end() > self.period.end() {
            return;
        }
        // A year is told by its quarters.
        let of_period = stored.period.start() >= self.period.start();
        if of_period {
            self.check(stored);
        }
        if stored.status != ReturnStatus::Accepted {
            return;
        }
        let state = State::read(|name| self.value(stored, name).cloned());
        if state.is_troubled() {
            let periods = self.troubled.entry(stored.subject.clone());
            periods.or_default().insert(stored.period);
        }
        if of_period {
            self.words(stored);
        }
    }

    /// Whether it keeps something of the returns of a kind.
    pub fn is_about(&self, kind: &KindId) -> bool {
        self.kind.as_ref() == Some(kind)
    }

    /// Keeps what a public report needs of a return for its period: the story that its holder allowed everyone to read. An extract
    /// that takes nothing else holds nothing internal.
    pub fn take_public(&mut self, returned: &PublicReturn) {
        let Some(story) = returned.text(fields::STORY) else {
            return;
        };
        let told = Told {
            story: story.to_owned(),
            quote: returned.text(fields::QUOTE).map(str::to_owned),
        };
        if self.stories.len() < STORIES_KEPT {
            self.stories.insert(returned.subject.clone(), told);
        }
    }

    /// A project's story in its holder's words.
    pub(in crate::render) fn story(&self, subject: &SubjectId) -> Option<&str> {
        self.stories.get(subject).map(|told| told.story.as_str())
    }

    fn words(&mut self, stored: &StoredReturn) {
        let text = |name| {
            let text = self.value(stored, name).and_then(Value::text)?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let asked = self.value(stored, fields::SUPPORT).and_then(Value::bool) != Some(false);
        let support = text(fields::SUPPORT_DETAIL).filter(|_| asked);
        let allowed = self.value(stored, fields::AUTHORISED).and_then(Value::bool) == Some(true);
        let told = text(fields::STORY).filter(|_| allowed).map(|story| Told {
            story,
            quote: text(fields::QUOTE),
        });
        if let Some(support) = support {
            self.support.insert(stored.subject.clone(), support);
        }
        if let Some(told) = told
            && self.stories.len() < STORIES_KEPT
        {
            self.stories.insert(stored.subject.clone(), told);
        }
    }

    fn check(&mut self, stored: &StoredReturn) {
        let known = self.quality.get(&stored.subject);
        if known.is_some_and(|k| k.version >= stored.version) {
            return;
        }
        let findings = stored.findings.iter();
        let checked = Checked {
            version: stored.version,
            status: stored.status,
            findings: findings
                .filter(|f| f.severity != Severity::Info)
                .map(|f| (f.code, f.severity, f.field.clone()))
                .collect(),
        };
        self.quality.insert(stored.subject.clone(), checked);
    }

    fn value<'s>(&self, stored: &'s StoredReturn, name: &str) -> Option<&'s Value> {
        let id = self.readable.get(name)?;
        stored.answers.get(id)?.value.as_ref()
    }

    /// The findings of the last versions, counted.
    pub(super) fn quality(&self) -> Quality {
        let mut quality = Quality::default();
        for checked in self.quality.values() {
            quality.returns += 1;
            quality.to_correct += u64::from(checked.status == ReturnStatus::ToCorrect);
            let warned = checked.findings.iter().any(|f| f.1 == Severity::Warning);
            quality.to_confirm += u64::from(warned);
            for (code, severity, field) in &checked.findings {
                let add = |counts: &mut (u64, u64)| match severity {
                    Severity::Error => counts.0 += 1,
                    Severity::Warning => counts.1 += 1,
                    Severity::Info => {}
                };
                add(quality.by_code.entry(*code).or_default());
                if let Some(field) = field {
                    add(quality.by_field.entry(field.clone()).or_default());
                }
            }
        }
        quality
    }
}

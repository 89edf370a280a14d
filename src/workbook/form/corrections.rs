//! What is to correct in a return, by question: the words for its cell and the tone of its highlight.

use std::collections::BTreeMap;

use crate::model::{FieldId, Finding, FindingCode, RuleId, Severity};
use crate::text::{FindingText, finding_text};

use super::super::look::Tone;
use super::FormRequest;

/// The points of a return.
pub(super) struct Corrections<'a> {
    by_field: BTreeMap<&'a FieldId, Vec<Point<'a>>>,
    /// Those that are about no question.
    pub(super) general: Vec<Point<'a>>,
}

/// One point, in words.
pub(super) struct Point<'a> {
    pub(super) severity: Severity,
    /// The broken rule, where it is about one.
    pub(super) rule: Option<&'a RuleId>,
    pub(super) text: FindingText,
}

impl<'a> Corrections<'a> {
    /// The findings that ask something of the person; what is only said is left out.
    pub(super) fn new(request: &FormRequest<'a>) -> Self {
        let mut corrections = Self {
            by_field: BTreeMap::new(),
            general: Vec::new(),
        };
        for finding in request.findings {
            if finding.severity == Severity::Info {
                continue;
            }
            let (field, point) = point(request, finding);
            match field {
                Some(field) => corrections.by_field.entry(field).or_default().push(point),
                None => corrections.general.push(point),
            }
        }
        corrections
    }

    /// What is to say about a question.
    pub(super) fn of(&self, field: &FieldId) -> &[Point<'a>] {
        self.by_field.get(field).map_or(&[], Vec::as_slice)
    }

    /// The tone of a question's cell; none where nothing is to say.
    pub(super) fn tone(&self, field: &FieldId) -> Option<Tone> {
        let worst = self.of(field).iter().map(|point| point.severity).max()?;
        Some(if worst == Severity::Error {
            Tone::Bad
        } else {
            Tone::Watch
        })
    }
}

fn point<'a>(request: &FormRequest<'a>, finding: &'a Finding) -> (Option<&'a FieldId>, Point<'a>) {
    let questionnaire = request.questionnaire;
    let field = finding
        .field
        .as_ref()
        .and_then(|id| questionnaire.field(id));
    let rule = finding.rule.as_ref().and_then(|id| questionnaire.rule(id));
    let label = field.map(|field| field.label.get(request.language));
    let point = Point {
        severity: finding.severity,
        rule: finding
            .rule
            .as_ref()
            .filter(|_| finding.code == FindingCode::RuleBroken),
        text: finding_text(finding, label, rule, request.language),
    };
    (finding.field.as_ref().filter(|_| field.is_some()), point)
}

impl Point<'_> {
    /// What was found, what is expected, how to mend it; what says nothing is left out.
    pub(super) fn lines(&self) -> String {
        let parts = [&self.text.what, &self.text.expected, &self.text.remedy];
        let said = parts.into_iter().filter(|part| !part.trim().is_empty());
        said.map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

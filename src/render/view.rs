//! What documents are made from: the figures, rows and words of one job, borrowed.

use chrono::NaiveDate;

use crate::evaluate::{Evaluation, FollowUp, Group, Plan};
use crate::framework::{Framework, Language, Privacy};
use crate::model::{Figure, IndicatorId, KindId, Level, Period};
use crate::text::Texts;

/// The figures of one kind of subject.
pub struct KindView<'a> {
    /// The kind, its questionnaire and its indicators.
    pub plan: &'a Plan<'a>,
    /// Its figures; a kind has its own period, such as a half-year.
    pub evaluation: &'a Evaluation,
    /// The expected returns of the period, in the programme's order.
    pub rows: &'a [FollowUp],
    /// Those of the period before.
    pub previous: &'a [FollowUp],
    /// The programme's values over up to eight periods, oldest first; the last one is this period.
    pub trend: &'a [(Period, Group)],
    /// The calendar year to date.
    pub year: Option<&'a Evaluation>,
}

/// What one document is about: a framework, a period, and the figures of each kind.
pub struct View<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The period of the job.
    pub period: Period,
    /// The day of the job, in the programme's time zone.
    pub today: NaiveDate,
    /// Who may read it: what is above this level is not in the view.
    pub privacy: Privacy,
    /// The kinds, in the framework's order.
    pub kinds: Vec<KindView<'a>>,
    /// The language of the document.
    pub language: Language,
    /// Its words.
    pub texts: &'a Texts,
}

impl<'a> View<'a> {
    /// The view of a kind.
    pub fn kind(&self, id: &str) -> Option<&KindView<'a>> {
        self.kinds.iter().find(|k| k.plan.kind.id.as_str() == id)
    }

    /// The kind that the report is first about: the winning projects, else the framework's first kind.
    pub fn main_kind(&self) -> Option<&KindView<'a>> {
        self.kind(MAIN_KIND).or_else(|| self.kinds.first())
    }
}

/// The winning projects of participatory budgets.
pub(super) const MAIN_KIND: &str = "laureats";

impl KindView<'_> {
    /// The id of the kind.
    pub fn id(&self) -> &KindId {
        &self.plan.kind.id
    }

    /// The figure of an indicator for a group. The value of a period in which nothing was expected is unknown, not zero.
    pub fn figure(&self, indicator: &IndicatorId, level: &Level, group: &str) -> Option<Figure> {
        let mut figure = self.evaluation.figure(self.plan, indicator, level, group)?;
        if figure.coverage.expected == 0 {
            figure.value = None;
        }
        let before = self.evaluation.previous.iter().find(|l| &l.level == level);
        let expected = before
            .and_then(|l| l.groups.iter().find(|g| g.key == group))
            .map_or(0, |g| g.coverage.expected);
        if expected == 0 {
            figure.previous = None;
        }
        Some(figure)
    }

    /// A subject's own value of an indicator, where it is more than nothing.
    pub fn amount(&self, indicator: &IndicatorId, row: &FollowUp) -> Option<f64> {
        let figure = self.figure(indicator, &Level::Subject, row.subject.id.as_str())?;
        figure.value.filter(|value| *value > 0.0)
    }

    /// The figure of an indicator for the programme.
    pub fn overall(&self, indicator: &IndicatorId) -> Option<Figure> {
        self.figure(indicator, &Level::Programme, "")
    }
}

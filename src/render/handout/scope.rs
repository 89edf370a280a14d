//! What of the view concerns one direction.

use super::READER;
use crate::evaluate::FollowUp;
use crate::framework::{ColumnRole, Department, Indicator};
use crate::model::{Coverage, Figure, Level};
use crate::render::{KindView, View};

/// One direction's part of the view: the first kind that is followed by direction and expects something of this one.
pub(super) struct Scope<'v, 'a> {
    pub(super) view: &'v View<'a>,
    pub(super) kind: &'v KindView<'a>,
    pub(super) department: &'a Department,
    pub(super) level: Level,
    /// The direction's expected returns.
    pub(super) rows: Vec<&'a FollowUp>,
}

impl<'v, 'a> Scope<'v, 'a> {
    pub(super) fn new(view: &'v View<'a>, department: &str) -> Option<Self> {
        let department = view
            .framework
            .programme
            .departments
            .iter()
            .find(|d| d.id == department)?;
        let followed: Vec<_> = view
            .kinds
            .iter()
            .filter_map(|kind| Self::of_kind(view, kind, department))
            .collect();
        let busy = followed.iter().position(|s| !s.rows.is_empty());
        followed.into_iter().nth(busy.unwrap_or(0))
    }

    fn of_kind(
        view: &'v View<'a>,
        kind: &'v KindView<'a>,
        department: &'a Department,
    ) -> Option<Self> {
        let definition = kind.plan.kind;
        let column = &definition.register.column(ColumnRole::Department)?.id;
        definition.levels.contains(column).then(|| Self {
            view,
            kind,
            department,
            level: Level::Column(column.to_string()),
            rows: kind
                .rows
                .iter()
                .filter(|r| r.subject.text(column.as_str()) == Some(department.id.as_str()))
                .collect(),
        })
    }

    /// The kind's indicators that a direction may see.
    pub(super) fn indicators(&self) -> impl Iterator<Item = &'a Indicator> + '_ {
        self.kind
            .plan
            .indicators
            .iter()
            .copied()
            .filter(|i| i.privacy <= READER)
    }

    /// The direction's figure.
    pub(super) fn figure(&self, indicator: &Indicator) -> Option<Figure> {
        self.kind
            .figure(&indicator.id, &self.level, &self.department.id)
    }

    /// The returns behind the direction's figures.
    pub(super) fn coverage(&self) -> Coverage {
        let of = |keep: fn(&FollowUp) -> bool| {
            u64::try_from(self.rows.iter().filter(|r| keep(r)).count()).unwrap_or(0)
        };
        Coverage {
            accepted: of(|r| r.accepted),
            carried: of(|r| r.carried),
            expected: of(|_| true),
        }
    }

    pub(super) fn say(&self, id: &str) -> String {
        self.view.texts.get(id, &[])
    }
}

//! Figures of one kind and period, at every level.

use std::collections::BTreeMap;

use bilan_sql::EngineError;
use rayon::prelude::*;

use super::{EvaluateError, FollowUp, Plan, round_to, status_of};
use crate::framework::ColumnRole;
use crate::model::{
    Block, Coverage, Figure, FigureKey, GroupFigure, IndicatorId, KindId, Level, Numbers, Part,
    Period,
};

/// The figures of one group, in the order of the plan's indicators.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The group's code; empty for the programme.
    pub key: String,
    /// Returns behind it.
    pub coverage: Coverage,
    /// Rounded values.
    pub values: Numbers,
    /// Subjects that have what each formula needs.
    pub counts: Part<u32>,
}

/// The groups of one level, sorted by code.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelGroups {
    /// The level.
    pub level: Level,
    /// Its groups.
    pub groups: Vec<Group>,
}

/// All figures of one kind and period, with those of the period before.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The kind.
    pub kind: KindId,
    /// The period.
    pub period: Period,
    /// The indicators, in the order of each group's values.
    pub indicators: Vec<IndicatorId>,
    /// The levels: programme, each register column of the kind, subject.
    pub levels: Vec<LevelGroups>,
    /// The same for the period before: values alone, of the groups that have any.
    pub previous: Vec<LevelGroups>,
}

impl Evaluation {
    /// Computes every indicator of the plan at every level, for `rows` and for the rows of the period before.
    /// `threads` is how many levels are computed at once; the figures are the same bits for any number.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn compute(
        plan: &Plan<'_>,
        period: Period,
        rows: &[FollowUp],
        previous: &[FollowUp],
        threads: usize,
    ) -> Result<Self, EvaluateError> {
        let (levels, previous) = levels(plan, rows, previous, threads)?;
        Ok(Self {
            kind: plan.kind.id.clone(),
            period,
            indicators: plan.indicators.iter().map(|i| i.id.clone()).collect(),
            levels,
            previous: known(previous),
        })
    }

    /// The programme's values alone: enough for a trend.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn programme_only(plan: &Plan<'_>, rows: &[FollowUp]) -> Result<Group, EvaluateError> {
        let table = plan.table(rows)?;
        let mut level = level_groups(plan, rows, &table, &Level::Programme)?;
        level.groups.pop().ok_or_else(|| {
            EvaluateError::Unknown("the engine gave no group for the programme".into())
        })
    }

    /// The groups of a level, sorted by code.
    pub fn groups(&self, level: &Level) -> &[Group] {
        self.levels
            .iter()
            .find(|l| &l.level == level)
            .map_or(&[], |l| &l.groups)
    }

    /// The figure of an indicator for a group; none where the group has no expected return.
    pub fn figure(
        &self,
        plan: &Plan<'_>,
        indicator: &IndicatorId,
        level: &Level,
        group: &str,
    ) -> Option<Figure> {
        let at = self.indicators.iter().position(|i| i == indicator)?;
        let found = find(&self.levels, level, group)?;
        let before = find(&self.previous, level, group);
        let own = self.group_figure(plan, at, found, before)?;
        Some(self.named(level, group, own))
    }

    /// The figures of a group, in the plan's order.
    pub fn figures(&self, plan: &Plan<'_>, level: &Level, group: &str) -> Vec<Figure> {
        let Some(found) = find(&self.levels, level, group) else {
            return Vec::new();
        };
        self.group_figures(plan, level, found)
            .map(|own| self.named(level, group, own))
            .collect()
    }

    /// The figures of one of the groups of a level, in the plan's order, without their common key.
    pub fn group_figures<'e>(
        &'e self,
        plan: &'e Plan<'_>,
        level: &Level,
        group: &'e Group,
    ) -> impl Iterator<Item = GroupFigure<'e>> {
        let before = find(&self.previous, level, &group.key);
        (0..self.indicators.len()).filter_map(move |at| self.group_figure(plan, at, group, before))
    }

    fn group_figure(
        &self,
        plan: &Plan<'_>,
        at: usize,
        group: &Group,
        before: Option<&Group>,
    ) -> Option<GroupFigure<'_>> {
        let value = group.values.get(at);
        Some(GroupFigure {
            indicator: self.indicators.get(at)?,
            value,
            count: group.counts.get(at).copied().map_or(0, u64::from),
            coverage: group.coverage,
            previous: before.and_then(|g| g.values.get(at)),
            status: status_of(*plan.indicators.get(at)?, value, group.coverage),
        })
    }

    fn named(&self, level: &Level, group: &str, own: GroupFigure<'_>) -> Figure {
        Figure {
            key: FigureKey {
                indicator: own.indicator.clone(),
                level: level.clone(),
                group: group.to_owned(),
                period: self.period,
            },
            value: own.value,
            count: own.count,
            coverage: own.coverage,
            previous: own.previous,
            status: own.status,
        }
    }
}

/// Of the period before, only the values are looked at: groups without any, and the counts, need not be held.
fn known(mut levels: Vec<LevelGroups>) -> Vec<LevelGroups> {
    for level in &mut levels {
        level
            .groups
            .retain(|group| group.values.iter().any(|value| value.is_some()));
        level
            .groups
            .iter_mut()
            .for_each(|group| group.counts = Part::default());
    }
    levels
}

fn find<'a>(levels: &'a [LevelGroups], level: &Level, group: &str) -> Option<&'a Group> {
    let groups = &levels.iter().find(|l| &l.level == level)?.groups;
    groups
        .binary_search_by(|g| g.key.as_str().cmp(group))
        .ok()
        .and_then(|at| groups.get(at))
}

/// The levels of the rows, and those of the rows of the period before.
fn levels(
    plan: &Plan<'_>,
    rows: &[FollowUp],
    previous: &[FollowUp],
    threads: usize,
) -> Result<(Vec<LevelGroups>, Vec<LevelGroups>), EvaluateError> {
    let columns = plan.kind.levels.iter();
    let columns = columns.map(|column| Level::Column(column.to_string()));
    let levels: Vec<Level> = std::iter::once(Level::Programme)
        .chain(columns)
        .chain([Level::Subject])
        .collect();
    let (table, before) = (plan.table(rows)?, plan.table(previous)?);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1));
    let pool = pool
        .build()
        .map_err(|error| EngineError::Engine(error.to_string()))?;
    let computed: Result<Vec<_>, EvaluateError> = pool.install(|| {
        let each = levels.par_iter().with_max_len(1).map(|level| {
            let (now, before) = rayon::join(
                || level_groups(plan, rows, &table, level),
                || level_groups(plan, previous, &before, level),
            );
            Ok((now?, before?))
        });
        each.collect()
    });
    Ok(computed?.into_iter().unzip())
}

fn level_groups(
    plan: &Plan<'_>,
    rows: &[FollowUp],
    table: &bilan_sql::Table,
    level: &Level,
) -> Result<LevelGroups, EvaluateError> {
    let id_column = plan
        .kind
        .register
        .column(ColumnRole::Id)
        .map(|c| c.id.as_str());
    let by = match level {
        Level::Programme => None,
        Level::Column(column) => Some(column.as_str()),
        Level::Subject => id_column,
    };
    let mut coverages: BTreeMap<String, Coverage> = BTreeMap::new();
    for row in rows {
        let coverage = coverages.entry(group_of(row, level)).or_default();
        coverage.expected += 1;
        coverage.accepted += u64::from(row.accepted);
        coverage.carried += u64::from(row.carried);
    }
    let computed = plan.aggregation(by)?.of(table)?;
    let rounded = computed.iter().map(|group| {
        let values = group.values.iter().zip(&plan.indicators);
        values.map(|(value, indicator)| round_to((*value)?, indicator.decimals))
    });
    let values = Numbers::of_all(rounded);
    let mut counts = Block::default();
    for group in &computed {
        let all = group.counts.iter();
        counts.add(|counts| counts.extend(all.map(|n| u32::try_from(*n).unwrap_or(u32::MAX))));
    }
    let figures = values.zip(counts.parts());
    let keys = computed.iter().map(|group| group.key.first().cloned());
    let mut groups: Vec<Group> = keys
        .zip(figures)
        .map(|(key, (values, counts))| {
            let key = key.flatten().unwrap_or_default();
            let coverage = coverages.get(&key).copied().unwrap_or_default();
            Group {
                key,
                coverage,
                values,
                counts,
            }
        })
        .collect();
    groups.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(LevelGroups {
        level: level.clone(),
        groups,
    })
}

/// The code of the group that a row belongs to; empty for the programme and where the register says nothing.
fn group_of(row: &FollowUp, level: &Level) -> String {
    match level {
        Level::Programme => String::new(),
        Level::Column(column) => row.subject.text(column).unwrap_or_default().to_owned(),
        Level::Subject => row.subject.id.to_string(),
    }
}

//! What everyone may see of figures and rows: public indicators and fields alone, small groups masked, and a second group where
//! the first could be found by subtraction. Public documents are made from what comes out of here, so that an internal value
//! cannot stand in one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::plan::Aggregations;
use super::{Evaluation, FollowUp, Group, LevelGroups, Plan, SubjectInfo};
use crate::framework::{Indicator, Privacy, PublicRules};
use crate::model::{Columns, FieldId, Level, Numbers, Packer, Value};

#[cfg(test)]
mod tests;

impl<'a> Plan<'a> {
    /// The places of the public indicators.
    fn public_places(&self) -> Vec<usize> {
        let all = self.indicators.iter().enumerate();
        all.filter(|(_, i)| i.privacy == Privacy::Public)
            .map(|(at, _)| at)
            .collect()
    }

    /// Whether a formula uses something that is not public: of many subjects the figure may be shown, of one it would tell what
    /// that one answered.
    fn uses_internal(&self, at: usize) -> bool {
        let used = self.compiled.get(at).map(bilan_sql::Indicator::columns);
        let internal = |name: &str| {
            let fields = self.questionnaire.fields.iter();
            let columns = self.kind.register.columns.iter();
            let fields = fields.map(|f| (f.id.as_str(), f.privacy));
            let mut all = fields.chain(columns.map(|c| (c.id.as_str(), c.privacy)));
            all.any(|(id, privacy)| id == name && privacy > Privacy::Public)
        };
        used.is_some_and(|used| used.iter().any(|u| internal(&u.column.name)))
    }

    /// The plan of the public indicators alone.
    pub fn public(&self) -> Self {
        let places = self.public_places();
        Self {
            indicators: at_all(&self.indicators, &places),
            compiled: at_all(&self.compiled, &places),
            aggregations: Aggregations::default(),
            ..self.clone()
        }
    }
}

fn at_all<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    places
        .iter()
        .filter_map(|at| all.get(*at).cloned())
        .collect()
}

impl Evaluation {
    /// The figures that everyone may see. `plan` is the one that they were computed with, `rows` the ones they were computed
    /// of. Of the period before, the programme's alone are kept: by group they could be used to undo a mask.
    pub fn public(&self, plan: &Plan<'_>, rows: &[FollowUp], rules: &PublicRules) -> Self {
        let places = plan.public_places();
        let indicators = at_all(&plan.indicators, &places);
        let levels: Vec<Kept<'_>> = self.levels.iter().map(|l| Kept::of(l, &places)).collect();
        let mut hidden = Masks::of(&levels, &indicators, rows, rules).hidden;
        for (level, hidden) in levels.iter().zip(&mut hidden) {
            if level.level.level == Level::Subject {
                let internal = places.iter().map(|at| plan.uses_internal(*at)).enumerate();
                let internal = internal.filter(|(_, is)| *is).map(|(i, _)| i);
                let all = 0..level.level.groups.len();
                hidden.extend(internal.flat_map(|i| all.clone().map(move |group| (group, i))));
            }
        }
        let masked = levels.iter().zip(&hidden);
        let levels = masked
            .map(|(level, hidden)| level.without(hidden))
            .collect();
        let programme = |l: &&LevelGroups| l.level == Level::Programme;
        let previous = self.previous.iter().filter(programme).map(|level| {
            let shown = |g: &&Group| g.coverage.accepted >= u64::from(rules.minimum_subjects);
            let groups = level.groups.iter().filter(shown);
            LevelGroups {
                level: level.level.clone(),
                groups: groups.map(|g| public_group(g, &places)).collect(),
            }
        });
        Self {
            kind: self.kind.clone(),
            period: self.period,
            indicators: at_all(&self.indicators, &places),
            previous: previous.collect(),
            levels,
        }
    }
}

impl Group {
    /// What everyone may see of the programme's figures of a period; nothing where they rest on too few subjects.
    pub fn public(&self, plan: &Plan<'_>, rules: &PublicRules) -> Option<Self> {
        let enough = self.coverage.accepted >= u64::from(rules.minimum_subjects);
        enough.then(|| public_group(self, &plan.public_places()))
    }
}

fn public_group(group: &Group, places: &[usize]) -> Group {
    Group {
        values: places.iter().map(|at| group.values.get(*at)).collect(),
        counts: crate::model::Part::default(),
        ..group.clone()
    }
}

/// The rows as everyone may see them: public columns and public fields, no contact.
pub fn public_rows(plan: &Plan<'_>, rows: &[FollowUp], rules: &PublicRules) -> Vec<FollowUp> {
    let fields = &plan.questionnaire.fields;
    let mut packed = Packer::default();
    for row in rows {
        let values = fields.iter().zip(row.values.iter());
        packed.add(values.map(|(field, value)| {
            value.filter(|v| field.privacy == Privacy::Public && !is_few(field.persons, v, rules))
        }));
    }
    let rows = rows.iter().zip(packed.rows());
    rows.map(|(row, values)| FollowUp {
        subject: Arc::new(public_subject(plan, &row.subject)),
        values,
        ..row.clone()
    })
    .collect()
}

/// Whether a value counts persons, and fewer than may be shown.
pub fn is_few(persons: bool, value: &Value, rules: &PublicRules) -> bool {
    let least = rules.minimum_persons.into();
    persons && value.number().is_some_and(|n| n < least)
}

fn public_subject(plan: &Plan<'_>, subject: &SubjectInfo) -> SubjectInfo {
    let columns = plan.kind.register.columns.iter();
    let shown = columns.filter(|c| c.privacy == Privacy::Public);
    let values: BTreeMap<FieldId, Value> = shown
        .filter_map(|c| Some((c.id.clone(), subject.columns.get(&c.id)?)))
        .collect();
    SubjectInfo {
        id: subject.id.clone(),
        title: subject.title.clone(),
        columns: Columns::from(values),
        contact_name: None,
        contact_email: None,
        contact_language: None,
    }
}

/// A level with the values of some indicators.
struct Kept<'l> {
    level: &'l LevelGroups,
    places: &'l [usize],
}

impl<'l> Kept<'l> {
    fn of(level: &'l LevelGroups, places: &'l [usize]) -> Self {
        Self { level, places }
    }

    fn value(&self, group: usize, indicator: usize) -> Option<f64> {
        let at = *self.places.get(indicator)?;
        self.level.groups.get(group)?.values.get(at)
    }

    /// The subjects behind a value.
    fn count(&self, group: usize, indicator: usize) -> u32 {
        let place = self.places.get(indicator);
        let group = self.level.groups.get(group);
        let count = place.zip(group).and_then(|(at, g)| g.counts.get(*at));
        count.copied().unwrap_or(0)
    }

    fn without(&self, hidden: &Hidden) -> LevelGroups {
        let groups = self.level.groups.iter().enumerate();
        let values = Numbers::of_all(groups.clone().map(|(at, _)| {
            let of_group = move |i| self.value(at, i).filter(|_| !hidden.contains(&(at, i)));
            (0..self.places.len()).map(of_group)
        }));
        LevelGroups {
            level: self.level.level.clone(),
            groups: groups
                .zip(values)
                .map(|((at, group), values)| Group {
                    values,
                    counts: (0..self.places.len()).map(|i| self.count(at, i)).collect(),
                    ..group.clone()
                })
                .collect(),
        }
    }
}

/// Groups and indicators of one level whose value is hidden.
type Hidden = BTreeSet<(usize, usize)>;

/// Which values are hidden at each level.
struct Masks<'l> {
    levels: &'l [Kept<'l>],
    hidden: Vec<Hidden>,
}

impl<'l> Masks<'l> {
    fn of(
        levels: &'l [Kept<'l>],
        indicators: &[&Indicator],
        rows: &[FollowUp],
        rules: &PublicRules,
    ) -> Self {
        let small = |level: &Kept<'_>| small(level, indicators, rules);
        let mut masks = Self {
            levels,
            hidden: levels.iter().map(small).collect(),
        };
        let sums = sums(levels, rows);
        // Each round hides more or ends: a value hidden for one sum may be the only one hidden of another.
        while masks.protect(&sums, indicators.len()) {}
        masks
    }

    /// Hides a second value wherever the only hidden one of a sum could be found by subtraction; whether any was.
    fn protect(&mut self, sums: &[Sum], indicators: usize) -> bool {
        let mut changed = false;
        for sum in sums {
            for indicator in 0..indicators {
                let Some(second) = self.second(sum, indicator) else {
                    continue;
                };
                if let Some(hidden) = self.hidden.get_mut(sum.level) {
                    changed |= hidden.insert((second, indicator));
                }
            }
        }
        changed
    }

    /// The part that must be hidden with the only hidden one of a sum: the one with the fewest subjects. None where none or
    /// several are hidden, or where the total is hidden too.
    fn second(&self, sum: &Sum, indicator: usize) -> Option<usize> {
        let (level, hidden) = (self.levels.get(sum.level)?, self.hidden.get(sum.level)?);
        let total = self.hidden.get(sum.total.0)?;
        if total.contains(&(sum.total.1, indicator)) {
            return None;
        }
        let known = sum.parts.iter().copied();
        let known = known.filter(|at| level.value(*at, indicator).is_some());
        let (masked, shown): (Vec<_>, Vec<_>) =
            known.partition(|at| hidden.contains(&(*at, indicator)));
        if masked.len() != 1 {
            return None;
        }
        shown
            .into_iter()
            .min_by_key(|at| (level.count(*at, indicator), *at))
    }
}

/// Values that rest on too few subjects or count too few persons. At the level of one subject, which has a name already, only
/// persons are protected.
fn small(level: &Kept<'_>, indicators: &[&Indicator], rules: &PublicRules) -> Hidden {
    let one_subject = level.level.level == Level::Subject;
    let mut hidden = Hidden::new();
    for at in 0..level.level.groups.len() {
        for (i, indicator) in indicators.iter().enumerate() {
            let few_subjects = !one_subject && level.count(at, i) < rules.minimum_subjects;
            let few_persons = indicator.persons
                && level
                    .value(at, i)
                    .is_some_and(|v| v < f64::from(rules.minimum_persons));
            if few_subjects || few_persons {
                hidden.insert((at, i));
            }
        }
    }
    hidden
}

/// Groups of one level that add up to a group of another.
struct Sum {
    level: usize,
    parts: Vec<usize>,
    /// Level and group.
    total: (usize, usize),
}

/// Every sum that a reader could subtract in: the groups of a level add up to the programme, and to the group of another level
/// that holds them whole.
fn sums(levels: &[Kept<'_>], rows: &[FollowUp]) -> Vec<Sum> {
    let mut sums = Vec::new();
    let columns: Vec<(usize, &str)> = (levels.iter().enumerate())
        .filter_map(|(at, l)| match &l.level.level {
            Level::Column(column) => Some((at, column.as_str())),
            Level::Programme | Level::Subject => None,
        })
        .collect();
    let programme = levels
        .iter()
        .position(|l| l.level.level == Level::Programme);
    for (at, fine) in &columns {
        let Some(level) = levels.get(*at) else {
            continue;
        };
        if let Some(programme) = programme {
            sums.push(Sum {
                level: *at,
                parts: (0..level.level.groups.len()).collect(),
                total: (programme, 0),
            });
        }
        for (above, coarse) in columns.iter().filter(|(other, _)| other != at) {
            let Some(total) = levels.get(*above) else {
                continue;
            };
            sums.extend(nested((*at, level, fine), (*above, total, coarse), rows));
        }
    }
    sums
}

/// The sums of a level whose groups each lie in one group of another.
fn nested(
    (at, level, fine): (usize, &Kept<'_>, &str),
    (above, total, coarse): (usize, &Kept<'_>, &str),
    rows: &[FollowUp],
) -> Vec<Sum> {
    let mut holders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        let key = |column| row.subject.text(column).unwrap_or_default();
        holders.entry(key(fine)).or_default().insert(key(coarse));
    }
    let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (group, part) in level.level.groups.iter().enumerate().map(|(i, g)| (g, i)) {
        let Some(held) = holders.get(group.key.as_str()) else {
            continue;
        };
        // A group that lies across several adds up to none of them.
        if held.len() == 1 {
            held.iter()
                .for_each(|key| parts.entry(key).or_default().push(part));
        } else {
            return Vec::new();
        }
    }
    let groups = total.level.groups.iter().enumerate();
    groups
        .filter_map(|(group, g)| {
            Some(Sum {
                level: at,
                parts: parts.remove(g.key.as_str())?,
                total: (above, group),
            })
        })
        .collect()
}

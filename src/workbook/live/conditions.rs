//! Conditions on rows, twice: as the pairs that `COUNTIFS` and its like take, and as arrays of 0 and 1.

use bilan_sql::{Comparison, Outline};

use super::{Group, Holds, Known, Live};
use crate::framework::Field;
use crate::workbook::formula::Formula;

/// What has to hold of a row, all of it.
#[derive(Default)]
pub(super) struct Conditions(Vec<Condition>);

struct Condition {
    /// A column and what its cells have to be; none where `COUNTIFS` cannot say it.
    pair: Option<(Formula, Formula)>,
    /// 1 or true where it holds.
    array: Formula,
}

impl Conditions {
    /// The rows of a group, or all.
    pub(super) fn of(group: Option<&Group>) -> Self {
        let condition = group.map(|group| Condition {
            pair: group
                .is_plain
                .then(|| (group.column.clone(), group.cell.clone())),
            array: group.column.clone().infix("=", group.cell.clone()),
        });
        Self(condition.into_iter().collect())
    }

    /// These and others.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    pub(super) fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The arguments of `COUNTIFS`, where it can say all of them.
    pub(super) fn pairs(&self) -> Option<Vec<Formula>> {
        let mut arguments = Vec::with_capacity(self.0.len() * 2);
        for condition in &self.0 {
            let (column, wanted) = condition.pair.clone()?;
            arguments.extend([column, wanted]);
        }
        Some(arguments)
    }

    /// The factors of `SUMPRODUCT`.
    pub(super) fn arrays(&self) -> Vec<Formula> {
        self.0.iter().map(|c| c.array.clone()).collect()
    }
}

impl Live<'_, '_> {
    /// The conditions that a filter is made of.
    pub(super) fn conditions(&self, filter: &Outline) -> Option<Conditions> {
        if let Outline::And(left, right) = filter {
            return Some(self.conditions(left)?.and(self.conditions(right)?));
        }
        Some(Conditions(vec![Condition {
            pair: self.pair(filter),
            array: self.truth(filter, true)?,
        }]))
    }

    /// A condition as `COUNTIFS` says it.
    fn pair(&self, condition: &Outline) -> Option<(Formula, Formula)> {
        let text = |text: String| Formula::Text(text);
        match condition {
            Outline::Column(None, name) => {
                let known = self.known(name)?;
                let words = match known.holds {
                    Holds::Accepted => self.accepted_words(),
                    Holds::Truth | Holds::Flag => self.book.words.yes_no(true),
                    _ => return None,
                };
                is_plain(&words).then(|| (known.column, text(words)))
            }
            Outline::Not(inner) => match &**inner {
                Outline::IsNull(of) => match &**of {
                    Outline::Column(None, name) => {
                        let known = self.known(name)?;
                        Some((known.column, text("<>".to_owned())))
                    }
                    _ => None,
                },
                _ => None,
            },
            Outline::Compare(left, how, right) => match (&**left, &**right) {
                (Outline::Column(..), Outline::Number(digits)) => {
                    let (column, scale) = self.numbers(left)?;
                    let wanted = format!("{}{digits}", operator(*how));
                    // « Different » would take empty cells too.
                    (scale == 1 && *how != Comparison::Different).then(|| (column, text(wanted)))
                }
                (Outline::Column(None, name), Outline::Text(code)) => {
                    let known = self.known(name)?;
                    let label = self.label(&known, code)?;
                    (*how == Comparison::Equal && is_plain(&label))
                        .then(|| (known.column, text(label)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// 1 or true for the rows where the condition is `wanted`; 0 where it is not, and where nobody knows.
    pub(super) fn truth(&self, condition: &Outline, wanted: bool) -> Option<Formula> {
        let zero = || Formula::whole(0);
        Some(match condition {
            Outline::Truth(truth) => Formula::whole(u32::from(*truth == wanted)),
            Outline::Not(inner) => self.truth(inner, !wanted)?,
            Outline::And(left, right) | Outline::Or(left, right) => {
                let (left, right) = (self.truth(left, wanted)?, self.truth(right, wanted)?);
                if matches!(condition, Outline::And(..)) == wanted {
                    left.infix("*", right)
                } else {
                    left.infix("+", right).infix(">", zero())
                }
            }
            Outline::IsNull(of) => {
                let Outline::Column(None, name) = &**of else {
                    return None;
                };
                let known = self.known(name)?;
                if matches!(known.holds, Holds::Accepted | Holds::Flag) {
                    return None;
                }
                known.column.infix(
                    if wanted { "=" } else { "<>" },
                    Formula::Text(String::new()),
                )
            }
            Outline::Column(None, name) => self.is_true(&self.known(name)?, wanted)?,
            Outline::Holds(of, code) => {
                let Outline::Column(None, name) = &**of else {
                    return None;
                };
                self.holds(&self.known(name)?, code, wanted)?
            }
            Outline::Compare(left, how, right) => self.compare(left, *how, right, wanted)?,
            _ => return None,
        })
    }

    fn is_true(&self, known: &Known<'_>, wanted: bool) -> Option<Formula> {
        let column = || known.column.clone();
        let text = |text: String| Formula::Text(text);
        Some(match (known.holds, wanted) {
            (Holds::Accepted, true) => column().infix("=", text(self.accepted_words())),
            (Holds::Accepted, false) => column().infix("<>", text(self.accepted_words())),
            (Holds::Flag, true) => column().infix("=", text(self.book.words.yes_no(true))),
            (Holds::Flag, false) => column().infix("<>", text(self.book.words.yes_no(true))),
            (Holds::Truth, wanted) => column().infix("=", text(self.book.words.yes_no(wanted))),
            _ => return None,
        })
    }

    fn holds(&self, known: &Known<'_>, code: &str, wanted: bool) -> Option<Formula> {
        let Holds::Choices(field) = known.holds else {
            return None;
        };
        // Labels stand one after the other, with a comma between them.
        let mut labels = field.choices.iter().map(|c| self.book.words.of(&c.label));
        if labels.any(|label| label.contains(',')) {
            return None;
        }
        let label = self.label_of(field, code)?;
        let comma = || Formula::Text(", ".to_owned());
        let all = comma().infix("&", known.column.clone()).infix("&", comma());
        let found = Formula::call("FIND", [Formula::Text(format!(", {label}, ")), all]);
        let found = Formula::call("ISNUMBER", [found]);
        Some(if wanted {
            found
        } else {
            let some = known
                .column
                .clone()
                .infix("<>", Formula::Text(String::new()));
            Formula::whole(1).infix("-", found).infix("*", some)
        })
    }

    fn compare(
        &self,
        left: &Outline,
        how: Comparison,
        right: &Outline,
        wanted: bool,
    ) -> Option<Formula> {
        let how = if wanted { how } else { opposite(how) };
        if let (Outline::Column(None, name), Outline::Text(code)) = (left, right) {
            let known = self.known(name)?;
            let label = Formula::Text(self.label(&known, code)?);
            let column = || known.column.clone();
            return match how {
                Comparison::Equal => Some(column().infix("=", label)),
                Comparison::Different => {
                    let some = column().infix("<>", Formula::Text(String::new()));
                    Some(column().infix("<>", label).infix("*", some))
                }
                _ => None,
            };
        }
        let (left, right) = (self.values(left)?, self.values(right)?);
        let compared = left.value.infix(operator(how), right.value);
        Some(
            [left.known, right.known]
                .into_iter()
                .flatten()
                .fold(compared, |all, known| all.infix("*", known)),
        )
    }

    /// What a cell says for a code of its column.
    fn label(&self, known: &Known<'_>, code: &str) -> Option<String> {
        match known.holds {
            Holds::Choice(field) => self.label_of(field, code),
            _ => None,
        }
    }

    /// The label of a choice; none where another one has the same, but for capitals.
    fn label_of(&self, field: &Field, code: &str) -> Option<String> {
        let words = &self.book.words;
        let label = |id: &str| {
            let choice = field.choices.iter().find(|c| c.id == id)?;
            Some(words.of(&choice.label))
        };
        let own = label(code)?;
        let same = field
            .choices
            .iter()
            .filter(|c| words.of(&c.label).to_lowercase() == own.to_lowercase());
        (same.count() == 1).then(|| own.to_owned())
    }
}

/// Whether `COUNTIFS` takes the text for what it is: not for a pattern, a comparison or a number.
pub(super) fn is_plain(text: &str) -> bool {
    let truth = ["TRUE", "FALSE", "VRAI", "FAUX"].contains(&text.to_uppercase().as_str());
    let begins = text
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '●' || c == '(');
    begins
        && !truth
        && text.trim() == text
        && text.encode_utf16().count() <= 250
        && !text.contains(['*', '?', '~'])
}

const fn operator(how: Comparison) -> &'static str {
    match how {
        Comparison::Equal => "=",
        Comparison::Different => "<>",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Greater => ">",
        Comparison::AtLeast => ">=",
    }
}

const fn opposite(how: Comparison) -> Comparison {
    match how {
        Comparison::Equal => Comparison::Different,
        Comparison::Different => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}

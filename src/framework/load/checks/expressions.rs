//! Rules, conditions and formulas, judged by whoever knows the engine.

use crate::framework::load::index::Index;
use crate::framework::load::literal::place_in_literal;
use crate::framework::load::problem::Problem;
use crate::framework::load::tree::Node;
use crate::framework::{ColumnOrigin, FieldType, Localised, WideColumn, WideTable};
use crate::model::KindId;

use super::kinds;

/// Knows which expressions the engine will accept. The table says all that an expression may name.
pub trait ExpressionChecker {
    /// Whether this is a boolean expression over one row of the table: a rule, a `relevant`, a `required`.
    ///
    /// # Errors
    /// What is wrong with it.
    fn check_rule(&self, table: &WideTable, text: &str) -> Result<(), ExpressionProblem>;

    /// Whether this is a numeric aggregate expression over the table: a formula.
    ///
    /// # Errors
    /// What is wrong with it.
    fn check_indicator(&self, table: &WideTable, text: &str) -> Result<(), ExpressionProblem>;
}

/// What is wrong with an expression.
#[derive(Debug, Clone)]
pub struct ExpressionProblem {
    /// What is wrong.
    pub message: Localised,
    /// A way out.
    pub suggestion: Option<Localised>,
    /// Bytes of the expression before the fault.
    pub offset: Option<usize>,
}

pub(super) fn check(
    index: &Index<'_>,
    checker: &dyn ExpressionChecker,
    problems: &mut Vec<Problem>,
) {
    for kind in index.kinds.sound() {
        let Some(questionnaire) = kind
            .str("questionnaire")
            .and_then(|id| index.questionnaires.find(id))
        else {
            continue;
        };
        let Some(table) = wide_table(kind, questionnaire, index) else {
            continue;
        };
        let mut judge = |node: Option<Node<'_>>, formula: bool| {
            let Some(node) = node else { return };
            let Some(text) = node.text() else { return };
            let verdict = if formula {
                checker.check_indicator(&table, text)
            } else {
                checker.check_rule(&table, text)
            };
            if let Err(fault) = verdict {
                problems.push(problem(node, fault));
            }
        };
        for field in questionnaire.list("field") {
            judge(field.get("relevant"), false);
            judge(field.get("required"), false);
        }
        for rule in questionnaire.list("rule") {
            judge(rule.get("holds"), false);
        }
        for indicator in index
            .indicators
            .sound()
            .filter(|i| i.str("kind") == Some(table.kind.as_str()))
        {
            judge(indicator.get("formula"), true);
        }
    }
}

/// The table as far as the files tell; none where a column cannot be read, because expressions about it would be blamed
/// for a fault that is not theirs.
fn wide_table(kind: Node<'_>, questionnaire: Node<'_>, index: &Index<'_>) -> Option<WideTable> {
    if questionnaire.broken || index.programme.is_none_or(|p| p.broken) {
        return None;
    }
    let column = |node: &Node<'_>, origin| {
        let choices = node
            .list("choices")
            .iter()
            .map(|c| c.str("id").map(str::to_owned))
            .collect::<Option<_>>()?;
        Some(WideColumn {
            id: node.str("id")?.into(),
            type_: node.word::<FieldType>("type")?,
            origin,
            choices,
        })
    };
    let register = kinds::columns(kind);
    let register = register
        .iter()
        .map(|node| column(node, ColumnOrigin::Register));
    let fields = questionnaire.list("field");
    let fields = fields.iter().map(|node| column(node, ColumnOrigin::Field));
    let columns: Option<Vec<_>> = register
        .chain(WideTable::built_in_columns().map(Some))
        .chain(fields)
        .collect();
    let parameter =
        |node: &Node<'_>| Some((node.str("id")?.to_owned(), node.str("value")?.to_owned()));
    let mut columns = columns?;
    // Twins were reported; the engine wants each name once.
    let mut seen = std::collections::BTreeSet::new();
    columns.retain(|column| seen.insert(column.id.clone()));
    let mut parameters: Vec<(String, String)> = index
        .parameters
        .all
        .iter()
        .map(parameter)
        .collect::<Option<_>>()?;
    parameters.retain(|(_, value)| value.parse::<rust_decimal::Decimal>().is_ok());
    let mut seen = std::collections::BTreeSet::new();
    parameters.retain(|(id, _)| seen.insert(id.clone()));
    Some(WideTable {
        kind: KindId::new(kind.str("id")?),
        columns,
        parameters,
    })
}

fn problem(node: Node<'_>, fault: ExpressionProblem) -> Problem {
    let span = node.value.span();
    let literal = node.file.text.get(span.clone()).unwrap_or_default();
    let value = node.text().unwrap_or_default();
    match fault
        .offset
        .and_then(|offset| place_in_literal(literal, value, offset))
    {
        Some(within) => {
            let start = span.start + within;
            // The word there, so that the excerpt underlines what is meant.
            let rest = node.file.text.get(start..span.end).unwrap_or_default();
            let word = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
                .unwrap_or(rest.len());
            Problem::at(
                node.file,
                start..start + word.max(1),
                fault.message,
                fault.suggestion,
            )
        }
        None => node.problem(fault.message, fault.suggestion),
    }
}

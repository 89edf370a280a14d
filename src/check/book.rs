//! The rules of a kind, compiled once.

use std::collections::BTreeSet;

use bilan_sql::{EngineError, ExpressionError, Rule, Schema, SchemaError, TableError};

use crate::framework::{Field, Framework, Kind, Questionnaire, Required, WideTable};
use crate::model::{FieldId, KindId};
use crate::store::StoreError;
use crate::wide::rule_schema;

/// What can go wrong while checking; never the content of a return.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A kind without questionnaire or table; `bilan check` says where.
    #[error("the kind {0} cannot be checked: it has no questionnaire. Run bilan check")]
    Kind(KindId),
    /// The columns of a kind cannot make a table.
    #[error("the columns of a kind cannot make a table: {0}. Run bilan check")]
    Schema(#[from] SchemaError),
    /// A rule does not compile; `bilan check` says where.
    #[error("the rule {rule} is refused: {source}. Run bilan check")]
    Rule {
        /// The rule or the field whose condition it is.
        rule: String,
        /// Why.
        source: ExpressionError,
    },
    /// The rows do not fit their table.
    #[error("the rows do not fit their table: {0}")]
    Table(#[from] TableError),
    /// The engine failed.
    #[error("the rules cannot be computed: {0}")]
    Engine(#[from] EngineError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// When a field must be answered.
pub(super) enum RequiredRule {
    Never,
    Always,
    When(Box<Rule>),
}

/// The rules of a kind.
pub struct RuleBook<'a> {
    /// The kind.
    pub kind: &'a Kind,
    /// Its questionnaire.
    pub questionnaire: &'a Questionnaire,
    pub(super) table: WideTable,
    pub(super) schema: Schema,
    /// For each field, when it applies; always where there is none.
    pub(super) relevant: Vec<Option<Rule>>,
    /// For each field.
    pub(super) required: Vec<RequiredRule>,
    /// In the questionnaire's order.
    pub(super) rules: Vec<Rule>,
    /// Fields whose earlier values rules look at.
    pub(super) previous: BTreeSet<FieldId>,
    /// Fields whose medians rules look at.
    pub(super) medians: BTreeSet<FieldId>,
}

impl<'a> RuleBook<'a> {
    /// Compiles the rules of a kind.
    ///
    /// # Errors
    /// When one does not compile, which `bilan check` would have said.
    pub fn new(framework: &'a Framework, kind: &'a Kind) -> Result<Self, CheckError> {
        let unknown = || CheckError::Kind(kind.id.clone());
        let questionnaire = framework.questionnaire_of(&kind.id).ok_or_else(unknown)?;
        let table = framework.wide_table(&kind.id).ok_or_else(unknown)?;
        let schema = rule_schema(&table)?;
        let compile = |name: &str, text: &str| {
            bilan_sql::compile_rule(text, &schema).map_err(|source| CheckError::Rule {
                rule: name.to_owned(),
                source,
            })
        };
        let fields = &questionnaire.fields;
        let relevant_of = |f: &Field| {
            f.relevant
                .as_deref()
                .map(|text| compile(f.id.as_str(), text))
                .transpose()
        };
        let relevant = fields
            .iter()
            .map(relevant_of)
            .collect::<Result<Vec<_>, _>>()?;
        let required = fields
            .iter()
            .map(|field| match &field.required {
                Required::Always(true) => Ok(RequiredRule::Always),
                Required::Always(false) => Ok(RequiredRule::Never),
                Required::When(text) => {
                    compile(field.id.as_str(), text).map(|rule| RequiredRule::When(Box::new(rule)))
                }
            })
            .collect::<Result<Vec<_>, CheckError>>()?;
        let rules = questionnaire
            .rules
            .iter()
            .map(|rule| compile(rule.id.as_str(), &rule.holds))
            .collect::<Result<Vec<_>, _>>()?;
        let (mut previous, mut medians) = (BTreeSet::new(), BTreeSet::new());
        let conditions = required.iter().filter_map(|r| {
            if let RequiredRule::When(r) = r {
                Some(&**r)
            } else {
                None
            }
        });
        for used in relevant
            .iter()
            .flatten()
            .chain(conditions)
            .chain(&rules)
            .flat_map(Rule::columns)
        {
            match used.column.qualifier.as_deref() {
                Some("prev") => previous.insert(FieldId::new(used.column.name)),
                Some("median") => medians.insert(FieldId::new(used.column.name)),
                _ => false,
            };
        }
        Ok(Self {
            kind,
            questionnaire,
            table,
            schema,
            relevant,
            required,
            rules,
            previous,
            medians,
        })
    }
}

//! The fields and columns that the report knows by name. Each is configuration: a programme without it has an emptier
//! report, never a broken one.

use crate::evaluate::FollowUp;
use crate::framework::{ColumnRole, Field, Kind, Privacy, Questionnaire};
use crate::model::{FieldId, Value};
use crate::render::KindView;

/// Where a project stands: `en_cours`, `acheve`, `suspendu`, `abandonne`…
pub(super) const STATUS: &str = "statut";
/// What a project struggles with.
pub(super) const DIFFICULTIES: &str = "difficultes";
/// The choice that says that there is no difficulty.
pub(super) const NO_DIFFICULTY: &str = "aucune";
/// Whether it asks for support.
pub(super) const SUPPORT: &str = "besoin_appui";
/// Which support.
pub(super) const SUPPORT_DETAIL: &str = "besoin_appui_detail";
/// Its story.
pub(super) const STORY: &str = "recit";
/// A quotation.
pub(super) const QUOTE: &str = "citation";
/// Whether both may leave the team.
pub(super) const AUTHORISED: &str = "autorisation_publication";
/// When a project should end, as last announced.
pub(super) const PLANNED_END: &str = "date_fin_prevue";
/// When it should have ended (register).
pub(super) const FIRST_END: &str = "date_fin_initiale";
/// The organisation that carries it (register).
pub(super) const HOLDER: &str = "porteur";
/// Where it is (register).
pub(super) const MUNICIPALITY: &str = "commune";
/// The day a contract ends (register).
pub(super) const CONTRACT_END: &str = "fin_le";
/// The state of a project that is paused.
pub(super) const SUSPENDED: &str = "suspendu";
/// The state of a project that is done.
pub(super) const COMPLETED: &str = "acheve";
/// The state of a project that is given up.
pub(super) const ABANDONED: &str = "abandonne";

/// The field of this name, unless it is confidential: the report shows none of those.
pub(super) fn field<'a>(questionnaire: &'a Questionnaire, name: &str) -> Option<&'a Field> {
    questionnaire
        .fields
        .iter()
        .find(|f| f.id.as_str() == name && f.privacy != Privacy::Confidentiel)
}

/// A field of the rows of a kind, with its place in their values.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) field: &'a Field,
    at: usize,
}

impl<'a> Known<'a> {
    pub(super) fn find(kind: &KindView<'a>, name: &str) -> Option<Self> {
        let questionnaire = kind.plan.questionnaire;
        let field = field(questionnaire, name)?;
        let at = questionnaire.fields.iter().position(|f| f.id == field.id)?;
        Some(Self { field, at })
    }

    pub(super) fn of(self, row: &FollowUp) -> Option<Value> {
        row.values.get(self.at)
    }
}

/// The text in a register column, unless the column is confidential.
pub(super) fn register_text<'a>(kind: &Kind, row: &'a FollowUp, name: &str) -> Option<&'a str> {
    shown(kind, name)?;
    row.subject.text(name)
}

/// The value in a register column, unless the column is confidential.
pub(super) fn register_value(kind: &Kind, row: &FollowUp, name: &str) -> Option<Value> {
    row.subject.columns.get(shown(kind, name)?)
}

fn shown<'a>(kind: &'a Kind, name: &str) -> Option<&'a FieldId> {
    kind.register
        .columns
        .iter()
        .find(|c| c.id.as_str() == name && c.privacy != Privacy::Confidentiel)
        .map(|c| &c.id)
}

/// The column with this role, where figures are grouped by it.
pub(super) fn level(kind: &Kind, role: ColumnRole) -> Option<String> {
    let column = kind.register.column(role)?;
    kind.levels
        .contains(&column.id)
        .then(|| column.id.to_string())
}

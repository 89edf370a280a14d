//! The fields and columns that the report knows by name. Each is configuration: a programme without it has an emptier
//! report, never a broken one.

use crate::evaluate::FollowUp;
use crate::framework::{ColumnRole, Field, Kind, Privacy, Questionnaire};
use crate::model::{FieldId, Value};
use crate::render::KindView;

/// Where a project stands: `en_cours`, `acheve`, `suspendu`, `abandonne`…
pub(in crate::render) const STATUS: &str = "statut";
/// What a project struggles with.
pub(in crate::render) const DIFFICULTIES: &str = "difficultes";
/// The choice that says that there is no difficulty.
pub(in crate::render) const NO_DIFFICULTY: &str = "aucune";
/// Whether it asks for support.
pub(in crate::render) const SUPPORT: &str = "besoin_appui";
/// Which support.
pub(in crate::render) const SUPPORT_DETAIL: &str = "besoin_appui_detail";
/// Its story.
pub(in crate::render) const STORY: &str = "recit";
/// A quotation.
pub(in crate::render) const QUOTE: &str = "citation";
/// Whether both may leave the team.
pub(in crate::render) const AUTHORISED: &str = "autorisation_publication";
/// How far a project is, in percent.
pub(in crate::render) const PROGRESS: &str = "avancement";
/// When a project began.
pub(in crate::render) const START: &str = "date_demarrage";
/// When a project ended.
pub(in crate::render) const END: &str = "date_fin_reelle";
/// What was done in the period.
pub(in crate::render) const DONE: &str = "etapes_realisees";
/// What comes next.
pub(in crate::render) const NEXT: &str = "prochaine_etape";
/// The day of an event for everyone.
pub(in crate::render) const EVENT_DATE: &str = "evenement_date";
/// What that event is.
pub(in crate::render) const EVENT: &str = "evenement_texte";
/// When a project should end, as last announced.
pub(in crate::render) const PLANNED_END: &str = "date_fin_prevue";
/// When it should have ended (register).
pub(in crate::render) const FIRST_END: &str = "date_fin_initiale";
/// The organisation that carries it (register).
pub(in crate::render) const HOLDER: &str = "porteur";
/// The scheme it belongs to (register).
pub(in crate::render) const SCHEME: &str = "dispositif";
/// Where it is (register).
pub(in crate::render) const MUNICIPALITY: &str = "commune";
/// The day a contract ends (register).
pub(in crate::render) const CONTRACT_END: &str = "fin_le";
/// The state of a project that is paused.
pub(in crate::render) const SUSPENDED: &str = "suspendu";
/// The state of a project that is done.
pub(in crate::render) const COMPLETED: &str = "acheve";
/// The state of a project that is given up.
pub(in crate::render) const ABANDONED: &str = "abandonne";

/// The field of this name, unless it is confidential: the report shows none of those.
pub(in crate::render) fn field<'a>(
    questionnaire: &'a Questionnaire,
    name: &str,
) -> Option<&'a Field> {
    questionnaire
        .fields
        .iter()
        .find(|f| f.id.as_str() == name && f.privacy != Privacy::Confidentiel)
}

/// A field of the rows of a kind, with its place in their values.
#[derive(Clone, Copy)]
pub(in crate::render) struct Known<'a> {
    pub(in crate::render) field: &'a Field,
    at: usize,
}

impl<'a> Known<'a> {
    pub(in crate::render) fn find(kind: &KindView<'a>, name: &str) -> Option<Self> {
        let questionnaire = kind.plan.questionnaire;
        let field = field(questionnaire, name)?;
        let at = questionnaire.fields.iter().position(|f| f.id == field.id)?;
        Some(Self { field, at })
    }

    pub(in crate::render) fn of(self, row: &FollowUp) -> Option<Value> {
        row.values.get(self.at)
    }
}

/// The text in a register column, unless the column is confidential.
pub(in crate::render) fn register_text<'a>(
    kind: &Kind,
    row: &'a FollowUp,
    name: &str,
) -> Option<&'a str> {
    shown(kind, name)?;
    row.subject.text(name)
}

/// The value in a register column, unless the column is confidential.
pub(in crate::render) fn register_value(kind: &Kind, row: &FollowUp, name: &str) -> Option<Value> {
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
pub(in crate::render) fn level(kind: &Kind, role: ColumnRole) -> Option<String> {
    let column = kind.register.column(role)?;
    kind.levels
        .contains(&column.id)
        .then(|| column.id.to_string())
}

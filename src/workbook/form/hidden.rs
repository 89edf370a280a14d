//! The hidden sheet: which questionnaire the workbook is, its seal, and the lists that cells choose from.

use rust_xlsxwriter::{Workbook, Worksheet};

use crate::framework::{Field, FieldType};
use crate::model::{CellRef, FORM_SEAL, FORM_SHEET, FormIdentity};

use super::super::WorkbookError;
use super::super::names::{cell_text, defined_name};
use super::FormRequest;

/// The column of the first list.
const LISTS: u16 = 3;

/// Writes the sheet; every cell is a text, so that no spreadsheet makes a number or a date of it.
pub(super) fn write(
    sheet: &mut Worksheet,
    request: &FormRequest<'_>,
    identity: &FormIdentity,
) -> Result<(), WorkbookError> {
    sheet.set_name(FORM_SHEET)?;
    let seal = request.secret.seal(identity);
    let parts = identity.parts();
    let parts = parts.iter().map(|(name, value)| (*name, value.as_str()));
    for (row, (name, value)) in (0..).zip(parts.chain([(FORM_SEAL, seal.as_str())])) {
        sheet.write_string(row, 0, name)?;
        sheet.write_string(row, 1, value)?;
    }
    for (column, (field, _)) in (LISTS..).zip(lists(&request.questionnaire.fields)) {
        for (row, choice) in (0..).zip(&field.choices) {
            let label = cell_text(choice.label.get(request.language));
            sheet.write_string(row, column, label)?;
        }
    }
    sheet.protect().set_very_hidden(true);
    Ok(())
}

/// Gives each list the name that validations know it by: not every program lets them look at another sheet.
pub(super) fn define_lists(workbook: &mut Workbook, fields: &[Field]) -> Result<(), WorkbookError> {
    for (column, (field, name)) in (LISTS..).zip(lists(fields)) {
        let letters = CellRef::column_name(u32::from(column));
        let last = field.choices.len();
        workbook.define_name(
            name,
            &format!("='{FORM_SHEET}'!${letters}$1:${letters}${last}"),
        )?;
    }
    Ok(())
}

/// The name of the list of a question's choices.
pub(super) fn list_name(fields: &[Field], field: &Field) -> Option<String> {
    let found = lists(fields).find(|(of, _)| of.id == field.id);
    found.map(|(_, name)| name)
}

/// The questions with a list, and its name.
fn lists(fields: &[Field]) -> impl Iterator<Item = (&Field, String)> {
    let mut taken = std::collections::BTreeSet::new();
    let chosen = fields
        .iter()
        .filter(|f| f.type_ == FieldType::Choice && !f.choices.is_empty());
    chosen.map(move |field| {
        let name = defined_name("choix", field.id.as_str(), &mut taken);
        (field, name)
    })
}

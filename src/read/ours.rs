//! Questionnaires that we sent: what their hidden sheet says, and their answers, which need no guessing.

use std::collections::BTreeMap;

use crate::framework::{Field, FieldType, Language};
use crate::model::{
    Answer, FORM_SEAL, FORM_SHEET, FindingCode, FormClaim, FormIdentity, Place, Severity, Value,
};

use super::catalogue::Catalogue;
use super::form;
use super::interpret::Draft;
use super::page::{Layout, Page};
use super::raw::{Raw, RawBook, RawCell, RawSheet};
use super::value::{self, Expected, Remark, understand};

/// Whether a sheet is the one that says which questionnaire the workbook is.
pub(super) fn is_hidden_sheet(sheet: &RawSheet) -> bool {
    sheet.name.trim() == FORM_SHEET
}

/// Rows of that sheet that are looked at: it begins with its parts, of which there are nine.
const PART_ROWS: u32 = 100;

/// Longest part, in bytes. Each return of the file carries a copy of them all.
const LONGEST_PART: usize = 500;

/// What a file says of itself; none where it has no such sheet.
pub(super) fn claim(book: &RawBook) -> Option<FormClaim> {
    let sheet = book.sheets.iter().find(|sheet| is_hidden_sheet(sheet))?;
    let shown = |cell: &RawCell| Some(cell.value.shown()).filter(|t| t.len() <= LONGEST_PART);
    // Cells stand in the order of rows: a part comes right after its name.
    let pairs = sheet.cells.windows(2).filter_map(|pair| match pair {
        [name, value] if name.at.column == 0 && value.at.column == 1 => {
            let row = name.at.row;
            (row < PART_ROWS && value.at.row == row).then_some((name, value))
        }
        _ => None,
    });
    let parts: BTreeMap<String, String> = pairs
        .filter_map(|(name, value)| Some((shown(name)?, shown(value)?)))
        .collect();
    let part = |name: &str| parts.get(name).map(String::as_str);
    Some(FormClaim {
        identity: FormIdentity::from_parts(part),
        seal: part(FORM_SEAL).unwrap_or_default().trim().to_owned(),
    })
}

/// The return in a questionnaire of ours: every sheet with names is a part of it, however few they are.
pub(super) fn read(
    pages: &[Page<'_>],
    catalogue: &Catalogue,
    identity: &FormIdentity,
) -> Option<Draft> {
    let kind = catalogue
        .entries
        .iter()
        .position(|entry| entry.kind == identity.kind)?;
    let mut whole: Option<Draft> = None;
    for page in pages.iter().filter(|page| !page.explains()) {
        let Some(Layout::Form { column }) = page.fit(kind).map(|fit| fit.layout) else {
            continue;
        };
        let mut draft = form::read(page, catalogue, kind, column);
        // We merged the cells of long answers ourselves: nobody is to be told.
        draft.findings.retain(|f| f.code != FindingCode::MergedCell);
        match &mut whole {
            Some(whole) => whole.merge(catalogue, draft),
            None => whole = Some(draft),
        }
    }
    whole
}

/// The box of one choice, as it came back.
pub(super) struct Tick {
    pub(super) choice: usize,
    pub(super) raw: Raw,
    pub(super) place: Place,
}

/// An answer with what is to be said about its cell.
pub(super) type Noted = (Answer, Vec<Remark>);

/// The answer to a question whose choices have a box each: the boxes that are ticked, and what was written beside the
/// question itself. What is not understood in one of them refuses all, as in a list.
pub(super) fn ticked(
    field: &Field,
    written: Option<Noted>,
    ticks: &[Tick],
    language: Language,
) -> Option<Noted> {
    let (mut chosen, mut words, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
    let mut place = None;
    for tick in ticks {
        let Some(choice) = field.choices.get(tick.choice) else {
            continue;
        };
        let label = choice.label.get(language);
        let understood = understand(TICK, &tick.raw, false);
        if understood.value == Some(Value::Bool(true)) {
            chosen.push(choice.id.clone());
            words.push(label.to_owned());
        } else if !understood.remarks.is_empty() {
            // « foncier : beaucoup » keeps what was written into the box.
            words.push(format!("{label} : {}", value::clean(&tick.raw.shown())));
            remarks.extend(understood.remarks);
        } else {
            continue;
        }
        place.get_or_insert_with(|| tick.place.clone());
    }
    if let Some((answer, said)) = written {
        if answer.raw.trim().is_empty() {
            place.get_or_insert(answer.place);
        } else {
            place = Some(answer.place);
            words.insert(0, answer.raw);
            remarks.extend(said);
        }
        if let Some(Value::Choices(others)) = answer.value {
            chosen.extend(others);
        }
    }
    let refused = remarks.iter().any(|r| r.severity == Severity::Error);
    let in_order = field.choices.iter().filter(|c| chosen.contains(&c.id));
    let ids: Vec<String> = in_order.map(|c| c.id.clone()).collect();
    let answer = Answer {
        raw: words.join("; "),
        value: (!refused && !ids.is_empty()).then_some(Value::Choices(ids)),
        place: place.or_else(|| ticks.first().map(|tick| tick.place.clone()))?,
    };
    Some((answer, remarks))
}

/// A box is ticked by what says yes.
const TICK: Expected<'static> = Expected {
    type_: FieldType::Bool,
    unit: None,
    choices: &[],
};

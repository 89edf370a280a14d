//! The sheet of a kind: its indicators in a strip, then one row per subject with its register and its answers.

use super::figures::{Line, headline, overall};
use super::grid::{Grid, Placed, highlight};
use super::kind_table::{KindTable, Source};
use super::look::Tone;
use super::ods::{Area, Fit};
use super::page::{self, Printing, finish, open};
use super::sheet::Sheet;
use super::{Book, WorkbookError, claims, strip};
use crate::evaluate::FollowUp;
use crate::framework::FieldType;
use crate::model::ReturnStatus;
use crate::render::KindView;
use crate::text::{not_available, period_name};

/// Choices that mean the same in every questionnaire, and the tone that repeats their word.
const TONES: [(&str, Tone); 8] = [
    ("acheve", Tone::Good),
    ("en_cours", Tone::Fair),
    ("non_demarre", Tone::Quiet),
    ("suspendu", Tone::Watch),
    ("abandonne", Tone::Bad),
    ("retenu", Tone::Good),
    ("en_partie", Tone::Watch),
    ("non_retenu", Tone::Bad),
];

/// Writes the sheet of a kind.
pub(super) fn write(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    kind: &KindView<'_>,
    table: &KindTable<'_>,
) -> Result<(), WorkbookError> {
    let words = &book.words;
    let definition = kind.plan.kind;
    let title = words.tell(
        "kind-title",
        &[
            ("kind", words.of(&definition.label).into()),
            (
                "period",
                period_name(kind.evaluation.period, book.view.language).into(),
            ),
        ],
    );
    let claim = claims::kind_claim(book, kind);
    let top = open(sheet, &book.look, &title, &claim, &words.say("kind-note"))?;
    let all = overall(kind);
    let shown = shown(kind, &all);
    let top = strip::write(sheet, book, top, &shown)?;
    let mut widths = strip::widths(shown.len());
    let grid = Grid {
        name: table.name.clone(),
        about: words.tell(
            "kind-about",
            &[("kind", words.of(&definition.label).into())],
        ),
        columns: table.columns.clone(),
        nothing: words.say("nothing-expected"),
        look: &book.look,
        missing: not_available(book.view.language),
    };
    let rows = kind.rows.iter().map(|row| table.cells(book, kind, row));
    let placed = grid.write(sheet, top, rows, &mut widths)?;
    decorate(sheet, book, &table.sources, placed)?;
    finish(
        sheet,
        book.view,
        words,
        &widths,
        &Printing {
            last_row: placed.last,
            header: Some(placed.header),
            frozen: 2,
            widest: page::READABLE,
            fit: Fit::Width,
        },
    )
}

/// The figures of a kind that open its sheet.
pub(super) fn shown<'l, 'a>(kind: &KindView<'a>, all: &'l [Line<'a>]) -> Vec<&'l Line<'a>> {
    headline(kind)
        .iter()
        .filter_map(|i| all.iter().find(|line| line.indicator.id == i.id))
        .collect()
}

/// What became of an expected return: a mark and a word.
pub(super) fn state(book: &Book<'_>, kind: &KindView<'_>, row: &FollowUp) -> String {
    state_words(book, book.status(kind, row))
}

/// The mark and the word of what became of a return.
pub(super) fn state_words(book: &Book<'_>, status: Option<ReturnStatus>) -> String {
    let (mark, word) = match status {
        Some(ReturnStatus::Accepted) => ("●", "state-accepted"),
        Some(ReturnStatus::ToCorrect) => ("▲", "state-to-correct"),
        None => ("■", "state-missing"),
    };
    format!("{mark}\u{a0}{}", book.words.say(word))
}

/// The tones of the states of returns.
pub(super) fn state_tones() -> Vec<(String, Tone)> {
    [("●", Tone::Good), ("▲", Tone::Watch), ("■", Tone::Bad)]
        .map(|(mark, tone)| (mark.to_owned(), tone))
        .to_vec()
}

/// Colours that repeat what the words say, and bars behind percentages.
fn decorate(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    sources: &[Source<'_>],
    placed: Placed,
) -> Result<(), WorkbookError> {
    for (at, source) in (0_u16..).zip(sources) {
        match source {
            Source::State => highlight(sheet, placed, at, &state_tones())?,
            Source::Field(_, field) if field.type_ == FieldType::Choice => {
                let tones: Vec<(String, Tone)> = field
                    .choices
                    .iter()
                    .filter_map(|choice| {
                        let (_, tone) = TONES.iter().find(|(code, _)| *code == choice.id)?;
                        Some((book.words.of(&choice.label).to_owned(), *tone))
                    })
                    .collect();
                highlight(sheet, placed, at, &tones)?;
            }
            Source::Completeness => sheet.bars(Area::column(at, placed.first, placed.last))?,
            Source::Field(_, field) if field.type_ == FieldType::Percent => {
                sheet.bars(Area::column(at, placed.first, placed.last))?;
            }
            _ => {}
        }
    }
    Ok(())
}

//! The sheet « Retours et qualité »: what came of each expected return, then the files that could not be used.

use super::figures::coverage;
use super::grid::{Cell, Column, Form, Grid, highlight};
use super::look::BLUE;
use super::ods::{Area, Fit};
use super::page::{self, Printing, finish, open};
use super::sheet::Sheet;
use super::style::Style;
use super::subjects::{state, state_tones};
use super::words::{count, float, many};
use super::{Book, WorkbookError, claims};
use crate::evaluate::FollowUp;
use crate::framework::ColumnRole;
use crate::model::ReturnStatus;
use crate::render::KindView;
use crate::text::{not_available, period_name};

const STATE: u16 = 3;
const COMPLETENESS: u16 = 7;

/// Writes the sheet.
pub(super) fn write(sheet: &mut Sheet<'_>, book: &Book<'_>) -> Result<(), WorkbookError> {
    let words = &book.words;
    let language = book.view.language;
    let title = words.tell(
        "returns-title",
        &[("period", period_name(book.view.period, language).into())],
    );
    let claim = book
        .view
        .main_kind()
        .map(|kind| claims::returns_sentence(book, kind))
        .unwrap_or_default();
    let mut top = open(
        sheet,
        &book.look,
        &title,
        &claim,
        &words.say("returns-note"),
    )?;
    for kind in &book.view.kinds {
        let line = kind_line(book, kind);
        sheet.text(top, 0, &line, book.look.plain)?;
        top += 1;
    }
    let total: usize = book.view.kinds.iter().map(|k| k.rows.len()).sum();
    // The line, the header, the rows (one at least), a gap, the heading.
    let refused_at = top + 3 + u32::try_from(total.max(1)).unwrap_or(u32::MAX - 10);
    refused_link(sheet, book, top, refused_at)?;
    top += 1;

    let grid = Grid {
        name: "tab_retours".to_owned(),
        about: words.say("returns-about"),
        columns: columns(book),
        nothing: words.say("nothing-expected"),
        look: &book.look,
        missing: not_available(language),
    };
    let all: Vec<(&KindView<'_>, &FollowUp)> = book
        .view
        .kinds
        .iter()
        .flat_map(|kind| kind.rows.iter().map(move |row| (kind, row)))
        .collect();
    let mut widths = Vec::new();
    let rows = all.iter().map(|(kind, row)| cells(book, kind, row));
    let placed = grid.write(sheet, top, rows, &mut widths)?;
    highlight(sheet, placed, STATE, &state_tones())?;
    sheet.bars(Area::column(COMPLETENESS, placed.first, placed.last))?;
    let last_row = refused(sheet, book, placed.last + 2, &mut widths)?;
    finish(
        sheet,
        book.view,
        words,
        &widths,
        &Printing {
            last_row,
            header: Some(placed.header),
            frozen: 3,
            widest: page::READABLE,
            fit: Fit::Width,
        },
    )
}

/// A sentence on the returns of a kind.
fn kind_line(book: &Book<'_>, kind: &KindView<'_>) -> String {
    let state = |status| {
        many(
            kind.rows
                .iter()
                .filter(|row| book.status(kind, row) == status)
                .count(),
        )
    };
    let all = coverage(kind);
    book.words.tell(
        "returns-kind",
        &[
            ("kind", book.words.of(&kind.plan.kind.label).into()),
            ("period", kind.evaluation.period.written().into()),
            ("accepted", count(all.accepted)),
            ("expected", count(all.expected)),
            ("tocorrect", count(state(Some(ReturnStatus::ToCorrect)))),
            ("missing", count(state(None))),
        ],
    )
}

fn refused_link(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    row: u32,
    target: u32,
) -> Result<(), WorkbookError> {
    let number = many(book.returns.refused.len());
    let text = book
        .words
        .tell("returns-refused", &[("count", count(number))]);
    if number == 0 {
        sheet.text(row, 0, &text, book.look.plain)
    } else {
        let style = book.look.styles.of(Style::new().colour(BLUE));
        sheet.link(row, 0, (&text, target), style)
    }
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let say = |id: &str| book.words.say(id);
    vec![
        Column::new(say("col-kind"), Form::Text).wide(14, 26),
        Column::new(say("col-subject"), Form::Quiet).wide(10, 18),
        Column::new(say("col-title"), Form::Text).wide(30, 48),
        Column::new(say("col-state"), Form::Text).wide(14, 18),
        Column::new(say("col-received"), Form::Date),
        Column::new(say("col-delay"), Form::Number(0)).wide(9, 12),
        Column::new(say("col-versions"), Form::Number(0)).wide(10, 12),
        Column::new(say("col-completeness"), Form::Number(0)).wide(12, 13),
        Column::new(say("col-errors"), Form::Number(0)).wide(9, 12),
        Column::new(say("col-warnings"), Form::Number(0)).wide(14, 16),
        Column::new(say("col-department"), Form::Text).wide(16, 44),
        Column::new(say("col-carried"), Form::Quiet).wide(10, 12),
        Column::new(say("col-period"), Form::Quiet).wide(9, 12),
    ]
}

fn cells(book: &Book<'_>, kind: &KindView<'_>, row: &FollowUp) -> Vec<Cell> {
    let words = &book.words;
    let known = book.subject(kind, row);
    let came = book.status(kind, row).is_some();
    let received = known.and_then(|k| k.last_day).or(row.returned_on);
    let delay = received.map(|day| (day - row.opened_on).num_days());
    let department = row
        .subject
        .role(kind.plan.kind, ColumnRole::Department)
        .and_then(|code| {
            let column = kind.plan.kind.register.column(ColumnRole::Department)?;
            Some(words.group(kind.plan.kind, column.id.as_str(), code))
        });
    // What nobody counted is unknown, and nothing is counted where nothing came.
    let counted = |number: fn(&super::SubjectReturns) -> u32| match (came, known) {
        (false, _) => Cell::Empty,
        (true, Some(known)) => Cell::Number(f64::from(number(known))),
        (true, None) => Cell::Missing,
    };
    vec![
        Cell::Text(words.of(&kind.plan.kind.label).to_owned()),
        Cell::Text(row.subject.id.to_string()),
        Cell::Text(row.subject.title.clone()),
        Cell::Text(state(book, kind, row)),
        received.map_or(Cell::Empty, Cell::Date),
        delay
            .and_then(|days| i32::try_from(days).ok())
            .map_or(Cell::Empty, |days| Cell::Number(f64::from(days))),
        if came {
            Cell::Number(float(u64::from(row.exchanges)))
        } else {
            Cell::Empty
        },
        super::kind_table::completeness(row),
        counted(|known| known.errors),
        counted(|known| known.warnings),
        department.map_or(Cell::Empty, Cell::Text),
        if row.carried {
            Cell::Text(words.yes_no(true))
        } else {
            Cell::Empty
        },
        Cell::Text(row.period.written()),
    ]
}

/// The files that were refused, in a table of their own below the returns.
fn refused(
    sheet: &mut Sheet<'_>,
    book: &Book<'_>,
    row: u32,
    widths: &mut Vec<usize>,
) -> Result<u32, WorkbookError> {
    if book.returns.refused.is_empty() {
        return Ok(row.saturating_sub(2));
    }
    let words = &book.words;
    sheet.row_height(row, 26)?;
    sheet.text(row, 0, &words.say("refused-title"), book.look.heading)?;
    let grid = Grid {
        name: "tab_fichiers_refuses".to_owned(),
        about: words.say("refused-about"),
        columns: vec![
            Column::new(words.say("col-file"), Form::Wrapped).wide(14, 26),
            Column::new(words.say("col-received"), Form::Date),
            Column::new(words.say("col-reason"), Form::Wrapped).wide(30, 48),
            Column::new(words.say("col-remedy"), Form::Wrapped).wide(30, 44),
        ],
        nothing: words.say("nothing"),
        look: &book.look,
        missing: not_available(book.view.language),
    };
    let rows = book.returns.refused.iter().map(|file| {
        vec![
            Cell::Text(file.name.clone()),
            file.received_on.map_or(Cell::Missing, Cell::Date),
            Cell::Text(file.reason.clone()),
            Cell::Text(file.remedy.clone()),
        ]
    });
    Ok(grid.write(sheet, row + 1, rows, widths)?.last)
}

//! The workbooks of a real job can be heard as well as seen: titles, header rows, alternative texts, cells that are no puzzle;
//! and its reports, on figures that nobody wrote by hand, as well as those of the samples.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use crate::support::accessible::{
    bookmarks, figures, headings, links, nothing_outside, reading_order, tables, title,
};
use crate::support::heard_workbooks::{Book, area};
use crate::support::programme::Programme;
use crate::support::tagged::Tagged;
use crate::support::workbooks::edit_member;

const RUN: [&str; 6] = [
    "run",
    "trimestriel",
    "--period",
    "2026-T3",
    "--now",
    "2026-10-15T06:00:00+02:00",
];
const DASHBOARD: &str = "var/documents/2026-T3/tableau-de-bord-2026-T3-fr.xlsx";

#[test]
fn what_a_real_job_makes_can_be_heard() {
    let programme = Programme::copy();
    programme.succeeds(&RUN);
    let books = programme.files("var/documents", "xlsx");
    let of = |kind: &str| {
        books
            .iter()
            .filter(|book| {
                book.file_name()
                    .unwrap()
                    .to_string_lossy()
                    .starts_with(kind)
            })
            .count()
    };
    assert!(
        of("tableau-de-bord") > 10 && of("questionnaire") >= 5,
        "{books:?}"
    );
    let (mut found, mut drawn) = (Vec::new(), 0);
    for path in &books {
        let book = Book::open(path);
        drawn += book
            .0
            .keys()
            .filter(|part| part.starts_with("xl/charts/chart"))
            .count();
        let name = path.file_name().unwrap().to_string_lossy();
        found.extend(
            book.faults()
                .into_iter()
                .map(|fault| format!("{name}: {fault}")),
        );
    }
    assert!(
        found.is_empty(),
        "{} faults\n{}",
        found.len(),
        found.join("\n")
    );
    assert!(drawn > 10, "{drawn} charts");

    // Two reports, and a sheet of each length.
    let documents = programme.files("var/documents", "pdf");
    let chosen = |path: &&PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("rapport-") || name.contains("BP-2024-01")
    };
    let documents: Vec<&PathBuf> = documents.iter().filter(chosen).collect();
    assert!(documents.len() > 5, "{documents:?}");
    let has_number = |_: &str, alt: &str| {
        let said = alt.contains(|letter: char| letter.is_ascii_digit())
            || alt.contains("n. d.")
            || alt.contains("n/a");
        (!said).then(|| "has no number".to_owned())
    };
    for document in Tagged::read_all(&documents) {
        let faults = [
            nothing_outside(&document),
            reading_order(&document, true),
            title(&document),
            headings(&document),
            bookmarks(&document, false),
            links(&document),
            tables(&document),
            figures(&document, false, has_number),
        ]
        .concat();
        assert!(faults.is_empty(), "{}: {faults:#?}", document.file);
    }
}

#[test]
fn what_keeps_a_workbook_from_being_heard_is_found() {
    let programme = Programme::copy();
    programme.succeeds(&RUN);
    let good = programme.path(DASHBOARD);
    assert_eq!(Book::open(&good).faults(), Vec::<String>::new());
    let table = Book::open(&good)
        .0
        .keys()
        .find(|part| part.starts_with("xl/tables/table"))
        .unwrap()
        .clone();
    let reference = Book::open(&good).tags(&table)[0].get("ref").to_owned();
    let sheet = Book::open(&good)
        .sheets()
        .into_iter()
        .find(|(_, part)| Book::open(&good).related(part, "table").contains(&table))
        .unwrap()
        .1;
    let head = format!("A{}:B{}", area(&reference)[1], area(&reference)[1]);
    let first = "<c r=\"A1\"";
    let cases: [(&str, &str, String, &str); 8] = [
        (
            "core.xml",
            "<dc:title>",
            "<dc:title>x</dc:title><dc:title>".to_owned(),
            "the workbook has no title",
        ),
        (
            "drawing1.xml",
            " descr=\"",
            " descr=\"\" was=\"".to_owned(),
            "says «  », no finding",
        ),
        (
            "drawing1.xml",
            " descr=\"",
            " descr=\"Taux de retour par département\" was=\"".to_owned(),
            "says what another one says",
        ),
        (
            &table,
            " totalsRowShown",
            " headerRowCount=\"0\" totalsRowShown".to_owned(),
            "has no header row",
        ),
        (
            &table,
            "<tableColumn id=\"1\" name=\"",
            "<tableColumn id=\"1\" name=\"Column1\" was=\"".to_owned(),
            "has a column without a name",
        ),
        (&sheet, first, "<c r=\"IV1\"".to_owned(), "A1 says nothing"),
        (
            &sheet,
            "state=\"frozen\"",
            "state=\"split\"".to_owned(),
            "no header row stays in sight",
        ),
        (
            &sheet,
            "</sheetData>",
            format!("</sheetData><mergeCells><mergeCell ref=\"{head}\"/></mergeCells>"),
            "of a table are merged",
        ),
    ];
    for (at, (part, old, new, wanted)) in cases.iter().enumerate() {
        let copy = programme.path(format!("faux-{at}.xlsx"));
        std::fs::copy(&good, &copy).unwrap();
        edit_member(&copy, part, |xml| xml.replace(old, new));
        let found = Book::open(&copy).faults();
        assert!(
            found.iter().any(|fault| fault.contains(wanted)),
            "{wanted}: {found:#?}"
        );
    }
}

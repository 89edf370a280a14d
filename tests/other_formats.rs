//! One return in every format that spreadsheets write: the same answers.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

use crate::support::programme::Programme;
use crate::support::stored::rows;
use crate::support::tools::{installed, run, script};

/// Writes the workbook again, by a library written by others.
fn convert(from: &Path, to: &Path, more: &[&str]) {
    let node = installed("bin/node", "node");
    let modules = installed("node/node_modules", "the writer of workbooks");
    run(Command::new(node)
        .arg(script("convert_workbook.mjs"))
        .arg(modules)
        .args([from, to])
        .args(more));
}

#[test]
fn the_same_answers_come_out_of_xlsb_xlsm_xls_and_of_days_counted_from_1904() {
    let programme = Programme::copy();
    let form = programme.path("samples/retours/2026-T3/2026-10-05/retour-BP-2024-021-2026-T3.xlsx");
    let mut files = vec![form.clone()];
    for (name, more) in [
        ("a.xlsb", &["apart"][..]),
        ("b.xlsm", &[]),
        ("c.xls", &[]),
        ("d.xlsx", &["1904"]),
        // The writer of these files knows no 1904 in xlsb.
        ("e.xls", &["1904"]),
    ] {
        let file = programme.path(name);
        convert(&form, &file, more);
        files.push(file);
    }
    for file in &files {
        programme.succeeds(&[Path::new("ingest"), file]);
    }
    let values = rows(
        &programme,
        "select r.version, a.name, r.status, (select group_concat(field.key || '=' || coalesce(field.value ->> 1, ''), char(10)
            order by field.key) from json_each(r.answers) field)
         from return r join arrival a on a.id = r.arrival where r.subject = 'BP-2024-021' and r.period = '2026Q3'
         order by r.version",
    );
    assert_eq!(values.len(), files.len(), "{values:#?}");
    assert!(values[0][3].contains("2025-07-28"), "{}", values[0][3]);
    for of_file in &values {
        let (name, status) = (&of_file[1], &of_file[2]);
        assert_eq!(status, &values[0][2], "{name}");
        assert_eq!(of_file[3], values[0][3], "{name}");
    }
}

#[test]
fn an_xlsb_whose_cells_would_be_passed_over_is_refused_and_not_half_read() {
    let programme = Programme::copy();
    let form = programme.path("samples/retours/2026-T3/2026-10-05/retour-BP-2024-021-2026-T3.xlsx");
    let file = programme.path("serré.xlsb");
    convert(&form, &file, &[]);
    programme.succeeds(&[Path::new("ingest"), &file]);
    let told = rows(
        &programme,
        "select outcome, json_extract(findings, '$[0].code') from arrival",
    );
    assert_eq!(told, [["refused", "file-format-unknown"]]);
}

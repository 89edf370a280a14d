//! Each limit of `[reading]`: passing it is a finding on that file, and the file beside it is read. The register is read
//! under the same limits: none here is below what it takes.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs::File;
use std::io::{Cursor, Write as _};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::programme::Programme;
use crate::support::stored::rows;

/// A return that any limit lets through.
const GOOD: &str = "samples/retours/2026-T3/2026-10-12/BP-2024-007 retour T3 2026.csv";

/// A workbook of so many sheets that all show one part, whose rows are `rows`.
fn workbook(sheets: usize, rows: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let list: String = (1..=sheets)
        .map(|n| format!(r#"<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>"#))
        .collect();
    let parts = [
        (
            "[Content_Types].xml",
            format!(r#"<Types xmlns="{PACKAGE}/content-types"/>"#),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{list}</sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Filled cells, one a row.
fn filled(cells: usize) -> String {
    (1..=cells)
        .map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#))
        .collect()
}

/// Forty megabytes of rows without a cell: little to keep, much to go through, again for each sheet that shows them.
fn toil() -> Vec<u8> {
    workbook(1_000, &"<row></row>".repeat(40_000_000 / 11))
}

/// What is said first of a file that came in under these settings of `[reading]`, beside one that is read.
fn ingested(name: &str, bytes: &[u8], settings: &[(&str, u64)]) -> Value {
    let programme = Programme::copy();
    std::fs::write(programme.path(name), bytes).unwrap();
    let mut command = programme.command(&["ingest", name, GOOD]);
    for (setting, value) in settings {
        let variable = format!("BILAN__READING__{}", setting.to_uppercase());
        command.env(variable, value.to_string());
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let arrivals = rows(&programme, "select name, outcome, findings from arrival");
    let of = |name: &str| arrivals.iter().find(|arrival| arrival[0] == name).unwrap();
    assert_eq!(arrivals.len(), 2, "{arrivals:?}");
    assert_eq!(of(GOOD.rsplit('/').next().unwrap())[1], "read");
    let limited = of(name);
    let findings: Vec<Value> = serde_json::from_str(&limited[2]).unwrap();
    let finding = findings.first().cloned().unwrap_or_default();
    assert!(
        finding.is_null() || finding["place"]["file"] == name,
        "{finding}"
    );
    finding
}

/// The finding in a line: its code, then its details that these names have.
fn line(finding: &Value, details: &[&str]) -> String {
    let details = details
        .iter()
        .map(|name| finding["details"][name].as_str().unwrap_or("-"));
    std::iter::once(finding["code"].as_str().unwrap_or("-"))
        .chain(details)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_size_of_the_file() {
    let csv = "code;valeur\n".repeat(4_000);
    let finding = ingested("gros.csv", csv.as_bytes(), &[("max_file_bytes", 30_000)]);
    assert_eq!(
        line(&finding, &["size", "limit"]),
        "file-too-large 48000 30000"
    );
}

/// The most memory that the program had, while it did its work and until it succeeded.
fn peak_kilobytes(programme: &Programme, arguments: &[&str]) -> u64 {
    let mut child = programme
        .command(arguments)
        // Each further thread reads a file of its own.
        .env("BILAN__WORK__THREADS", "2")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        // It has no memory any more once it has ended.
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
        peak = kilobytes.map_or(peak, |kilobytes| kilobytes.parse().unwrap());
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success(), "{ended}");
            return peak;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_size_of_a_file_that_would_fill_the_memory() {
    const SIZE: u64 = 512 << 20;
    let programme = Programme::copy();
    let name = "samples/retours/2026-T3/2026-10-05/enorme.xlsx";
    let hollow = File::create(programme.path(name)).unwrap();
    hollow.set_len(SIZE).unwrap();
    // When it comes, when it is there still, and when it is read again as it was kept.
    for arguments in [&["ingest"][..], &["ingest"], &["ingest", "--again"]] {
        let peak = peak_kilobytes(&programme, arguments);
        assert!(peak < 300_000, "{arguments:?} {peak} kB");
        assert_eq!(rows(&programme, "select count(*) from arrival"), [["95"]]);
    }
    let found = rows(
        &programme,
        "select hash, size, outcome, findings from arrival where name = 'enorme.xlsx'",
    );
    let [hash, size, outcome, findings] = &found[0][..] else {
        panic!("{found:?}")
    };
    assert_eq!((size.as_str(), outcome.as_str()), ("536870912", "refused"));
    let findings: Vec<Value> = serde_json::from_str(findings).unwrap();
    assert_eq!(
        line(&findings[0], &["size", "limit"]),
        "file-too-large 536870912 26214400"
    );
    // It is kept as it came, under the hash of so many zeros (as sha256sum says it).
    assert_eq!(
        hash,
        "9acca8e8c22201155389f65abbf6bc9723edc7384ead80503839f49dcc56d767"
    );
    let kept = programme.path(format!("var/retours/{}/{hash}", &hash[..2]));
    assert_eq!(kept.metadata().unwrap().len(), SIZE);
    assert!(programme.files("var/retours", "part").is_empty());
}

#[test]
fn the_returns_that_are_in_memory_together() {
    const FILES: usize = 12;
    let programme = Programme::copy();
    let source = programme.path("samples/retours");
    std::fs::remove_dir_all(&source).unwrap();
    std::fs::create_dir(&source).unwrap();
    let questionnaire = programme.path("config/framework/questionnaires/laureats.toml");
    let questionnaire: toml::Table =
        toml::from_str(&std::fs::read_to_string(questionnaire).unwrap()).unwrap();
    let fields = questionnaire["field"].as_array().unwrap().iter();
    let fields: Vec<_> = fields.map(|f| f["id"].as_str().unwrap()).collect();
    // Each is a hundred kilobytes on the disk, and as many returns as a file may hold: with all questions, and no answer.
    for file in 0..FILES {
        let mut table = format!("projet_id;periode;{}\n", fields.join(";"));
        for row in 0..2_000 {
            table += &format!("BP-2024-{:03};2026-T3\n", 1 + (row + file) % 30);
        }
        std::fs::write(source.join(format!("{file}.csv")), table).unwrap();
    }
    // All together would take a gigabyte.
    let peak = peak_kilobytes(&programme, &["ingest"]);
    assert!(peak < 600_000, "{peak} kB");
    assert_eq!(
        rows(&programme, "select count(*) from return"),
        [[(FILES * (100_000 / 56)).to_string()]]
    );
}

#[test]
fn the_size_once_unpacked() {
    let book = workbook(1, &filled(20_000));
    let finding = ingested("deplie.xlsx", &book, &[("max_inflated_bytes", 500_000)]);
    assert_eq!(line(&finding, &["limit"]), "file-inflates 500000");
}

#[test]
fn the_ratio_of_unpacked_to_packed() {
    let book = workbook(1, &" ".repeat(11_000_000));
    let allowed = ingested("blancs.xlsx", &book, &[("max_ratio", 2_000)]);
    assert_eq!(line(&allowed, &[]), "no-questionnaire");
    let refused = ingested("blancs.xlsx", &book, &[("max_ratio", 100)]);
    assert_eq!(line(&refused, &[]), "file-inflates");
}

#[test]
fn the_number_of_cells() {
    let finding = ingested(
        "cellules.xlsx",
        &workbook(1, &filled(25_000)),
        &[("max_cells", 20_000)],
    );
    assert_eq!(
        line(&finding, &["kind", "limit"]),
        "file-truncated-reading cells 20000"
    );
}

#[test]
fn the_number_of_cells_of_a_table() {
    let table =
        "projet_id;periode;statut;avancement\n".to_owned() + &"BP-0;2026-T3;;\n".repeat(400);
    let finding = ingested("tableau.csv", table.as_bytes(), &[("max_cells", 20_000)]);
    assert_eq!(
        line(&finding, &["kind", "limit"]),
        "file-truncated-reading table 20000"
    );
    // A row counts as the 54 questions of the questionnaire: 370 are read, after the one of the header.
    assert_eq!(finding["place"]["cell"], "A372");
}

#[test]
fn the_number_of_sheets() {
    let finding = ingested(
        "feuilles.xlsx",
        &workbook(500, &filled(1)),
        &[("max_sheets", 8)],
    );
    assert_eq!(
        line(&finding, &["kind", "limit"]),
        "file-truncated-reading sheets 8"
    );
}

#[test]
fn the_memory_of_the_reading_process() {
    let text = format!(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#,
        "a".repeat(150_000_000)
    );
    let settings = [("memory_bytes", 67_108_864), ("max_ratio", 2_000)];
    let finding = ingested("memoire.xlsx", &workbook(1, &text), &settings);
    assert_eq!(line(&finding, &["reason"]), "file-too-costly memory");
}

#[test]
fn the_seconds_of_processor() {
    let settings = [
        ("cpu_seconds", 1),
        ("wall_seconds", 600),
        ("max_sheets", 1_000),
        ("max_ratio", 2_000),
    ];
    let finding = ingested("calcul.xlsx", &toil(), &settings);
    assert_eq!(line(&finding, &["reason"]), "file-too-costly time");
}

#[test]
fn the_seconds_on_the_clock() {
    let settings = [
        ("wall_seconds", 1),
        ("cpu_seconds", 600),
        ("max_sheets", 1_000),
        ("max_ratio", 2_000),
    ];
    let finding = ingested("attente.xlsx", &toil(), &settings);
    assert_eq!(line(&finding, &["reason"]), "file-too-costly time");
}

#[test]
fn a_register_that_passes_a_limit_is_refused_and_not_half_read() {
    let programme = Programme::copy();
    let mut command = programme.command(&["import"]);
    command.env("BILAN__READING__MAX_CELLS", "200");
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("plus long que ce que nous lisons"), "{said}");
}

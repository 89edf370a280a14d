//! The contract with the template, and the document itself.

use std::path::PathBuf;

use bilan_typeset::{Fonts, Job, Project};
use serde_json::Value as Json;

use super::super::figures_csv;
use super::invented;
use super::*;

fn templates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("report-templates")
}

/// Keys that are only there where there is something to say.
const MAY_BE_ABSENT: [&str; 2] = ["figures", "target_range"];

/// Where the contract has a key that the data has not, or the other way round, looking into objects and first items.
fn differences(path: &str, contract: &Json, data: &Json, found: &mut Vec<String>) {
    match (contract, data) {
        (Json::Object(a), Json::Object(b)) => {
            found.extend(
                a.keys()
                    .filter(|k| !b.contains_key(*k))
                    .map(|k| format!("{path}.{k} missing")),
            );
            found.extend(
                b.keys()
                    .filter(|k| !a.contains_key(*k) && !MAY_BE_ABSENT.contains(&k.as_str()))
                    .map(|k| format!("{path}.{k} unknown")),
            );
            for (key, value) in a {
                if let Some(other) = b.get(key) {
                    differences(&format!("{path}.{key}"), value, other, found);
                }
            }
        }
        (Json::Array(a), Json::Array(b)) => {
            if let (Some(first), Some(other)) = (a.first(), b.first()) {
                differences(&format!("{path}[]"), first, other, found);
            }
        }
        (Json::Null, _) | (_, Json::Null) => {}
        (a, b) if std::mem::discriminant(a) != std::mem::discriminant(b) => {
            found.push(format!("{path}: {b} instead of {a}"));
        }
        _ => {}
    }
}

#[test]
fn the_data_has_the_keys_of_the_contract() {
    let sample = std::fs::read(templates().join("rapport-trimestriel/sample.json")).unwrap();
    let sample: Json = serde_json::from_slice(&sample).unwrap();
    let framework = framework();
    let kinds = invented::all_kinds(&framework);
    let view = view(&framework, &kinds, Language::Fr);
    let data = serde_json::to_value(made(&view, &invented::words(&framework, &view))).unwrap();
    let mut found = Vec::new();
    differences("", &sample, &data, &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn what_is_confidential_is_never_in_the_data() {
    let framework = framework();
    let kinds = invented::all_kinds(&framework);
    let view = view(&framework, &kinds, Language::Fr);
    let data = serde_json::to_string(&made(&view, &invented::words(&framework, &view))).unwrap();
    assert!(
        !data.contains(invented::SECRET),
        "a confidential answer or column is shown"
    );
    assert!(
        !data.contains(invented::NOT_ALLOWED),
        "a story without permission is shown"
    );
    assert!(
        data.contains("Quarante bénévoles"),
        "a permitted story is shown"
    );
}

fn project() -> Project {
    let root = templates();
    let mut files = Vec::new();
    let mut fonts = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(&root).unwrap().display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if below.ends_with(".otf") {
                fonts.push((below, std::fs::read(path).unwrap()));
            } else if [".typ", ".toml", ".json", ".geojson"]
                .iter()
                .any(|e| below.ends_with(e))
            {
                files.push((format!("/{below}"), std::fs::read(path).unwrap()));
            }
        }
    }
    fonts.sort();
    Project::new(files, Fonts::load(fonts).unwrap()).unwrap()
}

fn pdf(view: &View<'_>, data: &ReportData, name: &str) -> usize {
    let job = Job::new(
        "/rapport-trimestriel/main.typ",
        (2026, 11, 24),
        1_795_500_000,
        "rapport-trimestriel 2026Q3",
    )
    .file("/data.json", serde_json::to_vec(data).unwrap())
    .file("/figures.csv", figures_csv(view));
    let made = project()
        .make(&job)
        .unwrap_or_else(|failure| panic!("{failure}"));
    if let Ok(folder) = std::env::var("BILAN_TEST_OUTPUT") {
        std::fs::write(Path::new(&folder).join(name), made.pdf()).unwrap();
    }
    made.pages
}

#[test]
fn the_report_is_a_document_in_both_languages() {
    let framework = framework();
    let kinds = invented::all_kinds(&framework);
    for language in [Language::Fr, Language::En] {
        let view = view(&framework, &kinds, language);
        let data = made(&view, &invented::words(&framework, &view));
        let pages = pdf(&view, &data, &format!("rapport-{}.pdf", language.code()));
        assert!((6..=20).contains(&pages), "{pages} pages");
    }
}

#[test]
fn an_empty_report_is_a_document_too() {
    let framework = framework();
    let kinds = [Computed::new(
        plan(&framework, "laureats"),
        third_quarter(),
        Vec::new(),
        Vec::new(),
    )];
    let view = view(&framework, &kinds, Language::Fr);
    pdf(
        &view,
        &made(&view, &empty_extract(&framework)),
        "rapport-vide.pdf",
    );
}

#[test]
fn a_key_figure_carries_its_last_periods_where_three_of_them_are_known() {
    let framework = framework();
    let mut kinds = invented::all_kinds(&framework);
    let of = |kinds: &[Computed<'_>]| {
        let view = view(&framework, kinds, Language::Fr);
        made(&view, &invented::words(&framework, &view)).summary
    };
    let summary = of(&kinds);
    assert!(!summary.figures.is_empty());
    for figure in &summary.figures {
        assert_eq!(figure.points.len(), 5, "{}", figure.id);
        let last = figure.points.last().unwrap();
        assert_eq!(last.raw, figure.raw, "{}", figure.id);
        let before = &figure.points[3];
        assert_eq!(before.value, figure.previous, "{}", figure.id);
    }
    for kind in &mut kinds {
        let last = kind.trend.len() - 2;
        kind.trend.drain(..last);
    }
    let summary = of(&kinds);
    assert!(
        summary
            .figures
            .iter()
            .all(|figure| figure.points.is_empty())
    );
}

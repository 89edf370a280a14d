//! What a programme may set for its documents, and what is refused.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use super::*;
use crate::framework::Language;
use crate::render::{Templates, TemplatesError};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 40\"><rect width=\"40\" height=\"40\" fill=\"#7a1f3d\"/></svg>";
const SQUARE: &str = "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]";

/// A programme's folder with what `programme.toml` says and files under `config/`.
fn programme(toml: &str, files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let all = [("framework/programme.toml", toml.as_bytes())];
    for (name, bytes) in all.iter().chain(files) {
        let path = root.path().join("config").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

fn settings(root: &Path) -> Value {
    let library = include_bytes!("../../../report-templates/lib/settings.json");
    let families = ["Inter".to_owned()];
    serde_json::from_slice(&Look::read(root).unwrap().settings(library, &families)).unwrap()
}

/// The one problem of a programme: its place, then its message.
fn problem(toml: &str, files: &[(&str, &[u8])]) -> String {
    let problems = Look::read(programme(toml, files).path()).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems[0].line(Language::En)
}

fn geojson(features: &str) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
}

fn feature(code: &str, kind: &str, coordinates: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{{code}}},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}"
    )
}

#[test]
fn nothing_set_leaves_the_library_as_it_is() {
    let root = programme("[[departement]]\ncode = \"31\"\n", &[]);
    let said = settings(root.path());
    assert_eq!(said["logo"], Value::Null);
    assert_eq!(said["colour"], Value::Null);
    assert_eq!(
        said["map"]["geojson"],
        "/lib/data/departements-occitanie.geojson"
    );
    assert_eq!(said["territories"], json!(["31"]));
    assert_eq!(said["fonts"], json!(["Inter"]));
}

#[test]
fn a_logo_a_colour_and_a_geometry_reach_the_templates() {
    let toml = "[identity]\nlogo = \"identity/region.svg\"\nlogo_alt = { fr = \"Région d’essai\" }\ncolour = \"#003a70\"\n\
                [map]\ngeojson = \"geo/lambert.geojson\"\ncode = \"dep\"\nsource = \"IGN\"\n[[departement]]\ncode = \"09\"\n";
    let metres = SQUARE.replace("1,", "600000,").replace(",1]", ",6200000]");
    let geometry = geojson(&feature("\"dep\":9", "Polygon", &metres));
    let files: [(&str, &[u8]); 2] = [
        ("identity/region.svg", SVG.as_bytes()),
        ("geo/lambert.geojson", geometry.as_bytes()),
    ];
    // One corner lies at 0, 0: a ring is in metres as soon as one of its points is.
    let root = programme(toml, &files);
    let said = settings(root.path());
    assert_eq!(said["logo"], "/identity/logo.svg");
    assert_eq!(
        said["logo_alt"],
        json!({ "fr": "Région d’essai", "en": "Région d’essai" })
    );
    assert_eq!(said["colour"], "#003a70");
    assert_eq!(
        said["map"],
        json!({ "geojson": "/geo/territories.geojson", "code": "dep", "source": "IGN" })
    );
    let look = Look::read(root.path()).unwrap();
    let paths: Vec<&str> = look.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/identity/logo.svg", "/geo/territories.geojson"]);
}

#[test]
fn a_folder_without_the_usual_font_still_has_one() {
    let library = include_bytes!("../../../report-templates/lib/settings.json");
    let families = ["Marianne".to_owned()];
    let said = Look::default().settings(library, &families);
    let said: Value = serde_json::from_slice(&said).unwrap();
    assert_eq!(said["fonts"], json!(["Marianne"]));
}

#[test]
fn a_logo_that_cannot_be_shown_is_a_problem_with_its_place() {
    let with_alt =
        |logo: &str| format!("[identity]\nlogo = \"{logo}\"\nlogo_alt = {{ fr = \"R\" }}\n");
    let heavy = vec![b' '; 600 * 1024];
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("absent.svg", Vec::new(), "cannot be read"),
        (
            "../secret.svg",
            SVG.into(),
            "names no file of the folder config/",
        ),
        (
            "/etc/logo.svg",
            SVG.into(),
            "names no file of the folder config/",
        ),
        ("logo.gif", b"GIF89a".to_vec(), "neither an SVG nor a PNG"),
        ("logo.png", SVG.into(), "neither an SVG nor a PNG"),
        ("lourd.svg", heavy, "too large: 600 KiB, 512 KiB at most"),
    ];
    for (name, bytes, said) in cases {
        let plain = !name.starts_with(['.', '/', 'a']);
        let files: Vec<(&str, &[u8])> = plain
            .then_some((name, bytes.as_slice()))
            .into_iter()
            .collect();
        let line = problem(&with_alt(name), &files);
        assert!(
            line.starts_with("config/framework/programme.toml:2:8: "),
            "{line}"
        );
        assert!(line.contains(said), "{line}");
    }
    let line = problem(
        "[identity]\nlogo = \"l.svg\"\n",
        &[("l.svg", SVG.as_bytes())],
    );
    assert!(line.contains("alternative text is missing"), "{line}");
}

#[test]
fn a_colour_that_cannot_be_read_is_refused() {
    for (colour, said) in [
        ("#ffcc00", "contrast 1.5, 4.5 at least"),
        ("rouge", "is no colour"),
        ("#12345é", "is no colour"),
    ] {
        let line = problem(&format!("[identity]\ncolour = \"{colour}\"\n"), &[]);
        assert!(
            line.starts_with("config/framework/programme.toml:2:10: "),
            "{line}"
        );
        assert!(line.contains(said), "{line}");
    }
}

#[test]
fn a_geometry_that_cannot_be_drawn_is_a_problem_with_its_place() {
    let good = feature("\"code\":\"31\"", "Polygon", SQUARE);
    let metres = feature("\"code\":\"32\"", "Polygon", &SQUARE.replace('1', "700000"));
    for (text, said) in [
        ("{".to_owned(), "is no JSON"),
        (
            "{\"type\":\"Topology\"}".to_owned(),
            "is no “FeatureCollection”",
        ),
        (
            geojson(&feature("\"code\":\"31\"", "Point", "[1,2]")),
            "feature 1 of this geometry is no polygon",
        ),
        (
            geojson(&feature(
                "\"code\":\"31\"",
                "Polygon",
                "[[[\"a\",1],[2,3],[4,5]]]",
            )),
            "is no polygon",
        ),
        (
            geojson(&format!("{good},{metres}")),
            "feature 2 of this geometry is in another projection",
        ),
        (geojson(&good), "lacks départements of the programme: 32"),
        (
            geojson(&feature("\"nom\":\"Gers\"", "Polygon", SQUARE)),
            "lacks départements of the programme: 31, 32",
        ),
    ] {
        let toml = "[map]\ngeojson = \"g.geojson\"\n[[departement]]\ncode = \"31\"\n[[departement]]\ncode = \"32\"\n[[departement]]\ncode = \"974\"\n";
        let line = problem(toml, &[("g.geojson", text.as_bytes())]);
        assert!(
            line.starts_with("config/framework/programme.toml:2:11: "),
            "{line}"
        );
        assert!(line.contains(said), "{line}");
    }
}

/// The shipped library with a programme's own look makes its documents.
#[test]
fn documents_are_made_with_a_logo() {
    let toml = "[identity]\nlogo = \"r.svg\"\nlogo_alt = { fr = \"Région d’essai\" }\ncolour = \"#003a70\"\n[[departement]]\ncode = \"29\"\n";
    let root = programme(toml, &[("r.svg", SVG.as_bytes())]);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("report-templates");
    let to = root.path().join("report-templates");
    for part in [
        "lib",
        "lib/charts",
        "lib/map",
        "lib/data",
        "lang",
        "fonts",
        "rapport-trimestriel",
    ] {
        fs::create_dir_all(to.join(part)).unwrap();
        for entry in fs::read_dir(shipped.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, to.join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    let templates = Templates::of_programme(root.path()).unwrap();
    let problems = templates.check(std::num::NonZeroUsize::MIN, None);
    assert!(problems.is_empty(), "{problems:#?}");

    let before = templates.fingerprint().to_owned();
    fs::write(
        root.path().join("config/r.svg"),
        SVG.replace("#7a1f3d", "#003a70"),
    )
    .unwrap();
    let after = Templates::of_programme(root.path()).unwrap();
    assert_ne!(
        before,
        after.fingerprint(),
        "a new logo makes documents again"
    );

    fs::remove_file(root.path().join("config/r.svg")).unwrap();
    let refused = Templates::of_programme(root.path());
    assert!(matches!(refused, Err(TemplatesError::Look(_))));
}

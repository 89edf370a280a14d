//! Charts, maps and tables look as they did: each kind on each case that could break it, compared with a picture that a
//! person looked at. `BLESS=1` writes the pictures anew; look at them before they are committed.
//!
//! `tests/pictures/<kind>.typ` draws one case of `tests/pictures/<kind>.json`; `tests/pictures/<kind>/<case>.png` is how it
//! should look, its alternative text printed under it. What differs is left in `target/pictures/`.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use bilan_typeset::{Fonts, Format, Job, Project};
use serde_json::Value;

use crate::support::pictures::{Picture, difference};

/// The resolution of the references: fine enough to tell one letter from another.
const PIXELS_PER_INCH: u16 = 100;
/// The share of a picture that may differ: the rounding of curves on another processor, a tenth of a letter.
const MOST_DIFFERENT: f64 = 0.000_1;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shared library as it is shipped, with the pages of `tests/pictures/`.
fn project() -> Project {
    let (mut files, mut fonts) = (Vec::new(), Vec::new());
    for folder in ["lib", "lang", "fonts"] {
        collect(
            &root().join("report-templates").join(folder),
            &format!("/{folder}"),
            &mut files,
        );
    }
    collect(&root().join("tests/pictures"), "/pictures", &mut files);
    files.retain(|(path, bytes)| {
        let font = path.ends_with(".otf");
        if font {
            fonts.push((path.clone(), bytes.clone()));
        }
        !font && !path.ends_with(".png")
    });
    Project::new(files, Fonts::load(fonts).unwrap()).unwrap()
}

fn collect(folder: &Path, under: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let inside = format!("{under}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            collect(&path, &inside, files);
        } else {
            files.push((inside, fs::read(&path).unwrap()));
        }
    }
}

/// A page with its data as a picture. The PDF is made too: it is refused where a figure has no alternative text.
fn drawn(project: &Project, page: &str, data: &Value, pixels_per_inch: u16) -> Picture {
    let main = format!("/pictures/{page}.typ");
    let job = Job::new(main, (2026, 10, 1), 1_790_834_400, page)
        .file("/data.json", data.to_string())
        .formats([Format::Png { pixels_per_inch }, Format::Pdf]);
    let made = project
        .make(&job)
        .unwrap_or_else(|failure| panic!("{page}:\n{failure}"));
    assert!(made.warnings.is_empty(), "{page}: {:?}", made.warnings);
    assert_eq!(made.pages, 1, "{page}");
    Picture::decode(&made.outputs[0].bytes)
}

/// The cases of all kinds: (kind, case, data).
fn cases() -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root().join("tests/pictures")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "typ") {
            continue;
        }
        let kind = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Ok(text) = fs::read_to_string(path.with_extension("json")) else {
            continue;
        };
        let cases: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
        all.extend(
            cases
                .into_iter()
                .map(|(case, data)| (kind.clone(), case, data)),
        );
    }
    all.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    all
}

fn reference(kind: &str, case: &str) -> PathBuf {
    root().join(format!("tests/pictures/{kind}/{case}.png"))
}

#[test]
fn each_kind_of_drawing_looks_as_it_did_on_each_case() {
    let project = project();
    let bless = std::env::var_os("BLESS").is_some();
    let out = root().join("target/pictures");
    let mut wrong = Vec::new();
    let all = cases();
    assert!(all.len() > 80, "{} cases", all.len());
    for (kind, case, data) in &all {
        let picture = drawn(&project, kind, data, PIXELS_PER_INCH);
        let file = reference(kind, case);
        let known = fs::read(&file).ok().map(|bytes| Picture::decode(&bytes));
        let share = known
            .as_ref()
            .map_or(1.0, |known| difference(known, &picture));
        if share <= MOST_DIFFERENT {
            continue;
        }
        if bless {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, picture.encode()).unwrap();
            continue;
        }
        fs::create_dir_all(&out).unwrap();
        fs::write(
            out.join(format!("{kind}-{case}.actual.png")),
            picture.encode(),
        )
        .unwrap();
        if let Some(known) = known {
            let marked = known.marked(&picture).encode();
            fs::write(out.join(format!("{kind}-{case}.difference.png")), marked).unwrap();
        }
        wrong.push(format!("{kind}/{case}: {:.2} % differs", share * 100.0));
    }
    assert!(
        wrong.is_empty(),
        "{}\nSee {}; BLESS=1 accepts them",
        wrong.join("\n"),
        out.display()
    );
}

#[test]
fn no_reference_picture_is_without_its_case() {
    let wanted: BTreeSet<PathBuf> = cases()
        .iter()
        .map(|(kind, case, _)| reference(kind, case))
        .collect();
    let mut kept = Vec::new();
    collect(&root().join("tests/pictures"), "", &mut kept);
    for (inside, bytes) in kept.iter().filter(|(path, _)| path.ends_with(".png")) {
        let path = root().join(format!("tests/pictures{inside}"));
        assert!(wanted.contains(&path), "{inside} has no case");
        assert!(bytes.len() < 30 * 1024, "{inside}: {} bytes", bytes.len());
    }
}

/// A comparison that could not fail would prove nothing.
#[test]
fn a_changed_figure_is_seen_in_its_picture() {
    let project = project();
    let text = fs::read_to_string(root().join("tests/pictures/bars.json")).unwrap();
    let cases: Value = serde_json::from_str(&text).unwrap();
    let usual = &cases["usual"];
    let before = drawn(&project, "bars", usual, PIXELS_PER_INCH);
    assert!(difference(&before, &drawn(&project, "bars", usual, PIXELS_PER_INCH)) == 0.0);

    let mut shorter = usual.clone();
    shorter["rows"][0]["raw"] = Value::from(90.3);
    let mut renamed = usual.clone();
    renamed["rows"][0]["label"] = Value::from("Eau et risque");
    let mut unknown = usual.clone();
    unknown["rows"][1]["raw"] = Value::Null;
    for changed in [shorter, renamed, unknown] {
        let share = difference(&before, &drawn(&project, "bars", &changed, PIXELS_PER_INCH));
        assert!(share > MOST_DIFFERENT, "{share}");
    }
}

/// What a chart says to those who do not see it: the finding of its data in both languages.
#[test]
fn alternative_texts_say_the_finding() {
    let expected: [(&str, &str, &str, &[&str]); 12] = [
        (
            "bars",
            "usual",
            "fr",
            &[
                "De 73,2 % (Jeunesse et lycées) à 94,7 % (Culture et patrimoine).",
                "Cible 90 % : 2 sur 6 à ce niveau ou au-dessus.",
            ],
        ),
        (
            "bars",
            "missing",
            "fr",
            &[
                "De 3,6 (Mobilités) à 4,2 (Eau).",
                "Sans valeur : Énergie, Culture.",
            ],
        ),
        (
            "bars",
            "equal",
            "en",
            &[
                "All known values are equal to 7.",
                "Cible 7: 3 of 3 at this level or above.",
            ],
        ),
        ("bars", "all-missing", "en", &["No value is known."]),
        (
            "trend",
            "missing",
            "fr",
            &[
                "Hausse, de 3,2 (T4 2024) à 4,1 (T2 2026).",
                "la dernière valeur est au-dessus",
                "Sans valeur : T1 2025",
            ],
        ),
        (
            "trend",
            "band",
            "fr",
            &[
                "Maximum : 56,1 % (T1 2026).",
                "la dernière valeur est dans la plage",
            ],
        ),
        (
            "trend",
            "negative",
            "en",
            &[
                "Fall, from 3 k€ (T4 2024) to −1 k€ (T1 2026).",
                "Highest: 4 k€",
                "Lowest: −6 k€",
            ],
        ),
        (
            "lines",
            "usual",
            "fr",
            &[
                "Femmes : hausse, de 38 % (T4 2024) à 49 % (T3 2026).",
                "Ruralité : hausse, de 55 %",
            ],
        ),
        (
            "stack",
            "usual",
            "en",
            &["Achevé: from 5 (Mobilités) to 8 (Énergie)."],
        ),
        (
            "dots",
            "usual",
            "fr",
            &[
                "À leur cible ou au-dessus : 1 sur 4.",
                "En hausse depuis la période précédente : 3 sur 4.",
            ],
        ),
        (
            "waterfall",
            "usual",
            "en",
            &[
                "From 820 k€ (Budget voté) to 937 k€ (Budget dépensé).",
                "Largest rise: Cofinancements (+310 k€).",
                "Largest fall: Reports (−140 k€).",
            ],
        ),
        (
            "map",
            "shapes",
            "fr",
            &[
                "De 260 (Lozère) à 4 120 (Haute-Garonne).",
                "Sans valeur : Tarn-et-Garonne.",
            ],
        ),
    ];
    let project = project();
    let all = cases();
    let said = |kind: &str, case: &str, lang: &str, says: &[&str], never: &[&str]| {
        let found = all.iter().find(|(k, c, _)| k == kind && c == case);
        let chart = &found.unwrap().2;
        let data = serde_json::json!({ "lang": lang, "kind": kind, "chart": chart, "says": says, "never": never });
        let job = Job::new("/pictures/findings.typ", (2026, 10, 1), 0, "findings")
            .file("/data.json", data.to_string());
        project
            .make(&job)
            .map(|_| ())
            .map_err(|failure| failure.to_string())
    };
    for (kind, case, lang, says) in expected {
        assert_eq!(
            said(kind, case, lang, says, &["..", "none"]),
            Ok(()),
            "{kind}/{case}"
        );
    }
    let wrong = said("bars", "usual", "fr", &["De 73,2 % (Eau"], &[]).unwrap_err();
    assert!(wrong.contains("is not said"), "{wrong}");
}

/// Drawn in grey, neighbouring series and classes keep apart: each step of luminance is seen.
#[test]
fn shades_keep_apart_in_grey_print() {
    let project = project();
    let picture = drawn(&project, "grey", &Value::Object(Default::default()), 72);
    // The page holds the shades as squares of 10 points, side by side in a row for each ramp, at the top left.
    for (row, count) in [(0, 5), (1, 5)] {
        let luminances: Vec<f64> = (0..count)
            .map(|i| picture.luminance(10 * i + 5, 10 * row + 5))
            .collect();
        for pair in luminances.windows(2) {
            let (dark, light) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            let contrast = (light + 0.05) / (dark + 0.05);
            assert!(contrast >= 1.25, "row {row}: {luminances:?}");
        }
    }
}

/// The colours of the theme reach AA on the grounds they stand on; the page itself asserts it, and says which does not.
#[test]
fn the_colours_of_the_theme_can_be_read() {
    let project = project();
    drawn(
        &project,
        "contrast",
        &serde_json::json!({ "colour": null }),
        72,
    );

    let pale = serde_json::json!({ "colour": "#ff0000" });
    let job = Job::new("/pictures/contrast.typ", (2026, 10, 1), 0, "contrast")
        .file("/data.json", pale.to_string());
    let refused = project.make(&job).unwrap_err().to_string();
    assert!(
        refused.contains("#ff0000 on white has a contrast of 4, not 4.5"),
        "{refused}"
    );
}

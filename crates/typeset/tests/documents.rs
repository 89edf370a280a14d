//! What a template author and a report's reader get: documents, the same every time, or messages with their place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use bilan_typeset::{Data, Error, Fonts, Format, Project, Severity};
use support::{data, fiche, fonts, job, project, refused};

#[test]
fn the_same_job_gives_the_same_bytes() {
    let first = fiche().make(&job("/fiche.typ", 1)).unwrap();
    let again = fiche().make(&job("/fiche.typ", 1)).unwrap();
    assert_eq!(first, again);
    assert!(first.pdf().starts_with(b"%PDF-1.7"));
    assert_eq!(first.pages, 1);
    assert_eq!(first.warnings, []);
    assert_ne!(
        first.pdf(),
        fiche().make(&job("/fiche.typ", 2)).unwrap().pdf(),
        "another project's figures"
    );
}

#[test]
fn the_dates_are_the_jobs() {
    let made = fiche().make(&job("/fiche.typ", 1)).unwrap();
    let text = String::from_utf8_lossy(made.pdf());
    for date in ["CreateDate", "ModifyDate"] {
        let written = format!("<xmp:{date}>2026-10-01T06:00:00+00:00</xmp:{date}>");
        assert!(text.contains(&written), "{date}");
    }
    assert!(
        text.contains("<pdfaid:part>3</pdfaid:part>")
            && text.contains("<pdfaid:conformance>A</pdfaid:conformance>")
    );
    assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>"));

    let mut later = job("/fiche.typ", 1);
    later.timestamp += 1;
    assert_ne!(made.pdf(), fiche().make(&later).unwrap().pdf());
    later.timestamp = i64::MAX;
    assert!(
        fiche()
            .make(&later)
            .unwrap_err()
            .to_string()
            .contains("is no date a PDF can hold")
    );
}

#[test]
fn today_is_the_jobs() {
    let source =
        "#set document(title: [t])\n= A\n#assert.eq(datetime.today().display(), \"2026-10-01\")";
    assert_eq!(project([("/a.typ", source)]).check(&job("/a.typ", 1)), []);
}

#[test]
fn an_error_has_its_place_and_a_way_out() {
    let source = "#set document(title: [t])\n= Titre\n\nDéjà #tile(montant)\n";
    let failure = refused([("/fiche/main.typ", source)], "/fiche/main.typ");
    let error = failure.errors().next().unwrap();
    let place = error.place.as_ref().unwrap();
    assert_eq!(
        (place.file.as_str(), place.line, place.column),
        ("/fiche/main.typ", Some(4), Some(7))
    );
    assert_eq!(
        error.to_string(),
        "error: unknown variable: tile\n  ┌─ /fiche/main.typ:4:7\n  │\n4 │ Déjà #tile(montant)\n  │       ^^^^\n"
    );
}

#[test]
fn an_error_in_a_function_says_who_called_it() {
    let files = [
        ("/lib/theme.typ", "#let tile(v) = {\n  v + 1\n}\n"),
        (
            "/main.typ",
            "#set document(title: [t])\n#import \"/lib/theme.typ\": tile\n= A\n#tile(\"un\")\n",
        ),
    ];
    let failure = refused(files, "/main.typ");
    let error = failure.errors().next().unwrap();
    assert_eq!(
        error.place.as_ref().unwrap().to_string(),
        "/lib/theme.typ:2:3"
    );
    assert_eq!(error.trace[0].what, "while calling `tile`");
    assert_eq!(
        error.trace[0].place.as_ref().unwrap().to_string(),
        "/main.typ:4:2"
    );
    assert!(
        error
            .to_string()
            .contains("help: error occurred while calling `tile`\n  ┌─ /main.typ:4:2\n")
    );
}

#[test]
fn several_errors_come_together() {
    let failure = refused([("/a.typ", "#let x = \n= A\n#(1\n")], "/a.typ");
    assert!(failure.errors().count() >= 2, "{failure}");
}

#[test]
fn a_hint_of_typst_is_kept() {
    let failure = refused(
        [(
            "/a.typ",
            "#set document(title: [t])\n= A\n#let a-b = 1\n#(a -b)\n#(x.y -c)",
        )],
        "/a.typ",
    );
    let failure_with_hint = refused(
        [("/a.typ", "#set document(title: [t])\n= A\n#figure(rect())")],
        "/a.typ",
    );
    assert!(failure.errors().all(|e| e.place.is_some()));
    assert!(
        failure_with_hint.errors().any(|e| !e.hints.is_empty()),
        "{failure_with_hint}"
    );
}

#[test]
fn accessibility_is_asked_for() {
    let untitled = fiche_like("= A\nBonjour");
    assert!(untitled.contains("title"), "{untitled}");
    let silent = fiche_like("#set document(title: [t])\n= A\n#figure(rect())");
    assert!(silent.contains("alt"), "{silent}");
}

fn fiche_like(source: &str) -> String {
    let source = source.to_owned();
    refused([("/a.typ", source.as_str())], "/a.typ").to_string()
}

#[test]
fn nothing_outside_the_project_is_read() {
    let denied = |read: &str| {
        refused(
            [(
                "/sub/a.typ",
                format!("#set document(title: [t])\n= A\n{read}").as_str(),
            )],
            "/sub/a.typ",
        )
        .to_string()
    };
    for absolute in [
        "#read(\"/etc/passwd\")",
        "#include \"/etc/hostname\"",
        "#image(\"/root/logo.png\", alt: \"a\")",
    ] {
        let said = denied(absolute);
        assert!(said.contains("file not found (searched at /"), "{said}");
        assert!(
            said.contains("hint: a template can read the files of the template folder"),
            "{said}"
        );
        assert!(said.contains("/sub/a.typ:3:"), "{said}");
    }
    let said = denied("#read(\"../../x\")");
    assert!(
        said.contains("would escape the project root") && !said.contains("--root"),
        "{said}"
    );
}

#[test]
fn packages_are_vendored_or_missing() {
    let manifest =
        "[package]\nname = \"grille\"\nversion = \"1.2.0\"\nentrypoint = \"src/lib.typ\"\n";
    let main =
        |import: &str| format!("#set document(title: [t])\n= A\n#import \"{import}\": mot\n#mot");
    let with = |import: &str| {
        let main = main(import);
        let files = [
            ("/packages/local/grille/1.2.0/typst.toml", manifest),
            (
                "/packages/local/grille/1.2.0/src/lib.typ",
                "#import \"mots.typ\": mot",
            ),
            (
                "/packages/local/grille/1.2.0/src/mots.typ",
                "#let mot = \"bonjour\"",
            ),
            ("/main.typ", main.as_str()),
        ];
        project(files)
            .check(&job("/main.typ", 1))
            .iter()
            .map(ToString::to_string)
            .collect::<String>()
    };
    assert_eq!(with("@local/grille:1.2.0"), "");
    let newer = with("@local/grille:1.3.0");
    assert!(
        newer.contains("package found, but version 1.3.0 does not exist (latest is 1.2.0)"),
        "{newer}"
    );
    let missing = with("@preview/cetz:0.4.2");
    assert!(
        missing.contains("package not found (searched for @preview/cetz:0.4.2)"),
        "{missing}"
    );
    assert!(
        missing.contains("hint: packages are never downloaded"),
        "{missing}"
    );
}

#[test]
fn a_jobs_files_lie_over_the_projects() {
    let files = [
        (
            "/main.typ",
            "#set document(title: [t])\n= A\n#assert.eq(json(\"/data.json\").de, sys.inputs.at(\"x\", default: \"projet\"))",
        ),
        ("/data.json", "{\"de\": \"projet\"}"),
    ];
    let project = project(files);
    assert_eq!(project.check(&job("/main.typ", 1).with_nothing()), []);
    let over = job("/main.typ", 1)
        .with_nothing()
        .file("/data.json", b"{\"de\": \"envoi\"}".to_vec());
    assert!(
        project.check(&over)[0]
            .message
            .contains("equality assertion failed")
    );
    assert_eq!(
        project.check(&job("/main.typ", 1).with_nothing()),
        [],
        "the project itself is unchanged"
    );
    assert!(project.has("data.json") && !project.has("/other.json"));
}

/// Removes the data that [`job`] carries.
trait Bare {
    fn with_nothing(self) -> Self;
}

impl Bare for bilan_typeset::Job {
    fn with_nothing(mut self) -> Self {
        self.files.clear();
        self
    }
}

#[test]
fn broken_data_is_placed_but_not_quoted() {
    let mut broken = job("/fiche.typ", 1);
    broken = broken.file(
        "/data.json",
        b"{\"nom\": \"Mme Durand\",\n \"montant\": }".to_vec(),
    );
    let failure = fiche().make(&broken).unwrap_err();
    let place = failure.0[0].place.as_ref().unwrap();
    assert_eq!(
        (place.file.as_str(), place.line),
        ("/data.json", Some(2)),
        "{failure}"
    );
    assert!(
        !failure.to_string().contains("Durand") && !failure.to_string().contains("montant"),
        "{failure}"
    );
}

#[test]
fn text_from_outside_stays_text() {
    let hostile =
        br##"{"titre": "#panic(\"x\") = a $ * _ <b> @c \\ `", "lignes": [], "n": 1}"##.to_vec();
    assert_eq!(
        fiche().check(&job("/fiche.typ", 1).file("/data.json", hostile)),
        []
    );
}

#[test]
fn a_missing_font_is_a_warning() {
    let source = "#set document(title: [t])\n#set text(font: (\"Comic\", \"Inter\"))\n= A";
    let found = project([("/a.typ", source)]).check(&job("/a.typ", 1));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity, Severity::Warning);
    assert!(
        found[0]
            .to_string()
            .starts_with("warning: unknown font family: comic\n  ┌─ /a.typ:2:"),
        "{}",
        found[0]
    );
}

#[test]
fn mistakes_without_end_end() {
    let endless = |source: &str| {
        refused(
            [(
                "/a.typ",
                format!("#set document(title: [t])\n= A\n{source}").as_str(),
            )],
            "/a.typ",
        )
        .to_string()
    };
    assert!(
        endless("#let f(n) = f(n + 1)\n#f(0)").contains("maximum function call depth exceeded")
    );
    assert!(endless("#let i = 0\n#while i >= 0 { i += 1 }").contains("loop seems to be infinite"));
    assert!(endless("#show heading: [= encore]\n= A").contains("maximum show rule depth exceeded"));
    assert!(endless("#include \"/a.typ\"").contains("cyclic"));
    let nested = format!("#({}1{})", "(".repeat(5_000), ")".repeat(5_000));
    assert!(endless(&nested).contains("maximum parsing depth exceeded"));
}

#[test]
fn too_many_pages_are_refused() {
    let long = project([(
        "/a.typ",
        "#set document(title: [t])\n= A\n#for _ in range(60) { pagebreak() }",
    )])
    .most_pages(50);
    let failure = long.make(&job("/a.typ", 1)).unwrap_err();
    assert_eq!(
        failure.0[0].message,
        "the document has 61 pages, more than the 50 allowed"
    );
    assert_eq!(
        long.most_pages(61).make(&job("/a.typ", 1)).unwrap().pages,
        61
    );
}

#[test]
fn a_project_that_cannot_be() {
    assert!(
        matches!(Fonts::load([("a.otf", vec![1, 2, 3])]), Err(Error::Font { name }) if name == "a.otf")
    );
    assert_eq!(fonts().families(), ["Inter"]);
    let with = |path: &str| Project::new([("/a.typ", vec![]), (path, Vec::<u8>::new())], fonts());
    assert!(matches!(with("a.typ"), Err(Error::Twice { path }) if path == "/a.typ"));
    assert!(matches!(with("../b.typ"), Err(Error::Path { .. })));
    let missing = fiche().make(&job("/none.typ", 1)).unwrap_err();
    assert!(
        missing
            .to_string()
            .contains("file not found (searched at /none.typ)"),
        "{missing}"
    );
    let outside = fiche()
        .make(&job("/fiche.typ", 1).file("../x", data(1)))
        .unwrap_err();
    assert!(
        outside
            .to_string()
            .contains("../x is not a path inside the project"),
        "{outside}"
    );
}

#[test]
fn a_template_in_another_encoding_is_refused() {
    let latin = Data::from(b"= D\xe9j\xe0".to_vec());
    let failure = Project::new([("/a.typ", latin)], fonts())
        .unwrap()
        .make(&job("/a.typ", 1))
        .unwrap_err();
    assert!(
        failure.to_string().contains("file is not valid UTF-8"),
        "{failure}"
    );
    let marked = "\u{feff}#set document(title: [t])\n= A";
    assert_eq!(project([("/a.typ", marked)]).check(&job("/a.typ", 1)), []);
}

#[test]
fn one_layout_gives_a_pdf_and_a_picture_of_each_page() {
    let source = "#set document(title: [t])\n#set page(width: 72pt, height: 36pt, margin: 0pt)\n= A\n#pagebreak()\nB";
    let png = Format::Png {
        pixels_per_inch: 144,
    };
    let wanted = job("/a.typ", 1).formats([Format::Svg, Format::Pdf, png]);
    let made = project([("/a.typ", source)]).make(&wanted).unwrap();
    let files: Vec<_> = made.outputs.iter().map(|o| (o.format, o.page)).collect();
    let svg = Format::Svg;
    assert_eq!(
        files,
        [
            (svg, Some(1)),
            (svg, Some(2)),
            (Format::Pdf, None),
            (png, Some(1)),
            (png, Some(2))
        ]
    );
    let (width, height) = made.size;
    assert!((width - 25.4).abs() < 0.01 && (height - 12.7).abs() < 0.01);
    assert!(made.outputs[0].bytes.starts_with(b"<svg"));
    let picture = &made.outputs[3].bytes;
    assert!(picture.starts_with(b"\x89PNG"));
    // The header's width and height (PNG, section 11.2.2).
    assert_eq!(picture[16..24], [0, 0, 0, 144, 0, 0, 0, 72]);
    assert_ne!(made.outputs[3].bytes, made.outputs[4].bytes);
    assert!(made.pdf().starts_with(b"%PDF"));
}

//! Every document, of every sample, in every language, can be heard as well as seen: judged by PDF/UA-1 and PDF/A-3a, then read
//! in the order, with the words and through the marks that a screen reader uses.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use crate::support::accessible::{
    bookmarks, carried, figures, headings, language, links, nothing_outside, reading_order, tables,
    title,
};
use crate::support::findings::{Words, cards_are_read_one_by_one, lacks_a_finding};
use crate::support::judges::validate_pdfs;
use crate::support::samples::{Sample, VARIANTS, folders, make_all, make_plain};
use crate::support::tagged::{Element, Node, Tagged, plain};
use crate::support::tools::repository;

/// Sheets of cards: on their backs the columns change sides, and each title stands on both sides of its card.
const CARDS: &str = "fresque-cartes";
/// Its one drawing is all links between cards: the list is as long as they are many.
const POSTER: &str = "fresque-affiche";

/// Everything that is wrong with a document beyond syntax.
fn faults(document: &Tagged, sample: &Sample, words: &Words) -> Vec<String> {
    let unknown = words.unknown(sample.language);
    let says = |heading: &str, alt: &str| lacks_a_finding(heading, alt, &sample.data, unknown);
    let is = |name: &str| sample.document == name;
    let foreign = words.foreign(sample.language, &sample.data);
    assert!(foreign.len() > 100, "{} sentences", foreign.len());
    let mut found = [
        nothing_outside(document),
        reading_order(document, !is(CARDS)),
        language(document, sample.language, &foreign),
        title(document),
        headings(document),
        bookmarks(document, is(CARDS)),
        links(document),
        tables(document),
        figures(document, is(POSTER), says),
        carried(document, &sample.attachments),
    ]
    .concat();
    if is(CARDS) {
        found.extend(cards_are_read_one_by_one(document, &sample.data));
    }
    let name = sample.file.file_name().unwrap().to_string_lossy();
    found
        .into_iter()
        .map(|fault| format!("{name}: {fault}"))
        .collect()
}

#[test]
fn every_document_of_every_sample_is_accessible_in_every_language() {
    let out = tempfile::tempdir().unwrap();
    let samples = make_all(&repository().join("report-templates"), out.path());
    let files: Vec<&PathBuf> = samples.iter().map(|sample| &sample.file).collect();
    let (judged, read) = std::thread::scope(|scope| {
        let judged = scope.spawn(|| validate_pdfs(&files));
        let read = Tagged::read_all(&files);
        (judged.join().unwrap(), read)
    });
    assert_eq!(judged, Vec::<String>::new());

    let words = Words::load();
    let mut found = Vec::new();
    for (sample, document) in samples.iter().zip(&read) {
        assert_eq!(document.file, sample.file.to_string_lossy());
        assert!(
            !document.text().is_empty(),
            "{} says nothing",
            document.file
        );
        found.extend(faults(document, sample, &words));
    }
    assert!(
        found.is_empty(),
        "{} faults\n{}",
        found.len(),
        found.join("\n")
    );
    // The reports carry their figures, whatever their template says of itself.
    let reports = samples
        .iter()
        .filter(|sample| sample.document.starts_with("rapport-"));
    for report in reports {
        assert_eq!(report.attachments, ["figures.csv"], "{}", report.document);
    }
}

#[test]
fn every_document_has_a_usual_an_empty_and_an_overflowing_sample() {
    let found = folders(&repository().join("report-templates"));
    assert!(found.len() >= 9, "{found:?}");
    for (folder, samples) in found {
        for variant in VARIANTS {
            let has = samples.iter().any(|name| name == variant);
            assert!(has, "report-templates/{folder}/{variant} is missing");
        }
    }
}

/// What the documents with a planted fault are held against: a chart, two cards, a file to carry.
fn sample_of_faults() -> Sample {
    let row = |label: &str, raw: u32| serde_json::json!({"label": label, "raw": raw, "value": raw.to_string()});
    let card = |number: u32, title: &str| serde_json::json!({"number": number, "title": title, "question": "Pourquoi lui ?", "text": "Il pousse."});
    Sample {
        document: "essai".to_owned(),
        variant: "sample.json".to_owned(),
        language: "fr",
        data: serde_json::json!({
            "chart": {"title": "Les arbres", "rows": [row("Gers", 31), row("Lot", 17), row("Tarn", 23)]},
            "cards": [card(1, "Le frêne"), card(2, "Le hêtre")],
        }),
        attachments: vec!["figures.csv".to_owned()],
        file: PathBuf::from("essai.pdf"),
    }
}

/// A document of several pages with no fault at all, in which faults are then put.
const GOOD: &str = r#"
#set document(title: "Un document d’essai")
#set text(lang: "fr", font: "Inter")
#set page(width: 100mm, height: 80mm, footer: [Le pied de la page])
#pdf.attach("figures.csv", bytes("a;b"), relationship: "data", mime-type: "text/csv", description: "Les chiffres")
= Le titre
#link("https://exemple.invalid/")[Une page ailleurs]
#table(columns: 3, table.header([Nom], [Nombre], [Unité]), table.cell(rowspan: 2)[Le chêne], [2], table.cell(rowspan: 2)[m], [3], ..range(30).map(n => (table.cell(colspan: 2)[arbre #n], [m])).flatten())
== Les arbres
#figure(alt: "Les arbres : le Gers en a le plus, 31.", rect())
// Fin
"#;

#[test]
fn faults_that_a_standard_lets_pass_are_found() {
    let words = Words::load();
    let english = words.empty("en");
    let end = "// Fin";
    // What is replaced in the good document, by what, and what is then said.
    let cases = [
        (
            "lang: \"fr\"",
            "lang: \"en\"",
            "the language is « en », not fr",
        ),
        (end, english, "words of another language: « Nothing to show"),
        (
            end,
            "#pagebreak()#place(top, dy: 60pt)[Le bas]#place(top, dy: 30pt)[Le haut]",
            "« Le haut » is read after page",
        ),
        (
            end,
            "#pagebreak()#place(top, dx: 99pt)[La droite]#place(top)[La gauche]",
            "« La gauche » is read after page",
        ),
        (
            end,
            "= Caché\n#heading(level: 1, bookmarked: false)[Le dernier]",
            "« Le dernier » has no bookmark in its place",
        ),
        (
            end,
            "#table(columns: 2, [Nom], [Nombre], [Le chêne], [2])",
            "no header cell in the first row, in the table « Nom Nombre",
        ),
        (
            end,
            "#table(columns: 2, table.header([], [Nombre]), [Le chêne], [2])",
            "an empty header cell",
        ),
        (
            end,
            "#table(columns: 2, table.header([Nom], [Nombre]), [Le chêne], [2], [Nom], [Nombre])",
            "the header is read twice",
        ),
        (
            end,
            "#figure(alt: \"Les arbres.\", rect())",
            "« Les arbres. » says no more than its title",
        ),
        (
            end,
            "#figure(alt: \"Les arbres : le Tarn en a 24.\", rect())",
            "has none of the values [\"31\", \"23\", \"31\", \"17\"]",
        ),
        (
            end,
            "== Les oiseaux\n#figure(alt: \"Les oiseaux sont nombreux partout.\", rect())",
            "has no number",
        ),
        (
            end,
            "#figure(alt: \"31 \" + \"chênes, \" * 90, rect())",
            "has 722 characters",
        ),
        (
            end,
            "#figure(alt: \"Les arbres : le Gers en a le plus, 31.\", rect())",
            "two figures say « Les arbres",
        ),
        (
            end,
            "#grid(columns: 1, { [Le chêne]; parbreak(); [Le plus vieux]; heading(level: 2)[Un arbre] })",
            "« Un arbre » is read after « Le chêne », which it names",
        ),
        (
            "#pdf.attach",
            "// ",
            "does not carry figures.csv as its data",
        ),
    ];
    let mut sources = vec![GOOD.to_owned()];
    sources.extend(cases.iter().map(|(old, new, _)| GOOD.replace(old, new)));
    sources.push("#set document(title: \"Des cartes\")\n#set text(lang: \"fr\", font: \"Inter\")\n= Planche\n2 Le hêtre\n\n1 Le frêne\n".to_owned());
    let out = tempfile::tempdir().unwrap();
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    let mut files = make_plain(&sources, out.path());
    assert_eq!(
        validate_pdfs(&files),
        Vec::<String>::new(),
        "the standards let them pass"
    );
    files.push(repository().join("tests/support/fixtures/untagged.pdf"));
    let read = Tagged::read_all(&files);

    let sample = sample_of_faults();
    let (good, others) = read.split_first().unwrap();
    assert_eq!(faults(good, &sample, &words), Vec::<String>::new());
    assert!(
        good.artifacts
            .iter()
            .any(|piece| piece.text.as_deref().is_some_and(|t| plain(t) == "Nombre")),
        "the header is repeated"
    );
    for ((.., wanted), document) in cases.iter().zip(others) {
        let found = faults(document, &sample, &words);
        assert!(
            found.len() == 1 && found[0].contains(wanted),
            "{wanted}: {found:#?}"
        );
    }
    let [cards, untagged] = &others[cases.len()..] else {
        panic!("two more")
    };
    let found = cards_are_read_one_by_one(cards, &sample.data);
    assert!(
        found
            .iter()
            .any(|fault| fault.contains("card 2: « 2 » is not read in its place")),
        "{found:?}"
    );
    assert!(!nothing_outside(untagged).is_empty());
    assert!(
        title(untagged)
            .iter()
            .any(|fault| fault.contains("the name of the file"))
    );
}

/// The element of this role that comes first.
fn first<'a>(element: &'a mut Element, role: &str) -> Option<&'a mut Element> {
    if element.role == role {
        return Some(element);
    }
    element.kids.iter_mut().find_map(|kid| match kid {
        Node::Element(element) => first(element, role),
        Node::Piece(_) => None,
    })
}

#[test]
fn faults_that_typst_never_makes_would_be_found() {
    let out = tempfile::tempdir().unwrap();
    let good = Tagged::read_all(&make_plain(&[GOOD], out.path())).remove(0);
    let (words, sample) = (Words::load(), sample_of_faults());
    // What is changed in what was read, and what is then said.
    type Change = fn(&mut Tagged);
    let cases: [(Change, &str); 9] = [
        (|d| d.title.clear(), "the title is «  »"),
        (
            |d| d.shows_title = false,
            "the name of the file, not the title",
        ),
        (
            |d| first(&mut d.tree, "H2").unwrap().role = "H3".to_owned(),
            "level 1 is followed by 3 « Les arbres »",
        ),
        (
            |d| first(&mut d.tree, "H2").unwrap().kids.clear(),
            "a heading of level 2 is empty",
        ),
        (
            |d| d.annotations[0].contents.clear(),
            "page 1: a Link without a word",
        ),
        (
            |d| first(&mut d.tree, "Annotation").unwrap().role = "Span".to_owned(),
            "0 of 1 links are in the tree",
        ),
        (
            |d| first(&mut d.tree, "TH").unwrap().scope = None,
            "« Nom » does not say what it heads",
        ),
        (
            |d| first(&mut d.tree, "TD").unwrap().rows = None,
            "a row has 2 cells under 3 headers",
        ),
        (
            |d| d.bookmarks[0].page = 1,
            "the bookmark of « Le titre » leads to page 2",
        ),
    ];
    for (change, wanted) in cases {
        let mut document = good.clone();
        change(&mut document);
        let found = faults(&document, &sample, &words);
        assert!(
            found.iter().any(|fault| fault.contains(wanted)),
            "{wanted}: {found:#?}"
        );
    }
    let mut turned = good.clone();
    turned.tree.kids.reverse();
    let Some(Node::Element(document)) = turned.tree.kids.first_mut() else {
        panic!("an element")
    };
    document.kids.reverse();
    assert!(
        reading_order(&turned, true)
            .iter()
            .any(|fault| fault.contains("page 1 « Le titre » is read after"))
    );
}

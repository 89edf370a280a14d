//! The same returns at the same moment give the same documents and mails, to the byte: what has not changed is never
//! sent again.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::programme::{Outcome, Programme};

const RUN: [&str; 6] = [
    "run",
    "trimestriel",
    "--period",
    "2026-T3",
    "--now",
    "2026-10-15T06:00:00+02:00",
];

/// The sample programme, whose questionnaires bear the same seal in every copy.
fn programme() -> Programme {
    let programme = Programme::copy();
    let settings = programme.path("config/bilan.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let sealed = format!("{text}\n[forms]\nsecret = \"un secret de seize\"\n");
    std::fs::write(settings, sealed).unwrap();
    programme
}

/// Everything that left or could leave: name below the programme's folder, and content.
fn made(programme: &Programme) -> BTreeMap<String, Vec<u8>> {
    let folders = [
        ("var/documents", "pdf"),
        ("var/documents", "xlsx"),
        ("var/courriels", "eml"),
    ];
    let root = programme.path("");
    let files = folders
        .iter()
        .flat_map(|(folder, kind)| programme.files(folder, kind));
    files
        .map(|file| {
            let name = file.strip_prefix(&root).unwrap().display().to_string();
            (name, std::fs::read(file).unwrap())
        })
        .collect()
}

fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        other.keys().collect::<Vec<_>>()
    );
    let different: Vec<_> = one
        .iter()
        .filter(|(name, bytes)| other[*name] != **bytes)
        .map(|(name, _)| name)
        .collect();
    assert!(different.is_empty(), "not the same bytes: {different:?}");
}

/// Deals the returned files out to two sources of which the second is read first; the folders named by days stay.
fn shuffle(programme: &Programme) {
    let returns = programme.path("samples/retours");
    let mut files: Vec<_> = ["xlsx", "ods", "xls", "csv", "xlsm", "xlsb"]
        .iter()
        .flat_map(|kind| programme.files("samples/retours", kind))
        .collect();
    files.sort_by_key(|file| file.file_name().map(|name| name.to_owned()));
    assert!(files.len() > 80, "{}", files.len());
    for (number, file) in files.iter().enumerate() {
        let below = file.strip_prefix(&returns).unwrap();
        let source = if number % 2 == 0 { "pairs" } else { "impairs" };
        let target = programme.path("samples").join(source).join(below);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::rename(file, target).unwrap();
    }
    programme.edit(
        "config/bilan.toml",
        "path = \"samples/retours\"",
        "path = \"samples/pairs\"\n\n[[source]]\nid = \"autres\"\nkind = \"folder\"\npath = \"samples/impairs\"",
    );
}

#[test]
fn two_folders_give_the_same_bytes_and_so_does_another_order_on_one_thread() {
    let first = programme();
    first.succeeds(&RUN);
    let documents = made(&first);
    assert!(
        documents.keys().any(|name| name.ends_with(".pdf"))
            && documents.keys().any(|name| name.ends_with(".xlsx"))
            && documents.keys().any(|name| name.ends_with(".eml")),
        "{:?}",
        documents.keys()
    );

    let second = programme();
    second.succeeds(&RUN);
    assert_same(&documents, &made(&second));

    let third = programme();
    shuffle(&third);
    let outcome = Outcome::of(third.command(&RUN).env("BILAN__WORK__THREADS", "1"));
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    assert_same(&documents, &made(&third));
}

#[test]
fn documents_are_not_made_again_while_nothing_changes() {
    let programme = programme();
    programme.succeeds(&RUN);
    let before = made(&programme);
    let modified = |name: &String| {
        let file = programme.path(Path::new(name));
        std::fs::metadata(file).unwrap().modified().unwrap()
    };
    let moments: Vec<_> = before.keys().map(modified).collect();
    programme.succeeds(&RUN);
    assert_same(&before, &made(&programme));
    assert_eq!(moments, before.keys().map(modified).collect::<Vec<_>>());
}

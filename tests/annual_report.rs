//! The annual report: management receives all of it by mail; everyone may read a version that holds nothing internal.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::judges::{pdf_attachments, pdf_pages, pdf_text, validate_pdfs};
use crate::support::letters::read_mails;
use crate::support::programme::{NOW, Programme};

const INTERNAL: &str = "var/documents/2026/rapport-annuel-2026-fr.pdf";
const ENGLISH: &str = "var/documents/2026/rapport-annuel-2026-en.pdf";
const PUBLIC: &str = "var/documents/2026/public/rapport-annuel-public-2026-fr.pdf";

/// What the sentences of a page hold, whatever its lines, its kind of spaces and the words cut at their ends.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn text_of(document: &Path) -> String {
    letters(&pdf_text(document).replace(['\u{ad}', '\u{200b}'], ""))
}

fn data(programme: &Programme, name: &str) -> Value {
    let words = ["template", "data", name, "--period", "2026", "--now", NOW];
    serde_json::from_str(&programme.succeeds(&words).stdout).unwrap()
}

/// The names of the figures in the table of indicators.
fn labels(report: &Value) -> BTreeSet<String> {
    let groups = report["indicators"]["groups"].as_array().unwrap();
    let figures = groups.iter().flat_map(|g| g["figures"].as_array().unwrap());
    figures
        .map(|f| f["label"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn management_receives_the_annual_report_and_everyone_may_read_another() {
    let programme = Programme::copy();
    programme.succeeds(&["run", "annuel", "--period", "2026", "--now", NOW]);
    let made = programme.files("var/documents", "pdf");
    assert_eq!(made.len(), 3, "{made:?}");
    assert_eq!(validate_pdfs(&made), Vec::<String>::new());
    for document in [INTERNAL, ENGLISH, PUBLIC] {
        let pages = pdf_pages(programme.path(document));
        assert!((12..=24).contains(&pages), "{document}: {pages} pages");
    }

    let letters = programme.files("var/courriels", "eml");
    let mails = read_mails(&letters, &programme.path("var/lus"));
    assert_eq!(mails.len(), 3);
    for mail in &mails {
        let english = mail.to.iter().any(|who| who.contains("emma.whitfield"));
        let file = if english { ENGLISH } else { INTERNAL };
        let name = file.rsplit('/').next().unwrap();
        let attached: Vec<_> = mail.attachments.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(attached, [name], "{:?}", mail.to);
        assert!(mail.subject.chars().count() < 60, "{}", mail.subject);
    }
}

#[test]
fn the_public_annual_report_holds_nothing_internal() {
    let programme = Programme::copy();
    programme.succeeds(&["run", "annuel", "--period", "2026", "--now", NOW]);
    let (internal, public) = (
        data(&programme, "rapport-annuel"),
        data(&programme, "rapport-annuel-public"),
    );
    let (all, open) = (
        text_of(&programme.path(INTERNAL)),
        text_of(&programme.path(PUBLIC)),
    );

    // Indicators that only the mission follows, in words and in the figures that the file carries.
    let kept: Vec<String> = labels(&internal)
        .difference(&labels(&public))
        .cloned()
        .collect();
    assert!(kept.len() > 5, "{kept:?}");
    let csv = pdf_attachments(programme.path(PUBLIC));
    let csv = letters(&String::from_utf8_lossy(&csv.first().unwrap().1));
    for label in &kept {
        let label = letters(label);
        assert!(all.contains(&label), "the internal report says {label}");
        assert!(!open.contains(&label), "the public report says {label}");
        assert!(!csv.contains(&label), "the public figures say {label}");
    }

    // Who needs support, whose contracts end, who decides what.
    let mut secrets = Vec::new();
    for project in internal["watch"]["projects"].as_array().unwrap() {
        secrets.extend(project["support"].as_str());
        secrets.push(project["holder"].as_str().unwrap());
    }
    for decision in internal["summary"]["decisions"].as_array().unwrap() {
        secrets.push(decision["what"].as_str().unwrap());
    }
    for contract in internal["contracts"]["tables"][0]["rows"]
        .as_array()
        .unwrap()
    {
        secrets.push(contract[0].as_str().unwrap());
    }
    assert!(secrets.len() > 15, "{secrets:?}");
    for secret in secrets {
        let secret = letters(secret);
        assert!(
            all.contains(&secret),
            "the internal report says « {secret} »"
        );
        assert!(
            !open.contains(&secret),
            "the public report says « {secret} »"
        );
    }

    // A group too small to be shown leaves a gap, and the gap is explained.
    let areas = public["map"]["map"]["areas"].as_array().unwrap();
    assert!(areas.iter().any(|area| area["value"].is_null()));
    assert!(open.contains(&letters("masqué car le groupe est trop petit")));
    assert!(!all.contains(&letters("masqué car le groupe est trop petit")));
}

//! What the shipped mails say, and what hostile data can do to them.

// A failed expectation is how tests speak, in their helpers too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

use super::samples::{ordinary, samples};
use super::*;
use crate::framework::Language;
use crate::text::french;

const LANGUAGES: [Language; 2] = [Language::Fr, Language::En];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("report-templates/mail")
}

fn render(name: &str, language: Language, context: &MailContext) -> Mail {
    let templates = MailTemplates::read(&folder()).unwrap();
    templates
        .renderer()
        .unwrap()
        .render(name, language, context)
        .unwrap()
}

fn written(mail: &Mail) -> String {
    format!("Subject: {}\n\n{}", mail.subject, mail.text)
}

#[test]
fn the_shipped_mails_have_no_problem() {
    assert_eq!(check_templates(&folder()), []);
    let templates = MailTemplates::read(&folder()).unwrap();
    assert_eq!(
        templates.names(),
        [
            "fiche-retour",
            "invitation",
            "point-quotidien",
            "rapport-annuel",
            "rapport-trimestriel",
            "relance",
            "support-formation",
            "tableau-direction"
        ]
    );
}

#[test]
fn what_the_mails_say_in_french() {
    let language = Language::Fr;
    let mut all = Vec::new();
    for status in [
        AnswerStatus::Accepted,
        AnswerStatus::Confirm,
        AnswerStatus::Correct,
    ] {
        all.push(written(&render(
            "fiche-retour",
            language,
            &ordinary(language, status),
        )));
    }
    for (name, context) in samples(language) {
        if matches!(name, "kind" | "firm" | "last") {
            all.push(written(&render("relance", language, &context)));
        }
    }
    for name in [
        "invitation",
        "point-quotidien",
        "rapport-annuel",
        "rapport-trimestriel",
        "support-formation",
        "tableau-direction",
    ] {
        all.push(written(&render(
            name,
            language,
            &ordinary(language, AnswerStatus::Accepted),
        )));
    }
    insta::assert_snapshot!(all.join("\n==========\n"));
}

#[test]
fn what_the_mails_say_in_english() {
    let language = Language::En;
    let mut all = Vec::new();
    for status in [
        AnswerStatus::Accepted,
        AnswerStatus::Confirm,
        AnswerStatus::Correct,
    ] {
        all.push(written(&render(
            "fiche-retour",
            language,
            &ordinary(language, status),
        )));
    }
    for (name, context) in samples(language) {
        if matches!(name, "kind" | "firm" | "last") {
            all.push(written(&render("relance", language, &context)));
        }
    }
    for name in [
        "invitation",
        "point-quotidien",
        "rapport-annuel",
        "rapport-trimestriel",
        "support-formation",
        "tableau-direction",
    ] {
        all.push(written(&render(
            name,
            language,
            &ordinary(language, AnswerStatus::Accepted),
        )));
    }
    insta::assert_snapshot!(all.join("\n==========\n"));
}

#[test]
fn the_html_of_a_correction_request() {
    insta::assert_snapshot!(
        render(
            "fiche-retour",
            Language::Fr,
            &ordinary(Language::Fr, AnswerStatus::Correct)
        )
        .html
    );
}

#[test]
fn mails_are_short() {
    for language in LANGUAGES {
        for name in [
            "fiche-retour",
            "rapport-annuel",
            "rapport-trimestriel",
            "support-formation",
        ] {
            for status in [
                AnswerStatus::Accepted,
                AnswerStatus::Confirm,
                AnswerStatus::Correct,
            ] {
                let mut context = ordinary(language, status);
                if let Some(answer) = &mut context.answer {
                    answer.points.clear();
                }
                let mail = render(name, language, &context);
                let words = mail
                    .text
                    .split_whitespace()
                    .filter(|word| word.chars().any(char::is_alphanumeric))
                    .count();
                assert!(words < 150, "{name} in {language:?} has {words} words");
            }
        }
    }
}

#[test]
fn french_templates_have_french_typography() {
    for (path, source) in MailTemplates::read(&folder()).unwrap().sources() {
        if path.contains(".fr.") {
            assert_eq!(french(source), source, "{path}");
        }
    }
}

#[test]
fn hostile_data_stays_data() {
    for language in LANGUAGES {
        let (_, hostile) = samples(language)
            .into_iter()
            .find(|(name, _)| *name == "hostile")
            .unwrap();
        let (_, usual) = samples(language)
            .into_iter()
            .find(|(name, _)| *name == "correct")
            .unwrap();
        let templates = MailTemplates::read(&folder()).unwrap();
        for name in templates.names() {
            let mail = render(name, language, &hostile);
            assert!(
                !mail.subject.contains(['\r', '\n']) && mail.subject.chars().count() < 60,
                "{}",
                mail.subject
            );
            assert!(
                !mail
                    .text
                    .lines()
                    .any(|line| line.starts_with("Bcc:") || line == "Click!"),
                "{}",
                mail.text
            );
            assert!(!mail.text.contains('\u{202e}') && !mail.html.contains('\u{202e}'));
            assert!(mail.text.len() < 10_000, "a name of 10 kB is cut");
            // Data adds no tag and no attribute: the same elements as with ordinary data, but for the button.
            let mut usual = usual.clone();
            usual.button = Some(MailButton {
                label: "Ouvrir".into(),
                url: "https://region.example/".into(),
            });
            assert_eq!(
                tags(&mail.html),
                tags(&render(name, language, &usual).html),
                "{name}"
            );
        }
    }
}

/// The opening tags of an HTML text, with the names of their attributes; fails on what is not well formed.
fn tags(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let mut quoted = false;
        let length = rest[start..]
            .find(|letter| {
                quoted ^= letter == '"';
                letter == '>' && !quoted
            })
            .expect("each tag ends");
        let tag = &rest[start + 1..start + length];
        rest = &rest[start + length + 1..];
        let name = tag
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        if name.starts_with('!') || ["meta", "br"].contains(&name.as_str()) {
            continue;
        }
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "tags are nested"),
            None => {
                let attributes = tag.split('"').step_by(2).collect::<Vec<_>>().join("");
                found.push(attributes);
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?} never ends");
    found
}

fn letter() -> Letter {
    let language = Language::Fr;
    let mail = render(
        "fiche-retour",
        language,
        &ordinary(language, AnswerStatus::Correct),
    );
    Letter {
        key: "fiche-retour/OCC-2024-017/2026Q3/ab12".into(),
        to: Correspondent {
            name: "Dominique Vidal".into(),
            address: "dominique@asso.example".into(),
        },
        from: Correspondent {
            name: "Région Exemple".into(),
            address: "bilan@region.example".into(),
        },
        reply_to: Some(Correspondent {
            name: "Mission".into(),
            address: "participation@region.example".into(),
        }),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        enclosures: vec![Enclosure {
            name: "fiche été.pdf".into(),
            media_type: "application/pdf".into(),
            bytes: b"%PDF-1.7\r\n.\r\nbinary \xff\x00".to_vec(),
        }],
        date: "2026-11-24T06:00:00Z".parse().unwrap(),
        language,
    }
}

/// The headers before the first empty line, unfolded.
fn headers(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let head = text
        .split("\r\n\r\n")
        .next()
        .unwrap()
        .replace("\r\n ", " ")
        .replace("\r\n\t", " ");
    head.split("\r\n").map(str::to_owned).collect()
}

#[test]
fn the_headers_of_a_message() {
    let mail = compose(&letter()).unwrap();
    assert_eq!(
        mail.bytes,
        compose(&letter()).unwrap().bytes,
        "same letter, same bytes"
    );
    assert!(mail.bytes.is_ascii());
    insta::assert_snapshot!(headers(&mail.bytes).join("\n"));
}

#[test]
fn two_letters_have_two_message_ids() {
    let mut other = letter();
    other.key.push('3');
    assert_ne!(
        compose(&letter()).unwrap().message_id,
        compose(&other).unwrap().message_id
    );
}

#[test]
fn an_address_that_is_none_is_named() {
    for address in [
        "",
        "nobody",
        "a@b@c d",
        "x@region.example\r\nBcc: y@z.example",
        "<a@b.example>",
    ] {
        let mut letter = letter();
        letter.to.address = address.into();
        let error = compose(&letter).unwrap_err().to_string();
        assert!(
            error.contains("is not an e-mail address (to)") && !error.contains('\n'),
            "{error}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn no_name_subject_or_file_name_makes_a_header(
        name in r#"[\x00-\x7fé🌱\u{202e}\u{5d0}"<>,;:@]{0,200}"#,
        subject in "(?s).{0,300}",
        file in "(?s).{0,100}",
    ) {
        let mut hostile = letter();
        hostile.to.name = name;
        hostile.subject = subject;
        hostile.enclosures[0].name = file;
        let mail = compose(&hostile).unwrap();
        let names = |bytes: &[u8]| -> Vec<String> {
            headers(bytes).iter().map(|line| line.split(':').next().unwrap().to_owned()).collect()
        };
        proptest::prop_assert_eq!(names(&mail.bytes), names(&compose(&letter()).unwrap().bytes));
        proptest::prop_assert!(mail.bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
    }
}

#[tokio::test]
async fn a_folder_takes_each_mail_once_and_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    let way_out = Transport::File(folder.path().join("outbox"));
    let mail = compose(&letter()).unwrap();
    let Outcome::Sent(path) = way_out.send(&mail).await else {
        panic!("not sent")
    };
    assert_eq!(std::fs::read(&path).unwrap(), mail.bytes);
    assert_eq!(
        way_out.send(&mail).await,
        Outcome::Sent(path.clone()),
        "the same mail is already there"
    );

    let mut changed = mail.clone();
    changed.bytes.extend(b"more");
    let Outcome::Sent(second) = way_out.send(&changed).await else {
        panic!("not sent")
    };
    assert_ne!(second, path);
    assert_eq!(
        std::fs::read(&path).unwrap(),
        mail.bytes,
        "nothing is overwritten"
    );
    way_out.finish().await;
    assert_eq!(
        std::fs::read_dir(folder.path().join("outbox"))
            .unwrap()
            .count(),
        2,
        "no unfinished file is left"
    );

    let blocked = Transport::File(PathBuf::from(path).join("below-a-file"));
    assert!(matches!(
        blocked.send(&mail).await,
        Outcome::Unreachable { .. }
    ));
}

#[test]
fn a_faulty_template_is_named_with_its_line() {
    let copy = tempfile::tempdir().unwrap();
    let name = copy.path().join("invitation");
    std::fs::create_dir(&name).unwrap();
    for (file, source) in [
        ("subject.fr.txt", "Répondre{% if %}"),
        ("body.fr.txt", "Bonjour\n{{ recipeint }}"),
        ("body.fr.html", "<p>Bonjour</p>"),
        (
            "subject.en.txt",
            "{{ programme }}: a subject that is much too long for a telephone",
        ),
        ("body.en.txt", "Hello"),
    ] {
        std::fs::write(name.join(file), source).unwrap();
    }
    let found: Vec<String> = check_templates(copy.path())
        .into_iter()
        .map(|problem| format!("{}:{}: {}", problem.file, problem.line, problem.message))
        .collect();
    insta::assert_snapshot!(found.join("\n"));
    let missing = check_templates(&copy.path().join("no-such-folder"));
    assert_eq!(missing.len(), 1, "{missing:?}");
}

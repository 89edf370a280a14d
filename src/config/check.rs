//! What is wrong in the layers: variables that set nothing, keys that nobody set, values that make no sense together.

use std::collections::{BTreeSet, HashMap};

use config::{Value, ValueKind};
use serde_json::Value as Schema;

use crate::framework::load::problem::{Problem, say};
use crate::framework::load::shape::{resolve, type_name, types, words};
use crate::framework::load::words::{listed, suggest};

use super::load::{FILES, Layers, PREFIX, join, key_of};
use super::servers;
use super::settings::{Security, Settings, Transport};
use super::source::Imap;

/// The schema of a key of a table, with `Option` seen through.
pub(super) fn property<'s>(root: &'s Schema, schema: &'s Schema, key: &str) -> Option<&'s Schema> {
    seen_through(
        root,
        seen_through(root, schema).get("properties")?.get(key)?,
    )
    .into()
}

fn seen_through<'s>(root: &'s Schema, schema: &'s Schema) -> &'s Schema {
    let schema = resolve(root, schema);
    let branches = schema.get("anyOf").and_then(Schema::as_array);
    match branches.and_then(|b| {
        b.iter()
            .find(|b| b.get("type").and_then(Schema::as_str) != Some("null"))
    }) {
        Some(branch) => resolve(root, branch),
        None => schema,
    }
}

fn keys<'s>(root: &'s Schema, schema: &'s Schema) -> Vec<&'s str> {
    let properties = seen_through(root, schema)
        .get("properties")
        .and_then(Schema::as_object);
    properties
        .map(|p| p.keys().map(String::as_str).collect())
        .unwrap_or_default()
}

/// Variables that name no setting, or whose text is not what the setting needs.
pub(super) fn environment(
    variables: &HashMap<String, String>,
    root: &Schema,
    problems: &mut Vec<Problem>,
) {
    for (name, text) in variables {
        let key = key_of(name);
        let mut schema = root;
        let mut known = true;
        for part in key.split('.') {
            match property(root, schema, part) {
                Some(next) => schema = next,
                None => {
                    let candidates = keys(root, schema);
                    let upper: Vec<String> = candidates.iter().map(|c| c.to_uppercase()).collect();
                    let message = say!("« {part} » ne règle rien", "“{part}” sets nothing");
                    let help = suggest(&part.to_uppercase(), upper.iter().map(String::as_str));
                    problems.push(Problem::of_file(name.clone(), message, Some(help)));
                    known = false;
                    break;
                }
            }
        }
        if known {
            variable(name, text, schema, problems);
        }
    }
}

fn variable(name: &str, text: &str, schema: &Schema, problems: &mut Vec<Problem>) {
    if let Some(words) = words(schema) {
        if !words.contains(&text) {
            let message = say!(
                "« {text} » n'est pas un mot connu ici",
                "“{text}” is no known word here"
            );
            problems.push(Problem::of_file(name, message, Some(suggest(text, words))));
        }
        return;
    }
    let number = text.parse::<i128>().ok();
    let bound = |key: &str| schema.get(key).and_then(Schema::as_f64);
    let fits = match types(schema).first().copied() {
        Some("integer") => number.is_some_and(|n| {
            let within = |bound: Option<f64>, above: bool| {
                bound.is_none_or(|b| {
                    n.to_string()
                        .parse::<f64>()
                        .is_ok_and(|n| if above { n >= b } else { n <= b })
                })
            };
            within(bound("minimum"), true) && within(bound("maximum"), false)
        }),
        Some("boolean") => matches!(text, "true" | "false"),
        Some("string") | None => true,
        Some(_) => false,
    };
    if !fits {
        let (fr, en) = type_name(schema);
        let message = say!("attendu : {}", "expected: {}", [fr], [en]);
        let bounds = [bound("minimum"), bound("maximum")]
            .iter()
            .flatten()
            .map(f64::to_string)
            .collect::<Vec<_>>()
            .join(" … ");
        let file = FILES[0];
        let help = if matches!(types(schema).first(), Some(&("array" | "object"))) {
            say!(
                "écrivez ce réglage dans {file}",
                "write this setting in {file}"
            )
        } else if bounds.is_empty() {
            say!(
                "par exemple {PREFIX}WORK__THREADS=2",
                "for example {PREFIX}WORK__THREADS=2"
            )
        } else {
            say!("bornes : {bounds}", "bounds: {bounds}")
        };
        problems.push(Problem::of_file(name, message, Some(help)));
    }
}

/// Keys that no layer sets and that have no default.
pub(super) fn missing(
    merged: &Value,
    root: &Schema,
    layers: &Layers<'_>,
    problems: &mut Vec<Problem>,
) {
    absent(merged, root, root, "", layers, problems);
}

fn absent(
    value: &Value,
    root: &Schema,
    schema: &Schema,
    path: &str,
    layers: &Layers<'_>,
    problems: &mut Vec<Problem>,
) {
    let schema = seen_through(root, schema);
    match &value.kind {
        ValueKind::Table(table) => {
            let required = schema
                .get("required")
                .and_then(Schema::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            for key in required
                .iter()
                .filter_map(Schema::as_str)
                .filter(|key| !table.contains_key(*key))
            {
                let here = join(path, key);
                let inner = property(root, schema, key)
                    .map(|p| keys(root, p))
                    .unwrap_or_default();
                let message = say!("ce réglage manque", "this setting is missing");
                let help = if inner.is_empty() {
                    say!(
                        "écrivez-le dans {}",
                        "write it in {}",
                        [FILES[0]],
                        [FILES[0]]
                    )
                } else {
                    let list = listed(&inner);
                    say!(
                        "ajoutez la table [{here}] : {list}",
                        "add the table [{here}]: {list}"
                    )
                };
                problems.push(layers.problem(&here, message, Some(help)));
            }
            for (key, child) in table {
                if let Some(schema) = property(root, schema, key) {
                    absent(child, root, schema, &join(path, key), layers, problems);
                }
            }
        }
        ValueKind::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if let Some(schema) = schema.get("items") {
                    absent(
                        item,
                        root,
                        schema,
                        &join(path, &index.to_string()),
                        layers,
                        problems,
                    );
                }
            }
        }
        _ => {}
    }
}

/// Characters of a secret that nobody guesses.
const SHORTEST_SECRET: usize = 16;

/// Values that are well-formed and still cannot be.
pub(super) fn sense(settings: &Settings, layers: &Layers<'_>, problems: &mut Vec<Problem>) {
    let mail = &settings.mail;
    let addresses = [
        ("mail.from", Some(&mail.from)),
        ("mail.reply_to", mail.reply_to.as_ref()),
    ];
    for (key, text) in addresses
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)))
    {
        if text.parse::<lettre::message::Mailbox>().is_err() {
            let message = say!(
                "« {text} » n'est pas une adresse électronique",
                "“{text}” is no e-mail address"
            );
            let help = say!(
                "écrivez Nom <nom@domaine.fr>",
                "write Name <name@domain.org>"
            );
            problems.push(layers.problem(key, message, Some(help)));
        }
    }
    if mail.transport == Transport::Smtp && mail.smtp.is_none() {
        let message = say!(
            "l'envoi par SMTP a besoin d'un serveur",
            "sending by SMTP needs a server"
        );
        let help = say!(
            "ajoutez [mail.smtp] avec host = \"…\"",
            "add [mail.smtp] with host = \"…\""
        );
        problems.push(layers.problem("mail.transport", message, Some(help)));
    }
    if let Some(smtp) = &mail.smtp {
        if smtp.user.is_some() && smtp.password.is_none() {
            let message = say!(
                "un compte sans mot de passe",
                "an account without a password"
            );
            let help = say!("ajoutez password_file = \"…\"", "add password_file = \"…\"");
            problems.push(layers.problem("mail.smtp.user", message, Some(help)));
        }
        if smtp.host.trim().is_empty() {
            let message = say!("le nom du serveur est vide", "the server's name is empty");
            problems.push(layers.problem("mail.smtp.host", message, None));
        }
    }
    if let Some(secret) = &settings.forms.secret
        && secret.expose().trim().chars().count() < SHORTEST_SECRET
    {
        let message = say!(
            "le secret des questionnaires est trop court : on pourrait le deviner",
            "the secret of questionnaires is too short: it could be guessed"
        );
        let help = say!(
            "donnez-lui {SHORTEST_SECRET} caractères au moins, tirés au hasard ; ou aucun, et bilan en fait un",
            "give it {SHORTEST_SECRET} characters at least, drawn at random; or none, and bilan makes one"
        );
        problems.push(layers.problem("forms.secret", message, Some(help)));
    }
    let formats = &settings.dashboard.formats;
    if formats.is_empty() || formats.iter().collect::<BTreeSet<_>>().len() < formats.len() {
        let message = say!(
            "les tableaux de bord ont besoin d'un format au moins, chacun une fois",
            "dashboards need one format at least, each once"
        );
        let help = say!(
            "écrivez formats = [\"xlsx\", \"ods\"], ou l'un des deux",
            "write formats = [\"xlsx\", \"ods\"], or one of them"
        );
        problems.push(layers.problem("dashboard.formats", message, Some(help)));
    }
    let mut seen = BTreeSet::new();
    for (index, source) in settings.sources.iter().enumerate() {
        let (key, there) = source.place();
        if !there {
            let message = say!(
                "la source ne dit pas où elle est",
                "the source does not say where it is"
            );
            let help = if key == "path" {
                say!("ajoutez path = \"…\"", "add path = \"…\"")
            } else {
                say!(
                    "ajoutez sous elle la table [source.{key}]",
                    "add the table [source.{key}] under it"
                )
            };
            let place = format!("source.{index}.kind");
            problems.push(layers.problem(&place, message, Some(help)));
        }
        servers::sense(source, &format!("source.{index}"), layers, problems);
        if let Some(imap) = &source.imap {
            mailbox(imap, &format!("source.{index}.imap"), layers, problems);
        }
        if !seen.insert(&source.id) {
            let id = &source.id;
            let message = say!(
                "deux sources s'appellent « {id} »",
                "two sources are called “{id}”"
            );
            let help = say!(
                "donnez à l'une un autre identifiant",
                "give one of them another identifier"
            );
            problems.push(layers.problem(&format!("source.{index}.id"), message, Some(help)));
        }
    }
}

fn mailbox(imap: &Imap, at: &str, layers: &Layers<'_>, problems: &mut Vec<Problem>) {
    let mut wrong = |key: &str, message, help| {
        problems.push(layers.problem(&format!("{at}.{key}"), message, help));
    };
    if imap.host.trim().is_empty() {
        let message = say!("le nom du serveur est vide", "the server's name is empty");
        wrong("host", message, None);
    }
    if imap.password.is_none() {
        let message = say!(
            "une boîte aux lettres sans mot de passe",
            "a mailbox without a password"
        );
        let help = say!("ajoutez password_file = \"…\"", "add password_file = \"…\"");
        wrong("user", message, Some(help));
    }
    if imap.security == Security::None && !is_this_machine(&imap.host) {
        let message = say!(
            "sans protection, le mot de passe passerait en clair sur le réseau",
            "without protection the password would cross the network in clear"
        );
        let help = say!(
            "écrivez \"tls\" ou \"starttls\" ; \"none\" ne vaut que pour cette machine (localhost)",
            "write \"tls\" or \"starttls\"; \"none\" is for this machine only (localhost)"
        );
        wrong("security", message, Some(help));
    }
    let folders = [&imap.folder, &imap.done, &imap.review];
    let distinct: BTreeSet<_> = folders.iter().map(|name| name.trim()).collect();
    if distinct.len() < folders.len() || distinct.contains("") {
        let message = say!(
            "folder, done et review doivent être trois dossiers différents",
            "folder, done and review must be three different folders"
        );
        wrong("folder", message, None);
    }
}

/// Whether a server's name means this machine and nothing else.
fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

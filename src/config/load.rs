//! The layers, from defaults to secrets.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use config::{Config, Environment, File, FileFormat, Value, ValueKind};

use crate::framework::load::problem::{Problem, say};
use crate::framework::load::shape;
use crate::framework::load::source::{Role, SourceFile, Tree, parse};
use crate::framework::load::tree::Node;
use crate::framework::{Localised, Problems};

use super::check;
use super::settings::Settings;

/// The settings' files, each over the one before.
pub(super) const FILES: [&str; 2] = ["config/bilan.toml", "config/bilan.local.toml"];

/// What each variable's name begins with.
pub(super) const PREFIX: &str = "BILAN__";

/// The layers as read, so that a problem can say where its key was written.
pub(super) struct Layers<'a> {
    /// Parsed files, the strongest last.
    trees: &'a [Tree<'a>],
    /// Variables by their key: `mail.from` → `BILAN__MAIL__FROM`.
    variables: BTreeMap<String, String>,
}

/// Reads the settings of the programme in `root`, with this process's environment.
///
/// # Errors
/// All that is wrong, at once.
pub fn load(root: &Path) -> Result<Settings, Problems> {
    // A variable that is not Unicode cannot be one of ours.
    load_with(
        root,
        std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?))),
    )
}

/// As [`load`], with this environment.
///
/// # Errors
/// All that is wrong, at once.
pub fn load_with(
    root: &Path,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, Problems> {
    let environment: HashMap<String, String> = environment
        .into_iter()
        .filter(|(k, _)| k.starts_with(PREFIX))
        .collect();
    let schema = super::schema();
    let mut problems = Vec::new();
    let files = read(root, &mut problems);
    let trees: Vec<Tree<'_>> = files
        .iter()
        .map(|file| parse(file, &mut problems))
        .collect();
    for tree in trees.iter().filter(|t| !t.broken) {
        let node = Node {
            file: tree.file,
            value: &tree.root,
            broken: false,
        };
        shape::check(node, &schema, true, &mut problems);
    }
    check::environment(&environment, &schema, &mut problems);
    let variables = environment
        .keys()
        .map(|name| (key_of(name), name.clone()))
        .collect();
    let layers = Layers {
        trees: &trees,
        variables,
    };
    if !problems.is_empty() {
        // The keys that could be read are still looked at, unless a fault of type would make them something else.
        if let Ok(merged) = merge(&files, environment) {
            check::missing(&merged.cache, &schema, &layers, &mut problems);
        }
        return Err(Problems::new(problems));
    }
    settings(root, &files, environment, &schema, &layers)
}

fn settings(
    root: &Path,
    files: &[SourceFile],
    environment: HashMap<String, String>,
    schema: &serde_json::Value,
    layers: &Layers<'_>,
) -> Result<Settings, Problems> {
    let mut problems = Vec::new();
    let refused = |error: &dyn std::fmt::Display| {
        Problem::of_file(
            FILES[0],
            say!("réglages refusés : {error}", "settings refused: {error}"),
            None,
        )
    };
    let merged = merge(files, environment).map_err(|e| Problems::new(vec![refused(&e)]))?;
    check::missing(&merged.cache, schema, layers, &mut problems);
    let merged = with_secrets(root, merged, schema, layers, &mut problems);
    if !problems.is_empty() {
        return Err(Problems::new(problems));
    }
    let settings: Settings = merged
        .try_deserialize()
        .map_err(|e| Problems::new(vec![refused(&e)]))?;
    check::sense(&settings, layers, &mut problems);
    if problems.is_empty() {
        Ok(settings.rooted(root))
    } else {
        Err(Problems::new(problems))
    }
}

/// The files there are. The local one is optional; the first one too, as long as the environment says what it must.
fn read(root: &Path, problems: &mut Vec<Problem>) -> Vec<SourceFile> {
    let mut files = Vec::new();
    for name in FILES {
        match std::fs::read_to_string(root.join(name)) {
            Ok(text) => files.push(SourceFile {
                name: name.to_owned(),
                role: Role::Settings,
                text: Arc::from(text),
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                let message = say!(
                    "ce fichier ne peut pas être lu : {error}",
                    "this file cannot be read: {error}"
                );
                problems.push(Problem::of_file(name, message, None));
            }
        }
    }
    files
}

fn merge(
    files: &[SourceFile],
    environment: HashMap<String, String>,
) -> Result<Config, config::ConfigError> {
    let mut builder = Config::builder();
    for file in files {
        builder = builder.add_source(File::from_str(&file.text, FileFormat::Toml));
    }
    let variables = Environment::with_prefix("BILAN")
        .prefix_separator("__")
        .separator("__")
        .source(Some(environment));
    builder.add_source(variables).build()
}

/// Reads each file that a key `x_file` names where a key `x` is known, and gives `x` its content.
fn with_secrets(
    root: &Path,
    merged: Config,
    schema: &serde_json::Value,
    layers: &Layers<'_>,
    problems: &mut Vec<Problem>,
) -> Config {
    let mut found = Vec::new();
    secret_files(&merged.cache, schema, schema, "", &mut found);
    let mut builder = Config::builder().add_source(merged.clone());
    for (key, file_key, path) in found {
        match std::fs::read_to_string(root.join(&path)) {
            Ok(secret) => {
                let set = builder
                    .clone()
                    .set_override(&key, secret.trim_end_matches(['\r', '\n']));
                if let Ok(next) = set {
                    builder = next;
                }
            }
            Err(error) => {
                let message = say!(
                    "le fichier secret « {path} » ne peut pas être lu : {error}",
                    "the secret file “{path}” cannot be read: {error}"
                );
                let help = say!(
                    "créez-le, lisible par le service seulement",
                    "create it, readable by the service alone"
                );
                let place = file_key.replace('[', ".").replace(']', "");
                problems.push(layers.problem(&place, message, Some(help)));
            }
        }
    }
    builder.build().unwrap_or(merged)
}

fn secret_files(
    value: &Value,
    root: &serde_json::Value,
    schema: &serde_json::Value,
    path: &str,
    found: &mut Vec<(String, String, String)>,
) {
    let table = match &value.kind {
        ValueKind::Table(table) => table,
        ValueKind::Array(items) => {
            let schema = shape::resolve(root, schema).get("items");
            for (index, item) in items.iter().enumerate() {
                let here = format!("{path}[{index}]");
                if let Some(schema) = schema {
                    secret_files(item, root, schema, &here, found);
                }
            }
            return;
        }
        _ => return,
    };
    for (key, child) in table {
        let here = join(path, key);
        let Some(property) = check::property(root, schema, key) else {
            continue;
        };
        if let (Some(stem), ValueKind::String(file)) = (key.strip_suffix("_file"), &child.kind)
            && check::property(root, schema, stem).is_some()
        {
            found.push((join(path, stem), here.clone(), file.clone()));
        }
        secret_files(child, root, property, &here, found);
    }
}

/// `mail` and `from` make `mail.from`.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// The key that a variable sets: `BILAN__MAIL__FROM` sets `mail.from`.
pub(super) fn key_of(variable: &str) -> String {
    variable
        .strip_prefix(PREFIX)
        .unwrap_or(variable)
        .to_lowercase()
        .replace("__", ".")
}

impl Layers<'_> {
    /// A problem at the strongest layer that has this key, or else a part of its path.
    pub(super) fn problem(
        &self,
        key: &str,
        message: Localised,
        help: Option<Localised>,
    ) -> Problem {
        let name = |text: String| format!("{key} : {text}");
        let message = Localised {
            fr: name(message.fr),
            en: message.en.map(|en| format!("{key}: {en}")),
        };
        if let Some(variable) = self.variables.get(key) {
            return Problem::of_file(variable.clone(), message, help);
        }
        let mut path: Vec<&str> = key.split('.').collect();
        while !path.is_empty() {
            for tree in self.trees.iter().rev() {
                let node = Node {
                    file: tree.file,
                    value: &tree.root,
                    broken: tree.broken,
                };
                if let Some(found) = node.at(&path) {
                    return found.problem(message, help);
                }
            }
            path.pop();
        }
        Problem::of_file(FILES[0], message, help)
    }
}

//! The shape of a file against the JSON Schema of its type: unknown and missing keys, wrong types, words that are none.
//!
//! Serde stops at the first fault; this walk finds them all, each with its place. It knows the part of JSON Schema that
//! schemars writes for our types and lets pass what it does not know: deserialisation still comes after it.

use serde_json::Value;
use toml::de::DeValue;

use super::problem::{Problem, say};
use super::tree::Node;
use super::words::{listed, nearest, suggest};

/// All faults of shape of a file's tree. Keys may be missing from a file that is one layer of several.
pub(crate) fn check(root: Node<'_>, schema: &Value, is_layer: bool, problems: &mut Vec<Problem>) {
    Walk {
        root: schema,
        is_layer,
        problems,
    }
    .value(root, schema);
}

struct Walk<'s, 'p> {
    root: &'s Value,
    is_layer: bool,
    problems: &'p mut Vec<Problem>,
}

impl<'s> Walk<'s, '_> {
    fn value(&mut self, node: Node<'_>, schema: &'s Value) {
        let schema = self.resolve(schema);
        if let Some(words) = words(schema) {
            return self.word(node, &words);
        }
        if let Some(tags) = self.tags(schema) {
            return self.tagged(node, &tags);
        }
        let alternatives = self.alternatives(schema);
        match alternatives.as_slice() {
            [] => self.typed(node, schema),
            [only] => self.value(node, only),
            several => match several.iter().find(|s| accepts(s, node.value.get_ref())) {
                Some(chosen) => self.value(node, chosen),
                None => {
                    let fr: Vec<_> = several.iter().map(|s| type_name(s).0).collect();
                    let en: Vec<_> = several.iter().map(|s| type_name(s).1).collect();
                    self.wrong_type(node, &fr.join(" ou "), &en.join(" or "), schema);
                }
            },
        }
    }

    fn resolve(&self, schema: &'s Value) -> &'s Value {
        resolve(self.root, schema)
    }

    /// The branches of `anyOf` but null, resolved.
    fn alternatives(&self, schema: &'s Value) -> Vec<&'s Value> {
        let branches = schema
            .get("anyOf")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        branches
            .iter()
            .map(|b| self.resolve(b))
            .filter(|b| b.get("type").and_then(Value::as_str) != Some("null"))
            .collect()
    }

    /// The variants of an enumeration whose table has exactly one key, the variant's name.
    fn tags(&self, schema: &'s Value) -> Option<Vec<(&'s str, &'s Value)>> {
        let branches = schema.get("oneOf")?.as_array()?;
        branches
            .iter()
            .map(|branch| {
                branch
                    .get("properties")?
                    .as_object()?
                    .iter()
                    .next()
                    .map(|(k, v)| (k.as_str(), v))
            })
            .collect()
    }

    fn tagged(&mut self, node: Node<'_>, tags: &[(&'s str, &'s Value)]) {
        let names: Vec<&str> = tags.iter().map(|(name, _)| *name).collect();
        let list = listed(&names);
        let Some(_) = node.value.get_ref().as_table() else {
            let found = found(node);
            let message = say!(
                "une table est attendue ; trouvé : {}",
                "a table is expected; found: {}",
                [found.0],
                [found.1]
            );
            let help = say!(
                "avec une de ces clés : {list}",
                "with one of these keys: {list}"
            );
            return self.problems.push(node.problem(message, Some(help)));
        };
        let entries = node.entries();
        if entries.len() != 1 {
            let count = entries.len();
            let message = say!(
                "une seule clé est attendue ici, et non {count}",
                "one key is expected here, not {count}"
            );
            let help = say!(
                "gardez une de ces clés : {list}",
                "keep one of these keys: {list}"
            );
            self.problems.push(node.problem(message, Some(help)));
        }
        for (key, span, child) in entries {
            match tags.iter().find(|(name, _)| *name == key) {
                Some((_, schema)) => self.value(child, schema),
                None => drop(self.unknown_key(node, key, span, &names)),
            }
        }
    }

    fn word(&mut self, node: Node<'_>, words: &[&str]) {
        let Some(text) = node.text() else {
            let list = listed(words);
            let (fr, en) = found(node);
            let message = say!(
                "un mot entre guillemets est attendu ; trouvé : {}",
                "a word in quotes is expected; found: {}",
                [fr],
                [en]
            );
            let help = say!("au choix : {list}", "one of: {list}");
            return self.problems.push(node.problem(message, Some(help)));
        };
        if !words.contains(&text) {
            let list = listed(words);
            let message = say!(
                "« {text} » n'est pas un mot connu ici",
                "“{text}” is no known word here"
            );
            let help = match nearest(text, words.iter().copied()) {
                Some(near) => say!(
                    "vouliez-vous dire « {near} » ? (au choix : {list})",
                    "did you mean “{near}”? (one of: {list})"
                ),
                None => say!("au choix : {list}", "one of: {list}"),
            };
            self.problems.push(node.problem(message, Some(help)));
        }
    }

    fn typed(&mut self, node: Node<'_>, schema: &'s Value) {
        if !accepts(schema, node.value.get_ref()) {
            let (fr, en) = type_name(schema);
            return self.wrong_type(node, fr, en, schema);
        }
        match node.value.get_ref() {
            DeValue::Table(_) => self.table(node, schema),
            DeValue::Array(_) => self.array(node, schema),
            DeValue::Integer(_) | DeValue::Float(_) => self.bounds(node, schema),
            DeValue::String(text) => self.format(node, text, schema),
            _ => {}
        }
    }

    fn wrong_type(&mut self, node: Node<'_>, fr: &str, en: &str, schema: &'s Value) {
        let (found_fr, found_en) = found(node);
        let message = say!(
            "attendu : {} ; trouvé : {}",
            "expected: {}; found: {}",
            [fr, found_fr],
            [en, found_en]
        );
        let example = example(self.resolve(schema));
        let help =
            (!example.is_empty()).then(|| say!("par exemple {example}", "for example {example}"));
        self.problems.push(node.problem(message, help));
    }

    fn table(&mut self, node: Node<'_>, schema: &'s Value) {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return self.free_keys(node, schema);
        };
        let known: Vec<&str> = properties.keys().map(String::as_str).collect();
        let mut meant = Vec::new();
        for (key, span, child) in node.entries() {
            match properties.get(key) {
                Some(schema) => self.value(child, schema),
                None => meant.extend(self.unknown_key(node, key, span, &known)),
            }
        }
        if self.is_layer {
            return;
        }
        let required = schema
            .get("required")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        for key in required.iter().filter_map(Value::as_str) {
            // What an unknown key was meant to be is not missing as well.
            if node.get(key).is_none() && !meant.contains(&key) {
                let example = properties
                    .get(key)
                    .map(|s| self.example(s))
                    .unwrap_or_default();
                let message = say!("la clé « {key} » manque", "the key “{key}” is missing");
                let help = match properties.get(key).map(|s| self.is_tables(s)) {
                    Some(true) => say!("ajoutez une table [[…{key}]]", "add a table [[…{key}]]"),
                    _ => say!("ajoutez {key} = {example}", "add {key} = {example}"),
                };
                self.problems.push(node.problem(message, Some(help)));
            }
        }
    }

    /// The values of a table whose keys are names of one's own.
    fn free_keys(&mut self, node: Node<'_>, schema: &'s Value) {
        let Some(schema) = schema
            .get("additionalProperties")
            .filter(|values| values.is_object())
        else {
            return;
        };
        for (_, _, child) in node.entries() {
            self.value(child, schema);
        }
    }

    /// Says that a key is unknown; gives the one that was probably meant.
    fn unknown_key<'k>(
        &mut self,
        node: Node<'_>,
        key: &str,
        span: std::ops::Range<usize>,
        known: &[&'k str],
    ) -> Option<&'k str> {
        let message = say!("clé inconnue « {key} »", "unknown key “{key}”");
        // A key that is there already was not what the person meant.
        let absent = known.iter().copied().filter(|k| node.get(k).is_none());
        let near = nearest(key, absent);
        let help = match near {
            Some(near) => say!("vouliez-vous dire « {near} » ?", "did you mean “{near}”?"),
            None => suggest(key, known.iter().copied()),
        };
        self.problems
            .push(Problem::at(node.file, span, message, Some(help)));
        near
    }

    fn array(&mut self, node: Node<'_>, schema: &'s Value) {
        let items = node.items();
        let limit = |key: &str| {
            schema
                .get(key)
                .and_then(Value::as_u64)
                .and_then(|n| usize::try_from(n).ok())
        };
        let count = items.len();
        if limit("minItems").is_some_and(|min| count < min)
            || limit("maxItems").is_some_and(|max| count > max)
        {
            let wanted = limit("maxItems").or(limit("minItems")).unwrap_or_default();
            let message = say!(
                "{wanted} éléments attendus ; trouvé : {count}",
                "{wanted} items expected; found: {count}"
            );
            self.problems.push(node.problem(message, None));
        }
        if let Some(schema) = schema.get("items") {
            for item in items {
                self.value(item, schema);
            }
        }
    }

    fn bounds(&mut self, node: Node<'_>, schema: &Value) {
        let Some(number) = node.number() else { return };
        let bound = |key: &str| {
            schema
                .get(key)
                .and_then(|b| b.to_string().parse::<rust_decimal::Decimal>().ok())
        };
        let max = bound("maximum")
            .or_else(|| (schema.get("format")? == "uint32").then(|| u32::MAX.into()));
        if bound("minimum").is_some_and(|min| number < min) {
            let min = bound("minimum").unwrap_or_default();
            let message = say!("{number} est trop petit", "{number} is too small");
            self.problems
                .push(node.problem(message, Some(say!("au moins {min}", "at least {min}"))));
        } else if max.is_some_and(|max| number > max) {
            let max = max.unwrap_or_default();
            let message = say!("{number} est trop grand", "{number} is too large");
            self.problems
                .push(node.problem(message, Some(say!("au plus {max}", "at most {max}"))));
        }
    }

    fn format(&mut self, node: Node<'_>, text: &str, schema: &Value) {
        let is_date = schema.get("format").and_then(Value::as_str) == Some("date");
        if is_date && text.parse::<chrono::NaiveDate>().is_err() {
            let message = say!("« {text} » n'est pas une date", "“{text}” is no date");
            let help = say!(
                "écrivez année-mois-jour, par exemple 2026-01-31",
                "write year-month-day, for example 2026-01-31"
            );
            self.problems.push(node.problem(message, Some(help)));
        }
    }

    fn is_tables(&self, schema: &'s Value) -> bool {
        let schema = self.resolve(schema);
        schema
            .get("items")
            .is_some_and(|i| self.resolve(i).get("properties").is_some())
    }

    fn example(&self, schema: &'s Value) -> String {
        let schema = self.resolve(schema);
        match self.alternatives(schema).first() {
            Some(first) => example(first),
            None => match self
                .tags(schema)
                .and_then(|tags| tags.first().map(|(name, _)| *name))
            {
                Some(tag) => format!("{{ {tag} = … }}"),
                None => example(schema),
            },
        }
    }
}

/// Follows `$ref`, which schemars writes beside a description.
pub(crate) fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let mut schema = schema;
    while let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        match root.pointer(target.trim_start_matches('#')) {
            Some(found) => schema = found,
            None => break,
        }
    }
    schema
}

/// The words of a plain enumeration.
pub(crate) fn words(schema: &Value) -> Option<Vec<&str>> {
    if let Some(list) = schema.get("enum").and_then(Value::as_array) {
        return list.iter().map(Value::as_str).collect();
    }
    let mut all = Vec::new();
    for branch in schema.get("oneOf")?.as_array()? {
        match branch.get("const") {
            Some(word) => all.push(word.as_str()?),
            None => all.extend(
                branch
                    .get("enum")?
                    .as_array()?
                    .iter()
                    .filter_map(Value::as_str),
            ),
        }
    }
    Some(all)
}

/// The types that a schema names; none where it names none.
pub(crate) fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .filter(|n| *n != "null")
            .collect(),
        _ => Vec::new(),
    }
}

fn accepts(schema: &Value, value: &DeValue<'_>) -> bool {
    let types = types(schema);
    if types.is_empty() {
        return true;
    }
    let own: &[&str] = match value {
        DeValue::String(_) | DeValue::Datetime(_) => &["string"],
        DeValue::Integer(_) => &["integer", "number"],
        DeValue::Float(number) if is_endless(number.as_str()) => &[],
        DeValue::Float(_) => &["number"],
        DeValue::Boolean(_) => &["boolean"],
        DeValue::Array(_) => &["array"],
        DeValue::Table(_) => &["object"],
    };
    types.iter().any(|t| own.contains(t))
}

/// TOML knows infinities and NaN; nothing that we count does.
fn is_endless(number: &str) -> bool {
    matches!(number.trim_start_matches(['+', '-']), "inf" | "nan")
}

/// What a schema expects, in French and English.
pub(crate) fn type_name(schema: &Value) -> (&'static str, &'static str) {
    match types(schema).first().copied() {
        Some("string") => ("un texte entre guillemets", "a text in quotes"),
        Some("integer") => ("un nombre entier", "a whole number"),
        Some("number") => ("un nombre", "a number"),
        Some("boolean") => ("true ou false", "true or false"),
        Some("array") => ("une liste", "a list"),
        Some("object") => ("une table", "a table"),
        _ => ("autre chose", "something else"),
    }
}

/// What stands there, in French and English.
fn found(node: Node<'_>) -> (&'static str, &'static str) {
    match node.value.get_ref() {
        DeValue::String(_) | DeValue::Datetime(_) => ("un texte", "a text"),
        DeValue::Integer(_) => ("un nombre entier", "a whole number"),
        DeValue::Float(number) if is_endless(number.as_str()) => ("un infini", "an infinity"),
        DeValue::Float(_) => ("un nombre à virgule", "a number with a point"),
        DeValue::Boolean(_) => ("true ou false", "true or false"),
        DeValue::Array(_) => ("une liste", "a list"),
        DeValue::Table(_) => ("une table", "a table"),
    }
}

/// What a value of this schema may look like.
fn example(schema: &Value) -> String {
    if let Some(words) = words(schema) {
        return words
            .first()
            .map(|word| format!("\"{word}\""))
            .unwrap_or_default();
    }
    if schema.pointer("/properties/fr").is_some() {
        return "{ fr = \"…\", en = \"…\" }".to_owned();
    }
    match types(schema).first().copied() {
        Some("string") if schema.get("format").is_some() => "\"2026-01-31\"".to_owned(),
        Some("string") => "\"…\"".to_owned(),
        Some("integer") => "1".to_owned(),
        Some("number") => "1.5".to_owned(),
        Some("boolean") => "true".to_owned(),
        Some("array") => "[\"…\"]".to_owned(),
        Some("object") => "{ … }".to_owned(),
        _ => String::new(),
    }
}

//! The Fluent messages of `locales/`, one bundle a language.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::framework::Language;

use super::{numbers, typography};

/// The value of an argument of a message: `"text".into()`, or a number, which may choose between plural forms.
pub use fluent_bundle::FluentValue as Arg;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Locales;

static FRENCH: LazyLock<Texts> = LazyLock::new(|| Texts::new(Language::Fr));
static ENGLISH: LazyLock<Texts> = LazyLock::new(|| Texts::new(Language::En));

/// The messages in one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
    problems: Vec<String>,
}

impl Texts {
    /// Reads the messages of a language. [`Texts::of`] keeps them ready and is what most rooms want.
    pub fn new(language: Language) -> Self {
        let identifier = match language {
            Language::Fr => "fr-FR",
            Language::En => "en-GB",
        };
        let identifier: LanguageIdentifier = identifier.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // The marks that isolate arguments (U+2068, U+2069) show as boxes in spreadsheets and old mail readers.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Fr => |value, _| number_in(value, Language::Fr),
            Language::En => |value, _| number_in(value, Language::En),
        }));
        let mut texts = Self {
            bundle,
            problems: Vec::new(),
        };
        let folder = format!("{}/", language.code());
        for name in
            Locales::iter().filter(|name| name.starts_with(&folder) && name.ends_with(".ftl"))
        {
            texts.add(&name, language);
        }
        texts
    }

    /// The messages of a language, read once.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FRENCH,
            Language::En => &ENGLISH,
        }
    }

    /// The message `id`, or its attribute: `id.attribute`. A message that does not exist shows as `{id}`, so that it is
    /// seen rather than silently empty; tests ask for every message that the program uses.
    pub fn get(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        let (name, attribute) = match id.split_once('.') {
            Some((name, attribute)) => (name, Some(attribute)),
            None => (id, None),
        };
        let Some(pattern) = self
            .bundle
            .get_message(name)
            .and_then(|message| match attribute {
                Some(attribute) => message.get_attribute(attribute).map(|found| found.value()),
                None => message.value(),
            })
        else {
            return format!("{{{id}}}");
        };
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned()
    }

    /// Whether the message, or its attribute, exists.
    pub fn has(&self, id: &str) -> bool {
        match id.split_once('.') {
            Some((name, attribute)) => self
                .bundle
                .get_message(name)
                .is_some_and(|message| message.get_attribute(attribute).is_some()),
            None => self
                .bundle
                .get_message(id)
                .is_some_and(|message| message.value().is_some()),
        }
    }

    /// What is wrong with the files of `locales/` themselves; empty, or a test fails.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    fn add(&mut self, name: &str, language: Language) {
        let Some(file) = Locales::get(name) else {
            return;
        };
        let source = String::from_utf8_lossy(&file.data);
        let source = match language {
            Language::Fr => typography::french(&source),
            Language::En => source.into_owned(),
        };
        let resource = FluentResource::try_new(source).unwrap_or_else(|(partial, errors)| {
            self.problems.extend(
                errors
                    .iter()
                    .map(|error| format!("locales/{name}: {error}")),
            );
            partial
        });
        if let Err(errors) = self.bundle.add_resource(resource) {
            self.problems.extend(
                errors
                    .iter()
                    .map(|error| format!("locales/{name}: {error}")),
            );
        }
    }
}

/// Numbers inside messages, as the language writes them.
fn number_in(value: &Arg<'_>, language: Language) -> Option<String> {
    let Arg::Number(number) = value else {
        return None;
    };
    let decimals = number.options.minimum_fraction_digits.unwrap_or(0);
    Some(numbers::number(
        number.value,
        u8::try_from(decimals).unwrap_or(0),
        language,
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_are_read_without_a_problem() {
        for language in [Language::Fr, Language::En] {
            assert_eq!(Texts::of(language).problems(), <[String; 0]>::default());
        }
    }

    #[test]
    fn what_does_not_exist_is_seen() {
        let texts = Texts::of(Language::Fr);
        assert_eq!(texts.get("no-such-message", &[]), "{no-such-message}");
        assert_eq!(
            texts.get("finding-missing.no-such", &[]),
            "{finding-missing.no-such}"
        );
        assert!(!texts.has("no-such-message") && texts.has("finding-missing.remedy"));
    }
}

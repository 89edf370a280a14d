//! What a programme gives its documents to look like its own: logo, colour, geometry of maps.
//!
//! Takes the programme's folder, gives the virtual files that [`super::Templates`] adds to the shared library, or all that
//! is wrong with them, each at its place in `programme.toml`. Reads that file by itself: documents must look right, and
//! faults be found, whether or not the rest of the framework holds.

mod geometry;
mod picture;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Component, Path};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use toml::Spanned;

use crate::framework::{Localised, Problem};

/// The file of the shared library that says what the programme set; bilan's own stands in its place.
pub(super) const SETTINGS: &str = "/lib/settings.json";

const PROGRAMME: &str = "config/framework/programme.toml";
/// Logos are drawn on every page: a larger file slows every document.
const MOST_LOGO: u64 = 512 * 1024;
/// A geometry of more points than a printed page can show slows every map.
const MOST_GEOMETRY: u64 = 2 * 1024 * 1024;

/// What the documents of a programme look like.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Files for the templates, by virtual path.
    pub(super) files: Vec<(String, Vec<u8>)>,
    logo: Option<String>,
    logo_alt: Option<Localised>,
    colour: Option<String>,
    geometry: Option<&'static str>,
    code: Option<String>,
    source: Option<String>,
    territories: Option<Vec<String>>,
}

/// The part of `programme.toml` that is read here; its shape is the framework's to judge.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    identity: WantedIdentity,
    map: WantedMap,
    #[serde(rename = "departement")]
    counties: Vec<WantedCounty>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WantedIdentity {
    logo: Option<Spanned<String>>,
    logo_alt: Option<Localised>,
    colour: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WantedMap {
    geojson: Option<Spanned<String>>,
    code: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct WantedCounty {
    code: String,
}

/// Why a setting cannot be used, and the way out.
type Refused = (Localised, Localised);

impl Look {
    /// Reads what the programme in `root` sets. A `programme.toml` that is missing or badly shaped sets nothing: the
    /// framework says what is wrong with it.
    ///
    /// # Errors
    /// All that is wrong with the files it names.
    pub(super) fn read(root: &Path) -> Result<Self, Vec<Problem>> {
        let Ok(text) = fs::read_to_string(root.join(PROGRAMME)) else {
            return Ok(Self::default());
        };
        let Ok(wanted) = toml::from_str::<Wanted>(&text) else {
            return Ok(Self::default());
        };
        let source: Arc<str> = text.into();
        let mut problems = Vec::new();
        let mut refuse = |at: &Spanned<String>, (message, help): Refused| {
            problems.push(Problem::in_text(
                PROGRAMME,
                &source,
                at.span(),
                message,
                Some(help),
            ));
        };

        let codes: Vec<String> = wanted.counties.into_iter().map(|c| c.code).collect();
        let mut look = Self {
            logo_alt: wanted.identity.logo_alt,
            code: wanted.map.code,
            source: wanted.map.source,
            territories: Some(codes),
            ..Self::default()
        };
        if let Some(name) = &wanted.identity.logo {
            match look.take_logo(root, name.get_ref()) {
                Ok(()) => {}
                Err(refused) => refuse(name, refused),
            }
        }
        if let Some(colour) = &wanted.identity.colour {
            match picture::colour(colour.get_ref()) {
                Ok(()) => look.colour = Some(colour.get_ref().clone()),
                Err(refused) => refuse(colour, refused),
            }
        }
        if let Some(name) = &wanted.map.geojson {
            match look.take_geometry(root, name.get_ref()) {
                Ok(()) => {}
                Err(refused) => refuse(name, refused),
            }
        }
        if problems.is_empty() {
            Ok(look)
        } else {
            Err(problems)
        }
    }

    fn take_logo(&mut self, root: &Path, name: &str) -> Result<(), Refused> {
        let bytes = file(root, name, MOST_LOGO, &picture::smaller())?;
        let path = format!("/identity/logo.{}", picture::kind(name, &bytes)?);
        if self.logo_alt.is_none() {
            return Err(picture::unsaid());
        }
        self.files.push((path.clone(), bytes));
        self.logo = Some(path);
        Ok(())
    }

    fn take_geometry(&mut self, root: &Path, name: &str) -> Result<(), Refused> {
        const PATH: &str = "/geo/territories.geojson";
        let bytes = file(root, name, MOST_GEOMETRY, &geometry::simpler())?;
        let codes = self.territories.as_deref().unwrap_or_default();
        geometry::check(&bytes, self.code.as_deref(), codes)?;
        self.files.push((PATH.to_owned(), bytes));
        self.geometry = Some(PATH);
        Ok(())
    }

    /// What stands in [`SETTINGS`], over what the library says by itself. `families`: of the fonts that there are.
    pub(super) fn settings(&self, library: &[u8], families: &[String]) -> Vec<u8> {
        let mut settings: Value = serde_json::from_slice(library).unwrap_or_else(|_| json!({}));
        let mut set = |pointer: &str, value: Value| {
            if let Some(place) = settings.pointer_mut(pointer) {
                *place = value;
            }
        };
        // A programme with other fonts than the library's still has its documents, in the fonts it has.
        if !families.is_empty() && !families.iter().any(|family| family == "Inter") {
            set("/fonts", json!(families));
        }
        if let Some(colour) = &self.colour {
            set("/colour", json!(colour));
        }
        if let (Some(logo), Some(alt)) = (&self.logo, &self.logo_alt) {
            set("/logo", json!(logo));
            let english = alt.en.as_ref().unwrap_or(&alt.fr);
            set("/logo_alt", json!({ "fr": alt.fr, "en": english }));
        }
        if let Some(geometry) = self.geometry {
            set("/map/geojson", json!(geometry));
            set("/map/source", json!(self.source));
            if let Some(code) = &self.code {
                set("/map/code", json!(code));
            }
        }
        set("/territories", json!(self.territories));
        settings.to_string().into_bytes()
    }
}

/// The bytes of a file that `programme.toml` names, from the folder `config/`.
fn file(root: &Path, name: &str, most: u64, smaller: &Localised) -> Result<Vec<u8>, Refused> {
    let inside = Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !inside || name.is_empty() {
        return Err((
            Localised {
                fr: format!("« {name} » ne désigne pas un fichier du dossier config/"),
                en: Some(format!("“{name}” names no file of the folder config/")),
            },
            Localised {
                fr: "copiez le fichier dans config/ et nommez-le depuis ce dossier, sans « .. »"
                    .to_owned(),
                en: Some(
                    "copy the file into config/ and name it from there, without “..”".to_owned(),
                ),
            },
        ));
    }
    let path = root.join("config").join(name);
    let unreadable = |error: &std::io::Error| {
        (
            Localised {
                fr: format!("le fichier config/{name} ne peut pas être lu : {error}"),
                en: Some(format!("the file config/{name} cannot be read: {error}")),
            },
            Localised {
                fr: "vérifiez son nom et ses droits, ou retirez cette ligne".to_owned(),
                en: Some("check its name and its rights, or remove this line".to_owned()),
            },
        )
    };
    let size = fs::metadata(&path).map_err(|e| unreadable(&e))?.len();
    if size > most {
        let (size, most) = (size / 1024, most / 1024);
        return Err((
            Localised {
                fr: format!(
                    "le fichier config/{name} est trop lourd : {size} Kio, au plus {most} Kio"
                ),
                en: Some(format!(
                    "the file config/{name} is too large: {size} KiB, {most} KiB at most"
                )),
            },
            smaller.clone(),
        ));
    }
    fs::read(&path).map_err(|e| unreadable(&e))
}

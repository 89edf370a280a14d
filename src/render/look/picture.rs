//! Whether a logo is a picture that documents can show, and a colour one that can be read.

use super::Refused;
use crate::framework::Localised;

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Text contrast of level AA (WCAG 2.2, criterion 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

fn said(fr: &str, en: &str) -> Localised {
    Localised {
        fr: fr.to_owned(),
        en: Some(en.to_owned()),
    }
}

/// The way out for a logo that is too large.
pub(super) fn smaller() -> Localised {
    said(
        "exportez le logo en SVG, ou en PNG de 600 pixels de large",
        "export the logo as SVG, or as a PNG 600 pixels wide",
    )
}

/// A logo without a text for those who do not see it.
pub(super) fn unsaid() -> Refused {
    (
        said(
            "il manque le texte de remplacement du logo",
            "the logo's alternative text is missing",
        ),
        said(
            "ajoutez : logo_alt = { fr = \"Région …\", en = \"… Region\" }",
            "add: logo_alt = { fr = \"Région …\", en = \"… Region\" }",
        ),
    )
}

/// `svg` or `png`, from what the file holds; its name must say the same.
pub(super) fn kind(name: &str, bytes: &[u8]) -> Result<&'static str, Refused> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let holds = if bytes.starts_with(PNG_SIGNATURE) {
        "png"
    } else if std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg")) {
        "svg"
    } else {
        ""
    };
    if !holds.is_empty() && extension.eq_ignore_ascii_case(holds) {
        return Ok(holds);
    }
    Err((
        Localised {
            fr: format!("le fichier config/{name} n’est ni une image SVG ni une image PNG"),
            en: Some(format!(
                "the file config/{name} is neither an SVG nor a PNG picture"
            )),
        },
        smaller(),
    ))
}

/// Whether a colour can be written on white, and white on it.
pub(super) fn colour(colour: &str) -> Result<(), Refused> {
    let Some(contrast) = contrast_with_white(colour) else {
        return Err((
            Localised {
                fr: format!("« {colour} » n’est pas une couleur"),
                en: Some(format!("“{colour}” is no colour")),
            },
            said(
                "écrivez-la en hexadécimal, par exemple \"#7a1f3d\"",
                "write it in hexadecimal, for example \"#7a1f3d\"",
            ),
        ));
    };
    if contrast >= LEAST_CONTRAST {
        return Ok(());
    }
    Err((
        Localised {
            fr: format!(
                "la couleur {colour} ne se lit pas sur du blanc : contraste {}, au moins 4,5",
                format!("{contrast:.1}").replace('.', ",")
            ),
            en: Some(format!(
                "the colour {colour} cannot be read on white: contrast {contrast:.1}, 4.5 at least"
            )),
        },
        said("choisissez-en une plus foncée", "choose a darker one"),
    ))
}

/// The contrast of `#rrggbb` with white (WCAG 2.2, relative luminance).
fn contrast_with_white(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|d| d.len() == 6)?;
    let channel = |at: usize| {
        let value = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let share = f64::from(value) / 255.0;
        Some(if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        })
    };
    let luminance = 0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?;
    Some(1.05 / (luminance + 0.05))
}

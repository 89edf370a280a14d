//! Whether a GeoJSON can be drawn as the programme's map.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Refused;
use crate::framework::Localised;

/// Under which names files say a département's code: `lib/map/shapes.typ` looks for the same.
const CODE_NAMES: [&str; 6] = [
    "code",
    "code_insee",
    "INSEE_DEP",
    "insee_dep",
    "code_dept",
    "CODE_DEPT",
];
/// Overseas is drawn as tiles under a map of the mainland.
const OVERSEAS: [&str; 5] = ["971", "972", "973", "974", "976"];

fn said(fr: impl Into<String>, en: impl Into<String>) -> Localised {
    Localised {
        fr: fr.into(),
        en: Some(en.into()),
    }
}

/// The way out for a geometry that is too large.
pub(super) fn simpler() -> Localised {
    said(
        "simplifiez les contours (une page n’en montre pas plus de quelques milliers de points) et ne gardez que vos départements",
        "simplify the outlines (a page shows a few thousand points at most) and keep your own départements only",
    )
}

/// Whether the file is a collection of polygons of one projection, each with its code, for all the programme's départements.
pub(super) fn check(bytes: &[u8], code: Option<&str>, wanted: &[String]) -> Result<(), Refused> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        (
            said(
                format!("cette géométrie n’est pas du JSON : {error}"),
                format!("this geometry is no JSON: {error}"),
            ),
            exported(),
        )
    })?;
    let features = match value.get("features").and_then(Value::as_array) {
        Some(features) if value.get("type") == Some(&Value::from("FeatureCollection")) => features,
        _ => {
            return Err((
                said(
                    "cette géométrie n’est pas une « FeatureCollection »",
                    "this geometry is no “FeatureCollection”",
                ),
                exported(),
            ));
        }
    };
    let mut known = BTreeSet::new();
    let mut degrees = None;
    for (number, feature) in (1..).zip(features) {
        let Some(found) = code_of(feature, code) else {
            continue;
        };
        for ring in rings(feature).ok_or_else(|| no_polygon(number))? {
            let points = points(ring).ok_or_else(|| no_polygon(number))?;
            let small = points
                .iter()
                .all(|(x, y)| x.abs() <= 180.0 && y.abs() <= 90.0);
            if *degrees.get_or_insert(small) != small {
                return Err(mixed(number));
            }
        }
        known.insert(found);
    }
    let missing: Vec<&str> = wanted
        .iter()
        .map(String::as_str)
        .filter(|code| !known.contains(*code) && !OVERSEAS.contains(code))
        .collect();
    if missing.is_empty() && !known.is_empty() {
        return Ok(());
    }
    let missing = missing.join(", ");
    let names = code.map_or_else(|| CODE_NAMES.join(", "), str::to_owned);
    Err((
        said(
            format!(
                "cette géométrie ne contient pas tous les départements du programme : {missing}"
            ),
            format!("this geometry lacks départements of the programme: {missing}"),
        ),
        said(
            format!(
                "ajoutez-les, ou nommez la propriété qui porte leur code : code = \"…\" (cherchée sous : {names})"
            ),
            format!(
                "add them, or name the property that holds their code: code = \"…\" (looked for under: {names})"
            ),
        ),
    ))
}

fn exported() -> Localised {
    said(
        "exportez-la de nouveau au format GeoJSON depuis votre logiciel de cartographie",
        "export it again as GeoJSON from your mapping software",
    )
}

fn no_polygon(number: usize) -> Refused {
    (
        said(
            format!("l’objet n° {number} de cette géométrie n’est pas un polygone"),
            format!("feature {number} of this geometry is no polygon"),
        ),
        said(
            "ne gardez que des « Polygon » et « MultiPolygon » dont les points sont des nombres",
            "keep “Polygon” and “MultiPolygon” only, whose points are numbers",
        ),
    )
}

fn mixed(number: usize) -> Refused {
    (
        said(
            format!(
                "l’objet n° {number} de cette géométrie est dans une autre projection que ceux d’avant"
            ),
            format!("feature {number} of this geometry is in another projection than those before"),
        ),
        said(
            "exportez toute la géométrie en longitude et latitude, ou toute en Lambert-93",
            "export all of it in longitude and latitude, or all of it in Lambert-93",
        ),
    )
}

/// The code of a feature as the programme writes it; none where it has none.
fn code_of(feature: &Value, name: Option<&str>) -> Option<String> {
    let properties = feature.get("properties")?;
    let value = name
        .into_iter()
        .chain(CODE_NAMES)
        .find_map(|name| properties.get(name))?;
    match value {
        Value::String(code) => Some(format!("{code:0>2}")),
        Value::Number(code) => Some(format!("{:0>2}", code.to_string())),
        _ => None,
    }
}

/// The outer rings of a feature; none where it is no polygon.
fn rings(feature: &Value) -> Option<Vec<&Value>> {
    let geometry = feature.get("geometry")?;
    let coordinates = geometry.get("coordinates")?.as_array()?;
    match geometry.get("type")?.as_str()? {
        "Polygon" => Some(vec![coordinates.first()?]),
        "MultiPolygon" => coordinates
            .iter()
            .map(|polygon| polygon.as_array()?.first())
            .collect(),
        _ => None,
    }
}

/// The points of a ring; none where there are too few, or one is no pair of numbers.
fn points(ring: &Value) -> Option<Vec<(f64, f64)>> {
    let points: Option<Vec<_>> = ring
        .as_array()?
        .iter()
        .map(|point| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?)))
        .collect();
    points.filter(|points| points.len() > 2)
}

//! The small parts of the package: what it says of itself, how it opens, what it holds.

use std::fmt::Write as _;

use super::xml::attribute;
use super::{About, CHART, DECLARATION, MIME, NAMES, OdsSheet};

/// What the workbook says of itself.
pub(super) fn meta(about: &About) -> String {
    let say = |text: &str| attribute(text);
    format!(
        "{DECLARATION}<office:document-meta {NAMES}><office:meta><dc:title>{}</dc:title><dc:subject>{}</dc:subject>\
         <meta:initial-creator>{author}</meta:initial-creator><dc:creator>{author}</dc:creator><meta:keyword>{}</meta:keyword>\
         <meta:creation-date>{day}T00:00:00</meta:creation-date><dc:date>{day}T00:00:00</dc:date><dc:language>{}-{}</dc:language>\
         </office:meta></office:document-meta>",
        say(&about.title),
        say(&about.subject),
        say(&about.keywords),
        about.language.0,
        about.language.1,
        author = say(&about.author),
        day = about.day
    )
}

/// How the workbook opens: at its first sheet, headers in sight, no grid, for the tables have lines of their own.
pub(super) fn settings(sheets: &[OdsSheet]) -> String {
    let item = |name: &str, kind: &str, value: &str| {
        format!(
            "<config:config-item config:name=\"{name}\" config:type=\"{kind}\">{value}</config:config-item>"
        )
    };
    let mut tables = String::new();
    for sheet in sheets {
        let _ = write!(
            tables,
            "<config:config-item-map-entry config:name=\"{}\">",
            attribute(&sheet.name)
        );
        if let Some((row, column)) = sheet.frozen {
            if column > 0 {
                tables.push_str(&item("HorizontalSplitMode", "short", "2"));
                tables.push_str(&item("HorizontalSplitPosition", "int", &column.to_string()));
                tables.push_str(&item("PositionRight", "int", &column.to_string()));
            }
            tables.push_str(&item("VerticalSplitMode", "short", "2"));
            tables.push_str(&item("VerticalSplitPosition", "int", &row.to_string()));
            tables.push_str(&item("PositionBottom", "int", &row.to_string()));
            tables.push_str(&item(
                "ActiveSplitRange",
                "short",
                if column > 0 { "3" } else { "2" },
            ));
        }
        tables.push_str(&item("ShowGrid", "boolean", "false"));
        tables.push_str("</config:config-item-map-entry>");
    }
    let first = sheets.first().map_or("", |sheet| sheet.name.as_str());
    format!(
        "{DECLARATION}<office:document-settings {NAMES}><office:settings><config:config-item-set config:name=\"ooo:view-settings\">\
         <config:config-item-map-indexed config:name=\"Views\"><config:config-item-map-entry>{}{}\
         <config:config-item-map-named config:name=\"Tables\">{tables}</config:config-item-map-named>\
         </config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>",
        item("ViewId", "string", "view1"),
        item("ActiveTable", "string", &attribute(first))
    )
}

/// The list of the parts of the package.
pub(super) fn manifest(sheets: &[OdsSheet]) -> String {
    let mut xml = format!(
        "{DECLARATION}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"{MIME}\"/>"
    );
    for part in ["content.xml", "styles.xml", "meta.xml", "settings.xml"] {
        let _ = write!(
            xml,
            "<manifest:file-entry manifest:full-path=\"{part}\" manifest:media-type=\"text/xml\"/>"
        );
    }
    for (object, _) in sheets.iter().flat_map(|sheet| &sheet.charts) {
        let _ = write!(
            xml,
            "<manifest:file-entry manifest:full-path=\"{object}/\" manifest:version=\"1.3\" manifest:media-type=\"{CHART}\"/>"
        );
        for part in ["content.xml", "styles.xml"] {
            let _ = write!(
                xml,
                "<manifest:file-entry manifest:full-path=\"{object}/{part}\" manifest:media-type=\"text/xml\"/>"
            );
        }
    }
    xml.push_str("</manifest:manifest>");
    xml
}

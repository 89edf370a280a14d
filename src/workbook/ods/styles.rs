//! The styles of an OpenDocument workbook: how numbers are written, how cells look, how pages print.

use std::fmt::Write as _;

use rust_xlsxwriter::Color;

use super::xml::attribute;
use crate::workbook::look::{FONT, INK, STATUSES, Tone, tone};
use crate::workbook::style::{Across, Down, Line, Number, Style};

/// The tones that a rule may give to a cell.
pub(super) const TONES: [(Tone, &str); 5] = [
    (Tone::Good, "Ton_bon"),
    (Tone::Fair, "Ton_moyen"),
    (Tone::Watch, "Ton_veille"),
    (Tone::Bad, "Ton_mauvais"),
    (Tone::Quiet, "Ton_neutre"),
];

/// The name of the style of a tone.
pub(super) fn tone_name(wanted: Tone) -> &'static str {
    TONES
        .iter()
        .find(|(tone, _)| *tone == wanted)
        .map_or("Ton_neutre", |(_, name)| name)
}

/// A colour as OpenDocument writes it.
pub(super) fn colour(colour: Color) -> String {
    match colour {
        Color::RGB(rgb) => format!("#{rgb:06x}"),
        Color::White => "#ffffff".to_owned(),
        _ => "#000000".to_owned(),
    }
}

/// The styles of cells, each under its number, with the styles of their numbers.
pub(super) fn cells(styles: &[Style]) -> String {
    let mut xml = String::new();
    for (at, style) in styles.iter().enumerate() {
        let has_number = number(&mut xml, at, &style.number);
        cell(&mut xml, at, style, has_number);
    }
    xml
}

/// The style of a number under the number of its cell's style; whether it has one.
fn number(xml: &mut String, at: usize, number: &Number) -> bool {
    match number {
        Number::Plain => return false,
        Number::Fixed { decimals, tail } => {
            number_style(xml, &format!("n{at}"), "", *decimals, tail, "");
        }
        Number::Signed {
            decimals,
            tail,
            zero,
        } => {
            number_style(xml, &format!("n{at}p"), "+", *decimals, tail, "");
            number_style(xml, &format!("n{at}m"), "−", *decimals, tail, "");
            let maps = format!(
                "<style:map style:condition=\"value()&gt;0\" style:apply-style-name=\"n{at}p\"/>\
                 <style:map style:condition=\"value()&lt;0\" style:apply-style-name=\"n{at}m\"/>"
            );
            match zero {
                None => number_style(xml, &format!("n{at}"), "", *decimals, tail, &maps),
                Some(words) => {
                    let words = attribute(words);
                    let _ = write!(
                        xml,
                        "<number:number-style style:name=\"n{at}\"><number:text>{words}</number:text>{maps}</number:number-style>"
                    );
                }
            }
        }
        Number::Day => {
            let _ = write!(
                xml,
                "<number:date-style style:name=\"n{at}\"><number:day number:style=\"long\"/><number:text>/</number:text>\
                 <number:month number:style=\"long\"/><number:text>/</number:text><number:year number:style=\"long\"/></number:date-style>"
            );
        }
    }
    true
}

pub(super) fn number_style(
    xml: &mut String,
    name: &str,
    sign: &str,
    decimals: u8,
    tail: &str,
    maps: &str,
) {
    let text = |text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("<number:text>{}</number:text>", attribute(text))
        }
    };
    let (sign, tail) = (text(sign), text(tail));
    let _ = write!(
        xml,
        "<number:number-style style:name=\"{name}\">{sign}<number:number number:decimal-places=\"{decimals}\" \
         number:min-decimal-places=\"{decimals}\" number:min-integer-digits=\"1\" number:grouping=\"true\"/>{tail}{maps}</number:number-style>"
    );
}

fn cell(xml: &mut String, at: usize, style: &Style, has_number: bool) {
    let data = if has_number {
        format!(" style:data-style-name=\"n{at}\"")
    } else {
        String::new()
    };
    let _ = write!(
        xml,
        "<style:style style:name=\"ce{at}\" style:family=\"table-cell\" style:parent-style-name=\"Default\"{data}>\
         <style:table-cell-properties style:vertical-align=\"{}\"",
        match style.down {
            Down::Top => "top",
            Down::Middle => "middle",
            Down::Bottom => "bottom",
        }
    );
    if let Some(background) = style.background {
        let _ = write!(xml, " fo:background-color=\"{}\"", colour(background));
    }
    for (side, line) in [
        ("top", style.above),
        ("bottom", style.below),
        ("right", style.right),
    ] {
        if let Some((line, of)) = line {
            let width = match line {
                Line::Thin => "0.75pt",
                Line::Medium => "1.75pt",
                Line::Thick => "2.5pt",
            };
            let _ = write!(xml, " fo:border-{side}=\"{width} solid {}\"", colour(of));
        }
    }
    if style.is_wrapped {
        xml.push_str(" fo:wrap-option=\"wrap\"");
    }
    if style.shrinks {
        xml.push_str(" style:shrink-to-fit=\"true\"");
    }
    if style.across != Across::ByKind {
        xml.push_str(" style:text-align-source=\"fix\"");
    }
    xml.push_str("/>");
    let align = match style.across {
        Across::ByKind => None,
        Across::Left => Some("start"),
        Across::Right => Some("end"),
    };
    if let Some(align) = align {
        let indent = if style.is_indented { "0.25cm" } else { "0cm" };
        let _ = write!(
            xml,
            "<style:paragraph-properties fo:text-align=\"{align}\" fo:margin-left=\"{indent}\"/>"
        );
    }
    let _ = write!(
        xml,
        "<style:text-properties style:font-name=\"{FONT}\" fo:font-size=\"{}pt\" fo:color=\"{}\"",
        style.size,
        colour(style.colour)
    );
    if style.is_bold {
        xml.push_str(" fo:font-weight=\"bold\"");
    }
    if style.is_italic {
        xml.push_str(" fo:font-style=\"italic\"");
    }
    xml.push_str("/></style:style>");
}

/// What a page says above and below, already in the reader's words.
pub(in crate::workbook) struct PageWords {
    /// The programme, above at the left.
    pub(in crate::workbook) programme: String,
    /// The period, above at the right.
    pub(in crate::workbook) period: String,
    /// The team and the day, below at the left.
    pub(in crate::workbook) source: String,
}

/// The document of common styles: letters, tones, pages.
pub(super) fn common(page: &PageWords, language: &str, country: &str) -> String {
    let mut xml = format!(
        "<office:font-face-decls><style:font-face style:name=\"{FONT}\" svg:font-family=\"{FONT}\"/></office:font-face-decls>\
         <office:styles><style:default-style style:family=\"table-cell\"><style:text-properties style:font-name=\"{FONT}\" \
         fo:font-size=\"10pt\" fo:color=\"{ink}\" fo:language=\"{language}\" fo:country=\"{country}\"/></style:default-style>\
         <style:style style:name=\"Default\" style:family=\"table-cell\"/>",
        ink = colour(INK)
    );
    for (tone, name) in TONES {
        let _ = write!(
            xml,
            "<style:style style:name=\"{name}\" style:family=\"table-cell\" style:parent-style-name=\"Default\">\
             <style:table-cell-properties fo:background-color=\"{}\"/><style:text-properties fo:color=\"{}\"/></style:style>",
            colour(tone.background()),
            colour(tone.colour())
        );
    }
    xml.push_str("</office:styles><office:automatic-styles>");
    for (name, scale) in [
        ("pm1", "style:scale-to-X=\"1\" style:scale-to-Y=\"0\""),
        ("pm2", "style:scale-to-X=\"1\" style:scale-to-Y=\"1\""),
    ] {
        let _ = write!(
            xml,
            "<style:page-layout style:name=\"{name}\"><style:page-layout-properties fo:page-width=\"29.7cm\" fo:page-height=\"21cm\" \
             style:print-orientation=\"landscape\" fo:margin-top=\"0.76cm\" fo:margin-bottom=\"0.76cm\" fo:margin-left=\"1.14cm\" \
             fo:margin-right=\"1.14cm\" style:table-centering=\"horizontal\" {scale}/>\
             <style:header-style><style:header-footer-properties fo:min-height=\"0.75cm\" fo:margin-bottom=\"0.25cm\"/></style:header-style>\
             <style:footer-style><style:header-footer-properties fo:min-height=\"0.75cm\" fo:margin-top=\"0.25cm\"/></style:footer-style>\
             </style:page-layout>"
        );
    }
    let _ = write!(
        xml,
        "<style:style style:name=\"Petit\" style:family=\"text\"><style:text-properties style:font-name=\"{FONT}\" fo:font-size=\"8pt\"/></style:style>"
    );
    xml.push_str("</office:automatic-styles><office:master-styles>");
    let small = |text: &str| {
        format!("<text:p><text:span text:style-name=\"Petit\">{text}</text:span></text:p>")
    };
    let number = "<text:page-number>1</text:page-number> / <text:page-count>1</text:page-count>";
    for (name, layout) in [("Large", "pm1"), ("Page", "pm2")] {
        let _ = write!(
            xml,
            "<style:master-page style:name=\"{name}\" style:page-layout-name=\"{layout}\">\
             <style:header><style:region-left>{}</style:region-left><style:region-right>{}</style:region-right></style:header>\
             <style:footer><style:region-left>{}</style:region-left><style:region-right>{}</style:region-right></style:footer>\
             </style:master-page>",
            small(&attribute(&page.programme)),
            small(&attribute(&page.period)),
            small(&attribute(&page.source)),
            small(number)
        );
    }
    xml.push_str("</office:master-styles>");
    debug_assert!(STATUSES.iter().all(|s| !tone_name(tone(*s)).is_empty()));
    xml
}

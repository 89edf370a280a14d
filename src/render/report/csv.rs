//! The report's figures as a table that spreadsheets open: UTF-8 with its mark, semicolons, the language's decimal mark.

use super::words::{Words, target_raw};
use crate::framework::{Indicator, Language, Target};
use crate::model::{Figure, Level, Status};
use crate::render::{KindView, View};

/// Without it, French spreadsheets read UTF-8 as Windows-1252.
const BYTE_ORDER_MARK: &str = "\u{feff}";
const HEADER: &str = "indicator;label;level;group;period;value;unit;count;accepted;carried;expected;target;status;previous";

/// The figures of every kind, for the programme and each group; those of single subjects stand in the workbook.
pub fn figures_csv(view: &View<'_>) -> Vec<u8> {
    let words = Words { view };
    let mut csv = String::from(BYTE_ORDER_MARK);
    csv.push_str(HEADER);
    csv.push_str("\r\n");
    for kind in &view.kinds {
        for level in kind
            .evaluation
            .levels
            .iter()
            .filter(|l| l.level != Level::Subject)
        {
            for group in &level.groups {
                for indicator in &kind.plan.indicators {
                    if let Some(figure) = kind.figure(&indicator.id, &level.level, &group.key) {
                        line(&mut csv, words, kind, indicator, &figure);
                    }
                }
            }
        }
    }
    csv.into_bytes()
}

fn line(
    csv: &mut String,
    words: Words<'_>,
    kind: &KindView<'_>,
    indicator: &Indicator,
    figure: &Figure,
) {
    let number = |n: Option<f64>| {
        n.map_or_else(String::new, |n| {
            decimal(n, indicator.decimals, words.language())
        })
    };
    let (level, group) = match &figure.key.level {
        Level::Column(column) => (
            column.clone(),
            words.group(kind.plan.kind, column, &figure.key.group),
        ),
        Level::Programme | Level::Subject => ("programme".to_owned(), String::new()),
    };
    let target = match indicator.target {
        Some(Target::Range([low, high])) => {
            let bound = |n| decimal(n, indicator.decimals, words.language());
            format!("{}..{}", bound(low), bound(high))
        }
        _ => number(target_raw(indicator)),
    };
    let cells = [
        text(indicator.id.as_str()),
        text(words.label(indicator)),
        text(&level),
        text(&group),
        text(&figure.key.period.written()),
        number(figure.value),
        text(words.unit(indicator)),
        figure.count.to_string(),
        figure.coverage.accepted.to_string(),
        figure.coverage.carried.to_string(),
        figure.coverage.expected.to_string(),
        target,
        status(figure.status).to_owned(),
        number(figure.previous),
    ];
    csv.push_str(&cells.join(";"));
    csv.push_str("\r\n");
}

/// A number without thousands, as spreadsheets of the language read it.
fn decimal(number: f64, decimals: u8, language: Language) -> String {
    let written = format!("{number:.*}", usize::from(decimals));
    match language {
        Language::Fr => written.replace('.', ","),
        Language::En => written,
    }
}

/// A text that no spreadsheet runs as a formula (OWASP, CSV injection), quoted where it must be.
fn text(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if guarded.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Atteint => "atteint",
        Status::EnBonneVoie => "en-bonne-voie",
        Status::ASurveiller => "a-surveiller",
        Status::Critique => "critique",
        Status::NonDisponible => "n-d",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula_nor_breaks_a_line() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(text("-2"), "'-2");
        assert_eq!(text("a;b"), "\"a;b\"");
        assert_eq!(text("=a\"b"), "\"'=a\"\"b\"");
        assert_eq!(text("Bénévoles"), "Bénévoles");
        assert_eq!(decimal(-1.5, 1, Language::Fr), "-1,5");
        assert_eq!(decimal(1234.0, 0, Language::En), "1234");
    }
}

//! Typst's diagnostics to plain values: spans to lines and columns.

use std::ops::Range;

use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, Lines};
use typst::{World, WorldExt};

use crate::diagnostic::{Diagnostic, Place, Severity, Step};
use crate::paths;
use crate::world::JobWorld;

/// A minified file is one line of any length: what is shown of it is bounded.
const WIDEST_EXCERPT: usize = 160;

/// All of them, errors before warnings.
pub(crate) fn all<'a>(
    world: &JobWorld<'_>,
    found: impl IntoIterator<Item = &'a SourceDiagnostic>,
) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = found.into_iter().map(|d| one(world, d)).collect();
    all.sort_by_key(|d| std::cmp::Reverse(d.severity));
    all
}

fn one(world: &JobWorld<'_>, found: &SourceDiagnostic) -> Diagnostic {
    let severity = match found.severity {
        typst::diag::Severity::Error => Severity::Error,
        typst::diag::Severity::Warning => Severity::Warning,
    };
    let mut diagnostic = Diagnostic::bare(severity, found.message.as_str());
    diagnostic.place = place(world, found.span);
    diagnostic.hints = found
        .hints
        .iter()
        .filter(|hint| !hint.v.contains("`--root`")) // an option of the typst command, which is not here
        .map(|hint| match place(world, hint.span) {
            Some(at) => format!("{} ({at})", hint.v),
            None => hint.v.to_string(),
        })
        .collect();
    diagnostic.hints.extend(way_out(&diagnostic.message));
    let step = |point: &typst::syntax::Spanned<typst::diag::Tracepoint>| Step {
        what: point.v.to_string(),
        place: place(world, point.span.into()),
    };
    diagnostic.trace = found.trace.iter().map(step).collect();
    diagnostic
}

/// What Typst cannot know: that there is no disk and no network here.
fn way_out(message: &str) -> Option<String> {
    if message.starts_with("file not found") {
        return Some("a template can read the files of the template folder and its document's own data, nothing else".into());
    }
    let rest = message
        .strip_prefix("package not found (searched for @")
        .or_else(|| message.strip_prefix("package found, but"));
    rest.map(|_| "packages are never downloaded: copy it to packages/<namespace>/<name>/<version>/ in the template folder".into())
}

fn place(world: &JobWorld<'_>, span: DiagSpan) -> Option<Place> {
    let id = span.id()?;
    let unplaced = Place {
        file: paths::shown(id),
        line: None,
        column: None,
        width: 0,
        excerpt: None,
    };
    let placed = world.range(span).and_then(|range| {
        // A source's lines are at hand; a data file is cut into lines for this message only.
        match world.source(id) {
            Ok(source) if id.vpath().extension() == Some("typ") => on_line(source.lines(), &range),
            _ => on_line(
                &Lines::new(world.file(id).ok()?.to_str().ok()?.to_string()),
                &range,
            ),
        }
    });
    let Some((line, column, width, text)) = placed else {
        return Some(unplaced);
    };
    let excerpt = (!world.is_own(id))
        .then_some(text)
        .filter(|text| text.chars().count() <= WIDEST_EXCERPT);
    Some(Place {
        line: Some(line),
        column: Some(column),
        width,
        excerpt,
        ..unplaced
    })
}

/// Line and column from 1, the characters meant on that line, and the line.
fn on_line<T: AsRef<str>>(
    lines: &Lines<T>,
    range: &Range<usize>,
) -> Option<(usize, usize, usize, String)> {
    let (line, column) = lines.byte_to_line_column(range.start)?;
    let text = lines
        .text()
        .get(lines.line_to_range(line)?)?
        .trim_end_matches(['\r', '\n']);
    let end_of_line = lines.line_to_byte(line)? + text.len();
    let meant = lines
        .text()
        .get(range.start..range.end.min(end_of_line).max(range.start))?;
    Some((
        line + 1,
        column + 1,
        meant.chars().count().max(1),
        text.to_owned(),
    ))
}

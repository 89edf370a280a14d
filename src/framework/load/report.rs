//! Problems as miette shows them: place, excerpt with the part underlined, way out.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode,
};

use crate::framework::Language;

use super::problem::{Problem, Problems};

/// A problem in one language, ready for a miette handler.
#[derive(Debug)]
struct Shown<'a> {
    problem: &'a Problem,
    language: Language,
    source: Option<NamedSource<std::sync::Arc<str>>>,
}

impl<'a> Shown<'a> {
    fn new(problem: &'a Problem, language: Language) -> Self {
        let source = problem
            .spot
            .as_ref()
            .map(|spot| NamedSource::new(&problem.file, std::sync::Arc::clone(&spot.source)));
        Self {
            problem,
            language,
            source,
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.problem.spot.is_none() {
            write!(f, "{}: ", self.problem.file)?;
        }
        f.write_str(self.problem.message.get(self.language))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.problem.help.as_ref()?;
        Some(Box::new(help.get(self.language)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|s| s as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let spot = self.problem.spot.as_ref()?;
        // A value of many lines is marked by its first one: the whole would fill the screen.
        let text = spot.source.get(spot.span.clone()).unwrap_or_default();
        let length = text.lines().next().map_or(0, str::len);
        Some(Box::new(std::iter::once(LabeledSpan::new(
            None,
            spot.span.start,
            length,
        ))))
    }
}

impl Problems {
    /// The graphical report for a terminal: each problem with its excerpt and way out. `colour` adds ANSI colours.
    pub fn report(&self, language: Language, width: usize, colour: bool) -> String {
        let theme = if colour {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width.max(40))
            .with_context_lines(1)
            .without_syntax_highlighting()
            .with_links(false);
        let mut out = String::new();
        for problem in self.iter() {
            // Writing to a String cannot fail; a source that miette cannot read falls back to one line.
            if handler
                .render_report(&mut out, &Shown::new(problem, language))
                .is_err()
            {
                out.push_str(&problem.line(language));
                out.push('\n');
            }
        }
        out
    }
}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.help.as_ref()?;
        Some(Box::new(help.get(Language::Fr)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.spot
            .as_ref()
            .map(|spot| &spot.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let spot = self.spot.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new(
            None,
            spot.span.start,
            spot.span.len(),
        ))))
    }
}

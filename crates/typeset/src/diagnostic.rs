//! What Typst has to say, in plain values.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The document is made all the same.
    Warning,
    /// The document cannot be made.
    Error,
}

/// One message about a template or its data. It prints like the Typst compiler's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in Typst's words.
    pub message: String,
    /// Ways out.
    pub hints: Vec<String>,
    /// Where; nothing for what concerns the document as a whole.
    pub place: Option<Place>,
    /// The calls and imports that led there, innermost first.
    pub trace: Vec<Step>,
}

/// A place in a file of the project or of the job.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The virtual path.
    pub file: String,
    /// The line, from 1; nothing in a file that is not text.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// How many characters of that line are meant.
    pub width: usize,
    /// The line itself. Nothing for a job's own files: they hold people's data, and diagnostics end up in logs.
    pub excerpt: Option<String>,
}

/// One call, show rule, import or include on the way to an error.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    /// For example "while calling `tile`".
    pub what: String,
    /// Where it is written.
    pub place: Option<Place>,
}

impl Diagnostic {
    pub(crate) fn bare(severity: Severity, message: impl Into<String>) -> Self {
        Self {
            severity,
            message: message.into(),
            hints: Vec::new(),
            place: None,
            trace: Vec::new(),
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// `file:line:column`, as editors open it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.severity, self.message)?;
        let mut gutter = 1;
        if let Some(place) = &self.place {
            gutter = draw(f, place)?;
        }
        for hint in &self.hints {
            writeln!(f, "{:gutter$} = hint: {hint}", "")?;
        }
        for step in &self.trace {
            writeln!(f, "help: error occurred {}", step.what)?;
            if let Some(place) = &step.place {
                draw(f, place)?;
            }
        }
        Ok(())
    }
}

/// The place with its line and a mark under what is meant; gives the width of the line's number.
fn draw(f: &mut fmt::Formatter<'_>, place: &Place) -> Result<usize, fmt::Error> {
    let number = place.line.map(|n| n.to_string()).unwrap_or_default();
    let gutter = number.len().max(1);
    writeln!(f, "{:gutter$} ┌─ {place}", "")?;
    if let (Some(excerpt), Some(column)) = (&place.excerpt, place.column) {
        // Tabs stay tabs under themselves, so that the mark stands where the text does.
        let indent: String = excerpt
            .chars()
            .take(column.saturating_sub(1))
            .map(|c| if c == '\t' { c } else { ' ' })
            .collect();
        writeln!(f, "{:gutter$} │", "")?;
        writeln!(f, "{number} │ {excerpt}")?;
        writeln!(
            f,
            "{:gutter$} │ {indent}{}",
            "",
            "^".repeat(place.width.max(1))
        )?;
    }
    Ok(gutter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_like_the_compiler() {
        let place = Place {
            file: "/fiche.typ".into(),
            line: Some(12),
            column: Some(3),
            width: 4,
            excerpt: Some("  #oops".into()),
        };
        let step = Step {
            what: "while calling `tile`".into(),
            place: Some(Place {
                excerpt: None,
                ..place.clone()
            }),
        };
        let mut diagnostic =
            Diagnostic::bare(Severity::Error, "unknown variable: oops").hint("look again");
        diagnostic.place = Some(place);
        diagnostic.trace.push(step);
        assert_eq!(
            diagnostic.to_string(),
            "error: unknown variable: oops\n   ┌─ /fiche.typ:12:3\n   │\n12 │   #oops\n   │   ^^^^\n   = hint: look again\n\
             help: error occurred while calling `tile`\n   ┌─ /fiche.typ:12:3\n"
        );
    }
}

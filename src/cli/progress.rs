//! Progress on a terminal as bars, elsewhere as plain lines.

use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Args, Command, Format};
use crate::framework::Language;
use crate::pipeline::{Progress, Silent};
use crate::text::Texts;

/// What to show for this command: nothing for the daemon and where a program reads the output.
pub(super) fn of(args: &Args) -> Arc<dyn Progress> {
    if args.format == Format::Json || matches!(args.command, Command::Serve(_)) {
        Arc::new(Silent)
    } else if std::io::stderr().is_terminal() {
        Arc::new(Bars(Mutex::new(None)))
    } else {
        Arc::new(Lines(Mutex::new(None)))
    }
}

fn name(step: &str) -> String {
    Texts::of(Language::Fr).get(&format!("step-{step}"), &[])
}

struct Bars(Mutex<Option<ProgressBar>>);

impl Progress for Bars {
    fn begin(&self, step: &str, total: Option<u64>) {
        let bar = ProgressBar::new(total.unwrap_or(0));
        let style = ProgressStyle::with_template("{msg:<28} {bar:32} {pos:>6}/{len}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(name(step));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
    }

    fn advance(&self, by: u64) {
        if let Some(bar) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.inc(by);
        }
    }

    fn end(&self) {
        if let Some(bar) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish();
        }
    }
}

struct Lines(Mutex<Option<(String, u64)>>);

impl Progress for Lines {
    fn begin(&self, step: &str, _: Option<u64>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((name(step), 0));
    }

    fn advance(&self, by: u64) {
        if let Some((_, done)) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            *done += by;
        }
    }

    fn end(&self) {
        if let Some((name, done)) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // A closed standard error output is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{name} : {done}");
        }
    }
}

//! Typst compiled in-process behind plain types: virtual files in, PDF, PNG or SVG bytes or placed diagnostics out.
//!
//! A [`Project`] holds template files and [`Fonts`], parsed once and shared by all threads. A [`Job`] adds what differs
//! from one document to the next: its data files, its date, its identity. [`Project::make`] makes one document,
//! [`render_all`] many of them on several threads. Same project and job, same bytes.
//!
//! What this crate never does: open a file, reach the network, read the clock. A template sees the project's files and
//! its job's, and nothing else. Text from outside goes in as data files, never as markup.
//!
//! ```no_run
//! use bilan_typeset::{Fonts, Job, Project};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fonts = Fonts::load([("Inter-Regular.otf", std::fs::read("fonts/Inter-Regular.otf")?)])?;
//! let template = "#set document(title: [Fiche])\n#let d = json(\"/data.json\")\n= #d.title";
//! let project = Project::new([("/fiche.typ", template.as_bytes())], fonts)?;
//! let job = Job::new("/fiche.typ", (2026, 10, 1), 1_790_812_800, "fiche BP-2024-017 2026Q3")
//!     .file("/data.json", br#"{"title": "Le sentier des abeilles"}"#.to_vec());
//! let made = project.make(&job)?;
//! assert_eq!(made.pages, 1);
//! # Ok(())
//! # }
//! ```

mod batch;
mod cache;
mod data;
mod date;
mod diagnostic;
mod error;
mod export;
mod fonts;
mod job;
mod own_thread;
mod paths;
mod place;
mod project;
mod world;

pub use batch::render_all;
pub use cache::Warm;
pub use data::Data;
pub use diagnostic::{Diagnostic, Place, Severity, Step};
pub use error::{Error, Failure};
pub use export::{Format, Output};
pub use fonts::Fonts;
pub use job::Job;
pub use project::{Project, Rendered};

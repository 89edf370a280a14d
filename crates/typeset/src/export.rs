//! What is made of a document that is laid out. PDFs follow the standards that bilan promises: PDF/A-3a (archival, may carry its
//! own figures) and PDF/UA-1 (accessible) at once. Pictures are for screens: they have no structure.

use std::sync::LazyLock;

use typst::diag::{HintedStrResult, SourceDiagnostic};
use typst::foundations::Smart;
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use crate::{Job, date};

/// A typographic point, in inches.
const POINTS_PER_INCH: f64 = 72.0;

static STANDARDS: LazyLock<HintedStrResult<PdfStandards>> =
    LazyLock::new(|| PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]));

/// What a document is made into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One file of all pages, of both standards PDF/A-3a and PDF/UA-1.
    Pdf,
    /// A picture of each page.
    Png {
        /// Its resolution, in pixels per inch of paper.
        pixels_per_inch: u16,
    },
    /// A drawing of each page, its letters as outlines.
    Svg,
}

/// One file of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What it is.
    pub format: Format,
    /// The page that it shows, from 1; none for a file of all pages.
    pub page: Option<usize>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a document that was laid out could not be exported.
pub(crate) enum Refused {
    /// Each with its place in a template.
    Placed(Vec<SourceDiagnostic>),
    /// In words alone.
    Said(String),
}

/// Makes what the job asks for, in its order.
pub(crate) fn outputs(document: &PagedDocument, job: &Job) -> Result<Vec<Output>, Refused> {
    let mut made = Vec::with_capacity(job.formats.len());
    for format in job.formats.iter().copied() {
        if format == Format::Pdf {
            let options = options(job).map_err(Refused::Said)?;
            let pdf = typst_pdf::pdf(document, &options);
            let bytes = pdf.map_err(|errors| Refused::Placed(errors.to_vec()))?;
            let page = None;
            made.push(Output {
                format,
                page,
                bytes,
            });
            continue;
        }
        for (number, page) in (1..).zip(document.pages()) {
            let bytes = picture(page, format).map_err(Refused::Said)?;
            let page = Some(number);
            made.push(Output {
                format,
                page,
                bytes,
            });
        }
    }
    Ok(made)
}

fn picture(page: &Page, format: Format) -> Result<Vec<u8>, String> {
    match format {
        Format::Png { pixels_per_inch } => {
            let options = RenderOptions {
                pixel_per_pt: (f64::from(pixels_per_inch) / POINTS_PER_INCH).into(),
                ..RenderOptions::default()
            };
            let picture = typst_render::render(page, &options).encode_png();
            picture.map_err(|error| format!("the picture of a page cannot be written: {error}"))
        }
        Format::Svg | Format::Pdf => Ok(typst_svg::svg(page, &SvgOptions::default()).into_bytes()),
    }
}

/// Export settings from the job alone: no clock, no chance, so that the same job gives the same bytes.
fn options(job: &Job) -> Result<PdfOptions, String> {
    let standards = STANDARDS
        .as_ref()
        .map_err(|e| e.message().to_string())?
        .clone();
    let moment = date::from_timestamp(job.timestamp);
    let moment = moment.ok_or_else(|| format!("{} is no date a PDF can hold", job.timestamp))?;
    Ok(PdfOptions {
        ident: Smart::Custom(job.ident.clone()),
        timestamp: Some(Timestamp::new_utc(moment)),
        standards,
        ..PdfOptions::default()
    })
}

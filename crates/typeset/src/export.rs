//! The PDF standards bilan promises: PDF/A-3a (archival, may carry its own figures) and PDF/UA-1 (accessible) at once.

use std::sync::LazyLock;

use typst::diag::HintedStrResult;
use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{Job, date};

static STANDARDS: LazyLock<HintedStrResult<PdfStandards>> =
    LazyLock::new(|| PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]));

/// Export settings from the job alone: no clock, no chance, so that the same job gives the same bytes.
pub(crate) fn options(job: &Job) -> Result<PdfOptions, String> {
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

//! The dashboards among the documents: one workbook in each of its formats.

use super::make::{Maker, lock};
use super::part::PartOf;
use super::survey::Survey;
use crate::framework::{ColumnRole, Language};
use crate::model::WorkbookFormat;
use crate::pipeline::PipelineError;
use crate::pipeline::dispatch::{DASHBOARD, Wanted};
use crate::render::View;
use crate::render::templates::document_key;
use crate::workbook::dashboard;

/// A workbook in each of its formats.
type Formats = Vec<(WorkbookFormat, Vec<u8>)>;

impl<'a> Maker<'a> {
    /// Writes the workbooks among the wanted documents.
    pub(super) fn dashboards(
        &self,
        view: &View<'_>,
        survey: &Survey,
        wanted: &[&Wanted],
    ) -> Result<(), PipelineError> {
        let formats = &self.context.settings.dashboard.formats;
        let dashboards = wanted.iter().filter(|w| w.document.as_str() == DASHBOARD);
        for wanted in dashboards {
            let made = if wanted.scope.is_empty() {
                dashboard(view, &survey.quality, None, formats)?
            } else {
                let (context, assessment) = (self.context, self.assessment);
                let own = PartOf::of(context, assessment, ColumnRole::Department, &wanted.scope)?;
                let Some(own) = own else {
                    self.fail(wanted, "this direction follows nothing");
                    continue;
                };
                let name = self.name_of(&wanted.scope, wanted.language);
                let view = own.view(self.context, self.assessment, wanted.language);
                dashboard(&view, &own.quality(&survey.quality), name, formats)?
            };
            self.write_formats(wanted, &made);
        }
        Ok(())
    }

    /// Writes a workbook in its formats: the first one is the document that mails carry, the others stand beside it.
    fn write_formats(&self, wanted: &Wanted, made: &Formats) {
        let Some(((format, bytes), others)) = made.split_first() else {
            return;
        };
        let period = self.assessment.period.written();
        let parts = [DASHBOARD, &wanted.scope, &period, wanted.language.code()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let stem = parts.join("-");
        let folder = self.folder(wanted, false);
        let path = |format: WorkbookFormat| folder.join(format!("{stem}.{}", format.extension()));
        // The workbook is made to know whether it changed: it costs less than listing all that it is made from.
        let input = document_key(DASHBOARD, bytes, self.context.today());
        let is_made = self.is_made(wanted, &input);
        for (format, bytes) in others {
            let twin = path(*format);
            if (!is_made || !twin.is_file()) && !self.write(wanted, &twin, bytes) {
                continue;
            }
            if wanted.scope.is_empty() {
                lock(&self.report).paths.push(self.context.shown(&twin));
            }
        }
        let path = path(*format);
        if !is_made && self.write(wanted, &path, bytes) {
            self.made(wanted.clone(), input, &path, bytes, 1);
        }
    }

    fn name_of(&self, department: &str, language: Language) -> Option<&'a str> {
        let departments = &self.context.framework.programme.departments;
        let found = departments.iter().find(|d| d.id == department);
        found.map(|d| d.name.get(language))
    }
}

//! The dashboards among the documents: one workbook in each of its formats.

use super::department::OfDepartment;
use super::make::{Maker, lock, write_whole};
use super::survey::Survey;
use crate::framework::Language;
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
                let own = OfDepartment::of(self.context, self.assessment, &wanted.scope)?;
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
        let file = |format: WorkbookFormat| format!("{stem}.{}", format.extension());
        // The workbook is made to know whether it changed: it costs less than listing all that it is made from.
        let input = document_key(DASHBOARD, bytes, self.context.today());
        let path = self.path(wanted, &file(*format));
        let slot = self.slot((*wanted).clone(), &file(*format), input);
        for (format, bytes) in others {
            let twin = path.with_file_name(file(*format));
            if slot.is_some() || !twin.is_file() {
                if let Err(error) = write_whole(&twin, bytes) {
                    self.fail(wanted, &format!("{}: {error}", twin.display()));
                    continue;
                }
            }
            if wanted.scope.is_empty() {
                lock(&self.report).paths.push(self.context.shown(&twin));
            }
        }
        if let Some(slot) = slot {
            self.write(slot, bytes, 1);
        }
    }

    fn name_of(&self, department: &str, language: Language) -> Option<&'a str> {
        let departments = &self.context.framework.programme.departments;
        let found = departments.iter().find(|d| d.id == department);
        found.map(|d| d.name.get(language))
    }
}

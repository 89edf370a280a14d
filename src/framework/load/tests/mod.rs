//! Invalid programmes: what is wrong in, what the officer reads out.

mod campaigns;
mod expressions;
mod programme;
mod table;
mod twelve;

use std::collections::BTreeMap;
use std::path::Path;

use crate::framework::Language;

use super::{ExpressionChecker, Inspection, inspect};

/// A programme folder in the making: paths and texts.
#[derive(Clone)]
pub(super) struct Folder(BTreeMap<&'static str, String>);

pub(super) const PROGRAMME: &str = "config/framework/programme.toml";
pub(super) const KINDS: &str = "config/framework/kinds.toml";
pub(super) const QUESTIONNAIRE: &str = "config/framework/questionnaires/laureats.toml";
pub(super) const INDICATORS: &str = "config/framework/indicators/social.toml";
pub(super) const AUDIENCES: &str = "config/framework/audiences.toml";
pub(super) const CAMPAIGNS: &str = "config/framework/campaigns.toml";
pub(super) const JOBS: &str = "config/jobs.toml";

impl Folder {
    /// A small programme with nothing wrong.
    pub(super) fn sound() -> Self {
        Self(BTreeMap::from([
            (PROGRAMME, include_str!("sound/programme.toml").to_owned()),
            (KINDS, include_str!("sound/kinds.toml").to_owned()),
            (
                QUESTIONNAIRE,
                include_str!("sound/laureats.toml").to_owned(),
            ),
            (INDICATORS, include_str!("sound/social.toml").to_owned()),
            (AUDIENCES, include_str!("sound/audiences.toml").to_owned()),
            (CAMPAIGNS, include_str!("sound/campaigns.toml").to_owned()),
            (JOBS, include_str!("sound/jobs.toml").to_owned()),
            ("report-templates/fiche-retour/template.toml", String::new()),
            ("report-templates/mail/retour/subject.txt", String::new()),
            (
                "report-templates/mail/invitation/subject.txt",
                String::new(),
            ),
            ("report-templates/mail/relance/subject.txt", String::new()),
        ]))
    }

    /// The same with one text of one file replaced; `from` stands there exactly once.
    pub(super) fn with(mut self, file: &str, from: &str, to: &str) -> Self {
        let text = self.0.get_mut(file).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {file}");
        *text = text.replace(from, to);
        self
    }

    /// The same with text at the end of a file.
    pub(super) fn and(mut self, file: &str, more: &str) -> Self {
        self.0.get_mut(file).unwrap().push_str(more);
        self
    }

    /// The same with one more file.
    pub(super) fn beside(mut self, file: &'static str, text: &str) -> Self {
        self.0.insert(file, text.to_owned());
        self
    }

    /// The same without a file.
    pub(super) fn without(mut self, file: &str) -> Self {
        self.0.remove(file).unwrap();
        self
    }

    pub(super) fn write(&self, root: &Path) {
        for (name, text) in &self.0 {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    pub(super) fn inspect(&self, checker: Option<&dyn ExpressionChecker>) -> Inspection {
        let root = tempfile::tempdir().unwrap();
        self.write(root.path());
        inspect(root.path(), checker)
    }

    /// One line a problem, as the officer reads them, with plain spaces.
    pub(super) fn problems(&self) -> Vec<String> {
        let problems = self.inspect(None).problems;
        problems
            .iter()
            .map(|p| p.line(Language::Fr).replace('\u{a0}', " "))
            .collect()
    }
}

//! The framework as a whole, with its look-ups.

use chrono::NaiveDate;

use crate::model::{
    AudienceId, CampaignId, FieldId, IndicatorId, JobId, KindId, Period, QuestionnaireId,
};

use super::table::{ColumnOrigin, WideColumn, WideTable};
use super::{
    Audience, Campaign, CampaignDays, Fresque, Indicator, Job, Kind, Language, Programme,
    Questionnaire,
};

/// A checked evaluation framework: every reference in it resolves.
#[derive(Debug, Clone)]
pub struct Framework {
    /// The programme.
    pub programme: Programme,
    /// The kinds of subjects.
    pub kinds: Vec<Kind>,
    /// Their questionnaires.
    pub questionnaires: Vec<Questionnaire>,
    /// All indicators, in the order of files and lines.
    pub indicators: Vec<Indicator>,
    /// The audiences.
    pub audiences: Vec<Audience>,
    /// The campaigns, in the file's order: a subject is asked by the first one of its kind that asks it.
    pub campaigns: Vec<Campaign>,
    /// The jobs.
    pub jobs: Vec<Job>,
    /// What the cards of the Fresque say besides the figures.
    pub fresque: Fresque,
    pub(super) fingerprint: String,
}

impl Framework {
    /// The kind of this id.
    pub fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.kinds.iter().find(|k| &k.id == id)
    }

    /// The questionnaire of this id.
    pub fn questionnaire(&self, id: &QuestionnaireId) -> Option<&Questionnaire> {
        self.questionnaires.iter().find(|q| &q.id == id)
    }

    /// The questionnaire that returns of this kind answer.
    pub fn questionnaire_of(&self, kind: &KindId) -> Option<&Questionnaire> {
        self.questionnaire(&self.kind(kind)?.questionnaire)
    }

    /// The indicator of this id.
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicators.iter().find(|i| &i.id == id)
    }

    /// The indicators computed on this kind.
    pub fn indicators_of<'a>(
        &'a self,
        kind: &'a KindId,
    ) -> impl Iterator<Item = &'a Indicator> + 'a {
        self.indicators.iter().filter(move |i| &i.kind == kind)
    }

    /// The audience of this id.
    pub fn audience(&self, id: &AudienceId) -> Option<&Audience> {
        self.audiences.iter().find(|a| &a.id == id)
    }

    /// The campaign of this id.
    pub fn campaign(&self, id: &CampaignId) -> Option<&Campaign> {
        self.campaigns.iter().find(|c| &c.id == id)
    }

    /// The job of this id.
    pub fn job(&self, id: &JobId) -> Option<&Job> {
        self.jobs.iter().find(|j| &j.id == id)
    }

    /// The day on which a return of this kind for a period is first asked for: by the kind's campaign, else the day after the
    /// period.
    pub fn asked_on(&self, kind: &KindId, period: Period) -> Option<NaiveDate> {
        match self.campaign_days(kind, period) {
            Some(days) => Some(days.opens),
            None => period.end().succ_opt(),
        }
    }

    /// The days of the first campaign that asks for the returns of this kind.
    pub fn campaign_days(&self, kind: &KindId, period: Period) -> Option<CampaignDays> {
        let campaign = self.campaigns.iter().find(|c| &c.kind == kind)?;
        Some(campaign.days(period, &self.programme.working_days()))
    }

    /// The programme's first language.
    pub fn language(&self) -> Language {
        self.programme
            .languages
            .first()
            .copied()
            .unwrap_or_default()
    }

    /// What people read for a choice's code.
    pub fn choice_label(
        &self,
        kind: &KindId,
        field: &FieldId,
        choice: &str,
        language: Language,
    ) -> Option<&str> {
        let field = self.questionnaire_of(kind)?.field(field)?;
        field
            .choices
            .iter()
            .find(|c| c.id == choice)
            .map(|c| c.label.get(language))
    }

    /// The columns that expressions about this kind may name.
    pub fn wide_table(&self, kind: &KindId) -> Option<WideTable> {
        let questionnaire = self.questionnaire_of(kind)?;
        let kind = self.kind(kind)?;
        let register = kind.register.columns.iter().map(|column| WideColumn {
            id: column.id.clone(),
            type_: column.type_,
            origin: ColumnOrigin::Register,
            choices: Vec::new(),
        });
        let fields = questionnaire.fields.iter().map(|field| WideColumn {
            id: field.id.clone(),
            type_: field.type_,
            origin: ColumnOrigin::Field,
            choices: field.choices.iter().map(|c| c.id.clone()).collect(),
        });
        let parameters = self
            .programme
            .parameters
            .iter()
            .map(|p| (p.id.clone(), p.value.to_string()));
        Some(WideTable {
            kind: kind.id.clone(),
            columns: register
                .chain(WideTable::built_in_columns())
                .chain(fields)
                .collect(),
            parameters: parameters.collect(),
        })
    }

    /// SHA-256 of the files it was read from, in hexadecimal: it changes when a file does.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

//! Where a return belongs: its kind, subject and period; what is assumed is said.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::reading::ReadFile;
use super::take::Taker;
use crate::model::{
    Finding, FindingCode, FormClaim, Period, Place, ReadReturn, Severity, SubjectId,
};
use crate::read::fold::nearest;
use crate::store::arrivals::{Arrival, Outcome};

impl Taker<'_> {
    /// The arrival of a file, and its returns that belong to a subject and a period.
    pub(super) fn place(
        &mut self,
        file: ReadFile,
    ) -> (Arrival, Vec<(usize, SubjectId, Period, ReadReturn)>) {
        let mut arrival = Arrival {
            hash: file.hash,
            source: file.incoming.source.to_string(),
            name: file.incoming.name.clone(),
            size: file.size,
            received_at: file.incoming.received_at,
            outcome: Outcome::Read,
            findings: Vec::new(),
        };
        let mut placed: Vec<(usize, SubjectId, Period, ReadReturn)> = Vec::new();
        match file.interpretation {
            Err(finding) => {
                tracing::info!(file = %arrival.hash, code = finding.code.as_str(), "a file cannot be read");
                self.report.files_refused.push(finding.clone());
                arrival.outcome = Outcome::Refused;
                arrival.findings.push(finding);
            }
            Ok(interpretation) => {
                arrival.findings = interpretation.findings;
                let received_on = arrival
                    .received_at
                    .with_timezone(&self.context.zone)
                    .date_naive();
                for mut read in interpretation.returns {
                    match self.belongs(&mut read, received_on) {
                        Ok((kind, subject, period)) => placed.push((kind, subject, period, read)),
                        Err(finding) => arrival.findings.push(*finding),
                    }
                }
                arrival.findings.extend(twice(&placed));
                let grave = arrival
                    .findings
                    .iter()
                    .filter(|f| f.severity > Severity::Info);
                self.report.unplaced.extend(grave.cloned());
                if placed.is_empty() {
                    arrival.outcome = Outcome::NoReturn;
                }
            }
        }
        (arrival, placed)
    }

    /// The kind, subject and period of a return; what is assumed is said in its findings.
    fn belongs(
        &self,
        read: &mut ReadReturn,
        received_on: NaiveDate,
    ) -> Result<(usize, SubjectId, Period), Box<Finding>> {
        let error = |code| Box::new(Finding::error(code, read.place.clone()));
        if let Some(claim) = &read.form
            && !self.is_ours(claim)
        {
            tracing::warn!(kind = %read.kind, "a questionnaire bears a seal that is not ours");
            return Err(error(FindingCode::FormForged));
        }
        let Some(at) = self.books.iter().position(|b| b.kind.id == read.kind) else {
            return Err(error(FindingCode::NoQuestionnaire));
        };
        let kind = self.books[at].kind;
        let subject = read
            .subject
            .clone()
            .ok_or_else(|| error(FindingCode::SubjectMissing))?;
        let Some(info) = self.registers[at].get(&subject) else {
            let near = nearest(
                subject.as_str(),
                self.registers[at].keys().map(SubjectId::as_str),
            );
            let finding = error(FindingCode::SubjectUnknown).found(subject.as_str());
            return Err(Box::new(
                finding.with("suggestion", near.unwrap_or_default()),
            ));
        };
        let period = match read.period {
            Some(period) if period.granularity() == kind.period => period,
            Some(other) => {
                let assumed = other.latest_within(kind.period);
                let assumed = assumed.ok_or_else(|| {
                    Box::new(error(FindingCode::PeriodUnreadable).found(other.written()))
                })?;
                read.findings.push(missing_period(&read.place, assumed));
                assumed
            }
            // A period that was written and not understood is already an error of the reading.
            None => {
                let assumed = Period::last_closed(received_on, kind.period);
                let assumed = assumed.ok_or_else(|| error(FindingCode::PeriodMissing))?;
                if !read
                    .findings
                    .iter()
                    .any(|f| f.code == FindingCode::PeriodUnreadable)
                {
                    read.findings.push(missing_period(&read.place, assumed));
                }
                assumed
            }
        };
        let current = self.books[at].questionnaire.version;
        if let Some(version) = read.version.filter(|v| *v < current) {
            let old = Finding::info(FindingCode::QuestionnaireOld, read.place.clone());
            read.findings
                .push(old.with("version", version).with("current", current));
        }
        if !info.is_expected(&kind.expectation, period, None) {
            let finding = Finding::warning(FindingCode::PeriodUnexpected, read.place.clone());
            read.findings.push(finding.found(period.written()));
        }
        Ok((at, subject, period))
    }
}

impl Taker<'_> {
    /// Whether a questionnaire was sealed by this programme, for this programme.
    fn is_ours(&self, claim: &FormClaim) -> bool {
        let verified = self.secrets.iter().find_map(|s| s.verified(claim));
        verified.is_some_and(|identity| identity.programme == self.context.framework.programme.id)
    }
}

fn missing_period(place: &Place, assumed: Period) -> Finding {
    Finding::warning(FindingCode::PeriodMissing, place.clone()).with("assumed", assumed.written())
}

/// Returns of one file for one subject and period: all are kept, the last one counts.
fn twice(placed: &[(usize, SubjectId, Period, ReadReturn)]) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let repeated = placed
        .iter()
        .filter(|(kind, subject, period, _)| !seen.insert((*kind, subject, *period)));
    repeated
        .map(|(_, subject, _, read)| {
            Finding::warning(FindingCode::ReturnTwiceInFile, read.place.clone())
                .found(subject.as_str())
        })
        .collect()
}

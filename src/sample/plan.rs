//! What came back when, in which form and format.

use chrono::{Days, NaiveDate};

use super::SampleError;
use super::cell::day;
use super::faults::{self, Fault};
use super::layout::{Frame, Return};
use super::subject::{Dossier, Subject, slug};
use super::{dialogue, services, story, write};
use crate::framework::Programme;
use crate::model::Period;

/// A file to write under `samples/retours/`.
pub(super) struct Sent {
    /// Period as people write it.
    pub(super) period: String,
    /// Day of receipt.
    pub(super) received: NaiveDate,
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// How a file is saved. Ods and xls are made of an xlsx by `convert.sh`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saved {
    Xlsx,
    Ods,
    Xls,
    Csv,
}

impl Saved {
    fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Ods => "ods.xlsx",
            Self::Xls => "xls.xlsx",
            Self::Csv => "csv",
        }
    }

    fn bytes(self, grid: super::grid::Grid) -> Result<Vec<u8>, SampleError> {
        if self == Self::Csv {
            write::csv(&grid)
        } else {
            Ok(write::xlsx(&[grid])?)
        }
    }
}

/// The quarters of the sample.
const QUARTERS: [(&str, i64); 4] = [
    ("2025-T4", 0),
    ("2026-T1", 1),
    ("2026-T2", 2),
    ("2026-T3", 3),
];
/// The half-years of the sample.
const HALVES: [(&str, i64); 2] = [("2025-S2", 0), ("2026-S1", 1)];

/// The returns that never came. Gers, Tarn-et-Garonne and Hautes-Pyrénées answer least.
const MISSING: &[(&str, &[&str])] = &[
    (
        "2025-T4",
        &[
            "BP-2024-006",
            "BP-2024-013",
            "BP-2024-019",
            "BP-2024-020",
            "BP-2024-026",
            "BP-2024-028",
            "BP-2025-004",
            "BP-2025-007",
            "BP-2025-018",
        ],
    ),
    (
        "2026-T1",
        &[
            "BP-2024-008",
            "BP-2024-019",
            "BP-2024-021",
            "BP-2024-026",
            "BP-2024-034",
            "BP-2025-015",
            "BP-2025-018",
        ],
    ),
    (
        "2026-T2",
        &[
            "BP-2024-006",
            "BP-2024-020",
            "BP-2024-026",
            "BP-2025-011",
            "BP-2025-018",
            "BP-2025-014",
        ],
    ),
    (
        "2026-T3",
        &[
            "BP-2024-006",
            "BP-2024-008",
            "BP-2024-019",
            "BP-2024-026",
            "BP-2025-015",
            "BP-2025-018",
        ],
    ),
];

/// Forms sent again after a first one to correct.
const CORRECTED: &[(&str, &str)] = &[("2026-T3", "BP-2024-002")];

fn period(written: &str) -> Result<Period, SampleError> {
    written.parse().map_err(SampleError::Period)
}

/// The same day, or the next working day.
fn working_day(date: NaiveDate) -> NaiveDate {
    use chrono::{Datelike, Weekday};
    match date.weekday() {
        Weekday::Sat => date + Days::new(2),
        Weekday::Sun => date + Days::new(1),
        _ => date,
    }
}

fn came(dossier: &Dossier, written: &str, period: Period) -> bool {
    let id = dossier.project.id;
    let missing = MISSING
        .iter()
        .any(|(of, ids)| *of == written && ids.contains(&id));
    // Abandoned in the quarter before: no longer followed.
    let dropped = id == "BP-2024-025" && written == "2026-T3";
    !missing && !dropped && dossier.start <= period.end()
}

fn project_return<'a>(
    dossier: &Dossier,
    subject: &'a Subject,
    written: &str,
    quarter: i64,
) -> Result<Return<'a>, SampleError> {
    let mut cells = story::answers(dossier, quarter, period(written)?);
    let faults: Vec<Fault> = faults::of(written, &subject.id).collect();
    for fault in &faults {
        faults::plant(&mut cells, *fault);
    }
    Ok(Return {
        subject,
        period: written.to_owned(),
        cells,
        faults,
    })
}

/// The returns of the winning projects: tables by direction, then one form for each project in the last quarter.
pub(super) fn projects(
    frame: Frame<'_>,
    dossiers: &[Dossier],
    subjects: &[Subject],
) -> Result<Vec<Sent>, SampleError> {
    let mut sent = Vec::new();
    for (written, quarter) in QUARTERS {
        let period = period(written)?;
        let returned: Vec<(&Dossier, &Subject)> = dossiers
            .iter()
            .zip(subjects)
            .filter(|(dossier, _)| came(dossier, written, period))
            .collect();
        if quarter == 3 {
            forms(frame, &returned, written, quarter, &mut sent)?;
        } else {
            tables(frame, &returned, written, quarter, &mut sent)?;
        }
    }
    Ok(sent)
}

fn tables(
    frame: Frame<'_>,
    returned: &[(&Dossier, &Subject)],
    written: &str,
    quarter: i64,
    sent: &mut Vec<Sent>,
) -> Result<(), SampleError> {
    let opened = period(written)?.end() + Days::new(1);
    for (number, direction) in (0u64..).zip(&frame.programme.departments) {
        let returns: Vec<Return<'_>> = returned
            .iter()
            .filter(|(_, subject)| subject.direction == direction.id)
            .map(|(dossier, subject)| project_return(dossier, subject, written, quarter))
            .collect::<Result<_, _>>()?;
        if returns.is_empty() {
            continue;
        }
        let turn = number + u64::try_from(quarter).unwrap_or(0);
        let saved = match turn % 5 {
            1 => Saved::Ods,
            3 => Saved::Csv,
            _ => Saved::Xlsx,
        };
        let title = (number % 4 == 1).then(|| format!("Retours {written} : {}", direction.name.fr));
        let grid = frame.table(&returns, number % 3 == 0, title);
        sent.push(Sent {
            period: written.to_owned(),
            received: working_day(opened + Days::new(5 + turn * 7 % 16)),
            name: format!(
                "retours-{}-{written}.{}",
                slug(&direction.id),
                saved.extension()
            ),
            bytes: saved.bytes(grid)?,
        });
    }
    Ok(())
}

fn forms(
    frame: Frame<'_>,
    returned: &[(&Dossier, &Subject)],
    written: &str,
    quarter: i64,
    sent: &mut Vec<Sent>,
) -> Result<(), SampleError> {
    let opened = period(written)?.end() + Days::new(1);
    for (dossier, subject) in returned {
        let mut answered = project_return(dossier, subject, written, quarter)?;
        let saved = match dossier.number % 12 {
            _ if !answered.faults.is_empty() => Saved::Xlsx,
            5 => Saved::Ods,
            6 => Saved::Xls,
            7 => Saved::Csv,
            _ => Saved::Xlsx,
        };
        let name = match dossier.number % 3 {
            0 => format!("retour-{}-{written}.{}", subject.id, saved.extension()),
            1 => format!("{} retour T3 2026.{}", subject.id, saved.extension()),
            _ => format!(
                "Fiche {}.{}",
                slug(dossier.project.holder),
                saved.extension()
            ),
        };
        let received = working_day(opened + Days::new(1 + dossier.number * 5 % 13));
        sent.push(Sent {
            period: written.to_owned(),
            received,
            name,
            bytes: saved.bytes(frame.form(&answered))?,
        });
        if CORRECTED.contains(&(written, dossier.project.id)) {
            answered.cells = story::answers(dossier, quarter, period(written)?);
            answered.faults.clear();
            let name = format!("{} retour T3 2026 corrigé.xlsx", subject.id);
            let received = working_day(received + Days::new(4));
            sent.push(Sent {
                period: written.to_owned(),
                received,
                name,
                bytes: write::xlsx(&[frame.form(&answered)])?,
            });
        }
    }
    Ok(())
}

/// The two files of the last quarter that are no returns.
pub(super) fn no_returns(
    frame: Frame<'_>,
    dossiers: &[Dossier],
    subjects: &[Subject],
) -> Result<Vec<Sent>, SampleError> {
    let (written, quarter) = QUARTERS[3];
    let mut sent = Vec::new();
    let page = "<html><head><title>Connexion</title></head><body><table><tr><td>Votre session a expiré.</td></tr></table></body></html>\r\n";
    sent.push(Sent {
        period: written.to_owned(),
        received: day(2026, 10, 9),
        name: "export-BP-2024-026.xls".to_owned(),
        bytes: page.as_bytes().to_vec(),
    });
    let found = dossiers
        .iter()
        .zip(subjects)
        .find(|(dossier, _)| dossier.project.id == "BP-2024-008");
    if let Some((dossier, subject)) = found {
        let mut bytes =
            write::xlsx(&[frame.form(&project_return(dossier, subject, written, quarter)?)])?;
        bytes.truncate(bytes.len() * 3 / 5);
        let name = "BP-2024-008 retour T3 2026.xlsx".to_owned();
        sent.push(Sent {
            period: written.to_owned(),
            received: day(2026, 10, 12),
            name,
            bytes,
        });
    }
    Ok(sent)
}

/// The returns of one of the four other kinds, a table each period.
pub(super) fn others(frame: Frame<'_>, subjects: &[Subject]) -> Result<Vec<Sent>, SampleError> {
    let kind = frame.kind.id.as_str();
    let rounds: &[(&str, i64)] = if matches!(kind, "instances" | "deploiement") {
        &HALVES
    } else {
        &QUARTERS
    };
    let mut sent = Vec::new();
    for (number, (written, round)) in (0u64..).zip(rounds) {
        let closed = period(written)?;
        let mut returns = Vec::new();
        for (index, subject) in subjects.iter().enumerate() {
            let cells = match kind {
                "instances" if index == 4 && *round == 1 => None,
                "instances" => dialogue::body_answers(index, *round),
                "concertations" => dialogue::consultation_answers(index, closed),
                "deploiement" if index == 9 => None,
                "deploiement" => services::deployment_answers(index, *round),
                "marches" if index == 5 && *round == 2 => None,
                "marches" => services::contract_answers(index, closed),
                _ => None,
            };
            let Some(mut cells) = cells else { continue };
            let faults: Vec<Fault> = faults::of(written, &subject.id).collect();
            for fault in &faults {
                faults::plant(&mut cells, *fault);
            }
            returns.push(Return {
                subject,
                period: (*written).to_owned(),
                cells,
                faults,
            });
        }
        if returns.is_empty() {
            continue;
        }
        let saved = match (kind, number) {
            ("instances", 0) | ("marches", 1) => Saved::Ods,
            ("marches", 0) | ("concertations", 2) => Saved::Csv,
            ("marches", 2) => Saved::Xls,
            _ => Saved::Xlsx,
        };
        let title =
            (number % 2 == 1).then(|| format!("{} : retours {written}", frame.kind.label.fr));
        let received = working_day(closed.end() + Days::new(9 + number));
        let name = format!("{kind}-{written}.{}", saved.extension());
        let bytes = saved.bytes(frame.table(&returns, number % 2 == 0, title))?;
        sent.push(Sent {
            period: (*written).to_owned(),
            received,
            name,
            bytes,
        });
    }
    Ok(sent)
}

/// The subjects of a kind other than the winning projects.
pub(super) fn other_subjects(kind: &str, programme: &Programme) -> Vec<Subject> {
    match kind {
        "instances" => dialogue::bodies(),
        "concertations" => dialogue::consultations(),
        "deploiement" => services::deployments(programme),
        "marches" => services::contracts(),
        _ => Vec::new(),
    }
}

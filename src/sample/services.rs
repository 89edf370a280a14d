//! The deployment in the directions, and the procurement contracts of the sample.

use chrono::Days;

use super::cell::{Cells, Filler, day};
use super::dialogue::{address, subject};
use super::subject::{Subject, person};
use crate::framework::{Language, Programme};
use crate::model::Period;

/// One deployment for each direction of the programme.
pub(super) fn deployments(programme: &Programme) -> Vec<Subject> {
    (1u32..)
        .zip(&programme.departments)
        .map(|(number, direction)| {
            let id = format!("DEP-{number:02}");
            let title = direction.name.get(Language::Fr);
            let mut row = Filler::default();
            row.text("deploiement_id", id.as_str())
                .text("intitule", title)
                .text("direction", direction.id.as_str())
                .date("suivi_depuis", day(2025, 7, 1))
                .text("correspondant", direction.correspondent.name.as_str())
                .text(
                    "correspondant_courriel",
                    direction.correspondent.email.as_str(),
                );
            subject(&id, &direction.id, title, row)
        })
        .collect()
}

/// The answers of a direction for a half-year.
pub(super) fn deployment_answers(index: usize, round: i64) -> Option<Cells> {
    let number = i64::try_from(index).ok()?;
    let staff = 6 + number * 5 % 17;
    let trained = staff * (28 + number * 7 % 30 + 26 * round).min(100) / 100;
    let sessions = 1 + (number + round) % 2;
    let levels = [
        "decouverte",
        "accompagnee",
        "accompagnee",
        "autonome",
        "referente",
    ];
    let level = (index % 3 + usize::try_from(round).ok()? + usize::from(index.is_multiple_of(4)))
        .min(levels.len() - 1);
    let obstacles: [&[&str]; 4] = [
        &["temps"],
        &["temps", "donnees"],
        &["aucun"],
        &["competences", "organisation"],
    ];
    let mut cells = Filler::default();
    cells
        .date(
            "outil_partage_le",
            day(2025, 9, 1) + Days::new(u64::try_from(number).ok()? * 6),
        )
        .count("agents_a_former", staff)
        .count("agents_formes", trained)
        .count("sessions", sessions)
        .tenths("heures_formation", sessions * 35)
        .count("satisfaction_formation", 3 + (number + round) % 3)
        .count(
            "retours_traites_par_la_direction",
            number % 4 * 2 + 2 * round,
        )
        .choice("autonomie", levels[level])
        .choices("freins", obstacles[index % obstacles.len()]);
    if number % 3 == 1 {
        cells.text(
            "besoins",
            "Un créneau de deux heures par trimestre pour relire les retours ensemble.",
        );
    }
    Some(cells.finish())
}

/// Code, subject, procedure, contractor, direction, day of notice, months, maximum amount in euros.
type Contract = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (i32, u32, u32),
    u64,
    i64,
);

const CONTRACTS: &[Contract] = &[
    (
        "M-2024-118",
        "Conception graphique et impression des documents de vote",
        "accord-cadre",
        "Atelier Garance",
        "numerique",
        (2024, 11, 4),
        36,
        180_000,
    ),
    (
        "M-2025-007",
        "Captation et diffusion des séances",
        "MAPA",
        "Studio Cap d’Autan",
        "jeunesse",
        (2025, 2, 10),
        24,
        64_000,
    ),
    (
        "M-2025-031",
        "Animation des réunions publiques",
        "accord-cadre",
        "Coopérative Parole vive",
        "ruralite",
        (2025, 4, 22),
        24,
        145_000,
    ),
    (
        "M-2025-044",
        "Plateforme de vote et de contribution",
        "appel d’offres",
        "Numéria Participation",
        "numerique",
        (2025, 6, 2),
        48,
        320_000,
    ),
    (
        "M-2025-060",
        "Tirage au sort et accueil des membres",
        "MAPA",
        "Panel et Cité",
        "solidarites",
        (2025, 9, 1),
        18,
        58_000,
    ),
    (
        "M-2025-072",
        "Portraits photographiques des projets lauréats",
        "MAPA",
        "Collectif Grand Angle",
        "culture",
        (2025, 10, 13),
        15,
        36_000,
    ),
    (
        "M-2026-004",
        "Traduction et facile à lire et à comprendre",
        "MAPA",
        "Mots accessibles",
        "solidarites",
        (2026, 1, 19),
        24,
        42_000,
    ),
    (
        "M-2026-015",
        "Campagne d’affichage de l’appel à projets 2027",
        "accord-cadre",
        "Régie des Deux Rives",
        "numerique",
        (2026, 5, 11),
        12,
        95_000,
    ),
];

pub(super) fn contracts() -> Vec<Subject> {
    (80u64..)
        .zip(CONTRACTS)
        .map(
            |(number, (id, object, procedure, holder, direction, (y, m, d), months, maximum))| {
                let manager = person(number);
                let notice = day(*y, *m, *d);
                let mut row = Filler::default();
                row.text("marche_id", *id)
                    .text("objet", *object)
                    .text("procedure", *procedure)
                    .text("titulaire", *holder)
                    .date("notifie_le", notice)
                    .date("fin_le", notice + Days::new(months * 3044 / 100))
                    .count("montant_max", *maximum)
                    .text("direction", *direction)
                    .text("gestionnaire_courriel", address(&manager))
                    .text("gestionnaire", manager);
                subject(id, direction, object, row)
            },
        )
        .collect()
}

/// The answers of a contract for a quarter; none before its notice.
pub(super) fn contract_answers(index: usize, period: Period) -> Option<Cells> {
    let (_, _, _, _, _, (y, m, d), months, maximum) = CONTRACTS.get(index)?;
    let notice = day(*y, *m, *d);
    if notice > period.end() {
        return None;
    }
    let number = i64::try_from(index).ok()?;
    let days = i64::try_from(months * 3044 / 100).ok()?;
    // The fifth contract is consumed faster than its time.
    let pace = if number == 4 {
        150
    } else {
        70 + number * 11 % 30
    };
    let used = ((period.end() - notice).num_days() * pace / days).clamp(2, 98);
    let committed = maximum * used / 100 / 10 * 10;
    let due = 1 + (number + i64::from(period.part())) % 4;
    let late = i64::from((number + i64::from(period.part())) % 5 == 0);
    let mut cells = Filler::default();
    cells
        .count("engage", committed)
        .count("mandate", committed * (72 + number % 5 * 4) / 100)
        .count("livrables_attendus", due)
        .count("livrables_recus", due - late)
        .count("livrables_en_retard", late)
        .date(
            "prochain_livrable_le",
            period.end() + Days::new(21 + u64::try_from(number).ok()? * 5),
        )
        .count("penalites", if late == 1 && number == 3 { 600 } else { 0 })
        .count("satisfaction", 3 + number % 3 - late);
    if late == 1 {
        cells.text("difficulte", "Un livrable attendu n’est pas encore validé ; une réunion est fixée avec le titulaire.");
    }
    Some(cells.finish())
}

//! Assemblies and consultations of the sample.

use chrono::NaiveDate;

use super::cell::{Cells, Filler, day};
use super::subject::{Subject, person, slug};
use crate::model::Period;

/// Code, name, nature, direction, first day of the term, members.
type Body = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (i32, u32, u32),
    i64,
);

const BODIES: &[Body] = &[
    (
        "INST-01",
        "Assemblée citoyenne des territoires",
        "assemblée",
        "ruralite",
        (2024, 11, 14),
        102,
    ),
    (
        "INST-02",
        "Conseil régional des jeunes",
        "conseil",
        "jeunesse",
        (2025, 1, 22),
        78,
    ),
    (
        "INST-03",
        "Comité citoyen de l’eau",
        "comité",
        "eau",
        (2025, 3, 20),
        45,
    ),
    (
        "INST-04",
        "Jury citoyen de l’alimentation",
        "jury",
        "agriculture",
        (2025, 9, 12),
        32,
    ),
    (
        "INST-05",
        "Comité des usagères et usagers des trains",
        "comité",
        "mobilites",
        (2024, 12, 5),
        54,
    ),
    (
        "INST-06",
        "Comité de suivi des budgets participatifs",
        "comité",
        "numerique",
        (2025, 6, 10),
        24,
    ),
];

pub(super) fn bodies() -> Vec<Subject> {
    (60u64..)
        .zip(BODIES)
        .map(|(number, (id, name, nature, direction, (y, m, d), _))| {
            let secretary = person(number);
            let mut row = Filler::default();
            row.text("instance_id", *id)
                .text("nom", *name)
                .text("nature", *nature)
                .text("direction", *direction)
                .date("installee_le", day(*y, *m, *d))
                .date("fin_mandat", day(y + 3, *m, *d))
                .text("secretariat_courriel", address(&secretary))
                .text("secretariat", secretary);
            subject(id, direction, name, row)
        })
        .collect()
}

/// The answers of an assembly for a half-year.
pub(super) fn body_answers(index: usize, round: i64) -> Option<Cells> {
    let (_, name, _, _, _, members) = BODIES.get(index)?;
    let number = i64::try_from(index).ok()?;
    let meetings = 2 + (number + round) % 3;
    let opinions = number % 3 + round;
    let mut cells = Filler::default();
    cells
        .count("membres", *members)
        .count("membres_femmes", members * (46 + number % 7) / 100)
        .count(
            "membres_moins_30",
            if *members == 78 {
                78
            } else {
                members * (9 + number * 3 % 14) / 100
            },
        )
        .count(
            "membres_tires_au_sort",
            if number % 2 == 0 { members * 6 / 10 } else { 0 },
        )
        .count("reunions", meetings)
        .tenths(
            "participants_par_reunion",
            members * 10 * (58 + number * 5 % 22 + 2 * round) / 100,
        )
        .count("avis_rendus", opinions);
    if opinions > 0 {
        let followed = (opinions + number % 2) / 2;
        cells
            .count("avis_suivis_effet", followed)
            .choice(
                "suite_donnee",
                ["en_cours", "retenu", "en_partie"][index % 3],
            )
            .count("delai_reponse_jours", 48 + number * 17 % 60);
    }
    cells
        .tenths("satisfaction", 34 + number * 3 % 10 + round)
        .count("satisfaction_repondants", members * 4 / 10)
        .count("cout", 4200 + members * 95 + meetings * 1300)
        .text("recit", format!("{name} : {meetings} réunions, un travail suivi par les services. Les membres demandent des réponses plus rapides. La prochaine séance sera publique."));
    Some(cells.finish())
}

/// Code, title, theme, direction, département or nothing, first and last day.
type Consultation = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (i32, u32, u32),
    (i32, u32, u32),
);

const CONSULTATIONS: &[Consultation] = &[
    (
        "CONC-2025-01",
        "Plan régional de l’eau : partager la ressource",
        "eau",
        "eau",
        "",
        (2025, 9, 15),
        (2025, 11, 28),
    ),
    (
        "CONC-2025-02",
        "Halte ferroviaire de Castelnaudary",
        "mobilites",
        "mobilites",
        "11",
        (2025, 10, 6),
        (2025, 12, 12),
    ),
    (
        "CONC-2026-01",
        "Lycée neuf du bassin montalbanais",
        "jeunesse",
        "jeunesse",
        "82",
        (2026, 1, 12),
        (2026, 3, 20),
    ),
    (
        "CONC-2026-02",
        "Stratégie régionale pour la biodiversité",
        "biodiversite",
        "environnement",
        "",
        (2026, 2, 2),
        (2026, 5, 29),
    ),
    (
        "CONC-2026-03",
        "Cartes de transport des jeunes ruraux",
        "mobilites",
        "mobilites",
        "",
        (2026, 3, 16),
        (2026, 6, 19),
    ),
    (
        "CONC-2026-04",
        "Charte des projets éoliens et solaires",
        "energie",
        "energie",
        "",
        (2026, 4, 13),
        (2026, 7, 17),
    ),
    (
        "CONC-2026-05",
        "Cantines : vers un menu de saison",
        "alimentation",
        "agriculture",
        "",
        (2026, 5, 4),
        (2026, 8, 31),
    ),
    (
        "CONC-2026-06",
        "Abords du château de Foix",
        "patrimoine",
        "culture",
        "09",
        (2026, 6, 15),
        (2026, 9, 25),
    ),
];

pub(super) fn consultations() -> Vec<Subject> {
    (70u64..)
        .zip(CONSULTATIONS)
        .map(
            |(number, (id, title, theme, direction, county, first, last))| {
                let lead = person(number);
                let mut row = Filler::default();
                row.text("concertation_id", *id)
                    .text("titre", *title)
                    .text("thematique", *theme)
                    .text("direction", *direction);
                if !county.is_empty() {
                    row.text("departement", *county);
                }
                row.date("debut", ymd(*first))
                    .date("fin", ymd(*last))
                    .text("responsable_courriel", address(&lead))
                    .text("responsable", lead);
                subject(id, direction, title, row)
            },
        )
        .collect()
}

/// The answers of a consultation, in the quarter in which it ended; none in the others.
pub(super) fn consultation_answers(index: usize, period: Period) -> Option<Cells> {
    let (_, title, _, _, county, first, last) = CONSULTATIONS.get(index)?;
    let (first, last) = (ymd(*first), ymd(*last));
    if last < period.start() || last > period.end() {
        return None;
    }
    let number = i64::try_from(index).ok()?;
    let (present, online) = (160 + number * 67 % 310, 420 + number * 211 % 900);
    let proposals = 14 + number * 9 % 31;
    let phases = ["orientations", "projet", "diagnostic", "mise_en_oeuvre"];
    let mut cells = Filler::default();
    cells
        .text("sujet", *title)
        .choice("phase", phases[index % phases.len()])
        .count("duree_jours", (last - first).num_days() + 1)
        .count("participants_presentiel", present)
        .count("participants_numerique", online)
        .count("contributions", present / 3 + online * 4 / 5)
        .count("contributeurs_nouveaux", (present + online) * (24 + number * 5 % 21) / 100)
        .count("territoires_touches", if county.is_empty() { 13 - number % 3 } else { 1 })
        .count("propositions", proposals)
        .count("propositions_retenues", proposals * (22 + number * 7 % 34) / 100)
        .yes("reponse_motivee_publiee", number != 4 && number != 7)
        .count("cout", 9_500 + number * 2_350)
        .tenths("satisfaction", 35 + number % 8)
        .count("satisfaction_repondants", present / 2)
        .text("recit", "Les réunions ont fait émerger des propositions concrètes. Les services y ont répondu par écrit. Un rendez-vous est donné dans un an.");
    Some(cells.finish())
}

pub(super) fn subject(id: &str, direction: &str, title: &str, row: Filler) -> Subject {
    Subject {
        id: id.to_owned(),
        direction: direction.to_owned(),
        title: title.to_owned(),
        row: row.finish(),
    }
}

/// A person's fictitious address.
pub(super) fn address(person: &str) -> String {
    format!("{}@exemple.invalid", slug(person).replace('-', "."))
}

fn ymd((y, m, d): (i32, u32, u32)) -> NaiveDate {
    day(y, m, d)
}

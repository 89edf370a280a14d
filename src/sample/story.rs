//! What each winning project tells, quarter after quarter.

use chrono::{Days, NaiveDate};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

use super::cell::{Cells, Filler};
use super::effects;
use super::subject::Dossier;
use super::voices;
use crate::model::Period;

/// How a project goes. Quarters are counted from 0, the first one of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    /// As planned, more or less: the pace in thousandths.
    Steady(i64),
    /// Completed in this quarter.
    Finished(i64),
    /// Suspended from this quarter.
    Suspended(i64),
    /// Abandoned in this quarter.
    Abandoned(i64),
    /// Not begun before this quarter.
    Begins(i64),
}

fn path(project: &str, number: i64) -> Path {
    match project {
        "BP-2025-003" | "BP-2024-004" | "BP-2024-029" | "BP-2024-030" => Path::Finished(3),
        "BP-2024-011" | "BP-2024-018" => Path::Finished(2),
        "BP-2024-009" | "BP-2024-036" => Path::Finished(1),
        "BP-2024-016" => Path::Finished(0),
        "BP-2024-007" => Path::Suspended(2),
        "BP-2024-021" => Path::Suspended(1),
        "BP-2025-011" => Path::Suspended(3),
        "BP-2024-025" => Path::Abandoned(2),
        "BP-2025-016" => Path::Abandoned(3),
        "BP-2025-015" => Path::Begins(9),
        "BP-2025-012" => Path::Begins(2),
        // Late: two thirds of the planned pace at best.
        "BP-2024-005" | "BP-2024-013" | "BP-2024-023" | "BP-2024-026" | "BP-2024-034"
        | "BP-2025-007" => Path::Steady(560),
        _ => Path::Steady(820 + number * 37 % 210),
    }
}

/// Where a project stands at the end of a quarter.
pub(super) struct Stand {
    /// The choice of `statut`.
    pub(super) status: &'static str,
    /// Percent.
    pub(super) progress: i64,
    /// Days by which the end slips.
    slip: i64,
}

fn stand(dossier: &Dossier, quarter: i64, end: NaiveDate) -> Stand {
    let number = i64::try_from(dossier.number).unwrap_or(0);
    let planned = (dossier.end - dossier.start).num_days().max(1);
    let at = |pace: i64, back: i64| {
        let elapsed = (end - dossier.start).num_days() - 91 * back;
        (elapsed.max(0) * 100 * pace / planned / 1000 / 5 * 5).clamp(0, 95)
    };
    let begun = |progress: i64| {
        if progress == 0 {
            "non_demarre"
        } else {
            "en_cours"
        }
    };
    let (status, progress, slip) = match path(dossier.project.id, number) {
        Path::Steady(pace) => {
            let progress = at(pace, 0).max(5);
            (begun(progress), progress, (1000 - pace) * planned / 1400)
        }
        Path::Finished(last) if quarter >= last => ("acheve", 100, 20 - number % 5 * 12),
        Path::Finished(last) => ("en_cours", (92 - 17 * (last - quarter)).max(10), 15),
        Path::Suspended(from) if quarter >= from => {
            ("suspendu", at(800, quarter - from + 1).max(15), 190)
        }
        Path::Suspended(_) => ("en_cours", at(800, 0).max(10), 60),
        Path::Abandoned(from) if quarter >= from => {
            ("abandonne", at(400, quarter - from + 1).max(10), 0)
        }
        Path::Abandoned(_) => ("en_cours", at(400, 0).max(10), 150),
        Path::Begins(first) if quarter < first => ("non_demarre", 0, 120),
        Path::Begins(first) => ("en_cours", (15 * (quarter - first + 1)).min(60), 120),
    };
    Stand {
        status,
        progress,
        slip,
    }
}

/// The answers of a project for a quarter.
pub(super) fn answers(dossier: &Dossier, quarter: i64, period: Period) -> Cells {
    let seed = 0x5A3E_0000 + dossier.number * 16 + u64::try_from(quarter).unwrap_or(0);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let stand = stand(dossier, quarter, period.end());
    let mut cells = Filler::default();
    cells
        .text("repondant_nom", dossier.contact.as_str())
        .text(
            "repondant_fonction",
            [
                "Présidente de l’association",
                "Coordinatrice",
                "Trésorier",
                "Animateur",
            ][rng.random_range(0..4)],
        )
        .text("repondant_courriel", dossier.email.as_str());
    progress(&mut cells, dossier, quarter, period, &stand, &mut rng);
    money(&mut cells, dossier, &stand);
    let started = stand.progress > 0 && stand.status != "abandonne";
    if started {
        effects::participation(&mut cells, dossier, quarter, &stand, &mut rng);
        effects::social(&mut cells, dossier, &stand, &mut rng);
        effects::environment(&mut cells, dossier, &stand, &mut rng);
    }
    if started && let Some((story, quote)) = voices::story(dossier.project.id) {
        cells.text("recit", story).text("citation", quote);
    }
    cells.yes(
        "autorisation_publication",
        started && !dossier.number.is_multiple_of(7),
    );
    if started && stand.status == "en_cours" && dossier.number % 4 == 1 {
        let after = Days::new(rng.random_range(20..=80));
        cells.date("evenement_date", period.end() + after).text(
            "evenement_texte",
            "Porte ouverte et chantier participatif, entrée libre",
        );
    }
    cells.finish()
}

fn progress(
    cells: &mut Filler,
    dossier: &Dossier,
    quarter: i64,
    period: Period,
    stand: &Stand,
    rng: &mut ChaCha8Rng,
) {
    let number = i64::try_from(dossier.number).unwrap_or(0);
    cells
        .choice("statut", stand.status)
        .count("avancement", stand.progress);
    if stand.status != "non_demarre" {
        cells.date(
            "date_demarrage",
            dossier.start + Days::new(dossier.number * 7 % 30),
        );
    }
    let slip = chrono::TimeDelta::days(stand.slip);
    match stand.status {
        "acheve" => {
            // The quarter in which it was completed does not change in later returns.
            let last = match path(dossier.project.id, number) {
                Path::Finished(last) => last,
                _ => quarter,
            };
            let end = period.start() - chrono::TimeDelta::days(91 * (quarter - last))
                + Days::new(30 + dossier.number % 40);
            cells.date("date_fin_reelle", end);
        }
        "abandonne" => {}
        _ => {
            let soonest = period.end() + Days::new(35);
            cells.date("date_fin_prevue", (dossier.end + slip).max(soonest));
        }
    }
    if stand.progress > 0 && stand.status != "abandonne" {
        let steps = voices::steps(dossier.project.theme);
        let index = usize::try_from(quarter + number).unwrap_or(0) % steps.len();
        cells.text("etapes_realisees", steps[index].0);
        if stand.status != "acheve" {
            cells.text("prochaine_etape", steps[index].1);
        }
    }
    difficulties(cells, dossier, stand, rng);
}

fn difficulties(cells: &mut Filler, dossier: &Dossier, stand: &Stand, rng: &mut ChaCha8Rng) {
    let late = stand.slip > 150;
    let (difficulties, support): (&[&str], Option<&str>) = match dossier.project.id {
        _ if stand.status == "acheve" => (&["aucune"], None),
        "BP-2024-007" if late => (
            &["financement", "fournisseurs"],
            Some("Un acompte plus élevé : la chaudière doit être payée à la commande."),
        ),
        "BP-2024-021" if late => (
            &["foncier"],
            Some("Une médiation avec le propriétaire de la grange."),
        ),
        "BP-2025-011" if late => (
            &["mobilisation", "administratif"],
            Some("Aide au recrutement d’une animatrice ou d’un animateur."),
        ),
        "BP-2024-025" if stand.status == "abandonne" => (&["mobilisation", "foncier"], None),
        "BP-2025-016" if stand.status == "abandonne" => (&["technique", "mobilisation"], None),
        "BP-2024-034" => (
            &["administratif", "technique"],
            Some("Un contact pour le raccordement au réseau électrique."),
        ),
        "BP-2025-007" => (
            &["financement"],
            Some("Le versement du deuxième acompte, attendu depuis le printemps."),
        ),
        _ if late => (&["fournisseurs"], None),
        _ if rng.random_bool(0.07) => (&["meteo"], None),
        _ if rng.random_bool(0.05) => (&["administratif"], None),
        _ => (&["aucune"], None),
    };
    cells
        .choices("difficultes", difficulties)
        .yes("besoin_appui", support.is_some());
    if let Some(support) = support {
        cells.text("besoin_appui_detail", support);
    }
}

fn money(cells: &mut Filler, dossier: &Dossier, stand: &Stand) {
    let number = i64::try_from(dossier.number).unwrap_or(0);
    let (cost, grant) = (dossier.cost, dossier.grant);
    let spent = cost * stand.progress * (82 + number * 13 % 16) / 10_000 / 10 * 10;
    let paid = match stand.progress {
        0 => 0,
        1..50 => grant * 3 / 10,
        50..90 => grant * 7 / 10,
        _ => grant * 9 / 10,
    };
    cells
        .count("cout_previsionnel", cost)
        .count("depense_cumulee", spent)
        .count("subvention_percue", paid);
    if stand.progress > 0 {
        let others = (cost - grant) * (55 + number * 7 % 40) / 100 / 50 * 50;
        let natures: [&[&str]; 4] = [
            &["commune", "epci"],
            &["departement"],
            &["mecenat", "don"],
            &["fonds_propres", "commune"],
        ];
        let nature = usize::try_from(number).unwrap_or(0) % natures.len();
        cells
            .count("cofinancements", others)
            .choices("nature_cofinancements", natures[nature]);
    }
}

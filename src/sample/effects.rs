//! Participation, social effects and effects on the environment of the sample projects.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use rust_decimal::Decimal;

use super::cell::Filler;
use super::story::Stand;
use super::subject::Dossier;

/// `count × percent`, in whole persons.
fn share(count: i64, percent: i64) -> i64 {
    count * percent / 100
}

pub(super) fn participation(
    cells: &mut Filler,
    dossier: &Dossier,
    quarter: i64,
    stand: &Stand,
    rng: &mut ChaCha8Rng,
) {
    let number = i64::try_from(dossier.number).unwrap_or(0);
    let halted = stand.status == "suspendu";
    let volunteers = 6 + number * 7 % 22 + quarter * 2 - if halted { 5 } else { 0 };
    cells
        .count("benevoles", volunteers)
        .count("heures_benevolat", volunteers * rng.random_range(6..=24))
        .count("partenaires", 2 + number % 6 + quarter / 2);
    let events = if halted { 0 } else { rng.random_range(0..=4) };
    cells.count("evenements", events);
    if events > 0 {
        let people = events * rng.random_range(14..=52);
        let young = if dossier.project.theme == "jeunesse" {
            rng.random_range(48..=70)
        } else {
            rng.random_range(12..=30)
        };
        cells
            .count("participants_evenements", people)
            .count("participantes", share(people, rng.random_range(44..=60)))
            .count("participants_moins_30", share(people, young));
    }
    cells.count(
        "decisions_partagees",
        2 + number % 4 - i64::from(number % 4 == 3),
    );
}

pub(super) fn social(cells: &mut Filler, dossier: &Dossier, stand: &Stand, rng: &mut ChaCha8Rng) {
    let number = i64::try_from(dossier.number).unwrap_or(0);
    if stand.progress >= 20 {
        let reach = match dossier.project.theme {
            "mobilites" | "lien_social" => 340,
            "alimentation" | "jeunesse" => 240,
            _ => 160,
        };
        let people = (reach + number * 29 % 120) * (40 + stand.progress) / 130
            * rng.random_range(85..=115)
            / 100;
        let young = if dossier.project.edition().0 == "jeunesse_2025" {
            rng.random_range(40..=66)
        } else {
            rng.random_range(12..=26)
        };
        let near = match dossier.project.zone {
            '-' => rng.random_range(8..=22),
            _ => rng.random_range(46..=78),
        };
        cells
            .count("beneficiaires", people)
            .count(
                "beneficiaires_femmes",
                share(people, rng.random_range(45..=58)),
            )
            .count("beneficiaires_moins_26", share(people, young))
            .count(
                "beneficiaires_plus_65",
                share(people, rng.random_range(8..=24)),
            )
            .count("beneficiaires_qpv_ruralite", share(people, near));
        if rng.random_bool(0.6) {
            cells.count(
                "beneficiaires_handicap",
                share(people, rng.random_range(2..=6)),
            );
        }
        cells.count(
            "lien_social",
            3 + number % 3 - i64::from(number % 3 == 2 && stand.progress < 60),
        );
        if rng.random_bool(0.55) {
            let answers = share(people, rng.random_range(12..=30)).max(4);
            cells
                .tenths("satisfaction", rng.random_range(36..=47))
                .count("satisfaction_repondants", answers);
        }
    }
    if number % 3 == 0 {
        cells.tenths("emplois_etp", 5 * (1 + number % 5));
    }
    if number % 6 == 4 {
        cells.count("heures_insertion", rng.random_range(60..=420));
    }
}

/// Effects come with progress: 60 % of the full amount at the start, all of it at the end.
pub(super) fn environment(
    cells: &mut Filler,
    dossier: &Dossier,
    stand: &Stand,
    rng: &mut ChaCha8Rng,
) {
    if stand.progress < 15 || stand.status == "suspendu" {
        return;
    }
    let number = i64::try_from(dossier.number).unwrap_or(0);
    let mut about =
        |full: i64| full * (60 + stand.progress * 4 / 10) / 100 * rng.random_range(75..=130) / 100;
    let mut gas = None;
    match dossier.project.theme {
        "biodiversite" => {
            cells
                .count("surface_restauree", about(5200))
                .count("arbres_plantes", about(95))
                .count("arbres_vivants_pct", 78 + number % 15)
                .count("especes_suivies", 12 + number % 20);
        }
        "eau" => {
            cells
                .count("eau_economisee", about(420))
                .count("surface_restauree", about(1400));
        }
        "energie" => {
            let (saved, made) = (about(9800), about(7600));
            cells
                .count("energie_economisee", saved)
                .count("energie_renouvelable", made);
            // Gas heating, about 0.23 kg CO₂e per kWh.
            gas = Some(saved * 23 / 100);
        }
        "mobilites" => {
            let kilometres = about(14_500);
            cells.count("km_voiture_evites", kilometres);
            // A car, about 0.2 kg CO₂e per kilometre.
            gas = Some(kilometres / 5);
        }
        "alimentation" => {
            let waste = about(1650);
            cells.count("dechets_evites", waste);
            if number % 2 == 0 {
                gas = Some(waste * 9 / 10);
            }
            if number % 3 == 1 {
                cells
                    .count("arbres_plantes", about(30))
                    .count("arbres_vivants_pct", 80 + number % 12);
            }
        }
        "lien_social" if dossier.project.direction == "economie_solidaire" => {
            cells.count("dechets_evites", about(4200));
        }
        "patrimoine" if number % 2 == 0 => {
            cells.count("surface_restauree", about(650));
        }
        _ => {}
    }
    if let Some(kilograms) = gas {
        let method = if number % 5 == 0 {
            "estimation"
        } else if number % 3 == 0 {
            "mesure"
        } else {
            "calcul_base_empreinte"
        };
        // Half a kilogram more where a spreadsheet would show decimals.
        let kilograms = Decimal::from(kilograms) + Decimal::new(5 * (number % 2), 1);
        cells
            .number("ges_evites", kilograms)
            .choice("ges_methode", method);
    }
}

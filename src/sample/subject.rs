//! The subjects of the sample register.

use chrono::{Days, NaiveDate};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

use super::cell::{Cells, Filler, day};
use super::projects::{PROJECTS, Project};

/// A subject of any kind: its code and its row in the register.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) id: String,
    pub(super) direction: String,
    pub(super) title: String,
    pub(super) row: Cells,
}

/// A winning project with what its trajectory starts from.
pub(super) struct Dossier {
    pub(super) project: &'static Project,
    pub(super) number: u64,
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    /// Euros.
    pub(super) cost: i64,
    /// Euros.
    pub(super) grant: i64,
    pub(super) contact: String,
    pub(super) email: String,
}

const FIRST_NAMES: &[&str] = &[
    "Camille", "Nour", "Jeanne", "Mathis", "Lucie", "Samir", "Odette", "Hugo", "Inès", "Paul",
    "Aïcha", "Rémi", "Salomé", "Denis", "Maëlle", "Victor", "Yasmine", "Roger",
];
const LAST_NAMES: &[&str] = &[
    "Fournials",
    "Delbosc",
    "Amrani",
    "Castaing",
    "Puech",
    "Lafforgue",
    "Ramond",
    "Benali",
    "Soulié",
    "Galtier",
    "Viala",
    "Peyrat",
    "Cazes",
    "Ortega",
    "Maury",
    "Bousquet",
    "Rouquette",
];

fn one<'a>(list: &[&'a str], index: u64) -> &'a str {
    usize::try_from(index)
        .ok()
        .and_then(|index| list.get(index % list.len()))
        .copied()
        .unwrap_or("Camille")
}

/// A fictitious person, always the same for a number.
pub(super) fn person(number: u64) -> String {
    format!(
        "{} {}",
        one(FIRST_NAMES, number * 5 + 3),
        one(LAST_NAMES, number * 3 + 1)
    )
}

/// Letters and digits of `text`, without accents, joined by hyphens.
pub(super) fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    for letter in text
        .replace(['œ', 'Œ'], "oe")
        .nfd()
        .flat_map(char::to_lowercase)
    {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !('\u{300}'..='\u{36f}').contains(&letter)
            && !slug.is_empty()
            && !slug.ends_with('-')
        {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

impl Project {
    /// The edition and the scheme, as in the register.
    pub(super) fn edition(&self) -> (&'static str, &'static str) {
        if self.id.starts_with("BP-2025") {
            ("jeunesse_2025", "Budget participatif jeunesse")
        } else if self.id <= "BP-2024-018" {
            ("montagne_2024", "Budget participatif montagne")
        } else {
            ("ruralite_2024", "Budget participatif ruralité")
        }
    }
}

/// The winning projects with dates and amounts.
pub(super) fn dossiers() -> Vec<Dossier> {
    (1u64..)
        .zip(PROJECTS)
        .map(|(number, project)| dossier(number, project))
        .collect()
}

fn dossier(number: u64, project: &'static Project) -> Dossier {
    let mut rng = ChaCha8Rng::seed_from_u64(0x00B1_1A00 + number);
    let (first, spread) = match project.edition().0 {
        "montagne_2024" => (day(2024, 10, 1), 150),
        "ruralite_2024" => (day(2025, 2, 1), 150),
        _ => (day(2025, 9, 15), 170),
    };
    let start = first + Days::new(rng.random_range(0..=spread));
    let end = start + Days::new(rng.random_range(450..=760));
    let grant = rng.random_range(24..=110) * 500;
    let cost = grant * 100 / rng.random_range(52..=78) / 100 * 100;
    Dossier {
        project,
        number,
        start,
        end,
        cost,
        grant,
        contact: person(number),
        email: format!("{}@exemple.invalid", slug(project.holder)),
    }
}

impl Dossier {
    /// Its row in the register.
    pub(super) fn subject(&self) -> Subject {
        let project = self.project;
        let (edition, scheme) = project.edition();
        let mut row = Filler::default();
        row.text("projet_id", project.id)
            .text("titre", project.title)
            .text("dispositif", scheme)
            .text("edition", edition)
            .text("thematique", project.theme)
            .text("direction", project.direction)
            .text("commune", project.town)
            .text("departement", project.county)
            .yes("quartier_prioritaire", project.zone == 'q')
            .yes("zone_rurale", project.zone == 'r')
            .count("montant_attribue", self.grant + self.grant / 20 / 100 * 100)
            .count("subvention_accordee", self.grant)
            .count("cout_initial", self.cost)
            .date("date_debut_prevue", self.start)
            .date("date_fin_initiale", self.end)
            .text("porteur", project.holder)
            .text("porteur_contact", self.contact.as_str())
            .text("porteur_courriel", self.email.as_str())
            // One holder reads English: the second language is tried on real documents.
            .text(
                "porteur_langue",
                if project.id == "BP-2024-015" {
                    "en"
                } else {
                    "fr"
                },
            );
        Subject {
            id: project.id.to_owned(),
            direction: project.direction.to_owned(),
            title: project.title.to_owned(),
            row: row.finish(),
        }
    }
}

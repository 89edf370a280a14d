//! Faults inside expressions land on their line and column in the file.

use super::*;
use crate::framework::{ExpressionProblem, Localised, WideTable};

/// Knows nothing of SQL: blames the word `faute`, and names that are no column.
struct Blame;

impl Blame {
    fn judge(table: &WideTable, text: &str) -> Result<(), ExpressionProblem> {
        assert!(table.column("benevoles").is_some() && table.column("periode").is_some());
        match text.find("faute") {
            None => Ok(()),
            Some(offset) => Err(ExpressionProblem {
                message: Localised {
                    fr: "colonne inconnue « faute »".to_owned(),
                    en: None,
                },
                suggestion: Some(Localised {
                    fr: "vouliez-vous dire « benevoles » ?".to_owned(),
                    en: None,
                }),
                offset: Some(offset),
            }),
        }
    }
}

impl ExpressionChecker for Blame {
    fn check_rule(&self, table: &WideTable, text: &str) -> Result<(), ExpressionProblem> {
        Self::judge(table, text)
    }

    fn check_indicator(&self, table: &WideTable, text: &str) -> Result<(), ExpressionProblem> {
        Self::judge(table, text)
    }
}

fn places(folder: &Folder) -> Vec<String> {
    folder
        .inspect(Some(&Blame))
        .problems
        .iter()
        .map(|p| p.place())
        .collect()
}

#[test]
fn a_sound_programme_passes_the_checker() {
    assert!(Folder::sound().inspect(Some(&Blame)).framework.is_some());
}

#[test]
fn each_expression_is_judged_and_its_fault_is_found_in_the_file() {
    let folder = Folder::sound()
        .with(QUESTIONNAIRE, "or benevoles < 1000", "or faute < 1000")
        .with(
            QUESTIONNAIRE,
            "\"statut = 'en_cours'\"",
            "\"faute = 'en_cours'\"",
        )
        .with(INDICATORS, "sum(benevoles)", "sum(faute)");
    assert_eq!(
        places(&folder),
        [
            "config/framework/indicators/social.toml:9:16",
            "config/framework/questionnaires/laureats.toml:29:13",
            "config/framework/questionnaires/laureats.toml:40:6",
        ]
    );
}

#[test]
fn a_fault_of_shape_elsewhere_does_not_hide_the_fault_of_an_expression() {
    let folder = Folder::sound()
        .with(QUESTIONNAIRE, "min = 0", "mini = 0")
        .with(INDICATORS, "sum(benevoles)", "sum(faute)");
    assert_eq!(places(&folder).len(), 2);
}

#[test]
fn expressions_are_not_blamed_for_a_column_that_cannot_be_read() {
    let folder = Folder::sound()
        .with(QUESTIONNAIRE, "type = \"integer\"", "type = \"entier\"")
        .with(INDICATORS, "sum(benevoles)", "sum(faute)");
    assert_eq!(
        places(&folder),
        ["config/framework/questionnaires/laureats.toml:27:8"]
    );
}

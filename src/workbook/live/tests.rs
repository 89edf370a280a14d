//! Formulas of the default framework, word for word.

use super::Live;
use crate::framework::Privacy;
use crate::workbook::Book;
use crate::workbook::kind_table::KindTable;
use crate::workbook::tests::scene::Scene;

/// What an indicator of the winning projects is as a formula; nothing where it has none.
fn formula(scene: &Scene, indicator: &str) -> Option<String> {
    scene.play(|view, returns| {
        let book = Book::new(view, returns, None);
        let kind = view.kind("laureats").unwrap();
        let table = KindTable::new(&book, kind, "Lauréats", "tab".to_owned());
        let found = kind
            .plan
            .indicators
            .iter()
            .find(|i| i.id.as_str() == indicator);
        let formula = Live::new(&book, &table).figure(found.unwrap(), None)?;
        formula.excel()
    })
}

/// The scene with another formula for the trees.
fn with(formula: &str) -> Scene {
    let mut scene = Scene::new(5);
    let mut indicators = scene.framework.indicators.iter_mut();
    let trees = indicators.find(|i| i.id.as_str() == "arbres_plantes");
    trees.unwrap().formula = formula.to_owned();
    scene
}

fn trees(sql: &str) -> Option<String> {
    formula(&with(sql), "arbres_plantes")
}

#[test]
fn sums_counts_and_rates_are_formulas() {
    let scene = Scene::new(5);
    let shown = |indicator: &str| formula(&scene, indicator).unwrap();
    assert_eq!(
        shown("taux_retour"),
        "IFERROR(ROUND(100*COUNTIFS(tab[Retour],\"●\u{a0}Accepté\")/ROWS(tab[Code du projet]),1),\"n.\u{a0}d.\")"
    );
    assert_eq!(
        shown("arbres_plantes"),
        "IFERROR(ROUND(SUM(tab[Arbres plantés])/(COUNT(tab[Arbres plantés])>0),0),\"n.\u{a0}d.\")"
    );
    assert_eq!(
        shown("part_femmes"),
        "IFERROR(ROUND(100*SUM(tab[dont bénéficiaires femmes])/SUMIFS(tab[Bénéficiaires ce trimestre],tab[dont bénéficiaires femmes],\"<>\"),1),\"n.\u{a0}d.\")"
    );
    assert!(shown("valeur_benevolat").contains("*param_smic_horaire"));
}

#[test]
fn null_stays_unknown_where_a_sum_of_nothing_would_be_zero() {
    // Nothing below the line asks whether trees are known.
    let rate = trees("100.0 * sum(arbres_plantes) / count(*)").unwrap();
    assert!(rate.contains("(COUNT(tab[Arbres plantés])>0)"), "{rate}");
}

#[test]
fn what_a_spreadsheet_cannot_say_has_no_formula() {
    for sql in [
        "median(arbres_plantes)",
        "min(days_between(date_fin_prevue, ouvert_le))",
        "count(distinct statut)",
        "sum(arbres_plantes) filter (where titre = 'x')",
        "count(*) filter (where nb_echanges > 1)",
    ] {
        assert_eq!(trees(sql), None, "{sql}");
    }
}

#[test]
fn columns_that_only_the_team_may_see_are_in_no_formula() {
    let mut scene = Scene::new(5);
    for questionnaire in &mut scene.framework.questionnaires {
        for field in &mut questionnaire.fields {
            if field.id.as_str() == "arbres_plantes" {
                field.privacy = Privacy::Confidentiel;
            }
        }
    }
    assert_eq!(formula(&scene, "arbres_plantes"), None);
}

#[test]
fn labels_that_could_be_mistaken_are_not_compared() {
    let sql = "count(*) filter (where statut = 'acheve')";
    assert!(trees(sql).is_some());
    let mut scene = with(sql);
    for questionnaire in &mut scene.framework.questionnaires {
        for field in &mut questionnaire.fields {
            if field.id.as_str() == "statut" {
                for choice in &mut field.choices {
                    choice.label.fr = "Pareil".to_owned();
                }
            }
        }
    }
    assert_eq!(formula(&scene, "arbres_plantes"), None);
    // A label that COUNTIFS would take for a pattern is compared letter for letter.
    for questionnaire in &mut scene.framework.questionnaires {
        for field in &mut questionnaire.fields {
            if field.id.as_str() == "statut" {
                for (at, choice) in field.choices.iter_mut().enumerate() {
                    choice.label.fr = format!("*{at}");
                }
            }
        }
    }
    let compared = formula(&scene, "arbres_plantes").unwrap();
    assert!(
        compared.contains("SUMPRODUCT((tab[Où en est le projet]=\"*"),
        "{compared}"
    );
}

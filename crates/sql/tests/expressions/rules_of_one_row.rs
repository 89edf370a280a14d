//! A rule says true, false or unknown of each row, as SQL does.

use crate::common::rule;

#[test]
fn nulls_follow_sql() {
    // accepte: t t f t t; avancement: 50 100 null 25 null.
    assert_eq!(rule("accepte and avancement > 30"), "ttff-");
    assert_eq!(rule("accepte or avancement > 30"), "tt-tt");
    assert_eq!(rule("not (avancement > 30)"), "ff-t-");
    assert_eq!(rule("avancement is null"), "fftft");
    assert_eq!(rule("(avancement > 30) is true"), "ttfff");
    assert_eq!(rule("avancement = null"), "-----");
    assert_eq!(rule("avancement is distinct from null"), "ttftf");
    assert_eq!(rule("null or accepte"), "tt-tt");
    assert_eq!(rule("true"), "ttttt");
}

#[test]
fn the_previous_return_has_its_qualifier() {
    assert_eq!(rule("avancement < prev.avancement"), "tf---");
    assert_eq!(rule("PREV.Avancement is null"), "ffttf");
}

#[test]
fn choices_ranges_and_texts() {
    assert_eq!(rule("statut in ('en cours', 'suspendu')"), "tf-tt");
    assert_eq!(rule("statut not in ('en cours', null)"), "f--f-");
    assert_eq!(rule("arbres between 7 and 10.0"), "tf-ft");
    assert_eq!(rule("arbres not between 7 and 10"), "ft-tf");
    assert_eq!(rule("statut like 'en%'"), "tf-tf");
    assert_eq!(rule("upper(statut) ilike 'ACH%'"), "ft-ff");
    assert_eq!(rule("length(statut) = 6"), "ft-ff");
    assert_eq!(
        rule("case statut when 'achevé' then avancement = 100 else true end"),
        "ttttt"
    );
    assert_eq!(
        rule("case when arbres > 5 then 'x' when arbres = 0 then 'y' end = 'x'"),
        "tt-ft"
    );
}

#[test]
fn lists_are_asked_what_they_hold() {
    assert_eq!(rule("has(difficultes, 'météo')"), "tf-tf");
    assert_eq!(rule("difficultes is null"), "fftff");
    assert_eq!(rule("coalesce(has(difficultes, 'autre'), false)"), "fffft");
}

#[test]
fn dates_differ_by_days() {
    // fin - debut: 30, -5, null, null, null.
    assert_eq!(rule("days_between(fin, debut) = 30"), "tf---");
    assert_eq!(rule("fin - debut < 0"), "ft---");
    assert_eq!(rule("debut + 30 = fin"), "tf---");
    assert_eq!(rule("fin - 30 = debut"), "tf---");
    // 20 000 days after 1970-01-01.
    assert_eq!(rule("debut = '2024-10-04'"), "tf-f-");
    assert_eq!(rule("debut >= date '2024-10-05'"), "ft-t-");
    assert_eq!(
        rule("year(debut) = 2024 and extract(month from debut) = 10 and quarter(debut) = 4"),
        "tt-f-"
    );
}

#[test]
fn numbers_are_exact_and_division_by_zero_is_unknown() {
    assert_eq!(rule("0.1 + 0.2 = 0.3"), "ttttt");
    assert_eq!(rule("cout / arbres > 100"), "tt--f");
    assert_eq!(rule("1 / 2 = 0.5"), "ttttt");
    assert_eq!(rule("1 / 0 is null"), "ttttt");
    assert_eq!(rule("7 % 4 = 3 and -7 % 4 = -3"), "ttttt");
    assert_eq!(rule("7 % 0 is null"), "ttttt");
    assert_eq!(rule("round(cout) = 1000"), "tf-ff");
    assert_eq!(
        rule("round(cout, 1) = 0.3 or round(cout, -3) = 1000"),
        "tf-ft"
    );
    assert_eq!(
        rule("round(-2.5) = -3 and floor(-2.5) = -3 and ceil(-2.5) = -2 and abs(-2.5) = 2.5"),
        "ttttt"
    );
    assert_eq!(rule("round(arbres / 3, 2) = 3.33"), "tf-ff");
    assert_eq!(rule("nullif(arbres, 0) is null"), "ffttf");
    assert_eq!(
        rule("greatest(arbres, 8.5) = 8.5 and least(arbres, 8) = 7"),
        "fffft"
    );
    assert_eq!(rule("coalesce(avancement, 0) = 0"), "fftft");
    assert_eq!(rule("arbres * param.smic_horaire = 118.80"), "tf-ff");
    assert_eq!(rule("- arbres = -10 and + arbres = 10"), "tf-ff");
}

#[test]
fn what_does_not_fit_is_unknown_and_stops_nothing() {
    assert_eq!(rule("9223372036854775807 + 1 > 0"), "ttttt");
    let square = "9999999999999999999 * 9999999999999999999 * 10";
    assert_eq!(rule(&format!("{square} is null")), "ttttt");
    assert_eq!(rule("(debut + 9223372036854775807) is null"), "ttttt");
    assert_eq!(rule("1.0 / 3 * 1000000000000000000 / 0 is null"), "ttttt");
}

#[test]
fn no_rows_no_rules_no_columns() {
    let schema = crate::common::schema();
    let empty = crate::common::columns()
        .iter()
        .map(|c| bilan_sql::ColumnData::nulls(c.type_(), 0))
        .collect();
    let table = bilan_sql::Table::new(&schema, empty).unwrap();
    let rule = bilan_sql::compile_rule("arbres > 0", &schema).unwrap();
    assert_eq!(
        bilan_sql::evaluate_rules(&table, &[rule]).unwrap(),
        [Vec::<Option<bool>>::new()]
    );
    assert!(bilan_sql::evaluate_rules(&table, &[]).unwrap().is_empty());
    let nothing = bilan_sql::Schema::new(vec![], []).unwrap();
    let constant = bilan_sql::compile_rule("1 < 2", &nothing).unwrap();
    let table = bilan_sql::Table::new(&nothing, vec![]).unwrap();
    assert_eq!(
        bilan_sql::evaluate_rules(&table, &[constant]).unwrap(),
        [Vec::<Option<bool>>::new()]
    );
}

#[test]
fn a_rule_of_another_table_is_refused() {
    let other = bilan_sql::Schema::new(vec![bilan_sql::Column::new("x", bilan_sql::Type::Int)], [])
        .unwrap();
    let rule = bilan_sql::compile_rule("x > 0", &other).unwrap();
    let error = bilan_sql::evaluate_rules(&crate::common::table(), &[rule]).unwrap_err();
    assert_eq!(
        error,
        bilan_sql::EngineError::OtherSchema {
            expression: "x > 0".to_owned()
        }
    );
}

//! Indicators give the figures that a person computes by hand.

use crate::common::{count, figure, groups, indicators, table};
use bilan_sql::{Aggregation, ColumnData, Table, aggregate};

#[test]
fn sums_means_and_ranks() {
    assert_eq!(figure("count(*)"), Some(5.0));
    assert_eq!(figure("count(arbres)"), Some(4.0));
    assert_eq!(figure("count(distinct theme)"), Some(2.0));
    assert_eq!(figure("sum(arbres)"), Some(37.0));
    assert_eq!(figure("sum(cout)"), Some(3000.6));
    assert_eq!(figure("avg(arbres)"), Some(9.25));
    assert_eq!(figure("mean(cout)"), Some(750.15));
    assert_eq!(figure("median(arbres)"), Some(8.5));
    assert_eq!(figure("median(cout)"), Some(500.2));
    assert_eq!(figure("min(arbres) + max(arbres)"), Some(20.0));
    assert_eq!(figure("quantile(arbres, 0.5)"), Some(8.5));
    assert_eq!(
        figure("percentile_cont(1) within group (order by arbres)"),
        Some(20.0)
    );
    assert_eq!(figure("sum(distinct arbres)"), Some(37.0));
    assert_eq!(figure("max(fin) - min(debut)"), Some(30.0));
    assert_eq!(figure("median(days_between(fin, debut))"), Some(12.5));
    assert_eq!(figure("sum(cout) - sum(distinct cout)"), Some(0.0));
    assert_eq!(
        figure("case when bool_or(accepte) then count(*) else 0 end"),
        Some(5.0)
    );
    assert_eq!(
        figure("case when bool_and(accepte) then 1 else 0 end"),
        Some(0.0)
    );
}

#[test]
fn shares_and_weighted_means() {
    assert_eq!(
        figure("100.0 * count(*) filter (where accepte) / count(*)"),
        Some(80.0)
    );
    // (50 × 1000.10 + 100 × 2000.20 + 25 × 0) / 3000.30
    let weighted = "sum(avancement * cout) / sum(cout) filter (where avancement is not null)";
    assert_eq!(figure(weighted), Some(250_025.0 / 3000.3));
    assert_eq!(figure("sum(arbres * param.smic_horaire)"), Some(439.56));
    // Per row 100.01, 100.01, null, null, 0.3 / 7 kept to ten places.
    assert_eq!(figure("sum(cout / arbres)"), Some(200.062_857_142_9));
    assert_eq!(
        figure("avg(cout / arbres) filter (where arbres > 7)"),
        Some(100.01)
    );
}

#[test]
fn nothing_divided_by_nothing_is_not_a_number_and_not_zero() {
    assert_eq!(figure("sum(arbres) / (count(*) - count(*))"), None);
    assert_eq!(figure("0.0 * count(*) / (0 * sum(arbres))"), None);
    assert_eq!(figure("sum(arbres) filter (where arbres > 1000)"), None);
    assert_eq!(figure("avg(arbres) filter (where arbres > 1000)"), None);
    assert_eq!(figure("count(*) filter (where arbres > 1000)"), Some(0.0));
}

#[test]
fn groups_are_sorted_and_nulls_are_a_group() {
    let found = groups("sum(arbres)", &["theme"]).unwrap();
    let read: Vec<_> = found
        .iter()
        .map(|g| (g.key[0].as_deref(), g.values[0], g.counts[0]))
        .collect();
    assert_eq!(
        read,
        [
            (None, Some(7.0), 1),
            (Some("eau"), Some(30.0), 2),
            (Some("énergie"), Some(0.0), 1)
        ]
    );
    let found = groups("count(*)", &["accepte", "debut", "avancement"]).unwrap();
    let keys: Vec<_> = found
        .iter()
        .map(|g| {
            g.key
                .iter()
                .map(|k| k.as_deref().unwrap_or("-"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        keys,
        [
            vec!["false", "-", "-"],
            vec!["true", "-", "-"],
            vec!["true", "2024-10-04", "50"],
            vec!["true", "2024-10-14", "100"],
            vec!["true", "2025-01-12", "25"],
        ]
    );
}

#[test]
fn a_table_without_rows_has_the_group_of_all_and_no_other() {
    let schema = crate::common::schema();
    let columns = crate::common::columns();
    let columns = columns
        .iter()
        .map(|like| ColumnData::nulls(like.type_(), 0));
    let none = Table::new(&schema, columns.collect()).unwrap();
    let texts = ["sum(arbres)", "count(*)"];
    let found = aggregate(&none, &indicators(&texts), &[]).unwrap();
    assert_eq!(
        (found[0].values.clone(), found[0].counts.clone()),
        (vec![None, Some(0.0)], vec![0, 0])
    );
    let found = aggregate(&none, &indicators(&texts), &["theme"]).unwrap();
    assert!(found.is_empty());
    // Planned for another table, it is the same.
    let both = Aggregation::new(&schema, &indicators(&texts), &["theme"]).unwrap();
    assert_eq!(both.of(&table()).unwrap().len(), 3);
    assert!(both.of(&none).unwrap().is_empty());
}

#[test]
fn nothing_asked_still_has_groups() {
    let found = aggregate(&table(), &[], &["theme"]).unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!(aggregate(&table(), &[], &[]).unwrap().len(), 1);
}

#[test]
fn the_rows_behind_a_figure() {
    assert_eq!(count("count(*)"), 5);
    assert_eq!(count("sum(arbres)"), 4);
    assert_eq!(count("sum(cout * avancement)"), 3);
    assert_eq!(count("sum(cout) / sum(arbres)"), 4);
    // One aggregate has no filter: all its rows are behind the figure.
    assert_eq!(
        count("100.0 * count(*) filter (where accepte) / count(*)"),
        5
    );
    assert_eq!(
        count("avg(arbres) filter (where accepte and arbres > 5)"),
        3
    );
    let either = "sum(arbres) filter (where theme = 'eau') / sum(arbres) filter (where arbres = 0)";
    assert_eq!(count(either), 3);
    // A column that is only asked whether it is filled may be empty.
    assert_eq!(count("count(*) filter (where avancement is null)"), 2);
    assert_eq!(count("sum(coalesce(avancement, 0))"), 5);
}

#[test]
fn the_columns_behind_a_figure() {
    let text = "sum(cout) filter (where statut = 'achevé' and prev.avancement is null) / count(distinct theme)";
    let found = indicators(&[text])[0].columns();
    let read: Vec<_> = found
        .iter()
        .map(|used| (used.column.full_name(), used.required))
        .collect();
    let expected = [
        ("theme", true),
        ("cout", true),
        ("statut", true),
        ("prev.avancement", false),
    ];
    assert_eq!(
        read,
        expected.map(|(name, required)| (name.to_owned(), required))
    );
}

#[test]
fn sums_of_the_largest_values_do_not_wrap() {
    use bilan_sql::{Column, ColumnData, Schema, Table, Type, compile_indicator};
    let columns = vec![
        Column::field("i", Type::Int),
        Column::field("d", Type::Decimal),
    ];
    let schema = Schema::new(columns, []).unwrap();
    let large = 10_i128.pow(28) - 1;
    let values = vec![
        ColumnData::Int(vec![Some(i64::MAX); 1000]),
        ColumnData::Decimal(vec![Some(large); 1000]),
    ];
    let table = Table::new(&schema, values).unwrap();
    let of = |text: &str| {
        let indicator = compile_indicator(text, &schema).unwrap();
        aggregate(&table, &[indicator], &[]).unwrap()[0].values[0]
    };
    assert_eq!(of("sum(i)"), Some(9_223_372_036_854_775_807_000.0));
    assert_eq!(of("avg(i)"), Some(9_223_372_036_854_775_807.0));
    assert_eq!(of("sum(d)"), Some(1e25));
    assert_eq!(of("avg(d)"), Some(1e22));
    assert_eq!(of("median(i)"), None, "beyond 18 digits before the point");
    // A row whose value leaves 28 digits counts as unknown; nothing fails.
    assert_eq!(of("sum(d * d)"), None);
    assert_eq!(of("sum(i * i)"), None);
    assert_eq!(of("sum(d) * sum(d)"), None);
    assert_eq!(of("sum(d / 0.0000000001)"), None);
}

#[tokio::test]
async fn works_inside_a_runtime() {
    assert_eq!(figure("sum(arbres)"), Some(37.0));
}

#[test]
fn unknown_and_list_columns_cannot_be_grouped_by() {
    assert!(groups("count(*)", &["direction"]).is_err());
    assert!(groups("count(*)", &["difficultes"]).is_err());
}

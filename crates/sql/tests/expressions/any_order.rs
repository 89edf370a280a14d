//! The same bits for any order of rows, and for plans of other tables.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::common::{indicators, schema};
use bilan_sql::{Aggregation, ColumnData, Group, Table, aggregate};
use proptest::option::weighted;
use proptest::prelude::*;

const TEXTS: [&str; 9] = [
    "sum(cout)",
    "avg(cout)",
    "sum(cout / arbres)",
    "avg(cout / 3) filter (where accepte)",
    "100.0 * count(*) filter (where accepte) / count(*)",
    "sum(avancement * cout) / sum(cout) filter (where avancement is not null)",
    "median(cout)",
    "quantile(cout / 7, 0.9)",
    "count(distinct arbres)",
];

#[derive(Debug, Clone)]
struct Row {
    theme: Option<u8>,
    accepte: Option<bool>,
    arbres: Option<i64>,
    cout: Option<i128>,
    avancement: Option<i128>,
}

fn row() -> impl Strategy<Value = Row> {
    (
        weighted(0.9, 0_u8..3),
        weighted(0.9, any::<bool>()),
        weighted(0.8, -3_i64..50),
        weighted(0.8, any::<i64>()),
        weighted(0.8, 0_i64..100_000_000),
    )
        .prop_map(|(theme, accepte, arbres, cout, avancement)| Row {
            theme,
            accepte,
            arbres,
            cout: cout.map(i128::from),
            avancement: avancement.map(i128::from),
        })
}

fn figures(rows: &[Row]) -> Vec<Group> {
    let schema = schema();
    let columns = crate::common::columns()
        .into_iter()
        .enumerate()
        .map(|(at, like)| match at {
            0 => ColumnData::Text(
                rows.iter()
                    .map(|row| row.theme.map(|theme| format!("thème {theme}")))
                    .collect(),
            ),
            1 => ColumnData::Bool(rows.iter().map(|row| row.accepte).collect()),
            2 => ColumnData::Int(rows.iter().map(|row| row.arbres).collect()),
            3 => ColumnData::Decimal(rows.iter().map(|row| row.cout).collect()),
            4 => ColumnData::Decimal(rows.iter().map(|row| row.avancement).collect()),
            _ => ColumnData::nulls(like.type_(), rows.len()),
        });
    let table = Table::new(&schema, columns.collect()).unwrap();
    let indicators = indicators(&TEXTS);
    let mut all = aggregate(&table, &indicators, &["theme"]).unwrap();
    all.extend(aggregate(&table, &indicators, &[]).unwrap());
    // Planned once for all tables, the figures are the same.
    let planned = |by: &'static [&'static str]| {
        static KEPT: Mutex<BTreeMap<usize, Arc<Aggregation>>> = Mutex::new(BTreeMap::new());
        let mut kept = KEPT.lock().unwrap();
        let new = || Arc::new(Aggregation::new(&schema, &indicators, by).unwrap());
        Arc::clone(kept.entry(by.len()).or_insert_with(new))
    };
    let mut again = planned(&["theme"]).of(&table).unwrap();
    again.extend(planned(&[]).of(&table).unwrap());
    assert_eq!(again, all);
    all
}

fn bits(groups: &[Group]) -> Vec<Vec<Option<u64>>> {
    groups
        .iter()
        .map(|group| {
            group
                .values
                .iter()
                .map(|value| value.map(f64::to_bits))
                .collect()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_changes_no_bit(
        (rows, shuffled) in proptest::collection::vec(row(), 0..80)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let (found, expected) = (figures(&shuffled), figures(&rows));
        prop_assert_eq!(bits(&found), bits(&expected));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn sums_are_those_of_whole_numbers(rows in proptest::collection::vec(row(), 1..60)) {
        let all = figures(&rows);
        let total: i128 = rows.iter().filter_map(|row| row.cout).sum();
        let some = rows.iter().any(|row| row.cout.is_some());
        let expected = some.then(|| format!("{total}e-6").parse::<f64>().unwrap());
        prop_assert_eq!(all.last().unwrap().values[0], expected);
    }
}

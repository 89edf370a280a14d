//! A small table of projects that each test can compute by hand.

use bilan_sql::{Column, ColumnData, EngineError, Group, Indicator, Schema, Table, Type};

/// Two themes, a project without return, one without theme.
pub(crate) fn schema() -> Schema {
    let columns = vec![
        Column::new("theme", Type::Text),
        Column::new("accepte", Type::Bool),
        Column::field("arbres", Type::Int),
        Column::field("cout", Type::Decimal),
        Column::field("avancement", Type::Decimal),
        Column::field("debut", Type::Date),
        Column::field("fin", Type::Date),
        Column::field("statut", Type::Text),
        Column::field("difficultes", Type::List),
        Column::qualified("prev", "avancement", Type::Decimal),
    ];
    Schema::new(columns, [("smic_horaire".to_owned(), "11.88".to_owned())]).unwrap()
}

pub(crate) fn table() -> Table {
    Table::new(&schema(), columns()).unwrap()
}

pub(crate) fn columns() -> Vec<ColumnData> {
    let text = |values: &[Option<&str>]| {
        ColumnData::Text(
            values
                .iter()
                .map(|value| value.map(str::to_owned))
                .collect(),
        )
    };
    let list = |values: &[Option<&[&str]>]| {
        let own = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        ColumnData::List(values.iter().map(|value| value.map(own)).collect())
    };
    vec![
        text(&[Some("eau"), Some("eau"), Some("eau"), Some("énergie"), None]),
        ColumnData::Bool(vec![
            Some(true),
            Some(true),
            Some(false),
            Some(true),
            Some(true),
        ]),
        ColumnData::Int(vec![Some(10), Some(20), None, Some(0), Some(7)]),
        ColumnData::Decimal(vec![
            euros("1000.10"),
            euros("2000.20"),
            None,
            euros("0"),
            euros("0.30"),
        ]),
        ColumnData::Decimal(vec![euros("50"), euros("100"), None, euros("25"), None]),
        ColumnData::Date(vec![Some(20_000), Some(20_010), None, Some(20_100), None]),
        ColumnData::Date(vec![Some(20_030), Some(20_005), None, None, Some(20_000)]),
        text(&[
            Some("en cours"),
            Some("achevé"),
            None,
            Some("en cours"),
            Some("suspendu"),
        ]),
        list(&[
            Some(&["foncier", "météo"]),
            Some(&[]),
            None,
            Some(&["météo"]),
            Some(&["autre"]),
        ]),
        ColumnData::Decimal(vec![euros("60"), euros("90"), None, None, euros("1")]),
    ]
}

/// A decimal at the scale of the tables.
pub(crate) fn euros(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    Some(format!("{whole}{fraction:0<6}").parse().unwrap())
}

pub(crate) fn indicators(texts: &[&str]) -> Vec<Indicator> {
    let schema = schema();
    texts
        .iter()
        .map(|text| {
            bilan_sql::compile_indicator(text, &schema).unwrap_or_else(|e| panic!("{text}: {e}"))
        })
        .collect()
}

pub(crate) fn groups(text: &str, by: &[&str]) -> Result<Vec<Group>, EngineError> {
    bilan_sql::aggregate(&table(), &indicators(&[text]), by)
}

/// The figure over the whole table.
pub(crate) fn figure(text: &str) -> Option<f64> {
    groups(text, &[]).unwrap()[0].values[0]
}

/// The rows behind the figure.
pub(crate) fn count(text: &str) -> u64 {
    groups(text, &[]).unwrap()[0].counts[0]
}

/// What a rule says of each row: `t`, `f` or `-` for null.
pub(crate) fn rule(text: &str) -> String {
    let rule = bilan_sql::compile_rule(text, &schema()).unwrap_or_else(|e| panic!("{text}: {e}"));
    let answers = bilan_sql::evaluate_rules(&table(), &[rule]).unwrap();
    answers[0]
        .iter()
        .map(|answer| answer.map_or('-', |yes| if yes { 't' } else { 'f' }))
        .collect()
}

//! How long 40 indicators over 4,000 rows take at five levels, and 30 rules row by row:
//! `cargo run --release -p bilan-sql --example speed`.

use std::error::Error;
use std::time::Instant;

use bilan_sql::{
    Aggregation, Column, ColumnData, Indicator, Rule, Schema, Table, Type, compile_indicator,
    compile_rule, evaluate_rules,
};

const ROWS: i64 = 4_000;
const NUMBERS: usize = 30;
const INDICATORS: usize = 40;
const LEVELS: [&[&str]; 5] = [
    &[],
    &["direction"],
    &["thematique"],
    &["departement"],
    &["projet"],
];

fn main() -> Result<(), Box<dyn Error>> {
    let groups = [
        ("direction", 6),
        ("thematique", 8),
        ("departement", 13),
        ("projet", 1_000),
    ];
    let mut columns: Vec<Column> = groups
        .iter()
        .map(|(name, _)| Column::new(name, Type::Text))
        .collect();
    columns.push(Column::new("accepte", Type::Bool));
    columns.extend((0..NUMBERS).map(|at| Column::field(&format!("n{at}"), Type::Decimal)));
    let schema = Schema::new(columns, [])?;

    let mut data: Vec<ColumnData> = groups
        .iter()
        .map(|(name, different)| {
            ColumnData::Text(
                (0..ROWS)
                    .map(|row| Some(format!("{name} {}", row % different)))
                    .collect(),
            )
        })
        .collect();
    data.push(ColumnData::Bool(
        (0..ROWS).map(|row| Some(row % 10 != 0)).collect(),
    ));
    for at in 0..NUMBERS {
        let step = i128::try_from(at)? + 7;
        let value =
            |row: i64| (row % 11 != 0).then(|| i128::from(row) * step * 10_001 % 1_000_000_000);
        data.push(ColumnData::Decimal((0..ROWS).map(value).collect()));
    }
    let table = Table::new(&schema, data)?;

    let start = Instant::now();
    let indicators = (0..INDICATORS)
        .map(|at| indicator(at, &schema))
        .collect::<Result<Vec<_>, _>>()?;
    println!("compile {INDICATORS} indicators: {:?}", start.elapsed());
    let start = Instant::now();
    let rules = (0..NUMBERS)
        .map(|at| rule(at, &schema))
        .collect::<Result<Vec<_>, _>>()?;
    println!("compile {NUMBERS} rules: {:?}", start.elapsed());

    let start = Instant::now();
    let levels: Result<Vec<_>, _> = LEVELS
        .iter()
        .map(|level| Aggregation::new(&schema, &indicators, level))
        .collect();
    let levels = levels?;
    println!("prepare five levels: {:?}", start.elapsed());
    // The first time plans.
    for _ in 0..3 {
        let start = Instant::now();
        let mut found = 0;
        for level in &levels {
            found += level.of(&table)?.len();
        }
        println!("five levels, {found} groups: {:?}", start.elapsed());
    }
    let start = Instant::now();
    let answers = evaluate_rules(&table, &rules)?.len();
    println!("{answers} rules over {ROWS} rows: {:?}", start.elapsed());
    Ok(())
}

fn indicator(at: usize, schema: &Schema) -> Result<Indicator, Box<dyn Error>> {
    let (a, b) = (at % NUMBERS, (at + 1) % NUMBERS);
    let text = match at % 5 {
        0 => format!("sum(n{a})"),
        1 => format!("100.0 * sum(n{a}) / sum(n{b})"),
        2 => format!("avg(n{a}) filter (where accepte)"),
        3 => format!("sum(n{a} * n{b}) / sum(n{b}) filter (where n{a} is not null)"),
        _ => format!("100.0 * count(*) filter (where n{a} > {at}) / count(*)"),
    };
    Ok(compile_indicator(&text, schema)?)
}

fn rule(at: usize, schema: &Schema) -> Result<Rule, Box<dyn Error>> {
    let text = format!("n{at} <= 1.2 * n{} or not accepte", (at + 1) % NUMBERS);
    Ok(compile_rule(&text, schema)?)
}

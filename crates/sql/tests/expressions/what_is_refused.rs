//! What is not a rule or an indicator is refused, with its place and a way out.

use crate::common::schema;
use bilan_sql::{ErrorKind, ExpressionError, compile_indicator, compile_rule};

fn rule_error(text: &str) -> ExpressionError {
    match compile_rule(text, &schema()) {
        Ok(_) => panic!("`{text}` is accepted"),
        Err(error) => error,
    }
}

fn indicator_error(text: &str) -> ExpressionError {
    match compile_indicator(text, &schema()) {
        Ok(_) => panic!("`{text}` is accepted"),
        Err(error) => error,
    }
}

#[test]
fn only_one_expression() {
    for text in [
        "select 1",
        "SELECT * FROM t",
        "1; drop table projets",
        "1 = 1; drop table projets",
        "(select 1)",
        "arbres in (select 1)",
        "exists (select 1)",
        "arbres > all (select 1)",
        "with x as (select 1) select 1",
        "drop table projets",
        "arbres > 1 arbres",
        "arbres > 1, arbres > 2",
        "arbres > 1 as x",
        "arbres > 1)",
        "insert into t values (1)",
        "copy t to '/tmp/x'",
        "from t",
    ] {
        for error in [rule_error(text), indicator_error(text)] {
            let refused = matches!(
                error.kind,
                ErrorKind::NotAnExpression { .. } | ErrorKind::Syntax { .. }
            );
            assert!(refused, "{text}: {error:?}");
        }
    }
    let over = indicator_error("sum(arbres) over ()");
    assert!(
        matches!(over.kind, ErrorKind::NotAnExpression { .. }),
        "{over:?}"
    );
    assert!(matches!(
        rule_error("row_number() over () > 1").kind,
        ErrorKind::NotAnExpression { .. }
    ));
}

#[test]
fn only_the_sql_that_is_known_here() {
    for text in [
        "cast(arbres as text) = '1'",
        "arbres::text = '1'",
        "arbres = ?",
        "arbres = $1",
        "arbres[1] = 1",
        "array[1] = 1",
        "{d '2024-01-01'} > debut",
        "interval '1' day > 1",
        "statut ~ 'x'",
        "statut || 'x' = 'y'",
        "(arbres, cout) = (1, 2)",
        "arbres & 1 = 1",
        "struct(1) = 1",
        "*",
        "current_user = 'x'",
        "e'\\x' = statut",
        "position('a' in statut) = 1",
        "substring(statut from 1) = 'x'",
        "debut at time zone 'UTC' = debut",
        "any(arbres) = 1",
        "arbres -> 1 = 2",
        "@x = 1",
        "x -> x",
        "floor(debut to year) = debut",
    ] {
        let error = rule_error(text);
        assert!(
            !matches!(error.kind, ErrorKind::Engine { .. }),
            "{text}: {error:?}"
        );
    }
}

#[test]
fn hostile_lengths_end_in_an_error_and_not_in_the_stack() {
    let nested = |open: &str, close: &str, times: usize| {
        format!("{}1{}", open.repeat(times), close.repeat(times))
    };
    let long = |term: &str, times: usize| vec![term; times].join(" and ");
    let texts = [
        nested("(", ")", 5000),
        nested("(", ")", 5_000_000),
        nested("abs(", ")", 40),
        nested("case when true then ", " end", 400),
        nested("case when true then ", " end", 44),
        format!("{} true", "not ".repeat(1400)),
        format!("{} true", "not ".repeat(44)),
        format!("{} 1 = 1", "- ".repeat(1400)),
        long("accepte", 700),
        long("accepte", 100_000),
        vec!["1"; 700].join("+"),
        vec!["1"; 700].join("^"),
        "a.".repeat(700),
        "[".repeat(700),
        "'".to_owned() + &"x".repeat(20_000),
        "/*".repeat(8_000),
        "\u{0}".repeat(100),
        format!("arbres in ({})", vec!["1"; 5000].join(",")),
    ];
    for text in texts {
        // The smallest stack that a caller's thread may have.
        let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
        let head: String = text.chars().take(40).collect();
        let ended = thread
            .spawn(move || {
                (
                    compile_rule(&text, &schema()).err(),
                    compile_indicator(&text, &schema()).err(),
                )
            })
            .unwrap()
            .join()
            .unwrap();
        if !head.starts_with("not ") && !head.starts_with("case") {
            assert!(ended.0.is_some(), "{head}");
        }
        assert!(ended.1.is_some(), "{head}");
    }
}

#[test]
fn the_deepest_that_is_allowed_is_computed() {
    let long = vec!["accepte"; 79].join(" and ");
    assert_eq!(crate::common::rule(&long), "ttftt");
    let nested = format!("{}accepte{}", "(".repeat(30), ")".repeat(30));
    assert_eq!(crate::common::rule(&nested), "ttftt");
    let coalesced = format!("{}arbres{}", "coalesce(".repeat(25), ", 1)".repeat(25));
    assert_eq!(
        crate::common::figure(&format!("sum({coalesced})")),
        Some(38.0)
    );
}

#[test]
fn unknown_names_come_with_the_near_ones() {
    let error = rule_error("accepte and\n  avancment > 3");
    let ErrorKind::UnknownColumn {
        name,
        suggestions: found,
    } = &error.kind
    else {
        panic!("{error:?}")
    };
    assert_eq!(name, "avancment");
    assert_eq!(found.first().map(String::as_str), Some("avancement"));
    let place = error.place.unwrap();
    assert_eq!((place.offset, place.line, place.column), (14, 2, 3));
    assert!(
        error
            .to_string()
            .starts_with("unknown column `avancment`; did you mean"),
        "{error}"
    );

    let error = rule_error("cout > param.smic_horair");
    let expected = ErrorKind::UnknownParameter {
        name: "smic_horair".to_owned(),
        suggestions: vec!["smic_horaire".to_owned()],
    };
    assert_eq!(error.kind, expected);
    let ErrorKind::UnknownFunction { suggestions, .. } = indicator_error("medain(arbres)").kind
    else {
        panic!()
    };
    assert_eq!(suggestions.first().map(String::as_str), Some("median"));
    let ErrorKind::UnknownFunction { .. } = rule_error("pg_sleep(1)").kind else {
        panic!()
    };
}

#[test]
fn types_must_fit() {
    for (text, message) in [
        ("arbres", "yes/no expected, whole number found"),
        ("arbres = statut", "whole number expected, text found"),
        ("statut > 3", "text expected, whole number found"),
        ("arbres and accepte", "yes/no expected, whole number found"),
        (
            "difficultes = 'x'",
            "whole number or decimal number or date or text or yes/no expected, list of choices found",
        ),
        ("has(statut, 'x')", "list of choices expected, text found"),
        (
            "sum(arbres) > 3",
            "`sum` computes over many rows; a rule sees one row",
        ),
        (
            "debut > 'demain'",
            "`demain` is not a date; write it '2026-10-31'",
        ),
        (
            "debut > '2026-02-30'",
            "`2026-02-30` is not a date; write it '2026-10-31'",
        ),
        (
            "round(cout, arbres) = 1",
            "`round` is written `round(number) or round(number, digits)`",
        ),
        (
            "has(difficultes)",
            "`has` is written `has(list_column, 'choice')`",
        ),
        ("null", "yes/no expected, null found"),
        ("", "the expression is empty"),
        ("-- rien", "the expression is empty"),
    ] {
        assert_eq!(rule_error(text).to_string(), message, "{text}");
    }
}

#[test]
fn an_indicator_is_a_number_over_many_rows() {
    for (text, message) in [
        (
            "arbres",
            "column `arbres` is outside an aggregate function; write for example `sum(arbres)`",
        ),
        (
            "sum(cout) / arbres",
            "column `arbres` is outside an aggregate function; write for example `sum(arbres)`",
        ),
        (
            "1",
            "an indicator needs an aggregate function, for example `sum(…)` or `count(*)`",
        ),
        (
            "param.smic_horaire",
            "an indicator needs an aggregate function, for example `sum(…)` or `count(*)`",
        ),
        (
            "max(debut)",
            "whole number or decimal number expected, date found",
        ),
        (
            "bool_or(accepte)",
            "whole number or decimal number expected, yes/no found",
        ),
        (
            "sum(sum(arbres))",
            "`sum` is inside another aggregate function",
        ),
        (
            "sum(arbres) filter (where max(arbres) > 1)",
            "`max` is inside another aggregate function",
        ),
        (
            "sum(statut)",
            "whole number or decimal number expected, text found",
        ),
        ("sum(*)", "`sum` is written `sum(number)`"),
        ("sum(arbres, 1)", "`sum` is written `sum(number)`"),
        (
            "quantile(arbres, 2)",
            "`quantile` is written `quantile(number, 0.9)`",
        ),
        (
            "approx_median(arbres)",
            "`approx_median` does not give the same figure each time; use `median(…)`",
        ),
        (
            "stddev(arbres)",
            "`stddev` does not give the same figure each time",
        ),
        (
            "sum(arbres) filter (where arbres)",
            "yes/no expected, whole number found",
        ),
    ] {
        assert_eq!(indicator_error(text).to_string(), message, "{text}");
    }
}

#[test]
fn schemas_and_tables_are_checked() {
    use bilan_sql::{Column, ColumnData, Schema, SchemaError, Table, TableError, Type};
    let twice = Schema::new(
        vec![Column::new("a", Type::Int), Column::new("A", Type::Int)],
        [],
    );
    assert_eq!(
        twice.err(),
        Some(SchemaError::DuplicateColumn {
            name: "A".to_owned()
        })
    );
    let kept = Schema::new(vec![Column::qualified("param", "x", Type::Int)], []);
    assert!(matches!(kept, Err(SchemaError::ReservedQualifier { .. })));
    let wrong = Schema::new(vec![], [("p".to_owned(), "1,5".to_owned())]);
    assert!(matches!(wrong, Err(SchemaError::WrongParameter { .. })));
    let schema = Schema::new(
        vec![Column::new("a", Type::Int), Column::new("b", Type::Text)],
        [],
    )
    .unwrap();
    let table = Table::new(&schema, vec![ColumnData::Int(vec![None])]);
    assert_eq!(
        table.err(),
        Some(TableError::ColumnCount {
            found: 1,
            expected: 2
        })
    );
    let table = Table::new(
        &schema,
        vec![ColumnData::Int(vec![None]), ColumnData::Text(vec![])],
    );
    assert!(matches!(table, Err(TableError::RowCount { .. })));
    let table = Table::new(
        &schema,
        vec![ColumnData::Int(vec![None]), ColumnData::Int(vec![None])],
    );
    assert!(matches!(table, Err(TableError::WrongType { .. })));
}

//! Text to syntax tree, bounded before the recursive parser sees it.

use datafusion::sql::sqlparser::ast;
use datafusion::sql::sqlparser::dialect::Dialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer};

use crate::error::{ErrorKind, ExpressionError, TextPlace};

const MAX_BYTES: usize = 16 * 1024;
const MAX_WORDS: usize = 1_500;
/// Parentheses within parentheses; the parser takes some kilobytes of stack for each.
const MAX_NESTING: usize = 30;
const PARSER_RECURSION: usize = 45;

/// Standard SQL and `filter (where …)`. What the dialects of databases add is not wanted here, and costs: where named
/// arguments may be expressions, the parser reads each argument twice, so nested calls take exponential time.
#[derive(Debug)]
struct Expressions;

impl Dialect for Expressions {
    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        ch == '"'
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        ch.is_alphabetic() || ch == '_'
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        ch.is_alphanumeric() || ch == '_'
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }
}

/// The one expression that `text` is.
pub(crate) fn parse(text: &str) -> Result<ast::Expr, ExpressionError> {
    let fail = |kind, place| Err(ExpressionError { kind, place });
    if text.len() > MAX_BYTES {
        return fail(
            ErrorKind::TooLong {
                limit: MAX_BYTES,
                unit: "bytes",
            },
            None,
        );
    }
    let dialect = Expressions;
    let tokens = Tokenizer::new(&dialect, text)
        .tokenize_with_location()
        .map_err(|error| ExpressionError {
            kind: ErrorKind::Syntax {
                detail: error.message,
            },
            place: place(text, error.location),
        })?;
    bound(text, &tokens)?;
    let mut parser = Parser::new(&dialect)
        .with_recursion_limit(PARSER_RECURSION)
        .with_tokens_with_locations(tokens);
    let expression = parser
        .parse_expr()
        .map_err(|error| parser_error(text, error))?;
    let next = parser.peek_token();
    if next.token == Token::EOF {
        Ok(expression)
    } else {
        let kind = ErrorKind::NotAnExpression {
            found: format!("`{}` after its end", next.token),
        };
        fail(kind, place(text, next.span.start))
    }
}

/// Refuses what is too much, and statements, whose errors would otherwise speak of their grammar.
fn bound(text: &str, tokens: &[TokenWithSpan]) -> Result<(), ExpressionError> {
    let mut words = 0_usize;
    let mut depth = 0_usize;
    for TokenWithSpan { token, span } in tokens {
        let kind = match token {
            Token::Whitespace(_) | Token::EOF => continue,
            Token::SemiColon => Some(ErrorKind::NotAnExpression {
                found: "a second statement (`;`)".to_owned(),
            }),
            Token::Word(word)
                if word.quote_style.is_none() && is_statement(word.keyword, words == 0) =>
            {
                Some(ErrorKind::NotAnExpression {
                    found: format!("a statement (`{}`)", word.value),
                })
            }
            Token::LParen | Token::LBracket | Token::LBrace => {
                depth += 1;
                (depth > MAX_NESTING).then_some(ErrorKind::TooDeep { limit: MAX_NESTING })
            }
            Token::RParen | Token::RBracket | Token::RBrace => {
                depth = depth.saturating_sub(1);
                None
            }
            _ => None,
        };
        words += 1;
        let kind = kind.or((words > MAX_WORDS).then_some(ErrorKind::TooLong {
            limit: MAX_WORDS,
            unit: "words",
        }));
        if let Some(kind) = kind {
            return Err(ExpressionError {
                kind,
                place: place(text, span.start),
            });
        }
    }
    if words == 0 {
        return Err(ExpressionError {
            kind: ErrorKind::Empty,
            place: None,
        });
    }
    Ok(())
}

fn is_statement(keyword: Keyword, first: bool) -> bool {
    match keyword {
        Keyword::SELECT => true,
        Keyword::WITH
        | Keyword::INSERT
        | Keyword::UPDATE
        | Keyword::DELETE
        | Keyword::DROP
        | Keyword::CREATE
        | Keyword::ALTER
        | Keyword::COPY
        | Keyword::EXPLAIN
        | Keyword::FROM
        | Keyword::TABLE => first,
        _ => false,
    }
}

fn parser_error(text: &str, error: ParserError) -> ExpressionError {
    let message = match error {
        ParserError::RecursionLimitExceeded => {
            return ExpressionError {
                kind: ErrorKind::TooDeep { limit: MAX_NESTING },
                place: None,
            };
        }
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
    };
    // The parser has its place in its message only: "Expected: …, found: … at Line: 1, Column: 5".
    let (detail, location) = match message.rsplit_once(" at Line: ") {
        Some((detail, rest)) => (detail.to_owned(), parse_location(rest)),
        None => (message, None),
    };
    ExpressionError {
        kind: ErrorKind::Syntax { detail },
        place: location.map_or_else(|| Some(end_of(text)), |location| place(text, location)),
    }
}

fn parse_location(text: &str) -> Option<Location> {
    let (line, column) = text.split_once(", Column: ")?;
    Some(Location {
        line: line.trim().parse().ok()?,
        column: column.trim().parse().ok()?,
    })
}

/// The start of `span` in `text`.
pub(crate) fn place_of(text: &str, span: Span) -> Option<TextPlace> {
    place(text, span.start)
}

fn place(text: &str, location: Location) -> Option<TextPlace> {
    // The parser's sign for "nowhere".
    if location.line == 0 {
        return None;
    }
    let line = usize::try_from(location.line).ok()?;
    let column = usize::try_from(location.column).ok()?;
    let before: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text.get(before..)?;
    let within = rest
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(rest.len(), |(at, _)| at);
    Some(TextPlace {
        offset: before + within,
        line,
        column,
    })
}

fn end_of(text: &str) -> TextPlace {
    let line = text.split_inclusive('\n').next_back().unwrap_or("");
    TextPlace {
        offset: text.len(),
        line: text.lines().count().max(1),
        column: line.trim_end_matches('\n').chars().count() + 1,
    }
}

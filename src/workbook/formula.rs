//! Formulas of cells: written once, said in the words of Excel and of OpenFormula.
//!
//! A formula is made of names, places and texts of the framework. A text from a return is never part of one: it is
//! pointed at.

use std::fmt::Write as _;
use std::rc::Rc;

use crate::model::CellRef;

/// Excel refuses more letters in a formula, and in a text inside it.
const LONGEST: usize = 8_000;
const LONGEST_TEXT: usize = 255;

/// A column of a native table: all its rows, none of its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableColumn {
    /// The name of the table.
    pub(super) table: String,
    /// The header of the column, as it stands in the table.
    pub(super) header: String,
    /// The sheet, and the place of the cells on it, counted from zero.
    pub(super) sheet: String,
    pub(super) column: u16,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Formula {
    /// A number as written, with a point.
    Number(String),
    Text(String),
    /// A name of the workbook.
    Name(String),
    /// A column of a table.
    Column(Rc<TableColumn>),
    /// A cell of the formula's own sheet: row and column from zero.
    Cell(u32, u16),
    /// A function of both languages and its arguments.
    Call(&'static str, Vec<Formula>),
    /// Two values around `+`, `-`, `*`, `/`, `&`, `=`, `<>`, `<`, `<=`, `>` or `>=`.
    Infix(Box<Formula>, &'static str, Box<Formula>),
}

/// The languages that formulas are written in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Excel,
    OpenFormula,
}

impl Formula {
    /// A whole number.
    pub(super) fn whole(number: u32) -> Self {
        Self::Number(number.to_string())
    }

    pub(super) fn call(name: &'static str, arguments: impl IntoIterator<Item = Self>) -> Self {
        Self::Call(name, arguments.into_iter().collect())
    }

    pub(super) fn infix(self, operator: &'static str, right: Self) -> Self {
        Self::Infix(self.into(), operator, right.into())
    }

    /// The value rounded; `missing` where it cannot be worked out.
    pub(super) fn figure(self, decimals: u8, missing: &str) -> Self {
        let rounded = Self::call("ROUND", [self, Self::whole(decimals.into())]);
        Self::call("IFERROR", [rounded, Self::Text(missing.to_owned())])
    }

    /// As Excel reads it, without the sign of equality; nothing where it is too long for Excel.
    pub(super) fn excel(&self) -> Option<String> {
        let mut written = String::new();
        self.write(Dialect::Excel, 0, &mut written)?;
        (written.len() <= LONGEST).then_some(written)
    }

    /// As OpenDocument keeps it.
    pub(super) fn open_formula(&self) -> Option<String> {
        let mut written = "of:=".to_owned();
        self.write(Dialect::OpenFormula, 0, &mut written)?;
        Some(written)
    }

    /// Appends the formula; `around` is how strongly the operator around it binds.
    fn write(&self, dialect: Dialect, around: u8, to: &mut String) -> Option<()> {
        match self {
            Self::Number(digits) => to.push_str(digits),
            Self::Text(text) => {
                if text.encode_utf16().count() > LONGEST_TEXT || text.contains(char::is_control) {
                    return None;
                }
                write!(to, "\"{}\"", text.replace('"', "\"\"")).ok()?;
            }
            Self::Name(name) => to.push_str(name),
            Self::Column(column) => match dialect {
                Dialect::Excel => {
                    write!(to, "{}[{}]", column.table, escaped(&column.header)).ok()?;
                }
                Dialect::OpenFormula => {
                    let letters = CellRef::column_name(u32::from(column.column));
                    let sheet = column.sheet.replace('\'', "''");
                    let (first, last) = (column.first + 1, column.last + 1);
                    write!(to, "[$'{sheet}'.${letters}${first}:.${letters}${last}]").ok()?;
                }
            },
            Self::Cell(row, column) => {
                let letters = CellRef::column_name(u32::from(*column));
                match dialect {
                    Dialect::Excel => write!(to, "${letters}{}", row + 1),
                    Dialect::OpenFormula => write!(to, "[.${letters}{}]", row + 1),
                }
                .ok()?;
            }
            Self::Call(name, arguments) => {
                to.push_str(name);
                to.push('(');
                for (at, argument) in arguments.iter().enumerate() {
                    if at > 0 {
                        to.push(match dialect {
                            Dialect::Excel => ',',
                            Dialect::OpenFormula => ';',
                        });
                    }
                    argument.write(dialect, 0, to)?;
                }
                to.push(')');
            }
            Self::Infix(left, operator, right) => {
                let own = strength(operator);
                if own < around {
                    to.push('(');
                }
                left.write(dialect, own, to)?;
                to.push_str(operator);
                // `a-(b-c)` and `a/(b*c)` keep their parentheses.
                right.write(dialect, own + 1, to)?;
                if own < around {
                    to.push(')');
                }
            }
        }
        Some(())
    }
}

/// How strongly an operator binds.
fn strength(operator: &str) -> u8 {
    match operator {
        "*" | "/" => 5,
        "+" | "-" => 3,
        "&" => 2,
        _ => 1,
    }
}

/// A header inside the brackets of a reference to a column of a table.
fn escaped(header: &str) -> String {
    let mut escaped = String::with_capacity(header.len());
    for letter in header.chars() {
        if matches!(letter, '[' | ']' | '#' | '\'') {
            escaped.push('\'');
        }
        escaped.push(letter);
    }
    escaped
}

/// What a formula gives, as worked out here: what programs show until they work it out themselves.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    Number(f64),
    Text(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(header: &str) -> Formula {
        Formula::Column(Rc::new(TableColumn {
            table: "tab_laureats".to_owned(),
            header: header.to_owned(),
            sheet: "Projets d'été".to_owned(),
            column: 27,
            first: 4,
            last: 9,
        }))
    }

    #[test]
    fn both_languages_say_the_same() {
        let sum = Formula::call("SUM", [column("Coût [€]")]);
        let known = Formula::call("COUNT", [column("Coût [€]")]).infix(">", Formula::whole(0));
        let formula = sum.infix("/", known).figure(1, "n.\u{a0}d.");
        assert_eq!(
            formula.excel().unwrap(),
            "IFERROR(ROUND(SUM(tab_laureats[Coût '[€']])/(COUNT(tab_laureats[Coût '[€']])>0),1),\"n.\u{a0}d.\")"
        );
        assert_eq!(
            formula.open_formula().unwrap(),
            "of:=IFERROR(ROUND(SUM([$'Projets d''été'.$AB$5:.$AB$10])/(COUNT([$'Projets d''été'.$AB$5:.$AB$10])>0);1);\"n.\u{a0}d.\")"
        );
    }

    #[test]
    fn parentheses_stand_where_they_change_the_sense_only() {
        let one = || Formula::whole(1);
        let two = || Formula::whole(2);
        let minus = one().infix("-", one().infix("-", two()));
        assert_eq!(minus.excel().unwrap(), "1-(1-2)");
        let plain = one().infix("*", two()).infix("/", one());
        assert_eq!(plain.excel().unwrap(), "1*2/1");
        let over = one().infix("/", one().infix("*", two()));
        assert_eq!(over.excel().unwrap(), "1/(1*2)");
        let product = one().infix("+", two()).infix("*", two());
        assert_eq!(product.excel().unwrap(), "(1+2)*2");
    }

    #[test]
    fn what_a_spreadsheet_refuses_is_no_formula() {
        assert_eq!(Formula::Text("x".repeat(256)).excel(), None);
        assert_eq!(Formula::Text("a\nb".to_owned()).excel(), None);
        let long = Formula::call("SUM", (0..3_000).map(Formula::whole));
        assert_eq!(long.excel(), None);
    }
}

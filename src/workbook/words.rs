//! The words of the workbook: its own messages, and the names that the programme gives to things.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::evaluate::COVERAGE_FLOOR;
use crate::framework::{
    Chain, ColumnRole, Dimension, FieldType, Framework, Indicator, Kind, Language, Localised,
    Privacy, Programme, Sense, Target,
};
use crate::model::{Coverage, Figure, Status, Value};
use crate::render::View;
use crate::text::{Arg, Texts, number, with_unit};

use super::look::mark;

/// The words of one language, and the programme that names things.
#[derive(Clone, Copy)]
pub(super) struct Words<'v> {
    texts: &'v Texts,
    framework: &'v Framework,
    pub(super) language: Language,
}

/// A count as a number of a cell; counts are far below the limit of exactness.
pub(super) fn float(count: u64) -> f64 {
    Decimal::from(count).to_f64().unwrap_or_default()
}

/// How many there are, as a number.
pub(super) fn many(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A count as an argument of a message.
pub(super) fn count<'a>(number: u64) -> Arg<'a> {
    Arg::from(float(number))
}

/// The share of expected returns that were accepted, in points.
pub(super) fn share(coverage: Coverage) -> Option<f64> {
    crate::evaluate::round_to(coverage.share()? * 100.0, 0)
}

/// Whether too few returns are behind a figure.
pub(super) fn is_low(coverage: Coverage) -> bool {
    coverage.share().is_none_or(|share| share < COVERAGE_FLOOR)
}

impl<'v> Words<'v> {
    pub(super) fn new(view: &View<'v>) -> Self {
        Self {
            texts: view.texts,
            framework: view.framework,
            language: view.language,
        }
    }

    /// A message of the workbook.
    pub(super) fn say(&self, id: &str) -> String {
        self.tell(id, &[])
    }

    /// A message of the workbook with its arguments.
    pub(super) fn tell(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.texts.get(&format!("workbook-{id}"), args)
    }

    /// A text of the programme.
    pub(super) fn of<'t>(&self, text: &'t Localised) -> &'t str {
        text.get(self.language)
    }

    /// The unit of an indicator.
    pub(super) fn unit<'t>(&self, indicator: &'t Indicator) -> &'t str {
        self.of(&indicator.unit)
    }

    /// An indicator with its unit, as a header has it.
    pub(super) fn with_unit(&self, indicator: &Indicator) -> String {
        let (label, unit) = (self.of(&indicator.label), self.unit(indicator));
        self.tell(
            "header-unit",
            &[("label", label.into()), ("unit", unit.into())],
        )
    }

    /// The mark and the word of a status.
    pub(super) fn status(&self, status: Status) -> String {
        let word = self.say(match status {
            Status::Atteint => "status-atteint",
            Status::EnBonneVoie => "status-en-bonne-voie",
            Status::ASurveiller => "status-a-surveiller",
            Status::Critique => "status-critique",
            Status::NonDisponible => "status-n-d",
        });
        format!("{}\u{a0}{word}", mark(status))
    }

    /// The status of a figure; where there is none, why.
    pub(super) fn status_of(&self, indicator: &Indicator, figure: &Figure) -> String {
        if figure.status != Status::NonDisponible {
            return self.status(figure.status);
        }
        let reason = if figure.value.is_none() {
            "status-n-d"
        } else if is_low(figure.coverage) {
            "status-low"
        } else if indicator.target.is_none() || indicator.sense == Sense::None {
            "status-none"
        } else {
            "status-n-d"
        };
        let word = self.say(reason);
        format!("{}\u{a0}{word}", mark(Status::NonDisponible))
    }

    /// A value of an indicator with its unit.
    pub(super) fn value(&self, indicator: &Indicator, value: Option<f64>) -> String {
        with_unit(
            value,
            indicator.decimals,
            self.unit(indicator),
            self.language,
        )
    }

    /// A range aimed at, in words.
    pub(super) fn range(&self, indicator: &Indicator, [low, high]: [f64; 2]) -> String {
        let bound = |n| number(n, decimals_of(n), self.language);
        self.tell(
            "range",
            &[
                ("low", bound(low).into()),
                ("high", bound(high).into()),
                ("unit", self.unit(indicator).into()),
            ],
        )
    }

    /// What is aimed at, in words.
    pub(super) fn target(&self, indicator: &Indicator) -> Option<String> {
        Some(match indicator.target? {
            Target::Value(target) => with_unit(
                Some(target),
                decimals_of(target),
                self.unit(indicator),
                self.language,
            ),
            Target::Range(range) => self.range(indicator, range),
        })
    }

    /// The name of a group of a level: the programme's name for it, else its code.
    pub(super) fn group(&self, kind: &Kind, column: &str, code: &str) -> String {
        if code.is_empty() {
            return self.say("no-group");
        }
        let role = kind
            .register
            .columns
            .iter()
            .find(|c| c.id.as_str() == column)
            .and_then(|c| c.role);
        self.role_name(role, code)
    }

    fn role_name(&self, role: Option<ColumnRole>, code: &str) -> String {
        role_name(&self.framework.programme, self.language, role, code)
    }

    /// A value of a register column, in words.
    pub(super) fn register_text(&self, role: Option<ColumnRole>, value: &Value) -> String {
        match value {
            Value::Text(text) | Value::Choice(text) => self.role_name(role, text),
            Value::Bool(yes) => self.yes_no(*yes),
            Value::Choices(all) => all.join(", "),
            Value::Integer(n) => n.to_string(),
            Value::Number(n) => n.normalize().to_string(),
            Value::Date(day) => day.to_string(),
        }
    }

    pub(super) fn yes_no(&self, yes: bool) -> String {
        self.say(if yes { "yes" } else { "no" })
    }

    pub(super) fn dimension(&self, dimension: Dimension) -> String {
        self.say(match dimension {
            Dimension::Gestion => "dimension-gestion",
            Dimension::Participation => "dimension-participation",
            Dimension::Social => "dimension-social",
            Dimension::Environnement => "dimension-environnement",
        })
    }

    pub(super) fn chain(&self, chain: Chain) -> String {
        self.say(match chain {
            Chain::Moyens => "chain-moyens",
            Chain::Realisations => "chain-realisations",
            Chain::Resultats => "chain-resultats",
            Chain::Impacts => "chain-impacts",
        })
    }

    pub(super) fn privacy(&self, privacy: Privacy) -> String {
        self.say(match privacy {
            Privacy::Public => "privacy-public",
            Privacy::Interne => "privacy-interne",
            Privacy::Confidentiel => "privacy-confidentiel",
        })
    }

    pub(super) fn sense(&self, sense: Sense) -> String {
        self.say(match sense {
            Sense::More => "sense-more",
            Sense::Less => "sense-less",
            Sense::Range => "sense-range",
            Sense::None => "sense-none",
        })
    }

    pub(super) fn type_(&self, type_: FieldType) -> String {
        self.say(match type_ {
            FieldType::Text => "type-text",
            FieldType::Email => "type-email",
            FieldType::Integer => "type-integer",
            FieldType::Number => "type-number",
            FieldType::Euros => "type-euros",
            FieldType::Percent => "type-percent",
            FieldType::Date => "type-date",
            FieldType::Bool => "type-bool",
            FieldType::Choice => "type-choice",
            FieldType::Choices => "type-choices",
            FieldType::Score => "type-score",
        })
    }
}

/// The programme's name for a code of a register column of this role; the code itself where it has none.
pub(super) fn role_name(
    programme: &Programme,
    language: Language,
    role: Option<ColumnRole>,
    code: &str,
) -> String {
    let name = match role {
        Some(ColumnRole::Department) => programme
            .departments
            .iter()
            .find(|d| d.id == code)
            .map(|d| d.name.get(language)),
        Some(ColumnRole::Theme) => programme
            .themes
            .iter()
            .find(|t| t.id == code)
            .map(|t| t.name.get(language)),
        Some(ColumnRole::Edition) => programme
            .editions
            .iter()
            .find(|e| e.id == code)
            .map(|e| e.name.get(language)),
        Some(ColumnRole::County) => programme
            .counties
            .iter()
            .find(|c| c.code == code)
            .map(|c| c.name.as_str()),
        _ => None,
    };
    name.unwrap_or(code).to_owned()
}

/// The decimals that a target is written with: those it has, two at most.
pub(super) fn decimals_of(target: f64) -> u8 {
    if target.fract() == 0.0 {
        0
    } else if (target * 10.0).fract() == 0.0 {
        1
    } else {
        2
    }
}

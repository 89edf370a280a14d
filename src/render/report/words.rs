//! Figures, groups and periods in the words of the report's language.

use super::shapes::{self, Sentence};
use crate::evaluate::COVERAGE_FLOOR;
use crate::framework::{ColumnRole, Indicator, Kind, Language, Target};
use crate::model::{Coverage, Figure, FigureKey, Granularity, Period};
use crate::render::View;
use crate::text::{self, Arg};

/// The words of one report.
#[derive(Clone, Copy)]
pub(in crate::render) struct Words<'a> {
    pub(in crate::render) view: &'a View<'a>,
}

impl<'a> Words<'a> {
    pub(in crate::render) fn language(self) -> Language {
        self.view.language
    }

    /// The message `report-<id>`.
    pub(in crate::render) fn say(self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.view.texts.get(&format!("report-{id}"), args)
    }

    /// The message `report-<id>` with its attribute `lead` as its beginning.
    pub(in crate::render) fn sentence(
        self,
        id: &str,
        args: &[(&str, Arg<'_>)],
        keys: Vec<FigureKey>,
    ) -> Sentence {
        Sentence {
            lead: self.say(&format!("{id}.lead"), args),
            text: self.say(id, args),
            keys,
        }
    }

    pub(in crate::render) fn unit(self, indicator: &Indicator) -> &str {
        indicator.unit.get(self.language())
    }

    pub(in crate::render) fn label(self, indicator: &Indicator) -> &str {
        indicator.label.get(self.language())
    }

    /// A value with its unit; none where it is unknown.
    pub(in crate::render) fn value(
        self,
        indicator: &Indicator,
        value: Option<f64>,
    ) -> Option<String> {
        let value = value?;
        Some(text::with_unit(
            Some(value),
            indicator.decimals,
            self.unit(indicator),
            self.language(),
        ))
    }

    /// A value with its unit, or « n. d. ».
    pub(in crate::render) fn value_or_unknown(
        self,
        indicator: &Indicator,
        value: Option<f64>,
    ) -> String {
        self.value(indicator, value)
            .unwrap_or_else(|| text::not_available(self.language()).to_owned())
    }

    pub(in crate::render) fn change(
        self,
        indicator: &Indicator,
        change: Option<f64>,
    ) -> Option<String> {
        change?;
        Some(text::change(
            change,
            indicator.decimals,
            self.unit(indicator),
            self.language(),
        ))
    }

    /// A target as people set it: without the decimals of the measure where it is a round number.
    pub(in crate::render) fn target(self, indicator: &Indicator) -> Option<String> {
        let decimals = |n: f64| {
            if n.fract() == 0.0 {
                0
            } else {
                indicator.decimals
            }
        };
        let with_unit =
            |n| text::with_unit(Some(n), decimals(n), self.unit(indicator), self.language());
        Some(match indicator.target? {
            Target::Value(n) => with_unit(n),
            Target::Range([low, high]) => {
                let low = text::number(low, decimals(low), self.language());
                self.say(
                    "range",
                    &[("low", low.into()), ("high", with_unit(high).into())],
                )
            }
        })
    }

    pub(in crate::render) fn target_label(self, indicator: &Indicator) -> Option<String> {
        let target = self.target(indicator)?;
        Some(self.say("target", &[("target", target.into())]))
    }

    /// « 125 sur 144 »; none where nothing is expected.
    pub(in crate::render) fn coverage(self, coverage: Coverage) -> Option<String> {
        coverage.share()?;
        Some(self.say(
            "coverage",
            &[
                ("accepted", coverage.accepted.into()),
                ("expected", coverage.expected.into()),
            ],
        ))
    }

    /// « T3 2026 ».
    pub(in crate::render) fn period_short(self, period: Period) -> String {
        let letter = match (self.language(), period.granularity()) {
            (Language::Fr, Granularity::Quarter) => "T",
            (Language::Fr, Granularity::Half) => "S",
            (Language::En, Granularity::Quarter) => "Q",
            (Language::En, Granularity::Half) => "H",
            (_, Granularity::Year) => return period.year().to_string(),
        };
        // A narrow label under a chart must not break between its two halves.
        format!("{letter}{}\u{a0}{}", period.part(), period.year())
    }

    pub(in crate::render) fn period(self, period: Period) -> String {
        text::period_name(period, self.language())
    }

    /// A figure of the contract.
    pub(in crate::render) fn figure(
        self,
        indicator: &Indicator,
        figure: &Figure,
    ) -> shapes::Figure {
        let language = self.language();
        shapes::Figure {
            id: indicator.id.to_string(),
            label: self.label(indicator).to_owned(),
            value: figure
                .value
                .map(|v| text::number(v, indicator.decimals, language)),
            raw: figure.value,
            unit: self.unit(indicator).to_owned(),
            previous: self.value(indicator, figure.previous),
            change: self.change(indicator, figure.change()),
            target: self.target(indicator),
            target_raw: target_raw(indicator),
            status: figure.status,
            coverage: self.coverage(figure.coverage),
            coverage_share: figure.coverage.share(),
            low_coverage: is_low(figure.coverage),
            points: Vec::new(),
        }
    }

    /// The name of a group: the programme's own lists first, else the code as it stands in the register.
    pub(in crate::render) fn group(self, kind: &Kind, column: &str, code: &str) -> String {
        if code.is_empty() {
            return self.say("no-group", &[]);
        }
        let programme = &self.view.framework.programme;
        let role = kind
            .register
            .columns
            .iter()
            .find(|c| c.id.as_str() == column)
            .and_then(|c| c.role);
        let language = self.language();
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
            Some(ColumnRole::County) => programme
                .counties
                .iter()
                .find(|c| c.code == code)
                .map(|c| c.name.as_str()),
            Some(ColumnRole::Edition) => programme
                .editions
                .iter()
                .find(|e| e.id == code)
                .map(|e| e.name.get(language)),
            _ => None,
        };
        name.unwrap_or(code).to_owned()
    }

    /// What someone said, between the marks of the language, whichever ones it came with.
    pub(in crate::render) fn quoted(self, quote: &str) -> String {
        let marks = |c: char| "«»\"“” \u{a0}\u{202f}".contains(c);
        self.say("quote", &[("quote", quote.trim_matches(marks).into())])
    }

    /// « a, b et c ».
    pub(in crate::render) fn list<T: AsRef<str>>(self, items: &[T]) -> String {
        text::list(items, self.language())
    }
}

/// The target as one number, for a mark on a scale: the middle of a range.
pub(in crate::render) fn target_raw(indicator: &Indicator) -> Option<f64> {
    Some(match indicator.target? {
        Target::Value(n) => n,
        Target::Range([low, high]) => f64::midpoint(low, high),
    })
}

/// Whether too few returns came for a figure to have a status.
pub(in crate::render) fn is_low(coverage: Coverage) -> bool {
    coverage.share().is_some_and(|share| share < COVERAGE_FLOOR)
}

/// A count as a number of charts. Counts of this program stay far under 2^32.
pub(in crate::render) fn count_raw(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

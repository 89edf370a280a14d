//! Periods: quarters, half-years and years, as people and the code write them.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long a kind of subject's period is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Granularity {
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// A calendar year.
    Year,
}

impl Granularity {
    /// How many periods of this length a year holds.
    pub const fn per_year(self) -> u8 {
        match self {
            Self::Quarter => 4,
            Self::Half => 2,
            Self::Year => 1,
        }
    }
}

/// A quarter, half-year or year. `Display` gives the code's form (`2026Q3`); people read [`Period::written`] (`2026-T3`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    /// 1-based within the year; 1 for a year.
    part: u8,
    granularity: Granularity,
}

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » is not a period: write 2026-T3 (quarter), 2026-S2 (half-year) or 2026 (year)")]
pub struct PeriodError(pub String);

impl Period {
    /// The years that bilan accepts.
    pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

    /// The `part`th period of this length in `year`, or nothing where there is no such period.
    pub fn new(year: i32, granularity: Granularity, part: u8) -> Option<Self> {
        (Self::YEARS.contains(&year) && (1..=granularity.per_year()).contains(&part)).then_some(
            Self {
                year,
                part,
                granularity,
            },
        )
    }

    /// The period of this length that holds `date`.
    pub fn containing(date: NaiveDate, granularity: Granularity) -> Option<Self> {
        let months = 12 / u32::from(granularity.per_year());
        let part = u8::try_from(date.month0() / months + 1).ok()?;
        Self::new(date.year(), granularity, part)
    }

    /// The last period of this length that ended before `date`.
    pub fn last_closed(date: NaiveDate, granularity: Granularity) -> Option<Self> {
        Self::containing(date, granularity)?.previous()
    }

    /// The last period of `granularity` whose end is not after the end of this one.
    pub fn latest_within(self, granularity: Granularity) -> Option<Self> {
        let holding = Self::containing(self.end(), granularity)?;
        if holding.end() <= self.end() {
            Some(holding)
        } else {
            holding.previous()
        }
    }

    /// Its calendar year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Its number within the year, from 1.
    pub fn part(self) -> u8 {
        self.part
    }

    /// Its length.
    pub fn granularity(self) -> Granularity {
        self.granularity
    }

    /// The calendar year that holds it.
    pub fn whole_year(self) -> Self {
        Self {
            year: self.year,
            part: 1,
            granularity: Granularity::Year,
        }
    }

    /// First day.
    pub fn start(self) -> NaiveDate {
        let months = 12 / u32::from(self.granularity.per_year());
        let month = u32::from(self.part - 1) * months + 1;
        NaiveDate::from_ymd_opt(self.year, month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// Last day.
    pub fn end(self) -> NaiveDate {
        self.day_after()
            .checked_sub_days(Days::new(1))
            .unwrap_or(NaiveDate::MIN)
    }

    fn day_after(self) -> NaiveDate {
        let months = 12 / u32::from(self.granularity.per_year());
        let month = u32::from(self.part) * months + 1;
        let (year, month) = if month > 12 {
            (self.year + 1, 1)
        } else {
            (self.year, month)
        };
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MAX)
    }

    /// The period of the same length just before, or nothing at the edge of [`Period::YEARS`].
    pub fn previous(self) -> Option<Self> {
        if self.part > 1 {
            Some(Self {
                part: self.part - 1,
                ..self
            })
        } else {
            Self::new(self.year - 1, self.granularity, self.granularity.per_year())
        }
    }

    /// The period of the same length just after, or nothing at the edge of [`Period::YEARS`].
    pub fn next(self) -> Option<Self> {
        if self.part < self.granularity.per_year() {
            Some(Self {
                part: self.part + 1,
                ..self
            })
        } else {
            Self::new(self.year + 1, self.granularity, 1)
        }
    }

    /// This period and the `count - 1` before it, oldest first.
    pub fn window(self, count: usize) -> Vec<Self> {
        let mut periods: Vec<_> = std::iter::successors(Some(self), |p| p.previous())
            .take(count)
            .collect();
        periods.reverse();
        periods
    }

    /// The periods of `granularity` inside this one, up to and with this one's end.
    pub fn parts(self, granularity: Granularity) -> Vec<Self> {
        let Some(first) = Self::containing(self.start(), granularity) else {
            return Vec::new();
        };
        std::iter::successors(Some(first), |p| p.next())
            .take_while(|p| p.end() <= self.end())
            .collect()
    }

    /// As French readers write it: `2026-T3`, `2026-S2`, `2026`.
    pub fn written(self) -> String {
        match self.granularity {
            Granularity::Quarter => format!("{}-T{}", self.year, self.part),
            Granularity::Half => format!("{}-S{}", self.year, self.part),
            Granularity::Year => self.year.to_string(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.granularity {
            Granularity::Quarter => write!(f, "{}Q{}", self.year, self.part),
            Granularity::Half => write!(f, "{}H{}", self.year, self.part),
            Granularity::Year => write!(f, "{}", self.year),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads `2026-T3`, `2026T3`, `2026 Q3`, `T3 2026`, `2026-S2`, `2026H2`, `2026`, in either case.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let error = || PeriodError(text.to_owned());
        let compact: String = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .take(8)
            .collect();
        let (year, rest) = match compact.get(..4) {
            Some(year) if year.bytes().all(|b| b.is_ascii_digit()) => (year, &compact[4..]),
            _ => {
                let split = compact
                    .len()
                    .checked_sub(4)
                    .filter(|s| compact.is_char_boundary(*s))
                    .ok_or_else(error)?;
                (&compact[split..], &compact[..split])
            }
        };
        let year = year.parse().map_err(|_| error())?;
        let mut letters = rest.chars();
        let granularity = match letters.next() {
            None => return Self::new(year, Granularity::Year, 1).ok_or_else(error),
            Some('T' | 'Q') => Granularity::Quarter,
            Some('S' | 'H') => Granularity::Half,
            Some(_) => return Err(error()),
        };
        let part = letters.as_str().parse().map_err(|_| error())?;
        Self::new(year, granularity, part).ok_or_else(error)
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn reads_what_people_write() {
        for text in [
            "2026-T3", "2026T3", "2026Q3", "2026-q3", "T3 2026", "t3-2026", "2026 T3",
        ] {
            assert_eq!(
                text.parse::<Period>().unwrap().to_string(),
                "2026Q3",
                "{text}"
            );
        }
        assert_eq!("2026-S2".parse::<Period>().unwrap().to_string(), "2026H2");
        assert_eq!("2026".parse::<Period>().unwrap().written(), "2026");
        for text in [
            "",
            "T3",
            "2026-T5",
            "2026-S3",
            "26-T3",
            "2026-X1",
            "1850",
            "2026-T33",
            "é026",
            "ééééé",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_last_closed_period_changes_on_the_first_day_after_it() {
        let closed = |d| {
            Period::last_closed(day(d), Granularity::Quarter)
                .unwrap()
                .written()
        };
        assert_eq!(closed("2026-09-30"), "2026-T2");
        assert_eq!(closed("2026-10-01"), "2026-T3");
        assert_eq!(closed("2027-01-01"), "2026-T4");
    }

    #[test]
    fn a_half_year_is_used_once_it_is_closed() {
        let third: Period = "2026-T3".parse().unwrap();
        assert_eq!(
            third.latest_within(Granularity::Half).unwrap().written(),
            "2026-S1"
        );
        assert_eq!(
            third
                .next()
                .unwrap()
                .latest_within(Granularity::Half)
                .unwrap()
                .written(),
            "2026-S2"
        );
        assert_eq!(third.latest_within(Granularity::Quarter), Some(third));
        let year: Period = "2026".parse().unwrap();
        assert_eq!(year.parts(Granularity::Quarter).len(), 4);
    }

    proptest! {
        #[test]
        fn every_day_is_in_exactly_one_period(offset in 0u64..60_000) {
            let date = day("2001-01-01").checked_add_days(Days::new(offset)).unwrap();
            for granularity in [Granularity::Quarter, Granularity::Half, Granularity::Year] {
                let period = Period::containing(date, granularity).unwrap();
                prop_assert!(period.start() <= date && date <= period.end());
                prop_assert_eq!(period.next().unwrap().start(), period.end().succ_opt().unwrap());
                prop_assert_eq!(period.next().unwrap().previous(), Some(period));
                prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
                prop_assert_eq!(period.written().parse::<Period>().unwrap(), period);
            }
        }
    }
}

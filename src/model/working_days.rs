//! Working days in metropolitan France: Monday to Friday, without public holidays and the days that the programme names.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Which days someone is at work: Monday to Friday (« jours ouvrés »), except public holidays (article L3133-1 of the
/// Code du travail, as it holds in metropolitan France outside Alsace-Moselle) and closed days of one's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingDays {
    closed: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    /// The working days of someone who is closed on these days too: bridges, the directions' own days off.
    pub fn new(closed: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self {
            closed: closed.into_iter().collect(),
        }
    }

    /// Whether someone is at work on this day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            && !is_public_holiday(day)
            && !self.closed.contains(&day)
    }

    /// This day where it is a working day, else the first one after it.
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.first_from(day, NaiveDate::succ_opt)
    }

    /// The working day so many working days after this day, or before it where the count is negative. Counting begins with
    /// the day beside it, so that one working day after a Friday, a Saturday or a Sunday is the same Monday. With zero, as
    /// [`WorkingDays::next_working_day`].
    pub fn add_working_days(&self, day: NaiveDate, count: i32) -> NaiveDate {
        if count == 0 {
            return self.next_working_day(day);
        }
        let step = if count > 0 {
            NaiveDate::succ_opt
        } else {
            NaiveDate::pred_opt
        };
        let beside = |day| step(&day).map_or(day, |next| self.first_from(next, step));
        (0..count.unsigned_abs()).fold(day, |day, _| beside(day))
    }

    /// The first working day from this one on, this one included. At the end of the calendar, its last day.
    fn first_from(
        &self,
        mut day: NaiveDate,
        step: fn(&NaiveDate) -> Option<NaiveDate>,
    ) -> NaiveDate {
        while !self.is_working_day(day) {
            match step(&day) {
                Some(next) => day = next,
                None => break,
            }
        }
        day
    }
}

/// Whether the day is one of the eleven public holidays of article L3133-1 of the Code du travail. Whit Monday is one of them,
/// even where it is the day of solidarity (L3133-7): whether someone answers then is nothing to count on.
pub fn is_public_holiday(day: NaiveDate) -> bool {
    const SAME_DAY_EVERY_YEAR: [(u32, u32); 8] = [
        (1, 1),   // 1er janvier
        (5, 1),   // 1er mai
        (5, 8),   // 8 mai
        (7, 14),  // 14 juillet
        (8, 15),  // Assomption
        (11, 1),  // Toussaint
        (11, 11), // 11 novembre
        (12, 25), // Noël
    ];
    // Days after Easter: lundi de Pâques, jeudi de l'Ascension, lundi de Pentecôte.
    const AFTER_EASTER: [u64; 3] = [1, 39, 50];
    SAME_DAY_EVERY_YEAR.contains(&(day.month(), day.day()))
        || easter(day.year()).is_some_and(|easter| {
            AFTER_EASTER
                .iter()
                .any(|days| easter.checked_add_days(Days::new(*days)) == Some(day))
        })
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876 that J. Meeus gives in « Astronomical
/// Algorithms » (2nd edition, 1998, chapter 8), known as Meeus/Jones/Butcher; its letters are kept. Nothing for a year that the
/// calendar does not hold.
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(n / 31).ok()?,
        u32::try_from(n % 31).ok()? + 1,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_is_where_the_calendars_say() {
        // Published by the Bureau des longitudes; the last five are the earliest and latest that can be.
        let published = [
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "1818-03-22",
            "1886-04-25",
            "1943-04-25",
            "2038-04-25",
            "2285-03-22",
        ];
        for text in published {
            assert_eq!(easter(day(text).year()), Some(day(text)), "{text}");
        }
    }

    #[test]
    fn the_eleven_holidays_of_a_year_are_those_of_the_labour_code() {
        let holidays = |year: i32| -> Vec<String> {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            first
                .iter_days()
                .take_while(|d| d.year() == year)
                .filter(|d| is_public_holiday(*d))
                .map(|d| d.to_string())
                .collect()
        };
        assert_eq!(
            holidays(2026),
            [
                "2026-01-01",
                "2026-04-06",
                "2026-05-01",
                "2026-05-08",
                "2026-05-14",
                "2026-05-25",
                "2026-07-14",
                "2026-08-15",
                "2026-11-01",
                "2026-11-11",
                "2026-12-25",
            ]
        );
        // In 2008, Ascension fell on 1 May: ten days.
        let of_2008 = holidays(2008);
        assert_eq!(of_2008.len(), 10);
        assert!(of_2008.contains(&"2008-05-12".to_owned()));
        assert!((2020..=2030).all(|year| holidays(year).len() == 11));
    }

    #[test]
    fn what_falls_on_a_closed_day_waits_for_the_next_open_one() {
        let plain = WorkingDays::default();
        // Friday 8 May 2026 is a holiday, then comes a weekend.
        assert_eq!(plain.next_working_day(day("2026-05-08")), day("2026-05-11"));
        assert_eq!(plain.next_working_day(day("2026-05-11")), day("2026-05-11"));
        assert!(plain.is_working_day(day("2026-05-15")));
        // Friday 15 May, between Ascension and the weekend, where the programme closes.
        let bridged = WorkingDays::new([day("2026-05-15")]);
        assert!(!bridged.is_working_day(day("2026-05-15")));
        assert_eq!(
            bridged.next_working_day(day("2026-05-14")),
            day("2026-05-18")
        );
    }

    #[test]
    fn working_days_are_counted_over_weekends_and_holidays_both_ways() {
        let bridged = WorkingDays::new([day("2026-05-15")]);
        let cases = [
            ("2026-05-13", 1, "2026-05-18"),
            ("2026-05-18", -1, "2026-05-13"),
            ("2026-05-16", 1, "2026-05-18"),
            ("2026-05-16", -1, "2026-05-13"),
            ("2026-05-16", 0, "2026-05-18"),
            ("2026-12-24", 2, "2026-12-29"),
            ("2026-10-30", 3, "2026-11-04"),
        ];
        for (from, count, to) in cases {
            assert_eq!(
                bridged.add_working_days(day(from), count),
                day(to),
                "{from} {count}"
            );
        }
        assert_eq!(
            WorkingDays::default().add_working_days(NaiveDate::MAX, 3),
            NaiveDate::MAX
        );
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_in_spring(year in 1583..9999) {
            let easter = easter(year).unwrap();
            prop_assert_eq!(easter.weekday(), Weekday::Sun);
            let date = (easter.month(), easter.day());
            prop_assert!(((3, 22)..=(4, 25)).contains(&date));
        }

        #[test]
        fn the_next_working_day_is_the_first_one_there_is(offset in 0_u64..200_000, closed in prop::collection::vec(0_u64..60, 0..9)) {
            let from = day("1900-01-01").checked_add_days(Days::new(offset)).unwrap();
            let open = WorkingDays::new(closed.iter().filter_map(|n| from.checked_add_days(Days::new(*n))));
            let next = open.next_working_day(from);
            prop_assert!(open.is_working_day(next));
            prop_assert!(from.iter_days().take_while(|d| *d < next).all(|d| !open.is_working_day(d)));
        }

        #[test]
        fn counting_there_and_back_comes_home(offset in 0_u64..200_000, count in 1..300) {
            let open = WorkingDays::default();
            let from = open.next_working_day(day("1900-01-01").checked_add_days(Days::new(offset)).unwrap());
            let there = open.add_working_days(from, count);
            let between = from.iter_days().skip(1).take_while(|d| *d <= there).filter(|d| open.is_working_day(*d)).count();
            prop_assert_eq!(between, usize::try_from(count).unwrap());
            prop_assert_eq!(open.add_working_days(there, -count), from);
        }
    }
}

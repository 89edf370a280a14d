//! Seconds since 1970 to the calendar, for the dates written into a PDF.

use typst::foundations::Datetime;

const SECONDS_A_DAY: i64 = 86_400;

/// The UTC date and time of a Unix timestamp; nothing outside the years 0 to 9999, which a PDF cannot write.
pub(crate) fn from_timestamp(seconds: i64) -> Option<Datetime> {
    let (year, month, day) = civil(seconds.div_euclid(SECONDS_A_DAY))?;
    let rest = seconds.rem_euclid(SECONDS_A_DAY);
    let part = |n: i64| u8::try_from(n).ok();
    Datetime::from_ymd_hms(
        year,
        month,
        day,
        part(rest / 3600)?,
        part(rest / 60 % 60)?,
        part(rest % 60)?,
    )
}

/// Days since 1970-01-01 to the Gregorian calendar, counted in eras of 400 years that begin on the first of March
/// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil(days: i64) -> Option<(i32, u8, u8)> {
    let shifted = days.checked_add(719_468)?;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let year = i32::try_from(year)
        .ok()
        .filter(|y| (0..=9999).contains(y))?;
    Some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(civil(0), Some((1970, 1, 1)));
        assert_eq!(civil(-1), Some((1969, 12, 31)));
        assert_eq!(civil(11_016), Some((2000, 2, 29)));
        assert_eq!(civil(19_782), Some((2024, 2, 29)));
        assert_eq!(civil(i64::MAX), None);
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut before = civil(-1);
        for day in 0..80_000 {
            let (year, month, date) = civil(day).unwrap();
            let next_day = Some((year, month, date - 1)) == before;
            let next_month = date == 1
                && before.is_some_and(|(y, m, d)| {
                    d >= 28 && (y, m % 12 + 1) == (year - i32::from(month == 1), month)
                });
            assert!(
                next_day || next_month,
                "day {day}: {before:?} then {year}-{month}-{date}"
            );
            before = Some((year, month, date));
        }
    }

    #[test]
    fn time_of_day() {
        let moment = from_timestamp(1_790_834_399).unwrap();
        assert_eq!(
            (moment.year(), moment.month(), moment.day()),
            (Some(2026), Some(10), Some(1))
        );
        assert_eq!(
            (moment.hour(), moment.minute(), moment.second()),
            (Some(5), Some(59), Some(59))
        );
        assert!(from_timestamp(i64::MIN).is_none());
    }
}

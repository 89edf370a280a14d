//! What names say, on this machine and on servers alike: which files are not returns, and when files came.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// Folders deeper than this are not looked into: nobody files returns so deep, a loop of links does.
pub(super) const DEEPEST: usize = 16;

/// Whether the name is that of a hidden file, of a lock file of an office suite or of a file that is still being written
/// (`.part`, `.tmp`, `.crdownload`): it is left alone.
pub(super) fn is_passing(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || [".part", ".tmp", ".crdownload", "~"]
            .iter()
            .any(|end| lower.ends_with(end))
}

/// The day that files of a folder of this name came, where it is named after one; else that of the folder above it.
pub(super) fn day_of(folder: &str, above: Option<NaiveDate>) -> Option<NaiveDate> {
    folder.parse().ok().or(above)
}

/// The moment that files of this day are taken to have come at.
pub(super) fn noon(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let noon = day.and_time(NaiveTime::from_hms_opt(12, 0, 0)?);
    zone.from_local_datetime(&noon)
        .earliest()
        .map(|moment| moment.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_not_whole_or_not_for_us_are_known_by_their_names() {
        for name in [
            "~$b.xlsx",
            ".cache",
            "c.xlsx.part",
            "d.TMP",
            "e.ods~",
            "f.crdownload",
        ] {
            assert!(is_passing(name), "{name}");
        }
        assert!(!is_passing("retour ~ mai.xlsx") && !is_passing("départ.xlsx"));
    }

    #[test]
    fn the_nearest_folder_that_is_named_after_a_day_counts() {
        let day = day_of("2026-10-05", None);
        assert_eq!(day_of("direction", day), day);
        assert_eq!(day_of("2026-10-06", day), "2026-10-06".parse().ok());
        assert_eq!(day_of("2026-T3", None), None);
        assert_eq!(
            noon(day.unwrap(), chrono_tz::Europe::Paris)
                .unwrap()
                .to_rfc3339(),
            "2026-10-05T10:00:00+00:00"
        );
    }
}

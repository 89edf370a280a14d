//! When jobs are due: cron expressions in a time zone, daylight saving included.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use croner::Cron;

use crate::framework::{Job, Missed, parse_cron};

/// More missed firings than this are not caught up one by one: an every-minute job after a month would never end.
const MOST_CAUGHT_UP: usize = 100;

/// The firings of one job.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Due {
    /// To run, oldest first.
    pub run: Vec<DateTime<Utc>>,
    /// To note as skipped.
    pub skip: Vec<DateTime<Utc>>,
}

/// The firings of `job` after `since` (the last one handled, or the daemon's first day) and up to `now`. The last of them is
/// missed when it is older than `grace`; what missed ones do is the job's choice.
pub fn due(
    job: &Job,
    zone: Tz,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    grace: chrono::TimeDelta,
) -> Due {
    // `bilan check` has refused expressions that do not parse; one that appears since is simply never due.
    let Ok(cron) = parse_cron(&job.cron) else {
        return Due::default();
    };
    let zone = job
        .time_zone
        .as_deref()
        .and_then(|name| name.parse().ok())
        .unwrap_or(zone);
    let all = firings(&cron, zone, since, now);
    let (missed, fresh): (Vec<_>, Vec<_>) = all.into_iter().partition(|at| *at < now - grace);
    let mut due = Due::default();
    match job.missed {
        Missed::All => due.run = missed,
        Missed::Skip => due.skip = missed,
        Missed::Once => {
            let (last, earlier) = match missed.split_last() {
                Some((last, earlier)) => (Some(*last), earlier.to_vec()),
                None => (None, Vec::new()),
            };
            due.skip = earlier;
            // A fresh firing does what the missed one would have done.
            if fresh.is_empty() {
                due.run.extend(last);
            } else {
                due.skip.extend(last);
            }
        }
    }
    due.run.extend(fresh);
    due
}

/// The moments at which `cron` is due in `zone`, after `since` and up to `now`, the latest [`MOST_CAUGHT_UP`]. Each is one
/// moment in time: an hour that the clocks go through twice fires once, one they jump over fires right after the jump
/// (croner, as Vixie cron).
fn firings(cron: &Cron, zone: Tz, since: DateTime<Utc>, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let mut found = std::collections::VecDeque::new();
    let mut after = since.with_timezone(&zone);
    while let Ok(next) = cron.find_next_occurrence(&after, false) {
        if next.to_utc() > now || next <= after {
            break;
        }
        found.push_back(next.to_utc());
        if found.len() > MOST_CAUGHT_UP {
            found.pop_front();
        }
        after = next;
    }
    found.into()
}

/// The next moment at which a job is due.
pub fn next_firing(job: &Job, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let zone: Tz = job
        .time_zone
        .as_deref()
        .and_then(|name| name.parse().ok())
        .unwrap_or(zone);
    let cron = parse_cron(&job.cron).ok()?;
    cron.find_next_occurrence(&now.with_timezone(&zone), false)
        .ok()
        .map(|next| next.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, TimeDelta, Timelike};
    use chrono_tz::Europe::Paris;

    use super::*;

    fn job(cron: &str, missed: &str) -> Job {
        toml::from_str(&format!(
            "id = 'j'\nlabel = {{ fr = 'J' }}\ncron = '{cron}'\nmissed = '{missed}'\nperiod = 'quarter'\nsteps = ['evaluate']"
        ))
        .unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    const HOUR: TimeDelta = TimeDelta::hours(1);

    #[test]
    fn a_job_fires_at_its_hour_of_the_wall_in_summer_and_in_winter() {
        let all = |since: &str, now: &str| {
            due(
                &job("0 6 15 1,4,7,10 *", "all"),
                Paris,
                at(since),
                at(now),
                HOUR,
            )
            .run
        };
        assert_eq!(
            all("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"),
            [
                "2026-01-15T05:00:00Z",
                "2026-04-15T04:00:00Z",
                "2026-07-15T04:00:00Z",
                "2026-10-15T04:00:00Z"
            ]
            .map(at)
        );
    }

    #[test]
    fn every_day_of_80_years_has_one_firing_whatever_the_clocks_do() {
        for (cron, hour) in [("30 2 * * *", 2), ("0 3 * * *", 3), ("0 7 * * *", 7)] {
            let cron = parse_cron(cron).unwrap();
            for year in 2020..2100 {
                // The weeks in which the clocks change, and one in which they do not.
                for (month, day) in [(3, 22), (10, 22), (6, 10)] {
                    let start = at(&format!("{year}-{month:02}-{day:02}T12:00:00Z"));
                    let found = firings(&cron, Paris, start, start + TimeDelta::days(10));
                    let days: std::collections::BTreeSet<_> = found
                        .iter()
                        .map(|f| f.with_timezone(&Paris).date_naive())
                        .collect();
                    assert_eq!(found.len(), 10, "{year}-{month}: {found:?}");
                    assert_eq!(days.len(), 10, "{year}-{month}: {found:?}");
                    for firing in found {
                        let local = firing.with_timezone(&Paris);
                        // On the night of the jump, 2:30 does not exist: it fires at 3:00 or later in the same night.
                        let jump = local.month() == 3 && local.hour() == 3 && hour == 2;
                        assert!(local.hour() == hour || jump, "{local}");
                    }
                }
            }
        }
    }

    #[test]
    fn missed_firings_do_what_the_job_says() {
        let since = at("2026-10-01T00:00:00Z");
        let now = at("2026-10-04T12:00:00Z");
        let of = |missed: &str| due(&job("0 6 * * *", missed), Paris, since, now, HOUR);
        assert_eq!(of("all").run.len(), 4);
        assert_eq!((of("skip").run.len(), of("skip").skip.len()), (0, 4));
        let once = of("once");
        assert_eq!(once.run, [at("2026-10-04T04:00:00Z")]);
        assert_eq!(once.skip.len(), 3);
        let fresh = due(
            &job("0 6 * * *", "skip"),
            Paris,
            since,
            at("2026-10-04T04:00:30Z"),
            HOUR,
        );
        assert_eq!(fresh.run, [at("2026-10-04T04:00:00Z")]);
    }
}

//! `campaigns.toml`: when subjects are asked for their returns, and reminded of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{CampaignId, Columns, FieldId, Granularity, KindId, Period, Value, WorkingDays};

use super::Localised;

/// The mail that invites where a campaign names no other.
pub(super) const INVITATION: &str = "invitation";

/// The mail that reminds where a campaign names no other.
pub(super) const REMINDER: &str = "relance";

/// A calendar by which the subjects of a kind are asked for their returns. Its days are counted from the last day of the period;
/// what is sent falls on a working day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Identifier.
    pub id: CampaignId,
    /// Name, as printed.
    pub label: Localised,
    /// The kind of subject that is asked. A subject is asked by the first campaign of its kind that asks it.
    pub kind: KindId,
    /// Only subjects whose register columns hold one of these values, in every column named: `only = { edition = ["…"] }`. All
    /// of the kind where absent.
    #[serde(default)]
    pub only: BTreeMap<FieldId, Vec<String>>,
    /// Days after the last day of the period on which the invitation leaves; negative for days before it.
    #[schemars(range(min = -366, max = 366))]
    pub opens: i32,
    /// Days after the last day of the period by which returns are asked for: the day J.
    #[schemars(range(min = -366, max = 366))]
    pub due: i32,
    /// Days after the last day of the period after which nothing is asked for any more.
    #[schemars(range(min = -366, max = 366))]
    pub closes: i32,
    /// The reminders, the earliest first.
    #[serde(default)]
    pub reminders: Vec<Reminder>,
    /// The mail that invites: a folder of `report-templates/mail/`; `invitation` where absent.
    #[serde(default = "invitation")]
    pub invitation: String,
    /// The mail that reminds: a folder of `report-templates/mail/`; `relance` where absent.
    #[serde(default = "reminder")]
    pub reminder: String,
    /// Other dates for some periods.
    #[serde(default, rename = "exception")]
    pub exceptions: Vec<CampaignException>,
}

/// A reminder to those whose return is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    /// Days after the day J; negative for days before it.
    #[schemars(range(min = -366, max = 366))]
    pub day: i32,
    /// How it speaks.
    pub tone: Tone,
}

/// How a reminder speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// A friendly word: there is time.
    Kind,
    /// The day comes near.
    Firm,
    /// The day has passed; nothing will be asked again.
    Last,
}

/// Other dates for one period. What is absent is as in every period.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignException {
    /// The period: `2026-T4`, `2026-S2` or `2026`.
    #[schemars(with = "String")]
    pub period: Period,
    /// The day on which the invitation leaves.
    #[serde(default)]
    pub opens: Option<NaiveDate>,
    /// The day J.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// The last day on which something is asked for.
    #[serde(default)]
    pub closes: Option<NaiveDate>,
}

/// The days of a campaign for one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignDays {
    /// The working day on which the invitation leaves.
    pub opens: NaiveDate,
    /// The day J, a working day.
    pub due: NaiveDate,
    /// The working days of the reminders, in the order of [`Campaign::reminders`]. Two that a weekend or a holiday was between may
    /// have the same, and after an exception one may be before `opens` or after `closes`.
    pub reminders: Vec<NaiveDate>,
    /// The last day on which something is asked for, whatever day it is.
    pub closes: NaiveDate,
}

impl Campaign {
    /// The days of the campaign for a period. Invitation, day J and reminders that would fall on a day on which nobody is at work
    /// wait for the next one; reminders are counted from the day J that results. Days that the calendar does not hold become its
    /// first or its last one.
    pub fn days(&self, period: Period, working: &WorkingDays) -> CampaignDays {
        let exception = self.exceptions.iter().find(|e| e.period == period);
        let date = |other: fn(&CampaignException) -> Option<NaiveDate>, days: i32| {
            exception
                .and_then(other)
                .unwrap_or_else(|| after(period.end(), days.into()))
        };
        let due = working.next_working_day(date(|e| e.due, self.due));
        let reminder = |r: &Reminder| working.next_working_day(after(due, r.day.into()));
        CampaignDays {
            opens: working.next_working_day(date(|e| e.opens, self.opens)),
            due,
            reminders: self.reminders.iter().map(reminder).collect(),
            closes: date(|e| e.closes, self.closes),
        }
    }

    /// The periods of the kind's length that the campaign is open for on a day, oldest first. It is open from the day of the
    /// invitation to the last one on which something is asked for, both included.
    pub fn open_on(
        &self,
        day: NaiveDate,
        granularity: Granularity,
        working: &WorkingDays,
    ) -> Vec<Period> {
        let exceptions = self.exceptions.iter().map(|e| e.period);
        self.around(day, granularity)
            .chain(exceptions.filter(|period| period.granularity() == granularity))
            .filter(|period| {
                let days = self.days(*period, working);
                (days.opens..=days.closes).contains(&day)
            })
            .collect::<BTreeSet<Period>>()
            .into_iter()
            .collect()
    }

    /// The periods that a day can belong to by the campaign's own calendar, newest first. Working days only make it open later.
    fn around(&self, day: NaiveDate, granularity: Granularity) -> impl Iterator<Item = Period> {
        let latest = after(day, -i64::from(self.opens));
        let oldest = after(day, -i64::from(self.closes));
        let last_year = Period::new(*Period::YEARS.end(), Granularity::Year, 1);
        let latest = last_year.map_or(latest, |year| latest.min(year.end()));
        std::iter::successors(Period::containing(latest, granularity), |p| p.previous())
            .take_while(move |period| period.end() >= oldest)
    }

    /// Whether the campaign asks the subject of these register columns. A value is compared as it is written: texts and codes as they
    /// are, « oui » and « non », numbers with a point and no needless zeros, days as 2026-01-31.
    pub fn asks(&self, columns: &Columns) -> bool {
        self.only
            .iter()
            .all(|(column, wanted)| match columns.get(column) {
                Some(Value::Choices(codes)) => codes.iter().any(|code| wanted.contains(code)),
                Some(value) => wanted.contains(&value.to_string()),
                None => false,
            })
    }
}

/// The day so many days after a day, or before it; the calendar's last or first one where it has no such day.
pub(super) fn after(day: NaiveDate, days: i64) -> NaiveDate {
    let edge = if days < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    };
    TimeDelta::try_days(days)
        .and_then(|delta| day.checked_add_signed(delta))
        .unwrap_or(edge)
}

fn invitation() -> String {
    INVITATION.to_owned()
}

fn reminder() -> String {
    REMINDER.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REMINDED: &str = r#"
        opens = 1
        due = 20
        closes = 45
        reminders = [{ day = -14, tone = "kind" }, { day = -3, tone = "firm" }, { day = 7, tone = "last" }]
    "#;

    fn campaign(calendar: &str) -> Campaign {
        let head = "id = \"essai\"\nlabel = { fr = \"Essai\" }\nkind = \"laureats\"\n";
        toml::from_str(&format!("{head}{calendar}")).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The days of a campaign in the order opens, due, reminders, closes.
    fn days(campaign: &Campaign, period: &str, working: &WorkingDays) -> String {
        let days = campaign.days(period.parse().unwrap(), working);
        let all = [days.opens, days.due].into_iter().chain(days.reminders);
        let all = all.chain([days.closes]).map(|day| day.to_string());
        all.collect::<Vec<_>>().join(" ")
    }

    fn open(campaign: &Campaign, on: &str, granularity: Granularity) -> Vec<String> {
        let periods = campaign.open_on(day(on), granularity, &WorkingDays::default());
        periods.into_iter().map(Period::written).collect()
    }

    #[test]
    fn what_falls_on_a_day_off_waits_and_the_end_does_not() {
        let campaign = campaign(REMINDED);
        let plain = WorkingDays::default();
        // 17 October and 14 November 2026 are Saturdays.
        assert_eq!(
            days(&campaign, "2026-T3", &plain),
            "2026-10-01 2026-10-20 2026-10-06 2026-10-19 2026-10-27 2026-11-14"
        );
        // New Year's Day is a Friday, 17 January a Sunday, 14 February too.
        assert_eq!(
            days(&campaign, "2026-T4", &plain),
            "2027-01-04 2027-01-20 2027-01-06 2027-01-18 2027-01-27 2027-02-14"
        );
        // Where the programme closes on the day J, reminders are counted from the day after.
        let closed = WorkingDays::new([day("2026-10-20")]);
        assert_eq!(
            days(&campaign, "2026-T3", &closed),
            "2026-10-01 2026-10-21 2026-10-07 2026-10-19 2026-10-28 2026-11-14"
        );
    }

    #[test]
    fn reminders_are_counted_from_the_day_to_which_the_day_j_moved() {
        // 17 October 2026 is a Saturday: the day J is Monday 19, three days before it Friday 16.
        let campaign = campaign(
            "opens = -10\ndue = 17\ncloses = 30\nreminders = [{ day = -3, tone = \"kind\" }]",
        );
        assert_eq!(
            days(&campaign, "2026-T3", &WorkingDays::default()),
            "2026-09-21 2026-10-19 2026-10-16 2026-10-30"
        );
    }

    #[test]
    fn an_exception_replaces_the_dates_it_gives_for_its_period_only() {
        let all = campaign(&format!(
            "{REMINDED}\n[[exception]]\nperiod = \"2026-T4\"\nopens = \"2027-01-09\"\ndue = \"2027-02-01\"\ncloses = \"2027-02-28\"\n"
        ));
        let plain = WorkingDays::default();
        // 9 January is a Saturday, 28 February a Sunday.
        assert_eq!(
            days(&all, "2026-T4", &plain),
            "2027-01-11 2027-02-01 2027-01-18 2027-01-29 2027-02-08 2027-02-28"
        );
        assert_eq!(
            days(&all, "2026-T3", &plain),
            days(&campaign(REMINDED), "2026-T3", &plain)
        );
        let due = campaign(&format!(
            "{REMINDED}\n[[exception]]\nperiod = \"2026-T4\"\ndue = \"2027-01-31\"\n"
        ));
        assert_eq!(
            days(&due, "2026-T4", &plain),
            "2027-01-04 2027-02-01 2027-01-18 2027-01-29 2027-02-08 2027-02-14"
        );
    }

    #[test]
    fn a_campaign_is_open_from_its_invitation_to_its_end_both_included() {
        let short = campaign(REMINDED);
        let quarters = |on| open(&short, on, Granularity::Quarter);
        assert!(quarters("2026-09-30").is_empty());
        assert_eq!(quarters("2026-10-01"), ["2026-T3"]);
        assert_eq!(quarters("2026-11-14"), ["2026-T3"]);
        assert!(quarters("2026-11-15").is_empty());
        // The invitation of the last quarter waits for Monday 4 January.
        assert!(quarters("2027-01-03").is_empty());
        assert_eq!(quarters("2027-01-04"), ["2026-T4"]);
        assert_eq!(open(&short, "2027-01-04", Granularity::Half), ["2026-S2"]);
        assert_eq!(open(&short, "2027-01-04", Granularity::Year), ["2026"]);
    }

    #[test]
    fn periods_that_last_long_or_begin_early_are_all_open_the_oldest_first() {
        let long = campaign("opens = -10\ndue = 20\ncloses = 366");
        assert_eq!(
            open(&long, "2026-12-21", Granularity::Quarter),
            ["2025-T4", "2026-T1", "2026-T2", "2026-T3", "2026-T4"]
        );
        assert_eq!(
            open(&long, "2026-12-20", Granularity::Quarter),
            ["2025-T4", "2026-T1", "2026-T2", "2026-T3"]
        );
        assert_eq!(
            open(&long, "2026-12-21", Granularity::Year),
            ["2025", "2026"]
        );
    }

    #[test]
    fn an_exception_opens_a_period_that_would_be_closed_and_closes_one_that_would_be_open() {
        let campaign = campaign(&format!(
            "{REMINDED}\n[[exception]]\nperiod = \"2024-T1\"\ncloses = \"2026-10-31\"\n[[exception]]\nperiod = \"2026-T3\"\ncloses = \"2026-10-25\"\n"
        ));
        let quarters = |on| open(&campaign, on, Granularity::Quarter);
        assert_eq!(quarters("2026-10-25"), ["2024-T1", "2026-T3"]);
        assert_eq!(quarters("2026-10-26"), ["2024-T1"]);
        assert!(quarters("2026-11-01").is_empty());
        assert!(open(&campaign, "2026-09-01", Granularity::Half).is_empty());
    }

    #[test]
    fn days_that_no_calendar_holds_are_its_first_and_last_ones() {
        let mut endless = campaign(REMINDED);
        endless.opens = i32::MIN;
        endless.due = i32::MAX;
        endless.closes = i32::MAX;
        endless.reminders[0].day = i32::MIN;
        let days = endless.days("2026-T3".parse().unwrap(), &WorkingDays::default());
        assert_eq!((days.due, days.closes), (NaiveDate::MAX, NaiveDate::MAX));
        assert!(days.opens <= days.reminders[0]);
        assert_eq!(days.reminders[2], NaiveDate::MAX);
        let years = open(&endless, "2026-09-30", Granularity::Year);
        assert_eq!((years.len(), years[0].as_str()), (200, "2000"));
        endless.opens = i32::MAX;
        endless.closes = i32::MIN;
        assert!(open(&endless, "2026-09-30", Granularity::Year).is_empty());
    }

    #[test]
    fn only_subjects_with_one_of_the_values_in_every_column_are_asked() {
        let values = [
            ("edition", Value::Text("montagne_2024".to_owned())),
            ("nature", Value::Choice("jury".to_owned())),
            ("zone_rurale", Value::Bool(true)),
            ("montant", Value::Number("1000.50".parse().unwrap())),
            (
                "publics",
                Value::Choices(vec!["jeunes".to_owned(), "aines".to_owned()]),
            ),
        ];
        let values = values.map(|(name, value)| (FieldId::from(name), value));
        let columns = Columns::from(BTreeMap::from(values));
        let asks = |only: &str| campaign(&format!("{REMINDED}\nonly = {only}")).asks(&columns);
        assert!(campaign(REMINDED).asks(&columns));
        for only in [
            "{ edition = [\"ruralite_2024\", \"montagne_2024\"] }",
            "{ edition = [\"montagne_2024\"], nature = [\"jury\"] }",
            "{ zone_rurale = [\"oui\"] }",
            "{ montant = [\"1000.5\"] }",
            "{ publics = [\"aines\"] }",
        ] {
            assert!(asks(only), "{only}");
        }
        for only in [
            "{ edition = [\"montagne\"] }",
            "{ edition = [\"montagne_2024\"], nature = [\"comite\"] }",
            "{ zone_rurale = [\"non\"] }",
            "{ publics = [\"jeunes, aines\"] }",
            "{ commune = [\"Florac\"] }",
            "{ edition = [] }",
        ] {
            assert!(!asks(only), "{only}");
        }
    }

    proptest! {
        #[test]
        fn no_open_period_is_forgotten(opens in -366..366, closes in -366..366, offset in 0_u64..9_000, length in 0_usize..3) {
            let mut campaign = campaign(REMINDED);
            campaign.opens = opens;
            campaign.closes = closes;
            let working = WorkingDays::default();
            let granularity = [Granularity::Quarter, Granularity::Half, Granularity::Year][length];
            let on = day("2010-01-01").checked_add_days(chrono::Days::new(offset)).unwrap();
            let last = Period::new(2037, granularity, granularity.per_year()).unwrap();
            let open: Vec<_> = last.window(160).into_iter().filter(|period| {
                let days = campaign.days(*period, &working);
                days.opens <= on && on <= days.closes
            }).collect();
            prop_assert_eq!(campaign.open_on(on, granularity, &working), open);
        }
    }
}

//! What comes next, and whom to ask.

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;

use super::data::{Correspondent, Date};
use super::scope::Scope;
use crate::framework::{Job, Step, parse_cron};
use crate::model::Period;
use crate::render::View;
use crate::render::forms::count;
use crate::text::{date_long, list, period_with_article};

/// The next questionnaire and the next run of each job that writes to people, soonest first.
pub(super) fn calendar(scope: &Scope<'_, '_>) -> Vec<Date> {
    let view = scope.view;
    let framework = view.framework;
    let language = view.language;
    let mut dates: Vec<(NaiveDate, Date)> = Vec::new();
    dates.extend(questionnaire(scope));
    for job in framework
        .jobs
        .iter()
        .filter(|j| j.steps.contains(&Step::Deliver))
    {
        let Some(day) = next_run(job, &framework.programme.time_zone, view.today) else {
            continue;
        };
        let readers: Vec<&str> = job
            .audiences
            .iter()
            .filter_map(|id| Some(framework.audience(id)?.label.get(language)))
            .collect();
        let row = Date {
            date: date_long(day, language),
            what: job.label.get(language).to_owned(),
            who: some_of(view, &readers),
        };
        dates.push((day, row));
    }
    dates.sort_by_key(|(day, _)| *day);
    dates.into_iter().map(|(_, row)| row).collect()
}

/// The days on which the next questionnaire is sent, and by which it is asked for where a campaign says so.
fn questionnaire(scope: &Scope<'_, '_>) -> Vec<(NaiveDate, Date)> {
    let (view, kind) = (scope.view, &scope.kind.plan.kind.id);
    let framework = view.framework;
    let opens = |period: Period| framework.asked_on(kind, period);
    let coming = std::iter::successors(Some(scope.kind.evaluation.period), |p| p.next())
        .find(|period| opens(*period).is_some_and(|day| day > view.today));
    let Some(period) = coming else {
        return Vec::new();
    };
    let due = framework.campaign_days(kind, period).map(|days| days.due);
    let days = [
        ("handout-questionnaire-opens", opens(period)),
        ("handout-questionnaire-due", due),
    ];
    let row = |(what, day): (&str, Option<NaiveDate>)| {
        let day = day?;
        let args = [("period", period_with_article(period, view.language).into())];
        let row = Date {
            date: date_long(day, view.language),
            what: view.texts.get(what, &args),
            who: framework.programme.team.get(view.language).to_owned(),
        };
        Some((day, row))
    };
    days.into_iter().filter_map(row).collect()
}

/// All of a few readers, or the first two of many.
fn some_of(view: &View<'_>, readers: &[&str]) -> String {
    const FEW: usize = 3;
    match readers {
        [first, second, others @ ..] if readers.len() > FEW => {
            let more = u64::try_from(others.len()).unwrap_or(0);
            let args = [
                ("first", (*first).into()),
                ("second", (*second).into()),
                ("count", count(more)),
            ];
            view.texts.get("handout-readers", &args)
        }
        _ => list(readers, view.language),
    }
}

/// The next day on which a job is due, after today.
fn next_run(job: &Job, programme_zone: &str, today: NaiveDate) -> Option<NaiveDate> {
    let zone: Tz = job
        .time_zone
        .as_deref()
        .unwrap_or(programme_zone)
        .parse()
        .ok()?;
    let tomorrow = today.succ_opt()?.and_time(NaiveTime::MIN);
    let from = zone.from_local_datetime(&tomorrow).earliest()?;
    let next = parse_cron(&job.cron)
        .ok()?
        .find_next_occurrence(&from, true)
        .ok()?;
    Some(next.date_naive())
}

/// The team for a question of method, the direction's own correspondent for a project.
pub(super) fn contacts<'a>(scope: &Scope<'_, 'a>) -> Vec<Correspondent<'a>> {
    let team = &scope.view.framework.programme.contact;
    [
        ("handout-contact-method", team),
        ("handout-contact-project", &scope.department.correspondent),
    ]
    .into_iter()
    .map(|(role, contact)| Correspondent {
        role: scope.say(role),
        name: &contact.name,
        email: &contact.email,
        phone: contact.phone.as_deref(),
    })
    .collect()
}

//! What comes next, and whom to ask.

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;

use super::data::{Correspondent, Date};
use super::scope::Scope;
use crate::framework::{Job, Step, parse_cron};
use crate::render::View;
use crate::render::forms::count;
use crate::text::{date_long, list, period_with_article};

/// The next questionnaire and the next run of each job that writes to people, soonest first.
pub(super) fn calendar(scope: &Scope<'_, '_>) -> Vec<Date> {
    let view = scope.view;
    let framework = view.framework;
    let language = view.language;
    let mut dates: Vec<(NaiveDate, Date)> = Vec::new();
    let period = scope.kind.evaluation.period;
    let coming = std::iter::successors(Some(period), |p| p.next())
        .filter_map(|p| Some((p, p.end().succ_opt()?)))
        .find(|(_, opens)| *opens > view.today);
    if let Some((period, opens)) = coming {
        let args = [("period", period_with_article(period, language).into())];
        let row = Date {
            date: date_long(opens, language),
            what: view.texts.get("handout-questionnaire-opens", &args),
            who: framework.programme.team.get(language).to_owned(),
        };
        dates.push((opens, row));
    }
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

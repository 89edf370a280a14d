//! `campaigns.toml`: kinds that can be written to, calendars in order, mails that exist.

use std::collections::BTreeMap;
use std::fmt::Display;

use chrono::NaiveDate;

use crate::framework::campaign::{INVITATION, REMINDER, after};
use crate::framework::load::index::{Definitions, Index};
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;
use crate::model::{Granularity, Period};

use super::{common, kinds, programme};

/// The keys that name mails, and the mails that a campaign sends where it names no others.
const MAILS: [(&str, &str); 2] = [("invitation", INVITATION), ("reminder", REMINDER)];

/// The days of a calendar, in the order in which they come.
const DAYS: [&str; 3] = ["opens", "due", "closes"];

pub(super) fn check(index: &Index<'_>, problems: &mut Vec<Problem>) {
    let what = ("la campagne", "the campaign");
    index.campaigns.twins("id", what, problems);
    for campaign in index.campaigns.sound() {
        common::identifier(campaign.get("id"), true, problems);
        let kind = kind(campaign, index, problems);
        if let Some(kind) = kind {
            only(campaign, kind, index, problems);
        }
        ordered(
            &DAYS.map(|key| (campaign.get(key), days(campaign, key))),
            problems,
        );
        reminders(campaign, problems);
        exceptions(campaign, kind, problems);
        mails(campaign, index, problems);
    }
    never_asking(index, problems);
}

fn kind<'a>(
    campaign: Node<'a>,
    index: &Index<'a>,
    problems: &mut Vec<Problem>,
) -> Option<Node<'a>> {
    let reference = campaign.get("kind")?;
    let what = ("la catégorie de dossiers", "the kind");
    let kind = index.kinds.follow(reference, what, problems)?;
    kinds::contact_address(reference, kind, problems);
    Some(kind)
}

/// The columns named are in the kind's register, and the values of those that point into the programme's lists in these lists.
fn only(campaign: Node<'_>, kind: Node<'_>, index: &Index<'_>, problems: &mut Vec<Problem>) {
    let Some(only) = campaign.get("only") else {
        return;
    };
    let complete = kind.path(&["register", "column"]).is_some() && !kind.broken;
    let columns = Definitions::new(kinds::columns(kind), "id", complete);
    for (name, span, values) in only.entries() {
        let column = columns.follow_key(only, (name, span), kinds::COLUMN, problems);
        let items = values.items();
        if items.is_empty() && values.value.get_ref().is_array() {
            let message = say!(
                "aucune valeur : cette campagne n'interroge personne",
                "no value: this campaign asks no one"
            );
            let help = say!(
                "ajoutez une valeur, ou retirez « {name} »",
                "add a value, or remove “{name}”"
            );
            problems.push(values.problem(message, Some(help)));
        }
        match column
            .and_then(|column| column.word("role"))
            .and_then(|role| programme::pointed_into(role, index))
        {
            Some((list, what)) => common::follow_all(&items, &list, what, problems),
            None => common::once(&items, problems),
        }
    }
}

/// The number of days under this key.
fn days(node: Node<'_>, key: &str) -> Option<i64> {
    let days: i32 = node.get(key)?.number()?.try_into().ok()?;
    Some(days.into())
}

/// The invitation leaves before the day J, and that comes before the end: two days of which neither is written here are no
/// fault of this place.
fn ordered<Day: Ord + Display>(
    days: &[(Option<Node<'_>>, Option<Day>); 3],
    problems: &mut Vec<Problem>,
) {
    for (pair, names) in days.windows(2).zip(DAYS.windows(2)) {
        let [(earlier, Some(first)), (later, Some(second))] = pair else {
            continue;
        };
        let Some(place) = earlier.or(*later) else {
            continue;
        };
        if first > second {
            let (before, behind) = (names[0], names[1]);
            let message = say!(
                "« {before} » ({first}) vient après « {behind} » ({second})",
                "“{before}” ({first}) comes after “{behind}” ({second})"
            );
            let help = if earlier.is_some() && later.is_some() {
                say!(
                    "il faut opens ≤ due ≤ closes",
                    "opens ≤ due ≤ closes is needed"
                )
            } else {
                say!(
                    "il faut opens ≤ due ≤ closes ; une date qui n'est pas écrite ici est celle de la campagne",
                    "opens ≤ due ≤ closes is needed; a date that is not written here is the campaign's own"
                )
            };
            problems.push(place.problem(message, Some(help)));
        }
    }
}

/// Reminders come one after the other, each on its own day, from the invitation to the end.
fn reminders(campaign: Node<'_>, problems: &mut Vec<Problem>) {
    let [opens, due, closes] = DAYS.map(|key| days(campaign, key));
    // Where invitation, day J and end are out of order, that is the fault and not the reminders'.
    let first = opens
        .zip(due)
        .map(|(opens, due)| opens - due)
        .filter(|day| *day <= 0);
    let last = closes
        .zip(due)
        .map(|(closes, due)| closes - due)
        .filter(|day| *day >= 0);
    let mut latest = None;
    for (place, day) in campaign
        .list("reminders")
        .into_iter()
        .filter_map(|reminder| Some((reminder.get("day")?, days(reminder, "day")?)))
    {
        if let Some(problem) = misplaced(place, day, latest) {
            problems.push(problem);
        }
        latest = latest.max(Some(day));
        if let Some(first) = first.filter(|first| day < *first) {
            let message = say!(
                "ce rappel ({day}) part avant l'invitation",
                "this reminder ({day}) leaves before the invitation"
            );
            let help = say!("au plus tôt day = {first}", "day = {first} at the earliest");
            problems.push(place.problem(message, Some(help)));
        }
        if let Some(last) = last.filter(|last| day > *last) {
            let message = say!(
                "ce rappel ({day}) part après la clôture",
                "this reminder ({day}) leaves after the end"
            );
            let help = say!("au plus tard day = {last}", "day = {last} at the latest");
            problems.push(place.problem(message, Some(help)));
        }
    }
}

/// The problem of a reminder that does not come after the latest one before it in the list.
fn misplaced(place: Node<'_>, day: i64, latest: Option<i64>) -> Option<Problem> {
    let latest = latest.filter(|latest| day <= *latest)?;
    let (message, help) = if day == latest {
        (
            say!(
                "deux rappels le même jour ({day})",
                "two reminders on one day ({day})"
            ),
            say!("gardez-en un", "keep one"),
        )
    } else {
        (
            say!(
                "ce rappel ({day}) est écrit après un plus tardif ({latest})",
                "this reminder ({day}) is written after a later one ({latest})"
            ),
            say!(
                "rangez les rappels dans l'ordre des jours",
                "put the reminders in the order of their days"
            ),
        )
    };
    Some(place.problem(message, Some(help)))
}

fn exceptions(campaign: Node<'_>, kind: Option<Node<'_>>, problems: &mut Vec<Problem>) {
    let length = kind.and_then(|kind| kind.word("period"));
    let mut seen = BTreeMap::new();
    for exception in campaign.list("exception") {
        let Some(node) = exception.get("period") else {
            continue;
        };
        let Some(period) = period(node, length, problems) else {
            continue;
        };
        if let Some(line) = seen.get(&period) {
            let written = period.written();
            let message = say!(
                "« {written} » a déjà une exception (ligne {line})",
                "“{written}” has an exception already (line {line})"
            );
            let help = say!("réunissez-les en une seule", "make them one");
            problems.push(node.problem(message, Some(help)));
        }
        seen.entry(period).or_insert(node.line());
        ordered(
            &DAYS.map(|key| (exception.get(key), date(exception, campaign, key, period))),
            problems,
        );
    }
}

/// The period that is written there, where it is one of the kind's length.
fn period(
    node: Node<'_>,
    length: Option<Granularity>,
    problems: &mut Vec<Problem>,
) -> Option<Period> {
    let text = node.text()?;
    let Ok(period) = text.parse::<Period>() else {
        let message = say!("« {text} » n'est pas une période", "“{text}” is no period");
        let help = say!(
            "écrivez 2026-T3 (trimestre), 2026-S2 (semestre) ou 2026 (année)",
            "write 2026-T3 (quarter), 2026-S2 (half-year) or 2026 (year)"
        );
        problems.push(node.problem(message, Some(help)));
        return None;
    };
    let Some(length) = length.filter(|length| *length != period.granularity()) else {
        return Some(period);
    };
    let (fr, en) = match length {
        Granularity::Quarter => ("un trimestre", "a quarter"),
        Granularity::Half => ("un semestre", "a half-year"),
        Granularity::Year => ("une année", "a year"),
    };
    let message = say!(
        "« {text} » n'est pas {}, comme les périodes de cette catégorie",
        "“{text}” is not {}, as this kind's periods are",
        [fr],
        [en]
    );
    let near = Period::containing(period.end(), length).map(Period::written);
    let help = near.map(|near| say!("par exemple {near}", "for example {near}"));
    problems.push(node.problem(message, help));
    None
}

/// The date of an exception, or the one that the campaign's own calendar has for the period.
fn date(exception: Node<'_>, campaign: Node<'_>, key: &str, period: Period) -> Option<NaiveDate> {
    match exception.get(key) {
        Some(date) => date.text()?.parse().ok(),
        None => Some(after(period.end(), days(campaign, key)?)),
    }
}

/// The mails named, and those that are meant where none is named.
fn mails(campaign: Node<'_>, index: &Index<'_>, problems: &mut Vec<Problem>) {
    for (key, default) in MAILS {
        match campaign.get(key) {
            Some(name) => common::mail(Some(name), index, problems),
            None if index.mails.contains(default) => {}
            None => {
                let message = say!(
                    "le courriel « {default} », que « {key} » désigne sans qu'on l'écrive, n'existe pas",
                    "the mail “{default}”, which “{key}” means where it is not written, does not exist"
                );
                let help = say!(
                    "créez report-templates/mail/{default}, ou écrivez {key} = \"…\"",
                    "create report-templates/mail/{default}, or write {key} = \"…\""
                );
                problems.push(campaign.problem(message, Some(help)));
            }
        }
    }
}

/// A subject is asked by the first campaign of its kind that asks it: none after one that asks all of them has anyone to ask.
fn never_asking(index: &Index<'_>, problems: &mut Vec<Problem>) {
    let mut asks_all: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for campaign in index.campaigns.sound() {
        let Some(kind) = campaign.get("kind") else {
            continue;
        };
        let Some(name) = kind.text() else { continue };
        if let Some(first) = asks_all.get(name) {
            let id = first.str("id").unwrap_or_default();
            let place = format!("{}:{}", first.file.name, first.line());
            let message = say!(
                "cette campagne n'interroge personne : « {id} » ({place}) interroge déjà tous les dossiers de « {name} »",
                "this campaign asks no one: “{id}” ({place}) asks all subjects of “{name}” already"
            );
            let help = say!(
                "donnez « only » à la première, ou mettez celle-ci avant elle",
                "give the first one “only”, or put this one before it"
            );
            problems.push(kind.problem(message, Some(help)));
        } else if campaign
            .get("only")
            .is_none_or(|only| only.entries().is_empty())
        {
            asks_all.insert(name, campaign);
        }
    }
}

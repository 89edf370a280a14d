//! `bilan campaign`: where each subject of a campaign stands, and what happened with one of them.

use chrono::NaiveDate;
use serde::Serialize;

use super::args::{Args, CampaignArgs};
use super::output::{Failure, open, print, table};
use crate::framework::{Campaign, Language};
use crate::model::{Period, SubjectId};
use crate::pipeline::{Context, Followed, Standing, follow, import_register};
use crate::text::{self, Texts};

/// A campaign for a period.
#[derive(Serialize)]
struct Shown {
    campaign: String,
    label: String,
    period: String,
    opens: NaiveDate,
    due: NaiveDate,
    reminders: Vec<NaiveDate>,
    closes: NaiveDate,
    subjects: Vec<Followed>,
}

pub(super) async fn run(args: &Args, command: &CampaignArgs) -> Result<(), Failure> {
    let context = open(args).await?;
    import_register(&context).await?;
    let mut shown = Vec::new();
    for campaign in &context.framework.campaigns {
        let wanted = command.campaign.as_deref();
        if wanted.is_none_or(|id| id == campaign.id.as_str()) {
            for period in periods(&context, campaign, command.period) {
                shown.push(of_period(&context, campaign, period, command).await?);
            }
        }
    }
    if let Some(id) = &command.campaign
        && context
            .framework
            .campaigns
            .iter()
            .all(|c| c.id.as_str() != id)
    {
        let known: Vec<_> = (context.framework.campaigns.iter())
            .map(|c| c.id.as_str())
            .collect();
        return Err(Failure::other(format!(
            "aucune campagne « {id} » dans config/framework/campaigns.toml : au choix, {}",
            known.join(", ")
        )));
    }
    if command.project.is_some() {
        shown.retain(|campaign| !campaign.subjects.is_empty());
    }
    print(args, &shown, |shown| text(&context, shown, command))
}

/// The period asked for, as long as those of the campaign's kind; else those that it is open for today.
fn periods(context: &Context, campaign: &Campaign, asked: Option<Period>) -> Vec<Period> {
    let framework = &context.framework;
    let Some(kind) = framework.kind(&campaign.kind) else {
        return Vec::new();
    };
    match asked {
        Some(asked) => asked.latest_within(kind.period).into_iter().collect(),
        None => {
            let working = framework.programme.working_days();
            campaign.open_on(context.today(), kind.period, &working)
        }
    }
}

async fn of_period(
    context: &Context,
    campaign: &Campaign,
    period: Period,
    command: &CampaignArgs,
) -> Result<Shown, Failure> {
    let working = context.framework.programme.working_days();
    let days = campaign.days(period, &working);
    let mut subjects = follow(context, campaign, &days, period).await?;
    if let Some(project) = &command.project {
        let id = SubjectId::new(project.clone());
        subjects.retain(|followed| followed.id == id);
    }
    Ok(Shown {
        campaign: campaign.id.to_string(),
        label: campaign.label.get(Language::Fr).to_owned(),
        period: period.written(),
        opens: days.opens,
        due: days.due,
        reminders: days.reminders,
        closes: days.closes,
        subjects,
    })
}

fn text(context: &Context, shown: &[Shown], command: &CampaignArgs) -> String {
    if shown.is_empty() {
        return "Aucune campagne n’est ouverte aujourd’hui. Pour une autre période : --period\n"
            .to_owned();
    }
    let mut out = String::new();
    for campaign in shown {
        let day = |day: NaiveDate| text::date_long(day, Language::Fr);
        let reminders: Vec<_> = campaign.reminders.iter().copied().map(day).collect();
        out.push_str(&format!(
            "{} ({}), {} : du {} au {}, retours attendus pour le {}",
            campaign.label,
            campaign.campaign,
            campaign.period,
            day(campaign.opens),
            day(campaign.closes),
            day(campaign.due)
        ));
        match reminders.as_slice() {
            [] => out.push_str(".\n"),
            _ => out.push_str(&format!(
                ", rappels le {}.\n",
                text::list(&reminders, Language::Fr)
            )),
        }
        if command.project.is_some() {
            campaign
                .subjects
                .iter()
                .for_each(|followed| out.push_str(&history(context, followed)));
        } else if command.campaign.is_some() {
            out.push_str(&table(
                &["Dossier", "Titre", "Situation", "Courriels", "Dernier fait"],
                campaign.subjects.iter().map(|f| row(context, f)),
            ));
        } else {
            out.push_str(&table(&["Situation", "Dossiers"], counts(campaign)));
        }
        out.push('\n');
    }
    out
}

fn standing(standing: Standing) -> String {
    Texts::of(Language::Fr).get(&format!("campaign-standing-{}", standing.code()), &[])
}

fn counts(campaign: &Shown) -> Vec<Vec<String>> {
    Standing::ALL
        .into_iter()
        .map(|of| {
            let count = campaign.subjects.iter().filter(|f| f.standing == of);
            (of, count.count())
        })
        .filter(|(_, count)| *count > 0)
        .map(|(of, count)| vec![standing(of), count.to_string()])
        .collect()
}

fn row(context: &Context, followed: &Followed) -> Vec<String> {
    let last = followed.history.last();
    vec![
        followed.id.to_string(),
        followed.title.clone(),
        standing(followed.standing),
        followed.mails.len().to_string(),
        last.map(|what| event(context, what)).unwrap_or_default(),
    ]
}

fn history(context: &Context, followed: &Followed) -> String {
    let mut out = format!(
        "{} « {} » : {}\n",
        followed.id,
        followed.title,
        standing(followed.standing)
    );
    for what in &followed.history {
        out.push_str(&format!("  {}", event(context, what)));
        if !what.detail.is_empty() {
            out.push_str(&format!(" · {}", what.detail));
        }
        out.push('\n');
    }
    out
}

fn event(context: &Context, what: &crate::pipeline::Happened) -> String {
    let day = what.at.with_timezone(&context.zone).date_naive();
    let name = Texts::of(Language::Fr).get(&format!("campaign-event-{}", what.what), &[]);
    format!("{} {name}", day.format("%d/%m/%Y"))
}

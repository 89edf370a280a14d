//! Campaigns: asking for returns, reminding, and knowing where each subject stands.
//!
//! A campaign asks the subjects of a kind for the return of a period. Each run decides at most one mail for a subject: the
//! invitation, or the last reminder whose day has come; what was missed in between is not made up for. Nothing is asked for once
//! a return is accepted or its subject excused, nor on days that are no working days.

mod ask;
mod follow;

use super::Context;
use crate::framework::{Campaign, CampaignDays};
use crate::model::Period;

pub(super) use ask::campaign;
pub use ask::{Ask, CampaignPlan, plan_campaigns};
pub use follow::{Followed, Happened, Standing, follow};

/// A campaign that is open today for a period.
pub(super) struct Open<'a> {
    pub(super) campaign: &'a Campaign,
    pub(super) period: Period,
    pub(super) days: CampaignDays,
}

/// The campaigns that are open today, in the framework's order, with each of their periods.
pub(super) fn open_today(context: &Context) -> Vec<Open<'_>> {
    let framework = &context.framework;
    let working = framework.programme.working_days();
    let mut open = Vec::new();
    for campaign in &framework.campaigns {
        let Some(kind) = framework.kind(&campaign.kind) else {
            continue;
        };
        for period in campaign.open_on(context.today(), kind.period, &working) {
            open.push(Open {
                campaign,
                period,
                days: campaign.days(period, &working),
            });
        }
    }
    open
}

/// The first mail of a campaign.
pub(super) const INVITATION: &str = "invitation";

//! Campaigns: asking for returns, reminding, and knowing where each subject stands.
//!
//! A campaign asks the subjects of a kind for the return of a period. Each run decides at most one mail for a subject: the
//! invitation, or the last reminder whose day has come; what was missed in between is not made up for. Nothing is asked for once
//! a return is accepted or its subject excused, nor on days that are no working days.

mod ask;
mod follow;

pub(super) use ask::campaign;
pub use ask::{Ask, CampaignPlan, plan_campaigns};
pub use follow::{Followed, Happened, Standing, follow};

/// The first mail of a campaign.
pub(super) const INVITATION: &str = "invitation";

//! Where each subject of a campaign stands, with its history: told from the mails, returns, messages and excuses that the store
//! holds, so that no status can differ from what happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::deliver::message_name;
use crate::evaluate::{SubjectInfo, Subjects};
use crate::framework::{Campaign, CampaignDays, Kind};
use crate::model::{Period, ReturnStatus, SubjectId};
use crate::pipeline::{Context, PipelineError};
use crate::store::campaigns::{self, AskedMail};
use crate::store::contacts::{self, ContactEvent, EventKind};
use crate::store::exchanges::{self, VersionCame};
use crate::store::excuses::{self, Excuse};
use crate::store::mail_messages::{self, MailOutcome};
use crate::store::returns;
use crate::store::subjects;

/// Where a subject stands in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing was asked yet.
    Planned,
    /// It cannot be asked: no address, or one that gives mails back.
    Unreachable,
    /// The invitation was written.
    Invited,
    /// The contact wrote since, without a file.
    Opened,
    /// A file came from the contact, and no return could be made of it.
    Returned,
    /// A return came that is to correct.
    ToCorrect,
    /// Nothing came, and the day has passed.
    Late,
    /// A return is accepted.
    Accepted,
    /// Nothing is asked for any more.
    Excused,
}

impl Standing {
    /// Every standing, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Planned,
        Self::Unreachable,
        Self::Invited,
        Self::Opened,
        Self::Returned,
        Self::ToCorrect,
        Self::Late,
        Self::Accepted,
        Self::Excused,
    ];

    /// The end of the identifier of its name: `campaign-standing-…`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Unreachable => "unreachable",
            Self::Invited => "invited",
            Self::Opened => "opened",
            Self::Returned => "returned",
            Self::ToCorrect => "to-correct",
            Self::Late => "late",
            Self::Accepted => "accepted",
            Self::Excused => "excused",
        }
    }

    /// Whether a return is still asked for.
    pub const fn is_asked(self) -> bool {
        !matches!(self, Self::Accepted | Self::Excused | Self::Unreachable)
    }
}

/// Something that happened with a subject in a campaign.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Happened {
    /// When; for a return, the beginning of the day it came.
    pub at: DateTime<Utc>,
    /// The end of the identifier of its name: `campaign-event-…`.
    pub what: &'static str,
    /// An address, a version, a reason.
    pub detail: String,
}

/// A subject in a campaign.
#[derive(Debug, Clone, Serialize)]
pub struct Followed {
    /// The subject.
    #[serde(skip)]
    pub subject: Arc<SubjectInfo>,
    /// Its identifier.
    pub id: SubjectId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub standing: Standing,
    /// The mails that asked for its return.
    pub mails: Vec<AskedMail>,
    /// The day the last version of its return came.
    pub last_return: Option<NaiveDate>,
    /// What happened, oldest first.
    pub history: Vec<Happened>,
}

/// The subjects that a campaign asks for a period, in the register's order, and where each stands.
///
/// # Errors
/// When the store fails.
pub async fn follow(
    context: &Context,
    campaign: &Campaign,
    days: &CampaignDays,
    period: Period,
) -> Result<Vec<Followed>, PipelineError> {
    let framework = &context.framework;
    let Some(kind) = framework.kind(&campaign.kind) else {
        return Ok(Vec::new());
    };
    let store = &context.store;
    let mut told = Told {
        mails: campaigns::mails_of(store, &kind.id, period).await?,
        excuses: excuses::of_period(store, &kind.id, period).await?,
        versions: exchanges::versions_of(store, &kind.id, period).await?,
        bounced: contacts::undeliverable(store).await?,
        late: context.today() > days.due,
    };
    let mut followed = Vec::new();
    for subject in asked(context, campaign, kind, period).await? {
        followed.push(told.follow(context, subject).await?);
    }
    Ok(followed)
}

/// The subjects of the register whose return is expected, and that this campaign asks before any other.
async fn asked(
    context: &Context,
    campaign: &Campaign,
    kind: &Kind,
    period: Period,
) -> Result<Vec<SubjectInfo>, PipelineError> {
    let mut known = Subjects::of(kind);
    subjects::each(&context.store, &kind.id, false, |subject, _| {
        known.add(subject);
    })
    .await?;
    let stopped = match &kind.expectation.stop_when {
        Some(stop) => {
            returns::first_saying(&context.store, &kind.id, &stop.field, &stop.values).await?
        }
        None => Default::default(),
    };
    let campaigns = &context.framework.campaigns;
    let first = |subject: &SubjectInfo| {
        let of_kind = campaigns.iter().filter(|c| c.kind == kind.id);
        let mut asking = of_kind.filter(|c| c.asks(&subject.columns));
        asking.next().map(|c| &c.id)
    };
    Ok(known
        .all()
        .filter(|subject| first(subject) == Some(&campaign.id))
        .filter(|subject| {
            subject.is_expected(&kind.expectation, period, stopped.get(&subject.id).copied())
        })
        .collect())
}

/// What the store tells of a campaign's subjects.
struct Told {
    mails: BTreeMap<SubjectId, Vec<AskedMail>>,
    excuses: BTreeMap<SubjectId, Vec<Excuse>>,
    versions: BTreeMap<SubjectId, Vec<VersionCame>>,
    bounced: Vec<ContactEvent>,
    late: bool,
}

impl Told {
    async fn follow(
        &mut self,
        context: &Context,
        subject: SubjectInfo,
    ) -> Result<Followed, PipelineError> {
        let id = subject.id.clone();
        let mails = self.mails.remove(&id).unwrap_or_default();
        let excuses = self.excuses.remove(&id).unwrap_or_default();
        let versions = self.versions.remove(&id).unwrap_or_default();
        let mut history = Vec::new();
        mails.iter().for_each(|mail| history.extend(of_mail(mail)));
        for version in &versions {
            history.push(of_version(context, version));
        }
        for excuse in &excuses {
            history.push(happened(
                excuse.excused_at,
                "excused",
                format!("{} ({})", excuse.reason, excuse.author),
            ));
            let lifted = excuse.lifted_at;
            history.extend(lifted.map(|at| happened(at, "asked-again", String::new())));
        }
        let (wrote, brought) = self
            .messages(context, &subject, &mails, &mut history)
            .await?;
        let standing = if excuses.iter().any(|e| e.lifted_at.is_none()) {
            Standing::Excused
        } else if versions.iter().any(|v| v.status == ReturnStatus::Accepted) {
            Standing::Accepted
        } else if !versions.is_empty() {
            Standing::ToCorrect
        } else if brought {
            Standing::Returned
        } else if self.bounced(&subject) {
            Standing::Unreachable
        } else if self.late {
            Standing::Late
        } else if wrote {
            Standing::Opened
        } else if mails.iter().any(|mail| mail.state != "withdrawn") {
            Standing::Invited
        } else {
            Standing::Planned
        };
        history.sort();
        Ok(Followed {
            id,
            title: subject.title.clone(),
            standing,
            mails,
            last_return: versions.iter().map(|v| v.received_on).max(),
            history,
            subject: Arc::new(subject),
        })
    }

    /// Whether mails to the contact come back, or there is no address to write to.
    fn bounced(&self, subject: &SubjectInfo) -> bool {
        let Some(email) = &subject.contact_email else {
            return true;
        };
        self.bounced
            .iter()
            .any(|event| event.address.eq_ignore_ascii_case(email))
    }

    /// Adds what the mailbox tells of the contact since the first mail: whether they wrote, and whether a file came that gave
    /// no return.
    async fn messages(
        &self,
        context: &Context,
        subject: &SubjectInfo,
        mails: &[AskedMail],
        history: &mut Vec<Happened>,
    ) -> Result<(bool, bool), PipelineError> {
        let (Some(email), Some(first)) = (&subject.contact_email, mails.first()) else {
            return Ok((false, false));
        };
        let names: Vec<_> = mails.iter().map(|m| message_name(&m.message_id)).collect();
        for event in contacts::events_of(&context.store, email).await? {
            let about = event.about.as_deref().unwrap_or_default();
            let ours = names.iter().any(|name| about.contains(name));
            let what = match event.kind {
                EventKind::BouncePermanent => "bounced",
                EventKind::BounceTemporary => "delayed",
                EventKind::Automatic | EventKind::Spam | EventKind::Own => continue,
            };
            if ours {
                history.push(happened(event.happened_at, what, event.detail));
            }
        }
        let (mut wrote, mut brought) = (false, false);
        let since = first.written_at;
        for mail in mail_messages::from_since(&context.store, email, since).await? {
            match mail.outcome {
                MailOutcome::Nothing => {
                    wrote = true;
                    history.push(happened(mail.received_at, "wrote", mail.subject));
                }
                MailOutcome::Return if mail.gave_nothing => {
                    brought = true;
                    history.push(happened(mail.received_at, "unusable", mail.subject));
                }
                _ => {}
            }
        }
        Ok((wrote, brought))
    }
}

fn happened(at: DateTime<Utc>, what: &'static str, detail: String) -> Happened {
    Happened { at, what, detail }
}

fn of_mail(mail: &AskedMail) -> Vec<Happened> {
    let invited = mail.step == super::INVITATION;
    let what = match (mail.state.as_str(), invited) {
        ("withdrawn", _) => "withdrawn",
        ("failed", _) => "refused",
        ("sent", true) => "invited",
        ("sent", false) => "reminded",
        _ => "waiting",
    };
    let at = mail.sent_at.unwrap_or(mail.written_at);
    vec![happened(at, what, mail.email.clone())]
}

fn of_version(context: &Context, version: &VersionCame) -> Happened {
    let what = match (version.status, version.decided) {
        (ReturnStatus::Accepted, false) => "accepted",
        (ReturnStatus::Accepted, true) => "accepted-by-us",
        (ReturnStatus::ToCorrect, _) => "to-correct",
    };
    let at = context.beginning_of(version.received_on);
    happened(at, what, version.file.clone())
}

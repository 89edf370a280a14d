//! Who is asked for a return today, and the mails that ask.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::follow::{Followed, Standing, follow};
use super::{INVITATION, Open, open_today};
use crate::deliver::{MailCampaign, MailDocument, MailRenderer, MailSubject, MailTemplates};
use crate::framework::{Campaign, CampaignDays, Language, Tone};
use crate::model::{CampaignId, KindId, Period, SubjectId};
use crate::pipeline::documents::{DocumentsReport, FormFor, questionnaires};
use crate::pipeline::mails::{self, Draft};
use crate::pipeline::send::SendReport;
use crate::pipeline::{Context, PipelineError};
use crate::store::campaigns::{self, CampaignMail};
use crate::store::outbox::Purpose;
use crate::text::{self, Texts};

/// Who sent a return so short a time before a reminder's day is left to read the answer.
const QUIET: Days = Days::new(3);

/// Mails written in one transaction, with their questionnaires.
const TOGETHER: usize = 100;

/// A return that is asked for today.
#[derive(Debug, Clone, Serialize)]
pub struct Ask {
    /// The campaign.
    pub campaign: CampaignId,
    /// The kind of the subject.
    pub kind: KindId,
    /// The period.
    pub period: Period,
    /// The subject.
    pub subject: SubjectId,
    /// `invitation`, or `rappel-1`, `rappel-2`…
    pub step: String,
    /// How a reminder speaks.
    pub tone: Option<Tone>,
    /// The contact's name.
    pub name: String,
    /// The contact's address.
    pub email: String,
    /// The contact's language.
    pub language: Language,
    /// The day by which the return is asked for.
    pub due: NaiveDate,
    /// Whether that day has passed.
    pub late: bool,
    /// The questionnaire that goes with it.
    #[serde(skip)]
    form: FormFor,
    /// The mail's template.
    #[serde(skip)]
    template: String,
}

/// What the campaigns ask today.
#[derive(Debug, Default, Serialize)]
pub struct CampaignPlan {
    /// The mails.
    pub asks: Vec<Ask>,
    /// Subjects that cannot be asked: no address, or one that gives mails back.
    pub unreachable: Vec<(KindId, SubjectId)>,
}

/// Decides what the campaigns ask today; on days that are no working days, nothing.
///
/// # Errors
/// When the store fails.
pub async fn plan_campaigns(context: &Context) -> Result<CampaignPlan, PipelineError> {
    let mut plan = CampaignPlan::default();
    let working = context.framework.programme.working_days();
    if !working.is_working_day(context.today()) {
        return Ok(plan);
    }
    for Open {
        campaign,
        period,
        days,
    } in open_today(context)
    {
        for followed in follow(context, campaign, &days, period).await? {
            if followed.standing == Standing::Unreachable {
                let id = (campaign.kind.clone(), followed.id.clone());
                plan.unreachable.push(id);
            }
            plan.asks
                .extend(ask(context, campaign, &days, period, &followed));
        }
    }
    Ok(plan)
}

/// What a subject is asked today, if anything.
fn ask(
    context: &Context,
    campaign: &Campaign,
    days: &CampaignDays,
    period: Period,
    followed: &Followed,
) -> Option<Ask> {
    let subject = &followed.subject;
    let email = subject.contact_email.clone()?;
    if !followed.standing.is_asked() {
        return None;
    }
    let (step, tone) = match step(context, campaign, days, followed, &email)? {
        None => (INVITATION.to_owned(), None),
        Some(at) => (
            reminder_step(at),
            campaign.reminders.get(at).map(|r| r.tone),
        ),
    };
    let today = context.today();
    let late = today > days.due;
    let language = subject.contact_language;
    let language = language.unwrap_or_else(|| context.framework.language());
    let form = FormFor {
        kind: campaign.kind.clone(),
        subject: subject.clone(),
        period,
        language,
        before: if late {
            context
                .framework
                .programme
                .answer_by(today)
                .min(days.closes)
        } else {
            days.due
        },
        correcting: followed.standing == Standing::ToCorrect,
    };
    Some(Ask {
        campaign: campaign.id.clone(),
        kind: campaign.kind.clone(),
        period,
        subject: followed.id.clone(),
        template: match tone {
            None => campaign.invitation.clone(),
            Some(_) => campaign.reminder.clone(),
        },
        step,
        tone,
        name: subject.contact_name.clone().unwrap_or_default(),
        email,
        language,
        due: days.due,
        late,
        form,
    })
}

fn reminder_step(at: usize) -> String {
    format!("rappel-{}", at + 1)
}

/// The step that is due to this address: `Some(None)` for the invitation, `Some(Some(n))` for a reminder, nothing where all that
/// is due was written.
fn step(
    context: &Context,
    campaign: &Campaign,
    days: &CampaignDays,
    followed: &Followed,
    email: &str,
) -> Option<Option<usize>> {
    let to_them = |mail: &&campaigns::AskedMail| mail.email.eq_ignore_ascii_case(email);
    let invited = followed
        .mails
        .iter()
        .filter(to_them)
        .map(|mail| mail.written_at.with_timezone(&context.zone).date_naive())
        .min();
    // A return that came without being asked for has its answer: who sent it is reminded, not invited.
    let Some(invited) = invited.or(followed.last_return) else {
        return Some(None);
    };
    let today = context.today();
    let (at, day) = days
        .reminders
        .iter()
        .copied()
        .enumerate()
        .take(campaign.reminders.len())
        .filter(|(_, day)| *day <= today)
        .max_by_key(|(_, day)| *day)?;
    let done = |mail: &campaigns::AskedMail| {
        let later = (at..campaign.reminders.len()).any(|n| mail.step == reminder_step(n));
        later && mail.state != "withdrawn"
    };
    let answered = followed
        .last_return
        .is_some_and(|came| came.checked_add_days(QUIET).is_none_or(|end| end > day));
    let needed = day > invited && !answered && !followed.mails.iter().filter(to_them).any(done);
    needed.then_some(Some(at))
}

/// Writes the mails of the campaigns into the outbox, each with its questionnaire made anew.
///
/// # Errors
/// When the store, a folder or a template fails. A mail whose questionnaire cannot be made is in the report.
pub(in crate::pipeline) async fn campaign(
    context: &Context,
    job: &str,
    documents: &mut DocumentsReport,
    report: &mut SendReport,
) -> Result<CampaignPlan, PipelineError> {
    let plan = plan_campaigns(context).await?;
    let sources = MailTemplates::read(&context.root.join("report-templates/mail"))?;
    let renderer = sources.renderer()?;
    for asks in plan.asks.chunks(TOGETHER) {
        let forms: Vec<FormFor> = asks.iter().map(|ask| ask.form.clone()).collect();
        questionnaires(context, &forms, documents).await?;
        let mut writing = context.store.begin().await?;
        for ask in asks {
            let Some(made) = documents.available.get(&ask.form.wanted()) else {
                report
                    .withheld
                    .push(format!("{} ({})", ask.email, ask.subject));
                continue;
            };
            let attachment = mails::attachment(context, &made.path, &made.hash)?;
            let draft = draft(context, ask, attachment);
            let mail = CampaignMail {
                dispatch: draft.key.clone(),
                campaign: ask.campaign.clone(),
                kind: ask.kind.clone(),
                period: ask.period,
                subject: ask.subject.clone(),
                step: ask.step.clone(),
            };
            write(context, &mut writing, &renderer, job, draft, &mail, report).await?;
        }
        writing.commit().await?;
    }
    Ok(plan)
}

async fn write(
    context: &Context,
    connection: &mut sqlx::SqliteConnection,
    renderer: &MailRenderer<'_>,
    job: &str,
    draft: Draft,
    mail: &CampaignMail,
    report: &mut SendReport,
) -> Result<(), PipelineError> {
    let message = draft.message(renderer, job)?;
    if mails::write(context, connection, &message, report).await? {
        campaigns::record(connection, mail).await?;
    }
    Ok(())
}

fn draft(context: &Context, ask: &Ask, attachment: crate::store::outbox::Attachment) -> Draft {
    let language = ask.language;
    let file = attachment.name.clone();
    let campaign = MailCampaign {
        tone: ask.tone,
        due: text::date_long(ask.due, language),
        late: ask.late,
        correcting: ask.form.correcting,
    };
    let title = Texts::of(language).get("document-questionnaire", &[]);
    let words = crate::deliver::MailContext {
        period: Some(text::period_with_article(ask.period, language)),
        respond_by: Some(text::date_long(ask.form.before, language)),
        form: Some(file.clone()),
        documents: vec![MailDocument { title, file }],
        subject: Some(MailSubject {
            id: ask.subject.to_string(),
            title: ask.form.subject.title.clone(),
        }),
        campaign: Some(campaign),
        ..mails::words(context, &ask.name, language)
    };
    Draft {
        key: format!(
            "campagne/{}/{}/{}/{}/{}",
            ask.campaign,
            ask.period,
            ask.subject,
            ask.step,
            ask.email.to_lowercase()
        ),
        purpose: Purpose::Campaign,
        period: ask.period.to_string(),
        audience: ask.campaign.to_string(),
        name: ask.name.clone(),
        email: ask.email.clone(),
        language,
        template: ask.template.clone(),
        words,
        attachments: vec![attachment],
    }
}

//! The team's digest: one mail a day that says what there is to do, and none where there is nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::campaigns::{Followed, Standing, follow, open_today};
use super::mails::{self, Draft};
use super::send::SendReport;
use super::{Context, PipelineError};
use crate::deliver::{MailContext, MailDigest, MailSection, MailTemplates};
use crate::framework::{Framework, Job, Language, Recipient, Recipients};
use crate::model::{Finding, Period, ReturnStatus, Severity, SubjectId};
use crate::store::exchanges::{self, Latest};
use crate::store::outbox::{self, Purpose};
use crate::store::source_looks::SourceLook;
use crate::store::{arrivals, contacts, mail_messages, source_looks, subjects};
use crate::text::{self, Texts};

/// Lines of one sort that are written out.
const SHOWN: usize = 10;
/// What the first digest looks back at.
const FIRST: TimeDelta = TimeDelta::days(7);
/// Returns that came longer ago and were never corrected are no news any more.
const CORRECTING: Days = Days::new(90);

/// Writes the digest of the day to the people of a job's audiences, if there is anything to do.
///
/// # Errors
/// When the store or a template fails.
pub(super) async fn digest(
    context: &Context,
    job: &Job,
    report: &mut SendReport,
) -> Result<(), PipelineError> {
    let happened = Happened::look(context).await?;
    let sources = MailTemplates::read(&context.root.join("report-templates/mail"))?;
    let renderer = sources.renderer()?;
    let mut writing = context.store.begin().await?;
    let audiences = job.audiences.iter();
    for audience in audiences.filter_map(|id| context.framework.audience(id)) {
        let Recipients::People(people) = &audience.recipients else {
            continue;
        };
        for person in people {
            let language = person
                .language
                .unwrap_or_else(|| context.framework.language());
            let Some(digest) = happened.told(context, language) else {
                continue;
            };
            let draft = Draft {
                audience: audience.id.to_string(),
                template: audience.mail.clone(),
                ..draft(context, person, language, digest)
            };
            let message = draft.message(&renderer, job.id.as_str())?;
            mails::write(context, &mut writing, &message, report).await?;
        }
    }
    writing.commit().await?;
    Ok(())
}

fn draft(context: &Context, person: &Recipient, language: Language, digest: MailDigest) -> Draft {
    let today = context.today();
    Draft {
        key: format!("point/{today}/{}", person.email.to_lowercase()),
        purpose: Purpose::Digest,
        period: today.to_string(),
        audience: String::new(),
        name: person.name.clone(),
        email: person.email.clone(),
        language,
        template: String::new(),
        words: MailContext {
            digest: Some(digest),
            ..mails::words(context, &person.name, language)
        },
        attachments: Vec::new(),
    }
}

/// What there is to tell, as the store has it.
struct Happened {
    since: DateTime<Utc>,
    accepted: u32,
    corrected: u32,
    to_correct: Vec<(Latest, String)>,
    late: Vec<(Period, Followed)>,
    unreachable: Vec<(Period, Followed)>,
    bounced: BTreeSet<String>,
    failing: Vec<SourceLook>,
    files: Vec<Finding>,
    messages: Vec<Finding>,
    mails: Vec<(String, String, String)>,
    busy: Vec<String>,
}

impl Happened {
    async fn look(context: &Context) -> Result<Self, PipelineError> {
        let store = &context.store;
        let last = outbox::last_written(store, Purpose::Digest).await?;
        // A digest that is written twice on one day looks back at the same time.
        let since = last.map_or(context.now - FIRST, |last| last.min(context.now));
        let (accepted, corrected) = exchanges::came_since(store, since).await?;
        let mut asked = campaigns(context).await?;
        let of = |asked: &mut Vec<(Period, Followed)>, standing| {
            asked
                .extract_if(.., |(_, followed)| followed.standing == standing)
                .collect()
        };
        let looks = source_looks::all(store).await?;
        let known: BTreeSet<_> = context
            .settings
            .sources
            .iter()
            .map(|s| s.id.as_str())
            .collect();
        let bounced = contacts::undeliverable(store).await?;
        let mut mails = outbox::tried_in_vain(store, "queued").await?;
        mails.extend(outbox::given_up_since(store, since).await?);
        let limit = context.settings.answers.per_address_and_day;
        Ok(Self {
            since,
            accepted,
            corrected,
            to_correct: to_correct(context).await?,
            late: of(&mut asked, Standing::Late),
            unreachable: of(&mut asked, Standing::Unreachable),
            bounced: bounced.into_iter().map(|event| event.address).collect(),
            failing: looks
                .into_iter()
                .filter(|look| look.fault.is_some() && known.contains(look.source.as_str()))
                .collect(),
            files: grave(arrivals::findings_since(store, since).await?),
            messages: mail_messages::findings_since(store, since).await?,
            mails,
            busy: outbox::busy_since(store, Purpose::Answer, since, limit).await?,
        })
    }

    /// The digest in words; nothing where there is nothing to do.
    fn told(&self, context: &Context, language: Language) -> Option<MailDigest> {
        let teller = Teller {
            framework: &context.framework,
            language,
            texts: Texts::of(language),
        };
        let sections: Vec<(usize, MailSection)> = [
            teller.section("to-correct", self.to_correct.iter(), |(latest, title)| {
                let since = text::date_long(latest.received_on, language);
                teller.subject(&latest.subject, title, latest.period, Some(&since))
            }),
            teller.section("late", self.late.iter(), |(period, late)| {
                teller.subject(&late.id, &late.title, *period, None)
            }),
            teller.section("unreachable", self.unreachable.iter(), |(period, gone)| {
                teller.subject(&gone.id, &gone.title, *period, None)
            }),
            teller.section("bounced", self.bounced.iter(), Clone::clone),
            teller.section("sources", self.failing.iter(), |look| {
                let fault = look.fault.as_ref();
                let fault = fault.map(|fault| text::fault_text(fault, language));
                format!("{} : {}", look.source, fault.unwrap_or_default())
            }),
            teller.section("files", self.files.iter(), |finding| {
                teller.finding(finding)
            }),
            teller.section("messages", self.messages.iter(), |finding| {
                teller.finding(finding)
            }),
            teller.section("mails", self.mails.iter(), |(email, subject, error)| {
                format!("{email} · {subject} : {error}")
            }),
            teller.section("busy", self.busy.iter(), Clone::clone),
        ]
        .into_iter()
        .flatten()
        .collect();
        if sections.is_empty() {
            return None;
        }
        let total: usize = sections.iter().map(|(count, _)| count).sum();
        let since = self.since.with_timezone(&context.zone).date_naive();
        let news = [
            ("since", text::date_long(since, language).into()),
            ("accepted", u64::from(self.accepted).into()),
            ("correct", u64::from(self.corrected).into()),
        ];
        Some(MailDigest {
            day: text::date_long(context.today(), language),
            total: text::decimal(total.into(), 0, language),
            news: teller.texts.get("digest-news", &news),
            sections: sections.into_iter().map(|(_, section)| section).collect(),
        })
    }
}

/// Puts things into words.
struct Teller<'a> {
    framework: &'a Framework,
    language: Language,
    texts: &'a Texts,
}

impl Teller<'_> {
    /// A section with its count; none where there is nothing of the sort.
    fn section<'t, T: 't>(
        &self,
        sort: &str,
        things: impl ExactSizeIterator<Item = &'t T>,
        line: impl Fn(&'t T) -> String,
    ) -> Option<(usize, MailSection)> {
        let count = things.len();
        if count == 0 {
            return None;
        }
        let more = count.saturating_sub(SHOWN);
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let section = MailSection {
            title: self.texts.get(
                &format!("digest-{sort}"),
                &[("count", number(count).into())],
            ),
            remedy: self.texts.get(&format!("digest-{sort}.remedy"), &[]),
            lines: things.take(SHOWN).map(line).collect(),
            more: (more > 0).then(|| {
                self.texts
                    .get("digest-more", &[("count", number(more).into())])
            }),
        };
        Some((count, section))
    }

    fn subject(&self, id: &SubjectId, title: &str, period: Period, since: Option<&str>) -> String {
        let args = [
            ("id", id.as_str().into()),
            ("title", title.into()),
            ("period", period.written().into()),
            ("since", since.unwrap_or_default().into()),
        ];
        let line = if since.is_some() {
            "digest-subject-since"
        } else {
            "digest-subject"
        };
        self.texts.get(line, &args)
    }

    fn finding(&self, finding: &Finding) -> String {
        let labels = self
            .framework
            .questionnaires
            .iter()
            .filter_map(|q| q.field(finding.field.as_ref()?))
            .map(|field| field.label.get(self.language))
            .next();
        let said = text::finding_text(finding, labels, None, self.language);
        format!("{} : {} {}", said.place, said.what, said.remedy)
    }
}

/// Only what asks for something.
fn grave(findings: Vec<Finding>) -> Vec<Finding> {
    let mut findings = findings;
    findings.retain(|finding| finding.severity > Severity::Info);
    findings
}

/// The returns that wait for their correction, with the titles of their subjects.
async fn to_correct(context: &Context) -> Result<Vec<(Latest, String)>, PipelineError> {
    let today = context.today();
    let since = today.checked_sub_days(CORRECTING).unwrap_or(today);
    let mut waiting = exchanges::latest_since(&context.store, since).await?;
    waiting.retain(|latest| latest.status == ReturnStatus::ToCorrect);
    let mut titles = BTreeMap::new();
    for kind in &context.framework.kinds {
        subjects::each(&context.store, &kind.id, false, |subject, _| {
            titles.insert((kind.id.clone(), subject.id), subject.title);
        })
        .await?;
    }
    let named = waiting.into_iter().filter_map(|latest| {
        let title = titles.get(&(latest.kind.clone(), latest.subject.clone()))?;
        Some((latest, title.clone()))
    });
    Ok(named.collect())
}

/// The subjects of the campaigns that are open, with their period.
async fn campaigns(context: &Context) -> Result<Vec<(Period, Followed)>, PipelineError> {
    let mut asked = Vec::new();
    for open in open_today(context) {
        let period = open.period;
        let followed = follow(context, open.campaign, &open.days, period).await?;
        asked.extend(followed.into_iter().map(|followed| (period, followed)));
    }
    Ok(asked)
}

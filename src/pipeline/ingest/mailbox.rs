//! A mailbox as a feed: messages are fetched, taken apart, and moved once what came by them is in the store.

use std::collections::VecDeque;

use serde::Serialize;

use crate::collect::mail::{Mail, MailFile, Nature, Ourselves, UnpackLimits, unpack, unreadable};
use crate::collect::mailbox::{Fetched, Listed, Mailbox};
use crate::collect::{Incoming, Spool, mail};
use crate::config::Imap;
use crate::model::{Fault, FaultCode, Finding, FindingCode, Place, SourceId};
use crate::pipeline::Context;
use crate::store::contacts::{self, ContactEvent, EventKind};
use crate::store::mail_messages::{self, MailAddress, MailMessage, MailOutcome, MailPlace};
use crate::store::raw_files::RawFiles;

use super::Intake;
use super::feeds::{Delivery, FeedError};

/// Messages of one delivery, at most.
const MESSAGES: usize = 100;
/// Bytes of the messages of one delivery, at most, unless one alone has more.
const BYTES: u64 = 32 * 1024 * 1024;
/// Files of one message, and members of an archive that are looked at.
const FILES: usize = 200;
/// Messages inside messages.
const DEPTH: usize = 8;

/// What mailboxes brought.
#[derive(Debug, Default, Serialize)]
pub struct MailReport {
    /// Messages dealt with.
    pub messages: usize,
    /// Of these, with at least one spreadsheet.
    pub returns: usize,
    /// Automatic replies.
    pub automatic: usize,
    /// Notices of mails that did not arrive.
    pub bounces: usize,
    /// Our own mails, come back.
    pub own: usize,
    /// What is to say about messages that someone must look at.
    pub to_review: Vec<Finding>,
}

/// A mailbox, open, and what is left to do in it.
pub(super) struct MailboxFeed {
    source: SourceId,
    imap: Imap,
    mailbox: Mailbox,
    waiting: VecDeque<Listed>,
    /// Dealt with by an earlier run, and still where they came.
    unmoved: Vec<(u32, MailPlace)>,
    limits: UnpackLimits,
    ourselves: Ourselves,
    /// Why messages could not be moved; the reading goes on.
    fault: Option<Fault>,
}

/// The messages of a delivery.
pub(super) struct Mails(Vec<(MailMessage, Nature)>);

impl MailboxFeed {
    /// Opens the mailbox and lists what is in it.
    pub(super) async fn open(
        context: &Context,
        source: &SourceId,
        imap: &Imap,
    ) -> Result<Self, FeedError> {
        let mut mailbox = Mailbox::open(imap).await?;
        let listed = mailbox.list().await?;
        let known = mail_messages::dealt_with(
            &context.store,
            source.as_str(),
            &imap.folder,
            mailbox.uidvalidity(),
        )
        .await?;
        let mut unmoved = Vec::new();
        let mut waiting = VecDeque::new();
        for message in listed {
            match known.get(&message.uid) {
                Some(place) => unmoved.push((message.uid, *place)),
                None => waiting.push_back(message),
            }
        }
        let reading = &context.settings.reading;
        let from = &context.settings.mail.from;
        Ok(Self {
            source: source.clone(),
            imap: imap.clone(),
            mailbox,
            waiting,
            unmoved,
            limits: UnpackLimits {
                file_bytes: reading.max_file_bytes,
                total_bytes: reading.max_file_bytes.saturating_mul(2),
                ratio: reading.max_ratio,
                files: FILES,
                depth: DEPTH,
            },
            ourselves: Ourselves {
                address: from
                    .parse::<lettre::message::Mailbox>()
                    .map_or_else(|_| from.clone(), |mailbox| mailbox.email.to_string()),
            },
            fault: None,
        })
    }

    pub(super) fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.unmoved.is_empty()
    }

    /// Messages that are still to be fetched.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Fetches the next messages and takes them apart.
    pub(super) async fn next(
        &mut self,
        context: &Context,
        spool: &Spool,
    ) -> Result<Option<Delivery>, FeedError> {
        if !context.rehearsal {
            let unmoved = std::mem::take(&mut self.unmoved);
            self.put_in_order(&unmoved).await?;
        }
        let (batch, large) = self.batch();
        if batch.is_empty() && large.is_empty() {
            return Ok(None);
        }
        let mut delivery = Delivery {
            files: Vec::new(),
            findings: Vec::new(),
            fetched: true,
            mails: None,
        };
        let mut mails = Vec::new();
        for message in large {
            let headers = self.mailbox.headers(message.uid).await?;
            mails.extend(headers.map(|headers| self.too_large(context, message, &headers)));
        }
        let (limits, ourselves) = (self.limits, self.ourselves.clone());
        let mut fetched = Vec::new();
        self.mailbox
            .fetch(&batch, async |message: Fetched| {
                let (message, mail) = take_apart(message, limits, &ourselves).await;
                let mut files = Vec::new();
                for MailFile { name, bytes } in &mail.files {
                    files.push((RawFiles::hash(bytes), name.clone(), spool.put(bytes)?));
                }
                let mail = Mail {
                    files: Vec::new(),
                    ..mail
                };
                fetched.push((message, mail, files));
                Ok(())
            })
            .await?;
        for (message, mail, files) in fetched {
            let received_at = message.received_at.unwrap_or(context.now);
            for (_, name, path) in &files {
                delivery.files.push(Incoming {
                    source: self.source.clone(),
                    path: path.clone(),
                    name: name.clone(),
                    received_at,
                });
            }
            let (outcome, place) = outcome(&mail);
            let record = MailMessage {
                at: self.at(message.uid),
                message_id: mail.message_id,
                sender: mail.sender,
                subject: mail.subject,
                received_at,
                outcome,
                place,
                findings: mail.findings,
                files: files
                    .into_iter()
                    .map(|(hash, name, _)| (hash, name))
                    .collect(),
            };
            mails.push((record, mail.nature));
        }
        delivery.mails = Some(Mails(mails));
        Ok(Some(delivery))
    }

    /// What came by these messages is in the store: they are written there too, then moved.
    pub(super) async fn settle(
        &mut self,
        intake: &mut Intake<'_>,
        Mails(mails): Mails,
    ) -> Result<(), FeedError> {
        let context = intake.context;
        let mut writing = context.store.begin().await?;
        for (message, nature) in &mails {
            mail_messages::record(&mut writing, message, context.now).await?;
            for event in events(message, nature) {
                contacts::record(&mut writing, &event).await?;
            }
        }
        writing.commit().await?;
        let places: Vec<_> = mails.iter().map(|(m, _)| (m.at.uid, m.place)).collect();
        count(&mut intake.report().mails, mails);
        if context.rehearsal {
            return Ok(());
        }
        self.put_in_order(&places).await
    }

    /// Takes leave; says why messages stayed where they came, if some did.
    pub(super) async fn close(self) -> Result<(), Fault> {
        self.mailbox.close().await;
        self.fault.map_or(Ok(()), Err)
    }

    /// Moves messages to where they go. A server that refuses (a full mailbox) has said so: the next messages are read all the
    /// same, and these are moved by a later run.
    async fn put_in_order(&mut self, places: &[(u32, MailPlace)]) -> Result<(), FeedError> {
        for (place, folder) in [
            (MailPlace::Done, self.imap.done.clone()),
            (MailPlace::Review, self.imap.review.clone()),
        ] {
            let mut uids: Vec<u32> = places
                .iter()
                .filter(|(_, of)| *of == place)
                .map(|(uid, _)| *uid)
                .collect();
            uids.sort_unstable();
            match self.mailbox.move_to(&uids, &folder).await {
                Ok(()) => {}
                Err(fault) if fault.code == FaultCode::NotMoved => self.fault = Some(fault),
                Err(fault) => return Err(fault.into()),
            }
        }
        Ok(())
    }

    /// The next messages, as many as one delivery holds, and those among them that are too large to be fetched.
    fn batch(&mut self) -> (Vec<Listed>, Vec<Listed>) {
        let (mut batch, mut large, mut bytes) = (Vec::new(), Vec::new(), 0_u64);
        while let Some(next) = self.waiting.front().copied() {
            if next.size > self.imap.max_message_bytes {
                large.push(next);
            } else if batch.is_empty() || bytes + u64::from(next.size) <= BYTES {
                bytes += u64::from(next.size);
                batch.push(next);
            } else {
                break;
            }
            self.waiting.pop_front();
            if batch.len() + large.len() >= MESSAGES {
                break;
            }
        }
        (batch, large)
    }

    fn at(&self, uid: u32) -> MailAddress {
        MailAddress {
            source: self.source.to_string(),
            folder: self.imap.folder.clone(),
            uidvalidity: self.mailbox.uidvalidity(),
            uid,
        }
    }

    /// A message that stays on the server unread, of which only the headers are known.
    fn too_large(
        &self,
        context: &Context,
        message: Listed,
        headers: &Fetched,
    ) -> (MailMessage, Nature) {
        const MIB: u32 = 1024 * 1024;
        let mail = unpack(&headers.bytes, &self.limits, &self.ourselves);
        let place = Place::file(mail::shown(&mail.subject, mail.sender.as_deref()));
        let finding = Finding::warning(FindingCode::MailTooLarge, place)
            .with("size", message.size.div_ceil(MIB))
            .with("limit", self.imap.max_message_bytes / MIB);
        let record = MailMessage {
            at: self.at(message.uid),
            message_id: mail.message_id,
            sender: mail.sender,
            subject: mail.subject,
            received_at: headers.received_at.unwrap_or(context.now),
            outcome: MailOutcome::TooLarge,
            place: MailPlace::Review,
            findings: vec![finding],
            files: Vec::new(),
        };
        (record, Nature::Nothing)
    }
}

/// Takes a message apart aside: should it bring the library down, the message is one to look at, and the daemon lives.
async fn take_apart(
    mut message: Fetched,
    limits: UnpackLimits,
    ourselves: &Ourselves,
) -> (Fetched, Mail) {
    let bytes = std::mem::take(&mut message.bytes);
    let ourselves = ourselves.clone();
    let apart = tokio::task::spawn_blocking(move || {
        std::panic::catch_unwind(|| unpack(&bytes, &limits, &ourselves))
            .unwrap_or_else(|_| unreadable(&bytes))
    });
    let mail = apart.await.unwrap_or_else(|_| unreadable(&[]));
    (message, mail)
}

/// What a message was, and where it goes.
fn outcome(mail: &Mail) -> (MailOutcome, MailPlace) {
    let closed = mail
        .findings
        .iter()
        .any(|f| f.code == FindingCode::MailArchiveRefused);
    match &mail.nature {
        Nature::Return if closed => (MailOutcome::Return, MailPlace::Review),
        Nature::Return => (MailOutcome::Return, MailPlace::Done),
        Nature::Nothing => (MailOutcome::Nothing, MailPlace::Review),
        Nature::Automatic { .. } => (MailOutcome::Automatic, MailPlace::Done),
        Nature::Bounce(bounced) if bounced.is_empty() => (MailOutcome::Bounce, MailPlace::Review),
        Nature::Bounce(_) => (MailOutcome::Bounce, MailPlace::Done),
        Nature::Spam => (MailOutcome::Spam, MailPlace::Review),
        Nature::Own { returned: true } => (MailOutcome::Own, MailPlace::Done),
        Nature::Own { returned: false } => (MailOutcome::Own, MailPlace::Review),
        Nature::Unreadable => (MailOutcome::Unreadable, MailPlace::Review),
    }
}

/// What a message tells about addresses.
fn events(message: &MailMessage, nature: &Nature) -> Vec<ContactEvent> {
    let event = |address: &str, kind, detail: &str, about: Option<String>| ContactEvent {
        address: address.to_owned(),
        kind,
        happened_at: message.received_at,
        detail: detail.to_owned(),
        message_id: message.message_id.clone(),
        about,
    };
    let of_sender = |kind, detail: &str| {
        let sender = message.sender.as_deref();
        sender
            .map(|sender| event(sender, kind, detail, None))
            .into_iter()
            .collect()
    };
    match nature {
        Nature::Automatic { sign } => of_sender(EventKind::Automatic, sign),
        Nature::Spam => of_sender(EventKind::Spam, ""),
        Nature::Own { .. } => of_sender(EventKind::Own, ""),
        Nature::Bounce(bounced) => bounced
            .iter()
            .map(|bounced| {
                let kind = if bounced.permanent {
                    EventKind::BouncePermanent
                } else {
                    EventKind::BounceTemporary
                };
                let detail = format!("{} {}", bounced.status, bounced.words);
                event(&bounced.address, kind, detail.trim(), bounced.about.clone())
            })
            .collect(),
        Nature::Return | Nature::Nothing | Nature::Unreadable => Vec::new(),
    }
}

fn count(report: &mut MailReport, mails: Vec<(MailMessage, Nature)>) {
    for (message, _) in mails {
        report.messages += 1;
        match message.outcome {
            MailOutcome::Return => report.returns += 1,
            MailOutcome::Automatic => report.automatic += 1,
            MailOutcome::Bounce => report.bounces += 1,
            MailOutcome::Own => report.own += 1,
            MailOutcome::Nothing
            | MailOutcome::Spam
            | MailOutcome::TooLarge
            | MailOutcome::Unreadable => {}
        }
        if message.place == MailPlace::Review {
            report.to_review.extend(message.findings);
        }
    }
}

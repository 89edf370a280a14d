//! Letters: from templates and plain values to mails that reach people.
//!
//! Takes the contexts of mails and the documents that go with them; gives subject, text and HTML ([`MailRenderer`]), a
//! whole message in bytes ([`compose`]) and what became of it ([`Transport::send`]). Never decides who receives what, and
//! keeps no state: the rows of the outbox belong to `store`, its calendar is in [`outbox`].

mod checking;
mod compose;
mod context;
mod file_transport;
pub mod outbox;
mod samples;
mod smtp;
mod templates;
mod transport;

#[cfg(test)]
mod smtp_tests;
#[cfg(test)]
mod tests;

pub use checking::{MailProblem, check_templates};
pub use compose::{
    ComposeError, Correspondent, Enclosure, Letter, OutgoingMail, compose, message_name,
};
pub use context::{
    AnswerStatus, MailAnswer, MailButton, MailCampaign, MailContact, MailContext, MailDigest,
    MailDocument, MailPoint, MailReport, MailSection, MailSubject,
};
pub use smtp::{Security, SmtpSettings, StepTimeouts};
pub use templates::{Mail, MailError, MailRenderer, MailTemplates};
pub use transport::{Outcome, Transport, TransportError};

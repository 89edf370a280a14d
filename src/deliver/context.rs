//! What the templates of mails may say: the names in `{{ … }}` are these fields.

use serde::Serialize;

use crate::framework::Tone;
use crate::text::FindingText;

/// The context of a mail. All texts are already in the recipient's language; the renderer adds `lang` (`fr` or `en`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MailContext {
    /// The programme's name.
    pub programme: String,
    /// The organisation that signs.
    pub organisation: String,
    /// The team that writes.
    pub team: String,
    /// The person to reach.
    pub contact: MailContact,
    /// The recipient's name, for the greeting.
    pub recipient: Option<String>,
    /// The period with its article (`text::period_with_article`): « le 3e trimestre 2026 ».
    pub period: Option<String>,
    /// The day before which something is asked: « 24 novembre 2026 ».
    pub respond_by: Option<String>,
    /// The day of the next request.
    pub next_request: Option<String>,
    /// What is attached.
    pub documents: Vec<MailDocument>,
    /// The attached questionnaire's file, where there is one to fill in or to correct.
    pub form: Option<String>,
    /// The project, assembly, contract… that the mail is about.
    pub subject: Option<MailSubject>,
    /// The answer to a return (`fiche-retour`).
    pub answer: Option<MailAnswer>,
    /// What a campaign asks (`invitation`, `relance`).
    pub campaign: Option<MailCampaign>,
    /// What there is to do (`point-quotidien`).
    pub digest: Option<MailDigest>,
    /// The direction's name (`support-formation`).
    pub direction: Option<String>,
    /// What the report says in short (`rapport-trimestriel`).
    pub report: Option<MailReport>,
    /// The one button, where there is something to open.
    pub button: Option<MailButton>,
}

/// A person whom the recipient can reach.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MailContact {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Telephone, as printed.
    pub phone: Option<String>,
}

/// An attached document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailDocument {
    /// Title, in words.
    pub title: String,
    /// Name of the attached file.
    pub file: String,
}

/// What is followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailSubject {
    /// Its code in the register.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// What a holder is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailAnswer {
    /// What became of the return.
    pub status: AnswerStatus,
    /// The points to correct or to confirm, in the order of the form.
    pub points: Vec<MailPoint>,
    /// The day before which corrections are asked for.
    #[serde(skip)]
    pub respond_by: String,
    /// The day of the next request, where one is planned.
    #[serde(skip)]
    pub next_request: Option<String>,
}

/// What became of a return; in templates `accepted`, `confirm` or `correct`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerStatus {
    /// Accepted, nothing to do.
    Accepted,
    /// Accepted, with values to confirm.
    Confirm,
    /// Not accepted: something is to be corrected.
    Correct,
}

/// One point of an answer: what, where, what is expected, how to mend it.
pub type MailPoint = FindingText;

/// What a campaign asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailCampaign {
    /// How a reminder speaks: `kind`, `firm` or `last`; absent from an invitation.
    pub tone: Option<Tone>,
    /// The day by which the return is asked for: « 20 octobre 2026 ».
    pub due: String,
    /// Whether that day has passed.
    pub late: bool,
    /// Whether a return came that is to correct.
    pub correcting: bool,
}

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailDigest {
    /// The day: « 24 novembre 2026 ».
    pub day: String,
    /// How many things there are to look at, formatted.
    pub total: String,
    /// What came since the last one, in a sentence.
    pub news: String,
    /// The things, by what they are.
    pub sections: Vec<MailSection>,
}

/// Things of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailSection {
    /// What they are.
    pub title: String,
    /// What to do about them.
    pub remedy: String,
    /// The first of them.
    pub lines: Vec<String>,
    /// How many more there are; nothing where all are shown.
    pub more: Option<String>,
}

/// A report in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailReport {
    /// Accepted returns, formatted.
    pub accepted: String,
    /// Expected returns, formatted.
    pub expected: String,
    /// At most three sentences that say what the figures show.
    pub highlights: Vec<String>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailButton {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

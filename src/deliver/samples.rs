//! Contexts on which every mail is tried: ordinary, as spare as may be, and hostile.

use crate::framework::{Language, Tone};

use super::{
    AnswerStatus, MailAnswer, MailButton, MailCampaign, MailContact, MailContext, MailDigest,
    MailDocument, MailPoint, MailReport, MailSection, MailSubject,
};

/// Sample contexts with their names.
pub(super) fn samples(language: Language) -> Vec<(&'static str, MailContext)> {
    vec![
        ("accepted", ordinary(language, AnswerStatus::Accepted)),
        ("confirm", ordinary(language, AnswerStatus::Confirm)),
        ("correct", ordinary(language, AnswerStatus::Correct)),
        ("kind", reminder(language, Tone::Kind, false)),
        ("firm", reminder(language, Tone::Firm, false)),
        ("last", reminder(language, Tone::Last, true)),
        ("spare", spare(language)),
        ("hostile", hostile(language)),
    ]
}

/// A context with everything in it.
pub(super) fn ordinary(language: Language, status: AnswerStatus) -> MailContext {
    let pick = |fr: &str, en: &str| match language {
        Language::Fr => fr.to_owned(),
        Language::En => en.to_owned(),
    };
    let point = MailPoint {
        what: pick(
            "« douze » n’est pas un nombre, pour « Bénévoles ».",
            "“douze” is not a number, for “Volunteers”.",
        ),
        expected: pick(
            "Un nombre, par exemple 1 234,5.",
            "A number, for example 1,234.5.",
        ),
        remedy: pick("N’écrivez que le nombre.", "Write the number only."),
        place: pick(
            "OCC-2024-017.xlsx, feuille « Retour », cellule F31",
            "OCC-2024-017.xlsx, sheet “Retour”, cell F31",
        ),
    };
    let points = match status {
        AnswerStatus::Accepted => Vec::new(),
        AnswerStatus::Confirm | AnswerStatus::Correct => vec![point.clone(), point],
    };
    MailContext {
        programme: pick("Participation citoyenne", "Citizen participation"),
        organisation: pick("Région Exemple", "Region of Example"),
        team: pick(
            "Mission participation citoyenne",
            "Citizen participation team",
        ),
        contact: MailContact {
            name: "Camille Martin".into(),
            email: "participation@region.example".into(),
            phone: Some("05 00 00 00 00".into()),
        },
        recipient: Some("Dominique Vidal".into()),
        period: Some(pick("le 3e trimestre 2026", "the 3rd quarter of 2026")),
        respond_by: Some(pick("8 décembre 2026", "8 December 2026")),
        next_request: Some(pick("4 janvier 2027", "4 January 2027")),
        documents: vec![MailDocument {
            title: pick("Votre fiche de retour", "Your feedback sheet"),
            file: "fiche-OCC-2024-017-2026-T3.pdf".into(),
        }],
        form: (status == AnswerStatus::Correct)
            .then(|| "questionnaire-OCC-2024-017-2026-T3.xlsx".into()),
        subject: Some(MailSubject {
            id: "OCC-2024-017".into(),
            title: pick(
                "Jardin partagé des Cévennes et verger de la commune",
                "Shared garden of the Cévennes",
            ),
        }),
        answer: Some(MailAnswer {
            status,
            points,
            respond_by: String::new(),
            next_request: None,
        }),
        campaign: Some(MailCampaign {
            tone: None,
            due: pick("8 décembre 2026", "8 December 2026"),
            late: false,
            correcting: false,
        }),
        digest: Some(MailDigest {
            day: pick("24 novembre 2026", "24 November 2026"),
            total: "3".into(),
            news: pick(
                "Depuis le 23 novembre 2026 : 4 retours acceptés, 1 à corriger.",
                "Since 23 November 2026: 4 returns accepted, 1 to correct.",
            ),
            sections: vec![MailSection {
                title: pick("Sources en panne", "Failing sources"),
                remedy: pick(
                    "Prévenez l’administratrice ou l’administrateur.",
                    "Tell the administrator.",
                ),
                lines: vec![pick(
                    "boite : mot de passe refusé",
                    "boite: password refused",
                )],
                more: Some(pick("et 2 autres", "and 2 more")),
            }],
        }),
        direction: Some(pick(
            "Direction de l’environnement et de l’eau",
            "Department of environment and water",
        )),
        report: Some(MailReport {
            accepted: "41".into(),
            expected: "48".into(),
            highlights: vec![pick(
                "Huit projets sur dix avancent comme prévu.",
                "Eight projects in ten progress as planned.",
            )],
        }),
        button: None,
    }
}

/// A context of a reminder; the last one asks for a correction.
fn reminder(language: Language, tone: Tone, late: bool) -> MailContext {
    let mut context = ordinary(language, AnswerStatus::Accepted);
    if let Some(campaign) = &mut context.campaign {
        campaign.tone = Some(tone);
        campaign.late = late;
        campaign.correcting = tone == Tone::Last;
    }
    context
}

/// A context without anything that may be missing.
fn spare(language: Language) -> MailContext {
    let mut context = ordinary(language, AnswerStatus::Accepted);
    context.recipient = None;
    context.respond_by = None;
    context.next_request = None;
    context.contact.phone = None;
    context.documents.clear();
    context.direction = None;
    context.report = None;
    context
}

/// A context whose texts want to be more than data.
fn hostile(language: Language) -> MailContext {
    let attack = "<script>alert(1)</script>\" onload='x' {{ programme }} & \r\nBcc: victim@example.com\r\n\r\nClick!";
    let mut context = ordinary(language, AnswerStatus::Correct);
    context.recipient = Some(format!("{attack}{}", "é".repeat(10_000)));
    context.direction = Some("\u{202e}noitcerid 🧭 مديرية".into());
    if let Some(subject) = &mut context.subject {
        subject.title = format!("{attack} 🌱 \u{202e}gpj.exe שלום");
        subject.id = attack.into();
    }
    let sections = context.digest.iter_mut().flat_map(|d| &mut d.sections);
    let lines = sections.flat_map(|section| &mut section.lines);
    lines.for_each(|line| *line = attack.into());
    for point in context
        .answer
        .iter_mut()
        .flat_map(|answer| &mut answer.points)
    {
        point.what = attack.into();
        point.place = attack.into();
    }
    context.button = Some(MailButton {
        label: attack.into(),
        url: "https://region.example/?a=1&b=\"2".into(),
    });
    context
}

//! Campaigns: what a sound file gives, and one fault a row.

use super::table::said;
use super::*;
use crate::framework::{CampaignException, Tone};

/// Title, file, text that stands there, text that takes its place.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("campaign twice", CAMPAIGNS, "id = \"tous\"", "id = \"eau\""),
    (
        "campaign with accents",
        CAMPAIGNS,
        "id = \"tous\"",
        "id = \"Été\"",
    ),
    (
        "kind that does not exist",
        CAMPAIGNS,
        "kind = \"laureats\"\nonly",
        "kind = \"laureat\"\nonly",
    ),
    (
        "kind without addresses",
        KINDS,
        "role = \"contact_email\"\n",
        "",
    ),
    ("opens after due", CAMPAIGNS, "opens = 1\n", "opens = 21\n"),
    ("due after closes", CAMPAIGNS, "closes = 45", "closes = 15"),
    (
        "days that are no days",
        CAMPAIGNS,
        "closes = 45",
        "closes = 99999999999",
    ),
    (
        "days in the next year",
        CAMPAIGNS,
        "opens = -5",
        "opens = -400",
    ),
    (
        "reminders out of order",
        CAMPAIGNS,
        "{ day = 7, tone = \"last\" }",
        "{ day = 7, tone = \"last\" }, { day = -3, tone = \"firm\" }",
    ),
    (
        "two reminders on one day",
        CAMPAIGNS,
        "{ day = 7, tone = \"last\" }",
        "{ day = -14, tone = \"firm\" }",
    ),
    (
        "reminder before the invitation",
        CAMPAIGNS,
        "{ day = -14,",
        "{ day = -20,",
    ),
    (
        "reminder after the end",
        CAMPAIGNS,
        "{ day = 7,",
        "{ day = 26,",
    ),
    (
        "tone that is none",
        CAMPAIGNS,
        "tone = \"kind\"",
        "tone = \"kindly\"",
    ),
    (
        "only a column that does not exist",
        CAMPAIGNS,
        "thematique = [\"eau\"]",
        "thematiques = [\"eau\"]",
    ),
    (
        "only a text instead of a list",
        CAMPAIGNS,
        "thematique = [\"eau\"]",
        "thematique = \"eau\"",
    ),
    (
        "only of nothing",
        CAMPAIGNS,
        "thematique = [\"eau\"]",
        "thematique = []",
    ),
    (
        "only a value twice",
        CAMPAIGNS,
        "thematique = [\"eau\"]",
        "titre = [\"Lac\", \"Lac\"]",
    ),
    (
        "only a theme that does not exist",
        CAMPAIGNS,
        "thematique = [\"eau\"]",
        "thematique = [\"Eaux\"]",
    ),
    (
        "mail that does not exist",
        CAMPAIGNS,
        "invitation = \"retour\"",
        "invitation = \"retours\"",
    ),
    (
        "exception for no period",
        CAMPAIGNS,
        "\"2026-T4\"",
        "\"2026-T5\"",
    ),
    (
        "exception for a period of another length",
        CAMPAIGNS,
        "\"2026-T4\"",
        "\"2026-S2\"",
    ),
    (
        "exception twice",
        CAMPAIGNS,
        "closes = 2027-03-01",
        "[[campaign.exception]]\nperiod = \"T4 2026\"",
    ),
    (
        "exception upside down",
        CAMPAIGNS,
        "closes = 2027-03-01",
        "closes = 2027-01-31",
    ),
    (
        "exception past the usual end",
        CAMPAIGNS,
        "due = \"2027-02-01\"\ncloses = 2027-03-01",
        "due = \"2027-02-15\"",
    ),
    (
        "campaign after one that asks all",
        CAMPAIGNS,
        "only = { thematique = [\"eau\"] }\n",
        "",
    ),
];

#[test]
fn a_campaign_is_read_with_what_it_does_not_say() {
    let framework = Folder::sound().inspect(None).framework.unwrap();
    let eau = framework.campaign(&"eau".into()).unwrap();
    assert_eq!(eau.only["thematique"], ["eau"]);
    assert_eq!(
        (eau.invitation.as_str(), eau.reminder.as_str()),
        ("retour", "relance")
    );
    let tones: Vec<(i32, Tone)> = eau.reminders.iter().map(|r| (r.day, r.tone)).collect();
    assert_eq!(tones, [(-14, Tone::Kind), (7, Tone::Last)]);
    // A day is read with quotes and without.
    let exception = CampaignException {
        period: "2026-T4".parse().unwrap(),
        opens: "2027-01-05".parse().ok(),
        due: "2027-02-01".parse().ok(),
        closes: "2027-03-01".parse().ok(),
    };
    assert_eq!(eau.exceptions, [exception]);
    let all = framework.campaign(&"tous".into()).unwrap();
    assert_eq!(all.invitation, "invitation");
    assert!(all.only.is_empty() && all.reminders.is_empty() && all.exceptions.is_empty());
    assert!(framework.campaign(&"toutes".into()).is_none());
}

#[test]
fn a_programme_needs_no_campaigns() {
    let without = Folder::sound().without(CAMPAIGNS);
    let empty = without
        .clone()
        .beside(CAMPAIGNS, "# Pas de campagne cette année.\n");
    for folder in [without, empty] {
        let framework = folder.inspect(None).framework.unwrap();
        assert!(framework.campaigns.is_empty());
    }
}

#[test]
fn each_fault_of_a_campaign_is_said_with_its_place_and_a_way_out() {
    insta::assert_snapshot!("campaign_faults", said(FAULTS));
}

#[test]
fn values_that_the_programme_lists_are_followed_and_others_are_free() {
    let mut columns = String::new();
    let mut only = Vec::new();
    for (role, good, wrong) in [
        ("edition", "Montagne 2024", "Montagne 2042"),
        ("department", "DEAD", "DAED"),
        ("county", "31", "Haute-Garonne"),
    ] {
        columns.push_str(&format!(
            "\n[[kind.register.column]]\nid = \"{role}\"\nlabel = {{ fr = \"X\" }}\ntype = \"text\"\nrole = \"{role}\"\nprivacy = \"public\"\n"
        ));
        only.push(format!("{role} = [\"{good}\", \"{wrong}\"]"));
    }
    only.push("titre = [\"Un titre quelconque\"]".to_owned());
    let folder = Folder::sound().and(KINDS, &columns).with(
        CAMPAIGNS,
        "thematique = [\"eau\"]",
        &only.join(", "),
    );
    insta::assert_snapshot!(folder.problems().join("\n"), @"
    config/framework/campaigns.toml:5:38: l'édition « Montagne 2042 » n'existe pas → vouliez-vous dire « Montagne 2024 » ?
    config/framework/campaigns.toml:5:78: la direction « DAED » n'existe pas → vouliez-vous dire « DEAD » ?
    config/framework/campaigns.toml:5:103: le département « Haute-Garonne » n'existe pas → au choix : 31
    ");
}

#[test]
fn a_mail_that_is_meant_without_being_named_must_be_there() {
    let folder = Folder::sound().without("report-templates/mail/relance/subject.txt");
    insta::assert_snapshot!(folder.problems().join("\n"), @r#"
    config/framework/campaigns.toml:1:1: le courriel « relance », que « reminder » désigne sans qu'on l'écrive, n'existe pas → créez report-templates/mail/relance, ou écrivez reminder = "…"
    config/framework/campaigns.toml:17:1: le courriel « relance », que « reminder » désigne sans qu'on l'écrive, n'existe pas → créez report-templates/mail/relance, ou écrivez reminder = "…"
    "#);
}

#[test]
fn what_is_out_of_order_is_said_once_and_not_of_the_reminders_too() {
    let folder = Folder::sound().with(CAMPAIGNS, "due = 20", "due = 200");
    insta::assert_snapshot!(folder.problems().join("\n"), @"config/framework/campaigns.toml:7:7: « due » (200) vient après « closes » (45) → il faut opens ≤ due ≤ closes");
}

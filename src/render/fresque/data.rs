//! The contract `fresque`, field by field (`report-templates/fresque-cartes/CONTRAT.md`).

#![allow(missing_docs, reason = "the contract describes each key")]

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::report::Contact;

/// The cards of the Fresque, their links, and how to play.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct FresqueData {
    /// The version of this contract.
    pub contract: u32,
    pub lang: &'static str,
    pub title: String,
    pub subtitle: String,
    pub programme: String,
    pub organisation: String,
    /// The edition that it is about; null for the whole programme.
    pub edition: Option<String>,
    pub period: String,
    pub period_code: String,
    pub date: String,
    pub date_iso: String,
    pub contact: Contact,
    /// What the cards tell, in one sentence.
    pub claim: String,
    pub families: Vec<FamilyWords>,
    /// In the order of their numbers, family by family.
    pub cards: Vec<Card>,
    pub links: Vec<Link>,
    pub rounds: Vec<Round>,
    pub guide: Guide,
    /// « 43 retours acceptés sur 53 ».
    pub coverage: String,
    pub source_note: String,
}

/// What a card tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Why inhabitants act.
    Cause,
    /// What they do: a project.
    Action,
    /// What comes of it.
    Effect,
    /// How much of it.
    Figure,
}

/// A family in words.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct FamilyWords {
    pub id: Family,
    pub label: String,
    pub plural: String,
    pub hint: String,
}

/// A card.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize)]
pub struct Card {
    /// From 1.
    pub number: usize,
    pub family: Family,
    pub theme: Option<String>,
    pub theme_label: Option<String>,
    pub title: String,
    pub place: Option<String>,
    pub text: String,
    /// What players are asked.
    pub question: Option<String>,
    pub figure: Option<CardFigure>,
    /// The figure in things that everyone knows.
    pub tangible: Option<String>,
    pub source: String,
    /// Sustainable Development Goals, 1 to 17.
    pub sdg: Vec<u8>,
    /// The numbers of the cards that it leads to.
    pub leads_to: Vec<usize>,
}

/// The figure of a card.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct CardFigure {
    pub value: String,
    pub unit: String,
    pub label: String,
}

/// Why one card leads to another.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Link {
    pub from: usize,
    pub to: usize,
    pub why: String,
}

/// A round of the game.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Round {
    pub title: String,
    pub minutes: u32,
    pub text: String,
    /// The numbers of the cards that are dealt.
    pub cards: Vec<usize>,
}

/// How to play.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Guide {
    pub claim: String,
    pub players: String,
    pub duration: String,
    pub material: Vec<String>,
    pub objectives: Vec<String>,
    pub before: Vec<String>,
    pub debrief: Vec<String>,
}

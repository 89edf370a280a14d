//! What all the sheets of a kind share, prepared once.

use std::collections::HashMap;

use super::comparison::{self, Standing};
use super::figures::FieldWords;
use super::reference::Reference;
use crate::evaluate::FollowUp;
use crate::framework::{
    ColumnRole, ExpectationMode, Framework, Kind, Language, Privacy, Questionnaire,
};
use crate::model::{FieldId, Period};
use crate::render::View;
use crate::text::{Texts, date_long, period_name, period_with_article};

/// What all the sheets of a kind share: words, dates, labels, quartiles.
pub struct SheetContext<'a> {
    pub(super) framework: &'a Framework,
    pub(super) kind: &'a Kind,
    pub(super) questionnaire: &'a Questionnaire,
    pub(super) language: Language,
    pub(super) texts: &'a Texts,
    pub(super) title: String,
    pub(super) period: String,
    pub(super) period_code: String,
    pub(super) date: String,
    pub(super) date_iso: String,
    pub(super) before: String,
    /// The period that a next return is expected for, with its day and words; none where none is.
    pub(super) next: Option<NextRequest>,
    /// What is said of each field, in the questionnaire's order.
    pub(super) fields: Vec<FieldWords<'a>>,
    pub(super) by_id: HashMap<&'a FieldId, usize>,
    /// The fields that a sheet shows first.
    pub(super) ranked: Vec<usize>,
    /// The comparison with each theme.
    pub(super) standings: HashMap<String, Standing<'a>>,
    pub(super) themes: NamesOf<'a>,
    pub(super) departments: NamesOf<'a>,
    pub(super) counties: NamesOf<'a>,
    pub(super) editions: HashMap<&'a str, String>,
    pub(super) phrases: Phrases,
}

/// Names by code.
pub(super) type NamesOf<'a> = HashMap<&'a str, &'a str>;

/// The next request.
pub(super) struct NextRequest {
    pub(super) period: Period,
    pub(super) day: String,
    pub(super) text: String,
}

/// Short texts that every sheet may need.
pub(super) struct Phrases {
    pub(super) yes: String,
    pub(super) no: String,
    pub(super) above: String,
    pub(super) near: String,
    pub(super) below: String,
    pub(super) whole_file: String,
    pub(super) how_to_correct: String,
    pub(super) how_to_confirm: String,
    pub(super) step_to_correct: String,
    pub(super) step_to_confirm: String,
}

impl<'a> SheetContext<'a> {
    /// Prepares the sheets of a kind, for the view's period and language. None where the view does not have this kind. Without a
    /// `reference` they are compared with the view's own rows.
    pub fn new(view: &View<'a>, kind: &str, reference: Option<&Reference>) -> Option<Self> {
        let of_kind = view.kind(kind)?;
        let (kind, questionnaire) = (of_kind.plan.kind, of_kind.plan.questionnaire);
        let (language, texts) = (view.language, view.texts);
        let period = of_kind.evaluation.period;
        let programme = &view.framework.programme;
        let fields: Vec<_> = questionnaire
            .fields
            .iter()
            .map(|field| FieldWords::new(field, language))
            .collect();
        let own;
        let reference = match reference {
            Some(reference) => reference,
            None => {
                own = Reference::of(kind, questionnaire, of_kind.rows);
                &own
            }
        };
        let place = |id: &FieldId| fields.iter().position(|f| &f.field.id == id);
        let ranked = reference.ranked.iter().filter_map(place).collect();
        let names =
            |list: &mut dyn Iterator<Item = (&'a str, &'a str)>| list.collect::<NamesOf<'a>>();
        let themes = names(
            &mut programme
                .themes
                .iter()
                .map(|t| (t.id.as_str(), t.name.get(language))),
        );
        let standings = comparison::standings(reference, &fields, &themes, language, texts);
        let editions = programme
            .editions
            .iter()
            .map(|e| (e.id.as_str(), scheme_of(&e.scheme, e.name.get(language))));
        let say = |id: &str| texts.get(id, &[]);
        Some(Self {
            framework: view.framework,
            kind,
            questionnaire,
            language,
            texts,
            title: say("sheet-title"),
            period: period_name(period, language),
            period_code: period.written(),
            date: date_long(view.today, language),
            date_iso: view.today.to_string(),
            before: date_long(programme.answer_by(view.today), language),
            next: next_request(view, kind, period),
            by_id: questionnaire
                .fields
                .iter()
                .enumerate()
                .map(|(at, f)| (&f.id, at))
                .collect(),
            fields,
            ranked,
            standings,
            themes,
            departments: names(
                &mut programme
                    .departments
                    .iter()
                    .map(|d| (d.id.as_str(), d.name.get(language))),
            ),
            counties: names(
                &mut programme
                    .counties
                    .iter()
                    .map(|c| (c.code.as_str(), c.name.as_str())),
            ),
            editions: editions.collect(),
            phrases: Phrases {
                yes: say("sheet-yes"),
                no: say("sheet-no"),
                above: say("sheet-above"),
                near: say("sheet-near"),
                below: say("sheet-below"),
                whole_file: say("sheet-whole-file"),
                how_to_correct: say("sheet-how-to-correct"),
                how_to_confirm: say("sheet-how-to-confirm"),
                step_to_correct: say("sheet-step-correct"),
                step_to_confirm: say("sheet-step-confirm"),
            },
        })
    }

    /// The language of the sheets.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The day before which corrections are asked for: « 4 décembre 2026 ».
    pub fn answer_before(&self) -> &str {
        &self.before
    }

    /// The day of the next request, where one is planned.
    pub fn next_request(&self) -> Option<&str> {
        self.next.as_ref().map(|n| n.day.as_str())
    }

    /// Whether a subject is compared with others of its theme.
    pub(super) fn is_compared(&self) -> bool {
        let has_theme = self.kind.register.column(ColumnRole::Theme).is_some();
        has_theme && self.kind.expectation.mode == ExpectationMode::EachPeriod
    }

    pub(super) fn field(&self, id: &FieldId) -> Option<&FieldWords<'a>> {
        self.fields.get(*self.by_id.get(id)?)
    }

    pub(super) fn is_confidential(&self, id: &FieldId) -> bool {
        self.field(id)
            .is_some_and(|f| f.field.privacy == Privacy::Confidentiel)
    }
}

/// « Budget participatif montagne », « Montagne 2024 » : the scheme and the edition, without saying a word twice.
fn scheme_of(scheme: &str, edition: &str) -> String {
    match scheme.rsplit_once(' ') {
        Some((rest, last)) if edition.to_lowercase().starts_with(&last.to_lowercase()) => {
            format!("{rest} {edition}")
        }
        _ => format!("{scheme} · {edition}"),
    }
}

/// The first request still to come after this period, where returns are asked for each period.
fn next_request(view: &View<'_>, kind: &Kind, period: Period) -> Option<NextRequest> {
    if kind.expectation.mode != ExpectationMode::EachPeriod {
        return None;
    }
    let opens = |p: &Period| view.framework.asked_on(&kind.id, *p);
    let coming = std::iter::successors(period.next(), |p| p.next())
        .find(|p| opens(p).is_some_and(|day| day > view.today))?;
    let args = [("period", period_with_article(coming, view.language).into())];
    Some(NextRequest {
        period: coming,
        day: date_long(opens(&coming)?, view.language),
        text: view.texts.get("sheet-step-next", &args),
    })
}

impl SheetContext<'_> {
    /// The code in the register column of this role.
    pub(super) fn code<'r>(&self, row: &'r FollowUp, role: ColumnRole) -> Option<&'r str> {
        row.subject.role(self.kind, role)
    }
}

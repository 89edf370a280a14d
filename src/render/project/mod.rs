//! What everyone may read of one project: the data of the public sheet, from a public view and a [`PublicReturn`].

mod data;
#[cfg(test)]
mod tests;

pub use data::{About, ChainLink, Event, Milestone, ProjectData};

use super::contracts::Contract;
use super::report::fields;
use super::report::words::Words;
use super::report::{Contact, Figure};
use super::{KindView, PublicReturn, View};
use crate::evaluate::FollowUp;
use crate::framework::{Chain, ColumnRole, Dimension, Indicator, Privacy};
use crate::model::{Status, Value};
use crate::text::{date_long, lower_first, period_with_article, with_unit};

/// Figures on a sheet.
const FIGURES: usize = 6;

/// The sheet of a project, of a kind of the view; none where the view is not public.
pub fn project(
    view: &View<'_>,
    kind: &KindView<'_>,
    row: &FollowUp,
    returned: &PublicReturn,
) -> Option<ProjectData> {
    if view.privacy != Privacy::Public {
        return None;
    }
    let words = Words { view };
    let programme = &view.framework.programme;
    let language = view.language;
    let about = about(words, kind, row, returned);
    let effects = effects(kind, row);
    Some(ProjectData {
        contract: Contract::PublicProject.version(),
        lang: language.code(),
        title: view.texts.get("project-title", &[]),
        programme: programme.name.get(language).to_owned(),
        organisation: programme.organisation.get(language).to_owned(),
        period: words.period(kind.evaluation.period),
        period_code: kind.evaluation.period.written(),
        date: date_long(view.today, language),
        date_iso: view.today.to_string(),
        contact: Contact::from(&programme.contact),
        claim: claim(words, &about, effects.first().copied()),
        figures: effects
            .iter()
            .take(FIGURES)
            .map(|e| figure(words, e))
            .collect(),
        chain: chain(words, kind, row),
        story: returned.text(fields::STORY).map(str::to_owned),
        quote: returned
            .text(fields::QUOTE)
            .map(|quote| words.quoted(quote)),
        milestones: milestones(words, kind, returned),
        event: event(words, returned),
        done: returned.text(fields::DONE).map(str::to_owned),
        next: returned.text(fields::NEXT).map(str::to_owned),
        sdg: goals(&effects),
        masked: returned.masked.then(|| {
            let least = u64::from(programme.public.minimum_persons);
            view.texts.get("project-masked", &[("count", least.into())])
        }),
        note: view.texts.get(
            "project-note",
            &[(
                "period",
                period_with_article(kind.evaluation.period, language).into(),
            )],
        ),
        project: about,
    })
}

/// An effect of the project: an indicator and its value.
#[derive(Clone, Copy)]
struct Effect<'a> {
    indicator: &'a Indicator,
    value: f64,
}

/// What the project did, key figures first: quantities that are more than nothing.
fn effects<'a>(kind: &KindView<'a>, row: &FollowUp) -> Vec<Effect<'a>> {
    let dimensions = [
        Dimension::Social,
        Dimension::Environnement,
        Dimension::Participation,
    ];
    let of = |dimension: Dimension| {
        let indicators = kind.plan.indicators.iter().copied();
        indicators.filter(move |i| i.dimension == dimension && i.unit.fr != "%")
    };
    let mut found: Vec<Effect<'a>> = (dimensions.into_iter().flat_map(of))
        .filter_map(|indicator| {
            let value = kind.amount(&indicator.id, row)?;
            Some(Effect { indicator, value })
        })
        .collect();
    found.sort_by_key(|e| !e.indicator.key_figure);
    found
}

/// One project is not judged: its figures have neither target nor status.
fn figure(words: Words<'_>, effect: &Effect<'_>) -> Figure {
    let indicator = effect.indicator;
    let language = words.language();
    Figure {
        id: indicator.id.to_string(),
        label: words.label(indicator).to_owned(),
        value: Some(crate::text::number(
            effect.value,
            indicator.decimals,
            language,
        )),
        raw: Some(effect.value),
        unit: words.unit(indicator).to_owned(),
        previous: None,
        change: None,
        target: None,
        target_raw: None,
        status: Status::NonDisponible,
        coverage: None,
        coverage_share: None,
        low_coverage: false,
        points: Vec::new(),
    }
}

fn goals(effects: &[Effect<'_>]) -> Vec<u8> {
    let mut goals: Vec<u8> = effects
        .iter()
        .flat_map(|e| e.indicator.sdg.iter().copied())
        .collect();
    goals.sort_unstable();
    goals.dedup();
    goals
}

fn about(words: Words<'_>, kind: &KindView<'_>, row: &FollowUp, returned: &PublicReturn) -> About {
    let definition = kind.plan.kind;
    let code = |role| row.subject.role(definition, role).unwrap_or_default();
    let named = |role| {
        let column = definition.register.column(role);
        let code = column.and_then(|c| row.subject.text(c.id.as_str()));
        let name = column
            .zip(code)
            .map(|(c, code)| words.group(definition, c.id.as_str(), code));
        name.unwrap_or_default()
    };
    let column = |name| fields::register_text(definition, row, name).unwrap_or_default();
    let progress = returned.value(fields::PROGRESS).and_then(Value::number);
    let progress = progress.and_then(super::forms::raw);
    About {
        id: row.subject.id.to_string(),
        title: row.subject.title.clone(),
        scheme: column(fields::SCHEME).to_owned(),
        edition: named(ColumnRole::Edition),
        theme: named(ColumnRole::Theme),
        theme_id: code(ColumnRole::Theme).to_owned(),
        place: column(fields::MUNICIPALITY).to_owned(),
        county: named(ColumnRole::County),
        holder: Some(column(fields::HOLDER).to_owned()).filter(|name| !name.is_empty()),
        state: state(words, kind, returned),
        progress_raw: progress,
        progress: progress.map(|n| with_unit(Some(n), 0, "%", words.language())),
    }
}

/// Where the project stands, in the words of the questionnaire's choice.
fn state(words: Words<'_>, kind: &KindView<'_>, returned: &PublicReturn) -> String {
    let field = fields::field(kind.plan.questionnaire, fields::STATUS);
    let code = returned.value(fields::STATUS).and_then(Value::text);
    let choice = field
        .zip(code)
        .and_then(|(field, code)| field.choices.iter().find(|c| c.id == code));
    choice.map_or_else(String::new, |c| c.label.get(words.language()).to_owned())
}

/// Where the project stands and what it has done most visibly.
fn claim(words: Words<'_>, about: &About, effect: Option<Effect<'_>>) -> String {
    let (label, value) = effect.map_or_else(Default::default, |e| {
        let label = lower_first(words.label(e.indicator));
        (label, words.value_or_unknown(e.indicator, Some(e.value)))
    });
    let args = [
        ("state", about.state.as_str().into()),
        (
            "known",
            if about.state.is_empty() { "no" } else { "yes" }.into(),
        ),
        ("any", if effect.is_some() { "yes" } else { "no" }.into()),
        ("label", label.into()),
        ("value", value.into()),
    ];
    words.view.texts.get("project-claim", &args)
}

fn chain(words: Words<'_>, kind: &KindView<'_>, row: &FollowUp) -> Vec<ChainLink> {
    let link = |chain: Chain| {
        let level = chain.code();
        let at_level = || {
            kind.plan
                .indicators
                .iter()
                .filter(move |i| i.chain == chain)
        };
        let about_answers = |i: &&&Indicator| {
            let place = kind
                .plan
                .indicators
                .iter()
                .position(|other| other.id == i.id);
            place.is_some_and(|at| !kind.plan.fields_of(at).is_empty())
        };
        let ordered = at_level().filter(|i| i.key_figure).chain(at_level());
        let (indicator, value) = ordered
            .filter(about_answers)
            .find_map(|i| Some((i, kind.amount(&i.id, row)?)))?;
        Some(ChainLink {
            level,
            level_label: words.view.texts.get(&format!("project-level-{level}"), &[]),
            label: words.label(indicator).to_owned(),
            value: words.value_or_unknown(indicator, Some(value)),
        })
    };
    Chain::ALL.into_iter().filter_map(link).collect()
}

fn milestones(words: Words<'_>, kind: &KindView<'_>, returned: &PublicReturn) -> Vec<Milestone> {
    let day = |name: &'static str| {
        let date = returned.value(name).and_then(Value::date)?;
        let field = fields::field(kind.plan.questionnaire, name)?;
        Some(Milestone {
            label: field.label.get(words.language()).to_owned(),
            date: date_long(date, words.language()),
        })
    };
    let end = day(fields::END).or_else(|| day(fields::PLANNED_END));
    day(fields::START).into_iter().chain(end).collect()
}

/// What everyone may come to, as long as it is to come.
fn event(words: Words<'_>, returned: &PublicReturn) -> Option<Event> {
    let date = returned.value(fields::EVENT_DATE).and_then(Value::date)?;
    let text = returned.text(fields::EVENT)?.to_owned();
    (date >= words.view.today).then(|| Event {
        date: date_long(date, words.language()),
        text,
    })
}

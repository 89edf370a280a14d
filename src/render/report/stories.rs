//! Projects told in their holders' words, where they allowed it.

use super::data::{Stories, Story};
use super::extract::{Extract, Told};
use super::fields;
use super::words::Words;
use crate::evaluate::FollowUp;
use crate::framework::{ColumnRole, Dimension};
use crate::model::Level;
use crate::render::KindView;

/// Stories shown: two rows of the page.
const SHOWN: usize = 6;

/// The page; none where the questionnaire asks for no story.
pub(super) fn stories(words: Words<'_>, kind: &KindView<'_>, extract: &Extract) -> Option<Stories> {
    fields::field(kind.plan.questionnaire, fields::STORY)?;
    fields::field(kind.plan.questionnaire, fields::AUTHORISED)?;
    let mut told: Vec<(&FollowUp, &Told)> = kind
        .rows
        .iter()
        .filter_map(|row| Some((row, extract.stories.get(&row.subject.id)?)))
        .collect();
    let allowed = told.len();
    told.sort_by_key(|(row, told)| (told.quote.is_none(), row.subject.id.clone()));
    let chosen = varied(words, kind, &told);
    let claim = if chosen.is_empty() {
        words.say("stories-none", &[])
    } else {
        let args = [
            ("shown", chosen.len().into()),
            ("allowed", allowed.into()),
            (
                "more",
                if allowed > chosen.len() { "yes" } else { "no" }.into(),
            ),
        ];
        words.say("stories-claim", &args)
    };
    Some(Stories {
        claim,
        stories: chosen
            .into_iter()
            .map(|(row, told)| story(words, kind, row, told))
            .collect(),
    })
}

/// The first story of each theme, then the others, as many as the page shows.
fn varied<'t>(
    words: Words<'_>,
    kind: &KindView<'_>,
    told: &[(&'t FollowUp, &'t Told)],
) -> Vec<(&'t FollowUp, &'t Told)> {
    let mut seen = Vec::new();
    let (first, others): (Vec<_>, Vec<_>) = told.iter().copied().partition(|(row, _)| {
        let theme = theme(words, kind, row);
        let new = !seen.contains(&theme);
        seen.push(theme);
        new
    });
    first.into_iter().chain(others).take(SHOWN).collect()
}

fn theme(words: Words<'_>, kind: &KindView<'_>, row: &FollowUp) -> String {
    named(words, kind, row, ColumnRole::Theme).unwrap_or_default()
}

fn named(
    words: Words<'_>,
    kind: &KindView<'_>,
    row: &FollowUp,
    role: ColumnRole,
) -> Option<String> {
    let column = kind.plan.kind.register.column(role)?.id.as_str();
    Some(words.group(kind.plan.kind, column, row.subject.text(column)?))
}

fn story(words: Words<'_>, kind: &KindView<'_>, row: &FollowUp, told: &Told) -> Story {
    let municipality = fields::register_text(kind.plan.kind, row, fields::MUNICIPALITY);
    let place: Vec<String> = municipality
        .map(str::to_owned)
        .into_iter()
        .chain(named(words, kind, row, ColumnRole::County))
        .collect();
    let figure = figure(words, kind, row);
    Story {
        id: row.subject.id.to_string(),
        title: row.subject.title.clone(),
        place: place.join(", "),
        theme: theme(words, kind, row),
        story: told.story.clone(),
        figure: figure.as_ref().map(|(value, _)| value.clone()),
        figure_label: figure.map(|(_, label)| label),
        quote: told.quote.as_deref().map(|quote| words.quoted(quote)),
        // Who said it is personal data, which the return keeps confidential.
        quote_by: None,
    }
}

/// What the project achieved: its first effect that is more than nothing, on people then on the environment.
fn figure(words: Words<'_>, kind: &KindView<'_>, row: &FollowUp) -> Option<(String, String)> {
    let effects = [Dimension::Environnement, Dimension::Social];
    let indicators = effects.iter().flat_map(|d| {
        let of = kind.plan.indicators.iter();
        of.filter(move |i| i.dimension == *d && i.unit.fr != "%" && i.target.is_none())
    });
    let mut known = indicators.filter_map(|i| {
        let figure = kind.figure(&i.id, &Level::Subject, row.subject.id.as_str())?;
        figure.value.filter(|v| *v > 0.0).map(|v| (i, v))
    });
    let (indicator, value) = known.next()?;
    Some((
        words.value(indicator, Some(value))?,
        words.label(indicator).to_owned(),
    ))
}

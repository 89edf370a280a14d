//! The quarterly report's data: `report-templates/rapport-trimestriel/CONTRAT.md`, from a [`View`].
//!
//! Takes figures and rows, and from the returns themselves what an [`Extract`] keeps: stories, requests for support,
//! findings. Gives [`ReportData`], every sentence of which is computed by a rule from figures, and the same figures as csv.
//! Fields that the report knows by name may be missing from a programme: the page that needs them is then empty or absent.
//! The report is internal; what is confidential is not read.

mod charts;
mod claims;
mod comments;
mod csv;
mod data;
mod decisions;
mod extract;
pub(super) mod fields;
mod indicators;
mod map;
mod method;
mod others;
mod progress;
mod returns;
mod sections;
mod shapes;
mod stories;
mod summary;
#[cfg(test)]
mod tests;
mod watch;
pub(super) mod words;
mod year;

pub(super) use claims::coverage as coverage_of;
pub use csv::figures_csv;
pub use data::{
    Area, ChainLevel, ChainPage, Decision, IndicatorGroup, Indicators, Map, MapPage, Method,
    ReportData, Stories, Story, Summary, Term, ThemeRow, ThemesPage, Watch, WatchedProject,
};
pub use extract::{Extract, extract};
pub use shapes::{
    BarChart, Cell, Column, ColumnKind, Contact, Dot, DotPlot, Figure, Point, Row, Section,
    Sentence, SeriesChart, SeriesRow, Table, TrendChart,
};

use super::View;
use super::contracts::Contract;
use crate::framework::{Dimension, Privacy};
use crate::model::Granularity;
use crate::store::arrivals::Remark;
use crate::text;
use words::Words;

/// The data of the report; none where the framework follows nothing at all. `remarks`: the files of the period that gave
/// no return or have something to say.
pub fn report(view: &View<'_>, extract: &Extract, remarks: &[Remark]) -> Option<ReportData> {
    let words = Words { view };
    let kind = view.main_kind()?;
    let programme = &view.framework.programme;
    let language = view.language;
    let coverage = claims::coverage(kind);
    let title = match view.period.granularity() {
        Granularity::Year => "title-year",
        Granularity::Quarter | Granularity::Half => "title",
    };
    // Follow-up of who struggles, of contracts and of the tool is the region's own business.
    let internal = view.privacy > Privacy::Public;
    let summary = summary::summary(words, kind, extract);
    Some(ReportData {
        contract: Contract::Report.version(),
        lang: language.code(),
        privacy: view.privacy,
        title: words.say(title, &[]),
        programme: programme.name.get(language).to_owned(),
        organisation: programme.organisation.get(language).to_owned(),
        period: words.period(view.period),
        period_code: view.period.written(),
        perimeter: perimeter(words),
        date: text::date_long(view.today, language),
        date_iso: view.today.to_string(),
        version: "1".to_owned(),
        returns_line: words.say(
            "returns-line",
            &[
                ("accepted", coverage.accepted.into()),
                ("expected", coverage.expected.into()),
            ],
        ),
        contact: Contact::from(&programme.contact),
        summary: Summary {
            decisions: summary.decisions.into_iter().filter(|_| internal).collect(),
            ..summary
        },
        returns: Some(returns::returns(words, kind, extract, remarks)),
        progress: sections::progress(words, kind, extract),
        participation: sections::dimension(words, kind, Dimension::Participation),
        social: sections::dimension(words, kind, Dimension::Social),
        environment: sections::dimension(words, kind, Dimension::Environnement),
        chain: year::chain(words, kind),
        themes: year::themes(words, kind),
        editions: year::editions(words, kind),
        map: map::map(words, kind),
        watch: watch::watch(words, kind, extract).filter(|_| internal),
        stories: stories::stories(words, kind, extract),
        instances: other(words, "instances"),
        concertations: other(words, "concertations"),
        deployment: other(words, "deploiement").filter(|_| internal),
        contracts: other(words, "marches").filter(|_| internal),
        indicators: indicators::indicators(words, kind),
        method: method::method(words, kind),
    })
}

/// The page of another kind, unless the report is first about it.
fn other(words: Words<'_>, id: &str) -> Option<Section> {
    let is_first = words
        .view
        .main_kind()
        .is_some_and(|k| k.id().as_str() == id);
    if is_first {
        None
    } else {
        others::page(words, id)
    }
}

/// What the report covers: how many subjects of each kind, and how many territories.
fn perimeter(words: Words<'_>) -> String {
    let language = words.language();
    let kinds: Vec<String> = words
        .view
        .kinds
        .iter()
        .filter(|k| !k.rows.is_empty())
        .map(|k| {
            let label = k.plan.kind.label.get(language).to_lowercase();
            let args = [("count", k.rows.len().into()), ("label", label.into())];
            words.say("perimeter-kind", &args)
        })
        .collect();
    let programme = &words.view.framework.programme;
    let args = [
        ("kinds", words.list(&kinds).into()),
        ("any", if kinds.is_empty() { "no" } else { "yes" }.into()),
        ("counties", programme.counties.len().into()),
        ("directions", programme.departments.len().into()),
    ];
    words.say("perimeter", &args)
}

//! Where a subject stands among those of its theme. No other subject's own value shows: quartiles only, of five or more.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::context::{NamesOf, SheetContext};
use super::data::{Comparison, ComparisonRow};
use super::figures::FieldWords;
use crate::evaluate::{FollowUp, quartiles};
use crate::framework::{ColumnRole, Kind, Language};
use crate::render::forms::{count, raw};
use crate::text::Texts;

/// How many fields are compared.
pub(super) const AT_MOST: usize = 4;
/// Under this number of subjects nothing is compared, so that nobody can be recognised.
const FEWEST: usize = 5;

/// A theme's quartiles.
pub(super) struct Standing<'a> {
    group: String,
    masked: bool,
    fields: Vec<FieldStanding<'a>>,
}

/// A field's quartiles, raw and written.
struct FieldStanding<'a> {
    at: usize,
    label: &'a str,
    mid: Decimal,
    raw: [Option<f64>; 3],
    written: [String; 3],
}

/// The comparison with each theme, by its code; with all subjects under the empty code where the kind has no theme.
pub(super) fn standings<'a>(
    kind: &Kind,
    rows: &[FollowUp],
    compared: &[usize],
    fields: &[FieldWords<'a>],
    themes: &NamesOf<'a>,
    language: Language,
    texts: &Texts,
) -> HashMap<String, Standing<'a>> {
    let mut groups: HashMap<&str, Vec<&FollowUp>> = HashMap::new();
    for row in rows.iter().filter(|r| r.accepted) {
        groups.entry(theme_of(kind, row)).or_default().push(row);
    }
    groups
        .into_iter()
        .map(|(code, rows)| {
            let group = match themes.get(code) {
                Some(theme) => {
                    let args = [
                        ("count", count(u64::try_from(rows.len()).unwrap_or(0))),
                        ("theme", (*theme).into()),
                    ];
                    texts.get("sheet-group-theme", &args)
                }
                None => texts.get(
                    "sheet-group-all",
                    &[("count", count(u64::try_from(rows.len()).unwrap_or(0)))],
                ),
            };
            let masked = rows.len() < FEWEST;
            let standings = compared.iter().filter_map(|at| {
                let words = fields.get(*at)?;
                field_standing(*at, words, &rows, language)
            });
            let fields = if masked {
                Vec::new()
            } else {
                standings.collect()
            };
            (
                code.to_owned(),
                Standing {
                    group,
                    masked,
                    fields,
                },
            )
        })
        .collect()
}

fn theme_of<'r>(kind: &Kind, row: &'r FollowUp) -> &'r str {
    row.subject
        .role(kind, ColumnRole::Theme)
        .unwrap_or_default()
}

fn field_standing<'a>(
    at: usize,
    words: &FieldWords<'a>,
    rows: &[&FollowUp],
    language: Language,
) -> Option<FieldStanding<'a>> {
    let mut values: Vec<Decimal> = rows.iter().filter_map(|r| r.values.number(at)).collect();
    if values.len() < FEWEST {
        return None;
    }
    let q = quartiles(&mut values)?;
    let shown = [q.low, q.mid, q.high].map(|n| n.round_dp(1).normalize());
    Some(FieldStanding {
        at,
        label: words.label,
        mid: q.mid,
        raw: shown.map(raw),
        written: shown.map(|n| words.written(n, language)),
    })
}

/// The comparison of one accepted return; none where nothing can be compared.
pub(super) fn comparison<'a>(
    context: &'a SheetContext<'a>,
    row: &FollowUp,
) -> Option<Comparison<'a>> {
    let standing = context.standings.get(theme_of(context.kind, row))?;
    let rows: Vec<_> = standing
        .fields
        .iter()
        .filter_map(|field| {
            let mine = row.values.number(field.at)?;
            Some(compared_row(context, field, mine))
        })
        .collect();
    if rows.is_empty() && !standing.masked {
        return None;
    }
    Some(Comparison {
        group: &standing.group,
        masked: standing.masked,
        alt: None,
        rows,
    })
}

fn compared_row<'a>(
    context: &'a SheetContext<'a>,
    field: &'a FieldStanding<'a>,
    mine: Decimal,
) -> ComparisonRow<'a> {
    let phrases = &context.phrases;
    let gap = mine - field.mid;
    // Within a tenth of the median nobody is above or below.
    let position = if gap.abs() * Decimal::TEN <= field.mid.abs() {
        &phrases.near
    } else if gap.is_sign_positive() {
        &phrases.above
    } else {
        &phrases.below
    };
    let [low, mid, high] = field.written.each_ref().map(|t| Some(t.as_str()));
    let [low_raw, mid_raw, high_raw] = field.raw;
    ComparisonRow {
        label: field.label,
        mine: context
            .fields
            .get(field.at)
            .map(|words| words.written(mine, context.language)),
        mine_raw: raw(mine),
        low,
        low_raw,
        mid,
        mid_raw,
        high,
        high_raw,
        position: Some(position),
    }
}

//! Where a subject stands among those of its theme. No other subject's own value shows: quartiles only, of five or more.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::context::{NamesOf, SheetContext};
use super::data::{Comparison, ComparisonRow};
use super::figures::{FieldWords, is_compared};
use super::reference::{Reference, Theme, theme_of};
use crate::evaluate::FollowUp;
use crate::framework::Language;
use crate::model::FieldId;
use crate::render::forms::{count, raw};
use crate::text::Texts;

/// How many fields are compared.
pub(super) const AT_MOST: usize = 4;

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
    reference: &Reference,
    fields: &[FieldWords<'a>],
    themes: &NamesOf<'a>,
    language: Language,
    texts: &Texts,
) -> HashMap<String, Standing<'a>> {
    let standing = |(code, theme): (&String, &Theme)| {
        let group = match themes.get(code.as_str()) {
            Some(name) => {
                let args = [("count", count(theme.count)), ("theme", (*name).into())];
                texts.get("sheet-group-theme", &args)
            }
            None => texts.get("sheet-group-all", &[("count", count(theme.count))]),
        };
        let of_field = |(id, quartiles): &(FieldId, [Decimal; 3])| {
            // A field that became internal since is compared no more.
            let at = fields
                .iter()
                .position(|f| &f.field.id == id && is_compared(f.field))?;
            Some(field_standing(at, fields.get(at)?, *quartiles, language))
        };
        let standing = Standing {
            group,
            masked: theme.masked,
            fields: theme.fields.iter().filter_map(of_field).collect(),
        };
        (code.clone(), standing)
    };
    reference.themes.iter().map(standing).collect()
}

fn field_standing<'a>(
    at: usize,
    words: &FieldWords<'a>,
    quartiles: [Decimal; 3],
    language: Language,
) -> FieldStanding<'a> {
    let [_, mid, _] = quartiles;
    let shown = quartiles.map(|n| n.round_dp(1).normalize());
    FieldStanding {
        at,
        label: words.label,
        mid,
        raw: shown.map(raw),
        written: shown.map(|n| words.written(n, language)),
    }
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

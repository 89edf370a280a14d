//! The returns themselves: how many came, from where, how good they were, and which files could not be used.

use super::extract::{Extract, Quality};
use super::shapes::{Column, ColumnKind, Section, Sentence, Table};
use super::words::{Words, count_raw};
use super::{charts, claims, fields, sections};
use crate::framework::ColumnRole;
use crate::model::{FieldId, FindingCode};
use crate::render::KindView;
use crate::store::arrivals::Remark;
use crate::text;

/// Fields listed.
const FIELDS: usize = 8;
/// The outcome of a file that gave returns.
const READ: &str = "read";

/// The page on returns.
pub(super) fn returns(
    words: Words<'_>,
    kind: &KindView<'_>,
    extract: &Extract,
    remarks: &[Remark],
) -> Section {
    let (indicators, _) = sections::management(kind);
    let definition = kind.plan.kind;
    let columns = [
        fields::level(definition, ColumnRole::Department),
        fields::level(definition, ColumnRole::County),
    ];
    let first = indicators.first();
    let bars = columns
        .into_iter()
        .flatten()
        .filter_map(|column| charts::bars(words, kind, first?, &column));
    let trend = first.and_then(|i| charts::trend(words, kind, i));
    let quality = extract.quality();
    let comments = missing(words, kind, &quality)
        .into_iter()
        .chain(corrected(words, &quality))
        .chain(refused(words, remarks))
        .chain(carried(words, kind));
    let bars: Vec<_> = bars.collect();
    // Bars by direction and by territory fill the page; the questions at fault are then a sentence.
    let tables = (bars.len() < 2)
        .then(|| table(words, kind, &quality))
        .flatten();
    let questions = (bars.len() >= 2)
        .then(|| questions(words, kind, &quality))
        .flatten();
    Section {
        claim: claim(words, kind),
        figures: sections::tiles(words, kind, &indicators),
        comments: comments.chain(questions).collect(),
        bars,
        trends: trend.into_iter().collect(),
        tables: tables.into_iter().collect(),
        ..Section::default()
    }
}

fn claim(words: Words<'_>, kind: &KindView<'_>) -> String {
    let coverage = claims::coverage(kind);
    if coverage.expected == 0 {
        return words.say("claim-nothing-expected", &[]);
    }
    if coverage.accepted == 0 {
        return words.say("claim-no-return", &[("expected", coverage.expected.into())]);
    }
    let missing = coverage.expected.saturating_sub(coverage.accepted);
    words.say(
        "returns-claim",
        &[
            ("accepted", coverage.accepted.into()),
            ("expected", coverage.expected.into()),
            ("missing", missing.into()),
        ],
    )
}

/// Which of the returns that are not accepted never came, and which are waiting for a correction.
fn missing(words: Words<'_>, kind: &KindView<'_>, quality: &Quality) -> Option<Sentence> {
    let not_accepted: Vec<_> = kind.rows.iter().filter(|r| !r.accepted).collect();
    if not_accepted.is_empty() {
        return None;
    }
    let never = not_accepted.iter().filter(|r| r.exchanges == 0).count();
    // Rows know how many versions came; the extract may have been given fewer returns than there are rows.
    let waiting =
        (not_accepted.len() - never).max(usize::try_from(quality.to_correct).unwrap_or(0));
    let args = [
        ("count", not_accepted.len().into()),
        ("never", never.into()),
        ("waiting", waiting.min(not_accepted.len()).into()),
    ];
    Some(words.sentence("missing", &args, Vec::new()))
}

/// The most frequent faults.
fn corrected(words: Words<'_>, quality: &Quality) -> Option<Sentence> {
    let mut codes: Vec<(&FindingCode, u64)> = quality
        .by_code
        .iter()
        .map(|(code, (errors, warnings))| (code, errors + warnings))
        .collect();
    codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), **code));
    let named: Vec<String> = codes
        .iter()
        .filter(|(code, _)| words.view.texts.has(&code_message(**code)))
        .take(3)
        .map(|(code, count)| {
            let name = words.view.texts.get(&code_message(**code), &[]);
            words.say(
                "fault-count",
                &[("label", name.into()), ("count", (*count).into())],
            )
        })
        .collect();
    if named.is_empty() {
        return None;
    }
    let args = [
        ("named", words.list(&named).into()),
        ("confirm", quality.to_confirm.into()),
        ("returns", quality.returns.into()),
    ];
    Some(words.sentence("faults", &args, Vec::new()))
}

fn code_message(code: FindingCode) -> String {
    format!("report-code-{}", code.as_str())
}

/// The files that gave no return.
fn refused(words: Words<'_>, remarks: &[Remark]) -> Option<Sentence> {
    let refused = remarks.iter().filter(|r| r.outcome != READ).count();
    let other = remarks.len() - refused;
    (refused > 0).then(|| {
        let args = [("count", refused.into()), ("other", other.into())];
        words.sentence("refused-files", &args, Vec::new())
    })
}

/// The values that stand in for missing returns.
fn carried(words: Words<'_>, kind: &KindView<'_>) -> Option<Sentence> {
    let coverage = claims::coverage(kind);
    (coverage.carried > 0)
        .then(|| words.sentence("carried", &[("count", coverage.carried.into())], Vec::new()))
}

/// The fields with their errors and warnings, the most frequent first.
fn at_fault(quality: &Quality) -> Vec<(&FieldId, (u64, u64))> {
    let mut fields: Vec<_> = quality.by_field.iter().map(|(f, n)| (f, *n)).collect();
    fields.sort_by_key(|(id, (errors, warnings))| {
        (std::cmp::Reverse(errors + warnings), (*id).clone())
    });
    fields
}

/// The questions that are corrected or confirmed most often, in a sentence.
fn questions(words: Words<'_>, kind: &KindView<'_>, quality: &Quality) -> Option<Sentence> {
    let named: Vec<String> = at_fault(quality)
        .iter()
        .take(2)
        .map(|(id, (errors, warnings))| {
            let field = kind.plan.questionnaire.field(id);
            let label = field.map_or(id.as_str(), |f| f.label.get(words.language()));
            words.say(
                "question-count",
                &[
                    ("label", label.into()),
                    ("count", (errors + warnings).into()),
                ],
            )
        })
        .collect();
    if named.is_empty() {
        return None;
    }
    Some(words.sentence(
        "questions",
        &[("named", words.list(&named).into())],
        Vec::new(),
    ))
}

/// The fields that are corrected or confirmed most often.
fn table(words: Words<'_>, kind: &KindView<'_>, quality: &Quality) -> Option<Table> {
    let fields = at_fault(quality);
    if fields.is_empty() {
        return None;
    }
    let number = |n: u64| {
        Some(text::number(
            count_raw(usize::try_from(n).unwrap_or(usize::MAX)),
            0,
            words.language(),
        ))
    };
    let rows = fields.iter().take(FIELDS).map(|(id, (errors, warnings))| {
        let field = kind.plan.questionnaire.field(id);
        let label = field.map_or(id.as_str(), |f| f.label.get(words.language()));
        vec![Some(label.to_owned()), number(*errors), number(*warnings)]
    });
    Some(Table {
        title: words.say("faults-title", &[]),
        columns: vec![
            Column::new(ColumnKind::Long, words.say("faults-field", &[])),
            Column::new(ColumnKind::Number, words.say("faults-errors", &[])),
            Column::new(ColumnKind::Number, words.say("faults-warnings", &[])),
        ],
        rows: rows.collect(),
        note: None,
        empty: None,
    })
}

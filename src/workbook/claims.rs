//! The sentences of the workbook. Each one follows from figures by a rule; none is written where they say nothing.

use super::Book;
use super::figures::{Line, coverage, most_changed, overall, worst};
use super::look::{STATUSES, mark};
use super::words::{Words, count, is_low, many, share};
use crate::framework::Indicator;
use crate::model::{Coverage, Level, ReturnStatus, Status};
use crate::render::KindView;
use crate::text::{Arg, change, list};

/// How many names a sentence lists.
const NAMED: usize = 3;

/// How many of the figures that have a target reach it, are on their way, are not.
pub(super) fn tally<'l, 'a: 'l>(
    words: &Words<'_>,
    lines: impl Iterator<Item = &'l Line<'a>>,
) -> String {
    let mut counts = [0_u64; 5];
    for line in lines {
        for (status, number) in STATUSES.iter().zip(&mut counts) {
            *number += u64::from(line.figure.status == *status);
        }
    }
    let [reached, on_track, watch, critical, none] = counts;
    let known = reached + on_track + watch + critical;
    if known == 0 {
        return words.tell("tally-none", &[("all", count(none))]);
    }
    words.tell(
        "tally",
        &[
            ("known", count(known)),
            ("reached", count(reached)),
            ("ontrack", count(on_track)),
            ("watch", count(watch)),
            ("critical", count(critical)),
        ],
    )
}

/// The same as marks and counts, for a narrow cell.
pub(super) fn tally_marks(lines: &[Line<'_>]) -> String {
    let counts = super::figures::tally(lines);
    let parts: Vec<String> = STATUSES
        .iter()
        .zip(counts)
        .filter(|(_, number)| *number > 0)
        .map(|(status, number)| format!("{}\u{a0}{number}", mark(*status)))
        .collect();
    parts.join("   ")
}

/// The sentence that opens the workbook.
pub(super) fn opening(words: &Words<'_>, figures: &[Line<'_>], returns: Coverage) -> String {
    if returns.expected == 0 {
        return words.say("claim-nothing-expected");
    }
    if returns.accepted == 0 {
        return words.tell("claim-no-return", &[("expected", count(returns.expected))]);
    }
    if is_low(returns) {
        return words.tell("claim-few-returns", &returned(returns));
    }
    let names = |status: &[Status]| -> Vec<String> {
        figures
            .iter()
            .filter(|line| status.contains(&line.figure.status))
            .map(|line| words.of(&line.indicator.label).to_owned())
            .collect()
    };
    let good = names(&[Status::Atteint, Status::EnBonneVoie]);
    let bad = names(&[Status::ASurveiller, Status::Critique]);
    let args = [
        ("known", count(many(good.len() + bad.len()))),
        ("good", count(many(good.len()))),
        ("bad", count(many(bad.len()))),
        ("names", named(words, &bad).into()),
    ];
    match (good.is_empty(), bad.is_empty()) {
        (true, true) => words.tell("claim-no-status", &returned(returns)),
        (_, true) => words.tell("claim-all-good", &args),
        (true, _) => words.tell("claim-all-bad", &args),
        _ => words.tell("claim-mixed", &args),
    }
}

/// What to remember besides: returns, the largest change, what stands furthest, who answers little, files refused.
pub(super) fn takeaways(book: &Book<'_>, figures: &[Line<'_>]) -> Vec<String> {
    let words = &book.words;
    let Some(main) = book.view.main_kind() else {
        return Vec::new();
    };
    let mut said = vec![returns_sentence(book, main)];
    if let Some(line) = most_changed(figures) {
        said.push(change_sentence(words, line));
    }
    said.extend(worst(figures).map(|line| worst_sentence(words, line)));
    said.extend(quiet_groups(words, main));
    if !book.returns.refused.is_empty() {
        let number = count(many(book.returns.refused.len()));
        said.push(words.tell("take-refused", &[("count", number)]));
    }
    said
}

/// Returns expected, accepted, to correct and missing.
pub(super) fn returns_sentence(book: &Book<'_>, kind: &KindView<'_>) -> String {
    let all = coverage(kind);
    let to_correct = kind
        .rows
        .iter()
        .filter(|row| !row.accepted)
        .filter(|row| book.status(kind, row) == Some(ReturnStatus::ToCorrect))
        .count();
    let to_correct = many(to_correct);
    let missing = all.expected.saturating_sub(all.accepted + to_correct);
    let mut args = Vec::from(returned(all));
    args.push(("tocorrect", count(to_correct)));
    args.push(("missing", count(missing)));
    let id = if all.expected == 0 {
        "claim-nothing-expected"
    } else {
        "take-returns"
    };
    book.words.tell(id, &args)
}

/// A change of a figure since the period before.
pub(super) fn change_sentence(words: &Words<'_>, line: &Line<'_>) -> String {
    let indicator = line.indicator;
    words.tell(
        "take-change",
        &[
            ("name", words.of(&indicator.label).into()),
            ("value", words.value(indicator, line.figure.value).into()),
            ("change", changed(words, line).into()),
            ("since", since(line).into()),
        ],
    )
}

/// The figure that stands furthest from its target.
pub(super) fn worst_sentence(words: &Words<'_>, line: &Line<'_>) -> String {
    let indicator: &Indicator = line.indicator;
    words.tell(
        "take-worst",
        &[
            ("name", words.of(&indicator.label).into()),
            ("value", words.value(indicator, line.figure.value).into()),
            ("target", words.target(indicator).unwrap_or_default().into()),
            (
                "status",
                words.status(line.figure.status).to_lowercase().into(),
            ),
        ],
    )
}

/// Groups of the first comparison whose returns are too few for a status.
fn quiet_groups(words: &Words<'_>, kind: &KindView<'_>) -> Option<String> {
    let column = super::figures::comparison_level(kind)?;
    let groups = kind.evaluation.groups(&Level::Column(column.clone()));
    let quiet: Vec<String> = groups
        .iter()
        .filter(|group| group.coverage.expected > 0 && is_low(group.coverage))
        .map(|group| words.group(kind.plan.kind, &column, &group.key))
        .collect();
    let number = many(quiet.len());
    (number > 0 && !is_low(coverage(kind))).then(|| {
        words.tell(
            "take-quiet",
            &[
                ("count", count(number)),
                ("all", count(many(groups.len()))),
                ("names", named(words, &quiet).into()),
            ],
        )
    })
}

/// The finding of a kind's sheet: returns, then statuses.
pub(super) fn kind_claim(book: &Book<'_>, kind: &KindView<'_>) -> String {
    let lines = overall(kind);
    let all = coverage(kind);
    let words = &book.words;
    if all.accepted == 0 || is_low(all) {
        return opening(words, &lines, all);
    }
    let returns = words.tell("kind-returns", &returned(all));
    format!("{returns} {}", tally(words, lines.iter()))
}

/// A change with its sign and unit.
pub(super) fn changed(words: &Words<'_>, line: &Line<'_>) -> String {
    let indicator = line.indicator;
    change(
        line.change(),
        indicator.decimals,
        words.unit(indicator),
        words.language,
    )
}

/// The period before that of a figure, as people write it.
pub(super) fn since(line: &Line<'_>) -> String {
    line.figure
        .key
        .period
        .previous()
        .map(crate::model::Period::written)
        .unwrap_or_default()
}

fn returned<'a>(coverage: Coverage) -> [(&'static str, Arg<'a>); 3] {
    [
        ("accepted", count(coverage.accepted)),
        ("expected", count(coverage.expected)),
        ("share", share(coverage).unwrap_or_default().into()),
    ]
}

/// The first names between quotation marks, and how many more there are.
fn named(words: &Words<'_>, names: &[String]) -> String {
    let mut shown: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| words.tell("quoted", &[("text", name.as_str().into())]))
        .collect();
    if names.len() > NAMED {
        let others = count(many(names.len() - NAMED));
        shown.push(words.tell("others", &[("count", others)]));
    }
    list(&shown, words.language)
}

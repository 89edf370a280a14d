//! csv and its kin: encoding, separator and quotes found, everything bounded.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::model::{Finding, FindingCode, Place};

use super::{Collector, Raw, RawBook, RawSheet, ReadLimits};

/// Reads a delimited text; what is past the limits is left out with a finding.
pub(super) fn read(name: &str, bytes: &[u8], limits: &ReadLimits) -> RawBook {
    let mut book = RawBook::default();
    let (mut text, guessed) = decode(bytes);
    if text.contains('\0') {
        text = text.replace('\0', "");
        book.findings.push(
            Finding::warning(FindingCode::FileDamaged, Place::file(name)).with("reason", "nul"),
        );
    }
    if let Some(encoding) = guessed {
        let finding = Finding::info(FindingCode::EncodingGuessed, Place::file(name));
        book.findings.push(finding.with("encoding", encoding));
    }
    let separator = separator(&text);
    let mut collector = Collector::new(limits);
    let sheet = if quotes_are_closed(&text, separator) {
        records(&text, separator, true, limits, &mut collector)
    } else {
        // A quote that never closes would swallow the rest of the file: read line by line, quotes as they stand.
        let finding = Finding::warning(FindingCode::FileDamaged, Place::file(name));
        book.findings.push(finding.with("reason", "open-quote"));
        records(&text, separator, false, limits, &mut collector)
    };
    book.findings.extend(collector.finding(name));
    book.sheets.push(sheet);
    book
}

/// The text, and the name of its encoding where it had to be guessed. Lines end as ours do.
fn decode(bytes: &[u8]) -> (String, Option<&'static str>) {
    let (encoding, guessed) = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => (encoding, false),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, false),
        None => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(&bytes[..bytes.len().min(1_000_000)], true);
            // French offices write windows-1252: a guess of another single-byte encoding on few accents is worth less
            // than that habit.
            let guess = detector.guess(Some(b"fr"), Utf8Detection::Allow);
            (
                if guess.is_single_byte() || guess == UTF_8 {
                    WINDOWS_1252
                } else {
                    guess
                },
                true,
            )
        }
    };
    let text = encoding.decode(bytes).0;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    (text, guessed.then(|| encoding.name()))
}

/// The separator that splits the first lines most evenly. The comma comes last: French numbers have one.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .take(20)
        .collect();
    let score = |separator: u8| {
        let counts = lines.iter().map(|line| {
            line.bytes()
                .take(100_000)
                .filter(|b| *b == separator)
                .count()
        });
        let with = counts.clone().filter(|count| *count > 0).count();
        (with, counts.min().unwrap_or(0).min(1))
    };
    let mut best = (b';', score(b';'));
    for candidate in [b'\t', b'|', b','] {
        let scored = score(candidate);
        if scored > best.1 {
            best = (candidate, scored);
        }
    }
    best.0
}

/// Whether each quoted field closes where a field may end. A quote inside a field that began without one is a letter.
fn quotes_are_closed(text: &str, separator: u8) -> bool {
    let bytes = text.as_bytes();
    let ends_field = |at: usize| bytes.get(at).is_none_or(|b| *b == separator || *b == b'\n');
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'"' {
            at += 1;
            loop {
                let Some(quote) = bytes
                    .get(at..)
                    .and_then(|rest| rest.iter().position(|b| *b == b'"'))
                else {
                    return false;
                };
                at += quote + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            if !ends_field(at) {
                return false;
            }
        }
        while !ends_field(at) {
            at += 1;
        }
        at += 1;
    }
    true
}

fn records(
    text: &str,
    separator: u8,
    quoting: bool,
    limits: &ReadLimits,
    collector: &mut Collector<'_>,
) -> RawSheet {
    let mut sheet = RawSheet::default();
    let mut reader: Reader = ReaderBuilder::new()
        .delimiter(separator)
        .quoting(quoting)
        .build();
    let mut input = text.as_bytes();
    // One record at a time, into buffers that never grow past the limits.
    let mut output = vec![0_u8; limits.cell_characters.saturating_mul(8)];
    let mut ends = vec![0_usize; limits.columns];
    let mut row = 0_u32;
    loop {
        // The reader skips blank lines; spreadsheets count them.
        let blank = input.iter().take_while(|b| **b == b'\n').count();
        row = row.saturating_add(u32::try_from(blank).unwrap_or(u32::MAX));
        let (mut written, mut fields) = (0, 0);
        let complete = loop {
            let (result, consumed, wrote, ended) =
                reader.read_record(input, &mut output[written..], &mut ends[fields..]);
            input = &input[consumed..];
            written += wrote;
            fields += ended;
            match result {
                ReadRecordResult::InputEmpty => continue,
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => break false,
                ReadRecordResult::Record => break true,
                ReadRecordResult::End => return sheet,
            }
        };
        let mut start = 0;
        for (column, end) in ends.iter().take(fields).enumerate() {
            let field =
                String::from_utf8_lossy(output.get(start..*end).unwrap_or_default()).into_owned();
            start = *end;
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            if !collector.keep(&mut sheet, row, column, Raw::Text(field)) {
                return sheet;
            }
        }
        if !complete {
            if fields == ends.len() {
                collector.pass("columns", limits.columns);
            } else {
                collector.pass("characters", limits.cell_characters);
            }
            if fields == 0 {
                let field = String::from_utf8_lossy(&output).into_owned();
                collector.keep(&mut sheet, row, 0, Raw::Text(field));
            }
            return sheet;
        }
        row = row.saturating_add(1);
        if usize::try_from(row).unwrap_or(usize::MAX) >= limits.lines && !input.is_empty() {
            collector.pass("lines", limits.lines);
            return sheet;
        }
    }
}

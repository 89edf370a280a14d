//! winmail.dat as mail programs have made it over the years: bilan finds the files in it that another library finds, under the
//! same names and byte for byte.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use bilan::collect::mail::{MailFile, Ourselves, UnpackLimits, unpack};
use bilan::store::raw_files::RawFiles;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Message, MultiPart};
use serde::Deserialize;

use crate::support::tools::{installed, python, text_of};

/// A file by its name and the hash of its bytes, filled up with zeros to a multiple of four as they are in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Found {
    name: String,
    sha256: String,
}

/// What `read_tnef.py` says of one sample.
#[derive(Debug, Deserialize)]
struct Judged {
    copy: PathBuf,
    files: Vec<Found>,
}

/// What bilan takes out of a mail with this winmail.dat.
fn taken(stream: Vec<u8>) -> Vec<Found> {
    let media_type = ContentType::parse("application/ms-tnef").unwrap();
    let message = Message::builder()
        .from("porteur@exemple.invalid".parse().unwrap())
        .to("bilan@exemple.invalid".parse().unwrap())
        .multipart(
            MultiPart::mixed()
                .singlepart(Attachment::new("winmail.dat".to_owned()).body(stream, media_type)),
        )
        .unwrap();
    let limits = UnpackLimits {
        file_bytes: 10_000_000,
        total_bytes: 10_000_000,
        ratio: 200,
        files: 200,
        depth: 8,
    };
    let ourselves = Ourselves {
        address: "bilan@exemple.invalid".to_owned(),
    };
    let mail = unpack(&message.formatted(), &limits, &ourselves);
    let found = mail.files.into_iter().map(|MailFile { name, mut bytes }| {
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        let sha256 = RawFiles::hash(&bytes).to_string();
        Found { name, sha256 }
    });
    found.collect()
}

#[test]
fn every_file_in_them_is_found_as_another_library_finds_it() {
    let samples = installed("winmail", "winmail.dat files that others have made");
    let copies = tempfile::tempdir().unwrap();
    let judged = text_of(python("read_tnef.py").arg(samples).arg(copies.path()));
    let judged: Vec<Judged> = judged
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (mut streams, mut files) = (0, 0);
    for Judged {
        copy,
        files: expected,
    } in judged
    {
        let found = taken(std::fs::read(&copy).unwrap());
        assert_eq!(found, expected, "{}", copy.display());
        streams += 1;
        files += found.len();
    }
    assert_eq!((streams, files), (19, 27));
}
